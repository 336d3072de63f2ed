# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping

from ..module_utils._core.text import some_of
from ..plugin_utils._declarations.probes import with_azure
from ..plugin_utils._observation.machines import MOST_MACHINES, asked_of, of_all_machines
from ..plugin_utils._observation.task import Observing, error_of, nothing


class ActionModule(Observing):
    """Read Azure's side of the accounts, from the control node."""

    MODULE = "private_endpoint_info"
    EXAMPLES: Mapping[str, Mapping[str, str]] = {"accounts": {"name": "example"}}

    def observe(self, declaration, directory, task_vars):
        """Keep what Azure says, and declare its addresses for the accounts that have none."""
        declared = [account for account in declaration.accounts() if account.get("resource_group")]
        if not declared or "azure" not in declaration.parts:
            return nothing()
        asked, unasked = [], {}
        for account in declared:
            of_account, left_out = asked_of(account, declaration, directory)
            asked += of_account
            unasked.update(dict.fromkeys(left_out))
        arguments = {"accounts": [each.account for each in asked], **declaration.azure_options()}
        result = self.execute(arguments, task_vars)
        error = error_of(result)
        accounts = [] if error else of_all_machines(asked, result["accounts"])
        azure = {"accounts": accounts, "error": error}
        directory.write("azure", azure)
        directory.freeze(declaration.with_accounts(lambda accounts: with_azure(accounts, azure)))
        return {
            "changed": False,
            "msg": error,
            "warnings": [_left_out(list(unasked))] if unasked else [],
            "names": {each["name"]: [finding["code"] for finding in each["findings"]][:20] for each in accounts},
        }


def _left_out(hosts):
    return (
        f"{some_of(hosts, 3)}: the path in Azure is not read from there, because it is not known which virtual machine "
        f"it is, or because the accounts have more than {MOST_MACHINES} others: declare jumphost_vm"
    )
