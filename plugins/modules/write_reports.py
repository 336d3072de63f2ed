#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: write_reports
short_description: Write a verdict document as reports, on the control node
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Compares a verdict document with an earlier one, where a baseline is given, and writes it in several formats, one
    file for each.
  - All options are checked before a file is written. Each report is replaced atomically.
  - Reports a change only if a file is missing or its conclusions differ. Times and measurements are updated without
    one.
  - The role P(privatelink.azure_ai.report#role) uses it.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.action
attributes:
  check_mode:
    support: full
    details: Nothing is written.
  diff_mode:
    support: none
    details: A report is long, and mostly the same as the last one.
options:
  verdict:
    description: The document of the filter P(privatelink.azure_ai.verdict#filter).
    type: dict
    required: true
  directory:
    description: The directory on the control node, created if it is missing. The default is C(privatelink-report)
      below the current directory of the C(ansible-playbook) process.
    type: path
    default: ""
  formats:
    description:
      - The formats to write. V(json) is C(verdict.json), the document itself. V(html) is C(verdict.html) and
        V(markdown) is C(verdict.md), pages for people. V(junit) is C(verdict.junit.xml), one test case for each
        check; V(prometheus) is C(verdict.prom), for the textfile collector of the node exporter.
    type: list
    elements: str
    choices: [json, html, markdown, junit, prometheus]
    default: [json, html, markdown]
  baseline:
    description:
      - The C(verdict.json) of an earlier run, a file on the control node. Every report then says what appeared,
        disappeared and changed since.
      - It may be one of the files in O(directory), which is read before it is replaced.
    type: path
    default: ""
  junit_unknown:
    description:
      - The result in V(junit) of a check that is unknown, neither passed nor failed, and whose account does not pass.
      - If the account passes, it is V(skipped).
    type: str
    choices: [skipped, error]
    default: skipped
seealso:
  - plugin: privatelink.azure_ai.verdict
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Write the verdict, and what changed since last week
  privatelink.azure_ai.write_reports:
    verdict: "{{ my_verdict }}"
    formats: [json, junit]
    baseline: last-week/verdict.json
  run_once: true
  register: my_reports
"""

RETURN = r"""
reports:
  description: The paths of the reports that are new or whose conclusions changed.
  returned: success
  type: list
  elements: str
  sample: [/home/admin/privatelink-report/verdict.json]
directory:
  description: Where the reports are.
  returned: success
  type: str
  sample: /home/admin/privatelink-report
drift:
  description:
    - What changed since the baseline. Empty without one.
    - Otherwise it holds C(baseline) (C(started), C(ended), C(status) and C(collection_version) of the earlier
      document), C(accounts), C(verdicts) and C(checks).
    - C(accounts) has the names that C(appeared) and C(disappeared). Nothing else is said about these accounts.
    - C(verdicts) is a list of mappings with C(account), C(key) (V(status), V(root_cause), or a key of C(verdicts) of
      the account), C(before) and C(after).
    - C(checks) has lists of the checks that C(appeared), C(disappeared) and C(changed). Only failing and unknown
      checks and warnings count. Each has C(id), C(account), C(name), C(vantage), C(host), C(leg), C(at), C(link),
      C(code), C(status) and C(waived) (whether a valid waiver covers it). A check has changed when its code, its
      status or its waiver has; C(before) holds the earlier C(code), C(status) and C(waived).
  returned: success
  type: dict
  sample: {}
"""
