# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DELETE: what goes at once, what is deleted later, and what may not go."""

from __future__ import annotations

from simulated_controller import launches
from simulated_controller.answers import Body, NotRecorded, Refused
from simulated_controller.store import Store

_GONE, _LATER = 204, 202
_TEMPLATES = ("job_template", "workflow_job_template")
# By what is deleted, what may use it then: as recorded. Jobs that have ended never matter.
_HARMLESS: dict[str, tuple[str, ...]] = {
    "group": (),
    "host": ("group",),
    "inventory": ("host", "group", "inventory_source"),
    "inventory_source": (),
    "organization": ("label", "inventory"),
    "project": _TEMPLATES,
    "workflow_job_template_node": ("workflow_job_template_node",),
    **dict.fromkeys(
        (
            *_TEMPLATES,
            "credential",
            "credential_type",
            "execution_environment",
            "instance_group",
            "notification_template",
            "o_auth2_access_token",
            "schedule",
        ),
        (),
    ),
}
_JOBS = ("job", "workflow_job")


def delete(store: Store, entry: Body) -> int:
    kind = entry["type"]
    if kind in _TEMPLATES and launches.active(store, entry):
        raise Refused(
            409,
            {"error": "Resource is being used by running jobs.", "active_jobs": launches.active(store, entry)},
        )
    users = store.users_of(entry)
    if kind == "credential_type" and users:
        raise Refused(403, {"detail": "Credential types that are in use cannot be deleted"})
    if entry.get("managed") or (kind == "instance_group" and entry["id"] <= 2):
        raise NotRecorded(f"deleting the {kind} of the installation")
    _check_use(entry, users)
    if kind == "inventory":
        if entry["pending_deletion"]:
            raise NotRecorded("deleting an inventory that is pending deletion")
        _empty(store, entry)
        entry["pending_deletion"] = True
        return _LATER
    for other in users:
        if kind == "project" and other["type"] in _TEMPLATES:
            other["project"] = None
        elif kind == "organization" and other["type"] == "label":
            store.remove(other)
        elif kind == "organization" and other["type"] == "inventory":
            other["organization"] = None
    if kind == "workflow_job_template_node":
        _node(store, entry)
    elif kind == "group":
        _group(store, entry)
    else:
        store.remove(entry)
    return _GONE


def _check_use(entry: Body, users: list[Body]) -> None:
    kind = entry["type"]
    if kind not in _HARMLESS:
        raise NotRecorded(f"deleting a {kind}")
    for other in users:
        ended = other["type"] in _JOBS and other["status"] not in launches.PENDING
        ended = ended or (kind == "inventory" and other.get("pending_deletion", False))
        staying = kind == "organization" and other["type"] == "inventory" and not other["pending_deletion"]
        if not ended and (other["type"] not in _HARMLESS[kind] or staying):
            raise NotRecorded(f"deleting a {kind} that a {other['type']} uses ({other['id']})")


def _node(store: Store, node: Body) -> None:
    template = node["unified_job_template"]
    store.remove(node)
    if template in store.objects["workflow_approval_template"]:
        store.remove(store.objects["workflow_approval_template"][template])


def _group(store: Store, group: Body) -> None:
    """With a group go its hosts that are in no other."""
    hosts = list(store.links.get(("group", group["id"], "hosts"), []))
    store.remove(group)
    for host in hosts:
        if not any(host in store.links.get(("group", other["id"], "hosts"), []) for other in store.all("group")):
            store.remove(store.objects["host"][host])


def _empty(store: Store, inventory: Body) -> None:
    """Hosts and groups are not shown any more, though the inventory is."""
    for kind in ("host", "group", "inventory_source"):
        for entry in [entry for entry in store.all(kind) if entry["inventory"] == inventory["id"]]:
            store.remove(entry)


def finish(store: Store) -> None:
    """What AWX's dispatcher does later."""
    for inventory in [entry for entry in store.all("inventory") if entry["pending_deletion"]]:
        store.remove(inventory)
