# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts that nobody declared: a jumphost and the ids of subscriptions are all that is typed."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.validated import discovered
from ansible_collections.privatelink.azure_ai.tests.system.azure.conftest import CONTROLLER

from simulated_azure.arm.estate import FOREIGN_SUBSCRIPTION
from simulated_azure.faults.azure import ALL_SIDES, AZURE_ROWS, SUBSCRIPTION

WHOLE = [row for row in ALL_SIDES if row.subscription_id == SUBSCRIPTION and row.side.exists]
# What only a request with a credential, or a host elsewhere, can meet.
SEEN_OTHERWISE = ("auth_", "model_")
BROKEN = [
    row
    for row in WHOLE
    if row.root_cause
    and not row.root_cause.startswith(SEEN_OTHERWISE)
    and row.account.seen_from != "onprem"
    and not row.account.declared
    and row.account.intent == "disabled"  # nothing is declared here that could be wrong
]
IN_AZURE = [row for row in AZURE_ROWS if row in WHOLE and row.side.subdomain]
FOREIGN = f"/subscriptions/{FOREIGN_SUBSCRIPTION}"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the verdict on the whole shared subscription, and on one that cannot be listed."""
    discover = {"subscriptions": [SUBSCRIPTION, FOREIGN_SUBSCRIPTION]}
    directory = tmp_path_factory.mktemp("discovered")
    return discovered(directory, discover, python=CONTROLLER, account_timeout=120)


def test_every_account_of_the_subscription_is_validated(whole):
    assert {account["name"] for account in whole.document["accounts"]} == {row.name for row in WHOLE} | {FOREIGN}
    assert whole.code != 0


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row.name)
def test_every_broken_account_has_its_root_cause(whole, row):
    assert whole[row.name]["root_cause"] == row.root_cause


@pytest.mark.parametrize("row", IN_AZURE, ids=lambda row: row.name)
def test_azure_gives_the_codes_of_the_row_and_no_other(whole, row):
    assert whole.azure_faults(row) == row.azure_codes


def test_no_account_that_works_fails(whole):
    working = {row.name for row in WHOLE if row.root_cause is None}
    assert {name for name in working if whole[name]["status"] == "fail"} == set()


def test_a_subscription_that_cannot_be_listed_is_unknown_by_its_id(whole):
    account = whole[FOREIGN]
    assert (account["status"], account["root_cause"]) == ("unknown", "azure_access_denied")
    (check,) = account["checks"]
    assert "Microsoft.CognitiveServices/accounts/read" in check["cause"]


def test_an_account_without_a_subdomain_is_left_out_and_fails_by_name(whole):
    (row,) = [row for row in WHOLE if not row.side.subdomain]
    assert [entry["name"] for entry in whole.document["discovery"]["left_out"]] == [row.name]
    assert whole[row.name]["root_cause"] == "azure_subdomain_missing"


def test_each_field_says_where_it_is_from(whole):
    for declared in whole.document["declared"]:
        assert set(declared["origin"].values()) == {"azure"}
        assert {"kind", "cloud", "resource_group"} < set(declared["origin"])


def test_what_is_declared_wins_and_filters_leave_out_the_rest(tmp_path):
    kept = "public-access-enabled"
    others = [row.name for row in WHOLE if row.name != kept]
    found = discovered(
        tmp_path,
        {"subscriptions": [SUBSCRIPTION], "exclude": others},
        python=CONTROLLER,
        privatelink_accounts=[{"name": kept.upper(), "public_access": "enabled", "keyless": True}],
    )
    (declared,) = found.document["declared"]
    assert declared["origin"]["public_access"] == "declared" and declared["origin"]["resource_group"] == "azure"
    assert "azure_public_access_enabled" not in found.azure_codes(declared["name"])
    in_azure = [row.side.resource_name or row.name for row in WHOLE if row.name != kept]
    assert [entry["name"] for entry in found.document["discovery"]["left_out"]] == sorted(in_azure)


def test_a_discovery_that_finds_nothing_fails_and_says_where_it_looked(tmp_path):
    with pytest.raises(AssertionError) as caught:
        discovered(tmp_path, {"subscriptions": [SUBSCRIPTION], "tags": {"env": "none"}}, python=CONTROLLER)
    said = " ".join(str(caught.value).split())
    assert f"no account was found in /subscriptions/{SUBSCRIPTION}" in said and "its tag env is not none" in said
