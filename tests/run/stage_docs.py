# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages in docs/: as their tables say, or they are written anew and the stage fails once."""

from __future__ import annotations

import pages
from outcome import Outcome


def run() -> Outcome:
    outcome = Outcome()
    stale = pages.write()
    for name in pages.PAGES:
        outcome.record(f"docs/{name} was not as its table says; it is now: commit it", name not in stale)
    return outcome
