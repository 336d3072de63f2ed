# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pure rules: which code an answer has, and in which order codes stand."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import codes as dns_codes
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.answers import Seen
from ansible_collections.privatelink.azure_ai.tests.unit.support.nameservers import HOP, NAME

EXPECTED = Expectation(["10.0.14.4", "fd00::4"])
HOP_LINK = {"name": NAME, "ttl": 10, "type": "CNAME", "value": HOP}
OTHER_LINK = {"name": NAME, "ttl": 10, "type": "CNAME", "value": "front.example.com"}


UNKNOWN = Seen(failure="dns_timeout")


def hop(*addresses):
    """Return what the nameserver says of the privatelink name when it hides it in its answer for the public one."""
    return Seen(addresses=list(addresses), rcode="NOERROR" if addresses else "NXDOMAIN", last_name=HOP)


def seen(*addresses, chain=(HOP_LINK,), **more):
    return Seen(addresses=list(addresses), chain=list(chain), **dict({"rcode": "NOERROR", "last_name": HOP}, **more))


def classify(answer, name=NAME, expectation=EXPECTED, in_zone_table=True):
    return dns_codes.classify(answer, name, expectation, in_zone_table)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param(seen(failure="dns_timeout"), "dns_timeout", id="no answer"),
        pytest.param(seen("10.0.14.4", failure="dns_servfail"), "dns_servfail", id="failed A, whatever AAAA says"),
        pytest.param(seen("10.0.14.4", looped=True), "dns_cname_loop", id="loop"),
        pytest.param(seen(rcode="NXDOMAIN", last_name=NAME, chain=()), "dns_name_unknown", id="NXDOMAIN"),
        pytest.param(seen(rcode="NXDOMAIN"), "dns_record_missing", id="NXDOMAIN at the privatelink name"),
        pytest.param(
            seen(rcode="NXDOMAIN", last_name=NAME, chain=(), authority="privatelink.openai.azure.com"),
            "dns_record_missing",
            id="NXDOMAIN of the privatelink zone, chain hidden",
        ),
        pytest.param(
            seen(rcode="NXDOMAIN", last_name=NAME, chain=(), authority="openai.azure.com"),
            "dns_name_unknown",
            id="NXDOMAIN of the public zone",
        ),
        pytest.param(
            seen(
                rcode="NXDOMAIN", last_name="front.example.com", chain=[OTHER_LINK], authority="privatelink.example.com"
            ),
            "dns_name_unknown",
            id="NXDOMAIN behind a chain that is shown",
        ),
        pytest.param(
            seen(rcode="NOERROR", last_name=NAME, chain=(), authority="privatelink.openai.azure.com"),
            "dns_empty",
            id="NODATA of the privatelink zone, chain hidden",
        ),
        pytest.param(
            seen(rcode="NXDOMAIN", last_name="eastus.trafficmanager.example"),
            "dns_name_unknown",
            id="NXDOMAIN far behind the privatelink name",
        ),
        pytest.param(seen(), "dns_empty", id="NODATA"),
        pytest.param(seen("127.0.0.1"), "dns_special_address", id="sinkhole"),
        pytest.param(seen("10.0.14.4", "::"), "dns_special_address", id="IPv6 sinkhole beside the right address"),
        pytest.param(seen("10.0.14.4", "203.0.113.10"), "dns_mixed_addresses", id="two records, private and public"),
        pytest.param(seen("10.0.14.4", "fd00::4", "2001:db8::1"), "dns_mixed_addresses", id="IPv6 private and public"),
        pytest.param(seen("203.0.113.10", "fd00::4"), "dns_mixed_addresses", id="IPv4 public, IPv6 private"),
        pytest.param(seen("203.0.113.10"), "dns_public_address", id="public behind the hop"),
        pytest.param(seen("203.0.113.10", "2001:db8::1"), "dns_public_address", id="both public"),
        pytest.param(seen("2001:db8::1"), "dns_public_address", id="only IPv6, public"),
        pytest.param(seen("203.0.113.10", chain=()), "dns_no_privatelink", id="public without a hop"),
        pytest.param(seen("203.0.113.10", chain=[OTHER_LINK]), "dns_no_privatelink", id="public over other names"),
        pytest.param(seen("10.0.14.4", "2001:db8::1"), "dns_ipv6_public", id="AAAA leads outside"),
        pytest.param(seen("10.0.14.5"), "dns_wrong_address", id="stale record"),
        pytest.param(seen("10.0.14.4", "10.0.14.5"), "dns_wrong_address", id="stale record beside the right one"),
        pytest.param(seen("10.0.14.4", chain=()), "dns_direct_record", id="private without a hop"),
        pytest.param(seen("10.0.14.5", chain=()), "dns_wrong_address", id="wrong comes before direct"),
        pytest.param(seen("10.0.14.4"), "dns_private", id="healthy"),
        pytest.param(seen("10.0.14.4", "fd00::4"), "dns_private", id="healthy with IPv6"),
        pytest.param(seen("fd00::4"), "dns_private", id="healthy with IPv6 alone"),
    ],
)
def test_code(answer, code):
    assert classify(answer) == code


NETWORK = Expectation(networks=["203.0.113.0/24"])


@pytest.mark.parametrize(
    ("answer", "hop_answer", "expectation", "code", "flattened"),
    [
        pytest.param(["10.0.14.4"], hop("10.0.14.4"), EXPECTED, "dns_private", True, id="hidden"),
        pytest.param(
            ["10.0.14.5", "10.0.14.4"],
            hop("10.0.14.4", "10.0.14.5"),
            Expectation(),
            "dns_private",
            True,
            id="hidden, two records in another order",
        ),
        pytest.param(
            ["10.0.14.4", "fd00::4"], hop("10.0.14.4"), EXPECTED, "dns_private", True, id="hidden, AAAA lost once"
        ),
        pytest.param(["fd00::4"], hop("fd00::4"), EXPECTED, "dns_private", True, id="hidden, IPv6 alone"),
        pytest.param(["10.0.14.4"], hop(), EXPECTED, "dns_direct_record", False, id="shadowed, no privatelink zone"),
        pytest.param(
            ["10.0.14.4"],
            hop("203.0.113.10"),
            EXPECTED,
            "dns_direct_record",
            False,
            id="shadowed, the privatelink zone is not linked",
        ),
        pytest.param(
            ["10.0.14.4"],
            hop("10.0.14.5"),
            EXPECTED,
            "dns_direct_record",
            False,
            id="shadowed, the privatelink zone is stale",
        ),
        pytest.param(
            ["10.0.14.4"],
            hop("10.0.14.4", "10.0.14.5"),
            EXPECTED,
            "dns_direct_record",
            False,
            id="shadowed, the privatelink zone has more",
        ),
        pytest.param(
            ["10.0.14.4"], hop("fd00::4"), EXPECTED, "dns_direct_record", False, id="shadowed, nothing in common"
        ),
        pytest.param(
            ["10.0.14.5"], hop("10.0.14.4"), EXPECTED, "dns_wrong_address", False, id="shadowed by a stale record"
        ),
        pytest.param(["10.0.14.5"], hop("10.0.14.5"), EXPECTED, "dns_wrong_address", True, id="hidden, stale"),
        pytest.param(["10.0.14.4"], UNKNOWN, EXPECTED, "dns_private", None, id="private, hop unknown"),
        pytest.param(["10.0.14.5"], UNKNOWN, EXPECTED, "dns_wrong_address", None, id="stale, hop unknown"),
        pytest.param(["203.0.113.10"], hop("203.0.113.10"), EXPECTED, "dns_public_address", True, id="public, hidden"),
        pytest.param(
            ["203.0.113.10"],
            hop("203.0.113.11", "203.0.113.12"),
            EXPECTED,
            "dns_public_address",
            True,
            id="public, hidden, and the addresses rotate",
        ),
        pytest.param(
            ["203.0.113.10"],
            hop("10.0.14.4"),
            EXPECTED,
            "dns_public_address",
            True,
            id="public, although the endpoint has its record",
        ),
        pytest.param(["203.0.113.10"], hop(), EXPECTED, "dns_no_privatelink", False, id="public, no endpoint"),
        pytest.param(["203.0.113.10"], UNKNOWN, EXPECTED, "dns_public_address", None, id="public, hop unknown"),
        pytest.param(
            ["203.0.113.10"], hop("203.0.113.10"), NETWORK, "dns_private", True, id="expected in a public network"
        ),
        pytest.param(
            ["203.0.113.10"],
            hop("203.0.113.11"),
            NETWORK,
            "dns_direct_record",
            False,
            id="expected in a public network, shadowed",
        ),
    ],
)
def test_code_when_the_privatelink_name_was_asked_too(answer, hop_answer, expectation, code, flattened):
    found = seen(*answer, chain=(), hop=hop_answer)
    assert (classify(found, expectation=expectation), dns_codes.is_flattened(found, expectation)) == (code, flattened)


def test_a_privatelink_name_that_another_zone_denies_is_missing_all_the_same():
    denied = seen(rcode="NXDOMAIN", chain=(), authority="azure.com")
    assert classify(denied, name=HOP) == "dns_record_missing"


def test_a_privatelink_name_is_its_own_hop():
    assert classify(seen("10.0.14.4", chain=()), name=HOP) == "dns_private"
    assert classify(seen("203.0.113.10", chain=()), name=HOP) == "dns_public_address"


def test_a_name_of_an_unknown_zone_needs_no_hop():
    assert classify(seen("10.0.14.4", chain=()), "www.example.com", in_zone_table=False) == "dns_private"
    assert classify(seen("203.0.113.10", chain=()), "www.example.com", in_zone_table=False) == "dns_no_privatelink"


def test_without_expectation_any_private_address_passes():
    assert classify(seen("10.9.9.9"), expectation=Expectation()) == "dns_private"


def test_an_expected_network_makes_public_addresses_private():
    assert classify(seen("203.0.113.10"), expectation=Expectation(networks=["203.0.113.0/24"])) == "dns_private"


@pytest.mark.parametrize(
    ("codes", "index"),
    [
        pytest.param(["dns_private"], 0, id="one"),
        pytest.param(["dns_private", "dns_public_address"], 1, id="the worst"),
        pytest.param(["dns_timeout", "dns_private"], 1, id="a dead one beside a working one does not count"),
        pytest.param(["dns_timeout", "dns_refused"], 1, id="none works"),
    ],
)
def test_worst(codes, index):
    assert dns_codes.worst(codes) == index


def test_findings_stand_worst_first_and_have_no_pass():
    assert dns_codes.findings("dns_private", ["dns_private"], []) == []
    assert dns_codes.findings(
        "dns_public_address",
        ["dns_private", "dns_timeout", "dns_wrong_address", "dns_public_address"],
        ["dns_resolvers_disagree", "host_pinned"],
    ) == ["dns_public_address", "dns_wrong_address", "dns_timeout", "dns_resolvers_disagree", "host_pinned"]
