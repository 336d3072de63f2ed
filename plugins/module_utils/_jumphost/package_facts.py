# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Packages of a host: which are installed, which its sources know, and whether these can be reached. Nothing is
fetched.
"""

from __future__ import annotations

import os
import re
from collections import namedtuple
from urllib.parse import urlsplit

from .._host.resolver_config import read_text

_PORTS = {"http": 80, "https": 443}
_LOCAL = ("file", "copy")

_DPKG = ["dpkg-query", "--show", "--showformat=${db:Status-Abbrev} ${Package}\\n"]
_RPM = ["rpm", "--query", "--all", "--queryformat=ii %{NAME}\\n"]
_INSTALLED_BY = {"Debian": _DPKG, "RedHat": _RPM, "AzureLinux": _RPM, "Suse": _RPM}

_APT_CANDIDATE = re.compile(r"  Candidate: (?P<version>\S+)")
_APT_VERSION = re.compile(r" (?:\*\*\*|   ) (?P<version>\S+)(?: -?[0-9]+)?")
_APT_SOURCE = re.compile(r" +-?[0-9]+ (?P<url>[a-z+]+:\S+) .*")
_APT_PROXY = re.compile(r'^Acquire::https?::Proxy\S* "(?!DIRECT)[^"]', re.MULTILINE)
_DNF_PROXY = re.compile(r"^proxy\s*=\s*\S", re.MULTILINE)
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY")

# tool: apt or dnf; candidates: name -> version or None, None when the sources cannot be asked;
# urls: name -> where it would come from; is_proxied: a proxy goes there in this host's stead
Source = namedtuple("Source", "tool candidates urls is_proxied")
NO_SOURCE = Source(None, None, {}, False)


def installed(names, family, output_of):
    """Return which of the packages are installed, in the order asked; None when the host does not tell.

    A path counts as installed when there is such a file, for packages that provide it under various names.
    """
    listing = output_of(_INSTALLED_BY[family]) if family in _INSTALLED_BY else None
    if listing is None:
        return None
    there = {words[1] for words in map(str.split, listing.splitlines()) if len(words) == 2 and words[0][1:2] == "i"}
    return [name for name in names if name in there or (name.startswith("/") and os.path.exists(name))]


def sources_of(names, family, environ, output_of, root="/"):
    """Return the Source of the packages, from what the host has in its caches."""
    if not names:
        return NO_SOURCE
    is_proxied = any(environ.get(name) for name in _PROXY_VARIABLES)
    if family == "Debian":
        output = output_of(["apt-cache", "policy", *names])
        if output is None:
            return NO_SOURCE._replace(tool="apt")
        is_proxied = is_proxied or bool(_APT_PROXY.search(output_of(["apt-config", "dump", "Acquire"]) or ""))
        return _source("apt", names, parse_apt_policy(output), is_proxied)
    if family == "RedHat":
        output = output_of(["dnf", "--quiet", "--cacheonly", "repoquery", "--location", *names])
        # Without its cache dnf fails, or finds nothing at all.
        if not output:
            return NO_SOURCE._replace(tool="dnf")
        is_proxied = is_proxied or bool(_DNF_PROXY.search(read_text(root, "/etc/dnf/dnf.conf")))
        return _source("dnf", names, parse_locations(output), is_proxied)
    return NO_SOURCE


def _source(tool, names, found, is_proxied):
    return Source(
        tool,
        {name: found[name][0] if name in found else None for name in names},
        {name: found[name][1] for name in names if name in found},
        is_proxied,
    )


def parse_apt_policy(output):
    """Return C({name: (candidate, urls)}) from what apt-cache policy writes."""
    found: dict[str, tuple[str, list[str]]] = {}
    name, version = "", None
    for line in output.splitlines():
        if line.endswith(":") and not line.startswith(" "):
            name, version = line[:-1], None
            continue
        candidate = _APT_CANDIDATE.fullmatch(line)
        if candidate:
            if candidate.group("version") != "(none)":
                found[name] = (candidate.group("version"), [])
            continue
        source = _APT_SOURCE.fullmatch(line)
        if source:
            if name in found and version == found[name][0]:
                found[name][1].append(source.group("url"))
            continue
        heading = _APT_VERSION.fullmatch(line)
        version = heading.group("version") if heading else version
    return found


def parse_locations(output):
    """Return C({name: (version, urls)}) from the URLs of RPM packages, the last of a name as its candidate."""
    found = {}
    for url in output.split():
        parts = url.rpartition("/")[2].rsplit("-", 2)
        if len(parts) == 3 and url.endswith(".rpm"):
            found[parts[0]] = (f"{parts[1]}-{parts[2][:-4].rpartition('.')[0]}", [url])
    return found


def servers_of(source):
    """Return the C((text, host, port)) to reach for the packages of a Source, none that a proxy would reach."""
    if source.is_proxied:
        return []
    urls = [url for found in source.urls.values() for url in found]
    return list(dict.fromkeys(filter(None, map(_server, urls))))


def is_reachable(source, reached):
    """Return whether every package has a place it can be fetched from, None when that is not known.

    C(reached) maps the servers to whether they accepted a connection.
    """
    if not source.urls:
        return None
    verdicts = [_is_any_reachable(source, urls, reached) for urls in source.urls.values()]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _is_any_reachable(source, urls, reached):
    verdicts = [_is_one_reachable(source, url, reached) for url in urls]
    if True in verdicts:
        return True
    return None if None in verdicts or not verdicts else False


def _is_one_reachable(source, url, reached):
    scheme = url.partition(":")[0]
    if scheme in _LOCAL:
        return os.path.exists(urlsplit(url).path)
    return reached.get(_server(url)) if not source.is_proxied else None


def _server(url):
    """Return C((text, host, port)) of a server's URL, None for what is not a server or in no form that is known."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (f"{parts.hostname}:{port}", parts.hostname, port) if port and parts.hostname else None
