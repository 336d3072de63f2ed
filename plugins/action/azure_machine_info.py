# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..module_utils._host.machine import is_machine_id
from ..plugin_utils._observation.results import malformed
from ..plugin_utils._observation.task import NotObserved, ObservingHost, error_of


class ActionModule(ObservingHost):
    """Ask a jumphost which virtual machine it is, where Azure's side of one of its accounts is read."""

    MODULE = "azure_machine_info"
    PART = "azure"

    def execute(self, arguments, task_vars):
        """Return what the module hands on: of an id only the strict form, whoever answered in the module's place."""
        result = super().execute(arguments, task_vars)
        if error_of(result):
            return result
        machine = result.get("machine") or {}
        if machine.get("id") is not None and not is_machine_id(machine["id"]):
            return malformed(f"its machine is {machine['id']!r}")
        return {**result, "machine": machine}

    def look(self, host, task_vars):
        """Return the machine; a host that is none of Azure's is looked at all the same."""
        asked = any(account.get("resource_group") and not account.get("jumphost_vm") for account in host.accounts)
        if host.vantage != "jumphost" or not asked:
            return None
        result = self.execute({}, task_vars)
        error = error_of(result)
        if error:
            raise NotObserved(error)
        return result["machine"]

    def digest(self, observation):
        """Return the id."""
        return {"id": observation.get("id")}
