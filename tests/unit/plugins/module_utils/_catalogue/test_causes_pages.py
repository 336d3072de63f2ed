# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cause is what its page in docs/causes says: texts, rules and steps that no case of the tests shows are held there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import (
    CANDIDATES,
    FAMILIES,
    SIGNALS,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import ByManager, fill, remedy

DOCS = Path(__file__).parents[5] / "docs/causes"
RULES = {
    "Considered only when": "needs",
    "Proven by": "proven_by",
    "Made likely by": "supported_by",
    "Ruled out by": "excluded_by",
}
STEPS = {"While it is only possible, type": "looks", "What to type": "remedy"}
SAME = " the same."
NOT_NAMED = {"server_words": " (<server>)"}
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
        if re.match(r"Can (also )?be the cause of: ", line):
            candidates.append((re.findall(r"\[(\w+)\]", line), {}))
        title, _colon, rest = line.partition(":")
        if title in RULES and rest == SAME:
            candidates[-1][1][RULES[title]] = candidates[-2][1][RULES[title]]
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


def section_of(family, cause):
    page = (DOCS / f"{family.name}.md").read_text(encoding="utf-8")
    return plain(page.split(f"\n## {cause}\n")[1].split("\n## ")[0])


def plain(text):
    return text.replace("`", "").replace(" \\*", " (changes)")


def steps_written(section):
    """Return the lists of steps of a section, in their order: by title, the lines of each."""
    found, steps = [], None
    for line in section.splitlines():
        title, _colon, rest = line.partition(":")
        if title in STEPS:
            steps = [] if rest != SAME else None
            found.append((STEPS[title], steps))
        elif line.startswith("- ") and steps is not None:
            steps.append(line.removeprefix("- "))
        elif line:
            steps = None
    return found


def steps_decided(candidates):
    """Return the same of the candidates of a cause; what the one before has is not repeated, None stands in for it."""
    found = []
    for before, candidate in zip([None, *candidates], candidates):
        for name in STEPS.values():
            steps = getattr(candidate, name)
            if steps:
                same_as_before = before is not None and getattr(before, name) == steps
                found.append((name, None if same_as_before else [line_of(step) for step in steps]))
    return found


def line_of(step):
    if isinstance(step, ByManager):
        return f"[{step.title}]"
    shown = remedy([step], NOT_NAMED)[0]
    return plain(shown["text"]) + " (changes)" * bool(shown.get("changes"))


def same(line, expected):
    # A condition stands before a command, and the link behind what depends on the manager of the resolver.
    return line.startswith(expected) if expected.startswith("[") else line.endswith(expected)


@pytest.mark.parametrize(("family", "cause"), CAUSES)
def test_what_a_cause_says_to_type_is_what_its_page_says(family, cause):
    written_steps = steps_written(section_of(family, cause))
    decided_steps = steps_decided([each for each in family.candidates if each.cause == cause])
    assert [name for name, _steps in written_steps] == [name for name, _steps in decided_steps]
    for (_name, lines), (_same_name, steps) in zip(written_steps, decided_steps):
        assert (lines is None) == (steps is None)
        assert len(lines or ()) == len(steps or ())
        for line, step in zip(lines or (), steps or ()):
            assert same(line, step)


@pytest.mark.parametrize("code", CANDIDATES)
def test_a_finding_links_to_the_causes_that_name_its_code(code):
    findings = (DOCS.parent / "findings.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^Causes: .*$", findings.split(f"\n### {code}\n")[1].split("\n### ")[0], re.MULTILINE)
    links = re.findall(r"\(causes/(\w+)\.md#(\w+)\)", line)
    assert [cause for _page, cause in links] == list(dict.fromkeys(each.cause for each in CANDIDATES[code]))
    for page, cause in links:
        text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
        assert any(code in codes for codes, _rules in written(text, cause))


@pytest.mark.parametrize(("family", "cause"), CAUSES)
def test_the_texts_of_a_cause_are_on_its_page(family, cause):
    section = section_of(family, cause)
    for candidate in family.candidates:
        if candidate.cause == cause:
            for text in filter(None, (candidate.summary, candidate.why)):
                assert plain(fill(text, NOT_NAMED)).casefold() in section.casefold()


def links_in(section):
    """Return the links of the lines that say what to read; a part of a link is not one of them."""
    return {link for line in re.findall(r"^See <.*$", section, re.MULTILINE) for link in re.findall("<(.*?)>", line)}


@pytest.mark.parametrize(("family", "cause"), CAUSES)
def test_the_links_of_a_cause_are_those_of_its_page(family, cause):
    of_cause = [each for each in family.candidates if each.cause == cause]
    assert links_in(section_of(family, cause)) == {link for each in of_cause for link in each.docs}


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_links_of_a_finding_are_those_of_its_page(code):
    findings = (DOCS.parent / "findings.md").read_text(encoding="utf-8")
    section = findings.split(f"\n### {code}\n")[1].split("\n### ")[0]
    assert links_in(section) == {link for each in CATALOGUE[code].causes for link in each.docs}
