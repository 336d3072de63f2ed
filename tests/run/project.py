# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things stand in the checkout, and the environment that every tool gets: nothing of it is in the user's home."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
HOME = CACHE / "home"
LANE = CACHE / os.environ.get("PRIVATELINK_LANE", "")  # see lanes.py; of the first one .cache itself
COLLECTION = LANE / "ansible_collections/privatelink/azure_ai"  # the copy that Ansible's tools look at
LAB = ROOT / "tests/lab/lab"
REPORTS = ROOT / "reports"

# What a user has set for other work; it must not change what the tests and the demo do.
AMBIENT_PREFIXES = ("ANSIBLE_", "AZURE_", "MOLECULE_", "PYTEST_", "PRIVATELINK_", "XDG_")
AMBIENT_NAMES = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "http_proxy", "https_proxy", "all_proxy", "no_proxy"}


def environment() -> dict[str, str]:
    """The environment of every command that the tests and the demo run."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(AMBIENT_PREFIXES) and not {name, name.lower()} & AMBIENT_NAMES
    }
    HOME.mkdir(parents=True, exist_ok=True)
    plain = {} if sys.stdout.isatty() else {"NO_COLOR": "1"}
    return {
        **kept,
        **plain,
        "PATH": os.pathsep.join(search_path()),
        "HOME": str(HOME),
        "ANSIBLE_HOME": str(HOME / ".ansible"),
        **({"PRIVATELINK_LAB": os.environ["PRIVATELINK_LAB"]} if LANE != CACHE else {}),
        "ANSIBLE_COLLECTIONS_PATH": str(LANE),
        "ANSIBLE_NOCOWS": "1",
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def search_path() -> list[str]:
    """PATH with .venv first, and real interpreters instead of pyenv's shims, which fail below ansible-test."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    usual = [
        entry
        for entry in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if entry and not Path(entry).is_relative_to(pyenv)
    ]
    interpreters = [str(directory) for directory in sorted(pyenv.glob("versions/3.*/bin"))]
    return [str(Path(sys.executable).parent), *usual, "/usr/sbin", "/sbin", *interpreters]


def python_version() -> str:
    return "{}.{}".format(*sys.version_info[:2])
