# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import ssl

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._auth.credentials import Credential, account_of
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import threads
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import lookup
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import probe as probe_probe
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import tls
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import (
    MODELS,
    NAME,
    Server,
    azure,
    http,
    raw,
    silent,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, Late, in_time

ENDPOINT = f"https://{NAME}/"
OK = raw(azure(200, MODELS))


@pytest.fixture(name="resolve_to")
def resolve_to_fixture(monkeypatch):
    """Let this host's own resolution answer with addresses, or raise."""

    def stand_in(*addresses, failure=None):
        def getaddrinfo(name, port, *unused, **unused_too):
            asked.append(name)
            if failure:
                raise failure
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        asked = []
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return stand_in


def test_a_blank_result_has_every_key(options):
    probes, unused = read_options(options([{"endpoint": ENDPOINT}]))
    result = probe_probe.blank(probes[0])
    assert result["credential"] == "none"
    for part in ("peer", "phases_ms", "tls", "completion"):
        assert set(result[part].values()) == {None}


def test_by_name(ask, certificate, resolve_to):
    asked = resolve_to("127.0.0.1")
    with Server(OK, certificate) as server:
        result = ask(None, endpoint=f"https://{NAME}:{server.port}")
    assert asked == [NAME]
    assert (result["code"], result["connect_to"]) == ("model_ok", None)
    assert result["peer"] == {"address": "127.0.0.1", "port": server.port, "scope": "special"}
    assert all(milliseconds is not None for milliseconds in result["phases_ms"].values())
    assert (
        result["phases_ms"]["total"] >= sum(result["phases_ms"][key] for key in ("connect", "tls", "first_byte")) - 0.3
    )
    assert b"\r\nHost: %s:%d\r\n" % (NAME.encode(), server.port) in server.seen[0]


def test_a_privatelink_name_is_resolved_as_it_stands(ask, certificate, resolve_to):
    asked = resolve_to("127.0.0.1")
    with Server(OK, certificate) as server:
        result = ask(
            None, endpoint=f"https://example.privatelink.openai.azure.com:{server.port}", api_key="planted-key"
        )
    assert asked == ["example.privatelink.openai.azure.com"]
    assert (result["code"], result["credential"], result["tls"]["server_name"]) == ("model_ok", "api_key", NAME)


def test_connect_to_resolves_nothing(ask, certificate, resolve_to):
    asked = resolve_to("192.0.2.1")
    with Server(OK, certificate) as server:
        result = ask(server)
    assert (result["code"], result["connect_to"], asked) == ("model_ok", server.address, [])
    assert result["phases_ms"]["resolve"] is None


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        pytest.param(socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "dns_name_unknown", id="no-name"),
        pytest.param(
            socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), "dns_servfail", id="again"
        ),
    ],
)
def test_a_name_that_does_not_resolve(ask, resolve_to, failure, code):
    resolve_to(failure=failure)
    result = ask(None)
    assert (result["code"], result["outcome"], result["confidence"]) == (code, "unreachable", "medium")
    assert result["detail"] == f"{NAME}: {failure.strerror}"
    assert result["phases_ms"]["connect"] is None


def test_a_hanging_resolution_does_not_hold_the_deadline(ask, monkeypatch):
    release = threads.threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *unused, **unused_too: release.wait(NEVER_SECONDS))
    with in_time():
        result = ask(None, timeout=0.2)
    release.set()
    assert result["code"] == "dns_timeout"


def test_given_nameservers_are_asked(ask, certificate, monkeypatch):
    asked = []

    def resolve(name, nameservers, deadline):
        asked.append((name, nameservers))
        return {"addresses": ["127.0.0.1"], "code": None, "error": None, "elapsed_ms": 1.0}

    monkeypatch.setattr(lookup, "resolve", resolve)
    with Server(OK, certificate) as server:
        result = ask(None, endpoint=f"https://{NAME}:{server.port}/", nameservers=["192.0.2.53", "[2001:db8::53]:5353"])
    assert result["code"] == "model_ok"
    assert asked == [(NAME, [("192.0.2.53", 53), ("2001:db8::53", 5353)])]


def test_what_given_nameservers_say_is_sure(ask, monkeypatch):
    answer = {"addresses": [], "code": "dns_record_missing", "error": None, "elapsed_ms": 1.0}
    monkeypatch.setattr(lookup, "resolve", lambda *unused: answer)
    result = ask(None, nameservers=["192.0.2.53"])
    assert (result["code"], result["confidence"], result["detail"]) == (
        "dns_record_missing",
        "high",
        NAME + ": no address",
    )


def test_ipv6(ask, certificate):
    try:
        server = Server(OK, certificate, family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 on loopback")
    with server:
        result = ask(server, connect_to=f"[::1]:{server.port}")
    assert (result["code"], result["peer"]["address"]) == ("model_ok", "::1")


@pytest.mark.parametrize(
    ("entry", "task"),
    [
        pytest.param({"api_key": "planted-secret"}, {}, id="key"),
        pytest.param({"token": "planted-secret"}, {}, id="token"),
        pytest.param({"api_key": "planted-secret"}, {"validate_certs": False}, id="not-verified"),
        pytest.param({"api_key": "planted-secret", "server_name": "other.openai.azure.com"}, {}, id="another-name"),
        pytest.param({"api_key": "planted-secret", "server_name": "example.example.com"}, {}, id="a-name-that-fails"),
    ],
)
def test_a_secret_that_comes_back_is_not_shown(ask, certificate, entry, task):
    echo = {"error": {"code": "planted-secret", "message": "x" * 495 + "planted-secret is wrong"}}
    with Server(raw(azure(401, echo, ("Policy-Id", "planted-secret"))), certificate) as server:
        result = ask(server, **entry, **task)
    assert "planted" not in str(result)
    sent = any(b"planted-secret" in request for request in server.seen)
    assert sent == (result["credential"] != "none")
    assert sent == (not task and "server_name" not in entry)


def test_a_completion_that_repeats_the_secret(ask, certificate):
    content = {
        "id": "planted-secret",
        "object": "text_completion",
        "created": 1,
        "model": "planted-secret",
        "choices": [{"text": "y" * 195 + "planted-secret"}],
        "usage": {"planted-secret": 1},
    }
    with Server(raw(azure(200, content)), certificate) as server:
        result = ask(server, operation="completions", deployment="gpt", api_key="planted-secret")
    assert result["code"] == "model_ok"
    assert "planted" not in str(result)


def test_a_redirect_gets_no_secret(ask, certificate):
    with Server(OK, certificate) as target:
        location = ("Location", f"https://{NAME}:{target.port}/")
        with Server(raw(http(307, b"", [location])), certificate) as server:
            result = ask(server, api_key="planted-secret")
    assert result["code"] == "http_redirected"
    assert target.seen == []


def test_the_secret_of_another_account_is_not_sent(ask, certificate, options, authority):
    params = options([{"endpoint": ENDPOINT, "connect_to": "127.0.0.1:1"}], ca_path=authority.path)
    probes, task = read_options(params)
    stranger = Credential("api_key", "planted-secret", account_of("other.openai.azure.com"))
    with Server(OK, certificate) as server:
        probe = probes[0]._replace(address=("127.0.0.1", server.port), credential=stranger)
        result = probe_probe.observe(probe, task, Deadline(1))
    assert (result["code"], result["credential"]) == ("model_ok", "none")
    assert b"planted" not in server.seen[0]


def test_probes_run_at_once_and_keep_their_order(options, authority, certificate):
    together = threads.threading.Barrier(8, timeout=5)

    def when_all_have_asked(server, connection):
        server.read(connection)
        together.wait()
        connection.sendall(azure(200, MODELS))

    with Server(when_all_have_asked, certificate) as server:
        entries = [
            {
                "endpoint": f"https://n{number}.openai.azure.com/",
                "connect_to": server.address,
                "api_key": f"key-{number}",
            }
            for number in range(8)
        ]
        results = probe_probe.run(*read_options(options(entries, ca_path=authority.path)))
    assert [result["endpoint"] for result in results] == [entry["endpoint"] for entry in entries]
    assert {result["code"] for result in results} == {"model_ok"}
    for request in server.seen:
        name = request.split(b"Host: n")[1][:1]
        assert b"api-key: key-" + name in request


def test_every_probe_has_its_own_deadline(options, authority, certificate):
    with Server(silent, certificate) as server, in_time():
        entries = [{"endpoint": ENDPOINT, "connect_to": server.address}] * 3
        params = options(entries, timeout=1, concurrency=1, ca_path=authority.path)
        results = probe_probe.run(*read_options(params))
    assert [result["code"] for result in results] == ["http_timeout"] * 3


def test_what_starts_late_ends_with_the_others(options, monkeypatch):
    late = Late({**probe_probe.blank(read_options(options([{"endpoint": ENDPOINT}]))[0][0]), "met": None})
    monkeypatch.setattr(probe_probe, "observe", late)
    entries = [{"endpoint": ENDPOINT, "connect_to": "127.0.0.1", "samples": 2}] * 6
    probe_probe.run(*read_options(options(entries, timeout=Late.SECONDS, concurrency=2)))
    assert late.began and max(late.ends) <= min(late.began) + 2 * 3 * Late.SECONDS


def test_one_context_serves_all_probes(options, authority, certificate, monkeypatch):
    made = []
    create = tls._context
    monkeypatch.setattr(tls, "_context", lambda mode: made.append(mode) or create(mode))
    with Server(OK, certificate) as server:
        entries = [{"endpoint": ENDPOINT, "connect_to": server.address}] * 5
        probe_probe.run(*read_options(options(entries, ca_path=authority.path)))
    assert made == [ssl.CERT_NONE, ssl.CERT_REQUIRED]


def test_samples_and_waiting(options, authority, certificate):
    answers = iter([azure(503, {"error": {"code": "503", "message": "?"}})] + [azure(200, MODELS)] * 9)

    def behave(server, connection):
        server.read(connection)
        connection.sendall(next(answers))

    with Server(behave, certificate) as server:
        entries = [{"endpoint": ENDPOINT, "connect_to": server.address, "samples": 3, "expect": ["served"]}]
        result = probe_probe.run(*read_options(options(entries, ca_path=authority.path)))[0]
        assert (result["met"], result["code"], result["waited"]) == (False, "http_unclassified", None)
        assert result["samples"]["codes"] == {"http_unclassified": 1, "model_ok": 2}
        result = probe_probe.run(*read_options(options(entries, within=3, ca_path=authority.path)))[0]
    assert (result["met"], result["samples"]["flapping"], result["waited"]["attempts"]) == (True, False, 1)


def test_what_holds_from_the_first_answer_on_is_stable_without_within(options, authority, certificate):
    with Server(OK, certificate) as server, in_time():
        entry = {"endpoint": ENDPOINT, "connect_to": server.address, "expect": ["served"]}
        params = options([entry] * 5, stable_for=0.3, timeout=1, concurrency=2, ca_path=authority.path)
        results = probe_probe.run(*read_options(params))
    assert [result["met"] for result in results] == [True] * 5
    assert all(result["waited"]["held_s"] >= 0.3 for result in results)


def test_within_bounds_all_probes_samples_and_attempts(options, authority, certificate):
    with Server(silent, certificate) as server, in_time():
        entry = {"endpoint": ENDPOINT, "connect_to": server.address, "expect": ["served"]}
        entries = [dict(entry, samples=samples) for samples in (1, 3, 1, 1, 1, 1)]
        params = options(entries, within=1, timeout=NEVER_SECONDS, concurrency=2, ca_path=authority.path)
        results = probe_probe.run(*read_options(params))
    assert {result["met"] for result in results} == {False}
    codes = [result["code"] for result in results]
    assert (codes.count("http_timeout"), codes.count("host_failed")) == (2, 4)
    waiting = next(result for result in results if result["code"] == "host_failed")
    assert waiting["detail"].startswith("not asked: within ended before its turn; ")


def test_a_surprise_costs_only_its_own_probe(options, authority, certificate, monkeypatch):
    observe = probe_probe.observe

    def surprise(probe, task, rest):
        if probe.credential:
            raise RuntimeError("nobody thought of planted-secret")
        return observe(probe, task, rest)

    monkeypatch.setattr(probe_probe, "observe", surprise)
    with Server(OK, certificate) as server:
        entry = {"endpoint": ENDPOINT, "connect_to": server.address, "expect": ["served"]}
        params = options([entry, dict(entry, api_key="planted-secret"), entry], ca_path=authority.path)
        results = probe_probe.run(*read_options(params))
    assert [result["code"] for result in results] == ["model_ok", "host_failed", "model_ok"]
    assert [result["met"] for result in results] == [True, False, True]
    assert results[1]["detail"] == "unexpected RuntimeError: nobody thought of ***"
