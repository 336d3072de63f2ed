# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The Azure Firewalls that routes of the jumphost lead to, with their rules in the order in which they are evaluated.

Source: Microsoft Learn, "Configure Azure Firewall rules" (November 2026): network rules come before application rules,
those of a parent policy before its child's, then the order is that of the priorities of groups and of collections.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .._azure.resource_ids import key, subscription_of, virtual_network_of
from .._azure.values import dig, items, listed, text, texts
from .._core.addresses import is_within
from .client import Unread

if TYPE_CHECKING:
    from .reader import Notes, Reader

_Plain = dict[str, Any]

NETWORK_RULE, APPLICATION_RULE = "network", "application"
# With these network policies only a route of their own leads away from the private endpoints of a subnet.
_WITHOUT_ROUTES = ("disabled", "networksecuritygroupenabled")
_LONGEST = 32  # private endpoints have IPv4 addresses
_LAST_PRIORITY = 65000  # where Azure names none
_MORE = (
    "target_urls",
    "fqdn_tags",
    "web_categories",
    "source_geo_locations",
    "destination_geo_locations",
    "source_kube_selector_groups",
)


def firewall(found: Any) -> _Plain:
    """Return an Azure Firewall with its classic rules, C(rules), which it has instead of a policy."""
    configurations = items(found, "ip_configurations")
    addresses = [text(item, "private_ip_address") for item in configurations]
    addresses.append(text(found, "hub_ip_addresses", "private_ip_address"))
    subnets = [dig(item, "subnet", "id") for item in configurations]
    return {
        "id": found.id,
        "name": found.name,
        "addresses": sorted({address for address in addresses if address}),
        "virtual_network_id": next((virtual_network_of(subnet) for subnet in subnets if subnet), None),
        "policy_id": dig(found, "firewall_policy", "id"),
        "dns_servers": _own_dns_servers(found),
        "rules": _rules(items(found, "network_rule_collections"), NETWORK_RULE)
        + _rules(items(found, "application_rule_collections"), APPLICATION_RULE),
    }


def _own_dns_servers(found: Any) -> list[str]:
    """Return the DNS servers that a firewall asks which has no policy."""
    servers = (dig(found, "additional_properties") or {}).get("Network.DNS.Servers") or ""
    return sorted(filter(None, re.split(r"[\s,;]+", str(servers))))


def policy(found: Any) -> _Plain:
    """Return a firewall policy: the id of its parent, and the DNS servers that its firewalls ask."""
    return {
        "id": found.id,
        "parent_id": dig(found, "base_policy", "id"),
        "dns_servers": texts(found, "dns_settings", "servers"),
    }


def rule_collection_group(found: Any) -> _Plain:
    """Return a group of rule collections of a policy, with its C(rules)."""
    rules = [dict(rule, group_id=found.id) for rule in _rules(listed(found, "rule_collections"))]
    return {"id": found.id, "priority": _priority(found), "rules": rules}


def ip_group(found: Any) -> _Plain:
    """Return an IP group with its C(addresses)."""
    return {"id": found.id, "addresses": sorted(texts(found, "ip_addresses"))}


def _priority(found: Any) -> int:
    return _LAST_PRIORITY if found.priority is None else found.priority


def _rules(collections: list[Any], kind: str | None = None) -> list[_Plain]:
    return [
        _rule(rule, collection.name, dig(collection, "action", "type"), kind or _type_of(rule))
        for collection in sorted(collections, key=_priority)
        for rule in listed(collection, "rules")
    ]


def _type_of(rule: Any) -> str:
    kind = str(dig(rule, "rule_type") or "").lower()
    return kind[: -len("rule")] if kind.endswith("rule") else kind


def _rule(found: Any, collection: str, action: str | None, kind: str) -> _Plain:
    """Return a rule of any type. C(more) are the names of conditions beside those that are listed here."""
    protocols = dig(found, "ip_protocols") or dig(found, "protocols") or []
    return {
        "name": found.name,
        "collection": collection,
        "group_id": None,
        "type": kind,
        "action": action,
        "protocols": sorted(_protocol(item) for item in protocols),
        "sources": _texts(found, "source_addresses", "source_ip_groups"),
        "destinations": _texts(found, "destination_addresses", "destination_ip_groups", "destination_fqdns"),
        "ports": _texts(found, "destination_ports"),
        "fqdns": _texts(found, "target_fqdns"),
        "more": [name for name in _MORE if dig(found, name)],
    }


def _protocol(found: Any) -> str:
    """Return C(TCP) of a network rule, C(Https:443) of an application rule."""
    application = None if isinstance(found, str) else dig(found, "protocol_type")
    return f"{application}:{dig(found, 'port')}" if application else str(getattr(found, "value", found))


def _texts(found: Any, *names: str) -> list[str]:
    return sorted({text for name in names for text in texts(found, name)})


def read_firewalls(reader: Reader, notes: Notes, observed: _Plain) -> list[_Plain]:
    """Return the Azure Firewalls among the appliances that a route of the jumphost leads to, with their rules.

    C(observed) is the observation so far. C(rules) is null where they could not be read.
    """
    found: dict[str, _Plain] = {}
    for hop in _appliances(observed):
        unread = []
        for subscription in _subscriptions(observed):
            try:
                holders = [item for item in reader.firewalls(subscription) if hop in item["addresses"]]
            except Unread as exc:
                unread.append(exc)
                continue
            found.update((key(item["id"]), item) for item in holders)
            if holders:
                unread.clear()
                break
        for each in unread:
            notes.note(each)
    return [_with_policy(reader, notes, item) for _place, item in sorted(found.items())]


def _appliances(observed: _Plain) -> list[str]:
    """Return the next hops of the routes that may lead to an endpoint's address."""
    networks = {key(network["id"]): network for network in observed["virtual_networks"]}
    subnets = {key(subnet["id"]): subnet for network in networks.values() for subnet in network["subnets"]}
    tables = {key(table["id"]): table for table in observed["route_tables"]}
    hops = set()
    for interface in observed["jumphost"]["network_interfaces"]:
        here = networks.get(key(interface["virtual_network_id"]))
        table = tables.get(key(subnets.get(key(interface["subnet_id"]), {}).get("route_table_id")))
        if not here or not table:
            continue
        for endpoint in observed["private_endpoints"]:
            there = key(endpoint["virtual_network_id"])
            near = there == key(here["id"]) or there in {key(peer) for peer in here["peered_network_ids"]}
            policies = str(subnets.get(key(endpoint["subnet_id"]), {}).get("private_endpoint_network_policies")).lower()
            # The endpoint's own route precedes a shorter one; it is not there in networks that are not connected.
            least = (_LONGEST if policies in _WITHOUT_ROUTES else 1) if near else 0
            addresses = [address for several in endpoint["addresses"].values() for address in several]
            hops |= {route["next_hop_address"] for route in table["routes"] if _leads(route, addresses, least)}
    return sorted(hops - {None})


def _leads(route: _Plain, addresses: list[str], least: int) -> bool:
    prefix = str(route["prefix"])
    length = prefix.rpartition("/")[2]
    return (
        str(route["next_hop_type"]).lower() == "virtualappliance"
        and any(is_within(address, [prefix]) for address in addresses)
        and (not length.isdigit() or int(length) >= least)
    )


def _subscriptions(observed: _Plain) -> list[str]:
    """Return where the firewall may be: with the route table, or with a network that the jumphost's is peered with."""
    places = [table["id"] for table in observed["route_tables"]]
    networks = {key(network["id"]): network for network in observed["virtual_networks"]}
    for item in observed["jumphost"]["network_interfaces"]:
        places += networks.get(key(item["virtual_network_id"]), {}).get("peered_network_ids") or []
    # The network of a virtual hub belongs to Microsoft, nobody else can list anything there.
    found = [subscription_of(place) for place in places if not (place or "").rpartition("/")[2].startswith("HV_")]
    return list(dict.fromkeys(subscription for subscription in found if subscription))


def _with_policy(reader: Reader, notes: Notes, found: _Plain) -> _Plain:
    if not found["policy_id"]:
        return dict(found, rules=_with_ip_groups(reader, notes, found["rules"]))
    try:
        chain = _chain(reader, found["policy_id"])
        groups = [group for each in reversed(chain) for group in _in_order(reader.rule_collection_groups(each["id"]))]
    except Unread as exc:
        notes.note(exc)
        return dict(found, dns_servers=None, rules=None)
    rules = [rule for group in groups for rule in group["rules"]]
    # The sort is stable: within a type the order is kept.
    rules.sort(key=lambda rule: rule["type"] == APPLICATION_RULE)
    return dict(found, dns_servers=chain[0]["dns_servers"], rules=_with_ip_groups(reader, notes, rules))


def _in_order(groups: list[_Plain]) -> list[_Plain]:
    return sorted(groups, key=lambda group: group["priority"])


def _chain(reader: Reader, policy_id: str) -> list[_Plain]:
    """Return a policy and its parents, the nearest first."""
    chain: list[_Plain] = []
    following: str | None = policy_id
    while following and key(following) not in {key(each["id"]) for each in chain}:
        chain.append(reader.firewall_policy(following))
        following = chain[-1]["parent_id"]
    return chain


def _with_ip_groups(reader: Reader, notes: Notes, rules: list[_Plain]) -> list[_Plain]:
    """Return rules with the addresses of IP groups in the place of their ids, which stay where they cannot be read."""
    ids = {text for rule in rules for text in rule["sources"] + rule["destinations"] if text.startswith("/")}
    known: dict[str, list[str]] = {}
    for subscription in sorted({found for found in map(subscription_of, ids) if found}):
        listed = notes.attempt(reader.ip_groups, subscription) or []
        known.update((key(group["id"]), group["addresses"]) for group in listed)

    def replaced(texts: list[str]) -> list[str]:
        return sorted({each for text in texts for each in known.get(key(text), [text])})

    return [
        dict(rule, sources=replaced(rule["sources"]), destinations=replaced(rule["destinations"])) for rule in rules
    ]
