# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import threads


def test_results_are_in_the_order_of_the_items():
    assert threads.map_threads(lambda item: item * 2, range(50), 8) == [item * 2 for item in range(50)]


@pytest.mark.parametrize("items", [[], [7]])
def test_few_items(items):
    assert threads.map_threads(lambda item: item + 1, items, 8) == [item + 1 for item in items]


def test_calls_run_at_the_same_time_and_no_more_than_allowed():
    together = threading.Barrier(4, timeout=5)
    running = []
    most = []

    def call(item):
        running.append(item)
        most.append(len(running))
        together.wait()
        running.remove(item)

    threads.map_threads(call, range(8), 4)
    assert max(most) == 4


def test_an_exception_is_raised():
    with pytest.raises(ZeroDivisionError):
        threads.map_threads(lambda item: 1 // item, [1, 0, 2], 2)


def test_a_hanging_call_is_left_behind():
    release = threading.Event()
    with pytest.raises(TimeoutError, match="no answer within 0.1 s"):
        threads.call_abandonable(release.wait, 0.1)
    release.set()


def test_a_call_gives_its_value_or_its_exception():
    assert threads.call_abandonable(lambda: 7, 5) == 7
    with pytest.raises(KeyError):
        threads.call_abandonable(lambda: {}["a"], 5)
