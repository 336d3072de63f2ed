# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_time_goes_by():
    clock = Clock()
    deadline = Deadline(5, clock)
    assert (deadline.remaining(), deadline.elapsed_ms(), deadline.expired()) == (5.0, 0.0, False)
    clock.now += 4.5
    assert (deadline.remaining(), deadline.elapsed_ms(), deadline.expired()) == (0.5, 4500.0, False)
    clock.now += 1
    assert (deadline.remaining(), deadline.elapsed_ms(), deadline.expired()) == (0.0, 5500.0, True)


def test_a_part_never_ends_after_the_whole():
    clock = Clock()
    deadline = Deadline(5, clock)
    assert deadline.at_most(2).remaining() == 2.0
    assert deadline.at_most(9).remaining() == 5.0
    clock.now += 6
    assert deadline.at_most(2).expired()


def test_many_calls_have_the_time_of_their_rounds():
    clock = Clock()
    deadlines = [Deadline.of_calls(5, count, 32, clock).remaining() for count in (1, 32, 33, 100)]
    assert deadlines == [5.0, 5.0, 10.0, 20.0]
