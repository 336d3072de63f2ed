# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""IP addresses: parsing what users write, and the scope of an address."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Union

IPAddress = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
IPNetwork = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]

# Azure's own resolver: in no virtual network, and reachable from all.
AZURE_DNS = "168.63.129.16"
# Where the stub of systemd-resolved listens, on every host that has it.
STUB_ADDRESSES = ("127.0.0.53", "127.0.0.54")

# Not ipaddress.is_private: it calls documentation, benchmark and reserved ranges private, and 100.64/10 public.
PRIVATE_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)
# How many addresses of one name are kept. An endpoint has one or two; which of many programs get cannot be known.
MAX_ADDRESSES = 64
# Where networks have addresses of their own. Others that a nameserver gives without being public are made up by an
# overlay, such as a secure web gateway.
OWN_NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
# Those that overlays use before others.
OVERLAY_NETWORKS = ("100.64.0.0/10", "198.18.0.0/15")
SPECIAL_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "::1/128",
        "fe80::/10",
        "ff00::/8",
    )
)

# Of an IPv6 address. The standard library accepts any text; Linux limits names of interfaces to 15 characters.
_ZONE_ID = re.compile(r"[A-Za-z0-9_.-]{1,15}")


@dataclass(frozen=True)
class Address:
    """One address as it was observed for a name."""

    text: str
    ip: IPAddress
    # private, public or special by itself; scope is the same in the light of what the name is expected to have.
    range: str
    scope: str
    # Whether the private endpoint may have it: any private one when none is declared.
    expected: bool


def parse_address(text: object) -> IPAddress:
    """Return the C(ipaddress) object of an IPv4 or IPv6 address.

    Raises ValueError with the value and what was expected. An IPv4 address mapped into IPv6 becomes the IPv4 one.
    """
    if isinstance(text, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        return getattr(text, "ipv4_mapped", None) or text
    try:
        return _address_of(str(text))
    except ValueError as exc:
        raise ValueError(
            f"{text!r} is not a valid IP address: expected an IPv4 or IPv6 address such as 10.0.14.4"
        ) from exc


# A judge reads the few addresses and networks of an estate many thousand times.
@lru_cache(maxsize=4096)
def _address_of(text: str) -> IPAddress:
    address = ipaddress.ip_address(_with_sane_zone(text))
    return getattr(address, "ipv4_mapped", None) or address


def parse_network(text: object) -> IPNetwork:
    """Return the C(ipaddress) network of a CIDR, host bits allowed. Raises ValueError as parse_address does."""
    try:
        return _network_of(str(text))
    except ValueError as exc:
        raise ValueError(f"{text!r} is not a valid network: expected a CIDR such as 10.0.14.0/24") from exc


@lru_cache(maxsize=4096)
def _network_of(text: str) -> IPNetwork:
    return ipaddress.ip_network(_with_sane_zone(text), strict=False)


def _with_sane_zone(text: str) -> str:
    """Return an address or network without the white space around it. Raises ValueError for an odd zone id."""
    value = text.strip()
    _before, percent, zone = value.partition("%")
    if percent and not _ZONE_ID.fullmatch(zone.partition("/")[0]):
        raise ValueError("the zone id is not the name or number of a network interface")
    return value


def is_within(address: str, networks: Iterable[str] | None) -> bool:
    """Return whether an address is in any of the networks, all texts; False where one of them is not valid."""
    try:
        return any(parse_address(address) in parse_network(network) for network in networks or ())
    except ValueError:
        return False


def parse_socket_address(text: object, default_port: int) -> tuple[str, int]:
    """Return C((address, port)), a string and an integer, of C(IP), C(IP:port) or C([v6]:port).

    Raises ValueError with the value and what was expected.
    """
    value = str(text).strip()
    host, port = value, str(default_port)
    if value.startswith("["):
        host, bracket, rest = value[1:].partition("]")
        if bracket and rest.startswith(":"):
            port = rest[1:]
        elif not bracket or rest:
            host = ""
    elif value.count(":") == 1:
        host, port = value.split(":")
    try:
        address = str(parse_address(host))
        number = int(port) if port.isascii() and port.isdigit() else 0
    except ValueError:
        number = 0
    if not 0 < number < 65536:
        raise ValueError(f"{text!r} is not a valid address: expected IP, IP:port or [IPv6]:port, such as 10.0.14.4:443")
    return address, number


class Expectation:
    """The addresses expected of a private endpoint: single addresses, networks, both or neither."""

    def __init__(self, addresses: Iterable[str] | None = (), networks: Iterable[str] | None = ()) -> None:
        """Take lists of texts. Raises ValueError as parse_address and parse_network do."""
        self.addresses = frozenset(parse_address(text) for text in addresses or ())
        self.networks = tuple(parse_network(text) for text in networks or ())

    def __bool__(self) -> bool:
        return bool(self.addresses or self.networks)

    def covers(self, address: str | IPAddress) -> bool:
        """Return whether one address, a text or an C(ipaddress) object, is one of the expected."""
        address = parse_address(address)
        return address in self.addresses or any(address in network for network in self.networks)

    def matches(self, addresses: Collection[str]) -> bool | None:
        """Return whether the answer is not empty and all of it is expected; None when nothing is expected."""
        if not self:
            return None
        return bool(addresses) and all(self.covers(address) for address in addresses)

    def scope(self, address: str | IPAddress) -> str:
        """Return C(private), C(public) or C(special) (a sinkhole or local address, which never leads to Azure)."""
        address = parse_address(address)
        if any(address in network for network in SPECIAL_NETWORKS):
            return "special"
        if self.covers(address) or any(address in network for network in PRIVATE_NETWORKS):
            return "private"
        return "public"

    def scope_of_all(self, addresses: Iterable[str]) -> str:
        """Return C(private), C(public), C(special), C(mixed) (private beside others) or C(none) for an answer."""
        scopes = {self.scope(address) for address in addresses}
        if not scopes:
            return "none"
        if "special" in scopes:
            return "special"
        return scopes.pop() if len(scopes) == 1 else "mixed"
