# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All of the lab, validated once; the tests compare what was found with the lab's tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ansible_collections.privatelink.azure_ai.tests.support.confusion import (  # pylint: disable=unused-import  # pytest finds both here
    confusion,
    pytest_terminal_summary,
)
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.runs import run_playbook
from simulated_azure import inventory
from simulated_azure.accounts import ACCOUNTS, KIND_DOMAINS, Account
from simulated_azure.state import State
from simulated_azure.vantages import VANTAGES

HOSTS = {vantage.name: vantage.host for vantage in VANTAGES}


class Findings:
    """What one run of the playbook `validate` found, by account."""

    def __init__(self, document: dict):
        self._accounts = {account["name"]: account for account in document["accounts"]}
        self._observations = {observation["host"]: observation for observation in document["observations"]}

    def __getitem__(self, account: str) -> dict:
        """The verdict on that account."""
        return self._accounts[account]

    def names(self, host: str, account: Account) -> list[dict]:
        """What privatelink_dns_facts gave on a host: one entry for each name of the account."""
        return [entry for entry in self._observations[host]["dns"]["names"] if entry["name"] in account.names]

    def probes(self, host: str, account: Account) -> list[dict]:
        """What aoai_probe gave on a host, as programs reach the account: by its names."""
        endpoints = {f"https://{account.name}.{domain}/" for domain in KIND_DOMAINS[account.kind]}
        return [result for result in self._observations[host]["probes"]
                if result["endpoint"] in endpoints and not result["connect_to"]]


@pytest.fixture(scope="session")
def validated(tmp_path_factory) -> Callable[[list[Account], list[str]], Findings]:
    """Return a function that validates accounts from hosts of the lab."""

    def validate(accounts: list[Account], hosts: list[str]) -> Findings:
        directory = tmp_path_factory.mktemp("validate")
        path = directory / "inventory.json"
        path.write_text(inventory.render(State(LAB), accounts, hosts))
        run = run_playbook(directory, "validate", path)
        assert run.document, run.output
        return Findings(run.document)

    return validate


@pytest.fixture(scope="session")
def everything(validated) -> Findings:
    """Return what was found of all accounts, from one host of each kind, in one run."""
    return validated(ACCOUNTS, ["jump-1", "outside-1", "onprem-1"])
