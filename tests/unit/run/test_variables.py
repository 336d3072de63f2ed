# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reference of variables: it has each, with an example that the product takes as it is meant."""

from __future__ import annotations

import os
import types

import pytest
import variables
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from variables import ACCOUNT_OPTIONS, DISCOVERY_OPTIONS, SPECS, TABLE, Variable

from ansible_collections.privatelink.azure_ai.plugins.action import check_declarations
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations import accounts, discovery
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.check import check
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import INPUTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems
from ansible_collections.privatelink.azure_ai.tests.unit.support.declared import Hosts

EVERY = [each for found in variables.variables().values() for each in found]
OPTIONS = variables.options()
# Beside what an example shows, for it alone would be a mistake.
NEEDED = {
    "privatelink_accounts.name": {},
    "privatelink_accounts.operation": {"deployment": "gpt-4o"},
    "privatelink_accounts.deployment": {"operation": "chat_completions"},
    "endpoint_client_id": {"endpoint_auth_source": "msi"},
}
ACCOUNT = {"name": "aro-azureopenai"}
REQUIRED = {"report": {"report_verdict": {}}, "controller": {"controller_organization": "Network"}}


def names(found):
    return [pytest.param(each, id=each.name) for each in found]


def declared(monkeypatch, **given):
    """Return what is declared for a host with those variables, and the lines of mistakes and warnings."""
    # Files of a control node that an example names.
    monkeypatch.setattr(os.path, "exists", lambda path: True)
    monkeypatch.setattr(check_declarations, "check_baseline", lambda path, looked_at: None)
    problems = Problems()
    hosts = Hosts({"jump-1": {"privatelink_accounts": [ACCOUNT], **given}})
    declaration, by_variable = check(hosts, ["jump-1"], (("all",), ()), "2026-11-22T10:00:00Z", problems)
    check_declarations._check_across_rooms(declaration, by_variable, problems)
    return declaration, problems.lines() + problems.warnings()


def test_every_variable_and_option_has_an_example_and_nothing_else_has():
    expected = {each.name for each in [*EVERY, *OPTIONS]}
    assert expected >= set(INPUTS) | {name for options in SPECS.values() for name in options}
    assert set(TABLE) == expected


def test_every_option_that_is_read_is_documented():
    assert {name.partition(".")[2] for name in ACCOUNT_OPTIONS} == set(accounts._OPTIONS)
    assert {name.partition(".")[2] for name in DISCOVERY_OPTIONS} == set(discovery._OPTIONS)


@pytest.mark.parametrize("variable", names([*EVERY, *OPTIONS]))
def test_a_meaning_is_there_once(variable):
    assert ("meaning" in variable.text) != ("description" in variable.option)


@pytest.mark.parametrize("variable", names(each for each in EVERY if each.input))
def test_check_declarations_takes_the_example(variable, monkeypatch):
    value = variable.example()
    declaration, lines = declared(monkeypatch, **{variable.name: value}, **NEEDED.get(variable.name, {}))
    assert lines == []
    assert variable.input.read(value) != variable.input.default, "an example shows another value than the default"


@pytest.mark.parametrize("variable", names(each for each in EVERY if each.option))
def test_the_role_takes_the_example(variable):
    role = next(role for role, options in SPECS.items() if variable.name in options)
    required = REQUIRED.get(role, {})
    result = ArgumentSpecValidator(SPECS[role]).validate({variable.name: variable.example(), **required})
    assert result.error_messages == []


@pytest.mark.parametrize("option", names(each for each in OPTIONS if each.name in ACCOUNT_OPTIONS))
def test_the_example_of_an_option_of_an_account(option, monkeypatch):
    account = {**ACCOUNT, **NEEDED.get(option.name, {}), option.key: option.example()}
    declaration, lines = declared(monkeypatch, privatelink_accounts=[account])
    assert lines == []
    assert declaration.hosts["jump-1"].accounts[0][option.key] == option.example()


@pytest.mark.parametrize("option", names(each for each in OPTIONS if each.name in DISCOVERY_OPTIONS))
def test_the_example_of_an_option_of_discovery(option, monkeypatch):
    declaration, lines = declared(monkeypatch, privatelink_discover={option.key: option.example()})
    assert lines == []
    assert declaration.options["privatelink_discover"] == {option.key: option.example()}


@pytest.mark.parametrize(
    "name, text",
    [
        pytest.param("privatelink_vantage", ("str", "`jumphost`, `onprem`, `outside`", "`jumphost`"), id="a choice"),
        pytest.param("endpoint_timeout", ("float", "from 0.1 to 3600", "`10`"), id="a number"),
        pytest.param("endpoint_max_tokens", ("int", "from 1 to 100000", "`64`"), id="a whole number"),
        pytest.param("privatelink_keyless", ("bool", "", "`false`"), id="a boolean"),
        pytest.param("privatelink_control_endpoints", ("list of str", "", "the login host of the cloud"), id="a list"),
        pytest.param(
            "endpoint_vantage", ("str", "`jumphost`, `onprem`, `outside`", "`privatelink_vantage`"), id="another"
        ),
        pytest.param("report_verdict", ("dict", "", "required"), id="required"),
    ],
)
def test_type_values_and_default(name, text):
    variable = next(each for each in EVERY if each.name == name)
    assert (variable.type, variable.valid, variable.default) == text


@pytest.mark.parametrize(
    "name, playbooks, roles",
    [
        (
            "privatelink_accounts",
            {"configure_jumphost", "site", "validate"},
            {"account", "endpoint", "jumphost", "private_dns_zone"},
        ),
        ("privatelink_keyless", {"site", "validate"}, set()),
        ("report_formats", {"site", "validate"}, {"report"}),
        ("jumphost_tools", {"configure_jumphost", "site"}, {"jumphost"}),
        ("endpoint_assert", set(), {"endpoint"}),
    ],
)
def test_who_reads_it(name, playbooks, roles):
    variable = next(each for each in EVERY if each.name == name)
    assert set(variable.playbooks) >= playbooks and set(variable.roles) == roles
    assert bool(playbooks) == bool(variable.playbooks)


def test_where_a_text_is_not_enough():
    assert not Variable("endpoint_assert", {"type": "bool"}).in_survey
    assert Variable("privatelink_waivers", {}, INPUTS["privatelink_waivers"]).in_survey
    reader = types.SimpleNamespace(name="privatelink_waivers", read=lambda value: value)
    assert not Variable("privatelink_waivers", {}, reader).in_survey
