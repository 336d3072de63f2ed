# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How it is seen that a deadline holds, on a machine of any speed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

# Servers of the lab that do not answer, or answer byte by byte, hold a connection longer; only a deadline ends it earlier.
NEVER_SECONDS = 60


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Fail when the block waits for somebody who never answers; a deadline of few seconds may come late on a busy machine."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < NEVER_SECONDS / 2
