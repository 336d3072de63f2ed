# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verdict_text
short_description: Format a verdict document as lines of text
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Turns a document of P(privatelink.azure_ai.verdict#filter) into a list of lines that fit 80 columns as Ansible
    shows them. Commands are never broken, so that they can be copied.
  - Invisible characters, such as those that control a terminal, are shown as escapes.
positional: _input, part, fail_on
options:
  _input:
    description: The verdict document.
    type: dict
    required: true
  part:
    description: The part to show.
    type: str
    choices:
      paths: The path of each account from each host, link by link.
      findings: What did not pass and what has a warning, in short. A cause is explained once for each account.
      summary: A table with one line for each account, the counts, and the waivers that have no effect.
      drift: What changed since the baseline, when the document has the key C(drift); else nothing.
      differences: The expected and the observed value of each failing check that expected something, as in a diff.
      conclusion: How many accounts did not pass, and why.
    default: paths
  fail_on:
    description: Whether V(conclusion) also lists accounts with a warning.
    type: str
    choices: [failure, warning, never]
    default: failure
"""

EXAMPLES = r"""
- name: Show the path of every account
  ansible.builtin.debug:
    msg: "{{ my_verdict | privatelink.azure_ai.verdict_text }}"
"""

RETURN = r"""
_value:
  description: The lines.
  type: list
  elements: str
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._document.filter_input import read_input

_PARTS = ("paths", "findings", "summary", "drift", "differences", "conclusion")


def verdict_text(document, part="paths", fail_on="failure"):
    """Return the lines that show a part of a verdict document."""
    # Not for other filters: Ansible loads all for one.
    from ..plugin_utils._report.findings import finding_lines
    from ..plugin_utils._report.terminal import (
        conclusion_lines,
        difference_lines,
        drift_list,
        path_lines,
        summary_lines,
    )

    if part not in _PARTS:
        raise AnsibleFilterError(
            f"privatelink.azure_ai.verdict_text, part: {part!r} is not a valid choice: "
            f"expected one of {', '.join(_PARTS)}"
        )
    read = read_input(document, "verdict_text")
    if part == "conclusion":
        return conclusion_lines(read, fail_on)
    lines = {
        "paths": path_lines,
        "findings": finding_lines,
        "summary": summary_lines,
        "drift": drift_list,
        "differences": difference_lines,
    }
    return lines[part](read)


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"verdict_text": verdict_text}
