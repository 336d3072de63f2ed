# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbook writes: formats, when a run changes something, and what changed since a baseline."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from junitparser import JUnitXml
from prometheus_client.parser import text_string_to_metric_families

HEALTHY, BROKEN = "aro-azureopenai", "zone-not-linked"
FILES = {
    "json": "verdict.json", "html": "verdict.html", "markdown": "verdict.md", "junit": "verdict.junit.xml",
    "prometheus": "verdict.prom",
}


def files(directory):
    return {path.name: path.read_bytes() for path in (directory / "reports").iterdir()}


def changes(run):
    return sum(run.changed.values())


def test_every_format_that_is_asked_for_is_written(inventory, playbook, tmp_path):
    run = playbook("validate", inventory(HEALTHY, BROKEN), report_formats=list(FILES))
    assert run.code != 0
    assert sorted(files(tmp_path)) == sorted(FILES.values())
    assert {os.stat(tmp_path / "reports" / name).st_mode & 0o777 for name in FILES.values()} == {0o644}
    reports = tmp_path / "reports"
    assert {account["name"]: account["root_cause"] for account in run.document["accounts"]} == {
        HEALTHY: None, BROKEN: "dns_public_address"}
    suites = {suite.name: suite for suite in JUnitXml.fromfile(reports / "verdict.junit.xml")}
    assert (suites[HEALTHY].failures, suites[BROKEN].failures > 0) == (0, True)
    causes = {tuple(sample.labels.values()) for family in text_string_to_metric_families((reports / "verdict.prom").read_text())
              for sample in family.samples if sample.name == "privatelink_account_root_cause_info"}
    assert causes == {(BROKEN, "dns_public_address")}
    for name in ("verdict.html", "verdict.md"):
        assert "az network private-dns link vnet create" in (reports / name).read_text()


def test_a_run_changes_something_only_where_a_report_is_missing_or_says_something_else(inventory, playbook, tmp_path):
    hosts = inventory(HEALTHY)
    first, again = (playbook("validate", hosts, report_formats=list(FILES)) for _run in range(2))
    assert (first.code, again.code, changes(first), changes(again)) == (0, 0, 2, 0), first.output + again.output
    assert again.document["ended"] > first.document["ended"]  # renewed nevertheless
    (tmp_path / "reports/verdict.md").unlink()
    checked = playbook("validate", hosts, "--check", "--diff", report_formats=list(FILES))
    assert (checked.code, changes(checked), "verdict.md" in files(tmp_path)) == (0, 1, False)
    assert "privatelink-fingerprint" not in checked.output  # no diff of a whole report
    mended = playbook("validate", hosts, report_formats=list(FILES))
    assert (changes(mended), "verdict.md" in files(tmp_path)) == (1, True)
    broken = playbook("validate", hosts, privatelink_credentials={HEALTHY: {"api_key": "wrong"}}, report_formats=list(FILES))
    assert (broken.account["root_cause"], changes(broken)) == ("auth_key_invalid", 1)


@pytest.mark.parametrize("variables, message", [
    pytest.param({"report_formats": ["pdf"]}, "value of report_formats must be one or more of: json, html, markdown, junit, prometheus",
                 id="format"),
    pytest.param({"report_junit_unknown": "ignored"}, "value of report_junit_unknown must be one of: skipped, error", id="unknown"),
    pytest.param({"report_baseline": "nowhere.json"}, "report_baseline: 'nowhere.json' cannot be compared with; accepted is the "
                 "verdict.json of an earlier run (schema 1), a file on the control node.", id="missing baseline"),
    pytest.param({"report_baseline": "inventory.json"}, "report_baseline: 'inventory.json' cannot be compared with",
                 id="baseline of another kind"),
])
def test_a_wrong_option_stops_before_anything_is_sent(inventory, playbook, variables, message):
    run = playbook("validate", inventory(HEALTHY), **variables)
    assert run.code != 0 and run.document is None
    assert message in " ".join(run.output.split())
    assert "Look up the names" not in run.output


def test_what_changed_since_the_baseline_stands_in_every_report_and_at_the_end(inventory, playbook, healthy, tmp_path):
    shutil.copy(healthy[1] / "reports/verdict.json", tmp_path / "baseline.json")
    run = playbook("validate", inventory(HEALTHY), report_baseline="baseline.json", report_formats=list(FILES),
                   privatelink_credentials={HEALTHY: {"api_key": "wrong"}})
    drift = run.document["drift"]
    assert {(change["key"], change["before"], change["after"]) for change in drift["verdicts"]} >= {
        ("status", "pass", "fail"), ("root_cause", None, "auth_key_invalid")}
    assert {item["code"] for item in drift["checks"]["appeared"]} == {"auth_key_invalid"}
    said = "aro-azureopenai: root_cause none -> auth_key_invalid"
    assert run.output.index(said) > run.output.index("Show the summary")
    reports = tmp_path / "reports"
    assert said in (reports / "verdict.md").read_text()
    assert said in (reports / "verdict.junit.xml").read_text().replace("-&gt;", "->")
    assert 'before="",after="auth_key_invalid"' in (reports / "verdict.prom").read_text()
    assert "auth_key_invalid" in (reports / "verdict.html").read_text()


def test_the_last_report_may_be_the_baseline_of_the_next(inventory, playbook, validated_before, tmp_path):
    hosts = inventory(HEALTHY)
    runs = [playbook("validate", hosts, report_baseline="reports/verdict.json") for _run in range(2)]
    assert [(run.code, changes(run)) for run in runs] == [(0, 1), (0, 0)], runs[0].output
    assert runs[1].document["drift"]["baseline"]["ended"] == runs[0].document["ended"]
    assert "nothing changed" in runs[1].output
    assert json.loads((tmp_path / "reports/verdict.json").read_text())["drift"]["checks"] == {
        "appeared": [], "disappeared": [], "changed": []}


def test_a_report_that_cannot_be_written_hides_nothing(inventory, playbook):
    run = playbook("validate", inventory(BROKEN), report_directory="/proc/nowhere", validate_fail_on="never")
    assert run.code != 0
    assert "1 account: 1 FAIL" in run.output
    assert "az network private-dns link vnet create" in run.output
    assert "No report was written: " in run.output and "/proc/nowhere" in run.output.rpartition("No report was written: ")[2]


def test_options_as_they_are_typed_on_a_command_line(inventory, playbook, tmp_path):
    hosts = inventory(HEALTHY)
    for changed in (2, 0):
        run = playbook("validate", hosts, "-e", "report_directory=below report_formats=json,html")
        assert (run.code, changes(run)) == (0, changed), run.output
    assert sorted(path.name for path in (tmp_path / "below").iterdir()) == ["verdict.html", "verdict.json"]


def test_a_part_is_not_compared_with_the_whole(inventory, playbook, validated_before, tmp_path):
    run = playbook("validate", inventory(HEALTHY), "--tags", "dns,report", report_baseline=str(tmp_path / "reports/verdict.json"))
    assert run.code != 0
    assert "it looked at everything, this run at dns" in " ".join(run.output.split())
    assert "1 account: 1 pass" in run.output
