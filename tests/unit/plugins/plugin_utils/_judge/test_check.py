# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.check import LIMIT, bounded
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.redaction import Redaction
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import guarded, healthy, hub_and_spoke
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    NAME,
    PRIVATE,
    PRIVATELINK,
    PUBLIC,
    SERVED,
    answer,
    dns,
    estate,
    inside,
    outside,
    probe,
)

SMALL = {"server": "168.63.129.16", "ttl": 10, "chain": [{"name": NAME, "value": "10.0.14.4"}]}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3000),
    lambda inner: st.lists(inner, max_size=60) | st.dictionaries(st.text(max_size=80), inner, max_size=60),
    max_leaves=30,
)


def size(value):
    return len(json.dumps(value).encode())


@pytest.mark.parametrize("number, kept", [(4096, True), (4097, False)], ids=["as long as may be", "longer by one"])
def test_evidence_is_cut_where_it_is_longer_than_four_kibibytes(number, kept):
    evidence = {"a": "x" * (number - size({"a": ""}))}
    assert size(evidence) == number and (bounded(evidence) is evidence) is kept


def test_small_evidence_is_kept_as_it_is():
    assert bounded(SMALL) is SMALL


@pytest.mark.parametrize(
    "evidence, expected",
    [
        pytest.param({"error": "x" * 5000, "ttl": 10}, {"error": "x" * 997 + "...", "ttl": 10}, id="a long text"),
        pytest.param(
            {"error": "x" * 5000, **{f"k{number}": "x" for number in range(59)}},
            {"error": "x" * 997 + "...", **{f"k{number}": "x" for number in range(59)}},
            id="a long text, and as many keys as are shown",
        ),
        pytest.param(
            {"chain": [f"10.0.0.{number}" for number in range(1000)]},
            {"chain": [f"10.0.0.{number}" for number in range(20)] + ["... and 980 more"]},
            id="a long list",
        ),
        pytest.param(
            {f"k{number:02}": "x" * 50 for number in range(99)},
            {**{f"k{number:02}": "x" * 50 for number in range(60)}, "...": "and 39 more"},
            id="a large mapping",
        ),
        pytest.param(
            {"a": [{"b": ["y" * 200] * 30}] * 30},
            {"a": [{"b": ["y" * 97 + "..."] * 4 + ["... and 26 more"]}] * 4 + ["... and 26 more"]},
            id="deep lists",
        ),
        pytest.param(
            {f"k{number:02}": "x" * 5000 for number in range(12)},
            {f"k{number:02}": "x" * 297 + "..." for number in range(12)},
            id="several long texts",
        ),
        pytest.param(
            {"a": ["y" * 250] * 30},
            {"a": ["y" * 250] * 8 + ["... and 22 more"]},
            id="a list of long texts",
        ),
        pytest.param(
            {f"k{number:02}": "x" * 70 for number in range(99)},
            {**{f"k{number:02}": "x" * 70 for number in range(40)}, "...": "and 59 more"},
            id="a large mapping of longer texts",
        ),
        pytest.param(
            {f"k{number:02}": "x" * 150 for number in range(99)},
            {**{f"k{number:02}": "x" * 97 + "..." for number in range(20)}, "...": "and 79 more"},
            id="a large mapping of long texts",
        ),
        pytest.param(
            {f"k{number:02}": ["y" * 500] * 30 for number in range(12)},
            {
                **{f"k{number:02}": ["y" * 37 + "..."] * 2 + ["... and 28 more"] for number in range(10)},
                "...": "and 2 more",
            },
            id="a large mapping of lists of long texts",
        ),
    ],
)
def test_large_evidence_is_cut_and_says_so(evidence, expected):
    assert bounded(evidence) == expected
    assert size(expected) <= LIMIT


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text(max_size=80), VALUES, max_size=60))
def test_evidence_is_bounded_whatever_it_is(evidence):
    kept = bounded(evidence)
    assert size(kept) <= LIMIT
    assert kept == bounded(evidence)
    assert (kept is evidence) == (size(evidence) <= LIMIT)


def test_the_evidence_of_every_check_is_bounded():
    chain = [{"name": f"n{number}.example.org", "type": "CNAME", "value": "v" * 200, "ttl": 1} for number in range(200)]
    facts = dns("dns_cname_loop", None, answers=[answer("dns_cname_loop", None, chain=chain, error="e" * 9000)])
    document = judge(estate(inside(*SERVED, dns=facts), outside(DENIED)))
    (cut,) = [check["evidence"] for check in document["accounts"][0]["checks"] if check["code"] == "dns_cname_loop"]
    assert size(cut) <= LIMIT and cut["error"].endswith("...") and cut["chain"][-1].startswith("... and ")
    assert document["observations"][0]["dns"] == facts


KEY = "0123456789abcdef0123456789abcdef"
NEW_KEY = "7Hc4pq" + "Z9x" * 26
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "key",
    [
        "api_key",
        "api-key",
        "apiKey",
        "x-api-key",
        "Ocp-Apim-Subscription-Key",
        "Authorization",
        "Proxy-Authorization",
        "Set-Cookie",
        "Cookie",
        "token",
        "access_token",
        "accessToken",
        "client_secret",
        "password",
        "AZURE_CLIENT_SECRET",
        "key1",
        "sig",
        "connectionString",
        "accountKey",
        "AccessKey",
        "primary_key",
        "secondaryKey",
        "SharedKey",
        "private-key",
        "key",
        "key2",
        "passwd",
        "passphrase",
        "pwd",
        "client_assertion",
    ],
)
@pytest.mark.parametrize("value", ["short", ["in a list"], {"deep": {"er": "x"}}])
def test_values_of_keys_that_are_called_a_secret(key, value):
    assert Redaction().of({"headers": [{key: value, "x": 1}]}) == {"headers": [{key: "***", "x": 1}]}


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(f"key {KEY} is wrong", "key *** is wrong", id="key of 32 hexadecimals"),
        pytest.param(f"got {NEW_KEY}.", "got ***.", id="key of 84 letters and digits"),
        pytest.param(f"token {JWT} expired", "token *** expired", id="token"),
        pytest.param("got eyJhbGciOiJ", "got ***", id="token without a digit"),
        pytest.param("GET /eyJhbGciOiJ9", "GET /***", id="token in a path"),
        pytest.param("Authorization: Bearer planted-secret", "Authorization: Bearer ***", id="header with a scheme"),
        pytest.param("sent authorization=planted", "sent authorization=***", id="header without a scheme"),
        pytest.param("Bearer abc-123.def", "Bearer ***", id="scheme alone"),
        pytest.param("sig=abcd", "sig=***", id="short"),
        pytest.param("api-key: planted-secret", "api-key: ***", id="header of the data plane"),
        pytest.param(
            "https://x.example/?sig=a%2Fb&se=1", "https://x.example/?sig=***&se=1", id="shared access signature"
        ),
        pytest.param("AccountName=x;AccountKey=cGxhbnRlZA==;", "AccountName=x;AccountKey=***;", id="connection string"),
        pytest.param('{"client_secret": "planted"}', '{"client_secret": "***"}', id="JSON in a text"),
        pytest.param("http://user:pass@proxy.example:3128", "http://***@proxy.example:3128", id="user of a proxy"),
    ],
)
def test_texts_that_hold_a_secret(text, expected):
    assert Redaction().of({"message": ["before", text]}) == {"message": ["before", expected]}
    assert Redaction().of(expected) == expected


@pytest.mark.parametrize("key", ["server_name", "host", "id", "sha256", "fqdn"])
def test_a_token_is_hidden_even_where_a_name_belongs(key):
    assert Redaction().of({key: f"{JWT}.example"}) == {key: "***"}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"name": "contosoopenaiproductionwesteurope01.openai.azure.com"}, id="name under its key"),
        pytest.param(
            {"value": "contosoopenaiproductionwesteurope01.privatelink.openai.azure.com"}, id="name in a chain"
        ),
        pytest.param(
            {"summary": "the host contosoopenaiproductionwesteurope01.openai.azure.com answered"},
            id="name in a sentence",
        ),
        pytest.param({"endpoint": "https://contosoopenaiproductionwesteurope01.openai.azure.com/"}, id="endpoint"),
        pytest.param({"message": "contosoopenaiproductionwesteurope01 is missing"}, id="declared name in a sentence"),
        pytest.param({"sha256": "66b57b3fbcaadecd1787f3743361e00f5f412a19355868befdefa390062e3d27"}, id="fingerprint"),
        pytest.param(
            {"apim-request-id": "88ad9247-8ad0-4494-a354-867595891671", "id": "resp_68a1b2c3d4e5f60718293a4b5c6d7e8f9"},
            id="identifiers",
        ),
        pytest.param(
            {
                "resource": "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/"
                + "vnet0" * 8
            },
            id="resource",
        ),
        pytest.param(
            {"message": "Access denied due to invalid subscription key or wrong API endpoint."}, id="message of Azure"
        ),
        pytest.param(
            {"error": "DefaultAzureCredential failed to retrieve a token: no identity; basic authentication is off"},
            id="prose",
        ),
        pytest.param({"detail": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 refused"}, id="constant"),
        pytest.param(
            {
                "total_tokens": "8",
                "x-ratelimit-remaining-tokens": "119984",
                "credential": "api_key",
                "token_error": "no identity",
            },
            id="keys that only sound like secrets",
        ),
        pytest.param({"token": None, "api_key": "", "key": 0}, id="empty values"),
        pytest.param(estate(*HEALTHY), id="a healthy estate"),
        *[
            pytest.param(each, id=name)
            for name, each in (("azure", healthy()), ("hub and spoke", hub_and_spoke()), ("security rules", guarded()))
        ],
    ],
)
def test_what_is_no_secret_stays_the_same_object(value):
    assert Redaction(["contosoopenaiproductionwesteurope01"]).of(value) is value


LONG = "strangersopenaiproductionwesteurope01"


@pytest.mark.parametrize(
    "text, shown",
    [
        pytest.param(f"the host {LONG}.openai.azure.com answered", True, id="the first label of a name"),
        pytest.param(f"the host {LONG}.a answered", True, id="one letter follows"),
        pytest.param(f"the host x.{LONG} answered", True, id="a further label of a name"),
        pytest.param(f"GET /{LONG}", True, id="a part of a path"),
        pytest.param(f"the key {LONG}", False, id="the end of a text"),
        pytest.param(f"the key {LONG}.", False, id="the end of a sentence"),
        pytest.param(f"the key {LONG}. It is old", False, id="the end of a sentence among others"),
        pytest.param(f"the key {LONG}...", False, id="three dots follow"),
        pytest.param(f"the key '{LONG}'.", False, id="a quotation"),
        pytest.param(f"the key {LONG}-old", False, id="a dash follows"),
    ],
)
def test_a_long_word_that_nobody_declared_is_shown_only_as_a_part_of_a_name_or_of_a_path(text, shown):
    assert Redaction().of({"message": text}) == {"message": text if shown else text.replace(LONG, "***")}


def test_a_value_that_is_a_name_here_is_a_secret_there():
    assert Redaction().of({"id": KEY, "message": KEY}) == {"id": KEY, "message": "***"}


def planted(secret):
    """Every place of an estate in which an answer might stand."""
    facts = dns(
        "dns_servfail",
        None,
        answers=[answer("dns_servfail", None, error=f"said {secret}", ede=[{"code": 0, "text": secret}])],
    )
    http = {"status": 401, "message": f"no {secret}", "headers": {"x-echo": secret, "set-cookie": f"a={secret}"}}
    observed = healthy()
    observed["unread"] = [{"action": "x", "id": "/y", "reason": "denied", "message": f"with {secret}"}]
    return dict(
        estate(
            inside(
                probe("auth_key_invalid", http=http, detail=f"told {secret}"),
                dict(probe("host_failed", None), detail=secret),
                dns=facts,
                token_error=f"credential {secret} refused",
            ),
            inside(host="jump-2", error=f"task failed: {secret}"),
            outside(probe("tcp_timeout", None, detail=secret)),
        ),
        azure={"accounts": [observed], "error": f"login with {secret} failed"},
        waivers=[
            {"account": "example", "code": "dns_servfail", "reason": f"as {secret} told", "expires": "2030-01-01"}
        ],
    )


@pytest.mark.parametrize("secret", [KEY, NEW_KEY, JWT, "Bearer abc-123", "api-key: planted-9"])
def test_a_document_holds_no_secret(secret):
    given = planted(secret)
    text = json.dumps(judge(given))
    assert secret.split()[-1] not in text
    assert text.count("***") >= 8


BROKEN = (
    inside(
        probe("gate_public_access_disabled", PUBLIC),
        probe("tcp_timeout", connect_to=PRIVATE),
        dns=dns("dns_public_address", PUBLIC),
    ),
    outside(probe("model_ok", PUBLIC)),
)
OF_CHECK = (
    "leg",
    "at",
    "link",
    "code",
    "status",
    "severity",
    "confidence",
    "summary",
    "expected",
    "observed",
    "evidence",
)
CHECKS = [
    pytest.param(
        HEALTHY,
        [
            (
                "by_name",
                None,
                "dns",
                "dns_private",
                "pass",
                "info",
                "high",
                "CNAME example.privatelink.openai.azure.com -> 10.0.14.4",
                PRIVATE,
                "CNAME example.privatelink.openai.azure.com -> 10.0.14.4",
                {
                    "server": "168.63.129.16",
                    "ttl": 10,
                    "elapsed_ms": None,
                    "rcode": "NOERROR",
                    "error": None,
                    "ede": None,
                    "chain": [{"name": NAME, "ttl": 60, "type": "CNAME", "value": PRIVATELINK}],
                },
            ),
            (
                "by_name",
                None,
                "tcp",
                None,
                "pass",
                "info",
                "high",
                "10.0.14.4:443",
                None,
                "10.0.14.4:443",
                {"connect_ms": 1.2},
            ),
            (
                "by_name",
                None,
                "tls",
                None,
                "pass",
                "info",
                "high",
                "*.openai.azure.com, verified for example.openai.azure.com",
                None,
                "*.openai.azure.com, verified for example.openai.azure.com",
                {"not_after": "2027-04-15T00:00:00Z", "version": None, "sha256": None},
            ),
            (
                "by_name",
                None,
                "gate",
                None,
                "pass",
                "info",
                "high",
                "Azure answered 200",
                None,
                "Azure answered 200",
                {"headers": {"apim-request-id": "1"}, "first_byte_ms": None},
            ),
            ("by_name", None, "auth", None, "pass", "info", "high", "api key accepted", None, "api key accepted", {}),
            (
                "by_name",
                None,
                "model",
                "model_ok",
                "pass",
                "info",
                "high",
                "completions answered by gpt-35-turbo",
                None,
                "completions answered by gpt-35-turbo",
                {"id": "cmpl-1", "usage": {"total_tokens": 7}},
            ),
            (
                "by_address",
                PRIVATE,
                "tcp",
                None,
                "pass",
                "info",
                "high",
                "10.0.14.4:443",
                None,
                "10.0.14.4:443",
                {"connect_ms": 1.2},
            ),
            (
                "by_address",
                PRIVATE,
                "tls",
                None,
                "pass",
                "info",
                "high",
                "*.openai.azure.com, verified for example.openai.azure.com",
                None,
                "*.openai.azure.com, verified for example.openai.azure.com",
                {"not_after": "2027-04-15T00:00:00Z", "version": None, "sha256": None},
            ),
            (
                "by_address",
                PRIVATE,
                "gate",
                None,
                "pass",
                "info",
                "high",
                "Azure answered 200",
                None,
                "Azure answered 200",
                {"headers": {"apim-request-id": "1"}, "first_byte_ms": None},
            ),
            (
                "by_address",
                PRIVATE,
                "auth",
                None,
                "pass",
                "info",
                "high",
                "api key accepted",
                None,
                "api key accepted",
                {},
            ),
            (
                "by_address",
                PRIVATE,
                "model",
                "model_ok",
                "pass",
                "info",
                "high",
                "completions answered by gpt-35-turbo",
                None,
                "completions answered by gpt-35-turbo",
                {"id": "cmpl-1", "usage": {"total_tokens": 7}},
            ),
            (
                "outside",
                None,
                "tcp",
                None,
                "pass",
                "info",
                "high",
                "203.0.113.10:443",
                None,
                "203.0.113.10:443",
                {"connect_ms": 1.2, "public_addresses": [PUBLIC]},
            ),
            (
                "outside",
                None,
                "tls",
                None,
                "pass",
                "info",
                "high",
                "*.openai.azure.com, verified for example.openai.azure.com",
                None,
                "*.openai.azure.com, verified for example.openai.azure.com",
                {"not_after": "2027-04-15T00:00:00Z", "version": None, "sha256": None},
            ),
            (
                "outside",
                None,
                "gate",
                "gate_public_access_disabled",
                "pass",
                "info",
                "high",
                "Azure answered 403: as recorded",
                None,
                "403",
                {
                    "code": "gate_public_access_disabled",
                    "message": "as recorded",
                    "headers": {"apim-request-id": "1"},
                    "proxy": None,
                    "direct": False,
                    "phases_ms": {"connect": 1.2},
                    "verify_error": None,
                    "sha256": None,
                    "public_addresses": [PUBLIC],
                },
            ),
        ],
        id="healthy",
    ),
    pytest.param(
        BROKEN,
        [
            (
                "by_name",
                None,
                "dns",
                "dns_public_address",
                "fail",
                "error",
                "high",
                "nameserver 168.63.129.16 gives the public address 203.0.113.10 for example.openai.azure.com",
                PRIVATE,
                "CNAME example.privatelink.openai.azure.com -> 203.0.113.10",
                {
                    "server": "168.63.129.16",
                    "ttl": 10,
                    "elapsed_ms": None,
                    "rcode": "NOERROR",
                    "error": None,
                    "ede": None,
                    "chain": [{"name": NAME, "ttl": 60, "type": "CNAME", "value": PRIVATELINK}],
                    "public_addresses": [PUBLIC],
                },
            ),
            ("by_name", None, "tcp", None, "skip", "info", "high", "behind dns", None, None, {}),
            ("by_name", None, "tls", None, "skip", "info", "high", "behind dns", None, None, {}),
            ("by_name", None, "gate", None, "skip", "info", "high", "behind dns", None, None, {}),
            ("by_name", None, "auth", None, "skip", "info", "high", "behind dns", None, None, {}),
            ("by_name", None, "model", None, "skip", "info", "high", "behind dns", None, None, {}),
            (
                "by_address",
                PRIVATE,
                "tcp",
                "tcp_timeout",
                "fail",
                "error",
                "high",
                "10.0.14.4 does not answer on port 443",
                None,
                "10.0.14.4:443",
                {
                    "code": "tcp_timeout",
                    "message": "as recorded",
                    "headers": {"apim-request-id": "1"},
                    "proxy": None,
                    "direct": True,
                    "phases_ms": {"connect": 1.2},
                    "verify_error": None,
                    "sha256": None,
                },
            ),
            ("by_address", PRIVATE, "tls", None, "skip", "info", "high", "behind tcp", None, None, {}),
            ("by_address", PRIVATE, "gate", None, "skip", "info", "high", "behind tcp", None, None, {}),
            ("by_address", PRIVATE, "auth", None, "skip", "info", "high", "behind tcp", None, None, {}),
            ("by_address", PRIVATE, "model", None, "skip", "info", "high", "behind tcp", None, None, {}),
            (
                "outside",
                None,
                "tcp",
                None,
                "pass",
                "info",
                "high",
                "203.0.113.10:443",
                None,
                "203.0.113.10:443",
                {"connect_ms": 1.2, "public_addresses": [PUBLIC]},
            ),
            (
                "outside",
                None,
                "tls",
                None,
                "pass",
                "info",
                "high",
                "*.openai.azure.com, verified for example.openai.azure.com",
                None,
                "*.openai.azure.com, verified for example.openai.azure.com",
                {"not_after": "2027-04-15T00:00:00Z", "version": None, "sha256": None},
            ),
            (
                "outside",
                None,
                "gate",
                "gate_public_open",
                "fail",
                "error",
                "high",
                "example.openai.azure.com serves requests over its public address 203.0.113.10",
                None,
                "200",
                {
                    "code": "model_ok",
                    "message": "as recorded",
                    "headers": {"apim-request-id": "1"},
                    "proxy": None,
                    "direct": False,
                    "phases_ms": {"connect": 1.2},
                    "verify_error": None,
                    "sha256": None,
                    "public_addresses": [PUBLIC],
                },
            ),
        ],
        id="broken",
    ),
]


@pytest.mark.parametrize("observations, checks", CHECKS)
def test_every_field_of_a_check(observations, checks):
    found = judge(estate(*observations))["accounts"][0]["checks"]
    assert [tuple(check[field] for field in OF_CHECK) for check in found] == checks
    places = {"jump-1": "jumphost", "outside-1": "outside"}
    assert all((each["account"], each["name"], each["waiver"]) == ("example", NAME, None) for each in found)
    assert all(each["vantage"] == places[each["host"]] for each in found)
    assert {each["host"] for each in found if each["leg"] == "outside"} == {"outside-1"}
