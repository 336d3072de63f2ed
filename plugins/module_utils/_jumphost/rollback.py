# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What this collection remembers on a host, so that it can restore everything: below one directory that only root can
read.

C(jumphost.json) has C(files) (path -> record of a managed file), C(packages) (names that were added), C(venv) (record
of
the environment), C(unfinished) (topics whose commands have not run), C(resolver) (C(files), path -> WrittenRecord, and
C(directories) that were made for them) and, while the resolver is switched, C(switch) (a SwitchRecord). Copies of the
files of the resolver are beside it, with mode, owner, times and label.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._core.files import Files, sync_directory
from .._core.sockets import reason
from .._resolver.guard import SwitchRecord, WrittenRecord
from .._resolver.managers import MANAGERS, Manager
from .._resolver.plan import Written
from .restore_script import restore_script

DIRECTORY = "/var/lib/privatelink"
STATE_PATH = DIRECTORY + "/jumphost.json"
SCHEMA = 2
RESOLVER_DIRECTORY = DIRECTORY + "/resolver"
SCRIPT_PATH = RESOLVER_DIRECTORY + "/restore.sh"
MARKER, ORIGINALS, PREVIOUS = "restored", "originals", "previous"

# Earlier releases wrote schema 1, which had no resolver, and these beside it. The next write takes them over.
_OLD_SCHEMA = 1
_OLD_RESOLVER, _OLD_SWITCH, _OLD_RESTORED = (
    f"{RESOLVER_DIRECTORY}/{name}.json" for name in ("state", "pending", "restored")
)

State = dict[str, Any]


class StateError(ValueError):
    """What is remembered cannot be read: nothing may be changed without it. C(reason) says why, without the path."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}; without it nothing can be restored, so nothing is changed")
        self.reason = reason


class Store:
    """All that is remembered on a host: the managed files, packages and environment, and the Store of _resolver."""

    directory = DIRECTORY
    script = SCRIPT_PATH

    def __init__(self, files: Files | None = None) -> None:
        self._files = files or Files()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from reading and writing it: they wait. Raises OSError.

        The directory itself is the lock, so nothing is left behind; another one may be in its place when its turn
        comes.
        """
        directory = self._files.at(DIRECTORY)
        handle = _locked(directory)
        while not _is_at(handle, directory):
            os.close(handle)
            handle = _locked(directory)
        try:
            yield
        finally:
            for part in (f"/resolver/{PREVIOUS}", f"/resolver/{ORIGINALS}", "/resolver", ""):
                self._files.remove_empty(DIRECTORY + part)
            os.close(handle)

    def load(self) -> State:
        """Return what is remembered, an empty dict when that is nothing. Raises StateError."""
        state = self._read(STATE_PATH) or {}
        if state and state.get("schema") not in (_OLD_SCHEMA, SCHEMA):
            raise StateError(
                STATE_PATH, f"schema {state.get('schema')!r} of another release of this collection, expected {SCHEMA}"
            )
        for key, path in (("resolver", _OLD_RESOLVER), ("switch", _OLD_SWITCH), ("switch", _OLD_RESTORED)):
            old = self._read(path)
            if old is not None:
                state.setdefault(key, old)
        return state

    def save(self, state: State) -> None:
        """Remember C(state) for good before this returns. Raises OSError."""
        kept = {key: value for key, value in state.items() if value and key != "schema"}
        if kept:
            self._make_directory(DIRECTORY)
            # Indented: the script looks for a line of it.
            self._files.write(STATE_PATH, json.dumps(dict(kept, schema=SCHEMA), indent=1, sort_keys=True) + "\n", 0o600)
        elif self._files.read(STATE_PATH) is not None:
            self._files.remove(STATE_PATH)
            sync_directory(self._files.at(DIRECTORY))
        self._take_over(kept.get("switch"))

    def written(self) -> dict[str, WrittenRecord]:
        """Return the files of the resolver that were written, by path. Raises StateError."""
        return self.load().get("resolver", {}).get("files", {})

    def unfinished(self) -> SwitchRecord | None:
        """Return the record of a switch that was cut off, None without one. Raises StateError."""
        return self.load().get("switch")

    def is_restored(self) -> bool:
        """Return whether the script has undone the switch that was cut off."""
        if self._files.read(_OLD_SWITCH) is None and self._files.read(_OLD_RESTORED) is not None:
            return True
        return self._files.read(_copy(MARKER)) is not None

    def original(self, name: str) -> str:
        """Return the path of a copy of a first original."""
        return _copy(ORIGINALS, name)

    def previous(self, name: str) -> str:
        """Return the path of a copy of a file as it was before the switch."""
        return _copy(PREVIOUS, name)

    def begin(self, manager: Manager, after: Mapping[str, str | None], last_resort: Iterable[str]) -> SwitchRecord:
        """Keep files as they are before any is written, and return the record of the switch. Raises OSError,
        StateError.
        """
        state = self.load()
        try:
            for directory in (DIRECTORY, RESOLVER_DIRECTORY, _copy(PREVIOUS), _copy(ORIGINALS)):
                self._make_directory(directory)
            self._files.remove(_copy(MARKER))
            kept = {path: self._keep(path) for path in dict.fromkeys([*after, *last_resort])}
            record: SwitchRecord = {
                "manager": manager.name,
                "after": dict(after),
                "previous": {path: kept[path] for path in after},
                "last_resort": {path: kept[path] for path in last_resort},
                "directories": [],
            }
            self._write_script(record)
            self.save(dict(state, switch=record))
        except OSError:
            with contextlib.suppress(OSError):
                self.end()
            raise
        return record

    def note_directories(self, record: SwitchRecord, directories: list[str]) -> None:
        """Remember directories that were made for the files. Raises OSError, StateError."""
        record["directories"] = directories
        self.save(dict(self.load(), switch=record))

    def commit(self, record: SwitchRecord, written: Mapping[str, Written], undone: Iterable[str]) -> list[str]:
        """End a switch that succeeded, and return the directories to remove when nothing was left to restore.

        C(undone) are the paths that are restored. The first original of each path stays the original, with what
        somebody else has made of it since. Raises OSError, StateError.
        """
        state = self.load()
        resolver = state.pop("resolver", {"files": {}, "directories": []})
        files, directories = resolver["files"], list(dict.fromkeys(resolver["directories"] + record["directories"]))
        for path in undone:
            files.pop(path, None)
        for path, entry in written.items():
            known = files.get(path)
            if not known and path not in record["previous"]:
                continue  # it says so by itself
            original = known["original"] if known else self._make_original(record["previous"][path])
            if entry.base is not None:
                original = original or _copy_name(path)
                self._files.write(self.original(original), entry.base)
            files[path] = {"manager": entry.manager, "original": original, "written": entry.text}
        if files:
            state["resolver"] = {"files": files, "directories": directories}
        del state["switch"]
        self.save(state)
        if not files:
            self._empty(ORIGINALS)
        self._clear_switch()
        return [] if files else directories

    def end(self) -> None:
        """Forget a switch that was undone. Raises OSError, StateError."""
        # Before the write, which needs space that a full disk may not have.
        self._empty(PREVIOUS)
        state = self.load()
        if state.pop("switch", None):
            self.save(state)
        self._clear_switch()

    def _read(self, path: str) -> State | None:
        try:
            text = self._files.read(path)
            document = None if text is None else json.loads(text)
        except OSError as exc:
            raise self._error(path, reason(exc)) from exc
        except ValueError as exc:
            raise self._error(path, "it is not valid JSON") from exc
        if text is not None and not isinstance(document, dict):
            raise self._error(path, "it is not a JSON object")
        return document

    @staticmethod
    def _error(path: str, why: str) -> StateError:
        return StateError(STATE_PATH, why if path == STATE_PATH else f"{path}: {why}")

    def _take_over(self, switch: SwitchRecord | None) -> None:
        """Remove what earlier releases wrote, now that it is saved. Until then their timer can undo their switch."""
        if switch and self._files.read(_OLD_RESTORED) is not None and self._files.read(_OLD_SWITCH) is None:
            self._files.write(_copy(MARKER), "", 0o600)
        elif switch and self._files.read(_OLD_SWITCH) is not None:
            self._write_script(switch)
        old = [path for path in (_OLD_RESOLVER, _OLD_SWITCH, _OLD_RESTORED) if self._files.kind(path) == "file"]
        for path in old:
            self._files.remove(path)
        if old:
            sync_directory(self._files.at(RESOLVER_DIRECTORY))

    def _write_script(self, record: SwitchRecord) -> None:
        reloads = MANAGERS[record["manager"]].reloads
        text = restore_script(record, reloads, RESOLVER_DIRECTORY, PREVIOUS, "../jumphost.json", MARKER)
        self._files.write(SCRIPT_PATH, text, 0o700)

    def _make_directory(self, path: str) -> None:
        self._files.make_directory(path, 0o700)
        os.chmod(self._files.at(path), 0o700)

    def _make_original(self, name: str | None) -> str | None:
        if name is not None:
            self._files.copy(self.previous(name), self.original(name))
        return name

    def _keep(self, path: str) -> str | None:
        """Copy a file and return the name of the copy, None for a file that is not there."""
        if self._files.kind(path) == "absent":
            return None
        name = _copy_name(path)
        self._files.copy(path, self.previous(name))
        return name

    def _clear_switch(self) -> None:
        self._empty(PREVIOUS)
        self._files.remove(_copy(MARKER))
        self._files.remove(SCRIPT_PATH)

    def _empty(self, part: str) -> None:
        directory = _copy(part)
        if os.path.isdir(self._files.at(directory)):
            for name in os.listdir(self._files.at(directory)):
                self._files.remove(f"{directory}/{name}")


def _copy(*parts: str) -> str:
    return "/".join((RESOLVER_DIRECTORY, *parts))


def _copy_name(path: str) -> str:
    return path.strip("/").replace("/", "_")


def _locked(directory: str) -> int:
    while True:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        try:
            handle = os.open(directory, os.O_RDONLY)
        except FileNotFoundError:
            continue
        fcntl.flock(handle, fcntl.LOCK_EX)
        return handle


def _is_at(handle: int, directory: str) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(directory))
    except FileNotFoundError:
        return False
