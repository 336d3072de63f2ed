# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook `controller` against the stand-in, with an installation that has everything."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.privatelink.azure_ai.plugins.action.controller_preflight import _looked
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.api import Snapshot
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.session import Session
from ansible_collections.privatelink.azure_ai.tests.system.controller.conftest import ROOT, Controller, Run, play

KEY, TOKEN, NEW_KEY = "key-0123456789abcdef", "token-0123456789abcdef", "key-fedcba9876543210"
VARIABLES: dict[str, Any] = {
    "controller_organization": "Private Link",
    "controller_execution_environment_image": "registry.example/privatelink-ee:1",
    "controller_project_local_path": "privatelink",
    "controller_hosts": [
        {"name": "jump-1", "variables": {"port": 22, "ratio": 0.5, "flag": True, "nothing": None}},
        {"name": "onprem-1", "vantage": "onprem"},
    ],
    "controller_inventory_variables": {
        "privatelink_accounts": [{"name": "aro-azureopenai", "networks": ["10.0.14.0/24"]}, {"name": "second"}]
    },
    "controller_credentials": [
        {"account": "aro-azureopenai", "api_key": KEY},
        {"account": "second", "auth": "token", "token": TOKEN},
    ],
    "controller_slices": {"jumphost": 2},
    "controller_configure": True,
    "controller_schedule": {"start": "20300101T060000", "time_zone": "Europe/Berlin"},
    "controller_deletion_timeout": 60,
}
UNSET = object()


def changed(**changes: Any) -> dict[str, Any]:
    """Return the variables with some others, without those that are UNSET."""
    return {name: value for name, value in {**copy.deepcopy(VARIABLES), **changes}.items() if value is not UNSET}


def install(
    controller: Controller,
    directory: Path,
    *arguments: str,
    environment: dict[str, str] | None = None,
    variables: dict[str, Any] | None = None,
    python: str = sys.executable,
) -> Run:
    given = directory / "variables.json"
    given.write_text(json.dumps(VARIABLES if variables is None else variables), encoding="utf-8")
    return play(
        controller,
        "privatelink.azure_ai.controller",
        directory,
        "-e",
        f"@{given}",
        *arguments,
        python=python,
        **environment or {},
    )


def looked(controller: Controller, variables: dict[str, Any]) -> dict[str, Any]:
    """Return what the action controller_preflight says, which takes the role's variables by their own names."""
    defaults = yaml.safe_load((ROOT / "roles/controller/defaults/main.yml").read_text(encoding="utf-8"))
    given = {"controller_schedule": None, **defaults, **variables}
    api = Snapshot(Session(controller.url, given["controller_collection"], "/api/", token=controller.token))
    options = {name.removeprefix("controller_"): value for name, value in given.items()}
    return _looked(api, options, options["state"] == "absent")


def with_password(controller: Controller) -> dict[str, str]:
    """Return the environment of a user who has no token."""
    return {
        "CONTROLLER_OAUTH_TOKEN": "",
        "CONTROLLER_USERNAME": controller.username,
        "CONTROLLER_PASSWORD": controller.password,
    }


def written(run: Run) -> list[tuple[str, str]]:
    return [(request.method, request.path) for request in run.writes]


def failures(run: Run) -> list[str]:
    return [result["message"] for result in run.results if result["status"] == "failed"]
