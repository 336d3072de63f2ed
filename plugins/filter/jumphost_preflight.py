# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: jumphost_preflight
short_description: Say what a host lacks before private endpoints can be validated from it
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns, for the facts of a host, what it has, what it lacks, why that matters, and what to do about it.
positional: _input, expectations
options:
  _input:
    description: The facts C(privatelink_jumphost), as M(privatelink.azure_ai.jumphost_facts) returns them.
    type: dict
    required: true
  expectations:
    description:
      - What the host is meant to do, a mapping. All its keys are optional.
      - C(host) is the name to show. C(names) are the accounts' names with their addresses and networks, as
        P(privatelink.azure_ai.account_names#filter) returns them. C(nameservers) are those that the host ought to ask.
        C(identity) and C(tools) say whether azure-identity and tools for people are wanted.
      - A name is judged only where it was also one of the targets of M(privatelink.azure_ai.jumphost_facts).
    type: dict
    default: {}
seealso:
  - plugin: privatelink.azure_ai.jumphost_facts
    plugin_type: module
  - plugin: privatelink.azure_ai.jumphost
    plugin_type: role
"""

EXAMPLES = r"""
- name: Say what the host lacks
  ansible.builtin.debug:
    msg: "{{ preflight.lines }}"
  vars:
    preflight: >-
      {{ ansible_facts.privatelink_jumphost | privatelink.azure_ai.jumphost_preflight({
           'host': inventory_hostname, 'names': privatelink_accounts | privatelink.azure_ai.account_names}) }}
"""

RETURN = r"""
_value:
  description:
    - A mapping with C(topics), C(lacking) and C(lines).
    - C(topics) is a list of mappings with C(topic) (V(python), V(libraries), V(tools) where they are wanted, V(resolver),
      V(proxy), V(clock), V(egress), V(sudo), V(pins), V(trust)), C(status) (V(ok), V(lacking), V(unknown)), C(text) (what was
      seen) and C(fix) (what to do, null where nothing is to be done).
    - C(lacking) has the names of the topics that lack. C(lines) is all of it for people.
  type: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._jumphost.preflight import preflight

_KEYS = ("host", "names", "nameservers", "identity", "tools")


def jumphost_preflight(facts, expectations=None):
    """Return what a host lacks."""
    if not isinstance(facts, dict) or not {"python", "resolver", "egress"} <= set(facts):
        raise AnsibleFilterError(
            "privatelink.azure_ai.jumphost_preflight: no facts were given; accepted are the facts "
            "privatelink_jumphost, as the module privatelink.azure_ai.jumphost_facts returns them"
        )
    unknown = sorted(set(expectations or {}) - set(_KEYS))
    if unknown:
        raise AnsibleFilterError(
            "privatelink.azure_ai.jumphost_preflight, expectations: "
            f"{', '.join(unknown)}; accepted are {', '.join(_KEYS)}"
        )
    try:
        return preflight(facts, expectations or {})
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink.azure_ai.jumphost_preflight: {exc}") from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"jumphost_preflight": jumphost_preflight}
