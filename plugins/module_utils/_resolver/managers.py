# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Who manages a host's resolver: which files say what it does, how they are taken up, and whether they were.

Each manager has C(name), C(reloads) (commands; a switch runs the first, a restoration one after the other until one
succeeds), C(rewrites) (whether it writes resolv.conf itself), C(look) (a command that shows more) and the methods of
Manager. C(observed) is what C(_host.resolver_config.observe_resolver) returns, C(read) gives the text of a file, None
without one, and C(run) is C(_core.commands.run).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .._host.resolver_config import uses_stub
from . import texts

AUTO = "auto"
COMMAND_SECONDS = 5
RELOAD_SECONDS = 15
RESOLV_CONF = "/etc/resolv.conf"
HOSTS = "/etc/hosts"

_GENERATED = re.compile(r"[gG]enerated by\s+(?P<program>\S+)")


class Manager:
    """What is the same for most managers."""

    name: str
    reloads: Sequence[list[str]] = ()
    rewrites = False
    look: str = f"ls -l {RESOLV_CONF}"

    def refuse(self, settings, observed, read, run):
        """Raise ValueError, naming option, value and what is expected, where this manager cannot do the settings."""
        self._refuse_domains(settings, "which asks the same nameservers for every name")

    def files(self, settings, observed, read):
        """Return the files that say the settings, a dict from path to text."""
        raise NotImplementedError

    def without(self, path, text, written, original):
        """Return a file that somebody changed, without what is ours; None when all of it is ours to remove.

        C(text) is what it is now, C(written) what we wrote, C(original) what was there before, None for nothing.
        """
        return

    def in_effect(self, settings, observed):
        """Return None when the host does the settings, else what it does."""
        first = observed["nameservers"][: len(settings.nameservers)]
        return None if first == list(settings.nameservers) else _names_instead(RESOLV_CONF, observed["nameservers"])

    def _refuse_domains(self, settings, why):
        if settings.routing_domains:
            raise ValueError(
                "routing_domains: {} cannot be used: this host's resolver is managed by {}, {}: expected an empty "
                "list here; "
                "routing domains need the stub of systemd-resolved, or NetworkManager with dns=dnsmasq".format(
                    ", ".join("~" + domain for domain in settings.routing_domains), self.name, why
                )
            )


class SystemdResolved(Manager):
    """A drop-in with global nameservers, for all names or for the routing domains."""

    name = "systemd-resolved"
    reloads = (["systemctl", "restart", "systemd-resolved.service"],)
    look = "resolvectl status; journalctl -n 20 -u systemd-resolved"
    path = "/etc/systemd/resolved.conf.d/50-privatelink.conf"

    def refuse(self, settings, observed, read, run):
        if not runs(self, run):
            raise _not_running(self.name)
        if not uses_stub(observed):
            self._refuse_domains(settings, f"but programs do not ask its stub, as {RESOLV_CONF} does not name it")

    def files(self, settings, observed, read):
        return {self.path: texts.resolved_drop_in(settings)}

    def in_effect(self, settings, observed):
        if set(settings.nameservers) <= set(observed["resolved_nameservers"]):
            return None
        return _names_instead("systemd-resolved", observed["resolved_nameservers"])


class NetworkManager(Manager):
    """Global DNS in place of that of its connections, or a drop-in for its dnsmasq."""

    name = "NetworkManager"
    reloads = (["nmcli", "general", "reload"], ["systemctl", "reload", "NetworkManager.service"])
    rewrites = True
    look = "nmcli general status; journalctl -n 20 -u NetworkManager"
    path = "/etc/NetworkManager/conf.d/50-privatelink.conf"
    dnsmasq_path = "/etc/NetworkManager/dnsmasq.d/50-privatelink.conf"

    def refuse(self, settings, observed, read, run):
        if not runs(self, run):
            raise _not_running(self.name)
        if not settings.routing_domains:
            return
        if not _asks_local(observed):
            self._refuse_domains(settings, "which asks the same nameservers for every name without dns=dnsmasq")
        if settings.search:
            raise ValueError(
                f"search: {', '.join(settings.search)}; with routing_domains NetworkManager keeps the "
                "search domains of its connections: expected an empty list"
            )

    def files(self, settings, observed, read):
        if settings.routing_domains:
            return {self.dnsmasq_path: texts.dnsmasq_drop_in(settings)}
        search = [domain for domain in observed["search"] if domain.strip(".")]
        return {self.path: texts.network_manager_global_dns(settings, search, observed["options"])}

    def in_effect(self, settings, observed):
        # Whom a local dnsmasq asks shows in what names resolve to.
        return None if _asks_local(observed) else super().in_effect(settings, observed)


class Resolvconf(Manager):
    """Lines before and after those of the network interfaces, whose nameservers stay behind as the last resort."""

    name = "resolvconf"
    reloads = (["resolvconf", "-u"],)
    rewrites = True
    look = f"resolvconf -l; ls -l {RESOLV_CONF}"
    directory = "/etc/resolvconf/resolv.conf.d"

    def refuse(self, settings, observed, read, run):
        super().refuse(settings, observed, read, run)
        if read(self.directory + "/head") is None:
            raise ValueError(
                f"manager: resolvconf, but there is no {self.directory}/head: expected Debian's resolvconf, not "
                "openresolv. Set "
                "name_servers in /etc/resolvconf.conf yourself"
            )

    def files(self, settings, observed, read):
        parts = {
            "head": ["nameserver " + server for server in settings.nameservers],
            # The last line with search domains counts.
            "tail": ["search " + " ".join(settings.search)] if settings.search else [],
        }
        found = {}
        for part, lines in parts.items():
            path = f"{self.directory}/{part}"
            text = read(path)
            if lines or texts.has_block(text or ""):
                found[path] = texts.with_block(text or "", lines)
        return found

    def without(self, path, text, written, original):
        return texts.without_block(text) or (None if original is None else "")


class Static(Manager):
    """The plain file, with other nameservers and all else as it was. Programs notice by themselves."""

    name = "static"

    def refuse(self, settings, observed, read, run):
        super().refuse(settings, observed, read, run)
        path = observed["resolv_conf"]
        if path and path.startswith(("/run/", "/proc/", "/dev/")):
            raise _somebody_else(f"it is a link to {path}, which another program writes at every start")

    def files(self, settings, observed, read):
        path = observed["resolv_conf"] or RESOLV_CONF
        return {path: texts.with_directives(read(path) or "", settings)}

    def without(self, path, text, written, original):
        return texts.without_directives(text, written, original or "")


class HostsFile(Manager):
    """Which names are pinned to addresses. Programs read it at each look-up."""

    name = "hosts"
    look = f"cat {HOSTS}"

    def without(self, path, text, written, original):
        # Lines that were taken out do not come back: whoever has changed the file may not want them.
        return text


MANAGERS = {
    manager.name: manager for manager in (SystemdResolved(), NetworkManager(), Resolvconf(), Static(), HostsFile())
}


def choose(option, observed, read, run):
    """Return the Manager of this host. Raises ValueError where the option C(manager) contradicts what is there."""
    # Whoever has written resolv.conf, with the stub in it systemd-resolved decides.
    found = MANAGERS["systemd-resolved" if uses_stub(observed) else observed["resolver"]]
    if found.name == "static":
        program = _generator(read(RESOLV_CONF) or "")
        if program and option != "static":
            raise _somebody_else(f"it says that {program} generated it")
    if option in (AUTO, found.name):
        return found
    if option == "static" and not runs(found, run):
        return MANAGERS["static"]
    raise ValueError(
        f"manager: {option}, but {found.name} manages this host's resolver, as {RESOLV_CONF} "
        f"shows{_link_target(observed)}: expected auto or {found.name}"
    )


def runs(manager, run):
    """Return whether a manager, other than the static one, is at work."""
    if manager.name == "resolvconf":
        return run(["resolvconf", "--updates-are-enabled"], COMMAND_SECONDS)[1] is None
    return run(["systemctl", "is-active", manager.name + ".service"], COMMAND_SECONDS)[1] is None


def _generator(text):
    comments = [line for line in text.splitlines()[:20] if line.startswith(("#", ";"))]
    found = next(filter(None, map(_GENERATED.search, comments)), None)
    return found.group("program").rstrip(".,") if found else None


def _asks_local(observed):
    return observed["nameservers"][:1] in (["127.0.0.1"], ["127.0.1.1"], ["::1"])


def _link_target(observed):
    path = observed["resolv_conf"]
    return f" (a link to {path})" if path and path != RESOLV_CONF else ""


def _names_instead(who, servers):
    return f"{who} names {', '.join(servers) or 'no nameserver'}"


def _not_running(name):
    return ValueError(
        f"manager: {name} manages this host's resolver but is not running: start it (systemctl start {name}), or "
        f"use static if it no longer writes {RESOLV_CONF}"
    )


def _somebody_else(what):
    return ValueError(
        f"manager: auto, but {RESOLV_CONF} is not a plain file: {what}, and would overwrite it: expected the "
        "manager of this host "
        "(systemd-resolved, NetworkManager or resolvconf), or static if no other program writes the file"
    )
