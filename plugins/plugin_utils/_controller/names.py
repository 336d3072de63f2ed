# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What the objects of an installation are called, and which of them its variables ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

VANTAGES = ("jumphost", "outside", "onprem")
OUTCOMES = ("isolated", "exposed", "unknown")
SECRETS = ("api_key", "token")
WHOLE = "all"

Variables = Mapping[str, Any]


def vantages_of(hosts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the vantages that hosts have, in the order of the table."""
    declared = {host.get("vantage") or VANTAGES[0] for host in hosts}
    return [vantage for vantage in VANTAGES if vantage in declared]


def slug(account: str) -> str:
    """Return an account's name as the name of a variable has it: no account has an underscore."""
    return account.lower().replace("-", "_")


def secret_of(credential: Mapping[str, Any]) -> str:
    """Return which secret an account's credential holds."""
    return "token" if credential.get("auth") == "token" else "api_key"


def all_names(prefix: str) -> dict[str, Any]:
    """Return the name of everything that an installation can have."""
    return {
        "execution_environment": f"{prefix}execution-environment",
        "project": f"{prefix}project",
        "inventories": {each: f"{prefix}{each}" for each in (WHOLE, *VANTAGES)},
        "configure": f"{prefix}configure",
        "validate": {vantage: f"{prefix}validate-{vantage}" for vantage in VANTAGES},
        "merge": f"{prefix}merge",
        "gate": f"{prefix}gate",
        "workflow": f"{prefix}workflow",
        "schedule": f"{prefix}schedule",
    }


def credential_name(prefix: str, credential: Mapping[str, Any]) -> str:
    """Return the name of an account's credential, and of its type."""
    return f"{_credential_prefix(prefix, secret_of(credential))}{credential['account'].lower()}"


def is_credential_name(prefix: str, name: str) -> bool:
    """Tell whether a credential, or a type, is one of the installation's."""
    return name.startswith(tuple(_credential_prefix(prefix, secret) for secret in SECRETS))


def credential_types(prefix: str, credentials: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the type of each account's credential.

    A template takes one credential of each type, so each account has its own; each sets a variable of its own, because
    an extra variable replaces a whole mapping.
    """
    found = []
    for credential in credentials:
        secret = secret_of(credential)
        label = "API key" if secret == "api_key" else "Entra token"
        found.append(
            {
                "name": credential_name(prefix, credential),
                "description": f"{label} of the account {credential['account']}",
                "inputs": {
                    "fields": [{"id": secret, "type": "string", "label": label, "secret": True}],
                    "required": [secret],
                },
                "injectors": {
                    "extra_vars": {f"privatelink_{secret}_{slug(credential['account'])}": f"{{{{ {secret} }}}}"}
                },
            }
        )
    return found


def _credential_prefix(prefix: str, secret: str) -> str:
    return f"{prefix}{secret.replace('_', '-')}-"


def nodes_of(variables: Variables) -> dict[str, dict[str, Any]]:
    """Return the nodes of the workflow by identifier, each after all that it leads to.

    The gates stand one behind the other: a gate that fails without a node for this fails the whole workflow. Where
    there is no verdict at all, every gate fails, and what is for unknown accounts runs all the same. The last node,
    C(verdict), is the gate for isolated accounts again, so that the workflow fails whenever they are not, whatever
    templates of the user's own ran before it.
    """
    names = all_names(variables["prefix"])
    templates = {each["outcome"]: each for each in variables["templates"]}
    vantages = vantages_of(variables["hosts"])
    nodes: dict[str, dict[str, Any]] = {"verdict": {"template": names["gate"], "gate_on": "isolated"}}
    for outcome in reversed(OUTCOMES):
        if outcome in templates:
            own = templates[outcome]
            nodes[outcome] = {
                "template": own["name"],
                "organization": own.get("organization") or variables["organization"],
                "always": [] if outcome == "isolated" else ["verdict"],
            }
    following: list[str] = []
    for outcome in reversed(OUTCOMES):
        otherwise = [] if outcome == "isolated" else ["verdict"]
        nodes[f"gate-{outcome}"] = {
            "template": names["gate"],
            "gate_on": outcome,
            "always" if outcome == "unknown" else "success": [outcome] if outcome in templates else otherwise,
            "failure": following,
        }
        following = [f"gate-{outcome}"]
    nodes["merge"] = {"template": names["merge"], "always": following, "converge": True}
    validating = [f"validate-{vantage}" for vantage in vantages]
    for vantage, node in zip(vantages, validating):
        nodes[node] = {"template": names["validate"][vantage], "always": ["merge"]}
    if variables["configure"]:
        nodes["configure"] = {"template": names["configure"], "always": validating}
    return nodes


def every_node() -> set[str]:
    """Return the identifiers of all nodes that an installation can have."""
    return {
        "configure",
        "merge",
        "verdict",
        *(f"validate-{vantage}" for vantage in VANTAGES),
        *(f"gate-{outcome}" for outcome in OUTCOMES),
        *OUTCOMES,
    }
