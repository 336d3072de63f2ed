# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What has to be remembered of a host's resolver until it is restored, and who remembers it for this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypedDict

from .managers import Manager

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
