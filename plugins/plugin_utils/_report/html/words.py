# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The words of the HTML report: plain texts, made readable. Markup is the templates' own."""

from __future__ import annotations

import json
import re

from ....module_utils._core.text import printable
from ..._document.text import condition_words, pages_to_read

_ELLIPSIS = "\u2026"
_PLACEHOLDER = re.compile(r"(<[a-z][a-z-]*>)")

LEGS = {
    "by_name": "by name",
    "by_address": "by address",
    "outside": "by name",
    "egress": "egress",
    "azure": "in Azure",
    "host": "host",
}


def clipped(text, width):
    """Return a text of at most C(width) characters, its end cut off if need be."""
    text = printable(text)
    return text if len(text) <= width else text[: width - 1] + _ELLIPSIS


def counted(number, thing, things=None):
    """Return C(1 account), C(2 accounts)."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def moment(text):
    """Return a time of the document (C(2026-11-22T17:21:19Z)) as people read it."""
    match = re.match(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?(?:\.\d+)?(?:Z|\+00:00)$", text or "")
    return "{} {} UTC".format(*match.groups()) if match else text


def sentence(text):
    """Return a text of the catalogue as a sentence: with a capital unless it begins with a name, and a full stop."""
    first = (text or "").partition(" ")[0]
    if first.isalpha() and first.islower():
        text = text[0].upper() + text[1:]
    return text + "." if text and text[-1] not in ".!?" else text


def step_of(step):
    """Return a step of a remedy: C(says), a sentence, and C(command), in parts of which every second is a
    placeholder.
    """
    if step["kind"] == "note":
        return {"says": step["text"], "command": []}
    return {"says": condition_words(step), "command": _PLACEHOLDER.split(step["text"])}


def evidence_lines(evidence, room):
    """Return evidence as lines, C(key: value) and indented, of about C(room) characters, and whether that is all of
    it.
    """
    lines: list[str] = []
    for line in _lines(evidence, ""):
        room -= len(line) + 1
        if room < 0:
            return lines, False
        lines.append(line)
    return lines, True


def _lines(value, indent):
    items = (
        [("- ", each) for each in value]
        if isinstance(value, list)
        else [(key + ": ", value[key]) for key in sorted(value)]
    )
    for label, each in items:
        if not (each and isinstance(each, (dict, list))):
            yield indent + label + (each if isinstance(each, str) else json.dumps(each))
        elif label == "- ":
            # The first key of a mapping stands behind the dash, as in YAML.
            first, *others = _lines(each, indent + "  ")
            yield indent + label + first[len(indent) + 2 :]
            yield from others
        else:
            yield indent + label.rstrip()
            yield from _lines(each, indent + "  ")


def links_of(check):
    """Return C((url, label)) for the pages to read about a check."""
    return [(url, url.partition("://")[2].rstrip("/")) for url in pages_to_read(check)]
