# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: account_names
short_description: List the names of Azure AI accounts for privatelink_dns_facts
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns one entry for each FQDN of each account, with the addresses and networks that are expected of it, as the option
    O(privatelink.azure_ai.privatelink_dns_facts#module:names) of M(privatelink.azure_ai.privatelink_dns_facts) takes it.
options:
  _input:
    description: The accounts, as the variable C(privatelink_accounts) holds them.
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Look up the names of all accounts
  privatelink.azure_ai.privatelink_dns_facts:
    names: "{{ privatelink_accounts | privatelink.azure_ai.account_names }}"
"""

RETURN = r"""
_value:
  description: Mappings with C(name), C(addresses) and C(networks).
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._declarations.probes import names_of


def account_names(accounts):
    """Return the entries for the option names of privatelink_dns_facts."""
    try:
        return names_of(accounts)
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink_accounts: {exc}") from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"account_names": account_names}
