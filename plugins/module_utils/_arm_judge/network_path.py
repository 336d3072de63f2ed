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

# Whether the security groups of a subnet apply to its private endpoints, by its network policies.
_GROUPS_APPLY = {"enabled": True, "networksecuritygroupenabled": True, "disabled": False, "routetableenabled": False}


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
    ruled = here.get("route_table_id") or any(group for group, *_rest in _groups(observed, interface, endpoint))
    if not ruled or ":" in address:
        return []
    reason = "Azure's answer holds no address of the network interface"
    fields = dict(account_fields(observed), address=address, nic_id=interface["id"], reason=reason)
    return [("azure_route_diverts", "undecided", dict(fields, endpoint_subnet_id=endpoint.get("subnet_id")))]


def _obstacles(
    observed: Observed, interface: dict[str, Any], source: str, endpoint: dict[str, Any], address: str
) -> list[Obstacle]:
    """Return what may stand between one address and another."""
    common = dict(account_fields(observed), jumphost_address=source, address=address, nic_id=interface["id"])
    found = []
    for group_id, direction, doubt in _groups(observed, interface, endpoint):
        group = by_id(observed.get("network_security_groups"), group_id)
        for code, variant, fields in denied(observed, group, direction, source, address) if group else ():
            if doubt:
                variant, fields = "undecided", dict(fields, reason=doubt)
            found.append((code, variant, dict(common, **fields)))
    on_the_way, passes = through_firewall(observed, interface, source, endpoint, address)
    if not passes:
        on_the_way += diverted(observed, interface, endpoint, address)
    return found + [(code, variant, dict(common, **fields)) for code, variant, fields in on_the_way]


def _groups(
    observed: Observed, interface: dict[str, Any], endpoint: dict[str, Any]
) -> Iterable[tuple[str | None, str, str | None]]:
    """Return the security groups on the way, each with its direction and why it is not known whether it applies."""
    here, there = subnet_of(observed, interface), subnet_of(observed, endpoint)
    groups: list[tuple[str | None, str, str | None]] = [
        (interface.get("network_security_group_id"), "Outbound", None),
        (here.get("network_security_group_id"), "Outbound", None),
    ]
    applies = _GROUPS_APPLY.get(str(there.get("private_endpoint_network_policies") or "").lower())
    if applies is not False:
        doubt = None if applies else "it is not known whether the endpoint's subnet lets its security rules apply"
        groups.append((there.get("network_security_group_id"), "Inbound", doubt))
    return dict.fromkeys(groups)
