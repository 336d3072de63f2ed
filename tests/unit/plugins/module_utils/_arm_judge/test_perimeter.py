# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judge
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.finding import ENTRIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.perimeter import closed
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import remedy
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    PERIMETER,
    SUBSCRIPTION,
    admits,
    healthy,
    perimeter,
)

OFFICE, EVERYONE = admits("192.0.2.0/24"), admits("0.0.0.0/0")
OPENS, CLOSES, UNDECIDED = "azure_perimeter_opens", "azure_perimeter", "azure_perimeter undecided"


def found(*perimeters, access="Disabled", intent="disabled", **account):
    """Return code and variant of the findings about the public side of an account in these perimeters."""
    observed = healthy(account=dict({"public_network_access": access, "perimeters": list(perimeters)}, **account))
    return {
        f"{each['code']} {each['evidence']['variant'] or ''}".strip(): each["severity"]
        for each in judge(observed, {"public_access": intent})
    }


@pytest.mark.parametrize("access", ["Disabled", "Enabled", None])
@pytest.mark.parametrize(
    "rules, intent, expected",
    [
        pytest.param([OFFICE], "disabled", {OPENS: "error"}, id="a network is admitted"),
        pytest.param(
            [admits(subscriptions=[SUBSCRIPTION])], "disabled", {OPENS: "error"}, id="a subscription is admitted"
        ),
        pytest.param(
            [admits(perimeters=[PERIMETER + "-2"])], "disabled", {OPENS: "error"}, id="another perimeter is admitted"
        ),
        pytest.param([admits()], "disabled", {OPENS: "error"}, id="a rule that does not say whom it admits"),
        pytest.param([OFFICE], "selected_networks", {}, id="selected networks, as declared"),
        pytest.param([EVERYONE], "selected_networks", {OPENS: "error"}, id="all networks, where some were declared"),
        pytest.param([admits("::/0")], "selected_networks", {OPENS: "error"}, id="all IPv6 networks"),
        pytest.param(
            [OFFICE], "enabled", {f"{OPENS} unintended": "error"}, id="some networks, where all were declared"
        ),
        pytest.param([OFFICE, EVERYONE], "enabled", {}, id="all networks, as declared"),
        pytest.param([], "disabled", {CLOSES: "info"}, id="nobody is admitted"),
    ],
)
def test_an_enforced_perimeter_decides_whatever_public_network_access_says(access, rules, intent, expected):
    assert found(perimeter(*rules), access=access, intent=intent) == expected


@pytest.mark.parametrize(
    "changed, expected",
    [
        pytest.param(perimeter(mode="Learning"), {"azure_perimeter learning": "info"}, id="learning"),
        pytest.param(perimeter(mode="learning"), {"azure_perimeter learning": "info"}, id="learning, another case"),
        pytest.param(perimeter(mode="Transition"), {"azure_perimeter learning": "info"}, id="the portal's name for it"),
        pytest.param(perimeter(OFFICE, mode="Learning"), {UNDECIDED: "warning"}, id="learning, a network is admitted"),
        pytest.param(perimeter(mode="Audit"), {UNDECIDED: "warning"}, id="a mode without a description"),
        pytest.param(perimeter(mode=None), {UNDECIDED: "warning"}, id="no mode"),
        pytest.param(perimeter(mode="ENFORCED"), {CLOSES: "info"}, id="enforced, another case"),
        pytest.param(perimeter(OFFICE, mode="enforced"), {OPENS: "error"}, id="enforced, a network is admitted"),
        pytest.param(perimeter(state="Updating"), {UNDECIDED: "warning"}, id="rules on their way"),
        pytest.param(perimeter(state="Failed"), {UNDECIDED: "warning"}, id="rules that did not arrive"),
        pytest.param(perimeter(state=None), {CLOSES: "info"}, id="no provisioning state"),
        pytest.param(dict(perimeter(), inbound_rules=None), {UNDECIDED: "warning"}, id="rules that Azure omits"),
    ],
)
def test_modes(changed, expected):
    assert found(changed) == expected


@pytest.mark.parametrize("mode", ["Learning", "Audit"])
def test_without_enforcement_public_network_access_is_judged(mode):
    assert found(perimeter(mode=mode), access="Enabled")["azure_public_access_enabled"] == "error"


@pytest.mark.parametrize(
    "account, expected",
    [
        pytest.param({"perimeters": []}, True, id="disabled, no perimeter"),
        pytest.param({"perimeters": None}, False, id="disabled, perimeters not read"),
        pytest.param({"perimeters": [perimeter()]}, True, id="disabled, enforced without rules"),
        pytest.param({"perimeters": [perimeter(OFFICE)]}, False, id="disabled, opened"),
        pytest.param({"perimeters": [perimeter(), perimeter(OFFICE)]}, False, id="opened by a second one"),
        pytest.param({"perimeters": [perimeter(mode="Learning")]}, True, id="disabled, learning without rules"),
        pytest.param({"perimeters": [perimeter(OFFICE, mode="Learning")]}, False, id="disabled, learning with rules"),
        pytest.param({"perimeters": [perimeter(mode="Audit")]}, False, id="disabled, a mode that is not known"),
        pytest.param(
            {"perimeters": [perimeter()], "public_network_access": "Enabled"}, True, id="enabled, closed by a perimeter"
        ),
        pytest.param({"perimeters": [], "public_network_access": "Enabled"}, False, id="enabled"),
        pytest.param({"perimeters": [], "public_network_access": None}, False, id="not set"),
    ],
)
def test_what_azure_shows_to_be_closed(account, expected):
    assert closed(healthy(account=account)["account"]) == expected


def test_perimeters_of_an_older_document_are_not_known():
    observed = healthy()["account"]
    del observed["perimeters"]
    assert not closed(observed)


def test_the_finding_names_whom_it_admits_and_how_to_stop_that():
    rules = [OFFICE, admits(subscriptions=[SUBSCRIPTION], perimeters=[PERIMETER + "-2"], name="partner")]
    (opened,) = judge(healthy(account={"perimeters": [perimeter(*rules)]}))
    assert opened["summary"] == (
        "the network security perimeter nsp-ai opens example to 192.0.2.0/24, "
        "subscription 11111111-1111-4111-8111-111111111111, perimeter nsp-ai-2"
    )
    steps = remedy(ENTRIES[OPENS].causes[0].remedy, opened["evidence"])
    commands = [step["text"] for step in steps if step["kind"] == "command"]
    place = (
        "--subscription 11111111-1111-4111-8111-111111111111 --resource-group rg-ai --perimeter-name nsp-ai "
        "--profile-name default"
    )
    assert commands == [
        f"az network perimeter profile access-rule list {place} --output table",
        f"az network perimeter profile access-rule delete {place} --name <perimeter-rule>",
    ]
