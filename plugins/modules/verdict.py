#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: verdict
short_description: Judge the observations of a validation and write the reports
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Takes what the hosts of the run observed, judges it as the filter P(privatelink.azure_ai.verdict#filter) does,
    compares it with the baseline, writes the reports, and passes the conclusions to the workflow as statistics of the
    run.
  - A host without a stored observation affects only itself. The verdict names it, and what it would have observed is
    unknown.
  - Each report is replaced atomically. In check mode none is written.
  - A report that cannot be written is a warning if C(report_directory) is not set, and a failure if it is.
  - With the variable C(validate_part), hosts that other jobs observe from are expected elsewhere. Instead of reports it
    writes the file C(privatelink-part-JOB.json), and it passes nothing but this document to the workflow.
  - It is meant for the playbooks of this collection, after M(privatelink.azure_ai.check_declarations). It takes no
    options.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.action
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Shows what was expected and what was observed instead.
seealso:
  - module: privatelink.azure_ai.check_declarations
  - plugin: privatelink.azure_ai.verdict
    plugin_type: filter
options: {}
"""

EXAMPLES = r"""
- name: Judge and report
  privatelink.azure_ai.verdict:
  run_once: true
  register: my_verdict

- name: Show what did not pass, and every account
  ansible.builtin.debug:
    msg: "{{ my_verdict.lines | privatelink.azure_ai.for_screen }}"
  run_once: true
"""

RETURN = r"""
status:
  description: V(pass), V(fail) or V(unknown), the worst of all accounts.
  returned: success
  type: str
  sample: pass
lines:
  description:
    - What did not pass, a summary, what changed since the baseline, and where to read more, for a person.
    - With C(-v) every link of the path of every account instead of what did not pass.
  returned: success
  type: list
  elements: str
passed:
  description: Whether no account fails the run, and every report that was asked for is written.
  returned: success
  type: bool
  sample: true
failures:
  description: The names of the accounts for which the run fails, by C(validate_fail_on).
  returned: success
  type: list
  elements: str
  sample: []
conclusion:
  description: How many accounts did not pass, and why, and the path of the report.
  returned: success
  type: list
  elements: str
partial:
  description: The sides (V(inside), V(outside)) from which no host of a part observes. Empty without C(validate_part).
  returned: success
  type: list
  elements: str
  sample: [outside]
drift:
  description: What changed since the baseline. Empty without one.
  returned: success
  type: dict
  sample: {}
reports:
  description: The paths of the reports that are new or whose conclusions changed, or of the file of a part.
  returned: when reports are written
  type: list
  elements: str
  sample: [/home/admin/privatelink-report/verdict.json]
report_directory:
  description: Where the reports are.
  returned: when reports are written
  type: str
  sample: /home/admin/privatelink-report
"""
