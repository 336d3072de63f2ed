# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge the path from the jumphost to the endpoint offline: security rules and routes, for TCP 443.

The results are suspicions only: rules of Network Manager and routes that Azure learns cannot be read with GET.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Optional

from .._core.addresses import PRIVATE_NETWORKS, parse_address, parse_network
from .finding import (
    Finding,
    Observed,
    account_fields,
    by_id,
    finding,
    jumphost_interfaces,
    network_of,
    parts,
    working_endpoints,
)

PORT = 443
_FIRST_PRIORITY, _LAST_PRIORITY = 100, 4096
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")

# Whether a rule or a prefix matches an address; maybe where that is not known here.
# C((code, variant, fields)) of what may stand between two addresses.
_Obstacle = tuple[str, Optional[str], dict[str, Any]]
# Whether it matches, and why that is not known.
_Match = tuple[str, Optional[str]]
_Rule = dict[str, Any]

_YES, _NO, _MAYBE = "yes", "no", "maybe"


def path_findings(observed: Observed) -> list[Finding]:
    """Return the suspicions about the path from the jumphost's network interfaces to the account's endpoints."""
    endpoints = working_endpoints(observed)
    found: list[_Obstacle] = []
    for interface in jumphost_interfaces(observed):
        near = [endpoint for endpoint in endpoints if network_of(endpoint) == network_of(interface)]
        for endpoint in near or endpoints:
            for address in sorted(
                {each for addresses in (endpoint.get("addresses") or {}).values() for each in addresses}
            ):
                source = next(
                    (own for own in interface.get("addresses") or () if (":" in own) == (":" in address)), None
                )
                if source:
                    found += _obstacles(observed, interface, source, endpoint, address)
    return _by_obstacle(found)


def _by_obstacle(found: Iterable[_Obstacle]) -> list[Finding]:
    """Return one finding for each rule or route, with all addresses that it blocks or diverts."""
    obstacles: dict[tuple[str | None, ...], dict[str, Any]] = {}
    for code, variant, fields in found:
        which = (code, variant, fields.get("rule_id") or fields.get("route_id"), fields.get("reason"))
        known = obstacles.setdefault(which, dict(fields, address=[]))
        known["address"] += [fields["address"]] if fields["address"] not in known["address"] else []
    return [
        # az takes several addresses separated by spaces, which people can read too.
        finding(str(code), variant, **dict(fields, address=" ".join(fields["address"])))
        for (code, variant, *_rest), fields in obstacles.items()
    ]


def _obstacles(
    observed: Observed, interface: dict[str, Any], source: str, endpoint: dict[str, Any], address: str
) -> list[_Obstacle]:
    """Return what may stand between one address and another."""
    common = dict(account_fields(observed), jumphost_address=source, address=address, nic_id=interface["id"])
    here = _subnet(observed, interface.get("subnet_id")) or {}
    there = _subnet(observed, endpoint.get("subnet_id")) or {}
    policies = there.get("private_endpoint_network_policies")
    groups = [
        (interface.get("network_security_group_id"), "Outbound"),
        (here.get("network_security_group_id"), "Outbound"),
    ]
    if policies in ("Enabled", "NetworkSecurityGroupEnabled"):
        groups.append((there.get("network_security_group_id"), "Inbound"))
    found = []
    for group_id, direction in dict.fromkeys(groups):
        group = by_id(observed.get("network_security_groups"), group_id)
        if group:
            found += [
                (code, variant, dict(common, **fields))
                for code, variant, fields in _denied(observed, group, direction, source, address)
            ]
    # The endpoint's own /32 precedes every route, unless its subnet applies routes.
    if here and policies in ("Enabled", "RouteTableEnabled"):
        fields = dict(
            common,
            endpoint_subnet_id=endpoint.get("subnet_id"),
            policies_without_routes={"Enabled": "NetworkSecurityGroupEnabled", "RouteTableEnabled": "Disabled"}[
                policies
            ],
        )
        found += [
            (code, variant, dict(fields, **more))
            for code, variant, more in _diverted(observed, here, interface, endpoint, address)
        ]
    return found


def _subnet(observed: Observed, subnet_id: str | None) -> dict[str, Any] | None:
    subnets = [subnet for network in observed.get("virtual_networks") or () for subnet in network.get("subnets") or ()]
    return by_id(subnets, subnet_id)


def _denied(observed: Observed, group: dict[str, Any], direction: str, source: str, address: str) -> list[_Obstacle]:
    """Return the result of a group's rules, in order of priority: nothing, a denial, or a doubt.

    A rule that only may match is ignored when the following ones give the same result.
    """
    rules = sorted(
        (rule for rule in group["rules"] if rule["direction"] == direction), key=lambda rule: rule["priority"]
    )
    doubtful = []
    for rule in rules:
        matches, reason = _matches(observed, rule, source, address)
        if matches == _MAYBE:
            doubtful.append((rule, reason))
        elif matches == _YES:
            different = [(other, reason) for other, reason in doubtful if other["access"] != rule["access"]]
            if different:
                return [
                    (
                        "azure_nsg_denies",
                        "undecided",
                        dict(_rule_fields(group, different[0][0], rules), reason=different[0][1]),
                    )
                ]
            if rule["access"] == "Deny":
                fields = _rule_fields(group, rule, rules)
                return [("azure_nsg_denies", "first" if fields["next_priority"] else None, fields)]
            return []
    return []


def _rule_fields(group: dict[str, Any], rule: _Rule, rules: list[_Rule]) -> dict[str, Any]:
    """Return the fields of a rule, with a priority that is free for a rule before it.

    Where none is free, that is its own, and C(next_priority) is the one to which it can be moved.
    """
    taken = {other["priority"] for other in rules}
    before = range(min(rule["priority"] - 1, _LAST_PRIORITY), _FIRST_PRIORITY - 1, -1)
    free = next((priority for priority in before if priority not in taken), None)
    behind = range(rule["priority"] + 1, _LAST_PRIORITY + 1) if free is None else ()
    kind = "defaultSecurityRules" if rule.get("default") else "securityRules"
    return dict(
        parts(group["id"], "nsg", "nsg"),
        nsg_id=group["id"],
        rule=rule["name"],
        direction=rule["direction"],
        rule_id=f"{group['id']}/{kind}/{rule['name']}",
        free_priority=free or rule["priority"],
        next_priority=next((priority for priority in behind if priority not in taken), None),
    )


def _matches(observed: Observed, rule: _Rule, source: str, address: str) -> _Match:
    """Return whether a rule matches a connection from C(source) to C(address)."""
    if (rule.get("protocol") or "*").lower() not in ("*", "tcp"):
        return _NO, None
    sides: list[_Match] = [
        _port(rule.get("destination_ports"), PORT),
        _covers(observed, rule.get("source_prefixes"), source),
        _covers(observed, rule.get("destination_prefixes"), address),
        # The client's own port is any.
        (_YES, None) if _any_port(rule.get("source_ports")) else (_MAYBE, "it applies to some source ports only"),
    ]
    if any(matches == _NO for matches, _reason in sides):
        return _NO, None
    return next(((matches, reason) for matches, reason in sides if matches == _MAYBE), (_YES, None))


def _port(ports: list[str] | None, port: int) -> _Match:
    spans = [_span(text) for text in ports or ["*"]]
    if any(span and span[0] <= port <= span[1] for span in spans):
        return _YES, None
    return (_NO, None) if all(spans) else (_MAYBE, "the format of its ports is not known here")


def _any_port(ports: list[str] | None) -> bool:
    return any(span and span[0] <= 1024 and span[1] == 65535 for span in map(_span, ports or ["*"]))


def _span(text: str) -> tuple[int, int] | None:
    """Return the first and the last port of a range, None when the text is not a range."""
    match = _PORTS.fullmatch(text)
    if text == "*" or not match:
        return (0, 65535) if text == "*" else None
    return int(match.group(1)), int(match.group(2) or match.group(1))


def _covers(observed: Observed, prefixes: list[str] | None, address: str) -> _Match:
    """Return whether any of a rule's prefixes covers an address."""
    if not prefixes:
        return _MAYBE, "it names application security groups"
    answers = [_prefix_covers(observed, prefix, address) for prefix in prefixes]
    for answer in (_YES, _MAYBE):
        for matches, reason in answers:
            if matches == answer:
                return matches, reason
    return _NO, None


def _prefix_covers(observed: Observed, prefix: str, address: str) -> _Match:
    if prefix in ("*", "Any"):
        return _YES, None
    network = _network(prefix)
    if network:
        return (_YES if parse_address(address) in network else _NO), None
    known = any(
        parse_address(address) in parse_network(space)
        for found in observed.get("virtual_networks") or ()
        for space in found.get("address_space") or ()
    )
    tag = prefix.lower()
    # Connected networks are one VirtualNetwork, and others need no rule.
    if tag == "virtualnetwork":
        return (_YES, None) if known else (_MAYBE, f"{address} is in no network that could be read")
    if tag == "internet":
        private = known or any(parse_address(address) in found for found in PRIVATE_NETWORKS)
        return (_NO, None) if private else (_MAYBE, f"{address} is in no network that could be read")
    if tag == "azureloadbalancer":
        return _NO, None
    return _MAYBE, f"what the service tag {prefix} covers is not known here"


def _network(text: str) -> Any:
    try:
        return parse_network(text)
    except ValueError:
        return None


def _diverted(
    observed: Observed, subnet: dict[str, Any], interface: dict[str, Any], endpoint: dict[str, Any], address: str
) -> list[_Obstacle]:
    """Return whether a route of the jumphost's subnet replaces the endpoint's own.

    It does when it is at least as long as the endpoint's network; so a default route never does.
    """
    table = by_id(observed.get("route_tables"), subnet.get("route_table_id")) or {}
    if subnet.get("route_table_id") and not table:
        return []
    home = by_id(observed.get("virtual_networks"), network_of(endpoint)) or {}
    spaces = [parse_network(space) for space in home.get("address_space") or ()]
    space = max((each.prefixlen for each in spaces if parse_address(address) in each), default=None)
    routes, doubtful = [], []
    for route in table.get("routes") or ():
        network = _network(route["prefix"])
        if network is None:
            doubtful.append((route, f"what the service tag {route['prefix']} covers is not known here"))
        elif network.prefixlen and parse_address(address) in network and (space is None or network.prefixlen >= space):
            routes.append((network.prefixlen, route))
    if routes:
        route = max(routes, key=lambda found: found[0])[1]
        if route["next_hop_type"] == "VnetLocal":
            return []
        fields = dict(_route_fields(table, route), next_hop=route.get("next_hop_address") or route["next_hop_type"])
        if space is None:
            return [
                (
                    "azure_route_diverts",
                    "undecided",
                    dict(
                        fields,
                        reason=f"the route {route['name']} covers it, but the endpoint's network could not be read",
                    ),
                )
            ]
        return [("azure_route_diverts", None, fields)]
    if doubtful:
        return [("azure_route_diverts", "undecided", dict(_route_fields(table, doubtful[0][0]), reason=doubtful[0][1]))]
    learnt = not table.get("disable_bgp_route_propagation")
    if learnt and network_of(endpoint) != network_of(interface):
        return [
            (
                "azure_route_diverts",
                "undecided",
                {
                    "reason": "the endpoint is in another network, and routes that Azure learns (BGP, virtual WAN) "
                    "cannot be read"
                },
            )
        ]
    return []


def _route_fields(table: Mapping[str, Any], route: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "route": route["name"],
        "route_table": table["name"],
        "route_table_id": table["id"],
        "route_id": f"{table['id']}/routes/{route['name']}",
    }
