# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Requests to the API of an automation platform. Every answer is bounded, and none is followed elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

from ansible.module_utils.urls import open_url

from ...module_utils._core.text import shown
from .session import Session

_LARGEST = 32 * 1024 * 1024
_PAGE = 200
_MOST_PAGES = 500
_LONGEST_REASON = 200


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

    def list(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """Return all objects of a list that have the fields of a query."""
        found: list[dict[str, Any]] = []
        for page in range(1, _MOST_PAGES + 1):
            extra = {"page": page} if page > 1 else {}
            answer = self.get(path, {**query, "page_size": _PAGE, **extra})
            results = answer.get("results")
            if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
                raise ApiError(f"{path} is not a list of objects")
            found += results
            if not answer.get("next"):
                return found
        raise ApiError(f"{path} has more than {_MOST_PAGES * _PAGE} objects")

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
        try:
            # What is redirected would carry the token to wherever the answer leads.
            answer = open_url(
                url,
                method=method,
                timeout=session.timeout,
                validate_certs=session.validate_certs,
                follow_redirects="none",
                **options,
            )
            content = answer.read(_LARGEST + 1)
        except HTTPError as error:
            raise ApiError(f"{method} {path}: {_reason(error)}", error.code) from None
        except Exception as error:  # what the libraries raise differs by version
            raise ApiError(f"{session.host} does not answer: {shown(str(error), limit=_LONGEST_REASON)}") from None
        if len(content) > _LARGEST:
            raise ApiError(f"{method} {path}: the answer is larger than {_LARGEST} bytes")
        return _parsed(method, path, content)


def _reason(error: HTTPError) -> str:
    """Return what a refusal says of itself."""
    try:
        answer = json.loads(error.read(65536))
    except Exception:  # a page of a proxy, or nothing at all
        answer = None
    detail = answer.get("detail") if isinstance(answer, dict) else None
    return f"HTTP {error.code}" + (f", {shown(str(detail), limit=_LONGEST_REASON)}" if detail else "")


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
