# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventories of the workflows."""

from __future__ import annotations

import json

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB

from simulated_azure import inventory
from simulated_azure.accounts import accounts_named
from simulated_azure.faults.azure import azure_rows_named
from simulated_azure.state import State

ACCOUNTS = accounts_named(["aro-azureopenai", "zone-not-linked", "selected-networks"])
IN_AZURE = azure_rows_named(["aro-azureopenai", "zone-not-linked"])
AZURE = json.loads((LAB / "azure.env").read_text())
FORBIDDEN = ["https://other-tenant-refusing.openai.azure.com/"]


def declared(rendered: str, **variables) -> dict:
    """Return an inventory's hosts and variables."""
    everything = json.loads(rendered)["all"]
    everything["vars"].update(variables)
    return everything


THREE = declared(
    inventory.render(State(LAB), ACCOUNTS, ("jump-1", "onprem-1", "outside-1")),
    privatelink_forbidden_endpoints=FORBIDDEN,
)
HEALTHY = declared(inventory.render(State(LAB), ACCOUNTS[:1], ("jump-1", "onprem-1", "outside-1")))
TWO = declared(
    inventory.render(State(LAB), ACCOUNTS, ("jump-1", "onprem-1")), privatelink_forbidden_endpoints=FORBIDDEN
)
AZURES = declared(inventory.render_azure(State(LAB), IN_AZURE, ("jump-1", "pod-1", "outside-1")))
