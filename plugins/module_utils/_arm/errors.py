# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What failed between this host and Azure Resource Manager or Microsoft Entra ID, and the next step, as one line."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from urllib.request import getproxies, proxy_bypass

from .._auth.issuers import Inspected
from .._auth.transport import Excess, OutOfTime, Refused, Transport, causes
from .._core.text import clean, shown_url

# Azure accepts tokens whose times differ from its own clock by this much.
_CLOCK_SECONDS = 300

_RAISE_TIMEOUT = "raise timeout, or lower concurrency"
_SET_CLOCK = "set this host's clock (timedatectl, chronyc tracking) and run again"

# Numbers of OpenSSL's verification errors.
_CLOCK_CODES = {9: "is not valid yet", 10: "has expired"}
_NAME_CODE = 62

# What Entra's numbers mean here, and what to do next. Others are shown in Entra's own words.
_ENTRA = {
    "7000215": "wrong secret: it is not one of this application's: expected the secret's value, not its id",
    "7000222": "the secret has expired: create a new one (az ad app credential reset)",
    "700016": "this tenant has no such application: check client_id and tenant (wrong tenant?)",
    "90002": "wrong tenant: this cloud has none with this id or domain; check tenant and cloud_environment",
    "900023": "wrong tenant: this is neither the id nor the domain of a tenant; check tenant",
    "700024": "the clocks differ: the assertion's times are not valid at Entra; " + _SET_CLOCK,
    "700027": "the application has no such certificate, or it has expired: upload it to the application",
    "700213": "no federated credential of the application matches this token's subject: check its subject and issuer",
    "70021": "no federated credential of the application matches this token: check its subject, issuer and audience",
    "7000112": "the application is disabled in this tenant: an administrator has to enable it",
    "50126": "wrong user or password",
    "50034": "wrong user or tenant: the tenant has no such user",
    "50076": "the user needs a second factor, which a password alone does not provide: use an application",
    "50079": "the user needs a second factor, which a password alone does not provide: use an application",
    "53003": "a Conditional Access policy of the tenant blocks this: ask its administrator, or use another host",
    "500011": "this tenant does not know the Resource Manager asked for: check tenant and cloud_environment",
}
_ENTRA_NUMBER = re.compile(r"AADSTS(\d+)")


def on_the_way(exc: BaseException, url: str) -> str | None:
    """Return why a request did not reach the server of C(url), or None when an exception is not about the network."""
    found = list(causes(exc))
    host = url.partition("://")[2]
    for cause in found:
        if isinstance(cause, OutOfTime):
            return f"{cause}; {_RAISE_TIMEOUT}"
        if isinstance(cause, Excess):
            return f"{host} sends {cause}, more than is read here; check which server answers as {host}"
        if isinstance(cause, Refused):
            return f"refused {cause}; report this: an SDK has changed, or an answer from {host} named another server"
        if isinstance(cause, Inspected):
            return f"{cause}; add it if it is the authority of that server, and not of a TLS-inspecting proxy"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause, host)
    text = " ".join(str(cause) for cause in found)
    proxy = _proxy(url)
    if any(type(cause).__name__ == "ProxyError" for cause in found):
        return _at_the_proxy(text, proxy, host)
    what = _failure(found)
    if what is None:
        return None
    if proxy:
        return (
            f"{host} through the proxy {shown_url(proxy)}: {what}; check that proxy, or add "
            f"{host.partition(':')[0]} to NO_PROXY"
        )
    return (
        f"{host} is unreachable: {what}; check DNS and routes of this host. If the Internet is reachable only "
        "through a "
        "proxy, set HTTPS_PROXY: none is set for it"
    )


def _certificate(cause: ssl.SSLCertVerificationError, host: str) -> str:
    if cause.verify_code in _CLOCK_CODES:
        return "the certificate of {} {} by this host's clock ({} UTC); {}, or look for a TLS-inspecting proxy".format(
            host, _CLOCK_CODES[cause.verify_code], time.strftime("%Y-%m-%dT%H:%M", time.gmtime()), _SET_CLOCK
        )
    if cause.verify_code == _NAME_CODE:
        return f"another server answers as {host}: its certificate has other names; check DNS and proxies of this host"
    return (
        f"the certificate of {host} is not trusted here ({cause.verify_message}): a TLS-inspecting proxy or a "
        "private authority signed it; "
        "name its CA with ca_path"
    )


def _proxy(url: str) -> str | None:
    """Return the URL of the proxy that this process's environment names for a URL, or None."""
    host = url.partition("://")[2].partition("/")[0]
    return None if proxy_bypass(host) else getproxies().get("https")


def _at_the_proxy(text: str, proxy: str | None, host: str) -> str:
    shown_proxy = shown_url(proxy) if proxy else "of the environment"
    if " 407" in text:
        return f"the proxy {shown_proxy} requires authentication (407); set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"
    refused = re.search(r"Tunnel connection failed: (\d+)", text)
    if refused:
        return (
            f"the proxy {shown_proxy} refuses a connection to {host} ({refused.group(1)}); allow it in the proxy, or "
            "add it to NO_PROXY"
        )
    return f"the proxy {shown_proxy} is unreachable; correct HTTPS_PROXY, or add {host.partition(':')[0]} to NO_PROXY"


def _failure(found: Sequence[BaseException]) -> str | None:
    """Return what the socket or the libraries report, in a few words, or None."""
    for cause in found:
        if isinstance(cause, socket.gaierror) or type(cause).__name__ == "NameResolutionError":
            return "its name does not resolve"
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
        if isinstance(cause, ConnectionResetError):
            return "the connection was reset"
    names = {type(cause).__name__ for cause in found}
    if names & {"ConnectTimeout", "ConnectTimeoutError", "ServiceRequestTimeoutError"}:
        return "no connection in time"
    if names & {"ReadTimeout", "ReadTimeoutError", "ServiceResponseTimeoutError", "TimeoutError"}:
        return "no answer in time"
    for cause in found:
        if isinstance(cause, ssl.SSLError):
            return f"no TLS connection ({(cause.reason or 'it was cut').replace('_', ' ').lower()})"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
    if names & {"ServiceRequestError", "ServiceResponseError", "IncompleteReadError"}:
        return "the connection broke"
    return None


def clock_difference(transport: Transport) -> str | None:
    """Return a message when the dates in the answers of a Transport differ from this host's clock, else None."""
    seconds = transport.seconds_ahead
    if abs(seconds) <= _CLOCK_SECONDS:
        return None
    direction = "ahead of" if seconds > 0 else "behind"
    return f"this host's clock is {abs(seconds)} s {direction} Azure's (clock skew); {_SET_CLOCK}"


def refused_by_entra(exc: BaseException, secrets: Iterable[str]) -> str:
    """Return why Entra ID, or a program that relays it, returned no token."""
    text = next((str(cause) for cause in causes(exc) if _ENTRA_NUMBER.search(str(cause))), str(exc))
    number = _ENTRA_NUMBER.search(text)
    if not number:
        return clean(text, secrets)
    meaning = _ENTRA.get(number.group(1))
    return f"{meaning} (AADSTS{number.group(1)})" if meaning else clean(text[number.start() :], secrets)
