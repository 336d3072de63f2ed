# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: verdict_stable
short_description: Leave out of a verdict document what changes from run to run
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns a document of P(privatelink.azure_ai.verdict#filter) without times, observations and evidence, and without the
    public addresses of Azure's front ends in its texts. Two runs that come to the same conclusions give equal results.
options:
  _input:
    description: The verdict document, or anything else, which is returned as it is.
    type: raw
    required: true
"""

EXAMPLES = r"""
- name: Notice that something changed since the last run
  ansible.builtin.debug:
    msg: The verdict changed.
  when: my_verdict | privatelink.azure_ai.verdict_stable != my_last_verdict | privatelink.azure_ai.verdict_stable
"""

RETURN = r"""
_value:
  description: The document without its volatile parts.
  type: raw
"""

from ..plugin_utils._document.stable import stable


def verdict_stable(document):
    """Return a verdict document without what changes from run to run."""
    return stable(document)


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"verdict_stable": verdict_stable}
