# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Ids of Azure resources: what stands in one, without asking Azure."""

from __future__ import annotations

from collections import namedtuple

Id = namedtuple("Id", "subscription_id resource_group name")

_SUBNETS = "/subnets/"


def parse(resource_id):
    """Return the Id that stands in the id of a resource in a resource group.

    Raises ValueError naming the id and what is accepted.
    """
    parts = resource_id.strip("/").split("/") if isinstance(resource_id, str) else []
    keys = [part.lower() for part in parts[0:5:2]]
    if keys != ["subscriptions", "resourcegroups", "providers"] or len(parts) < 8 or len(parts) % 2 or not all(parts):
        raise ValueError(
            f"{resource_id!r} is no id of an Azure resource; accepted is /subscriptions/ID/resourceGroups/NAME/providers/..."
        )
    return Id(parts[1], parts[3], parts[-1])


def parse_virtual_machine(resource_id):
    """Return the Id of a virtual machine. Raises ValueError naming the id and what is accepted."""
    parsed = parse(resource_id)
    if "/providers/microsoft.compute/virtualmachines/" not in resource_id.lower():
        raise ValueError(
            f"{resource_id!r} is no id of a virtual machine; accepted is "
            "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Compute/virtualMachines/NAME"
        )
    return parsed


def account_id(subscription_id, resource_group, name):
    """Return the id of an Azure AI account."""
    return f"/subscriptions/{subscription_id}/resourceGroups/{resource_group}/providers/Microsoft.CognitiveServices/accounts/{name}"


def virtual_network_of(subnet_id):
    """Return the id of the virtual network that a subnet is in, null for null."""
    if not subnet_id:
        return None
    return subnet_id[: subnet_id.lower().rfind(_SUBNETS)] if _SUBNETS in subnet_id.lower() else None


def subscription_of(resource_id):
    """Return the id of the subscription that a resource is in, null where its id does not tell."""
    try:
        return parse(resource_id).subscription_id
    except ValueError:
        return None


def key(resource_id):
    """Return what is equal for two spellings of one id: Azure does not keep the case of ids."""
    return (resource_id or "").lower()
