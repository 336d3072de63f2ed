# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Host names and endpoint URLs as users write them."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from .text import SECRET_LOOKING, shown, without_user

MAX_NAME = 253
MAX_LABEL = 63

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
# The dots of RFC 3490.
_DOT = re.compile("[.\u3002\uff0e\uff61]")
_PORT = re.compile(r":[0-9]*$")

_NAME_ALONE = re.compile(r"[A-Za-z0-9-]{1,63}(?:[.][A-Za-z0-9-]{1,63})+/?")


def host_name(text: object) -> str:
    """Return the host name of a host name or URL: lower case, without trailing dot, IDN labels as xn-- (IDNA 2003).

    Raises ValueError with the value and what was expected.
    """
    if text is None:
        raise _refused(text, "")
    value, written = str(text).strip(), ""
    try:
        written = (urlsplit(value).hostname if "://" in value else value) or ""
        written = re.sub(r"\.$", "", _DOT.sub(".", written))
        host = written.encode("idna").decode("ascii").lower()
    except ValueError as exc:
        raise _refused(text, _mistake(written, str(exc))) from exc
    mistake = _mistake(host, "")
    if mistake or not all(map(_LABEL.fullmatch, host.split("."))):
        raise _refused(text, mistake)
    return host


def _mistake(host: str, error: str) -> str:
    """Return what is wrong with a host name, as the end of the error message; empty if it is not known.

    C(error) is the error of the conversion of an internationalized name.
    """
    labels = host.split(".")
    without_port = _PORT.sub("", host)
    # No top-level domain is a number: 10.0.14.400 is a mistyped address, and 127.1 one that getaddrinfo understands.
    if _is_address(host) or _is_address(without_port.strip("[]")) or without_port.rpartition(".")[2].isdigit():
        return ", not an IP address"
    if without_port != host:
        return ", without a port"
    if "*" in host:
        return ", not a wildcard"
    if host and "" in labels:
        return ", without empty labels"
    if "too long" in error or any(len(label) > MAX_LABEL for label in labels):
        return f", with labels of {MAX_LABEL} characters at most"
    return f", of {MAX_NAME} characters at most" if len(host) > MAX_NAME else ""


def endpoint_host(url: str) -> tuple[str, int]:
    """Return C((host, port)) of an https endpoint URL, the host as host_name gives it.

    Raises ValueError with the value and what was expected.
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
            f"{_shown(url)} is not a valid endpoint, as no certificate of the service covers an IP address: expected "
            "the account's own name, with the address in connect_to"
        )
    return host_name(parts.hostname), port


def _refused(text: object, more: str) -> ValueError:
    written = shown(repr(without_user(text) if isinstance(text, str) else text), limit=500)
    return ValueError(
        f"{written} is not a valid host name: expected a host name or URL such as example.openai.azure.com{more}"
    )


def _shown(url: object) -> str:
    """Return a URL as messages show it: a query or a fragment may hold a secret, or a key may be given for a URL."""
    written = re.sub(r"[?#].*", "?***", without_user(str(url)), flags=re.DOTALL)
    return shown(SECRET_LOOKING.sub("***", repr(written)), limit=200)


def _endpoint_refused(url: object) -> ValueError:
    written = str(url).strip()
    name = written.rstrip("/")
    is_name = len(name) <= MAX_NAME and _NAME_ALONE.fullmatch(written) and not SECRET_LOOKING.search(written)
    meant = f"; did you mean https://{name}/?" if is_name else ""
    return ValueError(
        f"{_shown(url)} is not a valid endpoint: expected an https URL without user, path or query, "
        f"such as https://example.openai.azure.com/{meant}"
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def name_pattern(name: str) -> str:
    """Return the extended regular expression, as sed and grep read it, that stands for a name.

    Without a backslash, which Ansible would double where it shows the command.
    """
    return re.sub(r"[^A-Za-z0-9_-]", r"[\g<0>]", name)
