# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small virtual environments for the targets of Ansible: one Python, and what is installed into it."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

from debian_packages import NotPossible
from project import CACHE, search_path

PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13")  # what hosts may have

# uv takes a quarter of pip's time, but knows none of pip's settings: where a mirror is set there, pip follows.
_UV = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--compile-bytecode", "--cache-dir", CACHE / "uv"]
_PIP = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "--cache-dir", CACHE / "pip"]


def made(name: str, python: str, requirements: list[str]) -> Path:
    """Return the Python of the environment of that name that has the requirements, made once; raise NotPossible."""
    path = CACHE / "locks" / name.replace("/", "-")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another lane of the tests may be making it just now
        return _made(CACHE / name, python, requirements)


def _made(directory: Path, python: str, requirements: list[str]) -> Path:
    stamp, target = directory / "requirements", directory / "bin/python"
    wanted = "".join(f"{line}\n" for line in [python, *requirements])
    if stamp.exists() and stamp.read_text() == wanted and target.exists():
        return target
    shutil.rmtree(directory, ignore_errors=True)
    _run([python, "-m", "venv", "--without-pip", directory])
    try:
        _run([*_UV, "--python", target, *requirements])
    except NotPossible:
        _run([*_PIP, "--python", target, "install", *requirements])
    stamp.write_text(wanted)
    return target


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPossible(f"{' '.join(map(str, command[:3]))} failed: {' '.join(done.stderr.split())[-300:]}")


def python_here(version: str) -> str | None:
    """Return the Python of that version, where there is one."""
    return shutil.which(f"python{version}", path=":".join(search_path()))
