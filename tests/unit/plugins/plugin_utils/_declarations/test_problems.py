# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems


def test_a_mistake_of_several_hosts_is_one_line():
    problems = Problems()
    for host in ("a", "b", "b", "c", "d"):
        problems.add("variable", host, "it is wrong")
    problems.add("variable", "a", "it is missing")
    problems.add("", None, "tags: none")
    assert problems.lines() == [
        "variable: it is wrong (hosts a, b, c and 1 more)",
        "variable: it is missing (host a)",
        "tags: none",
    ]
    assert problems and len(problems) == 3


def test_a_warning_is_no_mistake():
    problems = Problems()
    problems.warn("variable", "a", "it is ignored")
    assert not problems and problems.lines() == []
    assert problems.warnings() == ["variable: it is ignored (host a)"]


def test_a_line_stays_one_line_and_lines_are_bounded():
    problems = Problems()
    for number in range(200):
        problems.add(f"variable{number}", None, "line\n\x1b[2Jbreak")
    lines = problems.lines()
    assert lines[0] == "variable0: line\\n\\x1b[2Jbreak"
    assert (len(lines), lines[-1]) == (101, "... and 100 more")


def test_a_long_message_is_cut_and_its_host_is_not():
    problems = Problems()
    problems.add("variable", "a", "x" * 100_000)
    assert problems.lines() == [f"variable: {'x' * 987}... (host a)"]
