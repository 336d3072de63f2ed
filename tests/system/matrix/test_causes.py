# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of every fault of the lab the cause is named, with and without Azure's side, and no other one is asserted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.matrix.conftest import rows_of

from simulated_azure.accounts import ACCOUNTS
from simulated_azure.faults.causes import READ_OTHERWISE, REMARKS, REMARKS_OF_AZURE, truth_of

ROWS = rows_of(ACCOUNTS)
ROOT_CAUSES = {
    True: {row.name: row.root_cause for row in ROWS},
    False: {account.name: account.root_cause for account in ACCOUNTS},
}
SIDES = {True: "cause", False: "cause without Azure"}

# With Azure's side or without, and the account.
CASES = [(azure, row.name) for azure in (True, False) for row in ROWS if azure or row.name != READ_OTHERWISE]
BROKEN = [case for case in CASES if ROOT_CAUSES[case[0]][case[1]]]
WELL = [case for case in CASES if case not in BROKEN]


def _id(case: tuple[bool, str]) -> str:
    return f"{case[1]}-{'azure' if case[0] else 'clients'}"


every_broken_account = pytest.mark.parametrize("case", BROKEN, ids=_id)
every_account_that_passes = pytest.mark.parametrize("case", WELL, ids=_id)
every_account = pytest.mark.parametrize("case", CASES, ids=_id)


@pytest.fixture
def verdict(by_network, case) -> dict:
    azure, name = case
    return by_network[azure][name]


def _diagnoses(verdict: dict) -> Iterator[tuple[dict, dict]]:
    return ((check, check["diagnosis"]) for check in verdict["checks"] if check["diagnosis"])


def _asserted(verdict: dict) -> set[str]:
    return {each["cause"] for _check, each in _diagnoses(verdict) if each["cause"] and each["certainty"] != "possible"}


@every_broken_account
def test_the_cause_is_that_of_the_row(verdict, confusion, case):
    truth = truth_of(case[1], case[0])
    confusion(
        SIDES[case[0]],
        case[1],
        f"{ROOT_CAUSES[case[0]][case[1]]} {truth.cause}",
        f"{verdict['root_cause']} {verdict['cause']}",
    )
    assert verdict["certainty"] == truth.certainty


@every_broken_account
def test_what_is_not_decided_is_named_as_possible(verdict, case):
    named = {
        each["cause"]
        for check, diagnosis in _diagnoses(verdict)
        if check["code"] == verdict["root_cause"]
        for each in diagnosis["alternatives"]
    }
    assert named >= set(truth_of(case[1], case[0]).among)


@every_broken_account
def test_no_check_asserts_what_is_not_so(verdict, case):
    truth = truth_of(case[1], case[0])
    assert _asserted(verdict) <= {truth.cause, *truth.beside}


@every_broken_account
def test_no_check_cites_what_is_disproved(verdict, case):
    cited = {
        each["cause"]
        for _check, diagnosis in _diagnoses(verdict)
        for each in (diagnosis, *diagnosis["alternatives"])
        if each["cause"]
    }
    assert cited.isdisjoint(truth_of(case[1], case[0]).never)


@every_account_that_passes
def test_nothing_is_diagnosed_where_nothing_is_wrong(verdict, case):
    azure, name = case
    remarks = {*REMARKS.get(name, ()), *(REMARKS_OF_AZURE.get(name, ()) if azure else ())}
    assert (verdict["cause"], verdict["certainty"]) == (None, None) or verdict["status"] == "unknown"
    assert {diagnosis["cause"] for _check, diagnosis in _diagnoses(verdict)} == remarks


@every_account
def test_nothing_is_changed_on_a_suspicion(verdict, case):
    for check, diagnosis in _diagnoses(verdict):
        if not diagnosis["cause"] or diagnosis["certainty"] == "possible":
            assert not [step for step in check["remedy"] if step["changes"]], check["id"]


def test_nothing_is_changed_on_a_suspicion_in_the_whole_document(everything, by_clients_alone):
    for verdict in (*everything.document["accounts"], *by_clients_alone.values()):
        for check in verdict["checks"]:
            diagnosis = check["diagnosis"]
            if diagnosis is None or not diagnosis["cause"] or diagnosis["certainty"] == "possible":
                assert not [step for step in check["remedy"] if step["changes"]], check["id"]
