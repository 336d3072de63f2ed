# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulated Azure of tests/lab, for the stages that need it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from project import CACHE, LAB

sys.path.insert(0, str(LAB.parent))
from simulated_azure import inventory  # noqa: E402
from simulated_azure.accounts import accounts_named  # noqa: E402
from simulated_azure.machines import trees  # noqa: E402
from simulated_azure.network import isolation  # noqa: E402
from simulated_azure.state import DEFAULT_DIRECTORY, State  # noqa: E402

# A lab of the collection's copy uses the checkout's file systems for its machines.
TREES = ["env", f"PRIVATELINK_LAB_TREES={CACHE / 'trees'}"]

# One of each kind: healthy, DNS twice, the public front end twice, the key.
SHOWN_ACCOUNTS = ["aro-azureopenai", "zone-not-linked", "stale-record", "public-access-enabled", "selected-networks",
                  "bad-key"]


def obstacle(machines: bool = False) -> str | None:
    """Why the lab, or one with machines, cannot start here and what to do; None when it can."""
    try:
        isolation.unshare_command()
        if machines:
            isolation.require_machines()
    except isolation.NotPossible as exc:
        return str(exc)
    return None


def inside(command: Sequence[str | Path], *options: str) -> list[str | Path]:
    """The command that runs that one in the lab, on its control node."""
    return [LAB, "run", *options, "--", *command]


def python_of_machines() -> str:
    """The version, as 3.11, of the machines' Python. Their file systems must be there."""
    return (trees.lower_directories("bare")[-1] / "usr/bin/python3").readlink().name.removeprefix("python")


def write_inventory(path: Path) -> None:
    """Writes an inventory of the shown accounts, for use inside the lab."""
    path.write_text(inventory.render(State(DEFAULT_DIRECTORY), accounts_named(SHOWN_ACCOUNTS)))


def expected_root_causes() -> dict[str, str | None]:
    """Of the shown accounts, by name; None for a healthy one."""
    return {account.name: account.root_cause for account in accounts_named(SHOWN_ACCOUNTS)}
