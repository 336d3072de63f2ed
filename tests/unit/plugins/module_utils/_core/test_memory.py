# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A block takes no more memory than it is given, and nobody else is bounded by that."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import memory
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.memory import bounded

MIB = 2**20
LIMIT_OF_A_CHILD = [sys.executable, "-c", "import resource; print(*resource.getrlimit(resource.RLIMIT_DATA))"]
FLOOD = "head -c 200000000 /dev/zero"
GREEDY = {
    "bytes": lambda: bytes(100 * MIB),
    "lists": lambda: [[] for _number in range(2_000_000)],
    "the output of a process": lambda: subprocess.run(FLOOD, shell=True, capture_output=True, check=False),
    "lines": lambda: ("ab\n" * 2_000_000).splitlines(),
}


def limits():
    return resource.getrlimit(resource.RLIMIT_DATA)


@pytest.mark.parametrize("greedy", GREEDY.values(), ids=GREEDY)
def test_who_takes_too_much_is_stopped_and_nobody_after_it(greedy):
    before, started = limits(), subprocess.Popen.__init__
    with pytest.raises(MemoryError), bounded(16 * MIB):
        greedy()
    assert (limits(), subprocess.Popen.__init__) == (before, started)
    assert len(bytes(100 * MIB)) == 100 * MIB


def test_who_takes_little_is_not():
    with bounded(64 * MIB):
        assert len(bytes(8 * MIB)) == 8 * MIB


def test_processes_that_it_starts_are_not_bounded():
    with bounded(64 * MIB):
        done = subprocess.run(LIMIT_OF_A_CHILD, capture_output=True, text=True, check=True).stdout
        inside = limits()
    assert tuple(map(int, done.split())) == limits() != inside


def test_an_inner_block_does_not_widen_an_outer_one():
    with pytest.raises(MemoryError), bounded(16 * MIB):
        with bounded(1024 * MIB):
            bytes(100 * MIB)


def test_a_smaller_limit_of_an_administrator_stays():
    program = (
        f"import resource, sys; sys.path.append({os.path.dirname(memory.__file__)!r}); from memory import bounded\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (2**28, 2**29))\n"
        "with bounded(2**34): print(*resource.getrlimit(resource.RLIMIT_DATA))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(2**28), str(2**29)]


def test_a_system_that_does_not_say_how_large_a_process_is_has_no_bound(monkeypatch):
    monkeypatch.setattr(memory, "_MEMORY", "/nowhere")
    with bounded(16 * MIB):
        assert len(bytes(100 * MIB)) == 100 * MIB


def test_what_python_raises_where_it_lost_a_memory_error_is_one():
    with pytest.raises(MemoryError), bounded(16 * MIB):
        raise SystemError("error return without exception set")
