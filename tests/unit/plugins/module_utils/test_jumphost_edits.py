# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.privatelink.azure_ai.plugins.module_utils import _jumphost_edits as edits

A = "a.openai.azure.com"


@pytest.mark.parametrize("before, after", [
    pytest.param("10.0.14.9 a.openai.azure.com\n", "", id="its only name"),
    pytest.param("10.0.14.9 A.OpenAI.azure.com. # pinned\n", "", id="capitals, final dot and comment"),
    pytest.param("127.0.0.1\tlocalhost  a.openai.azure.com keep # x\n", "127.0.0.1\tlocalhost keep # x\n", id="other names stay"),
    pytest.param("# 10.0.14.9 a.openai.azure.com\n", "# 10.0.14.9 a.openai.azure.com\n", id="comment"),
    pytest.param("10.0.14.9 xa.openai.azure.com\n", "10.0.14.9 xa.openai.azure.com\n", id="another name"),
    pytest.param("1.1.1.1 x\n2.2.2.2 a.openai.azure.com\n3.3.3.3 y", "1.1.1.1 x\n3.3.3.3 y", id="in the middle"),
    pytest.param("10.0.14.9 a.openai.azure.com a.openai.azure.com b\n", "10.0.14.9 b\n", id="twice in a line"),
    pytest.param("\n10.0.14.9\nx \udce4\n", "\n10.0.14.9\nx \udce4\n", id="lines that are none"),
])
def test_unpinned(before, after):
    assert edits.unpinned(before, [A]) == after


def test_no_hosts_file_is_made_to_take_something_out_of_it():
    assert edits.edited("unpin", None, [A]) is None


OWN = edits.BEGIN + "export X=1\n" + edits.END


@pytest.mark.parametrize("kind, text, wanted, original, rest", [
    pytest.param("content", OWN + "export MINE=1\n", [], None, "export MINE=1\n", id="a line of somebody else's"),
    pytest.param("content", OWN.replace("X=1", "X=2"), [], None, None, id="our own line changed"),
    pytest.param("content", "all new\n", [], None, "all new\n", id="nothing of ours left"),
    pytest.param("content", OWN, [], "", "", id="there was an empty file"),
    pytest.param("bypass", f"no_proxy={A}\nNO_PROXY={A}\n", [A], None, None, id="there was no environment"),
    pytest.param("unpin", "127.0.0.1 localhost\n", [A], f"10.0.14.9 {A}\n", "127.0.0.1 localhost\n", id="pins do not come back"),
])
def test_stripped(kind, text, wanted, original, rest):
    assert edits.stripped(kind, text, wanted, original) == rest
