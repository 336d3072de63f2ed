# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Objects by name, within an organization: the modules look some of them up in all organizations."""

from __future__ import annotations

from typing import Any

from .api import Api

_NOUNS = {
    "credential_types": "credential type",
    "credentials": "credential",
    "execution_environments": "execution environment",
    "instance_groups": "instance group",
    "inventories": "inventory",
    "job_templates": "job template",
    "organizations": "organization",
    "projects": "project",
    "unified_job_templates": "job template or workflow",
    "workflow_job_templates": "workflow",
}
# Lists of which the objects of other organizations, or of none, may be used.
_SHARED = {"credential_types", "credentials", "execution_environments", "instance_groups"}
_WITHOUT_ORGANIZATION = {"credential_types", "instance_groups", "organizations"}
_LAUNCHED = {"job_template", "workflow_job_template"}


class Missing(Exception):
    """An object that is not there."""


class Ambiguous(Exception):
    """A name that several objects have."""


def noun(path: str) -> str:
    """Return what a person calls an object of a list."""
    return _NOUNS.get(path, path)


def find(api: Api, path: str, name: str, organization: int | None) -> dict[str, Any]:
    """Return the one object of a list with a name. Raises Missing, Ambiguous."""
    if path not in _WITHOUT_ORGANIZATION and path not in _SHARED and organization is None:
        raise Missing(f"{noun(path)} {name!r} not found: its organization is missing")
    query = {"organization": organization} if path not in _WITHOUT_ORGANIZATION | _SHARED else {}
    there = api.list(path, name=name, **query)
    if path == "unified_job_templates":
        there = [each for each in there if each.get("type") in _LAUNCHED]
    mine = [each for each in there if organization is not None and each.get("organization") == organization]
    chosen = mine or there
    if not chosen:
        raise Missing(f"{noun(path)} {name!r} not found" + (" in the organization" if query else ""))
    if len(chosen) > 1:
        raise Ambiguous(f"there are {len(chosen)} objects of the name {name!r}: expected one {noun(path)}")
    return chosen[0]
