# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The one transaction: write, reload, check that names resolve, and restore everything when they do not."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence
from typing import Any

from .._core.deadline import Deadline
from .._host.resolver_config import uses_stub
from . import checks
from .guard import DEAD_MAN_SECONDS, DeadMansSwitch, Problem, Store, shielded
from .managers import HOSTS, MANAGERS, RELOAD_SECONDS, RESOLV_CONF
from .options import Target
from .plan import CHANGED_SUFFIX, Host, Plan

# Some managers take a moment to write resolv.conf after they have said that they did.
SETTLE_SECONDS = 15
SETTLE_BACK_SECONDS = 10
PAUSE_SECONDS = 0.3
# systemd-resolved, which answers from the hosts file too, looks whether it has changed every two seconds.
STALE_HOSTS_SECONDS = 2.5


class SwitchFailed(Exception):
    """The switch did not succeed. The text says what failed, what was restored and what to run.

    C(restored) are the paths that are as they were before, C(working) whether the resolver does what it did before.
    """

    def __init__(self, text, restored, working, system=()):
        super().__init__(text)
        self.restored = restored
        self.working = working
        self.system = list(system)


class _NotResolving(Problem):
    """The names do not resolve as they should, as C(system) shows."""

    def __init__(self, text, system):
        super().__init__(text)
        self.system = system


def carry_out(
    host: Host, store: Store, plan: Plan, targets: Sequence[Target], others: Sequence[Target] = ()
) -> dict[str, Any]:
    """Do what a Plan says and return C({system, armed}): what programs get for the names; whether systemd watched.

    C(others) are targets that need be good afterwards only if they are before; in a removal the C(targets) are so too.
    Raises SwitchFailed, with everything as it was before, and Problem when nothing was changed.
    """
    every = [*others, *targets]
    # In two calls: where the resolver is silent for the targets there would be no time left for the others.
    before = [answer for part in (others, targets) for answer in checks.ask_system(part, SETTLE_BACK_SECONDS)]
    good_before = {answer["name"] for answer in before if not answer["error"]}
    resolved_before = [target for target in every if target.name in good_before]
    needed = [target for target in every if target in resolved_before or not (plan.is_removal or target in others)]
    switch = DeadMansSwitch(host.files, host.run, store.script)
    with shielded():
        observed = host.observe()
        after = {change.path: change.after for change in plan.changes}
        record = store.begin(plan.manager, after, _last_resort(plan.manager, observed))
        try:
            _refuse_changed(host, plan)
            armed = switch.arm()
        except Problem:
            store.end()
            raise
        restoration = _Restoration(host, store, plan, record, observed, resolved_before)
        try:
            _write(host, store, plan, record)
            if plan.reload:
                _reload(host, plan.manager)
            system = _settle(host, plan, needed)
            directories = store.commit(record, plan.written, plan.undone)
        except (Problem, OSError, ValueError) as exc:
            failed = restoration.run(exc)
            if failed.working:
                switch.disarm()
                # What a full disk keeps of it, the next run finds restored.
                with contextlib.suppress(OSError, ValueError):
                    store.end()
            raise failed from exc
        except BaseException:
            restoration.run(None)
            raise
        switch.disarm()
        for directory in directories:
            host.files.remove_empty(directory)
    return {"system": system, "armed": armed}


def recover(host: Host, store: Store) -> str | None:
    """Finish what an earlier run left when it was cut off, by restoring everything; return a text that says so.

    None when there is nothing to restore. A file that somebody has changed since stays.
    """
    record = store.unfinished()
    if record is None:
        return None
    with shielded():
        switch = DeadMansSwitch(host.files, host.run, store.script)
        if store.is_restored():
            # Run by hand before its time, the script has left the timer, which the next switch needs.
            switch.disarm()
            _remove_directories(host, record)
            store.end()
            return "an earlier switch was cut off, and systemd has restored the resolver"
        for path in record["after"]:
            host.files.remove_temporaries(path)
        ours = [path for path, text in record["after"].items() if host.files.read(path) == text]
        _restore(host, store, {path: record["previous"][path] for path in ours})
        complaint = _reload_back(host, MANAGERS[record["manager"]])
        _remove_directories(host, record)
        switch.disarm()
        store.end()
    text = f"an earlier switch was cut off; restored first: {', '.join(ours) or 'nothing, because no file was changed'}"
    return text + (f" ({complaint})" if complaint else "")


def _last_resort(manager, observed):
    """Return the files to restore where the manager no longer writes them: resolv.conf, and its target."""
    if not manager.rewrites:
        return []
    return list(dict.fromkeys([RESOLV_CONF, observed["resolv_conf"] or RESOLV_CONF]))


def _refuse_changed(host, plan):
    for change in plan.changes:
        if host.files.read(change.path) != change.before:
            raise Problem(f"{change.path} is being changed by another program; try again")


def _write(host, store, plan, record):
    made = []
    for change in plan.changes:
        made.extend(host.files.make_directory(os.path.dirname(change.path)))
    store.note_directories(record, made)
    for change in plan.changes:
        if change.keep_changed:
            host.files.copy(change.path, change.path + CHANGED_SUFFIX)
        if change.original is not None:
            host.files.copy(store.original(change.original), change.path)
        elif change.after is None:
            host.files.remove(change.path)
        else:
            host.files.write(change.path, change.after)


def _reload(host, manager):
    for args in manager.reloads[:1]:
        complaint = host.run(args, RELOAD_SECONDS)[1]
        if complaint:
            raise Problem(complaint)


def _reload_back(host, manager):
    """Return None when one of the manager's commands succeeded, else what they said."""
    complaints = []
    for args in manager.reloads:
        complaint = host.run(args, RELOAD_SECONDS)[1]
        if not complaint:
            return None
        complaints.append(complaint)
    return "; ".join(complaints) or None


def _settle(host, plan, targets):
    """Return what programs get for the targets, once it is good. Raises _NotResolving when it does not become so."""
    deadline = Deadline(SETTLE_SECONDS)
    if HOSTS in plan.written and uses_stub(host.observe()):
        time.sleep(STALE_HOSTS_SECONDS)
    while True:
        system = []
        instead = plan.manager.in_effect(plan.settings, host.observe()) if plan.settings else None
        complaints = [instead] if instead else []
        if not instead:
            system = checks.ask_system(targets, deadline.remaining())
            complaints = ["this host's programs get for " + line for line in checks.complaints(system)]
            bad = [answer["name"] for answer in system if answer["error"]]
            complaints.extend(host.pins(bad))
        if not complaints:
            return system
        if deadline.remaining() <= PAUSE_SECONDS:
            when = "with the originals restored" if plan.is_removal else "after the switch"
            raise _NotResolving(f"{when}, {'; '.join(complaints)}", system)
        time.sleep(PAUSE_SECONDS)


def _restore(host, store, previous):
    for path, name in previous.items():
        if name is None:
            host.files.remove(path)
        # One that could not be changed cannot be restored either.
        elif not host.files.same(store.previous(name), path):
            host.files.copy(store.previous(name), path)
    return list(previous)


def _remove_directories(host, record):
    for directory in record["directories"]:
        host.files.remove_empty(directory)


class _Restoration:
    """The way back from a switch, or from a removal, that failed."""

    def __init__(self, host, store, plan, record, observed, resolved_before):
        self._host = host
        self._store = store
        self._manager = plan.manager
        self._is_removal = plan.is_removal
        self._record = record
        self._observed = observed
        self._resolved_before = resolved_before

    def run(self, failure):
        """Restore everything and return the SwitchFailed that says so."""
        complaints = []
        try:
            restored = _restore(self._host, self._store, self._record["previous"])
            _remove_directories(self._host, self._record)
        except OSError as exc:
            restored = []
            complaints.append(f"the files could not be restored: {exc}")
        reload_complaint = _reload_back(self._host, self._manager)
        if reload_complaint:
            complaints.append(reload_complaint)
        lost = self._lost()
        return self._failed(failure, restored, complaints, lost)

    def _lost(self):
        """Return what does not work as before; meanwhile resolv.conf is restored, if its manager has not done it."""
        deadline = Deadline(SETTLE_BACK_SECONDS)
        half_time = deadline.at_most(SETTLE_BACK_SECONDS / 2.0)
        while True:
            lost = self._differs()
            if not lost or deadline.remaining() <= PAUSE_SECONDS:
                return lost
            if half_time.expired() and self._record["last_resort"]:
                try:
                    _restore(self._host, self._store, self._record["last_resort"])
                except OSError as exc:
                    return f"{lost}; {exc}"
            time.sleep(PAUSE_SECONDS)

    def _differs(self):
        now = self._host.observe()
        for key in ("nameservers", "resolved_nameservers"):
            if now[key] != self._observed[key]:
                return f"the host asks {_list(now[key])} instead of {_list(self._observed[key])}"
        answers = checks.ask_system(self._resolved_before, SETTLE_BACK_SECONDS / 2.0)
        return "; ".join(checks.complaints(answers))

    def _failed(self, failure, restored, complaints, lost):
        text = f"The {'removal' if self._is_removal else 'switch'} failed: {failure}. "
        if restored:
            text += f"Restored: {', '.join(restored)}. "
        working = bool(restored) and not lost
        if working:
            text += "The host resolves names as it did before. "
            if complaints:
                text += f"While restoring: {'; '.join(complaints)}. "
            text += f"For details, run: {self._manager.look}"
            if self._is_removal:
                text += ". To restore the originals anyway, leave out names and must_resolve"
        else:
            text += f"NOT as before: {'; '.join([*complaints, lost or 'nothing was restored'])}. "
            text += f"To restore it by hand, run: sh {self._store.script}. "
            text += f"Where systemd runs, it does that itself within {DEAD_MAN_SECONDS} s."
        return SwitchFailed(text, restored, working, getattr(failure, "system", ()))


def _list(servers):
    return ", ".join(servers) or "no nameserver"
