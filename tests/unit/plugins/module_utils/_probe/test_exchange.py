# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import gzip
import traceback

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.sockets import LayerError, dial
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import exchange as probe_http
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.operations import Request
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.tls import Trust, handshake, no_facts
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import (
    MODELS,
    NAME,
    Server,
    azure,
    drip,
    flood,
    http,
    raw,
    reset,
    silent,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import in_bounds

OK = azure(200, MODELS)
HTML = b"<html><body>Access denied by policy</body></html>"


def cut_before(server, connection):
    server.read(connection)
    reset(connection)


def cut_inside(server, connection):
    server.read(connection)
    connection.sendall(OK[:-5])
    server.wait(0.1)
    reset(connection)


def endless(server, connection):
    server.read(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        connection.sendall(b" " * 65536)


def endless_headers(server, connection):
    server.read(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Filler: a\r\n" * 50)


def endless_continue(server, connection):
    server.read(connection)
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        server.wait(0.01)


CHUNKED = b"HTTP/1.1 200 OK\r\napim-request-id: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\napim-request-id: 1\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("behave", "code", "outcome"),
    [
        pytest.param(silent, "http_timeout", "unreachable", id="silent"),
        pytest.param(drip(OK), "http_timeout", "unreachable", id="drip-fed-headers"),
        pytest.param(drip(OK[-40:], pause=0), "http_malformed", "unknown", id="no-status-line"),
        pytest.param(cut_before, "http_reset", "unknown", id="reset-before-the-answer"),
        pytest.param(cut_inside, "http_reset", "unknown", id="reset-in-the-body"),
        pytest.param(raw(b""), "http_reset", "unknown", id="closed-without-answer"),
        pytest.param(raw(OK[:-5]), "http_malformed", "unknown", id="body-shorter-than-content-length"),
        pytest.param(raw(CHUNKED + b"5\r\nab"), "http_malformed", "unknown", id="chunked-body-ends-early"),
        pytest.param(raw(CHUNKED + b"zz\r\nab\r\n"), "http_malformed", "unknown", id="chunk-size-is-no-number"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "http_malformed", "unknown", id="not-http"),
        pytest.param(raw(b"HTTP/1.1 abc OK\r\n\r\n"), "http_malformed", "unknown", id="status-is-no-number"),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 70000 + b"\r\n\r\n"),
            "http_malformed",
            "unknown",
            id="header-too-long",
        ),
        pytest.param(endless_headers, "http_malformed", "unknown", id="headers-without-end"),
        pytest.param(endless_continue, "http_timeout", "unreachable", id="100-continue-without-end"),
        pytest.param(
            flood(b"", b"HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" * 99),
            "http_malformed",
            "unknown",
            id="100-continue-flood",
        ),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"a" * 60000 + b"\r\n") * 2 + b"\r\n"),
            "http_malformed",
            "unknown",
            id="long-headers-together",
        ),
        pytest.param(flood(CHUNKED, b"1\r\na\r\n" * 999), "http_malformed", "unknown", id="tiny-chunks-without-end"),
        pytest.param(
            flood(CHUNKED, b"1;" + b"x" * 9999 + b"\r\na\r\n"), "http_malformed", "unknown", id="chunk-extensions"
        ),
        pytest.param(
            flood(CHUNKED + b"0\r\n", b"X: a\r\n" * 999), "http_malformed", "unknown", id="trailers-without-end"
        ),
        pytest.param(flood(CHUNKED, b"f" * 999), "http_malformed", "unknown", id="chunk-size-without-end"),
        pytest.param(
            raw(azure(200, b"[" + b"{}," * 300000 + b"{}]")),
            "http_malformed",
            "unknown",
            id="more-values-than-are-read",
        ),
        pytest.param(endless, "http_too_large", "unknown", id="body-without-end"),
        pytest.param(
            raw(HEAD + b"Content-Length: 2147483648\r\n\r\n{"), "http_too_large", "unknown", id="2-GiB-announced"
        ),
        pytest.param(
            raw(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b" " * 9999)),
            "http_malformed",
            "unknown",
            id="gzip-though-identity-was-asked",
        ),
        pytest.param(raw(HEAD + b"\r\n" + b"\xff\xfe{}"), "http_malformed", "unknown", id="no-utf-8"),
        pytest.param(raw(azure(200, b'{"object": NaN}')), "http_malformed", "unknown", id="NaN"),
        pytest.param(raw(azure(200, b'{"data": 1, "data": 2}')), "http_malformed", "unknown", id="key-twice"),
        pytest.param(raw(azure(200, b"[" * 100000)), "http_malformed", "unknown", id="nested-deeply"),
        pytest.param(
            raw(http(302, b"", [("Location", "https://login.example.com/?token=planted")])),
            "http_redirected",
            "unknown",
            id="redirect",
        ),
        pytest.param(
            raw(http(403, HTML, content_type="text/html")), "http_not_azure", "unknown", id="403-of-a-firewall"
        ),
        pytest.param(raw(http(200, HTML, content_type="text/html")), "http_not_azure", "unknown", id="captive-portal"),
        pytest.param(raw(http(200, {"status": "ok"})), "http_not_azure", "unknown", id="somebody-elses-json"),
        pytest.param(
            raw(b"HTTP/1.0 200 OK\r\napim-request-id: 1\r\n\r\n" + OK.split(b"\r\n\r\n")[1]),
            "model_ok",
            "served",
            id="HTTP-1.0",
        ),
        pytest.param(raw(b"HTTP/1.1 100 Continue\r\n\r\n" + OK), "model_ok", "served", id="100-continue"),
        pytest.param(
            raw(CHUNKED + b"".join(b"1\r\n%c\r\n" % each for each in OK.split(b"\r\n\r\n")[1]) + b"0\r\n\r\n"),
            "model_ok",
            "served",
            id="tiny-chunks",
        ),
        pytest.param(
            raw(
                CHUNKED + b"".join(b"4000\r\n%s\r\n" % (b" " * 16384) for _each in range(60)) + b"2\r\n{}\r\n0\r\n\r\n"
            ),
            "model_response_invalid",
            "unknown",
            id="a-long-body-in-chunks",
        ),
        pytest.param(
            raw(CHUNKED + b"1e\r\n" + b'{"object": "list", "data": []}' + b"\r\n0\r\n\r\n"),
            "model_ok",
            "served",
            id="chunked",
        ),
    ],
)
def test_what_servers_do(ask, certificate, behave, code, outcome):
    with Server(behave, certificate) as server, in_bounds():
        result = ask(server, timeout=1.5, api_key="planted-key")
    assert (result["code"], result["outcome"], result["credential"]) == (code, outcome, "api_key")
    assert "planted" not in str(result)


def test_the_deadline_holds_inside_the_answer(ask, certificate):
    with Server(drip(OK, pause=0.3), certificate) as server, in_bounds():
        result = ask(server, timeout=1)
    assert result["code"] == "http_timeout"
    assert result["phases_ms"]["total"] >= 990
    assert result["detail"] == "the deadline passed in the middle of the answer"


def test_status_and_headers_stay_when_the_body_is_cut(ask, certificate):
    with Server(raw(azure(403, b"x" * 50)[:-9]), certificate) as server:
        http_part = ask(server)["http"]
    assert http_part["status"] == 403
    assert http_part["headers"]["apim-request-id"] == "00000000-0000-0000-0000-000000000001"


def test_a_redirect_is_told_without_its_query_and_not_followed(ask, certificate):
    location = ("Location", "https://u:planted@login.example.com/start?token=planted#planted")
    with Server(raw(http(302, b"ignored", [location])), certificate) as server:
        result = ask(server, api_key="planted-key")
    assert result["detail"] == "redirected (302) to https://***@login.example.com/start; not followed"
    assert len(server.seen) == 1


def test_the_request(ask, certificate):
    with Server(raw(OK), certificate) as server:
        ask(server, api_key="planted-key")
    head = server.seen[0].decode().split("\r\n")
    assert head[0] == "GET /openai/models?api-version=2024-10-21 HTTP/1.1"
    assert sorted(head[1:-2], key=str.lower) == [
        "Accept-Encoding: identity",
        "Accept: application/json",
        "api-key: planted-key",
        "Host: " + NAME,
        "User-Agent: ansible-privatelink.azure_ai",
    ]


def test_only_telling_headers_are_shown(ask, certificate):
    answer = azure(
        200,
        MODELS,
        ("X-RateLimit-Remaining-Tokens", "-1"),
        ("Set-Cookie", "session=planted"),
        ("Policy-Id", "a\x1b[31mb"),
    )
    with Server(raw(answer), certificate) as server:
        headers = ask(server)["http"]["headers"]
    assert headers == {
        "apim-request-id": "00000000-0000-0000-0000-000000000001",
        "content-type": "application/json",
        "policy-id": "a [31mb",
        "x-ratelimit-remaining-tokens": "-1",
    }


def test_headers_are_bounded_and_repeat_no_secret(ask, certificate):
    names = ["X-RateLimit-" + "a" * 25000, "X-RateLimit-planted-key"]
    names += ["X-RateLimit-" + chr(ord("a") + number) for number in range(26)]
    others = [("Policy-Id", "PLANTED-key" * 9), ("Server", "x" * 25000)]
    answer = azure(200, MODELS, *[(name, "1") for name in names], *others)
    with Server(raw(answer), certificate) as server:
        result = ask(server, api_key="planted-KEY")
    headers = result["http"]["headers"]
    assert "planted" not in str(result).lower()
    assert headers["policy-id"] == "***" * 9
    assert len(headers) == probe_http.MAX_HEADERS
    assert len(str(headers)) < 3000


def test_an_exception_holds_no_credential(authority, certificate):
    secret = "-".join(("planted", "key"))  # not in the source line that a traceback quotes
    with Server(cut_before, certificate) as server:
        sock = dial(["127.0.0.1"], server.port, Deadline(1))
        tls = handshake(sock, Trust(True, authority.path), NAME, no_facts())
        with pytest.raises(LayerError) as caught:
            probe_http.exchange(tls, NAME, 443, Request("GET", "/"), {"api-key": secret})
    text = "".join(traceback.format_exception(type(caught.value), caught.value, caught.value.__traceback__))
    assert secret not in text


def test_a_deadline_that_is_over_before_the_request_is_a_timeout(authority, certificate):
    with Server(silent, certificate) as server:
        sock = dial(["127.0.0.1"], server.port, Deadline(1))
        tls = handshake(sock, Trust(True, authority.path), NAME, no_facts())
        tls.deadline = Deadline(0)
        with pytest.raises(LayerError) as caught:
            probe_http.exchange(tls, NAME, 443, Request("GET", "/"), {})
    assert caught.value.code == "http_timeout"
