# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a discovery could not read, or nobody can validate, never passes, in any report."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS, report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import (
    conclusion_lines,
    path_lines,
    summary_lines,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import HEALTHY, estate

SCOPE = "/subscriptions/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
READ = "Microsoft.CognitiveServices/accounts/read"
DENIED = {
    "name": SCOPE,
    "code": "azure_access_denied",
    "variant": None,
    "fields": {"resource": SCOPE, "action": READ, "message": "AuthorizationFailed"},
}
BARE = {
    "name": "bare",
    "code": "azure_subdomain_missing",
    "variant": None,
    "fields": {"account": "bare", "subscription": SCOPE.rpartition("/")[2], "resource_group": "rg-ai"},
}
WAIVER = {"code": "azure_access_denied", "account": SCOPE, "reason": "not ours", "expires": "2999-12-31"}


ORIGIN = {"name": "declared", "kind": "azure"}


def judged(*findings, waivers=()):
    discovery = {
        "subscriptions": [SCOPE.rpartition("/")[2]],
        "found": [{"name": "example", "id": f"{SCOPE}/resourceGroups/rg-ai/providers/P/accounts/example"}],
        "left_out": [{"name": "test-1", "id": f"{SCOPE}/x", "reason": "exclude", "why": "exclude names it: test-*"}],
        "unread": [],
        "error": None,
        "findings": list(findings),
    }
    given = estate(*HEALTHY, account={"origin": ORIGIN})
    return judge({**given, "discovery": discovery, "waivers": list(waivers)})


@pytest.mark.parametrize(
    "finding, status",
    [pytest.param(DENIED, "unknown", id="a subscription"), pytest.param(BARE, "fail", id="without a subdomain")],
)
def test_it_stands_among_the_accounts_by_name(finding, status):
    document = judged(finding)
    assert document["status"] == status
    healthy, account = document["accounts"]
    assert healthy["status"] == "pass"
    assert (account["name"], account["status"], account["root_cause"]) == (finding["name"], status, finding["code"])
    (check,) = account["checks"]
    assert check["remedy"] and check["cause"]


@pytest.mark.parametrize("findings", [[], [DENIED], [DENIED, BARE]], ids=["none", "one", "two"])
def test_the_document_keeps_to_its_schema(collection_root, findings):
    document = judged(*findings)
    schema = json.loads((collection_root / "docs" / "verdict.schema.json").read_text())
    Draft202012Validator(schema).validate(document)
    assert document["declared"][0]["origin"] == ORIGIN


def test_the_missing_right_is_named():
    (check,) = judged(DENIED)["accounts"][1]["checks"]
    assert READ in check["cause"] and SCOPE in check["summary"]
    assert any(f"--scope {SCOPE}" in step["text"] for step in check["remedy"])


def test_a_waiver_accepts_it():
    document = judged(DENIED, waivers=[WAIVER])
    account = document["accounts"][1]
    assert document["status"] == account["status"] == "pass" and account["waived"] == ["azure_access_denied"]
    assert [account[key] for key in ("root_cause", "cause", "certainty")] == [None, None, None]
    assert document["counts"] == judged()["counts"] | {"accounts": 2, "pass": 2, "isolation_unknown": 1, "waived": 1}


def test_without_a_discovery_the_document_says_nothing_of_it():
    assert "discovery" not in judge(estate(*HEALTHY))


def test_the_terminal_shows_what_was_found_and_left_out():
    document = judged(DENIED)
    shown = " ".join("\n".join([*path_lines(document), *summary_lines(document)]).split())
    assert f"1 account found in {SCOPE}" in shown and "left out test-1: exclude names it: test-*" in shown
    assert any(SCOPE in line for line in conclusion_lines(document))


@pytest.mark.parametrize("name", FORMATS)
def test_every_report_names_it(name):
    text = report(judged(DENIED, BARE), name)
    for each in (DENIED["code"], BARE["code"], "bare"):
        assert each in text.replace("\\_", "_")
