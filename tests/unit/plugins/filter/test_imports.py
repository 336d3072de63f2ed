# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible loads all filters in each process that uses one: what a filter imports at its top, each task of a role imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FILTERS = Path(__file__).absolute().parents[4] / "plugins/filter"
CHEAP = {
    "module_utils._core.text",
    "plugin_utils._declarations.values",
    "plugin_utils._document.filter_input",
    "plugin_utils._run.screen",
}


@pytest.mark.parametrize("path", sorted(FILTERS.glob("*.py")), ids=lambda path: path.stem)
def test_the_top_of_a_filter_imports_little(path):
    of_collection = {
        node.module
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert of_collection and of_collection <= CHEAP
