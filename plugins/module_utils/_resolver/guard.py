# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What keeps a host from being left between two resolvers: what is remembered, no signals, a dead man's switch."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypedDict

from .._core.files import Files
from .managers import Manager

UNIT = "privatelink-resolver-restore"
# Longer than a switch takes with all it may wait for, the way back included.
DEAD_MAN_SECONDS = 90
COMMAND_SECONDS = 5
# What a lost connection, or the end of a session, sends to the processes of the session.
_SIGNALS = (signal.SIGHUP, signal.SIGPIPE, signal.SIGTERM, signal.SIGINT)


Run = Callable[[Sequence[str], float], "tuple[str, str | None]"]


class Problem(Exception):
    """Something that keeps the resolver from being switched; the text says what was seen."""


@contextlib.contextmanager
def shielded() -> Iterator[None]:
    """Ignore, within, what a lost connection sends."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class DeadMansSwitch:
    """systemd restores the files unless the timer is stopped in time, also where this process was killed."""

    def __init__(self, files: Files, run: Run, script: str) -> None:
        self._files = files
        self._run = run
        self._script = script

    def arm(self) -> bool:
        """Return whether systemd runs here and has started the timer. Raises Problem when it runs and refuses."""
        if not self._systemd_runs():
            return False
        command = ["systemd-run", "--quiet", "--collect", "--unit=" + UNIT, f"--on-active={DEAD_MAN_SECONDS}"]
        precise = ["--timer-property=AccuracySec=1s", "/bin/sh", self._script]
        complaint = self._run(command + precise, COMMAND_SECONDS)[1]
        if complaint:
            raise Problem(f"the dead man's switch cannot be set up, and nothing is switched without it: {complaint}")
        return True

    def disarm(self) -> None:
        """Stop the timer, if there is one."""
        if self._systemd_runs():
            self._run(["systemctl", "stop", UNIT + ".timer"], COMMAND_SECONDS)

    def _systemd_runs(self) -> bool:
        return os.path.isdir(self._files.at("/run/systemd/system"))


if TYPE_CHECKING:
    from .plan import Written


class WrittenRecord(TypedDict):
    """A file that this collection has written."""

    manager: str  # who takes the file up
    original: str | None  # the name of the copy of the first original, None where there was no file
    written: str


class SwitchRecord(TypedDict):
    """A switch that is under way."""

    manager: str
    after: dict[str, str | None]  # path -> what will be in it, None for no file
    previous: dict[str, str | None]  # path -> the name of the copy, None where there was no file
    last_resort: dict[str, str | None]  # the same of files that are only restored where a reload does not do it
    directories: list[str]  # made for the files


class Store(Protocol):
    """Originals, copies and records, below a directory that only root can read. OSError and ValueError come through."""

    directory: str
    script: str  # the path of the shell script that undoes a switch which was cut off

    def held(self) -> AbstractContextManager[None]:
        """Keep other tasks from the store: they wait."""

    def written(self) -> dict[str, WrittenRecord]:
        """Return the files that were written, by path."""

    def unfinished(self) -> SwitchRecord | None:
        """Return the record of a switch that was cut off, None without one."""

    def is_restored(self) -> bool:
        """Return whether the script has undone the switch that was cut off."""

    def original(self, name: str) -> str:
        """Return the path of a copy of a first original."""

    def previous(self, name: str) -> str:
        """Return the path of a copy of a file as it was before the switch."""

    def begin(self, manager: Manager, after: Mapping[str, str | None], last_resort: Iterable[str]) -> SwitchRecord:
        """Keep files as they are before any is written, and return the record of the switch."""

    def note_directories(self, record: SwitchRecord, directories: list[str]) -> None:
        """Remember directories that were made for the files."""

    def commit(self, record: SwitchRecord, written: Mapping[str, Written], undone: Iterable[str]) -> list[str]:
        """End a switch that succeeded, and return the directories to remove when nothing was left to restore.

        C(undone) are the paths that are restored. The first original of each path stays the original.
        """

    def end(self) -> None:
        """Forget a switch that was undone."""
