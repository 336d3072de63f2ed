# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The signals that the judge collects, whatever a cause makes of them."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._diagnosis import diagnose


def collecting(monkeypatch):
    """Return a list that gets the signals that the judge collects from now on."""
    collected = []

    def recording(collector):
        def recorded(subject):
            for each in collector(subject):
                collected.append(each)
                yield each

        return recorded

    monkeypatch.setattr(diagnose, "COLLECTORS", tuple(map(recording, diagnose.COLLECTORS)))
    return collected
