# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: report_files
short_description: Render a verdict document as the files of the role report
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Compares a verdict document with an earlier one, where one is given, and renders it in several formats.
  - The role P(privatelink.azure_ai.report#role) uses it. Use P(privatelink.azure_ai.verdict_report#filter) for one
    format.
  - The filter is pure. It reads no clock, no file and no network, and returns the same result for the same input.
positional: _input, formats, unknown, baseline
options:
  _input:
    description: The verdict document, as P(privatelink.azure_ai.verdict#filter) returns it.
    type: dict
    required: true
  formats:
    description: The formats to render, any of those of P(privatelink.azure_ai.verdict_report#filter).
    type: list
    elements: str
    required: true
  unknown:
    description: How V(junit) reports an unknown check of an account that does not pass. Others are V(skipped).
    type: str
    choices: [skipped, error]
    default: skipped
  baseline:
    description: The earlier verdict document, as the report C(verdict.json) holds it.
    type: dict
seealso:
  - plugin: privatelink.azure_ai.verdict_report
    plugin_type: filter
  - plugin: privatelink.azure_ai.report
    plugin_type: role
"""

EXAMPLES = r"""
- name: Render two reports
  ansible.builtin.set_fact:
    my_reports: "{{ my_verdict | privatelink.azure_ai.report_files(['markdown', 'junit']) }}"

- name: Show the checks that no longer pass as they did last week
  ansible.builtin.debug:
    msg: "{{ (my_verdict | privatelink.azure_ai.report_files([], baseline=my_baseline)).drift.checks.appeared }}"
  vars:
    my_baseline: "{{ lookup('ansible.builtin.file', 'last-week/verdict.json') | from_json }}"
"""

RETURN = r"""
_value:
  description:
    - A mapping with C(fingerprint), C(drift) and C(files).
    - C(fingerprint) is the hexadecimal SHA-256 of the conclusions, without times and measurements. Every file holds it.
    - C(files) maps each format to a mapping with C(name), the usual name of the file, and C(text).
    - C(drift) is empty without a baseline. Otherwise it holds C(baseline) (C(started), C(ended), C(status) and
      C(collection_version) of the earlier document), C(accounts), C(verdicts) and C(checks).
    - C(accounts) has the names that C(appeared) and C(disappeared). Nothing else is said about these accounts.
    - C(verdicts) is a list of mappings with C(account), C(key) (V(status), V(root_cause), or a key of C(verdicts) of
      the account), C(before) and C(after).
    - C(checks) has lists of the checks that C(appeared), C(disappeared) and C(changed). Only failing and unknown
      checks and warnings count. Each has C(id), C(account), C(name), C(vantage), C(host), C(leg), C(at), C(link),
      C(code), C(status) and C(waived) (whether a valid waiver covers it). A check has changed when its code, its
      status or its waiver has; C(before) holds the earlier C(code), C(status) and C(waived).
  type: dict
"""

import json

from ansible.errors import AnsibleFilterError

from ..plugin_utils._document.drift import with_drift
from ..plugin_utils._document.stable import fingerprint
from ..plugin_utils._report.formats import FORMATS, report


def report_files(document, formats, unknown="skipped", baseline=None):
    """Return the fingerprint, the drift and the files of a verdict document."""
    if not isinstance(document, dict) or "accounts" not in document:
        raise AnsibleFilterError(
            "privatelink.azure_ai.report_files: the input is not a verdict document: expected what the filter "
            "privatelink.azure_ai.verdict returns"
        )
    # Plain types: those of templates take several times as long.
    document = json.loads(json.dumps(document))
    try:
        if baseline:
            document = with_drift(document, baseline)
        mark = fingerprint(document)
        files = {
            format: {"text": report(document, format, mark, unknown=unknown), "name": FORMATS[format].FILE}
            for format in formats
        }
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink.azure_ai.report_files, {exc}") from None
    return {"fingerprint": mark, "drift": document.get("drift") or {}, "files": files}


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"report_files": report_files}
