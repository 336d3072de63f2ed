# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validate simulated hosts as jobs of a platform, and print what that took, as JSON: fleet.py DIRECTORY HOSTS SLICES

With more than one slice each is a job with validate_part, and a merge comes behind them.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

sys.path += os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)
from ansible_collections.privatelink.azure_ai.tests.support import canned_hosts
from ansible_collections.privatelink.azure_ai.tests.support.workflows import Job, launch, slice_of

ACCOUNTS = 20
EVERY_SECONDS = 0.3


class Memory(threading.Thread):
    """The most memory that all processes of ansible-playbook below this one have at once; what they share counts once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0.0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(EVERY_SECONDS):
            self.megabytes = max(self.megabytes, sum(map(_proportional_megabytes, _descendants(os.getpid()))))

    def end(self) -> float:
        self._ended.set()
        self.join()
        return self.megabytes


def _descendants(process: int) -> Iterator[int]:
    try:
        children = [
            int(child)
            for path in Path(f"/proc/{process}/task").glob("*/children")
            for child in path.read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield child
        yield from _descendants(child)


def _proportional_megabytes(process: int) -> float:
    """The memory of a process of ansible-playbook; a page that several have counts for each as its share."""
    try:
        if b"bin/ansible-playbook" not in Path(f"/proc/{process}/cmdline").read_bytes():
            return 0
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(directory: Path, count: int, slices: int) -> list[dict]:
    """Run the jobs, and return what each took."""
    shutil.rmtree(directory, ignore_errors=True)
    declared = canned_hosts.accounts(ACCOUNTS)
    # One in ten is outside, so that each slice sees both sides.
    hosts = [
        canned_hosts.host(f"host-{number:03}", declared, "outside" if number % 10 == 9 else "jumphost")
        for number in range(count)
    ]
    inventory = json.loads(canned_hosts.write_inventory(directory, declared, hosts).read_text())["all"]
    shared = str(directory / "shared")
    taken, jobs = [], []

    def measured(number: int, playbook: str, **options) -> None:
        memory, before = Memory(), _cpu_seconds()
        memory.start()
        job = launch(directory, number, playbook, inventory, **options)
        megabytes = memory.end()
        assert job.status == "successful", job.output[-3000:]
        jobs.append(job)
        taken.append({"cpu": _cpu_seconds() - before, "megabytes": megabytes, **_stored(job)})

    if slices == 1:
        measured(1, "validate")
        return taken
    for number in range(1, slices + 1):
        hosts_of_slice = slice_of(inventory["hosts"], number, slices)
        measured(number, "validate", hosts=hosts_of_slice, validate_part=True, report_directory=shared)
    measured(slices + 1, "merge", ancestors=list(jobs), merge_directory=shared)
    return taken


def _stored(job: Job) -> dict:
    """What a platform keeps of a job: its events, their texts included, and its artifacts; and the largest event."""
    events = (job.directory / f"artifacts/{job.number}/job_events").glob("[0-9]*-*.json")
    sizes = [path.stat().st_size for path in events]
    return {"events": sum(sizes), "largest_event": max(sizes), "artifacts": len(json.dumps(job.artifacts))}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
