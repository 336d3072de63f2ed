# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.text import first_of, shown, shown_url, some_of
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe import answers
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.answers import (
    ANSWERS,
    OUTCOMES,
    classify,
    outcome_of,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.exchange import Answer

GATE = {"policy-id": "ThrowExceptionDueToTrafficDenied"}
MARK = {"apim-request-id": "1"}


def error(code, message):
    return {"error": {"code": code, "message": message}}


def flat(status, message):
    return {"statusCode": status, "message": message}


PUBLIC_DISABLED = error("403", "Public access is disabled. Please configure private endpoint.")
NETWORK_RULES = error("403", "Access denied due to Virtual Network/Firewall rules.")
KEY_INVALID = error(
    "401",
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
    "active subscription and use a correct regional API endpoint for your resource.",
)
TOKEN_INVALID = flat(
    401,
    "Unauthorized. Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or "
    "have expired.",
)
THROTTLED = error(
    "429",
    "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded "
    "token rate limit of your current OpenAI S0 pricing tier. Please retry after 86400 seconds.",
)


def answered(status, body, headers=None, credential="none"):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    headers = dict({"content-type": "application/json"}, **(MARK if headers is None else headers))
    return classify(Answer(status, headers, body), credential)


# The rows of the table, as Azure writes them.
AS_WRITTEN = [
    (403, PUBLIC_DISABLED, dict(MARK, **GATE), "gate_public_access_disabled"),
    (403, NETWORK_RULES, dict(MARK, **GATE), "gate_network_rules"),
    (
        403,
        error("403", "Traffic is not from an approved private endpoint."),
        MARK,
        "gate_private_endpoint_not_approved",
    ),
    (
        403,
        error(
            "403",
            "A Virtual Network is configured for this resource. Please use the correct endpoint for making requests. "
            "Check https://aka.ms/cogsvc-vnet for more details.",
        ),
        MARK,
        "gate_custom_subdomain_required",
    ),
    (404, error("404", "Subdomain does not map to a resource."), MARK, "gate_subdomain_unknown"),
    (
        403,
        error(
            "403",
            "Your resource has been temporarily blocked because we detected behavior that may violate our content "
            "policy. Write to us.",
        ),
        MARK,
        "gate_resource_blocked",
    ),
    (
        401,
        error("PermissionDenied", "Principal does not have access to API/Operation."),
        MARK,
        "auth_permission_denied",
    ),
    (
        401,
        error("PermissionDenied", "The principal `x` lacks the required data action `y` to perform `z`."),
        MARK,
        "auth_permission_denied",
    ),
    (
        403,
        error("AuthenticationTypeDisabled", "Key based authentication is disabled for this resource."),
        MARK,
        "auth_key_disabled",
    ),
    (400, error("400", "Tenant provided in token does not match resource token."), MARK, "auth_tenant_mismatch"),
    (
        404,
        error(
            "DeploymentNotFound",
            "The API deployment for this resource does not exist. If you created the deployment within "
            "the last 5 minutes, please wait a moment and try again.",
        ),
        MARK,
        "model_deployment_not_found",
    ),
    (404, error("404", "Resource not found"), MARK, "model_path_not_found"),
    (400, error("BadRequest", "API version not supported"), MARK, "model_api_version_unsupported"),
    (
        400,
        error("BadRequest", "Model {modelName} is enabled only for api versions 2024-12-01-preview and later"),
        MARK,
        "model_api_version_unsupported",
    ),
    (
        400,
        error(
            "OperationNotSupported",
            "The completion operation does not work with the specified model, gpt-35-turbo-16k. "
            "Please choose different model and try again.",
        ),
        MARK,
        "model_operation_unsupported",
    ),
    (
        400,
        {
            "error": {
                "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                "'max_completion_tokens' instead.",
                "type": "invalid_request_error",
                "param": "max_tokens",
                "code": "unsupported_parameter",
            }
        },
        MARK,
        "model_parameter_unsupported",
    ),
    (
        400,
        {
            "error": {
                "message": "The response was filtered.",
                "code": "content_filter",
                "innererror": {"code": "ResponsibleAIPolicyViolation"},
            }
        },
        MARK,
        "model_content_filtered",
    ),
    (429, THROTTLED, dict(MARK, **{"policy-id": "DeploymentRatelimit-Token"}), "model_throttled"),
    (
        429,
        error("429", "The system is currently experiencing high demand and cannot process your request."),
        MARK,
        "model_no_capacity",
    ),
    (500, dict(flat(500, "Internal server error"), activityId="1"), MARK, "model_server_error"),
    (
        503,
        error("503", "The service is temporarily unable to process your request. Please try again later."),
        MARK,
        "model_unavailable",
    ),
]


@pytest.mark.parametrize(("status", "body", "headers", "code"), AS_WRITTEN, ids=[row[3] for row in AS_WRITTEN])
def test_answers_as_azure_writes_them(status, body, headers, code):
    verdict = answered(status, body, headers)
    assert (verdict.code, verdict.confidence) == (code, "high")


@pytest.mark.parametrize(("status", "body", "headers", "code"), AS_WRITTEN, ids=[row[3] for row in AS_WRITTEN])
def test_the_same_words_with_another_status_are_not_the_same_answer(status, body, headers, code):
    assert answered(418, body, headers).code == "http_unclassified"


@pytest.mark.parametrize(
    ("body", "credential", "code", "confidence"),
    [
        pytest.param(TOKEN_INVALID, "none", "auth_missing", "high", id="flat-keyless"),
        pytest.param(TOKEN_INVALID, "token", "auth_token_invalid", "high", id="flat-token"),
        pytest.param(TOKEN_INVALID, "api_key", "auth_key_invalid", "medium", id="flat-key"),
        pytest.param(KEY_INVALID, "none", "auth_missing", "high", id="key-words-keyless"),
        pytest.param(KEY_INVALID, "api_key", "auth_key_invalid", "high", id="key-words-key"),
        pytest.param(KEY_INVALID, "token", "auth_token_invalid", "medium", id="key-words-token"),
        pytest.param(error("401", "New words"), "none", "auth_missing", "medium", id="unknown-words-keyless"),
        pytest.param(error("401", "New words"), "api_key", "auth_key_invalid", "medium", id="unknown-words-key"),
        pytest.param(error("401", "New words"), "token", "auth_token_invalid", "medium", id="unknown-words-token"),
        pytest.param({}, "none", "http_unclassified", "low", id="only-the-mark"),
        pytest.param(
            flat(
                401,
                "Access denied due to missing subscription key. Make sure to include subscription key when making "
                "requests to an API.",
            ),
            "none",
            "http_gateway_auth",
            "high",
            id="gateway-without-key",
        ),
        pytest.param(
            flat(
                401,
                "Access denied due to invalid subscription key. Make sure to provide a valid key for an active "
                "subscription.",
            ),
            "api_key",
            "http_gateway_auth",
            "high",
            id="gateway-with-key",
        ),
    ],
)
def test_401_by_what_was_sent(body, credential, code, confidence):
    verdict = answered(401, body, credential=credential)
    assert (verdict.code, verdict.confidence) == (code, confidence)


@pytest.mark.parametrize(
    ("body", "headers", "code", "confidence"),
    [
        pytest.param(PUBLIC_DISABLED, MARK, "gate_public_access_disabled", "medium", id="policy-id-stripped"),
        pytest.param(PUBLIC_DISABLED, {}, "gate_public_access_disabled", "medium", id="all-headers-stripped"),
        pytest.param(
            error("403", " public  access is DISABLED.\nPlease configure private endpoint "),
            GATE,
            "gate_public_access_disabled",
            "high",
            id="spaces-case-and-dot",
        ),
        pytest.param(
            {"error": "Public access is disabled. Please configure private endpoint."},
            GATE,
            "gate_public_access_disabled",
            "high",
            id="error-is-a-text",
        ),
        pytest.param(
            flat(403, "Public access is disabled. Please configure private endpoint."),
            GATE,
            "gate_public_access_disabled",
            "high",
            id="flat",
        ),
        pytest.param(
            error("403", "Public access is disabled by your company."),
            GATE,
            "gate_network_rules",
            "medium",
            id="unknown-words-with-the-policy",
        ),
        pytest.param(error("403", "Forbidden"), MARK, "http_unclassified", "low", id="unknown-403"),
        pytest.param(error(None, None), MARK, "http_unclassified", "low", id="no-words"),
        pytest.param({"detail": "Forbidden"}, {}, "http_not_azure", "high", id="somebody-elses-json"),
        pytest.param(["error"], {}, "http_not_azure", "high", id="a-list"),
        pytest.param(b"<html>Forbidden</html>", {"content-type": "text/html"}, "http_not_azure", "high", id="html"),
        pytest.param(
            b"<html>Forbidden</html>",
            dict(MARK, **{"content-type": "text/html"}),
            "http_unclassified",
            "low",
            id="html-with-the-mark",
        ),
        pytest.param(b"<html>", {}, "http_not_azure", "high", id="html-that-claims-to-be-json"),
        pytest.param(b"", {"content-type": ""}, "http_not_azure", "high", id="empty"),
    ],
)
def test_403(body, headers, code, confidence):
    verdict = answered(403, body, headers)
    assert (verdict.code, verdict.confidence) == (code, confidence)
    assert outcome_of(verdict.code) in ("denied", "unknown")


@pytest.mark.parametrize(
    ("status", "body", "code", "confidence"),
    [
        pytest.param(401, {"error": "unauthorized"}, "http_unclassified", "low", id="401-of-anybody"),
        pytest.param(401, error("401", "Unauthorized"), "http_unclassified", "low", id="401-in-the-shape"),
        pytest.param(401, flat(401, "Unauthorized"), "http_unclassified", "low", id="401-flat"),
        pytest.param(401, {"message": "Unauthorized"}, "http_not_azure", "high", id="401-in-another-shape"),
        pytest.param(401, TOKEN_INVALID, "auth_missing", "medium", id="401-in-azures-words"),
        pytest.param(401, KEY_INVALID, "auth_missing", "medium", id="401-in-azures-words-about-keys"),
        pytest.param(401, error("PermissionDenied", "?"), "auth_permission_denied", "low", id="401-by-error-code"),
        pytest.param(429, {"error": "slow"}, "http_not_azure", "medium", id="429-of-anybody"),
        pytest.param(429, flat(429, "Slow down."), "http_not_azure", "medium", id="429-flat"),
        pytest.param(403, flat(403, "Go away."), "http_unclassified", "low", id="403-flat"),
        pytest.param(429, THROTTLED, "model_throttled", "medium", id="429-in-azures-words"),
        pytest.param(500, flat(500, "Internal server error"), "model_server_error", "low", id="500-common-words"),
        pytest.param(500, {"error": {"type": "server_error"}}, "http_unclassified", "low", id="500-by-type"),
        pytest.param(404, flat(404, "Resource not found"), "http_not_azure", "medium", id="404-of-api-management"),
        pytest.param(
            404, error("DeploymentNotFound", "?"), "model_deployment_not_found", "low", id="404-by-error-code"
        ),
        pytest.param(400, error("content_filter", "?"), "model_content_filtered", "low", id="400-by-error-code"),
    ],
)
def test_without_a_header_of_azures_words_prove_less(status, body, code, confidence):
    verdict = answered(status, body, {})
    assert (verdict.code, verdict.confidence) == (code, confidence)


@pytest.mark.parametrize("header", answers.FRONT_END_HEADERS)
def test_any_header_of_azures_is_its_mark(header):
    verdict = answered(404, error("404", "Resource not found"), {header: "1"})
    assert (verdict.code, verdict.confidence) == ("model_path_not_found", "high")


def test_curly_apostrophes_are_apostrophes():
    body = {"error": {"message": "Unsupported parameter: \u2018max_tokens\u2019 is not supported with this model."}}
    assert answered(400, body).code == "model_parameter_unsupported"
    assert answers.normalise("Azure\u2019s \u2018own\u2019 words.") == "azure's 'own' words"


@pytest.mark.parametrize(
    ("status", "body", "headers", "code", "confidence"),
    [
        pytest.param(
            429,
            error("429", "Slow down"),
            {"policy-id": "DeploymentRatelimit-Call"},
            "model_throttled",
            "medium",
            id="throttled-by-policy",
        ),
        pytest.param(429, error("429", "Slow down"), MARK, "model_throttled", "medium", id="throttled-by-status"),
        pytest.param(429, THROTTLED, MARK, "model_throttled", "medium", id="throttled-policy-stripped"),
        pytest.param(
            500,
            {"error": {"type": "server_error", "message": "Oops", "code": None}},
            MARK,
            "model_server_error",
            "medium",
            id="server-error-by-type",
        ),
        pytest.param(
            404,
            error("DeploymentNotFound", "New words"),
            MARK,
            "model_deployment_not_found",
            "medium",
            id="deployment-by-error-code",
        ),
        pytest.param(502, error("502", "Bad gateway"), MARK, "http_unclassified", "low", id="unknown-502"),
        pytest.param(
            404, b"<h1>Not found</h1>", {"content-type": "text/html"}, "http_not_azure", "high", id="404-of-another"
        ),
        pytest.param(202, {"object": "list"}, MARK, "http_unclassified", "low", id="202"),
        pytest.param(307, b"", MARK, "http_redirected", "high", id="redirect"),
        pytest.param(200, {"object": "list"}, MARK, "model_ok", "high", id="200"),
        pytest.param(200, {"object": "list"}, {}, "model_ok", "medium", id="200-without-mark"),
    ],
)
def test_other_answers(status, body, headers, code, confidence):
    verdict = answered(status, body, headers)
    assert (verdict.code, verdict.confidence) == (code, confidence)


# Answers of public reports, by what tells them apart; headers are those that reports show.
REPORTED = [
    pytest.param(
        403,
        error("AccessDenied", "Access denied due to Virtual Network/Firewall rules. Your IP address is 162.0.0.1."),
        dict(MARK, **GATE),
        ("gate_network_rules", "high"),
        id="a-tail-behind-the-constant-part",
    ),
    pytest.param(403, error("403", "Nope."), dict(MARK, **GATE), ("gate_network_rules", "medium"), id="policy-alone"),
    pytest.param(403, b"", GATE, ("gate_network_rules", "medium"), id="policy-without-a-body"),
    pytest.param(403, error("403", "Nope."), MARK, ("http_unclassified", "low"), id="an-unknown-403"),
    pytest.param(
        401,
        flat(
            401,
            "Unauthorized. Access token is missing, invalid, audience is incorrect (https://ai.azure.com), or have expired.",
        ),
        MARK,
        ("auth_key_invalid", "medium"),
        id="another-audience",
    ),
    pytest.param(
        400,
        error("BadRequest", "api-version query parameter is not allowed when using /v1 path"),
        MARK,
        ("model_api_version_unsupported", "high"),
        id="version-with-v1",
    ),
    pytest.param(
        400,
        error(
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        ),
        MARK,
        ("model_api_version_unsupported", "high"),
        id="version-missing",
    ),
    pytest.param(
        400,
        error(
            "integer_below_min_value",
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16",
        ),
        MARK,
        ("model_parameter_unsupported", "high"),
        id="too-small",
    ),
    pytest.param(
        400,
        error(400, "Validation error at #/max_completion_tokens: Extra inputs are not permitted"),
        MARK,
        ("model_parameter_unsupported", "high"),
        id="extra-input",
    ),
    pytest.param(
        400,
        error(
            None, "Could not finish the message because max_tokens or model output limit was reached. Please try again."
        ),
        MARK,
        ("model_parameter_unsupported", "high"),
        id="too-few-tokens",
    ),
    pytest.param(
        403,
        error(
            "403", "Identity(object id: 12) does not have permissions for Microsoft.MachineLearningServices/x actions."
        ),
        MARK,
        ("auth_permission_denied", "high"),
        id="identity-of-a-project",
    ),
    pytest.param(
        404,
        error("ResourceNotFound", "Subdomain does not map to a resource"),
        MARK,
        ("gate_subdomain_unknown", "high"),
        id="other-code",
    ),
    pytest.param(
        429,
        error(
            "RateLimitReached", "Your requests have exceeded the token rate limit for your current AIServices S0 tier."
        ),
        MARK,
        ("model_throttled", "medium"),
        id="the-token-rate-limit",
    ),
    pytest.param(429, error("too_many_requests", "Slow down."), MARK, ("model_throttled", "medium"), id="by-its-code"),
    pytest.param(
        429,
        flat(429, "Token limit is exceeded. Try again in 41 seconds."),
        {},
        ("http_not_azure", "medium"),
        id="apim-limit",
    ),
    pytest.param(
        403,
        flat(403, "Out of call volume quota. Quota will be replenished in 07:01:20."),
        {},
        ("http_not_azure", "medium"),
        id="apim-quota",
    ),
    pytest.param(404, flat(404, "Resource not found"), {}, ("http_not_azure", "medium"), id="apim-path"),
    pytest.param(404, error("404", "Resource not found"), MARK, ("model_path_not_found", "high"), id="azure-path"),
    pytest.param(
        470,
        b"Action: Deny. Reason: No rule matched. Proceeding with default action.",
        {"content-type": "text/plain"},
        ("http_not_azure", "high"),
        id="azure-firewall",
    ),
    pytest.param(503, b"upstream connect error", {}, ("http_not_azure", "high"), id="mesh-that-claims-json"),
    pytest.param(503, b"", {}, ("http_not_azure", "high"), id="an-empty-body"),
    pytest.param(502, {"error": "bad gateway"}, {}, ("http_not_azure", "medium"), id="json-of-a-gateway"),
    pytest.param(
        401,
        {"error": "login"},
        {"www-authenticate": "Negotiate"},
        ("http_not_azure", "medium"),
        id="login-of-a-gateway",
    ),
    pytest.param(413, {"error": "large"}, {}, ("http_not_azure", "medium"), id="limit-of-a-gateway"),
    pytest.param(407, {"error": "login"}, {}, ("http_not_azure", "medium"), id="login-of-a-proxy"),
    pytest.param(
        403,
        error("403", "User does not have permissions for this site."),
        {},
        ("http_unclassified", "low"),
        id="permissions-of-somebody-else",
    ),
    pytest.param(403, {"detail": "Nope."}, GATE, ("gate_network_rules", "medium"), id="policy-with-another-shape"),
    pytest.param(403, b"<html>", GATE, ("gate_network_rules", "medium"), id="policy-with-a-page"),
    pytest.param(413, b"<html>", MARK, ("model_request_refused", "medium"), id="passed-on-with-a-page"),
    pytest.param(400, {"detail": "Nope."}, MARK, ("model_request_refused", "medium"), id="passed-on-in-another-shape"),
    pytest.param(404, b"{", MARK, ("http_malformed", "high"), id="damaged-json-of-azure"),
    pytest.param(
        400,
        {"requestid": "1", "code": 400, "message": "Validation error at #/max_tokens: Extra inputs are not permitted"},
        MARK,
        ("model_parameter_unsupported", "high"),
        id="flat-with-requestid",
    ),
    pytest.param(
        429,
        error("RateLimitReached", "Rate limit of 9 per 86400s exceeded for UserByModelByDay. Please wait 23 seconds."),
        MARK,
        ("model_throttled", "medium"),
        id="rate-limit-by-day",
    ),
    *(
        pytest.param(
            status, error("x", "new words"), MARK, ("model_request_refused", "medium"), id=f"passed-on-{status}"
        )
        for status in (400, 408, 409, 410, 413, 500)
    ),
]


@pytest.mark.parametrize(("status", "body", "headers", "expected"), REPORTED)
def test_answers_of_public_reports(status, body, headers, expected):
    verdict = answered(status, body, headers, "api_key")
    assert (verdict.code, verdict.confidence) == expected


def test_without_a_credential_new_words_show_nothing_of_the_network():
    assert answered(400, error("x", "new words"), MARK).code == "http_unclassified"


def test_no_row_takes_another_rows_answer():
    for row in answers.ANSWERS:
        words = [text for text in (row.equals, row.begins, *row.contains) if text]
        for text in words:
            code = answered(row.status, error("x", text), {"policy-id": row.policy or ""}, "api_key").code
            same = row.code if row.code != "auth_token_invalid" else "auth_key_invalid"
            assert code == same, text


@pytest.mark.parametrize(
    ("status", "error_code", "code"),
    [
        (400, "MissingApiVersionParameter", "model_api_version_unsupported"),
        (400, "OperationNotSupported", "model_operation_unsupported"),
        (400, "unsupported_parameter", "model_parameter_unsupported"),
        (400, "unsupported_value", "model_parameter_unsupported"),
        (400, "integer_below_min_value", "model_parameter_unsupported"),
        (400, "integer_above_max_value", "model_parameter_unsupported"),
        (400, "content_filter", "model_content_filtered"),
        (401, "PermissionDenied", "auth_permission_denied"),
        (403, "AuthenticationTypeDisabled", "auth_key_disabled"),
        (404, "DeploymentNotFound", "model_deployment_not_found"),
        (429, "RateLimitReached", "model_throttled"),
        (429, "too_many_requests", "model_throttled"),
    ],
)
def test_an_error_code_is_enough_whatever_the_words_are(status, error_code, code):
    verdict = answered(status, error(error_code, "new words"), {}, "api_key")
    assert (verdict.code, verdict.confidence) == (code, "low")


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        (400, "Model x is enabled only for api-version 2025-03-01-preview", "model_api_version_unsupported"),
        (400, "Unsupported value: 'temperature'", "model_parameter_unsupported"),
        (400, "Unrecognized request argument supplied: max_tokens", "model_parameter_unsupported"),
        (400, "Invalid 'max_tokens': integer above maximum value.", "model_parameter_unsupported"),
        (429, "Requests have exceeded call rate limit of your tier.", "model_throttled"),
        (429, "Your requests have exceeded the call rate limit.", "model_throttled"),
        (429, "Requests have exceeded token rate limit of your tier.", "model_throttled"),
        (429, "Your requests have exceeded the token rate limit.", "model_throttled"),
        (429, "Rate limit is exceeded for UserByModelByMinute.", "model_throttled"),
    ],
)
def test_other_words_of_a_row_are_enough(status, words, code):
    verdict = answered(status, error("x", words), dict(MARK, **{"policy-id": "DeploymentRatelimit-Call"}), "api_key")
    assert (verdict.code, verdict.confidence) == (code, "high")


@pytest.mark.parametrize("status", [407, 413, 429, 470, 502, 503, 504])
def test_without_a_header_of_azures_these_are_of_gateways(status):
    verdict = answered(status, {"error": "new words"}, {})
    assert (verdict.code, verdict.confidence) == ("http_not_azure", "medium")


@pytest.mark.parametrize(("status", "redirects"), [(299, False), (300, True), (399, True), (400, False)])
def test_which_answers_are_redirects(status, redirects):
    assert (answered(status, {"error": "x"}).code == "http_redirected") == redirects


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(b'{"a": Infinity}', "Infinity is not JSON", id="infinity"),
        pytest.param(b'{"a": -Infinity}', "-Infinity is not JSON", id="minus-infinity"),
        pytest.param(b'{"a": NaN}', "NaN is not JSON", id="nan"),
        pytest.param(b'{"a": 1, "a": 2}', "a key is duplicated", id="key-twice"),
        pytest.param(b'{"a": 1e999}', "a number is too large", id="float-too-large"),
        pytest.param(b'{"a": -1e999}', "a number is too large", id="float-too-small"),
        pytest.param(b'{"a": ' + b"9" * 31 + b"}", "a number has 31 digits", id="digits"),
        pytest.param(b"[" * 19000, "it is nested too deeply", id="deep"),
        pytest.param(b"[" * 200000, "it has more than 20000 values", id="deep-lists"),
        pytest.param(b'{"a":' * 200000, "it has more than 20000 values", id="deep-objects"),
        pytest.param(b"\xff", "the bytes are not UTF-8", id="no-utf-8"),
        pytest.param(b"", "Expecting value at character 0", id="empty"),
        pytest.param(b"{", "Expecting property name enclosed in double quotes at character 1", id="unfinished"),
        pytest.param(b"nul", "Expecting value at character 0", id="word"),
    ],
)
def test_json_that_is_none(body, why):
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        answers.read_json(body)


@pytest.mark.parametrize(
    ("body", "value"),
    [(b"9" * 30, int("9" * 30)), (b"[" + b"0," * 19999 + b"0]", [0] * 20000)],
    ids=["digits", "values"],
)
def test_json_at_its_bounds(body, value):
    assert answers.read_json(body) == value


@given(st.binary(max_size=200), st.integers(200, 599), st.sampled_from(["none", "api_key", "token"]))
def test_no_answer_is_a_traceback(body, status, credential):
    assert answered(status, body, {}, credential).code in OUTCOMES


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["error", "code", "message", "type", "statusCode", "requestid"]), inner)
        ),
        max_leaves=9,
    )
)
def test_no_json_is_a_traceback(content):
    for status in (200, 401, 403, 429, 500):
        assert answered(status, content).code in OUTCOMES


def test_a_message_is_needed_beside_the_id_of_a_request():
    assert answers.read_error({"requestid": "1"}) == (None, None, False)


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ({"error": {"code": "403", "message": "words"}}, ("403", "words", True)),
        ({"error": {"type": "server_error", "message": "words"}}, ("server_error", "words", True)),
        ({"error": {"code": "403", "type": "other", "message": "words"}}, ("403", "words", True)),
        ({"error": {}}, (None, None, True)),
        ({"error": "Unauthorized", "message": "words"}, (None, "words", True)),
        ({"error": "Unauthorized"}, (None, "Unauthorized", True)),
        ({"error": "Unauthorized", "message": ""}, (None, "Unauthorized", True)),
        ({"statusCode": 401, "message": "words"}, ("401", "words", True)),
        ({"statusCode": 401}, ("401", None, True)),
        ({"requestid": "1", "code": "InvalidKey", "message": "words"}, ("InvalidKey", "words", True)),
        ({"code": "InvalidKey", "message": "words"}, (None, None, False)),
        ({"error": ["words"]}, (None, None, False)),
        ([{"error": "words"}], (None, None, False)),
    ],
    ids=[
        "an object",
        "a type instead of a code",
        "a code before a type",
        "an empty object",
        "a text, and words beside it",
        "a text alone",
        "a text, and nothing beside it",
        "a status beside words",
        "a status alone",
        "the id of a request beside words",
        "words alone are anybody's",
        "a list is not Azure's",
        "a list of errors is not Azure's",
    ],
)
def test_in_which_shapes_azure_writes_errors(content, read):
    assert answers.read_error(content) == read


EMPTY = ["", None]


@pytest.mark.parametrize("message", EMPTY, ids=repr)
@pytest.mark.parametrize("code", EMPTY, ids=repr)
@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda code, message: {"error": {"code": code, "message": message}}, id="a code in an object"),
        pytest.param(lambda code, message: {"error": {"type": code, "message": message}}, id="a type in an object"),
        pytest.param(lambda code, message: {"statusCode": code, "message": message}, id="a status"),
        pytest.param(lambda code, message: {"requestid": "1", "code": code, "message": message}, id="beside an id"),
    ],
)
def test_an_empty_text_says_as_little_as_null(written, code, message):
    assert answers.read_error(written(code, message)) == (None, None, True)


@pytest.mark.parametrize("value", [True, "", None, 1.5, ["x"]], ids=repr)
def test_what_is_no_text_is_no_error_code(value):
    assert answers.read_error(error(value, "words")) == (None, "words", True)


def test_every_code_is_in_the_catalogue():
    assert sorted(code for code in OUTCOMES if code not in CATALOGUE) == []


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("model_ok", "served"),
        ("model_throttled", "reachable"),
        ("model_response_invalid", "unknown"),
        ("auth_missing", "reachable"),
        ("gate_resource_blocked", "reachable"),
        ("gate_subdomain_unknown", "unknown"),
        ("gate_network_rules", "denied"),
        ("tls_timeout", "unreachable"),
        ("tls_reset", "unreachable"),
        ("tls_untrusted", "unknown"),
        ("http_timeout", "unreachable"),
        ("http_reset", "unknown"),
        ("dns_empty", "unreachable"),
        ("tcp_refused", "unreachable"),
        ("proxy_denied", "unreachable"),
        ("no_such_code", "unknown"),
    ],
)
def test_outcome(code, outcome):
    assert outcome_of(code) == outcome


def test_every_end_of_a_request_has_an_outcome():
    links = ("tcp", "proxy", "tls", "gate", "auth", "model")
    ends = {code for code, each in CATALOGUE.items() if each.link in links and each.severity != "warning"}
    silent = {code for code, each in CATALOGUE.items() if each.no_answer}
    # What only the judge concludes, and what only a nameserver says: a request goes to any address.
    others = {"gate_public_open", "gate_public_unproved", "dns_special_address"}
    assert (ends | silent | {"host_failed"}) - set(OUTCOMES) == others


def test_the_outcome_of_every_family():
    for code, outcome in OUTCOMES.items():
        family = code.partition("_")[0]
        if family in ("dns", "tcp", "proxy"):
            assert outcome == "unreachable"
        if family == "auth":
            assert outcome == "reachable"
        if family == "model":
            assert outcome == {"model_ok": "served", "model_response_invalid": "unknown"}.get(code, "reachable")
        if family == "http":
            assert outcome == ("unreachable" if code == "http_timeout" else "unknown")


def test_every_answer_has_an_outcome():
    assert {row.code for row in answers.ANSWERS} <= set(OUTCOMES)


def test_only_these_are_denials():
    assert {code for code, outcome in OUTCOMES.items() if outcome == "denied"} == {
        "gate_public_access_disabled",
        "gate_network_rules",
        "gate_private_endpoint_not_approved",
        "gate_custom_subdomain_required",
    }


def test_shown_takes_out_the_secret_before_it_cuts():
    assert shown("x" * 490 + "planted-key" * 5, "planted-key") == "x" * 490 + "***" * 2 + "*..."
    assert shown("a\x1b[2J\r\nb\u202ec\ud800", None) == "a [2J  b c "
    assert shown(None) is None


def test_shown_takes_out_the_secret_in_whatever_case():
    assert shown("PLANTED-Key and planted-key", "Planted-Key") == "*** and ***"


def test_long_lists_are_cut_and_counted():
    assert first_of("abcd", 2) == ["a", "b", "... and 2 more"]
    assert first_of("ab", 2) == ["a", "b"]
    assert some_of("abcd", 2) == "a, b and 2 more"
    assert some_of("ab", 2) == "a, b"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example:8443/a?b#c", "https://x.example:8443"),
        ("https://u:p/w@x.example/a", "https://***@x.example"),
        ("x.example?key=1", "x.example"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080"),
        ("http://x.example:12ab", "http://x.example"),
        ("", ""),
    ],
)
def test_shown_url(url, expected):
    assert shown_url(url) == expected


@pytest.mark.parametrize(
    ("status", "body", "headers", "detail"),
    [
        pytest.param(
            502,
            b"<h1>bad gateway</h1>",
            {"content-type": "text/html"},
            "502 with a body that is not JSON (text/html)",
            id="page-of-a-proxy",
        ),
        pytest.param(
            502, b"no", {"content-type": ""}, "502 with a body that is not JSON (without a type)", id="without-a-type"
        ),
        pytest.param(
            403,
            b"<h1>Forbidden</h1>",
            dict(GATE, **{"content-type": "text/html"}),
            "403 of Azure's front end with a body that is not JSON",
            id="page-of-azures-front-end",
        ),
        pytest.param(
            404, {"pass": "through"}, {}, "404 with JSON in a form that Azure does not use", id="json-of-somebody-else"
        ),
    ],
)
def test_what_kind_of_answer_it_was_is_told(status, body, headers, detail):
    assert answered(status, body, headers).detail == detail


def test_a_body_of_azure_that_is_not_valid_json_is_told_with_what_is_wrong_in_it():
    detail = answered(200, b'{"object": ', MARK).detail
    assert detail.startswith("the answer is not valid JSON: ") and detail != "the answer is not valid JSON: "


@pytest.mark.parametrize(
    ("status", "message", "why"),
    [
        pytest.param(
            403, "Out of call volume quota. Quota will be replenished in 1.", "its quota is used up", id="quota"
        ),
        pytest.param(403, "Go away.", None, id="403-in-other-words"),
        pytest.param(429, "Token limit is exceeded. Try again in 4.", "its token limit is exceeded", id="token-limit"),
        pytest.param(429, "Slow down.", None, id="429-in-other-words"),
    ],
)
def test_api_management_is_known_by_its_words(status, message, why):
    detail = answered(status, flat(status, message), {}).detail or ""
    assert detail.rpartition(": ")[2] == why if why else "API Management" not in detail


# Of words that no row of the table knows: with a header of Azure's, and without one.
UNKNOWN_WORDS = {
    400: (("http_unclassified", "low"), ("http_unclassified", "low")),
    401: (("auth_missing", "medium"), ("http_unclassified", "low")),
    403: (("http_unclassified", "low"), ("http_unclassified", "low")),
    404: (("http_unclassified", "low"), ("http_unclassified", "low")),
    429: (("model_throttled", "medium"), ("http_not_azure", "medium")),
    500: (("http_unclassified", "low"), ("http_unclassified", "low")),
    503: (("http_unclassified", "low"), ("http_not_azure", "medium")),
}


@pytest.mark.parametrize("status", sorted({row.status for row in ANSWERS}))
def test_words_that_no_row_knows_are_no_rows(status):
    marked = answered(status, error("other", "Entirely other words."), MARK)
    unmarked = answered(status, flat(status, "Entirely other words."), {})
    assert tuple((each.code, each.confidence) for each in (marked, unmarked)) == UNKNOWN_WORDS[status]


@pytest.mark.parametrize("row", [pytest.param(row, id=row.begins) for row in ANSWERS if row.begins])
def test_words_that_begin_an_answer_do_not_stand_later(row):
    quoted = answered(row.status, error("other", f"Somebody said: {row.begins}."), MARK)
    assert (quoted.code, quoted.confidence) == UNKNOWN_WORDS[row.status][0]
