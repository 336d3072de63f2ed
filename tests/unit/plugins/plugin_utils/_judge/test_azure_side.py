# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's side and the clients', judged together."""

from __future__ import annotations

import copy
import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judge as judge_azure
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.finding import ENTRIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.needed import words_of_missing
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    ACCOUNT_ID,
    ENDPOINT,
    FOREIGN,
    NIC,
    OTHER,
    VNET,
    ZONE_ID,
    admits,
    behind_firewall,
    elsewhere,
    endpoint,
    firewall,
    firewall_rule,
    guarded,
    healthy,
    hub_and_spoke,
    link,
    no_jumphost,
    nothing_read,
    perimeter,
    returned,
    route,
    rule,
    unread,
    unreadable,
    zone,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    KEYLESS,
    NAME,
    PRIVATE,
    PUBLIC,
    SERVED,
    STALE,
    commands,
    dns,
    estate,
    inside,
    outside,
    probe,
    wide_estate,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.growth import growth

PERIMETERS = "Microsoft.CognitiveServices/accounts/networkSecurityPerimeterConfigurations/read"
UNTYPED = {"private_addresses": {}, "resource_group": "rg-ai"}
TO_PUBLIC = probe("gate_public_access_disabled", PUBLIC)
SILENT = (probe("tcp_timeout", PRIVATE), probe("tcp_timeout", PRIVATE, connect_to=PRIVATE))


def sees(code, address, *probes, **more):
    return inside(*probes, dns=dns(code, address), **more), outside(DENIED)


LED_OUT = sees("dns_public_address", PUBLIC, TO_PUBLIC, SERVED[1])
LED_ASTRAY = sees("dns_wrong_address", STALE, probe("tcp_timeout", STALE), SERVED[1])
NO_RECORD = sees("dns_record_missing", None, probe("dns_record_missing", None), SERVED[1])
NO_NAME = sees("dns_name_unknown", None, probe("dns_name_unknown", None))
NO_ENDPOINT = sees("dns_no_privatelink", PUBLIC, TO_PUBLIC)
STOPPED = (inside(*SILENT), outside(DENIED))
REFUSED = (
    inside(*[probe("gate_private_endpoint_not_approved", connect_to=at) for at in (None, PRIVATE)]),
    outside(DENIED),
)
OPEN = (inside(*SERVED), outside(probe("model_ok", PUBLIC)))
SELECTED = (inside(*SERVED), outside(probe("gate_network_rules", PUBLIC)))
LED_PUBLICLY = (
    inside(*[probe("gate_public_access_disabled", PRIVATE, connect_to=at) for at in (None, PRIVATE)]),
    outside(DENIED),
)
NO_SUBDOMAIN = (
    inside(probe("gate_custom_subdomain_required"), probe("gate_custom_subdomain_required", connect_to=PRIVATE)),
    outside(DENIED),
)

PUBLIC_ACCESS = healthy(account={"public_network_access": "Enabled"})
RULES = healthy(
    account={"public_network_access": "Enabled", "network_acls": {"default_action": "Deny", "ip_rules": ["192.0.2.1"]}}
)
MISSING = nothing_read(unread("Microsoft.CognitiveServices/accounts/read", None, "missing"))
NO_ACCESS = nothing_read(unread("Microsoft.CognitiveServices/accounts/read", "/subscriptions/1"))
NOT_LINKED = healthy(zones=[zone(links=[link(OTHER)])])
EXPOSED = healthy()
EXPOSED["jumphost"]["network_interfaces"][0]["public_addresses"] = ["203.0.113.77"]
OVERWRITTEN = healthy(
    zones=[zone(records=["10.9.14.4"])],
    expected={NAME: [PRIVATE, "10.9.14.4"]},
    private_endpoints=[endpoint(), endpoint(ENDPOINT.replace("pe-example", "pe-other"), {NAME: ["10.9.14.4"]}, OTHER)],
)
UNEXPECTED = healthy(private_endpoints=[endpoint(), unreadable(FOREIGN)])


def azure(*observed, **more):
    return dict({"accounts": [returned(each) for each in observed]}, **more)


def account_of(observations, *observed, account=None, complete=True, accept=False, **more):
    given = estate(*observations, account=account, azure=azure(*observed, **more))
    return judge(dict(given, accept_azure_evidence=accept), complete)["accounts"][0]


def azure_checks(account):
    return [
        (found["code"], found["status"], found["severity"]) for found in account["checks"] if found["leg"] == "azure"
    ]


def state(value):
    return healthy(private_endpoints=[endpoint(state=value)], expected={})


JOINED = [
    pytest.param(MISSING, NO_NAME, "fail", "azure_account_missing", ["dns_name_unknown"], id="account missing"),
    pytest.param(
        healthy(account={"custom_subdomain": None}),
        NO_SUBDOMAIN,
        "fail",
        "azure_subdomain_missing",
        ["gate_custom_subdomain_required"],
        id="no subdomain",
    ),
    pytest.param(
        healthy(private_endpoints=[], zones=[], expected={}),
        NO_ENDPOINT,
        "fail",
        "azure_endpoint_missing",
        ["dns_no_privatelink"],
        id="no endpoint",
    ),
    pytest.param(
        state("Pending"),
        REFUSED,
        "fail",
        "azure_endpoint_pending",
        ["gate_private_endpoint_not_approved"],
        id="pending",
    ),
    pytest.param(
        state("Rejected"),
        REFUSED,
        "fail",
        "azure_endpoint_rejected",
        ["gate_private_endpoint_not_approved"],
        id="rejected",
    ),
    pytest.param(
        state("Disconnected"), STOPPED, "fail", "azure_endpoint_disconnected", ["tcp_timeout"], id="disconnected"
    ),
    pytest.param(UNEXPECTED, HEALTHY, "fail", "azure_endpoint_unexpected", [], id="unexpected endpoint"),
    pytest.param(PUBLIC_ACCESS, OPEN, "fail", "azure_public_access_enabled", ["gate_public_open"], id="open"),
    pytest.param(
        PUBLIC_ACCESS, HEALTHY, "fail", "azure_public_access_enabled", [], id="open, which has not arrived everywhere"
    ),
    pytest.param(RULES, SELECTED, "fail", "azure_selected_networks", ["gate_network_rules"], id="selected networks"),
    pytest.param(
        RULES, OPEN, "fail", "azure_selected_networks", ["gate_public_open"], id="selected networks, seen from one"
    ),
    pytest.param(
        healthy(account={"perimeters": [perimeter(admits("192.0.2.0/24"), mode="Learning")]}),
        HEALTHY,
        "pass",
        None,
        [],
        id="a perimeter whose effect is not known, closed from outside",
    ),
    pytest.param(
        healthy(account={"perimeters": [perimeter(admits("198.51.100.0/24"))]}),
        OPEN,
        "fail",
        "azure_perimeter_opens",
        ["gate_public_open"],
        id="opened by a perimeter",
    ),
    pytest.param(
        healthy(account={"perimeters": None}, unread=[unread(PERIMETERS, ACCOUNT_ID)]),
        HEALTHY,
        "pass",
        None,
        [],
        id="perimeters not read, closed from outside",
    ),
    pytest.param(
        behind_firewall(firewall(firewall_rule())),
        LED_PUBLICLY,
        "fail",
        "azure_firewall_application_rule",
        ["gate_public_access_disabled"],
        id="a firewall connects to the public endpoint instead",
    ),
    pytest.param(
        behind_firewall(firewall(firewall_rule(), servers=["10.200.0.53"])),
        LED_PUBLICLY,
        "fail",
        "azure_firewall_application_rule",
        ["gate_public_access_disabled"],
        id="a firewall may connect to the public endpoint instead",
    ),
    pytest.param(
        behind_firewall(firewall(firewall_rule("network"), firewall_rule())),
        LED_PUBLICLY,
        "fail",
        "gate_public_access_disabled",
        [],
        id="a firewall passes the connection on, something else is in front",
    ),
    pytest.param(
        behind_firewall(firewall(firewall_rule())), HEALTHY, "pass", None, [], id="a firewall that finds the address"
    ),
    pytest.param(
        healthy(zones=[], zone_groups=[]), LED_OUT, "fail", "azure_zone_missing", ["dns_public_address"], id="no zone"
    ),
    pytest.param(
        healthy(zones=[], zone_groups=[]), HEALTHY, "pass", None, [], id="no zone that is known, client is well"
    ),
    pytest.param(NOT_LINKED, LED_OUT, "fail", "azure_zone_not_linked", ["dns_public_address"], id="not linked"),
    pytest.param(NOT_LINKED, HEALTHY, "pass", None, [], id="not linked, client is well"),
    pytest.param(
        NOT_LINKED, LED_ASTRAY, "fail", "dns_wrong_address", [], id="not linked does not explain a wrong address"
    ),
    pytest.param(
        NOT_LINKED, NO_RECORD, "fail", "dns_record_missing", [], id="not linked does not explain a name that is denied"
    ),
    pytest.param(
        hub_and_spoke(linked_to=[VNET]),
        LED_OUT,
        "fail",
        "azure_zone_not_linked",
        ["dns_public_address"],
        id="not linked to the hub",
    ),
    pytest.param(
        healthy(zones=[zone(links=[]), zone(ZONE_ID.replace("rg-ai", "rg-hub"), [])]),
        NO_RECORD,
        "fail",
        "azure_zone_not_linked",
        ["dns_record_missing"],
        id="the empty zone of the same name is linked",
    ),
    pytest.param(
        healthy(zones=[zone(links=[link(state="InProgress")])]),
        LED_OUT,
        "fail",
        "azure_zone_link_incomplete",
        ["dns_public_address"],
        id="link in progress",
    ),
    pytest.param(
        healthy(zones=[zone(records=[], links=[link(resolution_policy="NxDomainRedirect")])]),
        LED_OUT,
        "fail",
        "azure_zone_fallback",
        ["dns_public_address"],
        id="fallback hides a missing record",
    ),
    pytest.param(
        healthy(zones=[zone(links=[link(resolution_policy="NxDomainRedirect")])]),
        LED_OUT,
        "fail",
        "dns_public_address",
        [],
        id="fallback with a record explains nothing",
    ),
    pytest.param(
        healthy(zones=[zone(records=[])]),
        NO_RECORD,
        "fail",
        "azure_record_missing",
        ["dns_record_missing"],
        id="no record",
    ),
    pytest.param(
        healthy(zones=[zone(records=[STALE])]),
        LED_ASTRAY,
        "fail",
        "azure_record_stale",
        ["dns_wrong_address"],
        id="stale",
    ),
    pytest.param(
        healthy(zones=[zone(records=[STALE])]), HEALTHY, "fail", "azure_record_stale", [], id="stale, but pinned"
    ),
    pytest.param(
        no_jumphost(zones=[zone(records=[STALE])]),
        HEALTHY,
        "pass",
        None,
        [],
        id="stale for a network that the client may not be in",
    ),
    pytest.param(OVERWRITTEN, HEALTHY, "pass", None, [], id="overwritten, but the client is well"),
    pytest.param(
        OVERWRITTEN, STOPPED, "fail", "azure_record_stale", ["tcp_timeout"], id="overwritten, no way to the other"
    ),
    pytest.param(healthy(zone_groups=[]), HEALTHY, "pass", None, [], id="no zone group"),
    pytest.param(hub_and_spoke(hub=False), HEALTHY, "pass", None, [], id="DNS servers in no known network"),
    pytest.param(
        hub_and_spoke(hub=False),
        LED_OUT,
        "fail",
        "dns_public_address",
        [],
        id="DNS servers in no known network, led out",
    ),
    pytest.param(healthy(account={"local_auth_disabled": False}), HEALTHY, "pass", None, [], id="local auth"),
    pytest.param(healthy(account={"outbound_restricted": False}), HEALTHY, "pass", None, [], id="outbound"),
    pytest.param(guarded([rule()]), STOPPED, "fail", "azure_nsg_denies", ["tcp_timeout"], id="security rule"),
    pytest.param(guarded([rule()]), HEALTHY, "pass", None, [], id="security rule, client gets through"),
    pytest.param(guarded([rule()]), LED_OUT, "fail", "dns_public_address", [], id="security rule does not explain DNS"),
    pytest.param(
        guarded(policies="Enabled", routes=[route()]),
        STOPPED,
        "fail",
        "azure_route_diverts",
        ["tcp_timeout"],
        id="route",
    ),
    pytest.param(
        guarded(policies="Enabled", routes=[route()]), HEALTHY, "pass", None, [], id="route, client gets through"
    ),
    pytest.param(
        guarded([rule(destination_prefixes=["Contoso"])]),
        STOPPED,
        "fail",
        "tcp_timeout",
        [],
        id="a doubt is no cause",
    ),
    pytest.param(
        guarded([rule(destination_prefixes=["Contoso"])]),
        HEALTHY,
        "pass",
        None,
        [],
        id="a doubt that the client clears",
    ),
    pytest.param(EXPOSED, HEALTHY, "fail", "azure_jumphost_exposed", [], id="jumphost exposed"),
    pytest.param(NO_ACCESS, HEALTHY, "pass", None, [], id="nothing may be read"),
    pytest.param(NO_ACCESS, LED_OUT, "fail", "dns_public_address", [], id="nothing may be read, led out"),
    pytest.param(
        healthy(account={"provisioning_state": "Failed"}),
        HEALTHY,
        "pass",
        None,
        [],
        id="a change of the account failed",
    ),
    pytest.param(
        healthy(private_endpoints=[endpoint(provisioning_state="Failed", addresses={})], expected={}, zone_groups=[]),
        STOPPED,
        "fail",
        "azure_not_provisioned",
        ["tcp_timeout"],
        id="the endpoint was never created",
    ),
    pytest.param(
        nothing_read(unread("Microsoft.CognitiveServices/accounts/read", "the account example", "not_configured")),
        HEALTHY,
        "pass",
        None,
        [],
        id="no subscription",
    ),
    pytest.param(
        healthy(account={"public_network_access": "SecuredByMagic"}), HEALTHY, "pass", None, [], id="unheard of"
    ),
    pytest.param(healthy(), HEALTHY, "pass", None, [], id="healthy"),
    pytest.param(hub_and_spoke(), HEALTHY, "pass", None, [], id="healthy hub and spoke"),
    pytest.param(healthy(), LED_OUT, "fail", "dns_public_address", [], id="healthy in Azure, led out"),
    pytest.param(healthy(), STOPPED, "fail", "tcp_timeout", [], id="healthy in Azure, silent"),
]


@pytest.mark.parametrize("observed, observations, status, cause, contributing", JOINED)
def test_joined(observed, observations, status, cause, contributing):
    account = account_of(observations, observed)
    assert (account["status"], account["root_cause"], account["contributing"]) == (status, cause, contributing)


@pytest.mark.parametrize("observed, observations, status, cause, contributing", JOINED)
def test_azure_s_side_passes_as_a_whole_only_where_nothing_of_it_fails(
    observed, observations, status, cause, contributing
):
    of_azure = [found for found in account_of(observations, observed)["checks"] if found["leg"] == "azure"]
    wrong = any(found["status"] in ("fail", "unknown") for found in of_azure)
    whole = [found for found in of_azure if found["summary"].startswith("private endpoint ") and not found["code"]]
    assert len(whole) == (0 if wrong else 1)


@pytest.mark.parametrize("observed, observations, status, cause, contributing", JOINED)
@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(inside(*SERVED, host="dc-1", vantage="onprem"), id="all is well there"),
        pytest.param(dict(LED_OUT[0], host="dc-1", vantage="onprem"), id="led out there"),
        pytest.param(dict(REFUSED[0], host="dc-1", vantage="onprem"), id="refused there"),
    ],
)
def test_azure_s_side_is_judged_by_the_jumphosts_whatever_is_seen_elsewhere(
    elsewhere, observed, observations, status, cause, contributing
):
    assert azure_checks(account_of((*observations, elsewhere), observed)) == azure_checks(
        account_of(observations, observed)
    )


@pytest.mark.parametrize("observed, observations, status, cause, contributing", JOINED)
def test_the_id_of_a_finding_of_azure_s_side_says_what_it_is_about(observed, observations, status, cause, contributing):
    """As those of all checks do; the code is a part of it, as several findings may stand beside each other."""
    for found in account_of(observations, observed)["checks"]:
        if found["leg"] == "azure" and found["code"]:
            parts = ("account", "vantage", "host", "leg", "name", "link", "code")
            assert found["id"].split("#")[0] == "/".join(found[part] for part in parts)


def test_every_code_of_azure_is_joined_with_a_client():
    told = {found["code"] for each in JOINED for found in judge_azure(each.values[0])}
    assert told == set(ENTRIES)


@pytest.mark.parametrize("observed, observations, status, cause, contributing", JOINED)
def test_check_ids_are_unique_and_documents_can_be_judged_again(observed, observations, status, cause, contributing):
    document = judge(estate(*observations, azure=azure(observed)))
    ids = [found["id"] for found in document["accounts"][0]["checks"]]
    assert len(ids) == len(set(ids))
    again = judge(
        {
            "accounts": document["declared"],
            **{key: document[key] for key in ("observations", "azure", "started", "ended", "accept_azure_evidence")},
        }
    )
    assert again == document


@pytest.mark.parametrize(
    "observed, code, status, severity",
    [
        pytest.param(NO_ACCESS, "azure_access_denied", "unknown", "error", id="denied"),
        pytest.param(
            healthy(account={"perimeters": [perimeter(admits("192.0.2.0/24"), mode="Learning")]}),
            "azure_perimeter",
            "unknown",
            "warning",
            id="a perimeter whose effect is not known",
        ),
        pytest.param(
            healthy(account={"perimeters": [perimeter()]}),
            "azure_perimeter",
            "pass",
            "info",
            id="perimeter that closes",
        ),
        pytest.param(
            healthy(account={"perimeters": [perimeter(admits("192.0.2.0/24"))]}),
            "azure_perimeter_opens",
            "fail",
            "error",
            id="perimeter that opens",
        ),
        pytest.param(
            healthy(account={"perimeters": None}, unread=[unread(PERIMETERS, ACCOUNT_ID)]),
            "azure_access_denied",
            "unknown",
            "error",
            id="perimeters not read",
        ),
        pytest.param(healthy(zone_groups=[]), "azure_zone_group_missing", "pass", "info", id="information"),
        pytest.param(
            healthy(account={"local_auth_disabled": False}), "azure_local_auth_enabled", "pass", "warning", id="warning"
        ),
        pytest.param(NOT_LINKED, "azure_zone_not_linked", "pass", "warning", id="not linked, client is well"),
        pytest.param(guarded([rule()]), "azure_nsg_denies", "pass", "warning", id="suspicion"),
        pytest.param(
            guarded([rule(destination_prefixes=["Contoso"])]), "azure_nsg_denies", "pass", "info", id="doubt cleared"
        ),
    ],
)
def test_status_of_a_finding_beside_a_client_that_is_well(observed, code, status, severity):
    assert (code, status, severity) in azure_checks(account_of(HEALTHY, observed))


def test_a_doubt_about_the_way_stays_unknown_where_nothing_arrived():
    account = account_of(STOPPED, guarded([rule(destination_prefixes=["Contoso"])]))
    assert ("azure_nsg_denies", "unknown", "warning") in azure_checks(account)


LATE = probe("tcp_timeout", PRIVATE)
TO_ADDRESS = probe("tcp_timeout", PRIVATE, connect_to=PRIVATE)
AT_STALE = probe("tcp_timeout", STALE)


@pytest.mark.parametrize("suspicion", [guarded([rule()]), guarded(policies="Enabled", routes=[route()])])
@pytest.mark.parametrize(
    "observations, blamed",
    [
        pytest.param((inside(LATE),), True, id="by name, at the endpoint"),
        pytest.param((inside(TO_ADDRESS),), True, id="by address"),
        pytest.param(
            (inside(probe("tcp_timeout", None, connect_to=PRIVATE + ":443")),), True, id="by address and port"
        ),
        pytest.param((inside(*SILENT), inside(*SILENT, host="jump-2")), True, id="no jumphost gets through"),
        pytest.param(
            (inside(*SILENT), inside(*SERVED, host="dc-1", vantage="onprem")), True, id="another network gets through"
        ),
        pytest.param((inside(*SERVED), inside(*SILENT, host="jump-2")), False, id="one jumphost gets through"),
        pytest.param((inside(AT_STALE, SERVED[1]),), False, id="by name elsewhere, by address served"),
        pytest.param((inside(AT_STALE),), False, id="by name elsewhere"),
        pytest.param((inside(LATE, SERVED[1]),), False, id="now and then"),
        pytest.param((inside(probe("tcp_timeout", None)),), False, id="nowhere that is known"),
    ],
)
def test_what_stands_in_the_way_is_the_cause_only_where_nothing_arrived(suspicion, observations, blamed):
    account = account_of((*observations, outside(DENIED)), suspicion)
    (code,) = {
        code
        for code, _status, _severity in azure_checks(account)
        if code in ("azure_nsg_denies", "azure_route_diverts")
    }
    assert (account["root_cause"] == code) is blamed


@pytest.mark.parametrize("failing, blamed", [("jump-1", True), ("jump-2", False)], ids=["its host", "another host"])
@pytest.mark.parametrize(
    "side, looked",
    [
        pytest.param(guarded([rule()]), SILENT, id="a rule"),
        pytest.param(NOT_LINKED, (TO_PUBLIC, SERVED[1]), id="a link"),
    ],
)
def test_a_finding_about_one_machine_is_no_cause_for_another_host(side, looked, failing, blamed):
    others = {"jump-1": "jump-2", "jump-2": "jump-1"}
    seen = dns("dns_public_address", PUBLIC) if side is NOT_LINKED else None
    failed = inside(*looked, host=failing, **({"dns": seen} if seen else {}))
    given = estate(failed, inside(*SERVED, host=others[failing]), outside(DENIED), azure=azure(side))
    for found in given["azure"]["accounts"][0]["findings"]:
        found["evidence"]["hosts"] = ["jump-1"]
    account = judge(given, True)["accounts"][0]
    causes = (account["root_cause"], *account["contributing"])
    assert any(code.startswith("azure_") for code in causes) is blamed


def test_a_doubt_about_the_way_is_not_cleared_by_another_address():
    account = account_of(
        (inside(probe("model_ok", STALE)), outside(DENIED)), guarded([rule(destination_prefixes=["Contoso"])])
    )
    assert ("azure_nsg_denies", "unknown", "warning") in azure_checks(account)


def test_the_cause_carries_the_command_and_is_sure():
    account = account_of(LED_OUT, NOT_LINKED)
    (told,) = [found for found in account["checks"] if found["code"] == "azure_zone_not_linked"]
    assert (told["status"], told["confidence"]) == ("fail", "high")
    assert commands(told) == [
        (
            "az network private-dns link vnet create --subscription 11111111-1111-4111-8111-111111111111 "
            "--resource-group rg-ai --zone-name privatelink.openai.azure.com --name vnet-ai "
            f"--virtual-network {VNET} --registration-enabled false"
        )
    ]


def test_what_could_not_be_read_names_the_action():
    account = account_of(HEALTHY, healthy(unread=[unread("Microsoft.Network/networkInterfaces/read", NIC)]))
    (told,) = [found for found in account["checks"] if found["code"] == "azure_access_denied"]
    assert "Microsoft.Network/networkInterfaces/read" in told["cause"]
    assert commands(told) == [f"az role assignment create --role Reader --assignee <object-id> --scope {NIC}"]


@pytest.mark.parametrize(
    "observed", [MISSING, NO_ACCESS, NOT_LINKED, PUBLIC_ACCESS, guarded([rule()]), EXPOSED, healthy()]
)
def test_azure_does_not_change_what_clients_proved(observed):
    assert account_of(HEALTHY, observed)["verdicts"] == judge(estate(*HEALTHY))["accounts"][0]["verdicts"]


def test_without_azure_nothing_changes():
    document = judge(estate(*HEALTHY))
    for nothing in ({}, {"accounts": []}, azure(healthy(name="other"))):
        assert judge(dict(estate(*HEALTHY), azure=nothing))["accounts"] == document["accounts"]


@pytest.mark.parametrize(
    "observed, status, cause",
    [
        pytest.param(healthy(), "pass", None, id="healthy"),
        pytest.param(PUBLIC_ACCESS, "fail", "azure_public_access_enabled", id="an error of Azure's own"),
        pytest.param(NOT_LINKED, "unknown", "azure_zone_not_linked", id="whether clients see it is not known"),
        pytest.param(NO_ACCESS, "unknown", "azure_access_denied", id="nothing may be read"),
        pytest.param(
            healthy(unread=[unread("Microsoft.Network/routeTables/read", NIC)]),
            "unknown",
            "azure_access_denied",
            id="something may not be read",
        ),
    ],
)
def test_azure_s_side_alone(observed, status, cause):
    account = account_of((), observed, complete=False)
    assert (account["status"], account["root_cause"]) == (status, cause)


def test_what_azure_does_not_tell_takes_no_other_gap_away():
    account = account_of((outside(DENIED),), NO_ACCESS)
    assert (account["status"], account["root_cause"]) == ("unknown", "host_no_inside")


def test_azure_that_was_not_asked_says_why():
    account = account_of(HEALTHY, account=UNTYPED, error="no credential was found.")
    assert account["status"] == "pass"
    assert azure_checks(account) == [("azure_access_denied", "unknown", "error")]
    (told,) = [found for found in account["checks"] if found["leg"] == "azure"]
    assert told["summary"] == "Azure's side of example could not be read: no credential was found"
    assert azure_checks(account_of(HEALTHY, error="no credential was found")) == []


@pytest.mark.parametrize(
    "error, why, step",
    [
        pytest.param(
            "auth_source: auto found no credentials. cli: Azure CLI not found on path",
            "A token could not be obtained, so Azure Resource Manager was not asked.",
            "Fix the credential, or the connection to Microsoft Entra ID, as the message says, then run the playbook "
            "again.",
            id="no credential",
        ),
        pytest.param(
            "auth_source: parameters returned no token for https://management.azure.com/.default: "
            "login.microsoftonline.com is unreachable: no connection in time",
            "A token could not be obtained, so Azure Resource Manager was not asked.",
            "Fix the credential, or the connection to Microsoft Entra ID, as the message says, then run the playbook "
            "again.",
            id="Entra ID is not reached",
        ),
        pytest.param(
            "Azure's answers cannot be judged: strange",
            "and a usable answer to it is missing.",
            "Fix what the message names, then run the playbook again.",
            id="answers of no use",
        ),
        pytest.param(
            words_of_missing("azure.identity"),
            "and a Python package for it is missing where Ansible runs.",
            "python3 -m pip install 'azure-identity",
            id="a library is missing",
        ),
    ],
)
def test_why_azure_was_not_read_is_what_the_run_shows(error, why, step):
    account = account_of(HEALTHY, account=UNTYPED, error=error)
    (told,) = [found for found in account["checks"] if found["leg"] == "azure"]
    assert told["summary"] == f"Azure's side of example could not be read: {error}"
    assert told["cause"].startswith("The check needs Microsoft.CognitiveServices/accounts/read")
    assert told["cause"].endswith(why)
    assert told["remedy"][0]["text"].startswith(step)


def test_a_link_is_judged_by_the_jumphost_and_explains_nothing_on_premises():
    onprem = inside(TO_PUBLIC, SERVED[1], dns=dns("dns_public_address", PUBLIC), host="onprem-1", vantage="onprem")
    account = account_of((*HEALTHY, onprem), NOT_LINKED)
    assert (account["root_cause"], azure_checks(account)[-1][1]) == ("dns_public_address", "pass")


def test_a_rule_of_the_jumphost_s_network_explains_nothing_on_premises():
    onprem = inside(*SILENT, host="onprem-1", vantage="onprem")
    assert account_of((*HEALTHY, onprem), guarded([rule()]))["root_cause"] == "tcp_timeout"


def test_a_rule_explains_only_what_went_to_an_address_that_it_stands_before():
    silent = inside(probe("tcp_timeout", STALE, connect_to=STALE))
    assert account_of((silent, outside(DENIED)), guarded([rule()]))["root_cause"] == "tcp_timeout"


def test_a_finding_about_one_name_explains_no_other():
    other = "example.cognitiveservices.azure.com"
    observed = healthy(account={"fqdns": [NAME, other], "required_zone_names": []})
    account = account_of(LED_OUT, observed, account={"kind": "AIServices"})
    assert ("azure_zone_missing", "unknown", "error") in azure_checks(account)
    assert account["root_cause"] == "dns_public_address"


ANY_PRIVATE = sees("dns_private", STALE, probe("tcp_timeout", STALE))


@pytest.mark.parametrize(
    "observed, observations, cause, variant",
    [
        pytest.param(
            healthy(zones=[zone(records=[STALE])]), ANY_PRIVATE, "azure_record_stale", "grouped", id="the zone is stale"
        ),
        pytest.param(
            healthy(zones=[], zone_groups=[], unread=[unread("Microsoft.Network/privateDnsZones/read", ZONE_ID)]),
            ANY_PRIVATE,
            "azure_record_stale",
            "unread",
            id="the zone cannot be read",
        ),
        pytest.param(healthy(), ANY_PRIVATE, "azure_record_stale", "elsewhere", id="the zone is right"),
    ],
)
def test_a_private_address_that_no_endpoint_has(observed, observations, cause, variant):
    account = account_of(observations, observed, account=UNTYPED)
    assert account["root_cause"] == cause
    (told,) = [found for found in account["checks"] if found["code"] == cause]
    assert told["evidence"]["variant"] == variant
    assert STALE in told["summary"] and PRIVATE in told["summary"]


def test_a_right_zone_is_not_blamed_for_what_the_client_was_told_elsewhere():
    assert account_of(LED_ASTRAY, healthy())["root_cause"] == "dns_wrong_address"


def test_an_endpoint_that_cannot_be_read_may_have_the_address():
    account = account_of(sees("dns_private", STALE, probe("model_ok", STALE)), UNEXPECTED, account=UNTYPED)
    assert "azure_record_stale" not in [code for code, _status, _severity in azure_checks(account)]


def test_accounts_without_addresses_pass():
    assert account_of(HEALTHY, healthy(), account=UNTYPED)["status"] == "pass"
    assert account_of(HEALTHY, elsewhere(healthy()), account={})["status"] == "fail"


INSIDE_ONLY = (inside(*SERVED),)
NOT_OUTSIDE = (inside(*SERVED), outside(probe("model_ok", PRIVATE)))


@pytest.mark.parametrize(
    "observations, observed, accept, expected",
    [
        pytest.param(INSIDE_ONLY, healthy(), True, ("isolated", "azure", "pass"), id="accepted"),
        pytest.param(INSIDE_ONLY, healthy(), False, ("unknown", "probe", "unknown"), id="not accepted"),
        pytest.param(
            INSIDE_ONLY,
            healthy(account={"perimeters": [perimeter()], "public_network_access": "Enabled"}),
            True,
            ("isolated", "azure", "pass"),
            id="closed by a perimeter",
        ),
        pytest.param(
            INSIDE_ONLY,
            healthy(account={"perimeters": [perimeter(admits("192.0.2.0/24"))]}),
            True,
            ("unknown", "probe", "fail"),
            id="disabled, but opened by a perimeter",
        ),
        pytest.param(
            INSIDE_ONLY,
            healthy(account={"perimeters": None}, unread=[unread(PERIMETERS, ACCOUNT_ID)]),
            True,
            ("unknown", "probe", "unknown"),
            id="disabled, perimeters not read",
        ),
        pytest.param(
            INSIDE_ONLY,
            healthy(account={"perimeters": [perimeter(admits("192.0.2.0/24"), mode="Learning")]}),
            True,
            ("unknown", "probe", "unknown"),
            id="disabled, a perimeter whose effect is not known",
        ),
        pytest.param(NOT_OUTSIDE, healthy(), True, ("isolated", "azure", "pass"), id="the outside host is not outside"),
        pytest.param(HEALTHY, healthy(), True, ("isolated", "probe", "pass"), id="a probe proved it"),
        pytest.param(OPEN, healthy(), True, ("exposed", "probe", "fail"), id="a probe proved the opposite"),
        pytest.param(INSIDE_ONLY, PUBLIC_ACCESS, True, ("unknown", "probe", "fail"), id="not closed"),
        pytest.param(INSIDE_ONLY, NO_ACCESS, True, ("unknown", "probe", "unknown"), id="not read"),
        pytest.param(STOPPED[:1], healthy(), True, ("unknown", "probe", "fail"), id="nothing arrived inside"),
        pytest.param(
            (inside(*KEYLESS),),
            healthy(),
            True,
            ("unknown", "probe", "unknown"),
            id="a 401 alone does not show that the gate comes first",
        ),
    ],
)
def test_azure_s_word_for_the_outside_leg(observations, observed, accept, expected):
    account = account_of(observations, observed, accept=accept)
    assert (account["verdicts"]["isolation"], account["verdicts"]["isolation_basis"], account["status"]) == expected


@pytest.mark.parametrize(
    "observed, shown",
    [
        pytest.param(healthy(), "public network access Disabled", id="disabled"),
        pytest.param(
            healthy(account={"perimeters": [perimeter()], "public_network_access": "Enabled"}),
            "a network security perimeter without an inbound rule",
            id="closed by a perimeter",
        ),
    ],
)
def test_azure_s_word_is_told_as_such_and_of_medium_confidence(observed, shown):
    account = account_of(INSIDE_ONLY, observed, accept=True)
    (told,) = [found for found in account["checks"] if found["leg"] == "azure" and found["link"] == "gate"]
    words = f"{shown}, says Azure; nobody proved it from outside"
    assert (told["status"], told["confidence"], told["summary"], told["observed"]) == ("pass", "medium", words, words)


@pytest.mark.parametrize(
    "account, access",
    [
        pytest.param({}, "Disabled", id="disabled"),
        pytest.param(
            {"perimeters": [perimeter()], "public_network_access": "Enabled"},
            "Enabled, closed by a network security perimeter",
            id="closed by a perimeter",
        ),
    ],
)
def test_what_azure_has_is_told_where_nothing_is_wrong(account, access):
    checks = account_of(HEALTHY, healthy(account=account))["checks"]
    told = [found for found in checks if found["leg"] == "azure" and found["summary"].startswith("private endpoint ")]
    assert [found["observed"] == found["summary"] for found in told] == [True]
    assert told[0]["summary"].endswith(f"; public network access {access}")


def test_same_input_same_bytes_and_untouched():
    given = estate(*LED_OUT, azure=azure(NOT_LINKED))
    before = copy.deepcopy(given)
    assert json.dumps(judge(given)) == json.dumps(judge(given))
    assert given == before


def wide(count):
    """The judge's input for many accounts with Azure's side, each with a zone that is not linked."""
    given = wide_estate(count)
    sides = []
    for account in given["accounts"]:
        fqdn = f"{account['name']}.openai.azure.com"
        sides.append(
            healthy(
                name=account["name"],
                account={"fqdns": [fqdn]},
                zones=[zone(links=[link(OTHER)], name=fqdn)],
                expected={fqdn: [PRIVATE]},
                private_endpoints=[endpoint(addresses={fqdn: [PRIVATE]})],
            )
        )
    return dict(given, azure=azure(*sides))


def test_ten_times_the_accounts_with_azure_s_side_take_about_ten_times_the_calls():
    assert growth(judge, wide(30), wide(300)) < 11


def test_a_hundred_accounts_with_azure_s_side_have_the_cause_of_one():
    assert {account["root_cause"] for account in judge(wide(100))["accounts"]} == {"azure_zone_not_linked"}
