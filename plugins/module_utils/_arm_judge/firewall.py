# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge an Azure Firewall between the jumphost and a private endpoint: is it an application rule that lets HTTPS pass?

Source: Microsoft Learn, "Configure Azure Firewall rules" and "Azure Firewall DNS settings" (November 2026). Behind an
application rule the firewall resolves the name itself and connects from its own address; if it does not find the
private address, the account refuses the connection. Network rules come first and pass packets on unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .._azure.accounts import addresses_of, private_zone
from .._azure.resource_ids import key
from .._core.addresses import parse_address
from .finding import Observed, parts
from .routes import choose
from .security_rules import MAYBE, NO, PORT, YES, Match, Obstacle, covers, port_in

_Plain = dict[str, Any]
_RANGE = re.compile(r"([0-9.]+)-([0-9.]+)")
_NAT, NETWORK, APPLICATION = "nat", "network", "application"
_GROUPS = "/rulecollectiongroups/"


def through_firewall(
    observed: Observed, interface: _Plain, source: str, endpoint: _Plain, address: str
) -> tuple[list[Obstacle], bool]:
    """Return the application rules of a firewall on the way that take connections to an endpoint's address, and
    whether the firewall lets all of them pass, so that the route to it blocks nothing.
    """
    choice = choose(observed, interface, endpoint, address)
    if not choice or not choice.leads_to("VirtualAppliance"):
        return [], False
    hop = choice.route.get("next_hop_address")
    firewall = next((each for each in observed.get("firewalls") or () if hop in each["addresses"]), None)
    if not firewall or firewall.get("rules") is None:
        return [], False
    found, passes = [], True
    names = endpoint.get("addresses") or {}
    for name in sorted(each for each in names if address in (names[each] or ())):
        rule, doubt = _deciding(observed, firewall["rules"], source, address, name)
        passes = passes and rule is not None and _allows(rule) and not doubt
        if choice.doubt:
            doubt = doubt or f"the route {choice.route['name']} leads to it, but {choice.doubt}"
        if rule and _allows(rule) and rule["type"] == APPLICATION:
            found += _by_application_rule(observed, firewall, rule, doubt, address, name)
    return found, passes


def _by_application_rule(
    observed: Observed, firewall: _Plain, rule: _Plain, doubt: str | None, address: str, name: str
) -> list[Obstacle]:
    if _resolves_privately(observed, firewall, address, name):
        return []
    servers = firewall.get("dns_servers") or ()
    if not doubt and servers:
        doubt = f"the firewall asks its own DNS servers {', '.join(servers)}"
    group_id = rule.get("group_id") or ""
    fields = {
        **parts(firewall["id"], "firewall", "firewall"),
        **parts(group_id[: key(group_id).rfind(_GROUPS)], "policy", "policy"),
        "name": name,
        "firewall_id": firewall["id"],
        "rule": rule["name"],
        "rule_collection": rule["collection"],
        "rule_group": group_id.rpartition("/")[2],
        "reason": doubt,
    }
    variant = "undecided" if doubt else None if group_id else "classic"
    return [("azure_firewall_application_rule", variant, fields)]


def _deciding(
    observed: Observed, rules: Iterable[_Plain], source: str, address: str, name: str
) -> tuple[_Plain | None, str | None]:
    """Return the rule that decides about a connection, None without one, and why that is not sure."""
    doubts: list[tuple[_Plain, str]] = []
    for rule in rules:
        matches, reason = (NO, None) if rule.get("type") == _NAT else _matches(observed, rule, source, address, name)
        if matches == YES:
            return rule, next((why for other, why in doubts if _effect(other) != _effect(rule)), None)
        if matches == MAYBE:
            doubts.append((rule, f"it is not known whether the rule {rule['name']} applies: {reason}"))
    return next(((rule, why) for rule, why in doubts if _effect(rule) == (APPLICATION, True)), (None, None))


def _effect(rule: _Plain) -> tuple[str | None, bool]:
    return rule.get("type"), _allows(rule)


def _allows(rule: _Plain) -> bool:
    return str(rule.get("action") or "").lower() == "allow"


def _matches(observed: Observed, rule: _Plain, source: str, address: str, name: str) -> Match:
    """Return whether a rule matches HTTPS from C(source) to C(name) at C(address)."""
    kind = rule.get("type")
    if kind not in (NETWORK, APPLICATION):
        return MAYBE, f"its type {kind or 'is empty, which'} is unknown to this collection"
    if kind == NETWORK:
        sides = [
            _any_of(rule["protocols"], ("any", "tcp")),
            _addresses(observed, rule["sources"], source, name),
            _addresses(observed, rule["destinations"], address, name),
            port_in(rule["ports"], PORT) if rule["ports"] else (MAYBE, "it names no port"),
        ]
    else:
        sides = [
            _any_of(rule["protocols"], (f"https:{PORT}",)),
            _addresses(observed, rule["sources"], source, name),
            _addresses(observed, rule["destinations"], address, name) if rule["destinations"] else (YES, None),
            _names(rule, name),
        ]
    if any(matches == NO for matches, _reason in sides):
        return NO, None
    if kind == NETWORK and rule.get("more"):
        return MAYBE, f"it also has {rule['more'][0]}"
    return next(((matches, reason) for matches, reason in sides if matches == MAYBE), (YES, None))


def _any_of(texts: Iterable[str], wanted: Iterable[str]) -> Match:
    known = {text.lower() for text in texts}
    if not known:
        return MAYBE, "it names no protocol"
    return (YES if known & set(wanted) else NO), None


def _names(rule: _Plain, name: str) -> Match:
    """Return whether an application rule is for a name: as it is, or with a wildcard in front."""
    for pattern in (text.lower().rstrip(".") for text in rule["fqdns"]):
        if name == pattern or (pattern.startswith("*") and name.endswith(pattern[1:])):
            return YES, None
    return (MAYBE, f"it has {rule['more'][0]}") if rule.get("more") else (NO, None)


def _addresses(observed: Observed, texts: list[str], address: str, name: str) -> Match:
    """Return whether any of a rule's addresses, ranges, tags, groups or names is an address."""
    if not texts:
        return MAYBE, "it names no address"
    found = [_address(observed, text, address, name) for text in texts]
    for answer in (YES, MAYBE):
        for matches, reason in found:
            if matches == answer:
                return matches, reason
    return NO, None


def _address(observed: Observed, text: str, address: str, name: str) -> Match:
    span = _RANGE.fullmatch(text)
    if span:
        try:
            first, last = (int(parse_address(end)) for end in span.groups())
        except ValueError:
            return MAYBE, f"what {text} covers is unknown to this collection"
        return (YES if first <= int(parse_address(address)) <= last else NO), None
    if text.startswith("/"):
        return MAYBE, f"the IP group {text.rpartition('/')[2]} could not be read"
    if text.lower().rstrip(".") == name:
        return MAYBE, f"which address the firewall finds for {name} is unknown to this collection"
    matches, reason = covers(observed, [text], address)
    # A name has a dot in it, a tag that is not known may have one too; other names lead elsewhere.
    is_name = "." in text and matches == MAYBE and not text[:1].isupper()
    return (NO, None) if is_name else (matches, reason)


def _resolves_privately(observed: Observed, firewall: _Plain, address: str, name: str) -> bool:
    """Return whether Azure's own DNS gives the firewall the private address: its network is linked to the zone."""
    home = firewall.get("virtual_network_id")
    if not home or firewall.get("dns_servers") != []:
        return False
    return any(
        key(link.get("virtual_network_id")) == key(home) and address in (addresses_of(name, zone.get("records")) or ())
        for zone in observed.get("zones") or ()
        if zone["name"].lower() == private_zone(name)
        for link in zone.get("links") or ()
    )
