# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in as tests use it: started and ended, asked what happened, told to refuse."""

from __future__ import annotations

import json
import secrets
import threading
from types import TracebackType

from simulated_controller import launches, removal
from simulated_controller.answers import FORBIDDEN, Body, Json
from simulated_controller.callers import Callers
from simulated_controller.fields import COLLECTIONS
from simulated_controller.routes import Answer, Api
from simulated_controller.rules import Rules
from simulated_controller.server import Request, Server
from simulated_controller.store import Store
from simulated_controller.views import view

PLAYBOOKS = ("configure.yml", "gate.yml", "merge.yml", "validate.yml")


class Controller:
    username = "admin"

    def __init__(
        self,
        local_paths: tuple[str, ...] = ("privatelink",),
        playbooks: tuple[str, ...] = PLAYBOOKS,
        deletions_after: int | None = None,
    ) -> None:
        self.password = secrets.token_hex(8)
        self.token = secrets.token_hex(15)
        self.store = Store()
        callers = Callers(self.store, self.password, self.token)
        self._api = Api(self.store, Rules(self.store, local_paths, playbooks), callers, deletions_after)
        self._refusals: dict[tuple[str, str], Answer] = {}
        self.unknown: list[str] = []
        self._server = Server(self._respond)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Controller:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def requests(self) -> list[Request]:
        return list(self._server.requests)

    def writes(self) -> list[Request]:
        asked = ("GET", "HEAD", "OPTIONS")
        return [r for r in self.requests if r.method not in asked and not r.path.startswith("/api/v2/tokens/")]

    def forget(self) -> None:
        """Begin the log of requests anew."""
        self._server.requests.clear()

    def objects(self, collection: str) -> list[Body]:
        return [view(self.store, entry) for entry in self.store.all(COLLECTIONS[collection].name)]

    def names(self, collection: str) -> list[str]:
        return sorted(entry.get("name") or entry["identifier"] for entry in self.objects(collection))

    def find(self, collection: str, **values: Json) -> Body:
        """Return the only object with those values."""
        found = [e for e in self.objects(collection) if all(e[name] == value for name, value in values.items())]
        if len(found) != 1:
            raise LookupError(f"{len(found)} of {collection} with {values}")
        return found[0]

    def linked(self, collection: str, number: int, relation: str) -> list[int]:
        """Return the ids in a list of an object, such as `credentials` of a job template."""
        return list(self.store.links.get((COLLECTIONS[collection].name, number, relation), []))

    def survey(self, collection: str, number: int) -> Body | None:
        return self.store.surveys.get((COLLECTIONS[collection].name, number))

    def tokens(self) -> list[int]:
        return list(self.store.objects["o_auth2_access_token"])

    def request(self, method: str, path: str, body: Json = None) -> tuple[int, Json]:
        """Ask as admin, without HTTP and without a line in the log."""
        content = b"" if body is None else json.dumps(body).encode()
        with self._server.lock:
            answer = self._respond(method, path, content, f"Bearer {self.token}")
        return answer.status, answer.body

    def refuse(self, method: str, path: str, status: int = 403, body: Json = None) -> None:
        """Answer so to each request for the path, without its query; by default in AWX's words for a missing right."""
        self._refusals[method, path] = Answer(status, FORBIDDEN if body is None else body)

    def allow(self) -> None:
        self._refusals.clear()

    def remove(self, collection: str, **values: Json) -> None:
        """Take away the only object with those values, as if somebody had deleted it."""
        self.store.remove(self.store.get(COLLECTIONS[collection].name, self.find(collection, **values)["id"]))

    def finish(self, job: int, status: str = "successful", artifacts: Body | None = None) -> None:
        """End a job, as AWX's dispatcher would."""
        kind = "job" if job in self.store.objects["job"] else "workflow_job"
        launches.finish(self.store, self.store.get(kind, job), status, artifacts or {})

    def finish_deletions(self) -> None:
        removal.finish(self.store)

    def _respond(self, method: str, target: str, body: bytes, authorization: str) -> Answer:
        refusal = self._refusals.get((method, target.partition("?")[0]))
        answer = refusal or self._api.answer(method, target, body, authorization)
        if answer.status == 501:
            self.unknown.append(f"{method} {target}: {answer.body}".strip())
        return answer
