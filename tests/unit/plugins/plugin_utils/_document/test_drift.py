# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.drift import with_drift
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.text import drift_lines
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import healthy, returned
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    NAME,
    PRIVATE,
    PUBLIC,
    SERVED,
    STALE,
    dns,
    estate,
    inside,
    outside,
    probe,
)

OPEN = (inside(*SERVED), outside(probe("model_ok", PUBLIC)))
RESTRICTED = (inside(*SERVED), outside(probe("gate_network_rules", PUBLIC)))
UNPROVED = (inside(*SERVED), outside(probe("tcp_timeout", PUBLIC)))
WARNED = (inside(*SERVED, dns=dns(findings=["dns_timeout"])), outside(DENIED))
GATE = f"example/outside/outside-1/outside/{NAME}/gate"


def document_of(observations, **more):
    return judge(dict(estate(*observations), **more))


def drift_of(now, before):
    return with_drift(document_of(now), document_of(before))["drift"]


def shortly(drift):
    checks = {
        key: [(item["id"], item["code"], item["status"]) for item in items] for key, items in drift["checks"].items()
    }
    return [(each["key"], each["before"], each["after"]) for each in drift["verdicts"]], checks


@pytest.mark.parametrize(
    "before, now, verdicts, appeared, disappeared, changed",
    [
        pytest.param(HEALTHY, HEALTHY, [], [], [], [], id="nothing"),
        pytest.param(
            HEALTHY,
            OPEN,
            [
                ("status", "pass", "fail"),
                ("root_cause", None, "gate_public_open"),
                ("isolation", "isolated", "exposed"),
            ],
            [(GATE, "gate_public_open", "fail")],
            [],
            [],
            id="a failure appeared",
        ),
        pytest.param(
            OPEN,
            HEALTHY,
            [
                ("status", "fail", "pass"),
                ("root_cause", "gate_public_open", None),
                ("isolation", "exposed", "isolated"),
            ],
            [],
            [(GATE, "gate_public_open", "fail")],
            [],
            id="a failure disappeared",
        ),
        pytest.param(
            OPEN,
            RESTRICTED,
            [("root_cause", "gate_public_open", "gate_network_rules"), ("isolation", "exposed", "restricted")],
            [],
            [],
            [(GATE, "gate_network_rules", "fail")],
            id="another code",
        ),
        pytest.param(
            RESTRICTED,
            UNPROVED,
            [
                ("status", "fail", "unknown"),
                ("root_cause", "gate_network_rules", "gate_public_unproved"),
                ("isolation", "restricted", "unknown"),
            ],
            [],
            [],
            [(GATE, "gate_public_unproved", "unknown")],
            id="another code and status",
        ),
        pytest.param(
            HEALTHY,
            WARNED,
            [],
            [(f"example/jumphost/jump-1/by_name/{NAME}/dns/dns_timeout", "dns_timeout", "pass")],
            [],
            [],
            id="a warning",
        ),
    ],
)
def test_drift(before, now, verdicts, appeared, disappeared, changed):
    assert shortly(drift_of(now, before)) == (
        verdicts,
        {"appeared": appeared, "disappeared": disappeared, "changed": changed},
    )


def test_what_changed_says_what_it_was():
    (item,) = drift_of(RESTRICTED, OPEN)["checks"]["changed"]
    assert item == {
        "id": GATE,
        "account": "example",
        "name": NAME,
        "vantage": "outside",
        "host": "outside-1",
        "leg": "outside",
        "at": None,
        "link": "gate",
        "code": "gate_network_rules",
        "status": "fail",
        "waived": False,
        "before": {"code": "gate_public_open", "status": "fail", "waived": False},
    }


def waived(code, expires="2026-12-31"):
    return {"account": "example", "code": code, "reason": "pilot", "expires": expires}


@pytest.mark.parametrize(
    "before, now, words",
    [
        pytest.param(
            "2026-12-31",
            "2026-11-21",
            "gate_public_open (waived) -> gate_public_open gate, {name} from outside-1 (outside)",
            id="expired",
        ),
        pytest.param(
            "2026-11-21",
            "2026-12-31",
            "gate_public_open -> gate_public_open (waived) gate, {name} from outside-1 (outside)",
            id="new",
        ),
    ],
)
def test_a_waiver_that_comes_or_expires_is_a_change_even_beside_another_failure(before, now, words):
    broken = (inside(*SERVED, dns=dns("dns_wrong_address", STALE)), outside(probe("model_ok", PUBLIC)))
    documents = [document_of(broken, waivers=[waived("gate_public_open", expires)]) for expires in (now, before)]
    assert {document["accounts"][0]["root_cause"] for document in documents} == {"dns_wrong_address"}
    drifted = with_drift(*documents)
    assert shortly(drifted["drift"]) == (
        [],
        {"appeared": [], "disappeared": [], "changed": [(GATE, "gate_public_open", "fail")]},
    )
    assert drift_lines(drifted) == ["changed      " + words.format(name=NAME)]


def test_of_accounts_on_one_side_only_the_name_is_told():
    before, now = document_of(OPEN), document_of(OPEN)
    before["accounts"][0] = dict(before["accounts"][0], name="gone")
    drift = with_drift(now, before)["drift"]
    assert drift["accounts"] == {"appeared": ["example"], "disappeared": ["gone"]}
    assert (drift["verdicts"], drift["checks"]) == ([], {"appeared": [], "disappeared": [], "changed": []})


def test_drift_names_its_baseline_and_changes_nothing_else():
    document, baseline = document_of(HEALTHY), document_of(OPEN, ended="2026-11-01T00:00:00Z")
    given = copy.deepcopy((document, baseline))
    judged = with_drift(document, baseline)
    assert (document, baseline) == given
    assert {key: value for key, value in judged.items() if key != "drift"} == document
    assert judged["drift"]["baseline"] == {
        "started": "2026-11-22T10:00:00Z",
        "ended": "2026-11-01T00:00:00Z",
        "status": "fail",
        "collection_version": "1.0.0",
    }
    assert with_drift(judged, baseline) == judged


def test_a_baseline_of_an_earlier_release_may_lack_keys():
    baseline = document_of(OPEN)
    baseline = {key: value for key, value in baseline.items() if key not in ("waivers", "counts")}
    for account in baseline["accounts"]:
        del account["waived"], account["matrix"]
        for check in account["checks"]:
            del check["waiver"], check["at"]
    assert shortly(with_drift(document_of(OPEN), baseline)["drift"]) == (
        [],
        {"appeared": [], "disappeared": [], "changed": []},
    )


def without(key, account=True):
    document = document_of(OPEN)
    del (document["accounts"][0] if account else document)[key]
    return document


@pytest.mark.parametrize(
    "now, before, words",
    [
        pytest.param(["dns", "probe"], None, "everything, this run covers dns and probe", id="azure is left out"),
        pytest.param(None, ["dns", "probe"], "dns and probe, this run covers everything", id="azure was left out"),
        pytest.param(["dns"], ["azure", "dns"], "azure and dns, this run covers dns", id="azure was asked beside dns"),
        pytest.param([], ["azure"], "azure, this run covers no part", id="nothing"),
    ],
)
def test_a_run_is_not_compared_with_one_that_looked_at_something_else(now, before, words):
    with pytest.raises(ValueError) as caught:
        with_drift(document_of(HEALTHY, looked_at=now), document_of(OPEN, looked_at=before))
    assert str(caught.value) == f"the baseline covers {words}: expected a baseline of a run with the same tags"
    assert "drift" in with_drift(document_of(HEALTHY, looked_at=now), document_of(OPEN, looked_at=now))


@pytest.mark.parametrize(
    "baseline, message",
    [
        pytest.param(
            "text",
            "the baseline: str is not valid: expected a verdict document of schema 1, as verdict.json holds it",
            id="text",
        ),
        pytest.param(
            {},
            "the baseline: schema None is not valid: expected a verdict document of schema 1, as verdict.json holds it",
            id="mapping",
        ),
        pytest.param(
            dict(document_of(OPEN), schema=2),
            "the baseline: schema 2 is not valid: expected a verdict document of schema 1, as verdict.json holds it",
            id="another schema",
        ),
        pytest.param(
            without("accounts", False),
            "the baseline: an account is incomplete (KeyError: 'accounts'): expected a whole verdict document",
            id="no accounts",
        ),
        pytest.param(
            without("checks"),
            "the baseline: an account is incomplete (KeyError: 'checks'): expected a whole verdict document",
            id="no checks",
        ),
        pytest.param(
            dict(document_of(OPEN), accounts=[None]),
            "the baseline: an account is incomplete (TypeError: 'NoneType' object is not "
            "subscriptable): expected a whole verdict document",
            id="no account",
        ),
    ],
)
def test_a_baseline_that_is_none_is_refused(baseline, message):
    with pytest.raises(ValueError) as caught:
        with_drift(document_of(OPEN), baseline)
    assert str(caught.value) == message


def test_stable_documents_of_equal_conclusions_are_equal():
    later = document_of(
        (inside(*(dict(each, phases_ms={"connect": 99.0}) for each in SERVED)), outside(DENIED)),
        started="later",
        ended="still later",
    )
    first = document_of(HEALTHY)
    assert first != later
    assert stable(with_drift(first, first)) == stable(with_drift(later, later))
    assert stable(document_of(OPEN)) != stable(first)


def test_stable_leaves_out_times_observations_and_evidence_only():
    document = with_drift(
        document_of(
            (inside(probe("tcp_refused", STALE), probe("model_ok", connect_to=PRIVATE)), outside(DENIED)),
            azure={"accounts": [returned(healthy())]},
        ),
        document_of(OPEN),
    )
    kept = stable(document)
    assert set(document) - set(kept) == {"started", "ended", "observations", "azure"}
    assert kept["accounts"][0]["matrix"] == document["accounts"][0]["matrix"]
    assert {"azure": "pass"} in [row["links"] for row in kept["accounts"][0]["matrix"]]
    assert {key for check in document["accounts"][0]["checks"] for key in check} - set(
        kept["accounts"][0]["checks"][0]
    ) == {"evidence"}
    assert kept["drift"]["baseline"] == {"status": "fail", "collection_version": "1.0.0"}
    assert stable(kept) == kept
