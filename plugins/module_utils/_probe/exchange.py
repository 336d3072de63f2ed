# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""HTTP: one request over a connection that stands already, its answer read within bounds."""

from __future__ import annotations

import html
import http.client
import re
import socket
from typing import NamedTuple

from .._core.sockets import MAX_HEAD, LayerError, TooMuch
from .._core.text import shown

MAX_BODY = 1024 * 1024
# It is read in parts: a buffer for all of it would be made at once, for each connection.
_PART = 4096
# The lengths of tiny chunks are most of what is sent, and take long to read: so much more than the double of the body.
_LENGTHS = 32 * 1024

USER_AGENT = "ansible-privatelink.azure_ai"

# The answer headers that say something about the path; all others stay unread.
SHOWN_HEADERS = (
    "policy-id",
    "apim-request-id",
    "x-ms-region",
    "x-ms-client-request-id",
    "azureml-model-session",
    "retry-after",
    "retry-after-ms",
    "www-authenticate",
    "server",
    "via",
    "content-type",
)
SHOWN_PATTERN = re.compile(r"x-ratelimit-[a-z-]{1,40}")
MAX_HEADERS = 20

_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{1,1000})", re.IGNORECASE)
_MAX_HEAD = 16384
_MAX_TITLE = 100


class Answer(NamedTuple):
    """What came back: header names in lower case, the body as it was sent, at most MAX_BODY bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


def exchange(tls, host, port, request, credential_headers):
    """Send an C(operations.Request) over a TimedTLSSocket and return the Answer. The socket is closed afterwards.

    C(host) is the name of the Host header. Redirects are not followed, nothing is decompressed. Raises LayerError
    C(http_*); the answer's status and headers, when they arrived, are in its C(answer).
    """
    headers = {
        "Host": host if port == 443 else f"{host}:{port}",
        "User-Agent": USER_AGENT,
        "Accept": "application/json",
        "Accept-Encoding": "identity",
    }
    if request.body is not None:
        headers.update({"Content-Type": "application/json", "Content-Length": str(len(request.body))})
    answer: Answer | None = None
    tls.most = tls.received + MAX_HEAD
    try:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = tls
        connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in {**headers, **credential_headers}.items():
            connection.putheader(name, value)
        connection.endheaders(request.body)
        response = connection.getresponse()
        answer = Answer(response.status, {name.lower(): response.getheader(name, "") for name in response.headers}, b"")
        return answer._replace(body=_body(response, answer.headers, tls))
    except LayerError as exc:
        exc.answer = answer
        raise
    except (http.client.HTTPException, OSError, ValueError):
        failure = _failure(tls, answer)
        failure.answer = answer
        # Not "from exc": the exceptions' tracebacks hold the request, and with it the credential.
        raise failure from None
    finally:
        tls.close()


def _body(response, headers, tls):
    length = headers.get("content-length", "")
    length = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else None
    if length is not None and length > MAX_BODY:
        raise LayerError("http_too_large", f"the answer announces {length} bytes, of which at most {MAX_BODY} are read")
    start = tls.received
    body = bytearray()
    while len(body) <= MAX_BODY:
        tls.most = start + 2 * (len(body) + _PART) + _LENGTHS
        part = response.read(min(_PART, MAX_BODY + 1 - len(body)))
        if not part:
            break
        body += part
    if tls.failure is not None:
        raise _failure(tls, body)
    if len(body) > MAX_BODY:
        raise LayerError("http_too_large", f"the answer is longer than {MAX_BODY} bytes")
    if length is not None and "transfer-encoding" not in headers and len(body) < length:
        # http.client compares them only where it reads all at once.
        raise LayerError("http_malformed", f"the answer ended after {len(body)} of {length} bytes")
    return bytes(body)


def _failure(tls, begun):
    """Return the LayerError of a failed exchange, by the socket's own record of it; C(begun) is None in the headers."""
    where = "before the answer" if not tls.received else "in the middle of the answer"
    if isinstance(tls.failure, TooMuch):
        if begun is None:
            return LayerError("http_malformed", f"the headers of the answer are longer than {MAX_HEAD} bytes")
        return LayerError("http_malformed", "the lengths of the answer's chunks are longer than the answer")
    if isinstance(tls.failure, socket.timeout):
        return LayerError("http_timeout", f"the deadline passed {where}")
    if tls.failure is not None or not tls.received:
        return LayerError("http_reset", f"the connection was cut {where}")
    return LayerError("http_malformed", "the answer is not valid HTTP")


def title_of(answer):
    """Return the title of an HTML page, None for any other answer."""
    if "html" not in answer.headers.get("content-type", "").lower():
        return None
    found = _TITLE.search(answer.body[:_MAX_HEAD].decode("utf-8", "replace"))
    return html.unescape(" ".join(found.group(1).split()))[:_MAX_TITLE] or None if found else None


def shown_headers(headers, secret=None):
    """Return the part of an answer's headers that results show, in lower case, printable and without C(secret)."""
    names = sorted(name for name in headers if name in SHOWN_HEADERS or SHOWN_PATTERN.fullmatch(name))
    return {shown(name, secret): shown(headers[name], secret) for name in names[:MAX_HEADERS]}
