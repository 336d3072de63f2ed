# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWX checks when an object is made or changed, beyond single fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from simulated_controller import surveys
from simulated_controller.answers import Body, NotRecorded, Refused, invalid
from simulated_controller.fields import TARGETS
from simulated_controller.store import ENCRYPTED, Store

# What a node, a schedule or a launch may give, and the template's field that allows it.
PROMPTS = {
    "inventory": "ask_inventory_on_launch",
    "limit": "ask_limit_on_launch",
    "scm_branch": "ask_scm_branch_on_launch",
    "job_type": "ask_job_type_on_launch",
    "job_tags": "ask_tags_on_launch",
    "skip_tags": "ask_skip_tags_on_launch",
    "diff_mode": "ask_diff_mode_on_launch",
    "verbosity": "ask_verbosity_on_launch",
    "execution_environment": "ask_execution_environment_on_launch",
    "forks": "ask_forks_on_launch",
    "job_slice_count": "ask_job_slice_count_on_launch",
    "timeout": "ask_timeout_on_launch",
}
_UNIQUE = {
    "credential": ("organization", "credential_type", "name"),
    "credential_type": ("kind", "name"),
    "execution_environment": ("name",),
    "group": ("inventory", "name"),
    "host": ("inventory", "name"),
    "instance_group": ("name",),
    "inventory": ("organization", "name"),
    "inventory_source": ("inventory", "name"),
    "job_template": ("organization", "name"),
    "label": ("organization", "name"),
    "notification_template": ("organization", "name"),
    "organization": ("name",),
    "project": ("organization", "name"),
    "schedule": ("unified_job_template", "name"),
    "user": ("username",),
    "workflow_job_template": ("organization", "name"),
    "workflow_job_template_node": ("workflow_job_template", "identifier"),
}
_WEBHOOK = {"disable_ssl_verification", "headers", "http_method", "password", "url", "username"}
_EMAIL = {"host", "password", "port", "recipients", "sender", "timeout", "use_ssl", "use_tls", "username"}
_EVENTS = ("started", "success", "error", "workflow_approval")


def with_all_events(messages: Body) -> Body:
    return {**dict.fromkeys(_EVENTS), **messages}


class Rules:
    def __init__(self, store: Store, local_paths: tuple[str, ...], playbooks: tuple[str, ...]) -> None:
        self.store = store
        self.local_paths = local_paths
        self.playbooks = playbooks
        self._by_type: dict[str, Callable[[Body, Body | None], None]] = {
            "credential": self._credential,
            "credential_type": self._credential_type,
            "execution_environment": self._execution_environment,
            "group": self._group,
            "host": self._host,
            "inventory": self._inventory,
            "inventory_source": self._inventory_source,
            "job_template": self._job_template,
            "notification_template": self._notification_template,
            "project": self._project,
            "schedule": self._schedule,
            "workflow_job_template_node": self._node,
        }

    def apply(self, entry: Body, before: Body | None) -> None:
        """Raise where AWX refuses the object as it would be; fill in what follows from its other fields."""
        for field in TARGETS:
            if entry.get(field) is not None and field in entry and self.store.target(entry, field) is None:
                raise NotRecorded(f"{field} {entry[field]} does not exist")
        self._check_unique(entry)
        if entry["type"] in self._by_type:
            self._by_type[entry["type"]](entry, before)

    def _check_unique(self, entry: Body) -> None:
        names = _UNIQUE.get(entry["type"], ())
        for other in self.store.all(entry["type"]):
            if names and other["id"] != entry.get("id") and all(other[name] == entry[name] for name in names):
                if entry["type"] == "organization":
                    raise invalid("name", "Organization with this Name already exists.")
                state = ", pending deletion" if other.get("pending_deletion") else ""
                raise NotRecorded(f"a second {entry['type']} with this {' and '.join(names)}{state}")

    def _credential(self, entry: Body, before: Body | None) -> None:
        if entry["organization"] is None and entry["user"] is None and entry["team"] is None:
            raise NotRecorded("a credential without an owner")
        if before and before["credential_type"] != entry["credential_type"]:
            raise NotRecorded("another type for a credential")
        kind = self.store.target(entry, "credential_type")
        fields = {field["id"]: field for field in (kind or {})["inputs"].get("fields", [])}
        unknown = sorted(set(entry["inputs"]) - set(fields))
        if len(unknown) > 1:
            raise NotRecorded(f"several unknown inputs: {unknown}")
        if unknown:
            raise invalid("inputs", f"Additional properties are not allowed ('{unknown[0]}' was unexpected)")
        for name, value in entry["inputs"].items():
            if not isinstance(value, bool if fields[name]["type"] == "boolean" else str):
                raise NotRecorded(f"the input {name} is of another type")
            if value == ENCRYPTED:
                entry["inputs"][name] = (before or {}).get("inputs", {}).get(name, "")
        entry["cloud"] = (kind or {})["kind"] == "cloud"

    def _credential_type(self, entry: Body, before: Body | None) -> None:
        if before and self.store.users_of(before) and entry["inputs"] != before["inputs"]:
            raise Refused(
                403, {"detail": "Modifications to inputs are not allowed for credential types that are in use"}
            )
        if set(entry["inputs"]) - {"fields", "required"} or set(entry["injectors"]) - {"env", "extra_vars", "file"}:
            raise NotRecorded("inputs or injectors of this form")
        known = {field["id"] for field in entry["inputs"].get("fields", [])} | {"tower"}
        for part, values in entry["injectors"].items():
            for name, template in values.items():
                if part == "env" and name.startswith("ANSIBLE_"):
                    text = "may affect Ansible configuration so its use is not allowed in credentials."
                    raise invalid("injectors", f"Environment variable {name} {text}")
                for used in re.findall(r"{{-?\s*([A-Za-z_]\w*)", template if isinstance(template, str) else ""):
                    if used not in known:
                        raise invalid("injectors", f"{name} uses an undefined field ('{used}' is undefined)")

    def _execution_environment(self, entry: Body, _before: Body | None) -> None:
        if re.search(r"\s", entry["image"]):
            raise invalid("image", f"The container image name {entry['image']} is not valid")
        if not re.fullmatch(r"[a-zA-Z0-9][\w.:/@-]*", entry["image"]):
            raise NotRecorded(f"the image {entry['image']}")

    def _group(self, entry: Body, _before: Body | None) -> None:
        if (self.store.target(entry, "inventory") or {})["kind"]:
            raise NotRecorded("a group of a constructed inventory")

    def _host(self, entry: Body, _before: Body | None) -> None:
        if (self.store.target(entry, "inventory") or {})["kind"]:
            raise Refused(400, {"inventory": {"detail": "Cannot create Host for Smart or Constructed Inventories"}})

    def _inventory(self, entry: Body, before: Body | None) -> None:
        if entry["kind"] == "smart" or entry["host_filter"] or (before and before["kind"] != entry["kind"]):
            raise NotRecorded("a smart inventory, or another kind")

    def _inventory_source(self, _entry: Body, before: Body | None) -> None:
        if before is None:
            raise NotRecorded("an inventory source that AWX did not make itself")

    def _project(self, entry: Body, before: Body | None) -> None:
        if entry["scm_type"]:
            raise NotRecorded("a project from source control")
        if before is None and not entry["local_path"]:
            raise NotRecorded("a manual project without a directory")
        if (before is None or before["local_path"] != entry["local_path"]) and (
            entry["local_path"] not in self.free_paths()
        ):
            raise invalid("local_path", "This path is already being used by another manual project.")

    def free_paths(self) -> list[str]:
        used = {project["local_path"] for project in self.store.all("project")}
        return sorted(path for path in self.local_paths if path not in used)

    def _job_template(self, entry: Body, _before: Body | None) -> None:
        project = self.store.target(entry, "project")
        if project is None:
            raise invalid("project", "Job Templates must have a project assigned.")
        if entry["inventory"] is None and not entry["ask_inventory_on_launch"]:
            raise invalid("inventory", "You must either set a default value or ask to prompt on launch.")
        if not entry["playbook"]:
            raise NotRecorded("a job template without a playbook")
        if entry["playbook"] not in self.playbooks:
            raise invalid("playbook", "Playbook not found for project.")
        entry["organization"] = project["organization"]

    def _notification_template(self, entry: Body, before: Body | None) -> None:
        known = {"webhook": _WEBHOOK, "email": _EMAIL}.get(entry["notification_type"])
        if known is None:
            raise NotRecorded(f"the notification type {entry['notification_type']}")
        configuration = entry["notification_configuration"]
        missing = [name for name in ("url", "headers") if name not in configuration]
        if known is _WEBHOOK and missing:
            text = f"Missing required fields for Notification Configuration: {missing}."
            raise Refused(400, {"__all__": [text]})
        if set(configuration) != known:
            raise NotRecorded(f"not exactly these fields: {sorted(known)}")
        if configuration["password"] == ENCRYPTED:
            configuration["password"] = (before or {}).get("notification_configuration", {}).get("password", "")
        if set(entry["messages"]) - set(_EVENTS):
            raise NotRecorded("messages for other events")
        # AWX saves a new one a second time if it has a password, and fills in the other events when it saves again.
        if before or configuration["password"]:
            entry["messages"] = with_all_events(entry["messages"])

    def _node(self, entry: Body, before: Body | None) -> None:
        if not entry["identifier"] or entry["identifier"].startswith("xxxx"):
            raise NotRecorded("a node without an identifier")
        if before and before["workflow_job_template"] != entry["workflow_job_template"]:
            raise NotRecorded("another workflow for a node")
        self._prompts(entry)

    def _prompts(self, entry: Body) -> None:
        template = self.store.target(entry, "unified_job_template")
        if template is None or template["type"] == "workflow_approval_template":
            if entry["extra_data"] or any(entry[name] not in (None, "") for name in PROMPTS):
                raise NotRecorded("a node with values but without a template")
            return
        if template["type"] not in ("job_template", "workflow_job_template"):
            raise NotRecorded(f"a node or a schedule of a {template['type']}")
        for name, ask in PROMPTS.items():
            if entry[name] not in (None, "") and not template.get(ask):
                raise invalid(name, "Field is not configured to prompt on launch.")
        survey = self.store.surveys.get((template["type"], template["id"])) if template["survey_enabled"] else None
        asked = {question["variable"] for question in survey["spec"]} if survey else set()
        extra = sorted(set(entry["extra_data"]) - asked)
        if extra and not template["ask_variables_on_launch"]:
            if template["type"] != "job_template":
                raise NotRecorded("variables that a workflow does not ask for")
            text = "are not allowed on launch. Check the Prompt on Launch setting on the Job Template to include"
            raise invalid("extra_data", f"Variables {', '.join(extra)} {text} Extra Variables.")
        wrong = surveys.errors(survey, entry["extra_data"], complete=False) if survey else []
        if wrong:
            raise Refused(400, {"variables_needed_to_start": wrong})

    def _schedule(self, entry: Body, before: Body | None) -> None:
        if before and before["unified_job_template"] != entry["unified_job_template"]:
            raise NotRecorded("another template for a schedule")
        entry.update(_times(entry["rrule"]))
        self._prompts(entry)
        template = self.store.target(entry, "unified_job_template")
        if template and entry["enabled"] and entry["next_run"]:
            template["next_job_run"] = min(entry["next_run"], template["next_job_run"] or entry["next_run"])


_RRULE = re.compile(
    r"DTSTART(?:;TZID=(?P<zone>[A-Za-z0-9_+/-]+))?:(?P<start>\d{8}T\d{6})(?P<utc>Z?)"
    r" RRULE:FREQ=(?:MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?=.*;INTERVAL=[1-9]\d*(?:;|$))"
    r"(?:;(?:INTERVAL|BYDAY|BYMONTHDAY|BYMONTH|BYHOUR|BYMINUTE|BYSETPOS|WKST)=[A-Z0-9,+-]+)+"
)
_NONSENSE = (
    "Valid DTSTART required in rrule. Value should start with: DTSTART:YYYYMMDDTHHMMSSZ",
    "One or more rule required in rrule.",
    "rrule parsing failed validation: not enough values to unpack (expected 2, got 1)",
)


def _times(rule: str) -> Body:
    if rule == "nonsense":
        raise invalid("rrule", *_NONSENSE)
    parts = _RRULE.fullmatch(rule)
    if parts is None or bool(parts["zone"]) == bool(parts["utc"]):
        raise NotRecorded(f"the rule {rule}")
    try:
        zone = ZoneInfo(parts["zone"] or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise NotRecorded(f"the time zone {parts['zone']}") from None
    start = datetime.strptime(parts["start"], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(timezone.utc)
    shown = start.strftime("%Y-%m-%dT%H:%M:%SZ")
    ahead = start > datetime.now(timezone.utc)
    return {
        "dtstart": shown,
        "dtend": None,
        "next_run": shown if ahead else None,  # of a rule that has begun it is not computed here
        "timezone": parts["zone"] or "UTC",
        "until": "",
    }
