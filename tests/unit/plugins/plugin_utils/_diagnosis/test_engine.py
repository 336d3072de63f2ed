# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which cause the engine decides for, by the signals that were seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.model import Candidate
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._diagnosis.engine import decide

CODE = ("dns_empty",)


def candidate(cause, **rules):
    return Candidate(cause, CODE, summary=cause, why=cause, **rules)


FILTER = candidate("filter", proven_by=("ede",), supported_by=("empty", "blocked"), excluded_by=("others_empty",))
REBIND = candidate(
    "rebind", proven_by=(("empty", "private_elsewhere"),), supported_by=("empty",), excluded_by=("no_hop",)
)
EMPTY = candidate("record", excluded_by=("private_elsewhere",))
RARE = candidate("rare", needs=("odd",), supported_by=("odd",))
GENERAL = candidate("general", proven_by=("ede",), yields_to=("filter",))


@pytest.mark.parametrize(
    ("candidates", "signals", "cause", "certainty", "left", "excluded"),
    [
        pytest.param([FILTER, REBIND], [], None, None, ["filter", "rebind"], [], id="nothing-seen"),
        pytest.param([FILTER, REBIND], ["ede"], "filter", "proven", [], [], id="proof"),
        pytest.param([FILTER, REBIND], ["empty"], None, None, ["filter", "rebind"], [], id="support-for-both"),
        pytest.param([FILTER, REBIND], ["blocked"], "filter", "likely", ["rebind"], [], id="support-for-one"),
        pytest.param(
            [FILTER, REBIND], ["empty", "no_hop"], "filter", "likely", [], ["rebind"], id="support-that-is-left"
        ),
        pytest.param([FILTER, REBIND], ["no_hop"], "filter", "possible", [], ["rebind"], id="the-only-one-left"),
        pytest.param(
            [FILTER, REBIND], ["ede", "others_empty"], "rebind", "possible", [], ["filter"], id="exclusion-wins"
        ),
        pytest.param(
            [FILTER, REBIND, EMPTY],
            ["empty", "private_elsewhere"],
            "rebind",
            "proven",
            [],
            ["record"],
            id="two-signals-prove-together",
        ),
        pytest.param([FILTER], ["others_empty"], None, None, [], ["filter"], id="all-excluded"),
        pytest.param([EMPTY, RARE], [], "record", "possible", [], [], id="a-rare-cause-stays-away"),
        pytest.param([EMPTY, RARE], ["odd"], "rare", "likely", ["record"], [], id="a-rare-cause-is-considered"),
        pytest.param([GENERAL, FILTER], ["ede"], "filter", "proven", [], [], id="the-general-yields"),
        pytest.param([GENERAL, FILTER], ["ede", "others_empty"], "general", "proven", [], ["filter"], id="to-none"),
        pytest.param(
            [FILTER, replace(FILTER, excluded_by=())],
            ["ede", "others_empty"],
            "filter",
            "proven",
            [],
            [],
            id="a-cause-that-is-left-under-another-text-is-not-excluded",
        ),
    ],
)
def test_the_decision(candidates, signals, cause, certainty, left, excluded):
    decision = decide(candidates, signals)
    assert (decision.ruling.candidate.cause if decision.ruling else None) == cause
    assert (decision.ruling.certainty if decision.ruling else None) == certainty
    assert [each.candidate.cause for each in decision.alternatives] == left
    assert [each.candidate.cause for each in decision.excluded] == excluded


NAMES = ["ede", "empty", "blocked", "others_empty", "no_hop", "private_elsewhere", "odd"]


@given(st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_one_more_observation_asserts_nothing_that_was_excluded(seen, further):
    candidates = [FILTER, REBIND, EMPTY, RARE, GENERAL]
    before = {each.candidate.cause for each in decide(candidates, seen).excluded}
    after = decide(candidates, {*seen, further})
    assert before <= {each.candidate.cause for each in after.excluded}
    assert not after.ruling or after.ruling.candidate.cause not in before


@given(st.sets(st.sampled_from(NAMES)))
def test_a_decision_cites_only_what_was_seen(seen):
    decision = decide([FILTER, REBIND, EMPTY, RARE, GENERAL], seen)
    rulings = [*decision.alternatives, *decision.excluded, *([decision.ruling] if decision.ruling else [])]
    assert {signal for each in rulings for signal in each.because} <= seen
