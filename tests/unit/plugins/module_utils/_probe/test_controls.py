# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import ssl

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._host import proxies, proxy_rules
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import controls, proxied
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.probe import run
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import (
    MODELS,
    NAME,
    Authority,
    Server,
    azure,
    http,
    proxy,
    raw,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import Late

OK = raw(azure(200, MODELS))
REFUSED = {"error": {"code": "403", "message": "Public access is disabled. Please configure private endpoint."}}
MISSING_TOKEN = {
    "error": {"code": "401", "message": "Access denied due to invalid subscription key or wrong API endpoint."}
}


class Counting(Server):
    """Counts the connections that it accepted, and can cut them before it sends anything."""

    def __init__(self, *args, cut=0, **more):
        self.accepted = 0
        self.cut = cut
        super().__init__(*args, **more)

    def _serve(self, connection):
        self.accepted += 1
        if self.accepted <= self.cut:
            # Its greeting must be read, or closing becomes a reset at once.
            connection.recv(65536)
            connection.close()
            return
        super()._serve(connection)


@pytest.fixture(name="resolve")
def resolve_fixture(monkeypatch):
    """Let every name resolve to loopback."""

    def getaddrinfo(name, port, *unused, **unused_too):
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port or 0))]

    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.fixture(name="probing")
def probing_fixture(options, authority):
    """Return a function that does what the module does with one probe and options of the task."""

    def send(entry, **task):
        probes, checked = read_options(options([entry], ca_path=authority.path, timeout=5, **task))
        results = run(probes, checked)
        proxied.ask(probes, results, checked)
        return results[0], controls.reach(checked.control_endpoints, results, checked.trust, checked.timeout)

    return send


@pytest.mark.parametrize("answer", [azure(200, MODELS), azure(401, MISSING_TOKEN), azure(403, REFUSED)])
def test_an_endpoint_that_answers_costs_one_connection(probing, certificate, resolve, monkeypatch, answer):
    for variable in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(proxies, "observe", lambda *unused, **unused_too: [])
    with Counting(raw(answer), certificate) as server, Counting(OK, certificate) as other:
        result, reached = probing(
            {"endpoint": f"https://{NAME}:{server.port}/"},
            check_proxies=True,
            control_endpoints=[f"https://control.example:{other.port}"],
        )
        assert (server.accepted, len(server.seen), other.accepted) == (1, 1, 0)
    assert resolve == [NAME]
    assert (result["controls"], result["proxied"]) == (None, None)
    assert [(each["reached"], each["code"]) for each in reached] == [(None, None)]


def test_a_cut_handshake_is_followed_by_one_with_another_name(probing, certificate):
    with Counting(OK, certificate, cut=1) as server:
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
        assert (server.accepted, server.seen) == (2, [])
    assert result["code"] == "tls_reset"
    control = result["controls"]["random_name"]
    label, dot, zone = control.pop("server_name").partition(".")
    assert (len(label), zone) == (16, "openai.azure.com")
    assert control == {"code": None, "alert": None}


def test_an_endpoint_that_cuts_every_name(probing, certificate):
    with Counting(OK, certificate, cut=9) as server:
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
        assert server.accepted == 2
    assert result["controls"]["random_name"]["code"] == "tls_reset"


def test_a_wanted_client_certificate_is_seen(probing, certificate, authority):
    with Counting(OK, certificate) as server:
        server.context.verify_mode = ssl.CERT_REQUIRED
        server.context.load_verify_locations(authority.path)
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
    assert result["code"] in ("http_reset", "tls_handshake_failed")
    if hasattr(ssl.SSLContext, "_msg_callback"):
        assert result["tls"]["certificate_requested"] is True
        assert result["tls"]["alert"] == 116


@pytest.mark.skipif(not hasattr(ssl.SSLContext, "_msg_callback"), reason="this Python shows no messages of TLS")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_that_wants_no_client_certificate(probing, certificate, version):
    with Counting(OK, certificate) as server:
        server.context.minimum_version = server.context.maximum_version = version
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
    assert result["tls"]["certificate_requested"] is False


def test_a_protocol_that_the_server_does_not_take(probing, certificate):
    with Counting(OK, certificate) as server:
        server.context.maximum_version = ssl.TLSVersion.TLSv1_2
        server.context.set_ciphers("AES128-SHA@SECLEVEL=0")
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
    # The certificate has an EC key, which that cipher cannot use.
    assert (result["code"], result["tls"]["alert"]) == ("tls_handshake_failed", 40)


def test_an_html_page_has_a_title(probing, certificate):
    page = b"<html><head><TITLE>\n Access &amp; use\n denied</TITLE></head></html>"
    with Counting(raw(http(403, page, content_type="text/html")), certificate) as server:
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
    assert (result["code"], result["http"]["title"]) == ("http_not_azure", "Access & use denied")


def test_a_captured_name_is_asked_through_the_proxy_without_a_credential(probing, certificate, resolve, monkeypatch):
    with Counting(OK, certificate) as server, Server(raw(azure(403, REFUSED)), certificate) as outside:
        with Server(proxy(target=outside.port)) as relay:
            monkeypatch.setenv("https_proxy", f"http://user:planted-password@127.0.0.1:{relay.port}")
            monkeypatch.setenv("no_proxy", "")
            result, unused = probing(
                {"endpoint": f"https://{NAME}:{server.port}/", "api_key": "planted-key"}, check_proxies=True
            )
            asked = relay.seen[0]
        assert (server.accepted, len(outside.seen)) == (1, 1)
        assert b"planted" not in outside.seen[0]
    assert asked.startswith(f"CONNECT {NAME}:{server.port} ".encode())
    assert b"Proxy-Authorization: Basic " in asked
    assert (result["code"], result["credential"], result["proxy"]) == ("model_ok", "api_key", None)
    assert result["proxied"] == {
        "proxy": f"http://***@127.0.0.1:{relay.port}",
        "source": "environment",
        "code": "gate_public_access_disabled",
        "outcome": "denied",
        "confidence": "medium",
        "status": 403,
        "message": REFUSED["error"]["message"],
        "issuer_organization": None,
        "verified": True,
    }


@pytest.mark.parametrize(
    ("entry", "task", "no_proxy"),
    [
        pytest.param({}, {}, "", id="not-wanted"),
        pytest.param({}, {"check_proxies": True}, NAME, id="excepted"),
        pytest.param({"connect_to": True}, {"check_proxies": True}, "", id="by-address"),
    ],
)
def test_no_request_through_a_proxy(probing, certificate, resolve, monkeypatch, entry, task, no_proxy):
    with Counting(OK, certificate) as server, Counting(proxy()) as relay:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{relay.port}")
        monkeypatch.setenv("no_proxy", no_proxy)
        entry = dict.fromkeys(entry, server.address)
        result, unused = probing(dict(entry, endpoint=f"https://{NAME}:{server.port}/"), **task)
        assert (result["proxied"], relay.accepted, server.accepted) == (None, 0, 1)


def test_a_proxy_that_nobody_can_use(probing, certificate, resolve, monkeypatch):
    with Counting(OK, certificate) as server:
        monkeypatch.setenv("https_proxy", "socks5://user:planted-password@127.0.0.1:1080")
        monkeypatch.setenv("no_proxy", "")
        result, unused = probing({"endpoint": f"https://{NAME}:{server.port}/"}, check_proxies=True)
    shown = result["proxied"]
    assert (shown["code"], shown["outcome"], shown["status"]) == ("proxy_unreachable", "unreachable", None)
    assert "planted" not in str(result)


def test_control_endpoints_are_asked_when_a_request_did_not_get_through(probing, certificate, resolve, closed_port):
    port = closed_port
    with Counting(OK, certificate) as other:
        unused, reached = probing(
            {"endpoint": f"https://{NAME}/", "connect_to": f"127.0.0.1:{port}"},
            control_endpoints=[f"https://control.example:{other.port}/", f"https://control.example:{port}"],
        )
        assert (other.accepted, other.seen) == (1, [])
    assert [(each["reached"], each["code"]) for each in reached] == [(True, None), (False, "tcp_refused")]
    assert reached[0]["endpoint"] == f"https://control.example:{other.port}/"
    assert reached[1]["detail"] == f"127.0.0.1:{port}: connection refused"


@pytest.mark.parametrize(
    ("trusted", "credential", "findings"),
    [
        pytest.param(None, "api_key", [], id="any"),
        pytest.param([" contoso IT "], "api_key", [], id="the-organization"),
        pytest.param(["Microsoft Corporation", "DigiCert Inc"], "none", ["tls_inspected"], id="another"),
    ],
)
def test_no_credential_where_another_organization_issued(options, tmp_path, trusted, credential, findings):
    authority = Authority(tmp_path, organization="Contoso IT")
    with Server(OK, authority.issue("server")) as server:
        probes, task = read_options(
            options(
                [{"endpoint": f"https://{NAME}/", "connect_to": server.address, "api_key": "planted-key"}],
                ca_path=authority.path,
                trusted_issuers=trusted,
            )
        )
        result = run(probes, task)[0]
        assert (b"planted-key" in server.seen[0]) is (credential == "api_key")
    assert (result["credential"], result["findings"]) == (credential, findings)
    assert (result["credential_given"], result["tls"]["issuer_organization"]) == ("api_key", "Contoso IT")


def test_no_credential_where_the_issuer_names_no_organization(options, authority, certificate):
    with Server(OK, certificate) as server:
        entry = {"endpoint": f"https://{NAME}/", "connect_to": server.address, "api_key": "planted-key"}
        result = run(*read_options(options([entry], ca_path=authority.path, trusted_issuers=["Contoso IT"])))[0]
    assert (result["credential"], result["findings"]) == ("none", ["tls_inspected"])


@pytest.mark.parametrize(
    ("task", "message"),
    [
        pytest.param(
            {"control_endpoints": ["https://control.example/path?key=planted"]},
            "control_endpoints[0]: 'https://control.example' is not a valid endpoint",
            id="url-with-more",
        ),
        pytest.param(
            {"control_endpoints": ["192.0.2.1"]}, "control_endpoints[0]: '192.0.2.1' is not a valid", id="address"
        ),
        pytest.param({"trusted_issuers": [" "]}, "trusted_issuers: '' is not a valid organization", id="no-issuer"),
    ],
)
def test_options_that_are_not_valid(options, task, message):
    with pytest.raises(ValueError, match=".") as caught:
        read_options(options([{"endpoint": f"https://{NAME}/"}], **task))
    assert message in str(caught.value)
    assert "planted" not in str(caught.value)


def test_a_refused_certificate_has_the_number_of_the_reason(probing, tmp_path):
    stranger = Authority(tmp_path, organization="Contoso IT")
    with Counting(OK, stranger.issue("server")) as server:
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
        # The refused one, one that shows the certificate, and one that reads it.
        assert (server.accepted, server.seen) == (3, [])
    assert (result["code"], result["controls"]) == ("tls_untrusted", None)
    assert result["tls"]["verify_code"] in (18, 19, 20, 21)
    assert result["tls"]["issuer_organization"] == "Contoso IT"


def test_a_client_certificate_wanted_in_an_older_handshake(probing, certificate, authority):
    with Counting(OK, certificate) as server:
        server.context.maximum_version = ssl.TLSVersion.TLSv1_2
        server.context.verify_mode = ssl.CERT_REQUIRED
        server.context.load_verify_locations(authority.path)
        result, unused = probing({"endpoint": f"https://{NAME}/", "connect_to": server.address})
    assert (result["code"], result["tls"]["alert"]) == ("tls_handshake_failed", 40)
    if hasattr(ssl.SSLContext, "_msg_callback"):
        assert result["tls"]["certificate_requested"] is True


def test_control_endpoints_end_together(monkeypatch, options):
    late = Late(None)
    monkeypatch.setattr(controls, "_shake_once", late)
    endpoints = [(f"https://n{number}.example/", f"n{number}.example", 443) for number in range(40)]
    controls.reach(endpoints, [{"outcome": "unreachable"}], None, Late.SECONDS)
    assert len(late.began) == 40 and max(late.ends) <= min(late.began) + Late.SECONDS


def test_requests_through_proxies_end_with_their_rounds(monkeypatch, options):
    late = Late(None)
    monkeypatch.setattr(proxied, "_through", late)
    monkeypatch.setattr(proxies, "observe", lambda *args, **more: {})
    monkeypatch.setattr(proxy_rules, "first_capturing", lambda sources, name: ("here", "http://127.0.0.1:1"))
    entries = [{"endpoint": f"https://n{number}.openai.azure.com/"} for number in range(6)]
    probes, task = read_options(options(entries, timeout=Late.SECONDS, concurrency=2, check_proxies=True))
    proxied.ask(probes, [{} for _probe in probes], task)
    assert len(late.began) == 6 and max(late.ends) <= min(late.began) + 3 * Late.SECONDS
