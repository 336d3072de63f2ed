# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action import verdict
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
    RunDirectory,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import HOST, INPUTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run import conclusion
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import wide_estate
from ansible_collections.privatelink.azure_ai.tests.unit.support.growth import calls

MOMENT = "2026-11-22T10:00:00Z"
MANY = 60


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that writes the directory of a run over so many broken accounts, and the action that ends it."""
    monkeypatch.setattr(verdict, "C", SimpleNamespace(DEFAULT_LOCAL_TMP=str(tmp_path)))

    def written(count, names=None, check_mode=False, **more):
        estate = wide_estate(count)
        options = {name: each.default for name, each in INPUTS.items()}
        options["privatelink_forbidden_endpoints"] = estate["forbidden"]
        shared = {name: value for name, value in options.items() if INPUTS[name].scope != HOST}
        shared.update(looked_at=None, job="4711", report_path=str(tmp_path / "reports"), report_formats=list(FORMATS))
        shared.update(more)
        estate["observations"] = [each for each in estate["observations"] if names is None or each["host"] in names]
        hosts = {
            each["host"]: HostDeclaration(each["vantage"], estate["accounts"], {}, options)
            for each in estate["observations"]
        }
        directory = RunDirectory(str(tmp_path))
        directory.begin(Declaration(hosts, None, shared, ["dns", "probe", "report"], MOMENT))
        for number, each in enumerate(estate["observations"]):
            directory.write(f"host-{number:05d}-dns", each["dns"])
            directory.write(f"host-{number:05d}-probe", {"probes": each["probes"], "token_error": None})
        task = SimpleNamespace(async_val=0, check_mode=check_mode, diff=False, args={}, action="verdict", no_log=False)
        connection = SimpleNamespace(_shell=SimpleNamespace(tmpdir=None))
        return directory, verdict.ActionModule(task, connection, None, None, None, None)

    return written


def plainly(directory, reports):
    """Judge and write the reports without Ansible."""
    declaration = directory.declaration()
    document = conclusion.document_of(declaration, directory, MOMENT)
    conclusion.write_reports(document, str(reports), list(FORMATS), "skipped", False)


def test_ansible_adds_little_to_the_end_of_a_run(run, tmp_path):
    directory, action = run(20)
    plainly(directory, tmp_path / "warm")
    plain = calls(lambda: plainly(directory, tmp_path / "plain"))
    assert calls(lambda: action.run(task_vars={})) < 1.5 * plain
    written = [sorted(path.name for path in (tmp_path / name).iterdir()) for name in ("plain", "reports")]
    assert written[0] == written[1] and len(written[0]) == len(FORMATS)


def test_what_ansible_is_handed_does_not_grow_with_the_findings(run):
    _directory, action = run(MANY)
    result = action.run(task_vars={})
    handed = dict(result)
    stats = handed.pop("ansible_stats")
    assert set(stats["data"]["privatelink_root_causes"].values()) == {"dns_public_address"}
    # An earlier play may have set the same names.
    assert stats["aggregate"] is False
    assert len(json.dumps(handed)) < 96 * 1024
    assert len(handed["lines"]) < 600 + 3 * MANY
    assert "more lines, which the reports have" in " ".join(handed["lines"])


@pytest.mark.parametrize("more", [{"check_mode": True}, {"report_path": "/proc/none"}], ids=["check", "not written"])
def test_lines_name_no_report_that_is_not_written(run, more):
    _directory, action = run(MANY, **more)
    result = action.run(task_vars={})
    said = " ".join([*result["lines"], *result["conclusion"]])
    assert "more lines" in said and "which the reports have" not in said
    assert "/verdict.html" not in said


def test_tolerated_failures_are_named_with_the_report_once_and_printable(run, tmp_path):
    _directory, action = run(2, report_path=str(tmp_path / "of-\x1b[31m-today"), validate_fail_on="never")
    result = action.run(task_vars={})
    shown = result["lines"][-1]
    assert shown.startswith("The report: ") and shown.endswith("/of-\\x1b[31m-today/verdict.html")
    assert [line for line in result["lines"] if "verdict.html" in line] == [shown]
    assert "2 of 2 accounts did not pass: a0 (dns_public_address), a1" in result["lines"]
    assert "\x1b" not in "".join([*result["lines"], *result["conclusion"]])


@pytest.mark.parametrize("workflow", ["7", None])
def test_a_verdict_says_of_which_workflow_it_is(run, workflow):
    _directory, action = run(1, workflow_job=workflow)
    assert action.run(task_vars={})["ansible_stats"]["data"]["privatelink_workflow_job"] == workflow


PART = "privatelink_document_4711"
FILE = "privatelink-part-4711.json"


def written_in(tmp_path):
    return sorted(path.name for path in (tmp_path / "reports").glob("*"))


@pytest.mark.parametrize(
    "hosts, partial, words",
    [
        pytest.param(None, [], "a part of a validation (job 4711). The verdict is that of", id="whole"),
        pytest.param(["jump-1"], ["outside"], "and partial: no host of it observes from outside.", id="inside"),
        pytest.param(["outside-1"], ["inside"], "and partial: no host of it observes from inside.", id="outside"),
    ],
)
def test_a_part_hands_on_its_document_and_nothing_shared(run, tmp_path, hosts, partial, words):
    _directory, action = run(2, hosts, validate_part=True)
    result = action.run(task_vars={})
    assert set(result["ansible_stats"]["data"]) == {PART}
    assert result["partial"] == partial
    assert words in " ".join(" ".join(result["lines"]).split())
    # Reports are the merge's: the parts may share a directory.
    assert written_in(tmp_path) == [FILE]
    written = json.loads((tmp_path / "reports" / FILE).read_text())
    assert written == result["ansible_stats"]["data"]


def test_a_part_fails_for_what_it_could_see_and_not_for_what_it_could_not(run):
    _directory, action = run(2, ["outside-1"], validate_part=True)
    result = action.run(task_vars={})
    assert (result["status"], result["passed"]) == ("pass", True)
    _directory, action = run(2, ["jump-1"], validate_part=True)
    result = action.run(task_vars={})
    assert (result["status"], result["passed"], result["failures"]) == ("fail", False, ["a0", "a1"])
    assert "This is a part of a validation" in " ".join(result["conclusion"])


def test_a_host_of_a_part_that_sent_nothing_is_unknown(run):
    directory, action = run(2, ["outside-1"], validate_part=True)
    directory.write("host-00000-probe", {"probes": [], "token_error": None})
    result = action.run(task_vars={})
    assert (result["status"], result["passed"]) == ("unknown", False)


def test_a_part_over_the_limit_is_in_its_file(run, tmp_path):
    _directory, action = run(2, validate_part=True, privatelink_artifact_limit=9, report_directory=str(tmp_path))
    result = action.run(task_vars={})
    handed = result["ansible_stats"]["data"][PART]
    written = json.loads((tmp_path / "reports" / FILE).read_text())[PART]
    assert handed == {"encoding": "file", "file": FILE, "sha256": written["sha256"], "size": written["size"]}
    assert result["warnings"] == []


@pytest.mark.parametrize(
    "options", [{}, {"check_mode": True, "report_directory": "/shared"}], ids=["not asked", "check"]
)
def test_a_part_over_the_limit_of_which_no_file_is_shared_says_so(run, options):
    _directory, action = run(2, validate_part=True, privatelink_artifact_limit=9, **options)
    (warning,) = action.run(task_vars={})["warnings"]
    assert "set report_directory to storage that the jobs share" in warning


@pytest.mark.parametrize("verbosity, hidden", [(0, True), (1, True), (2, True), (3, False)])
def test_the_lines_are_not_shown_twice(run, verbosity, hidden):
    _directory, action = run(2)
    action._display = SimpleNamespace(verbosity=verbosity)
    assert action.run(task_vars={})["_ansible_verbose_override"] is hidden


def test_a_merge_sets_all_that_is_shared_and_no_document(run, tmp_path):
    _directory, action = run(2, merging=True, merged="Merged from 2 parts (jobs 9, 10).")
    result = action.run(task_vars={})
    assert "privatelink_status" in result["ansible_stats"]["data"]
    assert not any(key.startswith("privatelink_document_") for key in result["ansible_stats"]["data"])
    assert "Merged from 2 parts (jobs 9, 10)." in result["lines"]
    assert len(written_in(tmp_path)) == len(FORMATS)
