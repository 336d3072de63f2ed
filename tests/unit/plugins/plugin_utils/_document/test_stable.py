# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable


def test_a_stable_document_has_nothing_that_changes_from_run_to_run():
    document = {
        "started": "x",
        "ended": "y",
        "observations": [1],
        "accounts": [{"checks": [{"id": "a", "evidence": {"ttl": 3}}]}],
    }
    assert stable(document) == {"accounts": [{"checks": [{"id": "a"}]}]}
