# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""private_endpoint_info: one account against a ping, many accounts against one, and the import of its libraries; each answer takes 50 ms."""

from __future__ import annotations

import contextlib
import functools
import json
import sys

import azure_estate
from measure import LAB, SCRATCH, Comparison, Row, alternately, compared, play, playbook, rounds_for

IMPORTS = "import azure.identity, azure.mgmt.cognitiveservices, azure.mgmt.network, azure.mgmt.privatedns"
MANY = (50, 500)
LATE_SECONDS = 0.05
SERVING = contextlib.ExitStack()  # until the bench ends
HERE = {"ansible_python_interpreter": sys.executable}
PING = playbook("ping-here", {"ansible.builtin.ping": {}}, **HERE)


@functools.cache
def options() -> dict:
    return SERVING.enter_context(azure_estate.asked(SCRATCH / "azure", MANY[-1], LATE_SECONDS))


def accounts(count: int) -> list[str]:
    declared = [{"name": azure_estate.name(number), "resource_group": "rg"} for number in range(count)]
    ask = {"privatelink.azure_ai.private_endpoint_info": {"accounts": declared, **options()}, "register": "asked"}
    read = [
        "asked.accounts | selectattr('unread') | length == 0",
        "asked.accounts | rejectattr('expected') | length == 0",
    ]
    return play(f"azure-{count}", [ask, {"ansible.builtin.assert": {"that": read}}], **HERE)


def account_of_lab() -> list[str]:
    """The command that asks the lab of one account, from its host outside."""
    credentials = json.loads((LAB / "azure.env").read_text())
    given = {
        "tenant": "AZURE_TENANT",
        "client_id": "AZURE_CLIENT_ID",
        "secret": "AZURE_SECRET",
        "subscription_id": "AZURE_SUBSCRIPTION_ID",
    }
    task = {
        "accounts": [{"name": "aro-azureopenai", "resource_group": "rg-ai"}],
        **{option: credentials[variable] for option, variable in given.items()},
    }
    return playbook("azure-lab", {"privatelink.azure_ai.private_endpoint_info": task}, host="outside")


def against_one(count: int) -> Comparison:
    return compared(accounts(count), accounts(1), rounds_for(count))


def against_ping() -> Comparison:
    return compared(accounts(1), PING)


def imports() -> Comparison:
    imported, nothing, ping = alternately([[sys.executable, "-c", IMPORTS], [sys.executable, "-c", "pass"], PING])
    return Comparison(imported - nothing, ping)


ROWS = (
    Row("a playbook with one account of private_endpoint_info against one with a ping", against_ping, peer="ping"),
    *(
        Row(f"{count} accounts against one", functools.partial(against_one, count), count, peer="1 account")
        for count in MANY
    ),
    Row(
        "the import of Azure's libraries, which only that module pays for, against a ping playbook",
        imports,
        peer="ping",
    ),
)
