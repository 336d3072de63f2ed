#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: check_declarations
short_description: Check the declarations of a validation before any host is contacted
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Resolves the variables of all hosts of the play without the facts of any host, checks them, and keeps them for the
    tasks of the playbook C(privatelink.azure_ai.validate) that follow. Nothing that a host returns changes
    them afterwards.
  - Reports all mistakes at once. Each names the variable, the account, the value, what is valid, and the hosts that
    have it.
  - No host is contacted. Nothing is sent, except the requests of O(discover) to Azure Resource Manager. Only a private
    file is written, which is deleted at the end of the run.
  - A host whose facts contain the name of a declaration is excluded. The run continues without it, and names the fact.
  - It is meant for the playbooks of this collection. The variables are its options.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.action
seealso:
  - module: privatelink.azure_ai.verdict
  - module: privatelink.azure_ai.merge_parts
  - module: privatelink.azure_ai.azure_account_info
options:
  selection:
    description:
      - Checks only that the run selects a host at all, which the playbook C(privatelink.azure_ai.validate) does first.
    type: bool
    default: false
  discover:
    description:
      - Whether accounts are to be found if the variable C(privatelink_discover) is declared. After all checks, if there
        is no mistake, M(privatelink.azure_ai.azure_account_info) lists them on the control node. They are added to what
        is declared for every host, and what is declared wins, field by field.
      - If this is false, C(privatelink_discover) is only checked.
    type: bool
    default: false
  merging:
    description:
      - Whether M(privatelink.azure_ai.merge_parts) takes what the hosts of the play observed in other jobs. C(--limit)
        is then a mistake, and the variable C(validate_part) is ignored.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Check the declarations
  privatelink.azure_ai.check_declarations:
  run_once: true
"""

RETURN = r"""
hosts:
  description: How many hosts are selected.
  returned: success
  type: int
  sample: 2
accounts:
  description: How many accounts they declare together.
  returned: success
  type: int
  sample: 6
discovered:
  description: How many accounts were found in Azure.
  returned: with O(discover), if C(privatelink_discover) is declared
  type: int
  sample: 60
mistakes:
  description: One line for each mistake, if there are several; one alone is the message.
  returned: failure
  type: list
  elements: str
  sample:
    - "privatelink_vantage: 'jumphosts' is not a valid choice: expected one of jumphost, onprem, outside; did you mean
      jumphost? (host jump-1)"
"""
