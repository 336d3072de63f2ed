# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in for a controller: what it refuses, what it does not know, and what tests can ask of it."""

from __future__ import annotations

import json
from base64 import b64encode
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlsplit

import pytest
from simulated_controller import Controller

TYPE = {
    "name": "T",
    "kind": "cloud",
    "inputs": {"fields": [{"id": "key", "type": "string", "label": "Key", "secret": True}]},
    "injectors": {"env": {"KEY": "{{ key }}"}},
}
SURVEY = {
    "name": "",
    "description": "",
    "spec": [
        {
            "question_name": "Q",
            "variable": "q",
            "type": "multiplechoice",
            "choices": ["a", "b"],
            "default": "a",
            "required": True,
        }
    ],
}


def made(controller: Controller, collection: str, **body: object) -> int:
    status, answer = controller.request("POST", f"/api/v2/{collection}/", body)
    assert status == 201, answer
    return answer["id"]


@pytest.fixture
def empty():
    with Controller() as controller:
        yield controller


@pytest.fixture
def filled(empty):
    """An organization, an inventory with two hosts, a project, a template, a workflow: each with the first free id."""
    made(empty, "organizations", name="O")
    made(empty, "inventories", name="i", organization=2)
    for name in ("h1", "h2"):
        made(empty, "hosts", name=name, inventory=2)
    project = made(empty, "projects", name="p", organization=2, local_path="privatelink")
    made(empty, "job_templates", name="j", project=project, inventory=2, playbook="validate.yml")
    made(empty, "workflow_job_templates", name="w", organization=2)
    return empty


def node(controller: Controller, identifier: str, **more: object) -> int:
    workflow = controller.find("workflow_job_templates", name="w")["id"]
    return made(
        controller, "workflow_job_template_nodes", identifier=identifier, workflow_job_template=workflow, **more
    )


def link(controller: Controller, parent: int, relation: str, child: int) -> tuple:
    return controller.request("POST", f"/api/v2/workflow_job_template_nodes/{parent}/{relation}/", {"id": child})


def over_http(controller: Controller, path: str, authorization: str, method: str = "GET") -> tuple[int, HTTPMessage]:
    connection = HTTPConnection(urlsplit(controller.url).netloc)
    connection.request(method, path, headers={"Authorization": authorization} if authorization else {})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers


def test_it_begins_with_what_an_installation_makes(empty):
    assert empty.names("organizations") == ["Default"]
    assert empty.names("projects") == empty.names("job_templates") == []
    assert made(empty, "organizations", name="O") == 2


@pytest.mark.parametrize(
    ("collection", "body"),
    [
        ("organizations", {"name": "O", "colour": "red"}),
        ("organizations", {"name": "O", "max_hosts": "many"}),
        ("organizations", {"name": "O", "max_hosts": -1}),
        ("organizations", {"name": ""}),
        ("organizations", {"name": 7}),
        ("organizations", {"name": "O", "default_environment": 99}),
        ("inventories", {"name": "i", "organization": "1"}),
        ("inventories", {"name": "i", "organization": 99}),
        ("inventories", {"name": "i", "organization": 1, "kind": "odd"}),
        ("inventories", {"name": "i", "organization": 1, "variables": "a: 1"}),
        ("execution_environments", {"name": "AWX EE (latest)", "image": "x"}),
        ("projects", {"name": "p", "organization": 1, "scm_type": "git", "scm_url": "https://git.example/p"}),
        ("credentials", {"name": "c", "credential_type": 1, "organization": 1}),
        ("teams", {"name": "t", "organization": 1}),
        ("jobs", {}),
    ],
)
def test_what_was_not_recorded_is_not_answered(empty, collection, body):
    status, answer = empty.request("POST", f"/api/v2/{collection}/", body)
    assert status == 501
    assert answer.startswith("The recording of AWX 24.6.1 does not show this: ")
    assert len(empty.unknown) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("organizations/?name__icontains=D", 501),
        ("organizations/?order_by=name", 501),
        ("organizations/?id=one", 501),
        ("organizations/?nosuch=1", 400),
        ("organizations/Default/", 501),
        ("organizations/1/users/", 501),
        ("teams/", 501),
        ("nosuch/", 404),
        ("organizations/99/", 404),
        ("organizations/1", 301),
    ],
)
def test_paths(empty, path, status):
    assert empty.request("GET", f"/api/v2/{path}")[0] == status


def test_what_may_be_written(empty):
    status, answer = empty.request("OPTIONS", "/api/v2/inventories/")
    assert status == 200
    assert answer["actions"]["POST"]["organization"] == {"type": "id", "required": True}
    assert "POST" not in empty.request("OPTIONS", "/api/v2/jobs/")[1]["actions"]
    assert empty.request("OPTIONS", "/api/v2/inventories/1/")[0] == 404
    assert empty.request("OPTIONS", "/api/v2/organizations/1/")[0] == 501
    assert empty.request("OPTIONS", "/api/v2/workflow_approval_templates/")[0] == 501


def test_missing_fields_are_named_together(empty):
    assert empty.request("POST", "/api/v2/inventories/", {}) == (
        400,
        {"name": ["This field is required."], "organization": ["This field is required."]},
    )


def test_filters(filled):
    def names(query: str) -> list[str]:
        return [entry["name"] for entry in filled.request("GET", f"/api/v2/hosts/?{query}")[1]["results"]]

    assert names("name=h1&inventory=2") == ["h1"]
    assert names("name=h1&inventory=3") == []
    assert names("inventory__name=i") == ["h1", "h2"]
    assert names("or__id=3&or__name=3") == ["h2"]
    assert names("enabled=true&or__name=h1&or__name=none") == ["h1"]


def test_pages(filled):
    first = filled.request("GET", "/api/v2/hosts/?inventory=2&page_size=1")[1]
    assert (first["count"], first["previous"], len(first["results"])) == (2, None, 1)
    second = filled.request("GET", first["next"])[1]
    assert second["next"] is None
    assert second["results"] != first["results"]
    assert filled.request("GET", "/api/v2/hosts/?page=2") == (404, {"detail": "Invalid page."})


def test_templates_of_all_kinds_are_found_by_organization(filled):
    found = filled.request("GET", "/api/v2/unified_job_templates/?organization=2&name=j")[1]["results"]
    assert [(entry["type"], entry["organization"]) for entry in found] == [("job_template", 2)]
    assert filled.request("GET", "/api/v2/unified_job_templates/?organization=1&name=j")[1]["count"] == 0
    assert filled.request("GET", "/api/v2/unified_job_templates/?playbook=x")[0] == 400


def test_passwords_and_tokens(empty):
    assert over_http(empty, "/api/v2/organizations/", "")[0] == 401
    assert over_http(empty, "/api/v2/organizations/", "Bearer wrong")[0] == 401
    assert over_http(empty, "/api/v2/organizations/", "Basic wrong")[0] == 401
    status, headers = over_http(empty, "/api/v2/ping/", "")
    assert (status, headers["X-API-Product-Name"], headers["X-API-Product-Version"]) == (200, "AWX", None)
    basic = "Basic " + b64encode(f"admin:{empty.password}".encode()).decode()
    assert over_http(empty, "/api/v2/me/", basic)[1]["X-API-Product-Version"] == "24.6.1"

    status, token = empty.request("POST", "/api/v2/tokens/", {"scope": "write", "application": None})
    assert status == 201
    assert empty.tokens() == [token["id"]]
    assert over_http(empty, "/api/v2/me/", f"Bearer {token['token']}")[0] == 200
    assert over_http(empty, "/api/v2/me/", "Bearer wrong")[0] == 401
    assert empty.request("DELETE", f"/api/v2/tokens/{token['id']}/") == (204, None)
    assert over_http(empty, "/api/v2/me/", f"Bearer {token['token']}")[0] == 401
    assert empty.tokens() == []


def test_requests_are_kept_as_they_were_sent(empty):
    empty.request("GET", "/api/v2/me/")
    assert empty.requests == []
    connection = HTTPConnection(urlsplit(empty.url).netloc)
    body = {"name": "O", "description": "s3cret"}
    headers = {"Authorization": f"Bearer {empty.token}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v2/organizations/?a=b", json.dumps(body), headers)
    assert connection.getresponse().status == 201
    connection.close()
    (request,) = empty.writes()
    assert (request.method, request.path, request.body, request.status) == (
        "POST",
        "/api/v2/organizations/?a=b",
        body,
        201,
    )
    assert request.authorization == f"Bearer {empty.token}"
    empty.forget()
    assert empty.requests == []


def test_secrets_are_covered_and_kept(filled):
    kind = made(filled, "credential_types", **TYPE)
    number = made(filled, "credentials", name="c", credential_type=kind, organization=2, inputs={"key": "s3cret"})
    assert filled.find("credentials", name="c")["inputs"] == {"key": "$encrypted$"}
    path = f"/api/v2/credentials/{number}/"
    assert filled.request("PATCH", path, {"inputs": {"key": "$encrypted$"}, "description": "d"})[0] == 200
    assert filled.store.objects["credential"][number]["inputs"] == {"key": "s3cret"}
    assert filled.find("credentials", name="c")["description"] == "d"


def test_a_credential_type_in_use_is_fixed(filled):
    kind = made(filled, "credential_types", **TYPE)
    path = f"/api/v2/credential_types/{kind}/"
    other = {"inputs": {"fields": []}, "injectors": {}}
    assert filled.request("PATCH", path, other)[0] == 200
    assert filled.request("PATCH", path, TYPE)[0] == 200
    made(filled, "credentials", name="c", credential_type=kind, organization=2)
    assert filled.request("PATCH", path, other)[0] == 403
    assert filled.request("DELETE", path)[0] == 403
    assert filled.request("PATCH", path, {**TYPE, "description": "d"})[0] == 200


def test_credentials_of_a_node(filled):
    kind = made(filled, "credential_types", **TYPE)
    one, two = (made(filled, "credentials", name=n, credential_type=kind, organization=2) for n in ("c1", "c2"))
    template = filled.find("job_templates", name="j")["id"]
    number = node(filled, "n", unified_job_template=template)

    def add(credential: int) -> tuple:
        path = f"/api/v2/workflow_job_template_nodes/{number}/credentials/"
        return filled.request("POST", path, {"id": credential})

    assert add(one) == (400, {"msg": "Related template is not configured to accept credentials on launch."})
    filled.request("PATCH", f"/api/v2/job_templates/{template}/", {"ask_credential_on_launch": True})
    filled.request("POST", f"/api/v2/job_templates/{template}/credentials/", {"id": one})
    assert add(one) == (400, {"msg": "Related template already uses c1 credential."})
    assert add(two) == (204, None)
    assert filled.linked("workflow_job_template_nodes", number, "credentials") == [two]
    assert filled.request("POST", f"/api/v2/job_templates/{template}/credentials/", {"id": two})[0] == 501


def test_links_of_nodes(filled):
    template = filled.find("job_templates", name="j")["id"]
    a, b, c = (node(filled, name, unified_job_template=template) for name in "abc")
    assert link(filled, a, "success_nodes", a) == (400, {"Error": "Cycle detected."})
    assert link(filled, a, "success_nodes", b) == (204, None)
    assert link(filled, a, "success_nodes", b) == (204, None)
    assert link(filled, a, "always_nodes", b) == (400, {"Error": "Relationship not allowed."})
    assert link(filled, b, "always_nodes", c) == (204, None)
    # No node is without a parent then.
    assert link(filled, c, "always_nodes", a) == (400, {"Error": "Cycle detected."})
    assert link(filled, c, "always_nodes", b) == (400, {"Error": "Cycle detected."})
    assert filled.linked("workflow_job_template_nodes", a, "success_nodes") == [b]
    # One that nothing leads to hides the cycle of the others.
    node(filled, "alone", unified_job_template=template)
    assert link(filled, c, "always_nodes", a) == (204, None)


def test_what_a_node_may_give(filled):
    template = filled.find("job_templates", name="j")["id"]
    workflow = filled.find("workflow_job_templates", name="w")["id"]

    def give(**values: object) -> tuple:
        body = {"identifier": "n", "workflow_job_template": workflow, "unified_job_template": template, **values}
        return filled.request("POST", "/api/v2/workflow_job_template_nodes/", body)

    assert give(limit="x")[1] == {"limit": ["Field is not configured to prompt on launch."]}
    assert give(inventory=2)[1] == {"inventory": ["Field is not configured to prompt on launch."]}
    assert "Variables v are not allowed on launch." in give(extra_data={"v": 1})[1]["extra_data"][0]
    filled.request("PATCH", f"/api/v2/job_templates/{template}/", {"survey_enabled": True, "ask_limit_on_launch": True})
    filled.request("POST", f"/api/v2/job_templates/{template}/survey_spec/", SURVEY)
    assert give(extra_data={"q": "c"})[1] == {
        "variables_needed_to_start": ["Value c for 'q' expected to be one of ['a', 'b']."]
    }
    assert give(extra_data={"q": "b"}, limit="x")[0] == 201
    assert give(unified_job_template=99)[0] == 501


def test_a_sliced_template_becomes_a_workflow_of_jobs(filled):
    template = filled.find("job_templates", name="j")["id"]
    path = f"/api/v2/job_templates/{template}/"
    assert filled.request("POST", f"{path}launch/", {})[1]["type"] == "job"
    filled.request("PATCH", path, {"job_slice_count": 3})
    status, job = filled.request("POST", f"{path}launch/", {"limit": "x"})
    assert (status, job["type"], job["ignored_fields"]) == (201, "workflow_job", {"limit": "x"})
    status, answer = filled.request("DELETE", path)
    assert (status, answer["active_jobs"]) == (409, [{"id": 1, "type": "job"}, {"id": 2, "type": "workflow_job"}])
    assert filled.request("POST", "/api/v2/workflow_jobs/2/cancel/", {}) == (202, None)
    filled.finish(1, artifacts={"key": "value"})
    assert filled.find("jobs", id=1)["artifacts"] == {"key": "value"}
    assert filled.request("DELETE", path) == (204, None)


def test_a_survey_asks_at_launch(filled):
    path = f"/api/v2/job_templates/{filled.find('job_templates', name='j')['id']}/"
    filled.request("PATCH", path, {"survey_enabled": True})
    assert filled.request("POST", f"{path}survey_spec/", {**SURVEY, "spec": [{"question_name": "q"}]})[0] == 400
    assert filled.request("POST", f"{path}survey_spec/", SURVEY) == (200, None)
    assert filled.request("POST", f"{path}launch/", {})[1] == {"variables_needed_to_start": ["'q' value missing"]}
    status, job = filled.request("POST", f"{path}launch/", {"extra_vars": {"q": "b", "other": 1}})
    assert (status, json.loads(job["extra_vars"]), job["ignored_fields"]) == (
        201,
        {"q": "b"},
        {"extra_vars": {"other": 1}},
    )


def test_inventories_are_deleted_later(filled):
    filled.request("DELETE", f"/api/v2/job_templates/{filled.find('job_templates', name='j')['id']}/")
    assert filled.request("DELETE", "/api/v2/inventories/2/") == (202, None)
    assert filled.find("inventories", name="i")["pending_deletion"] is True
    assert filled.names("hosts") == []
    again = {"name": "i", "organization": 2}
    assert filled.request("POST", "/api/v2/inventories/", again)[0] == 501
    filled.finish_deletions()
    assert filled.names("inventories") == []
    assert filled.request("POST", "/api/v2/inventories/", again)[0] == 201


def test_inventories_that_go_after_two_looks():
    controller = Controller(deletions_after=2)
    made(controller, "inventories", name="i", organization=1)
    controller.request("DELETE", "/api/v2/inventories/2/")
    path = "/api/v2/inventories/?organization=1&name=i"
    assert [controller.request("GET", path)[1]["count"] for _look in range(3)] == [1, 1, 0]


@pytest.mark.parametrize("path", ["organizations/2/", "inventories/2/", "projects/3/", "instance_groups/1/"])
def test_what_is_in_use_is_not_deleted(filled, path):
    """But for a project, whose templates stay without one."""
    status = filled.request("DELETE", f"/api/v2/{path}")[0]
    assert status == (204 if path.startswith("projects") else 501)
    assert (filled.find("job_templates", name="j")["project"] is None) == path.startswith("projects")


def test_refusals_and_what_others_remove(filled):
    filled.refuse("POST", "/api/v2/projects/")
    assert filled.request("POST", "/api/v2/projects/", {})[0] == 403
    assert filled.request("GET", "/api/v2/projects/")[0] == 200
    filled.allow()
    assert filled.request("POST", "/api/v2/projects/", {})[0] == 400
    filled.remove("job_templates", name="j")
    assert filled.names("job_templates") == []
    with pytest.raises(LookupError):
        filled.find("job_templates", name="j")


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ("DTSTART;TZID=Europe/Berlin:20300101T060000 RRULE:FREQ=DAILY;INTERVAL=1", 201),
        ("DTSTART:20300101T060000Z RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TH", 201),
        ("DTSTART:20300101T060000Z RRULE:FREQ=DAILY", 501),
        ("DTSTART:20300101T060000 RRULE:FREQ=DAILY;INTERVAL=1", 501),
        ("DTSTART;TZID=Europe/Nowhere:20300101T060000 RRULE:FREQ=DAILY;INTERVAL=1", 501),
        ("FREQ=DAILY;INTERVAL=1", 501),
        ("nonsense", 400),
    ],
)
def test_rules_of_schedules(filled, rule, status):
    workflow = filled.find("workflow_job_templates", name="w")["id"]
    body = {"name": "s", "rrule": rule, "unified_job_template": workflow}
    assert filled.request("POST", "/api/v2/schedules/", body)[0] == status
