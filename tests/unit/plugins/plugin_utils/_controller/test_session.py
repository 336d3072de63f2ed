# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import io
import json
import os
import stat
import threading
from dataclasses import replace
from email.message import Message
from urllib.error import HTTPError

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller import api as api_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.api import Api, ApiError, Snapshot
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.session import (
    Session,
    SessionFile,
    default_prefix,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.new_process import in_new_process

SESSION = Session("https://controller.example", "awx.awx", "/api/", token="secret")


def test_the_session_is_private_and_goes(tmp_path):
    file = SessionFile(str(tmp_path))
    assert file.read() is None
    file.write(SESSION)
    assert file.read() == SESSION
    (directory,) = tmp_path.iterdir()
    assert stat.S_IMODE(os.stat(directory).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(directory / "session.json").st_mode) == 0o600
    file.remove()
    assert file.read() is None
    file.remove()


def test_the_path_of_the_api_is_that_of_the_collection():
    assert default_prefix("awx.awx") == "/api/"
    assert default_prefix("ansible.controller") == "/api/controller/"


@pytest.fixture(name="answers")
def answers_fixture(monkeypatch):
    """Answers by URL; what was asked of open_url."""
    asked: list[tuple[str, dict]] = []
    answers: dict[str, object] = {}

    def open_url(url, **options):
        asked.append((url, options))
        answer = answers[url]
        if isinstance(answer, Exception):
            raise answer
        return io.BytesIO(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    monkeypatch.setattr(api_of, "open_url", open_url)
    answers["asked"] = asked
    return answers


BASE = "https://controller.example/api/v2/hosts/"


def test_lists_have_pages(answers):
    answers[f"{BASE}?inventory=1&page_size=200"] = {"results": [{"id": 1}], "next": "https://elsewhere.example/"}
    answers[f"{BASE}?inventory=1&page_size=200&page=2"] = {"results": [{"id": 2}], "next": None}
    assert [each["id"] for each in Api(SESSION).list("hosts", inventory=1)] == [1, 2]
    for _url, options in answers["asked"]:
        assert options["headers"]["Authorization"] == "Bearer secret"
        assert options["follow_redirects"] == "none"


def test_a_snapshot_asks_for_each_list_once(answers):
    for number in (1, 2):
        answers[f"{BASE}?inventory={number}&page_size=200"] = {"results": [{"id": number}], "next": None}
    platform = Snapshot(SESSION)
    assert [platform.list("hosts", inventory=number)[0]["id"] for number in (1, 2, 1)] == [1, 2, 1]
    assert len(answers["asked"]) == 2


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"<html>", "the answer is not the JSON of an automation platform"),
        (b"[" * 100000, "the answer is not the JSON of an automation platform"),
        ({"results": "x"}, "is not a list of objects"),
        ({}, "is not a list of objects"),
        (OSError("no route"), "https://controller.example does not answer: no route"),
        (HTTPError(BASE, 403, "", Message(), io.BytesIO(b'{"detail": "no"}')), "GET hosts: HTTP 403, no"),
        (HTTPError(BASE, 302, "", Message(), io.BytesIO(b"<html>")), "GET hosts: HTTP 302"),
        (HTTPError(BASE, 401, "", Message(), io.BytesIO(b'{"detail": "SECRET?"}')), "GET hosts: HTTP 401, ***?"),
        (OSError("Bearer secret"), "does not answer: Bearer ***"),
        ({"results": [{}]}, "is not a list of objects"),
        ({"results": [{"id": {}}]}, "is not a list of objects"),
        ({"results": [{"id": 1, "name": ["x"]}]}, "is not a list of objects"),
        ({"results": [{"id": 1, "inputs": 7}]}, "is not a list of objects"),
        ({"results": [{"id": 1}] * 201}, "is not a list of objects"),
        ({"results": [], "next": "more"}, "does not end"),
    ],
)
def test_whatever_else_is_answered_is_an_error(answers, answer, message):
    answers[f"{BASE}?page_size=200"] = answer
    with pytest.raises(ApiError) as error:
        Api(SESSION).list("hosts")
    assert message in str(error.value)
    assert "secret" not in str(error.value)


def test_what_is_read_of_an_object_has_one_type_and_nothing_else_is_kept(answers):
    answers[f"{BASE}?page_size=200"] = {
        "results": [{"id": 1, "name": None, "summary_fields": {"user_capabilities": [1]}, "more": ["x"]}]
    }
    assert Api(SESSION).list("hosts") == [{"id": 1, "name": "", "identifier": ""}]


def test_an_answer_that_does_not_come_in_time(monkeypatch):
    monkeypatch.setattr(api_of, "open_url", lambda *_args, **_options: threading.Event().wait(600))
    with pytest.raises(ApiError, match="does not answer"):
        Api(replace(SESSION, timeout=0.1)).list("hosts")


LIST_OF_LISTS = """
import io, json, sys
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller import api
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.session import Session
count = json.load(sys.stdin)
api.open_url = lambda *_args, **_options: io.BytesIO(b'{"results": [' + b"[]," * count + b"[]]}")
try:
    api.Api(Session("https://controller.example", "awx.awx", "/api/", token="secret")).list("hosts")
    print(json.dumps("taken"))
except api.ApiError as error:
    print(json.dumps(str(error)))
"""


def test_a_list_that_takes_much_more_memory_than_its_bytes():
    assert "hosts takes more than 64 MiB of memory" in in_new_process(LIST_OF_LISTS, 2 * 2**20)


def test_endless_answers_are_refused(answers, monkeypatch):
    monkeypatch.setattr(api_of, "_LARGEST", 10)
    answers[f"{BASE}?page_size=200"] = b"x" * 11
    with pytest.raises(ApiError, match="larger than 10 bytes"):
        Api(SESSION).list("hosts")
