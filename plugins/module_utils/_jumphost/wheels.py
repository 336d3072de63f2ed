# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Wheels for jumphosts, gathered once on the control node: which ones, from where, and as one archive to push."""

from __future__ import annotations

import contextlib
import fcntl
import glob
import io
import os
import re
import shlex
import shutil
import stat
import tarfile
import tempfile
from collections import namedtuple
from collections.abc import Iterator, Sequence

from .._core.files import digest_of, read_whole, write_atomically
from .._core.needed import requirement
from .._core.text import shown
from . import manifest as manifests
from .manifest import INSTALLER, MAX_BYTES, MAX_WHEELS

# Beside the wheels of the cache: what was downloaded.
RECORD = "manifest.txt"
_LIBRARIES = ("dns", "requests")
_IDENTITY = "azure.identity"

# They become the names of directories, and the bounds of loops: whatever a host says of itself, these are their forms.
PYTHON_VERSION = r"[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,3})?(?:[A-Za-z+~-][A-Za-z0-9+.~-]{0,15})?"
MACHINE = r"[A-Za-z0-9_]{1,20}"
LIBC = r"[a-z]{1,16}"
LIBC_VERSION = r"[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,4}){0,2}"
_VERSION = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
# glibc 2.17 is the oldest that the wheels of today support.
_OLDEST_GLIBC = 17

# python: as 3.11; machine: as x86_64; libc: glibc or musl, with its version
Target = namedtuple("Target", "python machine libc libc_version")


class WheelError(Exception):
    """The wheels cannot be had; the text says why and what to do."""


def read_target(python_version: str, machine: str, libc: str, libc_version: str) -> Target:
    """Return the Target. Raises ValueError naming option, value and what is expected."""
    match = _VERSION.match(python_version) if re.fullmatch(PYTHON_VERSION, python_version) else None
    if not match or (int(match.group(1)), int(match.group(2))) < (3, 9):
        raise ValueError(
            f"python_version: {shown(repr(python_version), limit=80)} is not a supported version: expected Python 3.9 "
            "or newer, such as 3.11"
        )
    _check("machine", machine, MACHINE, "x86_64")
    _check("libc", libc, LIBC, "glibc or musl")
    if libc_version:
        _check("libc_version", libc_version, LIBC_VERSION, "2.36")
    return Target("{}.{}".format(*match.groups()), machine, libc, libc_version)


def _check(option: str, value: str, pattern: str, example: str) -> None:
    if not re.fullmatch(pattern, value):
        raise ValueError(f"{option}: {shown(repr(value), limit=80)} is not valid: expected one such as {example}")


def requirements(identity: bool) -> list[str]:
    """Return what is installed on the host, as pip takes it."""
    return [requirement(library) for library in _LIBRARIES + ((_IDENTITY,) if identity else ())]


def download_command(python: str, target: Target, identity: bool, directory: str) -> list[str]:
    """Return the command by which the control node's C(python) gathers wheels for another machine into C(directory)."""
    command = [
        python,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--dest",
        directory,
        "--only-binary",
        ":all:",
        "--python-version",
        target.python,
    ]
    if identity:
        # Its cryptography is compiled: for this Python, this machine and this C library.
        command += [
            "--implementation",
            "cp",
            "--abi",
            f"cp{target.python.replace('.', '')}",
            "--abi",
            "abi3",
            "--abi",
            "none",
        ]
        for platform in platforms(target):
            command += ["--platform", platform]
    else:
        command += ["--implementation", "py", "--abi", "none", "--platform", "any"]
    return [*command, INSTALLER, *requirements(identity)]


def platforms(target: Target) -> list[str]:
    """Return the tags of wheels that run on a machine, the newest first."""
    match = _VERSION.match(target.libc_version or "")
    if target.libc not in ("glibc", "musl") or not match:
        return ["any"]
    minor = int(match.group(2))
    if target.libc == "musl":
        return [f"musllinux_1_{number}_{target.machine}" for number in range(minor, 0, -1)] + ["any"]
    tags = [f"manylinux_2_{number}_{target.machine}" for number in range(minor, _OLDEST_GLIBC - 1, -1)]
    return [*tags, f"manylinux2014_{target.machine}", "any"]


def cache_key(target: Target, identity: bool) -> str:
    """Return the name of the directory for wheels of a kind: pure ones serve all machines with the same Python."""
    if not identity:
        return f"py{target.python}"
    return f"py{target.python}-{target.machine}-{target.libc}-{target.libc_version}-identity"


@contextlib.contextmanager
def lock(cache: str) -> Iterator[None]:
    """Hold the cache: many hosts ask for the same wheels at once, one gathers them. Raises WheelError, OSError."""
    os.makedirs(cache, mode=0o700, exist_ok=True)
    check_owner(cache)
    with open(os.path.join(cache, "lock"), "w", encoding="ascii") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def check_owner(cache: str) -> None:
    """Raise WheelError for a cache that another user may fill: hosts run as root what is in it. Raises OSError."""
    status = os.stat(cache)
    if status.st_uid not in (0, os.geteuid()) or status.st_mode & stat.S_IWOTH:
        raise WheelError(f"{cache} may be written by other users: expected a directory that only you can write")


def is_gathered(cache: str, target: Target, identity: bool) -> bool:
    """Return whether the wheels for a Target are in the cache, and are those that were downloaded."""
    directory = os.path.join(cache, cache_key(target, identity))
    try:
        record = read_whole(os.path.join(directory, RECORD), MAX_WHEELS * 300)
        names = sorted(name for name in os.listdir(directory) if name != RECORD)
        found = manifest([os.path.join(directory, name) for name in names])
        return record == found.encode("ascii") and sorted(manifests.read(found)) == names
    except (OSError, ValueError):
        return False


def gather(cache, target, identity, python, run):
    """Return the directory in the cache with the wheels for a Target, downloaded if they are not there yet.

    What is not what was downloaded, whoever has changed it, is downloaded again.

    C(python) is an interpreter that has pip, C(run) runs a command and returns C((code, output, errors)). Raises
    WheelError, OSError.
    """
    directory = os.path.join(cache, cache_key(target, identity))
    if is_gathered(cache, target, identity):
        return directory
    temporary = tempfile.mkdtemp(dir=cache, prefix="gathering-")
    try:
        code, output, errors = run(download_command(python, target, identity, temporary))
        if code != 0:
            raise WheelError(
                f"the control node could not download the wheels for Python {target.python}: "
                f"{' '.join((errors or output).split())[-400:]}. Where it has no package index, fill a "
                "directory by hand and name it in jumphost_wheels_directory: "
                f"{shlex.join(download_command('python3', target, identity, 'DIRECTORY'))}"
            )
        downloaded = [os.path.join(temporary, name) for name in os.listdir(temporary)]
        write_atomically(os.path.join(temporary, RECORD), manifest(downloaded).encode("ascii", "replace"))
        if os.path.lexists(directory):
            _remove(directory)
        os.rename(temporary, directory)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return directory


def wheels_in(directory: str, identity: bool) -> list[str]:
    """Return the sorted paths of the wheels in a directory. Raises WheelError when something is missing or
    ambiguous.
    """
    paths = sorted(glob.glob(os.path.join(glob.escape(directory), "*.whl")))
    if len(paths) > MAX_WHEELS or sum(os.path.getsize(path) for path in paths) > MAX_BYTES:
        raise WheelError(
            f"{directory} has {len(paths)} wheels: expected at most {MAX_WHEELS}, of {MAX_BYTES // 1024 // 1024} MiB "
            "altogether"
        )
    versions: dict[str, set[str]] = {}
    for path in paths:
        name, version = _name_and_version(path)
        versions.setdefault(name, set()).add(version)
    needed = [re.split("[<>=]", each)[0] for each in [INSTALLER, *requirements(identity)]]
    missing = [name for name in needed if name not in versions]
    if missing:
        raise WheelError(
            f"{directory} has no wheel of {', '.join(missing)}: expected a directory with "
            f"wheels of {', '.join(needed)} and what they need"
        )
    ambiguous = sorted(name for name, found in versions.items() if len(found) > 1)
    if ambiguous:
        raise WheelError(f"{directory} has several versions of {', '.join(ambiguous)}: expected one of each")
    return paths


def manifest(paths: Sequence[str]) -> str:
    """Return what is to be installed, as sha256sum writes it: this is what the host keeps and compares.

    Raises OSError.
    """
    return manifests.written((os.path.basename(path), digest_of(path, MAX_BYTES)) for path in paths)


def pack(paths: Sequence[str], archive: str) -> None:
    """Write wheels into one archive, the same bytes for the same wheels, unless it is there. Raises OSError."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as stream:
        for path in paths:
            _add(stream, os.path.basename(path), read_whole(path, MAX_BYTES))
    content = packed.getvalue()
    with contextlib.suppress(OSError):
        if read_whole(archive, len(content)) == content:
            return
    write_atomically(archive, content, 0o600)


def _add(stream, name, content):
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o644
    stream.addfile(entry, io.BytesIO(content))


def _name_and_version(path):
    try:
        return manifests.name_and_version(os.path.basename(path))
    except ValueError as exc:
        raise WheelError(f"{os.path.dirname(path)}: {exc}") from exc


def _remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)
