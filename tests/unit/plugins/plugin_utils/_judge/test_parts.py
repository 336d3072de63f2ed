# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a part of a validation is judged by: what its own hosts could observe."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    SERVED,
    estate,
    inside,
    outside,
    probe,
)


def account(*observations, whole):
    return judge(estate(*observations), whole=whole)["accounts"][0]


@pytest.mark.parametrize(
    "observation, missing",
    [
        pytest.param(inside(*SERVED), "gate_public_unproved", id="inside"),
        pytest.param(outside(DENIED), "host_no_inside", id="outside"),
    ],
)
def test_a_side_that_nobody_looked_from_is_left_to_the_other_parts(observation, missing):
    assert account(observation, whole=True)["root_cause"] == missing
    part = account(observation, whole=False)
    assert (part["status"], part["root_cause"], part["verdicts"]["isolation"]) == ("pass", None, "unknown")


def test_a_part_fails_for_what_its_hosts_observed():
    assert account(inside(probe("tcp_timeout")), whole=False)["status"] == "fail"


@pytest.mark.parametrize("silent", [inside(), outside()], ids=["inside", "outside"])
def test_silence_is_no_pass_of_a_part(silent):
    part = account(silent, whole=False)
    assert (part["status"], part["root_cause"]) == ("unknown", "host_silent")


def test_no_host_is_no_pass_of_a_part():
    assert account(whole=False)["status"] == "unknown"


def test_a_host_of_which_there_is_no_observation_is_silent_and_its_job_is_evidence():
    lost = inside(host="jump-2", error="the part of job 12 is refused", reached=True, reported=False)
    found = account(inside(*SERVED), outside(DENIED), lost, whole=True)
    (check,) = [check for check in found["checks"] if check["host"] == "jump-2"]
    assert (found["status"], check["code"], check["status"]) == ("unknown", "host_silent", "unknown")
    assert "12" not in check["summary"] + check["cause"]
    assert check["evidence"] == {"error": "the part of job 12 is refused"}
    # The parts may be those of jobs, or files that somebody's own runs have written.
    assert [(step["kind"], step["text"]) for step in check["remedy"]] == [
        (
            "note",
            "Run the playbook validate with validate_part: true for jump-2, or its job, then merge again. The warnings "
            "of the merge name the parts that it refused.",
        )
    ]
