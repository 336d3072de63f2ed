# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Connections of requests to servers that are not trusted: their heads are bounded, and common names do not count.

Imported late, because it imports requests.
"""

from __future__ import annotations

import http.client
import ssl
from typing import Any

from .._core.sockets import MAX_HEAD, TooMuch
from .issuers import Inspected, may_issue, organization_of

try:
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
except ImportError:  # who imports this imports requests first, and says what is missing
    HTTPAdapter = HTTPConnection = HTTPSConnection = object  # type: ignore[assignment, misc]
    HTTPConnectionPool = HTTPSConnectionPool = object  # type: ignore[assignment, misc]


class _Head:
    """What an answer is read from, up to its body."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self._left = MAX_HEAD

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self.stream.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise TooMuch(f"more than {MAX_HEAD} bytes of headers were sent")
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class _Response(http.client.HTTPResponse):
    """The standard library reads a hundred headers of 64 KiB each, and any number of 100 Continue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fp: Any = _Head(self.fp)

    def begin(self) -> None:
        """Read the head."""
        super().begin()
        if isinstance(self.fp, _Head):
            self.fp = self.fp.stream


class _Plain(HTTPConnection):
    response_class = _Response


class _Secure(HTTPSConnection):
    response_class = _Response
    issuers: frozenset[str] = frozenset()

    def connect(self) -> None:
        """Connect, through the tunnel of a proxy if there is one. Raises Inspected before anything is sent inside."""
        super().connect()
        if self.issuers:
            secured: Any = self.sock
            organization = organization_of(secured.getpeercert().get("issuer"))
            if not may_issue(organization, self.issuers):
                self.close()
                raise Inspected(self.host, organization)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


def _pools(issuers: frozenset[str]) -> dict[str, Any]:
    class Secure(_Secure):
        pass

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    Secure.issuers = issuers
    return {"http": _PlainPool, "https": SecurePool}


class Adapter(HTTPAdapter):
    """requests' transport over such connections, to servers with certificates of C(issuers) if there are any."""

    def __init__(self, issuers: frozenset[str] = frozenset(), **options: Any) -> None:
        self._pools = _pools(issuers)
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*args, ssl_context=_context(), **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Return the pools of a proxy."""
        manager = super().proxy_manager_for(*args, ssl_context=_context(), **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _context() -> ssl.SSLContext:
    # By hand: those of the libraries write what decrypts a secret to the file that SSLKEYLOGFILE names, and urllib3
    # before 2.0 takes the common name of a certificate where it has no other.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.hostname_checks_common_name = False
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
