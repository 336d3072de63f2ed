# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The formats of the reports, wherever they are listed for users, from the product's table."""

from __future__ import annotations

import re
import sys
import textwrap
from typing import NamedTuple

import collection_copy
from project import LANE, ROOT

collection_copy.refresh()
sys.path.insert(0, str(LANE))
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS

WIDTH = 120


class Block(NamedTuple):
    """Lines of a file that the table gives."""

    path: str
    before: str  # a pattern of the lines that stand before them
    lines: str  # a pattern of the lines themselves
    text: str


def _sentence(name: str) -> str:
    word, space, rest = FORMATS[name].PURPOSE.partition(" ")
    entry = f"V({name}) is C({FORMATS[name].FILE}), {word.lower() if word.istitle() else word}{space}{rest}"
    return textwrap.fill(entry, WIDTH, initial_indent=" " * 10 + "- ", subsequent_indent=" " * 12) + "\n"


BLOCKS = (
    Block(
        "plugins/filter/verdict_report.py",
        r"  format:\n(?:    .*\n)*?    choices:\n",
        r"(?:      .*\n)+",
        "".join(f"      {name}: {module.PURPOSE}\n" for name, module in FORMATS.items()),
    ),
    Block(
        "roles/report/meta/argument_specs.yml",
        r"      report_formats:\n        description:\n          - The formats to write\.\n",
        r"(?:          .*\n)+",
        "".join(_sentence(name) for name in FORMATS),
    ),
    Block(
        "roles/report/meta/argument_specs.yml",
        r"      report_formats:\n(?:        .*\n)*?        elements: str\n",
        r"        choices: .*\n",
        f"        choices: [{', '.join(FORMATS)}]\n",
    ),
    Block(
        "docs/reports.md",
        r"\| format \| file \| contents \|\n\|---\|---\|---\|\n",
        r"(?:\|.*\n)+",
        "".join(f"| `{name}` | `{module.FILE}` | {module.PURPOSE} |\n" for name, module in FORMATS.items()),
    ),
)
PATHS = tuple(dict.fromkeys(block.path for block in BLOCKS))


def with_formats(text: str, block: Block) -> str:
    """A file's text with the formats as the table has them."""
    replaced, count = re.subn(rf"(?m)^({block.before}){block.lines}", lambda found: found.group(1) + block.text, text)
    if count != 1:
        raise ValueError(f"{block.path}: the list of formats is there {count} times; expected once")
    return replaced


def write() -> list[str]:
    """Writes the lists of formats; returns the paths of the files that were not as the table says."""
    stale = []
    for block in BLOCKS:
        path = ROOT / block.path
        text = path.read_text(encoding="utf-8")
        if with_formats(text, block) != text:
            path.write_text(with_formats(text, block), encoding="utf-8")
            stale.append(block.path)
    return stale
