# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the cost of something grows with its input: a ratio holds on a slow or loaded machine, seconds do not."""

from __future__ import annotations

import gc
import time


def cpu_seconds(work, repetitions=1):
    """Return the least CPU time that a function takes, without the garbage collector."""
    taken = []
    gc.collect()
    gc.disable()
    try:
        for _number in range(repetitions):
            started = time.process_time()
            work()
            taken.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(taken)


def growth(work, small, large):
    """Return how many times the CPU time for the small input a function takes for the large one."""
    return cpu_seconds(lambda: work(large)) / cpu_seconds(lambda: work(small), repetitions=3)
