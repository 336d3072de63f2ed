# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventories: JSON, which is YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable

from simulated_azure.account import Account
from simulated_azure.faults.azure import AzureFault
from simulated_azure.network.vantages import VANTAGES, Vantage
from simulated_azure.state import State

DEFAULT_HOSTS = ("jump-1", "outside-1")


def render(state: State, accounts: Iterable[Account], hosts: Iterable[str] = DEFAULT_HOSTS) -> str:
    """An inventory of those accounts and hosts; raises KeyError for a host that the lab has not."""
    accounts = list(accounts)
    return _render(
        state,
        hosts,
        [_declaration(account) for account in accounts],
        {account.name: account.given_credential for account in accounts},
    )


def render_azure(state: State, rows: Iterable[AzureFault], hosts: Iterable[str] = DEFAULT_HOSTS) -> str:
    """The same, of accounts whose expectations are to be read from Azure, which wants tokens instead of keys."""
    rows = list(rows)
    return _render(
        state,
        hosts,
        [_declaration_of_azure(row) for row in rows],
        {
            row.name: {"token": row.account.token}
            if row.account.credential == "api_key" and not row.side.local_auth
            else row.account.given_credential
            for row in rows
        },
    )


def _render(state: State, hosts: Iterable[str], declarations: list[dict], credentials: dict[str, dict | None]) -> str:
    vantages = {vantage.host: vantage for vantage in VANTAGES}
    return (
        json.dumps(
            {
                "all": {
                    "hosts": {host: _host(state, vantages[host]) for host in hosts},
                    "vars": {
                        "privatelink_accounts": declarations,
                        "privatelink_credentials": {name: given for name, given in credentials.items() if given},
                    },
                }
            },
            indent=2,
        )
        + "\n"
    )


def _host(state: State, vantage: Vantage) -> dict[str, str]:
    return {
        "ansible_connection": "local",
        "ansible_python_interpreter": str(state.bin / f"{vantage.name}-python"),
        "privatelink_vantage": vantage.role or vantage.name,
    }


def _declaration(account: Account) -> dict[str, object]:
    declaration = {
        "name": account.name,
        "kind": account.kind,
        "cloud": account.cloud,
        "private_addresses": account.declared_addresses,
        "networks": sorted({f"{address.rpartition('.')[0]}.0/24" for address in account.declared or account.addresses}),
        "operation": account.operation,
        "deployment": account.deployment,
        "api_version": account.api_version,
        "public_access": account.intent,
    }
    return {option: value for option, value in declaration.items() if value != ""}


def _declaration_of_azure(row: AzureFault) -> dict[str, object]:
    declared = _declaration(row.account)
    if row.account.cloud != "AzureCloud":
        return declared  # one run asks one cloud
    if not row.typed:
        del declared["private_addresses"], declared["networks"]
    return declared | row.declaration
