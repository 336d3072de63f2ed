# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import contextlib
import errno
import os
import resource
import socket

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import sockets
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.sockets import LayerError, TimedSocket, dial
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import tunnel
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import NAME, Server, azure, proxy, raw, silent
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import in_time


@pytest.fixture(name="closed_port")
def closed_port_fixture():
    return 1  # Not one that was free a moment ago: the kernel may give that to a server of another test.


def test_dial_connects():
    with Server(silent) as server, dial(["127.0.0.1"], server.port, Deadline(1)) as sock:
        assert isinstance(sock, TimedSocket)
        assert sock.getpeername() == ("127.0.0.1", server.port)


def test_the_next_address_is_tried_when_one_refuses():
    with Server(silent) as server, dial(["127.0.0.2", "127.0.0.1"], server.port, Deadline(1)) as sock:
        assert sock.getpeername()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        pytest.param(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "tcp_refused", id="refused"),
        pytest.param(ConnectionResetError(errno.ECONNRESET, "Reset"), "tcp_reset", id="reset"),
        pytest.param(socket.timeout("timed out"), "tcp_timeout", id="our-deadline"),
        pytest.param(OSError(errno.ETIMEDOUT, "Timed out"), "tcp_timeout", id="the-kernels-timeout"),
        pytest.param(OSError(errno.EHOSTUNREACH, "No route to host"), "tcp_unreachable", id="icmp-host-unreachable"),
        pytest.param(OSError(errno.ENETUNREACH, "No network"), "tcp_unreachable", id="no-route"),
        pytest.param(OSError(errno.EINVAL, "Invalid argument"), "tcp_unreachable", id="blackhole-route"),
        pytest.param(PermissionError(errno.EACCES, "Permission denied"), "tcp_unreachable", id="prohibit-route"),
        pytest.param(PermissionError(errno.EPERM, "Not permitted"), "tcp_unreachable", id="local-firewall"),
    ],
)
def test_every_failure_to_connect_has_its_code(monkeypatch, failure, code):
    def fail(self, address):
        raise failure

    monkeypatch.setattr(sockets.socket.socket, "connect", fail)
    with pytest.raises(LayerError) as caught:
        dial(["192.0.2.4"], 443, Deadline(1))
    assert (caught.value.code, caught.value.address) == (code, "192.0.2.4")
    assert caught.value.detail.startswith("192.0.2.4:443: ")


def test_of_several_failures_the_telling_one_is_reported(monkeypatch):
    def fail(self, address):
        if ":" in address[0]:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

    monkeypatch.setattr(sockets.socket.socket, "connect", fail)
    with pytest.raises(LayerError) as caught:
        dial(["192.0.2.4", "2001:db8::4"], 443, Deadline(1))
    assert caught.value.detail == "192.0.2.4:443: connection refused"


def test_a_silent_first_address_leaves_time_for_the_next(monkeypatch):
    connect = socket.socket.connect

    def swallow(self, address):
        if address[0] == "192.0.2.4":
            left = self.gettimeout()
            assert left <= 0.21
            raise socket.timeout("timed out")
        return connect(self, address)

    monkeypatch.setattr(sockets.socket.socket, "connect", swallow)
    with Server(silent) as server, dial(["192.0.2.4", "127.0.0.1"], server.port, Deadline(0.4)) as sock:
        assert sock.getpeername()[0] == "127.0.0.1"


def test_refused_is_reported_by_the_probe(ask, closed_port):
    result = ask(None, connect_to=f"127.0.0.1:{closed_port}")
    assert (result["code"], result["outcome"]) == ("tcp_refused", "unreachable")
    assert result["peer"] == {"address": "127.0.0.1", "port": closed_port, "scope": "special"}
    assert result["detail"] == f"127.0.0.1:{closed_port}: connection refused"
    assert result["phases_ms"]["connect"] is not None
    assert result["phases_ms"]["tls"] is None


@pytest.fixture(name="few_files")
def few_files_fixture():
    """Leave this process hardly any file descriptors, and give them back."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 200), hard))

    def take():
        with contextlib.suppress(OSError):
            while True:
                taken.append(os.dup(0))

    yield take
    for descriptor in taken:
        os.close(descriptor)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_too_many_open_files_are_no_fault_of_the_network(few_files):
    with Server(silent) as server:
        few_files()
        with pytest.raises(LayerError) as caught:
            dial(["127.0.0.2", "127.0.0.1"], server.port, Deadline(1))
    assert caught.value.code == "host_failed"
    assert caught.value.detail == (
        "this host cannot open another connection: too many open files; reduce concurrency, or raise the host's limit"
    )


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM])
def test_what_this_host_runs_out_of_is_told_by_the_probe(ask, monkeypatch, proxy_at, number):
    def fail(self, address):
        raise OSError(number, "None left")

    monkeypatch.setattr(sockets.socket.socket, "connect", fail)
    proxy_at(1)
    for use_proxy in (False, True):
        result = ask(None, connect_to="192.0.2.4", use_proxy=use_proxy, expect=["unreachable", "unknown"])
        assert (result["code"], result["outcome"], result["met"]) == ("host_failed", "unknown", False)
        assert result["peer"]["address"] is None


def test_a_socket_never_waits_past_the_deadline():
    with Server(silent) as server, dial(["127.0.0.1"], server.port, Deadline(0.2)) as sock:
        with in_time(), pytest.raises(socket.timeout):
            while True:
                sock.recv(1)
        with in_time(), pytest.raises(socket.timeout):
            sock.recv(1)
        assert isinstance(sock.failure, socket.timeout)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param({}, None, id="none"),
        pytest.param({"HTTPS_PROXY": "http://proxy.example:3128"}, "http://proxy.example:3128", id="upper-case"),
        pytest.param({"https_proxy": "proxy.example:3128"}, "http://proxy.example:3128", id="without-scheme"),
        pytest.param(
            {"https_proxy": "http://u:p%40w@proxy.example:8"}, "http://***@proxy.example:8", id="password-hidden"
        ),
        pytest.param({"ALL_PROXY": "http://proxy.example"}, "http://proxy.example", id="for-all-schemes"),
        pytest.param({"http_proxy": "http://proxy.example"}, None, id="not-for-https"),
        pytest.param({"https_proxy": "http://proxy.example", "no_proxy": ".azure.com"}, None, id="exempted"),
    ],
)
def test_the_proxy_of_the_environment(monkeypatch, variables, expected):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = tunnel.from_environment(f"https://{NAME}/")
    assert (found.shown if found else None) == expected
    assert "p%40w" not in repr(found)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        pytest.param("socks5://u:secret@proxy.example", "socks5://***@proxy.example", id="socks"),
        pytest.param("https://u:secret@proxy.example", "https://***@proxy.example", id="https"),
        pytest.param("http://[secret", "http://", id="broken-address"),
        pytest.param("http://u:se/cret@127.0.0.1:1", "http://***@127.0.0.1:1", id="slash-in-the-password"),
        pytest.param("http://u:12/secret@127.0.0.1:1", "http://***@127.0.0.1:1", id="slash-after-a-number"),
        pytest.param("http://u:se#cret@127.0.0.1:1", "http://***@127.0.0.1:1", id="hash-in-the-password"),
        pytest.param("http://u:se?cret@127.0.0.1:1", "http://***@127.0.0.1:1", id="question-mark-in-the-password"),
        pytest.param("u:se/cret@127.0.0.1:1", "***@127.0.0.1:1", id="no-scheme"),
        pytest.param("http://u:secret@127.0.0.1:cret", "http://***@127.0.0.1", id="port-is-no-number"),
        pytest.param("http://proxy.example:secret", "http://proxy.example", id="password-for-a-port"),
        pytest.param("socks5://proxy.example/?key=secret", "socks5://proxy.example", id="secret-in-the-query"),
    ],
)
def test_proxies_that_cannot_be_used_are_named_without_password(monkeypatch, url, named):
    for name in ("all_proxy", "no_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("https_proxy", url)
    with pytest.raises(LayerError) as caught:
        tunnel.from_environment(f"https://{NAME}/")
    assert (caught.value.code, caught.value.confidence) == ("proxy_unreachable", "low")
    assert caught.value.detail.startswith(f"the proxy {named} of the environment cannot be used: expected ")


def test_a_query_of_the_proxys_url_is_not_shown(ask, monkeypatch, closed_port):
    for name in ("all_proxy", "no_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{closed_port}/?key=planted")
    result = ask(None, use_proxy=True)
    assert result["proxy"] == f"http://127.0.0.1:{closed_port}"
    assert "planted" not in str(result)


@pytest.fixture(name="proxy_at")
def proxy_at_fixture(monkeypatch):
    for name in ("all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return lambda port: monkeypatch.setenv("https_proxy", f"http://user:pass%20word@127.0.0.1:{port}")


def test_through_a_proxy(ask, certificate, proxy_at):
    with Server(raw(azure(200, {"object": "list", "data": []})), certificate) as server:
        with Server(proxy(target=server.port)) as middle:
            proxy_at(middle.port)
            result = ask(None, use_proxy=True, api_key="planted-key")
    assert (result["code"], result["credential"], result["findings"]) == ("model_ok", "api_key", ["proxy_used"])
    assert result["proxy"] == f"http://***@127.0.0.1:{middle.port}"
    assert result["peer"] == {"address": None, "port": None, "scope": None}
    assert middle.seen[0].startswith(b"CONNECT example.openai.azure.com:443 HTTP/1.1\r\n")
    basic = base64.b64encode(b"user:pass word")
    assert b"Proxy-Authorization: Basic " + basic in middle.seen[0]
    assert not any(b"planted-key" in request for request in middle.seen)


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "proxy_denied"), (405, "proxy_denied"), (451, "proxy_denied"), (407, "proxy_auth_required")],
)
def test_a_proxy_that_refuses(ask, proxy_at, status, code):
    with Server(proxy(status, "No")) as middle:
        proxy_at(middle.port)
        result = ask(None, use_proxy=True, api_key="planted-key")
    assert (result["code"], result["outcome"], result["credential"]) == (code, "unreachable", "none")
    assert result["confidence"] == "high"
    assert result["detail"].startswith(f"the proxy http://***@127.0.0.1:{middle.port} ")


@pytest.mark.parametrize("status", [101, 301, 400, 500, 502, 503, 504])
def test_a_proxy_that_only_gives_no_connection_has_no_rule(ask, proxy_at, status):
    with Server(proxy(status, "No")) as middle:
        proxy_at(middle.port)
        result = ask(None, use_proxy=True)
    assert (result["code"], result["confidence"]) == ("proxy_denied", "low")
    assert f"did not connect to {NAME}:443 ({status})" in result["detail"]


@pytest.mark.parametrize("behave", [silent, raw(b"SSH-2.0-OpenSSH\r\n"), raw(b"")], ids=["silent", "no-http", "closes"])
def test_a_proxy_that_does_not_answer(ask, proxy_at, behave):
    with Server(behave) as middle, in_time():
        proxy_at(middle.port)
        result = ask(None, use_proxy=True, timeout=0.3)
    assert result["code"] == "proxy_unreachable"


def test_a_proxy_that_is_not_there(ask, proxy_at, closed_port):
    proxy_at(closed_port)
    result = ask(None, use_proxy=True)
    assert (result["code"], result["proxy"]) == ("proxy_unreachable", f"http://***@127.0.0.1:{closed_port}")


def test_without_use_proxy_no_variable_counts(ask, certificate, proxy_at, closed_port, monkeypatch, tmp_path):
    proxy_at(closed_port)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    (tmp_path / "netrc").write_text(f"machine {NAME} login planted password planted\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Server(raw(azure(200, {"object": "list", "data": []})), certificate) as server:
        result = ask(server)
    assert (result["code"], result["proxy"], result["findings"]) == ("model_ok", None, [])
    assert b"authorization" not in server.seen[0].lower()
    assert "CLIENT" not in ((tmp_path / "keys").read_text() if (tmp_path / "keys").exists() else "")
