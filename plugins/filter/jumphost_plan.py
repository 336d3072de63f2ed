# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: jumphost_plan
short_description: Decide what the role jumphost has to do on a host
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Compares what M(privatelink.azure_ai.jumphost_facts) has seen of a host with what the role is to make of it. It looks at
    nothing itself.
  - The role P(privatelink.azure_ai.jumphost#role) uses it.
positional: _input, options
options:
  _input:
    description: The facts C(privatelink_jumphost) of the host.
    type: dict
    required: true
  options:
    description:
      - The role's options without their prefix. C(state), C(python_source), C(identity), C(wheels_directory), C(tools),
        C(proxy_bypass), C(manage_resolver), C(remove_pins), C(certificates) (as the filter
        P(privatelink.azure_ai.jumphost_certificates#filter) returns them), C(environment), C(endpoint) (a URL, or nothing)
        and C(families) (the role's data of the operating systems).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show what is to be done
  ansible.builtin.debug:
    msg: "{{ ansible_facts.privatelink_jumphost | privatelink.azure_ai.jumphost_plan(options) }}"
  vars:
    options:
      state: present
      python_source: none
      identity: false
      wheels_directory: ""
      tools: false
      proxy_bypass: [example.openai.azure.com]
      manage_resolver: false
      remove_pins: false
      certificates: []
      environment: false
      endpoint: ""
      families: {}
"""

RETURN = r"""
_value:
  description:
    - A mapping with C(python) (C(source), C(packages), C(why)), C(tools) (packages), C(manager), C(files) (by topic, the
      C(edits) for M(privatelink.azure_ai.jumphost_files), and whether they are C(needed)), C(commands), C(resolver)
      (whether to C(switch) it, to take out C(pins), to put both C(back)), C(absent) and
      C(remarks) (sentences).
  type: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._jumphost import plan


def jumphost_plan(facts, options):
    """Return what has to be done on a host."""
    try:
        return plan.plan(facts, options)
    except ValueError as exc:
        raise AnsibleFilterError(str(exc)) from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"jumphost_plan": jumphost_plan}
