# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import time

from ansible import constants as C
from ansible.plugins.action import ActionBase

from ..plugin_utils._controller.api import Api, ApiError
from ..plugin_utils._controller.failure import failure
from ..plugin_utils._controller.lookup import Ambiguous, Missing, find
from ..plugin_utils._controller.references import LISTS, NotThere, resolved
from ..plugin_utils._controller.session import SessionFile

_SECONDS_BETWEEN = 2


class ActionModule(ActionBase):
    """Run the module of the session's collection that manages one object of an automation platform."""

    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        """Return the module's result. In check mode what an object needs need not be there."""
        super().run(tmp, task_vars)
        _spec, options = self.validate_argument_spec(
            argument_spec={
                "kind": {"required": True, "choices": sorted(LISTS)},
                # Not checked here: the module does, and hides what is secret.
                "arguments": {"required": True, "type": "dict"},
                "state": {"choices": ["present", "absent"], "default": "present"},
                "organization": {},
                "wait": {"type": "int", "default": 300},
            }
        )
        session = SessionFile(C.DEFAULT_LOCAL_TMP).read()
        if session is None:
            return failure(["controller_session has to log in first"], "")
        kind, absent = options["kind"], options["state"] == "absent"
        api = Api(session)
        arguments = {name: value for name, value in options["arguments"].items() if value is not None}
        try:
            arguments = resolved(api, kind, arguments, options["organization"] or arguments.get("organization"))
        except NotThere as error:
            if absent:
                return {"changed": False}
            if self._task.check_mode:
                return {"changed": True, "msg": f"would be created or updated, when what it needs exists: {error}"}
            return failure([str(error)], "")
        except (Ambiguous, ApiError) as error:
            return failure([str(error)], "")
        if absent and kind == "inventory":
            return self._without_inventory(api, session, arguments, options["wait"], task_vars)
        return self._module(session, kind, arguments, options["state"], task_vars)

    def _module(self, session, kind, arguments, state, task_vars):
        # Where the modules look for the API, they are told by the environment only.
        self._task.environment = [{"CONTROLLER_OPTIONAL_API_URLPATTERN_PREFIX": session.prefix}]
        options = {**arguments, **session.module_options(), "state": state}
        return self._execute_module(f"{session.collection}.{kind}", options, task_vars=task_vars)

    def _without_inventory(self, api, session, arguments, seconds, task_vars):
        """Delete an inventory and wait: the platform answers before it is gone."""
        try:
            organization = find(api, "organizations", arguments["organization"], None)["id"]
            query = {"organization": organization, "name": arguments["name"]}
            there = api.list("inventories", **query)
            result = {"changed": False}
            if there and not there[0].get("pending_deletion"):
                result = self._module(session, "inventory", arguments, "absent", task_vars)
            if result.get("failed") or self._task.check_mode:
                return result
            end = time.monotonic() + seconds
            while there:
                there = api.list("inventories", **query)
                if there and time.monotonic() > end:
                    problem = f"the inventory {arguments['name']!r} is still being deleted after {seconds} seconds"
                    return {**result, **failure([problem], "Run this again when it is gone.")}
                if there:
                    time.sleep(_SECONDS_BETWEEN)
        except (Missing, ApiError) as error:
            return failure([str(error)], "")
        return result
