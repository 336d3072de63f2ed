# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is there between two runs: processes, files; and what the runs use while they run."""

from __future__ import annotations

import os
import resource
import stat
import time
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 120  # for processes whose run was killed: modules end by their own deadlines
_PAGE = resource.getpagesize()


@dataclass(frozen=True)
class Used:
    processes: int = 0
    threads: int = 0
    handles: int = 0
    megabytes: int = 0

    def most(self, other: Used) -> Used:
        return Used(*map(max, zip(_fields(self), _fields(other))))

    def __str__(self) -> str:
        return f"{self.processes} processes, {self.threads} threads, {self.handles} handles, {self.megabytes} MB"


def _fields(used: Used) -> tuple[int, int, int, int]:
    return used.processes, used.threads, used.handles, used.megabytes


class Processes:
    """Those of the lab's namespace that are not its servers."""

    def __init__(self) -> None:
        self._before = set(_pids())

    def others(self) -> list[int]:
        """All that have come since, without the lab's servers."""
        return [pid for pid in _pids() if pid not in self._before and not _serves(pid)]

    def left(self) -> list[str]:
        """Those that do not end by themselves."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (others := self.others()) and time.monotonic() < deadline:
            time.sleep(0.2)
        return [f"process {pid}: {_command(pid)[:100]}" for pid in others]


def used(pids: list[int]) -> Used:
    """What these processes have open and hold in memory, in all."""
    total = [0, 0, 0, 0]
    for pid in pids:
        try:
            statm = Path(f"/proc/{pid}/statm").read_text().split()
            numbers = (
                1,
                len(os.listdir(f"/proc/{pid}/task")),
                len(os.listdir(f"/proc/{pid}/fd")),
                (int(statm[1]) - int(statm[2])) * _PAGE,
            )
        except OSError:
            continue  # it has ended
        total = [sum(pair) for pair in zip(total, numbers)]
    return Used(*total[:3], total[3] // 2**20)


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _serves(pid: int) -> bool:
    command = _command(pid)
    return "/tests/lab --state " in command and (" serve " in command or " supervise " in command)


def files(*directories: Path) -> set[str]:
    return {str(path) for directory in directories for path in directory.rglob("*")}


def readable_by_others(paths: set[str]) -> list[str]:
    """Those files that somebody else could read: neither they nor a directory above them, below the first one, forbids it."""
    return sorted(path for path in paths if os.path.isfile(path) and not _private(Path(path)))


def _private(path: Path) -> bool:
    own = (path, *list(path.parents)[:2])
    return any(not stat.S_IMODE(each.stat().st_mode) & 0o077 for each in own)
