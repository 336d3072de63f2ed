# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A healthy estate of fifty accounts, of all kinds and clouds, from every vantage: there is nothing to find."""

from __future__ import annotations

from simulated_azure.account import CLOUD_DOMAINS
from simulated_azure.accounts import ESTATE

ASKED_OF_AZURE = [account.name for account in ESTATE if account.cloud == "AzureCloud"]


def test_it_is_an_estate_of_all_kinds():
    assert len(ESTATE) == 50
    assert {(account.cloud, account.kind) for account in ESTATE} == {
        (cloud, kind) for cloud, kinds in CLOUD_DOMAINS.items() for kind in kinds
    }


def test_the_run_passes(estate):
    assert estate.code == 0, estate.output[-3000:]
    assert estate.document["status"] == "pass"
    assert sorted(account["name"] for account in estate.document["accounts"]) == sorted(
        account.name for account in ESTATE
    )


def test_every_account_passes(estate):
    concluded = {
        (account["status"], account["root_cause"], tuple(account["contributing"]))
        for account in estate.document["accounts"]
    }
    assert concluded == {("pass", None, ())}


def test_every_account_is_isolated_and_reached_privately(estate):
    concluded = {
        (account["verdicts"]["isolation"], account["verdicts"]["isolation_basis"], account["verdicts"]["reachability"])
        for account in estate.document["accounts"]
    }
    assert concluded == {("isolated", "probe", "private")}


def test_no_check_has_anything_to_say(estate):
    checks = [check for account in estate.document["accounts"] for check in account["checks"]]
    assert {check["vantage"] for check in checks} == {"jumphost", "onprem", "outside", "azure"}
    assert {(check["status"], check["severity"]) for check in checks} == {("pass", "info")}


def test_azure_has_nothing_to_say_either(estate):
    assert sorted(account["name"] for account in estate.document["azure"]["accounts"]) == sorted(ASKED_OF_AZURE)
    assert {name: estate.azure_codes(name) for name in ASKED_OF_AZURE if estate.azure_codes(name)} == {}
    assert estate.document["azure"]["error"] is None
