# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role jumphost on many machines at once: seconds for each, and what a configured one costs."""

from __future__ import annotations

import functools
import json

from measure import LAB, Row, seconds

COUNT = 20
INVENTORY = LAB / "inventory-machines.yml"
OPTIONS = {"jumphost_manage_resolver": True, "jumphost_nameservers": ["168.63.129.16", "172.20.0.53"]}


def configure(*arguments: str) -> list[str]:
    return [
        "ansible-playbook",
        "privatelink.azure_ai.configure_jumphost",
        "-i",
        str(INVENTORY),
        "--forks",
        str(COUNT),
        "-e",
        json.dumps(OPTIONS),
        *arguments,
    ]


@functools.cache
def first() -> float:
    """What they cost while they are not configured."""
    return seconds(configure(), rounds=1)


@functools.cache
def again() -> float:
    """What they cost when they are."""
    first()
    return seconds(configure())


def one() -> float:
    first()
    names = json.loads(INVENTORY.read_text())["all"]["hosts"]
    return seconds(configure("--limit", next(name for name in names if name.startswith("jump-"))))


ROWS = (
    Row(
        f"{COUNT} jumphosts configured for the first time, at once: seconds for each host",
        lambda: first() / COUNT,
        unit="s",
        needs="machines",
    ),
    Row(
        f"{COUNT} configured jumphosts looked at again, at once: seconds for each host",
        lambda: again() / COUNT,
        unit="s",
        needs="machines",
    ),
    Row(f"{COUNT} configured jumphosts against one of them", lambda: again() / one(), 0.75 * COUNT, needs="machines"),
)
