# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server can do instead of sending the answer. Each is given the HTTP handler and the answer it should send."""

from __future__ import annotations

import functools
import gzip
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from simulated_azure.faults.connections import reset_on_close
from simulated_azure.http.answers import Answer

Behaviour = Callable[[BaseHTTPRequestHandler, Answer], None]

AZURE = {"Content-Type": "application/json", "apim-request-id": "8f0c8a57-1a38-4c5f-9f0f-3f2f1a000001"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
CHUNK = b" " * 65536


def _write(
    handler: BaseHTTPRequestHandler,
    status: str,
    headers: dict[str, str],
    body: bytes = b"",
    length: int | None = None,
    version: str = "HTTP/1.1",
) -> None:
    """Writes a whole answer, with a Content-Length that may lie, and closes the connection after it."""
    lines = [f"{version} {status}", *(f"{name}: {value}" for name, value in headers.items())]
    if version == "HTTP/1.1" and "Transfer-Encoding" not in headers:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    handler.wfile.write("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
    handler.wfile.flush()
    handler.close_connection = True


def _answering(status: str, headers: dict[str, str], body: bytes, length: int | None = None) -> Behaviour:
    return lambda handler, answer: _write(handler, status, headers, body, length)


def _never_answers(handler: BaseHTTPRequestHandler, _answer: Answer) -> None:
    handler.rfile.read(1)  # returns when the client has gone
    handler.close_connection = True


def _drip(handler: BaseHTTPRequestHandler, text: bytes) -> None:
    for position in range(len(text)):
        handler.wfile.write(text[position : position + 1])
        handler.wfile.flush()
        time.sleep(0.2)


def _drips(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    _write(handler, "200 OK", AZURE, length=len(answer.body))
    _drip(handler, answer.body)


def _drips_headers(handler: BaseHTTPRequestHandler, _answer: Answer) -> None:
    _drip(handler, b"HTTP/1.1 200 OK\r\n" + b"x-padding: a long one that takes its time\r\n" * 20)


def _resets_request(handler: BaseHTTPRequestHandler, _answer: Answer) -> None:
    reset_on_close(handler.connection)
    handler.close_connection = True


def _resets_body(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    _write(handler, "200 OK", AZURE, answer.body[:20], len(answer.body))
    time.sleep(0.1)  # a reset at once would overtake the body
    _resets_request(handler, answer)


def _closes_request(handler: BaseHTTPRequestHandler, _answer: Answer) -> None:
    handler.close_connection = True


def _endless(handler: BaseHTTPRequestHandler, _answer: Answer) -> None:
    _write(handler, "200 OK", {**AZURE, "Transfer-Encoding": "chunked"})
    while True:
        handler.wfile.write(f"{len(CHUNK):x}\r\n".encode() + CHUNK + b"\r\n")


def _huge(handler: BaseHTTPRequestHandler, _answer: Answer) -> None:
    _write(handler, "200 OK", AZURE, length=2 << 30)
    for _chunk in range((2 << 30) // len(CHUNK)):
        handler.wfile.write(CHUNK)


@functools.cache
def _bomb() -> bytes:
    return gzip.compress(bytes(32 << 20))


def _continues(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    handler.send(answer)


def _garbage(handler: BaseHTTPRequestHandler, _answer: Answer) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2p1\r\n")
    handler.close_connection = True


def _in_envelope(body: bytes) -> bytes:
    return (
        b'{"id":"cmpl-1","object":"text_completion","created":1,"model":"gpt-35-turbo","choices":'
        b'[{"text":"' + body + b'"'
    )


BEHAVIOURS: dict[str, Behaviour] = {
    "never_answers": _never_answers,
    "drips": _drips,
    "drips_headers": _drips_headers,
    "resets_request": _resets_request,
    "resets_body": _resets_body,
    "closes_request": _closes_request,
    "redirects": _answering("302 Found", {"Location": "https://login.example.net/openai/models"}, b""),
    "moves": _answering("301 Moved Permanently", {"Location": "https://www.corp.example/new/place"}, b""),
    "waf": _answering(
        "403 Forbidden", HTML, b"<html><head><title>Request blocked</title></head><body>Forbidden.</body></html>"
    ),
    "portal": _answering(
        "200 OK", HTML, b"<html><head><title>Sign in</title></head><body>Accept the terms of use.</body></html>"
    ),
    "gateway": _answering(
        "401 Access Denied",
        {
            "Content-Type": "application/json",
            "WWW-Authenticate": 'AzureApiManagementKey realm="https://gateway.azure-api.net/openai",name="api-key",type="header"',
        },
        b'{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include '
        b'subscription key when making requests to an API." }',
    ),
    "endless": _endless,
    "huge": _huge,
    "bomb": lambda handler, answer: _write(handler, "200 OK", {**AZURE, "Content-Encoding": "gzip"}, _bomb()),
    "invalid_utf8": _answering(
        "200 OK", AZURE, _in_envelope(b"\xff\xfe\x80") + b',"index":0,"finish_reason":"stop"}],"usage":{}}'
    ),
    "nan": _answering("200 OK", AZURE, _in_envelope(b"x") + b',"index":NaN,"finish_reason":"stop"}],"usage":{}}'),
    "duplicate_keys": _answering(
        "200 OK", AZURE, _in_envelope(b"x") + b',"index":0,"finish_reason":"stop"}],"usage":{},"id":"cmpl-2"}'
    ),
    "short_body": lambda handler, answer: _write(handler, "200 OK", AZURE, answer.body, len(answer.body) + 100),
    "garbage": _garbage,
    "teapot": _answering(
        "418 I'm a teapot", AZURE, b'{"error":{"code":"Teapot","message":"An answer that nobody has documented."}}'
    ),
    "continues": _continues,
    "http_1_0": lambda handler, answer: _write(
        handler, f"{answer.status} OK", AZURE | answer.headers, answer.body, version="HTTP/1.0"
    ),
}
