# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part of the module jumphost_venv that runs on the control node: it pushes the archive."""

from __future__ import annotations

from ..plugin_utils._observation.task import Observing


class ActionModule(Observing):
    """Push the archive into Ansible's temporary directory on the host, which goes away with the task, then run the
    module.
    """

    MODULE = "jumphost_venv"
    TRANSFERS_FILES = True

    def execute(self, arguments, task_vars):
        """Return what the module hands on."""
        arguments = dict(arguments)
        directory = self._connection._shell.tmpdir
        try:
            if arguments.get("archive") and not self._task.check_mode:
                pushed = self._connection._shell.join_path(directory, "wheels.tar")
                self._transfer_file(self._find_needle("files", arguments["archive"]), pushed)
                self._fixup_perms2((directory, pushed))
                arguments["archive"] = pushed
            return super().execute(arguments, task_vars)
        finally:
            self._remove_tmp_path(directory)
