# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections import defaultdict

from ..module_utils._core.text import some_of
from ..plugin_utils._declarations.probes import with_azure
from ..plugin_utils._observation.task import Observing, error_of

_MACHINE = "jumphost_vm"
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
        declared = [account for account in declaration.accounts() if account.get("resource_group")]
        if not declared or "azure" not in declaration.parts:
            return {"changed": False}
        machines = _machines(declaration, directory)
        accounts = [_asked(account, machines[account["name"].lower()]) for account in declared]
        several = [
            each["name"] for each in accounts if len(machines[each["name"].lower()]) > 1 and not each.get(_MACHINE)
        ]
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
            "warnings": [_ambiguous(several)] if several else [],
            "names": {
                each["name"]: [finding["code"] for finding in each["findings"]][:20] for each in azure["accounts"]
            },
        }


def _machines(declaration, directory):
    """Return, by account, the machines that its jumphosts say they are; None stands for one that cannot say it."""
    found = defaultdict(set)
    for number, host in enumerate(declaration.hosts.values()):
        if host.vantage == "jumphost" and not host.failed:
            machine = (directory.find(f"host-{number:05d}-azure") or {}).get("id")
            for account in host.accounts:
                found[account["name"].lower()].add(machine)
    return found


def _asked(account, machines):
    """Return the account as the module takes it. A jumphost's machine says nothing about the path from another's."""
    asked = {key: value for key, value in account.items() if key != "keyless"}
    if not asked.get(_MACHINE) and len(machines) == 1 and None not in machines:
        asked[_MACHINE] = next(iter(machines))
    return asked


def _ambiguous(names):
    return (
        f"accounts {some_of(names, 3)}: several jumphosts declare them, so the path in Azure is read from none: "
        "declare jumphost_vm to read it from one"
    )
