# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge import security_rules
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.network_path import path_findings
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    JUMPHOST,
    NSG,
    OTHER,
    TABLE,
    elsewhere,
    endpoint,
    guarded,
    healthy,
    network,
    route,
    rule,
    subnet,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import NAME, PRIVATE

POLICIES = ("Disabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled", "Enabled")


def found(observed):
    return [(each["code"], each["evidence"]["variant"] == "undecided") for each in path_findings(observed)]


def variants(observed):
    return [each["evidence"]["variant"] for each in path_findings(observed)]


DENIED, DOUBTFUL = [("azure_nsg_denies", False)], [("azure_nsg_denies", True)]
DROPPED = [("azure_route_diverts", False)]
DIVERTED, UNDECIDED = [("azure_route_diverts", False)], [("azure_route_diverts", True)]


@pytest.mark.parametrize(
    "rules, expected",
    [
        pytest.param([], [], id="default rules only"),
        pytest.param([rule()], DENIED, id="all denied"),
        pytest.param(
            [rule(destination_prefixes=["10.0.14.0/24"], protocol="TCP", destination_ports=["443"])],
            DENIED,
            id="the subnet",
        ),
        pytest.param([rule(destination_prefixes=["192.0.2.0/24", PRIVATE])], DENIED, id="one of several prefixes"),
        pytest.param([rule(destination_prefixes=["10.0.13.0/24"])], [], id="another subnet"),
        pytest.param([rule(source_prefixes=[JUMPHOST])], DENIED, id="the jumphost's address"),
        pytest.param([rule(source_prefixes=["10.0.16.0/24"])], [], id="another source"),
        pytest.param([rule(protocol="Udp")], [], id="another protocol"),
        pytest.param([rule(destination_ports=["80", "8000-9000"])], [], id="other ports"),
        pytest.param([rule(destination_ports=["80", "400-500"])], DENIED, id="a range with 443"),
        pytest.param(
            [rule("Allow", priority=100, destination_ports=["443"]), rule(priority=200)],
            [],
            id="allowed before it is denied",
        ),
        pytest.param([rule(priority=100), rule("Allow", priority=200)], DENIED, id="denied before it is allowed"),
        pytest.param(
            [rule("Allow", priority=100, destination_prefixes=["VirtualNetwork"]), rule(priority=200)],
            [],
            id="tag VirtualNetwork",
        ),
        pytest.param([rule(destination_prefixes=["Internet"])], [], id="tag Internet"),
        pytest.param([rule(source_prefixes=["AzureLoadBalancer"])], [], id="tag AzureLoadBalancer"),
        pytest.param([rule(destination_prefixes=["AzureCloud"])], [], id="a public tag denies"),
        pytest.param(
            [rule("Allow", destination_prefixes=["AzureMonitor"]), rule(priority=200)],
            DENIED,
            id="a public tag allows, denied behind it",
        ),
        pytest.param([rule(destination_prefixes=["storage.westeurope", "SQL"])], [], id="public tags, another case"),
        pytest.param([rule(source_prefixes=["AzureActiveDirectory"])], [], id="a public tag as the source"),
        pytest.param([rule(destination_prefixes=["Storage", PRIVATE])], DENIED, id="a public tag beside the address"),
        pytest.param([rule(destination_prefixes=["Contoso"])], DOUBTFUL, id="a word that is no tag"),
        pytest.param(
            [rule(destination_prefixes=["Contoso"], destination_ports=["80"])], [], id="such a word, another port"
        ),
        pytest.param(
            [rule(destination_prefixes=["Contoso"]), rule(priority=200)], DENIED, id="such a word, denied anyway"
        ),
        pytest.param(
            [rule("Allow", destination_prefixes=["Contoso"]), rule(priority=200)], DOUBTFUL, id="such a word may allow"
        ),
        pytest.param([rule("Allow", destination_prefixes=["Contoso"])], [], id="such a word allows, allowed anyway"),
        pytest.param([dict(rule(), priority=None)], DOUBTFUL, id="no priority"),
        pytest.param([dict(rule(), access=None)], DOUBTFUL, id="neither allowed nor denied"),
        pytest.param([dict(rule(), direction=None)], DOUBTFUL, id="no direction"),
        pytest.param([dict(rule(protocol="Udp"), priority=None)], [], id="no priority, another protocol"),
        pytest.param([dict(rule(), access="deny", direction="OUTBOUND")], DENIED, id="another case"),
        pytest.param(
            [rule(destination_prefixes=[], application_security_groups=True)],
            DOUBTFUL,
            id="application security groups",
        ),
        pytest.param([rule(source_ports=["1-1023"])], DOUBTFUL, id="some source ports"),
        pytest.param([rule(source_ports=["1024-65535"])], DENIED, id="all source ports that clients use"),
        pytest.param([rule(direction="Inbound")], [], id="inbound of the jumphost's subnet"),
    ],
)
@pytest.mark.parametrize("on", ["subnet", "interface"])
def test_rules_of_the_jumphost_s_side(rules, expected, on):
    assert found(guarded(rules, on=on)) == expected


@pytest.mark.parametrize("policies, counts", list(zip(POLICIES, (False, True, False, True))))
def test_rules_of_the_endpoint_s_subnet_count_only_with_policies(policies, counts):
    assert found(guarded([rule(direction="Inbound", source_prefixes=["10.0.15.0/24"])], policies)) == (
        DENIED if counts else []
    )


@pytest.mark.parametrize("policies, counts", list(zip(POLICIES, (False, False, True, True))))
def test_routes_count_only_with_policies(policies, counts):
    assert found(guarded(policies=policies, routes=[route()])) == (DIVERTED if counts else [])


@pytest.mark.parametrize(
    "routes, expected",
    [
        pytest.param([], [], id="no route"),
        pytest.param([route("0.0.0.0/0")], [], id="a default route"),
        pytest.param([route("10.0.0.0/8")], [], id="shorter than the network's"),
        pytest.param([route("10.0.0.0/16")], DIVERTED, id="as long as the network's"),
        pytest.param([route(PRIVATE + "/32")], DIVERTED, id="the address itself"),
        pytest.param([route(hop="None", address=None)], DROPPED, id="nowhere"),
        pytest.param([route("10.0.13.0/24")], [], id="another subnet"),
        pytest.param(
            [route(), route(PRIVATE + "/32", "VnetLocal", None)], [], id="the longest prefix stays in the network"
        ),
        pytest.param([route("AzureCloud")], [], id="a public tag"),
        pytest.param([route("Storage.WestEurope"), route()], DIVERTED, id="a public tag beside a prefix"),
        pytest.param([route("Contoso")], UNDECIDED, id="a word that is no tag"),
        pytest.param([route("Contoso"), route()], DIVERTED, id="such a word beside a prefix"),
    ],
)
def test_routes(routes, expected):
    assert found(guarded(policies="RouteTableEnabled", routes=routes)) == expected


OWN = PRIVATE + "/32"


@pytest.mark.parametrize("policies", POLICIES)
@pytest.mark.parametrize(
    "routes, expected",
    [
        pytest.param([route(OWN)], {True: ["exact"], False: ["exact"]}, id="to an appliance"),
        pytest.param([route(OWN, "None", None)], {True: ["dropped"], False: ["dropped"]}, id="to nowhere"),
        pytest.param([route(OWN, "VnetLocal", None)], {True: [], False: []}, id="to the network itself"),
        pytest.param([route(OWN, "Internet", None)], {True: ["exact"], False: ["exact"]}, id="to the Internet"),
        pytest.param([route("10.0.14.5/32")], {True: [], False: []}, id="of another address"),
        pytest.param([route("10.0.14.0/24"), route(OWN, "VnetLocal", None)], {True: [], False: []}, id="the longest"),
        pytest.param([route("0.0.0.0/0"), route("10.0.14.4/31")], {True: [None], False: []}, id="almost"),
    ],
)
def test_a_route_of_the_address_itself_needs_no_policies(policies, routes, expected):
    applies = policies in ("RouteTableEnabled", "Enabled")
    assert variants(guarded(policies=policies, routes=routes)) == expected[applies]


@pytest.mark.parametrize("policies", [None, "SomethingNew"])
@pytest.mark.parametrize(
    "prefix, expected",
    [
        pytest.param("10.0.14.0/24", ["undecided"], id="a route that may apply"),
        pytest.param(OWN, ["exact"], id="a route that applies anyway"),
        pytest.param("0.0.0.0/0", [], id="a default route"),
    ],
)
def test_policies_that_are_not_known(policies, prefix, expected):
    assert variants(guarded(policies=policies, routes=[route(prefix)])) == expected


def peered(observed, *networks):
    observed["virtual_networks"][0]["peered_network_ids"] = list(networks)
    return observed


@pytest.mark.parametrize(
    "observed, expected",
    [
        pytest.param(
            peered(elsewhere(guarded(routes=[route("10.9.14.4/32")])), OTHER.upper()), ["exact"], id="a peered network"
        ),
        pytest.param(
            peered(elsewhere(guarded(routes=[route("10.9.14.4/32")]))), [], id="the only way to a network beyond"
        ),
        pytest.param(
            peered(elsewhere(guarded(routes=[route("10.9.14.4/32", "VnetLocal", None)])), OTHER),
            ["undecided"],
            id="into the wrong network",
        ),
    ],
)
def test_routes_to_another_network(observed, expected):
    assert variants(observed) == expected


@pytest.mark.parametrize(
    "observed, expected",
    [
        pytest.param(elsewhere(guarded()), [], id="without policies the endpoint's own route wins"),
        pytest.param(elsewhere(guarded(policies="Enabled", routes=[], learns=False)), [], id="nothing is learnt"),
        pytest.param(elsewhere(guarded(policies="Enabled", routes=[])), UNDECIDED, id="what is learnt cannot be read"),
        pytest.param(elsewhere(guarded(policies="Enabled")), UNDECIDED, id="no route table at all"),
        pytest.param(
            elsewhere(guarded(policies="Enabled", routes=[route("10.9.0.0/16")])), DIVERTED, id="a route is known"
        ),
    ],
)
def test_an_endpoint_in_another_network(observed, expected):
    assert found(observed) == expected


def test_the_obstacle_is_named_with_its_id_and_a_priority_that_is_free():
    (denied,) = path_findings(guarded([rule(priority=120), rule("Allow", priority=119, destination_ports=["80"])]))
    assert denied["summary"] == f"the rule deny-120 of the network security group nsg-ai denies TCP 443 to {PRIVATE}"
    assert denied["evidence"]["rule_id"] == NSG + "/securityRules/deny-120"
    assert (denied["evidence"]["free_priority"], denied["evidence"].get("next_priority")) == (118, None)
    (diverted,) = path_findings(guarded(policies="RouteTableEnabled", routes=[route()]))
    assert diverted["summary"] == f"the route to-firewall of rt-ai sends traffic for {PRIVATE} to 10.0.250.4"
    assert diverted["evidence"]["route_id"] == TABLE + "/routes/to-firewall"


def test_a_rule_before_which_nothing_fits_gives_way():
    (denied,) = path_findings(guarded([rule(priority=100), rule("Allow", priority=101, destination_ports=["80"])]))
    assert denied["evidence"]["variant"] == "first"
    assert (denied["evidence"]["free_priority"], denied["evidence"]["next_priority"]) == (100, 102)


def test_a_default_rule_that_denies_is_named_as_such():
    observed = guarded([])
    observed["virtual_networks"][0]["address_space"] = []
    (doubt,) = path_findings(observed)
    assert "is not in a network that could be read" in doubt["summary"]
    observed["network_security_groups"][0]["rules"] = [rule(priority=65500)]
    (denied,) = path_findings(observed)
    assert "/defaultSecurityRules/" in denied["evidence"]["rule_id"]
    assert denied["evidence"]["free_priority"] == 4096


def test_one_rule_before_three_addresses_is_one_finding():
    addresses = {NAME: [PRIVATE], "b.example": ["10.0.14.5"], "c.example": ["10.0.14.6"]}
    (denied,) = path_findings(guarded([rule()], private_endpoints=[endpoint(addresses=addresses)]))
    assert denied["evidence"]["address"] == "10.0.14.4 10.0.14.5 10.0.14.6"


def test_the_endpoint_in_the_jumphost_s_network_is_the_one_meant():
    far = endpoint(
        addresses={NAME: ["10.9.14.4"]},
        vnet="/subscriptions/1/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/far",
    )
    assert found(guarded([rule(destination_prefixes=["10.9.0.0/16"])], private_endpoints=[endpoint(), far])) == []


@pytest.mark.parametrize(
    "observed",
    [
        pytest.param(dict(guarded([rule()]), jumphost=None), id="no jumphost"),
        pytest.param(dict(guarded([rule()]), network_security_groups=[]), id="rules not read"),
        pytest.param(dict(guarded(policies="Enabled", routes=[route()]), route_tables=[]), id="routes not read"),
        pytest.param(
            guarded([rule()], private_endpoints=[endpoint(addresses={NAME: ["fd00::4"]})]), id="no address of that kind"
        ),
        pytest.param(healthy(virtual_networks=[network(subnets=[])]), id="subnets not read"),
    ],
)
def test_what_was_not_read_is_no_suspicion(observed):
    assert found(observed) == []


def test_a_network_without_the_jumphost_s_subnet_leaves_its_routes_open():
    observed = healthy(virtual_networks=[network(subnets=[subnet("/x", "10.0.14.0/24")])])
    assert found(observed) == UNDECIDED


@pytest.mark.parametrize(
    "observed", [pytest.param(guarded([rule()]), id="rules"), pytest.param(guarded(routes=[route()]), id="routes")]
)
def test_an_interface_without_an_address_leaves_rules_and_routes_open(observed):
    observed["jumphost"]["network_interfaces"][0]["addresses"] = []
    assert found(observed) == UNDECIDED


def test_without_the_endpoint_s_network_a_covering_route_is_undecided():
    observed = elsewhere(guarded(policies="RouteTableEnabled", routes=[route("10.9.0.0/16")]))
    observed["virtual_networks"][-1]["address_space"], observed["network_security_groups"] = [], []
    assert found(observed) == UNDECIDED
    observed["route_tables"][0].update(routes=[route("0.0.0.0/0")], disable_bgp_route_propagation=True)
    assert found(observed) == []


@pytest.mark.parametrize("policies", POLICIES)
@pytest.mark.parametrize("routes", [pytest.param(None, id="no table"), pytest.param([], id="an empty table")])
def test_without_a_peering_a_learned_route_leads_to_the_endpoint_whatever_its_policies(policies, routes):
    observed = elsewhere(guarded(policies=policies, routes=routes))
    observed["virtual_networks"][0]["peered_network_ids"] = [NSG.replace("networkSecurityGroups", "HV_hub")]
    observed["network_security_groups"] = []
    assert found(observed) == UNDECIDED
    observed["virtual_networks"][0]["peered_network_ids"] = [OTHER]
    assert found(observed) == ([] if policies in ("Disabled", "NetworkSecurityGroupEnabled") else UNDECIDED)


@pytest.mark.parametrize(
    "odd, outcome",
    [
        pytest.param(
            {"destination_ports": [""]}, ("maybe", "the format of its ports is unknown to this collection"), id="empty"
        ),
        pytest.param(
            {"destination_ports": ["Any"]},
            ("maybe", "the format of its ports is unknown to this collection"),
            id="a word",
        ),
        pytest.param({"destination_ports": ["Any", "443"]}, ("yes", None), id="a word beside the port"),
        pytest.param({"protocol": None}, ("yes", None), id="no protocol"),
    ],
)
def test_an_odd_rule_is_no_traceback(odd, outcome):
    rule = {
        "protocol": "Tcp",
        "source_prefixes": ["*"],
        "source_ports": ["*"],
        "destination_prefixes": ["*"],
        "destination_ports": ["443"],
        **odd,
    }
    assert security_rules._matches({}, rule, "10.0.15.4", "10.0.14.4") == outcome
