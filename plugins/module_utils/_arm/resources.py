# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure's objects as plain dictionaries: the account, the endpoints and the networks.

The generations of the SDKs share their attributes and little else: only attributes are used here, and enums by
their value. An attribute that a generation does not have, or Azure omitted, is null.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._azure.accounts import public_name
from .._azure.resource_ids import key, virtual_network_of


def account(found: Any) -> dict[str, Any]:
    """Return an account's own properties and C(connections), its private endpoint connections."""
    properties = found.properties
    return {
        "id": found.id,
        "name": found.name,
        "kind": found.kind,
        "location": found.location,
        "endpoint": _dig(properties, "endpoint"),
        "endpoints": dict(_dig(properties, "endpoints") or {}),
        "custom_subdomain": _dig(properties, "custom_sub_domain_name"),
        "public_network_access": _dig(properties, "public_network_access"),
        "network_acls": _network_acls(_dig(properties, "network_acls")),
        "local_auth_disabled": bool(_dig(properties, "disable_local_auth")),
        "outbound_restricted": bool(_dig(properties, "restrict_outbound_network_access")),
        "allowed_fqdns": sorted(_dig(properties, "allowed_fqdn_list") or []),
        "connections": sorted(
            (_connection(item) for item in _dig(properties, "private_endpoint_connections") or []),
            key=lambda item: (key(item["id"]), key(item["connection_id"])),
        ),
    }


def required_zone_names(found: Any) -> list[str]:
    """Return the names of the private DNS zones that an account's private link resources need, sorted."""
    names = [_dig(item, "properties", "required_zone_names") or [] for item in found.value or []]
    return sorted({name.lower() for several in names for name in several})


def deployment(found: Any) -> dict[str, Any]:
    """Return a model deployment: C(name), C(model), C(version), C(state)."""
    return {
        "name": found.name,
        "model": _dig(found, "properties", "model", "name"),
        "version": _dig(found, "properties", "model", "version"),
        "state": _dig(found, "properties", "provisioning_state"),
    }


def private_endpoint(found: Any) -> dict[str, Any]:
    """Return a private endpoint; C(connections) are those it requested, C(manual) those that people approve."""
    automatic = [(item, False) for item in found.private_link_service_connections or []]
    manual = [(item, True) for item in found.manual_private_link_service_connections or []]
    return {
        "location": found.location,
        "subnet_id": _dig(found, "subnet", "id"),
        "virtual_network_id": virtual_network_of(_dig(found, "subnet", "id")),
        "network_interface_ids": _ids(found.network_interfaces),
        "connections": [
            {
                "service_id": item.private_link_service_id,
                "state": _dig(item, "private_link_service_connection_state", "status"),
                "manual": by_hand,
            }
            for item, by_hand in automatic + manual
        ],
    }


def zone_group(found: Any, private_endpoint_id: str) -> dict[str, Any]:
    """Return a DNS zone group of a private endpoint, with its records by public name."""
    zones = [_zone_config(item) for item in found.private_dns_zone_configs or [] if item.private_dns_zone_id]
    return {
        "id": found.id,
        "name": found.name,
        "private_endpoint_id": private_endpoint_id,
        "zones": sorted(zones, key=lambda zone: key(zone["zone_id"])),
    }


def network_interface(found: Any) -> dict[str, Any]:
    """Return a network interface.

    C(names) are the addresses of a private endpoint by public name, C(public_address_ids) the ids of public addresses.
    """
    configurations = found.ip_configurations or []
    subnets = _ids(_dig(item, "subnet") for item in configurations)
    names: dict[str, set[str | None]] = {}
    for item in configurations:
        for name in _dig(item, "private_link_connection_properties", "fqdns") or []:
            names.setdefault(public_name(name), set()).add(_address(item))
    return {
        "id": found.id,
        "virtual_machine_id": _dig(found, "virtual_machine", "id"),
        "addresses": sorted({_address(item) for item in configurations} - {None}),
        "names": {name: sorted(addresses - {None}) for name, addresses in sorted(names.items())},
        "subnet_id": subnets[0] if subnets else None,
        "virtual_network_id": virtual_network_of(subnets[0]) if subnets else None,
        "network_security_group_id": _dig(found, "network_security_group", "id"),
        "application_security_group_ids": _ids(
            group for item in configurations for group in _dig(item, "application_security_groups") or []
        ),
        "public_address_ids": _ids(_dig(item, "public_ip_address") for item in configurations),
    }


def virtual_network(found: Any) -> dict[str, Any]:
    """Return a virtual network with all its subnets and its connected C(peerings)."""
    return {
        "id": found.id,
        "name": found.name,
        "address_space": sorted(_dig(found, "address_space", "address_prefixes") or []),
        # In Azure's order, in which clients ask them.
        "dns_servers": list(_dig(found, "dhcp_options", "dns_servers") or []),
        "subnets": sorted((_subnet(item) for item in found.subnets or []), key=lambda item: key(item["id"])),
        "peerings": [
            {
                "virtual_network_id": item.remote_virtual_network.id,
                "address_space": list(_dig(item, "remote_address_space", "address_prefixes") or []),
            }
            for item in found.virtual_network_peerings or []
            if _dig(item, "peering_state") == "Connected" and _dig(item, "remote_virtual_network", "id")
        ],
    }


def network_security_group(found: Any) -> dict[str, Any]:
    """Return a network security group, its rules in the order in which Azure evaluates them."""
    rules = [_rule(item, False) for item in found.security_rules or []]
    rules += [_rule(item, True) for item in found.default_security_rules or []]
    rules.sort(key=lambda rule: (rule["direction"] or "", rule["priority"] or 0, rule["name"] or ""))
    return {"id": found.id, "name": found.name, "rules": rules}


def route_table(found: Any) -> dict[str, Any]:
    """Return a route table with its routes."""
    routes = [
        {
            "name": item.name,
            "prefix": item.address_prefix,
            "next_hop_type": _dig(item, "next_hop_type"),
            "next_hop_address": item.next_hop_ip_address,
        }
        for item in found.routes or []
    ]
    return {
        "id": found.id,
        "name": found.name,
        "disable_bgp_route_propagation": bool(found.disable_bgp_route_propagation),
        "routes": sorted(routes, key=lambda route: key(route["name"])),
    }


def public_address(found: Any) -> str | None:
    """Return the address of a public IP address as a text, null while it has none."""
    return found.ip_address


def private_zone(found: Any) -> dict[str, Any]:
    """Return a private DNS zone: C(id) and C(name)."""
    return {"id": found.id, "name": found.name.lower()}


def record_set(found: Any) -> tuple[str, list[str]]:
    """Return the name of a record set, relative to its zone and in lower case, and its IPv4 addresses."""
    return found.name.lower(), sorted(item.ipv4_address for item in found.a_records or [] if item.ipv4_address)


def zone_link(found: Any) -> dict[str, Any]:
    """Return the link of a private DNS zone to a virtual network."""
    return {
        "id": found.id,
        "name": found.name,
        "virtual_network_id": _dig(found, "virtual_network", "id"),
        "state": _dig(found, "virtual_network_link_state"),
        "provisioning_state": _dig(found, "provisioning_state"),
        "resolution_policy": _dig(found, "resolution_policy"),
        "registration_enabled": bool(found.registration_enabled),
    }


def _dig(value: Any, *names: str) -> Any:
    for name in names:
        value = getattr(value, name, None)
    # The enums of the later generation are texts, but str() differs from the text of the service.
    return getattr(value, "value", value)


def _ids(items: Iterable[Any] | None) -> list[str]:
    return sorted({item.id for item in items or [] if item is not None and item.id}, key=key)


def _address(configuration: Any) -> str | None:
    address = configuration.private_ip_address
    # A configuration that holds a whole block ends in a slash and its length.
    return address.partition("/")[0] if address else None


def _network_acls(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "default_action": _dig(found, "default_action"),
        "bypass": _dig(found, "bypass"),
        "ip_rules": sorted(rule.value for rule in found.ip_rules or []),
        "virtual_network_rules": _ids(found.virtual_network_rules),
    }


def _connection(found: Any) -> dict[str, Any]:
    return {
        "id": _dig(found, "properties", "private_endpoint", "id"),
        "connection_id": found.id,
        "connection_name": found.name,
        "state": _dig(found, "properties", "private_link_service_connection_state", "status"),
        "description": _dig(found, "properties", "private_link_service_connection_state", "description"),
    }


def _zone_config(found: Any) -> dict[str, Any]:
    zone = found.private_dns_zone_id.rpartition("/")[2].lower()
    records: dict[str, set[str]] = {}
    for item in found.record_sets or []:
        if item.record_type in (None, "A"):
            name = item.fqdn or f"{item.record_set_name}.{zone}"
            records.setdefault(public_name(name), set()).update(item.ip_addresses or [])
    return {
        "zone_id": found.private_dns_zone_id,
        "zone": zone,
        "records": {name: sorted(addresses) for name, addresses in sorted(records.items())},
    }


def _subnet(found: Any) -> dict[str, Any]:
    return {
        "id": found.id,
        "prefixes": sorted(set(found.address_prefixes or []) | ({found.address_prefix} - {None, ""})),
        "network_security_group_id": _dig(found, "network_security_group", "id"),
        "route_table_id": _dig(found, "route_table", "id"),
        "private_endpoint_network_policies": _dig(found, "private_endpoint_network_policies"),
    }


def _rule(found: Any, default: bool) -> dict[str, Any]:
    return {
        "name": found.name,
        "priority": found.priority,
        "direction": _dig(found, "direction"),
        "access": _dig(found, "access"),
        "protocol": _dig(found, "protocol"),
        "source_prefixes": _one_or_many(found, "source_address_prefix", "source_address_prefixes"),
        "source_ports": _one_or_many(found, "source_port_range", "source_port_ranges"),
        "destination_prefixes": _one_or_many(found, "destination_address_prefix", "destination_address_prefixes"),
        "destination_ports": _one_or_many(found, "destination_port_range", "destination_port_ranges"),
        "application_security_groups": bool(
            found.source_application_security_groups or found.destination_application_security_groups
        ),
        "default": default,
    }


def _one_or_many(rule: Any, one: str, many: str) -> list[str]:
    single = getattr(rule, one)
    return sorted(set(getattr(rule, many) or []) | ({single} - {None, ""}))
