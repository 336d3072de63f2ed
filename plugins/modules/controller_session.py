#!/usr/bin/python
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: controller_session
short_description: Log in to AWX or Ansible Automation Platform for the tasks of a run
version_added: 1.0.0
author:
  - The privatelink.azure_ai contributors (@privatelink)
description:
  - Keeps the URL and one token for the tasks that follow, M(privatelink.azure_ai.controller_preflight) and
    M(privatelink.azure_ai.controller_object), in a private file that is deleted at the end of the run. The token is
    in no variable and in no result.
  - Without a token it creates one with a password, in check mode too. O(state=absent) deletes it.
  - Reports everything that is missing at once, such as a collection that is not installed.
  - It is meant for the role P(privatelink.azure_ai.controller#role).
extends_documentation_fragment:
  - privatelink.azure_ai._attributes
  - privatelink.azure_ai._attributes.action
attributes:
  check_mode:
    support: full
    details: A token that is created is deleted by O(state=absent), in check mode too.
  diff_mode:
    support: N/A
    details: This action changes no object.
seealso:
  - module: privatelink.azure_ai.controller_object
options:
  state:
    description: V(absent) logs out, even if nobody has logged in.
    type: str
    choices: [present, absent]
    default: present
  collection:
    description: The collection whose modules are used, C(awx.awx) or C(ansible.controller).
    type: str
    default: awx.awx
  host:
    description: The URL of the platform. The default is the environment variable E(CONTROLLER_HOST).
    type: str
  oauthtoken:
    description: A token. The default is the environment variable E(CONTROLLER_OAUTH_TOKEN).
    type: str
  username:
    description: The user, if there is no token. The default is the environment variable E(CONTROLLER_USERNAME).
    type: str
  password:
    description: The password, if there is no token. The default is the environment variable E(CONTROLLER_PASSWORD).
    type: str
  validate_certs:
    description:
      - Whether the certificate is verified. The default is the environment variable E(CONTROLLER_VERIFY_SSL), else
        true.
    type: bool
  request_timeout:
    description: The time limit in seconds for each request.
    type: float
    default: 30
  api_prefix:
    description:
      - The path of the API. The default is the environment variable E(CONTROLLER_OPTIONAL_API_URLPATTERN_PREFIX), else
        that of O(collection).
    type: str
"""

EXAMPLES = r"""
- name: Log in
  privatelink.azure_ai.controller_session:
    host: https://controller.example.com
    oauthtoken: "{{ my_token }}"

- name: Log out
  privatelink.azure_ai.controller_session:
    state: absent
"""

RETURN = r"""
username:
  description: The user of the token.
  returned: with O(state=present)
  type: str
  sample: admin
is_superuser:
  description: Whether the user is a system administrator.
  returned: with O(state=present)
  type: bool
token_created:
  description: Whether a token was created for the run.
  returned: with O(state=present)
  type: bool
mistakes:
  description: One line for each thing that is missing, if there are several; one alone is the message.
  returned: failure
  type: list
  elements: str
"""
