# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which slips the mutation test tries."""

from __future__ import annotations

import pytest
from operators import changes, possible

CHANGED = {
    "comparison": ("x = a < 1", {"x = a <= 1", "x = a < 2"}),
    "chain": ("x = a <= b <= c", {"x = a < b <= c", "x = a <= b < c"}),
    "boolean": ("x = a and b", {"x = ((a) or (b))", "x = ((b))", "x = ((a))"}),
    "not": ("x = not a", {"x = (a)"}),
    "a condition": ("x = 1 if a else a", {"x = 2 if a else a", "x = 1 if (not (a)) else a"}),
    "a condition of a comprehension": ("x = [a for a in b if c]", {"x = [a for a in b if True]"}),
    "brackets": ("x = a in (b if c else b)", {"x = a not in (b if c else b)", "x = a in (b if (not (c)) else b)"}),
    "a sum": ("x = a + b", {"x = (a)", "x = (b)"}),
    "a calculation": ("x = a | b", {"x = (a & b)"}),
    "a call": ("x = any(a)", {"x = all(a)"}),
    "a keyword": ("x = f(a, b=c, d=e)", {"x = f(a, d=e)", "x = f(a, b=c)"}),
    "a keyword alone": ("x = f(b=c)", {"x = f()"}),
    "true": ("x = True", {"x = False"}),
    "a word": ("x = 'word'", {"x = 'mutated_word'"}),
    "elements": ("x = (a, b)", {"x = (b)", "x = (a)"}),
    "keys": ("x = {a: 'é', b: c}", {"x = {b: c}", "x = {a: 'é'}", "x = {a: c, b: 'é'}", "x = {a: 'mutated_é', b: c}"}),
    "a statement": ("f(a)", {"pass"}),
    "an attribute": ("a.b = c", {"pass"}),
    "a result": ("def f():\n    return a", {"def f():\n    return None"}),
    "an exception": ("raise a", {"pass"}),
}

UNCHANGED = {
    "a name": "x = a",
    "a docstring": "'docstring'",
    "a sentence": "x = 'words for people'",
    "an f-string": "x = f'{a + 1}'",
    "an annotation": "x: dict[str, int | None] = a",
    "a signature": "def f(a: int | None) -> int | None:\n    a = b",
    "a decorator": "@f(a=True)\ndef f():\n    a = b",
    "an import": "from a import b, c",
    "a target": "a, b = c",
    "a type": "x = dict[str, int]",
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_source_is_changed_in_one_place(name):
    source, expected = CHANGED[name]
    assert _mutants(source) == expected


@pytest.mark.parametrize("name", UNCHANGED)
def test_what_decides_nothing_is_left_alone(name):
    assert _mutants(UNCHANGED[name]) == set()


def test_sentences_are_changed_where_they_decide():
    assert _mutants("x = 'words of Azure'", sentences=True) == {"x = 'mutated_words of Azure'"}


def test_a_change_that_is_not_valid_is_not_possible():
    source = b"x = ((a), b)"
    assert not all(possible(source, change) for change in changes(source))


def _mutants(source, **options):
    code = source.encode()
    return {change.applied(code).decode() for change in changes(code, **options) if possible(code, change)}
