# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever an observation of elsewhere is, the filter verdict judges all others, and says why that one counts for nothing."""

from __future__ import annotations

import copy
import json

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.privatelink.azure_ai.plugins.filter.verdict import verdict
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.reading import document_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    ACCOUNT,
    DENIED,
    FORBIDDEN,
    HEALTHY,
    NAME,
    PRIVATE,
    PUBLIC,
    SERVED,
    dns,
    estate,
    inside,
    outside,
    probe,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.mutations import mutations

STRANGER = "https://chat.openai.azure.com/"
OPEN = probe("auth_missing", PUBLIC, credential="none", endpoint=FORBIDDEN)
HONEST = ("jump-1", "outside-1")


def nested(depth):
    value = []
    for _level in range(depth):
        value = [value]
    return value


def lines(document, host):
    """Return what a document says of the one account from a host."""
    (account,) = document["accounts"]
    return [
        (check["link"], check["status"], check["code"], check["observed"])
        for check in account["checks"]
        if check["host"] == host
    ]


def odd(*probes, **more):
    return inside(*(probes or SERVED), host="jump-2", **more)


ODD = {
    "a text": ("jump-2", "observations[2]", "a str: expected a mapping"),
    "nothing": (None, "observations[2]", "a NoneType: expected a mapping"),
    "a list": (nested(3), "observations[2]", "a list: expected a mapping"),
    "no host": ({"vantage": "jumphost", "probes": list(SERVED)}, "observations[2]", "host: it is missing"),
    "a host that is a number": (odd() | {"host": 5}, "observations[2]", "host: it is missing, or not a text"),
    "a vantage that is none": (odd(vantage="mars"), "jump-2", "vantage: 'mars' is not one of jumphost, onprem, outside"),
    "a vantage that is a list": (odd(vantage=["outside"]), "jump-2", "vantage: ['outside'] is not one of"),
    "probes that are a text": (odd(probes="model_ok"), "jump-2", "probes: a str stands where a list is documented"),
    "probes that are null": (odd(probes=[None]), "jump-2", "probes: null stands in a list"),
    "a probe of nothing": (odd({"code": "model_ok"}), "jump-2", "endpoint: None is not valid"),
    "an endpoint that is none": (odd(probe("model_ok", endpoint="https://[/")), "jump-2", "expected a URL such as"),
    "a status that is a text": (
        odd(probe("model_ok", http={"status": "200"})),
        "jump-2",
        "observations[2], probes[0].http.status: a str stands where int is documented",
    ),
    "a look-up that is a list": (odd(dns=[]), "jump-2", "dns: a list stands where a mapping is documented"),
    "an address that is none": (odd(dns=dns(address="nowhere")), "jump-2", "expected a list of IPv4 or IPv6 addresses"),
    "an error that is a mapping": (odd(error={"msg": "x"}), "jump-2", "error: a dict stands where a text is documented"),
    "accounts that are a text": (odd(accounts="example"), "jump-2", "accounts: 'example' is not valid"),
    # Python 3.12 and newer go deeper before they end, so that a limit of the document is met first.
    "accounts without end": (odd(accounts=[{**ACCOUNT, "origin": nested(500)}]), "jump-2", "what cannot be judged: "),
    "forbidden that is a number": (odd(forbidden=5), "jump-2", "forbidden: 5 is not valid: expected a list"),
    "the own account forbidden": (odd(forbidden=[f"https://{NAME}/"]), "jump-2", "is one of the declared accounts"),
    "a number too large": (odd(probe("model_ok", http={"status": 10**400})), "jump-2", "the number is too large"),
    "deep": (odd(probes=nested(2000)), "jump-2", "probes[0]: a list stands where a mapping is documented"),
    "deep where all is free": (odd(probe("model_ok", http={"headers": {"x": nested(2000)}})), "jump-2", "deeper"),
    "a huge text": (odd(probe("model_ok", detail="x" * 10**7)), "jump-2", "it has 10000000 characters"),
    "results of one name": (odd(*[SERVED[0]] * 129), "jump-2", f"more than 128 results are for {NAME}"),
    "results in bulk": (odd(*[SERVED[0]] * 100_000), "jump-2", "it has 100000 items, more than 4096"),
    "values in bulk": (odd(*[probe("model_ok", findings=["x"] * 4000)] * 1000), "jump-2", "more values than"),
    "a name that nobody declares": (
        odd(*SERVED, probe("model_ok", PUBLIC, endpoint=STRANGER)),
        "jump-2",
        f"'{STRANGER}' is not valid: expected one of the accounts, or of the endpoints in forbidden",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_observation_costs_its_own_host_only(name):
    observation, host, reason = ODD[name]
    document = verdict(estate(*HEALTHY, copy.copy(observation)))
    healthy = verdict(estate(*HEALTHY))
    assert [lines(document, each) for each in HONEST] == [lines(healthy, each) for each in HONEST]
    assert {code for _link, _status, code, _observed in lines(document, host)} == {"host_failed"}
    (error,) = [each["error"] for each in document["observations"] if each["host"] == host]
    assert reason in error
    assert document["accounts"][0]["verdicts"]["egress"] == "not_checked"
    document_of(json.loads(json.dumps(document)))


def test_a_host_that_is_observed_twice_counts_for_nothing():
    document = verdict(estate(*HEALTHY, odd(), odd(DENIED), inside(*SERVED, host="outside-1")))
    assert {code for _link, _status, code, _observed in lines(document, "jump-2")} == {"host_failed"}
    assert [each["host"] for each in document["observations"]] == ["jump-1", "jump-2", "outside-1", "outside-1"]
    assert "there are 2 observations of this host from this vantage" in document["observations"][1]["error"]
    assert all(each.get("error") is None for each in document["observations"] if each["host"] != "jump-2")


def test_any_odd_place_of_an_observation_leaves_the_others_alone():
    healthy = verdict(estate(*HEALTHY))
    failed = 0
    for place, what, given in mutations(json.loads(json.dumps([odd()]))):
        observation = given[0] if isinstance(given, list) and given else given
        document = verdict(estate(*HEALTHY, observation))
        for host in HONEST:
            if not (isinstance(observation, dict) and observation.get("host") == host):
                assert lines(document, host) == lines(healthy, host), (place, what)
        failed += any(each.get("error") for each in document["observations"])
    assert failed > 50


@pytest.mark.parametrize(
    ("given", "egress"),
    [
        pytest.param(estate(inside(*SERVED, OPEN), outside(DENIED)), "open", id="declared for all"),
        pytest.param(
            {**estate(inside(*SERVED, OPEN, forbidden=[FORBIDDEN]), outside(DENIED)), "forbidden": []},
            "open",
            id="declared for the host",
        ),
        pytest.param(
            estate(inside(*SERVED, OPEN, forbidden=[STRANGER]), outside(DENIED)), "not_checked", id="others for the host"
        ),
        pytest.param({**estate(inside(*SERVED, OPEN), outside(DENIED)), "forbidden": []}, "not_checked", id="nowhere"),
    ],
)  # fmt: skip
def test_what_is_forbidden_is_declared(given, egress):
    document = verdict(given)
    assert document["accounts"][0]["verdicts"]["egress"] == egress
    codes = {check["code"] for check in document["accounts"][0]["checks"]}
    assert codes & {"egress_open", "host_failed"} == ({"egress_open"} if egress == "open" else {"host_failed"})


def test_a_host_says_nothing_of_the_egress_of_an_account_that_it_does_not_declare():
    other = {"name": "other", "private_addresses": {"other.openai.azure.com": ["10.0.14.9"]}}
    given = estate(inside(*SERVED, accounts=[ACCOUNT]), outside(DENIED), inside(OPEN, host="jump-2", accounts=[other]))
    by_name = {each["name"]: each["verdicts"]["egress"] for each in verdict(given)["accounts"]}
    assert by_name == {"example": "not_checked", "other": "open"}


@pytest.mark.parametrize(
    ("forbidden", "message"),
    [
        pytest.param("https://x.openai.azure.com/", "forbidden: .* is not valid: expected a list", id="a text"),
        pytest.param([f"https://{NAME}/"], "forbidden: .* is one of the declared accounts", id="an own account"),
        pytest.param(["https://example.com/"], "forbidden: .* is not an endpoint of Azure AI", id="another service"),
    ],
)
def test_a_mistake_in_what_is_forbidden_is_the_callers(forbidden, message):
    with pytest.raises(AnsibleFilterError, match=message):
        verdict({**estate(*HEALTHY), "forbidden": forbidden})


def test_a_document_holds_all_that_judges_it_again():
    document = verdict(estate(inside(*SERVED, OPEN), outside(DENIED)))
    again = verdict({"accounts": document["declared"], "observations": document["observations"], **TIMES})
    assert again == document and document["accounts"][0]["verdicts"]["egress"] == "open"


def test_keys_that_no_module_returns_are_left_out():
    later = [{**each, "later": {"deep": nested(100)}} for each in SERVED]
    given = estate(inside(*later, dns={**dns(), "later": 1}, comment=object()), outside(DENIED))
    assert verdict(given) == verdict(estate(*HEALTHY))


def test_answers_of_azure_that_cannot_be_judged_cost_no_host_its_verdict():
    wrong = {"accounts": [{"name": "example", "expected": {NAME: [PRIVATE, "not an address"]}}]}
    document = verdict(estate(*HEALTHY, azure=wrong))
    assert [lines(document, each) for each in HONEST] == [lines(verdict(estate(*HEALTHY)), each) for each in HONEST]
    assert "Azure's answers cannot be judged" in document["azure"]["error"]


TIMES = {"started": "2026-11-22T10:00:00Z", "ended": "2026-11-22T10:00:02Z"}
