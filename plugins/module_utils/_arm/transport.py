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
import time
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

CONNECT_SECONDS = 10
READ_SECONDS = 10
RETRIES = 3
_CONNECTIONS = 64  # kept open; more than that may be made


class OutOfTime(Exception):
    """The deadline leaves no time for another request, or for the wait that Azure asks for."""


class Refused(Exception):
    """A request that this collection never sends."""


class Hopeless(Exception):
    """What the same request would meet again: a certificate that does not verify, or a proxy that refuses."""


class Transport:
    """What a pipeline of azure-core sends with; safe to share by threads and clients.

    All that the SDKs send goes through here, so a request which is refused here is sent by no part of them. It is no
    subclass of azure-core's, which would have to be imported for it.
    """

    def __init__(self, deadline, ca_path=None, post_to=None, only=None):
        """Allow C(GET); to the server of the URL C(only) alone where that is given, and C(POST) to that of C(post_to)."""
        import requests
        from azure.core.pipeline.transport import RequestsTransport

        silence()
        session = requests.Session()
        # No .netrc, which would take the token's place, and no variables but those of proxies.
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.mount("https://", requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS))
        self._proxies_for = requests.utils.get_environ_proxies
        self._sender = RequestsTransport(session=session)
        self._deadline = deadline
        self._verify = trust(ca_path)
        self._post_to = post_to and _server(post_to)
        self._only = only and _server(only)
        self.seconds_ahead = 0  # of this host's clock, by the last answer

    def send(self, request, **options):
        """Send as RequestsTransport.send does. Raises Refused, OutOfTime and Hopeless beside its errors."""
        self._check(request.method, request.url)
        left = self._deadline.remaining()
        if left <= 0:
            raise OutOfTime(f"the time was over before {urlsplit(request.url).hostname} was asked")
        options.update(
            connection_timeout=min(CONNECT_SECONDS, left),
            read_timeout=min(READ_SECONDS, left),
            connection_verify=self._verify,
            proxies=self._proxies_for(request.url),
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

    def _compare_clocks(self, date):
        with contextlib.suppress(TypeError, ValueError, IndexError, OverflowError):
            self.seconds_ahead = int(time.time() - email.utils.parsedate_to_datetime(date).timestamp())

    def _check(self, method, url):
        server = _server(url)
        if server[0] != "https":
            raise Refused(f"a request without TLS, to {server[1]}")
        if self._only and server != self._only:
            raise Refused(f"a request to {server[1]}, where only {self._only[1]} is to be asked")
        if method != "GET" and not (method == "POST" and server == self._post_to):
            raise Refused(f"a {method} to {server[1]}: this collection only reads")

    def sleep(self, seconds):
        """Wait between two tries, as the retry policy asks. Raises OutOfTime when there is no time for it."""
        left = self._deadline.remaining()
        if seconds >= left:
            raise OutOfTime(
                f"Azure is busy or throttles this caller: the next try was due in {seconds} s and {left} s were left"
            )
        self._sender.sleep(seconds)

    def open(self):
        """Open the session."""
        self._sender.open()

    def close(self):
        """Close the connections."""
        self._sender.close()

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *unused):
        self.close()


def causes(exc):
    """Yield an exception and everything that libraries packed into it."""
    waiting, seen = [exc], set()
    while waiting:
        current = waiting.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [getattr(current, name, None) for name in ("inner_exception", "reason", "__cause__", "__context__")]
        waiting += current.args


def _server(url):
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def trust(ca_path=None):
    """Return what requests is to verify with: C(ca_path), else the OS store, else (V(True)) the one of requests.

    The OS store, because that is where the authority of an inspecting firewall is installed.
    """
    if ca_path:
        return ca_path
    paths = ssl.get_default_verify_paths()
    return next((path for path in (paths.openssl_cafile, paths.openssl_capath) if path and os.path.exists(path)), True)


def silence():
    """Keep the libraries' warnings off stderr: what matters of them is in the errors they raise."""
    for name in ("azure", "msal", "urllib3"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
