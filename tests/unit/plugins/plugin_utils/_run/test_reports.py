# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import stat
import tracemalloc

import pytest

from ansible_collections.privatelink.azure_ai.plugins.filter.verdict_report import verdict_report
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import fingerprint
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run import conclusion
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
    document = compared(judged(OPEN), baseline_of(str(tmp_path / "verdict.json"), 1))
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
        baseline_of(str(path), 1)
    assert (
        str(caught.value)
        == f"{str(path)!r} {message}: expected the verdict.json of an earlier run, a file on the control node"
    )


def planted_link(path, elsewhere):
    path.symlink_to(elsewhere)


def planted_pipe(path, _elsewhere):
    os.mkfifo(path)


def planted_device(path, _elsewhere):
    path.symlink_to("/dev/zero")


def planted_file(path, _elsewhere):
    path.write_text("old")
    path.chmod(0o777)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
@pytest.mark.parametrize(
    "plant",
    [
        pytest.param(None, id="nothing"),
        pytest.param(planted_link, id="link-to-another-file"),
        pytest.param(planted_pipe, id="pipe"),
        pytest.param(planted_device, id="link-to-a-device-without-end"),
        pytest.param(planted_file, id="file-for-everybody"),
    ],
)
def test_a_report_takes_the_place_of_whatever_has_its_name(tmp_path, plant, umask):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("precious")
    reports = tmp_path / "reports"
    if plant:
        reports.mkdir()
        plant(reports / "verdict.json", elsewhere)
    before = os.umask(umask)
    try:
        changed = write_reports(judged(HEALTHY), str(reports), list(FORMATS), "skipped", check_mode=False)
    finally:
        os.umask(before)
    assert len(changed) == len(FORMATS) and elsewhere.read_text() == "precious"
    states = [(reports / module.FILE).lstat() for module in FORMATS.values()]
    assert {stat.S_IFMT(state.st_mode) for state in states} == {stat.S_IFREG}
    assert {stat.S_IMODE(state.st_mode) for state in states} == {0o644}
    assert len(os.listdir(reports)) == len(FORMATS)


def test_a_directory_with_the_name_of_a_report_is_named(tmp_path):
    (tmp_path / "verdict.json").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_reports(judged(HEALTHY), str(tmp_path), ["json"], "skipped", check_mode=False)
    assert caught.value.filename == str(tmp_path / "verdict.json")
    assert os.listdir(tmp_path) == ["verdict.json"]


def test_of_a_large_report_the_beginning_is_read(tmp_path, monkeypatch):
    document = judged(HEALTHY)
    path = tmp_path / "verdict.json"
    path.write_bytes(b" " * 2**20 + fingerprint(document).encode())
    assert write_reports(document, str(tmp_path), ["json"], "skipped", check_mode=True) == []
    monkeypatch.setattr(conclusion, "_MOST_READ", 2**20)
    assert write_reports(document, str(tmp_path), ["json"], "skipped", check_mode=True) == [str(path)]


def test_a_large_report_of_somebody_else_is_not_held_in_memory(tmp_path):
    """In a directory of all, such as /tmp, anybody may have made it."""
    path, mark = tmp_path / "verdict.json", b"f" * 64
    with open(path, "wb") as stream:
        stream.seek(2**28 - 32)  # across two parts
        stream.write(mark)
        stream.truncate(2**29)
    tracemalloc.start()
    try:
        assert conclusion._holds(str(path), mark) and not conclusion._holds(str(path), mark[:-1] + b"e")
        assert tracemalloc.get_traced_memory()[1] < 2**25
    finally:
        tracemalloc.stop()
