# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to the API, and what answers each: the paths that were recorded, and 501 for all others."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

from simulated_controller import filters, launches, relations, removal, surveys
from simulated_controller.answers import FORBIDDEN, UNAUTHORIZED, Body, Json, NotRecorded, Refused
from simulated_controller.callers import Callers
from simulated_controller.fields import COLLECTIONS, DATA, TARGETS, TYPES, Type, unified
from simulated_controller.rules import Rules, with_all_events
from simulated_controller.store import RELATIONS, Store, now
from simulated_controller.views import view

PAGES = json.loads((DATA / "pages.json").read_text())
_OPEN = ("/api/", "/api/v2/", "/api/v2/ping/")  # without a token
VERSION = {"X-API-Product-Version": "24.6.1"}  # for those who have logged in
_WRITTEN_ONCE = ("o_auth2_access_token", "user")
_UNIFIED = {"unified_job_templates": tuple(TARGETS["unified_job_template"]), "unified_jobs": ("job", "workflow_job")}
_MADE_BY_AWX = ("job", "workflow_job", "workflow_job_node", "workflow_approval_template", "inventory_source")
_JOBS = ("job", "workflow_job")
_WITHOUT_OPTIONS = ("workflow_job_nodes", "workflow_approval_templates")  # nobody asked for these
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: list[tuple[str, str]]
    body: Json


class Api:
    def __init__(self, store: Store, rules: Rules, callers: Callers, deletions_after: int | None) -> None:
        self.store = store
        self.rules = rules
        self.callers = callers
        self._deletions_after = deletions_after
        self._looked: dict[int, int] = {}

    def answer(self, method: str, target: str, body: bytes, authorization: str) -> Answer:
        parts = urlsplit(target)
        if not parts.path.endswith("/"):
            where = f"{parts.path}/" + (f"?{parts.query}" if parts.query else "")
            return Answer(301, None, {"Location": where})
        user = self.callers.user(authorization)
        query = parse_qsl(parts.query, keep_blank_values=True)
        try:
            answer = self._answer(Asked(method, parts.path, query, body), user)
        except Refused as refused:
            answer = Answer(refused.status, refused.body)
        except NotRecorded as unknown:
            answer = Answer(501, f"The recording of AWX 24.6.1 does not show this: {unknown}.\n")
        return answer if user is None else replace(answer, headers={**answer.headers, **VERSION})

    def _answer(self, asked: Asked, user: Body | None) -> Answer:
        if asked.path in PAGES and (user is not None or asked.path in _OPEN):
            if asked.method != "GET":
                raise NotRecorded(f"{asked.method} {asked.path}")
            return Answer(200, self._page(asked.path))
        if user is None:
            raise Refused(401, UNAUTHORIZED)
        if not asked.path.startswith("/api/v2/"):
            raise NotRecorded(asked.path)
        segments = asked.path.removeprefix("/api/v2/").rstrip("/").split("/")
        known = segments[0] in COLLECTIONS or segments[0] in _UNIFIED or segments[0] == "me"
        if not known:
            if f"/api/v2/{segments[0]}/" in PAGES["/api/v2/"].values():
                raise NotRecorded(asked.path)
            return Answer(404, PAGES["not found"])
        if asked.method not in _METHODS:
            raise NotRecorded(asked.method)
        return self._routed(asked, segments, user)

    def _routed(self, asked: Asked, segments: list[str], user: Body) -> Answer:
        if segments == ["me"] and asked.method == "GET":
            return Answer(200, filters.page(asked.path, asked.query, [user], self._view))
        if not user["is_superuser"] and segments[0] != "tokens":
            return self._powerless(asked, segments)
        if len(segments) == 1:
            return self._collection(asked, segments[0], user)
        if segments[0] in _UNIFIED or not segments[1].isdecimal():
            raise NotRecorded(asked.path)
        entry = self.store.get(COLLECTIONS[segments[0]].name, int(segments[1]))
        if len(segments) == 2:
            return self._object(asked, entry)
        if len(segments) == 3:
            return self._part(asked, entry, segments[2])
        raise NotRecorded(asked.path)

    def _powerless(self, asked: Asked, segments: list[str]) -> Answer:
        """Someone without any right sees an empty list of organizations, and may not make one."""
        if segments == ["organizations"] and asked.method == "GET":
            return Answer(200, filters.page(asked.path, [], [], self._view))
        if segments == ["organizations"] and asked.method == "POST":
            raise Refused(403, FORBIDDEN)
        raise NotRecorded(f"{asked.method} {asked.path} by a user without rights")

    def _page(self, path: str) -> Json:
        page = dict(PAGES[path])
        if path == "/api/v2/ping/":
            groups = sorted(group["name"] for group in self.store.all("instance_group"))
            page["instance_groups"] = [{"name": name, "capacity": 0, "instances": []} for name in groups]
        if path == "/api/v2/config/":
            page["project_local_paths"] = self.rules.free_paths()
        return page

    def _view(self, entry: Body) -> Body:
        return view(self.store, entry)

    def _listed(self, entry: Body) -> Body:
        return view(self.store, entry, "listed")

    def _collection(self, asked: Asked, name: str, user: Body) -> Answer:
        if asked.method == "GET":
            kinds = [unified(TYPES[kind]) for kind in _UNIFIED.get(name, ())] or [COLLECTIONS[name]]
            answer = filters.listing(self.store, asked.path, asked.query, kinds, self._listed)
            self._look(answer["results"])
            return Answer(200, answer)
        if asked.method == "OPTIONS" and name in COLLECTIONS and name not in _WITHOUT_OPTIONS:
            return Answer(200, COLLECTIONS[name].options(writable=COLLECTIONS[name].name not in _JOBS))
        if asked.method == "PUT":
            raise Refused(405, {"detail": 'Method "PUT" not allowed.'})
        if asked.method != "POST" or name in _UNIFIED or COLLECTIONS[name].name in _MADE_BY_AWX:
            raise NotRecorded(f"{asked.method} {asked.path}")
        kind = COLLECTIONS[name]
        body = _parsed(asked.body)
        if kind.name == "o_auth2_access_token":
            entry = self.callers.make_token(user, kind.checked(body, partial=False))
            return self._made({**self._view(entry), "token": entry["token"]})
        made = self._view(self.create(kind, body))
        if kind.name == "notification_template":
            made["messages"] = with_all_events(made["messages"])
        return self._made(made)

    def create(self, kind: Type, body: Body) -> Body:
        values = kind.checked(body, partial=False)
        entry = {**kind.defaults(), **values, "type": kind.name}
        self.rules.apply(entry, None)
        entry = self.store.add(kind.name, **entry)
        if entry.get("kind") == "constructed" and kind.name == "inventory":
            self.store.add(
                "inventory_source",
                name=f"Auto-created source for: {entry['name']}",
                inventory=entry["id"],
                source="constructed",
                overwrite=True,
                overwrite_vars=True,
                update_on_launch=True,
            )
        return entry

    def _made(self, body: Body) -> Answer:
        return Answer(201, body, {"Location": body["url"]})

    def _object(self, asked: Asked, entry: Body) -> Answer:
        kind = TYPES[entry["type"]]
        if asked.method == "GET":
            self._look([entry])
            return Answer(200, view(self.store, entry, "asked"))
        if asked.method == "DELETE":
            return Answer(removal.delete(self.store, entry))
        if asked.method != "PATCH" or kind.name in (*_WRITTEN_ONCE, "job", "workflow_job"):
            raise NotRecorded(f"{asked.method} {asked.path}")
        if entry.get("pending_deletion") or entry.get("managed"):
            raise NotRecorded("changing what is pending deletion or managed")
        changed = {**entry, **json.loads(json.dumps(kind.checked(_parsed(asked.body), partial=True)))}
        self.rules.apply(changed, entry)
        entry.update(changed, modified=now())
        return Answer(200, self._view(entry))

    def _part(self, asked: Asked, entry: Body, name: str) -> Answer:
        kind, number = entry["type"], entry["id"]
        if name in RELATIONS.get(kind, {}):
            if asked.method == "GET":
                numbers = self.store.links.get((kind, number, name), [])
                found = [self.store.get(RELATIONS[kind][name], linked) for linked in numbers]
                return Answer(200, filters.page(asked.path, asked.query, found, self._view))
            if asked.method == "POST":
                relations.change(self.store, kind, number, name, _parsed(asked.body))
                return Answer(204)
        special: Callable[[Asked, Body], Answer] | None = {
            "survey_spec": self._survey,
            "launch": self._launch,
            "cancel": self._cancel,
            "job_events": self._events,
            "create_approval_template": self._approval,
        }.get(name)
        if special is None or name not in TYPES[kind].related:
            raise NotRecorded(f"{asked.method} {asked.path}")
        return special(asked, entry)

    def _survey(self, asked: Asked, entry: Body) -> Answer:
        key = (entry["type"], entry["id"])
        if asked.method == "GET":
            return Answer(200, self.store.surveys.get(key, {}))
        if asked.method == "POST":
            self.store.surveys[key] = surveys.checked(_parsed(asked.body))
            return Answer(200)
        raise NotRecorded(f"{asked.method} {asked.path}")

    def _launch(self, asked: Asked, entry: Body) -> Answer:
        if asked.method != "POST":
            raise NotRecorded(f"{asked.method} {asked.path}")
        job = launches.launch(self.store, entry, _parsed(asked.body))
        return self._made({**job, **self._view(self.store.get(job["type"], job["id"]))})

    def _cancel(self, asked: Asked, entry: Body) -> Answer:
        if asked.method == "GET":
            return Answer(200, {"can_cancel": entry["status"] in launches.PENDING})
        if asked.method != "POST":
            raise NotRecorded(f"{asked.method} {asked.path}")
        launches.cancel(self.store, entry)
        return Answer(202)

    def _events(self, asked: Asked, job: Body) -> Answer:
        if asked.method != "GET" or job["status"] not in (*launches.PENDING, "canceled"):
            raise NotRecorded(f"{asked.method} {asked.path}")
        return Answer(200, filters.page(asked.path, asked.query, [], self._view))

    def _approval(self, asked: Asked, node: Body) -> Answer:
        if asked.method != "POST" or node["unified_job_template"] is not None:
            raise NotRecorded(f"{asked.method} {asked.path}")
        kind = TYPES["workflow_approval_template"]
        values = kind.checked(_parsed(asked.body), partial=False)
        entry = self.store.add(kind.name, **values, workflow_job_template=node["workflow_job_template"])
        node["unified_job_template"] = entry["id"]
        return self._made(self._view(entry))

    def _look(self, entries: list[Body]) -> None:
        """After so many looks at an inventory that is pending deletion, it is gone, if a test asks for that."""
        for entry in entries:
            if self._deletions_after is not None and entry.get("pending_deletion"):
                self._looked[entry["id"]] = self._looked.get(entry["id"], 0) + 1
                if self._looked[entry["id"]] >= self._deletions_after:
                    self.store.remove(self.store.get("inventory", entry["id"]))


def _parsed(body: Json) -> Body:
    if isinstance(body, bytes):
        try:
            body = json.loads(body or b"{}")
        except ValueError as exc:
            raise Refused(400, {"detail": f"JSON parse error - {exc}\nPossible cause: trailing comma."}) from None
    if not isinstance(body, dict):
        raise NotRecorded(f"a body of this type: {type(body).__name__}")
    return body
