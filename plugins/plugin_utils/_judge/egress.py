# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge whether a host is blocked from an endpoint that belongs to others."""

from __future__ import annotations

from collections.abc import Sequence

from ...module_utils._catalogue.catalogue import CATALOGUE
from .._diagnosis.evidence import Endpoint, Result
from .._document.document import Check
from .check import check
from .probe import in_short, judged

# What a firewall that inspects TLS says; a storage account, for one, refuses with XML and takes the data another way.
_BLOCK_STATUS = (403, 451)
_BLOCK_TYPE = "text/html"


def egress_checks(endpoint: Endpoint, results: Sequence[Result], proxies: Sequence[str]) -> list[Check]:
    """Return the checks of the requests to an endpoint that must not be reachable at all, one for each way there.

    C(proxies) are those that the host's variables name: each is a way, whether it was asked or not. A name that does
    not resolve, or leads somewhere else, is not a firewall: such a request counts only where none went to a public
    address.
    """
    direct = [result for result in results if not result.proxied]
    telling = [result for result in direct if _reaches_azure(result) or result.public] or direct
    ways: dict[tuple[str | None, str | None, str, str, str | None], Result] = {}
    for result in telling + [result for result in results if result.proxied]:
        status, variant = _status(result)
        address = result.peer.text if result.peer else None
        ways.setdefault((result.proxy, address, result.code, status, variant), result)
    asked = {_place(result.proxy) for result in results if result.proxy}
    unasked = {_place(proxy): proxy for proxy in proxies if _place(proxy) not in asked}
    return [_egress(endpoint, result, status, variant) for (*_way, status, variant), result in ways.items()] + [
        check(
            endpoint,
            "egress",
            "egress",
            "unknown",
            "egress_unproved",
            variant="unasked",
            proxy=proxy,
            proxy_place=place,
            observed=f"no request through {proxy}",
        )
        for place, proxy in unasked.items()
    ]


def _place(proxy: str) -> str:
    """Return host and port of a proxy's URL, which may have lost its scheme together with its password."""
    return proxy.rpartition("@")[2].rpartition("://")[2].partition("/")[0].lower()


def _egress(endpoint: Endpoint, result: Result, status: str, variant: str | None) -> Check:
    if status == "fail":
        return judged(endpoint, "egress", "egress", "fail", "egress_open", result)
    if status == "pass":
        way = f" through the proxy {result.proxy}" if result.proxy else ""
        summary = f"{endpoint.name} is kept away{way} ({result.code})"
        return check(endpoint, "egress", "egress", "pass", summary=summary, observed=result.code)
    return judged(
        endpoint, "egress", "egress", "unknown", "egress_unproved", result, variant=variant, reason=in_short(result)
    )


def _status(result: Result) -> tuple[str, str | None]:
    """Return C((status, variant)): whether a request shows the way to be open, closed, or neither and why."""
    code = result.code
    if _reaches_azure(result):
        return "fail", None
    if code == "proxy_denied" and not result.doubtful:
        return "pass", None
    if CATALOGUE[code].link == "proxy":
        # A dead proxy may come back, one that wants a password lets those pass who have it, and one that itself
        # does not get through has no rule against it.
        return "unknown", "asks" if code == "proxy_auth_required" else "proxy"
    if not result.proxied and not result.public:
        return "unknown", None
    if CATALOGUE[code].certificate_refused:
        return "unknown", "unverified"
    refused = CATALOGUE[code].link in ("tcp", "tls") and not result.doubtful
    return ("pass", None) if refused or _is_block_page(result) else ("unknown", "unclear")


def _is_block_page(result: Result) -> bool:
    content_type = str(result.http.headers.get("content-type") or "")
    return (
        result.code == "http_not_azure"
        and result.certified
        and result.http.status in _BLOCK_STATUS
        and content_type.lower().startswith(_BLOCK_TYPE)
    )


def _reaches_azure(result: Result) -> bool:
    return bool(CATALOGUE[result.code].azure_answered)
