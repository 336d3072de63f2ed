# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All of the lab, validated once with Azure's side; the tests compare what was found with the lab's tables."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.confusion import (  # pylint: disable=unused-import  # pytest finds both here
    confusion,
    pytest_terminal_summary,
)
from ansible_collections.privatelink.azure_ai.tests.support.validated import Validated, with_azure

from simulated_azure.accounts import ACCOUNTS, ESTATE, Account
from simulated_azure.faults.azure import azure_rows_named
from simulated_azure.faults.causes import IN_THE_ZONE_OF

HOSTS = ("jump-1", "outside-1", "onprem-1")
SILENCE = 40  # seconds: a subscription that does not answer holds Azure's side so long, and all others need 15


def rows_of(accounts: tuple[Account, ...]):
    return azure_rows_named([account.name for account in accounts])


@pytest.fixture(scope="session")
def everything(tmp_path_factory) -> Validated:
    """Return what was found of all accounts, from one host of each kind, in one run."""
    return with_azure(tmp_path_factory.mktemp("everything"), rows_of(ACCOUNTS), HOSTS, account_timeout=SILENCE)


@pytest.fixture(scope="session")
def by_clients_alone(everything) -> dict[str, dict]:
    """Return the verdicts of the same observations, judged without Azure's side."""
    return everything.by_clients_alone()


@pytest.fixture(scope="session")
def by_network(everything) -> dict[bool, dict[str, dict]]:
    """Return the verdicts of the same observations with Azure's side (True) and without, each network for itself.

    One host looks at all networks of the lab. What it sees of one says nothing about an account of another.
    """
    rows = rows_of(ACCOUNTS)
    shared = [row.name for row in rows if not row.side.own_network]
    found = {azure: everything.of_accounts(shared, azure) for azure in (True, False)}
    for name in (row.name for row in rows if row.side.own_network):
        network = {name, IN_THE_ZONE_OF.get(name, name)}
        for azure, verdicts in found.items():
            verdicts[name] = everything.of_accounts(network, azure)[name]
    return found


@pytest.fixture(scope="session")
def estate(tmp_path_factory) -> Validated:
    """Return what was found of the healthy estate, from the same hosts."""
    return with_azure(tmp_path_factory.mktemp("estate"), rows_of(ESTATE), HOSTS)
