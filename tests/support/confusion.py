# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Confusion tables: what was expected against what was found, shown at the end of the tests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

_TABLES = pytest.StashKey[dict[str, list[tuple[str, str, str]]]]()


@pytest.fixture
def confusion(request) -> Callable[[str, str, str | None, str | None], None]:
    """Return a function that enters one cell in a table, and fails when it is off the diagonal."""
    tables = request.config.stash.setdefault(_TABLES, defaultdict(list))

    def enter(table: str, subject: str, expected: str | None, found: str | None) -> None:
        tables[table].append((subject, expected or "none", found or "none"))
        assert found == expected, f"{subject}: {expected} expected, {found} found"

    return enter


def pytest_terminal_summary(terminalreporter) -> None:
    for title, cells in terminalreporter.config.stash.get(_TABLES, {}).items():
        terminalreporter.section(f"{title}: expected x found, {len(cells)} cases")
        terminalreporter.write_line("\n".join(_lines(cells)))


def _lines(cells: list[tuple[str, str, str]]) -> list[str]:
    expected = Counter(cell[1] for cell in cells)
    right = Counter(cell[1] for cell in cells if cell[1] == cell[2])
    width = max(len(code) for code in expected)
    lines = [f"  {code:<{width}}  {right[code]:>3} of {expected[code]}" for code in sorted(expected)]
    wrong = defaultdict(list)
    for subject, code, found in cells:
        if code != found:
            wrong[code, found].append(subject)
    lines += [f"  {code} found as {found}: {', '.join(subjects)}" for (code, found), subjects in sorted(wrong.items())]
    return lines if wrong else [*lines, "  Nothing is off the diagonal."]
