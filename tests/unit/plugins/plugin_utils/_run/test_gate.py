# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many accounts, one outcome; and artifacts that are not those of a verdict, which no branch takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import stats
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.gate import ARTIFACTS, outcome_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    HEALTHY,
    PUBLIC,
    estate,
    inside,
    outside,
    probe,
    wide_estate,
)


def artifacts(*accounts, **replaced):
    """Return the artifacts of accounts a, b, ..., each given by its isolation and whether it passed."""
    named = dict(zip("abcdef", accounts))
    failed = [name for name, (_isolation, passed) in named.items() if not passed]
    return {
        "privatelink_status": "fail" if failed else "pass",
        "privatelink_account_verdicts": {name: {"isolation": isolation} for name, (isolation, _) in named.items()},
        "privatelink_root_causes": {name: "tcp_timeout" if name in failed else None for name in named},
        "privatelink_failed_accounts": failed,
        **replaced,
    }


PASSED, FAILED = ("isolated", True), ("isolated", False)


@pytest.mark.parametrize(
    "accounts, outcome",
    [
        pytest.param([PASSED], "isolated", id="isolated"),
        pytest.param([PASSED, ("restricted", True)], "isolated", id="restricted, as intended"),
        pytest.param([PASSED, ("restricted", False)], "unknown", id="restricted, not as intended"),
        pytest.param([PASSED, FAILED], "unknown", id="isolated, and something else failed"),
        pytest.param([PASSED, ("unknown", False)], "unknown", id="one is not proved"),
        pytest.param([PASSED, ("unknown", True)], "unknown", id="not proved, and a run of one part passed"),
        pytest.param([PASSED, ("exposed", False), ("unknown", False)], "exposed", id="one is exposed"),
        pytest.param([PASSED, ("exposed", True)], "exposed", id="exposed, as intended or waived"),
    ],
)
def test_the_outcome(accounts, outcome):
    assert outcome_of(artifacts(*accounts))[0] == outcome


@pytest.mark.parametrize(
    "document, outcome",
    [
        pytest.param(estate(*HEALTHY), "isolated", id="healthy"),
        pytest.param(
            estate(HEALTHY[0], outside(probe("model_ok", PUBLIC, credential="api_key"))), "exposed", id="exposed"
        ),
        pytest.param(estate(inside(probe("tcp_timeout"))), "unknown", id="nothing proved"),
        pytest.param(wide_estate(3), "unknown", id="many"),
    ],
)
def test_the_outcome_of_what_a_validation_sets(document, outcome):
    given = stats(judge(document))
    found, lines = outcome_of(given)
    assert (found, len(lines)) == (outcome, len(given["privatelink_root_causes"]))


def test_each_account_has_a_line_with_its_root_cause():
    _outcome, lines = outcome_of(artifacts(PASSED, ("exposed", False)))
    assert lines == ["a: isolated, passed", "b: exposed, not passed, root cause tcp_timeout"]


def test_what_a_name_has_in_it_is_shown_and_not_evaluated():
    name = "{{ lookup('pipe', 'id') }}\x1b[31m\n"
    given = artifacts(
        PASSED,
        privatelink_account_verdicts={name: {"isolation": "isolated"}},
        privatelink_root_causes={name: None},
    )
    assert outcome_of(given)[1] == ["{{ lookup('pipe', 'id') }}\\x1b[31m\\n: isolated, passed"]


def test_of_many_accounts_some_are_shown():
    names = [f"a{number}" for number in range(300)]
    given = artifacts(
        privatelink_account_verdicts={name: {"isolation": "isolated"} for name in names},
        privatelink_root_causes=dict.fromkeys(names),
    )
    outcome, lines = outcome_of(given)
    assert outcome == "isolated" and len(lines) == 201 and "100 more" in lines[-1]


@pytest.mark.parametrize("missing", [True, False], ids=["absent", "null"])
@pytest.mark.parametrize("name", ARTIFACTS)
def test_without_a_verdict_there_is_no_outcome(name, missing):
    given = artifacts(PASSED, **{name: None})
    if missing:
        del given[name]
    with pytest.raises(ValueError, match=f"^{name}: no earlier job of this workflow has set it"):
        outcome_of(given)


@pytest.mark.parametrize("name", ["awx_workflow_job_id", "tower_workflow_job_id"])
def test_the_verdict_is_of_the_workflow_of_the_gate(name):
    """A workflow inside another one is handed the verdict of the outer one: it is not that of the inner one's hosts."""
    assert outcome_of(artifacts(PASSED, privatelink_workflow_job="7", **{name: 7}))[0] == "isolated"
    assert outcome_of(artifacts(PASSED, privatelink_workflow_job="7"))[0] == "isolated"  # by hand
    with pytest.raises(ValueError, match="^privatelink_workflow_job: the verdict is of the workflow job 7, and this"):
        outcome_of(artifacts(PASSED, privatelink_workflow_job="7", **{name: 8}))
    with pytest.raises(ValueError, match="^privatelink_workflow_job: the verdict is not of a workflow, and this"):
        outcome_of(artifacts(PASSED, **{name: 8}))


VERDICTS, CAUSES = "privatelink_account_verdicts", "privatelink_root_causes"


@pytest.mark.parametrize(
    "name, value",
    [
        pytest.param("privatelink_status", "partial", id="another status"),
        pytest.param("privatelink_status", True, id="a status that is true"),
        pytest.param("privatelink_status", "fail", id="failed without a failed account"),
        pytest.param("privatelink_status", "unknown", id="unknown without one"),
        pytest.param("privatelink_failed_accounts", ["a"], id="passed with a failed account"),
        pytest.param(VERDICTS, {}, id="no account"),
        pytest.param(VERDICTS, '{"a": {"isolation": "isolated"}}', id="a text"),
        pytest.param(VERDICTS, {"a": "isolated"}, id="a verdict that is a text"),
        pytest.param(VERDICTS, {"a": {"isolation": ["isolated"]}}, id="a list"),
        pytest.param(VERDICTS, {"a": {"isolation": "Isolated"}}, id="another word"),
        pytest.param(VERDICTS, {"a": {}}, id="no isolation"),
        pytest.param(VERDICTS, {"a" * 501: {"isolation": "isolated"}}, id="a long name"),
        pytest.param(VERDICTS, {1: {"isolation": "isolated"}}, id="a name that is a number"),
        pytest.param(CAUSES, {}, id="no root causes"),
        pytest.param(CAUSES, [None], id="a list of root causes"),
        pytest.param(CAUSES, {"a": "{{ x }}"}, id="a root cause that is no code"),
        pytest.param(CAUSES, {"a": None, "b": None}, id="a root cause of another account"),
        pytest.param("privatelink_failed_accounts", "", id="a text for a list"),
        pytest.param("privatelink_failed_accounts", ["b"], id="another account failed"),
        pytest.param("privatelink_failed_accounts", [["a"]], id="a list in a list"),
    ],
)
def test_artifacts_that_are_not_those_of_a_verdict_have_no_outcome(name, value):
    with pytest.raises(ValueError, match="^privatelink_"):
        outcome_of(artifacts(PASSED, **{name: value}))


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["a", "pass", "isolated"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "isolation", ""]), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(deadline=None, max_examples=300)
@given(name=st.sampled_from(ARTIFACTS), value=ANY)
def test_any_value_is_an_outcome_or_names_the_artifact(name, value):
    try:
        outcome, lines = outcome_of(artifacts(("unknown", False), **{name: value}))
    except ValueError as exc:
        assert str(exc).startswith("privatelink_") and len(str(exc)) < 300
    else:
        assert outcome == "unknown" or name == VERDICTS
        assert all("\n" not in line for line in lines)
