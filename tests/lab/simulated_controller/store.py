# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects, their links, and the ids that AWX gives: templates share one sequence, jobs another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timezone

from simulated_controller.answers import Body, no_match
from simulated_controller.fields import TARGETS, TYPES

_TEMPLATES = ("project", "inventory_source", "job_template", "workflow_job_template", "workflow_approval_template")
_SEQUENCES = {
    **dict.fromkeys(_TEMPLATES, "unified_job_template"),
    "job": "unified_job",
    "workflow_job": "unified_job",
}
# The ids before these belong to what an installation makes, most of which was not recorded.
_FIRST = {
    "credential": 3,
    "credential_type": 22,
    "execution_environment": 3,
    "host": 2,
    "instance_group": 3,
    "inventory": 2,
    "organization": 2,
    "unified_job_template": 3,
    "user": 2,
}
ENCRYPTED = "$encrypted$"
Key = tuple[str, int]


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Store:
    def __init__(self) -> None:
        self.objects: dict[str, dict[int, Body]] = {name: {} for name in TYPES}
        self.links: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        self.surveys: dict[Key, Body] = {}
        self._next: dict[str, int] = defaultdict(lambda: 1, _FIRST)
        self._preload()

    def _preload(self) -> None:
        image = "quay.io/ansible/awx-ee:latest"
        self.put("organization", 1, name="Default")
        self.put("execution_environment", 1, name="AWX EE (latest)", image=image)
        self.put("execution_environment", 2, name="Control Plane Execution Environment", image=image, managed=True)
        self.put("instance_group", 1, name="controlplane")
        self.put("instance_group", 2, name="default")
        self.put("user", 1, username="admin", email="admin@example.com", is_superuser=True)

    def put(self, kind: str, number: int, /, **values: object) -> Body:
        entry = {**TYPES[kind].defaults(), "id": number, "type": kind, "created": now(), "modified": now(), **values}
        self.objects[kind][number] = entry
        return entry

    def add(self, kind: str, /, **values: object) -> Body:
        sequence = _SEQUENCES.get(kind, kind)
        number = self._next[sequence]
        self._next[sequence] += 1
        return self.put(kind, number, **values)

    def all(self, *kinds: str) -> Iterator[Body]:
        for kind in kinds:
            yield from self.objects[kind].values()

    def get(self, kind: str, number: int) -> Body:
        entry = self.objects[kind].get(number)
        if entry is None:
            raise no_match(TYPES[kind].model)
        return entry

    def target(self, entry: Body, field: str) -> Body | None:
        """Return what the field of an object points at."""
        number = entry.get(field)
        if field == "organization" and field not in TYPES[entry["type"]].readable:
            inventory = self.target(entry, "inventory") if entry["type"] != "user" else None
            return self.target(inventory, "organization") if inventory else None
        return next((self.objects[kind][number] for kind in TARGETS[field] if number in self.objects[kind]), None)

    def users_of(self, entry: Body) -> list[Body]:
        """Return the objects with a field or a link that points at this one."""
        found = [
            other
            for kind in TYPES
            for other in self.all(kind)
            for field, targets in TARGETS.items()
            if entry["type"] in targets and other.get(field) == entry["id"] and field in other
        ]
        for (kind, number, relation), numbers in self.links.items():
            if entry["id"] in numbers and RELATIONS[kind][relation] == entry["type"] and number in self.objects[kind]:
                found.append(self.objects[kind][number])
        return found

    def remove(self, entry: Body) -> None:
        kind, number = entry["type"], entry["id"]
        del self.objects[kind][number]
        self.surveys.pop((kind, number), None)
        for key in list(self.links):
            if key[:2] == (kind, number):
                del self.links[key]
            elif RELATIONS[key[0]][key[2]] == kind and number in self.links[key]:
                self.links[key].remove(number)


_NOTIFICATIONS = {
    f"notification_templates_{event}": "notification_template" for event in ("started", "success", "error")
}
_NODE = "workflow_job_template_node"

# By type, the lists that were recorded, and what is in them; a kind of notification stands for the others.
RELATIONS: dict[str, dict[str, str]] = {
    "group": {"hosts": "host"},
    "inventory": {"input_inventories": "inventory"},
    "job_template": {
        "credentials": "credential",
        "instance_groups": "instance_group",
        "labels": "label",
        **_NOTIFICATIONS,
    },
    "workflow_job_template": {
        "labels": "label",
        "notification_templates_approvals": "notification_template",
        **_NOTIFICATIONS,
    },
    _NODE: {"always_nodes": _NODE, "failure_nodes": _NODE, "success_nodes": _NODE, "credentials": "credential"},
}
