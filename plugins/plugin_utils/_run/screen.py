# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""How lines have to be handed to Ansible so that its callback shows them as they are."""

from __future__ import annotations

from collections.abc import Sequence

from ansible import constants as C
from ansible.errors import AnsibleError
from ansible.plugins.loader import callback_loader


def on_screen(lines: Sequence[str]) -> list[str] | str:
    """Return lines as one text where the callback shows it as a block of lines.

    A callback that shows JSON would put such a text in one line, with an escape for each line: there the lines stay a
    list.
    """
    return "\n".join(lines) if shows_blocks() else list(lines)


def in_a_message(lines: Sequence[str]) -> str:
    """Return lines as the message of a failed task, which a callback that shows JSON has in one line."""
    return ("\n" if shows_blocks() else " ").join(filter(None, lines))


def shows_blocks() -> bool:
    """Return whether the callback for the terminal shows results as YAML."""
    name = C.config.get_config_value("DEFAULT_STDOUT_CALLBACK")
    try:
        # What knows its options.
        found = callback_loader.get(name, class_only=True)
        loaded = getattr(found, "_load_name", name)
        return bool(C.config.get_config_value("result_format", plugin_type="callback", plugin_name=loaded) == "yaml")
    except (AnsibleError, AttributeError, KeyError):
        return False  # it has no such option
