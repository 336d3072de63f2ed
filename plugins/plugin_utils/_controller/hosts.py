# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""How the hosts of the inventories differ from what is declared: of many hosts, only these need a task."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .api import Api
from .names import VANTAGES, WHOLE, Variables, all_names, vantages_of


def host_variables(host: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables of a host in an inventory, its vantage among them."""
    return {**(host.get("variables") or {}), "privatelink_vantage": host.get("vantage") or VANTAGES[0]}


def host_changes(api: Api, organization: Mapping[str, Any] | None, variables: Variables) -> list[dict[str, Any]]:
    """Return what is to be done, one entry for each host of each inventory that is not as declared."""
    names = all_names(variables["prefix"])["inventories"]
    found: list[dict[str, Any]] = []
    for part in (WHOLE, *vantages_of(variables["hosts"])):
        declared = [host for host in variables["hosts"] if part in (WHOLE, host.get("vantage") or VANTAGES[0])]
        there = _hosts_of(api, organization, names[part])
        found += _changes(names[part], declared, there)
    return found


def _hosts_of(api: Api, organization: Mapping[str, Any] | None, inventory: str) -> dict[str, dict[str, Any]]:
    if not organization:
        return {}
    inventories = api.list("inventories", organization=organization["id"], name=inventory)
    return {str(host["name"]): host for each in inventories for host in api.list("hosts", inventory=each["id"])}


def _changes(
    inventory: str, declared: Sequence[Mapping[str, Any]], there: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for host in declared:
        expected = host_variables(host)
        known = there.get(host["name"])
        if known is None or _parsed(known.get("variables")) != expected or known.get("enabled") is False:
            found.append({"inventory": inventory, "name": host["name"], "variables": expected, "state": "present"})
    expected_names = {host["name"] for host in declared}
    found += [
        {"inventory": inventory, "name": name, "variables": {}, "state": "absent"}
        for name in there
        if name not in expected_names
    ]
    return found


def _parsed(variables: Any) -> Any:
    """Return the variables that an inventory has; None for those that a person wrote as YAML."""
    try:
        return json.loads(variables or "{}")
    except (TypeError, ValueError, RecursionError):
        return None
