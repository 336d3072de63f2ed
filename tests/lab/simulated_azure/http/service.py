# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Small HTTP services that answer JSON: one socket each, one thread for each connection, TLS where it is wanted."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from simulated_azure.journal import Journal

IDLE_SECONDS = 75


class Service(ThreadingHTTPServer):
    """The socket of one service: bound when made, so that nobody can ask too early; served by `serve`."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(
        self, address: tuple[str, int], handler: type[Exchange], journal: Journal, context: ssl.SSLContext | None = None
    ) -> None:
        self.journal = journal
        self._context = context
        super().__init__(address, handler)

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # it may have been served before
        self.socket.bind(self.server_address)  # without asking DNS for the address's name, as HTTPServer does

    def get_request(self) -> tuple:
        connection, client = super().get_request()
        if self._context:  # the handshake is for the connection's own thread
            connection = self._context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, client

    def handle_error(self, *_args: object) -> None:
        """The client left, which is its right."""

    def serve(self) -> None:
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Exchange(BaseHTTPRequestHandler):
    """The requests of one connection. Subclasses answer them in `respond`."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = IDLE_SECONDS

    def respond(self) -> None:
        raise NotImplementedError

    def _receive(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.respond()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _receive

    @property
    def url_path(self) -> str:
        return urlsplit(self.path).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    @property
    def host(self) -> str:
        return self.headers.get("Host", "")

    def send(self, status: int, document: object, headers: Mapping[str, str] | None = None, **seen: object) -> None:
        """Sends the document, or a text as it is; `seen` goes to the journal too."""
        self._note(status, seen)
        text = isinstance(document, str)
        body = (document if text else json.dumps(document)).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "text/plain" if text else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in {"Date": self.date_time_string(), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def say_nothing(self, **seen: object) -> None:
        """Leaves the client without an answer until it goes; the journal has null for the status."""
        self._note(None, seen)
        self.close_connection = True
        self.rfile.read(1)

    def _note(self, status: int | None, seen: Mapping[str, object]) -> None:
        self.server.journal.write(
            time=time.time(),
            method=self.command,
            path=self.url_path,
            query=self.query,
            status=status,
            host=self.host,
            address=self.connection.getsockname()[0],
            client=self.client_address[0],
            **seen,
        )

    def log_message(self, *_args: object) -> None:
        """The journal has it already."""
