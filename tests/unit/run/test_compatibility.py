# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What README says about compatibility is what has run, and nothing else."""

from __future__ import annotations

import compatibility
import pytest
from compatibility import COMPAT, CONTROL, HOST, MODULES, SHIPPED, UNITS, Ran


def ran(side=HOST, version="3.9", libraries="oldest", tests=COMPAT, passed=7, failed=0, skipped=0, date="2026-11-29"):
    python = "3.12" if side == CONTROL else version
    return Ran(side, version, libraries, tests, python, passed, failed, skipped, date)


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(compatibility, "PATH", tmp_path / "compatibility.json")
    monkeypatch.setattr(compatibility, "README", tmp_path / "README.md")
    compatibility.README.write_text("before\n<!-- from tests/compatibility.json -->\nold\n<!-- end -->\nafter\n")


def test_a_row_replaces_that_of_an_earlier_run():
    for each in (ran(passed=1), ran(version="3.10"), ran(libraries="newest"), ran(passed=2)):
        compatibility.add(each)
    assert [(row.version, row.libraries, row.passed) for row in compatibility.read()] == [
        ("3.9", "oldest", 2),
        ("3.9", "newest", 7),
        ("3.10", "oldest", 7),
    ]


def test_the_section_is_written_once():
    compatibility.add(ran())
    assert (compatibility.write(), compatibility.write()) == (True, False)
    text = compatibility.README.read_text()
    assert text.startswith("before\n") and text.endswith("<!-- end -->\nafter\n") and "old\n" not in text
    assert "| Python 3.9 | oldest | 7 passed | 2026-11-29 |\n" in text


def test_a_page_without_the_section_is_refused():
    compatibility.README.write_text("before\n")
    with pytest.raises(ValueError, match="has no section"):
        compatibility.write()


def test_only_what_ran_is_shown_and_what_failed_is():
    rows = [
        ran(CONTROL, "2.21", "newest", UNITS, passed=19123, failed=2, skipped=1, date="2026-12-01"),
        ran(CONTROL, "2.21", "newest", MODULES, passed=1),
        ran(CONTROL, "2.19", "newest", MODULES, passed=1),
        ran(tests=SHIPPED),
    ]
    assert compatibility.tables(rows).splitlines() == [
        "| Control nodes | libraries | unit tests | validate-modules | run on |",
        "| --- | --- | --- | --- | --- |",
        "| ansible-core 2.21, Python 3.12 | newest | 19,123 passed, 2 failed, 1 skipped | 1 passed | 2026-11-29, 2026-12-01 |",
        "| ansible-core 2.19, Python 3.12 | newest |  | 1 passed | 2026-11-29 |",
        "",
        "| Hosts | libraries | unit tests of what runs on hosts | run on |",
        "| --- | --- | --- | --- |",
        "| Python 3.9 | oldest | 7 passed | 2026-11-29 |",
    ]
