# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The action behind the role report: what is refused, and what it leaves behind."""

from __future__ import annotations

import json
import os
from types import SimpleNamespace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action.write_reports import ActionModule
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._document.test_reading import (
    PLACES,
    whole,
    with_at,
)


class Task:
    """What the action reads of its task."""

    action, async_val, check_mode = "privatelink.azure_ai.write_reports", 0, False
    _role = None

    def __init__(self, args):
        self.args = args


@pytest.fixture(name="written")
def written_fixture(tmp_path, monkeypatch):
    """Return the function that writes the reports of a document, and returns the action's result."""

    def write(document, **args):
        action = object.__new__(ActionModule)
        action._task = Task({"verdict": document, "directory": str(tmp_path / "reports"), **args})
        action._supports_check_mode = True
        monkeypatch.setattr(
            ActionModule, "validate_argument_spec", lambda _self, spec: (None, {**_defaults(spec), **action._task.args})
        )
        monkeypatch.setattr("ansible.plugins.action.ActionBase.run", lambda *_args: {})
        return action.run()

    return write


def _defaults(spec):
    return {name: option.get("default") for name, option in spec.items()}


@pytest.mark.parametrize("path, value, message", [row for row in PLACES if row.values[0]])
def test_a_document_that_is_none_leaves_nothing(written, tmp_path, path, value, message):
    result = written(with_at(path, value))
    assert result["failed"] and message in result["msg"] and result["msg"].isprintable()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "role, option",
    [("privatelink.azure_ai.report", "report_verdict"), ("another.collection.report", "verdict"), (None, "verdict")],
)
def test_a_mistake_has_the_name_of_the_option_that_was_given(written, monkeypatch, role, option):
    monkeypatch.setattr(Task, "_role", role and SimpleNamespace(get_name=lambda: role))
    assert written({})["msg"].startswith(f"{option}: it is not a verdict document")


@pytest.mark.parametrize("path, value, message", PLACES[-1:])
def test_a_baseline_that_is_none_leaves_nothing(written, tmp_path, path, value, message):
    (tmp_path / "old.json").write_text(json.dumps(with_at(path, value)))
    result = written(whole(), baseline=str(tmp_path / "old.json"))
    assert result["failed"] and result["msg"].startswith("baseline: ") and message in result["msg"]
    assert os.listdir(tmp_path) == ["old.json"]


@pytest.mark.parametrize("name", ["../../evil", "..", "/etc/passwd", "a/../../b", "verdict.html/x", "~root", "$(x)"])
def test_no_name_of_an_account_leaves_the_directory(written, tmp_path, name):
    document = whole()
    document["accounts"][0]["name"] = name
    assert written(document, formats=list(FORMATS))["changed"]
    assert os.listdir(tmp_path) == ["reports"]
    assert sorted(os.listdir(tmp_path / "reports")) == sorted(module.FILE for module in FORMATS.values())
