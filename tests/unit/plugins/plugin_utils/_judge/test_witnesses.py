# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What clients and Azure's side say of each other, and what is compared for each declared name."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    HUB_DNS,
    NETWORK,
    OTHER,
    ZONE_ID,
    endpoint,
    healthy,
    hub_and_spoke,
    link,
    no_jumphost,
    nothing_read,
    returned,
    unread,
    zone,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    NAME,
    PRIVATE,
    PUBLIC,
    SERVED,
    STALE,
    answer,
    dns,
    estate,
    inside,
    outside,
    probe,
)

AZURE_DNS = "168.63.129.16"
NOT_LINKED = healthy(zones=[zone(links=[link(OTHER)])])
COGNITIVE = "example.cognitiveservices.azure.com"
NAMES = [NAME, COGNITIVE, "example.services.ai.azure.com"]
PASSES, FAILS, UNKNOWN = ("pass", "warning"), ("fail", "error"), ("unknown", "error")


def told(server, code="dns_private", address=PRIVATE, host="jump-1", vantage="jumphost", **resolver):
    """Return what a host observed that asked one nameserver."""
    probes = SERVED if address == PRIVATE else (probe("gate_public_access_disabled", PUBLIC), SERVED[1])
    seen = dns(code, address, answers=[answer(code, address, server)], host=resolver)
    return inside(*probes, dns=seen, host=host, vantage=vantage)


def account_of(observed, *observations, **account):
    return judge(estate(*observations, outside(DENIED), account=account, azure={"accounts": [returned(observed)]}))[
        "accounts"
    ][0]


def check_of(account, code):
    (found,) = [each for each in account["checks"] if each["code"] == code and each["leg"] == "azure"]
    return found


WELL = told(AZURE_DNS)
LED_OUT = told(AZURE_DNS, "dns_public_address", PUBLIC)
SPOKE = hub_and_spoke(linked_to=[OTHER])

TOLD = [
    pytest.param(NOT_LINKED, [WELL], PASSES, id="Azure DNS of the same network"),
    pytest.param(NOT_LINKED, [LED_OUT], FAILS, id="led out by Azure DNS"),
    pytest.param(
        NOT_LINKED,
        [told("127.0.0.53", resolved_nameservers=[AZURE_DNS])],
        PASSES,
        id="systemd-resolved, which asks Azure DNS",
    ),
    pytest.param(
        NOT_LINKED,
        [told("127.0.0.53", resolved_nameservers=[AZURE_DNS, "10.9.9.9"])],
        UNKNOWN,
        id="systemd-resolved, which also asks another",
    ),
    pytest.param(NOT_LINKED, [told("10.9.9.9")], UNKNOWN, id="another nameserver"),
    pytest.param(NOT_LINKED, [told(AZURE_DNS, host="dc-1", vantage="onprem")], UNKNOWN, id="Azure DNS of any network"),
    pytest.param(NOT_LINKED, [told(AZURE_DNS, "dns_servfail", None)], UNKNOWN, id="no answer"),
    pytest.param(NOT_LINKED, [told(AZURE_DNS, "dns_wrong_address", STALE)], PASSES, id="a stale zone is linked"),
    pytest.param(NOT_LINKED, [inside(*SERVED, dns=None)], UNKNOWN, id="nobody asked a nameserver"),
    pytest.param(
        NOT_LINKED,
        [WELL, told("10.9.9.9", "dns_public_address", PUBLIC, host="jump-2")],
        PASSES,
        id="another nameserver leads out, that of the network does not",
    ),
    pytest.param(
        NOT_LINKED,
        [WELL, told(AZURE_DNS, "dns_public_address", PUBLIC, host="jump-2")],
        FAILS,
        id="two of the same network disagree",
    ),
    pytest.param(SPOKE, [told(HUB_DNS)], PASSES, id="the network's own DNS server"),
    pytest.param(
        SPOKE, [told(HUB_DNS, host="dc-1", vantage="onprem")], PASSES, id="the same DNS server from elsewhere"
    ),
    pytest.param(SPOKE, [WELL], UNKNOWN, id="past the network's own DNS server"),
    pytest.param(
        no_jumphost(zones=[zone(links=[link(OTHER)])]), [WELL], UNKNOWN, id="the jumphost's network is not known"
    ),
]


@pytest.mark.parametrize("observed, observations, expected", TOLD)
def test_only_who_asks_the_same_network_disproves(observed, observations, expected):
    found = check_of(account_of(observed, *observations), "azure_zone_not_linked")
    assert (found["status"], found["severity"]) == expected
    assert ("; but " in found["summary"]) is (expected == PASSES)


def test_the_check_of_azure_names_the_client_that_disproves_it():
    found = check_of(account_of(NOT_LINKED, WELL), "azure_zone_not_linked")
    assert found["summary"] == (
        "the zone privatelink.openai.azure.com in rg-ai is not linked to vnet-ai; "
        f"but jump-1 got {PRIVATE} from {AZURE_DNS}"
    )
    assert found["evidence"]["clients"] == [f"jump-1 got {PRIVATE} from {AZURE_DNS}"]


@pytest.mark.parametrize("client, changes", [(WELL, False), (LED_OUT, True)], ids=["disproved", "explained"])
def test_nothing_is_changed_because_of_what_a_client_disproves(client, changes):
    steps = check_of(account_of(NOT_LINKED, client), "azure_zone_not_linked")["remedy"]
    assert any(step["changes"] for step in steps) is changes


def test_a_client_of_another_network_is_named_as_such():
    found = check_of(account_of(NOT_LINKED, told("10.9.9.9")), "azure_zone_not_linked")
    assert found["evidence"]["clients"] == [f"jump-1 got {PRIVATE} from 10.9.9.9 (not known to be of this network)"]


@pytest.mark.parametrize("client", [WELL, LED_OUT], ids=["disproved", "explained"])
def test_the_client_s_check_names_the_finding_of_azure(client):
    account = account_of(NOT_LINKED, client)
    (seen,) = [each for each in account["checks"] if each["link"] == "dns" and each["leg"] == "by_name"]
    assert seen["evidence"]["azure"] == [check_of(account, "azure_zone_not_linked")["summary"]]


def test_public_addresses_stand_in_no_text_of_azure_s_check():
    found = check_of(account_of(NOT_LINKED, LED_OUT), "azure_zone_not_linked")
    assert PUBLIC not in str(found)


def three(**more):
    """Return the side of an account with three names, each with an address of its own."""
    addresses = {name: [f"10.0.14.{number}"] for number, name in enumerate(NAMES, 4)}
    zones = [
        zone(f"{NETWORK}/privateDnsZones/privatelink.{name.partition('.')[2]}", addresses[name], name=name)
        for name in NAMES
    ]
    return healthy(
        account={"fqdns": NAMES, "kind": "AIServices", "required_zone_names": None},
        zones=zones,
        private_endpoints=[endpoint(addresses=addresses)],
        expected=addresses,
        **more,
    )


def of_names(account):
    """Return the checks of Azure's side that are about one name each: name, status, code."""
    return [
        (each["name"], each["status"], each["code"])
        for each in account["checks"]
        if each["leg"] == "azure" and ("/record" in each["id"] or each["code"])
    ]


def test_each_declared_name_has_a_check_that_says_what_was_compared():
    account = account_of(three(), HEALTHY[0], kind="AIServices", private_addresses={})
    assert sorted(of_names(account)) == sorted((name, "pass", None) for name in NAMES)
    told_of = {each["name"]: each for each in account["checks"] if each["id"].endswith("/record")}
    assert told_of[COGNITIVE]["summary"] == (
        f"{COGNITIVE}: record 10.0.14.5 in privatelink.cognitiveservices.azure.com (rg-ai), linked to vnet-ai, is the "
        "private endpoint's address"
    )
    assert (told_of[COGNITIVE]["observed"], told_of[COGNITIVE]["expected"]) == ("10.0.14.5", "10.0.14.5")
    assert told_of[NAME]["evidence"]["zone_id"] == ZONE_ID


NOT_COMPARED = "azure_name_not_compared"


@pytest.mark.parametrize(
    "observed, account, expected",
    [
        pytest.param(
            healthy(private_endpoints=[endpoint(addresses={})]),
            {},
            [(NAME, "unknown", NOT_COMPARED)],
            id="the interface names no address",
        ),
        pytest.param(
            healthy(),
            {"kind": "AIServices"},
            [(NAME, "pass", None)] + [(name, "unknown", NOT_COMPARED) for name in sorted(NAMES) if name != NAME],
            id="declared names that Azure does not have",
        ),
        pytest.param(
            dict(healthy(), comparisons=[], findings=[]),
            {},
            [(NAME, "unknown", NOT_COMPARED)],
            id="nothing was compared",
        ),
        pytest.param(
            healthy(zones=[zone(records=[STALE])]),
            {},
            [(NAME, "fail", "azure_record_stale")],
            id="a fault stands for it",
        ),
        pytest.param(
            nothing_read(unread("Microsoft.CognitiveServices/accounts/read", None)),
            {},
            [(NAME, "unknown", "azure_access_denied")],
            id="the account was not read",
        ),
    ],
)
def test_zero_checks_of_a_name_are_never_a_pass(observed, account, expected):
    given = observed if "comparisons" in observed else returned(observed)
    document = judge(estate(*HEALTHY, account=account, azure={"accounts": [given]}))
    assert sorted(of_names(document["accounts"][0])) == sorted(expected)


def test_a_name_that_was_not_compared_makes_azure_s_side_alone_unknown():
    observed = healthy(private_endpoints=[endpoint(addresses={})])
    account = judge(estate(azure={"accounts": [returned(observed)]}), False)["accounts"][0]
    assert (account["status"], account["root_cause"]) == ("unknown", NOT_COMPARED)
