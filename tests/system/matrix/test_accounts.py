# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault of the lab is called by its own name, and nothing healthy is called broken."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.validated import HOSTS
from ansible_collections.privatelink.azure_ai.tests.system.matrix.conftest import rows_of

from simulated_azure.accounts import ACCOUNTS, COMBINED_FAULTS, HEALTHY
from simulated_azure.faults.azure import AZURE_HEALTHY, AZURE_ROWS
from simulated_azure.faults.causes import READ_OTHERWISE

SINGLE = tuple(account for account in ACCOUNTS if account not in COMBINED_FAULTS)

every_account = pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
every_single_account = pytest.mark.parametrize("account", SINGLE, ids=lambda account: account.name)
every_healthy_account = pytest.mark.parametrize("account", HEALTHY, ids=lambda account: account.name)
every_combined_account = pytest.mark.parametrize("account", COMBINED_FAULTS, ids=lambda account: account.name)
every_row = pytest.mark.parametrize("row", rows_of(ACCOUNTS), ids=lambda row: row.name)
every_row_of_azure = pytest.mark.parametrize("row", AZURE_ROWS, ids=lambda row: row.name)
every_combined_row = pytest.mark.parametrize("row", rows_of(COMBINED_FAULTS), ids=lambda row: row.name)

# Healthy, and yet there is something to say.
REMARKS = {"certificate-expires-soon": ["tls_expires_soon"]}
# The addresses of programs differ because of the pin: no other fault.
CONSEQUENCES = {"host_system_differs"}
# Faults of another layer that are the other side of a fault of DNS.
BESIDE = {"dns_no_privatelink", "dns_public_address"}


def observed(everything, account):
    """The codes that the module which the row speaks of gave at the vantage of the row; a passing one is left out."""
    names = everything.names(HOSTS[account.seen_from], account)
    if account.code.startswith("dns_"):
        return {entry["code"] for entry in names} - {"dns_private"}
    if account.code.startswith("host_"):
        return {code for entry in names for code in entry["findings"]} - CONSEQUENCES
    return {result["code"] for result in everything.probes(HOSTS[account.seen_from], account)}


@every_row
def test_each_account_has_the_root_cause_of_its_row(everything, confusion, row):
    confusion("root cause", row.name, row.root_cause, everything[row.name]["root_cause"])


@every_row_of_azure
def test_azure_gives_the_codes_of_the_row_and_no_other(everything, confusion, row):
    confusion(
        "codes of Azure's side",
        row.name,
        " ".join(sorted(row.azure_codes)),
        " ".join(sorted(everything.azure_faults(row))),
    )


@every_account
def test_clients_find_the_root_cause_of_theirs_without_azure(by_clients_alone, confusion, account):
    if account.name != READ_OTHERWISE:
        confusion(
            "root cause without Azure", account.name, account.root_cause, by_clients_alone[account.name]["root_cause"]
        )


@every_single_account
def test_the_modules_give_the_code_of_the_row_and_no_other(everything, confusion, account):
    if account.name != READ_OTHERWISE:
        confusion("code of the module", account.name, account.code, " ".join(sorted(observed(everything, account))))


@every_single_account
def test_nothing_else_is_found_of_the_names_from_inside(everything, account):
    found = {code for entry in everything.names("jump-1", account) for code in entry["findings"]}
    its_own = (
        {account.code}
        if account.seen_from == "jumphost" and account.code.startswith(("dns_", "host_"))
        else found & BESIDE
    )
    assert found - CONSEQUENCES == (its_own - {"dns_private"} if account.name != READ_OTHERWISE else set())


@every_combined_row
def test_of_two_faults_the_verdict_mentions_both(everything, row):
    assert everything[row.name]["contributing"] == list(row.contributing)


@every_combined_account
def test_of_two_faults_clients_mention_both_without_azure(everything, by_clients_alone, account):
    assert account.code in observed(everything, account)
    assert by_clients_alone[account.name]["contributing"] == list(account.contributing)


@every_healthy_account
@pytest.mark.parametrize("host", ["jump-1", "onprem-1"])
def test_nothing_is_found_of_a_healthy_account(everything, account, host):
    expected = account.code if account.code.startswith("dns_") else "dns_private"
    names = everything.names(host, account)
    assert len(names) == len(account.names)
    for entry in names:
        assert (entry["code"], entry["findings"]) == (expected, [expected] if expected != "dns_private" else [])
    probes = everything.probes(host, account)
    assert probes
    for result in probes:
        assert result["code"] == (account.code if account.code.startswith("auth_") else "model_ok")
        assert result["findings"] == REMARKS.get(account.name, [])


@pytest.mark.parametrize("name", sorted({row.name for row in (*HEALTHY, *AZURE_HEALTHY)}))
def test_a_healthy_account_is_isolated_and_reached_privately(everything, name):
    verdict = everything[name]
    assert everything.azure_codes(name) <= {"azure_vnet_custom_dns"}  # an information about the hub and spoke
    assert (verdict["status"], verdict["contributing"]) == ("pass", [])
    assert (verdict["verdicts"]["isolation"], verdict["verdicts"]["reachability"]) == ("isolated", "private")
