# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Azure says of credentials and models, by the cause that is the truth."""

from __future__ import annotations

from ..estates import inside
from .cases import bare, case
from .requests_of_hosts import CLOSED, MARK, answered, azure, error, served

KEY = error(
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
    "active subscription and use a correct regional API endpoint for your resource.",
    "401",
)


def token(audience):
    """Return the answer to a token that Azure does not take."""
    message = f"Unauthorized. Access token is missing, invalid, audience is incorrect ({audience}), or have expired."
    return {"statusCode": 401, "message": message}


USUAL, OTHER = token("https://cognitiveservices.azure.com"), token("https://ai.azure.com")
NO_REASON = {"statusCode": 401, "message": "Unauthorized"}
ACTION = error(
    "The principal `1b4e28ba-2fa1-11d2-883f-0016d3cca427` lacks the required data action "
    "`Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to perform "
    "`POST /openai/deployments/{deployment-id}/chat/completions` operation.",
    "PermissionDenied",
)
DISABLED = error("Key based authentication is disabled for this resource.", "AuthenticationTypeDisabled")
TENANT = error("Tenant provided in token does not match resource token", "400")

CREDENTIALS = [
    case("auth_key_invalid", "key_wrong", inside(azure(401, KEY)), CLOSED),
    # A gateway takes the key out: what Azure answers is what it answers without one.
    case("auth_key_invalid", "credential_lost", inside(azure(401, USUAL)), CLOSED),
    bare("auth_key_invalid", {"key_wrong", "credential_lost"}, inside(azure(401, NO_REASON)), CLOSED),
    case("auth_token_invalid", "credential_lost", inside(azure(401, KEY, "token")), CLOSED),
    case("auth_token_invalid", "wrong_audience", inside(azure(401, OTHER, "token")), CLOSED),
    case(
        "auth_token_invalid",
        "token_expired",
        inside(azure(401, USUAL, "token")),
        inside(dict(served(), credential="token"), host="jump-2"),
        CLOSED,
    ),
    bare("auth_token_invalid", {"wrong_audience", "token_expired"}, inside(azure(401, USUAL, "token")), CLOSED),
    case("model_not_asked", "credential_missing", inside(azure(401, USUAL, "none")), CLOSED),
    case("auth_key_disabled", "key_disabled", inside(azure(403, DISABLED)), CLOSED),
    case("auth_permission_denied", "role_missing", inside(azure(401, ACTION, "token")), CLOSED),
    case("auth_tenant_mismatch", "wrong_tenant", inside(azure(400, TENANT, "token")), CLOSED),
]


def version(message):
    """Return what Azure says of the API version."""
    return inside(azure(400, error(message)))


VERSIONS = [
    case(
        "model_api_version_unsupported",
        "api_version_too_old",
        version("Model o4-mini is enabled only for api versions 2024-12-01-preview and later"),
        CLOSED,
    ),
    case(
        "model_api_version_unsupported",
        "api_version_on_v1",
        version("api-version query parameter is not allowed when using /v1 path"),
        CLOSED,
    ),
    case(
        "model_api_version_unsupported",
        "api_version_absent",
        version("The api-version query parameter (?api-version=) is required for all requests."),
        CLOSED,
    ),
    case("model_api_version_unsupported", "api_version_retired", version("API version not supported"), CLOSED),
]

NO_PATH = error("Resource not found", "404")
CHAT = {"operation": "chat_completions", "api_version": "2023-05-15"}
PATHS = [
    case(
        "model_path_not_found",
        "api_version_unknown",
        inside(azure(404, NO_PATH, operation="chat_completions")),
        CLOSED,
        account={"operation": "chat_completions", "api_version": "2024-13-01"},
    ),
    case("model_path_not_found", "model_retired", inside(azure(404, NO_PATH)), CLOSED),
    bare(
        "model_path_not_found",
        {"api_version_unknown", "model_retired"},
        inside(azure(404, NO_PATH, operation="chat_completions")),
        CLOSED,
        account=CHAT,
    ),
]

FEW = error("Could not finish the message because max_tokens or model output limit was reached. Please try again.")
PARAMETER = error("Unsupported parameter: 'top_p' is not supported with this model.", "unsupported_parameter")
PARAMETERS = [
    case("model_parameter_unsupported", "tokens_too_few", inside(azure(400, FEW)), CLOSED),
    case("model_parameter_unsupported", "parameter_refused", inside(azure(400, PARAMETER)), CLOSED),
    case(
        "model_request_refused",
        "tokens_too_few",
        inside(azure(400, error("integer_below_min_value: max_output_tokens must be at least 16"))),
        CLOSED,
    ),
    case("model_request_refused", "request_refused", inside(azure(400, error("A sentence that is new."))), CLOSED),
]

OF_MODEL = [
    case(
        "model_deployment_not_found",
        "deployment_missing",
        inside(azure(404, error("The API deployment for this resource does not exist.", "DeploymentNotFound"))),
        CLOSED,
    ),
    case(
        "model_operation_unsupported",
        "operation_not_of_model",
        inside(
            azure(
                400,
                error(
                    "The completion operation does not work with the specified model, gpt-35-turbo-16k.",
                    "OperationNotSupported",
                ),
            )
        ),
        CLOSED,
    ),
    case(
        "model_content_filtered",
        "content_filter",
        inside(azure(400, error("The response was filtered due to the prompt.", "content_filter"))),
        CLOSED,
    ),
    case(
        "model_throttled",
        "rate_limit",
        inside(
            answered(
                429,
                error("Requests have exceeded token rate limit. Please retry after 12 seconds.", "429"),
                {**MARK, "policy-id": "DeploymentRatelimit-Token"},
            )
        ),
        CLOSED,
    ),
    case(
        "model_no_capacity",
        "no_capacity",
        inside(
            azure(
                429, error("The system is currently experiencing high demand and cannot process your request.", "429")
            )
        ),
        CLOSED,
    ),
    case(
        "model_server_error",
        "service_failure",
        inside(azure(500, {"statusCode": 500, "message": "Internal server error", "activityId": "1"})),
        CLOSED,
    ),
    case(
        "model_unavailable",
        "service_failure",
        inside(
            azure(
                503, error("The service is temporarily unable to process your request. Please try again later.", "503")
            )
        ),
        CLOSED,
    ),
]

CASES = [*CREDENTIALS, *VERSIONS, *PATHS, *PARAMETERS, *OF_MODEL]
