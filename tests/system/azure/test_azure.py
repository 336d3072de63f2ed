# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Azure says and what clients see, side by side, for every fault of Azure's table."""

from __future__ import annotations

import json
import re

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.validated import CREDENTIALS, with_azure
from ansible_collections.privatelink.azure_ai.tests.system.azure.conftest import ANSWERED, CONTROLLER, SILENT

from simulated_azure.faults.azure import AZURE_HEALTHY, AZURE_ROWS

every_row = pytest.mark.parametrize("row", ANSWERED, ids=lambda row: row.name)
every_healthy_row = pytest.mark.parametrize("row", AZURE_HEALTHY, ids=lambda row: row.name)

HEALTHY, NOT_LINKED = (
    next(row for row in AZURE_ROWS if row.name == name) for name in ("aro-azureopenai", "zone-not-linked")
)


@every_row
def test_azure_gives_the_codes_of_the_row_and_no_other(everything, confusion, row):
    confusion(
        "codes of Azure's side",
        row.name,
        " ".join(sorted(row.azure_codes)),
        " ".join(sorted(everything.azure_faults(row))),
    )


@every_row
def test_each_account_has_the_root_cause_of_its_row(everything, confusion, row):
    confusion("root cause of both sides", row.name, row.root_cause, everything[row.name]["root_cause"])


@every_healthy_row
def test_nothing_is_found_of_a_healthy_account(everything, row):
    account = everything[row.name]
    assert everything.azure_codes(row.name) <= {"azure_vnet_custom_dns"}  # an information about the hub and spoke
    assert (account["status"], account["root_cause"], account["contributing"]) == ("pass", None, [])
    assert (account["verdicts"]["isolation"], account["verdicts"]["reachability"]) == ("isolated", "private")


def test_the_addresses_that_nobody_typed_come_from_azure(everything):
    assert everything.azure(HEALTHY.name)["expected"] == {f"{HEALTHY.name}.openai.azure.com": ["10.0.14.4"]}
    declared = next(account for account in everything.document["declared"] if account["name"] == HEALTHY.name)
    assert declared["private_addresses"] == {f"{HEALTHY.name}.openai.azure.com": ["10.0.14.4"]}


def test_the_remedy_has_the_real_ids(everything):
    (check,) = [check for check in everything[NOT_LINKED.name]["checks"] if check["code"] == "azure_zone_not_linked"]
    command = next(step["text"] for step in check["remedy"] if "link vnet create" in step["text"])
    assert f"--subscription {NOT_LINKED.subscription_id}" in command or NOT_LINKED.subscription_id in command
    assert "<" not in command


def test_the_kinds_that_nobody_typed_come_from_azure(tmp_path):
    rows = [row for row in AZURE_ROWS if row.name in ("ai-services", "form-recognizer")]
    typed = [{"name": row.name, "resource_group": row.resource_group, "keyless": True} for row in rows]
    found = with_azure(tmp_path, rows, python=CONTROLLER, privatelink_accounts=typed)
    for row in rows:
        names = {
            (check["name"], check["status"])
            for check in found[row.name]["checks"]
            if check["link"] == "dns" and check["vantage"] == "jumphost"
        }
        assert names == {(name, "pass") for name in row.account.names}
        (declared,) = [account for account in found.document["declared"] if account["name"] == row.name]
        assert declared["origin"]["kind"] == "azure" and declared["origin"]["resource_group"] == "declared"


def test_no_secret_is_shown(everything):
    shown = everything.output + json.dumps(everything.document)
    assert CREDENTIALS["AZURE_SECRET"] not in shown
    # The beginning of every token; the compressed document may hold it by chance.
    assert not re.search(r"(?<![A-Za-z0-9+/])eyJ", shown)


def test_only_get_requests_reach_resource_manager(everything):
    journal = [json.loads(line) for line in (LAB / "arm.jsonl").read_text().splitlines()]
    assert everything and journal
    assert {line["method"] for line in journal} == {"GET"}


@pytest.mark.parametrize(
    "row, isolation, root_cause",
    [
        pytest.param(HEALTHY, "isolated", None, id="healthy"),
        # Without Azure nobody knows the address of its endpoint, so nothing was asked there.
        pytest.param(NOT_LINKED, "unknown", "dns_public_address", id="broken"),
    ],
)
def test_without_credentials_the_clients_judge_alone(tmp_path, row, isolation, root_cause):
    found = with_azure(tmp_path, [row], credentials={})
    account = found[row.name]
    (check,) = [check for check in account["checks"] if check["link"] == "azure"]
    assert (check["status"], check["code"]) == ("unknown", "azure_access_denied")
    assert "could not be read" in check["summary"]
    assert (account["verdicts"]["isolation"], account["root_cause"]) == (isolation, root_cause)
    assert (found.code == 0) == (root_cause is None)


@pytest.mark.parametrize("row", SILENT, ids=lambda row: row.name)
def test_an_azure_that_does_not_answer_changes_nothing_that_clients_saw(tmp_path, row):
    found = with_azure(tmp_path, [row], python=CONTROLLER, account_timeout=5)
    assert row.code in found.azure_codes(row.name)
    assert (found.code, found[row.name]["root_cause"]) == (0, row.root_cause)


def test_each_jumphost_speaks_for_its_own_machine_and_what_they_share_is_read_once(tmp_path):
    journal = LAB / "arm.jsonl"
    before = len(journal.read_text().splitlines())
    found = with_azure(tmp_path, [HEALTHY], hosts=("jump-1", "jump-search", "outside-1"))
    side = found.azure(HEALTHY.name)
    machines = {each["virtual_machine_id"].rpartition("/")[2]: each["hosts"] for each in side["jumphosts"]}
    assert machines == {"jump-1": ["jump-1"], "jump-search": ["jump-search"]}
    assert len(side["jumphost"]["network_interfaces"]) == 2
    assert found.azure_codes(HEALTHY.name) == set()
    asked = [json.loads(line)["path"] for line in journal.read_text().splitlines()[before:]]
    assert len(asked) == len(set(asked))
