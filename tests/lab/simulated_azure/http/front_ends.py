# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The TLS front ends: one socket for each address, one thread for each connection."""

from __future__ import annotations

import selectors
import socket
import ssl
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from simulated_azure.account import DOMAINS
from simulated_azure.accounts import OWN_ACCOUNTS, REGIONS
from simulated_azure.faults import connections as connection_faults
from simulated_azure.http import data_plane
from simulated_azure.http.answers import Answer
from simulated_azure.http.endpoints import ENDPOINTS, Endpoint
from simulated_azure.journal import Journal

HANDSHAKE_SECONDS = 20
IDLE_SECONDS = 75

AZURE_HEADERS = {
    "Content-Type": "application/json",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
}


def addresses() -> dict[str, Endpoint]:
    """Every address that an account or a region has, and what it does."""
    table = {region.address: ENDPOINTS[region.endpoint] for region in REGIONS.values()}
    for account in OWN_ACCOUNTS:
        overlay = (account.overlay,) if account.overlay else ()
        table |= dict.fromkeys((*account.addresses, *overlay), ENDPOINTS[account.endpoint])
    return table


@dataclass(frozen=True)
class Journals:
    requests: Journal
    connections: Journal


class FrontEnds:
    """All listening sockets: bound when made, so that nobody can connect too early; served by `serve`."""

    def __init__(
        self, tls: Path, journals: Journals, delay: float, in_narrow: Callable[[], AbstractContextManager]
    ) -> None:
        self._journals = journals
        self._delay = delay
        self._contexts = _Contexts(tls)
        self._listeners: list[tuple[socket.socket, Endpoint]] = []
        self._kept: list[socket.socket] = []
        for address, endpoint in addresses().items():
            if endpoint.listens:
                with in_narrow() if endpoint.narrow else nullcontext():
                    self._listen(address, endpoint)

    def _listen(self, address: str, endpoint: Endpoint) -> None:
        listener = socket.create_server((address, 443), backlog=4096 if endpoint.accepts else 0)
        if endpoint.accepts:
            listener.setblocking(False)
            self._listeners.append((listener, endpoint))
        else:
            self._kept += [listener, *connection_faults.fill_queue((address, 443))]

    def serve(self) -> None:
        """Several processes may serve the same sockets."""
        threading.stack_size(512 * 1024)
        selector = selectors.DefaultSelector()
        for listener, endpoint in self._listeners:
            selector.register(listener, selectors.EVENT_READ, endpoint)
        while True:
            for key, _events in selector.select():
                try:
                    connection, client = key.fileobj.accept()
                except OSError:
                    continue  # the client gave up before its turn, or another process took it
                threading.Thread(
                    target=self._serve_connection, args=(connection, client, key.data), daemon=True
                ).start()

    def _serve_connection(self, connection: socket.socket, client: tuple, endpoint: Endpoint) -> None:
        with connection:
            local_address = connection.getsockname()[0]
            connection.settimeout(HANDSHAKE_SECONDS)
            try:
                if endpoint.on_accept:
                    self._journals.connections.write(
                        time=time.time(),
                        address=local_address,
                        client=client[0],
                        sni=None,
                        completed=False,
                        error="no TLS by design",
                    )
                    endpoint.on_accept(connection)
                    return
                secured = self._handshake(connection, local_address, client, endpoint)
                if secured is not None:
                    with secured:
                        Exchange(secured, client, local_address, endpoint, self._journals, self._delay)
            except OSError:
                pass  # the client left, which is its right

    def _handshake(
        self, connection: socket.socket, local_address: str, client: tuple, endpoint: Endpoint
    ) -> ssl.SSLSocket | None:
        secured = self._contexts.of(endpoint).wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        error = None
        try:
            secured.do_handshake()
        except OSError as exc:
            error = str(exc)
        self._journals.connections.write(
            time=time.time(),
            address=local_address,
            client=client[0],
            sni=getattr(secured, "sni", None),
            completed=error is None,
            error=error,
            version=secured.version() if error is None else None,
        )
        if error is None:
            return secured
        secured.close()
        return None


class _Contexts:
    """The TLS contexts, each made once."""

    def __init__(self, tls: Path) -> None:
        self._tls = tls
        self._of_domain = {domain: self._make(f"azure.{domain}") for domain in DOMAINS}
        self._of_endpoint: dict[Endpoint, ssl.SSLContext] = {}

    def of(self, endpoint: Endpoint) -> ssl.SSLContext:
        if endpoint.certificate == "azure" and not endpoint.restrict:
            return self._of_domain["openai.azure.com"]  # until the client names another
        if endpoint not in self._of_endpoint:
            self._of_endpoint[endpoint] = self._make(
                "azure.openai.azure.com" if endpoint.certificate == "azure" else endpoint.certificate, endpoint.restrict
            )
        return self._of_endpoint[endpoint]

    def _make(self, certificate: str, restrict: Callable[[ssl.SSLContext], None] | None = None) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._tls / f"{certificate}.pem")
        context.sni_callback = self._on_name
        if restrict:
            restrict(context)
        return context

    def _on_name(self, secured: ssl.SSLSocket, name: str | None, context: ssl.SSLContext) -> None:
        secured.sni = name
        domain = (name or "").partition(".")[2].removeprefix("privatelink.")
        if context in self._of_domain.values() and domain in self._of_domain:
            secured.context = self._of_domain[domain]


class Exchange(BaseHTTPRequestHandler):
    """The requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = IDLE_SECONDS

    def __init__(
        self,
        secured: ssl.SSLSocket,
        client: tuple,
        local_address: str,
        endpoint: Endpoint,
        journals: Journals,
        delay: float,
    ) -> None:
        self._local_address = local_address
        self._endpoint = endpoint
        self._journals = journals
        self._delay = delay
        super().__init__(secured, client, None)

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = data_plane.Request(self._local_address, self.command, self.path, headers, body)
        account = request.account
        self._journals.requests.write(
            time=time.time(),
            account=account.name if account else None,
            address=self._local_address,
            port=443,
            sni=getattr(self.connection, "sni", None),
            host=headers.get("host"),
            method=self.command,
            path=self.path,
            headers=headers,
            client=self.client_address[0],
        )
        time.sleep(self._delay)
        answer = data_plane.answer(request)
        if self._endpoint.on_request:
            self._endpoint.on_request(self, answer)
        else:
            self.send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = _answer

    def send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in AZURE_HEADERS.items():
            self.send_header(name, value)
        self.send_header("apim-request-id", str(uuid.uuid4()))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Date", self.date_time_string())
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_args: object) -> None:
        """The journal has it already."""
