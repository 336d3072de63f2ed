# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge the rules of a network security group offline, for TCP 443 from one address to another."""

from __future__ import annotations

import re
from typing import Any, Optional

from .._azure.service_tags import is_service_tag
from .._core.addresses import PRIVATE_NETWORKS, is_within, parse_address, parse_network
from .finding import Observed, parts

PORT = 443
_FIRST_PRIORITY, _LAST_PRIORITY = 100, 4096
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")

# C((code, variant, fields)) of what may stand between two addresses.
Obstacle = tuple[str, Optional[str], dict[str, Any]]
# Whether a rule or a prefix matches an address, and why that is not known.
Match = tuple[str, Optional[str]]
_Rule = dict[str, Any]

YES, NO, MAYBE = "yes", "no", "maybe"


def denied(observed: Observed, group: dict[str, Any], direction: str, source: str, address: str) -> list[Obstacle]:
    """Return the result of a group's rules, in order of priority: nothing, a denial, or a doubt.

    A rule that only may match is ignored when the following ones give the same result.
    """
    rules, unclear = _of_direction(group, direction)
    doubtful = [
        (rule, "Azure does not say all of the rule")
        for rule in unclear
        if _matches(observed, rule, source, address)[0] != NO
    ]
    for rule in rules:
        matches, reason = _matches(observed, rule, source, address)
        if matches == MAYBE:
            doubtful.append((rule, reason or ""))
        elif matches == YES:
            return _result(group, rule, rules, doubtful)
    # Behind all rules that could be read are the default ones, which allow what stays within the network.
    return _result(group, None, rules, doubtful)


def _of_direction(group: dict[str, Any], direction: str) -> tuple[list[_Rule], list[_Rule]]:
    """Return a group's rules of a direction in their order, and those of which that is not known."""
    rules, unclear = [], []
    for rule in group.get("rules") or ():
        way, access = (str(rule.get(name) or "").lower() for name in ("direction", "access"))
        if way not in ("inbound", "outbound") or access not in ("allow", "deny") or rule.get("priority") is None:
            unclear += [] if way in ("inbound", "outbound") and way != direction.lower() else [rule]
        elif way == direction.lower():
            rules.append(rule)
    return sorted(rules, key=lambda rule: rule["priority"]), unclear


def _result(
    group: dict[str, Any], first: _Rule | None, rules: list[_Rule], doubtful: list[tuple[_Rule, str]]
) -> list[Obstacle]:
    """Return what the first rule that matches means, in view of those before it that only may match."""
    allows = _allows(first) if first else True
    different = [each for each in doubtful if each[0] not in rules or _allows(each[0]) != allows]
    if different:
        rule, reason = different[0]
        return [("azure_nsg_denies", "undecided", dict(_rule_fields(group, rule, rules), reason=reason))]
    if allows or not first:
        return []
    fields = _rule_fields(group, first, rules)
    return [("azure_nsg_denies", "first" if fields["next_priority"] else None, fields)]


def _allows(rule: _Rule) -> bool:
    return str(rule.get("access") or "").lower() == "allow"


def _rule_fields(group: dict[str, Any], rule: _Rule, rules: list[_Rule]) -> dict[str, Any]:
    """Return the fields of a rule, with a priority that is free for a rule before it.

    Where none is free, that is its own, and C(next_priority) is the one to which it can be moved.
    """
    taken = {other["priority"] for other in rules}
    priority = rule.get("priority") or _FIRST_PRIORITY
    before = range(min(priority - 1, _LAST_PRIORITY), _FIRST_PRIORITY - 1, -1)
    free = next((priority for priority in before if priority not in taken), None)
    behind = range(priority + 1, _LAST_PRIORITY + 1) if free is None else ()
    kind = "defaultSecurityRules" if rule.get("default") else "securityRules"
    return dict(
        parts(group["id"], "nsg", "nsg"),
        nsg_id=group["id"],
        rule=rule["name"],
        direction=rule.get("direction"),
        rule_id=f"{group['id']}/{kind}/{rule['name']}",
        free_priority=free or rule.get("priority"),
        next_priority=next((priority for priority in behind if priority not in taken), None),
    )


def _matches(observed: Observed, rule: _Rule, source: str, address: str) -> Match:
    """Return whether a rule matches a connection from C(source) to C(address)."""
    if (rule.get("protocol") or "*").lower() not in ("*", "tcp"):
        return NO, None
    sides: list[Match] = [
        port_in(rule.get("destination_ports"), PORT),
        covers(observed, rule.get("source_prefixes"), source),
        covers(observed, rule.get("destination_prefixes"), address),
        # The client's own port is any.
        (YES, None) if _any_port(rule.get("source_ports")) else (MAYBE, "it applies to some source ports only"),
    ]
    if any(matches == NO for matches, _reason in sides):
        return NO, None
    return next(((matches, reason) for matches, reason in sides if matches == MAYBE), (YES, None))


def port_in(ports: list[str] | None, port: int) -> Match:
    """Return whether any of the ports and ranges of ports is a port; none are all."""
    spans = [_span(text) for text in ports or ["*"]]
    if any(span and span[0] <= port <= span[1] for span in spans):
        return YES, None
    return (NO, None) if all(spans) else (MAYBE, "the format of its ports is unknown to this collection")


def _any_port(ports: list[str] | None) -> bool:
    return any(span and span[0] <= 1024 and span[1] == 65535 for span in map(_span, ports or ["*"]))


def _span(text: str) -> tuple[int, int] | None:
    """Return the first and the last port of a range, None when the text is not a range."""
    match = _PORTS.fullmatch(text)
    if text == "*" or not match:
        return (0, 65535) if text == "*" else None
    return int(match.group(1)), int(match.group(2) or match.group(1))


def covers(observed: Observed, prefixes: list[str] | None, address: str) -> Match:
    """Return whether any of a rule's prefixes covers an address."""
    if not prefixes:
        return MAYBE, "it names application security groups"
    answers = [_prefix_covers(observed, prefix, address) for prefix in prefixes]
    for answer in (YES, MAYBE):
        for matches, reason in answers:
            if matches == answer:
                return matches, reason
    return NO, None


def _prefix_covers(observed: Observed, prefix: str, address: str) -> Match:
    if prefix in ("*", "Any"):
        return YES, None
    network = network_of_prefix(prefix)
    if network:
        return (YES if parse_address(address) in network else NO), None
    known = any(is_within(address, found.get("address_space")) for found in observed.get("virtual_networks") or ())
    private = any(parse_address(address) in found for found in PRIVATE_NETWORKS)
    tag = prefix.lower()
    # Connected networks are one VirtualNetwork, and others need no rule.
    if tag == "virtualnetwork":
        return (YES, None) if known else (MAYBE, f"{address} is not in a network that could be read")
    if tag == "internet":
        return (NO, None) if known or private else (MAYBE, f"{address} is not in a network that could be read")
    # A network may use public addresses as its own, which a tag may contain.
    if is_service_tag(prefix) and private:
        return NO, None
    return MAYBE, f"what the service tag {prefix} covers is unknown to this collection"


def network_of_prefix(text: str) -> Any:
    """Return the network that a prefix of a rule or route is, None when it is something else."""
    try:
        return parse_network(text)
    except ValueError:
        return None
