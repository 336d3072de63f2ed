# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""private_endpoint_info: one account against a bare ping and its libraries' import, and many; 50 ms for each answer."""

from __future__ import annotations

import functools
import json
import sys
from pathlib import Path

from measure import LAB, Comparison, Row, playbook, seconds

sys.path.append(str(Path(__file__).parents[1] / "lab"))
from simulated_azure.faults.azure import ALL_SIDES, AZURE_ROWS

IMPORTS = "import azure.identity, azure.mgmt.cognitiveservices, azure.mgmt.network, azure.mgmt.privatedns"


# As they should be, in one network, as most of an estate are.
HEALTHY = tuple(row.name for row in (AZURE_ROWS[0], *ALL_SIDES[len(AZURE_ROWS) :]))
MANY = (50, len(HEALTHY))


def accounts(count: int = 1) -> list[str]:
    credentials = json.loads((LAB / "azure.env").read_text())
    options = {
        "tenant": "AZURE_TENANT",
        "client_id": "AZURE_CLIENT_ID",
        "secret": "AZURE_SECRET",
        "subscription_id": "AZURE_SUBSCRIPTION_ID",
    }
    return playbook(
        f"azure-{count}",
        {
            "privatelink.azure_ai.private_endpoint_info": {
                "accounts": [{"name": name, "resource_group": "rg-ai"} for name in HEALTHY[:count]],
                **{option: credentials[variable] for option, variable in options.items()},
            }
        },
        host="outside",
    )


@functools.cache
def ping() -> float:
    return seconds(playbook("ping-outside", {"ansible.builtin.ping": {}}, host="outside"))


@functools.cache
def asked(count: int) -> float:
    return seconds(accounts(count))


def against_one(count: int) -> Comparison:
    return Comparison(asked(count), asked(1))


ROWS = (
    Row(
        "a playbook with one account of private_endpoint_info against one with a ping",
        lambda: Comparison(asked(1), ping()),
        peer="ping",
    ),
    *(
        Row(f"{count} accounts against one", functools.partial(against_one, count), count, peer="1 account")
        for count in MANY
    ),
    Row(
        "the import of Azure's libraries, which only that module pays for, against a ping playbook",
        lambda: (seconds([sys.executable, "-c", IMPORTS]) - seconds([sys.executable, "-c", "pass"])) / ping(),
    ),
)
