#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: merge_parts
short_description: Take what other jobs observed as observations of this run
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Reads the documents that jobs with the variable C(validate_part) passed on, and keeps their observations for the
    tasks of the playbook C(privatelink.azure_ai.merge) that follow.
  - The documents are the variables C(privatelink_document_JOB) of the job, as a workflow passes them on. One that is in
    a file is read below C(merge_directory), or C(report_directory) without it.
  - Outside a workflow of the platform, all parts in C(merge_directory) are taken.
  - Only what the control node was given by C(-e) counts. No host and no inventory sets such a variable.
  - A document is refused if it is too large, if its C(sha256) or its schema is wrong, if it is too old, or if its
    accounts are not declared like this here. The observation of a host is refused if the host is not in the inventory,
    or was asked something other than what is declared for it. A warning gives the reason. Only the hosts in question
    are affected.
  - The latest observation of each host counts. A host without one is unknown.
  - It is meant for the playbooks of this collection, after M(privatelink.azure_ai.check_declarations). It takes no
    options.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.action
seealso:
  - module: privatelink.azure_ai.check_declarations
  - module: privatelink.azure_ai.verdict
options: {}
"""

EXAMPLES = r"""
- name: Take the parts of the jobs
  privatelink.azure_ai.merge_parts:
  run_once: true
"""

RETURN = r"""
jobs:
  description: The jobs whose parts count, in the order of time.
  returned: success
  type: list
  elements: str
  sample: ["9", "10", "11"]
refused:
  description: Why a part does not count, by the job.
  returned: success
  type: dict
  sample: {"12": its sha256 is another one}
missing:
  description: The hosts of the run that are in no part.
  returned: success
  type: list
  elements: str
  sample: [jump-2]
"""
