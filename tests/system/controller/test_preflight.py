# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is missing or wrong: named before anything is written, each in words of its own.

The first three show that the playbook passes on what the actions say. Of what they say of one platform after another, the
actions are asked themselves.
"""

from __future__ import annotations

import subprocess

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action import controller_session
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.session import SessionFile
from ansible_collections.privatelink.azure_ai.tests.system.controller.conftest import Controller
from ansible_collections.privatelink.azure_ai.tests.system.controller.installation import (
    KEY,
    UNSET,
    changed,
    failures,
    install,
    looked,
    with_password,
    written,
)

USER = {"id": 7, "username": "mona", "is_superuser": False}


@pytest.fixture
def controller():
    with Controller() as made:
        yield made


def messages(run) -> str:
    return " ".join(run.output.split())


def said(result) -> str:
    return " ".join([*result.get("mistakes", ()), result["msg"]])


def test_every_mistake_in_the_variables_is_named_at_once(controller, tmp_path):
    run = install(
        controller,
        tmp_path,
        variables=changed(
            controller_prefix="2026-",
            controller_project_local_path=UNSET,
            controller_execution_environment_image=UNSET,
            controller_hosts=[{"name": "onprem-1", "vantage": "onprem", "variables": {"ansible_password": KEY}}],
            controller_credentials=[{"account": "second", "token": KEY}, {"account": "Second", "api_key": KEY}],
            controller_inventory_variables={"privatelink_credentials": {"a": {"api_key": KEY}}},
            controller_schedule={"start": "6:00", "time_zone": "Europe Berlin"},
        ),
    )
    assert run.code != 0
    for expected in (
        "controller_prefix: expected a text that begins with a letter, without '/' and '++'",
        "controller_project_url: expected the repository of the wrapper project, or controller_project_local_path",
        "controller_execution_environment_image: expected the image with this collection, or",
        "controller_configure: expected a host of the vantage jumphost in controller_hosts",
        "controller_credentials: account 'second' is declared 2 times",
        "controller_credentials[0].token: the account second has auth api_key: expected api_key",
        "controller_inventory_variables: privatelink_credentials is a secret, which an inventory shows to its readers",
        "controller_hosts[0].variables: ansible_password is a secret, which an inventory shows to its readers",
        "controller_schedule.start: '6:00' is not a time: expected one such as 20300101T060000",
        "controller_schedule.time_zone: 'Europe Berlin' is not the name of a time zone",
    ):
        assert expected in messages(run)
    assert written(run) == []
    assert KEY not in run.output


def test_everything_that_the_platform_lacks_is_named_at_once(controller, tmp_path):
    run = install(
        controller,
        tmp_path,
        variables=changed(
            controller_organization="Default",
            controller_execution_environment="own",
            controller_execution_environment_image=UNSET,
            controller_credentials=[{"account": "aro-azureopenai", "api_key": ""}],
            controller_templates=[
                {"outcome": "isolated", "name": "Deploy"},
                {"outcome": "exposed", "name": "Page", "organization": "Security"},
            ],
            controller_machine_credential="ssh",
            controller_instance_groups={"outside": ["dmz"]},
        ),
    )
    assert run.code != 0
    for expected in (
        "controller_execution_environment: execution environment 'own' not found",
        "controller_credentials[0].api_key: it is missing or empty, and the credential of the account aro-azureopenai needs",
        "controller_templates[0].name: job template or workflow 'Deploy' not found in the organization",
        "controller_templates[1].organization: organization 'Security' not found",
        "controller_machine_credential: credential 'ssh' not found",
        "controller_instance_groups.outside: instance group 'dmz' not found",
    ):
        assert expected in messages(run)
    assert written(run) == []
    assert controller.unknown == []


def test_all_that_a_login_needs_is_named_at_once(controller, tmp_path):
    run = install(
        controller,
        tmp_path,
        environment={"CONTROLLER_HOST": "", "CONTROLLER_OAUTH_TOKEN": ""},
        variables=changed(controller_collection="ansible.controller"),
    )
    assert run.code != 0
    for expected in (
        "controller_host: expected the URL of the automation platform, here or in CONTROLLER_HOST",
        "controller_oauthtoken: expected a token, or controller_username and controller_password",
        "controller_collection: the collection ansible.controller is not installed: ansible-galaxy collection install",
    ):
        assert expected in messages(run)
    assert run.requests == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"oauthtoken": "wrong-4711"}, "controller_oauthtoken: http://127.0.0.1", id="token"),
        pytest.param(
            {"username": "admin", "password": "wrong-4711"}, "controller_password: http://127.0.0.1", id="password"
        ),
        pytest.param({"host": "http://127.0.0.1:1", "oauthtoken": "any"}, "does not answer", id="nobody-there"),
    ],
)
def test_who_cannot_log_in_is_told_why(controller, tmp_path, monkeypatch, changes, expected):
    monkeypatch.setattr(controller_session.module_loader, "find_plugin", lambda _name: "there")
    options = {
        **dict.fromkeys(("oauthtoken", "username", "password", "validate_certs", "api_prefix")),
        "host": controller.url,
        "collection": "awx.awx",
        "request_timeout": 30,
    }
    result = controller_session._open(SessionFile(str(tmp_path)), {**options, **changes})
    assert result["failed"] and expected in said(result)
    assert controller.writes() == []
    assert "wrong-4711" not in repr(result)


def test_a_limit_does_not_end_in_success(tmp_path):
    command = ["ansible-playbook", "privatelink.azure_ai.controller", "-i", "jump-1,", "--limit", "jump-1"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    shown = " ".join((run.stdout + run.stderr).split())
    assert "A limit excludes the control node, so nothing would be set up. Remove --limit" in shown


def test_wrong_variables_of_the_role_are_named(controller, tmp_path):
    run = install(
        controller,
        tmp_path,
        variables=changed(
            controller_organization=UNSET,
            controller_state="presnt",
            controller_hosts=[{"name": "x", "vantage": "moon"}],
            controller_slices={"jumphost": "many"},
            controller_templates=[{"outcome": "isolated"}],
        ),
    )
    assert run.code != 0
    for expected in (
        "controller_organization: it is required",
        "controller_state: 'presnt' is not a valid choice: expected one of present, absent; did you mean present?",
        "controller_hosts, x, vantage: 'moon' is not a valid choice: expected one of jumphost, outside, onprem",
        "controller_templates, number 1, name: it is required",
        "controller_slices, jumphost: 'many' is not a whole number",
    ):
        assert expected in messages(run)
    assert run.requests == []


def test_a_user_without_rights_is_told_which(controller):
    page = {"count": 1, "next": None, "previous": None, "results": [USER]}
    controller.refuse("GET", "/api/v2/me/", 200, page)
    assert "organization 'Private Link' not found, or user mona cannot read it" in said(looked(controller, changed()))
    organization = {"id": 1, "name": "Default", "summary_fields": {"user_capabilities": {"edit": False}}}
    controller.refuse("GET", "/api/v2/organizations/", 200, {**page, "results": [organization]})
    for path in ("projects", "inventories", "workflow_job_templates", "execution_environments", "credential_types"):
        actions = {"GET": {}} if path != "inventories" else {"GET": {}, "POST": {}}
        controller.refuse("OPTIONS", f"/api/v2/{path}/", 200, {"actions": actions})
    result = looked(controller, changed(controller_organization="Default"))
    assert "user mona: the role Project Admin, or Admin, of the organization 'Default' is missing" in said(result)
    assert "the role Workflow Admin" in said(result)
    assert "the role Execution Environment Admin" in said(result)
    assert "only a system administrator creates the credential types of controller_credentials" in said(result)
    assert "Inventory Admin" not in said(result)
    assert controller.writes() == []


def test_the_token_is_deleted_when_something_fails(controller, tmp_path):
    controller.refuse("POST", "/api/v2/projects/")
    run = install(controller, tmp_path, environment=with_password(controller))
    assert run.code != 0
    assert any("permission to POST" in message for message in failures(run))
    assert [r.method for r in run.requests if "/tokens/" in r.path] == ["POST", "DELETE"]
    assert controller.tokens() == []
    # What exists of the first attempt is in nobody's way.
    again = install(controller, tmp_path)
    assert [result["status"] for result in again.results if result["task"].endswith("Create the organization")] == [
        "ok"
    ]
    assert failures(again) == failures(run)


def test_what_belongs_to_others_is_neither_taken_nor_deleted(controller):
    name = "privatelink-execution-environment"
    assert controller.request("POST", "/api/v2/execution_environments/", {"name": name, "image": "x/y:1"})[0] == 201
    result = looked(controller, changed())
    assert f"the execution environment '{name}' belongs to another organization: choose another prefix" in said(result)
    kind = {"name": "privatelink-api-key-second", "kind": "cloud", "inputs": {"fields": [{"id": "api_key"}]}}
    status, made = controller.request("POST", "/api/v2/credential_types/", {**kind, "injectors": {}})
    assert status == 201, made
    other = {"name": "of somebody else", "organization": 1, "credential_type": made["id"], "inputs": {}}
    assert controller.request("POST", "/api/v2/credentials/", other)[0] == 201
    credentials = [{"account": "second", "api_key": KEY}]
    result = looked(controller, changed(controller_credentials=credentials))
    assert "the credential type 'privatelink-api-key-second' differs and is used by the credential" in said(result)
    result = looked(controller, {"controller_state": "absent", "controller_organization": "Default"})
    assert result["surplus"] == []


def test_an_inventory_that_is_being_deleted_is_awaited(controller, tmp_path):
    body = {"name": "privatelink-all", "organization": 1}
    assert controller.request("POST", "/api/v2/inventories/", body)[0] == 201
    assert controller.request("DELETE", "/api/v2/inventories/2/")[0] == 202
    result = looked(controller, changed(controller_organization="Default"))
    assert "the inventory 'privatelink-all' is still being deleted: run this again when it is gone" in said(result)
    absent = {"controller_state": "absent", "controller_organization": "Default", "controller_deletion_timeout": 0}
    run = install(controller, tmp_path, variables=absent)
    assert "the inventory 'privatelink-all' is still being deleted after 0 seconds" in messages(run)
    assert written(run) == []
    controller.finish_deletions()
    assert looked(controller, absent)["surplus"] == []
