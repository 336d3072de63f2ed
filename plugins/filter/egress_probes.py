# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: egress_probes
short_description: List the probes of endpoints that must not answer for aoai_probe
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns the probes that show whether data can leave the network to accounts of others, as the option
    O(privatelink.azure_ai.aoai_probe#module:probes) of M(privatelink.azure_ai.aoai_probe) takes them.
  - None has a credential. Use them in a task of their own, without
    O(privatelink.azure_ai.aoai_probe#module:auth_source).
positional: _input, accounts, public_addresses
options:
  _input:
    description:
      - The endpoints, as the variable C(privatelink_forbidden_endpoints) holds them.
      - Only endpoints of Azure AI are accepted. What another service answers cannot be told from a firewall's block page.
    type: list
    elements: str
    required: true
  accounts:
    description: The accounts of one's own, none of which may be among the endpoints.
    type: list
    elements: dict
    default: []
  public_addresses:
    description:
      - Where the endpoints are probed beside by name, a list of addresses for each. Those that are not public are left
        out.
      - A name that does not resolve in the network is no firewall.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Ask for an account of somebody else
  privatelink.azure_ai.aoai_probe:
    probes: "{{ ['https://other.openai.azure.com/'] | privatelink.azure_ai.egress_probes(privatelink_accounts) }}"
"""

RETURN = r"""
_value:
  description: Mappings with the suboptions of O(privatelink.azure_ai.aoai_probe#module:probes).
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._declarations.probes import egress_probes_of


def egress_probes(forbidden, accounts=(), public_addresses=None):
    """Return the entries for the option probes of aoai_probe."""
    try:
        return egress_probes_of(forbidden, accounts, public_addresses or {})
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink_forbidden_endpoints: {exc}") from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"egress_probes": egress_probes}
