# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: jumphost_certificates
short_description: Read the CA certificates that a jumphost shall trust
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns the certificates in texts of PEM. Anything but a certificate of a CA is refused.
  - The role P(privatelink.azure_ai.jumphost#role) uses it.
options:
  _input:
    description: The texts. Each may hold several certificates.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Show whom the jumphost shall trust
  ansible.builtin.debug:
    msg: "{{ [lookup('ansible.builtin.file', 'firewall-ca.pem')] | privatelink.azure_ai.jumphost_certificates
      | map(attribute='subject') }}"
"""

RETURN = r"""
_value:
  description: Mappings with C(fingerprint) (SHA-256), C(subject) and C(pem), each certificate once.
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._jumphost import certificates


def jumphost_certificates(texts):
    """Return the certificates in PEM texts."""
    if certificates.MISSING:
        raise AnsibleFilterError(
            "privatelink.azure_ai.jumphost_certificates: the control node's Python has no cryptography"
        )
    try:
        return certificates.read_certificates(texts)
    except ValueError as exc:
        raise AnsibleFilterError(str(exc)) from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"jumphost_certificates": jumphost_certificates}
