# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller import declared
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.declared import mistakes
from ansible_collections.privatelink.azure_ai.tests.unit.support.automation_platform import VARIABLES


def test_what_is_complete_has_no_mistakes():
    assert mistakes(VARIABLES) == []


@pytest.mark.parametrize(
    "variables",
    [
        {"privatelink_token_scope": "https://cognitiveservices.azure.com/.default"},
        {"privatelink_accounts": [{"name": "token", "kind": "OpenAI"}]},
        {"ansible_ssh_private_key_file": "/home/x/.ssh/id"},
        {"account_secret": ""},
        {"endpoint_max_tokens": 5},
    ],
    ids=str,
)
def test_variables_that_only_look_like_secrets_are_accepted(variables):
    assert mistakes({**VARIABLES, "inventory_variables": variables}) == []


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"privatelink_credentials": {}}, "privatelink_credentials"),
        ({"privatelink_api_key_aro_azureopenai": "k"}, "privatelink_api_key_aro_azureopenai"),
        ({"privatelink_token_b": "k"}, "privatelink_token_b"),
        ({"account_secret": "k"}, "account_secret"),
        ({"ansible_become_password": "k"}, "ansible_become_password"),
        ({"ansible_ssh_pass": "k"}, "ansible_ssh_pass"),
        ({"a": [{"b": {"Api_Key": "k"}}]}, "a[0].b.Api_Key"),
    ],
    ids=str,
)
def test_secrets_are_named_by_their_place(variables, place):
    (line,) = mistakes({**VARIABLES, "inventory_variables": variables})
    assert line == f"controller_inventory_variables: {place} is a secret, which an inventory shows to its readers"


@pytest.mark.parametrize(
    ("credential", "expected"),
    [
        ({"account": "a_b"}, "[0].account: 'a_b' is not the name of an account: expected letters, digits and dashes"),
        (
            {"account": "scope", "auth": "token", "token": "x"},
            "[0].auth: the token of scope would be in privatelink_token_scope: expected api_key",
        ),
        (
            {"account": "a", "auth": "token", "api_key": "x"},
            "[0].api_key: the account a has auth token: expected token",
        ),
    ],
)
def test_a_credential_has_a_variable_of_its_own(credential, expected):
    assert mistakes({**VARIABLES, "credentials": [credential]}) == [f"controller_credentials{expected}"]
    assert mistakes({**VARIABLES, "credentials": [{"account": "scope", "api_key": "x"}]}) == []


@pytest.mark.parametrize(
    "schedule, expected",
    [
        ({"start": "20301301T060000"}, "start: '20301301T060000' is not a time: expected one such as 20300101T060000"),
        ({"start": "20300230T060000"}, "start: '20300230T060000' is not a time: expected one such as 20300101T060000"),
        ({"start": "20300101T2460"}, "start: '20300101T2460' is not a time: expected one such as 20300101T060000"),
        ({"interval": 0}, "interval: 0 is too small: expected at least 1"),
        ({"interval": -1}, "interval: -1 is too small: expected at least 1"),
    ],
)
def test_a_schedule_that_the_platform_would_refuse_is_named(schedule, expected):
    given = {"start": "20300101T060000", "time_zone": "Europe/Berlin", **schedule}
    assert mistakes({**VARIABLES, "schedule": given}) == [f"controller_schedule.{expected}"]
    right = {"start": "20280229T235959", "time_zone": "Etc/GMT+1", "interval": 1}
    assert mistakes({**VARIABLES, "schedule": right}) == []


@pytest.mark.parametrize(
    "variables, expected",
    [
        ({"validate_fail_on": "fail"}, "validate_fail_on: 'fail' is not a valid choice: expected one of failure,"),
        (
            {"validate_fail_on": ["never"]},
            "validate_fail_on: ['never'] is not a valid choice: expected one of failure,",
        ),
        ({"report_directory": 5}, "report_directory: expected a text of at most 1024 characters"),
        ({"report_directory": "x" * 1025}, "report_directory: expected a text of at most 1024 characters"),
    ],
)
def test_what_is_not_an_answer_is_not_the_default_of_a_question(variables, expected):
    (line,) = mistakes({**VARIABLES, "inventory_variables": variables})
    assert line.startswith(f"controller_inventory_variables: {expected}")
    empty = {"validate_fail_on": None, "report_directory": None}
    assert mistakes({**VARIABLES, "inventory_variables": empty}) == []


@pytest.mark.parametrize("name", ["42", "a++b"])
def test_a_host_is_not_called_like_an_id_or_a_path(name):
    (line,) = mistakes({**VARIABLES, "hosts": [{"name": name}]})
    assert line == f"controller_hosts[0].name: {name!r} is not a name: expected one that is not a number, without '++'"
    assert mistakes({**VARIABLES, "hosts": [{"name": "10.0.1.4"}, {"name": "jump 1+ä"}]}) == []


def test_a_vantage_is_declared_in_one_place():
    hosts = [{"name": "a", "variables": {"privatelink_vantage": "outside"}}]
    assert mistakes({**VARIABLES, "hosts": hosts}) == [
        "controller_hosts[0].variables: privatelink_vantage: expected it as the host's vantage"
    ]


@pytest.mark.parametrize("prefix", ["", "7-", "a++b-", "a/b-", "++"])
def test_a_prefix_is_no_id_and_no_path(prefix):
    assert any(line.startswith("controller_prefix: ") for line in mistakes({**VARIABLES, "prefix": prefix}))


@pytest.mark.parametrize("prefix", ["privatelink-", "Private Link ", "a+b "])
def test_a_prefix_may_have_blanks(prefix):
    assert mistakes({**VARIABLES, "prefix": prefix}) == []


@pytest.mark.parametrize(
    "variables, expected",
    [
        ({"slices": {"jumphost": 0}}, "controller_slices.jumphost: 0 is too small: expected at least 1"),
        ({"forks": -1}, "controller_forks: -1 is too small: expected at least 0"),
        ({"job_timeout": -5}, "controller_job_timeout: -5 is too small: expected at least 0"),
        (
            {"machine_credential": "Default++hosts"},
            "controller_machine_credential: 'Default++hosts' is not a name: expected one without '++'",
        ),
        (
            {"templates": [{"outcome": "isolated", "name": "a++b"}]},
            "controller_templates[0].name: 'a++b' is not a name: expected one without '++'",
        ),
    ],
    ids=str,
)
def test_what_the_platform_would_refuse_or_misread_later_is_named(variables, expected):
    assert mistakes({**VARIABLES, **variables}) == [expected]


def test_a_time_zone_that_does_not_exist_is_named():
    (line,) = mistakes({**VARIABLES, "schedule": {"start": "20300101T060000", "time_zone": "Europe/Berln"}})
    assert line.startswith("controller_schedule.time_zone: 'Europe/Berln' is not the name of a time zone")


def test_a_control_node_without_the_data_of_time_zones_takes_their_form(monkeypatch):
    monkeypatch.setattr(declared, "available_timezones", set)
    assert mistakes({**VARIABLES, "schedule": {"start": "20300101T060000", "time_zone": "Europe/Berln"}}) == []
