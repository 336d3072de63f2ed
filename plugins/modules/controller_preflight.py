#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: controller_preflight
short_description: Check what an installation on AWX or Ansible Automation Platform needs
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Checks the variables of the role P(privatelink.azure_ai.controller#role) and looks up what they name, with the
    session of M(privatelink.azure_ai.controller_session). Reports everything that is missing or in the way at
    once, such as a right, a template or the secret of a credential.
  - Returns what differs from what is declared. Only reads.
  - It is meant for the role P(privatelink.azure_ai.controller#role), whose variables without C(controller_) are its
    options.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.action
seealso:
  - module: privatelink.azure_ai.controller_object
options:
  state:
    description: With V(absent), only what exists is looked up.
    type: str
    choices: [present, absent]
    default: present
  prefix:
    description: Prefix of the names of all objects.
    type: str
    required: true
  organization:
    description: The name of the organization.
    type: str
    default: ""
  remove_organization:
    description: Whether V(absent) deletes the organization.
    type: bool
    default: false
  execution_environment:
    description: The name of an execution environment that exists.
    type: str
    default: ""
  execution_environment_image:
    description: The image of one that is created.
    type: str
    default: ""
  registry_credential:
    description: The name of the credential for the image.
    type: str
    default: ""
  project_url:
    description: The repository of the project.
    type: str
    default: ""
  project_local_path:
    description: The directory of a manual project.
    type: str
    default: ""
  project_credential:
    description: The name of the credential for the repository.
    type: str
    default: ""
  machine_credential:
    description: The name of the credential for the hosts.
    type: str
    default: ""
  azure_credential:
    description: The name of the credential for Azure Resource Manager.
    type: str
    default: ""
  update_secrets:
    description: Whether secrets replace those that exist.
    type: bool
    default: false
  configure:
    description: Whether the workflow prepares the jumphosts.
    type: bool
    default: false
  hosts:
    description: The hosts, with C(name), C(vantage) and C(variables).
    type: list
    default: []
    elements: dict
  credentials:
    description: The credentials of accounts, with C(account), C(auth) and C(api_key) or C(token).
    type: list
    default: []
    elements: dict
  templates:
    description: Templates by outcome, with C(outcome), C(name) and C(organization).
    type: list
    default: []
    elements: dict
  inventory_variables:
    description: The variables of the inventories.
    type: dict
    default: {}
  instance_groups:
    description: Lists of instance groups by vantage.
    type: dict
    default: {}
  slices:
    description: Into how many jobs the hosts of a vantage are divided, by vantage.
    type: dict
    default: {}
  forks:
    description: How many hosts a job reaches at a time; V(0) for the platform's own default.
    type: int
    default: 0
  job_timeout:
    description: The time limit of each job in seconds; V(0) for none.
    type: int
    default: 0
  schedule:
    description: The schedule, with C(start) and C(time_zone).
    type: dict
"""

EXAMPLES = r"""
- name: Check what is missing
  privatelink.azure_ai.controller_preflight:
    prefix: privatelink-
    organization: Network
    project_local_path: privatelink
    execution_environment: Private Link
    hosts:
      - name: jump-1
  register: my_plan
"""

RETURN = r"""
names:
  description: The name of every object that an installation can have.
  returned: success
  type: dict
vantages:
  description: The vantages of the hosts.
  returned: success
  type: list
  elements: str
  sample: [jumphost, outside]
credential_types:
  description: The credential type of each account, and the name of its credential.
  returned: success
  type: list
  elements: dict
nodes:
  description: The nodes of the workflow, each after those that it leads to.
  returned: success
  type: list
  elements: dict
project_failed:
  description: Whether the last update of the project from its repository failed.
  returned: success
  type: bool
hosts:
  description: The hosts of inventories that are not as declared, with C(inventory), C(name), C(variables) and C(state).
  returned: success
  type: list
  elements: dict
surplus:
  description:
    - What exists and is not declared, in the order in which it can be deleted, with the C(kind) and the C(arguments) of
      M(privatelink.azure_ai.controller_object).
  returned: success
  type: list
  elements: dict
mistakes:
  description: One line for each thing that is missing, if there are several; one alone is the message.
  returned: failure
  type: list
  elements: str
  sample:
    - "controller_templates[0].name: there is no job template or workflow 'Deploy' in the organization"
"""
