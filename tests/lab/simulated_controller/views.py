# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object as the API shows it: secrets covered, with `related` and `summary_fields`."""

from __future__ import annotations

from simulated_controller.answers import Body, Json
from simulated_controller.fields import TARGETS, TYPES
from simulated_controller.store import ENCRYPTED, Store

_LINKS = ("always_nodes", "failure_nodes", "success_nodes")
_JOBS = {
    "job_template": "job",
    "workflow_job_template": "workflow_job",
    "workflow_approval_template": "workflow_approval",
}
_NOT_LISTED: dict[str, tuple[str, ...]] = {
    "job": ("event_processing_finished", "job_args", "job_cwd", "job_env", "result_traceback"),
    "workflow_job": ("job_args", "job_cwd", "job_env", "result_traceback"),
}
_OF_PENDING_JOBS: Body = {
    "custom_virtualenv": None,
    "host_status_counts": None,
    "playbook_counts": {"play_count": 0, "task_count": 0},
}
_HIDDEN: dict[str, tuple[str, ...]] = {
    "credential": ("user", "team"),  # written only
    "workflow_approval_template": ("workflow_job_template",),
}


def url(entry: Body) -> str:
    return f"/api/v2/{TYPES[entry['type']].collection}/{entry['id']}/"


def view(store: Store, entry: Body, form: str = "made") -> Body:
    """Return the object as the answer to a request that made it, as one that was asked for, or as one of a list."""
    kind = TYPES[entry["type"]]
    shown = {name: value for name, value in entry.items() if name not in _HIDDEN.get(kind.name, ())}
    shown.update(url=url(entry), related=_related(store, entry), summary_fields=_summary(store, entry))
    if kind.name == "workflow_job_template_node":
        shown.update({name: list(store.links.get((kind.name, entry["id"], name), [])) for name in _LINKS})
    if kind.name == "credential":
        secret = _secret_inputs(store, entry)
        shown["inputs"] = {n: ENCRYPTED if n in secret and v else v for n, v in entry["inputs"].items()}
    if kind.name == "notification_template":
        shown["notification_configuration"] = {
            n: ENCRYPTED if n == "password" and v else v for n, v in entry["notification_configuration"].items()
        }
    if kind.name == "user":
        shown["password"] = ENCRYPTED
    if kind.name == "job" and form == "asked":
        shown.update(_OF_PENDING_JOBS)
    if kind.name == "workflow_job" and form != "made":
        shown["related"]["notifications"] = f"{url(entry)}notifications/"
    for name in _NOT_LISTED.get(kind.name, ()) if form == "listed" else ():
        del shown[name]
    return shown


def _secret_inputs(store: Store, credential: Body) -> set[str]:
    kind = store.target(credential, "credential_type") or {}
    return {field["id"] for field in kind.get("inputs", {}).get("fields", []) if field.get("secret")}


def _related(store: Store, entry: Body) -> dict[str, str]:
    related = {}
    if entry["type"] not in ("user", "instance_group", "o_auth2_access_token") and _is_made(entry):
        related["created_by"] = "/api/v2/users/1/"
    for name, suffix in TYPES[entry["type"]].related.items():
        if suffix is None:
            target = store.target(entry, name)
            if target:
                related[name] = url(target)
        else:
            related[name] = suffix[1:] if suffix.startswith("=") else url(entry) + suffix
    if entry.get("kind") == "constructed":
        related["input_inventories"] = f"{url(entry)}input_inventories/"
        related["constructed_url"] = f"/api/v2/constructed_inventories/{entry['id']}/"
    inventory = _of_schedule(store, entry)
    if inventory:
        related["inventory"] = url(inventory)
    return related


def _of_schedule(store: Store, entry: Body) -> Body | None:
    """Return the inventory of a schedule: that of its template, where it has none itself."""
    template = store.target(entry, "unified_job_template") if entry["type"] == "schedule" else None
    return (store.target(entry, "inventory") or store.target(template, "inventory")) if template else None


def _is_made(entry: Body) -> bool:
    """Not by the installation."""
    return not (entry["type"] in ("organization", "execution_environment") and entry["id"] <= 2 and _preloaded(entry))


def _preloaded(entry: Body) -> bool:
    return entry["name"] in ("Default", "AWX EE (latest)", "Control Plane Execution Environment")


def _summary(store: Store, entry: Body) -> Body:
    kind = TYPES[entry["type"]]
    summary: Body = {}
    for name in kind.summary:
        if name in TARGETS:
            target = store.target(entry, name)
            if target:
                summary[name] = _short(target, name)
    inventory = _of_schedule(store, entry)
    if inventory:
        summary["inventory"] = _short(inventory, "inventory")
    key = (kind.name, entry["id"])
    if kind.name == "credential":
        owner = store.target(entry, "organization")
        owners = [owner] if owner else []
        summary["owners"] = [
            {**{n: o[n] for n in ("id", "type", "name", "description")}, "url": url(o)} for o in owners
        ]
    if "labels" in kind.summary:
        template = store.target(entry, "unified_job_template") or entry  # a job has those of its template
        numbers = store.links.get((template["type"], template["id"], "labels"), [])
        labels = [store.get("label", number) for number in numbers]
        found = [{"id": label["id"], "name": label["name"]} for label in labels]
        summary["labels"] = {"count": len(found), "results": found}
    if "credentials" in kind.summary:
        summary["credentials"] = [
            {field: credential[field] for field in ("id", "name", "description", "kind", "cloud")}
            for credential in (store.get("credential", n) for n in store.links.get((*key, "credentials"), []))
        ]
    if key in store.surveys:
        summary["survey"] = {"title": store.surveys[key]["name"], "description": store.surveys[key]["description"]}
    if kind.name == "host":
        groups = [
            {"id": group["id"], "name": group["name"]}
            for group in store.all("group")
            if entry["id"] in store.links.get(("group", group["id"], "hosts"), [])
        ]
        summary["groups"] = {"count": len(groups), "results": groups}
    if kind.capabilities is not None:
        fixed = entry.get("managed") or (kind.name == "user" and entry["id"] == 1)
        summary["user_capabilities"] = {**kind.capabilities, **({"delete": False} if fixed else {})}
    return summary


def _short(target: Body, name: str) -> Body:
    if target["type"] == "user":
        return {field: target[field] for field in ("id", "username", "first_name", "last_name")}
    short = {field: target[field] for field in ("id", "name", "description")}
    extra: dict[str, Json] = {}
    if target["type"] == "inventory":
        extra = {field: target[field] for field in TYPES["inventory"].computed if field != "pending_deletion"}
        extra.update(organization_id=target["organization"], kind=target["kind"])
    elif target["type"] == "execution_environment":
        extra = {"image": target["image"]}
    elif name == "unified_job_template":
        extra = {"unified_job_type": _JOBS.get(target["type"], target["type"])}
        if target["type"] == "workflow_approval_template":
            extra["timeout"] = target["timeout"]
    elif target["type"] == "project":
        extra = {field: target[field] for field in ("status", "scm_type", "allow_override")}
    return {**short, **extra}
