# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""private_endpoint_info: one account against a bare ping, and how much of that is the import of Azure's libraries."""

from __future__ import annotations

import functools
import json
import sys

from measure import LAB, Row, playbook, seconds

IMPORTS = "import azure.identity, azure.mgmt.cognitiveservices, azure.mgmt.network, azure.mgmt.privatedns"


def account() -> list[str]:
    credentials = json.loads((LAB / "azure.env").read_text())
    options = {
        "tenant": "AZURE_TENANT",
        "client_id": "AZURE_CLIENT_ID",
        "secret": "AZURE_SECRET",
        "subscription_id": "AZURE_SUBSCRIPTION_ID",
    }
    return playbook(
        "azure-one",
        {
            "privatelink.azure_ai.private_endpoint_info": {
                "accounts": [{"name": "aro-azureopenai", "resource_group": "rg-ai"}],
                **{option: credentials[variable] for option, variable in options.items()},
            }
        },
        host="outside",
    )


@functools.cache
def ping() -> float:
    return seconds(playbook("ping-outside", {"ansible.builtin.ping": {}}, host="outside"))


ROWS = (
    Row(
        "a playbook with one account of private_endpoint_info against one with a ping",
        lambda: seconds(account()) / ping(),
    ),
    Row(
        "the import of Azure's libraries, which only that module pays for, against a ping playbook",
        lambda: (seconds([sys.executable, "-c", IMPORTS]) - seconds([sys.executable, "-c", "pass"])) / ping(),
    ),
)
