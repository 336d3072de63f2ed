# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts of the lab, over real requests: the cause is named, and no fix for another one is offered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.causes.lab_accounts import SITUATIONS
from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import look_up
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import AZURE, PUBLIC
from ansible_collections.privatelink.azure_ai.tests.system.causes.requests import checks_of, open_check, request
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import assert_the_cause_is_named

from simulated_azure.accounts import Account, accounts_named


def observe(account: Account, authority) -> list[dict]:
    """Return what a host in the virtual network and one on the Internet observe of an account."""
    (name, *_others), (address, *_more) = account.names, account.addresses
    asks = {
        "endpoint": f"https://{name}/",
        "operation": account.operation,
        "deployment": account.deployment,
        "api_version": account.api_version,
        "api_key": None,
        **(account.given_credential or {}),
    }
    places = [{"nameservers": [AZURE]}, {"connect_to": f"{address}:443"}]
    inside = [result for place in places for result in request(authority, {**asks, **place}, timeout=2)]
    outside = request(authority, {**asks, "nameservers": [PUBLIC]}, timeout=2)
    return [
        {"dns": look_up(AZURE, name=name, expected=address), "probes": inside},
        {
            "host": "outside-1",
            "vantage": "outside",
            "dns": look_up(PUBLIC, name=name, expected=address),
            "probes": outside,
        },
    ]


@pytest.fixture(scope="module")
def observed(lab_authority):
    accounts = {each.id: accounts_named([each.id])[0] for each in SITUATIONS}
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = pool.map(lambda account: observe(account, lab_authority), accounts.values())
        return {name: (accounts[name], each) for name, each in zip(accounts, found)}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.id)
def test_the_cause_is_named(observed, confusion, situation):
    account, observations = observed[situation.id]
    checks = checks_of(
        *observations,
        addresses=account.addresses,
        name=account.names[0],
        kind=account.kind,
        operation=account.operation,
        deployment=account.deployment,
    )
    assert_the_cause_is_named(situation, open_check(checks), confusion, "accounts of the lab")
