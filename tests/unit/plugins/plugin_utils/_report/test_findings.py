# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.findings import finding_lines
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.terminal import path_lines
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    FORBIDDEN,
    HEALTHY,
    PUBLIC,
    SERVED,
    STALE,
    dns,
    estate,
    inside,
    outside,
    probe,
)

NOT_LINKED = """\
example.openai.azure.com from jump-1 (jumphost)
  FAIL  dns_public_address: nameserver 168.63.129.16 gives the public
        address 203.0.113.10 for example.openai.azure.com
  why   The private DNS zone privatelink.openai.azure.com is not
        linked to the virtual network where the name is resolved, so
        programs on jump-1 that ask DNS use the public endpoint.
        (likely)
  fix   az network private-dns link vnet list --resource-group <zone-resource-group> --zone-name \
privatelink.openai.azure.com --query '[].[name, virtualNetwork.id, resolutionPolicy]' --output table
        If the first command does not list the virtual network:
        az network private-dns link vnet create --resource-group <zone-resource-group> --zone-name \
privatelink.openai.azure.com --name <link-name> --virtual-network <vnet-id> --registration-enabled false
"""
WRONG = (inside(*SERVED, dns=dns("dns_wrong_address", STALE)), outside(DENIED))


def document(*observations, **more):
    return judge({**estate(*observations), **more})


def test_nothing_is_said_of_an_account_that_passed():
    assert finding_lines(document(*HEALTHY)) == []


def test_a_failure_says_what_was_seen_why_and_what_to_type():
    found = document(
        inside(probe("gate_public_access_disabled", PUBLIC), dns=dns("dns_public_address", PUBLIC)), outside(DENIED)
    )
    assert "\n".join(finding_lines(found)) == NOT_LINKED


def test_a_cause_is_explained_once_and_each_place_has_a_line():
    other = {**copy.deepcopy(WRONG[0]), "host": "jump-2"}
    lines = finding_lines(document(WRONG[0], other, WRONG[1]))
    assert lines[-2:] == ["  FAIL  dns_wrong_address from jump-2 (jumphost): the same cause", ""]
    assert len([line for line in lines if line.startswith("  why")]) == 1


def test_a_failure_explains_the_cause_of_what_is_unknown_too():
    found = document(WRONG[0], {**copy.deepcopy(WRONG[0]), "host": "jump-2"}, WRONG[1])
    for check in found["accounts"][0]["checks"]:
        check["status"] = "unknown" if check["code"] and check["host"] == "jump-2" else check["status"]
    assert finding_lines(found)[-2] == "  unkn  dns_wrong_address from jump-2 (jumphost): the same cause"


@pytest.mark.parametrize(
    "change",
    [
        lambda first, second: second["diagnosis"].update(certainty="possible"),
        lambda first, second: second["remedy"].append(
            {"kind": "command", "text": "sed -i /other/d /etc/hosts", "when": None, "changes": True}
        ),
        lambda first, second: first.update(
            waiver={"reason": "ticket 4711", "expires": "2026-12-31", "account": "example"}
        ),
        lambda first, second: first.update(status="pass", severity="warning"),
    ],
    ids=["less certain", "another change", "the first is waived", "the first is a warning"],
)
def test_a_cause_is_explained_again_where_more_has_to_be_said_of_it(change):
    other = {**copy.deepcopy(WRONG[0]), "host": "jump-2"}
    found = document(WRONG[0], other, WRONG[1])
    first, second = (
        next(check for check in found["accounts"][0]["checks"] if check["code"] and check["host"] == host)
        for host in ("jump-1", "jump-2")
    )
    change(first, second)
    lines = finding_lines(found)
    assert f"{second['name']} from jump-2 (jumphost)" in lines
    assert any(line.startswith("  why") for line in lines[lines.index(f"{second['name']} from jump-2 (jumphost)") :])


def test_a_waived_failure_and_a_warning_are_named_without_a_remedy():
    day = {"account": "example", "code": "dns_wrong_address", "reason": "ticket 4711", "expires": "2026-12-31"}
    lines = finding_lines(document(*WRONG, waivers=[day]))
    assert lines[1].startswith("  waiv  dns_wrong_address: ")
    assert lines[-2:] == ["        waived until 2026-12-31: ticket 4711", ""]
    lines = finding_lines(document(inside(*SERVED, dns=dns(findings=["dns_timeout"])), outside(DENIED)))
    assert lines[1].startswith("  warn  dns_timeout: ") and "fix" not in " ".join(lines)


@pytest.mark.parametrize("shown", [finding_lines, path_lines])
def test_what_must_not_be_reachable_is_shown_again_where_it_is_waived_for_one_account_alone(shown):
    other = probe("auth_missing", PUBLIC, credential="none", endpoint=FORBIDDEN)
    given = estate(inside(*SERVED, other, forbidden=[FORBIDDEN]), outside(DENIED))
    given["accounts"] += [{**given["accounts"][0], "name": "second", "private_addresses": {}}]
    day = {"account": "example", "code": "egress_open", "reason": "ticket 4711", "expires": "2026-12-31"}
    for waivers, states in ([], ["FAIL"]), ([day], ["waiv", "FAIL"]):
        lines = shown(judge({**given, "waivers": waivers}))
        assert [line.split()[0] for line in lines if "egress_open" in line] == states


def test_an_account_at_which_nobody_looked_is_named():
    found = document(*HEALTHY)
    found["accounts"][0]["checks"] = []
    assert finding_lines(found) == ["example: nothing was checked", ""]
