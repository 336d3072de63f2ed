# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from datetime import date, datetime

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    KEYLESS,
    PRIVATE,
    PUBLIC,
    SERVED,
    dns,
    estate,
    inside,
    outside,
    probe,
)

OPEN = (inside(*SERVED), outside(probe("model_ok", PUBLIC)))
LED_OUT = (
    inside(probe("gate_public_access_disabled", PUBLIC), SERVED[1], dns=dns("dns_public_address", PUBLIC)),
    outside(DENIED),
)
BOTH = (
    inside(probe("model_ok", PUBLIC), SERVED[1], dns=dns("dns_public_address", PUBLIC)),
    outside(probe("model_ok", PUBLIC)),
)
SILENT = (inside(probe("tcp_timeout", PRIVATE), probe("tcp_timeout", PRIVATE, connect_to=PRIVATE)), outside(DENIED))
WARNED = (inside(*SERVED, dns=dns(findings=["dns_timeout"])), outside(DENIED))
LOST = inside(error="no route to host")


def waiver(code="gate_public_open", expires="2026-12-31", **more):
    return dict(
        {"account": "example", "code": code, "reason": "pilot until the firewall is ready", "expires": expires}, **more
    )


def judged(observations, *waivers, complete=True, **more):
    return judge(dict(estate(*observations), waivers=list(waivers), **more), complete)


def account_of(observations, *waivers, **more):
    return judged(observations, *waivers, **more)["accounts"][0]


@pytest.mark.parametrize(
    "observations, codes, status, cause, contributing, waived",
    [
        pytest.param(OPEN, ["gate_public_open"], "pass", None, [], ["gate_public_open"], id="the only failure"),
        pytest.param(
            BOTH, ["gate_public_open"], "fail", "dns_public_address", [], ["gate_public_open"], id="the later of two"
        ),
        pytest.param(
            BOTH,
            ["dns_public_address"],
            "fail",
            "gate_public_open",
            [],
            ["dns_public_address"],
            id="the earlier of two",
        ),
        pytest.param(
            BOTH,
            ["dns_public_address", "gate_public_open"],
            "pass",
            None,
            [],
            ["dns_public_address", "gate_public_open"],
            id="both",
        ),
        pytest.param(
            LED_OUT, ["gate_public_open"], "fail", "dns_public_address", [], [], id="a code that was not found"
        ),
        pytest.param(SILENT, ["tcp_timeout"], "pass", None, [], ["tcp_timeout"], id="links behind it count as nothing"),
        pytest.param(
            (inside(*SERVED),), ["gate_public_unproved"], "pass", None, [], ["gate_public_unproved"], id="an unknown"
        ),
        pytest.param(WARNED, ["dns_timeout"], "pass", None, [], [], id="a warning is covered, and is no failure"),
        pytest.param(
            (LOST, outside(DENIED)),
            ["host_unreachable"],
            "pass",
            None,
            [],
            ["host_unreachable"],
            id="a host that is down",
        ),
        pytest.param(
            (LOST,),
            ["host_unreachable"],
            "unknown",
            "gate_public_unproved",
            [],
            ["host_unreachable"],
            id="a host that is down hides no other side",
        ),
        pytest.param(
            (outside(DENIED, dns=dns("dns_timeout", None)),),
            ["dns_timeout"],
            "unknown",
            "host_no_inside",
            [],
            ["dns_timeout"],
            id="a resolver that is down outside hides nobody inside",
        ),
        pytest.param(
            (inside(*KEYLESS, dns=dns("dns_public_address", PUBLIC)), outside(DENIED)),
            ["dns_public_address"],
            "unknown",
            "gate_public_unproved",
            [],
            ["dns_public_address"],
            id="a failure hides no answers that do not pair",
        ),
    ],
)
def test_a_waived_check_counts_for_nothing(observations, codes, status, cause, contributing, waived):
    account = account_of(observations, *map(waiver, codes))
    assert (account["status"], account["root_cause"], account["contributing"], account["waived"]) == (
        status,
        cause,
        contributing,
        waived,
    )


def test_a_waiver_changes_no_verdict_and_no_check():
    without, covered = account_of(OPEN), account_of(OPEN, waiver())
    assert covered["verdicts"] == without["verdicts"]
    assert covered["verdicts"]["isolation"] == "exposed"
    assert [dict(check, waiver=None) for check in covered["checks"]] == without["checks"]
    (told,) = [check["waiver"] for check in covered["checks"] if check["waiver"]]
    assert told == {"reason": "pilot until the firewall is ready", "expires": "2026-12-31"}


def test_a_warning_shows_its_waiver():
    (told,) = [check for check in account_of(WARNED, waiver("dns_timeout"))["checks"] if check["waiver"]]
    assert (told["code"], told["status"], told["severity"]) == ("dns_timeout", "pass", "warning")


@pytest.mark.parametrize(
    "ended, expires, state, status",
    [
        pytest.param("2026-11-22T10:00:02Z", "2026-11-23", "used", "pass", id="the day before"),
        pytest.param("2026-11-22T23:59:59Z", "2026-11-22", "used", "pass", id="valid through its day"),
        pytest.param("2026-11-23T00:00:00Z", "2026-11-22", "expired", "fail", id="past"),
        pytest.param("2026-11-23T01:00:00+02:00", "2026-11-22", "used", "pass", id="the day is that of UTC"),
        pytest.param("2026-11-22T23:00:00-02:00", "2026-11-22", "expired", "fail", id="also behind it"),
        pytest.param("2026-11-22T23:59:59", "2026-11-22", "used", "pass", id="a time without zone is UTC"),
        pytest.param("2026-11-22T10:00:02Z", date(2026, 11, 22), "used", "pass", id="a date as YAML makes it"),
    ],
)
def test_a_waiver_is_valid_through_its_last_day(ended, expires, state, status):
    document = judged(OPEN, waiver(expires=expires), ended=ended)
    assert (document["waivers"][0]["state"], document["status"]) == (state, status)
    assert document["waivers"][0]["expires"] == str(expires)


def test_the_start_stands_for_an_end_that_is_not_known():
    assert judged(OPEN, waiver(expires="2026-11-22"), ended=None)["status"] == "pass"


def test_waivers_are_sorted_and_the_last_to_expire_covers():
    given = [
        waiver(account="zulu"),
        waiver(expires="2027-01-01", reason="second"),
        waiver(),
        waiver(expires="2025-01-01"),
        waiver(expires="2027-01-01", reason="second"),
    ]
    document = judged(OPEN, *given)
    assert [(each["account"], each["expires"], each["state"]) for each in document["waivers"]] == [
        ("example", "2025-01-01", "expired"),
        ("example", "2026-12-31", "unused"),
        ("example", "2027-01-01", "used"),
        ("zulu", "2026-12-31", "unused"),
    ]
    assert document == judged(OPEN, *reversed(given))
    assert [check["waiver"]["reason"] for check in document["accounts"][0]["checks"] if check["waiver"]] == ["second"]


def test_the_account_is_named_in_any_case():
    assert account_of(OPEN, waiver(account="Example"))["status"] == "pass"


def test_a_document_with_waivers_can_be_judged_again():
    document = judged(OPEN, waiver(), waiver("dns_timeout"))
    assert judge(dict(document, accounts=document["declared"])) == document


def test_no_waivers_need_no_time():
    assert judge({"accounts": [], "waivers": []})["waivers"] == []


def test_a_reason_shows_no_secret():
    assert judged(OPEN, waiver(reason="see api-key: planted-secret"))["waivers"][0]["reason"] == "see api-key: ***"


REFUSED = [
    pytest.param(
        {"a": 1},
        "privatelink_waivers: a mapping is not valid: expected a list of mappings with account, code, reason, expires",
        id="mapping",
    ),
    pytest.param(
        ["x"],
        "privatelink_waivers, waiver number 1: 'x' is not valid: expected a mapping with account, code, reason, expires",
        id="text",
    ),
    pytest.param(
        [waiver(), waiver(reason=" ")],
        "privatelink_waivers, waiver number 2, reason: ' ' is not valid: expected a text that is not empty",
        id="no reason",
    ),
    pytest.param(
        [waiver(account={"api_key": "CANARY"})],
        "privatelink_waivers, waiver number 1, account: a mapping is not valid: expected a text that is not empty",
        id="a secret in the account is not repeated",
    ),
    pytest.param(
        [waiver("x " * 50000)],
        f"privatelink_waivers, waiver number 1, code: '{'x ' * 38}... is not in the catalogue of findings: expected a code such as "
        "gate_public_open",
        id="a long code is cut",
    ),
    pytest.param(
        [waiver(account=None)],
        "privatelink_waivers, waiver number 1, account: null is not valid: expected a text that is not empty",
        id="no account",
    ),
    pytest.param(
        [waiver("gate_open")],
        "privatelink_waivers, waiver number 1, code: 'gate_open' is not in the catalogue of findings: expected a "
        "code such as gate_public_open",
        id="unknown code",
    ),
    pytest.param(
        [waiver("dns_public")],
        "privatelink_waivers, waiver number 1, code: 'dns_public' is not in the catalogue of findings: expected a "
        "code such as dns_public_address",
        id="the beginning of a code",
    ),
    pytest.param(
        [waiver("model_ok")],
        "privatelink_waivers, waiver number 1, code: 'model_ok' never fails, so it cannot be waived: expected a "
        "code such as gate_public_open",
        id="a passing code",
    ),
    pytest.param(
        [waiver(expires="31.12.2026")],
        "privatelink_waivers, waiver number 1, expires: '31.12.2026' is not a valid date: expected the last day the waiver is "
        "valid, as YYYY-MM-DD",
        id="another notation",
    ),
    pytest.param(
        [waiver(expires="2026-02-30")],
        "privatelink_waivers, waiver number 1, expires: '2026-02-30' is not a valid date: expected the last day the waiver is "
        "valid, as YYYY-MM-DD",
        id="no such day",
    ),
    pytest.param(
        [waiver(expires=None)],
        "privatelink_waivers, waiver number 1, expires: null is not a valid date: expected the last day the waiver is valid, as "
        "YYYY-MM-DD",
        id="for ever",
    ),
    pytest.param(
        [{"account": "example", "code": "gate_public_open", "reason": "planned"}],
        "privatelink_waivers, waiver number 1, expires: it is missing: expected the last day the waiver is valid, as "
        "YYYY-MM-DD",
        id="no last day",
    ),
    pytest.param(
        [{"code": "gate_public_open", "reason": "planned", "expires": "2026-12-31"}],
        "privatelink_waivers, waiver number 1, account: it is missing: expected a text that is not empty",
        id="account left out",
    ),
    pytest.param(
        [{"account": "example", "reason": "planned", "expires": "2026-12-31"}],
        "privatelink_waivers, waiver number 1, code: it is missing: expected a code such as gate_public_open",
        id="code left out",
    ),
    pytest.param(
        [waiver(expires=20261231)],
        "privatelink_waivers, waiver number 1, expires: 20261231 is not a valid date: expected the last day the waiver is valid, "
        "as YYYY-MM-DD",
        id="number",
    ),
    pytest.param(
        [waiver(expires=datetime(2026, 12, 31, 12, 0))],
        "privatelink_waivers, waiver number 1, expires: '2026-12-31T12:00:00' "
        "is not a valid date: expected the last day the waiver is valid, as YYYY-MM-DD",
        id="time",
    ),
    pytest.param(
        [waiver(vantage="onprem")],
        "privatelink_waivers, waiver number 1: 'vantage' is not a valid key: expected account, code, reason, expires",
        id="a restriction that would be ignored",
    ),
]


@pytest.mark.parametrize("waivers, message", REFUSED)
def test_a_waiver_that_is_written_wrongly_is_refused(waivers, message):
    with pytest.raises(ValueError) as caught:
        judge(dict(estate(*OPEN), waivers=waivers))
    assert str(caught.value) == message


@pytest.mark.parametrize("moment", [None, "", "yesterday", 20261122])
def test_waivers_need_a_time(moment):
    with pytest.raises(ValueError, match=r"^privatelink_waivers: cannot be compared with the time of the run, ended"):
        judge(dict(estate(*OPEN), waivers=[waiver()], started=moment, ended=moment))
