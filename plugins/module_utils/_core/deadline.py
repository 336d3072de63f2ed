# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""One deadline for a whole piece of work, whatever phases it has."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """A point in time on a monotonic clock.

    Everything that waits asks for C(remaining()) just before it waits, so that many short waits never add up to
    more than the one limit the user gave.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Start now and end after C(seconds), a float. C(clock) is replaced by tests."""
        self._clock = clock
        self._start = clock()
        self._end = self._start + seconds

    def remaining(self) -> float:
        """Return the seconds left as a float, never below 0."""
        return max(0.0, self._end - self._clock())

    def expired(self) -> bool:
        """Return whether nothing is left."""
        return self.remaining() <= 0.0

    def elapsed_ms(self) -> float:
        """Return the milliseconds since the start, rounded to a tenth."""
        return round((self._clock() - self._start) * 1000.0, 1)

    @classmethod
    def of_calls(
        cls, seconds: float, count: int, concurrency: int, clock: Callable[[], float] = time.monotonic
    ) -> Deadline:
        """Start now and end when so many calls of C(seconds) each are over, C(concurrency) of them at once.

        Each of them ends with it: one that a busy machine lets start late must not end later for it.
        """
        return cls(seconds * -(-count // concurrency), clock)

    def at_most(self, seconds: float) -> Deadline:
        """Return a new deadline that starts now and ends after C(seconds), but not later than this one."""
        return Deadline(min(seconds, self.remaining()), self._clock)
