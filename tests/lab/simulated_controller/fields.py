# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types of objects and their fields, by AWX's own OPTIONS, and what is wrong with one value.

data/types.json holds, by type: the collection's name in paths, the model's name in messages, the fields that can be
written, what else an answer has (`computed`), what `related` and `summary_fields` point at. The values are facts that
AWX 24.6.1 answered, made short; no code of AWX is in it.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulated_controller.answers import Body, Json, NotRecorded, invalid

DATA = Path(__file__).parent / "data"
TARGETS = {
    "application": (),
    "credential": ("credential",),
    "credential_type": ("credential_type",),
    "default_environment": ("execution_environment",),
    "execution_environment": ("execution_environment",),
    "inventory": ("inventory",),
    "job_template": ("job_template",),
    "organization": ("organization",),
    "project": ("project",),
    "signature_validation_credential": ("credential",),
    "source_project": ("project",),
    "team": (),
    "unified_job_template": (
        "job_template",
        "workflow_job_template",
        "project",
        "inventory_source",
        "workflow_approval_template",
    ),
    "user": ("user",),
    "webhook_credential": ("credential",),
    "workflow_job": ("workflow_job",),
    "workflow_job_template": ("workflow_job_template",),
}
_COMMON = {"id", "type", "url", "related", "summary_fields", "created", "modified"}


@dataclass(frozen=True)
class Type:
    name: str
    collection: str
    model: str
    fields: dict[str, dict[str, Any]]
    computed: dict[str, Any]
    related: dict[str, str | None]
    summary: list[str]
    capabilities: dict[str, bool] | None = None

    @property
    def readable(self) -> set[str]:
        return _COMMON | set(self.fields) | set(self.computed)

    def defaults(self) -> Body:
        """The values of a new object that nobody gave."""
        values = {name: field.get("default", _empty(field)) for name, field in self.fields.items()}
        return copy.deepcopy({**values, **self.computed})

    def options(self, writable: bool) -> Body:
        """Return which fields may be read and written, without AWX's labels and help."""
        post = {name: {k: v for k, v in field.items() if k != "choices"} for name, field in self.fields.items()}
        actions: Body = {"GET": {name: {} for name in sorted(self.readable)}}
        return {"types": [self.name], "actions": {**actions, "POST": post} if writable else actions}

    def checked(self, body: Body, partial: bool) -> Body:
        """Return the values of a request; raise as AWX does at the first kind of mistake."""
        missing = [name for name, field in self.fields.items() if field.get("required") and name not in body]
        if missing and not partial:
            raise _all_missing(missing)
        unknown = sorted(set(body) - self.readable)
        if unknown:
            raise NotRecorded(f"{self.model} has no field {', '.join(unknown)}")
        return {name: self._value(name, value) for name, value in body.items() if name in self.fields}

    def _value(self, name: str, value: Json) -> Json:
        field = self.fields[name]
        kind = field["type"]
        if value is None:
            if name == "kind":
                return ""  # of an inventory
            if (kind == "id" and not field.get("required")) or field.get("default", "") is None:
                return None
            raise NotRecorded(f"{name} is null")
        if kind in ("id", "integer") and (not isinstance(value, int) or isinstance(value, bool)):
            raise NotRecorded(f"{name} is not a number: {value!r}")
        if kind == "integer" and not field.get("min_value", value) <= value <= field.get("max_value", value):
            raise NotRecorded(f"{name} is out of range: {value!r}")
        if kind == "boolean" and not isinstance(value, bool):
            raise NotRecorded(f"{name} is not a boolean: {value!r}")
        if kind == "choice" and value not in field["choices"]:
            raise NotRecorded(f"{name} is not one of {field['choices']}: {value!r}")
        if kind == "string":
            return self._text(name, value)
        return _json(name, value) if kind == "json" else value

    def _text(self, name: str, value: Json) -> str:
        if not isinstance(value, str):
            raise NotRecorded(f"{name} is not a string: {value!r}")
        if len(value) > self.fields[name].get("max_length", len(value)):
            raise NotRecorded(f"{name} is too long: {len(value)}")
        if not value.strip() and self.fields[name].get("required"):
            raise NotRecorded(f"{name} is blank")
        return value.strip()  # which is why pod_spec_override is never what was sent


def unified(kind: Type) -> Type:
    """Return the type with the fields that all templates or all jobs have, as the lists of all of them know it."""
    model = "UnifiedJob" if kind.name in ("job", "workflow_job") else "UnifiedJobTemplate"
    names = ("name", "description", "organization", "status", "last_job_run", "unified_job_template", "launch_type")
    known = {name: None for name in names if name in kind.readable or name == "organization"}
    return replace(kind, model=model, fields={}, computed=known)


def _all_missing(names: list[str]) -> Exception:
    error = invalid(names[0], "This field is required.")
    error.body.update({name: ["This field is required."] for name in names[1:]})
    return error


def _json(name: str, value: Json) -> Json:
    if name in ("variables", "extra_vars"):  # JSON or YAML in a string
        if not isinstance(value, str):
            raise NotRecorded(f"{name} is not a string: {value!r}")
        try:
            if not isinstance(json.loads(value or "{}"), dict):
                raise NotRecorded(f"{name} is not a mapping: {value!r}")
        except ValueError:
            raise NotRecorded(f"{name} is not JSON: {value!r}") from None
    elif name == "policy_instance_list":
        if not isinstance(value, list):
            raise NotRecorded(f"{name} is not a list: {value!r}")
    elif not isinstance(value, dict):
        raise NotRecorded(f"{name} is not a mapping: {value!r}")
    return value


def _empty(field: dict[str, Any]) -> Json:
    return {"boolean": False, "json": [], "string": "", "choice": ""}.get(field["type"])


TYPES = {name: Type(name=name, **row) for name, row in json.loads((DATA / "types.json").read_text()).items()}
COLLECTIONS = {entry.collection: entry for entry in TYPES.values()}
