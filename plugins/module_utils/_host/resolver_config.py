# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""How this host resolves names: resolv.conf and who manages it, /etc/hosts, nsswitch.conf. Read only."""

from __future__ import annotations

import os
import re
from itertools import islice

from .._core.addresses import STUB_ADDRESSES, parse_address
from .._core.files import read_start

# More than any of these files has on a sane host; the rest of a larger one is not read.
MAX_FILE_SIZE = 64 * 1024
# Some people block the hosts of advertisers in it.
MAX_HOSTS_SIZE = 1024 * 1024
# A host has so many processes at most, and fewer scripts and drop-ins.
MAX_ENTRIES = 10000
MAX_PINS = 1000
# What glibc does without a nameserver, and how many of them it asks at most.
FALLBACK_NAMESERVERS = ["127.0.0.1"]
MAX_NAMESERVERS = 3
# Those that write resolv.conf themselves, without a word in it that says so.
DHCP_CLIENTS = ("dhclient", "dhcpcd", "udhcpc")
# The sources of nsswitch.conf that look into /etc/hosts.
HOSTS_FILE_SOURCES = ("files", "resolve")

# Where the link /etc/resolv.conf leads, or what the first lines of the file say, and who then manages it.
_MANAGERS = (
    ("systemd-resolved", re.compile(r"/systemd/resolve/|systemd-resolved")),
    ("NetworkManager", re.compile(r"NetworkManager")),
    ("resolvconf", re.compile(r"resolvconf")),
)
_LINK = re.compile(r"^(Global|Link \d+ \((?P<link>[^)]+)\)):(?P<words>.*)$")


def read_text(root, path, most=MAX_FILE_SIZE):
    """Return the text of a file below C(root), an empty one when it cannot be read. Bytes that are not text are
    lost, and all behind the first C(most).
    """
    try:
        return read_start(_below(root, path), most).decode("utf-8", "replace").replace("\0", "")
    except OSError:
        return ""


def list_directory(root, path):
    """Return the sorted paths of the files in a directory below C(root), none when it cannot be read."""
    try:
        with os.scandir(_below(root, path)) as entries:
            return [f"{path}/{name}" for name in sorted(entry.name for entry in islice(entries, MAX_ENTRIES))]
    except OSError:
        return []


def is_directory(root, path):
    """Return whether there is such a directory below C(root)."""
    return os.path.isdir(_below(root, path))


def observe_resolver(root="/", output_of=None):
    """Return what this host's resolver is set up to do, as a dict.

    C(resolver) (C(systemd-resolved), C(NetworkManager), C(resolvconf), C(static)), C(nameservers), C(search),
    C(options), C(ndots), C(resolv_conf) (the file behind the link, None without one), C(resolved_nameservers) (whom the
    stub of systemd-resolved asks), C(links) (its nameservers and domains per network link) and C(nsswitch) (the sources
    of host names in their order). C(output_of) returns what a command, a list of texts, writes, None when it fails;
    without it none is run.
    """
    text = read_text(root, "/etc/resolv.conf")
    path = _resolv_conf_path(root)
    settings = parse_resolv_conf(text)
    manager = _manager(path, text, settings["nameservers"])
    # Whoever has written the file, with the stub in it systemd-resolved decides.
    uses_resolved = manager == "systemd-resolved" or uses_stub(settings)
    upstreams = parse_resolv_conf(read_text(root, "/run/systemd/resolve/resolv.conf")) if uses_resolved else None
    return dict(
        settings,
        resolver=manager,
        resolv_conf=path,
        resolved_nameservers=upstreams["nameservers"] if upstreams else [],
        links=_links(output_of) if uses_resolved and output_of else [],
        nsswitch=parse_nsswitch(read_text(root, "/etc/nsswitch.conf")),
    )


def dhcp_client(root="/"):
    """Return the name of a running program that takes the nameservers of leases into resolv.conf, None without one."""
    here = _mounts(root, "/proc/self")
    processes = [path for path in list_directory(root, "/proc") if path[6:].isdigit() and _mounts(root, path) == here]
    names = {path: read_text(root, path + "/comm").strip() for path in processes}
    clients = {name: path for path, name in names.items() if name in DHCP_CLIENTS}
    for name in DHCP_CLIENTS:
        # That of NetworkManager hands its leases on and writes nothing.
        if name in clients and "nm-dhcp-helper" not in read_text(root, clients[name] + "/cmdline"):
            return name
    return None


def used_nameservers(resolver):
    """Return the nameservers that glibc asks, addresses as texts: the first three, or this host itself."""
    return resolver["nameservers"][:MAX_NAMESERVERS] or list(FALLBACK_NAMESERVERS)


def uses_stub(resolver):
    """Return whether glibc asks the stub of systemd-resolved."""
    return not set(used_nameservers(resolver)).isdisjoint(STUB_ADDRESSES)


def upstream_nameservers(resolver, name):
    """Return whom the stub of systemd-resolved asks for a name, texts as C(IP), C(IP:port) or C([v6]:port).

    Empty without the stub. The links with the longest domain of the name have it, else those that take every name.
    """
    if not uses_stub(resolver):
        return []
    links = resolver["links"]
    if not links:
        return list(resolver["resolved_nameservers"])
    length = max((_length_of_match(link, name) for link in links), default=-1)
    if length >= 0:
        links = [link for link in links if _length_of_match(link, name) == length]
    else:
        links = [link for link in links if _takes_every_name(link)]
    # Behind a hash stands the name in the nameserver's certificate.
    return list(dict.fromkeys(server.partition("#")[0] for link in links for server in link["nameservers"]))


def _takes_every_name(link):
    # As systemd does by default: the global nameservers, and links without a domain that is for routing only.
    return link["link"] is None or not any(domain.startswith("~") for domain in link["domains"])


def _length_of_match(link, name):
    """Return the length of the longest domain of a link that the name is in, 0 for the root, -1 without one."""
    domains = [domain.lstrip("~").strip(".").lower() for domain in link["domains"]]
    matching = [domain for domain in domains if not domain or ("." + name).endswith("." + domain)]
    return max((len(domain) for domain in matching), default=-1)


def reads_hosts_file(resolver):
    """Return whether programs look into /etc/hosts. The stub of systemd-resolved does it for them."""
    sources = resolver["nsswitch"]
    return not sources or not set(sources).isdisjoint(HOSTS_FILE_SOURCES) or uses_stub(resolver)


def asks_for_ipv6(resolver):
    """Return whether programs ask the nameservers for IPv6 addresses: glibc, from 2.36 on, can be told not to."""
    return "no-aaaa" not in resolver["options"]


def parse_resolv_conf(text):
    """Return C({nameservers, search, options, ndots}) as glibc reads a resolv.conf."""
    nameservers, search, options = [], [], []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith(("#", ";")):
            continue
        if words[0] == "nameserver" and len(words) > 1:
            if _is_address(words[1]) and words[1] not in nameservers:
                nameservers.append(words[1])
        elif words[0] in ("search", "domain"):
            search = words[1:]
        elif words[0] == "options":
            options.extend(words[1:])
    return {"nameservers": nameservers, "search": search, "options": options, "ndots": _ndots(options)}


def parse_hosts(text):
    """Return the entries of a hosts file, dicts C(address names line), names in lower case."""
    return list(_entries(text))


def _entries(text, wanted=None):
    """Yield the entries that have one of the names of a set C(wanted), all of them without it."""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        names = [word.lower().rstrip(".") for word in words[1:]]
        if names and (wanted is None or not wanted.isdisjoint(names)) and _is_address(words[0]):
            yield {"address": str(parse_address(words[0])), "names": names, "line": number}


def hosts_entries(names, root="/"):
    """Return the entries of /etc/hosts that have one of C(names), the first MAX_PINS."""
    return list(islice(_entries(read_text(root, "/etc/hosts", MAX_HOSTS_SIZE), set(names)), MAX_PINS))


def parse_nsswitch(text):
    """Return the sources of host names in their order, without the actions in brackets."""
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon and key.strip() == "hosts":
            return re.sub(r"\[[^\]]*\]", " ", value).split()
    return []


def _mounts(root, process):
    """Return what tells the file systems of a process from those of others, as of a container; None when not known."""
    try:
        return os.readlink(_below(root, process + "/ns/mnt"))
    except OSError:
        return None


def _below(root, path):
    return os.path.join(root, path.lstrip("/"))


def _resolv_conf_path(root):
    path = _below(root, "/etc/resolv.conf")
    if not os.path.exists(path):
        return None
    real = os.path.realpath(path)
    base = os.path.realpath(root).rstrip("/")
    return real[len(base) :] if base and real.startswith(base + "/") else real


def _manager(path, text, nameservers):
    comments = [line for line in text.splitlines()[:20] if line.startswith(("#", ";"))]
    for evidence in [path or "", *comments]:
        for manager, pattern in _MANAGERS:
            if pattern.search(evidence):
                return manager
    return "systemd-resolved" if set(nameservers) & set(STUB_ADDRESSES) else "static"


def _links(output_of):
    domains = _words_of_links(output_of, "domain")
    return [
        {"link": link, "nameservers": nameservers, "domains": domains.get(link, [])}
        for link, nameservers in _words_of_links(output_of, "dns").items()
        if nameservers
    ]


def _words_of_links(output_of, command):
    output = output_of(["resolvectl", "--no-pager", command]) or ""
    found = filter(None, map(_LINK.match, output.splitlines()))
    return {match.group("link"): match.group("words").split() for match in found}


def _ndots(options):
    """Return the last valid C(ndots) option; glibc caps it at 15."""
    ndots = 1
    for option in options:
        if re.fullmatch(r"ndots:[0-9]{1,3}", option):
            ndots = min(int(option[6:]), 15)
    return ndots


def _is_address(text):
    try:
        parse_address(text)
    except ValueError:
        return False
    return True
