# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ..plugin_utils._declarations.inventory import HostVariables, dependent_role
from ..plugin_utils._declarations.problems import Problems
from ..plugin_utils._roles.meaning import check_meaning
from ..plugin_utils._roles.misspelt import warn_of_misspelt
from ..plugin_utils._roles.options import check_options

_ROLES = Path(__file__).parents[2] / "roles"
_SPECS = {path.parents[1].name: str(path) for path in sorted(_ROLES.glob("*/meta/argument_specs.yml"))}


class ActionModule(ActionBase):
    """Check the options of the role of this collection that depends on the role of the task, on the control node."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp=None, task_vars=None):
        """Fail with every mistake in the options."""
        super().run(tmp, task_vars)
        role = dependent_role(self._task)
        if role not in _SPECS:
            raise AnsibleActionFail(
                "privatelink.azure_ai.checked_options is for the roles of this collection, which depend on it: "
                f"expected one of them, such as privatelink.azure_ai.{next(iter(_SPECS))}"
            )
        variables = HostVariables(task_vars, self._templar)
        problems = Problems()
        options = self._options(role)
        given = check_options(options, variables, problems)
        if not problems:
            check_meaning(role, given, problems)
        warn_of_misspelt(options, self._options_of_all, variables.names(), problems)
        if problems:
            return problems.failure(f"the options of the role {role}", "The role has not started.")
        return {"changed": False, "warnings": problems.warnings()}

    def _options(self, role):
        return self._loader.load_from_file(_SPECS[role])["argument_specs"]["main"]["options"]

    def _options_of_all(self):
        return [name for role in _SPECS for name in self._options(role)]
