# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The control node's own steps for 10, 100 and 1,000 accounts from two hosts, in CPU time: declarations, judge, reports."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

from measure import SCRATCH, Comparison, Row, alternately

sys.path += os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)
from ansible_collections.privatelink.azure_ai.tests.support import canned_hosts

COUNTS = (10, 100, 1000)
FORMATS = ("json", "html", "markdown", "junit", "prometheus")
ON_CONTROL_NODE = {"delegate_to": "localhost", "run_once": True, "vars": {"ansible_connection": "local"}}


def play(name: str, tasks: list[dict], inventory: Path) -> list[str]:
    path = SCRATCH / f"control-{name}.json"
    path.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    return ["ansible-playbook", str(path), "-i", str(inventory)]


@functools.cache
def checked(count: int) -> float:
    """What check_declarations takes in a playbook, beside what the playbook takes without it."""
    declared = canned_hosts.accounts(count)
    hosts = [canned_hosts.host("jump-1", declared), canned_hosts.host("outside-1", declared, "outside")]
    inventory = canned_hosts.write_inventory(SCRATCH / f"control-{count}", declared, hosts)
    debug = {"ansible.builtin.debug": {"msg": "ok"}, **ON_CONTROL_NODE}
    check = {"privatelink.azure_ai.check_declarations": {}, **ON_CONTROL_NODE}
    with_it, without = alternately(
        [play("check", [debug, check], inventory), play("debug", [debug], inventory)], cpu=True
    )
    return with_it - without


@functools.cache
def concluded(count: int) -> dict:
    program = Path(__file__).with_name("concluding.py")
    command = [sys.executable, str(program), str(SCRATCH / f"concluding-{count}"), str(count)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def growth(step, small: int, large: int) -> Comparison:
    return Comparison(step(large), step(small), "CPU s")


def judged(count: int) -> float:
    return concluded(count)["judged"]


def rendered(format: str) -> float:
    return concluded(COUNTS[-1])["formats"][format]["seconds"]


def written(format: str) -> float:
    return concluded(COUNTS[-1])["formats"][format]["bytes"] / 2**20


LINEAR = (
    "a profile shows that every function is called exactly ten times as often as for 100 accounts. Part of the rest is "
    "Python's garbage collector, which then has more objects to visit: without it the verdict on 1,000 accounts took about 5 % less"
)


def rows(name: str, step) -> tuple[Row, ...]:
    single = tuple(
        Row(f"{name}: {count:,} accounts", functools.partial(step, count), unit="s", needs="nothing")
        for count in COUNTS
    )
    grown = Row(
        f"{name}: {COUNTS[2]:,} accounts against {COUNTS[1]}",
        functools.partial(growth, step, COUNTS[1], COUNTS[2]),
        COUNTS[2] / COUNTS[1],  # linear
        peer=f"{COUNTS[1]} accounts",
        needs="nothing",
        reason=LINEAR,
    )
    return (*single, grown)


ROWS = (
    *rows("check_declarations", checked),
    *rows("verdict", judged),
    *(
        Row(
            f"report of {COUNTS[-1]:,} accounts as {format}{what}",
            functools.partial(step, format),
            unit=unit,
            needs="nothing",
        )
        for format in FORMATS
        for step, what, unit in ((rendered, "", "s"), (written, ": size", "MB"))
    ),
)
