# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every guide is followed once, as many side by side as there are processors."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.guides.following import Reader
from ansible_collections.privatelink.azure_ai.tests.system.guides.treatments import PAGES


class _Once:
    """What was printed by what is run once for all pages."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._printed: dict[str, str] = {}

    def __call__(self, name, run):
        with self._lock:
            if name not in self._printed:
                self._printed[name] = run()
            return self._printed[name]


@pytest.fixture(scope="session")
def readers(tmp_path_factory) -> dict[str, Reader]:
    """Return the reader of each page, who has followed it."""
    homes = {page: tmp_path_factory.mktemp(page.removesuffix(".md")) for page in PAGES}
    once = _Once()
    futures: dict[str, Future[Reader]] = {}

    def follow(page):
        # The table has a page behind the one that it goes on from, which therefore has been started.
        after = PAGES[page].after
        reader = Reader(page, homes[page], futures[after].result() if after else None, once)
        reader.follow()
        return reader

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for page in PAGES:
            futures[page] = pool.submit(follow, page)
        return {page: future.result() for page, future in futures.items()}
