# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The answer table: the code and the confidence of an HTTP answer, and what each code means for the path."""

from __future__ import annotations

import json
from typing import NamedTuple

from .._azure.services import FRONT_END_HEADERS
from .._core.text import without_user
from .._dns.codes import FAILURES, NO_ADDRESS

# The longest answers, of embeddings, have 3,072; each takes a hundred times the memory of its three bytes.
MAX_VALUES = 20000
_SEPARATORS = (b"{", b"[", b",")

GATE_POLICY = "ThrowExceptionDueToTrafficDenied"


class Row(NamedTuple):
    """One answer. A row matches by status and by what its message says, or by its error code."""

    code: str
    status: int
    equals: str | None = None  # the whole message
    begins: str | None = None  # its constant part: texts get tails, such as the address of the caller
    contains: tuple[str, ...] = ()  # any of these parts of it
    error_codes: tuple[str, ...] = ()  # any of these proves the row even when the message is a new one
    policy: str | None = None  # how the policy-id header begins; gateways may strip it
    common: bool = False  # others answer in the same words: without a header of Azure's they prove little
    gateway: str | None = None  # what an API Management gateway of the customer's says in these words


# Messages are not a contract of Azure's: this is the only place that knows them. The first match counts.
ANSWERS = (
    Row(
        "gate_public_access_disabled",
        403,
        begins="Public access is disabled. Please configure private endpoint",
        policy=GATE_POLICY,
    ),
    Row("gate_network_rules", 403, begins="Access denied due to Virtual Network/Firewall rules", policy=GATE_POLICY),
    Row("gate_private_endpoint_not_approved", 403, begins="Traffic is not from an approved private endpoint"),
    Row("gate_custom_subdomain_required", 403, contains=("A Virtual Network is configured for this resource.",)),
    Row("gate_subdomain_unknown", 404, begins="Subdomain does not map to a resource"),
    Row(
        "gate_resource_blocked",
        403,
        contains=(
            "Your resource has been temporarily blocked because we detected behavior that may violate our "
            "content policy",
        ),
    ),
    # An API Management gateway of the customer's, in front of the service.
    Row("http_gateway_auth", 401, contains=("Access denied due to missing subscription key.",)),
    Row("auth_key_invalid", 401, contains=("Access denied due to invalid subscription key or wrong API endpoint.",)),
    Row("http_gateway_auth", 401, contains=("Access denied due to invalid subscription key.",)),
    Row("http_not_azure", 403, begins="Out of call volume quota", gateway="its quota is used up"),
    Row("http_not_azure", 429, begins="Token limit is exceeded", gateway="its token limit is exceeded"),
    Row(
        "auth_permission_denied",
        401,
        contains=("Principal does not have access to API/Operation", "lacks the required data action"),
        error_codes=("PermissionDenied",),
    ),
    Row("auth_permission_denied", 403, begins="Identity(object id:"),
    Row("auth_token_invalid", 401, contains=("Access token is missing, invalid, audience is incorrect",)),
    Row(
        "auth_key_disabled",
        403,
        begins="Key based authentication is disabled for this resource",
        error_codes=("AuthenticationTypeDisabled",),
    ),
    Row("auth_tenant_mismatch", 400, contains=("Tenant provided in token does not match resource token",)),
    Row(
        "model_deployment_not_found",
        404,
        contains=("The API deployment for this resource does not exist.",),
        error_codes=("DeploymentNotFound",),
    ),
    Row("model_path_not_found", 404, "Resource not found", common=True),
    Row(
        "model_api_version_unsupported",
        400,
        contains=(
            "API version not supported",
            "is enabled only for api versions",
            "is enabled only for api-version",
            "api-version query parameter is not allowed",
            "api-version query parameter (?api-version=) is required",
        ),
        error_codes=("MissingApiVersionParameter",),
    ),
    Row(
        "model_operation_unsupported",
        400,
        contains=("operation does not work with the specified model",),
        error_codes=("OperationNotSupported",),
    ),
    Row(
        "model_parameter_unsupported",
        400,
        contains=(
            "Unsupported parameter:",
            "Unsupported value:",
            "Unrecognized request argument supplied:",
            "integer below minimum value",
            "integer above maximum value",
            "Extra inputs are not permitted",
            # A reasoning model thought for longer than max_tokens allows: network, key and deployment are right.
            "Could not finish the message because max_tokens or model output limit was reached",
        ),
        error_codes=(
            "unsupported_parameter",
            "unsupported_value",
            "integer_below_min_value",
            "integer_above_max_value",
        ),
    ),
    Row("model_content_filtered", 400, error_codes=("content_filter",)),
    Row(
        "model_no_capacity",
        429,
        contains=("The system is currently experiencing high demand and cannot process your request",),
    ),
    Row(
        "model_throttled",
        429,
        contains=(
            "have exceeded token rate limit",
            "have exceeded call rate limit",
            "have exceeded the token rate limit",
            "have exceeded the call rate limit",
            "exceeded for UserByModelBy",
        ),
        error_codes=("RateLimitReached", "too_many_requests"),
        policy="DeploymentRatelimit-",
    ),
    Row("model_server_error", 500, "Internal server error", common=True),
    Row("model_unavailable", 503, contains=("The service is temporarily unable to process your request.",)),
)

# What Azure's own front end has let pass to the model, whatever its words are: network and credential are in order.
_PASSED_ON = (400, 408, 409, 410, 413, 500)

# What gateways and firewalls answer by themselves; 401 only where they ask for a login.
_OF_GATEWAYS = (407, 413, 429, 470, 502, 503, 504)

# 401 answers that do not tell a missing credential from a wrong one.
_ASKS_FOR_CREDENTIAL = ("auth_key_invalid", "auth_token_invalid")
_BY_CREDENTIAL = {"none": "auth_missing", "api_key": "auth_key_invalid", "token": "auth_token_invalid"}

_REACHABLE = (
    "auth_missing",
    "auth_key_invalid",
    "auth_token_invalid",
    "auth_permission_denied",
    "auth_key_disabled",
    "auth_tenant_mismatch",
    "gate_resource_blocked",
    "model_deployment_not_found",
    "model_path_not_found",
    "model_api_version_unsupported",
    "model_operation_unsupported",
    "model_parameter_unsupported",
    "model_content_filtered",
    "model_throttled",
    "model_no_capacity",
    "model_server_error",
    "model_unavailable",
    "model_request_refused",
)
_DENIED = (
    "gate_public_access_disabled",
    "gate_network_rules",
    "gate_private_endpoint_not_approved",
    "gate_custom_subdomain_required",
)
_UNREACHABLE = (
    *FAILURES,
    *NO_ADDRESS,
    "tcp_refused",
    "tcp_timeout",
    "tcp_reset",
    "tcp_unreachable",
    "tls_timeout",
    "tls_reset",
    "http_timeout",
    "proxy_denied",
    "proxy_auth_required",
    "proxy_unreachable",
)
_UNKNOWN = (
    "tls_name_mismatch",
    "tls_untrusted",
    "tls_expired",
    "tls_not_yet_valid",
    "tls_handshake_failed",
    "http_reset",
    "http_redirected",
    "http_not_azure",
    "http_gateway_auth",
    "http_too_large",
    "http_malformed",
    "http_unclassified",
    "gate_subdomain_unknown",
    "model_response_invalid",
    "host_failed",
)

# Every code a probe can have, with what it means for the path.
OUTCOMES = {"model_ok": "served"}
for _outcome, _codes in (
    ("reachable", _REACHABLE),
    ("denied", _DENIED),
    ("unreachable", _UNREACHABLE),
    ("unknown", _UNKNOWN),
):
    OUTCOMES.update(dict.fromkeys(_codes, _outcome))


class Verdict(NamedTuple):
    """What an answer is: C(content) is its JSON, C(error_code) and C(message) what Azure wrote in it.

    C(detail) says what is wrong with an answer that has no such words.
    """

    code: str
    confidence: str
    content: object = None
    error_code: str | None = None
    message: str | None = None
    detail: str | None = None


def outcome_of(code):
    """Return served, reachable, denied, unreachable or unknown for a code; an unknown code fails closed."""
    return OUTCOMES.get(code, "unknown")


def classify(answer, credential):
    """Return the Verdict of an Answer to a request sent with C(credential) (none, api_key or token).

    A 200 is C(model_ok) here when Azure wrote it: whether it holds what the operation promises is not this table's.
    """
    if 300 <= answer.status < 400:
        return Verdict(
            "http_redirected",
            "high",
            detail=(
                f"redirected ({answer.status}) to "
                f"{_without_query(answer.headers.get('location', 'nowhere'))}; "
                "not followed"
            ),
        )
    if answer.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        return Verdict("http_malformed", "high", detail="the answer has an encoding that was not requested")
    marked = any(name in answer.headers for name in FRONT_END_HEADERS)
    try:
        content = read_json(answer.body)
    except ValueError as exc:
        return _not_json(answer, marked, credential, exc)
    error_code, message, shaped = read_error(content)
    if answer.status == 200:
        return Verdict("model_ok", "high" if marked else "medium", content)
    if not (marked or shaped):
        detail = f"{answer.status} with JSON in a form that Azure does not use"
        return Verdict("http_not_azure", "high", content, detail=detail)
    row = _matching(answer, error_code, message)
    if row and row.gateway:
        detail = f"an API Management gateway in front of the account answered: {row.gateway}"
        return Verdict(row.code, "medium", content, error_code, message, detail)
    if not marked and _is_gateway(answer, content, row):
        # Of all rows, gateways by themselves say only that of API Management without an operation for the path.
        of_row = "an API Management gateway in front of the account answered: it has no operation for this path"
        detail = of_row if row else f"{answer.status} without a header of Azure's front end"
        return Verdict("http_not_azure", "medium", content, error_code, message, detail)
    code, confidence = (
        _of_row(row, answer, error_code, message, credential, marked)
        if row
        else (_by_status(answer, error_code, credential, shaped) if marked else ("http_unclassified", "low"))
    )
    return Verdict(code, confidence, content, error_code, message)


def _not_json(answer, marked, credential, exc):
    """Return the Verdict of an answer whose body is not JSON: by its headers, where it has one of Azure's."""
    content_type = answer.headers.get("content-type", "")
    code, confidence = _by_status(answer, None, credential, False) if marked else ("http_not_azure", "high")
    if code in ("gate_network_rules", "model_request_refused"):
        return Verdict(code, confidence, detail=f"{answer.status} of Azure's front end with a body that is not JSON")
    if marked and "json" in content_type.lower():
        return Verdict("http_malformed", "high", detail=f"the answer is not valid JSON: {exc}")
    return Verdict(
        code,
        confidence,
        detail=f"{answer.status} with a body that is not JSON ({content_type or 'without a type'})",
    )


def _is_refusal(answer):
    """Return whether Azure's network refused a request, in whatever words."""
    return answer.status == 403 and answer.headers.get("policy-id", "").lower().startswith(GATE_POLICY.lower())


def _is_gateway(answer, content, row):
    """Return whether an answer without a header of Azure's is what gateways answer by themselves."""
    if row:
        # That of API Management to a path that no operation of it matches.
        return row.code == "model_path_not_found" and "statusCode" in content
    return answer.status in _OF_GATEWAYS or (answer.status == 401 and "www-authenticate" in answer.headers)


def _without_query(location):
    # What follows may be a sign-in request of a portal, with tokens of its own.
    return without_user(location.partition("?")[0].partition("#")[0])


def _matching(answer, error_code, message):
    """Return the first row that fits an answer, None when there is none."""
    return next((row for row in ANSWERS if _says(row, answer, message) or _has_code(row, answer, error_code)), None)


def _says(row, answer, message):
    said = normalise(message)
    return (
        row.status == answer.status
        and bool(said)
        and (
            said == normalise(row.equals)
            or (row.begins is not None and said.startswith(normalise(row.begins)))
            or any(normalise(part) in said for part in row.contains)
        )
    )


def _has_code(row, answer, error_code):
    return row.status == answer.status and error_code in row.error_codes


def _of_row(row, answer, error_code, message, credential, marked):
    """Return C((code, confidence)) of an answer that a row fits."""
    by_message = _says(row, answer, message)
    code = _BY_CREDENTIAL[credential] if row.code in _ASKS_FOR_CREDENTIAL else row.code
    if not marked:
        # Words alone: anybody can write those, and an error code is but one word.
        return code, "medium" if by_message and not row.common else "low"
    worded = by_message or not (row.equals or row.begins or row.contains)
    with_policy = not row.policy or answer.headers.get("policy-id", "").lower().startswith(row.policy.lower())
    return code, "high" if worded and with_policy and code in (row.code, "auth_missing") else "medium"


def _by_status(answer, error_code, credential, shaped):
    """Return C((code, confidence)) of what Azure's front end wrote in words that the table does not know.

    C(shaped) is whether it has a shape of Azure's errors.
    """
    status = answer.status
    if _is_refusal(answer):
        return "gate_network_rules", "medium"
    if shaped and status == 401:
        return _BY_CREDENTIAL[credential], "medium"
    if shaped and status == 429:
        return "model_throttled", "medium"
    if shaped and status == 500 and error_code == "server_error":
        return "model_server_error", "medium"
    if status in _PASSED_ON and credential != "none":
        return "model_request_refused", "medium"
    return "http_unclassified", "low"


def read_error(content):
    """Return C((error_code, message, shaped)) of an answer's JSON; C(shaped) is whether it has a shape of Azure's.

    Azure writes C(error) as an object or as a string, or without one C(message) beside C(statusCode) or C(requestid).
    """
    if not isinstance(content, dict):
        return None, None, False
    error = content.get("error")
    if isinstance(error, dict):
        error_code = _text(error.get("code")) or _text(error.get("type"))
        return error_code, _text(error.get("message")), True
    if isinstance(error, str):
        return None, _text(content.get("message")) or error, True
    if "statusCode" in content:
        return _text(content.get("statusCode")), _text(content.get("message")), True
    if "requestid" in content and "message" in content:
        return _text(content.get("code")), _text(content["message"]), True
    return None, None, False


def _text(value):
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "" else None


def normalise(message):
    """Return a message without what gateways and releases change: case, spaces, the last dot, curly apostrophes."""
    text = (message or "").replace("\u2019", "'").replace("\u2018", "'")
    return " ".join(text.split()).rstrip(". ").casefold()


def read_json(body):
    """Return the value of strict JSON in UTF-8. Raises ValueError for anything else, whatever depth or size it has."""
    if sum(map(body.count, _SEPARATORS)) > MAX_VALUES:
        raise ValueError(f"it has more than {MAX_VALUES} values")
    try:
        return json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_int=_bounded_int,
            parse_float=_finite,
        )
    except UnicodeDecodeError as exc:
        raise ValueError("the bytes are not UTF-8") from exc
    except json.JSONDecodeError as exc:
        raise ValueError(f"{exc.msg} at character {exc.pos}") from exc
    except RecursionError as exc:
        raise ValueError("it is nested too deeply") from exc


def _unique(pairs):
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key is duplicated")
    return content


def _no_constant(text):
    raise ValueError(f"{text} is not JSON")


def _bounded_int(text):
    if len(text) > 30:
        raise ValueError(f"a number has {len(text)} digits")
    return int(text)


def _finite(text):
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number
