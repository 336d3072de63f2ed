# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each link of a path shows to whoever reads on: its sentence, and the evidence, which changes from run to run."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    NAME,
    PRIVATE,
    PUBLIC,
    answer,
    dns,
    estate,
    inside,
    outside,
    probe,
)

HEADERS = {"apim-request-id": "1"}
PROXY = "http://proxy.example:3128"
PHASES = {"connect": 1.2, "tls": 3.4, "first_byte": 56.7}
TLS = {
    "verified": True,
    "san": ["*.openai.azure.com"],
    "server_name": NAME,
    "not_after": "2027-04-15T00:00:00Z",
    "version": "TLSv1.3",
    "sha256": "ab",
}


def checks_of(*observations):
    (account,) = judge(estate(*observations))["accounts"]
    return account["checks"]


def by_link(leg, *observations):
    return {check["link"]: check for check in checks_of(*observations) if check["leg"] == leg}


@pytest.mark.parametrize(
    "link, summary, evidence",
    [
        pytest.param("tcp", f"{PRIVATE}:443", {"connect_ms": 1.2}, id="tcp: how long it took"),
        pytest.param(
            "tls",
            f"*.openai.azure.com, verified for {NAME}",
            {"not_after": TLS["not_after"], "version": "TLSv1.3", "sha256": "ab"},
            id="tls: which certificate",
        ),
        pytest.param(
            "gate", "Azure answered 200", {"headers": HEADERS, "first_byte_ms": 56.7}, id="gate: Azure's own ids"
        ),
        pytest.param("auth", "api key accepted", {}, id="auth: nothing of the key"),
        pytest.param(
            "model",
            "completions answered by gpt-35-turbo",
            {"id": "cmpl-1", "usage": {"total_tokens": 7}},
            id="model: what it cost",
        ),
    ],
)
def test_what_a_request_that_is_served_shows(link, summary, evidence):
    served = probe("model_ok", tls=TLS, phases_ms=PHASES)
    check = by_link("by_name", inside(served), outside(DENIED))[link]
    assert (check["status"], check["summary"], check["evidence"]) == ("pass", summary, evidence)


@pytest.mark.parametrize(
    "more, link, summary",
    [
        pytest.param({"proxy": PROXY}, "proxy", f"connected through {PROXY}", id="a proxy"),
        pytest.param(
            {"credential": "none", "http": {"status": 401, "headers": HEADERS}},
            "gate",
            "Azure answered 401, no credential sent",
            id="no credential",
        ),
        pytest.param(
            {"http": {"status": 200, "headers": {}}},
            "gate",
            "answered 200 (no sign of Azure's front end)",
            id="no header of Azure's",
        ),
        pytest.param({"credential": "token"}, "auth", "token accepted", id="a token"),
        pytest.param({"completion": {}}, "model", "completions answered by the service", id="a model without a name"),
        pytest.param({"tls": dict(TLS, san=[], subject="CN=x")}, "tls", f"CN=x, verified for {NAME}", id="a subject"),
    ],
)
def test_what_a_link_says_that_passed(more, link, summary):
    code = "auth_missing" if more.get("credential") == "none" else "model_ok"
    assert by_link("by_name", inside(probe(code, **more)), outside(DENIED))[link]["summary"] == summary


def test_what_a_request_that_ends_shows():
    refused = probe(
        "tls_untrusted",
        PUBLIC,
        credential="none",
        phases_ms=PHASES,
        tls=dict(TLS, verified=False, verify_error="self-signed certificate"),
        http={"status": None, "message": None, "headers": {}},
    )
    (check,) = [each for each in checks_of(inside(probe("model_ok")), outside(refused)) if each["status"] == "unknown"]
    assert (check["code"], check["observed"]) == ("gate_public_unproved", f"{PUBLIC}:443")
    assert check["evidence"] == {
        "code": "tls_untrusted",
        "message": None,
        "headers": {},
        "proxy": None,
        "direct": False,
        "phases_ms": PHASES,
        "verify_error": "self-signed certificate",
        "sha256": "ab",
        "public_addresses": [PUBLIC],
    }


def test_what_an_answer_that_refuses_shows():
    http = {"status": 401, "message": "Access denied.", "headers": HEADERS}
    failed = probe("auth_key_invalid", http=http, phases_ms=PHASES, tls=TLS)
    check = by_link("by_name", inside(failed), outside(DENIED))["auth"]
    assert (check["status"], check["observed"]) == ("fail", "401")
    expected = {"code": "auth_key_invalid", "message": "Access denied.", "headers": HEADERS, "direct": True}
    assert {key: check["evidence"][key] for key in expected} == expected
    assert "public_addresses" not in check["evidence"]


def test_what_the_answer_of_a_nameserver_shows():
    failed = {
        "server": "10.0.0.5",
        "ttl": None,
        "elapsed_ms": 12.5,
        "rcode": "SERVFAIL",
        "error": "all servers failed",
        "ede": [{"code": 22, "text": "No Reachable Authority"}],
        "chain": [],
    }
    facts = dns("dns_servfail", None, answers=[answer("dns_servfail", None, **failed)])
    check = by_link("by_name", inside(dns=facts), outside(DENIED))["dns"]
    assert (check["status"], check["evidence"]) == ("fail", failed)


def test_the_public_addresses_of_an_answer_are_evidence_alone_as_they_change():
    facts = dns("dns_public_address", PUBLIC)
    check = by_link("by_name", inside(dns=facts), outside(DENIED))["dns"]
    assert check["evidence"]["public_addresses"] == [PUBLIC]


@pytest.mark.parametrize(
    "code, passed",
    [("tcp_timeout", []), ("tls_reset", ["tcp"]), ("gate_public_access_disabled", ["tcp", "tls"])],
    ids=["without a connection", "without a handshake", "with an answer"],
)
def test_a_request_from_outside_passes_only_the_links_before_its_end(code, passed):
    links = by_link("outside", inside(probe("model_ok")), outside(probe(code, PUBLIC)))
    assert [link for link in links if link != "gate"] == passed
