# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What several hosts, a host's proxy and its Internet show together: inspected TLS, captured programs, an offline host."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
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

AZURES, OTHERS = "Microsoft Corporation", "Corp Security"
CONTROL = "https://login.microsoftonline.com"


def issued(result, organization, **tls):
    return dict(result, tls=dict(result["tls"], issuer_organization=organization, issuer=f"O={organization}", **tls))


def served(organization, **tls):
    return [issued(probe("model_ok", connect_to=at), organization, **tls) for at in (None, PRIVATE)]


def judged(*observations, intent=None):
    (account,) = judge(dict(estate(*observations), tls_inspection=intent))["accounts"]
    return account


def of_code(account, code):
    return [check for check in account["checks"] if check["code"] == code]


@pytest.mark.parametrize(
    ("intent", "status", "account_status"),
    [(None, "pass", "pass"), ("warn", "pass", "pass"), ("forbidden", "fail", "fail"), ("allowed", None, "pass")],
)
def test_a_certificate_of_another_organization_than_outside_is_inspected_tls(intent, status, account_status):
    account = judged(inside(*served(OTHERS)), outside(issued(DENIED, AZURES)), intent=intent)
    assert {check["status"] for check in of_code(account, "tls_inspected")} == ({status} if status else set())
    assert account["status"] == account_status
    for check in of_code(account, "tls_inspected"):
        assert (check["host"], check["diagnosis"]["cause"]) == ("jump-1", "tls_inspection")
        assert OTHERS in check["summary"] and AZURES in check["summary"]
    legs = {("by_name", None), ("by_address", PRIVATE)} if status else set()
    assert {(check["leg"], check["at"]) for check in of_code(account, "tls_inspected")} == legs


@pytest.mark.parametrize(("organization", "shown"), [(OTHERS, OTHERS), (None, "an unnamed organization")])
def test_an_issuer_that_is_not_trusted_is_named_and_other_hosts_are_not(organization, shown):
    results = [dict(each, findings=["tls_inspected"]) for each in served(organization)]
    checks = of_code(judged(inside(*results), outside(issued(DENIED, organization))), "tls_inspected")
    assert {check["summary"] for check in checks} == {
        f"jump-1 gets a certificate for {NAME} from {shown}, which is not in trusted_issuers"
    }


def test_of_two_organizations_the_one_that_is_not_a_public_authority_inspects():
    found = of_code(judged(inside(*served(AZURES)), outside(issued(DENIED, OTHERS))), "tls_inspected")
    assert {(check["host"], check["leg"], check["diagnosis"]["cause"]) for check in found} == {
        ("outside-1", "outside", "tls_inspection")
    }


NOT_WARNINGS = ["of_a_later_version", *(code for code, entry in CATALOGUE.items() if entry.severity != "warning")]


def test_of_the_findings_beside_an_answer_only_those_that_warn_are_checks():
    """Any other finding is the answer's own code, or one that this version does not know."""
    beside = [dict(each, findings=NOT_WARNINGS) for each in SERVED]
    assert judged(inside(*beside), outside(dict(DENIED, findings=NOT_WARNINGS))) == judged(*HEALTHY)


@pytest.mark.parametrize(
    "observations",
    [
        pytest.param((inside(*served(AZURES)), outside(issued(DENIED, AZURES))), id="the-same-everywhere"),
        pytest.param((inside(*served(OTHERS)), outside(issued(DENIED, OTHERS))), id="a-private-authority-everywhere"),
        pytest.param((inside(*served(AZURES.upper())), outside(issued(DENIED, AZURES))), id="another-case"),
        pytest.param((inside(*served(AZURES)), outside(issued(DENIED, "DigiCert Inc"))), id="two-public-authorities"),
        pytest.param((inside(*served(None)), outside(issued(DENIED, AZURES))), id="not-known"),
        pytest.param(
            (inside(*served(OTHERS, verified=False)), outside(issued(DENIED, AZURES))), id="refused-has-its-own-code"
        ),
        pytest.param(
            (
                inside(dict(issued(probe("model_ok"), OTHERS), proxy="http://proxy.example:3128")),
                outside(issued(DENIED, AZURES)),
            ),
            id="the-certificate-of-a-proxy-is-the-proxys",
        ),
    ],
)
def test_what_is_no_inspected_tls(observations):
    assert of_code(judged(*observations), "tls_inspected") == []


def test_an_option_that_is_not_valid_is_refused_by_name():
    with pytest.raises(
        ValueError, match=r"tls_inspection: 'maybe' is not valid: expected one of warn, forbidden, allowed"
    ):
        judged(*HEALTHY, intent="maybe")


@pytest.mark.parametrize(
    ("reached", "expected"),
    [([False, False], True), ([False, True], False), ([None, None], False), ([], False), ([None, False], True)],
)
def test_a_host_outside_that_reaches_nothing_is_offline(reached, expected):
    controls = [{"endpoint": CONTROL, "reached": each, "code": None if each else "tcp_timeout"} for each in reached]
    silent = outside(probe("tcp_timeout", PUBLIC, credential="none"), control_endpoints=controls)
    account = judged(inside(*HEALTHY[0]["probes"]), silent)
    assert bool(of_code(account, "host_offline")) is expected
    assert account["status"] == "unknown"
    assert (account["root_cause"] == "host_offline") is expected
    for check in of_code(account, "host_offline"):
        assert check["diagnosis"]["cause"] == "host_offline"


def test_what_programs_get_through_a_captured_proxy_is_said_up_front():
    proxied = {
        "proxy": "http://192.0.2.80:3128",
        "source": "/etc/environment",
        "code": "gate_public_access_disabled",
        "outcome": "denied",
        "confidence": "high",
        "status": 403,
        "message": "Public access is disabled. Please configure private endpoint.",
        "issuer_organization": None,
        "verified": True,
    }
    by_name = dict(probe("model_ok"), proxied=proxied)
    account = judged(
        inside(by_name, probe("model_ok", connect_to=PRIVATE), dns=dns(findings=["host_proxy_captures"])),
        outside(DENIED),
    )
    words = "http://192.0.2.80:3128 gives gate_public_access_disabled, HTTP 403"
    assert [note for note in account["notes"] if words in note]
    (check,) = of_code(account, "host_proxy_captures")
    assert words in check["summary"]
