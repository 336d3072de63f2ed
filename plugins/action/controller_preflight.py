# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible import constants as C
from ansible.plugins.action import ActionBase

from ..plugin_utils._controller.api import ApiError, Snapshot
from ..plugin_utils._controller.declared import mistakes
from ..plugin_utils._controller.failure import failure
from ..plugin_utils._controller.hosts import host_changes
from ..plugin_utils._controller.names import all_names, credential_types, nodes_of, vantages_of
from ..plugin_utils._controller.preflight import missing, project_failed
from ..plugin_utils._controller.session import SessionFile
from ..plugin_utils._controller.surplus import surplus

_TEXTS = (
    "organization",
    "execution_environment",
    "execution_environment_image",
    "project_url",
    "project_local_path",
    "project_credential",
    "registry_credential",
    "machine_credential",
    "azure_credential",
)


class ActionModule(ActionBase):
    """Check what an installation needs, and find what is there already."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        """Return names, and what differs; or fail with everything that is missing. Only reads."""
        super().run(tmp, task_vars)
        _spec, variables = self.validate_argument_spec(
            argument_spec={
                "state": {"choices": ["present", "absent"], "default": "present"},
                "prefix": {"required": True},
                **{name: {"default": ""} for name in _TEXTS},
                "remove_organization": {"type": "bool", "default": False},
                "update_secrets": {"type": "bool", "default": False},
                "configure": {"type": "bool", "default": False},
                "hosts": {"type": "list", "elements": "dict", "default": []},
                "credentials": {"type": "list", "elements": "dict", "default": [], "no_log": True},
                "templates": {"type": "list", "elements": "dict", "default": []},
                "inventory_variables": {"type": "dict", "default": {}},
                "instance_groups": {"type": "dict", "default": {}},
                "slices": {"type": "dict", "default": {}},
                "forks": {"type": "int", "default": 0},
                "job_timeout": {"type": "int", "default": 0},
                "schedule": {"type": "dict"},
            }
        )
        absent = variables["state"] == "absent"
        problems = [] if absent else mistakes(variables)
        if not variables["organization"]:
            problems.append("controller_organization: expected the name of the organization")
        if problems:
            return failure(problems, "Nothing was written.")
        session = SessionFile(C.DEFAULT_LOCAL_TMP).read()
        if session is None:
            return failure(["controller_session has to log in first"], "")
        try:
            return _looked(Snapshot(session), variables, absent)
        except ApiError as error:
            return failure([str(error)], "Nothing was written.")


def _looked(api, variables, absent):
    organizations = api.list("organizations", name=variables["organization"])
    organization = organizations[0] if organizations else None
    if not absent:
        user = (api.list("me") or [{}])[0]
        problems = missing(api, user, organization, variables)
        if problems:
            return failure(problems, "Nothing was written.")
    nodes = {} if absent else nodes_of(variables)
    return {
        "changed": False,
        "names": all_names(variables["prefix"]),
        "vantages": vantages_of(variables["hosts"]),
        "credential_types": [] if absent else credential_types(variables["prefix"], variables["credentials"]),
        "nodes": [{"identifier": name, **node} for name, node in nodes.items()],
        "project_failed": not absent and project_failed(api, organization, variables),
        "hosts": [] if absent else host_changes(api, organization, variables),
        "surplus": surplus(api, organization, variables, absent),
    }
