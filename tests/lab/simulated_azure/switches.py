# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that change while a lab is up: an account gets the fault of another row, a resolver the behaviour of another one.

All of it stands in one file. Who has something to switch calls `switch`, inside the lab, and the servers start anew: in
their processes alone the tables are those of the file, as if the rows had been written so. For everybody else they stay.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from simulated_azure.state import State

if TYPE_CHECKING:
    from simulated_azure.account import Account
    from simulated_azure.dns.resolvers import Resolver
    from simulated_azure.faults.azure import AzureFault

VARIABLE = "PRIVATELINK_LAB_SWITCHES"  # of the servers that are started anew: the path of the file
START_SECONDS = 120
OF_ITSELF = ("name", "addresses", "overlay")  # what an account keeps when it gets another one's fault


@dataclasses.dataclass(frozen=True)
class Switches:
    """What is so from now on; what is not named is as in the tables."""

    number: int = 0  # another one each time: it tells that the servers have started
    accounts: dict[str, str] = dataclasses.field(default_factory=dict)  # the row whose fault an account has
    resolvers: dict[str, str] = dataclasses.field(default_factory=dict)  # the row as which a resolver behaves
    manner: str = "answers"  # of Resource Manager, in the subscription that most accounts share


class NotServed(Exception):
    """The servers did not start anew."""


def switch(state: State, switches: Switches) -> None:
    """Switch, and return when it is served; call it inside the lab, while nobody asks its servers. Raises NotServed."""
    state.switches.write_text(json.dumps(dataclasses.asdict(switches)))
    state.served.unlink(missing_ok=True)
    os.kill(1, signal.SIGUSR1)  # see supervisor.py
    deadline = time.monotonic() + START_SECONDS
    while not state.served.exists() or state.served.read_text() != str(switches.number):
        if time.monotonic() > deadline:
            raise NotServed(f"the lab's servers did not start within {START_SECONDS} seconds")
        time.sleep(0.02)


@functools.cache
def switched() -> Switches:
    """What the tables of this process are to be."""
    path = os.environ.get(VARIABLE)
    return Switches(**json.loads(Path(path).read_text())) if path else Switches()


def accounts(rows: Iterable[Account]) -> tuple[Account, ...]:
    """The rows, those that are switched with the faults of others."""
    table = {row.name: row for row in rows}
    faults = switched().accounts
    return tuple(_with_fault_of(row, table[faults.get(name, name)]) for name, row in table.items())


def _with_fault_of(account: Account, other: Account) -> Account:
    if len(account.addresses) != len(other.addresses):
        raise ValueError(f"{account.name} has not as many addresses as {other.name}")
    return dataclasses.replace(other, **{field: getattr(account, field) for field in OF_ITSELF})


def sides(rows: Iterable[AzureFault]) -> tuple[AzureFault, ...]:
    """The rows of Azure's side, likewise."""
    table = {row.name: row for row in rows}
    faults = switched().accounts
    return tuple(dataclasses.replace(table[faults.get(name, name)], name=name) for name in table)


def resolvers(rows: Iterable[Resolver]) -> tuple[Resolver, ...]:
    """The rows, those that are switched behaving as others, with what they know themselves."""
    table = {row.name: row for row in rows}
    others = switched().resolvers
    return tuple(
        dataclasses.replace(table[others.get(name, name)], name=name, address=row.address, view=row.view)
        for name, row in table.items()
    )
