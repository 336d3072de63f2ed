# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is compared for each name, which zone decides, and what the commands for zones and records name."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judge, judged
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.finding import ENTRIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import remedy
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    ENDPOINT,
    FOREIGN,
    HUB,
    HUB_DNS,
    LINK_ID,
    NETWORK,
    OTHER,
    VNET,
    ZONE,
    ZONE_ID,
    endpoint,
    healthy,
    hub_and_spoke,
    link,
    network,
    no_jumphost,
    nothing_read,
    unread,
    unreadable,
    zone,
    zone_group,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import NAME, PRIVATE, STALE

SPARE = NETWORK.replace("rg-ai", "rg-hub") + "/privateDnsZones/" + ZONE
SPARE_LINK = SPARE + "/virtualNetworkLinks/vnet-ai"
INTERFACE = endpoint()["network_interface_ids"][0]
OPENAI, COGNITIVE = ZONE, "privatelink.cognitiveservices.azure.com"
READ_LINKS = "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read"
READ_RECORDS = "Microsoft.Network/privateDnsZones/A/read"


def linked(resource_id=SPARE, records=(PRIVATE,), **more):
    """Return a zone beside the usual one that is linked to the network."""
    return zone(resource_id, records, [link(resource_id=resource_id + "/virtualNetworkLinks/vnet-ai")], **more)


def without_link(records=(PRIVATE,)):
    """Return the usual zone, linked to nothing."""
    return zone(records=records, links=[])


def denied(resource_id):
    """Return a zone that may not be read."""
    return dict(zone(resource_id), records=None, record_kinds={}, links=None)


def compared(observed):
    """Return the only comparison, and the codes of all findings."""
    found = judged(observed)
    (comparison,) = found["comparisons"]
    return comparison, [each["code"] for each in found["findings"]]


def unread_interface():
    return healthy(
        private_endpoints=[endpoint(addresses={})],
        unread=[unread("Microsoft.Network/networkInterfaces/read", INTERFACE)],
    )


SAME = [
    pytest.param(healthy(), ZONE_ID, VNET, id="healthy"),
    pytest.param(hub_and_spoke(), ZONE_ID, HUB, id="the hub answers"),
    pytest.param(healthy(zones=[zone(kind="wildcard")]), ZONE_ID, VNET, id="the wildcard record is right"),
    pytest.param(healthy(zones=[without_link(records=[STALE]), linked()]), SPARE, VNET, id="the linked twin is right"),
    pytest.param(
        healthy(zones=[zone(), zone(SPARE, [STALE], [])]), ZONE_ID, VNET, id="the twin that is not linked is stale"
    ),
    pytest.param(healthy(zones=[zone(), denied(SPARE)]), ZONE_ID, VNET, id="a spare zone may not be read"),
    pytest.param(
        healthy(account={"required_zone_names": [COGNITIVE]}), ZONE_ID, VNET, id="Azure does not list the own zone"
    ),
    pytest.param(healthy(account={"required_zone_names": None}), ZONE_ID, VNET, id="required zones unread"),
]


@pytest.mark.parametrize("observed, zone_id, vnet_id", SAME)
def test_a_right_record_is_compared_with_the_endpoint(observed, zone_id, vnet_id):
    comparison, codes = compared(observed)
    assert codes == []
    assert comparison == {
        "name": NAME,
        "expected": [PRIVATE],
        "zone_id": zone_id,
        "vnet_id": vnet_id,
        "records": [PRIVATE],
        "result": "same",
        "reason": None,
    }


DIFFERENT = [
    pytest.param(healthy(zones=[zone(records=[STALE])]), "azure_record_stale", "grouped", id="stale"),
    pytest.param(
        healthy(zones=[without_link(), linked(records=[STALE])]),
        "azure_record_stale",
        "twin",
        id="the linked twin is stale",
    ),
    pytest.param(
        healthy(zones=[without_link(records=[STALE]), linked(records=["10.0.14.98"])], zone_groups=[]),
        "azure_record_stale",
        None,
        id="both twins are stale",
    ),
    pytest.param(
        healthy(zones=[without_link(), linked(records=[])]),
        "azure_zone_not_linked",
        "other_zone",
        id="the linked twin is empty, the other is right",
    ),
    pytest.param(
        healthy(zones=[without_link(records=[STALE]), linked(records=[])], zone_groups=[]),
        "azure_record_missing",
        None,
        id="the linked twin is empty, the other is stale",
    ),
    pytest.param(
        healthy(zones=[zone(records=[STALE]), denied(SPARE)]),
        "azure_record_stale",
        "grouped",
        id="stale beside a spare zone that may not be read",
    ),
    pytest.param(
        healthy(zones=[zone(records=[STALE], kind="wildcard")]),
        "azure_record_stale",
        "wildcard_grouped",
        id="stale wildcard",
    ),
    pytest.param(
        healthy(zones=[zone(records=[STALE], kind="wildcard")], zone_groups=[]),
        "azure_record_stale",
        "wildcard",
        id="stale wildcard, no zone group",
    ),
    pytest.param(
        healthy(zones=[zone(records=[], kind="empty")]), "azure_record_missing", "grouped", id="empty record set"
    ),
    pytest.param(
        healthy(zones=[zone(records=[], kind="empty", links=[link(resolution_policy="NxDomainRedirect")])]),
        "azure_record_missing",
        "grouped",
        id="from an empty record set nothing falls back",
    ),
    pytest.param(
        healthy(account={"required_zone_names": [COGNITIVE]}, zones=[zone(records=[STALE])]),
        "azure_record_stale",
        "grouped",
        id="stale in a zone that Azure does not list",
    ),
    pytest.param(
        healthy(account={"required_zone_names": [COGNITIVE]}, zones=[], zone_groups=[]),
        "azure_zone_missing",
        None,
        id="Azure does not list the own zone, and there is none",
    ),
    pytest.param(
        hub_and_spoke(linked_to=[], hub=False), "azure_zone_not_linked", "nowhere", id="unknown hub, linked to nothing"
    ),
    pytest.param(
        healthy(private_endpoints=[endpoint(addresses={})], zones=[zone(records=[])]),
        "azure_record_missing",
        "grouped",
        id="no record, whatever the address",
    ),
]


@pytest.mark.parametrize("observed, code, variant", DIFFERENT)
def test_what_differs_has_a_finding_and_says_so(observed, code, variant):
    (comparison,) = judged(observed)["comparisons"]
    (found,) = [
        each for each in judge(observed) if each["code"] not in ("azure_vnet_custom_dns", "azure_access_denied")
    ]
    assert (found["code"], found["evidence"]["variant"]) == (code, variant)
    assert (comparison["result"], comparison["reason"]) == ("different", found["summary"])


LINK_STATES = [
    ("Completed", "Succeeded", "same"),
    ("COMPLETED", "succeeded", "same"),
    ("Completed", "Updating", "same"),
    ("Completed", "Failed", "different"),
    ("Completed", "CANCELED", "different"),
    ("Completed", "Deleting", "different"),
    ("InProgress", "Succeeded", "different"),
    ("InProgress", None, "different"),
    ("SomethingNew", "Succeeded", "different"),
    (None, "Failed", "different"),
    (None, "Succeeded", "unknown"),
    ("Completed", None, "unknown"),
]


@pytest.mark.parametrize("state, provisioning_state, result", LINK_STATES)
def test_only_a_link_that_is_complete_answers(state, provisioning_state, result):
    comparison, codes = compared(
        healthy(zones=[zone(links=[link(state=state, provisioning_state=provisioning_state)])])
    )
    expected = {"same": [], "different": ["azure_zone_link_incomplete"], "unknown": ["azure_name_not_compared"]}
    assert (comparison["result"], codes) == (result, expected[result])


UNKNOWN = [
    pytest.param(
        healthy(private_endpoints=[endpoint(addresses={})]), "has no address for the name", id="interface without names"
    ),
    pytest.param(
        healthy(private_endpoints=[endpoint(addresses={}, network_interface_ids=[])]),
        "pe-example has no network interface",
        id="endpoint without an interface",
    ),
    pytest.param(unread_interface(), "(Microsoft.Network/networkInterfaces/read)", id="interface unread"),
    pytest.param(healthy(zones=[zone(kind="alias") | {"records": {}}]), "is an alias (CNAME)", id="alias"),
    pytest.param(
        healthy(
            zones=[dict(zone(), records=None, record_kinds={})], unread=[unread(READ_RECORDS, ZONE_ID)], zone_groups=[]
        ),
        f"{ZONE} (rg-ai) could not be read ({READ_RECORDS})",
        id="record unread",
    ),
    pytest.param(
        healthy(zones=[denied(ZONE_ID)], unread=[unread(READ_LINKS, ZONE_ID)]),
        f"rg-ai could not be read ({READ_LINKS})",
        id="the only zone may not be read",
    ),
    pytest.param(
        healthy(zones=[without_link(), denied(SPARE)]),
        f"rg-hub could not be read ({READ_LINKS})",
        id="a twin hides the link",
    ),
    pytest.param(
        healthy(zones=[zone(SPARE, [], [])], unread=[unread("Microsoft.Network/privateDnsZones/read", ZONE_ID)]),
        "rg-ai could not be read (Microsoft.Network/privateDnsZones/read)",
        id="the zone of the group may be the linked one",
    ),
    pytest.param(
        healthy(
            zones=[], zone_groups=[], unread=[unread("Microsoft.Network/privateDnsZones/read", "/subscriptions/1")]
        ),
        "zones of the subscription could not be read (Microsoft.Network/privateDnsZones/read)",
        id="zones unread",
    ),
    pytest.param(
        hub_and_spoke(hub=False),
        f"the DNS servers that queries from vnet-ai are sent to ({HUB_DNS})",
        id="DNS servers in no known network",
    ),
    pytest.param(
        healthy(virtual_networks=[], unread=[unread("Microsoft.Network/virtualNetworks/read", VNET)]),
        "could not be read (Microsoft.Network/virtualNetworks/read)",
        id="network unread",
    ),
    pytest.param(
        healthy(
            private_endpoints=[unreadable(ENDPOINT)],
            unread=[unread("Microsoft.Network/privateEndpoints/read", ENDPOINT)],
        ),
        "no private endpoint that could be read (Microsoft.Network/privateEndpoints/read)",
        id="endpoint unread",
    ),
    pytest.param(
        healthy(
            zones=[zone(records=[PRIVATE, STALE])],
            private_endpoints=[endpoint(), unreadable()],
            unread=[unread("Microsoft.Network/privateEndpoints/read", FOREIGN, "unavailable")],
        ),
        "another private endpoint",
        id="another endpoint may have the address",
    ),
]


@pytest.mark.parametrize("observed, reason", UNKNOWN)
def test_a_name_that_could_not_be_compared_says_why_and_is_no_pass(observed, reason):
    comparison, codes = compared(observed)
    assert comparison["result"] == "unknown"
    assert reason in comparison["reason"]
    assert "azure_name_not_compared" in codes
    (found,) = [each for each in judge(observed) if each["code"] == "azure_name_not_compared"]
    assert (found["severity"], found["evidence"]["name"]) == ("error", NAME)
    assert comparison["reason"] in found["summary"]


@pytest.mark.parametrize(
    "observed, code",
    [
        pytest.param(healthy(private_endpoints=[], zones=[], expected={}), "azure_endpoint_missing", id="no endpoint"),
        pytest.param(
            healthy(private_endpoints=[endpoint(state="Pending")], expected={}), "azure_endpoint_pending", id="pending"
        ),
    ],
)
def test_the_fault_of_the_endpoint_stands_for_its_names(observed, code):
    comparison, codes = compared(observed)
    assert (comparison["result"], codes) == ("unknown", [code])


def test_without_the_account_nothing_is_compared():
    assert judged(nothing_read())["comparisons"] == []


def test_each_network_that_answers_is_compared():
    observed = hub_and_spoke(linked_to=[HUB])
    observed["virtual_networks"][0]["dns_servers"] = ["10.0.3.4", HUB_DNS]
    found = judged(observed)
    assert [(each["vnet_id"], each["result"]) for each in found["comparisons"]] == [(VNET, "different"), (HUB, "same")]


def test_two_networks_that_ask_the_same_one_are_compared_once():
    observed = hub_and_spoke()
    observed["virtual_networks"].append(network(OTHER, "10.9.0.0/16", servers=[HUB_DNS]))
    (first,) = observed["jumphost"]["network_interfaces"]
    observed["jumphost"]["network_interfaces"].append(
        dict(first, id=first["id"] + "-2", subnet_id=OTHER + "/subnets/jumphosts", virtual_network_id=OTHER)
    )
    assert [(each["vnet_id"], each["result"]) for each in judged(observed)["comparisons"]] == [(HUB, "same")]


def test_a_second_network_that_could_not_be_read_leaves_the_name_unknown():
    second = endpoint(ENDPOINT.replace("pe-example", "pe-other"), {NAME: ["10.9.14.4"]}, OTHER)
    found = judged(no_jumphost(private_endpoints=[endpoint(), second], zone_groups=[zone_group()]))
    assert [(each["vnet_id"], each["result"]) for each in found["comparisons"]] == [(VNET, "same"), (None, "unknown")]
    assert "azure_name_not_compared" in [each["code"] for each in found["findings"]]


def typed(observed, code):
    """Return the commands of the only finding with a code."""
    (found,) = [each for each in judge(observed) if each["code"] == code]
    cause = ENTRIES[code].under(found["evidence"]["variant"])
    return [step["text"] for step in remedy(cause.remedy, found["evidence"]) if step["kind"] == "command"]


@pytest.mark.parametrize(
    "taken, name",
    [
        pytest.param([], "vnet-ai", id="free"),
        pytest.param(["vnet-other"], "vnet-ai", id="another name is taken"),
        pytest.param(["vnet-ai"], "vnet-ai-2", id="taken"),
        pytest.param(["VNET-AI", "vnet-ai-2"], "vnet-ai-3", id="taken twice, in capitals"),
    ],
)
def test_a_new_link_never_has_the_name_of_another(taken, name):
    links = [link(OTHER, ZONE_ID + "/virtualNetworkLinks/" + each, name=each) for each in taken]
    (command,) = typed(healthy(zones=[zone(links=links)]), "azure_zone_not_linked")
    assert f"--name {name} --virtual-network {VNET} " in command


def test_a_link_that_is_deleted_first_gives_its_name_back():
    commands = typed(healthy(zones=[zone(links=[link(state="InProgress")])]), "azure_zone_link_incomplete")
    assert "link vnet delete --ids " + LINK_ID in commands[1] and "--name vnet-ai " in commands[2]


@pytest.mark.parametrize(
    "records, code", [([], "azure_zone_not_linked"), ([STALE], "azure_record_stale")], ids=["empty", "stale"]
)
def test_of_twins_the_one_whose_record_is_right_is_linked(records, code):
    unlink, create = typed(healthy(zones=[without_link(), linked(records=records)]), code)
    assert "--ids " + SPARE_LINK in unlink
    assert "--resource-group rg-ai " in create and f"--virtual-network {VNET}" in create


def test_the_network_to_link_is_asked_for_where_nobody_knows_it():
    (command,) = typed(hub_and_spoke(linked_to=[], hub=False), "azure_zone_not_linked")
    assert "--name <link-name> --virtual-network <vnet-id> " in command


@pytest.mark.parametrize("groups, step", [([zone_group()], "remove"), ([], "create")], ids=["grouped", "by hand"])
def test_a_wildcard_record_gives_way_to_one_of_the_name(groups, step):
    told = typed(healthy(zones=[zone(records=[STALE], kind="wildcard")], zone_groups=groups), "azure_record_stale")
    assert f"dns-zone-group {step} " in told[0] and not [text for text in told if "record-set" in text]


@pytest.mark.parametrize(
    "code, zones",
    [
        pytest.param("azure_record_missing", [zone(records=[])], id="missing"),
        pytest.param("azure_record_stale", [zone(records=[STALE])], id="stale"),
        pytest.param("azure_record_stale", [zone(records=[STALE], kind="wildcard")], id="wildcard"),
        pytest.param(
            "azure_zone_fallback",
            [zone(records=[], links=[link(resolution_policy="NxDomainRedirect")])],
            id="missing and hidden",
        ),
    ],
)
@pytest.mark.parametrize(
    "groups, steps",
    [
        pytest.param([], ["create"], id="no group"),
        pytest.param([zone_group(ZONE_ID.replace(ZONE, COGNITIVE))], ["add"], id="a group of another zone"),
        pytest.param([zone_group()], ["remove", "add"], id="a group of the zone"),
    ],
)
def test_a_zone_is_taken_out_of_the_zone_group_only_if_it_is_in_it(code, zones, groups, steps):
    told = [text for text in typed(healthy(zones=zones, zone_groups=groups), code) if "dns-zone-group" in text]
    assert [text.partition(" dns-zone-group ")[2].split()[0] for text in told] == steps


LEFT = zone(records=[STALE])
GONE = endpoint(state="Approved", exists=False, readable=True, addresses={})


@pytest.mark.parametrize(
    "endpoints, zones, groups, code, deleted",
    [
        pytest.param([GONE], [LEFT], [], "azure_endpoint_missing", True, id="gone, record left"),
        pytest.param([], [LEFT], [], "azure_endpoint_missing", True, id="no connection either, record left"),
        pytest.param([], [zone(records=[])], [], "azure_endpoint_missing", False, id="never had one"),
        pytest.param([GONE], [zone(records=[])], [], "azure_endpoint_missing", False, id="gone, no record"),
        pytest.param(
            [GONE], [zone(records=[STALE], kind="wildcard")], [], "azure_endpoint_missing", False, id="gone, wildcard"
        ),
        pytest.param(
            [endpoint(state="Rejected")], [zone()], [], "azure_endpoint_rejected", True, id="rejected, record by hand"
        ),
        pytest.param(
            [endpoint(state="Rejected")],
            [zone()],
            [zone_group()],
            "azure_endpoint_rejected",
            False,
            id="rejected, the record goes with the zone group",
        ),
        pytest.param(
            [endpoint(state="Rejected")],
            [zone()],
            [zone_group(ZONE_ID.replace(ZONE, COGNITIVE))],
            "azure_endpoint_rejected",
            True,
            id="rejected, the zone group is of another zone",
        ),
        pytest.param(
            [endpoint(state="Disconnected")], [zone()], [], "azure_endpoint_disconnected", True, id="disconnected"
        ),
        pytest.param(
            [endpoint(state="Rejected"), endpoint(FOREIGN, {NAME: [STALE]}, state="Pending")],
            [zone(records=[STALE])],
            [],
            "azure_endpoint_rejected",
            False,
            id="the record is that of another endpoint",
        ),
    ],
)
def test_an_endpoint_that_is_created_again_gets_its_record_again(endpoints, zones, groups, code, deleted):
    observed = healthy(private_endpoints=endpoints, zones=zones, zone_groups=groups, expected={})
    commands = typed(observed, code)
    create = next(index for index, text in enumerate(commands) if "private-endpoint create" in text)
    assert "dns-zone-group create" in commands[create + 1]
    assert ([text for text in commands[:create] if "az resource delete" in text] != []) is deleted
    if deleted:
        assert f"az resource delete --ids {ZONE_ID}/A/example" in commands


def test_of_twins_a_new_zone_group_uses_the_one_that_is_linked():
    observed = healthy(private_endpoints=[GONE], zones=[without_link(records=[]), linked(records=[])], zone_groups=[])
    (group,) = [text for text in typed(observed, "azure_endpoint_missing") if "dns-zone-group create" in text]
    assert f"--private-dns-zone {SPARE}" in group


@pytest.mark.parametrize("manual", [True, False])
def test_policies_are_named_only_where_the_connection_is_manual(manual):
    (found,) = judge(healthy(private_endpoints=[endpoint(manual=manual)], zone_groups=[]))
    assert found["code"] == "azure_zone_group_missing"
    assert ("policies" in found["summary"]) is manual


def test_a_name_that_only_the_second_endpoint_has_is_not_compared_with_the_first():
    second = endpoint(ENDPOINT.replace("pe-example", "pe-other"), {NAME: ["10.9.14.4"]}, OTHER)
    observed = healthy(private_endpoints=[endpoint(addresses={}), second], virtual_networks=[network()])
    comparison, codes = compared(observed)
    assert (comparison["result"], comparison["expected"]) == ("unknown", [])
    assert "azure_record_stale" not in codes


def test_zone_names_in_capitals_are_the_same_zone():
    observed = healthy(zones=[dict(zone(), name=OPENAI.upper())])
    assert compared(observed)[0]["result"] == "same"
