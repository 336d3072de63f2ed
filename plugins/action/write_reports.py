# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os

from ansible.plugins.action import ActionBase

from ..plugin_utils._declarations.check import DEFAULT_DIRECTORY
from ..plugin_utils._declarations.inventory import is_in_role
from ..plugin_utils._document.reading import document_of
from ..plugin_utils._document.schema import Wrong
from ..plugin_utils._report.formats import FORMATS
from ..plugin_utils._run.conclusion import baseline_of, compared, looks_of, write_reports, written_verdict


class ActionModule(ActionBase):
    """Write a verdict document as reports, on the control node."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp=None, task_vars=None):
        """Return the paths of the reports that say something new, and the drift."""
        super().run(tmp, task_vars)
        _result, options = self.validate_argument_spec(
            {
                "verdict": {"type": "dict", "required": True},
                "directory": {"type": "path", "default": ""},
                "formats": {
                    "type": "list",
                    "elements": "str",
                    "choices": list(FORMATS),
                    "default": ["json", "html", "markdown"],
                },
                "baseline": {"type": "path", "default": ""},
                "junit_unknown": {"type": "str", "choices": ["skipped", "error"], "default": "skipped"},
            }
        )
        # As the operator wrote them: the role gives each on under its own name.
        role = "report_" if is_in_role(self._task, "report") else ""
        directory = os.path.abspath(options["directory"] or DEFAULT_DIRECTORY)
        try:
            document = document_of(options["verdict"])
        except Wrong as exc:
            return _failed(
                f"{role}verdict: it is not a verdict document ({exc}): expected what the filter "
                "privatelink.azure_ai.verdict returns"
            )
        try:
            # Before anything is written: the baseline may be one of the files that are about to be replaced.
            written = written_verdict(directory, options["formats"])
            document = compared(document, baseline_of(options["baseline"], looks_of(document), written))
        except ValueError as exc:
            return _failed(f"{role}baseline: {exc}")
        try:
            changed = write_reports(
                document, directory, options["formats"], options["junit_unknown"], self._task.check_mode
            )
        except OSError as exc:
            return _failed(f"{role}directory: {str(exc.filename or directory)!r} cannot be written: {exc.strerror}")
        return {
            "changed": bool(changed),
            "reports": changed,
            "directory": directory,
            "drift": document.get("drift") or {},
        }


def _failed(message):
    # With an exception ansible-core 2.18 shows one of no type and no text before the message.
    return {"failed": True, "changed": False, "msg": message}
