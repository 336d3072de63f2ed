#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: check_role_options
short_description: Check the options of a role before it starts
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Checks the variables of the host against the argument spec of a role of this collection. It refuses what
    ansible-core would refuse when the role starts, but its messages do not repeat the argument spec. Then it refuses
    what the role itself would refuse later, such as a name that no account can have.
  - Reports all mistakes at once. Each names the option, the value and what is valid. A secret is not repeated.
  - Warns of variables that are nearly an option.
  - It is meant for the roles of this collection. They depend on the role C(privatelink.azure_ai.checked_options), which
    calls it.
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.read_only
  - privatelink.azure_ai._attributes.action
seealso:
  - module: privatelink.azure_ai.check_declarations
options: {}
"""

EXAMPLES = r"""
# In a role on which a role of this collection depends
- name: Check the options of the role
  privatelink.azure_ai.check_role_options:
"""

RETURN = r"""
mistakes:
  description: One line for each mistake, if there are several; one alone is the message.
  returned: failure
  type: list
  elements: str
  sample:
    - "jumphost_manage_resolver: 'perhaps' is not a boolean: expected true or false"
"""
