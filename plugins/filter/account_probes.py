# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: account_probes
short_description: List the probes of Azure AI accounts for aoai_probe
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns the probes that prove how an account is reached from a vantage, as the option
    O(privatelink.azure_ai.aoai_probe#module:probes) of M(privatelink.azure_ai.aoai_probe) takes them.
  - From inside, each name is probed by name and at each of its expected addresses. From outside, by name.
positional: _input, vantage, credentials
options:
  _input:
    description: The accounts, as the variable C(privatelink_accounts) holds them.
    type: list
    elements: dict
    required: true
  vantage:
    description: Where the probes will be sent from.
    type: str
    choices: [jumphost, onprem, outside]
    default: jumphost
  credentials:
    description: The credentials by account name, mappings with C(api_key) or C(token). An account without one is probed keyless.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Probe all accounts from inside
  privatelink.azure_ai.aoai_probe:
    probes: "{{ privatelink_accounts | privatelink.azure_ai.account_probes('jumphost', privatelink_credentials) }}"
"""

RETURN = r"""
_value:
  description: Mappings with the suboptions of O(privatelink.azure_ai.aoai_probe#module:probes).
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._declarations.probes import probes_of


def account_probes(accounts, vantage="jumphost", credentials=None):
    """Return the entries for the option probes of aoai_probe."""
    try:
        return probes_of(accounts, vantage, credentials or {})
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink_accounts: {exc}") from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"account_probes": account_probes}
