# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the soak complains of, beside wrong verdicts: each thing is noticed where it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "soak"))

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB  # noqa: I001  # the lab's path comes first

import conclusions
import remains
from loop import Soak
from situation import ACCOUNT_NAMES, FAULTS, ROWS, Situation, draw
from validation import Place

from simulated_azure.state import State
from simulated_azure.switches import Switches

SITUATION = Situation(Switches(), azure=False, faults={"chat": "bad-key"})
DOCUMENT = '{"accounts": []}'
PAGE = "<html></html>"


@pytest.fixture
def soak(tmp_path) -> Soak:
    return Soak(Place(State(LAB), tmp_path), Random(1))


def documented(**changes) -> dict:
    rows = [(name, SITUATION.expected(name)) for name in ACCOUNT_NAMES]
    accounts = [{"name": name, "status": row.status, "root_cause": row.root_cause} for name, row in rows]
    return {"accounts": [account | changes if account["name"] == "chat" else account for account in accounts]}


def compared(document: dict) -> tuple[list[str], list[str]]:
    return conclusions.wrong(document, SITUATION, {name: SITUATION.expected(name) for name in ACCOUNT_NAMES})


def test_what_is_as_it_must_be_is_right(monkeypatch):
    monkeypatch.setattr(conclusions, "_by_network", lambda *_: {"cause": "key_wrong"})
    assert compared(documented()) == ([], [])


def test_a_wrong_cause_is_named(monkeypatch):
    monkeypatch.setattr(conclusions, "_by_network", lambda *_: {"cause": "key_disabled"})
    line = "chat (bad-key): auth_key_invalid by key_disabled, expected key_wrong"
    assert compared(documented()) == ([], [line])


@pytest.mark.parametrize("changes", [{"status": "pass"}, {"root_cause": "auth_key_disabled"}])
def test_a_wrong_verdict_is_named(changes):
    verdicts, causes = compared(documented(**changes))
    assert [line.partition(":")[0] for line in verdicts] == ["chat (bad-key)"]
    assert not causes


def test_an_account_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(conclusions, "_by_network", lambda *_: {"cause": "key_wrong"})
    document = documented()
    del document["accounts"][0]
    assert len(compared(document)[0]) == 1


@pytest.mark.parametrize("files", [(DOCUMENT[:-1], PAGE), ("", PAGE), ("{}", PAGE), (DOCUMENT, PAGE[:-3])])
def test_a_half_written_report_is_torn(tmp_path, files):
    for name, text in zip(("verdict.json", "verdict.html"), files):
        (tmp_path / name).write_text(text)
    with pytest.raises(conclusions.Torn):
        conclusions.read(tmp_path)


def test_a_whole_one_is_read(tmp_path):
    (tmp_path / "verdict.json").write_text(DOCUMENT)
    (tmp_path / "verdict.html").write_text(PAGE)
    assert conclusions.read(tmp_path) == {"accounts": []}


def test_a_process_that_stays_is_named(monkeypatch):
    monkeypatch.setattr(remains, "PATIENCE_SECONDS", 0.5)
    processes = remains.Processes()
    with subprocess.Popen(["sleep", "600"]) as process:
        try:
            assert any(line.startswith(f"process {process.pid}: ") for line in processes.left())
        finally:
            process.kill()


@pytest.mark.parametrize(("directory", "file", "readable"), [(0o755, 0o644, 1), (0o700, 0o644, 0), (0o755, 0o600, 0)])
def test_what_others_can_read_is_named(tmp_path, directory, file, readable):
    below = tmp_path / "below"
    below.mkdir()
    path = below / "declaration.json"
    path.write_text("{}")
    path.chmod(file)
    below.chmod(directory)
    tmp_path.chmod(0o755)
    assert len(remains.readable_by_others({str(path)})) == readable


def test_runs_that_use_more_and_more_are_named(soak):
    soak._peaks = [remains.Used(5, 5, 5 * (1 + number), 5) for number in range(6)]
    soak._compare_thirds()
    assert soak._count.growth == ["the runs of the last third use 30 handles"]


def test_a_seed_draws_the_same_again():
    first, second = ([draw(Random(seed), 1, True) for seed in range(50)] for _time in range(2))
    assert first == second
    assert len({situation.title for situation in first}) > 40


def test_every_fault_that_can_be_switched_is_drawn():
    drawn = {fault for seed in range(3000) for fault in draw(Random(seed), 1, True).faults.values()}
    assert drawn == {fault for fault in FAULTS if len(ROWS[fault].addresses) in (1, 3)}
