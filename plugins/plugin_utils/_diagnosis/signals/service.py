# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What Azure's own words say about a credential or a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..engine import Seen
from ..evidence import Result
from ..subject import Subject
from . import requests

_AUDIENCE = re.compile(r"https://[A-Za-z0-9.-]+[A-Za-z]")
_USUAL_AUDIENCE = re.compile(r"^https://cognitiveservices\.azure\.[a-z]+$")
_ACTION = re.compile(r"Microsoft\.[A-Za-z]+(?:/[A-Za-z0-9*_-]+)+", re.IGNORECASE)
_OBJECT_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_VERSION = re.compile(r"\b20\d\d-\d\d-\d\d(?:-preview)?\b")
_WAIT = re.compile(r"(?:retry after|wait|try again in)\s+(\d+)\s*second", re.IGNORECASE)

# Roles by the family of the data action; the first that fits.
_ROLES = (
    ("/accounts/openai/", "Cognitive Services OpenAI User"),
    ("/accounts/aiservices/", "Azure AI User"),
    ("/accounts/maas/", "Azure AI User"),
    ("", "Cognitive Services User"),
)
_ANY_ACTION, _ANY_ROLE = "of the operation", "Cognitive Services OpenAI User"
_PROJECTS = re.compile(r"/api/projects|for .* actions", re.IGNORECASE)

_GA = ("2022-12-01", "2023-05-15", "2024-02-01", "2024-06-01", "2024-10-21", "v1")
# Those of Microsoft's list of July 1, 2024.
_RETIRED = tuple(f"2023-{month}-preview" for month in ("03-15", "07-01", "08-01", "09-01", "12-01"))
_LAST_PREVIEW, _RESPONSES_FROM = "2025-04-01-preview", "2025-03-01-preview"

_WORDS = {
    "auth_key_disabled": "keys_disabled",
    "auth_tenant_mismatch": "other_tenant",
    "model_deployment_not_found": "deployment_unknown",
    "model_path_not_found": "path_unknown",
    "model_operation_unsupported": "operation_refused",
    "model_content_filtered": "content_refused",
    "model_no_capacity": "high_demand",
    "model_server_error": "service_failed",
    "model_unavailable": "service_failed",
    "model_request_refused": "passed_on",
}
_TOKENS = ("max_tokens or model output limit", "max_output_tokens", "integer below minimum", "integer_below_min_value")


def signals(subject: Subject) -> Iterator[Seen]:
    """Yield what the words of an answer of Azure say about the credential or the model."""
    result = subject.result
    if result is None or result.link not in ("auth", "model") or result.doubtful:
        return
    status = result.http.status
    message = result.http.message or ""
    answer = " ".join(part for part in (str(status or ""), message) if part)
    fields = {"message": message or f"HTTP {status}", "answer": answer}
    if result.code in _WORDS:
        yield Seen(_WORDS[result.code], fields)
    if result.code in ("auth_key_invalid", "auth_token_invalid"):
        yield from _of_credential(subject, result, fields)
    elif result.code == "auth_permission_denied":
        yield from _of_permission(message, fields)
    elif result.code == "model_api_version_unsupported":
        yield from _of_version(message, fields)
    elif result.code == "model_path_not_found":
        yield from _of_path(subject, result)
    elif result.code in ("model_parameter_unsupported", "model_request_refused"):
        few = any(words in f"{message} {result.http.error_code}" for words in _TOKENS)
        if few:
            yield Seen("tokens_refused", fields)
        elif result.code == "model_parameter_unsupported":
            yield Seen("parameter_refused", fields)
    elif result.code == "model_throttled":
        found = _WAIT.search(message)
        seconds = found.group(1) if found else result.http.headers.get("retry-after")
        wait = f"{seconds} seconds" if seconds else "a few minutes"
        yield Seen("rate_exceeded", {**fields, "retry_wait": wait})
        if seconds:
            yield Seen("retry_named", {"retry_wait": wait})


def _of_credential(subject: Subject, result: Result, fields: dict[str, Any]) -> Iterator[Seen]:
    message = fields["message"]
    of_key, of_token = "subscription key" in message.lower(), "access token" in message.lower()
    if of_token if result.code == "auth_key_invalid" else of_key:
        yield Seen("answered_unlike_sent", {**fields, "sent_kind": "key" if of_token else "token"})
        return
    audience = _AUDIENCE.search(result.http.message or "")
    if audience:
        usual = _USUAL_AUDIENCE.match(audience.group())
        yield Seen("usual_audience" if usual else "other_audience", {"audience": audience.group()})
    if result.code == "auth_token_invalid" and "token" in message.lower():
        yield Seen("token_refused", fields)
    elif result.code == "auth_key_invalid" and of_key:
        yield Seen("key_refused", fields)
    else:
        cloud = subject.endpoint.name.rpartition(".")[2]
        yield Seen("reason_not_given", {"audience": f"https://cognitiveservices.azure.{cloud}"})
    kind = "key" if result.code == "auth_key_invalid" else "token"
    for observation, other in requests.elsewhere(subject):
        same_kind = other.credential == result.credential
        if same_kind and requests.is_azures(other) and (other.link == "model" or other.code == "model_ok"):
            yield Seen(f"{kind}_accepted_elsewhere", {"seen_host": observation.host})


def _of_permission(message: str, fields: dict[str, Any]) -> Iterator[Seen]:
    action, object_id = _ACTION.search(message), _OBJECT_ID.search(message)
    known = {
        **fields,
        "action": action.group() if action else _ANY_ACTION,
        "role": _role(action.group() if action else None, message),
        "object_id": object_id.group() if object_id else None,
    }
    yield Seen("permission_denied", known)
    if action:
        yield Seen("action_named", known)


def _role(action: str | None, message: str) -> str:
    if action is None:
        return "Azure AI User" if _PROJECTS.search(message) else _ANY_ROLE
    return next(role for part, role in _ROLES if part in action.lower())


def _of_version(message: str, fields: dict[str, Any]) -> Iterator[Seen]:
    needed, text = _VERSION.search(message), message.lower()
    if "not allowed when using" in text or "query parameter is not allowed" in text:
        yield Seen("version_refused_on_v1", fields)
    elif "is required" in text:
        yield Seen("version_required", fields)
    elif needed and "enabled only for" in text:
        yield Seen("version_needed", {"needed_api_version": needed.group()})
    else:
        yield Seen("version_unsupported", fields)


def _of_path(subject: Subject, result: Result) -> Iterator[Seen]:
    operation = result.operation or subject.endpoint.operation
    version = subject.endpoint.api_version
    if version and version not in _GA and not (version.endswith("-preview") and version <= _LAST_PREVIEW):
        yield Seen("version_unlisted", {"api_version": version})
    elif version in _RETIRED:
        yield Seen("version_retired", {"api_version": version})
    if operation == "responses" and version and version != "v1" and version < _RESPONSES_FROM:
        yield Seen("operation_too_new", {"operation": operation, "api_version": version})
    if operation == "completions":
        yield Seen("operation_retired", {"operation": operation})
