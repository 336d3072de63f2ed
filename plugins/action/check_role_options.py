# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

from ansible.plugins.action import ActionBase

from ..plugin_utils._declarations.inventory import HostVariables
from ..plugin_utils._declarations.problems import Problems
from ..plugin_utils._declarations.values import choice
from ..plugin_utils._roles.options import check_options

_ROLES = Path(__file__).parents[2] / "roles"
_SPECS = {path.parents[1].name: str(path) for path in _ROLES.glob("*/meta/argument_specs.yml")}


class ActionModule(ActionBase):
    """Check the options of a role of this collection, on the control node."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp=None, task_vars=None):
        """Fail with every mistake in the options."""
        super().run(tmp, task_vars)
        role = choice(*_SPECS)(self._task.args.get("role"))
        options = self._loader.load_from_file(_SPECS[role])["argument_specs"]["main"]["options"]
        problems = Problems()
        check_options(options, HostVariables(task_vars, self._templar), problems)
        if problems:
            return problems.failure(f"the options of the role {role}", "The role has not started.")
        return {"changed": False}
