# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every diagnosis, whatever else the hosts of a run, and Azure's side, have seen."""

from __future__ import annotations

import copy
import dataclasses
import json
import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.table import CASES

AZURE_DNS = "168.63.129.16"
# Hosts as the cases call them, addresses, and names; not versions, times and paths.
HOSTS = re.compile(r"\b(?:jump|onprem|outside|more)-\d+(?:-\d+)?\b")
ADDRESSES = re.compile(r"(?<![\d.-])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*[\d/])")
NAMES = re.compile(r"\b(?:[a-z0-9_-]+\.)+(?:com|net|example|invalid)\b", re.IGNORECASE)
PLACES = (HOSTS, ADDRESSES, NAMES)

# By their ids, so that a failure can be read.
BY_ID = {each.id: each for each in CASES}
SEEN = [(each.id, number) for each in CASES for number in range(len(each.observations))]
cases = st.sampled_from(list(BY_ID))
networks = st.sampled_from([None, "spoke", "hub"])
further = st.lists(st.tuples(st.sampled_from(SEEN), networks), min_size=1, max_size=3)


def more(chosen):
    """Return observations of other cases as those of further hosts, some of them in a declared network."""
    found = []
    for number, ((of_case, index), network) in enumerate(chosen):
        observation = copy.deepcopy(BY_ID[of_case].observations[index])
        observation["host"] = f"more-{number}"
        if network:
            observation["network"] = network
        found.append(observation)
    return found


def diagnosed(document):
    """Return the checks of a document that have a diagnosis."""
    return [each for account in document["accounts"] for each in account["checks"] if each["diagnosis"]]


def sentences(diagnosis):
    """Return all that a diagnosis says it is so because of."""
    several = [diagnosis, *diagnosis["alternatives"], *diagnosis["excluded"]]
    return [sentence for each in several for sentence in each["because"]]


def asserted(diagnosis):
    """Return the cause that a diagnosis asserts, None without one."""
    return diagnosis["cause"] if diagnosis["certainty"] != "possible" else None


@given(cases, further)
@settings(max_examples=300)
def test_a_cause_that_was_excluded_is_asserted_only_for_what_was_seen_since(of, chosen):
    case = BY_ID[of]
    before = case.check["diagnosis"]
    check = case.check_in(case.document(*more(chosen)))
    assume(check)
    after = check["diagnosis"]
    cause = asserted(after)
    if cause in {each["cause"] for each in before["excluded"]}:
        new = set(after["because"]) - set(sentences(before))
        assert [each for each in new if "more-" in each or "Azure's side" in each], (before, after)


@given(cases, further)
@settings(max_examples=200)
def test_a_diagnosis_speaks_only_of_hosts_nameservers_and_names_of_the_document(of, chosen):
    case = BY_ID[of]
    document = case.document(*more(chosen))
    given_to_judge = json.dumps([document["observations"], document["azure"], case.account])
    asked_beside = "platform" in given_to_judge
    for check in diagnosed(document):
        known = given_to_judge + json.dumps([check["name"], check["host"]])
        for sentence in sentences(check["diagnosis"]):
            assert "None" not in sentence and not re.search(r"\{[a-z_]+\}|<[a-z-]+>", sentence), sentence
            for place in (found for kind in PLACES for found in kind.findall(sentence)):
                assert place in known or (place == AZURE_DNS and asked_beside), (place, sentence)


@given(cases, further)
@settings(max_examples=200)
def test_what_changes_something_stands_only_with_a_cause_that_is_likely_or_proven(of, chosen):
    for check in diagnosed(BY_ID[of].document(*more(chosen))):
        diagnosis = check["diagnosis"]
        if asserted(diagnosis) is None:
            assert not any(step["changes"] for step in check["remedy"]), check
        else:
            assert diagnosis["because"], check


@given(cases, st.lists(st.tuples(st.sampled_from(SEEN), st.sampled_from(["spoke", "hub"])), min_size=1, max_size=3))
@settings(max_examples=150)
def test_the_same_network_is_that_which_is_declared(of, chosen):
    case = BY_ID[of]
    mine = dataclasses.replace(case, observations=tuple(dict(each, network="spoke") for each in case.observations))
    document = mine.document(*more(chosen))
    elsewhere = {f"more-{number}" for number, (_seen, network) in enumerate(chosen) if network == "hub"}
    for check in diagnosed(document):
        for sentence in sentences(check["diagnosis"]) if check["host"] not in elsewhere else ():
            named = set(HOSTS.findall(sentence)) & elsewhere
            assert not named or "same network" not in sentence, sentence


@given(cases, st.sampled_from([each.id for each in CASES if each.azure]))
@settings(max_examples=100)
def test_azure_s_side_of_another_account_changes_nothing(of, of_azure):
    case, other = BY_ID[of], dict(BY_ID[of_azure].azure, name="another")
    assert case.check_in(case.document(azure=(other,)))["diagnosis"] == case.check["diagnosis"]
