# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data plane: which answer a request gets. No sockets here."""

from __future__ import annotations

import functools
import json
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from simulated_azure.accounts import FOREIGN_ACCOUNTS, OWN_ACCOUNTS, Account
from simulated_azure.arm.callers import claims_of
from simulated_azure.dns.zones import privatelink
from simulated_azure.http.answers import ANSWERS, Answer

DATED_VERSIONS = {
    "2022-12-01",
    "2023-05-15",
    "2024-02-01",
    "2024-06-01",
    "2024-10-21",
    "2025-03-01-preview",
    "2025-04-01-preview",
}
RESPONSES_VERSIONS = {"2025-03-01-preview", "2025-04-01-preview"}

COMPLETION_MODELS = {"gpt-35-turbo": "gpt-35-turbo"}
CHAT_MODELS = {"gpt-35-turbo": "gpt-35-turbo", "gpt-4o": "gpt-4o-2024-08-06", "o4-mini": "o4-mini-2025-04-16"}
EMBEDDING_MODELS = {"text-embedding-ada-002": "text-embedding-ada-002"}
AUDIENCE = "https://cognitiveservices.azure.com"
REASONING = {"o4-mini"}  # refuse max_tokens
DEPLOYMENTS = COMPLETION_MODELS | CHAT_MODELS | EMBEDDING_MODELS

ACCOUNT_OF_NAME = {
    variant: account
    for account in OWN_ACCOUNTS + FOREIGN_ACCOUNTS
    for name in account.names
    for variant in (name, privatelink(name))
}


@dataclass(frozen=True)
class Request:
    local_address: str  # which of the front ends was dialled
    method: str
    target: str
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @functools.cached_property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def host(self) -> str:
        return self.headers.get("host", "").partition(":")[0].lower()

    @property
    def account(self) -> Account | None:
        """Azure knows the account by the Host header, and the privatelink name is as good as the public one."""
        return ACCOUNT_OF_NAME.get(self.host)


def answer(request: Request) -> Answer:
    account = request.account
    if account is None:
        return ANSWERS["gate_subdomain_unknown"]
    checks = [_gate, _authenticate]
    if account.first_check == "authentication":
        checks.reverse()
    for check in checks:
        refusal = check(account, request)
        if refusal:
            return refusal
    return _serve(account, request)


def _own_answer(account: Account, layer: str) -> Answer | None:
    return ANSWERS[account.answer] if account.answer.startswith(layer) else None


def _gate(account: Account, request: Request) -> Answer | None:
    if request.local_address == account.public_address:
        return {
            "disabled": ANSWERS["gate_public_access_disabled"],
            "selected_networks": ANSWERS["gate_network_rules"],
            "enabled": None,
        }[account.public_access]
    name = request.host.replace(".privatelink.", ".")
    if request.local_address not in (account.private_addresses.get(name), account.overlay):
        return ANSWERS["gate_private_endpoint_not_approved"]
    return _own_answer(account, "gate_")


def _authenticate(account: Account, request: Request) -> Answer | None:
    key = request.headers.get("api-key")
    scheme, _space, token = request.headers.get("authorization", "").partition(" ")
    if key is not None:
        if key != account.api_key:
            return ANSWERS["auth_key_invalid"]
    elif scheme.lower() != "bearer" or (token != account.token and not _issued_for_accounts(token)):
        return ANSWERS["auth_token_invalid"]
    return _own_answer(account, "auth_")


def _issued_for_accounts(token: str) -> bool:
    """Whether Entra, or the metadata service, gave it for Azure AI. All of the lab's callers may use all accounts."""
    claims = claims_of(token)
    return claims is not None and claims["aud"] == AUDIENCE and claims["exp"] > time.time()


def _serve(account: Account, request: Request) -> Answer:
    operation, deployment = _route(request)
    if operation is None:
        return ANSWERS["model_path_not_found"]
    own = _own_answer(account, "model_")
    if own:
        return own
    try:
        return operation(deployment, json.loads(request.body or b"{}"))
    except ValueError:
        return _json(400, {"error": {"code": "BadRequest", "message": "The request body is not valid JSON."}})


Operation = Callable[[str, dict], Answer]


def _route(request: Request) -> tuple[Operation | None, str]:
    """The operation and the deployment that a request means; no operation when Azure has no such path or version."""
    version = request.query.get("api-version")
    path = request.path
    if path.startswith("/openai/v1/"):
        operation = V1_OPERATIONS.get((request.method, path.removeprefix("/openai/v1/")))
        return operation, _model_of(request.body)
    if version not in DATED_VERSIONS:
        return None, ""
    if (request.method, path) == ("GET", "/openai/models"):
        return _models, ""
    if (request.method, path) == ("POST", "/openai/responses"):
        return (_responses if version in RESPONSES_VERSIONS else None), _model_of(request.body)
    match = re.fullmatch(r"/openai/deployments/([^/]+)/(completions|chat/completions|embeddings)", path)
    if match and request.method == "POST":
        return DEPLOYMENT_OPERATIONS[match[2]], match[1]
    return None, ""


def _model_of(body: bytes) -> str:
    try:
        return str(json.loads(body).get("model"))
    except (ValueError, AttributeError):
        return ""


def _json(status: int, document: dict, **headers: str) -> Answer:
    return Answer(status, json.dumps(document, separators=(",", ":")).encode(), headers)


def _served(deployment: str, document: dict) -> Answer:
    answered = _json(200, document)
    return Answer(
        200,
        answered.body,
        {
            "x-ms-region": "East US",
            "azureml-model-session": f"d{len(deployment):03d}-20260504101112",
            "x-ratelimit-remaining-requests": "119",
            "x-ratelimit-remaining-tokens": "119984",
        },
    )


def _refused(models: dict[str, str], deployment: str, operation: str) -> Answer | None:
    if deployment not in DEPLOYMENTS:
        return ANSWERS["model_deployment_not_found"]
    if deployment not in models:
        return _json(
            400,
            {
                "error": {
                    "code": "OperationNotSupported",
                    "message": (
                        f"The {operation} operation does not work with the specified model, {DEPLOYMENTS[deployment]}. Please "
                        "choose different model and try again. You can learn more about which models can be used with each "
                        "operation here: https://go.microsoft.com/fwlink/?linkid=2197993."
                    ),
                }
            },
        )
    return None


def _models(_deployment: str, _body: dict) -> Answer:
    return _served(
        "",
        {
            "data": [
                {
                    "id": model,
                    "object": "model",
                    "created_at": 1678320000,
                    "status": "succeeded",
                    "lifecycle_status": "generally-available",
                }
                for model in sorted(set(DEPLOYMENTS.values()))
            ],
            "object": "list",
        },
    )


def _usage(completion: int = 3) -> dict:
    return {"completion_tokens": completion, "prompt_tokens": 5, "total_tokens": 5 + completion}


def _completions(deployment: str, _body: dict) -> Answer:
    return _refused(COMPLETION_MODELS, deployment, "completion") or _served(
        deployment,
        {
            "id": f"cmpl-{uuid.uuid4().hex[:29]}",
            "object": "text_completion",
            "created": int(time.time()),
            "model": COMPLETION_MODELS[deployment],
            "choices": [{"text": " I am here.", "index": 0, "finish_reason": "stop", "logprobs": None}],
            "usage": _usage(),
        },
    )


def _chat_completions(deployment: str, body: dict) -> Answer:
    refusal = _refused(CHAT_MODELS, deployment, "chatCompletion")
    if refusal:
        return refusal
    if deployment in REASONING and "max_tokens" in body:
        return ANSWERS["model_parameter_unsupported"]
    content = "" if deployment in REASONING else "I am here."
    return _served(
        deployment,
        {
            "choices": [
                {
                    "finish_reason": "length" if deployment in REASONING else "stop",
                    "index": 0,
                    "logprobs": None,
                    "message": {"content": content, "refusal": None, "role": "assistant"},
                }
            ],
            "created": int(time.time()),
            "id": f"chatcmpl-{uuid.uuid4().hex[:29]}",
            "model": CHAT_MODELS[deployment],
            "object": "chat.completion",
            "system_fingerprint": None,
            "usage": _usage(),
        },
    )


def _responses(deployment: str, _body: dict) -> Answer:
    return _refused(CHAT_MODELS, deployment, "responses") or _served(
        deployment,
        {
            "id": f"resp_{uuid.uuid4().hex}",
            "object": "response",
            "created_at": int(time.time()),
            "status": "completed",
            "error": None,
            "model": CHAT_MODELS[deployment],
            "output": [
                {
                    "id": f"msg_{uuid.uuid4().hex}",
                    "type": "message",
                    "status": "completed",
                    "role": "assistant",
                    "content": [{"type": "output_text", "annotations": [], "text": "I am here."}],
                }
            ],
            "usage": {"input_tokens": 5, "output_tokens": 3, "total_tokens": 8},
        },
    )


def _embeddings(deployment: str, _body: dict) -> Answer:
    return _refused(EMBEDDING_MODELS, deployment, "embeddings") or _served(
        deployment,
        {
            "object": "list",
            "data": [{"object": "embedding", "index": 0, "embedding": [0.0023, -0.0093, 0.0157]}],
            "model": EMBEDDING_MODELS[deployment],
            "usage": {"prompt_tokens": 5, "total_tokens": 5},
        },
    )


DEPLOYMENT_OPERATIONS: dict[str, Operation] = {
    "completions": _completions,
    "chat/completions": _chat_completions,
    "embeddings": _embeddings,
}
V1_OPERATIONS: dict[tuple[str, str], Operation] = {
    ("GET", "models"): _models,
    ("POST", "chat/completions"): _chat_completions,
    ("POST", "responses"): _responses,
    ("POST", "embeddings"): _embeddings,
}
