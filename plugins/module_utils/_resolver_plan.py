# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which files have to change for the wanted resolver, or for none of ours: found out before any is touched."""

from __future__ import annotations

from collections import namedtuple

from ansible_collections.privatelink.azure_ai.plugins.module_utils import _host, _resolver_commands
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver_files import Files
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver_managers import (
    MANAGERS,
    RESOLV_CONF,
    choose,
    runs,
)

# before, after: the texts, None for no file; original: the name of the copy to put back in place of writing C(after)
Change = namedtuple("Change", "path before after original keep_changed")
# written: a dict from path to text of all that is ours afterwards; undone: the paths that are ours no longer
# wanted: None for a removal; reload: whether the manager is to be told
Plan = namedtuple("Plan", "manager wanted changes written undone reload warnings")

CHANGED_SUFFIX = "~"


class Host:
    """This host, as far as its resolver is concerned."""

    def __init__(self, root="/", run=_resolver_commands.run):
        """Both are for tests."""
        self._root = root
        self.files = Files(root)
        self.run = run

    def observe(self):
        """Return what C(_host.observe_resolver) returns."""
        return _host.observe_resolver(self._root)

    def pins(self, names):
        """Return one line for each of the names that C(/etc/hosts) pins to an address."""
        return [
            "line %d of /etc/hosts pins %s to %s" % (entry["line"], ", ".join(entry["names"]), entry["address"])
            for entry in _host.hosts_entries(names, self._root)
        ]


def plan_switch(host, store, manager_option, wanted):
    """Return the Plan for the wanted resolver. Raises ValueError naming option, value and what is accepted."""
    observed = host.observe()
    if host.files.kind(RESOLV_CONF) == "link" and observed["resolv_conf"] is None:
        raise ValueError(
            "manager: %s, but %s is a link to a file that does not exist; accepted is a link whose owner runs: start "
            "it, or make %s a plain file" % (manager_option, RESOLV_CONF, RESOLV_CONF)
        )
    if observed["resolv_conf"] is None and manager_option != "static":
        raise ValueError(
            "manager: %s, but there is no %s, so nothing tells who manages this host's resolver; accepted is static, "
            "which makes the file" % (manager_option, RESOLV_CONF)
        )
    manager = choose(manager_option, observed, host.files.read, host.run)
    manager.refuse(wanted, observed, host.files.read, host.run)
    written = manager.files(wanted, observed, host.files.read)
    changes = [Change(path, host.files.read(path), text, None, False) for path, text in written.items()]
    undone, warnings = _undone(host, store, set(written))
    changes = [change for change in changes if change.before != change.after]
    return Plan(manager, wanted, changes + undone, written, _no_longer_ours(store, written), True, warnings)


def plan_removal(host, store):
    """Return the Plan that leaves nothing of ours; its manager is who took the files up, None when there are none."""
    changes, warnings = _undone(host, store, ())
    names = [entry["manager"] for entry in (store.state() or {"files": {}})["files"].values()]
    manager = MANAGERS[names[0]] if names else None
    tell = bool(manager and manager.reloads and changes)
    if tell and not runs(manager, host.run):
        tell = False
        warnings.append("%s does not run, so it was not told" % manager.name)
    return Plan(manager, None, changes, {}, _no_longer_ours(store, {}), tell, warnings)


def _no_longer_ours(store, written):
    return [path for path in (store.state() or {"files": {}})["files"] if path not in written]


def _undone(host, store, still_ours):
    """Return the Changes that take our files back, and warnings about those that somebody has changed."""
    changes, warnings = [], []
    for path, entry in (store.state() or {"files": {}})["files"].items():
        if path in still_ours:
            continue
        present, original = host.files.read(path), entry["original"]
        first = None if original is None else host.files.read(store.original(original))
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
        return None, "%s was there and somebody has removed it since; there is nothing to put back" % path
    after = manager.without(path, present, written, first)
    if after is None:
        return None, "somebody has changed %s since; it is removed, and kept as %s%s" % (path, path, CHANGED_SUFFIX)
    if after == present:
        return after, "somebody has changed %s since, and nothing of ours is left in it; it stays as it is" % path
    return after, "somebody has changed %s since; only our own lines are taken out of it" % path
