# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a jumphost's questions go: its own DNS servers, forwarding rulesets, resolvers' endpoints, and what is unknown."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judge
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.answering import answering
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure import forwarding
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    HUB,
    HUB_DNS,
    OTHER,
    SUBSCRIPTION,
    VNET,
    healthy,
    hub_and_spoke,
    link,
    network,
    no_jumphost,
    ruleset,
    unread,
    zone,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import NAME

ELSEWHERE = "192.0.2.53"
RULESET = ruleset()["id"]
HUB_NETWORK = network(HUB, "10.200.0.0/16", roles=("dns_server",))
TWIN_NETWORK = network(OTHER, "10.200.0.0/16", roles=("dns_server",))
ENDPOINT_IN_HUB = {"id": "/e", "address": HUB_DNS, "virtual_network_id": HUB.upper()}
OTHER_SUBSCRIPTION = "/subscriptions/99999999-1111-4111-8111-111111111111"


def asking(servers=(), interface=(), rulesets=(), linked_to=(VNET,), networks=(HUB_NETWORK,), **changes):
    """Return the side of an account whose jumphost's questions go this way."""
    observed = healthy(zones=[zone(links=[link(each) for each in linked_to])], **changes)
    observed["virtual_networks"][0]["dns_servers"] = list(servers)
    observed["virtual_networks"] += networks
    observed["jumphost"]["network_interfaces"][0]["dns_servers"] = list(interface)
    observed["forwarding_rulesets"] = list(rulesets)
    return observed


def denied(action, resource_id):
    return [unread(action, resource_id)]


def answers(observed, name=NAME):
    return answering(observed, observed["virtual_networks"][0], name)


def found(observed):
    return [(each["code"], each["evidence"]["variant"]) for each in judge(observed, {})]


WAYS = [
    pytest.param(asking(), [VNET], [], id="azure-dns"),
    pytest.param(asking([HUB_DNS]), [HUB], [], id="a-server-in-the-hub"),
    pytest.param(asking(["168.63.129.16", HUB_DNS]), [VNET], [], id="azure-dns-first-always-answers"),
    pytest.param(asking([HUB_DNS, "168.63.129.16"]), [HUB], [], id="azure-dns-is-asked-only-after-the-server"),
    pytest.param(asking([HUB_DNS], ["168.63.129.16"]), [VNET], [], id="interface-beats-network-with-azure-dns"),
    pytest.param(asking([], [HUB_DNS]), [HUB], [], id="interface-beats-azure-dns"),
    pytest.param(asking([HUB_DNS], [ELSEWHERE]), [], [ELSEWHERE], id="interface-beats-network-with-a-stranger"),
    pytest.param(asking([None]), [], ["None"], id="a-server-that-is-no-address"),
    pytest.param(asking(rulesets=[ruleset("openai.azure.com.")]), [HUB], [], id="rule-of-the-domain"),
    pytest.param(asking(rulesets=[ruleset("OpenAI.Azure.com")]), [HUB], [], id="rule-in-capitals-without-a-dot"),
    pytest.param(asking(rulesets=[ruleset("azure.com.")]), [HUB], [], id="rule-of-a-parent"),
    pytest.param(asking(rulesets=[ruleset(".")]), [HUB], [], id="rule-of-everything"),
    pytest.param(asking(rulesets=[ruleset(NAME + ".")]), [HUB], [], id="rule-of-the-name-itself"),
    pytest.param(asking(rulesets=[ruleset("ai.azure.com.")]), [VNET], [], id="rule-that-only-ends-like-it"),
    pytest.param(asking(rulesets=[ruleset("x." + NAME)]), [VNET], [], id="rule-below-the-name"),
    pytest.param(asking(rulesets=[ruleset(".", state="Disabled")]), [VNET], [], id="disabled"),
    pytest.param(asking(rulesets=[ruleset(".", state="disabled")]), [VNET], [], id="disabled-in-another-case"),
    pytest.param(asking(rulesets=[ruleset(".", state=None)]), [HUB], [], id="no-state-is-enabled"),
    pytest.param(asking(rulesets=[ruleset(".", vnet=OTHER)]), [VNET], [], id="linked-to-another-network"),
    pytest.param(asking(rulesets=[ruleset(".", vnet=VNET.upper())]), [HUB], [], id="linked-in-capitals"),
    pytest.param(asking([HUB_DNS], rulesets=[ruleset(".", [ELSEWHERE])]), [HUB], [], id="custom-dns-beats-rules"),
    pytest.param(
        asking([HUB_DNS], rulesets=[ruleset(".", [ELSEWHERE], vnet=HUB)]),
        [],
        [ELSEWHERE],
        id="rules-of-the-server's-network",
    ),
    pytest.param(asking(rulesets=[ruleset(".", [ELSEWHERE])]), [], [ELSEWHERE], id="rule-to-a-stranger"),
    pytest.param(
        asking(rulesets=[ruleset(".", [HUB_DNS, ELSEWHERE])]), [HUB], [ELSEWHERE], id="rule-to-a-stranger-among-others"
    ),
    pytest.param(
        asking([HUB_DNS], networks=[TWIN_NETWORK, HUB_NETWORK], resolver_endpoints=[ENDPOINT_IN_HUB]),
        [HUB],
        [],
        id="inbound-endpoint-among-overlapping-networks",
    ),
    pytest.param(
        asking(
            [HUB_DNS],
            networks=[TWIN_NETWORK, HUB_NETWORK],
            virtual_networks=[dict(network(), peered_network_ids=[HUB.upper()])],
        ),
        [HUB],
        [],
        id="peer-among-overlapping-networks",
    ),
]


@pytest.mark.parametrize("observed, networks, strangers", WAYS)
def test_who_answers(observed, networks, strangers):
    found = answers(observed)
    assert ([each["id"] for each in found.networks], list(found.strangers)) == (networks, strangers)
    assert found.unknown == ()


def test_the_longest_domain_decides():
    rules = [*ruleset(".", [ELSEWHERE])["rules"], *ruleset("openai.azure.com.")["rules"]]
    rules += ruleset("azure.com.", [ELSEWHERE])["rules"]
    observed = asking(rulesets=[dict(ruleset(), rules=rules)])
    assert [each["id"] for each in answers(observed).networks] == [HUB]
    assert list(answers(observed, "example.cognitiveservices.azure.com").strangers) == [ELSEWHERE]


NOT_LINKED, DENIED = ("azure_zone_not_linked", None), ("azure_access_denied", None)
UNDECIDED, UNREAD = ("azure_name_not_compared", None), ("azure_vnet_custom_dns", "unread")
FORWARDED, INTERFACE = ("azure_vnet_custom_dns", "forwarded"), ("azure_vnet_custom_dns", "interface")
NO_RULESETS = denied(forwarding.RULESETS, SUBSCRIPTION)

FINDINGS = [
    pytest.param(asking(), [], id="linked"),
    pytest.param(asking(linked_to=[OTHER]), [NOT_LINKED], id="not-linked"),
    pytest.param(asking(linked_to=[HUB], interface=[HUB_DNS]), [], id="own-servers-in-the-hub-linked-there"),
    pytest.param(asking(interface=[HUB_DNS]), [NOT_LINKED], id="own-servers-in-the-hub-linked-to-the-spoke-only"),
    pytest.param(asking(interface=[ELSEWHERE]), [INTERFACE, UNDECIDED], id="own-servers-nobody-knows"),
    pytest.param(asking(linked_to=[HUB], rulesets=[ruleset()]), [], id="forwarded-to-the-hub-linked-there"),
    pytest.param(asking(rulesets=[ruleset()]), [NOT_LINKED], id="forwarded-to-the-hub-linked-to-the-spoke-only"),
    pytest.param(asking(rulesets=[ruleset(servers=[ELSEWHERE])]), [FORWARDED, UNDECIDED], id="forwarded-to-a-stranger"),
    pytest.param(
        asking([HUB_DNS], linked_to=[HUB], networks=[TWIN_NETWORK, HUB_NETWORK], resolver_endpoints=[ENDPOINT_IN_HUB]),
        [],
        id="inbound-endpoint-in-the-hub-linked-there",
    ),
    pytest.param(
        asking([HUB_DNS], networks=[TWIN_NETWORK, HUB_NETWORK], resolver_endpoints=[ENDPOINT_IN_HUB]),
        [NOT_LINKED],
        id="inbound-endpoint-in-the-hub-linked-to-the-spoke-only",
    ),
    # What could not be read
    pytest.param(asking(unread=NO_RULESETS), [DENIED, UNDECIDED], id="rulesets-denied-and-all-is-well"),
    pytest.param(
        asking(linked_to=[OTHER], unread=NO_RULESETS), [DENIED, UNDECIDED], id="rulesets-denied-and-not-linked"
    ),
    pytest.param(
        asking(linked_to=[OTHER], unread=denied(forwarding.RULESETS, OTHER_SUBSCRIPTION)),
        [NOT_LINKED, UNREAD],
        id="rulesets-of-a-hub-denied",
    ),
    pytest.param(
        asking(linked_to=[OTHER], rulesets=[ruleset(vnet=None)], unread=denied(forwarding.RULESET_LINKS, RULESET)),
        [DENIED, UNDECIDED],
        id="links-of-a-ruleset-denied",
    ),
    pytest.param(
        asking(linked_to=[OTHER], rulesets=[dict(ruleset(), rules=None)], unread=denied(forwarding.RULES, RULESET)),
        [DENIED, UNDECIDED],
        id="rules-of-a-linked-ruleset-denied",
    ),
    pytest.param(
        asking(rulesets=[dict(ruleset(vnet=OTHER), rules=None)], linked_to=[OTHER]),
        [NOT_LINKED],
        id="rules-of-another-network's-ruleset",
    ),
    pytest.param(
        asking([ELSEWHERE], unread=denied(forwarding.RESOLVERS, SUBSCRIPTION)),
        [DENIED, UNDECIDED, ("azure_vnet_custom_dns", None)],
        id="resolvers-denied-and-the-server-is-unknown",
    ),
    pytest.param(
        asking([HUB_DNS], linked_to=[HUB], unread=denied(forwarding.RESOLVERS, SUBSCRIPTION)),
        [],
        id="resolvers-denied-and-the-server-is-known",
    ),
    # What Microsoft does not document, or what has no answer
    pytest.param(
        asking(linked_to=[OTHER], rulesets=[ruleset("privatelink.openai.azure.com.")]),
        [UNDECIDED],
        id="rule-of-the-privatelink-name-not-linked",
    ),
    pytest.param(asking(rulesets=[ruleset("privatelink.openai.azure.com.")]), [], id="rule-of-the-privatelink-name"),
    pytest.param(
        asking(rulesets=[dict(ruleset(), virtual_network_ids=[VNET, HUB])]), [UNDECIDED], id="rule-that-sends-in-a-loop"
    ),
    pytest.param(
        asking(rulesets=[ruleset(state="Paused")], linked_to=[OTHER]), [UNDECIDED], id="state-that-nobody-knows"
    ),
    pytest.param(asking(rulesets=[ruleset(servers=[])], linked_to=[OTHER]), [UNDECIDED], id="rule-without-servers"),
    pytest.param(asking(rulesets=[ruleset(None)], linked_to=[OTHER]), [UNDECIDED], id="rule-without-a-domain"),
]


@pytest.mark.parametrize("observed, expected", FINDINGS)
def test_findings(observed, expected):
    assert sorted(found(observed), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("state", ["Paused", "Enabled"])
def test_a_rule_that_may_not_apply_is_no_pass(state):
    observed = asking(rulesets=[ruleset(servers=[], state=state)])
    assert answers(observed).unknown and [each["id"] for each in answers(observed).networks] == [VNET]


def test_what_is_missing_is_named_with_its_action():
    denied_finding, not_compared = judge(asking(linked_to=[OTHER], unread=NO_RULESETS), {})
    if denied_finding["code"] != "azure_access_denied":
        denied_finding, not_compared = not_compared, denied_finding
    assert denied_finding["evidence"]["action"] == forwarding.RULESETS
    assert not_compared["evidence"]["name"] == NAME


def test_a_fault_behind_a_rule_names_the_rule():
    (fault,) = judge(asking(rulesets=[ruleset()]), {})
    assert fault["evidence"]["vnet_id"] == HUB
    assert (fault["evidence"]["ruleset_id"], fault["evidence"]["rule"]) == (RULESET, "rule")
    assert fault["evidence"]["asked_by"] == VNET


def test_without_a_jumphost_nothing_is_known_of_rulesets():
    assert found(no_jumphost()) == [] and found(hub_and_spoke(jumphost=False)) == []
