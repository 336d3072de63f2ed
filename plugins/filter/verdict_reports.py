# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verdict_reports
short_description: Write a verdict document in the formats of several reports
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Does what P(privatelink.azure_ai.verdict_report#filter) does for several formats at once. A document of many accounts is
    handed through templates but once, which takes longer than to write the reports.
positional: _input, formats
options:
  _input:
    description: The verdict document.
    type: dict
    required: true
  formats:
    description: What to write, any of the formats of P(privatelink.azure_ai.verdict_report#filter).
    type: list
    elements: str
    required: true
  unknown:
    description: What an unknown check is in V(junit), if its account does not pass; else it is V(skipped).
    type: str
    choices: [skipped, error]
    default: skipped
seealso:
  - plugin: privatelink.azure_ai.verdict_report
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Write two reports
  ansible.builtin.set_fact:
    my_reports: "{{ my_verdict | privatelink.azure_ai.verdict_reports(['markdown', 'junit']) }}"
"""

RETURN = r"""
_value:
  description:
    - A mapping of each format to one with C(file) (the usual name), C(text) and C(fingerprint).
    - The fingerprint is a hexadecimal SHA-256 of what the text says beside times and measurements. The text holds it.
  type: dict
"""

import json

from ansible.errors import AnsibleFilterError

from ..plugin_utils._report.formats import FILES, report_and_fingerprint


def verdict_reports(document, formats, unknown="skipped"):
    """Return the file, text and fingerprint of the report in each format."""
    if not isinstance(document, dict) or "accounts" not in document:
        raise AnsibleFilterError("privatelink.azure_ai.verdict_reports: accepted is a document of the filter verdict")
    # Plain types: those of templates take several times as long.
    document = json.loads(json.dumps(document))
    try:
        return {format: _report(document, format, unknown) for format in formats}
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink.azure_ai.verdict_reports, {exc}") from None


def _report(document, format, unknown):
    text, fingerprint = report_and_fingerprint(document, format, unknown)
    return {"file": FILES[format], "text": text, "fingerprint": fingerprint}


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"verdict_reports": verdict_reports}
