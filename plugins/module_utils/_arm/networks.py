# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The networks of an account: those of its endpoints, of the jumphost and of the jumphost's DNS servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Callable

from .._azure.forwarding import matching_rule, servers_of
from .._azure.resource_ids import key, parse, subscription_of, virtual_network_of
from .._core.addresses import AZURE_DNS, is_within
from .client import Unread
from .forwarding import Forwarding
from .reader import INTERFACE, Notes, Reader

_Plain = dict[str, Any]

# With these, the rules of a security group or the routes of a table do not apply to the private endpoints of a subnet.
_NO_SECURITY_GROUPS = ("Disabled", "RouteTableEnabled")
_NO_ROUTE_TABLES = ("Disabled", "NetworkSecurityGroupEnabled")
_HUBS_OF_A_SPOKE = 2


def read_jumphost(reader: Reader, notes: Notes, virtual_machine_id: str) -> _Plain:
    """Return C(virtual_machine_id) and C(network_interfaces) of the jumphost."""
    machine = parse(virtual_machine_id)
    mine = _interfaces(reader, notes, virtual_machine_id, (machine.subscription_id, machine.resource_group))
    if mine == []:
        # They are usually in the machine's resource group, which is the shorter list and the smaller right.
        mine = _interfaces(reader, notes, virtual_machine_id, (machine.subscription_id,))
        if mine == []:
            where = f"neither in its resource group {machine.resource_group} nor in the rest of its subscription"
            message = f"no network interface of this virtual machine was found, {where} {machine.subscription_id}"
            notes.add(INTERFACE, virtual_machine_id, "unavailable", message)
    return {
        "virtual_machine_id": virtual_machine_id,
        "network_interfaces": [_with_public_addresses(reader, notes, item) for item in mine or []],
    }


def _interfaces(reader: Reader, notes: Notes, virtual_machine_id: str, scope: tuple[str, ...]) -> list[_Plain] | None:
    found = notes.attempt(reader.network_interfaces, *scope)
    return (
        None
        if found is None
        else [item for item in found if key(item["virtual_machine_id"]) == key(virtual_machine_id)]
    )


def _with_public_addresses(reader: Reader, notes: Notes, interface: _Plain) -> _Plain:
    kept = (
        "id",
        "addresses",
        "subnet_id",
        "virtual_network_id",
        "dns_servers",
        "network_security_group_id",
        "application_security_group_ids",
    )
    # The id replaces an address that the caller may not read, or that does not exist while the machine is stopped.
    public = [notes.attempt(reader.public_address, item) or item for item in interface["public_address_ids"]]
    return dict({name: interface[name] for name in kept}, public_addresses=sorted(public))


class Networks:
    """The virtual networks that matter for one account, with their reasons."""

    def __init__(self, reader: Reader, notes: Notes, forwarding: Forwarding) -> None:
        """Start without any."""
        self._reader = reader
        self._notes = notes
        self._forwarding = forwarding
        self._roles: dict[str, set[str]] = {}
        self._subnets: set[str] = set()
        self._found: dict[str, _Plain] = {}

    def add(self, members: Mapping[str, Iterable[_Plain]]) -> None:
        """Read the virtual networks of C(members), a mapping of role to what has a C(subnet_id) and plays that role."""
        network_ids = []
        for role, items in members.items():
            for subnet_id in [item["subnet_id"] for item in items]:
                network_id = virtual_network_of(subnet_id)
                if network_id:
                    self._subnets.add(key(subnet_id))
                    network_ids.append(self._in_role(role, network_id))
        self._read(network_ids)

    def add_dns_servers(self, interfaces: Iterable[_Plain], names: Iterable[str]) -> None:
        """Read the virtual networks that the jumphost's questions for C(names) go to.

        C(interfaces) are the jumphost's. Where the network of a DNS server is known its Azure DNS is asked, and the
        rules of the rulesets linked to that network apply there too.
        """
        names, followed = list(names), set()
        clients = self._of_role("jumphost")
        waiting = [(network, server) for network in clients for server in servers_of(network, interfaces)]
        while waiting:
            network, server = waiting.pop(0)
            if (key(network["id"]), server) in followed:
                continue
            followed.add((key(network["id"]), server))
            for home in self._asked(network, server):
                linked = self._forwarding.rulesets_of(home["id"], _subscriptions(home))
                matches = [match for match in (matching_rule(linked, name) for name in names) if match]
                waiting += [(home, target) for match in matches for target in match.rule["servers"]]

    def _asked(self, network: _Plain, server: str) -> list[_Plain]:
        """Return the networks whose Azure DNS a server asks, which is asked itself by C(network)."""
        if server == AZURE_DNS:
            return [network]
        homes = [self._in_role("dns_server", holder) for holder in self._holders(network, server)]
        self._read(homes)
        return [self._found[key(home)] for home in homes if key(home) in self._found]

    def entries(self) -> list[_Plain]:
        """Return the virtual networks, each with its C(roles) and those of its subnets that matter."""
        return [
            {
                "id": network["id"],
                "name": network["name"],
                "address_space": network["address_space"],
                "dns_servers": network["dns_servers"],
                "peered_network_ids": sorted({item["virtual_network_id"] for item in network["peerings"]}, key=key),
                "roles": sorted(self._roles[place]),
                "subnets": [subnet for subnet in network["subnets"] if key(subnet["id"]) in self._subnets],
            }
            for place, network in sorted(self._found.items())
        ]

    def _of_role(self, role: str) -> list[_Plain]:
        return [network for place, network in sorted(self._found.items()) if role in self._roles[place]]

    def _in_role(self, role: str, network_id: str) -> str:
        self._roles.setdefault(key(network_id), set()).add(role)
        return network_id

    def _read(self, network_ids: Iterable[str]) -> None:
        new = {key(item): item for item in network_ids if key(item) not in self._found}
        listed = self._list_many(new.values())
        for place, network_id in sorted(new.items()):
            network = listed.get(place) or self._notes.attempt(self._reader.virtual_network, network_id)
            if network:
                self._found[place] = network

    def _list_many(self, network_ids: Iterable[str]) -> dict[str, _Plain]:
        """Ask once for many of one subscription; a caller that may not list them may still get each of them."""
        subscriptions = [subscription_of(item) for item in network_ids]
        found: dict[str, _Plain] = {}
        for subscription in {item for item in subscriptions if item and subscriptions.count(item) > 1}:
            try:
                found.update((key(network["id"]), network) for network in self._reader.virtual_networks(subscription))
            except Unread:
                continue
        return found

    def _holders(self, network: _Plain, server: str) -> list[str]:
        """Return the id of the virtual network that a DNS server is in, in a list, or an empty list.

        Address spaces of virtual networks may overlap, unless they are peered: the network itself and its peers come
        before any other of the subscription. Among others, an inbound endpoint with the address decides.
        """
        if is_within(server, network["address_space"]):
            return [network["id"]]
        peers = [item["virtual_network_id"] for item in network["peerings"] if self._peer_has(item, server)]
        if peers:
            return peers
        listed = self._notes.attempt(self._reader.virtual_networks, parse(network["id"]).subscription_id) or []
        holders = [item["id"] for item in listed if is_within(server, item["address_space"])]
        if len(holders) != 1:
            holders = self._forwarding.homes(server, _subscriptions(network))
        return holders if len(holders) == 1 else []

    def _peer_has(self, peering: _Plain, server: str) -> bool:
        """Return whether a DNS server is in a peered network, which is read where the peering does not say."""
        peer = peering if peering["address_space"] else None
        peer = peer or self._notes.attempt(self._reader.virtual_network, peering["virtual_network_id"])
        return peer is not None and is_within(server, peer["address_space"])


def _subscriptions(network: _Plain) -> list[str]:
    """Return the subscriptions in which a network's rulesets and resolvers may be: its own, and those of its hubs."""
    own = key(subscription_of(network["id"]))
    peered = {key(subscription_of(item["virtual_network_id"])) for item in network["peerings"]} - {own, ""}
    # A network with more peers is a hub itself; each of its spokes may have a subscription.
    return [own, *sorted(peered)] if len(peered) <= _HUBS_OF_A_SPOKE else [own]


def read_rules(
    reader: Reader, notes: Notes, networks: list[_Plain], jumphost: _Plain
) -> tuple[list[_Plain], list[_Plain]]:
    """Return C(network_security_groups) and C(route_tables) between the jumphost and the endpoints, as two lists.

    C(networks) are those of Networks.entries(). In the endpoints' subnets only what applies to them is read.
    """
    groups: dict[str, str | None] = {}
    tables: dict[str, str | None] = {}
    at_jumphost = {key(item["subnet_id"]) for item in jumphost["network_interfaces"]}
    for subnet in [subnet for network in networks for subnet in network["subnets"]]:
        policies = None if key(subnet["id"]) in at_jumphost else subnet["private_endpoint_network_policies"]
        if policies not in _NO_SECURITY_GROUPS:
            groups[key(subnet["network_security_group_id"])] = subnet["network_security_group_id"]
        if policies not in _NO_ROUTE_TABLES:
            tables[key(subnet["route_table_id"])] = subnet["route_table_id"]
    for interface in jumphost["network_interfaces"]:
        groups[key(interface["network_security_group_id"])] = interface["network_security_group_id"]
    return _all(reader.network_security_group, notes, groups), _all(reader.route_table, notes, tables)


def _all(read: Callable[[str], _Plain], notes: Notes, ids: Mapping[str, str | None]) -> list[_Plain]:
    found = [notes.attempt(read, resource_id) for _place, resource_id in sorted(ids.items()) if resource_id]
    return [item for item in found if item]
