# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: for_screen
short_description: Show lines as the callback of the terminal shows them best
version_added: 1.0.0
author: The privatelink.azure_ai contributors (@privatelink)
description:
  - Returns one text where the callback shows results as YAML (C(callback_result_format = yaml) in C(ansible.cfg), or
    E(ANSIBLE_CALLBACK_RESULT_FORMAT)). There it is a block of lines, and each command can be copied as it stands.
  - Otherwise returns the list itself, of which a callback that shows JSON puts each line on its own.
positional: _input, message
options:
  _input:
    description: The lines, as P(privatelink.azure_ai.verdict_text#filter) returns them.
    type: list
    elements: str
    required: true
  message:
    description: Whether it is the message of a failed task, which callbacks that show JSON put on one line.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show what did not pass
  ansible.builtin.debug:
    msg: "{{ my_verdict | privatelink.azure_ai.verdict_text('findings') | privatelink.azure_ai.for_screen }}"
"""

RETURN = r"""
_value:
  description: The lines as a text or a list; for a message always a text.
  type: raw
"""

from ansible.errors import AnsibleFilterError

from ..plugin_utils._run.screen import in_a_message, on_screen


def for_screen(lines, message=False):
    """Return lines as the callback shows them best."""
    if not isinstance(lines, (list, tuple)) or not all(isinstance(each, str) for each in lines):
        raise AnsibleFilterError(
            "privatelink.azure_ai.for_screen: the input is not a list of lines: expected what the filter "
            "privatelink.azure_ai.verdict_text returns"
        )
    return (in_a_message if message else on_screen)(lines)


class FilterModule:
    """Give Ansible the filter."""

    def filters(self):
        """Return the filters by name."""
        return {"for_screen": for_screen}
