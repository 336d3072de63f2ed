# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs of Debian packages without installing them: fetched by apt, unpacked in a directory of their own.

The stages fetch them before the lab starts, which has no way to the archive; the tests in it find them there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


class NotPossible(Exception):
    """What is asked for cannot be had here; the text says why."""


def unpacked(directory: Path, names: tuple[str, ...]) -> Path:
    """Return the directory with the packages, and what they need beside the installed ones; raise NotPossible."""
    root, stamp = directory / "root", directory / "packages"
    wanted = "".join(f"{name}\n" for name in names)
    if stamp.exists() and stamp.read_text() == wanted:
        return root
    for program in ("apt-get", "dpkg"):
        if not shutil.which(program):
            raise NotPossible(f"there is no {program}; it takes Debian or Ubuntu")
    shutil.rmtree(directory, ignore_errors=True)
    for package in _fetch(directory, names):
        subprocess.run(["dpkg", "--extract", package, root], check=True)
    stamp.write_text(wanted)
    return root


def environment(root: Path) -> dict[str, str]:
    """Return the variables with which the packages' programs find one another and their libraries."""
    patterns = ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*")
    libraries = [str(path) for pattern in patterns for path in sorted(root.glob(pattern))]
    programs = [str(root / part) for part in ("usr/sbin", "usr/bin", "sbin", "bin")]
    return {
        "PATH": os.pathsep.join([*programs, os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"]),
        "LD_LIBRARY_PATH": os.pathsep.join(libraries),
    }


def _fetch(directory: Path, names: tuple[str, ...]) -> list[Path]:
    archives, lists = directory / "archives", directory / "lists"
    for path in (archives, lists):
        (path / "partial").mkdir(parents=True)
    # Without the system's locks and users: nothing of the system is changed.
    apt = [
        "apt-get",
        "-qq",
        "-o",
        f"Dir::Cache::archives={archives}",
        "-o",
        "Debug::NoLocking=true",
        "-o",
        "APT::Sandbox::User=",
    ]
    own_lists = [
        "-o",
        f"Dir::State::lists={lists}",
        "-o",
        f"Dir::Cache::pkgcache={directory}/pkgcache.bin",
        "-o",
        f"Dir::Cache::srcpkgcache={directory}/srcpkgcache.bin",
    ]
    download = ["install", "--download-only", "--no-install-recommends", "--yes", *names]
    # With the machine's lists of packages, if it has them and they are not too old; else with fresh ones.
    for command in ([*apt, *download], [*apt, *own_lists, "update"], [*apt, *own_lists, *download]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0 and command[-1] != "update":
            return sorted(archives.glob("*.deb"))
    raise NotPossible(f"apt-get cannot fetch {', '.join(names)}: {' '.join(done.stderr.split())[:300]}")
