#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: controller_object
short_description: Manage one object on AWX or Ansible Automation Platform
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Runs the module of C(awx.awx) or C(ansible.controller) that manages a kind of object, with the session of
    M(privatelink.azure_ai.controller_session).
  - Other objects that the arguments name are looked up in the organization first, and named if they are missing. The
    modules look some of them up in all organizations, and fail on others without naming them.
  - In check mode an object that needs another one that does not exist yet is reported as changed.
  - Waits until an inventory is deleted. The platform answers before that.
  - It is meant for the role P(privatelink.azure_ai.controller#role).
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.action
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
seealso:
  - module: privatelink.azure_ai.controller_session
options:
  kind:
    description: The kind of the object, which is the name of its module.
    type: str
    required: true
    choices:
      - credential
      - credential_type
      - execution_environment
      - host
      - inventory
      - job_template
      - organization
      - project
      - schedule
      - workflow_job_template
      - workflow_job_template_node
  arguments:
    description: The options of the module, without those of the connection and C(state).
    type: dict
    required: true
  state:
    description: Whether the object exists.
    type: str
    choices: [present, absent]
    default: present
  organization:
    description: Where other objects are looked up, if the module has no option C(organization).
    type: str
  wait:
    description: How long, in seconds, to wait until an inventory is deleted.
    type: int
    default: 300
"""

EXAMPLES = r"""
- name: Create an inventory
  privatelink.azure_ai.controller_object:
    kind: inventory
    arguments:
      name: jumphosts
      organization: Network
      kind: ""
"""

RETURN = r"""
id:
  description: The id of the object.
  returned: if the module has run
  type: int
  sample: 7
msg:
  description: What has to exist first, or what is missing.
  returned: in check mode, or failure
  type: str
"""
