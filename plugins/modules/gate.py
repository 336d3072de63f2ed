#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: gate
short_description: Succeed for one outcome of the verdict of a workflow
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Takes the conclusions that an earlier job of a workflow has set, turns them into one outcome for all accounts, and
    succeeds if that is O(outcome). A workflow has one such job for each branch. Exactly one of them succeeds.
  - It reads the artifacts C(privatelink_status), C(privatelink_account_verdicts), C(privatelink_root_causes) and
    C(privatelink_failed_accounts) as a platform hands them on, as extra variables. Facts and the variables of an
    inventory are ignored, and templates in the artifacts are not evaluated.
  - In a workflow, C(privatelink_workflow_job) has to be the workflow job of the gate. The verdict of an outer workflow,
    or of one slice alone, is not one.
  - Without a verdict, or with artifacts that are not those of one, it fails and names the artifact, whatever O(outcome)
    is.
  - It is meant for the playbook C(privatelink.azure_ai.gate).
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.action
seealso:
  - module: privatelink.azure_ai.verdict
options:
  outcome:
    description:
      - V(exposed) means that at least one account is exposed, even if that is intended (C(public_access=enabled)) or
        waived.
      - V(isolated) means that every account passed, and each is isolated, or restricted to selected networks where that
        is intended.
      - V(unknown) is everything else. An account is not proved to be isolated, or it is and something else failed.
    type: str
    choices: [isolated, exposed, unknown]
    required: true
"""

EXAMPLES = r"""
- name: Continue only if every account is isolated
  privatelink.azure_ai.gate:
    outcome: isolated
"""

RETURN = r"""
outcome:
  description: The outcome of the verdict.
  returned: if there is a verdict
  type: str
  sample: exposed
accounts:
  description:
    - One line for each account, at most 200. It has the isolation, whether the account passed, and the root cause.
  returned: if there is a verdict
  type: list
  elements: str
  sample: ["aro-azureopenai: exposed, not passed, root cause gate_public_open"]
"""
