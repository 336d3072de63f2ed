# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules of awx.awx 24.6.1 do with the stand-in what they did with AWX 24.6.1: the same requests, body for body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.controller.conftest import ROOT, Controller, Run, play

pytestmark = pytest.mark.xdist_group("story")  # whose runs are made once

HERE = Path(__file__).parent
RECORDED = json.loads((ROOT / "tests/lab/simulated_controller/data/recorded.json").read_text(encoding="utf-8"))
# A credential whose secrets are written, a container group, an inventory without a kind, a mail with a password.
WRITTEN_AT_EVERY_RUN = [
    ("PATCH", "/api/v2/credentials/4/"),
    ("PATCH", "/api/v2/instance_groups/4/"),
    ("PATCH", "/api/v2/inventories/2/"),
    ("PATCH", "/api/v2/notification_templates/2/"),
]


def recorded(*parts: str) -> list[tuple]:
    return [
        (method, path, body, status)
        for part, _by, method, path, body, status, _answer in RECORDED["requests"]
        if part in parts and method not in ("GET", "repair")
    ]


def written(run: Run) -> list[tuple]:
    return [(request.method, request.path, request.body, request.status) for request in run.writes]


def failed(run: Run) -> list[str]:
    return [result["message"] for result in run.results if result["status"] == "failed"]


@dataclass
class Story:
    controller: Controller
    create: Run
    again: Run


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Two runs of the recording. What it has beside them is replayed request by request in a test of the units."""
    directory = tmp_path_factory.mktemp("story")
    with Controller() as controller:
        yield Story(
            controller,
            create=play(controller, HERE / "present.yml", directory),
            again=play(controller, HERE / "present.yml", directory),
        )


def test_nothing_was_asked_that_was_not_recorded(story):
    assert story.controller.unknown == []


def test_what_is_made(story):
    assert failed(story.create) == []
    assert written(story.create) == recorded("02-create", "02-create, its end")


def test_what_a_second_run_writes(story):
    assert failed(story.again) == []
    assert written(story.again) == recorded("03-again")
    assert [request[:2] for request in written(story.again)] == WRITTEN_AT_EVERY_RUN
    # Of the other two the modules say nothing.
    assert story.again.totals["changed"] == 2
