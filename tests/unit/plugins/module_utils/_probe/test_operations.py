# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import operations
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.operations import (
    build_request,
    completion_of,
    find_fault,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.options import read_options
from ansible_collections.privatelink.azure_ai.tests.unit.support.loopback import (
    COMPLETION,
    MODELS,
    Server,
    azure,
    http,
    raw,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_time

CHAT = dict(
    COMPLETION,
    object="chat.completion",
    choices=[{"index": 0, "message": {"role": "assistant", "content": "OK."}, "finish_reason": "stop"}],
)
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1700000000,
    "status": "completed",
    "model": "gpt-4o",
    "output": [
        {"type": "reasoning", "id": "rs_1", "summary": []},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "OK."}]},
    ],
    "usage": {"input_tokens": 2, "output_tokens": 1, "total_tokens": 3, "input_tokens_details": {"cached_tokens": 0}},
}
EMBEDDINGS = {
    "object": "list",
    "model": "ada",
    "data": [{"object": "embedding", "index": 0, "embedding": [0.1]}],
    "usage": {"prompt_tokens": 2, "total_tokens": 2},
}
WHOLE = {
    "models": MODELS,
    "completions": COMPLETION,
    "chat_completions": CHAT,
    "responses": RESPONSE,
    "embeddings": EMBEDDINGS,
}


@pytest.fixture(name="request_of")
def request_of_fixture(options):
    def build(limit_name=operations.CHAT_LIMITS[0], **probe):
        entry = dict({"endpoint": "https://example.openai.azure.com/", "deployment": "gpt 4/o"}, **probe)
        built = build_request(read_options(options([entry], validate_certs=False))[0][0], limit_name)
        return built.method, built.path, json.loads(built.body) if built.body else None

    return build


PROMPT = "Say OK."
MESSAGES = [{"role": "user", "content": PROMPT}]


@pytest.mark.parametrize(
    ("operation", "api_version", "method", "path", "body"),
    [
        ("models", None, "GET", "/openai/models?api-version=2024-10-21", None),
        ("models", "v1", "GET", "/openai/v1/models", None),
        (
            "completions",
            "2023-05-15",
            "POST",
            "/openai/deployments/gpt%204%2Fo/completions?api-version=2023-05-15",
            {"prompt": PROMPT, "max_tokens": 16},
        ),
        (
            "completions",
            "v1",
            "POST",
            "/openai/v1/completions",
            {"prompt": PROMPT, "max_tokens": 16, "model": "gpt 4/o"},
        ),
        (
            "chat_completions",
            None,
            "POST",
            "/openai/deployments/gpt%204%2Fo/chat/completions?api-version=2024-10-21",
            {"messages": MESSAGES, "max_completion_tokens": 16},
        ),
        (
            "chat_completions",
            "v1",
            "POST",
            "/openai/v1/chat/completions",
            {"messages": MESSAGES, "max_completion_tokens": 16, "model": "gpt 4/o"},
        ),
        (
            "responses",
            None,
            "POST",
            "/openai/v1/responses",
            {"input": PROMPT, "max_output_tokens": 16, "model": "gpt 4/o"},
        ),
        (
            "responses",
            "2025-04-01-preview",
            "POST",
            "/openai/responses?api-version=2025-04-01-preview",
            {"input": PROMPT, "max_output_tokens": 16, "model": "gpt 4/o"},
        ),
        (
            "embeddings",
            "a&b=c",
            "POST",
            "/openai/deployments/gpt%204%2Fo/embeddings?api-version=a%26b%3Dc",
            {"input": PROMPT},
        ),
        ("embeddings", "v1", "POST", "/openai/v1/embeddings", {"input": PROMPT, "model": "gpt 4/o"}),
    ],
)
def test_requests(request_of, operation, api_version, method, path, body):
    assert request_of(operation=operation, api_version=api_version) == (method, path, body)


@pytest.mark.parametrize("operation", list(WHOLE))
def test_whole_answers(operation):
    assert find_fault(operation, WHOLE[operation]) is None


@pytest.mark.parametrize(
    ("operation", "key"),
    [(operation, key) for operation in WHOLE for key in operations.EXPECTED[operation].needed],
)
def test_a_missing_or_wrong_key_is_named(operation, key):
    without = {name: value for name, value in WHOLE[operation].items() if name != key}
    assert find_fault(operation, without) == f"the key {key} is missing"
    assert find_fault(operation, dict(WHOLE[operation], **{key: None})) == f"the key {key} holds a NoneType"
    assert find_fault(operation, dict(WHOLE[operation], **{key: True})) == f"the key {key} holds a bool"


@pytest.mark.parametrize(
    ("operation", "content", "fault"),
    [
        ("models", ["x"], "the answer is not a JSON object"),
        ("completions", CHAT, "the key object is chat.completion, not text_completion"),
        ("completions", dict(COMPLETION, choices=[]), "the key choices is empty"),
        ("completions", dict(COMPLETION, choices=["x"]), "the key choices holds items that are not objects"),
        ("completions", dict(COMPLETION, choices=[{}]), "the key choices holds an object without text"),
        ("completions", dict(COMPLETION, error={"code": "500"}), "the answer itself reports a failure"),
        ("chat_completions", dict(CHAT, choices=[{}]), "the key choices holds an object without message"),
        ("chat_completions", dict(CHAT, choices=[{"message": {}}]), "the key choices holds an object without message"),
        ("embeddings", dict(EMBEDDINGS, data=[]), "the key data is empty"),
        ("embeddings", dict(EMBEDDINGS, data=[{}]), "the key data holds an object without embedding"),
        ("embeddings", dict(EMBEDDINGS, data=[{"embedding": []}]), "the key data holds an object without embedding"),
        ("responses", dict(RESPONSE, status="failed"), "the answer itself reports a failure"),
        ("responses", dict(RESPONSE, status="in_progress"), "the answer itself reports a failure"),
        ("responses", dict(RESPONSE, error={"code": "server_error"}), "the answer itself reports a failure"),
        ("responses", dict(RESPONSE, error=None, status="incomplete"), None),
    ],
)
def test_other_faults(operation, content, fault):
    assert find_fault(operation, content) == fault


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("models", {"object": "list"}),
        (
            "completions",
            {
                "id": "cmpl-1",
                "object": "text_completion",
                "created": 1700000000,
                "model": "gpt-35-turbo",
                "finish_reason": "stop",
                "choices": [{"index": 0, "text": " OK.", "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 2, "completion_tokens": 1, "total_tokens": 3},
            },
        ),
        (
            "chat_completions",
            {
                "id": "cmpl-1",
                "object": "chat.completion",
                "created": 1700000000,
                "model": "gpt-35-turbo",
                "finish_reason": "stop",
                "choices": [{"index": 0, "text": "OK.", "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 2, "completion_tokens": 1, "total_tokens": 3},
            },
        ),
        (
            "responses",
            {
                "id": "resp_1",
                "object": "response",
                "created": 1700000000,
                "model": "gpt-4o",
                "finish_reason": "completed",
                "choices": [
                    {"index": 0, "text": None, "finish_reason": None},
                    {"index": 1, "text": "OK.", "finish_reason": None},
                ],
                "usage": {"input_tokens": 2, "output_tokens": 1, "total_tokens": 3},
            },
        ),
        ("embeddings", {"object": "list", "model": "ada", "usage": {"prompt_tokens": 2, "total_tokens": 2}}),
    ],
)
def test_completions(operation, expected):
    assert completion_of(WHOLE[operation]) == dict(operations.no_completion(), **expected)


def test_an_empty_text_is_an_answer():
    content = dict(
        CHAT, choices=[{"index": 0, "message": {"role": "assistant", "content": None}, "finish_reason": "length"}]
    )
    assert find_fault("chat_completions", content) is None
    assert completion_of(content)["choices"] == [{"index": 0, "text": None, "finish_reason": "length"}]


def test_texts_are_cut_and_printable():
    content = dict(COMPLETION, choices=[{"index": number, "text": "\x1b[2J" + "x" * 999} for number in range(9)])
    choices = completion_of(content)["choices"]
    assert len(choices) == 3
    assert choices[0]["text"] == " [2J" + "x" * 193 + "..."


REFUSED = {
    "max_completion_tokens": {
        "error": {
            "message": "Unrecognized request argument supplied: max_completion_tokens",
            "type": "invalid_request_error",
            "param": None,
            "code": None,
        }
    },
    "max_tokens": {
        "error": {
            "message": "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            "type": "invalid_request_error",
            "param": "max_tokens",
            "code": "unsupported_parameter",
        }
    },
}


def refusing(*names):
    def behave(server, connection):
        body = server.read(connection).split(b"\r\n\r\n")[1]
        refused = [name for name in names if '"%s"' % name in body.decode()]
        connection.sendall(azure(400, REFUSED[refused[0]]) if refused else azure(200, CHAT))

    return behave


@pytest.mark.parametrize(
    ("names", "code", "requests"),
    [
        pytest.param((), "model_ok", 1, id="new-model"),
        pytest.param(("max_completion_tokens",), "model_ok", 2, id="old-model"),
        pytest.param(("max_tokens", "max_completion_tokens"), "model_parameter_unsupported", 2, id="neither"),
    ],
)
def test_the_name_of_the_limit_falls_back_once(ask, certificate, names, code, requests):
    with Server(refusing(*names), certificate) as server:
        result = ask(server, operation="chat_completions", deployment="gpt", api_key="planted-key")
    assert (result["code"], len(server.seen)) == (code, requests)


def test_the_first_answer_stays_when_the_second_request_gets_none(ask, certificate):
    def behave(server, connection):
        request = server.read(connection)
        server.wait(0.3 if len(server.seen) == 1 else NEVER_SECONDS)
        connection.sendall(azure(400, REFUSED["max_completion_tokens"]) if request.strip() else b"")

    with Server(behave, certificate) as server, in_time():
        result = ask(server, operation="chat_completions", deployment="gpt", api_key="planted-key", timeout=2)
    assert (result["code"], result["outcome"], len(server.seen)) == ("model_parameter_unsupported", "reachable", 2)
    assert result["phases_ms"]["total"] >= 1990


def test_only_chat_falls_back(ask, certificate):
    with Server(raw(azure(400, REFUSED["max_tokens"])), certificate) as server:
        result = ask(server, operation="completions", deployment="gpt", api_key="planted-key")
    assert (result["code"], len(server.seen)) == ("model_parameter_unsupported", 1)


@pytest.mark.parametrize(
    ("answer", "code", "confidence", "detail"),
    [
        pytest.param(azure(200, COMPLETION), "model_ok", "high", None, id="whole"),
        pytest.param(http(200, COMPLETION), "model_ok", "medium", None, id="headers-stripped"),
        pytest.param(
            azure(200, dict(COMPLETION, usage=None)),
            "model_response_invalid",
            "high",
            "the key usage holds a NoneType",
            id="wrong-key",
        ),
        pytest.param(azure(200, {}), "model_response_invalid", "high", "the key id is missing", id="empty-object"),
        pytest.param(
            http(200, {"object": "text_completion"}),
            "model_response_invalid",
            "medium",
            "the key id is missing",
            id="headers-stripped-and-a-key-missing",
        ),
        pytest.param(http(200, {"error": None}), "http_not_azure", "high", "the key id is missing", id="somebody-else"),
    ],
)
def test_a_200_must_hold_what_the_operation_promises(ask, certificate, answer, code, confidence, detail):
    with Server(raw(answer), certificate) as server:
        result = ask(server, operation="completions", deployment="gpt-35-turbo", api_key="planted-key")
    assert (result["code"], result["confidence"], result["detail"]) == (code, confidence, detail)
    assert (result["completion"]["id"] == "cmpl-1") == (code == "model_ok")
