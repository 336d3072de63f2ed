# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook writes: formats, when a run changes something, and what changed since a baseline."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import shutil

import pytest
from junitparser import JUnitXml
from prometheus_client.parser import text_string_to_metric_families

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._report.formats import FORMATS
from ansible_collections.privatelink.azure_ai.tests.support import commands
from ansible_collections.privatelink.azure_ai.tests.support.runs import Run, run_playbook
from ansible_collections.privatelink.azure_ai.tests.system.playbooks.conftest import write_inventory

HEALTHY, BROKEN = "aro-azureopenai", "zone-not-linked"
FILES = {name: renderer.FILE for name, renderer in FORMATS.items()}


@dataclasses.dataclass
class Story:
    """Runs one after another over a healthy account and a broken one, and the reports as they were after each."""

    directory: pathlib.Path
    runs: dict[str, Run] = dataclasses.field(default_factory=dict)

    def changes(self, name: str) -> int:
        return changes(self.runs[name])

    def reports(self, name: str) -> pathlib.Path:
        return self.directory / f"reports-{name}"


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Story:
    directory = tmp_path_factory.mktemp("story")
    told, reports, hosts = Story(directory), directory / "reports", write_inventory(directory, HEALTHY, BROKEN)

    def run(name, *arguments, **variables):
        told.runs[name] = run_playbook(
            directory, "validate", hosts, *arguments, report_formats=list(FILES), **variables
        )
        shutil.copytree(reports, told.reports(name))

    run("first")
    run("again")
    (reports / "verdict.md").unlink()
    run("checked", "--check", "--diff")
    run("mended")
    run("worse", report_baseline="reports-first/verdict.json", privatelink_credentials={HEALTHY: {"api_key": "wrong"}})
    return told


of_the_story = pytest.mark.xdist_group("story")


def changes(run):
    return sum(run.changed.values())


def root_causes(run):
    return {account["name"]: account["root_cause"] for account in run.document["accounts"]}


def stable(document):
    """The document without what changes from run to run."""
    if isinstance(document, dict):
        return {
            key: stable(value)
            for key, value in document.items()
            if key not in ("started", "ended", "observations", "evidence", "azure")
        }
    return [stable(value) for value in document] if isinstance(document, list) else document


@of_the_story
def test_every_format_that_is_asked_for_is_written(story):
    run, reports = story.runs["first"], story.reports("first")
    assert run.code != 0
    assert sorted(path.name for path in reports.iterdir()) == sorted(FILES.values())
    assert {os.stat(reports / name).st_mode & 0o777 for name in FILES.values()} == {0o644}
    assert root_causes(run) == {HEALTHY: None, BROKEN: "dns_public_address"}
    suites = {suite.name: suite for suite in JUnitXml.fromfile(reports / "verdict.junit.xml")}
    assert (suites[HEALTHY].failures, suites[BROKEN].failures > 0) == (0, True)
    causes = {
        (sample.labels["account"], sample.labels["code"], sample.labels["cause"])
        for family in text_string_to_metric_families((reports / "verdict.prom").read_text())
        for sample in family.samples
        if sample.name == "privatelink_account_root_cause_info"
    }
    assert causes == {(BROKEN, "dns_public_address", "zone_not_linked")}
    for name in ("verdict.html", "verdict.md"):
        assert "az network private-dns link vnet create" in (reports / name).read_text()


@of_the_story
def test_a_run_changes_something_only_where_a_report_is_missing_or_says_something_else(story):
    first, again, checked = story.runs["first"], story.runs["again"], story.runs["checked"]
    assert (story.changes("first"), story.changes("again")) == (1, 0), first.output + again.output
    assert stable(first.document) == stable(again.document)
    assert again.document["ended"] > first.document["ended"]  # renewed nevertheless
    assert (story.changes("checked"), (story.reports("checked") / "verdict.md").exists()) == (1, False)
    assert "privatelink-fingerprint" not in checked.output  # no diff of a whole report
    assert (story.changes("mended"), (story.reports("mended") / "verdict.md").exists()) == (1, True)
    assert root_causes(story.runs["worse"]) == {HEALTHY: "auth_key_invalid", BROKEN: "dns_public_address"}
    assert story.changes("worse") == 1


@of_the_story
def test_what_changed_since_the_baseline_stands_in_every_report_and_at_the_end(story):
    run, reports = story.runs["worse"], story.reports("worse")
    drift = run.document["drift"]
    assert {(change["key"], change["before"], change["after"]) for change in drift["verdicts"]} >= {
        ("status", "pass", "fail"),
        ("root_cause", None, "auth_key_invalid"),
    }
    assert {item["code"] for item in drift["checks"]["appeared"]} == {
        "auth_key_invalid",
        "gate_public_unproved",
        "model_not_asked",
    }
    said = "aro-azureopenai: root_cause none -> auth_key_invalid"
    assert run.output.index(said) > run.output.index("2 accounts: ")
    assert said in (reports / "verdict.md").read_text()
    assert said in (reports / "verdict.junit.xml").read_text().replace("-&gt;", "->")
    assert 'before="",after="auth_key_invalid"' in (reports / "verdict.prom").read_text()
    assert "auth_key_invalid" in (reports / "verdict.html").read_text()


def test_the_last_report_may_be_the_baseline_of_the_next(inventory, playbook, validated_before, tmp_path):
    hosts = inventory(HEALTHY)
    (tmp_path / "reports/verdict.json").unlink(missing_ok=True)
    runs = [playbook("validate", hosts, report_baseline="reports/verdict.json") for _run in range(3)]
    # The second report is the first that says what changed.
    assert [(run.code, changes(run)) for run in runs] == [(0, 1), (0, 1), (0, 0)], runs[0].output
    assert "nothing to compare with yet" in " ".join(runs[0].output.split()) and "drift" not in runs[0].document
    assert runs[1].document["drift"]["baseline"]["ended"] == runs[0].document["ended"]
    assert "nothing changed" in runs[1].output
    assert json.loads((tmp_path / "reports/verdict.json").read_text())["drift"]["checks"] == {
        "appeared": [],
        "disappeared": [],
        "changed": [],
    }


def test_a_report_that_cannot_be_written_hides_nothing(inventory, playbook):
    run = playbook("validate", inventory(BROKEN), report_directory="/proc/nowhere", validate_fail_on="never")
    assert run.code != 0
    assert "1 account: 1 FAIL" in run.output
    assert "az network private-dns link vnet create" in run.output
    assert "No report was written: No such file or directory: /proc/nowhere" in " ".join(run.output.split())


def test_options_as_they_are_typed_on_a_command_line(inventory, playbook, tmp_path):
    hosts = inventory(HEALTHY)
    run = playbook("validate", hosts, "-e", "report_directory=below report_formats=json,html")
    assert (run.code, changes(run)) == (0, 1), run.output
    assert sorted(path.name for path in (tmp_path / "below").iterdir()) == ["verdict.html", "verdict.json"]


def test_a_part_is_not_compared_with_the_whole(inventory, playbook, validated_before, tmp_path):
    run = playbook(
        "validate", inventory(HEALTHY), "--tags", "dns,report", report_baseline=str(tmp_path / "reports/verdict.json")
    )
    assert run.code != 0
    assert "the baseline covers everything, this run covers dns" in " ".join(run.output.split())
    assert "Look up the names" not in run.output


def test_the_role_writes_what_changed_since_a_baseline_and_returns_it(healthy, tmp_path):
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            {"ansible.builtin.include_role": {"name": "privatelink.azure_ai.report"}},
            {"ansible.builtin.debug": {"msg": "{{ report_drift.accounts }}"}},
        ],
        "vars": {
            "report_verdict": dict(healthy[0].document, accounts=[]),
            "report_formats": list(FILES),
            "report_baseline": str(healthy[1] / "reports/verdict.json"),
        },
    }
    (tmp_path / "play.yml").write_text(json.dumps([play]))
    for changed in (1, 0):
        done = commands.run_playbook("play.yml", directory=tmp_path)
        run = Run(done.returncode, done.stdout + done.stderr, None)
        assert (run.code, changes(run)) == (0, changed), run.output
        assert f'"disappeared": ["{HEALTHY}"]' in " ".join(run.output.split()).replace("[ ", "[").replace(" ]", "]")
    # Without a directory they are below that of the process.
    assert sorted(path.name for path in (tmp_path / "privatelink-report").iterdir()) == sorted(FILES.values())
