# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.hosts import host_changes
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.surplus import surplus
from ansible_collections.privatelink.azure_ai.tests.unit.support.automation_platform import VARIABLES, Platform

ORGANIZATION = {"id": 1, "name": "Network"}


def kinds(found):
    return [(each["kind"], each["arguments"].get("name") or each["arguments"]["identifier"]) for each in found]


def platform(**more):
    return Platform(
        **{
            "workflow_job_templates": [{"id": 5, "name": "pl-workflow", "organization": 1}],
            "workflow_job_template_nodes": [
                {"id": 1, "identifier": "merge", "workflow_job_template": 5},
                {"id": 2, "identifier": "validate-onprem", "workflow_job_template": 5},
                {"id": 3, "identifier": "my own", "workflow_job_template": 5},
            ],
            "schedules": [{"id": 6, "name": "pl-schedule", "unified_job_template": 5}],
            "job_templates": [
                {"id": 7, "name": "pl-merge", "organization": 1},
                {"id": 8, "name": "pl-validate-onprem", "organization": 1},
                {"id": 9, "name": "pl-mine", "organization": 1},
            ],
            "projects": [{"id": 4, "name": "pl-project", "organization": 1}],
            "inventories": [{"id": 3, "name": "pl-onprem", "organization": 1}],
            "credential_types": [
                {"id": 22, "name": "pl-api-key-a", "managed": False},
                {"id": 23, "name": "pl-token-b", "managed": False},
                {"id": 24, "name": "pl-other", "managed": False},
            ],
            "credentials": [
                {"id": 30, "name": "pl-api-key-a", "organization": 1, "credential_type": 22},
                {"id": 31, "name": "pl-token-b", "organization": 1, "credential_type": 23},
                {"id": 32, "name": "of somebody", "organization": 2, "credential_type": 23},
            ],
            "execution_environments": [{"id": 9, "name": "pl-execution-environment", "organization": 1}],
            **more,
        }
    )


def test_what_is_declared_stays():
    variables = {**VARIABLES, "credentials": [{"account": "a"}]}
    assert kinds(surplus(platform(), ORGANIZATION, variables, absent=False)) == [
        ("schedule", "pl-schedule"),
        ("workflow_job_template_node", "validate-onprem"),
        ("job_template", "pl-validate-onprem"),
        ("inventory", "pl-onprem"),
        ("credential", "pl-token-b"),  # its type is used by somebody else
    ]


def test_everything_goes_but_what_others_made():
    variables = {**VARIABLES, "remove_organization": True}
    assert kinds(surplus(platform(), ORGANIZATION, variables, absent=True)) == [
        ("schedule", "pl-schedule"),
        ("workflow_job_template_node", "merge"),
        ("workflow_job_template_node", "validate-onprem"),
        ("workflow_job_template", "pl-workflow"),
        ("job_template", "pl-validate-onprem"),
        ("job_template", "pl-merge"),
        ("project", "pl-project"),
        ("inventory", "pl-onprem"),
        ("credential", "pl-api-key-a"),
        ("credential", "pl-token-b"),
        ("credential_type", "pl-api-key-a"),
        ("execution_environment", "pl-execution-environment"),
        ("organization", "Network"),
    ]


def test_without_the_organization_only_what_has_none_is_left():
    left = platform(credentials=[], execution_environments=[])
    assert kinds(surplus(left, None, VARIABLES, absent=True)) == [
        ("credential_type", "pl-api-key-a"),
        ("credential_type", "pl-token-b"),
    ]
    assert surplus(Platform(), None, VARIABLES, absent=True) == []


@pytest.mark.parametrize("organization", [None, ORGANIZATION])
def test_an_execution_environment_of_the_platform_itself_stays(organization):
    shared = {"id": 9, "name": "pl-execution-environment", "organization": None}
    there = Platform(execution_environments=[shared])
    variables = {**VARIABLES, "execution_environment_image": "", "execution_environment": ""}
    assert surplus(there, organization, variables, absent=False) == []
    assert surplus(there, organization, variables, absent=True) == []


def test_an_execution_environment_that_is_declared_by_its_name_stays():
    own = {"id": 9, "name": "pl-execution-environment", "organization": 1}
    variables = {**VARIABLES, "execution_environment_image": "", "execution_environment": "pl-execution-environment"}
    assert surplus(Platform(execution_environments=[own]), ORGANIZATION, variables, absent=False) == []


def test_a_type_that_the_user_may_not_delete_stays():
    """Other organizations have types of the same prefix, whose credentials the administrator of one does not see."""
    kind = {"id": 22, "name": "pl-api-key-a", "managed": False}
    mine = {"id": 30, "name": "pl-api-key-a", "organization": 1, "credential_type": 22}

    def found(**capabilities):
        summary = {"summary_fields": {"user_capabilities": capabilities}}
        return kinds(
            surplus(Platform(credential_types=[{**kind, **summary}], credentials=[mine]), ORGANIZATION, VARIABLES, True)
        )

    assert found(delete=False) == [("credential", "pl-api-key-a")]
    assert found(delete=True) == [("credential", "pl-api-key-a"), ("credential_type", "pl-api-key-a")]


def test_only_hosts_that_differ_need_a_task():
    there = Platform(
        inventories=[
            {"id": 1, "name": "pl-all", "organization": 1},
            {"id": 2, "name": "pl-jumphost", "organization": 1},
        ],
        hosts=[
            {"name": "jump-1", "inventory": 1, "variables": '{"privatelink_vantage": "jumphost"}', "enabled": True},
            {"name": "jump-1", "inventory": 2, "variables": "privatelink_vantage: jumphost", "enabled": True},
            {"name": "gone", "inventory": 2, "variables": "", "enabled": True},
        ],
    )
    expected = {"privatelink_vantage": "jumphost"}
    assert host_changes(there, ORGANIZATION, VARIABLES) == [
        {"inventory": "pl-jumphost", "name": "jump-1", "variables": expected, "state": "present"},
        {"inventory": "pl-jumphost", "name": "gone", "variables": {}, "state": "absent"},
    ]
    assert len(host_changes(there, None, VARIABLES)) == 2
