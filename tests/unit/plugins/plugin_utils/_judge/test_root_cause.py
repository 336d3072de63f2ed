# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of several findings of Azure's side explains a failure."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.root_cause import _first

EARLIER, LATER = [code for code, entry in CATALOGUE.items() if entry.explains][:2]


def found(code, status):
    return {"code": code, "status": status}


@pytest.mark.parametrize(
    "given, first",
    [
        pytest.param([], None, id="none"),
        pytest.param([found(LATER, "pass")], found(LATER, "pass"), id="a suspicion alone"),
        pytest.param(
            [found(EARLIER, "pass"), found(LATER, "fail")], found(LATER, "fail"), id="a failure before a suspicion"
        ),
        pytest.param(
            [found(LATER, "fail"), found(EARLIER, "fail")], found(EARLIER, "fail"), id="failures as in the catalogue"
        ),
        pytest.param(
            [found(LATER, "pass"), found(EARLIER, "pass")], found(EARLIER, "pass"), id="suspicions as in the catalogue"
        ),
    ],
)
def test_a_failure_comes_first_and_then_the_order_of_the_catalogue(given, first):
    assert _first(given) == first
