# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge the path from the jumphost to the endpoint offline: security rules, routes and firewalls, for TCP 443.

The results are suspicions only: rules of Network Manager and routes that Azure learns cannot be read with GET.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .finding import (
    Finding,
    Observed,
    account_fields,
    by_id,
    finding,
    jumphost_interfaces,
    network_of,
    working_endpoints,
)
from .firewall import through_firewall
from .routes import diverted, subnet_of
from .security_rules import Obstacle, denied


def path_findings(observed: Observed) -> list[Finding]:
    """Return the suspicions about the path from the jumphost's network interfaces to the account's endpoints."""
    endpoints = working_endpoints(observed)
    found: list[Obstacle] = []
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
                else:
                    found += _without_source(observed, interface, endpoint, address)
    return _by_obstacle(found)


def _by_obstacle(found: Iterable[Obstacle]) -> list[Finding]:
    """Return one finding for each rule or route, with all addresses that it blocks or diverts."""
    obstacles: dict[tuple[str | None, ...], dict[str, Any]] = {}
    for code, variant, fields in found:
        rule = fields.get("rule_id") or fields.get("route_id") or fields.get("rule")
        which = (code, variant, rule, fields.get("name"), fields.get("reason"))
        known = obstacles.setdefault(which, dict(fields, address=[]))
        known["address"] += [fields["address"]] if fields["address"] not in known["address"] else []
    return [
        # az takes several addresses separated by spaces, which people can read too.
        finding(str(code), variant, **dict(fields, address=" ".join(fields["address"])))
        for (code, variant, *_rest), fields in obstacles.items()
    ]


def _without_source(
    observed: Observed, interface: dict[str, Any], endpoint: dict[str, Any], address: str
) -> list[Obstacle]:
    """Return the doubt about an interface whose own address is not known, where rules or routes may concern it."""
    here = subnet_of(observed, interface)
    ruled = (
        interface.get("network_security_group_id"),
        here.get("network_security_group_id"),
        here.get("route_table_id"),
    )

    if not any(ruled) or ":" in address:
        return []
    reason = "Azure's answer holds no address of the network interface"
    fields = dict(account_fields(observed), address=address, nic_id=interface["id"], reason=reason)
    return [("azure_route_diverts", "undecided", dict(fields, endpoint_subnet_id=endpoint.get("subnet_id")))]


def _obstacles(
    observed: Observed, interface: dict[str, Any], source: str, endpoint: dict[str, Any], address: str
) -> list[Obstacle]:
    """Return what may stand between one address and another."""
    here, there = subnet_of(observed, interface), subnet_of(observed, endpoint)
    common = dict(account_fields(observed), jumphost_address=source, address=address, nic_id=interface["id"])
    policies = str(there.get("private_endpoint_network_policies") or "").lower()
    groups = [
        (interface.get("network_security_group_id"), "Outbound"),
        (here.get("network_security_group_id"), "Outbound"),
    ]
    if policies in ("enabled", "networksecuritygroupenabled"):
        groups.append((there.get("network_security_group_id"), "Inbound"))
    found = []
    for group_id, direction in dict.fromkeys(groups):
        group = by_id(observed.get("network_security_groups"), group_id)
        if group:
            found += [
                (code, variant, dict(common, **fields))
                for code, variant, fields in denied(observed, group, direction, source, address)
            ]
    on_the_way, passes = through_firewall(observed, interface, source, endpoint, address)
    if not passes:
        on_the_way += diverted(observed, interface, endpoint, address)
    return found + [(code, variant, dict(common, **fields)) for code, variant, fields in on_the_way]
