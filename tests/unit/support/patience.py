# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How it is seen that a deadline holds, on a machine of any speed, and that little memory is taken."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.memory import bounded

NEVER_SECONDS = 60
MOST_MEMORY = 64 * 2**20


@contextlib.contextmanager
def in_time():
    """Fail when the block waits for somebody who never answers; its own deadline may come late on a busy machine."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < NEVER_SECONDS / 2


@contextlib.contextmanager
def in_bounds() -> Iterator[None]:
    """Fail, too, when the block takes more memory than an attack may cost, whatever the test's own servers take of it."""
    with in_time(), bounded(MOST_MEMORY):
        yield


class Late:
    """Stands for calls that take twice their time, as on a busy machine; it notes when each began and had to end."""

    SECONDS = 0.05

    def __init__(self, answer: Any) -> None:
        self.began: list[float] = []
        self.ends: list[float] = []
        self._answer = answer
        self._lock = threading.Lock()

    def __call__(self, *args: Any, **_options: Any) -> Any:
        (deadline,) = [each for each in args if isinstance(each, Deadline)]
        with self._lock:
            began = time.monotonic()
            self.began.append(began)
            left = deadline.remaining()
            # What had no time left when it began has no other end.
            self.ends.append(began + left if left else 0.0)
        time.sleep(2 * self.SECONDS)
        return self._answer
