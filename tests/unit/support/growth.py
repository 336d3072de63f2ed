# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the cost of something grows with its input, in function calls: they are the same on a slow or loaded machine."""

from __future__ import annotations

import cProfile
import pstats


def calls(work):
    """Return how many functions something calls, those of C among them."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return pstats.Stats(profile).total_calls


def growth(work, small, large):
    """Return how many times the calls for the small input a function makes for the large one."""
    return calls(lambda: work(large)) / calls(lambda: work(small))
