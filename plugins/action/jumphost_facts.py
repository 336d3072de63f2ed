# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils._jumphost.facts import check_facts
from ..plugin_utils._observation.results import malformed
from ..plugin_utils._observation.schema import Malformed
from ..plugin_utils._observation.task import Observing, error_of


class ActionModule(Observing):
    """Look at a host's configuration."""

    MODULE = "jumphost_facts"

    def execute(self, arguments, task_vars):
        """Return what the module hands on: of facts that the role acts upon only the strict forms."""
        result = super().execute(arguments, task_vars)
        if not error_of(result):
            try:
                check_facts(result["ansible_facts"]["privatelink_jumphost"], arguments)
            except Malformed as exc:
                return malformed(str(exc))
        return result
