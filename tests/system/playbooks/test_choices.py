# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run looks at and what it fails for: waivers, validate_fail_on, tags."""

from __future__ import annotations

import json

import pytest

HEALTHY, BROKEN, WARNED, GATE_FIRST = "aro-azureopenai", "zone-not-linked", "certificate-expires-soon", "gate-first"
REASON = "linked next week, ticket 4711"


def waiver(account=BROKEN, code="dns_public_address", expires="2999-12-31", **more):
    return {"account": account, "code": code, "reason": REASON, "expires": expires, **more}


def said(run):
    """What a run wrote, as one line."""
    return " ".join(run.output.replace('",', "").replace('"', "").split())


def in_a_resource_group(path):
    """The inventory, its accounts such that Azure can be asked for them."""
    declared = json.loads(path.read_text())
    for account in declared["all"]["vars"]["privatelink_accounts"]:
        account["resource_group"] = "rg-ai"
    path.write_text(json.dumps(declared))
    return path


def links(run):
    return {check["link"] for account in run.document["accounts"] for check in account["checks"]}


def test_a_waived_failure_is_shown_and_does_not_fail(inventory, playbook, tmp_path):
    variables = tmp_path / "waivers.yml"
    # A date of YAML and a text are the same.
    variables.write_text(
        "privatelink_waivers:\n"
        + "".join(
            f"  - {{account: {BROKEN}, code: {code}, reason: '{REASON}', expires: {expires}}}\n"
            for code, expires in (("dns_public_address", "2999-12-31"), ("gate_public_access_disabled", "'2999-12-31'"))
        )
    )
    run = playbook("validate", inventory(BROKEN, WARNED), "-v", "-e", f"@{variables}")
    assert run.code == 0 and "did not pass:" not in run.output, run.output
    assert [waiver["expires"] for waiver in run.document["waivers"]] == ["2999-12-31"] * 2
    accounts = {account["name"]: account for account in run.document["accounts"]}
    assert accounts[BROKEN]["status"] == "pass" and "dns_public_address" in accounts[BROKEN]["waived"]
    # By default a warning does not fail either.
    assert (accounts[WARNED]["status"], accounts[WARNED]["waived"]) == ("pass", [])
    assert "warning" in {check["severity"] for check in accounts[WARNED]["checks"]}
    assert "waiv dns" in said(run) and f"waived until 2999-12-31: {REASON}" in said(run)
    assert "az network private-dns link vnet create" in run.output  # what to type stays


def test_an_expired_waiver_fails_and_an_unused_one_is_named(inventory, playbook):
    waivers = [waiver(expires="2020-01-01"), waiver(code="tcp_timeout"), waiver(account=HEALTHY, code="tcp_timeout")]
    run = playbook("validate", inventory(BROKEN, privatelink_waivers=waivers))
    assert run.code != 0
    assert (run.account["root_cause"], run.account["waived"]) == ("dns_public_address", [])
    assert f"waiver of dns_public_address for {BROKEN} expired on 2020-01-01" in said(run)
    assert f"waiver of tcp_timeout for {BROKEN} is not needed" in said(run)
    assert f"waiver of tcp_timeout for {HEALTHY} names no account that is declared here" in said(run)


def test_a_run_that_never_fails_says_what_is_wrong_and_the_workflow_learns_it(inventory, playbook, monkeypatch):
    monkeypatch.setenv("ANSIBLE_SHOW_CUSTOM_STATS", "true")
    run = playbook("validate", inventory(HEALTHY, BROKEN), validate_fail_on="never")
    assert run.code == 0, run.output
    assert f"1 of 2 accounts did not pass: {BROKEN} (dns_public_address)" in said(run)
    stats = json.loads(run.output.partition("RUN: ")[2])
    assert stats["privatelink_failed_accounts"] == [BROKEN]


def test_a_warning_fails_those_who_want_that(inventory, playbook):
    run = playbook("validate", inventory(WARNED), validate_fail_on="warning")
    assert (run.account["status"], run.code) == ("pass", 2), run.output
    assert f"The account did not pass: {WARNED} (warning " in run.output


@pytest.mark.parametrize("keyless, code", [(False, 2), (True, 0)])
def test_a_model_that_was_not_asked_is_a_warning_unless_that_is_meant(inventory, playbook, keyless, code):
    hosts = inventory(GATE_FIRST, privatelink_credentials={}, privatelink_keyless=keyless)
    run = playbook("validate", hosts, validate_fail_on="warning")
    assert (run.account["status"], run.account["verdicts"]["model"], run.code) == ("pass", "not_checked", code)
    assert ("model not asked: no credential" in run.output) is not keyless


@pytest.mark.parametrize(
    "tags, expected",
    [
        pytest.param(["--tags", "dns,report"], {"dns"}, id="dns and report"),
        # The probe resolves the name itself.
        pytest.param(["--tags", "probe,report"], {"dns", "tcp", "tls", "gate", "auth", "model"}, id="probe and report"),
        pytest.param(["--skip-tags", "probe"], {"dns"}, id="all but probe"),
    ],
)
def test_tags_select_what_is_looked_at(inventory, playbook, tags, expected):
    run = playbook("validate", inventory(HEALTHY), "-v", *tags)
    assert run.code == 0, run.output
    assert links(run) == expected
    assert run.document["looked_at"] in (["dns"], ["probe"])
    assert "by choice of tags: the rest is not proved" in said(run)
    assert ("pass tcp" in said(run)) == ("tcp" in expected)


def test_a_run_without_azure_is_a_part_and_is_not_compared_with_the_whole(inventory, playbook, healthy):
    whole, directory = healthy
    assert whole.document["looked_at"] is None
    hosts = in_a_resource_group(inventory(HEALTHY))
    run = playbook("validate", hosts, "--skip-tags", "azure")
    assert (run.code, run.account["status"], run.document["azure"]) == (0, "pass", None), run.output
    assert run.document["looked_at"] == ["dns", "probe"]
    assert "Only hosts looked, and Azure was not asked, by choice of tags: the rest is not proved" in said(run)
    compared = playbook(
        "validate", hosts, "--skip-tags", "azure", report_baseline=str(directory / "reports/verdict.json")
    )
    assert compared.code != 0
    assert "the baseline covers everything, this run covers dns and probe" in said(compared)


def test_without_a_resource_group_nothing_of_azure_is_left_out(inventory, playbook):
    run = playbook("validate", inventory(HEALTHY), "--skip-tags", "azure")
    assert (run.code, run.document["looked_at"]) == (0, None), run.output
    assert "by choice of tags" not in run.output


def test_a_part_that_fails_fails_the_run_and_writes_what_its_tags_select(inventory, playbook):
    run = playbook("validate", inventory(BROKEN), "--tags", "dns")
    assert run.code != 0 and "dns_public_address" in run.output
    assert run.document is None
    assert "by choice of tags: the rest is not proved" in said(run) and "pass tcp" not in said(run)


def test_a_run_without_reports_writes_none(inventory, playbook):
    run = playbook("validate", inventory(HEALTHY), "--skip-tags", "report")
    assert (run.code, run.document) == (0, None), run.output
    assert "1 account: 1 pass; 1 isolated" in run.output
