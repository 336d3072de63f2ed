# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's answers, to the byte: the table of the data plane's refusals."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def _error(status: int, code: str, message: str, space: str = "", **headers: str) -> Answer:
    body = f'{{"error":{{"code":"{code}","message":{space}"{message}"}}}}'
    return Answer(status, body.encode(), {name.replace("_", "-"): value for name, value in headers.items()})


def _denied(message: str) -> Answer:
    return _error(403, "403", message, " ", policy_id="ThrowExceptionDueToTrafficDenied")


# By the code that a client must give to it; further wordings, which name what is wrong, by a name of their own below. The
# prefix tells which of Azure's checks gives the answer.
ANSWERS: dict[str, Answer] = {
    "gate_public_access_disabled": _denied("Public access is disabled. Please configure private endpoint."),
    "gate_network_rules": _denied("Access denied due to Virtual Network/Firewall rules."),
    "gate_private_endpoint_not_approved": _error(403, "403", "Traffic is not from an approved private endpoint."),
    "gate_custom_subdomain_required": _error(
        403,
        "403",
        "A Virtual Network is configured for this resource. Please use the correct endpoint for making "
        "requests. Check https://aka.ms/cogsvc-vnet for more details.",
    ),
    "gate_subdomain_unknown": _error(404, "404", "Subdomain does not map to a resource."),
    "gate_resource_blocked": _error(
        403,
        "403",
        "Your resource has been temporarily blocked because we detected behavior that may violate our content policy.",
    ),
    "auth_key_invalid": _error(
        401,
        "401",
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid "
        "key for an active subscription and use a correct regional API endpoint for your resource.",
    ),
    "auth_token_invalid": Answer(
        401,
        b'{"statusCode":401,"message":"Unauthorized. Access token is missing, invalid, audience is incorrect '
        b'(https://cognitiveservices.azure.com), or have expired."}',
    ),
    "auth_permission_denied": _error(401, "PermissionDenied", "Principal does not have access to API/Operation."),
    "auth_key_disabled": _error(
        403, "AuthenticationTypeDisabled", "Key based authentication is disabled for this resource.", " "
    ),
    "auth_tenant_mismatch": _error(400, "BadRequest", "Tenant provided in token does not match resource token"),
    "model_deployment_not_found": _error(
        404,
        "DeploymentNotFound",
        "The API deployment for this resource does not exist. If you created the deployment "
        "within the last 5 minutes, please wait a moment and try again.",
    ),
    "model_path_not_found": _error(404, "404", "Resource not found", " "),
    "model_api_version_unsupported": _error(400, "BadRequest", "API version not supported"),
    "model_operation_unsupported": _error(
        400,
        "OperationNotSupported",
        "The completion operation does not work with the specified model, "
        "gpt-35-turbo-16k. Please choose different model and try again. You can learn more about which models can be "
        "used with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.",
    ),
    "model_parameter_unsupported": Answer(
        400,
        b'{"error":{"message":"Unsupported parameter: \'max_tokens\' is not supported with this model. Use '
        b'\'max_completion_tokens\' instead.","type":"invalid_request_error","param":"max_tokens",'
        b'"code":"unsupported_parameter"}}',
    ),
    "model_content_filtered": Answer(
        400,
        b'{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI\'s content '
        b'management policy.","type":null,"param":"prompt","code":"content_filter","status":400,'
        b'"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":'
        b'{"violence":{"filtered":true,"severity":"high"}}}}}',
    ),
    "model_throttled": _error(
        429,
        "429",
        "Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have "
        "exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 86400 seconds.",
        policy_id="DeploymentRatelimit-Token",
        Retry_After="86400",
        retry_after_ms="86400000",
        x_ratelimit_remaining_requests="-1",
        x_ratelimit_remaining_tokens="-1",
    ),
    "model_no_capacity": _error(
        429, "429", "The system is currently experiencing high demand and cannot process your request."
    ),
    "model_server_error": Answer(
        500, b'{"statusCode":500,"message":"Internal server error","activityId":"6f7f7b1c-3d2a-4a57-9f33-0d4a1f3f0001"}'
    ),
    "model_unavailable": _error(
        503, "503", "The service is temporarily unable to process your request. Please try again later."
    ),
    "model_response_invalid": Answer(200, b'{"object":"text_completion","model":"gpt-35-turbo"}'),
    "auth_audience": Answer(
        401,
        b'{"statusCode":401,"message":"Unauthorized. Access token is missing, invalid, audience is incorrect '
        b'(https://ai.azure.com), or have expired."}',
    ),
    "auth_action": _error(
        401,
        "PermissionDenied",
        "The principal `1b4e28ba-2fa1-41d2-883f-0016d3cca427` lacks the required data action "
        "`Microsoft.CognitiveServices/accounts/OpenAI/deployments/completions/action` to perform `POST "
        "/openai/deployments/{deployment-id}/completions` operation.",
    ),
    "model_version_needed": _error(
        400, "BadRequest", "Model o4-mini is enabled only for api versions 2024-12-01-preview and later"
    ),
    "model_version_on_v1": _error(400, "BadRequest", "api-version query parameter is not allowed when using /v1 path"),
    "model_version_absent": _error(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
    ),
    "model_tokens": Answer(
        400,
        b'{"error":{"message":"Could not finish the message because max_tokens or model output limit was reached. Please '
        b'try again with higher max_tokens.","type":"invalid_request_error","param":null,"code":null}}',
    ),
    "model_refused": Answer(
        400,
        b'{"error":{"message":"The request is refused for a reason that nobody has documented.",'
        b'"type":"invalid_request_error","param":null,"code":"unheard_of"}}',
    ),
}
