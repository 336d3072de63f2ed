# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forward proxies outside the VNet, for CONNECT: they resolve names again, as the Internet does. A new one is one row.

`code` is what probing the healthy account through it must give.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

import dns.message

from simulated_azure.dns import zones
from simulated_azure.dns.server import resolve
from simulated_azure.journal import Journal

PORT = 3128


@dataclass(frozen=True)
class Proxy:
    name: str
    address: str
    broken: str
    code: str
    refusal: tuple[int, str] | None = None  # status, and the Proxy-Authenticate header that comes with 407
    answers: bool = True
    listens: bool = True


PROXIES = (
    Proxy("open", "192.0.2.80", "resolves the name outside the VNet", "gate_public_access_disabled"),
    Proxy("denies", "192.0.2.81", "does not allow this destination", "proxy_denied", refusal=(403, "")),
    Proxy("asks", "192.0.2.82", "wants a password", "proxy_auth_required", refusal=(407, 'Basic realm="lab"')),
    Proxy("closed", "192.0.2.83", "nobody listens", "proxy_unreachable", listens=False),
    Proxy("mute", "192.0.2.84", "never answers the CONNECT", "proxy_unreachable", answers=False),
)


class ProxyServer:
    """The socket of one proxy: bound when made, served by `serve`."""

    def __init__(self, proxy: Proxy, journal: Journal) -> None:
        self._proxy = proxy
        self._journal = journal
        self._listener = socket.create_server((proxy.address, PORT), backlog=512)

    def serve(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection, client = self._listener.accept()
            threading.Thread(target=self._serve_connection, args=(connection, client), daemon=True).start()

    def _serve_connection(self, connection: socket.socket, client: tuple) -> None:
        with connection, contextlib.suppress(OSError):  # the client left, which is its right
            _Connect(connection, client, self._proxy, self._journal)


class _Connect(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    rbufsize = 0  # what follows the CONNECT is for the destination

    def __init__(self, connection: socket.socket, client: tuple, proxy: Proxy, journal: Journal) -> None:
        self._proxy = proxy
        self._journal = journal
        super().__init__(connection, client, None)

    def _handle(self) -> None:
        self.close_connection = True
        self._journal.write(
            time=time.time(),
            proxy=self._proxy.name,
            client=self.client_address[0],
            method=self.command,
            target=self.path,
            headers=dict(self.headers.items()),
        )
        if not self._proxy.answers:
            self.rfile.read(1)  # returns when the client has gone
        elif self._proxy.refusal:
            status, challenge = self._proxy.refusal
            self._refuse(status, challenge)
        elif self.command != "CONNECT":
            self._refuse(405)
        else:
            self._relay()

    do_CONNECT = do_GET = do_POST = do_HEAD = _handle

    def _refuse(self, status: int, challenge: str = "") -> None:
        self.send_response_only(status)
        if challenge:
            self.send_header("Proxy-Authenticate", challenge)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def _relay(self) -> None:
        host, _colon, port = self.path.rpartition(":")
        try:
            upstream = socket.create_connection((_resolve(host), int(port)), timeout=10)
        except OSError:
            self._refuse(502)
            return
        with upstream:
            self.send_response_only(200, "Connection established")
            self.end_headers()
            upstream.settimeout(None)
            self.connection.settimeout(None)
            back = threading.Thread(target=_copy, args=(upstream, self.connection), daemon=True)
            back.start()
            _copy(self.connection, upstream)
            back.join()

    def log_message(self, *_args: object) -> None:
        """The journal has it already."""


def _resolve(host: str) -> str:
    response = resolve(dns.message.make_query(host, "A"), zones.view("public"))
    addresses = [record.address for rrset in response.answer for record in rrset if hasattr(record, "address")]
    return addresses[0] if addresses else host


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
