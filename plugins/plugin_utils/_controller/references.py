# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Arguments of the collection's modules that name other objects, replaced by their ids where a module takes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .api import Api
from .lookup import Missing, find, noun

# By module and argument: the list of the object.
LISTS = {
    "credential": {"credential_type": "credential_types"},
    "credential_type": {},
    "execution_environment": {"credential": "credentials"},
    "host": {"inventory": "inventories"},
    "inventory": {},
    "job_template": {
        "inventory": "inventories",
        "project": "projects",
        "execution_environment": "execution_environments",
        "credentials": "credentials",
        "instance_groups": "instance_groups",
    },
    "organization": {},
    "project": {"credential": "credentials", "default_environment": "execution_environments"},
    "schedule": {"unified_job_template": "unified_job_templates"},
    "workflow_job_template": {"inventory": "inventories"},
    "workflow_job_template_node": {
        "workflow_job_template": "workflow_job_templates",
        "unified_job_template": "unified_job_templates",
    },
}
_BY_NAME = {("schedule", "unified_job_template")}  # the module finds it by its name only
# A type of another organization's credentials may have the same name.
_BY_ID = {"credential_type"}
_ELSEWHERE = "lookup_organization"
_LINKS = ("success_nodes", "failure_nodes", "always_nodes")


class NotThere(Exception):
    """What an object needs and is not there yet."""


def resolved(api: Api, kind: str, arguments: Mapping[str, Any], organization: str | None) -> dict[str, Any]:
    """Return the arguments with ids. Raises NotThere for an object that is missing, Ambiguous for one of several."""
    number = _organization(api, organization)
    found = dict(arguments)
    for argument, path in LISTS[kind].items():
        value = found.get(argument)
        if value in (None, "", []):
            continue
        within = number
        if argument == "unified_job_template" and found.get(_ELSEWHERE):
            within = _organization(api, found[_ELSEWHERE])
        try:
            if isinstance(value, (list, tuple)):
                found[argument] = [str(find(api, path, each, within)["id"]) for each in value]
            elif (kind, argument) in _BY_NAME:
                find(api, path, value, within)
            elif argument not in _BY_ID or not str(value).isdecimal():
                found[argument] = str(find(api, path, value, within)["id"])
        except Missing as error:
            raise NotThere(str(error)) from None
    _check_links(api, found)
    return found


def _check_links(api: Api, arguments: Mapping[str, Any]) -> None:
    """Raise NotThere for a node that another one leads to, and that the workflow does not have."""
    linked = [node for link in _LINKS for node in arguments.get(link) or ()]
    if not linked:
        return
    there = api.list("workflow_job_template_nodes", workflow_job_template=arguments["workflow_job_template"])
    known = {each.get("identifier") for each in there}
    for node in linked:
        if node not in known:
            raise NotThere(f"node {node!r} not found in the workflow")


def _organization(api: Api, name: str | None) -> int | None:
    if not name:
        return None
    try:
        number: int = find(api, "organizations", name, None)["id"]
    except Missing:
        raise NotThere(f"{noun('organizations')} {name!r} not found") from None
    return number
