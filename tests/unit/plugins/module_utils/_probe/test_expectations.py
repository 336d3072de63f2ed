# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import expectations
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.expectations import (
    check_expected,
    describe_unmet,
    doubting,
    hold,
    is_met,
    sample,
)


def result_of(code="model_ok", outcome="served", total=10.0, status=200, met=None):
    return {
        "endpoint": "https://example.openai.azure.com/",
        "operation": "models",
        "code": code,
        "outcome": outcome,
        "trusted": True,
        "met": met,
        "expect": ["served"],
        "detail": None,
        "proxy": None,
        "peer": {"address": None, "port": None},
        "http": {"status": status, "message": None},
        "phases_ms": {"total": total},
        "samples": None,
        "waited": None,
    }


class Time:
    """A clock that moves only when somebody sleeps, or when an answer takes its time."""

    def __init__(self):
        self.now = 1000.0
        self.slept = []

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.mark.parametrize(
    ("expect", "code", "outcome", "met"),
    [
        (None, "model_ok", "served", None),
        (["served"], "model_ok", "served", True),
        (["reachable"], "model_ok", "served", True),
        (["reachable"], "auth_missing", "reachable", True),
        (["served"], "auth_missing", "reachable", False),
        (["denied"], "gate_network_rules", "denied", True),
        (["gate_public_access_disabled"], "gate_network_rules", "denied", False),
        (["gate_public_access_disabled", "denied"], "gate_network_rules", "denied", True),
        (["unknown"], "http_not_azure", "unknown", True),
    ],
)
def test_is_met(expect, code, outcome, met):
    assert is_met(result_of(code, outcome), expect) is met


@pytest.mark.parametrize(
    ("code", "outcome", "expect", "met"),
    [
        ("model_ok", "served", ["served"], False),
        ("auth_missing", "reachable", ["reachable"], False),
        ("gate_network_rules", "denied", ["denied"], False),
        ("auth_missing", "reachable", ["auth_missing"], True),
        ("tls_timeout", "unreachable", ["unreachable"], True),
        ("http_not_azure", "unknown", ["unknown"], True),
        ("host_failed", "unknown", ["unknown", "unreachable"], False),
        ("host_failed", "unknown", ["host_failed"], True),
    ],
)
def test_whom_nobody_vouches_for_meets_no_outcome_of_azure(code, outcome, expect, met):
    assert is_met(dict(result_of(code, outcome), trusted=False), expect) is met


def test_expected_words_are_checked():
    assert check_expected(["served", "tcp_refused"]) == ["served", "tcp_refused"]
    assert check_expected([]) is None
    with pytest.raises(
        ValueError, match="^'serverd' is not a valid outcome or code of a probe: expected one of served, reachable, "
    ):
        check_expected(["served", "serverd"])


@pytest.mark.parametrize(
    ("statuses", "credential", "confidences"),
    [
        ([429, 401, 401], "api_key", ["high", "low", "high"]),
        ([401, 429, 200, 401], "token", ["high", "high", "high", "high"]),
        ([429, 401], "none", ["high", "high"]),
        ([429, 403], "api_key", ["high", "high"]),
    ],
)
def test_a_key_is_not_blamed_right_after_a_429(statuses, credential, confidences):
    results = iter(
        [
            {"http": {"status": status}, "credential": credential, "confidence": "high", "detail": None}
            for status in statuses
        ]
    )
    once = doubting(lambda: next(results))
    seen = [once() for unused in statuses]
    assert [result["confidence"] for result in seen] == confidences
    assert [bool(result["detail"]) for result in seen] == [confidence == "low" for confidence in confidences]


def test_samples():
    results = iter(
        [result_of(total=total) for total in (10, 20, 30, 40)] + [result_of("tcp_timeout", "unreachable", 999, None)]
    )
    shown = sample(lambda: next(results), 5, ["served"], Deadline(9))
    assert (shown["code"], shown["met"]) == ("tcp_timeout", False)
    assert shown["samples"] == {
        "count": 5,
        "codes": {"model_ok": 4, "tcp_timeout": 1},
        "flapping": True,
        "latency_ms": {"min": 10, "p50": 20, "p90": 40, "p99": 40, "max": 40},
    }


def test_samples_that_agree():
    shown = sample(result_of, 3, None, Deadline(9))
    assert (shown["met"], shown["samples"]["flapping"], shown["samples"]["codes"]) == (None, False, {"model_ok": 3})


def test_samples_without_any_answer():
    shown = sample(lambda: result_of("tcp_timeout", "unreachable", 99, None), 2, None, Deadline(9))
    assert shown["samples"]["latency_ms"] is None


def test_one_sample_reports_none():
    assert sample(result_of, 1, ["served"], Deadline(9))["samples"] is None


def test_samples_end_with_the_time_and_are_then_not_all_as_expected():
    shown = sample(result_of, 3, ["served"], Deadline(0))
    assert (shown["met"], shown["samples"]["count"]) == (False, 1)


@pytest.mark.parametrize(
    ("answers", "stable_for", "within", "met", "waited"),
    [
        pytest.param("1", 0, 1, True, (1, 0.0, 0.0), id="at-once"),
        pytest.param("001", 0, 10, True, (3, 0.0, 2.0), id="in-time"),
        pytest.param("0" * 99, 0, 3, False, (3, 0.0, 2.0), id="not-in-time"),
        pytest.param("1" * 99, 3, 4, True, (4, 3.0, 3.0), id="holds-from-the-start"),
        pytest.param("00" + "1" * 99, 3, 10, True, (6, 3.0, 5.0), id="holds-later"),
        pytest.param("110" + "1" * 99, 3, 10, True, (7, 3.0, 6.0), id="falls-back-and-holds"),
        pytest.param("110" + "1" * 99, 3, 4, False, (3, 0.0, 2.0), id="too-little-time-left"),
        pytest.param("0" + "1" * 99, 2.5, 4, True, (5, 2.5, 3.5), id="no-whole-pauses"),
    ],
)
def test_hold(answers, stable_for, within, met, waited):
    time = Time()
    answer = iter(answers)
    result = hold(lambda: result_of(met=next(answer) == "1"), stable_for, 1, Deadline(within, time.clock), time.sleep)
    assert result["met"] is met
    assert tuple(result["waited"][key] for key in ("attempts", "held_s", "elapsed_s")) == waited
    assert all(0 <= seconds <= expectations.PAUSE for seconds in time.slept)


def test_what_slow_answers_take_counts():
    time = Time()

    def observe():
        time.now += 5
        return result_of(met=False)

    waited = hold(observe, 0, 5, Deadline(4, time.clock), time.sleep)["waited"]
    assert waited == {"attempts": 1, "held_s": 0.0, "elapsed_s": 5.0}


@pytest.mark.parametrize("met", [True, False])
def test_the_end_of_the_time_is_no_silence_of_the_server(met):
    time = Time()
    refused = result_of("auth_missing", "reachable", met=False)
    results = iter([refused, result_of("http_timeout", "unreachable", status=None, met=met)])

    def observe():
        time.now += 1.5
        return next(results)

    # The second attempt had half a second of its two.
    result = hold(observe, 0, 2, Deadline(3, time.clock), time.sleep)
    assert (result["code"], result["met"], result["waited"]["attempts"]) == ("auth_missing", False, 2)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        pytest.param({}, "", id="plain"),
        pytest.param(
            {"peer": {"address": "2001:db8::4", "port": 443}, "detail": "seen"},
            " at [2001:db8::4]:443: expected served, got auth_missing (reachable): seen",
            id="peer-and-detail",
        ),
        pytest.param(
            {"http": {"status": 401, "message": "No."}},
            ": expected served, got auth_missing (reachable): 401 No.",
            id="message",
        ),
        pytest.param(
            {"proxy": "http://proxy.example:3128"},
            " through http://proxy.example:3128: expected served, got auth_missing (reachable)",
            id="proxy",
        ),
        pytest.param(
            {"samples": {"codes": {"model_ok": 2, "auth_missing": 1}}},
            ": expected served, got auth_missing (reachable); samples: 1 x auth_missing, 2 x model_ok",
            id="samples",
        ),
        pytest.param(
            {"waited": {"held_s": 2.0, "elapsed_s": 9.04}},
            ": expected served, got auth_missing (reachable); as expected for the last 2.0 of 9.0 seconds",
            id="waited",
        ),
    ],
)
def test_describe_unmet(more, line):
    result = dict(result_of("auth_missing", "reachable", status=None), **more)
    expected = line or ": expected served, got auth_missing (reachable)"
    assert describe_unmet(result) == "https://example.openai.azure.com/ models" + expected
