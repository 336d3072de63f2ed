# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The operations of the data plane: path, body, and what a 200 must hold to be an answer."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from .._azure.operations import CHAT_LIMITS, OPERATIONS, body_of, path_of
from .._core.text import shown
from .answers import classify

# How a response says that it ended: incomplete when the tokens did not suffice.
_ENDED_WELL = ("completed", "incomplete")

_TEXT_LIMIT = 200
_CHOICES_LIMIT = 3


class Request(NamedTuple):
    """A request without credentials: C(body) is JSON as bytes, or None."""

    method: str
    path: str
    body: bytes | None = None


class Expected(NamedTuple):
    """What a 200 of an operation holds. C(needed) maps every key that it must have to the type of its value."""

    needed: dict[str, Any]
    object: str
    filled: str | None = None  # the list among the needed that must not be empty
    held: tuple[str, Any] = ("", object)  # the key, and the type of its value, that each of its items must have


_GENERATED = {"id": str, "object": str, "created": int, "model": str, "choices": list, "usage": dict}

EXPECTED = {
    "models": Expected({"object": str, "data": list}, "list"),
    "chat_completions": Expected(_GENERATED, "chat.completion", "choices", ("message", dict)),
    "completions": Expected(_GENERATED, "text_completion", "choices", ("text", str)),
    "responses": Expected(
        {"id": str, "object": str, "created_at": (int, float), "model": str, "output": list}, "response"
    ),
    "embeddings": Expected(
        {"object": str, "data": list, "model": str, "usage": dict}, "list", "data", ("embedding", (list, str))
    ),
}


def needs_deployment(operation):
    """Return whether an operation asks one deployment, not the account."""
    return OPERATIONS[operation].body is not None


def build_request(probe, limit_name=CHAT_LIMITS[0]):
    """Return the Request of a Probe. Raises ValueError when a text cannot be written into it."""
    path = path_of(probe.operation, probe.api_version, probe.deployment)
    body = body_of(probe.operation, probe.api_version, probe.deployment, probe.prompt, probe.max_tokens, limit_name)
    content = None if body is None else json.dumps(body).encode("utf-8")
    return Request(OPERATIONS[probe.operation].method, path, content)


def refuses_limit_name(operation, verdict):
    """Return whether chat was refused only for the name of its limit, so that the other name is worth a try."""
    return (
        operation == "chat_completions"
        and verdict.code == "model_parameter_unsupported"
        and CHAT_LIMITS[0] in (verdict.message or "")
    )


def find_fault(operation, content):
    """Return what is wrong with the JSON of a 200, naming the key, or None when it is what the operation promises.

    The text of the answer is not judged: reasoning models may answer with none.
    """
    described = EXPECTED[operation]
    if not isinstance(content, dict):
        return "the answer is not a JSON object"
    for key, kind in described.needed.items():
        if key not in content:
            return f"the key {key} is missing"
        if not isinstance(content[key], kind) or isinstance(content[key], bool):
            return f"the key {key} holds a {type(content[key]).__name__}"
    if content["object"] != described.object:
        return f"the key object is {shown(content['object'], limit=40)}, not {described.object}"
    if content.get("error") or content.get("status", "completed") not in _ENDED_WELL:
        return "the answer itself reports a failure"
    return _fault_of_items(content[described.filled], described) if described.filled else None


def _fault_of_items(items, described):
    if not items:
        return f"the key {described.filled} is empty"
    key, kind = described.held
    for item in items:
        if not isinstance(item, dict):
            return f"the key {described.filled} holds items that are not objects"
        # A text may be empty: reasoning models answer so when the tokens did not suffice.
        if not isinstance(item.get(key), kind) or (not item[key] and key != "text"):
            return f"the key {described.filled} holds an object without {key}"
    return None


def judge(operation, answer, credential):
    """Return the Verdict of an Answer: as the table has it, and for a 200 whether it is what the operation promises."""
    verdict = classify(answer, credential)
    fault = find_fault(operation, verdict.content) if verdict.code == "model_ok" else None
    if not fault:
        return verdict
    # Without the mark of Azure's front end, only the mark of the operation says that it is Azure's answer at all.
    if verdict.confidence == "high" or _has_mark(operation, verdict.content):
        return verdict._replace(code="model_response_invalid", detail=fault)
    return verdict._replace(code="http_not_azure", confidence="high", detail=fault)


def _has_mark(operation, content):
    return isinstance(content, dict) and content.get("object") == EXPECTED[operation].object


def no_completion():
    """Return the C(completion) part of a result with every key null."""
    return dict.fromkeys(("id", "object", "created", "model", "choices", "finish_reason", "usage"))


def completion_of(content, secret=None):
    """Return the C(completion) part of a result for a 200 without fault: texts cut short, at most three choices."""
    completion = no_completion()
    for key in ("id", "object", "model"):
        completion[key] = shown(_typed(content.get(key), str), secret, _TEXT_LIMIT)
    created = content.get("created", content.get("created_at"))
    completion["created"] = int(created) if isinstance(created, (int, float)) else None
    choices = [_choice(index, item, secret) for index, item in enumerate(_items(content))]
    if choices:
        completion.update(choices=choices, finish_reason=choices[0]["finish_reason"])
    if "output" in content:
        completion["finish_reason"] = shown(_typed(content.get("status"), str), secret, 40)
    usage = content.get("usage")
    if isinstance(usage, dict):
        # Only the numbers: details nested below differ from model to model.
        counts = [(key, usage[key]) for key in usage if type(usage[key]) in (int, float)]
        completion["usage"] = {shown(key, secret, 40): value for key, value in counts[:20]}
    return completion


def _items(content):
    items = content.get("choices") or content.get("output") or ()
    return [item for item in items if isinstance(item, dict)][:_CHOICES_LIMIT]


def _choice(index, item, secret):
    message = item.get("message")
    parts = item.get("content")
    text = item.get("text")
    if isinstance(message, dict):
        text = message.get("content")
    elif isinstance(parts, list):
        text = "".join(part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str))
    return {
        "index": _typed(item.get("index"), int) if "index" in item else index,
        "text": shown(_typed(text, str), secret, _TEXT_LIMIT),
        "finish_reason": shown(_typed(item.get("finish_reason"), str), secret, 40),
    }


def _typed(value, kind):
    return value if isinstance(value, kind) else None
