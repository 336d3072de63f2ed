# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Private filters of the role jumphost."""

from __future__ import annotations

from ansible.errors import AnsibleFilterError

from ..plugin_utils._document.filter_input import refusing

_EXPECTATIONS = ("host", "names", "nameservers", "identity", "tools")


@refusing
def jumphost_certificates(texts):
    """Return the certificates in PEM texts."""
    from ..plugin_utils._jumphost import plan as certificates  # not for other filters: Ansible loads all for one

    if certificates.MISSING:
        raise AnsibleFilterError(
            "privatelink.azure_ai.jumphost_certificates: the Python library cryptography is missing on the control node"
        )
    try:
        return certificates.read_certificates(texts)
    except ValueError as exc:
        raise AnsibleFilterError(str(exc)) from None


@refusing
def jumphost_plan(facts, options):
    """Return what has to be done on a host."""
    from ..plugin_utils._jumphost import plan

    try:
        return plan.plan(facts, options)
    except ValueError as exc:
        raise AnsibleFilterError(str(exc)) from None


@refusing
def jumphost_preflight(facts, expectations=None):
    """Return what a host lacks."""
    from ..plugin_utils._jumphost import preflight

    if not isinstance(facts, dict) or not {"python", "resolver", "egress"} <= set(facts):
        raise AnsibleFilterError(
            "privatelink.azure_ai.jumphost_preflight: the input is not the facts of a jumphost: expected the facts "
            "privatelink_jumphost, as the module privatelink.azure_ai.jumphost_facts returns them"
        )
    unknown = sorted(set(expectations or {}) - set(_EXPECTATIONS))
    if unknown:
        raise AnsibleFilterError(
            f"privatelink.azure_ai.jumphost_preflight, expectations: unknown keys {', '.join(unknown)}: "
            f"expected any of {', '.join(_EXPECTATIONS)}"
        )
    try:
        return preflight.preflight(facts, expectations or {})
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink.azure_ai.jumphost_preflight: {exc}") from None


class FilterModule:
    """Give Ansible the filters."""

    def filters(self):
        """Return the filters by name."""
        return {
            "jumphost_certificates": jumphost_certificates,
            "jumphost_plan": jumphost_plan,
            "jumphost_preflight": jumphost_preflight,
        }
