# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Proxy variables: where they are set on this host, and which programs they would take a name away from."""

from __future__ import annotations

import ipaddress
import re
import shlex
import urllib.request
from collections import namedtuple

from ansible_collections.privatelink.azure_ai.plugins.module_utils._host import is_directory, list_directory, read_text

ENVIRONMENT = "environment"
SYSTEMD = "systemd"
_LOGIN_FILES = ("/etc/environment",)
_SYSTEMD_FILES = ("/etc/systemd/system.conf", "/etc/systemd/system.conf.d")

_VARIABLE = re.compile(r"(?:https?|all|no)_proxy", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"^\s*(?:export\s+|declare\s+-x\s+|typeset\s+-x\s+)?((?:https?|all|no)_proxy)=(.*)$", re.I)
_REFERENCE = re.compile(r"\$\{?(\w+)\}?")

# world: the kind of program that sees these variables; variables: name -> value, passwords included
Source = namedtuple("Source", "world name variables")


def observe(environ, root="/", run_command=None):
    """Return the Sources on this host that set proxy variables: environment, login files, systemd's manager."""
    sources = [Source("process", ENVIRONMENT, _proxy_variables(environ))]
    paths = list(_LOGIN_FILES) + [path for path in list_directory(root, "/etc/profile.d") if path.endswith(".sh")]
    known = {}
    for path in paths:
        variables = parse_assignments(read_text(root, path), known)
        known.update(variables)
        sources.append(Source("login", path, variables))
    sources.append(Source("services", SYSTEMD, _systemd_variables(root, run_command)))
    return [source for source in sources if source.variables]


def show(sources):
    """Return C(proxies), a dict from source to its variables, without the passwords, and the first C(no_proxy)."""
    proxies = {}
    for source in sources:
        proxies[source.name] = {name: without_credentials(value) for name, value in source.variables.items()}
    no_proxy = (value for source in sources for name, value in source.variables.items() if name.lower() == "no_proxy")
    no_proxy = next(no_proxy, None)
    return proxies, no_proxy and without_credentials(no_proxy)


def captures(sources, host):
    """Return which programs would send https requests for a host name to a proxy: dicts C(world proxy clients).

    Programs of one world see all its variables together, later ones in place of earlier ones.
    """
    worlds = {}
    for source in sources:
        worlds.setdefault(source.world, {}).update(source.variables)
    found = []
    for world, variables in worlds.items():
        clients_of = {}
        for client, proxy_of in _CLIENTS.items():
            proxy = proxy_of(variables, host)
            if proxy:
                clients_of.setdefault(proxy, []).append(client)
        for proxy, clients in clients_of.items():
            found.append({"world": world, "proxy": without_credentials(proxy), "clients": clients})
    return found


def without_credentials(proxy):
    """Return a proxy's URL, or what stands in its place, with all before the last C(@) but the scheme as C(***).

    Not by the rules of URLs: users write passwords with slashes, hashes and further C(@) in them, or leave out the
    scheme.
    """
    user, at, host = proxy.rpartition("@")
    if not at:
        return proxy
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", user)
    return "%s***@%s" % (scheme.group() if scheme else "", host)


def parse_assignments(text, known=None):
    """Return the proxy variables that a shell script or /etc/environment sets, references to one another filled in."""
    variables = dict(known or {})
    own = {}
    for line in text.splitlines():
        match = _ASSIGNMENT.match(line)
        if match:
            value = _REFERENCE.sub(lambda found: variables.get(found.group(1), ""), _first_word(match.group(2)))
            variables[match.group(1)] = own[match.group(1)] = value
    return {name: value for name, value in own.items() if value}


def _first_word(text):
    try:
        words = shlex.split(text, comments=True)
    except ValueError:
        words = text.strip().strip("\"'").split()
    return words[0] if words else ""


def _proxy_variables(variables):
    return {name: value for name, value in variables.items() if _VARIABLE.fullmatch(name) and value}


def _systemd_variables(root, run_command):
    variables = {}
    for path in _SYSTEMD_FILES[:1] + tuple(list_directory(root, _SYSTEMD_FILES[1])):
        for line in read_text(root, path).splitlines():
            if line.strip().startswith("DefaultEnvironment="):
                variables.update(_assigned_words(line.partition("=")[2]))
    # Else the command would wait for a manager that does not run here.
    if run_command is not None and is_directory(root, "/run/systemd/system"):
        variables.update(_manager_environment(run_command))
    return _proxy_variables(variables)


def _assigned_words(text):
    try:
        words = shlex.split(text)
    except ValueError:
        words = []
    return dict(word.split("=", 1) for word in words if "=" in word)


def _manager_environment(run_command):
    try:
        code, output, dummy = run_command(["systemctl", "show-environment"], check_rc=False, handle_exceptions=False)
    except (OSError, ValueError):
        return {}
    lines = output.splitlines() if code == 0 else []
    return {line.split("=", 1)[0]: _first_word(line.split("=", 1)[1]) for line in lines if "=" in line}


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
    return "" if urllib.request.proxy_bypass_environment(host, {"no": no_proxy}) else proxy


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
