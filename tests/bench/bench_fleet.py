# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""validate on a platform: simulated hosts with 20 accounts each, in one job, and in 8 slices with a merge."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from pathlib import Path

from measure import SCRATCH, Comparison, Row

SMALL, LARGE = 10, 50
SLICES = 8


@functools.cache
def jobs(hosts: int, slices: int = 1) -> list[dict]:
    """What each job took; with slices the last one is the merge."""
    program = Path(__file__).with_name("fleet.py")
    command = [sys.executable, str(program), str(SCRATCH / f"fleet-{hosts}-{slices}"), str(hosts), str(slices)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


def total(what: str, hosts: int, slices: int = 1) -> float:
    return sum(job[what] for job in jobs(hosts, slices))


def per_host(what: str, hosts: int, slices: int = 1) -> float:
    return total(what, hosts, slices) / hosts


def kilobytes(what: str, hosts: int, slices: int = 1) -> float:
    return per_host(what, hosts, slices) / 1024


def grown_megabytes(hosts: int) -> float:
    """The memory that each host adds, from the small fleet on."""
    return (jobs(hosts)[0]["megabytes"] - jobs(SMALL)[0]["megabytes"]) / (hosts - SMALL)


def merging_megabytes() -> float:
    """The same of a merge, whose base is that of the job over the small fleet."""
    return (jobs(LARGE, SLICES)[-1]["megabytes"] - jobs(SMALL)[0]["megabytes"]) / (LARGE - SMALL)


ONE_JOB = tuple(
    row
    for hosts in (SMALL, LARGE)
    for row in (
        Row(
            f"{hosts} hosts in one job: CPU time of the control node for each host",
            functools.partial(per_host, "cpu", hosts),
            unit="s",
            needs="nothing",
        ),
        Row(
            f"{hosts} hosts in one job: peak memory of the control node",
            functools.partial(total, "megabytes", hosts),
            unit="MB",
            needs="nothing",
        ),
        Row(
            f"{hosts} hosts in one job: events for each host",
            functools.partial(kilobytes, "events", hosts),
            64,
            unit="KB",
            needs="nothing",
        ),
    )
)
ROWS = (
    *ONE_JOB,
    Row(
        f"{LARGE} hosts in one job: memory that each host adds",
        lambda: grown_megabytes(LARGE),
        3,
        unit="MB",
        needs="nothing",
    ),
    Row(
        f"{LARGE} hosts in one job against {SMALL}: CPU time",
        lambda: Comparison(total("cpu", LARGE), total("cpu", SMALL)),
        LARGE / SMALL,
        peer=f"{SMALL} hosts",
        needs="nothing",
    ),
    Row(
        f"{LARGE} hosts in one job: artifacts",
        lambda: total("artifacts", LARGE) / 1024,
        1024,
        unit="KB",
        needs="nothing",
    ),
    Row(
        f"{LARGE} hosts in {SLICES} slices and their merge: CPU time for each host",
        lambda: per_host("cpu", LARGE, SLICES),
        unit="s",
        needs="nothing",
    ),
    Row(
        f"{LARGE} hosts in {SLICES} slices and their merge, against one job: CPU time",
        lambda: Comparison(total("cpu", LARGE, SLICES), total("cpu", LARGE)),
        peer="one job",
        needs="nothing",
    ),
    Row(
        f"{LARGE} hosts in {SLICES} slices: peak memory of the control node of a slice",
        lambda: max(job["megabytes"] for job in jobs(LARGE, SLICES)[:-1]),
        unit="MB",
        needs="nothing",
    ),
    Row(
        f"the merge of {SLICES} slices of {LARGE} hosts: CPU time",
        lambda: jobs(LARGE, SLICES)[-1]["cpu"],
        unit="s",
        needs="nothing",
    ),
    Row(
        f"the merge of {SLICES} slices of {LARGE} hosts: memory for each host",
        merging_megabytes,
        3,
        unit="MB",
        needs="nothing",
    ),
    Row(
        f"{LARGE} hosts in {SLICES} slices and their merge: events for each host",
        lambda: kilobytes("events", LARGE, SLICES),
        64,
        unit="KB",
        needs="nothing",
    ),
    Row(
        f"{LARGE} hosts in {SLICES} slices: artifacts of the largest slice",
        lambda: max(job["artifacts"] for job in jobs(LARGE, SLICES)[:-1]) / 1024,
        1024,
        unit="KB",
        needs="nothing",
    ),
)
