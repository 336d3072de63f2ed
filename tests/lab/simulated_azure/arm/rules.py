# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Security groups and route tables as Resource Manager writes them, with the rules that every group has."""

from __future__ import annotations

from collections.abc import Iterable

from simulated_azure.arm.resources import HTTPS, Document, resource
from simulated_azure.faults.azure import FirewallRule, Route, Rule

# name, direction, access, priority, source, destination: in every group, behind all others
_DEFAULTS = (
    ("AllowVnetInBound", "Inbound", "Allow", 65000, "VirtualNetwork", "VirtualNetwork"),
    ("AllowAzureLoadBalancerInBound", "Inbound", "Allow", 65001, "AzureLoadBalancer", "*"),
    ("DenyAllInBound", "Inbound", "Deny", 65500, "*", "*"),
    ("AllowVnetOutBound", "Outbound", "Allow", 65000, "VirtualNetwork", "VirtualNetwork"),
    ("AllowInternetOutBound", "Outbound", "Allow", 65001, "*", "Internet"),
    ("DenyAllOutBound", "Outbound", "Deny", 65500, "*", "*"),
)


def security_group(identity: str, rules: Iterable[Rule]) -> Document:
    return resource(
        identity,
        {
            "securityRules": [
                _rule(
                    f"{identity}/securityRules/{rule.name}",
                    rule.direction,
                    rule.access,
                    rule.priority,
                    rule.source,
                    rule.destination,
                    "Tcp",
                    HTTPS,
                )
                for rule in rules
            ],
            "defaultSecurityRules": [
                _rule(f"{identity}/defaultSecurityRules/{name}", *rest, "*", "*") for name, *rest in _DEFAULTS
            ],
        },
    )


def _rule(
    identity: str, direction: str, access: str, priority: int, source: str, destination: str, protocol: str, port: str
) -> Document:
    return resource(
        identity,
        {
            "protocol": protocol,
            "sourcePortRange": "*",
            "destinationPortRange": port,
            "sourceAddressPrefix": source,
            "destinationAddressPrefix": destination,
            "access": access,
            "priority": priority,
            "direction": direction,
            "sourcePortRanges": [],
            "destinationPortRanges": [],
            "sourceAddressPrefixes": [],
            "destinationAddressPrefixes": [],
        },
        location=None,
    )


def route_table(identity: str, routes: Iterable[Route]) -> Document:
    return resource(
        identity,
        {
            "disableBgpRoutePropagation": False,
            "routes": [
                resource(
                    f"{identity}/routes/{route.name}",
                    {
                        "addressPrefix": route.prefix,
                        "nextHopType": route.next_hop_type,
                        "nextHopIpAddress": route.next_hop_address,
                        "hasBgpOverride": False,
                    },
                    location=None,
                )
                for route in routes
            ],
        },
    )


def firewall(identity: str, address: str, subnet: str, policy: str) -> Document:
    return resource(
        identity,
        {
            "ipConfigurations": [
                resource(
                    f"{identity}/ipConfigurations/configuration",
                    {"privateIPAddress": address, "subnet": {"id": subnet}},
                    location=None,
                )
            ],
            "firewallPolicy": {"id": policy},
            "applicationRuleCollections": [],
            "natRuleCollections": [],
            "networkRuleCollections": [],
            "threatIntelMode": "Alert",
            "sku": {"name": "AZFW_VNet", "tier": "Standard"},
        },
    )


def firewall_policy(identity: str) -> Document:
    return resource(identity, {"sku": {"tier": "Standard"}, "threatIntelMode": "Alert", "childPolicies": []})


def rule_collection_group(identity: str, rules: Iterable[FirewallRule]) -> Document:
    """The group of a policy, application rules first: the type decides about the order, not the priority."""
    ordered = sorted(rules, key=lambda rule: rule.kind)
    collections = [
        {
            "name": f"{rule.action.lower()}-{rule.kind}-{number}",
            "priority": 100 + number,
            "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
            "action": {"type": rule.action},
            "rules": [_firewall_rule(rule)],
        }
        for number, rule in enumerate(ordered)
    ]
    return resource(identity, {"priority": 200, "ruleCollections": collections}, location=None)


def _firewall_rule(rule: FirewallRule) -> Document:
    if rule.kind == "network":
        return {
            "ruleType": "NetworkRule",
            "name": "tcp-443",
            "ipProtocols": ["TCP"],
            "sourceAddresses": ["10.0.0.0/8"],
            "sourceIpGroups": [],
            "destinationAddresses": [rule.destination],
            "destinationIpGroups": [],
            "destinationFqdns": [],
            "destinationPorts": [HTTPS],
        }
    return {
        "ruleType": "ApplicationRule",
        "name": "https",
        "protocols": [{"protocolType": "Https", "port": int(HTTPS)}],
        "fqdnTags": [],
        "webCategories": [],
        "targetFqdns": [rule.destination],
        "targetUrls": [],
        "terminateTLS": False,
        "sourceAddresses": ["10.0.0.0/8"],
        "destinationAddresses": [],
        "sourceIpGroups": [],
    }
