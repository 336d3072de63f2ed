# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verdict_failures
short_description: List the accounts for which a run should fail
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns the names of the accounts in a verdict document that reach a threshold. A run should fail when there are
    any.
  - Checks that a valid waiver covers do not count.
positional: _input, fail_on
options:
  _input:
    description: The verdict document, as P(privatelink.azure_ai.verdict#filter) returns it.
    type: dict
    required: true
  fail_on:
    description:
      - With V(failure), accounts with the status V(fail) or V(unknown) count.
      - With V(warning), accounts with a warning count too.
      - With V(never), no account counts.
    type: str
    choices: [failure, warning, never]
    default: failure
seealso:
  - plugin: privatelink.azure_ai.verdict
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Fail for warnings too
  ansible.builtin.assert:
    that: my_verdict | privatelink.azure_ai.verdict_failures('warning') | length == 0
"""

RETURN = r"""
_value:
  description:
    - The names of the accounts, in the order of the document.
    - V(no account) alone when the document has no account, as nothing was proved. Empty with V(never).
  type: list
  elements: str
"""

from ansible.errors import AnsibleFilterError

from ..module_utils._core.text import printable
from ..plugin_utils._document.filter_input import read_input

_CHOICES = ("failure", "warning", "never")


def verdict_failures(document, fail_on="failure"):
    """Return the names of the accounts for which a run should fail."""
    from ..plugin_utils._document.account import warning_codes  # not for other filters: Ansible loads all for one

    if fail_on not in _CHOICES:
        raise AnsibleFilterError(
            f"privatelink.azure_ai.verdict_failures, fail_on: {fail_on!r} is not a valid choice: "
            f"expected one of {', '.join(_CHOICES)}"
        )
    document = read_input(document, "verdict_failures")
    if fail_on == "never":
        return []
    if not document["accounts"]:
        return ["no account"]
    return [
        printable(account["name"])
        for account in document["accounts"]
        if account["status"] != "pass" or (fail_on == "warning" and warning_codes(account["checks"]))
    ]


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"verdict_failures": verdict_failures}
