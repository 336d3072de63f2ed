# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible.plugins.action import ActionBase

from ..plugin_utils._declarations.inventory import Inventory
from ..plugin_utils._declarations.values import choice
from ..plugin_utils._run.gate import OUTCOMES, outcome_of


class ActionModule(ActionBase):
    """Succeed for one outcome of the workflow's verdict alone."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp=None, task_vars=None):
        """Return the outcome and a line for each account, or fail with them for another outcome."""
        super().run(tmp, task_vars)
        given_outcome = self._task.args.get("outcome")
        if not given_outcome:
            message = f"gate_on: it is missing: expected one of {', '.join(OUTCOMES)}, such as -e gate_on={OUTCOMES[0]}"
            return {"failed": True, "changed": False, "msg": message}
        try:
            expected = choice(*OUTCOMES)(given_outcome)
        except ValueError as exc:
            return {"failed": True, "changed": False, "msg": f"gate_on: {exc}"}
        # A platform hands artifacts on as extra variables. Facts, which a cache may hold, and inventories are not a
        # source, and no template is evaluated.
        given = Inventory(self._task, task_vars, self._loader).extra_variables()
        try:
            outcome, lines = outcome_of(given)
        except ValueError as exc:
            return {"failed": True, "changed": False, "msg": str(exc)}
        result = {"changed": False, "outcome": outcome, "accounts": lines, "_ansible_verbose_always": True}
        if outcome != expected:
            result.update(failed=True, msg=f"The outcome is {outcome}. This branch is for {expected}.")
        return result
