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

    def written(count):
        estate = wide_estate(count)
        options = {name: each.default for name, each in INPUTS.items()}
        shared = {name: value for name, value in options.items() if INPUTS[name].scope != HOST}
        shared.update(looked_at=None, job="4711", report_path=str(tmp_path / "reports"), report_formats=list(FORMATS))
        hosts = {
            each["host"]: HostDeclaration(each["vantage"], estate["accounts"], {}, options)
            for each in estate["observations"]
        }
        directory = RunDirectory(str(tmp_path))
        directory.begin(Declaration(hosts, None, shared, ["dns", "probe", "report"], MOMENT))
        for number, each in enumerate(estate["observations"]):
            directory.write(f"host-{number:05d}-dns", each["dns"])
            directory.write(f"host-{number:05d}-probe", {"probes": each["probes"], "token_error": None})
        task = SimpleNamespace(async_val=0, check_mode=False, diff=False, args={}, action="verdict", no_log=False)
        connection = SimpleNamespace(_shell=SimpleNamespace(tmpdir=None))
        return directory, verdict.ActionModule(task, connection, None, None, None, None)

    return written


def plainly(directory, reports):
    """Judge and write the reports without Ansible."""
    declaration = directory.declaration()
    document = conclusion.document_of(declaration, directory, MOMENT)
    conclusion.write_reports(document, str(reports), list(FORMATS), "skipped", False)


def test_ansible_adds_little_to_the_end_of_a_run(run, tmp_path):
    directory, action = run(MANY)
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
