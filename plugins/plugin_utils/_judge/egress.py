# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge whether a host is kept from an endpoint of somebody else."""

from __future__ import annotations

from ...module_utils._catalogue.catalogue import CATALOGUE
from .check import check
from .observation import is_certified, is_doubtful, is_public, peer_address
from .probe import by_proxy, code_of, in_short, judged

# What a firewall that inspects TLS says; a storage account, for one, refuses with XML and takes the data another way.
_BLOCK_STATUS = (403, 451)
_BLOCK_TYPE = "text/html"


def egress_checks(subject, results, proxies):
    """Return the checks of the requests to an endpoint that must not be reachable at all, one for each way there.

    C(proxies) are those that the host's variables name: each is a way, whether it was asked or not. A name that does
    not resolve, or leads somewhere else, is no firewall: such a request counts only where none went to a public
    address.
    """
    direct = [result for result in results if not by_proxy(result)]
    telling = [result for result in direct if _reaches_azure(result) or is_public(subject, result)] or direct
    ways = {}
    for result in telling + [result for result in results if by_proxy(result)]:
        reading = _reading(subject, result)
        ways.setdefault((result.get("proxy"), peer_address(result), code_of(result), reading), result)
    asked = {_place(result["proxy"]) for result in results if result.get("proxy")}
    unasked = {_place(proxy): proxy for proxy in proxies if _place(proxy) not in asked}
    return [_egress(subject, result, *way[-1]) for way, result in ways.items()] + [
        check(
            subject,
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


def _place(proxy):
    """Return host and port of a proxy's URL, which may have lost its scheme together with its password."""
    return proxy.rpartition("@")[2].rpartition("://")[2].partition("/")[0].lower()


def _egress(subject, result, status, variant):
    if status == "fail":
        return judged(subject, "egress", "egress", "fail", "egress_open", result)
    if status == "pass":
        code = code_of(result)
        way = f" through the proxy {result['proxy']}" if result.get("proxy") else ""
        return check(
            subject, "egress", "egress", "pass", summary=f"{subject.name} is kept away{way} ({code})", observed=code
        )
    return judged(
        subject, "egress", "egress", "unknown", "egress_unproved", result, variant=variant, reason=in_short(result)
    )


def _reading(subject, result):
    """Return C((status, variant)): whether a request shows the way to be open, closed, or neither and why."""
    code = code_of(result)
    if _reaches_azure(result):
        return "fail", None
    if code == "proxy_denied" and not is_doubtful(result):
        return "pass", None
    if CATALOGUE[code].link == "proxy":
        # A dead proxy may come back, one that wants a password lets those pass who have it, and one that itself
        # does not get through has no rule against it.
        return "unknown", "asks" if code == "proxy_auth_required" else "proxy"
    if not by_proxy(result) and not is_public(subject, result):
        return "unknown", None
    if CATALOGUE[code].certificate_refused:
        return "unknown", "unverified"
    refused = CATALOGUE[code].link in ("tcp", "tls") and not is_doubtful(result)
    return ("pass", None) if refused or _is_block_page(subject, result) else ("unknown", "unclear")


def _is_block_page(subject, result):
    http = result.get("http") or {}
    kind = (http.get("headers") or {}).get("content-type") or ""
    return (
        code_of(result) == "http_not_azure"
        and is_certified(subject, result)
        and http.get("status") in _BLOCK_STATUS
        and kind.lower().startswith(_BLOCK_TYPE)
    )


def _reaches_azure(result):
    return CATALOGUE[code_of(result)].azure_answered
