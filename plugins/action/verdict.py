# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
from datetime import datetime, timezone
from typing import Any

from ansible import constants as C
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ..plugin_utils._declarations.declaration import RunDirectory
from ..plugin_utils._report.terminal import conclusion_lines, difference_lines, drift_list, path_lines, summary_lines
from ..plugin_utils._run import conclusion
from ..plugin_utils._run.artifact import artifact

_MOST_LINES = 600


class ActionModule(ActionBase):
    """Judge what was observed in the run, write the reports, and hand the conclusions to the workflow."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp=None, task_vars=None):
        """Return status, lines, drift, failures and changed."""
        super().run(tmp, task_vars)
        directory = RunDirectory(C.DEFAULT_LOCAL_TMP)
        try:
            declaration = directory.declaration()
        except FileNotFoundError:
            raise AnsibleActionFail("nothing is declared in this run: expected after check_declarations") from None
        options = declaration.options
        ended = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        document = conclusion.document_of(declaration, directory, ended)
        result: dict[str, Any] = {"changed": False, "warnings": list(declaration.notes)}
        try:
            baseline = conclusion.baseline_of(options["report_baseline"], declaration.looks())
            document = conclusion.compared(document, baseline)
        except ValueError as exc:
            result["warnings"].append(f"report_baseline: not compared: {exc}")
        unwritten = self._write(document, options, result) if "report" in declaration.parts else []
        fail_on = options["validate_fail_on"]
        lines = path_lines(document)
        if len(lines) > _MOST_LINES:
            lines = [*lines[:_MOST_LINES], f"... and {len(lines) - _MOST_LINES} more lines, which the reports have"]
        failures = conclusion.failures(document, fail_on)
        ending = conclusion_lines(document, fail_on)
        tolerated = [] if failures or document["status"] == "pass" else ending
        result.update(
            status=document["status"],
            lines=[*lines, *summary_lines(document), *drift_list(document), *tolerated],
            drift=document.get("drift") or {},
            passed=not failures and not unwritten,
            failures=failures,
            conclusion=[*ending, *unwritten],
            # Not added to what an earlier play, or a host in it, has set under the same names.
            ansible_stats={"data": conclusion.stats(document), "per_host": False, "aggregate": False},
        )
        self._hand_on(document, options, result)
        if self._task.diff:
            result["diff"] = {"prepared": "\n".join(difference_lines(document)) + "\n"}
        return result

    def _hand_on(self, document, options, result):
        """Add the document to the statistics, for a later job of the workflow."""
        limit = options["privatelink_artifact_limit"]
        if not limit:
            return
        handed = artifact(document, options["privatelink_waivers"])
        if len(handed["data"]) <= limit:
            result["ansible_stats"]["data"][f"privatelink_document_{options['job']}"] = handed
            return
        result["warnings"].append(
            f"privatelink_artifact_limit: the document has {len(handed['data'])} bytes, more than {limit}, and is not "
            "passed to the workflow: set report_directory to storage that the jobs share, and read verdict.json there"
        )

    def _write(self, document, options, result):
        """Write the reports; return why one that was asked for is not there."""
        directory = options["report_path"]
        try:
            result["reports"] = conclusion.write_reports(
                document, directory, options["report_formats"], options["report_junit_unknown"], self._task.check_mode
            )
        except OSError as exc:
            message = f"No report was written: {exc.strerror}: {exc.filename or directory}"
            # A missing report fails only the run that asked for it.
            result["warnings"].append(message)
            return [message] if options["report_directory"] else []
        result["changed"] = bool(result["reports"])
        result["report_directory"] = os.path.abspath(directory)
        return []
