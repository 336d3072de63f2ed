# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Commands with a time limit that holds."""

from __future__ import annotations

import os
import time

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import commands
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_time


@pytest.mark.parametrize(
    ("script", "output"),
    [
        pytest.param("echo this; echo other >&2", "this\n", id="its output"),
        pytest.param("echo $LC_ALL", "C\n", id="no language"),
        pytest.param("printf 'a\\377'", "a\ufffd", id="no UTF-8"),
        pytest.param("cat", "", id="nothing to read"),
        pytest.param("echo this; exit 1", None, id="failing"),
        pytest.param("kill $$", None, id="killed"),
    ],
)
def test_output(script, output):
    assert commands.output_of(["sh", "-c", script], 5) == output


def test_what_a_killed_command_has_written_is_read():
    with in_time():
        assert commands.bounded(["sh", "-c", f"echo this; sleep {NEVER_SECONDS}"], 0.5) == (None, "this\n")


def test_a_command_has_no_terminal_to_ask_on():
    assert (
        commands.output_of(["sh", "-c", "ps -o sid= -p $$ | tr -d ' '; echo $$"], 5).split().count(str(os.getsid(0)))
        == 0
    )


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("echo this; echo other >&2", ("this\nother", None)),
        ("echo this; exit 3", ("this", "sh -c echo this; exit 3 failed (3): this")),
        ("exit 3", ("", "sh -c exit 3 failed (3): no output")),
        (f"exec sleep {NEVER_SECONDS}", ("", f"sh -c exec sleep {NEVER_SECONDS} did not end within 0.5 s")),
    ],
)
def test_complaint(script, expected):
    with in_time():
        assert commands.run(["sh", "-c", script], 0.5) == expected


def test_complaint_about_a_command_that_is_not_there():
    assert commands.run(["/nowhere/resolvectl", "dns"], 5) == (
        "",
        "/nowhere/resolvectl dns cannot be run: No such file or directory",
    )


def test_commands_of_the_system_are_found_without_a_path():
    assert commands.run(["sh", "-c", "command -v mount"], 5, {"PATH": "/nowhere"})[1] is None


def test_a_command_that_is_not_there():
    assert commands.output_of(["/nowhere/resolvectl"], 5) is None


@pytest.mark.parametrize(
    "script",
    [f"exec sleep {NEVER_SECONDS}", f"echo this; sleep {NEVER_SECONDS}; true"],
    ids=["itself", "a child of it"],
)
@pytest.mark.parametrize("seconds", [0, 0.2], ids=["no time", "some time"])
def test_a_hanging_command_is_left_in_time(script, seconds):
    with in_time():
        assert commands.output_of(["sh", "-c", script], seconds) is None


FLOODS = {
    "output-without-end": "exec yes",
    "a-child-that-floods": "yes & sleep 1; exit 0",
    "a-child-that-floods-for-ever": "yes",
}


@pytest.mark.parametrize("script", [pytest.param(script, id=name) for name, script in FLOODS.items()])
def test_output_without_end_fills_neither_disk_nor_memory(script, tmp_path, monkeypatch):
    monkeypatch.setattr(commands.tempfile, "tempdir", str(tmp_path))
    with in_time():
        outcome = commands.bounded(["sh", "-c", script], 3, most=1000)
    assert (len(outcome.output), outcome.output[:4]) == (1000, "y\ny\n")
    assert outcome.code == (0 if "exit" in script else None)


def test_a_command_whose_child_goes_on_has_ended():
    start = time.monotonic()
    assert commands.output_of(["sh", "-c", f"sleep {NEVER_SECONDS} & echo this"], NEVER_SECONDS) == "this\n"
    assert time.monotonic() - start < NEVER_SECONDS / 2


def test_a_command_that_closes_its_output_is_waited_for():
    assert commands.bounded(["sh", "-c", "echo this; exec >&-; sleep 0.3; exit 3"], NEVER_SECONDS) == (3, "this\n")


def test_long_output_does_not_stop_a_command():
    script = "head -c 3000000 /dev/zero | tr '\\0' a; exit 3"
    outcome = commands.bounded(["sh", "-c", script], NEVER_SECONDS, most=100)
    assert outcome == (3, "a" * 100)
    assert len(commands.bounded(["sh", "-c", script], NEVER_SECONDS).output) == commands.MAX_OUTPUT
