# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Ids of Azure resources: what one contains, without asking Azure."""

from __future__ import annotations

from typing import NamedTuple

from .services import ACCOUNTS


class Id(NamedTuple):
    """The parts of the id of a resource in a resource group."""

    subscription_id: str
    resource_group: str
    name: str


_SUBNETS = "/subnets/"


def parse(resource_id: str | None) -> Id:
    """Return the parts of the id of a resource in a resource group.

    Raises ValueError naming the id and what is expected.
    """
    parts = resource_id.strip("/").split("/") if isinstance(resource_id, str) else []
    keys = [part.lower() for part in parts[0:5:2]]
    if keys != ["subscriptions", "resourcegroups", "providers"] or len(parts) < 8 or len(parts) % 2 or not all(parts):
        raise ValueError(
            f"{resource_id!r} is not a valid id of an Azure resource: expected "
            "/subscriptions/ID/resourceGroups/NAME/providers/..."
        )
    return Id(parts[1], parts[3], parts[-1])


def parse_virtual_machine(resource_id: str) -> Id:
    """Return the Id of a virtual machine. Raises ValueError naming the id and what is expected."""
    parsed = parse(resource_id)
    if "/providers/microsoft.compute/virtualmachines/" not in resource_id.lower():
        raise ValueError(
            f"{resource_id!r} is not a valid id of a virtual machine: expected "
            "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Compute/virtualMachines/NAME"
        )
    return parsed


def account_id(subscription_id: str | None, resource_group: str | None, name: str) -> str:
    """Return the id of an Azure AI account."""
    return f"/subscriptions/{subscription_id}/resourceGroups/{resource_group}/providers/{ACCOUNTS.name}/{name}"


def virtual_network_of(subnet_id: str | None) -> str | None:
    """Return the id of the virtual network that a subnet is in, null for null."""
    if not subnet_id:
        return None
    return subnet_id[: subnet_id.lower().rfind(_SUBNETS)] if _SUBNETS in subnet_id.lower() else None


def subscription_of(resource_id: str | None) -> str | None:
    """Return the id of the subscription that a resource is in, null where its id does not contain one."""
    try:
        return parse(resource_id).subscription_id
    except ValueError:
        return None


def key(resource_id: str | None) -> str:
    """Return what is equal for two spellings of one id: Azure does not keep the case of ids."""
    return (resource_id or "").lower()
