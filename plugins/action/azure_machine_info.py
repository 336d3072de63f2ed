# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils._observation.task import ObservingHost, error_of


class ActionModule(ObservingHost):
    """Ask a jumphost which virtual machine it is, where Azure's side of one of its accounts is read."""

    MODULE = "azure_machine_info"
    PART = "azure"

    def look(self, host, task_vars):
        """Return the machine; a host that cannot say it is looked at all the same."""
        asked = any(account.get("resource_group") and not account.get("jumphost_vm") for account in host.accounts)
        if host.vantage != "jumphost" or not asked:
            return {"id": None}
        result = self.execute({}, task_vars)
        error = error_of(result)
        return {"id": None, "reason": error} if error else result["machine"]

    def digest(self, observation):
        """Return the id."""
        return {"id": observation.get("id")}
