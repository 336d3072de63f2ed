# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What a host's resolver was before, kept in a directory of root's until it is put back.

C(state.json) says what we wrote and where the first originals are. While a switch is under way there is also
C(pending.json), with copies of the files as they were just before, and C(restore.sh), which puts these back and then
calls the record C(restored.json).
"""

from __future__ import annotations

import json
import os
import shlex

DIRECTORY = "/var/lib/privatelink/resolver"
STATE, PENDING, RESTORED, SCRIPT = "state.json", "pending.json", "restored.json", "restore.sh"
ORIGINALS, PREVIOUS = "originals", "previous"
RELOAD_SECONDS = 15

_SCRIPT = """#!/bin/sh
# Puts this host's resolver back to what it was before privatelink.azure_ai.jumphost_resolver began to switch it.
# systemd runs it when a switch was cut off. It may be run by hand; once a switch has succeeded it does nothing.
cd %(directory)s || exit 1
[ -e pending.json ] || exit 0
PATH=$PATH:/usr/sbin:/sbin
failed=0
put_back() { cp -a "$1" "$2.privatelink-new" && mv -f "$2.privatelink-new" "$2" || failed=1; }
%(lines)s
[ $failed = 0 ] && mv -f pending.json restored.json
exit $failed
"""


class Store:
    """The directory, below C(files) (C(_resolver_files.Files)). OSError comes through."""

    def __init__(self, files):
        self._files = files

    def state(self):
        """Return the record of what was written: C({files, directories}), None when nothing was.

        C(files) is a dict from path to C({manager, original, written}): who takes the file up, the name of the copy or
        None for no file, and the text.
        """
        return self._load(STATE)

    def pending(self):
        """Return the record of a switch that was cut off, as begin gives it, None without one."""
        return self._load(PENDING)

    def restored(self):
        """Return the record of a switch that was cut off and that the script has put back, None without one."""
        return self._load(RESTORED)

    def original(self, name):
        """Return the path of a copy that the state has the name of."""
        return f"{DIRECTORY}/{ORIGINALS}/{name}"

    def previous(self, name):
        """Return the path of a copy that the record of the switch has the name of."""
        return f"{DIRECTORY}/{PREVIOUS}/{name}"

    def begin(self, manager, after, last_resort):
        """Keep files as they are before any is written, and return the record of the switch.

        C(after) is a dict from the paths to what will be in them, None for no file. The paths of C(last_resort) are
        only put back where a reload does not do it. The record has C(manager after previous last_resort directories); both
        C(previous) and C(last_resort) are dicts from path to the name of the copy, None for no file.
        """
        for part in ("", "/" + PREVIOUS, "/" + ORIGINALS):
            self._files.make_directory(DIRECTORY + part)
            os.chmod(self._files.at(DIRECTORY + part), 0o700)
        kept = {path: self._keep(path) for path in dict.fromkeys([*after, *last_resort])}
        record = {
            "manager": manager.name,
            "after": after,
            "previous": {path: kept[path] for path in after},
            "last_resort": {path: kept[path] for path in last_resort},
            "directories": [],
        }
        self._files.write(f"{DIRECTORY}/{SCRIPT}", restoring_script(record, manager.reloads))
        self._save(PENDING, record)
        return record

    def note_directories(self, record, directories):
        """Remember directories that were made for the files."""
        record["directories"] = directories
        self._save(PENDING, record)

    def commit(self, record, written, undone):
        """Make the switch the state, and return the directories to remove when nothing of ours is left.

        C(written) is a dict from path to C(_resolver_plan.Written), C(undone) the paths that are no longer ours. The first
        original of each path stays the original, with what somebody else has made of it since.
        """
        state = self.state() or {"files": {}, "directories": []}
        state["directories"] = list(dict.fromkeys(state["directories"] + record["directories"]))
        for path in undone:
            state["files"].pop(path, None)
        for path, entry in written.items():
            known = state["files"].get(path)
            if not known and path not in record["previous"]:
                continue  # it says so by itself
            original = known["original"] if known else self._make_original(record["previous"][path])
            if entry.base is not None:
                original = original or _copy_name(path)
                self._files.write(self.original(original), entry.base)
            state["files"][path] = {"manager": entry.manager, "original": original, "written": entry.text}
        if state["files"]:
            self._save(STATE, state)
            self.end()
            return []
        self._files.remove(f"{DIRECTORY}/{STATE}")
        self._empty(ORIGINALS)
        self.end()
        return state["directories"]

    def end(self):
        """Forget the switch that was under way; nothing is left of it, nor of the directory when that is empty."""
        for name in (PENDING, RESTORED, SCRIPT):
            self._files.remove(f"{DIRECTORY}/{name}")
        self._empty(PREVIOUS)
        self._remove_empty()

    def _make_original(self, name):
        if name is not None:
            self._files.copy(self.previous(name), self.original(name))
        return name

    def _keep(self, path):
        """Copy a file and return the name of the copy, None for a file that is not there."""
        if self._files.kind(path) == "absent":
            return None
        name = _copy_name(path)
        self._files.copy(path, self.previous(name))
        return name

    def _load(self, name):
        text = self._files.read(f"{DIRECTORY}/{name}")
        return None if text is None else json.loads(text)

    def _save(self, name, record):
        path = f"{DIRECTORY}/{name}"
        self._files.write(path, json.dumps(record, indent=1, sort_keys=True) + "\n")
        os.chmod(self._files.at(path), 0o600)

    def _empty(self, part):
        directory = f"{DIRECTORY}/{part}"
        if os.path.isdir(self._files.at(directory)):
            for name in os.listdir(self._files.at(directory)):
                self._files.remove(f"{directory}/{name}")

    def _remove_empty(self):
        if self._files.read(f"{DIRECTORY}/{STATE}") is None:
            for part in (PREVIOUS, ORIGINALS):
                self._files.remove_empty(f"{DIRECTORY}/{part}")
            self._files.remove_empty(DIRECTORY)
            self._files.remove_empty(os.path.dirname(DIRECTORY))


def _copy_name(path):
    return path.strip("/").replace("/", "_")


def restoring_script(record, reloads):
    """Return the shell script that puts back what a record of a switch says, and reloads."""
    lines = [_line(path, name) for path, name in record["previous"].items()]
    if reloads:
        commands = [f"timeout {RELOAD_SECONDS} {' '.join(map(shlex.quote, args))}" for args in reloads]
        resort = [_line(path, name) for path, name in record["last_resort"].items()]
        lines.append(f"{' || '.join(commands)} || {{ failed=1; {' '.join(line + ';' for line in resort)} }}")
    return _SCRIPT % {"directory": shlex.quote(DIRECTORY), "lines": "\n".join(lines)}


def _line(path, name):
    if name is None:
        return f"rm -f {shlex.quote(path)} || failed=1"
    return f"put_back {shlex.quote(f'{PREVIOUS}/{name}')} {shlex.quote(path)}"
