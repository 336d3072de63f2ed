# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""All that is wrong with what was declared, collected before anything is reported."""

from __future__ import annotations

from typing import Any

from ...module_utils._core.text import first_of, printable, shown, some_of

# What was done until a mistake was found.
NOTHING_DONE = "Nothing was sent and nothing was written."
ONLY_ASKED = "Only Azure Resource Manager was asked, and nothing was written."
_HOSTS = 3
_LINES = 100
_LONGEST = 1000


class Problems:
    """Messages by what they are about.

    The same mistake of several hosts, as a group's variables make it, is one message.
    """

    def __init__(self) -> None:
        self._mistakes: dict[str, dict[str, None]] = {}
        self._warnings: dict[str, dict[str, None]] = {}

    def add(self, option: str, host: str | None, message: str) -> None:
        """Note a mistake; C(host) is None for one that no host has in particular."""
        _note(self._mistakes, option, host, message)

    def warn(self, option: str, host: str | None, message: str) -> None:
        """Note what is odd and does not end the run."""
        _note(self._warnings, option, host, message)

    def __bool__(self) -> bool:
        return bool(self._mistakes)

    def __len__(self) -> int:
        return len(self._mistakes)

    def lines(self) -> list[str]:
        """Return one line for each mistake, with the hosts that have it."""
        return first_of(_lines(self._mistakes), _LINES)

    def failure(self, where: str, done: str) -> dict[str, Any]:
        """Return a result that the terminal shows with a line for each mistake. C(done) says what has happened so far.

        A text of several lines would be an escaped one on ansible-core 2.18, a list as message one on later versions.
        """
        lines = self.lines()
        result: dict[str, Any] = {"failed": True, "changed": False, "warnings": self.warnings()}
        if len(lines) == 1:
            end = "" if lines[0].endswith("?") else "."
            return {**result, "msg": f"{lines[0]}{end} {done}"}
        return {
            **result,
            "mistakes": lines,
            "msg": f"There are {len(self)} mistakes in {where}. {done}",
            "_ansible_verbose_always": True,
        }

    def warnings(self) -> list[str]:
        """Return one line for each warning."""
        return first_of(_lines(self._warnings), _LINES)


def _note(notes: dict[str, dict[str, None]], option: str, host: str | None, message: str) -> None:
    hosts = notes.setdefault(f"{option}: {message}" if option else message, {})
    if host is not None:
        hosts.setdefault(host)


def _lines(notes: dict[str, dict[str, None]]) -> list[str]:
    return [
        shown(printable(message), limit=_LONGEST) + printable(_places(list(hosts))) for message, hosts in notes.items()
    ]


def _places(hosts: list[str]) -> str:
    if not hosts:
        return ""
    return f" ({'host' if len(hosts) == 1 else 'hosts'} {some_of(hosts, _HOSTS)})"
