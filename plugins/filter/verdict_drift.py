# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verdict_drift
short_description: Say what changed since an earlier verdict
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Compares a verdict document with an earlier one, the baseline, and returns it with what appeared, disappeared and changed.
  - The filter is pure. It reads no clock, no file and no network, and gives the same document for the same input.
positional: _input, baseline
options:
  _input:
    description: The verdict document, as P(privatelink.azure_ai.verdict#filter) returns it.
    type: dict
    required: true
  baseline:
    description: The earlier verdict document, as the report C(verdict.json) holds it.
    type: dict
    required: true
seealso:
  - plugin: privatelink.azure_ai.verdict
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show what no longer passes as it did last week
  ansible.builtin.debug:
    msg: "{{ (my_verdict | privatelink.azure_ai.verdict_drift(my_baseline)).drift.checks.appeared }}"
  vars:
    my_baseline: "{{ lookup('ansible.builtin.file', 'last-week/verdict.json') | from_json }}"
"""

RETURN = r"""
_value:
  description:
    - The verdict document with the key C(drift).
    - It holds C(baseline) (C(started), C(ended), C(status) and C(collection_version) of the earlier document), C(accounts),
      C(verdicts) and C(checks).
    - C(accounts) has the names that C(appeared) and C(disappeared). Nothing else is said about these accounts.
    - C(verdicts) is a list of mappings with C(account), C(key) (V(status), V(root_cause), or a key of C(verdicts) of the account),
      C(before) and C(after).
    - C(checks) has lists of the checks that C(appeared), C(disappeared) and C(changed). Only failing and unknown checks and
      warnings count. Each has C(id), C(account), C(name), C(vantage), C(host), C(leg), C(at), C(link), C(code), C(status)
      and C(waived) (whether a valid waiver covers it); those that changed, to another code or status, or because a waiver came or
      expired, also have C(before) with the C(code), C(status) and C(waived) they had.
  type: dict
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._document.drift import with_drift


def verdict_drift(document, baseline):
    """Return the verdict document together with how it differs from an earlier one."""
    try:
        return with_drift(document, baseline)
    except ValueError as exc:
        raise AnsibleFilterError(f"privatelink.azure_ai.verdict_drift: {exc}") from None


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"verdict_drift": verdict_drift}
