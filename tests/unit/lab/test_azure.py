# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's side of the lab: its rows fit the accounts, its documents fit together."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("dns")

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue import catalogue

from simulated_azure.accounts import OWN_ACCOUNTS
from simulated_azure.arm import callers, estate, exchange
from simulated_azure.faults.azure import ALL_SIDES, AZURE_COMBINED, AZURE_FAULTS, AZURE_HEALTHY, AZURE_ROWS

every_row = pytest.mark.parametrize("row", AZURE_ROWS, ids=lambda row: row.name)

# Written into what Azure keeps elsewhere, or what the lab leaves out.
NOT_SERVED = (
    "microsoft.compute/",
    "/subscriptions/" + estate.FOREIGN_SUBSCRIPTION,
    "/subscriptions/" + estate.TENANT_SUBSCRIPTION,
)


def references(document):
    """The ids of other resources in a document, in lower case."""
    for key, value in document.items() if isinstance(document, dict) else enumerate(document):
        if key in ("id", "privateDnsZoneId", "privateLinkServiceId"):
            yield value.lower()
        elif isinstance(value, (dict, list)):
            yield from references(value)


def kept(document):
    """Whether the id is that of a resource of its own, not of a part of one."""
    parts = (
        "/ipconfigurations/",
        "/securityrules/",
        "/defaultsecurityrules/",
        "/routes/",
        "/privatednszoneconfigs/",
        "/privatelinkserviceconnections/",
    )
    return not any(part in document for part in (*parts, *NOT_SERVED))


def test_there_is_one_row_for_each_account():
    assert sorted(row.name for row in ALL_SIDES) == sorted(account.name for account in OWN_ACCOUNTS)


@every_row
def test_the_row_fits_its_account(row):
    assert row.side.manners in exchange.MANNERS
    assert (row.code is None) == (row in AZURE_HEALTHY) == (not row.broken)
    if row in AZURE_HEALTHY:
        assert row.account.root_cause is None
    assert not {"private_addresses", "networks"} & set(row.declaration)


@pytest.mark.parametrize("row", AZURE_FAULTS + AZURE_COMBINED, ids=lambda row: row.name)
def test_the_cause_of_a_fault_explains_what_the_client_sees(row):
    if row.root_cause and row.account.root_cause and row.root_cause != row.account.root_cause:
        assert row.account.root_cause in catalogue.CATALOGUE[row.root_cause].explains


def test_every_reference_leads_to_a_resource():
    documents = estate.documents()
    dangling = {
        identity
        for document in documents.values()
        for identity in references(document)
        if kept(identity) and identity not in documents
    }
    assert not dangling


def test_a_token_says_whose_it_is_and_no_other_is_believed():
    reader = callers.caller_named("reader")
    token = callers.issue(reader, "https://management.azure.com")
    assert callers.claims_of(token)["appid"] == reader.client_id
    assert callers.claims_of(f"{token}0") is None
    assert callers.claims_of("no token") is None
    expired = callers.claims_of(callers.issue(callers.caller_named("expired"), "x"))
    assert expired["exp"] < time.time()


def test_paths_are_read_in_any_case():
    path = "/SUBSCRIPTIONS/S/resourcegroups/G/PROVIDERS/microsoft.network/privateDnsZones/z/A/n"
    target = exchange._parse(path)
    assert (target.subscription, target.group, target.listed) == ("s", "g", "")
    assert target.type.lower() == "microsoft.network/privatednszones/a"
    assert exchange._parse(path.rpartition("/")[0]).listed == "a"
