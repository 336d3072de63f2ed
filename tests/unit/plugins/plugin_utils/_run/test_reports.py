# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.filter.verdict_report import verdict_report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import fingerprint
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import (
    baseline_of,
    compared,
    write_reports,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    PUBLIC,
    SERVED,
    estate,
    inside,
    outside,
    probe,
)

OPEN = (inside(*SERVED), outside(probe("model_ok", PUBLIC)))


def judged(observations, ended="2026-11-22T10:00:02Z"):
    return judge(dict(estate(*observations), ended=ended))


def test_each_file_holds_the_report_of_its_format(tmp_path):
    document = judged((inside(*SERVED), outside(DENIED)))
    paths = write_reports(document, str(tmp_path), list(FORMATS), "error", check_mode=False)
    assert paths == [str(tmp_path / FORMATS[name].FILE) for name in FORMATS]
    for name in FORMATS:
        assert (tmp_path / FORMATS[name].FILE).read_text() == verdict_report(document, name, unknown="error")


def test_a_report_holds_what_changed_since_the_baseline(tmp_path):
    write_reports(judged(HEALTHY), str(tmp_path), ["json"], "skipped", check_mode=False)
    document = compared(judged(OPEN), baseline_of(str(tmp_path / "verdict.json")))
    assert [(change["key"], change["after"]) for change in document["drift"]["verdicts"]][:1] == [("status", "fail")]
    write_reports(document, str(tmp_path), ["json"], "skipped", check_mode=False)
    assert json.loads((tmp_path / "verdict.json").read_text()) == dict(document, fingerprint=fingerprint(document))


def test_a_report_with_the_same_conclusions_is_updated_and_is_not_a_change(tmp_path):
    for ended, changed in (("2026-11-22T10:00:02Z", 1), ("2026-11-23T10:00:02Z", 0)):
        paths = write_reports(judged(HEALTHY, ended), str(tmp_path), ["json"], "skipped", check_mode=False)
        assert len(paths) == changed
    assert json.loads((tmp_path / "verdict.json").read_text())["ended"] == "2026-11-23T10:00:02Z"


def test_check_mode_writes_nothing(tmp_path):
    paths = write_reports(judged(HEALTHY), str(tmp_path / "reports"), ["json"], "skipped", check_mode=True)
    assert paths == [str(tmp_path / "reports/verdict.json")]
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    "content, message",
    [
        pytest.param(None, "cannot be read (No such file or directory)", id="missing"),
        pytest.param("hosts:", "is not a verdict of this collection", id="not JSON"),
        pytest.param('{"plays": []}', "is not a verdict of this collection", id="another document"),
    ],
)
def test_a_baseline_of_another_kind_is_refused(tmp_path, content, message):
    path = tmp_path / "verdict.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ValueError) as caught:
        baseline_of(str(path))
    assert (
        str(caught.value)
        == f"{str(path)!r} {message}: expected the verdict.json of an earlier run, a file on the control node"
    )
