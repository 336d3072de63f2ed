# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The options of an account: one table for the modules and roles that take accounts.

`make docs` writes the roles' argument specs and the modules' documentation from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .clouds import CLOUDS
from .services import DEFAULT_CLOUD, DEFAULT_KIND, KINDS, SERVICES


@dataclass(frozen=True)
class Option:
    """One option, as everywhere where it is used."""

    name: str
    description: str
    type: str = "str"
    elements: str | None = None
    choices: tuple[str, ...] = ()
    default: str | None = None
    required: bool = False


OPTIONS = (
    Option("name", "The account's custom subdomain.", required=True),
    Option("kind", "The account's kind, which determines which names it has.", choices=KINDS, default=DEFAULT_KIND),
    Option("cloud", "The cloud of the account.", choices=tuple(CLOUDS), default=DEFAULT_CLOUD),
    Option(
        "private_addresses",
        "The expected addresses of the private endpoint, a list for each name of the account.",
        type="dict",
    ),
    Option(
        "networks",
        "Networks (CIDR) in which the private endpoint's addresses are expected.",
        type="list",
        elements="str",
    ),
    Option(
        "operation",
        "The operation that proves that the account works.",
        choices=tuple(dict.fromkeys(name for service in SERVICES.values() for name in service.operations)),
        default=SERVICES[DEFAULT_KIND].keyless_operation,
    ),
    Option("deployment", "The deployment to which the operation is sent."),
    Option("api_version", "The API version of the operation."),
    Option(
        "public_access",
        "The intended public network access.",
        choices=("disabled", "selected_networks", "enabled"),
        default="disabled",
    ),
    Option("resource_group", "The resource group of the account."),
    Option(
        "resource_name",
        "The account's name in Azure. Without it, the account is that of the resource group which has C(name) as its "
        "name or as its custom subdomain.",
    ),
    Option("subscription_id", "The subscription of the account, if it is not that of the credential."),
    Option("jumphost_vm", "The resource id of the virtual machine from which the account is used."),
    Option(
        "keyless",
        "Whether no credential is intended. The playbook C(privatelink.azure_ai.validate) accepts an empty one only "
        "then.",
        type="bool",
    ),
)


@dataclass(frozen=True)
class User:
    """A module or a role that takes accounts."""

    unused: tuple[str, ...] = ()  # accepted, because entries of privatelink_accounts have them
    unused_note: str = "Not used by this role."
    required: tuple[str, ...] = ()  # in addition
    notes: Mapping[str, str] = field(default_factory=dict)  # what an option means there, in addition
    without_default: tuple[str, ...] = ()  # what is not declared is taken from Azure

    def documentation(self) -> dict[str, dict[str, Any]]:
        """Return the options as documentation and argument specs of roles have them."""
        return {option.name: self._documented(option) for option in OPTIONS}

    def argument_spec(self) -> dict[str, dict[str, Any]]:
        """Return the options as AnsibleModule takes them."""
        return {
            name: {key: value for key, value in option.items() if key != "description"}
            for name, option in self.documentation().items()
        }

    def _documented(self, option: Option) -> dict[str, Any]:
        if option.name in self.unused:
            kept = {"description": [self.unused_note], "type": option.type, "elements": option.elements}
            return {key: value for key, value in kept.items() if value}
        found = {
            "description": [option.description, *filter(None, [self.notes.get(option.name)])],
            "type": option.type,
            "elements": option.elements,
            "choices": list(option.choices),
            "default": None if option.name in self.without_default else option.default,
            "required": option.required or option.name in self.required,
        }
        return {key: value for key, value in found.items() if value}


_AZURE_SIDE = "If it is set, the role P(privatelink.azure_ai.account#role) reads Azure's side."
_KIND_OF_AZURE = "By default it is the one that Azure reports."
_METADATA = "Without it, the jumphost queries its metadata service."
_ROLE_NOTES = {"resource_group": _AZURE_SIDE, "jumphost_vm": _METADATA}

USERS = {
    "private_endpoint_info": User(
        unused=("networks", "operation", "api_version", "keyless"),
        unused_note="Accepted as in C(privatelink_accounts), and not used by this module.",
        required=("resource_group",),
        without_default=("kind",),
        notes={
            "kind": _KIND_OF_AZURE,
            "deployment": "The model deployments are read only for an account that has one.",
            "public_access": "Azure's side is compared with it.",
            "subscription_id": "The default is O(subscription_id).",
            "jumphost_vm": "Its network interfaces are searched for in its resource group, then in its subscription.",
        },
    ),
    "account": User(
        without_default=("kind",),
        notes={
            **_ROLE_NOTES,
            "kind": _KIND_OF_AZURE,
            "jumphost_vm": f"{_METADATA} An instance of a scale set is ignored, because what stands between it and the "
            "endpoint cannot be read.",
        },
    ),
    "endpoint": User(notes=_ROLE_NOTES),
    "private_dns_zone": User(notes=_ROLE_NOTES),
    "jumphost": User(
        unused=(
            "operation",
            "deployment",
            "api_version",
            "public_access",
            "resource_group",
            "resource_name",
            "subscription_id",
            "jumphost_vm",
            "keyless",
        )
    ),
}
