# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The Pythons of a host that modules may run in: the interpreter's own, and the one in the role's environment."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import sys
import sysconfig

from .._core.libraries import VENV, VENV_PYTHON

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


def describe_interpreter():
    """Return what the interpreter of this module is: for choosing wheels, and for knowing whether it can make a venv."""
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


def libraries_of(output_of, python=None):
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


def describe_venv(output_of, venv=VENV):
    """Return what the role's virtual environment has."""
    python = VENV_PYTHON.replace(VENV, venv, 1)
    exists = os.path.exists(python)
    found = libraries_of(output_of if exists else lambda args: None, python)
    return {"path": venv, "exists": exists, "digest": _digest(MANIFEST.replace(VENV, venv, 1)), **found}


def _digest(path):
    try:
        with open(path, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return None


def _is_there(name):
    return importlib.util.find_spec(name) is not None
