# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The requests of the data plane, as the probe sends them and remedies repeat them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

V1 = "v1"
DEFAULT_API_VERSION = "2024-10-21"

# What the probe sends unless it is told otherwise.
PROMPT = "Say OK."


class Operation(NamedTuple):
    """One operation. C(body) makes its JSON of a prompt, a limit of tokens and the name of the limit; None: no body."""

    method: str
    dated_path: str
    v1_path: str
    body: Callable[[str, int, str], dict[str, Any]] | None = None


def _completions(prompt: str, limit: int, limit_name: str) -> dict[str, Any]:
    return {"prompt": prompt, "max_tokens": limit}


def _chat(prompt: str, limit: int, limit_name: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": prompt}], limit_name: limit}


def _responses(prompt: str, limit: int, limit_name: str) -> dict[str, Any]:
    return {"input": prompt, "max_output_tokens": limit}


def _embeddings(prompt: str, limit: int, limit_name: str) -> dict[str, Any]:
    return {"input": prompt}


_DEPLOYMENT = "/openai/deployments/{deployment}/"
OPERATIONS: Mapping[str, Operation] = {
    "models": Operation("GET", "/openai/models", "/openai/v1/models"),
    "chat_completions": Operation("POST", f"{_DEPLOYMENT}chat/completions", "/openai/v1/chat/completions", _chat),
    "completions": Operation("POST", f"{_DEPLOYMENT}completions", "/openai/v1/completions", _completions),
    "responses": Operation("POST", "/openai/responses", "/openai/v1/responses", _responses),
    "embeddings": Operation("POST", f"{_DEPLOYMENT}embeddings", "/openai/v1/embeddings", _embeddings),
}

# Reasoning models refuse max_tokens, older ones max_completion_tokens; the first is tried first.
CHAT_LIMITS = ("max_completion_tokens", "max_tokens")


def default_api_version(operation: str) -> str:
    """Return the api-version of an operation when none is given: responses has no dated GA version."""
    return V1 if operation == "responses" else DEFAULT_API_VERSION


def path_of(operation: str, api_version: str, deployment: str | None) -> str:
    """Return path and query of a request. Raises ValueError when a text cannot be written into it."""
    described = OPERATIONS[operation]
    if api_version == V1:
        return described.v1_path
    path = described.dated_path.format(deployment=quote(deployment or "", safe=""))
    return f"{path}?api-version={quote(api_version, safe='')}"


def body_of(
    operation: str, api_version: str, deployment: str | None, prompt: str, limit: int, limit_name: str = CHAT_LIMITS[0]
) -> dict[str, Any] | None:
    """Return the JSON of a request, None for one without a body; the deployment is in it where the path has none."""
    described = OPERATIONS[operation]
    if described.body is None:
        return None
    body = described.body(prompt, limit, limit_name)
    if "{deployment}" not in described.dated_path or api_version == V1:
        body["model"] = deployment
    return body
