# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each resolver's view knows about each account's names, in the shape of real Azure chains."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

import dns.name
import dns.rdatatype
import dns.rrset

from simulated_azure.account import DOMAINS, STALE_ADDRESS, UNPEERED_ADDRESS
from simulated_azure.accounts import FOREIGN_ACCOUNTS, OWN_ACCOUNTS, Account
from simulated_azure.arm.addresses import MANAGEMENT_NAMES

PUBLIC_IPV6 = "2001:db8::10"
TRAP_DOMAIN = "trap.example"  # a search domain under which every name exists

PRIVATE_TTL = 10
PUBLIC_TTL = 60

Record = tuple[str, int, str, str]  # owner, TTL, type, value
Names = Callable[[Account], Iterable[Record]]
View = dict[dns.name.Name, dict[dns.rdatatype.RdataType, dns.rrset.RRset]]


def privatelink(name: str) -> str:
    account, domain = name.split(".", 1)
    return f"{account}.privatelink.{domain}"


def _public_hop(name: str) -> Record:
    return (name, PUBLIC_TTL, "CNAME", privatelink(name))


# What 168.63.129.16 answers inside the VNet


def _zone(records: Callable[[Account, str, str], Iterable[tuple[str, str]]]) -> Names:
    """Names of accounts whose private DNS zone is linked: the public hop, then the records of the zone."""

    def names(account: Account) -> Iterable[Record]:
        for name, address in account.private_addresses.items():
            yield _public_hop(name)
            for record_type, value in records(account, name, address):
                yield (privatelink(name), PRIVATE_TTL, record_type, value)

    return names


def _not_linked(account: Account) -> Iterable[Record]:
    return PUBLIC_NAMES[account.public_names](account)


def _flattened(account: Account) -> Iterable[Record]:
    """A resolver on the way leaves CNAME records out."""
    for name, address in account.private_addresses.items():
        yield (name, PRIVATE_TTL, "A", address)
        yield (privatelink(name), PRIVATE_TTL, "A", address)


def _shadowed_by(address_of: Callable[[str], str]) -> Names:
    """A private zone of the public name: programs never get to the privatelink name, which is public."""

    def names(account: Account) -> Iterable[Record]:
        for name, address in account.private_addresses.items():
            yield from (record for record in _not_linked(account) if record[0] != name)
            yield (name, PRIVATE_TTL, "A", address_of(address))

    return names


def _one_zone(account: Account) -> Iterable[Record]:
    linked = account.names[0]
    yield from (record for record in VNET_NAMES["linked"](account) if record[0] in (linked, privatelink(linked)))
    yield from (record for record in _not_linked(account) if record[0] not in (linked, privatelink(linked)))


VNET_NAMES: dict[str, Names] = {
    "linked": _zone(lambda account, name, address: [("A", address)]),
    "not_linked": _not_linked,
    "unknown": lambda account: (),
    "stale": _zone(lambda account, name, address: [("A", STALE_ADDRESS)]),
    "overwritten": _zone(lambda account, name, address: [("A", UNPEERED_ADDRESS)]),
    "record_missing": _zone(lambda account, name, address: []),
    "mixed": _zone(lambda account, name, address: [("A", address), ("A", account.public_address)]),
    "ipv6_public": _zone(lambda account, name, address: [("A", address), ("AAAA", PUBLIC_IPV6)]),
    "sinkhole": _zone(lambda account, name, address: [("A", "0.0.0.0")]),
    "no_address": _zone(lambda account, name, address: [("TXT", '"no address here"')]),
    "loop": _zone(lambda account, name, address: [("CNAME", name)]),
    "one_address": _zone(lambda account, name, address: [("A", account.addresses[0])]),
    "flattened": _flattened,
    "direct": _shadowed_by(lambda address: address),
    "shadowed": _shadowed_by(lambda address: STALE_ADDRESS),
    "one_zone": _one_zone,
    "policy": lambda account: [(name, PUBLIC_TTL, "CNAME", "blockpolicy.azuredns.invalid") for name in account.names],
}


# What the Internet's resolvers answer


def _with_endpoint(account: Account) -> Iterable[Record]:
    region = account.region
    traffic_manager = f"{region}.prod.vnet.cog.trafficmanager.net"
    front_end = f"vnetproxyv1-{region}-prod.{region}.cloudapp.azure.com"
    for name in account.names:
        yield _public_hop(name)
        yield (privatelink(name), 300, "CNAME", traffic_manager)
    yield (traffic_manager, 30, "CNAME", front_end)
    yield (front_end, 10, "A", account.public_address)


def _without_endpoint(account: Account) -> Iterable[Record]:
    region = account.region
    chain = (
        f"{region}.api.cognitive.microsoft.com",
        f"cognitive{region}prod.trafficmanager.net",
        f"cognitive{region}prod.azure-api.net",
        f"cognitive{region}prod-{region}-01.regional.azure-api.net",
    )
    for name in account.names:
        yield (name, PUBLIC_TTL, "CNAME", chain[0])
    for owner, target in zip(chain, chain[1:]):
        yield (owner, 300, "CNAME", target)
    yield (chain[-1], 10, "A", account.public_address)


PUBLIC_NAMES: dict[str, Names] = {
    "endpoint": _with_endpoint,
    "no_endpoint": _without_endpoint,
    "unknown": lambda account: (),
}


# What the on-premises resolver answers

ONPREM_NAMES: dict[str, Names] = {
    "forwarded": lambda account: VNET_NAMES[account.vnet_names](account),
    "not_forwarded": lambda account: PUBLIC_NAMES[account.public_names](account),
}


def _build(records: Iterable[Record]) -> View:
    view: View = {}
    for owner, ttl, record_type, value in records:
        name = dns.name.from_text(owner)
        rrset = dns.rrset.from_text_list(name, ttl, "IN", record_type, [value], origin=dns.name.root, relativize=False)
        known = view.setdefault(name, {}).setdefault(rrset.rdtype, rrset)
        known.update(rrset)
        for ancestor in _ancestors(name):
            view.setdefault(ancestor, {})  # it exists, so asking for it is no NXDOMAIN
    return view


def _ancestors(name: dns.name.Name) -> Iterable[dns.name.Name]:
    while len(name) > 2:
        name = name.parent()
        yield name


def _management() -> Iterable[Record]:
    """Azure's own services, and other addresses of theirs that work less well."""
    for name, address in MANAGEMENT_NAMES.items():
        yield (name, PUBLIC_TTL, "A", address)


def _trap(account: Account) -> Iterable[Record]:
    for name in account.names:
        yield (f"{name}.{TRAP_DOMAIN}", PUBLIC_TTL, "A", "192.0.2.99")


def _overlay(account: Account) -> Iterable[Record]:
    """A secure web gateway gives every name an address of its own, which leads to the name's."""
    if account.overlay:
        yield (account.names[0], PUBLIC_TTL, "A", account.overlay)


VIEWS: dict[str, Names] = {
    "vnet": lambda account: VNET_NAMES[account.vnet_names](account),
    "public": lambda account: PUBLIC_NAMES[account.public_names](account),
    "onprem": lambda account: ONPREM_NAMES[account.onprem_names](account),
    "overlay": _overlay,
}


@functools.cache
def view(name: str) -> View:
    """All that a resolver of this view knows."""
    of_accounts = (
        record
        for names in (VIEWS[name], _trap)
        for account in OWN_ACCOUNTS + FOREIGN_ACCOUNTS
        for record in names(account)
    )
    return _build((*of_accounts, *_management()))


def _soa(zone: str, value: str, ttl: int) -> tuple[dns.name.Name, dns.rrset.RRset]:
    name = dns.name.from_text(zone)
    return name, dns.rrset.from_text(name, ttl, "IN", "SOA", value)


_PUBLIC_SOA = "ns1-06.azure-dns.com. azuredns-hostmaster.microsoft.com. 1 3600 300 2419200 60"
_PRIVATE_SOA = "azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10"
_INFRASTRUCTURE = ("trafficmanager.net", "cloudapp.azure.com", "azure-api.net", "microsoft.com")
_AUTHORITIES = dict(
    [_soa(f"privatelink.{domain}", _PRIVATE_SOA, PRIVATE_TTL) for domain in DOMAINS]
    + [_soa(domain, _PUBLIC_SOA, PUBLIC_TTL) for domain in (*DOMAINS, *_INFRASTRUCTURE)]
    + [_soa(".", "a.root-servers.net. nstld.verisign-grs.com. 2026110100 1800 900 604800 86400", 86400)]
)


def authority(name: dns.name.Name) -> dns.rrset.RRset:
    """The SOA record that stands beside a negative answer for this name."""
    while name not in _AUTHORITIES:
        name = name.parent()
    return _AUTHORITIES[name]
