# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import (
    Declaration,
    HostDeclaration,
    RunDirectory,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import INPUTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.conclusion import document_of, failures, stats
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    FORBIDDEN,
    HEALTHY,
    KEYLESS,
    PUBLIC,
    estate,
    inside,
    outside,
    probe,
)

MOMENT = "2026-11-28T12:00:00Z"
UNASKED = (inside(*KEYLESS), outside(probe("gate_public_access_disabled", PUBLIC, credential="none")))


@pytest.mark.parametrize(
    "observations, keyless, warnings, notes",
    [
        pytest.param(HEALTHY, False, [], [], id="asked"),
        pytest.param(UNASKED, False, ["model_not_asked"], ["model not asked: no credential"], id="not asked"),
        pytest.param(UNASKED, True, [], [], id="not meant to be asked"),
    ],
)
def test_a_model_that_was_not_asked_reaches_the_workflow(observations, keyless, warnings, notes):
    document = judge(estate(*observations, account={"keyless": keyless}))
    found = stats(document)
    assert found["privatelink_status"] == "pass"
    assert found["privatelink_account_warnings"] == {"example": warnings}
    assert found["privatelink_account_notes"] == {"example": notes}
    failed = {fail_on: failures(document, fail_on) for fail_on in ("failure", "warning", "never")}
    assert failed == {"failure": [], "warning": ["example"] * bool(warnings), "never": []}


@pytest.fixture
def run(tmp_path):
    """Return a function that keeps the observations of a healthy run, and the directory of that run."""

    def kept(azure=None, **wrong):
        given = estate(*HEALTHY)
        options = {name: each.default for name, each in INPUTS.items()} | {"looked_at": None}
        hosts = {
            each["host"]: HostDeclaration(each["vantage"], given["accounts"], {}, {}) for each in given["observations"]
        }
        directory = RunDirectory(str(tmp_path))
        directory.begin(Declaration(hosts, None, options, ["dns", "probe"], MOMENT))
        for number, each in enumerate(given["observations"]):
            directory.write(f"host-{number:05d}-dns", each["dns"] or {"host": {}, "names": []})
            directory.write(
                f"host-{number:05d}-probe", {"probes": wrong.get(each["host"], each["probes"]), "token_error": None}
            )
        if azure:
            directory.write("azure", azure)
        return directory

    return kept


def judged(directory):
    (account,) = document_of(directory.declaration(), directory, MOMENT)["accounts"]
    return account


def test_an_observation_that_cannot_be_judged_costs_its_own_host_only(run):
    account = judged(run(**{"jump-1": [{"endpoint": "https://example.openai.azure.com/", "peer": {"address": "x"}}]}))
    assert {check["host"]: check["code"] for check in account["checks"] if check["status"] == "unknown"} == {
        "jump-1": "host_failed"
    }
    assert any(check["host"] == "outside-1" and check["status"] == "pass" for check in account["checks"])


def test_answers_of_azure_that_cannot_be_judged_cost_no_host_its_verdict(run):
    wrong = {
        "accounts": [{"name": "example", "expected": {"example.openai.azure.com": ["not an address"]}}],
        "error": None,
    }
    account = judged(run(azure=wrong))
    by_host = {check["host"] for check in account["checks"] if check["status"] == "pass"}
    assert {"jump-1", "outside-1"} <= by_host
    assert not any(check["code"] == "host_failed" for check in account["checks"])


def test_nothing_of_a_host_is_there(run, tmp_path):
    directory = run()
    for part in ("dns", "probe"):
        (tmp_path / "privatelink" / f"host-00000-{part}.json").unlink()
    account = judged(directory)
    assert account["root_cause"] == "host_failed" and account["status"] == "unknown"


@pytest.mark.parametrize(("declared", "egress"), [([FORBIDDEN], "open"), ([], "not_checked")])
def test_what_is_forbidden_is_what_the_host_was_asked(run, declared, egress):
    answered = probe("auth_missing", PUBLIC, credential="none", endpoint=FORBIDDEN)
    directory = run(**{"jump-1": [*HEALTHY[0]["probes"], answered]})
    declaration = directory.declaration()
    for host in declaration.hosts.values():
        host.options["privatelink_forbidden_endpoints"] = declared
    directory.freeze(declaration)
    account = judged(directory)
    assert account["verdicts"]["egress"] == egress
    failed = {check["host"] for check in account["checks"] if check["code"] == "host_failed"}
    assert failed == (set() if declared else {"jump-1"})
