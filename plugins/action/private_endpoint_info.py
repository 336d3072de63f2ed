# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils._declarations.probes import with_azure
from ..plugin_utils._observation.task import Observing, error_of

_OPTIONS = (
    "auth_source",
    "subscription_id",
    "tenant",
    "client_id",
    "secret",
    "profile",
    "cloud_environment",
    "timeout",
)


class ActionModule(Observing):
    """Read Azure's side of the accounts, from the control node."""

    MODULE = "private_endpoint_info"

    def observe(self, declaration, directory, task_vars):
        """Keep what Azure says, and declare its addresses for the accounts that have none."""
        accounts = [
            self._asked(account, declaration, directory)
            for account in declaration.accounts()
            if account.get("resource_group")
        ]
        if not accounts or "azure" not in declaration.parts:
            return {"changed": False}
        options = {name: declaration.options[f"account_{name}"] for name in _OPTIONS}
        result = self.execute(
            {"accounts": accounts, **{name: value for name, value in options.items() if value not in (None, "")}},
            task_vars,
        )
        error = error_of(result)
        azure = {"accounts": [] if error else result["accounts"], "error": error}
        directory.write("azure", azure)
        hosts = [*declaration.hosts.values(), *([declaration.control_node] if declaration.control_node else [])]
        for host in hosts:
            host.accounts[:] = with_azure(host.accounts, azure)
        directory.freeze(declaration)
        return {
            "changed": False,
            "msg": error,
            "names": {
                each["name"]: [finding["code"] for finding in each["findings"]][:20] for each in azure["accounts"]
            },
        }

    def _asked(self, account, declaration, directory):
        """Return the account as the module takes it, with the machine of a jumphost that declares it."""
        asked = {key: value for key, value in account.items() if key != "keyless"}
        if asked.get("jumphost_vm"):
            return asked
        for number, host in enumerate(declaration.hosts.values()):
            declares = any(each["name"].lower() == account["name"].lower() for each in host.accounts)
            if host.vantage == "jumphost" and not host.failed and declares:
                machine = directory.find(f"host-{number:05d}-azure")
                if machine and machine.get("id"):
                    return dict(asked, jumphost_vm=machine["id"])
        return asked
