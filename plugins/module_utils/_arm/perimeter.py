# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""A network security perimeter as an account has it, as a plain dictionary."""

from __future__ import annotations

from typing import Any

from .._azure.resource_ids import key
from .._azure.values import dig


def perimeter(found: Any) -> dict[str, Any]:
    """Return a perimeter with C(inbound_rules), those that admit anyone from outside; null when Azure omits them."""
    properties = found.properties
    perimeter_id = dig(properties, "network_security_perimeter", "id")
    rules = dig(properties, "profile", "access_rules")
    return {
        "id": perimeter_id,
        "name": perimeter_id.rpartition("/")[2] if perimeter_id else found.name,
        "mode": dig(properties, "resource_association", "access_mode"),
        "profile": dig(properties, "profile", "name"),
        "provisioning_state": dig(properties, "provisioning_state"),
        "inbound_rules": None if rules is None else _inbound(rules),
    }


def _inbound(rules: list[Any]) -> list[dict[str, Any]]:
    found = [_rule(rule) for rule in rules if (dig(rule, "properties", "direction") or "").lower() != "outbound"]
    return sorted(found, key=lambda rule: key(rule["name"]))


def _rule(found: Any) -> dict[str, Any]:
    properties = dig(found, "properties")
    return {
        "name": found.name,
        "address_prefixes": sorted(dig(properties, "address_prefixes") or []),
        "subscriptions": _ids(dig(properties, "subscriptions")),
        "perimeters": _ids(dig(properties, "network_security_perimeters")),
    }


def _ids(items: list[Any] | None) -> list[str]:
    return sorted({item.id for item in items or [] if item is not None and item.id}, key=key)
