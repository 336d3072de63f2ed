# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP side: one request in, one answer out, and the log of both."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from simulated_controller.answers import Json
from simulated_controller.routes import Answer

Respond = Callable[[str, str, bytes, str], Answer]


@dataclass(frozen=True)
class Request:
    method: str
    path: str  # with the query
    body: Json  # secrets as sent; the text where it is not JSON
    authorization: str
    status: int


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.requests: list[Request] = []
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Exchange)

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)  # without asking DNS for the address's name, as HTTPServer does
        self.server_address = self.socket.getsockname()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def _respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        authorization = self.headers.get("Authorization", "")
        with self.server.lock:
            answer = self.server.respond(self.command, self.path, body, authorization)
            self.server.requests.append(Request(self.command, self.path, _readable(body), authorization, answer.status))
        content, kind = b"", "application/json"
        if isinstance(answer.body, str):
            content = answer.body.encode()
            kind = "text/html" if answer.status == 404 else "text/plain"
        elif answer.body is not None:
            content = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("X-API-Product-Name", "AWX")
        if content:
            self.send_header("Content-Type", kind)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _respond

    def log_message(self, *_args: object) -> None:
        """The log is `Server.requests`."""


def _readable(body: bytes) -> Json:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode(errors="replace")
