# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.lookup import Ambiguous, Missing, find
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.references import NotThere, resolved
from ansible_collections.privatelink.azure_ai.tests.unit.support.automation_platform import Platform

PLATFORM = Platform(
    organizations=[{"id": 1, "name": "Network"}, {"id": 2, "name": "Other"}],
    inventories=[{"id": 11, "name": "all", "organization": 1}, {"id": 12, "name": "all", "organization": 2}],
    credentials=[
        {"id": 21, "name": "ssh", "organization": 1},
        {"id": 22, "name": "ssh", "organization": 2},
        {"id": 23, "name": "mine", "organization": None},
        {"id": 24, "name": "twice", "organization": 2},
        {"id": 25, "name": "twice", "organization": None},
    ],
    unified_job_templates=[
        {"id": 31, "name": "Deploy", "organization": 1, "type": "project"},
        {"id": 32, "name": "Deploy", "organization": 1, "type": "job_template"},
        {"id": 33, "name": "Page", "organization": 2, "type": "workflow_job_template"},
    ],
    workflow_job_templates=[{"id": 41, "name": "flow", "organization": 1}],
)


def test_the_object_of_the_organization_is_the_one():
    assert find(PLATFORM, "inventories", "all", 1)["id"] == 11
    assert find(PLATFORM, "credentials", "ssh", 1)["id"] == 21
    assert find(PLATFORM, "credentials", "mine", 1)["id"] == 23
    assert find(PLATFORM, "unified_job_templates", "Deploy", 1)["id"] == 32


def test_a_name_that_is_a_number_is_not_an_id():
    platform = Platform(
        organizations=[{"id": 1, "name": "Network"}],
        execution_environments=[{"id": 5, "name": "2026", "organization": 1}, {"id": 2026, "name": "other"}],
    )
    arguments = {"name": "merge", "execution_environment": "2026"}
    assert resolved(platform, "job_template", arguments, "Network") == {**arguments, "execution_environment": "5"}
    credential = {"name": "c", "credential_type": "22"}  # of an object that was found before
    assert resolved(platform, "credential", credential, "Network") == credential


def test_the_nodes_that_a_node_leads_to_are_there():
    platform = Platform(
        organizations=[{"id": 1, "name": "Network"}],
        workflow_job_templates=[{"id": 41, "name": "flow", "organization": 1}],
        workflow_job_template_nodes=[
            {"id": 1, "identifier": "merge", "workflow_job_template": 41},
            {"id": 2, "identifier": "unknown", "workflow_job_template": 42},
        ],
    )
    node = {"identifier": "a", "workflow_job_template": "flow", "success_nodes": [], "always_nodes": ["merge"]}
    assert resolved(platform, "workflow_job_template_node", node, "Network")["workflow_job_template"] == "41"
    with pytest.raises(NotThere, match="node 'unknown' not found in the workflow"):
        resolved(platform, "workflow_job_template_node", {**node, "success_nodes": ["unknown"]}, "Network")


def test_what_is_not_there_or_not_unique_is_named():
    with pytest.raises(Missing, match="inventory 'x' not found in the organization"):
        find(PLATFORM, "inventories", "x", 1)
    with pytest.raises(Missing, match="its organization is missing"):
        find(PLATFORM, "inventories", "all", None)
    with pytest.raises(Ambiguous, match="there are 2 objects of the name 'twice': expected one credential"):
        find(PLATFORM, "credentials", "twice", 1)


def test_modules_get_ids_of_the_organization():
    arguments = {"name": "x", "organization": "Network", "inventory": "all", "credentials": ["ssh", "mine"]}
    assert resolved(PLATFORM, "job_template", arguments, "Network") == {
        **arguments,
        "inventory": "11",
        "credentials": ["21", "23"],
    }


def test_a_node_takes_its_template_from_another_organization():
    arguments = {"workflow_job_template": "flow", "unified_job_template": "Page", "lookup_organization": "Other"}
    found = resolved(PLATFORM, "workflow_job_template_node", arguments, "Network")
    assert found == {**arguments, "workflow_job_template": "41", "unified_job_template": "33"}
    with pytest.raises(NotThere, match="job template or workflow 'Page' not found in the organization"):
        resolved(PLATFORM, "workflow_job_template_node", {**arguments, "lookup_organization": "Network"}, "Network")
    with pytest.raises(NotThere, match="organization 'x' not found"):
        resolved(PLATFORM, "inventory", {"name": "a", "organization": "x"}, "x")
