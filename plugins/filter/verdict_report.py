# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verdict_report
short_description: Render a verdict document as a report
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Renders a document of P(privatelink.azure_ai.verdict#filter) as the text of a report, as the role
    P(privatelink.azure_ai.report#role) writes it.
  - The filter is pure. It reads no clock and no network, and gives the same text for the same document.
  - Every format escapes the names and messages of the document. Invisible characters, such as those that control a
    terminal or turn the direction of text, are shown as escapes.
  - Every text holds the fingerprint of the document's conclusions, a SHA-256 that leaves out times and measurements.
    It is the same in every format, and the same for two runs that come to the same conclusions.
positional: _input, format
options:
  _input:
    description: The verdict document.
    type: dict
    required: true
  format:
    description: The format of the report.
    type: str
    required: true
    choices:
      json: The document itself, for programs.
      html: A page for people, in one file.
      markdown: A page for people, for tickets and summaries of pipelines.
      junit: JUnit XML with one test case for each check.
      prometheus: Gauges for the textfile collector of the node exporter.
  unknown:
    description: How V(junit) reports an unknown check of an account that does not pass. Others are V(skipped).
    type: str
    choices: [skipped, error]
    default: skipped
seealso:
  - plugin: privatelink.azure_ai.verdict
    plugin_type: filter
  - plugin: privatelink.azure_ai.report
    plugin_type: role
"""

EXAMPLES = r"""
- name: Write the JUnit report of a pipeline
  ansible.builtin.copy:
    content: "{{ my_verdict | privatelink.azure_ai.verdict_report('junit', unknown='error') }}"
    dest: verdict.junit.xml
    mode: "0644"
  delegate_to: localhost
"""

RETURN = r"""
_value:
  description: The text of the report.
  type: str
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._document.filter_input import read_input


def verdict_report(document, format, unknown="skipped"):
    """Return the text of a report."""
    from ..plugin_utils._report.formats import report  # not for other filters: Ansible loads all for one

    read = read_input(document, "verdict_report")
    try:
        return report(read, format, unknown=unknown)
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink.azure_ai.verdict_report, {exc}") from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"verdict_report": verdict_report}
