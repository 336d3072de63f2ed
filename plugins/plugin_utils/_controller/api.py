# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Requests to the API of an automation platform. Every answer is bounded, and none is followed elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

from ansible.module_utils.urls import open_url

from ...module_utils._core.memory import bounded
from ...module_utils._core.text import clean
from ...module_utils._core.threads import call_abandonable
from .session import Session

_MIB = 1024 * 1024
_LARGEST = 8 * _MIB
# Of one list: its largest answer, what it is parsed to, and what is kept of all.
_ROOM = 64 * _MIB
_PAGE = 200
_MOST_PAGES = 500
_LONGEST_REASON = 200
# What is read of an object. Whatever else it has is left out.
_FIELDS: dict[str, type] = {
    "id": int,
    "name": str,
    "identifier": str,
    "type": str,
    "organization": int,
    "variables": str,
    "enabled": bool,
    "pending_deletion": bool,
    "username": str,
    "is_superuser": bool,
    "inputs": dict,
    "injectors": dict,
}
_NAMES = ("name", "identifier")

Objects = list[dict[str, Any]]


class ApiError(Exception):
    """A request that was not answered as expected. C(status) is None where nothing was answered."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Api:
    """The endpoints below C(/api/v2/) of one platform, with the token of the run."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the JSON object of a path such as C(inventories/7). Raises ApiError."""
        return self._request("GET", path, query=query)

    def actions(self, path: str) -> set[str]:
        """Return the methods, of C(POST) and C(PUT), that the user may use at a path."""
        answer = self._request("OPTIONS", path).get("actions")
        return set(answer) if isinstance(answer, dict) else set()

    def list(self, path: str, **query: Any) -> Objects:
        """Return all objects of a list that have the fields of a query."""
        try:
            with bounded(_ROOM):
                return self._pages(path, query)
        except MemoryError:
            raise ApiError(f"{path} takes more than {_ROOM // _MIB} MiB of memory") from None

    def _pages(self, path: str, query: Mapping[str, Any]) -> Objects:
        found: Objects = []
        for page in range(1, _MOST_PAGES + 1):
            extra = {"page": page} if page > 1 else {}
            answer = self.get(path, {**query, "page_size": _PAGE, **extra})
            results = answer.get("results")
            if not isinstance(results, list) or len(results) > _PAGE or not all(map(_is_object, results)):
                raise ApiError(f"{path} is not a list of objects")
            found += map(_object_of, results)
            if not answer.get("next"):
                return found
            if not results:
                break
        raise ApiError(f"{path} does not end, or has more than {_MOST_PAGES * _PAGE} objects")

    def create_token(self) -> dict[str, Any]:
        """Return a new token of the user whose password the session has."""
        body = {"description": "privatelink.azure_ai", "application": None, "scope": "write"}
        return self._request("POST", "tokens", body=body, by_password=True)

    def delete_token(self, number: int) -> None:
        """Delete a token of that user."""
        self._request("DELETE", f"tokens/{number}", by_password=True)

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        by_password: bool = False,
    ) -> dict[str, Any]:
        session = self._session
        url = f"{session.base}{path}/" + (f"?{urlencode(query)}" if query else "")
        options: dict[str, Any] = {"headers": {"Accept": "application/json"}}
        if by_password:
            options.update(url_username=session.username, url_password=session.password, force_basic_auth=True)
        else:
            options["headers"]["Authorization"] = f"Bearer {session.token}"
        if body is not None:
            options["headers"]["Content-Type"] = "application/json"
            options["data"] = json.dumps(body)

        def read() -> bytes:
            # What is redirected would carry the token to wherever the answer leads.
            answer = open_url(
                url,
                method=method,
                timeout=session.timeout,
                validate_certs=session.validate_certs,
                follow_redirects="none",
                **options,
            )
            content: bytes = answer.read(_LARGEST + 1)
            return content

        def answered() -> bytes | ApiError:
            try:
                return read()
            except HTTPError as error:
                # A platform may repeat what it was sent.
                return ApiError(f"{method} {path}: {_reason(error, session.secrets)}", error.code)

        try:
            # The library's timeout is that of each byte.
            content = call_abandonable(answered, session.timeout)
        except MemoryError:
            raise
        except Exception as error:  # what the libraries raise differs by version
            reason = clean(error, session.secrets, limit=_LONGEST_REASON)
            raise ApiError(f"{session.host} does not answer: {reason}") from None
        if isinstance(content, ApiError):
            raise content
        if len(content) > _LARGEST:
            raise ApiError(f"{method} {path}: the answer is larger than {_LARGEST} bytes")
        return _parsed(method, path, content)


class Snapshot(Api):
    """A platform at one time: each list is asked for once, however many questions it answers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._lists: dict[tuple[Any, ...], Objects] = {}

    def list(self, path: str, **query: Any) -> Objects:
        """Return all objects of a list that have the fields of a query, as they were at first."""
        asked = (path, *sorted(query.items()))
        if asked not in self._lists:
            self._lists[asked] = super().list(path, **query)
        return self._lists[asked]


def _is_object(given: Any) -> bool:
    """Return whether something is an object of a list, with what is read of it."""
    return (
        isinstance(given, dict)
        and isinstance(given.get("id"), int)
        and all(given.get(name) is None or isinstance(given[name], kind) for name, kind in _FIELDS.items())
    )


def _object_of(given: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: given[name] for name in _FIELDS if name in given}
    fields = given.get("summary_fields")
    capabilities = fields.get("user_capabilities") if isinstance(fields, dict) else None
    if isinstance(capabilities, dict):
        kept["summary_fields"] = {"user_capabilities": {"edit": capabilities.get("edit") is True}}
    return {**kept, **{name: kept.get(name) or "" for name in _NAMES}}


def _reason(error: HTTPError, secrets: Iterable[str]) -> str:
    """Return what a refusal says of itself."""
    try:
        answer = json.loads(error.read(65536))
    except Exception:  # a page of a proxy, or nothing at all
        answer = None
    detail = answer.get("detail") if isinstance(answer, dict) else None
    return f"HTTP {error.code}" + (f", {clean(detail, secrets, limit=_LONGEST_REASON)}" if detail else "")


def _parsed(method: str, path: str, content: bytes) -> dict[str, Any]:
    if not content:
        return {}
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise ApiError(f"{method} {path}: the answer is not the JSON of an automation platform")
    return answer
