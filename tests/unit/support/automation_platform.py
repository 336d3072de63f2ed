# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An automation platform of which only lists are read."""

from __future__ import annotations

from typing import Any


class Platform:
    """Objects by list; of a query, each field has to be equal."""

    def __init__(self, **lists: list[dict[str, Any]]) -> None:
        self.lists = lists

    def list(self, path: str, **query: Any) -> list[dict[str, Any]]:
        found = self.lists.get(path, [])
        return [each for each in found if all(str(each.get(name)) == str(value) for name, value in query.items())]

    def actions(self, path: str) -> set[str]:
        return set()


VARIABLES: dict[str, Any] = {
    "state": "present",
    "prefix": "pl-",
    "organization": "Network",
    "remove_organization": False,
    "execution_environment": "",
    "execution_environment_image": "x/y:1",
    "project_url": "https://git.example.com/x.git",
    "project_local_path": "",
    "project_credential": "",
    "registry_credential": "",
    "machine_credential": "",
    "azure_credential": "",
    "update_secrets": False,
    "configure": False,
    "hosts": [{"name": "jump-1"}],
    "credentials": [],
    "templates": [],
    "inventory_variables": {},
    "instance_groups": {},
    "slices": {},
    "forks": 0,
    "job_timeout": 0,
    "schedule": None,
}
