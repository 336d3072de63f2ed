# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares what a guide shows with what was printed."""

from __future__ import annotations

import re

GAP = "..."

# What differs from run to run; nothing else may.
_VARYING = (
    (re.compile(r"\b\d+(?:\.\d+)? ms\b"), "N ms"),
    (re.compile(r"\b\d+ days left\b"), "N days left"),
    (re.compile(r"\bcmpl-[\w.]+"), "cmpl-ID"),
    (re.compile(r"\b\d+ tokens\b"), "N tokens"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "TIME"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "DATE"),
)
# How Ansible writes the items of a list, as YAML or as JSON.
_ITEM = re.compile(r"""^(?:- )?(?:'(?P<single>.*)'|"(?P<double>.*)",?|(?P<plain>.*))$""")


def differences(shown: list[str], printed: str) -> str:
    """Return where an excerpt differs from what was printed; nothing if it does not.

    A line of three dots stands for any lines. Indentation, and what Ansible puts around the items of a list, do not count.
    """
    parts = _parts([_plain(line) for line in shown])
    lines = [_plain(line) for line in printed.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    start = 0
    for number, part in enumerate(parts):
        if not part:
            continue
        places = range(start, len(lines) - len(part) + 1)
        if number == 0:
            places = places[:1]
        elif number == len(parts) - 1:
            places = places[-1:]
        place = next((each for each in places if lines[each : each + len(part)] == part), None)
        if place is None:
            return "not printed there:\n" + "\n".join(part)
        start = place + len(part)
    return "" if not parts[-1] or start == len(lines) else "more was printed after the last line"


def _parts(lines: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if line == GAP:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _plain(line: str) -> str:
    match = _ITEM.match(line.strip())
    assert match
    text = next(group for group in match.groups() if group is not None)
    text = text.replace("''", "'") if match["single"] is not None else text.replace('\\"', '"')
    for pattern, replacement in _VARYING:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())
