# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: accounts_with_azure
short_description: Take the expected addresses of Azure AI accounts from Azure
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns the accounts. Those that declare no C(private_addresses) get the addresses that their private endpoints have in
    Azure.
positional: _input, azure
options:
  _input:
    description: The accounts, as the variable C(privatelink_accounts) holds them.
    type: list
    elements: dict
    required: true
  azure:
    description:
      - Azure's side, a mapping with C(accounts) as M(privatelink.azure_ai.private_endpoint_info) returns them, or null.
    type: dict
"""

EXAMPLES = r"""
- name: Look up the names, with the addresses that Azure says they have
  privatelink.azure_ai.privatelink_dns_facts:
    names: "{{ privatelink_accounts | privatelink.azure_ai.accounts_with_azure(my_azure) | privatelink.azure_ai.account_names }}"
"""

RETURN = r"""
_value:
  description: The accounts, in the same order.
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._declarations.probes import with_azure


def accounts_with_azure(accounts, azure=None):
    """Return the accounts with the addresses from Azure."""
    try:
        return with_azure(accounts, azure)
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink_accounts: {exc}") from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"accounts_with_azure": accounts_with_azure}
