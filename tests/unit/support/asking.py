# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An Arm for many observations that differ in one answer: only that is asked for again."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client import Arm


class Asking(Arm):
    """An Arm of one thread that knows which of the things it remembers came from which URL."""

    def __init__(self, *settings):
        super().__init__(*settings)
        self.origins = {}
        self._reading = []

    def shared(self, key, function):
        """Remember what is read meanwhile."""

        def read():
            self._reading.append(key)
            try:
                return function()
            finally:
                self._reading.pop()

        return super().shared(key, read)

    def asks(self, url):
        """Note that a URL is asked for."""
        for key in self._reading:
            self.origins.setdefault(url, set()).add(key)

    def without(self, url):
        """Return what is remembered, except what came from a URL."""
        return {key: once for key, once in self._memory.items() if key not in self.origins.get(url, ())}

    def again(self, url):
        """Return an Arm with the clients of this one, which take long to make, that asks for a URL again."""
        arm = Asking(self._settings, self._credential, self._deadline)
        arm._clients, arm._transport = self._clients, self._sender()
        arm._memory = self.without(url)
        return arm
