# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Host names and endpoint URLs as users write them."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")


def host_name(text):
    """Return the host name of a host name or URL: lower case, without trailing dot, IDN labels as xn-- (IDNA 2003).

    Raises ValueError naming the value and what is accepted.
    """
    value = str(text).strip()
    try:
        host = urlsplit(value).hostname if "://" in value else value
        host = (host or "").rstrip(".").encode("idna").decode("ascii").lower()
    except ValueError as exc:
        raise _refused(text, "") from exc
    labels = host.split(".")
    # No top-level domain is a number: 10.0.14.400 is a mistyped address, and 127.1 one that getaddrinfo understands.
    if _is_address(host) or labels[-1].isdigit():
        raise _refused(text, ", not an IP address")
    if len(host) > 253 or not all(len(label) < 64 and _LABEL.fullmatch(label) for label in labels):
        raise _refused(text, "")
    return host


def endpoint_host(url):
    """Return C((host, port)) of an https endpoint URL, the host as host_name gives it.

    Raises ValueError naming the value and what is accepted.
    """
    try:
        parts = urlsplit(str(url).strip())
        port = parts.port or 443
    except ValueError as exc:
        raise _endpoint_refused(url) from exc
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise _endpoint_refused(url)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise _endpoint_refused(url)
    if _is_address(parts.hostname):
        raise ValueError(
            "%r names an IP address, which no certificate of the service names; "
            "accepted is the account's own name, with the address in connect_to" % (url,)
        )
    return host_name(parts.hostname), port


def _refused(text, more):
    return ValueError(
        "%r is no host name; accepted is a host name or URL such as example.openai.azure.com%s"
        % (without_user(str(text)), more)
    )


def _endpoint_refused(url):
    return ValueError(
        "%r is no endpoint; accepted is an https URL without user, path or query, such as https://example.openai.azure.com/"
        % without_user(str(url))
    )


def without_user(url):
    """Return a URL with the user and password before its host replaced by C(***)."""
    return re.sub(r"(?<=//)[^/?#]*@", "***@", url)


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
