# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""How much memory what comes from elsewhere may cost this process.

Connections keep all that a host sends, and lines, texts and objects are made of it by others: only the kernel can stop
that in time. The process of a task is a worker's, and ends with it.
"""

from __future__ import annotations

import contextlib
import resource
import subprocess
from collections.abc import Iterator
from typing import Any

_MEMORY = "/proc/self/statm"
_DATA = 5  # the field with the pages of data, heap and stacks
_under_way = False


@contextlib.contextmanager
def bounded(most: int, since: int | None = None) -> Iterator[None]:
    """Raise MemoryError in the block when this process has grown by so many bytes; inside another block, by that one's.

    It has grown from the size that it has now, or had C(since). Processes that it starts are not bounded. Where the
    system does not say how large a process is, nothing is.
    """
    global _under_way
    before = resource.getrlimit(resource.RLIMIT_DATA)
    size = size_now() if since is None else since
    limit = None if size is None else size + most
    if _under_way or limit is None or resource.RLIM_INFINITY != before[0] <= limit:
        yield
        return
    started = subprocess.Popen.__init__

    def start(process: Any, *args: Any, **options: Any) -> None:
        # The module of a local host is one of them, with the stacks of its threads.
        resource.setrlimit(resource.RLIMIT_DATA, before)
        try:
            started(process, *args, **options)
        finally:
            resource.setrlimit(resource.RLIMIT_DATA, (limit, before[1]))

    _under_way = True
    subprocess.Popen.__init__ = start  # type: ignore[method-assign, assignment]
    resource.setrlimit(resource.RLIMIT_DATA, (limit, before[1]))
    try:
        yield
    except SystemError:
        # In some places Python raises this when it has no memory for a MemoryError.
        raise MemoryError from None
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
        subprocess.Popen.__init__ = started  # type: ignore[method-assign]
        _under_way = False


def size_now() -> int | None:
    """Return how many bytes of data this process has, None where the system does not say."""
    try:
        with open(_MEMORY, encoding="ascii") as stream:
            return int(stream.read().split()[_DATA]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return None
