# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.finding import ENTRIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.network_path import path_findings
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import remedy
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    HUB,
    JUMPHOST,
    behind_firewall,
    elsewhere,
    endpoint,
    firewall,
    firewall_rule,
    guarded,
    link,
    route,
    zone,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import NAME, PRIVATE

CODE = "azure_firewall_application_rule"
LETS_PASS, UNDECIDED, NOTHING = [None], ["undecided"], []
IP_GROUP = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Network/ipGroups/jumphosts"


def variants(observed):
    return [each["evidence"]["variant"] for each in path_findings(observed) if each["code"] == CODE]


def network(action="Allow", **more):
    return firewall_rule("network", action, **more)


def application(action="Allow", **more):
    return firewall_rule("application", action, **more)


@pytest.mark.parametrize(
    "rules, expected",
    [
        pytest.param([], NOTHING, id="no rule"),
        pytest.param([application()], LETS_PASS, id="an application rule only"),
        pytest.param([network(), application()], NOTHING, id="a network rule before it"),
        pytest.param([network("Deny"), application()], NOTHING, id="a network rule that denies"),
        pytest.param([application("Deny")], NOTHING, id="an application rule that denies"),
        pytest.param([application("Deny"), application()], NOTHING, id="denied before it is allowed"),
        pytest.param([network(protocols=["UDP"]), application()], LETS_PASS, id="a network rule for UDP"),
        pytest.param([network(protocols=["Any"]), application()], NOTHING, id="a network rule for any protocol"),
        pytest.param([network(ports=["80", "8443"]), application()], LETS_PASS, id="a network rule for other ports"),
        pytest.param([network(ports=["*"]), application()], NOTHING, id="a network rule for all ports"),
        pytest.param([network(destinations=["10.9.0.0/16"]), application()], LETS_PASS, id="for another network"),
        pytest.param([network(destinations=["10.0.14.1-10.0.14.9"]), application()], NOTHING, id="for a range"),
        pytest.param([network(destinations=["10.0.14.5-10.0.14.9"]), application()], LETS_PASS, id="another range"),
        pytest.param([network(destinations=["AzureCloud"]), application()], LETS_PASS, id="for a public tag"),
        pytest.param([network(destinations=["www.example.com"]), application()], LETS_PASS, id="for another name"),
        pytest.param(
            [network(destinations=[NAME]), application()], UNDECIDED, id="for the name, as the firewall sees it"
        ),
        pytest.param([network(sources=["10.0.16.0/24"]), application()], LETS_PASS, id="for other sources"),
        pytest.param([network(sources=[IP_GROUP]), application()], UNDECIDED, id="for an IP group that was not read"),
        pytest.param([network(sources=[IP_GROUP]), network(), application()], NOTHING, id="an IP group, then anybody"),
        pytest.param([network(protocols=[]), application()], UNDECIDED, id="a network rule without protocols"),
        pytest.param([network(more=["destination_geo_locations"]), application()], UNDECIDED, id="a further condition"),
        pytest.param([firewall_rule("nat"), application()], LETS_PASS, id="a NAT rule"),
        pytest.param([firewall_rule("something"), application()], UNDECIDED, id="a rule of another type"),
        pytest.param([application(fqdns=[NAME])], LETS_PASS, id="the name itself"),
        pytest.param([application(fqdns=[NAME.upper()])], LETS_PASS, id="the name in capitals"),
        pytest.param([application(fqdns=["*"])], LETS_PASS, id="every name"),
        pytest.param([application(fqdns=["*.example.com", "openai.azure.com"])], NOTHING, id="other names"),
        pytest.param([application(protocols=["Http:80"])], NOTHING, id="another protocol"),
        pytest.param([application(protocols=["Https:8443"])], NOTHING, id="another port"),
        pytest.param([application(sources=[JUMPHOST])], LETS_PASS, id="the jumphost"),
        pytest.param([application(sources=["10.0.16.0/24"])], NOTHING, id="another source"),
        pytest.param([application(destinations=[PRIVATE])], LETS_PASS, id="the address"),
        pytest.param([application(destinations=["10.9.0.0/16"])], NOTHING, id="another address"),
        pytest.param([application(fqdns=[], more=["fqdn_tags"])], UNDECIDED, id="a tag of names"),
        pytest.param([dict(application(), action=None)], NOTHING, id="no action"),
    ],
)
def test_rules(rules, expected):
    assert variants(behind_firewall(firewall(*rules))) == expected


@pytest.mark.parametrize(
    "observed, expected",
    [
        pytest.param(behind_firewall(), NOTHING, id="no Azure Firewall"),
        pytest.param(
            behind_firewall(firewall(application(), address="10.0.250.5")), NOTHING, id="another appliance's address"
        ),
        pytest.param(
            behind_firewall(firewall(application()), policies="Disabled"), NOTHING, id="the endpoint's route precedes"
        ),
        pytest.param(
            behind_firewall(dict(firewall(servers=None), rules=None)), NOTHING, id="rules that could not be read"
        ),
        pytest.param(
            behind_firewall(firewall(application()), zones=[zone(links=[link(), link(HUB)])]),
            NOTHING,
            id="the zone is linked to the firewall's network",
        ),
        pytest.param(
            behind_firewall(firewall(application()), zones=[zone(records=["10.0.14.99"], links=[link(HUB)])]),
            LETS_PASS,
            id="the zone linked to it has another address",
        ),
        pytest.param(
            behind_firewall(firewall(application(), vnet=None), zones=[zone(links=[link(HUB)])]),
            LETS_PASS,
            id="a virtual hub, to which no zone is linked",
        ),
        pytest.param(
            behind_firewall(firewall(application(), servers=["10.200.0.53"]), zones=[zone(links=[link(HUB)])]),
            UNDECIDED,
            id="DNS servers of its own",
        ),
        pytest.param(
            behind_firewall(firewall(firewall_rule(group=None), policy=None)), ["classic"], id="classic rules"
        ),
    ],
)
def test_firewalls(observed, expected):
    assert variants(observed) == expected


def test_a_firewall_behind_a_route_that_may_not_apply_is_undecided():
    observed = behind_firewall(firewall(application()), policies=None)
    assert variants(observed) == UNDECIDED
    (found,) = [each for each in path_findings(observed) if each["code"] == CODE]
    assert "the route to-firewall leads to it, but it is not known whether the endpoint's subnet" in found["summary"]


def test_without_a_peering_the_default_route_leads_through_the_firewall():
    observed = elsewhere(guarded(routes=[route("0.0.0.0/0")]))
    observed["firewalls"] = [firewall(application())]
    assert variants(observed) == NOTHING  # the endpoint's own route may be there
    observed["virtual_networks"][0]["peered_network_ids"] = [HUB]
    assert variants(observed) == LETS_PASS


@pytest.mark.parametrize(
    "rules, expected",
    [
        pytest.param([], True, id="no rule: denied"),
        pytest.param([network()], False, id="a network rule passes it on"),
        pytest.param([network("Deny"), network()], True, id="denied by a network rule"),
        pytest.param([application()], False, id="an application rule passes it on"),
        pytest.param([application("Deny"), application()], True, id="denied by an application rule"),
        pytest.param([network(sources=[IP_GROUP])], True, id="it is not known whether a network rule passes it on"),
        pytest.param([network("Deny", sources=[IP_GROUP]), network()], True, id="or whether one denies it first"),
        pytest.param([network("Deny", sources=[IP_GROUP]), application()], True, id="before an application rule"),
    ],
)
def test_a_route_to_a_firewall_that_lets_pass_diverts_nothing(rules, expected):
    found = [each["code"] for each in path_findings(behind_firewall(firewall(*rules)))]
    assert ("azure_route_diverts" in found) == expected


def test_each_name_is_named():
    names = {f"example.{domain}.azure.com": [f"10.0.14.{last}"] for last, domain in enumerate(("openai", "other"), 4)}
    observed = behind_firewall(firewall(application(fqdns=["*"])), private_endpoints=[endpoint(addresses=names)])
    found = [each for each in path_findings(observed) if each["code"] == CODE]
    assert [(each["evidence"]["name"], each["evidence"]["address"]) for each in found] == [
        (name, address) for name, (address,) in names.items()
    ]


def test_the_remedy_adds_a_network_rule_to_the_group_of_the_application_rule():
    (found,) = [each for each in path_findings(behind_firewall(firewall(application()))) if each["code"] == CODE]
    assert found["summary"] == (
        f"the Azure Firewall afw-hub allows HTTPS to {NAME} by the application rule openai, not by a network rule"
    )
    commands = [step["text"] for step in remedy(ENTRIES[CODE].under().remedy, found["evidence"]) if step["changes"]]
    assert commands == [
        "az network firewall policy rule-collection-group collection add-filter-collection --subscription "
        "11111111-1111-4111-8111-111111111111 --resource-group rg-hub --policy-name afwp-hub "
        "--rule-collection-group-name rcg --name allow-private-endpoint --collection-priority <collection-priority> "
        "--action Allow --rule-type NetworkRule --rule-name allow-private-endpoint --ip-protocols TCP "
        f"--source-addresses {JUMPHOST} --destination-addresses {PRIVATE} --destination-ports 443"
    ]
