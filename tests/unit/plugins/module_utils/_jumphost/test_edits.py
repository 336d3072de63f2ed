# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._jumphost import edits

A = "a.openai.azure.com"


OWN = edits.BEGIN + "export X=1\n" + edits.END


@pytest.mark.parametrize("kind, text, wanted, original, rest", [
    pytest.param("content", OWN + "export MINE=1\n", [], None, "export MINE=1\n", id="a line of somebody else's"),
    pytest.param("content", OWN.replace("X=1", "X=2"), [], None, None, id="our own line changed"),
    pytest.param("content", "all new\n", [], None, "all new\n", id="nothing of ours left"),
    pytest.param("content", OWN, [], "", "", id="there was an empty file"),
    pytest.param("bypass", f"no_proxy={A}\nNO_PROXY={A}\n", [A], None, None, id="there was no environment"),
])
def test_stripped(kind, text, wanted, original, rest):
    assert edits.stripped(kind, text, wanted, original) == rest
