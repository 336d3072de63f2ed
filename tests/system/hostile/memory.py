# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a playbook takes of memory, process by process: C(memory.py LOG ARGUMENTS) runs ansible-playbook.

Each process notes at its end what the kernel knows of its largest size, so that no machine is too busy to see it. Every
task of every host has a process of its own, which shares what it does not change with the one that started it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection
from pathlib import Path

MIB = 1024  # KiB


class Memory:
    """What the processes of a playbook took, in MiB."""

    def __init__(self, log: Path) -> None:
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        self.started = lines[0]["main"] / MIB  # the process that starts all others, at first
        self.main = lines.pop()["main"] / MIB  # and at most
        self._grown: dict[str, dict[str, float]] = {}
        for line in lines:
            of_host = self._grown.setdefault(line["host"], {})
            of_host[line["action"]] = max(of_host.get(line["action"], 0), line["grown"] / MIB)
        self._lines = lines

    def of(self, host: str) -> dict[str, float]:
        """Return what the processes of a host took at most, beyond what they share, by action."""
        return self._grown[host]

    def up_to(self, tasks: Collection[str]) -> dict[str, float]:
        """Return what the largest process took of those that ran up to each of the tasks, since the one before it."""
        found: dict[str, float] = {}
        largest = 0.0
        for line in self._lines:
            largest = max(largest, line["grown"] / MIB)
            if line["task"] in tasks:
                found[line["task"]], largest = largest, 0.0
        return found


def sizes() -> dict[str, int]:
    """Return in KiB what this process has now, had at most, and has of its own."""
    found = {}
    for path in ("/proc/self/status", "/proc/self/smaps_rollup"):
        for line in Path(path).read_text().splitlines():
            key, _colon, value = line.partition(":")
            if key in ("VmRSS", "VmHWM", "Private_Dirty"):
                found[key] = int(value.split()[0])
    return found


def grown(before: dict[str, int]) -> int:
    """Return in KiB what this process, a fork, came to take at most: new pages, and copies of those it was started with."""
    after = sizes()
    copied = after["Private_Dirty"] - (after["VmRSS"] - before["VmRSS"])
    return after["VmHWM"] - before["VmRSS"] + max(0, copied)


def _noting(run: Callable[[object], None], log: Path) -> Callable[[object], None]:
    def noted(worker: object) -> None:
        before = sizes()
        run(worker)
        task = worker._task
        _note(
            log,
            host=worker._host.name,
            action=task.action,
            task=task.name,
            grown=grown(before),
            main=before["VmRSS"],
        )

    return noted


def _note(log: Path, **entry: object) -> None:
    with log.open("a") as stream:
        stream.write(json.dumps(entry) + "\n")


def main(log: Path, arguments: list[str]) -> int:
    """Run the playbook; the last line of the log is that of the process which started all others."""
    from ansible.cli import playbook
    from ansible.executor.process.worker import WorkerProcess

    WorkerProcess._run = _noting(WorkerProcess._run, log)
    try:
        playbook.main(["ansible-playbook", *arguments])
    except SystemExit as end:
        code = end.code
    _note(log, host=None, action=None, grown=None, main=sizes()["VmHWM"])
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
