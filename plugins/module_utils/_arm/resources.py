# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure's objects as plain dictionaries: the account, the endpoints and the networks.

The generations of the SDKs share their attributes and little else: only attributes are used here, and enums by
their value. An attribute that a generation does not have, or Azure omitted, is null.

What the judgement would miss or misread without noticing raises ValueError, which makes the resource one that could not
be read: a value of another type, an address or a network that is not one, a resource without its id, a rule without its
access. An unknown value that the judgement sees is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .._azure.accounts import public_name
from .._azure.resource_ids import key, parse, virtual_network_of
from .._azure.values import (
    dig,
    flag,
    identity,
    items,
    known,
    listed,
    odd,
    one,
    one_of,
    reference,
    required,
    some,
    text,
    texts,
    texts_by_key,
)
from .._core.addresses import parse_address, parse_network

_DELETED = r"/subscriptions/[^/]+/providers/[^/]+/locations/([^/]+)/resourceGroups/([^/]+)/deletedAccounts/[^/]+"
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*")
_DIRECTIONS, _ACCESSES = ("Inbound", "Outbound"), ("Allow", "Deny")
_PRIORITIES, _DEFAULT_PRIORITIES = range(100, 4097), range(65000, 65536)
_PROTOCOLS = ("*", "Tcp", "Udp", "Icmp", "Esp", "Ah")
_HOPS = ("VirtualAppliance", "VirtualNetworkGateway", "VnetLocal", "Internet", "None")
_POLICIES = ("Disabled", "Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled")
_LINK_STATES, _RESOLUTION_POLICIES = ("InProgress", "Completed"), ("Default", "NxDomainRedirect")
_CONNECTION_STATES = ("Pending", "Approved", "Rejected", "Disconnected", "Removed")
_STATES = ("Succeeded", "Failed", "Canceled", "Creating", "Updating", "Deleting")


def account(found: Any) -> dict[str, Any]:
    """Return an account's own properties and C(connections), its private endpoint connections, null where unsaid.

    Raises ValueError for a value that is not what Azure documents: nothing may be concluded from it.
    """
    properties = dig(found, "properties")
    connections = items(properties, "private_endpoint_connections")
    return {
        "id": identity(found),
        "name": text(found, "name") or parse(found.id).name,
        "kind": text(found, "kind"),
        "location": text(found, "location"),
        "provisioning_state": text(properties, "provisioning_state"),
        "endpoint": text(properties, "endpoint"),
        "endpoints": texts_by_key(properties, "endpoints"),
        "custom_subdomain": text(properties, "custom_sub_domain_name"),
        "public_network_access": text(properties, "public_network_access"),
        "network_acls": _network_acls(dig(properties, "network_acls")),
        "local_auth_disabled": flag(properties, "disable_local_auth"),
        "outbound_restricted": flag(properties, "restrict_outbound_network_access"),
        "allowed_fqdns": sorted(texts(properties, "allowed_fqdn_list")),
        "connections": sorted(
            map(_connection, connections), key=lambda item: (key(item["id"]), key(item["connection_id"]))
        )
        if dig(properties, "private_endpoint_connections") is not None
        else None,
    }


def listed_account(found: Any) -> dict[str, Any]:
    """Return an account of a list: as account() does, with C(tags) and C(error).

    C(error) is null. Of an account with a value that Azure does not document it says so, and only C(id), C(name) and
    C(custom_subdomain) are there beside it, empty where they are not known: it costs the list none of the others.
    """
    properties = getattr(found, "properties", None)
    try:
        if properties is None:
            raise ValueError("it has no properties")
        return {**account(found), "tags": dict(found.tags or {}), "error": None}
    except Exception as exc:  # whatever an SDK makes of an odd value
        subdomain = getattr(properties, "custom_sub_domain_name", None)
        names = {"id": found.id, "name": found.name, "custom_subdomain": subdomain}
        error = f"{type(exc).__name__}: {exc}"
        known = {name: value if isinstance(value, str) else "" for name, value in names.items()}
        return {**known, "error": error}


def deleted_account(found: Any) -> dict[str, Any]:
    """Return an account that was deleted and not purged."""
    place = re.fullmatch(_DELETED, text(found, "id") or "", re.IGNORECASE)
    return {
        "id": text(found, "id"),
        "name": text(found, "name"),
        "location": text(found, "location") or (place.group(1) if place else None),
        "resource_group": place.group(2) if place else None,
        "custom_subdomain": text(dig(found, "properties"), "custom_sub_domain_name"),
    }


def required_zone_names(found: Any) -> list[str]:
    """Return the names of the private DNS zones that an account's private link resources need, sorted."""
    return sorted(
        {name.lower() for item in items(found, "value") for name in texts(item, "properties", "required_zone_names")}
    )


def deployment(found: Any) -> dict[str, Any]:
    """Return a model deployment: C(name), C(model), C(version), C(state)."""
    return {
        "name": text(found, "name"),
        "model": text(found, "properties", "model", "name"),
        "version": text(found, "properties", "model", "version"),
        "state": known(_STATES, found, "properties", "provisioning_state"),
    }


def private_endpoint(found: Any) -> dict[str, Any]:
    """Return a private endpoint; C(connections) are those it requested, C(manual) those that people approve."""
    automatic = [(item, False) for item in items(found, "private_link_service_connections")]
    manual = [(item, True) for item in items(found, "manual_private_link_service_connections")]
    subnet_id = reference(found, "subnet")
    return {
        "location": text(found, "location"),
        "provisioning_state": text(found, "provisioning_state"),
        "subnet_id": subnet_id,
        "virtual_network_id": virtual_network_of(subnet_id),
        "network_interface_ids": _ids(items(found, "network_interfaces")),
        "connections": [
            {
                "service_id": text(item, "private_link_service_id"),
                "state": known(_CONNECTION_STATES, item, "private_link_service_connection_state", "status"),
                "manual": by_hand,
            }
            for item, by_hand in automatic + manual
        ],
    }


def zone_group(found: Any, private_endpoint_id: str) -> dict[str, Any]:
    """Return a DNS zone group of a private endpoint, with its records by public name."""
    configurations = items(found, "private_dns_zone_configs")
    zones = [_zone_config(item) for item in configurations if text(item, "private_dns_zone_id")]
    return {
        "id": identity(found),
        "name": text(found, "name"),
        "private_endpoint_id": private_endpoint_id,
        "zones": sorted(zones, key=lambda zone: key(zone["zone_id"])),
    }


def network_interface(found: Any) -> dict[str, Any]:
    """Return a network interface.

    C(names) are the addresses of a private endpoint by public name, C(unnamed) those that Azure gives no name,
    C(public_address_ids) the ids of public addresses, C(dns_servers) null where Azure does not say whether it has any.
    """
    configurations = some(found, "ip_configurations")
    subnets = _ids(dig(item, "subnet") for item in configurations)
    names: dict[str, set[str | None]] = {}
    unnamed: set[str | None] = set()
    for item in configurations:
        fqdns = texts(item, "private_link_connection_properties", "fqdns")
        if "" in fqdns:
            raise odd("fqdns", fqdns, "names that are not empty")
        for name in fqdns:
            names.setdefault(public_name(name), set()).add(_address(item))
        if not fqdns:
            unnamed.add(_address(item))
    applied = texts(found, "dns_settings", "applied_dns_servers")
    said = dig(found, "dns_settings", "dns_servers") is not None
    return {
        "id": identity(found),
        "virtual_machine_id": reference(found, "virtual_machine"),
        "addresses": sorted({_address(item) for item in configurations} - {None}),
        "names": {name: sorted(each - {None}) for name, each in sorted(names.items())},
        "unnamed": sorted(unnamed - {None}),
        "subnet_id": subnets[0] if subnets else None,
        "virtual_network_id": virtual_network_of(subnets[0]) if subnets else None,
        # What applies is what the machine was given: within an availability set, the servers of all its interfaces.
        "dns_servers": applied or (texts(found, "dns_settings", "dns_servers") if said else None),
        "network_security_group_id": reference(found, "network_security_group"),
        "application_security_group_ids": _ids(
            group for item in configurations for group in items(item, "application_security_groups")
        ),
        "public_address_ids": _ids(dig(item, "public_ip_address") for item in configurations),
    }


def virtual_network(found: Any) -> dict[str, Any]:
    """Return a virtual network with all its subnets and its connected C(peerings)."""
    return {
        "id": identity(found),
        "name": text(found, "name"),
        "address_space": sorted(_networks(some(found, "address_space", "address_prefixes"))),
        # In Azure's order, in which clients ask them.
        "dns_servers": texts(found, "dhcp_options", "dns_servers"),
        "subnets": sorted((_subnet(item) for item in items(found, "subnets")), key=lambda item: key(item["id"])),
        "peerings": [
            {
                "virtual_network_id": reference(item, "remote_virtual_network"),
                # The first is what the peering has synchronized, the second what the other network has now.
                "address_space": _networks(
                    texts(item, "remote_address_space", "address_prefixes")
                    or texts(item, "remote_virtual_network_address_space", "address_prefixes")
                ),
            }
            for item in items(found, "virtual_network_peerings")
            if known(("Connected",), item, "peering_state") == "Connected" and reference(item, "remote_virtual_network")
        ],
    }


def network_security_group(found: Any) -> dict[str, Any]:
    """Return a network security group, its rules in the order in which Azure evaluates them."""
    rules = [_rule(item, False) for item in listed(found, "security_rules")]
    rules += [_rule(item, True) for item in items(found, "default_security_rules")]
    rules.sort(key=lambda rule: (rule["direction"], rule["priority"], rule["name"] or ""))
    return {"id": identity(found), "name": text(found, "name"), "rules": rules}


def route_table(found: Any) -> dict[str, Any]:
    """Return a route table with its routes."""
    routes = [
        {
            "name": text(item, "name"),
            "prefix": _destination(item),
            "next_hop_type": known(_HOPS, item, "next_hop_type"),
            "next_hop_address": text(item, "next_hop_ip_address"),
        }
        for item in listed(found, "routes")
    ]
    return {
        "id": identity(found),
        "name": text(found, "name"),
        "disable_bgp_route_propagation": flag(found, "disable_bgp_route_propagation"),
        "routes": sorted(routes, key=lambda route: key(route["name"])),
    }


def public_address(found: Any) -> str | None:
    """Return the address of a public IP address as a text, null while it has none."""
    return text(found, "ip_address")


def private_zone(found: Any) -> dict[str, Any]:
    """Return a private DNS zone: C(id) and C(name)."""
    return {"id": identity(found), "name": required(found, "name").lower()}


def addresses(found: Any) -> list[str]:
    """Return the IPv4 addresses of an A record set. Raises ValueError when it is none."""
    required(found, "name")
    listed_addresses = [text(item, "ipv4_address") for item in items(found, "a_records")]
    return sorted(_ip(address) for address in listed_addresses if address)


def zone_link(found: Any) -> dict[str, Any]:
    """Return the link of a private DNS zone to a virtual network."""
    return {
        "id": identity(found),
        "name": text(found, "name"),
        "virtual_network_id": identity(one(found, "virtual_network")),
        "state": known(_LINK_STATES, found, "virtual_network_link_state"),
        "provisioning_state": known(_STATES, found, "provisioning_state"),
        "resolution_policy": known(_RESOLUTION_POLICIES, found, "resolution_policy"),
        "registration_enabled": flag(found, "registration_enabled"),
    }


def _ids(items: Iterable[Any] | None) -> list[str]:
    return sorted({identity(item) for item in items or [] if item is not None}, key=key)


def _ip(address: str) -> str:
    parse_address(address)
    return address


def _networks(prefixes: Iterable[str]) -> list[str]:
    for prefix in prefixes:
        parse_network(prefix)
    return list(prefixes)


def _destination(route: Any) -> str:
    """Return a route's network or service tag; what is neither may be for the endpoint's address alone."""
    prefix = required(route, "address_prefix")
    if not _TAG.fullmatch(prefix):
        parse_network(prefix)
    return prefix


def _address(configuration: Any) -> str | None:
    address = text(configuration, "private_ip_address")
    # A configuration that holds a whole block ends in a slash and its length.
    return _ip(address.partition("/")[0]) if address else None


def _network_acls(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "default_action": text(found, "default_action"),
        "bypass": text(found, "bypass"),
        "ip_rules": sorted(required(rule, "value") for rule in items(found, "ip_rules")),
        "virtual_network_rules": _ids(items(found, "virtual_network_rules")),
    }


def _connection(found: Any) -> dict[str, Any]:
    properties = dig(found, "properties")
    state = dig(properties, "private_link_service_connection_state")
    return {
        "id": text(dig(properties, "private_endpoint"), "id"),
        "connection_id": text(found, "id"),
        "connection_name": text(found, "name"),
        "group_ids": sorted(texts(properties, "group_ids")),
        "state": known(_CONNECTION_STATES, state, "status"),
        "description": text(state, "description"),
    }


def _zone_config(found: Any) -> dict[str, Any]:
    zone_id = required(found, "private_dns_zone_id")
    zone = zone_id.rpartition("/")[2].lower()
    records: dict[str, set[str]] = {}
    for item in items(found, "record_sets"):
        if known(("A",), item, "record_type") in (None, "A"):
            name = text(item, "fqdn") or f"{text(item, 'record_set_name')}.{zone}"
            addresses = [_ip(address) for address in texts(item, "ip_addresses")]
            records.setdefault(public_name(name), set()).update(addresses)
    return {
        "zone_id": zone_id,
        "zone": zone,
        "records": {name: sorted(addresses) for name, addresses in sorted(records.items())},
    }


def _subnet(found: Any) -> dict[str, Any]:
    return {
        "id": identity(found),
        "prefixes": sorted(_networks(_one_or_many(found, "address_prefix", "address_prefixes"))),
        "network_security_group_id": reference(found, "network_security_group"),
        "route_table_id": reference(found, "route_table"),
        "private_endpoint_network_policies": known(_POLICIES, found, "private_endpoint_network_policies"),
    }


def _rule(found: Any, default: bool) -> dict[str, Any]:
    priority = dig(found, "priority")
    possible = _DEFAULT_PRIORITIES if default else _PRIORITIES
    if not isinstance(priority, int) or priority not in possible:
        raise odd("priority", priority, f"an integer from {possible[0]} to {possible[-1]}")
    return {
        "name": text(found, "name"),
        "priority": priority,
        "direction": one_of(_DIRECTIONS, found, "direction"),
        "access": one_of(_ACCESSES, found, "access"),
        "protocol": one_of(_PROTOCOLS, found, "protocol"),
        "source_prefixes": _one_or_many(found, "source_address_prefix", "source_address_prefixes"),
        "source_ports": _one_or_many(found, "source_port_range", "source_port_ranges"),
        "destination_prefixes": _one_or_many(found, "destination_address_prefix", "destination_address_prefixes"),
        "destination_ports": _one_or_many(found, "destination_port_range", "destination_port_ranges"),
        "application_security_groups": bool(
            items(found, "source_application_security_groups")
            or items(found, "destination_application_security_groups")
        ),
        "default": default,
    }


def _one_or_many(value: Any, one: str, many: str) -> list[str]:
    single = text(value, one)
    return sorted({*texts(value, many), *([single] if single else [])})
