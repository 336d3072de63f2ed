# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What an installation has and should not have, in the order in which it can be deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .api import Api
from .names import (
    Variables,
    all_names,
    credential_name,
    every_node,
    is_credential_name,
    nodes_of,
    vantages_of,
)

Objects = list[dict[str, Any]]


def surplus(api: Api, organization: dict[str, Any] | None, variables: Variables, absent: bool) -> Objects:
    """Return a kind and arguments of its module for each object to be deleted; all of them where C(absent).

    Templates go before projects, which the platform would delete without them; credentials before their types, which it
    refuses to delete while they are used.
    """
    names = all_names(variables["prefix"])
    keep = _Kept(variables, absent)
    found: Objects = []
    if organization:
        found += _of_organization(api, organization, names, keep)
    types = [
        each
        for each in api.list("credential_types", managed="False")
        if is_credential_name(variables["prefix"], str(each.get("name"))) and each["name"] not in keep.credentials
    ]
    deleted: Objects = []
    for each in types:
        used = api.list("credentials", credential_type=each["id"])
        mine = [one for one in used if organization and _is_mine(one, organization, each)]
        found += [_credential(one, organization or {}, each) for one in mine]
        # Else a credential of somebody else needs the type; and only an administrator of the platform deletes one.
        if len(mine) == len(used) and _may_delete(each):
            deleted.append({"kind": "credential_type", "arguments": {"name": each["name"]}})
    found += deleted
    mine = names["execution_environment"]
    # One of no organization is that of the platform's administrator, and one that is declared by its name is used.
    if organization and not keep.execution_environment and variables["execution_environment"] != mine:
        for each in api.list("execution_environments", name=mine):
            if each.get("organization") == organization["id"]:
                found.append({"kind": "execution_environment", "arguments": {"name": mine}})
    if organization and absent and variables["remove_organization"]:
        found.append({"kind": "organization", "arguments": {"name": organization["name"]}})
    return found


class _Kept:
    """The names that stay, by kind."""

    def __init__(self, variables: Variables, absent: bool) -> None:
        names = all_names(variables["prefix"])
        credentials = [] if absent else variables["credentials"]
        self.credentials = {credential_name(variables["prefix"], each) for each in credentials}
        self.nodes = set() if absent else set(nodes_of(variables))
        self.workflow = not absent
        self.schedule = bool(variables["schedule"]) and not absent
        self.project = not absent
        self.execution_environment = bool(variables["execution_environment_image"]) and not absent
        vantages = vantages_of(variables["hosts"])
        self.inventories: set[str] = set()
        self.templates: set[str] = set()
        if not absent:
            self.inventories = {names["inventories"][each] for each in ("all", *vantages)}
            self.templates = {names["merge"], names["gate"], *(names["validate"][each] for each in vantages)}
            self.templates |= {names["configure"]} if variables["configure"] else set()


def _of_organization(api: Api, organization: dict[str, Any], names: dict[str, Any], keep: _Kept) -> Objects:
    number, name = organization["id"], organization["name"]

    def those(kind: str, candidates: Iterable[str], kept: Iterable[str]) -> Objects:
        there = {each.get("name") for each in api.list(_LISTS[kind], organization=number)}
        return [
            {"kind": kind, "arguments": {"name": each, "organization": name}}
            for each in candidates
            if each in there and each not in kept
        ]

    found: Objects = []
    for workflow in api.list("workflow_job_templates", organization=number, name=names["workflow"]):
        if not keep.schedule and api.list("schedules", unified_job_template=workflow["id"], name=names["schedule"]):
            within = {"unified_job_template": names["workflow"], "organization": name}
            found.append({"kind": "schedule", "arguments": {"name": names["schedule"], **within}})
        there = api.list("workflow_job_template_nodes", workflow_job_template=workflow["id"])
        within = {"workflow_job_template": names["workflow"], "organization": name}
        found += [
            {"kind": "workflow_job_template_node", "arguments": {"identifier": each["identifier"], **within}}
            for each in there
            if each.get("identifier") in every_node() - keep.nodes
        ]
    found += those("workflow_job_template", [names["workflow"]], [names["workflow"]] if keep.workflow else [])
    templates = [names["configure"], *names["validate"].values(), names["merge"], names["gate"]]
    found += those("job_template", templates, keep.templates)
    found += those("project", [names["project"]], [names["project"]] if keep.project else [])
    found += those("inventory", names["inventories"].values(), keep.inventories)
    return found


def _may_delete(each: dict[str, Any]) -> bool:
    capabilities = (each.get("summary_fields") or {}).get("user_capabilities") or {}
    return capabilities.get("delete") is not False


def _is_mine(credential: dict[str, Any], organization: dict[str, Any], kind: dict[str, Any]) -> bool:
    """Tell whether the role has created a credential of a type."""
    return credential.get("organization") == organization["id"] and credential.get("name") == kind["name"]


def _credential(credential: dict[str, Any], organization: dict[str, Any], kind: dict[str, Any]) -> dict[str, Any]:
    arguments = {"organization": organization["name"], "credential_type": str(kind["id"])}
    return {"kind": "credential", "arguments": {"name": credential["name"], **arguments}}


_LISTS = {
    "workflow_job_template": "workflow_job_templates",
    "job_template": "job_templates",
    "project": "projects",
    "inventory": "inventories",
}
