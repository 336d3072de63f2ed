# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._diagnosis.evidence import Endpoint
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.account import matrix
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.check import check, skipped
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import healthy, returned
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
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

ENDPOINT = Endpoint("example", NAME, "jumphost", "jump-1")
PASS = check(ENDPOINT, "by_name", "dns", "pass", "dns_private")
WARN = check(ENDPOINT, "by_name", "dns", "pass", "dns_timeout", severity="warning")
FAIL = check(ENDPOINT, "by_name", "dns", "fail", "dns_wrong_address")
UNKNOWN = check(ENDPOINT, "by_name", "dns", "unknown", "dns_servfail")
UNNAMED = check(ENDPOINT, "by_name", "dns", "unknown", summary="no nameserver was asked")
SKIP = skipped(ENDPOINT, "by_name", "dns", "host")
GATE = check(ENDPOINT, "by_name", "gate", "fail", "gate_network_rules")


def waived(found):
    return dict(found, waiver={"reason": "known", "expires": "2026-12-31"})


@pytest.mark.parametrize(
    "checks, state, code",
    [
        pytest.param([PASS], "pass", None, id="pass"),
        pytest.param([PASS, WARN], "warn", None, id="a warning beside a pass"),
        pytest.param([SKIP], "skip", None, id="skip"),
        pytest.param([PASS, SKIP], "skip", None, id="a skip is less than a pass"),
        pytest.param([UNKNOWN, WARN], "unknown", "dns_servfail", id="unknown"),
        pytest.param([UNNAMED], "unknown", None, id="unknown without a code"),
        pytest.param([UNKNOWN, FAIL], "fail", "dns_servfail", id="a failure is the worst, the first code is told"),
        pytest.param([waived(FAIL)], "waived", "dns_wrong_address", id="waived"),
        pytest.param([PASS, waived(WARN)], "waived", None, id="a waived warning"),
        pytest.param([waived(FAIL), UNKNOWN], "unknown", "dns_servfail", id="what is not waived is told"),
    ],
)
def test_cell(checks, state, code):
    (row,) = matrix(checks)
    assert (row["links"], row["code"]) == ({"dns": state}, code)


def test_a_later_code_that_is_not_waived_goes_before_a_waived_one():
    (row,) = matrix([waived(FAIL), GATE])
    assert (row["links"], row["code"]) == ({"dns": "waived", "gate": "fail"}, "gate_network_rules")


def test_rows_of_an_account():
    document = judge(
        dict(
            estate(
                outside(DENIED),
                inside(probe("tcp_refused", STALE), SERVED[1], dns=dns("dns_wrong_address", STALE)),
                inside(
                    *SERVED,
                    probe("tcp_timeout", PUBLIC, credential="none", endpoint="https://other-tenant.openai.azure.com/"),
                    host="onprem-1",
                    vantage="onprem",
                ),
            ),
            azure={"accounts": [returned(healthy())]},
        )
    )
    passed = ("pass", "pass", "pass", "pass", "pass")
    assert [
        (
            row["vantage"],
            row["host"],
            row["leg"],
            row["name"],
            row["at"],
            tuple(row["links"]),
            tuple(row["links"].values()),
            row["code"],
        )
        for row in document["accounts"][0]["matrix"]
    ] == [
        (
            "jumphost",
            "jump-1",
            "by_name",
            NAME,
            None,
            ("dns", "tcp", "tls", "gate", "auth", "model"),
            ("fail", "skip", "skip", "skip", "skip", "skip"),
            "dns_wrong_address",
        ),
        ("jumphost", "jump-1", "by_address", NAME, PRIVATE, ("tcp", "tls", "gate", "auth", "model"), passed, None),
        (
            "onprem",
            "onprem-1",
            "by_name",
            NAME,
            None,
            ("dns", "tcp", "tls", "gate", "auth", "model"),
            ("pass", *passed),
            None,
        ),
        ("onprem", "onprem-1", "by_address", NAME, PRIVATE, ("tcp", "tls", "gate", "auth", "model"), passed, None),
        ("outside", "outside-1", "outside", NAME, None, ("tcp", "tls", "gate"), ("pass", "pass", "pass"), None),
        ("onprem", "onprem-1", "egress", "other-tenant.openai.azure.com", None, ("egress",), ("pass",), None),
        ("azure", "localhost", "azure", NAME, None, ("azure",), ("pass",), None),
    ]


def test_counts():
    names = ("good", "open", "odd")
    accounts = [{"name": name, "private_addresses": {f"{name}.openai.azure.com": [PRIVATE]}} for name in names]
    of = [f"https://{name}.openai.azure.com/" for name in names]
    document = judge(
        dict(
            estate(
                inside(*(probe("model_ok", endpoint=endpoint) for endpoint in of), dns=None),
                outside(
                    probe("gate_public_access_disabled", PUBLIC, endpoint=of[0]),
                    probe("model_ok", PUBLIC, endpoint=of[1]),
                    probe("tcp_timeout", PUBLIC, endpoint=of[2]),
                ),
            ),
            accounts=accounts,
            waivers=[{"account": "open", "code": "gate_public_open", "reason": "pilot", "expires": "2027-01-01"}],
        )
    )
    assert document["counts"] == {
        "accounts": 3,
        "pass": 2,
        "fail": 0,
        "unknown": 1,
        "isolated": 1,
        "restricted": 0,
        "exposed": 1,
        "isolation_unknown": 1,
        "waived": 1,
    }
