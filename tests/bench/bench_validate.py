# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""validate: CPU time of the whole playbook by accounts and by hosts, all of them simulated and healthy."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from measure import ROUNDS, SCRATCH, Comparison, Row, compared, counted

sys.path += os.environ["ANSIBLE_COLLECTIONS_PATH"].split(os.pathsep)
from ansible_collections.privatelink.azure_ai.tests.support import canned_hosts

COUNTING = Path(__file__).parents[1] / "system/cores/counting.py"
MANY = (10, 100, 500)
HOSTS = (10, 50)


def command(accounts: int, hosts: int, playbook: str = "privatelink.azure_ai.validate") -> list[str]:
    """The command that runs a playbook over so many hosts, of which the last one is outside if there are several."""
    directory = SCRATCH / f"validate-{accounts}-{hosts}"
    declared = canned_hosts.accounts(accounts)
    outside = canned_hosts.host("outside-1", declared, "outside")
    inside = [canned_hosts.host(f"jump-{number}", declared) for number in range(max(1, hosts - 1))]
    inventory = canned_hosts.write_inventory(directory, declared, [*inside, outside][: max(2, hosts)])
    reports = json.dumps({"report_directory": str(directory / "reports")})
    return ["ansible-playbook", playbook, "-i", str(inventory), "-e", reports]


def against_one(accounts: int, hosts: int) -> Comparison:
    rounds = ROUNDS if accounts * hosts <= 40 else 1
    return compared(command(accounts, hosts), command(1, 2), rounds, cpu=True)


def against_ping() -> Comparison:
    """A playbook that does nothing but ping both hosts, with the real module."""
    path = SCRATCH / "validate-ping.json"
    path.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": [{"ansible.builtin.ping": {}}]}]))
    return compared(command(1, 2), command(1, 2, str(path)), cpu=True)


@functools.cache
def sent(accounts: int, pipelining: bool) -> list[dict]:
    """Every trip to the first of two hosts, as the callback of the tests counts them."""
    directory = SCRATCH / f"validate-sent-{accounts}-{pipelining}"
    plugins, events = directory / "callback_plugins", directory / "events"
    plugins.mkdir(parents=True, exist_ok=True)
    events.unlink(missing_ok=True)
    shutil.copy(COUNTING, plugins)
    variables = {
        "ANSIBLE_CALLBACK_PLUGINS": str(plugins),
        "ANSIBLE_CALLBACKS_ENABLED": "counting",
        "ANSIBLE_PIPELINING": str(pipelining),
        "PRIVATELINK_EVENTS": str(events),
    }
    settings = [f"{name}={value}" for name, value in variables.items()]
    subprocess.run(["env", *settings, *command(accounts, 2)], capture_output=True, check=True)
    found = [json.loads(line) for line in events.read_text().splitlines()]
    trips = [each for each in found if each["kind"] == "trip" and each["host"] == "jump-0"]
    if not trips:
        raise RuntimeError(f"No trip to jump-0 was counted in {events}")
    return trips


def trips(pipelining: bool) -> float:
    return len(sent(1, pipelining))


def kilobytes(accounts: int) -> float:
    return sum(each["bytes"] for each in sent(accounts, True)) / 1024


AIMS = {100: 2, 500: 5, 50: 30}
ROWS = (
    Row("1 account from 2 hosts against a playbook with ping", against_ping, 2.2, peer="ping", needs="nothing"),
    Row("round trips to a host", functools.partial(trips, False), 12, unit="", needs="nothing"),
    Row("round trips to a host, with pipelining", functools.partial(trips, True), 2, unit="", needs="nothing"),
    *(
        Row(
            f"sent to a host for {counted(accounts, 'account')}",
            functools.partial(kilobytes, accounts),
            unit="KB",
            needs="nothing",
        )
        for accounts in (1, *MANY)
    ),
    *(
        Row(
            f"{accounts} accounts from 2 hosts against 1",
            functools.partial(against_one, accounts, 2),
            AIMS.get(accounts),
            peer="1 account",
            needs="nothing",
        )
        for accounts in MANY
    ),
    *(
        Row(
            f"1 account from {hosts} hosts against 2 hosts",
            functools.partial(against_one, 1, hosts),
            AIMS.get(hosts),
            peer="2 hosts",
            needs="nothing",
        )
        for hosts in HOSTS
    ),
)
