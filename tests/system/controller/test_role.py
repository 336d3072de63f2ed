# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role's life with one platform: looked at, created, repeated, changed, deleted, deleted again.

The newest ansible-core creates what the oldest one then finds as it is declared, changes and adds to.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.system.controller.conftest import Controller, Run
from ansible_collections.privatelink.azure_ai.tests.system.controller.installation import (
    KEY,
    NEW_KEY,
    TOKEN,
    UNSET,
    VARIABLES,
    changed,
    failures,
    install,
    with_password,
    written,
)

CORES = json.loads(os.environ["PRIVATELINK_CORES"])
OLDEST, NEWEST = list(CORES)[0], list(CORES)[-1]
pytestmark = pytest.mark.xdist_group("life")  # whose runs are made once

CREATED = {
    "organizations": ["Default", "Private Link"],
    "projects": ["privatelink-project"],
    "credential_types": ["privatelink-api-key-aro-azureopenai", "privatelink-token-second"],
    "credentials": ["privatelink-api-key-aro-azureopenai", "privatelink-token-second"],
    "inventories": ["privatelink-all", "privatelink-jumphost", "privatelink-onprem"],
    "job_templates": [
        "privatelink-configure",
        "privatelink-gate",
        "privatelink-merge",
        "privatelink-validate-jumphost",
        "privatelink-validate-onprem",
    ],
    "workflow_job_templates": ["privatelink-workflow"],
    "schedules": ["privatelink-schedule"],
}
OWN = ["privatelink-execution-environment"]


@dataclass
class Life:
    controller: Controller
    check: Run
    create: Run
    existing: dict
    again: Run
    check_update: Run
    update: Run
    updated: dict
    absent: Run
    absent_again: Run


def snapshot(controller: Controller) -> dict:
    """Return what exists, with what the API does not show in its objects."""
    kinds = ("execution_environments", "hosts", "workflow_job_template_nodes", *CREATED)
    found = {kind: controller.objects(kind) for kind in kinds}
    for template in found["job_templates"]:
        template["credentials"] = controller.linked("job_templates", template["id"], "credentials")
    found["surveys"] = {
        template["name"]: controller.survey(kind, template["id"])
        for kind in ("job_templates", "workflow_job_templates")
        for template in found[kind]
    }
    found["secrets"] = [entry["inputs"] for entry in controller.store.all("credential")]
    return found


def names(objects: list[dict]) -> list[str]:
    return sorted(each["name"] for each in objects)


def python_of(core: str) -> str:
    return str(Path(CORES[core]).parent / "python")


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    directory = tmp_path_factory.mktemp("life")
    with Controller(local_paths=("privatelink", "other"), deletions_after=2) as controller:
        for name in ("Deploy", "Page"):
            organization = 1
            status, _answer = controller.request(
                "POST", "/api/v2/workflow_job_templates/", {"name": name, "organization": organization}
            )
            assert status == 201
        newest, oldest = python_of(NEWEST), python_of(OLDEST)
        login = with_password(controller)
        check = install(controller, directory, "--check", "-vvv", environment=login, python=newest)
        create = install(controller, directory, "-vvv", environment=login, python=newest)
        existing = snapshot(controller)
        again = install(controller, directory, python=oldest)
        check_update = install(controller, directory, "--check", python=oldest, variables=changed(**CHANGES))
        update = install(controller, directory, "-vvv", python=oldest, variables=changed(**CHANGES))
        updated = snapshot(controller)
        gone = {
            "controller_state": "absent",
            "controller_organization": "Private Link",
            "controller_remove_organization": True,
        }
        absent = install(controller, directory, python=newest, variables=gone)
        absent_again = install(controller, directory, python=newest, variables=gone)
        yield Life(controller, check, create, existing, again, check_update, update, updated, absent, absent_again)


CHANGES = {
    "controller_execution_environment_image": "registry.example/privatelink-ee:2",
    "controller_project_local_path": "other",
    "controller_hosts": [
        {"name": "jump-1", "variables": {"ansible_host": "10.0.1.5"}},
        {"name": "jump-3"},
    ],
    "controller_inventory_variables": {**VARIABLES["controller_inventory_variables"], "validate_fail_on": "warning"},
    "controller_credentials": [{"account": "aro-azureopenai", "api_key": NEW_KEY}],
    "controller_update_secrets": True,
    "controller_slices": {"jumphost": 3},
    "controller_configure": UNSET,
    "controller_templates": [
        {"outcome": "isolated", "name": "Deploy", "organization": "Default"},
        {"outcome": "exposed", "name": "Page", "organization": "Default"},
    ],
    "controller_schedule": {
        "start": "20300101T070000",
        "time_zone": "Europe/Berlin",
        "frequency": "HOURLY",
        "interval": 6,
    },
}


def test_nothing_was_asked_that_was_not_recorded(life):
    assert life.controller.unknown == []


def test_the_newest_core_creates_and_the_oldest_one_updates(life):
    assert f"core {NEWEST}" in life.create.output
    assert f"core {OLDEST}" in life.update.output


def test_an_empty_platform_has_a_check_mode(life):
    assert failures(life.check) == []
    assert life.check.totals["changed"] == 14
    # One token for the run, in check mode too: nobody can ask the platform without.
    assert written(life.check) == [("POST", "/api/v2/tokens/"), ("DELETE", "/api/v2/tokens/1/")]
    told = [result["message"] for result in life.check.results if "would be created" in result["message"]]
    assert any("'Private Link'" in message for message in told)
    changing = {result["task"] for result in life.check.results if result["status"] == "changed"}
    assert changing == {result["task"] for result in life.create.results if result["status"] == "changed"}


def test_everything_is_created_with_one_token(life):
    assert failures(life.create) == []
    assert {kind: names(life.existing[kind]) for kind in CREATED if kind != "credential_types"} == {
        **{kind: expected for kind, expected in CREATED.items() if kind != "credential_types"},
        "workflow_job_templates": ["Deploy", "Page", "privatelink-workflow"],
    }
    assert set(CREATED["credential_types"]) <= set(names(life.existing["credential_types"]))
    assert set(OWN) <= set(names(life.existing["execution_environments"]))
    tokens = [request.method for request in life.create.requests if "/tokens/" in request.path]
    assert tokens == ["POST", "DELETE"]
    assert life.controller.tokens() == []


def test_the_templates_are_as_the_slices_need_them(life):
    templates = {each["name"]: each for each in life.existing["job_templates"]}
    inventories = {each["name"]: each["id"] for each in life.existing["inventories"]}
    for name, template in templates.items():
        assert template["use_fact_cache"] is False
        assert (template["forks"], template["timeout"]) == (0, 0)
        assert template["allow_simultaneous"] is (name != "privatelink-configure")
        assert template["ask_limit_on_launch"] is False  # a limit leaves slices without hosts, which then fail
        assert template["survey_enabled"] is True
        assert life.existing["surveys"][name]["spec"]
    assert [templates[f"privatelink-validate-{each}"]["job_slice_count"] for each in ("jumphost", "onprem")] == [2, 1]
    for vantage in ("jumphost", "onprem"):
        template = templates[f"privatelink-validate-{vantage}"]
        assert json.loads(template["extra_vars"]) == {"validate_part": True}
        assert template["inventory"] == inventories[f"privatelink-{vantage}"]
        assert len(template["credentials"]) == 2
    assert templates["privatelink-merge"]["inventory"] == inventories["privatelink-all"]
    assert templates["privatelink-merge"]["extra_vars"] == ""


def test_each_account_has_a_variable_of_its_own(life):
    types = {each["name"]: each for each in life.existing["credential_types"]}
    assert types["privatelink-api-key-aro-azureopenai"]["injectors"] == {
        "extra_vars": {"privatelink_api_key_aro_azureopenai": "{{ api_key }}"}
    }
    assert types["privatelink-token-second"]["injectors"] == {"extra_vars": {"privatelink_token_second": "{{ token }}"}}
    assert life.existing["secrets"] == [{"api_key": KEY}, {"token": TOKEN}]


def test_inventories_hold_the_declarations(life):
    for inventory in life.existing["inventories"]:
        assert json.loads(inventory["variables"]) == VARIABLES["controller_inventory_variables"]
    numbers = {each["id"]: each["name"] for each in life.existing["inventories"]}
    hosts = sorted((numbers[host["inventory"]], host["name"]) for host in life.existing["hosts"])
    assert hosts == [
        ("privatelink-all", "jump-1"),
        ("privatelink-all", "onprem-1"),
        ("privatelink-jumphost", "jump-1"),
        ("privatelink-onprem", "onprem-1"),
    ]
    declared = VARIABLES["controller_hosts"][0]["variables"]
    for host in life.existing["hosts"]:
        assert json.loads(host["variables"]) == (
            {**declared, "privatelink_vantage": "jumphost"}
            if host["name"] == "jump-1"
            else {"privatelink_vantage": "onprem"}
        )


def graph(snapshot: dict) -> dict:
    nodes = {each["id"]: each for each in snapshot["workflow_job_template_nodes"]}
    return {
        node["identifier"]: {
            kind: sorted(nodes[number]["identifier"] for number in node[f"{kind}_nodes"])
            for kind in ("success", "failure", "always")
            if node[f"{kind}_nodes"]
        }
        for node in nodes.values()
    }


def test_the_workflow_branches_on_the_verdict(life):
    assert graph(life.existing) == {
        "configure": {"always": ["validate-jumphost", "validate-onprem"]},
        "validate-jumphost": {"always": ["merge"]},
        "validate-onprem": {"always": ["merge"]},
        "merge": {"always": ["gate-isolated"]},
        "gate-isolated": {"failure": ["gate-exposed"]},
        "gate-exposed": {"success": ["verdict"], "failure": ["gate-unknown"]},
        "gate-unknown": {"always": ["verdict"]},
        "verdict": {},
    }
    nodes = {each["identifier"]: each for each in life.existing["workflow_job_template_nodes"]}
    assert nodes["merge"]["all_parents_must_converge"] is True
    assert {name: node["extra_data"] for name, node in nodes.items() if node["extra_data"]} == {
        "gate-isolated": {"gate_on": "isolated"},
        "gate-exposed": {"gate_on": "exposed"},
        "gate-unknown": {"gate_on": "unknown"},
        "verdict": {"gate_on": "isolated"},
    }
    assert graph(life.updated) == {
        "validate-jumphost": {"always": ["merge"]},
        "merge": {"always": ["gate-isolated"]},
        "gate-isolated": {"success": ["isolated"], "failure": ["gate-exposed"]},
        "gate-exposed": {"success": ["exposed"], "failure": ["gate-unknown"]},
        "gate-unknown": {"always": ["verdict"]},
        "isolated": {},
        "exposed": {"always": ["verdict"]},
        "verdict": {},
    }


def test_the_schedule_has_a_time_zone(life):
    (schedule,) = life.existing["schedules"]
    assert schedule["rrule"] == "DTSTART;TZID=Europe/Berlin:20300101T060000 RRULE:FREQ=DAILY;INTERVAL=1"
    (schedule,) = life.updated["schedules"]
    assert schedule["rrule"] == "DTSTART;TZID=Europe/Berlin:20300101T070000 RRULE:FREQ=HOURLY;INTERVAL=6"


def test_a_second_run_writes_nothing(life):
    # None of the PATCHes that the modules send at every run: secrets are not updated, and inventories have a kind.
    # The oldest core gives the modules the same as the newest one did.
    assert written(life.again) == []
    assert life.again.totals["changed"] == 0
    assert failures(life.again) == []


def test_what_is_not_declared_any_more_is_deleted(life):
    assert failures(life.update) == []
    assert names(life.updated["inventories"]) == ["privatelink-all", "privatelink-jumphost"]
    assert "privatelink-validate-onprem" not in names(life.updated["job_templates"])
    assert "privatelink-configure" not in names(life.updated["job_templates"])
    assert names(life.updated["credentials"]) == ["privatelink-api-key-aro-azureopenai"]
    assert "privatelink-token-second" not in names(life.updated["credential_types"])
    assert sorted({host["name"] for host in life.updated["hosts"]}) == ["jump-1", "jump-3"]


def test_an_update_has_a_check_mode(life):
    assert failures(life.check_update) == []
    assert written(life.check_update) == []
    changing = {result["task"] for result in life.update.results if result["status"] == "changed"}
    assert {result["task"] for result in life.check_update.results if result["status"] == "changed"} == changing


def test_one_changed_field_of_each_kind_is_changed(life):
    methods = Counter(
        (request.method, request.path.split("/")[3]) for request in life.update.writes if request.method == "PATCH"
    )
    assert methods == {
        ("PATCH", "credentials"): 1,
        ("PATCH", "execution_environments"): 1,
        ("PATCH", "projects"): 1,
        ("PATCH", "inventories"): 2,  # the declarations
        ("PATCH", "hosts"): 2,  # of both inventories
        ("PATCH", "job_templates"): 1,  # the slices
        ("PATCH", "schedules"): 1,
    }
    assert life.updated["secrets"] == [{"api_key": NEW_KEY}]
    questions = {question["variable"]: question for question in life.updated["surveys"]["privatelink-workflow"]["spec"]}
    assert questions["validate_fail_on"]["default"] == "warning"  # the inventory's, which an answer overrides


def test_no_secret_is_shown_or_sent_twice(life):
    for run in (life.check, life.create, life.update):
        for secret in (KEY, TOKEN, NEW_KEY, life.controller.token, life.controller.password):
            assert secret not in run.output
            sending = [r for r in run.requests if secret in json.dumps(r.body)]
            assert {(r.method, r.path.split("/")[3]) for r in sending} <= {
                ("POST", "credentials"),
                ("PATCH", "credentials"),
            }
    created = [r for r in life.create.requests if r.authorization.startswith("Bearer ")]
    assert len({r.authorization for r in created}) == 1
    assert created[0].authorization.removeprefix("Bearer ") not in life.create.output


def test_everything_is_deleted_in_an_order_that_the_platform_allows(life):
    assert failures(life.absent) == []
    deleted = [path.split("/")[3] for method, path in written(life.absent) if method == "DELETE"]
    assert list(dict.fromkeys(deleted)) == [
        "schedules",
        "workflow_job_template_nodes",
        "workflow_job_templates",
        "job_templates",
        "projects",
        "inventories",
        "credentials",
        "credential_types",
        "execution_environments",
        "organizations",
    ]
    for kind in ("job_templates", "projects", "inventories", "credentials", "schedules", "workflow_job_template_nodes"):
        assert life.controller.objects(kind) == []
    assert life.controller.names("workflow_job_templates") == ["Deploy", "Page"]
    assert life.controller.names("organizations") == ["Default"]
    # The platform answers 202 before an inventory is gone: the organization goes after it was looked for again.
    paths = [(request.method, request.path) for request in life.absent.requests]
    last = max(number for number, (method, path) in enumerate(paths) if method == "DELETE" and "/inventories/" in path)
    assert any("inventories/?" in path for _method, path in paths[last + 1 :])


def test_deleting_again_finds_nothing(life):
    assert failures(life.absent_again) == []
    assert life.absent_again.totals["changed"] == 0
    assert written(life.absent_again) == []
