# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import socket
import ssl

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.sockets import LayerError, dial
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import tls as probe_tls
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.probe import run
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import (
    DAY,
    MODELS,
    NAME,
    Authority,
    Server,
    azure,
    raw,
    reset,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_time

FACTS = {
    "subject": "CN=*.openai.azure.com",
    "issuer": "CN=unit test authority",
    "san": ["*.openai.azure.com"],
    "server_name": NAME,
    "version": "TLSv1.3",
}


def read(tls, keys):
    return {key: tls[key] for key in keys}


def fingerprint(path):
    with open(path, encoding="ascii") as stream:
        return probe_tls.hashlib.sha256(
            ssl.PEM_cert_to_DER_cert(stream.read().split("-----BEGIN PRIVATE")[0])
        ).hexdigest()


def test_a_certificate_that_verifies(ask, certificate):
    with Server(raw(azure(200, MODELS)), certificate) as server:
        result = ask(server)
    tls = result["tls"]
    assert result["code"] == "model_ok"
    assert (tls["verified"], tls["verify_error"]) == (True, None)
    assert read(tls, FACTS) == FACTS
    assert tls["cipher"].startswith("TLS_")
    assert tls["sha256"] == fingerprint(certificate)
    end = datetime.datetime.strptime(tls["not_after"], "%Y-%m-%dT%H:%M:%SZ")
    assert 98 <= (end - datetime.datetime.now()).days <= 101


@pytest.mark.parametrize(
    ("issue", "code", "verify_error"),
    [
        pytest.param({"valid": (-3 * DAY, -DAY)}, "tls_expired", "certificate has expired", id="expired"),
        pytest.param(
            {"valid": (DAY, 3 * DAY)}, "tls_not_yet_valid", "certificate is not yet valid", id="not-yet-valid"
        ),
        pytest.param(
            {"names": ("portal.example.com",)},
            "tls_name_mismatch",
            "Hostname mismatch, certificate is not valid for 'example.openai.azure.com'.",
            id="wrong-name",
        ),
        pytest.param(
            {"names": (), "subject": NAME},
            "tls_name_mismatch",
            "Hostname mismatch, certificate is not valid for 'example.openai.azure.com'.",
            id="common-name-alone",
        ),
        pytest.param(
            {"names": (), "subject": "*.openai.azure.com"},
            "tls_name_mismatch",
            "Hostname mismatch, certificate is not valid for 'example.openai.azure.com'.",
            id="wildcard-common-name-alone",
        ),
    ],
)
def test_a_certificate_that_does_not_verify_is_described(ask, authority, issue, code, verify_error):
    certificate = authority.issue(code, **issue)
    with Server(raw(azure(200, MODELS)), certificate) as server:
        result = ask(server, api_key="planted-key")
    tls = result["tls"]
    assert (result["code"], result["outcome"], result["credential"]) == (code, "unknown", "none")
    assert (tls["verified"], tls["verify_error"]) == (False, verify_error)
    assert result["detail"] == verify_error
    assert tls["sha256"] == fingerprint(certificate)
    assert tls["issuer"] == "CN=unit test authority"
    assert tls["san"] == list(issue.get("names", ("*.openai.azure.com",)))
    assert tls["not_after"] is not None
    assert server.seen == []


def test_an_authority_nobody_trusts(ask, tmp_path):
    stranger = Authority(tmp_path, "inspecting firewall")
    with Server(raw(azure(200, MODELS)), stranger.issue("stranger")) as server:
        result = ask(server, api_key="planted-key")
    assert result["code"] == "tls_untrusted"
    assert read(result["tls"], ("issuer", "subject", "verified")) == {
        "issuer": "CN=inspecting firewall",
        "subject": "CN=*.openai.azure.com",
        "verified": False,
    }
    assert server.seen == []


def test_without_verification_the_request_goes_keyless(ask, tmp_path):
    stranger = Authority(tmp_path)
    with Server(raw(azure(200, MODELS)), stranger.issue("stranger")) as server:
        result = ask(server, validate_certs=False, api_key="planted-key")
    assert (result["code"], result["credential"]) == ("model_ok", "none")
    assert (result["confidence"], result["trusted"]) == ("low", False)
    assert result["detail"].startswith("any server may have answered: ")
    assert read(result["tls"], ("verified", "verify_error", "subject")) == {
        "verified": False,
        "verify_error": "not verified: validate_certs is false",
        "subject": "CN=*.openai.azure.com",
    }
    assert len(server.seen) == 1
    assert b"planted-key" not in server.seen[0]


def test_a_privatelink_name_is_verified_as_the_public_name(ask, certificate):
    with Server(raw(azure(200, MODELS)), certificate) as server:
        result = ask(server, endpoint="https://example.privatelink.openai.azure.com/")
    assert (result["code"], result["tls"]["server_name"], result["tls"]["verified"]) == ("model_ok", NAME, True)
    assert b"\r\nHost: example.openai.azure.com\r\n" in server.seen[0]


def test_the_privatelink_name_itself_does_not_verify(ask, certificate):
    with Server(raw(azure(200, MODELS)), certificate) as server:
        result = ask(server, server_name="example.privatelink.openai.azure.com", api_key="planted-key")
    assert result["code"] == "tls_name_mismatch"
    assert server.seen == []


def test_another_server_name_goes_keyless(ask, certificate):
    with Server(raw(azure(200, MODELS)), certificate) as server:
        result = ask(server, server_name="other.openai.azure.com", api_key="planted-key")
    assert (result["code"], result["credential"], result["tls"]["verified"]) == ("model_ok", "none", True)
    assert (result["confidence"], result["trusted"]) == ("low", False)
    assert b"planted-key" not in server.seen[0]
    assert b"\r\nHost: other.openai.azure.com\r\n" in server.seen[0]


@pytest.mark.parametrize(
    ("entry", "task", "met"),
    [
        pytest.param({}, {}, True, id="verified"),
        pytest.param({}, {"validate_certs": False}, False, id="not-verified"),
        pytest.param({"server_name": "other.openai.azure.com"}, {}, False, id="another-name"),
        pytest.param({"expect": ["auth_missing"]}, {"validate_certs": False}, True, id="not-verified-but-by-code"),
    ],
)
def test_an_unverified_answer_is_no_proof(ask, certificate, entry, task, met):
    answer = {"statusCode": 401, "message": "Unauthorized. Access token is missing, invalid, audience is incorrect."}
    with Server(raw(azure(401, answer)), certificate) as server:
        result = ask(server, **dict({"expect": ["reachable"]}, **entry), **task)
    assert (result["code"], result["outcome"], result["met"]) == ("auth_missing", "reachable", met)


def speak_http(server, connection):
    connection.recv(1)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    server.wait(1)


def hang(server, connection):
    server.wait(NEVER_SECONDS)


def cut(server, connection):
    connection.recv(1)
    reset(connection)


def leave(server, connection):
    connection.recv(100)


@pytest.mark.parametrize(
    ("behave", "code", "detail"),
    [
        pytest.param(hang, "tls_timeout", "the handshake was not completed in time", id="silent"),
        pytest.param(cut, "tls_reset", "the connection was cut during the handshake", id="reset"),
        pytest.param(leave, "tls_reset", "the connection was cut during the handshake", id="closed"),
        pytest.param(speak_http, "tls_handshake_failed", None, id="no-tls"),
    ],
)
def test_no_handshake(ask, behave, code, detail):
    with Server(behave) as server, in_time():
        result = ask(server, timeout=0.3, api_key="planted-key")
    assert result["code"] == code
    assert result["detail"] == detail or result["detail"].startswith("the TLS handshake failed: ")
    assert (result["phases_ms"]["tls"] > 0, result["phases_ms"]["first_byte"]) == (True, None)


def drip_tls(server, connection):
    # The header of a handshake record whose body never ends.
    for byte in b"\x16\x03\x03\x40\x00" + b"\x02" * 200:
        connection.sendall(bytes([byte]))
        server.wait(0.2)


def test_the_deadline_holds_inside_the_handshake(ask):
    with Server(drip_tls) as server, in_time():
        result = ask(server, timeout=0.4)
    assert result["code"] in ("tls_timeout", "tls_handshake_failed")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_only_old_tls(ask, certificate):
    with Server(hang, certificate) as server:
        server.context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        server.context.maximum_version = ssl.TLSVersion.TLSv1_1
        result = ask(server)
    assert result["code"] == "tls_handshake_failed"


def test_a_certificate_that_ends_soon(ask, authority):
    with Server(raw(azure(200, MODELS)), authority.issue("soon", valid=(-DAY, 10 * DAY))) as server:
        assert ask(server)["findings"] == ["tls_expires_soon"]


def test_the_facts_wait_no_longer_than_the_deadline(ask, authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.issue("other", names=("other.example.com",)))
    connections = []

    def once(server, connection):
        connections.append(connection)
        if len(connections) == 1:
            context.wrap_socket(connection, server_side=True)
        server.wait(NEVER_SECONDS)

    with Server(once) as server, in_time():
        result = ask(server, timeout=1)
    assert (result["code"], result["tls"]["sha256"]) == ("tls_name_mismatch", None)


def test_a_trust_store_that_cannot_be_read(tmp_path):
    path = tmp_path / "empty.pem"
    path.write_text("no certificate\n")
    for bad in (str(path), str(tmp_path / "missing.pem")):
        with pytest.raises(ValueError, match="^ca_path: .*expected a file of PEM certificates"):
            probe_tls.Trust(True, bad)


def test_a_path_that_no_file_has(tmp_path):
    with pytest.raises(ValueError, match="^ca_path: .*embedded null byte"):
        probe_tls.Trust(True, "/a\0b")


def test_the_environment_changes_no_trust(ask, tmp_path, certificate, authority, monkeypatch):
    stranger = Authority(tmp_path)
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "nowhere/keys"))
    monkeypatch.setenv("SSL_CERT_FILE", stranger.path)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with Server(raw(azure(200, MODELS)), certificate) as server:
        assert ask(server)["code"] == "model_ok"
    with Server(raw(azure(200, MODELS)), stranger.issue("stranger")) as server:
        assert ask(server, ca_path=None)["code"] == "tls_untrusted"


def test_the_os_store_is_trusted(monkeypatch, authority, ask, certificate):
    paths = ssl.get_default_verify_paths()._replace(openssl_cafile=authority.path, openssl_capath="/nowhere")
    monkeypatch.setattr(probe_tls.ssl, "get_default_verify_paths", lambda: paths)
    with Server(raw(azure(200, MODELS)), certificate) as server:
        assert ask(server, ca_path=None)["code"] == "model_ok"


def test_a_connection_that_is_reset_as_soon_as_it_stands():
    listener = socket.create_server(("127.0.0.1", 0))
    sock = dial(["127.0.0.1"], listener.getsockname()[1], Deadline(1))
    listener.close()  # resets what nobody accepted
    with pytest.raises(LayerError) as caught:
        probe_tls.handshake(sock, probe_tls.Trust(False), NAME, probe_tls.no_facts())
    assert (caught.value.code, caught.value.detail) == (
        "tcp_reset",
        "the connection was reset as soon as it was established",
    )


def test_resets_on_accept_cost_no_other_probe_its_result(options, authority):
    with Server(lambda server, connection: reset(connection)) as server:
        entries = [{"endpoint": f"https://{NAME}/", "connect_to": server.address}] * 60
        results = run(*read_options(options(entries, timeout=3, ca_path=authority.path)))
    assert len(results) == 60
    assert {result["code"] for result in results} <= {"tcp_reset", "tls_reset"}
    assert {result["outcome"] for result in results} == {"unreachable"}


def test_certificates_are_shown_printable_and_bounded(ask, authority):
    names = ["portal.example.com"] + [f"n{number}.example.com" for number in range(3000)]
    certificate = authority.issue("large", names, subject="evil\x1b[2J\u202e" + "x" * 40)
    with Server(raw(azure(200, MODELS)), certificate) as server:
        tls = ask(server)["tls"]
    assert tls["subject"] == "CN=evil [2J " + "x" * 40
    assert (len(tls["san"]), tls["san"][0], tls["san"][-1]) == (101, "portal.example.com", "... and 2901 more")


def test_names_of_a_certificate_are_printable():
    class Connection:
        def getpeercert(self, binary_form=False):
            dates = {"notBefore": "Jan  1 00:00:00 2026 GMT", "notAfter": "Jan  1 00:00:00 2027 GMT"}
            return b"der" if binary_form else dict(dates, subjectAltName=(("DNS", "a\x1b]0;b"), ("URI", "c")))

    assert probe_tls._certificate(Connection())["san"] == ["a ]0;b"]


def test_contexts_are_the_same_on_every_python():
    trust = probe_tls.Trust(True)
    assert trust.verified.verify_flags & ssl.VERIFY_X509_STRICT == 0
    assert trust.verified.verify_mode == ssl.CERT_REQUIRED
    assert trust.verified.check_hostname is True
    assert trust.verified.minimum_version == ssl.TLSVersion.TLSv1_2
    assert probe_tls.Trust(False).verified is None
