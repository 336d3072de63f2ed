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

from ..module_utils._catalogue.model import FINDINGS_URL
from ..module_utils._core.text import printable
from ..plugin_utils._declarations.declaration import RunDirectory
from ..plugin_utils._document.text import BLOCK_WIDTH, WIDTH
from ..plugin_utils._report.findings import finding_lines
from ..plugin_utils._report.formats import FORMATS
from ..plugin_utils._report.terminal import (
    conclusion_lines,
    difference_lines,
    drift_list,
    path_lines,
    summary_lines,
    wrapped,
)
from ..plugin_utils._run import conclusion
from ..plugin_utils._run.artifact import PREFIX, artifact, reference
from ..plugin_utils._run.gate import WORKFLOW
from ..plugin_utils._run.screen import shows_blocks

_MOST_LINES = 600
_SHOWS_RESULTS = 3
_MORE = ["Every path, link by link: add -v. Each code is explained in", FINDINGS_URL]
# The first of these that is written is what a person reads.
_PAGES = ("html", "markdown", "json")


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
            raise AnsibleActionFail(
                "nothing is declared in this run: expected after check_declarations; run the playbook "
                "privatelink.azure_ai.validate, without --start-at-task"
            ) from None
        options = declaration.options
        ended = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        document = conclusion.document_of(declaration, directory, ended)
        result: dict[str, Any] = {"changed": False, "warnings": list(declaration.notes)}
        part = options.get("validate_part")
        if part:
            unwritten, data = self._end_part(document, declaration, result)
        else:
            document = self._compared(document, declaration, result)
            unwritten = self._write(document, options, result) if "report" in declaration.parts else []
            data = {
                **conclusion.stats(document),
                WORKFLOW: options.get("workflow_job"),
                **self._handed_on(document, options, result),
            }
        fail_on = options["validate_fail_on"]
        lines = (path_lines if self._display.verbosity else finding_lines)(document)
        page = None if self._task.check_mode else _page(result, options)
        if len(lines) > _MOST_LINES:
            more = ", which the reports have" if page else ""
            lines = [*lines[:_MOST_LINES], f"... and {len(lines) - _MOST_LINES} more lines{more}"]
        failures = conclusion.failures(document, fail_on)
        summary = summary_lines(document, BLOCK_WIDTH if shows_blocks() else WIDTH)
        tolerated = "" if failures or document["status"] == "pass" else conclusion_lines(document, fail_on)[0]
        read_on = _last(_MORE if lines and not self._display.verbosity else [], None if failures else page)
        jobs_lines = _lines_of_a_part(declaration) if part else _wrapped(options.get("merged"))
        result.update(
            status=document["status"],
            lines=[*lines, *summary, *drift_list(document), *_wrapped(tolerated), *jobs_lines, *read_on],
            drift=document.get("drift") or {},
            passed=not failures and not unwritten,
            failures=failures,
            conclusion=[*conclusion_lines(document, fail_on, page), *unwritten, *(jobs_lines if part else ())],
            partial=conclusion.missing_sides(declaration) if part else [],
            # Not added to what an earlier play, or a host in it, has set under the same names.
            ansible_stats={"data": data, "per_host": False, "aggregate": False},
            # The next task shows the lines: with -v they would be there twice.
            _ansible_verbose_override=self._display.verbosity < _SHOWS_RESULTS,
        )
        if self._task.diff:
            result["diff"] = {"prepared": "\n".join(difference_lines(document)) + "\n"}
        return result

    def _compared(self, document, declaration, result):
        """Return the document with what changed since the baseline, or as it is and a warning that says why."""
        path = declaration.options["report_baseline"]
        try:
            baseline = conclusion.baseline_of(path, declaration.looks(), conclusion.verdict_of_run(declaration))
            if path and baseline is None:
                first = f"nothing to compare with yet: this run is the first to write {path}"
                result["warnings"].append(f"report_baseline: {first}")
            return conclusion.compared(document, baseline)
        except ValueError as exc:
            result["warnings"].append(f"report_baseline: not compared: {exc}")
            return document

    def _handed_on(self, document, options, result):
        """Return the document as a statistic, for a later job of the workflow; a merge's is in its parts."""
        limit = options["privatelink_artifact_limit"]
        if not limit or options.get("merging"):
            return {}
        handed = artifact(document, options)
        if len(handed["data"]) <= limit:
            return {f"{PREFIX}{options['job']}": handed}
        result["warnings"].append(
            f"privatelink_artifact_limit: the document has {len(handed['data'])} bytes, more than {limit}, and is not "
            "passed to the workflow: set report_directory to storage that the jobs share, and read verdict.json there"
        )
        return {}

    def _end_part(self, document, declaration, result):
        """Write a part's document; return why it is not there if it was asked for, and what the workflow is handed.

        Reports are the merge's: all parts may have the same directory.
        """
        options = declaration.options
        job, limit, directory = options["job"], options["privatelink_artifact_limit"], options["report_path"]
        handed = artifact(document, options)
        written, unwritten = False, []
        if "report" in declaration.parts and not self._task.check_mode:
            try:
                result["reports"] = [conclusion.write_part(handed, job, directory)]
                written = result["changed"] = True
            except OSError as exc:
                message = f"The part was not written: {exc.strerror}: {printable(exc.filename or directory)}"
                result["warnings"].append(message)
                unwritten = [message] if options["report_directory"] else []
        if len(handed["data"]) <= limit:
            return unwritten, {f"{PREFIX}{job}": handed}
        if not written or not options["report_directory"]:
            result["warnings"].append(
                f"privatelink_artifact_limit: the part has {len(handed['data'])} bytes, more than {limit}, and the "
                "merge has to read it from a file: set report_directory to storage that the jobs share, for the merge "
                "too"
            )
        return unwritten, {f"{PREFIX}{job}": reference(handed, job)}

    def _write(self, document, options, result):
        """Write the reports; return why one that was asked for is not there."""
        directory = options["report_path"]
        try:
            result["reports"] = conclusion.write_reports(
                document, directory, options["report_formats"], options["report_junit_unknown"], self._task.check_mode
            )
        except OSError as exc:
            message = f"No report was written: {exc.strerror}: {printable(exc.filename or directory)}"
            # A missing report fails only the run that asked for it.
            result["warnings"].append(message)
            return [message] if options["report_directory"] else []
        result["changed"] = bool(result["reports"])
        result["report_directory"] = os.path.abspath(directory)
        return []


def _page(result, options):
    """Return the path of the report that a person reads, None where none is written."""
    written = [name for name in _PAGES if name in options["report_formats"]]
    directory = result.get("report_directory")
    return os.path.join(directory, FORMATS[written[0]].FILE) if directory and written else None


def _last(read_on, page):
    """Return the lines that say where there is more."""
    lines = [*read_on, *([f"The report: {printable(page)}"] if page else ())]
    return ["", *lines] if lines else []


def _lines_of_a_part(declaration):
    """Return the lines that say what a part is, and what it lacks."""
    missing = conclusion.missing_sides(declaration)
    lacks = f", and partial: no host of it observes from {' or '.join(missing)}" if missing else ""
    return _wrapped(
        f"This is a part of a validation (job {declaration.options['job']}){lacks}. The verdict is that of "
        "privatelink.azure_ai.merge over all parts."
    )


def _wrapped(sentence):
    return ["", *wrapped("", "  ", sentence)] if sentence else []
