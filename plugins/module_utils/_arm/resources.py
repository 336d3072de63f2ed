# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Azure's objects as plain dictionaries: the account, the endpoints and the networks.

The generations of the SDKs share their attributes and little else: only attributes are used here, and enums by
their value. An attribute that a generation does not have, or Azure omitted, is null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .._azure.accounts import public_name
from .._azure.resource_ids import key, parse, virtual_network_of

_DELETED = r"/subscriptions/[^/]+/providers/[^/]+/locations/([^/]+)/resourceGroups/([^/]+)/deletedAccounts/[^/]+"


def account(found: Any) -> dict[str, Any]:
    """Return an account's own properties and C(connections), its private endpoint connections, null where unsaid.

    Raises ValueError for a value that is not what Azure documents: nothing may be concluded from it.
    """
    properties = _object(found, "properties")
    connections = _items(properties, "private_endpoint_connections")
    return {
        "id": _id(found, "id"),
        "name": _text(found, "name") or parse(found.id).name,
        "kind": _text(found, "kind"),
        "location": _text(found, "location"),
        "provisioning_state": _text(properties, "provisioning_state"),
        "endpoint": _text(properties, "endpoint"),
        "endpoints": _texts_by_key(properties, "endpoints"),
        "custom_subdomain": _text(properties, "custom_sub_domain_name"),
        "public_network_access": _text(properties, "public_network_access"),
        "network_acls": _network_acls(_object(properties, "network_acls")),
        "local_auth_disabled": _flag(properties, "disable_local_auth"),
        "outbound_restricted": _flag(properties, "restrict_outbound_network_access"),
        "allowed_fqdns": sorted(
            _checked(item, "allowed_fqdn_list") for item in _items(properties, "allowed_fqdn_list")
        ),
        "connections": sorted(
            map(_connection, connections), key=lambda item: (key(item["id"]), key(item["connection_id"]))
        )
        if _dig(properties, "private_endpoint_connections") is not None
        else None,
    }


def accounts(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the accounts of a resource group.

    One with a value that Azure does not document has only C(odd), which says so, beside C(name) and
    C(custom_subdomain) as far as they are known.
    """
    return [_account_or_odd(item) for item in found]


def _account_or_odd(found: Any) -> dict[str, Any]:
    try:
        return account(found)
    except Exception as exc:  # whatever an SDK makes of an odd value
        names = {"name": _dig(found, "name"), "custom_subdomain": _dig(found, "properties", "custom_sub_domain_name")}
        return {"odd": str(exc), **{name: text for name, text in names.items() if isinstance(text, str)}}


def deleted_account(found: Any) -> dict[str, Any]:
    """Return an account that was deleted and not purged."""
    place = re.fullmatch(_DELETED, _text(found, "id") or "", re.IGNORECASE)
    return {
        "id": _text(found, "id"),
        "name": _text(found, "name"),
        "location": _text(found, "location") or (place.group(1) if place else None),
        "resource_group": place.group(2) if place else None,
        "custom_subdomain": _text(_object(found, "properties"), "custom_sub_domain_name"),
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
        "location": _text(found, "location"),
        "provisioning_state": _text(found, "provisioning_state"),
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

    C(names) are the addresses of a private endpoint by public name, C(unnamed) those that Azure gives no name,
    C(public_address_ids) the ids of public addresses.
    """
    configurations = found.ip_configurations or []
    subnets = _ids(_dig(item, "subnet") for item in configurations)
    names: dict[str, set[str | None]] = {}
    unnamed: set[str | None] = set()
    for item in configurations:
        fqdns = _dig(item, "private_link_connection_properties", "fqdns") or []
        for name in fqdns:
            names.setdefault(public_name(name), set()).add(_address(item))
        if not fqdns:
            unnamed.add(_address(item))
    return {
        "id": found.id,
        "virtual_machine_id": _dig(found, "virtual_machine", "id"),
        "addresses": sorted({_address(item) for item in configurations} - {None}),
        "names": {name: sorted(each - {None}) for name, each in sorted(names.items())},
        "unnamed": sorted(unnamed - {None}),
        "subnet_id": subnets[0] if subnets else None,
        "virtual_network_id": virtual_network_of(subnets[0]) if subnets else None,
        # What applies is what the machine was given: within an availability set, the servers of all its interfaces.
        "dns_servers": list(_dig(found, "dns_settings", "applied_dns_servers") or [])
        or list(_dig(found, "dns_settings", "dns_servers") or []),
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


def addresses(found: Any) -> list[str]:
    """Return the IPv4 addresses of an A record set. Raises ValueError when it is none."""
    if not found.name:
        raise ValueError("the answer does not name its record set")
    return sorted(item.ipv4_address for item in found.a_records or [] if item.ipv4_address)


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


def dig(value: Any, *names: str) -> Any:
    """Return an attribute of an attribute, an enum by its value; null where one of them is missing."""
    for name in names:
        value = getattr(value, name, None)
    # The enums of the later generation are texts, but str() differs from the text of the service.
    return getattr(value, "value", value)


_dig = dig


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
        "default_action": _text(found, "default_action"),
        "bypass": _text(found, "bypass"),
        "ip_rules": sorted(_checked(_dig(rule, "value"), "ip_rules") for rule in _items(found, "ip_rules")),
        "virtual_network_rules": sorted(
            {_checked(_dig(rule, "id"), "virtual_network_rules") for rule in _items(found, "virtual_network_rules")},
            key=key,
        ),
    }


def _connection(found: Any) -> dict[str, Any]:
    properties = _object(found, "properties")
    state = _object(properties, "private_link_service_connection_state")
    return {
        "id": _text(_object(properties, "private_endpoint"), "id"),
        "connection_id": _text(found, "id"),
        "connection_name": _text(found, "name"),
        "group_ids": sorted(_checked(item, "group_ids") for item in _items(properties, "group_ids")),
        "state": _text(state, "status"),
        "description": _text(state, "description"),
    }


def _object(found: Any, name: str) -> Any:
    """Return an attribute that is an object, or null."""
    value = getattr(found, name, None)
    if isinstance(value, (str, bool, int, float, list, tuple)):
        raise ValueError(f"{name} is {value!r:.80}, where Azure documents an object")
    return value


def _items(found: Any, name: str) -> list[Any]:
    """Return an attribute that is a list, empty for null."""
    value = getattr(found, name, None)
    if value is not None and not isinstance(value, (list, tuple)):
        raise ValueError(f"{name} is {value!r:.80}, where Azure documents a list")
    if any(item is None for item in value or ()):
        raise ValueError(f"{name} has null in its list")
    return list(value or ())


def _checked(value: Any, name: str) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} has {value!r:.80}, where Azure documents a text")
    return value


def _text(found: Any, name: str) -> str | None:
    """Return an attribute that is a text, or null."""
    value = _dig(found, name)
    return None if value is None else _checked(value, name)


def _id(found: Any, name: str) -> str:
    """Return an attribute that is the id of a resource."""
    parse(getattr(found, name, None))
    return str(getattr(found, name))


def _flag(found: Any, name: str) -> bool:
    """Return an attribute that is true or false; null is false."""
    value = _dig(found, name)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"{name} is {value!r:.80}, where Azure documents true or false")
    return bool(value)


def _texts_by_key(found: Any, name: str) -> dict[str, str]:
    """Return an attribute that maps texts to texts, empty for null."""
    value = getattr(found, name, None)
    if value is not None and not isinstance(value, Mapping):
        raise ValueError(f"{name} is {value!r:.80}, where Azure documents an object")
    return {str(place): _checked(text, name) for place, text in (value or {}).items()}


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
