# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""How Azure chooses who answers a DNS question: a network's DNS servers, and the rules of DNS forwarding rulesets.

Microsoft documents the order: custom DNS servers; else the private zones linked to the network that contain the name;
then the rules of the rulesets linked to it, the longest domain first; then Azure's public resolution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .._core.addresses import AZURE_DNS
from .resource_ids import key, virtual_network_of

RULESETS = "Microsoft.Network/dnsForwardingRulesets/read"
RULESET_LINKS = "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks/read"
RULES = "Microsoft.Network/dnsForwardingRulesets/forwardingRules/read"
RESOLVERS = "Microsoft.Network/dnsResolvers/read"
RESOLVER_ENDPOINTS = "Microsoft.Network/dnsResolvers/inboundEndpoints/read"


class Match(NamedTuple):
    """The rule that applies to a name, and its ruleset."""

    ruleset: dict[str, Any]
    rule: dict[str, Any]


def servers_of(network: Mapping[str, Any], interfaces: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the DNS servers that clients in a network ask: Azure's own address stands for the network's Azure DNS.

    C(interfaces) are the jumphost's: the servers of one replace those of its network.
    """
    here = [
        each
        for each in interfaces
        if key(each.get("virtual_network_id") or virtual_network_of(each.get("subnet_id"))) == key(network["id"])
    ]
    found: dict[str, None] = {}
    for each in here or [{}]:
        # Whatever stands there is a server: one that nobody knows, if it is not an address.
        servers = [str(server) for server in each.get("dns_servers") or network.get("dns_servers") or [AZURE_DNS]]
        # Azure DNS always answers: what comes after it is not asked, and it itself only after servers that are silent.
        others = [server for server in servers if server != AZURE_DNS]
        found.update(dict.fromkeys(others if servers[0] != AZURE_DNS else [AZURE_DNS]))
    return list(found)


def linked_rulesets(rulesets: Iterable[dict[str, Any]] | None, network_id: str) -> list[dict[str, Any]]:
    """Return the rulesets that are linked to a network."""
    return [
        ruleset
        for ruleset in rulesets or ()
        if key(network_id) in {key(each) for each in ruleset.get("virtual_network_ids") or ()}
    ]


def matching_rule(rulesets: Iterable[dict[str, Any]], name: str) -> Match | None:
    """Return the rule with the longest domain that a name is in, without those that are disabled."""
    matches = [
        Match(ruleset, rule)
        for ruleset in rulesets
        for rule in ruleset.get("rules") or ()
        if rule["domain"] and (rule["state"] or "").lower() != "disabled" and _is_in(name, rule["domain"])
    ]
    return max(matches, key=lambda match: len(_labels(match.rule["domain"])), default=None)


def _is_in(name: str, domain: str) -> bool:
    labels, wanted = _labels(name), _labels(domain)
    return len(wanted) <= len(labels) and labels[len(labels) - len(wanted) :] == wanted


def _labels(name: str) -> list[str]:
    return [label for label in name.lower().split(".") if label]
