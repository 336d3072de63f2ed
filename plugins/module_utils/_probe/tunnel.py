# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""HTTP proxies: which one the environment names for an endpoint, and a tunnel through it."""

from __future__ import annotations

import base64
import http.client
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from .._core.libraries import check_version
from .._core.sockets import MAX_HEAD, LayerError, display
from .._core.text import shown_url

# By these a proxy says that its rules do not allow the destination.
_FORBIDDEN = (403, 405, 451)


class Proxy(NamedTuple):
    """A proxy to go through: C(shown) is its URL without credentials."""

    host: str
    port: int
    authorization: str | None
    shown: str

    def __repr__(self):
        return f"Proxy({self.shown})"


def require_requests():
    """Raise ImportError where requests, which reads the environment, is missing or too old."""
    import requests

    check_version("requests", requests.__version__)


def from_environment(endpoint):
    """Return the Proxy that this process's environment names for an https URL, or None when it names none.

    Read as C(requests) reads it, C(no_proxy) included, because that is what other programs do. Raises LayerError
    C(proxy_unreachable) for a proxy that no http:// URL describes.
    """
    # Imported here: few tasks use the proxy of the environment, and the import takes longer than many requests.
    from requests.utils import get_environ_proxies, select_proxy

    url = select_proxy(endpoint, get_environ_proxies(endpoint, no_proxy=None))
    return from_url(url) if url else None


def from_url(url):
    """Return the Proxy of a URL, the scheme of which may be missing. Raises LayerError C(proxy_unreachable)."""
    try:
        parts = urlsplit(url if "://" in url else "http://" + url)
        proxy = Proxy(parts.hostname or "", parts.port or 80, _basic(parts), shown_url(parts.geturl()))
    except ValueError:
        proxy = None
    # A slash in a password ends the host for urlsplit: what then stands before it is not a host.
    if not proxy or not proxy.host or parts.scheme != "http" or "@" in parts.path + parts.query + parts.fragment:
        raise LayerError(
            "proxy_unreachable",
            f"the proxy {shown_url(url)} of the environment cannot be used: expected an http:// URL, with special "
            "characters of its password written as %XX",
            "low",
        )
    return proxy


def _basic(parts):
    if parts.username is None:
        return None
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(pair.encode("utf-8")).decode("ascii")


def open_tunnel(sock, proxy, host, port):
    """Ask the proxy behind the connected TimedSocket for a tunnel to C(host):C(port); afterwards the socket is it.

    Only the proxy's own credentials are sent. Raises LayerError C(proxy_*).
    """
    target = display(host, port)
    request = http.client.HTTPConnection(proxy.host, proxy.port)
    request.sock = sock
    sock.most = MAX_HEAD
    try:
        request.putrequest("CONNECT", target, skip_host=True, skip_accept_encoding=True)
        request.putheader("Host", target)
        if proxy.authorization:
            request.putheader("Proxy-Authorization", proxy.authorization)
        request.endheaders()
        # As for HEAD, there is no body: what follows the headers belongs to the tunnel.
        answer = http.client.HTTPResponse(sock, method="HEAD")
        answer.begin()
        status = answer.status
        answer.close()
        sock.most = None
    except (http.client.HTTPException, OSError) as exc:
        raise LayerError("proxy_unreachable", f"the proxy {proxy.shown} did not answer CONNECT") from exc
    if status == 407:
        raise LayerError("proxy_auth_required", f"the proxy {proxy.shown} requires authentication (407)")
    if status in _FORBIDDEN:
        raise LayerError("proxy_denied", f"the proxy {proxy.shown} refused to connect to {target} ({status})")
    if not 200 <= status < 300:
        # Most often it could not resolve or reach the target: that is not a rule against it.
        raise LayerError(
            "proxy_denied",
            (
                f"the proxy {proxy.shown} did not connect to {target} ({status}): it may have failed to reach it, or "
                "have a rule against it"
            ),
            "low",
        )
