# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The copy of the checkout at ansible_collections/privatelink/azure_ai: ansible-test and FQCNs work nowhere else."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
from pathlib import Path

from project import COLLECTION, ROOT


def refresh() -> None:
    """Makes the copy equal to the checkout's files that git does not ignore."""
    COLLECTION.mkdir(parents=True, exist_ok=True)
    if not (COLLECTION / ".git").exists():
        # Without its own repository ansible-test asks the checkout's, which ignores all that is in .cache.
        subprocess.run(["git", "init", "--quiet", "--template=", COLLECTION], check=True)
    wanted = files(ROOT)
    for gone in files(COLLECTION) - wanted:
        (COLLECTION / gone).unlink()
        _remove_empty_parents(COLLECTION / gone)
    for name in wanted:
        copy(ROOT / name, COLLECTION / name)


def files(repository: Path) -> set[str]:
    """What git tracks or would track there, and what exists."""
    listed = subprocess.run(
        # A checkout of another user is fine: root may run the tests of a mounted one.
        [
            "git",
            "-c",
            f"safe.directory={repository}",
            "-C",
            repository,
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return {name for name in listed.split("\0") if name and (repository / name).is_file()}


def copy(source: Path, target: Path) -> None:
    """Copies a file, unless it is there as it is; unchanged files keep their times."""
    if target.is_file() and filecmp.cmp(source, target, shallow=False) and _executable(source) == _executable(target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def _executable(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o100)


def _remove_empty_parents(path: Path) -> None:
    for parent in path.parents:
        if parent == COLLECTION or any(parent.iterdir()):
            return
        parent.rmdir()
