# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""All that is wrong with what was declared, gathered before anything is said."""

from __future__ import annotations

from ...module_utils._core.text import some_of

_HOSTS = 3


class Problems:
    """Messages by what they are about. The same mistake of several hosts, as a group's variables make it, is one message."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, option: str, host: str | None, message: str) -> None:
        """Note a mistake; C(host) is None for one that no host has in particular."""
        hosts = self._found.setdefault(f"{option}: {message}" if option else message, [])
        if host is not None and host not in hosts:
            hosts.append(host)

    def __bool__(self) -> bool:
        return bool(self._found)

    def lines(self) -> list[str]:
        """Return one line for each mistake, with the hosts that have it."""
        return [message + _places(hosts) for message, hosts in self._found.items()]


def _places(hosts: list[str]) -> str:
    if not hosts:
        return ""
    return f" ({'host' if len(hosts) == 1 else 'hosts'} {some_of(hosts, _HOSTS)})"
