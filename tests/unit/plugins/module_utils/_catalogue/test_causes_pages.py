# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What decides for a cause is what its page in docs/causes says: the rules that no case of the tests shows are held there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import FAMILIES, SIGNALS

DOCS = Path(__file__).parents[5] / "docs/causes"
RULES = {
    "Considered only when": "needs",
    "Proven by": "proven_by",
    "Made likely by": "supported_by",
    "Ruled out by": "excluded_by",
}
CAUSES = [
    pytest.param(family, cause, id=f"{family.name} {cause}")
    for family in FAMILIES
    for cause in dict.fromkeys(each.cause for each in family.candidates)
]


def written(page, cause):
    """Return what a page says of each candidate of a cause: its codes, and its rules by name."""
    section = page.split(f"\n## {cause}\n")[1].split("\n## ")[0]
    candidates, rule = [], None
    for line in filter(None, section.splitlines()):
        if re.match(r"It (also )?looks like: ", line):
            candidates.append((re.findall(r"\[(\w+)\]", line), {}))
        rule = RULES.get(line.removesuffix(":"), rule if line.startswith("- ") else None)
        if rule and line.startswith("- "):
            candidates[-1][1].setdefault(rule, []).append(line.removeprefix("- "))
    return candidates


def decided(candidate):
    """Return the same of a candidate of the catalogue."""
    rules = {rule: [in_words(each) for each in getattr(candidate, rule)] for rule in RULES.values()}
    return list(candidate.codes), {rule: alternatives for rule, alternatives in rules.items() if alternatives}


def in_words(alternative):
    signals = (alternative,) if isinstance(alternative, str) else alternative
    return ", and ".join(SIGNALS[signal].meaning for signal in signals)


@pytest.mark.parametrize(("family", "cause"), CAUSES)
def test_a_cause_is_decided_as_its_page_says(family, cause):
    page = (DOCS / f"{family.name}.md").read_text(encoding="utf-8")
    assert written(page, cause) == [decided(each) for each in family.candidates if each.cause == cause]
