# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What could not be read, noted while everything else is."""

from __future__ import annotations

from .._azure.resource_ids import key
from .client import Unread


class Notes:
    """The notes of one account."""

    def __init__(self):
        """Start without any."""
        self._unread = {}

    def attempt(self, read, *arguments):
        """Return C(read(*arguments)), or null after noting why that could not be read."""
        try:
            return read(*arguments)
        except Unread as exc:
            self.add(exc.action, exc.id, exc.reason, exc.message)
            return None

    def add(self, action, resource_id, reason, message):
        """Note what could not be read, once, however often it was wanted."""
        entry = {"action": action, "id": resource_id, "reason": reason, "message": message}
        self._unread.setdefault((action, key(resource_id)), entry)

    def entries(self):
        """Return the notes as a list of dictionaries, by action and id."""
        return [self._unread[place] for place in sorted(self._unread)]
