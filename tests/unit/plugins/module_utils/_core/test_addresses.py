# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import addresses as core_addresses
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation


@pytest.mark.parametrize(
    ("address", "scope"),
    [
        ("10.0.14.4", "private"),
        ("172.16.0.1", "private"),
        ("172.32.0.1", "public"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),
        ("100.128.0.1", "public"),
        ("fd00::4", "private"),
        ("::ffff:10.0.14.4", "private"),
        ("0.0.0.0", "special"),
        ("127.0.0.1", "special"),
        ("169.254.169.254", "special"),
        ("224.0.0.1", "special"),
        ("255.255.255.255", "special"),
        ("::", "special"),
        ("::1", "special"),
        ("fe80::1", "special"),
        ("ff02::1", "special"),
        ("203.0.113.10", "public"),
        ("192.0.2.53", "public"),
        ("198.18.0.1", "public"),
        ("2001:db8::1", "public"),
        ("168.63.129.16", "public"),
    ],
)
def test_scope(address, scope):
    assert Expectation().scope(address) == scope


def test_what_is_expected_is_private():
    expectation = Expectation(["203.0.113.10"], ["198.51.100.0/24"])
    assert expectation.scope("203.0.113.10") == "private"
    assert expectation.scope("198.51.100.7") == "private"
    assert expectation.scope("203.0.113.11") == "public"


def test_a_sinkhole_is_none_even_when_expected():
    assert Expectation(["127.0.0.1"]).scope("127.0.0.1") == "special"


@pytest.mark.parametrize(
    ("addresses", "scope"),
    [
        ([], "none"),
        (["10.0.14.4", "fd00::4"], "private"),
        (["203.0.113.10"], "public"),
        (["10.0.14.4", "203.0.113.10"], "mixed"),
        (["10.0.14.4", "127.0.0.1"], "special"),
    ],
)
def test_scope_of_all(addresses, scope):
    assert Expectation().scope_of_all(addresses) == scope


@pytest.mark.parametrize(
    ("addresses", "matches"),
    [
        pytest.param([], False, id="an empty answer is not expected"),
        pytest.param(["10.0.14.4"], True, id="the address"),
        pytest.param(["10.1.0.9"], True, id="in the network"),
        pytest.param(["10.0.14.4", "10.1.0.9"], True, id="both"),
        pytest.param(["10.0.14.4", "10.0.14.5"], False, id="one too many"),
    ],
)
def test_matches(addresses, matches):
    assert Expectation(["10.0.14.4"], ["10.1.0.0/16"]).matches(addresses) is matches
    assert Expectation().matches(addresses) is None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("192.0.2.53:5353", ("192.0.2.53", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        ("[2001:db8::53]", ("2001:db8::53", 53)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
    ],
)
def test_parse_socket_address(text, result):
    assert core_addresses.parse_socket_address(text, 53) == result


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dns.example.com",
        "192.0.2.53:",
        "192.0.2.53:0",
        "192.0.2.53:65536",
        "192.0.2.53:x",
        "192.0.2.53:53:53",
        "192.0.2.53/24",
        "[192.0.2.53",
        "[::1]5353",
    ],
)
def test_what_is_no_socket_address(text):
    with pytest.raises(ValueError) as caught:
        core_addresses.parse_socket_address(text, 53)
    assert str(caught.value) == (
        f"{text!r} is not a valid address: expected IP, IP:port or [IPv6]:port, such as 10.0.14.4:443"
    )


def test_messages_name_what_is_accepted():
    with pytest.raises(ValueError) as caught:
        Expectation(["10.0.14.400"])
    assert (
        str(caught.value)
        == "'10.0.14.400' is not a valid IP address: expected an IPv4 or IPv6 address such as 10.0.14.4"
    )
    with pytest.raises(ValueError) as caught:
        Expectation(networks=["10.0.14.0/33"])
    assert str(caught.value) == "'10.0.14.0/33' is not a valid network: expected a CIDR such as 10.0.14.0/24"


@pytest.mark.parametrize(
    "address, networks, expected",
    [
        ("10.0.14.4", ["10.1.0.0/16", "10.0.14.0/24"], True),
        ("10.0.15.4", ["10.1.0.0/16", "10.0.14.0/24"], False),
        ("fd00::4", ["10.0.0.0/8", "fd00::/8"], True),
        ("10.0.14.4", [], False),
        ("10.0.14.4", None, False),
        ("no address", ["10.0.14.0/24"], False),
        ("10.0.14.4", ["no network"], False),
    ],
)
def test_an_address_is_within_networks(address, networks, expected):
    assert core_addresses.is_within(address, networks) is expected


ODD_ZONES = {
    "a-newline-and-a-setting": "eth0\nDNS=192.0.2.99",
    "a-blank": "a b",
    "a-tab": "a\tb",
    "a-comma": "a,b",
    "a-command": "$(id)",
    "backticks": "`id`",
    "a-quote": "a'b",
    "a-semicolon": "a;b",
    "a-hash": "a#b",
    "a-path": "../a",
    "another-zone": "a%b",
    "nothing": "",
    "longer-than-an-interface": "x" * 16,
    "no-ascii": "\u00e9th0",
    "an-escape": "\x1b[2J",
}


@pytest.mark.parametrize("zone", [pytest.param(zone, id=name) for name, zone in ODD_ZONES.items()])
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(core_addresses.parse_address, id="address"),
        pytest.param(lambda address: core_addresses.parse_network(f"{address}/128"), id="network"),
        pytest.param(lambda address: core_addresses.parse_socket_address(f"[{address}]:53", 53), id="socket-address"),
    ],
)
def test_an_odd_zone_id_is_refused(read, zone):
    with pytest.raises(ValueError, match="is not a valid "):
        read(f"fe80::1%{zone}")


@pytest.mark.parametrize("zone", ["eth0", "2", "wg-1.100", "br_a", "x" * 15])
def test_the_zone_id_of_an_interface_is_kept(zone):
    assert str(core_addresses.parse_address(f" fe80::1%{zone} ")) == f"fe80::1%{zone}"
    assert core_addresses.parse_socket_address(f"[fe80::1%{zone}]:53", 53) == (f"fe80::1%{zone}", 53)
