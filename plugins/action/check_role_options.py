# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.plugins.action import ActionBase
from ansible.plugins.loader import lookup_loader

from ..plugin_utils._declarations.inventory import HostVariables, dependent_role, parameters_of_role
from ..plugin_utils._declarations.problems import Problems
from ..plugin_utils._roles.jumphosts import check_jumphost, warn_of_tags
from ..plugin_utils._roles.meaning import check_meaning
from ..plugin_utils._roles.misspelt import warn_of_misspelt
from ..plugin_utils._roles.options import check_names, check_options

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
        check_names(options, parameters_of_role(self._task), role, problems)
        if not problems:
            check_meaning(role, given, problems)
        if role == "jumphost":
            warn_of_tags((*task_vars.get("ansible_run_tags", ()), *task_vars.get("ansible_skip_tags", ())), problems)
        # No file is read that a host names in its facts: the role refuses these next.
        named_by_host = any(name.startswith("jumphost_") for name in task_vars.get("ansible_facts") or ())
        if role == "jumphost" and not problems and not named_by_host:
            check_jumphost(given, lambda path: self._text_of(path, task_vars), problems)
        warn_of_misspelt(options, self._options_of_all, variables.names(), problems)
        if problems:
            return problems.failure(f"the options of the role {role}", "The role has not started.")
        return {"changed": False, "warnings": problems.warnings()}

    def _options(self, role):
        return self._loader.load_from_file(_SPECS[role])["argument_specs"]["main"]["options"]

    def _options_of_all(self):
        return [name for role in _SPECS for name in self._options(role)]

    def _text_of(self, path, task_vars):
        """Return the text of a file of the control node, found and decrypted as the role does it."""
        lookup = lookup_loader.get("ansible.builtin.file", loader=self._loader, templar=self._templar)
        try:
            return lookup.run([path], {**task_vars, "ansible_search_path": self._task.get_search_path()})[0]
        except AnsibleError as exc:
            raise OSError(str(exc)) from exc
