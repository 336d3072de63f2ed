# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read of DNS forwarding rulesets and resolvers, and when it is not asked for."""

from __future__ import annotations

import json

import pytest

for library in ("network", "privatedns", "cognitiveservices"):
    pytest.importorskip("azure.mgmt." + library)

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import observe as arm_observe
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judge
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure import forwarding
from ansible_collections.privatelink.azure_ai.tests.unit.support import azure_resource_manager as azure
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_resource_manager import (
    HUB,
    MACHINE,
    NETWORK,
    OF_SUBSCRIPTION,
    SPOKE,
    declared,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import SUBSCRIPTION

HUB_NETWORK = HUB + "/virtualNetworks/hub"
RULESETS, RESOLVERS = OF_SUBSCRIPTION + "/dnsForwardingRulesets", OF_SUBSCRIPTION + "/dnsResolvers"
RULESET, RESOLVER = HUB + "/dnsForwardingRulesets/hub", HUB + "/dnsResolvers/hub"
SCOPE = "/subscriptions/" + SUBSCRIPTION
SERVER = "10.1.0.4"


@pytest.fixture(name="manager")
def fixture_manager(authority):
    """Return a Resource Manager with the estate, its spoke with Azure's own DNS and a ruleset that is linked to it."""
    with azure.ResourceManager(authority.issue("arm", names=("localhost",))) as manager:
        manager.properties(SPOKE)["dhcpOptions"] = {"dnsServers": []}
        manager.bodies[RULESETS]["value"] = [{"id": RULESET, "name": "hub", "properties": {}}]
        manager.bodies[RULESET + "/virtualNetworkLinks"] = {
            "value": [{"id": RULESET + "/virtualNetworkLinks/s", "properties": {"virtualNetwork": {"id": SPOKE}}}]
        }
        manager.bodies[RULESET + "/forwardingRules"] = {"value": [rule(), rule("corp", "corp.example.", "192.0.2.53")]}
        yield manager


@pytest.fixture(name="observe")
def fixture_observe(manager, authority):
    """Return a function that observes the account, by default from the jumphost."""

    def observe(machine=MACHINE):
        observed = arm_observe.observe(manager.arm(authority.path), [declared(jumphost_vm=machine)], 4)[0]
        return dict(observed, findings=judge(observed))

    return observe


def rule(name="openai", domain="openai.azure.com.", server=SERVER, **more):
    """Return a forwarding rule as Azure writes it."""
    properties = {"domainName": domain, "targetDnsServers": [{"ipAddress": server, "port": 53}]}
    properties["forwardingRuleState"] = "Enabled"
    return {"id": f"{RULESET}/forwardingRules/{name}", "name": name, "properties": dict(properties, **more)}


def of_forwarding(observed):
    """Return what could not be read of rulesets and resolvers, shortly."""
    return [
        (entry["action"], entry["id"], entry["reason"]) for entry in observed["unread"] if "/dns" in entry["action"]
    ]


def roles(observed):
    return {network["name"]: network["roles"] for network in observed["virtual_networks"]}


def inbound_endpoint(manager):
    """Let two networks that nothing is peered with have the server's address, and a resolver's endpoint have it."""
    manager.properties(SPOKE)["virtualNetworkPeerings"] = []
    manager.properties(SPOKE)["dhcpOptions"] = {"dnsServers": [SERVER]}
    manager.bodies[RESOLVERS] = {
        "value": [{"id": RESOLVER, "properties": {"virtualNetwork": {"id": HUB_NETWORK.upper()}}}]
    }
    configuration = {"subnet": {"id": HUB_NETWORK + "/subnets/inbound"}, "privateIpAddress": SERVER}
    manager.bodies[RESOLVER + "/inboundEndpoints"] = {
        "value": [{"id": RESOLVER + "/inboundEndpoints/in", "properties": {"ipConfigurations": [configuration]}}]
    }


def test_a_ruleset_and_the_network_that_it_leads_to(observe):
    observed = observe()
    assert observed["forwarding_rulesets"] == [
        {
            "id": RULESET,
            "name": "hub",
            "virtual_network_ids": [SPOKE],
            "rules": [
                {"name": "corp", "domain": "corp.example.", "state": "Enabled", "servers": ["192.0.2.53"]},
                {"name": "openai", "domain": "openai.azure.com.", "state": "Enabled", "servers": [SERVER]},
            ],
        }
    ]
    assert roles(observed) == {"hub": ["dns_server"], "spoke": ["endpoint", "jumphost"]}
    assert observed["unread"] == []
    assert not [found for found in observed["findings"] if "zone" in found["code"]]


@pytest.mark.parametrize("said", ["remoteAddressSpace", "remoteVirtualNetworkAddressSpace", None])
def test_a_hub_in_another_subscription_whose_addresses_the_peering_may_not_say(observe, manager, said):
    hub = HUB_NETWORK.replace(SUBSCRIPTION, SUBSCRIPTION[::-1])
    manager.bodies[hub] = json.loads(json.dumps(manager.bodies[HUB_NETWORK]).replace(HUB_NETWORK, hub))
    properties = {"remoteVirtualNetwork": {"id": hub}, "peeringState": "Connected"}
    if said:
        properties[said] = {"addressPrefixes": ["10.1.0.0/16"]}
    manager.properties(SPOKE)["virtualNetworkPeerings"] = [{"id": SPOKE + "/p/hub", "properties": properties}]
    assert roles(observe()) == {"hub": ["dns_server"], "spoke": ["endpoint", "jumphost"]}
    assert manager.asked().count(hub) == 1


def test_without_a_rule_the_spoke_itself_answers(observe, manager):
    manager.bodies[RULESET + "/forwardingRules"] = {"value": []}
    observed = observe()
    assert roles(observed) == {"spoke": ["endpoint", "jumphost"]}
    assert [found["code"] for found in observed["findings"] if "zone" in found["code"]] == ["azure_zone_not_linked"]


def test_the_servers_of_the_interface(observe, manager):
    (interface,) = [
        each for each in manager.bodies[NETWORK + "/networkInterfaces"]["value"] if each["name"] == "jump-1"
    ]
    interface["properties"]["dnsSettings"] = {"dnsServers": ["10.1.0.5"], "appliedDnsServers": ["10.1.0.6", SERVER]}
    observed = observe()
    assert observed["jumphost"]["network_interfaces"][0]["dns_servers"] == ["10.1.0.6", SERVER]
    assert roles(observed)["hub"] == ["dns_server"]
    interface["properties"]["dnsSettings"]["appliedDnsServers"] = []
    assert observe()["jumphost"]["network_interfaces"][0]["dns_servers"] == ["10.1.0.5"]


def test_an_inbound_endpoint_decides_among_overlapping_networks(observe, manager):
    inbound_endpoint(manager)
    observed = observe()
    assert observed["resolver_endpoints"] == [
        {"id": RESOLVER + "/inboundEndpoints/in", "address": SERVER, "virtual_network_id": HUB_NETWORK}
    ]
    assert roles(observed) == {"hub": ["dns_server"], "spoke": ["endpoint", "jumphost"]}


def test_without_a_jumphost_nothing_of_it_is_asked_for(observe, manager):
    observed = observe(machine=None)
    assert (observed["forwarding_rulesets"], observed["resolver_endpoints"]) == ([], [])
    assert manager.asked("/dns") == []


def test_resolvers_are_asked_for_only_where_an_address_does_not_tell_the_network(observe, manager):
    manager.properties(SPOKE)["dhcpOptions"] = {"dnsServers": [SERVER]}
    observe()
    assert manager.asked("/dnsResolvers") == []


@pytest.mark.parametrize(
    "path, action, scope",
    [
        pytest.param(RULESETS, forwarding.RULESETS, SCOPE, id="rulesets"),
        pytest.param(RULESET + "/virtualNetworkLinks", forwarding.RULESET_LINKS, RULESET, id="links"),
        pytest.param(RULESET + "/forwardingRules", forwarding.RULES, RULESET, id="rules"),
    ],
)
def test_what_is_denied_is_unknown_and_no_link_is_blamed(observe, manager, path, action, scope):
    manager.refuse(path, 403, "AuthorizationFailed")
    observed = observe()
    assert of_forwarding(observed) == [(action, scope, "denied")]
    of_zones = [found for found in observed["findings"] if "zone" in found["code"] or "denied" in found["code"]]
    assert [(found["code"], found["evidence"]["action"]) for found in of_zones] == [("azure_access_denied", action)]


@pytest.mark.parametrize("path", [RESOLVERS, RESOLVER + "/inboundEndpoints"], ids=["resolvers", "endpoints"])
def test_resolvers_that_are_denied(observe, manager, path):
    inbound_endpoint(manager)
    manager.refuse(path, 403, "AuthorizationFailed")
    observed = observe()
    assert [action for action, _scope, _reason in of_forwarding(observed)] == [
        forwarding.RESOLVERS if path == RESOLVERS else forwarding.RESOLVER_ENDPOINTS
    ]
    codes = [found["code"] for found in observed["findings"] if "zone" in found["code"] or "denied" in found["code"]]
    assert codes == ["azure_access_denied"]


def test_a_cloud_without_rulesets_has_none(observe, manager):
    manager.refuse(RULESETS, 404, "InvalidResourceType")
    observed = observe()
    assert (observed["forwarding_rulesets"], observed["unread"]) == ([], [])


@pytest.mark.parametrize(
    "path, entry",
    [
        pytest.param(RULESETS, None, id="ruleset-null"),
        pytest.param(RULESETS, {"properties": None}, id="ruleset-without-an-id"),
        pytest.param(RULESET + "/virtualNetworkLinks", {"properties": {}}, id="link-without-a-network"),
        pytest.param(RULESET + "/virtualNetworkLinks", {"properties": {"virtualNetwork": []}}, id="link-to-a-list"),
        pytest.param(RULESET + "/forwardingRules", rule(domain=None), id="rule-without-a-domain"),
        pytest.param(RULESET + "/forwardingRules", rule(server=None), id="rule-without-an-address"),
        pytest.param(RULESET + "/forwardingRules", rule(targetDnsServers=None), id="rule-without-servers"),
        pytest.param(RULESET + "/forwardingRules", rule(forwardingRuleState="Paused"), id="state-nobody-knows"),
        pytest.param(RULESET + "/forwardingRules", 7, id="rule-is-a-number"),
    ],
)
def test_an_odd_value_is_unknown_and_never_a_pass_or_a_fault(observe, manager, path, entry):
    manager.bodies[path] = {"value": [entry]}
    observed = observe()
    codes = [found["code"] for found in observed["findings"] if found["code"].startswith("azure_zone")]
    assert codes == []
    assert [found for found in observed["findings"] if found["evidence"]["variant"] in ("unavailable", "undecided")]
    assert json.loads(json.dumps(observed)) == observed
