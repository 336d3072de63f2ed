# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""How programs read proxy variables: which of them would take a name away."""

from __future__ import annotations

import ipaddress
import re

from .._core.text import without_credentials


def captures(sources, host):
    """Return which programs would send https requests for a host name to a proxy: dicts C(world proxy clients).

    Programs of one world see all its variables together, later ones in place of earlier ones.
    """
    found = []
    for world, variables in _worlds(sources).items():
        clients_of: dict[str, list[str]] = {}
        for client, proxy_of in _CLIENTS.items():
            proxy = proxy_of(variables, host)
            if proxy:
                clients_of.setdefault(proxy, []).append(client)
        for proxy, clients in clients_of.items():
            found.append({"world": world, "proxy": without_credentials(proxy), "clients": clients})
    return found


def first_capturing(sources, host):
    """Return C((source, proxy)) of the first proxy that takes https requests for a host name away, None without one.

    C(source) is the name of the Source that sets it, and C(proxy) its URL as it stands there, password included.
    """
    for world, variables in _worlds(sources).items():
        for proxy_of in _CLIENTS.values():
            proxy = proxy_of(variables, host)
            if proxy:
                names = [source.name for source in sources if source.world == world]
                setting = [
                    source.name for source in sources if source.world == world and proxy in source.variables.values()
                ]
                return (setting or names)[-1], proxy
    return None


def _worlds(sources):
    """Return the variables of each world, as a dict of dicts."""
    worlds: dict[str, dict[str, str]] = {}
    for source in sources:
        worlds.setdefault(source.world, {}).update(source.variables)
    return worlds


def _value(variables, *names):
    return next((variables[name] for name in names if variables.get(name)), "")


def _curl_proxy(variables, host):
    """See curl's url.c and noproxy.c: lower case first, commas or spaces, domains with or without a leading dot."""
    proxy = _value(variables, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    no_proxy = _value(variables, "no_proxy", "NO_PROXY")
    if no_proxy.strip() == "*":
        return ""
    domains = [word.strip(".").lower() for word in re.split(r"[,\s]+", no_proxy)]
    return "" if any(domain and _is_within(host, domain) for domain in domains) else proxy


def _python_proxy(variables, host):
    """The standard library's own rules: lower case first, commas only, no wildcard but a lone star."""
    proxy = _value(variables, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    no_proxy = _value(variables, "no_proxy", "NO_PROXY")
    if not proxy:
        return ""
    # Imported here, with the standard library's HTTP: most hosts have no proxy.
    import urllib.request

    # typeshed does not know it.
    bypassed = urllib.request.proxy_bypass_environment(host, {"no": no_proxy})  # type: ignore[attr-defined]
    return "" if bypassed else proxy


def _go_proxy(variables, host):
    """See golang.org/x/net/http/httpproxy: upper case first, no ALL_PROXY, a leading dot means subdomains only."""
    proxy = _value(variables, "HTTPS_PROXY", "https_proxy")
    for word in _value(variables, "NO_PROXY", "no_proxy").split(","):
        word = word.strip().lower()
        if word == "*" or _go_matches(word, host):
            return ""
    return proxy


def _go_matches(word, host):
    domain, colon, port = word.rpartition(":")
    if colon and port.isdigit():
        if port != "443":
            return False
        word = domain
    if not word or _is_network(word):
        return False
    if word.startswith("*."):
        word = word[1:]
    if word.startswith("."):
        return host.endswith(word)
    return _is_within(host, word)


def _is_network(word):
    try:
        ipaddress.ip_network(word, strict=False)
    except ValueError:
        return False
    return True


def _is_within(host, domain):
    return host == domain or host.endswith("." + domain)


_CLIENTS = {"curl": _curl_proxy, "python": _python_proxy, "go": _go_proxy}
