# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Control groups: each machine is booted in one of its own, below one for the lab.

They are in no namespace that ends with its processes. So a process of its own, which no Ctrl-C reaches, waits until
the lab has ended, however that was, and removes them. It is this file, run as a program.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

REMOVE_SECONDS = 30
SYSTEMD = "name=systemd"


def below_own(name: str) -> list[Path]:
    """The groups of that name, in each hierarchy that systemd uses, below those that this process is in."""
    points = _mount_points()
    found = []
    for line in Path("/proc/self/cgroup").read_text(encoding="ascii").splitlines():
        _number, controllers, path = line.split(":", 2)
        if controllers in points:
            root, point = points[controllers]
            found.append(Path(point, os.path.relpath(path, root), name).resolve())
    return found


def make(groups: list[Path]) -> None:
    for group in groups:
        group.mkdir(parents=True, exist_ok=True)


def join(groups: list[Path]) -> None:
    """Moves the calling process into the groups."""
    for group in groups:
        (group / "cgroup.procs").write_text("0", encoding="ascii")


@contextlib.contextmanager
def removed_afterwards(groups: list[Path]) -> Iterator[None]:
    """Makes the groups. They are removed when the last process in them, and this one or the block, has ended."""
    if not groups:
        yield
        return
    with subprocess.Popen(
        [sys.executable, __file__, *groups],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    ):
        make(groups)
        yield


def _mount_points() -> dict[str, tuple[str, str]]:
    """Root and mount point of the hierarchies, by what /proc/self/cgroup calls them."""
    points = {}
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        before, _dash, after = line.partition(" - ")
        kind, _source, options = after.split(" ", 2)
        root, point = before.split(" ")[3:5]
        if kind == "cgroup2":
            points[""] = (root, point)
        elif kind == "cgroup" and SYSTEMD in options.split(","):
            points[SYSTEMD] = (root, point)
    return points


def _remove(group: Path) -> None:
    for directory, _names, _files in os.walk(group, topdown=False):
        with contextlib.suppress(OSError):  # somebody is in it still, or the kernel removed it
            os.rmdir(directory)


def main() -> None:
    groups = [Path(argument) for argument in sys.argv[1:]]
    sys.stdin.read()  # ends with the process that started us
    deadline = time.monotonic() + REMOVE_SECONDS
    while any(group.exists() for group in groups) and time.monotonic() < deadline:
        for group in groups:
            _remove(group)
        time.sleep(0.02)


if __name__ == "__main__":
    main()
