# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which route of the jumphost's subnet applies to a private endpoint, and whether it replaces the endpoint's own.

Source: Microsoft Learn, "Manage network policies for private endpoints", "Azure Firewall scenarios to inspect traffic
destined to a private endpoint" and "Virtual network traffic routing" (November 2026). A private endpoint makes a /32
route in its own network and in those that are peered with it. A user route of /32 precedes it, as user routes precede
system routes of the same length; a shorter one does only where the endpoint's subnet lets routes apply, and only if it
is at least as long as the address space of the endpoint's network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .._azure.resource_ids import key
from .._azure.service_tags import is_service_tag
from .._core.addresses import is_within, parse_address
from .finding import Observed, by_id, network_of
from .security_rules import Obstacle, network_of_prefix

# Whether the routes of other subnets apply to the private endpoints of a subnet, by its network policies.
_APPLY = {"enabled": True, "routetableenabled": True, "disabled": False, "networksecuritygroupenabled": False}
_WITHOUT_ROUTES = {"enabled": "NetworkSecurityGroupEnabled", "routetableenabled": "Disabled"}


class Choice(NamedTuple):
    """The user route that traffic for an endpoint takes."""

    table: dict[str, Any]
    route: dict[str, Any]
    length: int
    # Whether it is for the endpoint's address alone.
    exact: bool
    # Whether the endpoint's own route is there, which this one replaces; without it there is none but this.
    replaces: bool
    # Why it is not known whether it applies.
    doubt: str | None

    def leads_to(self, hop: str) -> bool:
        """Return whether the next hop is of a type."""
        return str(self.route.get("next_hop_type") or "").lower() == hop.lower()


def subnet_of(observed: Observed, resource: Mapping[str, Any]) -> dict[str, Any]:
    """Return the subnet of an endpoint or a network interface, empty when it could not be read."""
    subnets = [subnet for network in observed.get("virtual_networks") or () for subnet in network.get("subnets") or ()]
    return by_id(subnets, resource.get("subnet_id")) or {}


def choose(observed: Observed, interface: dict[str, Any], endpoint: dict[str, Any], address: str) -> Choice | None:
    """Return the user route that traffic from a network interface to an endpoint's address takes, None without one."""
    table = by_id(observed.get("route_tables"), subnet_of(observed, interface).get("route_table_id"))
    if not table:
        return None
    replaces = _has_own_route(observed, interface, endpoint)
    least, doubt = _least(observed, endpoint, address) if replaces else (0, None)
    destination = parse_address(address)
    found = []
    for route in table.get("routes") or ():
        network = network_of_prefix(route.get("prefix"))
        if network is not None and destination in network and network.prefixlen >= least:
            exact = network.prefixlen == network.max_prefixlen
            found.append(Choice(table, route, network.prefixlen, exact, replaces, None if exact else doubt))
    return max(found, key=lambda each: each.length, default=None)


def diverted(observed: Observed, interface: dict[str, Any], endpoint: dict[str, Any], address: str) -> list[Obstacle]:
    """Return whether a route of the jumphost's subnet replaces the endpoint's own."""
    here = subnet_of(observed, interface)
    table = by_id(observed.get("route_tables"), here.get("route_table_id")) or {}
    for whose, resource in (("jumphost", interface), ("private endpoint", endpoint)):
        if not subnet_of(observed, resource) and _lists_other_subnets(observed, resource):
            return [_undecided({}, f"Azure's answer about the virtual network lacks the {whose}'s subnet")]
    if not endpoint.get("subnet_id"):
        return [_undecided({}, "Azure's answer does not name the private endpoint's subnet")]
    if not here or (here.get("route_table_id") and not table):
        return []
    policies = str(subnet_of(observed, endpoint).get("private_endpoint_network_policies") or "").lower()
    fields = {
        "endpoint_subnet_id": endpoint.get("subnet_id"),
        "policies_without_routes": _WITHOUT_ROUTES.get(policies),
    }
    choice = choose(observed, interface, endpoint, address)
    if choice:
        return _of_choice(choice, fields, network_of(interface) == network_of(endpoint))
    # Policies matter only where the endpoint's own route is: without a peering, a learned one leads to it.
    if not _APPLY.get(policies, False) and _has_own_route(observed, interface, endpoint):
        return []
    for route in table.get("routes") or ():
        prefix = str(route.get("prefix") or "")
        if network_of_prefix(prefix) is None and not is_service_tag(prefix):
            reason = f"what the service tag {prefix} covers is unknown to this collection"
            return [_undecided(dict(fields, **_route_fields(table, route)), reason)]
    if network_of(endpoint) != network_of(interface) and not table.get("disable_bgp_route_propagation"):
        reason = "the endpoint is in another network, and routes that Azure learns (BGP, virtual WAN) cannot be read"
        return [_undecided(fields, reason)]
    return []


def _lists_other_subnets(observed: Observed, interface: dict[str, Any]) -> bool:
    """Return whether the network of an interface could be read, with subnets, but without its own."""
    home = by_id(observed.get("virtual_networks"), network_of(interface)) or {}
    return bool(interface.get("subnet_id") and home.get("subnets"))


def _of_choice(choice: Choice, fields: dict[str, Any], within: bool) -> list[Obstacle]:
    route = choice.route
    # Without the endpoint's own route, the user's route replaces nothing.
    if not choice.replaces or (within and choice.leads_to("VnetLocal")):
        return []
    fields = dict(fields, **_route_fields(choice.table, route))
    fields["next_hop"] = route.get("next_hop_address") or route.get("next_hop_type")
    if choice.leads_to("VnetLocal"):
        return [_undecided(fields, f"the route {route['name']} keeps it in the jumphost's own network")]
    if choice.doubt:
        return [_undecided(fields, f"the route {route['name']} covers it, but {choice.doubt}")]
    if choice.leads_to("None"):
        return [("azure_route_diverts", "dropped", fields)]
    # A route for the address alone applies whatever the policies of the endpoint's subnet are.
    return [("azure_route_diverts", "exact" if choice.exact else None, fields)]


def _undecided(fields: dict[str, Any], reason: str) -> Obstacle:
    return "azure_route_diverts", "undecided", dict(fields, reason=reason)


def _has_own_route(observed: Observed, interface: dict[str, Any], endpoint: dict[str, Any]) -> bool:
    """Return whether the endpoint's /32 route is in the jumphost's network, as far as that is known."""
    ours, theirs = network_of(interface), network_of(endpoint)
    peers = (by_id(observed.get("virtual_networks"), ours) or {}).get("peered_network_ids")
    return ours == theirs or peers is None or theirs in {key(peer) for peer in peers}


def _least(observed: Observed, endpoint: dict[str, Any], address: str) -> tuple[int, str | None]:
    """Return how long a user route must be to replace an endpoint's own, and why that is not known."""
    longest = parse_address(address).max_prefixlen
    policies = subnet_of(observed, endpoint).get("private_endpoint_network_policies")
    apply = _APPLY.get(str(policies or "").lower())
    if apply is False:
        return longest, None
    home = by_id(observed.get("virtual_networks"), network_of(endpoint)) or {}
    spaces = [space for space in home.get("address_space") or () if is_within(address, [space])]
    lengths = [network_of_prefix(space).prefixlen for space in spaces]
    # A default route never replaces it.
    least = max([1, *lengths])
    if apply is None:
        return least, "it is not known whether the endpoint's subnet lets routes apply"
    return least, None if lengths else "the endpoint's network could not be read"


def _route_fields(table: Mapping[str, Any], route: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "route": route["name"],
        "route_table": table["name"],
        "route_table_id": table["id"],
        "route_id": f"{table['id']}/routes/{route['name']}",
    }
