# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which files have to change for other settings of the resolver, or to restore it: decided before any is written."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence

from .._core import commands
from .._core.files import Files
from .._host import resolver_config
from . import texts
from .guard import Store
from .managers import AUTO, HOSTS, MANAGERS, RESOLV_CONF, choose, runs
from .options import Settings

# before, after: the texts, None for no file; original: the name of the copy to restore in place of writing C(after)
Change = namedtuple("Change", "path before after original keep_changed")
# written: a dict from path to Written of what is ours from now on; undone: the paths that are no longer ours
# settings: None where no nameservers are asked for; reload: whether the manager has to take the files up
Plan = namedtuple("Plan", "manager settings changes written undone reload warnings is_removal")
# manager: the name of who takes the file up; base: the text without ours where somebody has changed the file since we
# did, to be the original from now on, else None
Written = namedtuple("Written", "manager text base")

CHANGED_SUFFIX = "~"


class Host:
    """This host, as far as its resolver is concerned."""

    def __init__(self, root="/", run=commands.run):
        """Both are for tests."""
        self._root = root
        self.files = Files(root)
        self.run = run

    def observe(self):
        """Return what C(resolver_config.observe_resolver) returns."""
        return resolver_config.observe_resolver(self._root)

    def dhcp_client(self):
        """Return what C(resolver_config.dhcp_client) returns."""
        return resolver_config.dhcp_client(self._root)

    def pins(self, names):
        """Return one line for each of the names that C(/etc/hosts) pins to an address."""
        return [
            f"line {entry['line']} of /etc/hosts pins {', '.join(entry['names'])} to {entry['address']}"
            for entry in resolver_config.hosts_entries(names, self._root)
        ]


def plan_switch(host: Host, store: Store, option: str, settings: Settings | None, unpin: Sequence[str] = ()) -> Plan:
    """Return the Plan for other settings of the resolver, and a hosts file without the names C(unpin).

    C(option) is who shall manage the resolver, C(settings) None to leave it as it is. Raises ValueError naming
    option, value and what is accepted.
    """
    ours = store.written()
    manager, written, undone = MANAGERS["hosts"], {}, []
    if settings:
        manager = _manager(host, option, settings)
        files = manager.files(settings, host.observe(), host.files.read)
        written = {path: _written(host, store, manager, path, text) for path, text in files.items()}
        undone = [path for path, entry in ours.items() if path not in written and entry["manager"] != "hosts"]
    text = host.files.read(HOSTS) or ""
    if texts.unpinned(text, unpin) != text:
        _refuse_link(host)
        written[HOSTS] = _written(host, store, MANAGERS["hosts"], HOSTS, texts.unpinned(text, unpin))
    changes = [Change(path, host.files.read(path), entry.text, None, False) for path, entry in written.items()]
    changes = [change for change in changes if change.before != change.after]
    if (manager.name, option) == ("static", AUTO) and any(change.path != HOSTS for change in changes):
        _refuse_leases(host)
    taken_back, warnings = _undone(host, store, undone)
    changes += taken_back
    reload = any(change.path != HOSTS for change in changes)
    return Plan(manager, settings, changes, written, undone, reload, warnings, False)


def plan_removal(host: Host, store: Store) -> Plan:
    """Return the Plan that leaves nothing of ours; its manager is who took the files up, None when there are none."""
    ours = store.written()
    changes, warnings = _undone(host, store, ours)
    managers = sorted((MANAGERS[entry["manager"]] for entry in ours.values()), key=lambda manager: not manager.reloads)
    manager = managers[0] if managers else None
    reload = bool(manager and manager.reloads and changes)
    if manager and reload and not runs(manager, host.run):
        reload = False
        warnings.append(f"{manager.name} is not running, so it was not reloaded")
    return Plan(manager, None, changes, {}, list(ours), reload, warnings, True)


def _manager(host, option, settings):
    """Return who manages the resolver, and can do the settings. Raises ValueError."""
    observed = host.observe()
    if host.files.kind(RESOLV_CONF) == "link" and observed["resolv_conf"] is None:
        raise ValueError(
            f"manager: {option}, but {RESOLV_CONF} is a link to a file that does not exist: start the program "
            "that writes "
            f"the file, or make {RESOLV_CONF} a plain file"
        )
    if observed["resolv_conf"] is None and option != "static":
        raise ValueError(
            f"manager: {option}, but there is no {RESOLV_CONF}, so the manager of this host's resolver is "
            "unknown: expected static, "
            "which creates the file"
        )
    manager = choose(option, observed, host.files.read, host.run)
    manager.refuse(settings, observed, host.files.read, host.run)
    return manager


def _refuse_leases(host):
    client = host.dhcp_client()
    if client:
        raise ValueError(
            f"manager: auto, but {client} runs here and would overwrite {RESOLV_CONF} at its next lease: use "
            "static if it does not "
            "(`supersede domain-name-servers` in dhclient.conf), or install resolvconf"
        )


def _refuse_link(host):
    if host.files.kind(HOSTS) == "link":
        raise ValueError(
            f"remove_pins: true, but {HOSTS} is a link, which its owner may replace: expected a plain file"
        )


def _written(host, store, manager, path, text):
    entry, base = store.written().get(path), None
    if entry and host.files.read(path) not in (None, entry["written"]):
        base = manager.without(path, host.files.read(path), entry["written"], _first(host, store, entry))
    return Written(manager.name, text, base)


def _first(host, store, entry):
    return None if entry["original"] is None else host.files.read(store.original(entry["original"]))


def _undone(host, store, paths):
    """Return the Changes that take our files back, and warnings about those that somebody has changed."""
    changes, warnings = [], []
    for path in paths:
        entry = store.written()[path]
        present, original = host.files.read(path), entry["original"]
        first = _first(host, store, entry)
        if present == entry["written"]:
            changes.append(Change(path, present, first, original, False))
            continue
        after, warning = _taken_out(MANAGERS[entry["manager"]], path, present, entry["written"], first)
        warnings.append(warning)
        if after != present:
            changes.append(Change(path, present, after, None, after is None))
    return changes, warnings


def _taken_out(manager, path, present, written, first):
    if present is None:
        return None, f"{path} was removed outside this collection; it is not restored"
    after = manager.without(path, present, written, first)
    if after is None:
        return None, f"{path} was changed outside this collection; it is removed, and kept as {path}{CHANGED_SUFFIX}"
    if after == present:
        return (
            after,
            f"{path} was changed outside this collection, and nothing of this collection is left in it; it stays as "
            "it is",
        )
    return after, f"{path} was changed outside this collection; only the lines of this collection are removed"
