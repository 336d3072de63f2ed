# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The last step of every request of Azure's SDKs: what may be sent where, and how long it may take."""

from __future__ import annotations

import contextlib
import email.utils
import logging
import os
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

from .._core.deadline import Deadline

CONNECT_SECONDS = 10
READ_SECONDS = 10
RETRIES = 3
_CONNECTIONS = 64  # kept open; more than that may be made

_MIB = 1024 * 1024
# Far more than Azure answers: a page of 1,000 resources has about 2 MiB, a full private DNS zone 250 pages.
ANSWER_BYTES = 8 * _MIB
# A token has 2 KiB, those with many groups 10.
TOKEN_BYTES = 64 * 1024
READ_BYTES = 64 * _MIB
READ_REQUESTS = 1000
# Of JSON in one answer, by what stands before each; a page has 50,000. One of three bytes takes 70 when it is read.
ANSWER_VALUES = 500_000
_SEPARATORS = (b"{", b"[", b",")

# Those whose decoded parts are bounded by the size of the encoded ones; another is neither asked for nor decoded.
_ENCODINGS = ("gzip", "deflate")


class OutOfTime(Exception):
    """The deadline leaves no time for another request, or for the wait that Azure asks for."""


class Refused(Exception):
    """A request that this collection never sends."""


class Hopeless(Exception):
    """What would fail again in the same way: a certificate that does not verify, or a proxy that refuses."""


class Excess(Exception):
    """An answer, or a list of many pages, that is longer than what is read of Azure."""


class _Reading(threading.local):
    """What the current thread received so far: every read has a thread of its own (see Arm.read)."""

    requests = 0
    bytes = 0


class Transport:
    """What a pipeline of azure-core sends with; safe to share by threads and clients.

    Everything that the SDKs send goes through here, so no part of them sends a request that is refused here. It is not
    a subclass of azure-core's, which would have to be imported for it.
    """

    def __init__(
        self,
        deadline: Deadline,
        ca_path: str | None = None,
        post_to: str | None = None,
        only: str | None = None,
        most: int = ANSWER_BYTES,
        plain: Iterable[str] = (),
        issuers: frozenset[str] = frozenset(),
    ) -> None:
        """Allow C(GET), only to the server of the URL C(only) if given, and C(POST) to the server of C(post_to).

        C(most) bytes of an answer are read. C(plain) are URLs of services of this host, which are asked without TLS
        and never through a proxy. C(issuers) are the organizations whose certificates count, all without any.
        """
        import requests

        from .connections import Adapter

        silence()
        session = requests.Session()
        # No .netrc, which would replace the token, and no variables except those of proxies.
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers["Accept-Encoding"] = ", ".join(_ENCODINGS)
        # Called before the body is read.
        session.hooks["response"].append(self._bound)
        for scheme in ("http://", "https://"):
            session.mount(scheme, Adapter(issuers, pool_maxsize=_CONNECTIONS))
        self._proxies_for = requests.utils.get_environ_proxies
        self._session = session
        self._deadline = deadline
        self._verify = trust(ca_path)
        self._post_to = post_to and _server(post_to)
        self._only = only and _server(only)
        self._most = most
        self._plain = {_server(url) for url in plain}
        self._reading = _Reading()
        self.seconds_ahead = 0  # of this host's clock, by the last answer

    @cached_property
    def _sender(self) -> Any:
        from azure.core.pipeline.transport import RequestsTransport

        return RequestsTransport(session=self._session)

    def send(self, request: Any, **options: Any) -> Any:
        """Send as RequestsTransport.send does. Raises Refused, OutOfTime, Excess and Hopeless in addition to its
        errors.
        """
        self._check(request.method, request.url)
        self._reading.requests += 1
        if self._reading.requests > READ_REQUESTS:
            raise Excess(f"a list of more than {READ_REQUESTS:,} pages, which may never end")
        left = self._deadline.remaining()
        if left <= 0:
            raise OutOfTime(f"the time was up before {urlsplit(request.url).hostname} was asked")
        options.update(
            connection_timeout=min(CONNECT_SECONDS, left),
            read_timeout=min(READ_SECONDS, left),
            connection_verify=self._verify,
            proxies={} if _server(request.url) in self._plain else self._proxies_for(request.url),
        )
        try:
            answer = self._sender.send(request, **options)
        except Exception as exc:  # of azure-core, which is not imported here for its names
            if any(
                isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ == "ProxyError"
                for cause in causes(exc)
            ):
                raise Hopeless(str(exc)) from exc  # the retry policy would try three times more
            raise
        self._compare_clocks(answer.headers.get("Date"))
        return answer

    def _bound(self, answer: Any, **unused: Any) -> None:
        answer.raw = _Bounded(answer.raw, self._count)

    def _count(self, answer_bytes: int, part_bytes: int) -> None:
        """Count a part of an answer's body, decoded. Raises Excess and OutOfTime where the rest is not read."""
        self._reading.bytes += part_bytes
        if answer_bytes > self._most:
            most = f"{self._most // _MIB} MiB" if self._most >= _MIB else f"{self._most // 1024} KiB"
            raise Excess(f"an answer of more than {most}")
        if self._reading.bytes > READ_BYTES:
            raise Excess(f"a list of more than {READ_BYTES // _MIB} MiB")
        if self._deadline.expired():
            raise OutOfTime("the time was up before an answer had arrived")

    def _compare_clocks(self, date: Any) -> None:
        with contextlib.suppress(TypeError, ValueError, IndexError, OverflowError):
            self.seconds_ahead = int(time.time() - email.utils.parsedate_to_datetime(date).timestamp())

    def _check(self, method: str, url: str) -> None:
        server = _server(url)
        if server in self._plain:
            return
        if server[0] != "https":
            raise Refused(f"a request without TLS, to {server[1]}")
        if self._only and server != self._only:
            raise Refused(f"a request to {server[1]}, where only {self._only[1]} may be asked")
        if method != "GET" and not (method == "POST" and server == self._post_to):
            raise Refused(f"a {method} to {server[1]}: this collection only reads")

    def sleep(self, seconds: float) -> None:
        """Wait between two tries, as the retry policy asks. Raises OutOfTime when there is not enough time."""
        left = self._deadline.remaining()
        if seconds >= left:
            raise OutOfTime(
                "Azure is busy or throttles this caller: the next try was due in "
                f"{seconds:.0f} s and {left:.0f} s were left"
            )
        self._sender.sleep(seconds)

    def open(self) -> None:
        """Open the session."""
        self._sender.open()

    def close(self) -> None:
        """Close the connections."""
        self._sender.close()

    def __enter__(self) -> Transport:
        self.open()
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()


class _Bounded:
    """The body of an answer in place of urllib3's, of which no more is read than C(count) allows."""

    def __init__(self, body: Any, count: Callable[[int, int], None]) -> None:
        self._body = body
        self._count = count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def stream(self, size: int, **unused: Any) -> Iterator[bytes]:
        """Yield the parts of the body, decoded, as requests asks for them."""
        decode = self._body.headers.get("Content-Encoding", "").lower() in _ENCODINGS
        received = values = 0
        try:
            for part in self._body.stream(size, decode_content=decode):
                received += len(part)
                values += sum(map(part.count, _SEPARATORS))
                self._count(received, len(part))
                if values > ANSWER_VALUES:
                    raise Excess(f"an answer of more than {ANSWER_VALUES:,} values")
                yield part
        except (Excess, OutOfTime):
            self._body.close()  # what is left of it would be taken for the next answer
            raise


def causes(exc: BaseException) -> Iterator[BaseException]:
    """Yield an exception and every exception that libraries wrapped in it."""
    waiting: list[Any] = [exc]
    visited: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if not isinstance(current, BaseException) or id(current) in visited:
            continue
        visited.add(id(current))
        yield current
        waiting += [getattr(current, name, None) for name in ("inner_exception", "reason", "__cause__", "__context__")]
        waiting += current.args


def _server(url: str) -> tuple[str, str]:
    """Return C((scheme, server)), equal for all spellings of one server: C(HOST.:443) is C(host)."""
    parts = urlsplit(url)
    # Whatever stands before the host is sent in place of the token.
    user, at, _host = parts.netloc.rpartition("@")
    host = (parts.hostname or "").rstrip(".")
    port = "" if parts.port in (None, 443) else f":{parts.port}"
    return parts.scheme, f"{user}{at}[{host}]{port}" if ":" in host else f"{user}{at}{host}{port}"


def trust(ca_path: str | None = None) -> str | bool:
    """Return what requests must verify with: C(ca_path), else the OS store, else (V(True)) that of requests.

    The OS store, because that is where the authority of an inspecting firewall is installed.
    """
    if ca_path:
        return ca_path
    paths = ssl.get_default_verify_paths()
    return next((path for path in (paths.openssl_cafile, paths.openssl_capath) if path and os.path.exists(path)), True)


def silence() -> None:
    """Keep the libraries' warnings off stderr: what matters is in the errors they raise."""
    for name in ("azure", "msal", "urllib3"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
