# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run import screen

LINES = ["1 of 2 accounts did not pass:", "", "  a"]


@pytest.mark.parametrize(
    "callback, result_format, blocks",
    [
        pytest.param("default", None, False, id="as Ansible comes"),
        pytest.param("default", "json", False, id="JSON"),
        pytest.param("default", "yaml", True, id="YAML"),
        pytest.param("oneline", "yaml", False, id="a callback without the option"),
        pytest.param("no.such.callback", "yaml", False, id="a callback that is not there"),
    ],
)
def test_lines_are_a_text_where_it_is_shown_as_a_block(monkeypatch, callback, result_format, blocks):
    monkeypatch.delenv("ANSIBLE_CALLBACK_RESULT_FORMAT", raising=False)
    monkeypatch.setenv("ANSIBLE_STDOUT_CALLBACK", callback)
    if result_format:
        monkeypatch.setenv("ANSIBLE_CALLBACK_RESULT_FORMAT", result_format)
    assert screen.shows_blocks() is blocks
    assert screen.on_screen(LINES) == ("\n".join(LINES) if blocks else LINES)
    assert screen.in_a_message(LINES) == ("\n" if blocks else " ").join([LINES[0], LINES[2]])
