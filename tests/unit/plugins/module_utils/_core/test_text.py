# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys
import unicodedata

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.text import printable, shown, without_controls

# All that Unicode calls invisible by category, and those that it calls ignorable although they are letters or marks.
CATEGORIES = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180d\u2800\u3164\ufe00\ufe0f\uffa0\U000e0100\U000e01ef"
INVISIBLE = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in CATEGORIES]
WELL_KNOWN = (
    "\x00\x07\x1b\r\x7f\x9b\xad\u061c\u200b\u200d\u200e\u2028\u202e\u2060\u2066\ufeff\ufff9\ue000\U000e0001\ud800"
)


def test_the_well_known_ones_are_among_them():
    assert set(WELL_KNOWN) <= set(INVISIBLE)


@pytest.mark.parametrize("make", [shown, without_controls, printable])
def test_no_character_that_is_not_visible_is_kept(make):
    every = [*INVISIBLE, *BLANK]
    # Several in a text, each between letters, and no more than any of these functions takes.
    texts = ["a".join(["", *every[start : start + 40], ""]) for start in range(0, len(every), 40)]
    kept = {each for text in texts for each in set(text) & set(make(text))} - {"a", "\n", "\t"}
    assert kept == set()


@pytest.mark.parametrize(
    ("make", "text", "expected"),
    [
        pytest.param(shown, "a\u200bb\nc", "a b c", id="a result has one line"),
        pytest.param(without_controls, "a\u200b\tb\nc\u202e", "a \tb\nc ", id="of several lines"),
        pytest.param(printable, "a\u200b\u3164\n", "a\\u200b\\u3164\\n", id="a report shows what was there"),
        pytest.param(
            shown, "M\u00fcnchen \u6771\u4eac \U0001f600", "M\u00fcnchen \u6771\u4eac \U0001f600", id="letters"
        ),
    ],
)
def test_what_stands_in_the_place_of_it(make, text, expected):
    assert make(text) == expected
