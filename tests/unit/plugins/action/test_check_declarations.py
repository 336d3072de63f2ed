# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the judge, the reports and the probe refuse: by host, cut, and without secrets; and accounts that are found."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action.check_declarations import (
    ActionModule,
    _check_across_rooms,
    _check_baseline,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.check import check
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems
from ansible_collections.privatelink.azure_ai.tests.unit.support.declared import ACCOUNT, Hosts

WAIVER = {"account": "example", "code": "tcp_timeout", "reason": "r", "expires": "2999-12-31"}
WRONG = dict(WAIVER, reason="")
REASON = "reason: '' is not valid: expected a text that is not empty"
CANARY = "CANARY"
LONG = "x " * 50_000


def mistakes(*hosts):
    """Return the lines of the mistakes of hosts a, b, ..."""
    problems = Problems()
    named = {name: {"privatelink_accounts": [ACCOUNT], **variables} for name, variables in zip("abcd", hosts)}
    declaration, given = check(Hosts(named), list(named), (["all"], []), "2026-11-22T10:00:00Z", problems)
    _check_across_rooms(declaration, given, problems)
    _check_baseline(declaration, given, problems)
    return problems.lines()


@pytest.mark.parametrize(
    "hosts, lines",
    [
        pytest.param(
            [{"privatelink_waivers": [WAIVER]}, {"privatelink_waivers": [dict(WAIVER, account="other"), WRONG]}],
            [f"privatelink_waivers, waiver number 2, {REASON} (host b)"],
            id="a waiver by its place in the list of its host",
        ),
        pytest.param(
            [{"privatelink_waivers": WRONG}, {"privatelink_waivers": [WRONG]}],
            [f"privatelink_waivers, waiver number 1, {REASON} (hosts a, b)"],
            id="a waiver of two hosts",
        ),
        pytest.param(
            [{"privatelink_waivers": [dict(WAIVER, code="gate_open", expires="31.12.2026")]}],
            [
                "privatelink_waivers, waiver number 1, code: 'gate_open' is not in the catalogue of findings: expected a "
                "code such as gate_public_open (host a)",
                "privatelink_waivers, waiver number 1, expires: '31.12.2026' is not a valid date: expected the last day "
                "the waiver is valid, as YYYY-MM-DD (host a)",
            ],
            id="all mistakes of a waiver",
        ),
        pytest.param(
            [
                {"privatelink_waivers": "waivers.yml"},
                {"privatelink_waivers": "@waivers.yml"},
                {"privatelink_waivers": "all"},
            ],
            [
                f"privatelink_waivers, waiver number 1: {text} is not valid: expected a mapping with account, code, reason, "
                f"expires{more} (host {host})"
                for host, text, more in (
                    ("a", "'waivers.yml'", "; a file that declares privatelink_waivers is given by -e @FILE"),
                    ("b", "'@waivers.yml'", "; a file that declares privatelink_waivers is given by -e @FILE"),
                    ("c", "'all'", ""),
                )
            ],
            id="the name of a file of waivers",
        ),
        pytest.param(
            [{}, {"report_formats": "htlm"}],
            [
                "report_formats: 'htlm' is not a valid format: expected one or more of json, html, markdown, junit, prometheus; "
                "did you mean html? (host b)"
            ],
            id="a format",
        ),
        pytest.param(
            [{"report_baseline": "missing.json"}, {"report_baseline": "missing.json"}, {}],
            [
                "report_baseline: 'missing.json' cannot be read (No such file or directory): expected the verdict.json of "
                "an earlier run, a file on the control node (hosts a, b)"
            ],
            id="a baseline",
        ),
    ],
)
def test_a_mistake_names_the_hosts_that_have_it(hosts, lines):
    assert mistakes(*hosts) == lines


@pytest.mark.parametrize(
    "variables",
    [
        pytest.param({"report_formats": [LONG]}, id="format"),
        pytest.param({"report_baseline": LONG.strip()}, id="baseline"),
        pytest.param({"report_directory": f"/dev/null/{LONG}"}, id="directory"),
        pytest.param({"privatelink_forbidden_endpoints": LONG}, id="forbidden"),
        pytest.param({"privatelink_forbidden_endpoints": f"https://x.openai.azure.com/?key={CANARY}"}, id="query"),
        pytest.param({"privatelink_waivers": LONG}, id="waiver: text"),
        pytest.param({"privatelink_waivers": [dict(WAIVER, code=LONG)]}, id="waiver: code"),
        pytest.param({"privatelink_waivers": [dict(WAIVER, account={"api_key": CANARY})]}, id="waiver: account"),
        pytest.param({"privatelink_waivers": [[CANARY]]}, id="waiver: list"),
        pytest.param({"privatelink_waivers": [dict(WAIVER, **{LONG: 1})]}, id="waiver: key"),
    ],
)
def test_a_value_is_shown_cut_and_without_what_may_be_secret(variables):
    (line,) = mistakes(variables)
    assert len(line) < 700 and CANARY not in line and "expected " in line
    assert line.endswith("(host a)")


def test_null_is_not_a_word_of_python():
    (line,) = mistakes({"privatelink_waivers": [dict(WAIVER, reason=None)]})
    assert (
        line
        == "privatelink_waivers, waiver number 1, reason: null is not valid: expected a text that is not empty (host a)"
    )


SUBSCRIPTION = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
FOUND = {
    "name": "found",
    "resource_name": "found",
    "id": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/found",
    "resource_group": "rg",
    "subscription_id": SUBSCRIPTION,
    "kind": "OpenAI",
    "cloud": "AzureCloud",
}


def discovered(result, **variables):
    """Return C((declaration, problems, arguments)) of a host after the module that lists accounts gave a result."""
    variables = {"privatelink_discover": {"subscriptions": [SUBSCRIPTION], "tags": {"env": "prod"}}, **variables}
    declaration, _given = check(Hosts({"a": variables}), ["a"], (["all"], []), "2026-11-22T10:00:00Z", Problems())
    action, problems, arguments = object.__new__(ActionModule), Problems(), {}
    action.execute = lambda given, _task_vars: arguments.update(given) or result
    return action._with_discovered(declaration, {}, problems), problems, arguments


def test_accounts_are_listed_with_the_options_of_the_role_account(tmp_path):
    certificates = tmp_path / "ca.pem"
    certificates.touch()
    variables = {"account_ca_path": str(certificates), "account_secret": "s", "account_timeout": 5}
    declaration, problems, arguments = discovered({"accounts": [FOUND], "subscriptions": [SUBSCRIPTION]}, **variables)
    assert not problems and [account["name"] for account in declaration.accounts()] == ["found"]
    assert arguments == {
        "ca_path": str(certificates),
        "secret": "s",
        "timeout": 5,
        "subscriptions": [SUBSCRIPTION],
        "tags": {"env": "prod"},
    }


def test_a_module_that_fails_is_a_mistake_where_nothing_else_is_declared():
    _declaration, problems, _arguments = discovered({"failed": True, "msg": "no token"})
    (line,) = problems.lines()
    assert line.startswith("privatelink_discover: no subscription could be listed: no token: expected ")


def test_what_was_left_out_is_shown_at_the_end_of_the_run_too():
    left_out = {"name": "old", "id": FOUND["id"], "reason": "deleting", "why": "it is being deleted"}
    declaration, _problems, _arguments = discovered({"accounts": [FOUND], "left_out": [left_out]})
    assert declaration.notes == ["privatelink_discover: old left out: it is being deleted"]


def test_before_the_first_run_its_own_report_may_be_the_baseline(tmp_path):
    verdict = tmp_path / "verdict.json"
    variables = {"report_directory": str(tmp_path), "report_baseline": str(verdict)}
    assert not mistakes(variables)
    # Of another name it is a slip of the pen, and where no such report is written it never comes.
    assert mistakes({**variables, "report_baseline": str(tmp_path / "verdikt.json")})
    assert mistakes({**variables, "report_formats": ["html"]})
    verdict.symlink_to("nowhere")
    assert mistakes(variables)


def test_the_baseline_of_a_part_is_that_of_the_merge():
    variables = {"report_baseline": "missing.json"}
    assert mistakes(variables) and not mistakes({**variables, "validate_part": True})
