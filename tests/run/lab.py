# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated Azure of tests/lab, for the stages that need it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from outcome import Command
from project import CACHE, LAB

from simulated_azure import inventory
from simulated_azure.accounts import accounts_named
from simulated_azure.machines import trees
from simulated_azure.network import isolation
from simulated_azure.state import DEFAULT_DIRECTORY, State

# One of each kind: healthy, DNS twice, the public front end twice, the key.
SHOWN_ACCOUNTS = [
    "aro-azureopenai",
    "zone-not-linked",
    "stale-record",
    "public-access-enabled",
    "selected-networks",
    "bad-key",
]


def _require_root() -> None:
    isolation.unshare_command()
    if os.geteuid() != 0:
        raise isolation.NotPossible("the servers give up root's rights in the lab, which takes root")


# What a test may need of the machine; each raises isolation.NotPossible.
REQUIRED: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "lab": isolation.unshare_command,
    "root": _require_root,
    "machines": isolation.require_machines,
}


def obstacle(needed: str = "lab") -> str | None:
    """Why what is needed, one of REQUIRED, cannot be had here and what to do; None when it can."""
    try:
        REQUIRED[needed]()
    except isolation.NotPossible as exc:
        return str(exc)
    return None


def inside(command: Command, *options: str) -> Command:
    """The command that runs that one in the lab, on its control node."""
    return [LAB, "run", *options, "--", *command]


def entered(*options: str) -> Callable[[Command], Command]:
    """The same with those options, for commands to come."""
    return lambda command: inside(command, *options)


def with_trees(command: Command) -> Command:
    """The command, which starts a lab of the collection's copy: its machines have the checkout's file systems."""
    return ["env", f"PRIVATELINK_LAB_TREES={CACHE / 'trees'}", *command]


def python_of_machines() -> str:
    """The version, as 3.11, of the machines' Python. Their file systems must be there."""
    return (trees.lower_directories("bare")[-1] / "usr/bin/python3").readlink().name.removeprefix("python")


def write_inventory(path: Path) -> None:
    """Writes an inventory of the shown accounts, for use inside the lab."""
    path.write_text(inventory.render(State(DEFAULT_DIRECTORY), accounts_named(SHOWN_ACCOUNTS)))


def expected_root_causes() -> dict[str, str | None]:
    """Of the shown accounts, by name; None for a healthy one."""
    return {account.name: account.root_cause for account in accounts_named(SHOWN_ACCOUNTS)}
