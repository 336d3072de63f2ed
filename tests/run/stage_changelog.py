# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The changelog and its fragments."""

from __future__ import annotations

from outcome import Outcome, run_each


def run() -> Outcome:
    return run_each({
        "antsibull-changelog lint": ["antsibull-changelog", "lint"],
        "antsibull-changelog lint-changelog-yaml":
            ["antsibull-changelog", "lint-changelog-yaml", "changelogs/changelog.yaml"],
    })
