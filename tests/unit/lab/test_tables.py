# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of the lab's tables fit together."""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_interface

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import (
    CANDIDATES,
    cause_in_azure,
)

pytest.importorskip("dns")

from simulated_azure.accounts import (
    COMBINED_FAULTS,
    DEMO,
    FOREIGN_ACCOUNTS,
    OWN_ACCOUNTS,
    REGIONS,
    accounts_named,
)
from simulated_azure.dns import resolvers, zones
from simulated_azure.faults import causes
from simulated_azure.faults import dns as dns_faults
from simulated_azure.faults.azure import ALL_SIDES
from simulated_azure.http import answers, data_plane, endpoints, proxies
from simulated_azure.machines.table import machines_named
from simulated_azure.network.vantages import VANTAGES

ALL = OWN_ACCOUNTS + FOREIGN_ACCOUNTS


def twice(values):
    return [value for value, count in Counter(values).items() if count > 1]


def test_names_and_addresses_are_unique():
    assert not twice(account.name for account in ALL)
    assert not twice(address for account in ALL for address in account.addresses)
    assert not twice(region.address for region in REGIONS.values())
    assert not twice(
        [resolver.address for resolver in resolvers.RESOLVERS] + [proxy.address for proxy in proxies.PROXIES]
    )


def test_each_host_has_a_network_to_itself():
    machines = [machine.vantage for machine in machines_named("all")]
    assert not twice(ip_interface(each.address).network for each in (*VANTAGES, *machines))


@pytest.mark.parametrize("account", OWN_ACCOUNTS, ids=lambda account: account.name)
def test_every_behaviour_of_a_row_exists(account):
    assert account.endpoint in endpoints.ENDPOINTS
    assert account.vnet_names in zones.VNET_NAMES
    assert account.public_names in zones.PUBLIC_NAMES
    assert account.onprem_names in zones.ONPREM_NAMES
    assert account.answer in ("", *answers.ANSWERS)
    assert account.answer.partition("_")[0] in ("", "gate", "auth", "model")  # who gives it; else the account is served
    assert account.region in REGIONS
    assert len(account.private_addresses) == len(account.names) == len(account.addresses)
    assert bool(account.broken) == bool(account.root_cause)
    assert not account.contributing or account in COMBINED_FAULTS


def test_every_behaviour_of_a_resolver_exists():
    assert {resolver.behaviour for resolver in resolvers.RESOLVERS} <= set(dns_faults.BEHAVIOURS)
    assert {resolver.view for resolver in resolvers.RESOLVERS} == set(zones.VIEWS)


def test_the_demo_shows_accounts_of_the_table():
    assert [account.name for account in accounts_named(DEMO)] == DEMO


@pytest.mark.parametrize(("code", "length"), [("gate_network_rules", 90), ("auth_key_invalid", 224)])
def test_the_answers_are_azures_to_the_byte(code, length):
    assert len(answers.ANSWERS[code].body) == length


def request(account, address, **headers):
    target = "/openai/deployments/gpt-35-turbo/completions?api-version=2023-05-15"
    return data_plane.Request(address, "POST", target, {"host": f"{account.name}.openai.azure.com", **headers}, b"{}")


@pytest.mark.parametrize(
    ("name", "leg", "with_key", "expected"),
    [
        ("aro-azureopenai", "private", True, 200),
        ("aro-azureopenai", "private", False, "auth_token_invalid"),
        ("aro-azureopenai", "public", True, "gate_public_access_disabled"),
        ("gate-first", "public", False, "gate_public_access_disabled"),
        ("authentication-first-keyless", "public", True, "gate_public_access_disabled"),
        ("authentication-first-keyless", "public", False, "auth_token_invalid"),
        ("selected-networks", "public", True, "gate_network_rules"),
        ("public-access-enabled", "public", True, 200),
        ("public-access-enabled", "public", False, "auth_token_invalid"),
    ],
)
def test_the_gate_and_authentication_come_in_the_order_of_the_row(name, leg, with_key, expected):
    [account] = accounts_named([name])
    address = account.addresses[0] if leg == "private" else account.public_address
    headers = {"api-key": account.api_key} if with_key else {}
    answer = data_plane.answer(request(account, address, **headers))
    assert answer.status == expected if isinstance(expected, int) else answer == answers.ANSWERS[expected]


def test_the_key_of_one_account_is_refused_by_another():
    healthy, other = accounts_named(["aro-azureopenai", "stale-record"])
    answer = data_plane.answer(request(healthy, healthy.addresses[0], **{"api-key": other.api_key}))
    assert answer == answers.ANSWERS["auth_key_invalid"]


def test_every_broken_account_has_a_cause_and_no_other_has():
    by_clients = {account.name for account in OWN_ACCOUNTS if account.root_cause}
    assert set(causes.BY_CLIENTS) == by_clients - {causes.READ_OTHERWISE}
    with_azure = {row.name for row in ALL_SIDES if row.root_cause}
    assert set(causes.WITH_AZURE) <= with_azure
    assert {name for name in with_azure if causes.truth_of(name, azure=True) is None} == set()
    assert set(causes.REMARKS).isdisjoint(by_clients) and set(causes.REMARKS_OF_AZURE).isdisjoint(with_azure)
    assert set(causes.REMARKS) | set(causes.REMARKS_OF_AZURE) <= {row.name for row in ALL_SIDES}


def test_the_causes_of_accounts_are_those_of_the_catalogue():
    known = {each.cause for several in CANDIDATES.values() for each in several}
    known |= {cause_in_azure(code) for code in CATALOGUE if code.startswith("azure_")}
    truths = (*causes.BY_CLIENTS.values(), *causes.WITH_AZURE.values())
    named = {cause for each in truths for cause in (*each.among, *each.beside, *each.never, each.cause) if cause}
    named |= {
        cause for several in (causes.REMARKS, causes.REMARKS_OF_AZURE) for each in several.values() for cause in each
    }
    assert named <= known


def test_no_account_excludes_its_own_cause():
    for each in (*causes.BY_CLIENTS.values(), *causes.WITH_AZURE.values()):
        assert {each.cause, *each.among, *each.beside}.isdisjoint(each.never)
        assert bool(each.cause) != bool(each.among) and each.certainty in ("proven", "likely", "possible")
