# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What is missing on a platform, all of it before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Optional

from .api import Api
from .lookup import Ambiguous, Missing, find
from .names import Variables, all_names, credential_name, credential_types, secret_of, vantages_of

Organization = Optional[Mapping[str, Any]]

# By list: the role in an organization that makes its objects, beside the organization's administrator.
_ROLES = {
    "projects": "Project Admin",
    "inventories": "Inventory Admin",
    "workflow_job_templates": "Workflow Admin",
    "execution_environments": "Execution Environment Admin",
}
# What the last update of a project has come to.
_FAILED = ("failed", "error", "canceled", "never updated")


def missing(api: Api, user: Mapping[str, Any], organization: Organization, variables: Variables) -> list[str]:
    """Return one line for each thing that is missing or in the way."""
    return [
        *_rights(api, user, organization, variables),
        *_references(api, organization, variables),
        *_execution_environment(api, organization, variables),
        *_credentials(api, organization, variables),
        *_inventories(api, organization, variables),
    ]


def project_failed(api: Api, organization: Organization, variables: Variables) -> bool:
    """Tell whether the project's last update failed: without its playbooks the platform takes no job template."""
    if not organization or not variables["project_url"]:
        return False
    name = all_names(variables["prefix"])["project"]
    there = api.list("projects", organization=organization["id"], name=name)
    return any(each.get("status") in _FAILED for each in there)


def _rights(api: Api, user: Mapping[str, Any], organization: Organization, variables: Variables) -> Iterator[str]:
    """Yield the roles that the user lacks. A platform's administrator lacks none."""
    if user.get("is_superuser"):
        return
    name, who = variables["organization"], f"user {user.get('username')}"
    if not organization:
        yield (
            f"controller_organization: organization {name!r} not found, or {who} cannot read it; only a system "
            "administrator creates one"
        )
        return
    types = {each["name"] for each in api.list("credential_types", managed="False")}
    new = [
        each for each in credential_types(variables["prefix"], variables["credentials"]) if each["name"] not in types
    ]
    if new and "POST" not in api.actions("credential_types"):
        yield f"{who}: only a system administrator creates the credential types of controller_credentials"
    if ((organization.get("summary_fields") or {}).get("user_capabilities") or {}).get("edit"):
        return
    for path, role in _ROLES.items():
        if path == "execution_environments" and not variables["execution_environment_image"]:
            continue
        if "POST" not in api.actions(path):
            yield f"{who}: the role {role}, or Admin, of the organization {name!r} is missing"


def _references(api: Api, organization: Organization, variables: Variables) -> Iterator[str]:
    """Yield what is named and not there."""
    number = (organization or {}).get("id")
    named: list[tuple[str, str, str]] = [
        (f"controller_{option}", "credentials", variables[option])
        for option in ("machine_credential", "azure_credential", "project_credential", "registry_credential")
    ]
    for part, groups in (variables["instance_groups"] or {}).items():
        named += [(f"controller_instance_groups.{part}", "instance_groups", group) for group in groups or ()]
    named.append(("controller_execution_environment", "execution_environments", variables["execution_environment"]))
    for option, path, name in named:
        if name:
            yield from _problem(api, option, path, name, number)
    for index, template in enumerate(variables["templates"]):
        option = f"controller_templates[{index}]"
        place = template.get("organization")
        if place and place != variables["organization"]:
            there = api.list("organizations", name=place)
            if not there:
                yield f"{option}.organization: organization {place!r} not found"
                continue
            number_of_template = there[0]["id"]
        else:
            number_of_template = number
        yield from _problem(api, f"{option}.name", "unified_job_templates", template["name"], number_of_template)


def _problem(api: Api, option: str, path: str, name: str, organization: int | None) -> Iterator[str]:
    try:
        find(api, path, name, organization)
    except (Missing, Ambiguous) as error:
        yield f"{option}: {error}"


def _execution_environment(api: Api, organization: Organization, variables: Variables) -> Iterator[str]:
    """Yield that the name, which is unique on a platform, belongs to somebody else."""
    if not variables["execution_environment_image"]:
        return
    name = all_names(variables["prefix"])["execution_environment"]
    for each in api.list("execution_environments", name=name):
        if each.get("organization") is None or each["organization"] != (organization or {}).get("id"):
            yield (
                f"controller_prefix: the execution environment {name!r} belongs to another organization: choose "
                "another prefix"
            )


def _credentials(api: Api, organization: Organization, variables: Variables) -> Iterator[str]:
    """Yield fields that the platform would accept without, and types that it would refuse to change."""
    there = {}
    if organization:
        there = {each["name"]: each for each in api.list("credentials", organization=organization["id"])}
    known = {each["name"]: each for each in api.list("credential_types", managed="False")}
    desired = credential_types(variables["prefix"], variables["credentials"])
    for number, (given, kind) in enumerate(zip(variables["credentials"], desired)):
        secret = secret_of(given)
        made = credential_name(variables["prefix"], given) in there
        if not given.get(secret) and (variables["update_secrets"] or not made):
            yield (
                f"controller_credentials[{number}].{secret}: it is missing or empty, and the credential of the account "
                f"{given['account']} needs it"
            )
        old = known.get(kind["name"])
        if old and any(old.get(field) != kind[field] for field in ("inputs", "injectors")):
            used = api.list("credentials", credential_type=old["id"])
            if used:
                yield (
                    f"the credential type {kind['name']!r} differs and is used by the credential "
                    f"{used[0].get('name')!r}: delete its credentials, because the platform does not change a type "
                    "that is used"
                )


def _inventories(api: Api, organization: Organization, variables: Variables) -> Iterator[str]:
    """Yield inventories that are still being deleted, which would swallow their hosts."""
    if not organization:
        return
    names = all_names(variables["prefix"])["inventories"]
    for part in ("all", *vantages_of(variables["hosts"])):
        for each in api.list("inventories", organization=organization["id"], name=names[part]):
            if each.get("pending_deletion"):
                yield f"the inventory {names[part]!r} is still being deleted: run this again when it is gone"
