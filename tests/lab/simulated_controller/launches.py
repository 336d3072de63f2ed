# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs: launched, pending for ever unless a test ends them, canceled. Nothing runs."""

from __future__ import annotations

import json

from simulated_controller import surveys
from simulated_controller.answers import Body, Json, NotRecorded, Refused
from simulated_controller.rules import PROMPTS
from simulated_controller.store import Store, now

PENDING = ("new", "pending", "waiting", "running")
_BOTH = ("name", "description", "allow_simultaneous", "inventory", "limit", "scm_branch", "job_tags", "skip_tags")
_COPIED = (*_BOTH, "job_type", "project", "playbook", "forks", "verbosity", "timeout", "organization", "diff_mode")


def launch(store: Store, template: Body, body: Body) -> Body:
    survey = store.surveys.get((template["type"], template["id"])) if template["survey_enabled"] else None
    given = _mapping(body.get("extra_vars", {}))
    asked = {question["variable"] for question in survey["spec"]} if survey else set()
    wrong = surveys.errors(survey, given, complete=True) if survey else []
    if wrong:
        raise Refused(400, {"variables_needed_to_start": wrong})
    ignored: Body = {}
    if not template["ask_variables_on_launch"]:
        extra = {name: value for name, value in given.items() if name not in asked}
        ignored.update({"extra_vars": extra} if extra else {})
        given = {name: value for name, value in given.items() if name in asked}
    values: Body = {}
    for name, value in body.items():
        if name == "extra_vars":
            continue
        if name not in PROMPTS or PROMPTS[name] not in template:
            raise NotRecorded(f"launching with {name}")
        (values if template[PROMPTS[name]] else ignored)[name] = value
    if template["inventory"] is None and "inventory" not in values and template["type"] == "job_template":
        raise NotRecorded("launching without an inventory")
    job = _made(store, template, {**_all_variables(template, survey, given)}, values)
    template["status"] = "pending"
    return {job["type"]: job["id"], "ignored_fields": ignored, **job}


def _all_variables(template: Body, survey: Body | None, given: Body) -> Body:
    known = json.loads(template["extra_vars"] or "{}")
    defaults = {q["variable"]: q["default"] for q in survey["spec"] if "default" in q} if survey else {}
    return {**known, **defaults, **given}


def _made(store: Store, template: Body, variables: Body, values: Body) -> Body:
    common = {
        "unified_job_template": template["id"],
        "extra_vars": json.dumps(variables) if variables else "{}",
        "status": "pending",
        "failed": False,
        "finished": None,
        "canceled_on": None,
        "launch_type": "manual",
    }
    if template["type"] == "workflow_job_template":
        shared = {name: template[name] for name in _BOTH}
        made = {
            **shared,
            **common,
            "workflow_job_template": template["id"],
            "job_template": None,
            "is_sliced_job": False,
        }
        return store.add("workflow_job", **{**made, **values})
    hosts = sum(host["inventory"] == (values.get("inventory") or template["inventory"]) for host in store.all("host"))
    if min(values.get("job_slice_count", template["job_slice_count"]), hosts) > 1:
        shared = {name: template[name] for name in _BOTH}
        made = {
            **shared,
            **common,
            "workflow_job_template": None,
            "job_template": template["id"],
            "is_sliced_job": True,
        }
        return store.add("workflow_job", **{**made, **values})
    project = store.target(template, "project")
    if project is None:
        raise NotRecorded("launching a template without a project")
    environment = template["execution_environment"] or project["default_environment"]
    made = {name: template[name] for name in _COPIED}
    made.update(common, job_template=template["id"], execution_environment=environment, job_slice_count=1)
    return store.add("job", **{**made, **values})


def _mapping(value: Json) -> Body:
    if isinstance(value, dict):
        return dict(value)
    if value == "{bad":
        raise Refused(400, {"extra_vars": [_NOT_A_MAPPING]})
    raise NotRecorded(f"extra_vars: {value!r}")


_NOT_A_MAPPING = (
    "Cannot parse as JSON (error: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)) or YAML "
    '(error: while parsing a flow mapping\n  in "<unicode string>", line 1, column 1:\n    {bad\n    ^\n'
    "expected ',' or '}', but got '<stream end>'\n"
    '  in "<unicode string>", line 1, column 5:\n    {bad\n        ^).'
)


def cancel(store: Store, job: Body) -> None:
    if job["status"] not in PENDING:
        raise NotRecorded("canceling a job that has ended")
    job.update(status="canceled", failed=True, finished=now(), canceled_on=now())
    _note_end(store, job)


def finish(store: Store, job: Body, status: str, artifacts: Body) -> None:
    job.update(status=status, failed=status != "successful", started=job["created"], finished=now())
    if job["type"] == "job":
        job["artifacts"] = artifacts
    _note_end(store, job)


def _note_end(store: Store, job: Body) -> None:
    template = store.target(job, "unified_job_template")
    if template:
        status = "failed" if job["failed"] else "successful"
        template.update(status=status, last_job_failed=job["failed"], last_job_run=job["finished"])


def active(store: Store, template: Body) -> list[Body]:
    return [
        {"id": job["id"], "type": job["type"]}
        for job in store.all("job", "workflow_job")
        if job["unified_job_template"] == template["id"] and job["status"] in PENDING
    ]
