# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What kind of host this is: its operating system, Pythons, tools, trust store and clock, and who may become root."""

from __future__ import annotations

import glob
import importlib.util
import json
import os
import platform
import shlex
import shutil
import ssl
import struct
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from .._core.commands import bounded
from .._core.files import MAX_FILE, digest_of
from .._core.libraries import VENV, VENV_PYTHON
from .._host.resolver_config import read_text

OutputOf = Callable[[Sequence[str]], Optional[str]]

TOOLS = ("curl", "jq", "dig", "nslookup")
# PATH of a module may be poor: what people find after a login counts.
_DIRECTORIES = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# The most that reference_time and the own clock may differ: what the task's way to the host takes is a part of it.
TOLERANCE_S = 30.0

# As os-release calls systems and those they are like.
_FAMILIES = {
    "debian": "Debian",
    "ubuntu": "Debian",
    "rhel": "RedHat",
    "fedora": "RedHat",
    "centos": "RedHat",
    "rocky": "RedHat",
    "almalinux": "RedHat",
    "ol": "RedHat",
    "azurelinux": "AzureLinux",
    "mariner": "AzureLinux",
    "suse": "Suse",
    "sles": "Suse",
    "opensuse": "Suse",
}

# What the kernel says of a clock whose error it does not know, in microseconds; systemd draws the same line.
_UNKNOWN_ERROR = 16000000

LIBRARIES = ("dns", "requests", "azure.identity")
# What the role has installed there, one line for each wheel.
MANIFEST = VENV + "/privatelink-wheels.txt"

# In a process of its own: what is broken must not break more. Really imported, because some that are there cannot be.
_LOOK = """
import json, sys
sys.path = [path for path in sys.path if path]
import importlib
from importlib.metadata import version
found = {}
for name, package in json.loads(sys.argv[1]).items():
    try:
        importlib.import_module(name)
    except Exception:
        found[name] = None
        continue
    try:
        found[name] = version(package)
    except Exception:
        found[name] = ""
print(json.dumps({"python": ".".join(map(str, sys.version_info[:3])), "libraries": found}))
"""
_PACKAGES = {"dns": "dnspython", "requests": "requests", "azure.identity": "azure-identity"}


def describe_os(root: str = "/") -> dict[str, Any]:
    """Return C({id, id_like, version_id, codename, pretty_name, family}); None for what os-release does not say."""
    text = read_text(root, "/etc/os-release") or read_text(root, "/usr/lib/os-release")
    fields = dict(filter(None, map(_field, text.splitlines())))
    like = fields.get("ID_LIKE", "").split()
    return {
        "id": fields.get("ID"),
        "id_like": like,
        "version_id": fields.get("VERSION_ID"),
        "codename": fields.get("VERSION_CODENAME"),
        "pretty_name": fields.get("PRETTY_NAME"),
        "family": next((_FAMILIES[name] for name in [fields.get("ID"), *like] if name in _FAMILIES), None),
    }


def _field(line):
    name, equals, value = line.partition("=")
    try:
        return (name.strip(), " ".join(shlex.split(value))) if equals and not line.startswith("#") else None
    except ValueError:
        return None


def find_tools(directories: str = _DIRECTORIES) -> dict[str, str | None]:
    """Return the path of each of TOOLS, None for one that is not there."""
    return {tool: shutil.which(tool, path=directories) for tool in TOOLS}


def count_authorities(paths: ssl.DefaultVerifyPaths | None = None) -> dict[str, Any]:
    """Return C({store, authorities}): the file or directory that OpenSSL trusts here, and how many certificates it
    has.
    """
    paths = paths or ssl.get_default_verify_paths()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=paths.openssl_cafile)
        return {"store": paths.openssl_cafile, "authorities": context.cert_store_stats()["x509_ca"]}
    except (OSError, ssl.SSLError):
        # No such file, or none with certificates: there may be a directory.
        hashed = glob.glob(os.path.join(glob.escape(paths.openssl_capath), "*.[0-9]"))
        return {"store": paths.openssl_capath if hashed else None, "authorities": len(hashed)}


def describe_clock(now: float, reference_time: float | None, output_of: OutputOf) -> dict[str, Any]:
    """Return what is known of the clock. C(now) is its time, C(reference_time) that of another clock or None."""
    skew = None if reference_time is None else round(now - reference_time, 1)
    return {
        "epoch": now,
        "skew_s": skew,
        "tolerance_s": TOLERANCE_S,
        "within_tolerance": None if skew is None else abs(skew) <= TOLERANCE_S,
        "synchronized": _is_synchronized(output_of),
    }


def _is_synchronized(output_of):
    """Return whether the kernel knows how wrong its clock may be. Some containers may not ask it."""
    try:
        import ctypes

        # struct timex, with room to spare: modes is 0, which only reads, and maxerror the third long behind it.
        timex = ctypes.create_string_buffer(1024)
        if ctypes.CDLL(None).adjtimex(timex) >= 0:
            return struct.unpack_from("@Illl", timex)[3] < _UNKNOWN_ERROR
    except (ImportError, OSError, AttributeError):
        pass
    return _systemd_synchronized(output_of)


def _systemd_synchronized(output_of):
    answer = output_of(["timedatectl", "show", "--property=NTPSynchronized", "--value"]) or ""
    return {"yes": True, "no": False}.get(answer.strip())


def describe_sudo(environ: Mapping[str, str], seconds: float, uid: int | None = None) -> dict[str, bool | None]:
    """Return C({root, passwordless}): whether this is root, and whether the user becomes root without a password.

    None when that is not known. Root that came by sudo asks for the user it was.
    """
    is_root = (os.geteuid() if uid is None else uid) == 0
    # -k: what was typed a minute ago must not count.
    command = ["sudo", "-k", "-n", "true"]
    if is_root:
        user = environ.get("SUDO_USER")
        if not user or user == "root":
            return {"root": True, "passwordless": None}
        command = ["sudo", "-n", "-u", user, "--", *command]
    return {"root": is_root, "passwordless": _succeeds(command, seconds)}


def _succeeds(command: list[str], seconds: float) -> bool | None:
    """Return whether a command succeeds; False without such a command, None when it takes too long."""
    try:
        code = bounded(command, seconds, 0).code
    except FileNotFoundError:
        return False
    except OSError:
        return None
    return None if code is None else code == 0


def describe_interpreter() -> dict[str, Any]:
    """Return what the interpreter of this module is: for choosing wheels, and for knowing whether it can make a
    venv.
    """
    libc, libc_version = platform.libc_ver()
    return {
        "executable": sys.executable,
        "version": platform.python_version(),
        "implementation": sys.implementation.name,
        "machine": platform.machine(),
        "platform": sysconfig.get_platform(),
        "libc": libc or None,
        "libc_version": libc_version or None,
        "pip": _is_there("pip"),
        "venv": _is_there("venv") and _is_there("ensurepip"),
        "externally_managed": os.path.exists(os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")),
    }


def libraries_of(output_of: OutputOf, python: str | None = None) -> dict[str, Any]:
    """Return C({python, libraries}) of an interpreter, by default this one: versions by name as in LIBRARIES.

    None is a library that cannot be imported, an empty text one that does not tell its version. All are None, C(python)
    too, when there is no such interpreter or it does not answer.
    """
    output = output_of([python or sys.executable, "-c", _LOOK, json.dumps(_PACKAGES)])
    try:
        # The libraries may write lines of their own before.
        return json.loads((output or "").splitlines()[-1])
    except (ValueError, IndexError):
        return {"python": None, "libraries": dict.fromkeys(LIBRARIES)}


def describe_venv(output_of: OutputOf, venv: str = VENV) -> dict[str, Any]:
    """Return what the role's virtual environment has."""
    python = VENV_PYTHON.replace(VENV, venv, 1)
    exists = os.path.exists(python)
    found = libraries_of(output_of if exists else lambda args: None, python)
    return {"path": venv, "exists": exists, "digest": _digest(MANIFEST.replace(VENV, venv, 1)), **found}


def _digest(path):
    try:
        return digest_of(path, MAX_FILE)
    except OSError:
        return None


def _is_there(name):
    return importlib.util.find_spec(name) is not None
