# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Threads for waiting: many calls at once, and calls that cannot be cancelled."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_threads(function: Callable[[Item], Result], items: Iterable[Item], concurrency: int) -> list[Result]:
    """Return the list of C(function(item)) for every item, in the order of C(items).

    At most C(concurrency) calls run at once. The first exception of a call is raised, after all calls have ended.
    """
    items = list(items)
    if len(items) <= 1:
        return [function(item) for item in items]
    with ThreadPoolExecutor(max_workers=min(concurrency, len(items))) as pool:
        return list(pool.map(function, items))


def call_abandonable(function: Callable[[], Result], seconds: float) -> Result:
    """Return C(function()), or raise TimeoutError after C(seconds) and abandon the call.

    For calls that cannot be cancelled, such as getaddrinfo. The thread is a daemon and in no pool, because the
    interpreter waits at exit for every thread of a pool.
    """
    answers: queue.SimpleQueue[tuple[Any, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((function(), None))
        except Exception as exc:
            answers.put((None, exc))

    threading.Thread(target=run, daemon=True).start()
    try:
        value, error = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise TimeoutError(f"no answer within {seconds:.1f} s") from None
    if error is not None:
        raise error
    result: Result = value
    return result
