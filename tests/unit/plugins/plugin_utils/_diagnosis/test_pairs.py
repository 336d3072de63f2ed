# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For each two causes that share a code: what a run sees decides for the one, for the other, or names both.

The cases are in tests/unit/support/causes, one for each cause of each code; the pairs follow from them.
"""

from __future__ import annotations

import re

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import CANDIDATES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import Command
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.table import CASES, DECIDED_BY_ITSELF, of_code

BY_CODE = of_code()
TRUTHS = [pytest.param(each, id=each.id) for each in CASES if each.cause]
UNDECIDED = [pytest.param(each, id=each.id) for each in CASES if not each.cause]


def candidates(case):
    """Return the causes that the code of a case may have where it was seen."""
    vantage = case.check["vantage"]
    return [each for each in CANDIDATES[case.code] if not each.vantages or vantage in each.vantages]


def patterns(steps, changes):
    """Return the commands that change something, or those that look, as patterns of what is filled in."""
    texts = [step.text for step in steps if isinstance(step, Command) and step.changes == changes]
    return {re.sub(r"\\\{[^}]*\\\}", ".*", re.escape(text)) for text in texts}


def changing(candidate):
    """Return the commands of a cause that change something."""
    return patterns(candidate.remedy, True)


def looking(candidate):
    """Return the commands that show whether it is this cause."""
    return patterns(candidate.looks or candidate.remedy, False)


def is_of(text, commands):
    """Return whether a command is one of those that the patterns stand for."""
    return any(re.fullmatch(pattern, text) for pattern in commands)


@pytest.mark.parametrize("case", TRUTHS)
def test_what_the_run_saw_decides_for_one_cause_against_each_other(case):
    diagnosis, remedy = case.check["diagnosis"], case.check["remedy"]
    assert (diagnosis["cause"], diagnosis["certainty"] in ("likely", "proven")) == (case.cause, True), diagnosis
    assert diagnosis["because"]
    beside = {each["cause"] for each in (*diagnosis["excluded"], *diagnosis["alternatives"])}
    considered = {each.cause for each in candidates(case)}
    assert case.cause not in beside and beside <= considered
    if diagnosis["certainty"] == "proven":
        assert not diagnosis["alternatives"]
    steps = [step["text"] for step in remedy if step["changes"]]
    own = set().union(*(changing(each) for each in candidates(case) if each.cause == case.cause))
    for other in candidates(case):
        of_other = changing(other) - own
        assert not [text for text in steps if is_of(text, of_other) and not is_of(text, own)], other.cause


@pytest.mark.parametrize("case", UNDECIDED)
def test_without_what_decides_all_causes_are_named_and_first_how_to_tell_them_apart(case):
    diagnosis, remedy = case.check["diagnosis"], case.check["remedy"]
    named = {each["cause"] for each in diagnosis["alternatives"]} | ({diagnosis["cause"]} - {None})
    assert (named, diagnosis["certainty"]) == (case.possible, "possible"), diagnosis
    assert (diagnosis["cause"] is None) == (len(case.possible) > 1)
    assert remedy[0]["kind"] == "command" and not any(step["changes"] for step in remedy)
    commands = [step["text"] for step in remedy if step["kind"] == "command"]
    for cause in case.possible if len(case.possible) > 1 else ():
        # One cause may have several texts, each for a declaration of its own.
        named_as = [each for each in candidates(case) if each.cause == cause]
        shown = [each for each in named_as if each.summary.partition("{")[0] in case.check["cause"]]
        assert shown, cause
        assert all(any(is_of(text, looking(each)) for text in commands) for each in shown), cause


@pytest.mark.parametrize(("code", "cause"), [(code, each.cause) for code, of in CANDIDATES.items() for each in of])
def test_each_cause_of_each_code_has_a_case(code, cause):
    """A cause that nothing can show is one that no run ever asserts."""
    cases = [each for each in BY_CODE[code] if each.cause == cause]
    if not cases and not any(each.proven_by or each.supported_by for each in CANDIDATES[code] if each.cause == cause):
        # Nothing a run sees speaks for it alone: it is there to be ruled out, or to be named with others.
        diagnoses = [each.check["diagnosis"] for each in BY_CODE[code]]
        assert any(cause == each["cause"] for one in diagnoses for each in (*one["excluded"], *one["alternatives"]))
        return
    vantages = {each.check["vantage"] for each in cases}
    for candidate in CANDIDATES[code]:
        if candidate.cause == cause:
            assert cases and (not candidate.vantages or vantages & set(candidate.vantages)), candidate.vantages


def test_each_case_is_about_a_cause_of_the_catalogue():
    known = {(code, each.cause) for code, of in CANDIDATES.items() for each in of}
    assert {(each.code, each.cause) for each in CASES if each.cause} <= known
    assert len({each.id for each in CASES}) == len(CASES)


@pytest.mark.parametrize("code", [code for code, of in CANDIDATES.items() if len({each.cause for each in of}) > 1])
def test_each_code_with_several_causes_has_a_case_that_leaves_them_open(code):
    undecided = [each for each in BY_CODE[code] if not each.cause]
    assert bool(undecided) != (code in DECIDED_BY_ITSELF)
