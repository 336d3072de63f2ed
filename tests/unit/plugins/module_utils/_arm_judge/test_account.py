# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import string

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judge
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.finding import ENTRIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import fields_of, fill, remedy
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    CONNECTION,
    ENDPOINT,
    FOREIGN,
    GROUP,
    HUB,
    HUB_DNS,
    LINK_ID,
    NETWORK,
    NIC,
    OTHER,
    SUBSCRIPTION,
    VNET,
    ZONE,
    ZONE_ID,
    admits,
    elsewhere,
    endpoint,
    firewall,
    firewall_rule,
    guarded,
    healthy,
    hub_and_spoke,
    link,
    network,
    no_jumphost,
    nothing_read,
    perimeter,
    route,
    rule,
    shouting,
    unread,
    unreadable,
    zone,
    zone_group,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import NAME, PRIVATE, STALE

ZONE_2 = NETWORK.replace("rg-ai", "rg-hub") + "/privateDnsZones/" + ZONE
ENDPOINT_2 = NETWORK + "/privateEndpoints/pe-other"
SECOND = {"addresses": {NAME: ["10.9.14.4"]}, "vnet": OTHER}
EXPECTED_BOTH = {NAME: [PRIVATE, "10.9.14.4"]}
SELECTED = {
    "public_network_access": "Enabled",
    "network_acls": {"default_action": "Deny", "ip_rules": ["192.0.2.0/24"]},
}
COGNITIVE = "example.cognitiveservices.azure.com"
TWO_NAMES = {"fqdns": [NAME, COGNITIVE], "required_zone_names": [ZONE, "privatelink.cognitiveservices.azure.com"]}


# Azure AI Search keeps it in a subscription of Microsoft's.
SHARED = unreadable(state="Pending", group_ids=["openai_account"])


def state(value, **more):
    return healthy(private_endpoints=[endpoint(state=value, **more)], expected={})


def exposed():
    observed = healthy()
    observed["jumphost"]["network_interfaces"][0]["public_addresses"] = ["203.0.113.77"]
    return observed


def passed_by_a_firewall():
    """Return the side of an account that the jumphost reaches through a firewall only."""
    observed = elsewhere(guarded(routes=[route("0.0.0.0/0")]))
    observed["zones"] = [zone(records=["10.9.14.4"])]
    observed["virtual_networks"][0]["peered_network_ids"] = [HUB]
    return dict(observed, firewalls=[firewall(firewall_rule())])


def zone_deleted(*left):
    """Return the side of an account whose zone group names a zone that is no more, beside the zones that are left."""
    return healthy(
        zones=list(left), unread=[unread("Microsoft.Network/privateDnsZones/A/read", ZONE_ID, "missing", "404")]
    )


def denied(action, resource_id, **more):
    return healthy(unread=[unread(action, resource_id, **more)])


def codes(observed, **declared):
    return [found["code"] for found in judge(observed, declared)]


def only(observed, **declared):
    (found,) = named(observed, **declared)
    return found


def named(observed, **declared):
    """Return the findings. That a name of an account of another kind has no address is beside the point."""
    findings = judge(observed, {"name": "example", "kind": "OpenAI", **declared})
    others = [found for found in findings if found["code"] != "azure_name_not_compared"]
    return others if [found["code"] for found in others] == ["azure_not_configured"] else findings


HEALTHY = [
    pytest.param(healthy(), id="healthy"),
    pytest.param(no_jumphost(), id="no jumphost is known"),
    pytest.param(shouting(healthy()), id="references in capitals"),
    pytest.param(hub_and_spoke(), id="hub and spoke: linked to the hub, where the DNS server is"),
    pytest.param(shouting(hub_and_spoke()), id="hub and spoke in capitals"),
    pytest.param(hub_and_spoke(jumphost=False), id="hub and spoke without a jumphost"),
    pytest.param(healthy(virtual_networks=[network(servers=["10.0.3.4"])]), id="a DNS server in the network itself"),
    pytest.param(
        healthy(virtual_networks=[network(servers=["10.0.3.4"]), network(OTHER, roles=("dns_server",))]),
        id="a DNS server in the network itself, whose addresses another network has too",
    ),
    pytest.param(healthy(virtual_networks=[network(servers=["168.63.129.16"])]), id="Azure's DNS, named"),
    pytest.param(healthy(private_endpoints=[endpoint(manual=True)]), id="connection approved by hand"),
    pytest.param(
        healthy(zones=[zone(), zone(ZONE_2, [], [link(OTHER)])]), id="a zone of the same name is linked elsewhere"
    ),
    pytest.param(
        healthy(
            zones=[zone(records=[PRIVATE, "10.9.14.4"])],
            expected=EXPECTED_BOTH,
            private_endpoints=[endpoint(), endpoint(ENDPOINT_2, **SECOND)],
            zone_groups=[zone_group(), zone_group(endpoint_id=ENDPOINT_2)],
        ),
        id="two endpoints, both in the record",
    ),
    pytest.param(
        guarded([rule("Deny", "Inbound")], routes=[route("0.0.0.0/0"), route("10.0.0.0/16")]),
        id="rules and routes that do not count without network policies",
    ),
]


@pytest.mark.parametrize("observed", HEALTHY)
def test_healthy_has_no_findings(observed):
    assert judge(observed, {"name": "example"}) == []


def test_fifty_healthy_accounts_have_no_findings():
    assert [found for _number in range(50) for found in judge(healthy(), None)] == []


FAULTS = [
    pytest.param(
        nothing_read(unread("Microsoft.CognitiveServices/accounts/read", None, "missing")),
        "azure_account_missing",
        "error",
        id="account missing",
    ),
    pytest.param(
        healthy(private_endpoints=[], zones=[], zone_groups=[], expected={}),
        "azure_endpoint_missing",
        "error",
        id="no endpoint: its zones are no fault of their own",
    ),
    pytest.param(
        state("Approved", exists=False), "azure_endpoint_missing", "error", id="endpoint deleted, connection left"
    ),
    pytest.param(
        state("Approved", exists=False, readable=False), "azure_endpoint_missing", "error", id="deleted, so unreadable"
    ),
    pytest.param(state("Pending"), "azure_endpoint_pending", "error", id="pending"),
    pytest.param(state("Rejected"), "azure_endpoint_rejected", "error", id="rejected"),
    pytest.param(state("Disconnected"), "azure_endpoint_disconnected", "error", id="disconnected"),
    pytest.param(state("Removed"), "azure_endpoint_disconnected", "error", id="removed"),
    pytest.param(
        healthy(private_endpoints=[endpoint(), endpoint(ENDPOINT_2, vnet=OTHER, state="Pending")]),
        "azure_endpoint_pending",
        "warning",
        id="pending beside one that works",
    ),
    pytest.param(
        healthy(
            private_endpoints=[endpoint(ENDPOINT_2, vnet=OTHER), endpoint(state="Pending")],
            zone_groups=[zone_group(endpoint_id=ENDPOINT_2)],
        ),
        "azure_endpoint_pending",
        "error",
        id="pending in the jumphost's network",
    ),
    pytest.param(
        healthy(
            private_endpoints=[endpoint(), unreadable()],
            unread=[unread("Microsoft.Network/privateEndpoints/read", FOREIGN)],
        ),
        "azure_endpoint_unexpected",
        "error",
        id="an approved one that cannot be read",
    ),
    pytest.param(
        healthy(account={"public_network_access": "Enabled"}), "azure_public_access_enabled", "error", id="public"
    ),
    pytest.param(
        healthy(account={"public_network_access": "Enabled", "network_acls": {"default_action": "Allow"}}),
        "azure_public_access_enabled",
        "error",
        id="public, with rules that allow",
    ),
    pytest.param(
        healthy(account={"public_network_access": None}), "azure_public_access_enabled", "error", id="public not set"
    ),
    pytest.param(healthy(account=SELECTED), "azure_selected_networks", "error", id="selected networks"),
    pytest.param(
        healthy(account={"perimeters": [perimeter(mode="Audit")]}),
        "azure_perimeter",
        "warning",
        id="perimeter in doubt",
    ),
    pytest.param(healthy(account={"perimeters": [perimeter()]}), "azure_perimeter", "info", id="perimeter"),
    pytest.param(
        healthy(account={"perimeters": [perimeter(admits("192.0.2.0/24"))]}),
        "azure_perimeter_opens",
        "error",
        id="perimeter that opens",
    ),
    pytest.param(healthy(zones=[], zone_groups=[]), "azure_zone_missing", "error", id="no zone"),
    pytest.param(healthy(account=TWO_NAMES), "azure_zone_missing", "error", id="no zone for the second name"),
    pytest.param(zone_deleted(), "azure_zone_missing", "error", id="the zone group's zone was deleted"),
    pytest.param(
        shouting(zone_deleted()), "azure_zone_missing", "error", id="the zone group's zone was deleted, in capitals"
    ),
    pytest.param(
        zone_deleted(zone(ZONE_2, [])),
        "azure_record_missing",
        "error",
        id="the zone group's zone was deleted, a new one is empty",
    ),
    pytest.param(
        zone_deleted(zone(ZONE_2, [], [])),
        "azure_zone_not_linked",
        "error",
        id="the zone group's zone was deleted, a new one is not linked",
    ),
    pytest.param(
        healthy(zones=[zone(links=[link(OTHER)])]), "azure_zone_not_linked", "error", id="linked to another network"
    ),
    pytest.param(healthy(zones=[zone(links=[])]), "azure_zone_not_linked", "error", id="linked to nothing"),
    pytest.param(hub_and_spoke(linked_to=[VNET]), "azure_zone_not_linked", "error", id="linked to the spoke only"),
    pytest.param(
        healthy(zones=[zone(links=[]), zone(ZONE_2, [])]),
        "azure_zone_not_linked",
        "error",
        id="the empty zone is linked",
    ),
    pytest.param(
        healthy(zones=[zone(ZONE_2, [])]),
        "azure_zone_not_linked",
        "error",
        id="the empty zone is linked, the other one cannot be read",
    ),
    pytest.param(
        healthy(zones=[zone(links=[link(state="InProgress")])]), "azure_zone_link_incomplete", "error", id="in progress"
    ),
    pytest.param(
        healthy(zones=[zone(links=[link(provisioning_state="Failed")])]),
        "azure_zone_link_incomplete",
        "error",
        id="link failed",
    ),
    pytest.param(
        healthy(zones=[zone(links=[link(resolution_policy="NxDomainRedirect")])]),
        "azure_zone_fallback",
        "warning",
        id="fallback with a record",
    ),
    pytest.param(
        healthy(zones=[zone(records=[], links=[link(resolution_policy="NxDomainRedirect")])]),
        "azure_zone_fallback",
        "error",
        id="fallback hides that the record is missing",
    ),
    pytest.param(healthy(zone_groups=[]), "azure_zone_group_missing", "info", id="record kept by hand"),
    pytest.param(healthy(zones=[zone(records=[])]), "azure_record_missing", "error", id="record missing"),
    pytest.param(
        healthy(zones=[zone(records=[])], zone_groups=[]),
        "azure_record_missing",
        "error",
        id="record and group missing",
    ),
    pytest.param(healthy(zones=[zone(records=[STALE])]), "azure_record_stale", "error", id="record stale"),
    pytest.param(
        healthy(zones=[zone(records=[PRIVATE, STALE])]),
        "azure_record_stale",
        "error",
        id="a stale address beside the right",
    ),
    pytest.param(
        healthy(
            zones=[zone(records=["10.9.14.4"])],
            expected=EXPECTED_BOTH,
            private_endpoints=[endpoint(), endpoint(ENDPOINT_2, **SECOND)],
            zone_groups=[zone_group(), zone_group(endpoint_id=ENDPOINT_2)],
        ),
        "azure_record_stale",
        "error",
        id="overwritten by a second endpoint",
    ),
    pytest.param(
        healthy(account={"custom_subdomain": None}, private_endpoints=[], zones=[], zone_groups=[]),
        "azure_subdomain_missing",
        "error",
        id="no subdomain, and so no endpoint",
    ),
    pytest.param(
        healthy(account={"local_auth_disabled": False}), "azure_local_auth_enabled", "warning", id="local auth"
    ),
    pytest.param(
        healthy(account={"outbound_restricted": False}), "azure_outbound_unrestricted", "warning", id="outbound"
    ),
    pytest.param(guarded([rule()]), "azure_nsg_denies", "warning", id="security rule"),
    pytest.param(guarded(policies="RouteTableEnabled", routes=[route()]), "azure_route_diverts", "warning", id="route"),
    pytest.param(
        passed_by_a_firewall(), "azure_firewall_application_rule", "warning", id="firewall with an application rule"
    ),
    pytest.param(exposed(), "azure_jumphost_exposed", "error", id="jumphost with a public address"),
    pytest.param(
        denied("Microsoft.Network/networkSecurityGroups/read", GROUP), "azure_access_denied", "error", id="denied"
    ),
    pytest.param(
        denied("Microsoft.Network/privateDnsZones/read", None, reason="unavailable", message="timed out"),
        "azure_access_denied",
        "error",
        id="unavailable",
    ),
    pytest.param(nothing_read(), "azure_access_denied", "error", id="not asked at all"),
    pytest.param(
        dict(
            nothing_read(unread("Microsoft.CognitiveServices/accounts/read", None, "missing")),
            deleted_account={"name": "example", "location": "westeurope"},
        ),
        "azure_account_missing",
        "error",
        id="account deleted",
    ),
    pytest.param(
        nothing_read(
            unread("Microsoft.CognitiveServices/accounts/read", "x", "not_configured", "subscription_id: none")
        ),
        "azure_not_configured",
        "error",
        id="no subscription",
    ),
    pytest.param(
        healthy(account={"kind": "AIServices", "fqdns": [NAME, COGNITIVE], "required_zone_names": [ZONE]}),
        "azure_not_configured",
        "error",
        id="of another kind than declared",
    ),
    pytest.param(
        healthy(account={"custom_subdomain": "other"}, resource_name="example"),
        "azure_not_configured",
        "error",
        id="another subdomain",
    ),
    pytest.param(healthy(account={"provisioning_state": "Failed"}), "azure_not_provisioned", "error", id="failed"),
    pytest.param(healthy(account={"provisioning_state": "Creating"}), "azure_not_provisioned", "error", id="creating"),
    pytest.param(healthy(account={"provisioning_state": None}), "azure_not_provisioned", "error", id="no state"),
    pytest.param(
        healthy(private_endpoints=[endpoint(provisioning_state=None)]),
        "azure_not_provisioned",
        "error",
        id="endpoint without a state",
    ),
    pytest.param(
        healthy(private_endpoints=[endpoint(provisioning_state="Failed")]),
        "azure_not_provisioned",
        "error",
        id="endpoint failed",
    ),
    pytest.param(
        healthy(
            private_endpoints=[endpoint(provisioning_state="Failed", addresses={}, network_interface_ids=[])],
            zones=[zone(records=[])],
            zone_groups=[],
            expected={},
        ),
        "azure_not_provisioned",
        "error",
        id="endpoint failed and without an address",
    ),
    pytest.param(
        healthy(private_endpoints=[endpoint(provisioning_state="Updating")]),
        "azure_not_provisioned",
        "error",
        id="endpoint being changed",
    ),
    pytest.param(
        healthy(account={"public_network_access": "SecuredByMagic"}),
        "azure_public_access_enabled",
        "error",
        id="public access unheard of",
    ),
    pytest.param(
        healthy(account={"public_network_access": "Enabled", "network_acls": {"default_action": "Audit"}}),
        "azure_selected_networks",
        "error",
        id="default action unheard of",
    ),
    pytest.param(
        healthy(private_endpoints=[endpoint(), SHARED]), "azure_endpoint_pending", "warning", id="shared private link"
    ),
    pytest.param(
        healthy(private_endpoints=[endpoint(), dict(SHARED, state="Approved")]),
        "azure_endpoint_unexpected",
        "info",
        id="shared private link, approved",
    ),
    pytest.param(
        healthy(
            private_endpoints=[
                endpoint(),
                dict(SHARED, state="Approved", group_ids=["cognitiveservices_account"]),
                dict(SHARED, state="Approved", group_ids=["Foundry_Account"]),
            ]
        ),
        "azure_endpoint_unexpected",
        "info",
        id="shared private links to other services of the account",
    ),
    pytest.param(
        denied("Microsoft.CognitiveServices/accounts/deployments/read", "x"),
        "azure_access_denied",
        "error",
        id="deployments denied",
    ),
    pytest.param(
        nothing_read(unread("Microsoft.CognitiveServices/accounts/read", None)),
        "azure_access_denied",
        "error",
        id="the account itself is denied",
    ),
    pytest.param(
        healthy(account=dict(TWO_NAMES, required_zone_names=[ZONE])),
        "azure_name_not_compared",
        "error",
        id="a second name for which Azure has neither zone nor address",
    ),
]


@pytest.mark.parametrize("observed, code, severity", FAULTS)
def test_one_fault_has_exactly_its_code(observed, code, severity):
    assert [(found["code"], found["severity"]) for found in named(observed)] == [(code, severity)]


def test_a_kind_that_is_not_declared_is_azure_s():
    observed = healthy(account={"kind": "FormRecognizer", "fqdns": [COGNITIVE], "required_zone_names": []})
    assert "azure_not_configured" not in codes(observed, name="example")
    assert "azure_not_configured" in codes(observed, name="example", kind="OpenAI")


def test_every_code_of_azure_has_a_fault():
    # With DNS servers that nobody knows, no name can be compared.
    assert {fault.values[1] for fault in FAULTS} | {"azure_vnet_custom_dns"} == set(ENTRIES)


@pytest.mark.parametrize("observed, code, severity", FAULTS)
def test_remedies_name_real_resources(observed, code, severity):
    found = only(observed)
    cause = ENTRIES[code].under(found["evidence"]["variant"])
    # What only the reader can know.
    left = (
        {"object-id", "ip-config", "other-nameserver"}
        | ({"private-endpoint", "location", "subnet-id"} if code in ("azure_endpoint_missing",) else set())
        | (
            {"further-zone", "further-zone-id", "zone-resource-group"}
            if code
            in (
                "azure_endpoint_missing",
                "azure_endpoint_rejected",
                "azure_endpoint_disconnected",
                "azure_not_provisioned",
            )
            else set()
        )
    )
    left |= {"collection-priority"} if code == "azure_firewall_application_rule" else set()
    # Each further zone is added in the same way.
    left |= {"further-zone", "further-zone-id"} if code == "azure_zone_group_missing" else set()
    left |= {"first-zone", "first-zone-id"} if code == "azure_endpoint_missing" else set()
    left |= {"endpoint-subscription", "endpoint-resource-group"} if code == "azure_endpoint_missing" else set()
    for step in remedy(cause.remedy, found["evidence"]):
        open_fields = {text.partition(">")[0] for text in step["text"].split("<")[1:]}
        assert open_fields <= left, step
    for text in (found["summary"], fill(cause.why, found["evidence"])):
        assert "<" not in text


@pytest.mark.parametrize("observed, code, severity", FAULTS)
def test_nothing_is_changed_and_nothing_depends_on_the_moment(observed, code, severity):
    before = copy.deepcopy(observed)
    assert judge(observed, None) == judge(observed, None)
    assert observed == before


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=list(ENTRIES))
def test_fields_do_not_take_the_place_of_what_a_check_is(entry):
    taken = {
        "subject",
        "leg",
        "link",
        "status",
        "code",
        "severity",
        "confidence",
        "summary",
        "observed",
        "expected",
        "evidence",
        "variant",
        "at",
    }
    for cause in entry.causes:
        assert not taken & fields_of(cause.remedy)
        for text in (cause.summary, cause.why):
            assert not taken & {parsed[1] for parsed in string.Formatter().parse(text)}, text


@pytest.mark.parametrize(
    "intent, account, expected",
    [
        ("selected_networks", SELECTED, []),
        ("selected_networks", {"public_network_access": "Enabled"}, ["azure_public_access_enabled"]),
        ("selected_networks", {}, []),
        ("enabled", {"public_network_access": "Enabled"}, []),
        ("enabled", SELECTED, ["azure_selected_networks"]),
        ("enabled", {"public_network_access": None}, []),
        ("disabled", SELECTED, ["azure_selected_networks"]),
    ],
)
def test_intent(intent, account, expected):
    assert codes(healthy(account=account), public_access=intent) == expected


@pytest.mark.parametrize(
    "account, variant, changed",
    [
        pytest.param({"public_network_access": "Enabled"}, "selected", ["defaultAction=Deny"], id="no rules"),
        pytest.param(
            {"public_network_access": "Enabled", "network_acls": {"default_action": "Allow"}},
            "selected",
            ["defaultAction=Deny"],
            id="rules that allow",
        ),
        pytest.param({"public_network_access": None}, "selected_unset", [], id="nothing is set"),
    ],
)
def test_an_account_that_is_meant_for_selected_networks_is_not_to_be_closed(account, variant, changed):
    found = only(healthy(account=account), public_access="selected_networks")
    assert (found["code"], found["evidence"]["variant"]) == ("azure_public_access_enabled", variant)
    assert "properties.networkAcls" in typed(found)[0]
    assert [line.rpartition(".")[2] for line in typed(found)[1:]] == changed


def test_selected_networks_are_named():
    assert only(healthy(account=SELECTED))["summary"] == "example is open to selected public networks: 192.0.2.0/24"


def typed(found):
    """The commands of a finding's remedy."""
    cause = ENTRIES[found["code"]].under(found["evidence"]["variant"])
    return [step["text"] for step in remedy(cause.remedy, found["evidence"]) if step["kind"] == "command"]


def test_the_command_that_links_the_zone_can_be_typed_as_it_is():
    found = only(healthy(zones=[zone(links=[])]))
    assert typed(found) == [
        (
            "az network private-dns link vnet create --subscription 11111111-1111-4111-8111-111111111111 "
            f"--resource-group rg-ai --zone-name {ZONE} --name vnet-ai --virtual-network {VNET} "
            "--registration-enabled false"
        )
    ]


def test_the_zone_with_the_record_is_the_one_to_link():
    found = only(healthy(zones=[zone(ZONE_2, [], []), zone(links=[])], zone_groups=[]))
    assert found["evidence"]["zone_id"] == ZONE_ID


def test_the_zone_that_is_linked_instead_is_named():
    found = only(healthy(zones=[zone(links=[]), zone(ZONE_2, [])]))
    assert found["summary"] == f"vnet-ai is linked to the zone {ZONE} in rg-hub, but the record is in rg-ai"
    assert (found["evidence"]["zone_id"], found["evidence"]["linked_zone_id"]) == (ZONE_ID, ZONE_2)


@pytest.mark.parametrize(
    "observed, vnet, confidence",
    [
        pytest.param(healthy(zones=[zone(links=[link(OTHER)])]), VNET, "high", id="the jumphost's"),
        pytest.param(hub_and_spoke(linked_to=[VNET]), HUB, "high", id="the DNS server's"),
        pytest.param(no_jumphost(zones=[zone(links=[link(OTHER)])]), VNET, "medium", id="the endpoint's own"),
        pytest.param(no_jumphost(zones=[zone(links=[])]), VNET, "high", id="linked to nothing is sure all the same"),
    ],
)
def test_links_are_judged_for_the_network_that_answers(observed, vnet, confidence):
    evidence = only(observed)["evidence"]
    assert (evidence["vnet_id"], evidence["confidence"]) == (vnet, confidence)


def test_dns_servers_that_nobody_knows_are_named():
    not_compared, remark = judge(hub_and_spoke(hub=False))
    assert (remark["code"], remark["evidence"]["servers"]) == ("azure_vnet_custom_dns", HUB_DNS)
    assert HUB_DNS in not_compared["summary"]


def test_records_of_the_zone_group_show_a_fault_and_never_that_all_is_well():
    unread_records = [dict(zone(), records={}, record_kinds={})]
    assert codes(healthy(zones=unread_records)) == ["azure_name_not_compared"]
    assert codes(healthy(zones=unread_records, zone_groups=[zone_group(records=[STALE])])) == ["azure_record_stale"]


def test_a_deleted_zone_says_nothing_of_those_that_could_not_be_read():
    observed = zone_deleted()
    observed["unread"].append(unread("Microsoft.Network/privateDnsZones/read", "/subscriptions/..."))
    assert codes(observed) == ["azure_access_denied", "azure_name_not_compared"]


def test_a_deleted_zone_is_made_anew_and_added_to_the_zone_group():
    found = only(zone_deleted())
    assert (found["summary"], found["evidence"]["variant"]) == (
        (f"the subscription of example has no private DNS zone {ZONE}"),
        "grouped",
    )


def test_the_first_names_alone_are_wrong():
    observed = healthy(
        account=TWO_NAMES,
        zones=[
            zone(),
            zone(NETWORK + "/privateDnsZones/privatelink.cognitiveservices.azure.com", [STALE], name=COGNITIVE),
        ],
        private_endpoints=[endpoint(addresses={NAME: [PRIVATE], COGNITIVE: ["10.0.14.5"]})],
    )
    found = only(observed)
    assert (found["code"], found["evidence"]["name"]) == ("azure_record_stale", COGNITIVE)
    assert found["summary"] == f"the record for {COGNITIVE} has {STALE}, but the endpoint has 10.0.14.5"


@pytest.mark.parametrize(
    "reason, words",
    [
        ("denied", f"the identity lacks the action Microsoft.Network/networkInterfaces/read on {NIC}"),
        ("missing", f"Azure answers 404 to the action Microsoft.Network/networkInterfaces/read on {NIC}"),
        ("unavailable", f"{NIC} could not be read: timed out"),
        ("no_library", f"{NIC} could not be read: timed out"),
    ],
)
def test_what_could_not_be_read_is_named_with_its_action(reason, words):
    found = only(denied("Microsoft.Network/networkInterfaces/read", NIC, reason=reason, message="timed out"))
    assert (found["summary"], found["evidence"]["action"]) == (words, "Microsoft.Network/networkInterfaces/read")


def test_a_connection_that_does_not_tell_its_endpoint_is_named_itself():
    observed = healthy(
        private_endpoints=[endpoint(), dict(unreadable(), id=None, name=None)],
        unread=[unread("Microsoft.Network/routeTables/read", NIC)],
    )
    assert codes(observed) == ["azure_endpoint_unexpected", "azure_access_denied"]
    assert judge(observed)[0]["summary"] == f"an approved private endpoint cannot be read: {CONNECTION}"


def test_worst_first():
    observed = healthy(
        account={"public_network_access": "Enabled", "local_auth_disabled": False},
        zone_groups=[],
        private_endpoints=[endpoint(), unreadable(state="Rejected")],
    )
    assert codes(observed) == [
        "azure_public_access_enabled",
        "azure_endpoint_rejected",
        "azure_local_auth_enabled",
        "azure_zone_group_missing",
    ]


def test_the_commands_for_a_connection_name_it():
    found = only(state("Pending"))
    assert (found["evidence"]["connection_id"], found["evidence"]["private_endpoint_id"]) == (CONNECTION, ENDPOINT)
    assert LINK_ID not in str(found)


@pytest.mark.parametrize(
    "change, declared",
    [
        pytest.param(
            {"id": ENDPOINT.replace("/pe-", "/other-"), "subscription_id": SUBSCRIPTION.rpartition("/")[2]},
            {},
            id="in the account's own subscription: the caller lacks a right",
        ),
        pytest.param({}, {"private_addresses": {NAME: [PRIVATE]}}, id="its addresses are declared: somebody knows it"),
    ],
)
def test_an_unreadable_endpoint_that_is_no_stranger_is_no_fault(change, declared):
    found = [
        entry["code"]
        for entry in judge(
            healthy(
                private_endpoints=[endpoint(), unreadable(**change)],
                unread=[unread("Microsoft.Network/privateEndpoints/read", change.get("id", FOREIGN))],
            ),
            declared,
        )
    ]
    assert found == ["azure_access_denied"]


@pytest.mark.parametrize("reason", ["unavailable", "no_library"])
def test_an_endpoint_that_could_not_be_asked_for_is_unknown(reason):
    observed = healthy(
        private_endpoints=[endpoint(), unreadable()],
        unread=[dict(unread("Microsoft.Network/privateEndpoints/read", FOREIGN), reason=reason)],
    )
    assert codes(observed) == ["azure_access_denied"]


@pytest.mark.parametrize("state", [None, "Foo"])
def test_a_state_that_nobody_knows_is_no_pass(state):
    assert "azure_access_denied" in codes(healthy(private_endpoints=[endpoint(state=state)]))


THREE = [
    "privatelink." + suffix for suffix in ("openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com")
]
NAMES = ["example." + zone_name.partition(".")[2] for zone_name in THREE]


def three(records=True, zones=True, groups=()):
    """Return the side of an account with three names, whose zones may hold no records."""
    addresses = {name: [f"10.0.14.{number}"] for number, name in enumerate(NAMES, 4)}
    found = [
        zone(NETWORK + "/privateDnsZones/" + one, addresses[name] if records else [], name=name)
        for one, name in zip(THREE, NAMES)
    ]
    return healthy(
        account={"fqdns": NAMES, "required_zone_names": THREE},
        zones=found if zones else [],
        zone_groups=list(groups),
        private_endpoints=[endpoint(addresses=addresses)],
    )


def steps(observed):
    return [text for found in judge(observed) for text in typed(found)]


@pytest.mark.parametrize("observed", [three(records=False), three(zones=False), three()])
def test_one_command_makes_the_zone_group_and_the_others_add_to_it(observed):
    made = [step for step in steps(observed) if "dns-zone-group" in step]
    assert ["dns-zone-group create" in step for step in made] == [True] + [False] * (len(made) - 1)
    assert len(made) > 1 and all("dns-zone-group add" in step for step in made[1:])


@pytest.mark.parametrize(
    "observed",
    [
        three(records=False, groups=[zone_group(NETWORK + "/privateDnsZones/" + THREE[0], records=[])]),
        healthy(zones=[zone(records=[])]),
        healthy(zones=[zone(records=[STALE])]),
        healthy(zones=[zone(records=[], links=[link(resolution_policy="NxDomainRedirect")])]),
    ],
)
def test_a_zone_group_is_never_deleted_nor_replaced(observed):
    told = [step for step in steps(observed) if "dns-zone-group" in step]
    assert told and not [step for step in told if "group delete" in step or "group create" in step]


@pytest.mark.parametrize(
    "records, words",
    [
        ([STALE], f"--ipv4-address {STALE} --keep"),
        ([PRIVATE, STALE], f"--ipv4-address {STALE} --keep"),
        ([PRIVATE, STALE, "10.0.14.99"], f"for address in {STALE} 10.0.14.99; do az "),
    ],
)
def test_only_the_wrong_addresses_are_removed(records, words):
    told = steps(healthy(zones=[zone(records=records)], zone_groups=[]))
    assert words in told[0] and f"{PRIVATE} " not in told[0]


@pytest.mark.parametrize("value", ["Rejected", "Disconnected"])
def test_a_new_endpoint_s_zone_is_named(value):
    (made,) = [step for step in steps(state(value)) if "dns-zone-group create" in step]
    assert f"--zone-name {ZONE} --private-dns-zone {ZONE_ID}" in made


def test_names_are_quoted_for_the_shell_in_commands_only():
    cause = ENTRIES["azure_record_missing"].under()
    assert "--resource-group 'rg(ai)' " in remedy(cause.remedy, {"endpoint_resource_group": "rg(ai)"})[0]["text"]
    assert fill(cause.summary, {"zone_resource_group": "rg(ai)"}).count("'") == 0


@pytest.mark.parametrize(
    "zones, expected",
    [
        pytest.param([], "azure_zone_missing", id="no zone"),
        pytest.param([zone(links=[link(OTHER)])], "azure_zone_not_linked", id="linked to another network"),
        pytest.param([zone(records=[])], None, id="no record yet"),
        pytest.param([zone(records=[STALE])], None, id="a record of the endpoint before it"),
    ],
)
@pytest.mark.parametrize(
    "waiting, code", [("Pending", "azure_endpoint_pending"), ("Rejected", "azure_endpoint_rejected")]
)
def test_zones_and_links_are_judged_before_the_endpoint_is_approved(zones, expected, waiting, code):
    observed = dict(state(waiting), zones=zones, zone_groups=[])
    assert {found["code"] for found in judge(observed)} - {
        "azure_local_auth_enabled",
        "azure_outbound_unrestricted",
    } == {code, expected} - {None}


@pytest.mark.parametrize("state", ["Disconnected", "Rejected"])
def test_a_connection_left_behind_never_costs_the_endpoint_that_works(state):
    left = endpoint(ENDPOINT.upper(), state=state, connection_id=CONNECTION + "-old", connection_name="old")
    found = only(healthy(private_endpoints=[left, endpoint()]))
    assert (found["code"], found["severity"]) == (f"azure_endpoint_{state.lower()}", "warning")
    assert typed(found) == [f"az network private-endpoint-connection delete --id {CONNECTION}-old"]
