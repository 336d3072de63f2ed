# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Causes of what Azure's front end says about credentials and models: its own words decide."""

from __future__ import annotations

from dataclasses import replace

from ..model import LEARN, Command, Note
from ..pages import AUTHENTICATION, ERRORS, QUOTA, REFERENCE, ROLES
from .looks import REQUEST
from .model import Candidate, Family, Signal

_FOUNDRY_ROLES = LEARN + "ai-foundry/concepts/rbac-ai-foundry"
_VERSIONS = LEARN + "ai-services/openai/api-version-deprecation"

_OF_ACCOUNT = "--resource-group {resource_group} --name {account}"
_DEPLOYMENTS = Command(f"az cognitiveservices account deployment list {_OF_ACCOUNT} --output table")
_KEYS = Command(f"az cognitiveservices account keys list {_OF_ACCOUNT}")
_TOKEN = Command("az account get-access-token --resource {audience} --query expiresOn")
_ASSIGNED = Command("az role assignment list --assignee {object_id} --scope {account_id} --include-inherited")
_ASSIGN = Command(
    "az role assignment create --role {role} --assignee {object_id} --scope {account_id}",
    changes=True,
)
_UNPROVED = "gate_public_unproved"

SIGNALS = (
    Signal("key_refused", "Azure refuses the key", "Azure answered {host}, which sent a key: {message}"),
    Signal(
        "reason_not_given",
        "the answer asks for a credential and does not say what is wrong with the one that was sent",
        "Azure answered {host} with {http_status} and gave no reason",
    ),
    Signal(
        "answered_unlike_sent",
        "Azure answers a key as if a token or no credential had been sent, or a token as if a key had been sent",
        "Azure answered {host}, which sent a {sent_kind}: {message}",
    ),
    Signal(
        "key_accepted_elsewhere",
        "Azure accepts a key of another host for the account",
        "Azure accepts the key of {seen_host} for {account}",
    ),
    Signal("token_refused", "Azure refuses the token", "Azure answered {host}, which sent a token: {message}"),
    Signal(
        "other_audience",
        "the answer names an audience other than the default one of tokens",
        "Azure's answer names the audience {audience}",
    ),
    Signal(
        "usual_audience",
        "the answer names the default audience of tokens",
        "Azure's answer names the audience {audience}, which is the default",
    ),
    Signal(
        "token_accepted_elsewhere",
        "Azure accepts a token of another host for the account",
        "Azure accepts the token of {seen_host} for {account}",
    ),
    Signal("permission_denied", "Azure says that the identity lacks a permission", "Azure answered {host}: {message}"),
    Signal("action_named", "the answer names the data action", "Azure's answer names the action {action}"),
    Signal("keys_disabled", "Azure says that keys are disabled", "Azure answered {host}: {message}"),
    Signal("other_tenant", "Azure says that the token is from another tenant", "Azure answered {host}: {message}"),
    Signal("deployment_unknown", "Azure knows no such deployment", "Azure answered {host}: {message}"),
    Signal("path_unknown", "Azure does not know the path at this API version", "Azure answered {host}: {message}"),
    Signal(
        "version_unlisted",
        "the API version is not one that Azure has published",
        "{api_version} is not an API version that Azure has published",
    ),
    Signal(
        "version_retired",
        "the API version is a preview that Azure has retired",
        "{api_version} was retired on July 1, 2024",
    ),
    Signal(
        "operation_too_new",
        "the operation came with a later API version",
        "{operation} exists since the API version 2025-03-01-preview",
    ),
    Signal(
        "operation_retired",
        "the models of the operation are retired",
        "{operation} needs a model such as gpt-35-turbo-instruct, which is retired",
    ),
    Signal(
        "version_needed",
        "the answer names the API version that the model needs",
        "Azure's answer names the API version {needed_api_version}",
    ),
    Signal(
        "version_refused_on_v1", "the answer refuses an API version on a v1 path", "Azure answered {host}: {message}"
    ),
    Signal("version_required", "the answer says that the API version is missing", "Azure answered {host}: {message}"),
    Signal("version_unsupported", "the answer does not support the API version", "Azure answered {host}: {message}"),
    Signal("operation_refused", "the model does not have the operation", "Azure answered {host}: {message}"),
    Signal("tokens_refused", "the answer says that more tokens are needed", "Azure answered {host}: {message}"),
    Signal("parameter_refused", "the answer refuses a parameter", "Azure answered {host}: {message}"),
    Signal("content_refused", "the content filter refuses the prompt", "Azure answered {host}: {message}"),
    Signal("rate_exceeded", "the answer says that a rate is exceeded", "Azure answered {host}: {message}"),
    Signal("retry_named", "the answer names a time to wait", "Azure's answer says to wait {retry_wait}"),
    Signal("high_demand", "Azure has no capacity at the moment", "Azure answered {host}: {message}"),
    Signal("service_failed", "Azure says that the service itself failed", "Azure answered {host}: {answer}"),
    Signal(
        "passed_on",
        "the request passed Azure's network rules and authentication, and was then refused",
        "Azure answered {host}: {answer}",
    ),
    Signal("invalid_success", "a 200 from Azure lacks what the operation promises", "{host}: {detail}"),
)

_AUTHENTICATION = (
    Candidate(
        "key_wrong",
        ("auth_key_invalid", _UNPROVED),
        "the key is not one of the account's",
        "The key is not one of {account}'s keys: it was rotated, or belongs to another account.",
        (_KEYS, REQUEST, Note("Set the current key for {account} in privatelink_credentials.")),
        docs=(AUTHENTICATION,),
        proven_by=("key_refused",),
        supported_by=("key_accepted_elsewhere",),
        needs=("key_refused", "reason_not_given"),
    ),
    Candidate(
        "credential_lost",
        ("auth_key_invalid", "auth_token_invalid", _UNPROVED),
        "something on the path removes the credential from the request",
        "Azure answers as if no credential had been sent: a gateway or proxy on the path may remove it.",
        (REQUEST, Note("Compare the request with what the gateway at {peer_address} passes on.")),
        docs=(AUTHENTICATION,),
        supported_by=("answered_unlike_sent",),
        excluded_by=("key_refused", "other_audience", "usual_audience"),
        needs=("reason_not_given", "answered_unlike_sent"),
    ),
    Candidate(
        "key_disabled",
        ("auth_key_disabled", _UNPROVED),
        "the account does not accept keys",
        "Local authentication is disabled for {account}, so it does not accept keys. The path works.",
        (
            Command(f"az cognitiveservices account show {_OF_ACCOUNT} --query properties.disableLocalAuth"),
            Note("Set a token instead of a key for {account} in privatelink_credentials."),
        ),
        docs=(LEARN + "ai-services/disable-local-auth",),
        proven_by=("keys_disabled",),
        needs=("keys_disabled",),
    ),
    Candidate(
        "wrong_audience",
        ("auth_token_invalid", _UNPROVED),
        "the token is for another audience",
        "Azure requires a token for the audience {audience}, and the token that was sent is for another one.",
        (
            _TOKEN,
            Note("Set privatelink_token_scope: {audience}/.default, and run the playbook again."),
        ),
        docs=(AUTHENTICATION,),
        proven_by=("other_audience",),
        needs=("token_refused", "other_audience", "reason_not_given"),
    ),
    Candidate(
        "token_expired",
        ("auth_token_invalid", _UNPROVED),
        "the token has expired",
        "The token that was given for {account} has expired, or is damaged.",
        (
            _TOKEN,
            Note("Set a new token for {account} in privatelink_credentials, or let the role get one by itself."),
        ),
        docs=(AUTHENTICATION,),
        supported_by=("token_accepted_elsewhere",),
        excluded_by=("other_audience",),
        needs=("token_refused", "reason_not_given"),
    ),
    Candidate(
        "role_missing",
        ("auth_permission_denied", _UNPROVED),
        "the identity lacks a role with the data action",
        "The identity lacks the data action {action} on {account}. The role {role} has this action.",
        (
            _ASSIGNED,
            _ASSIGN,
            Note("A role takes up to five minutes to take effect: one that the first command shows may be too new."),
        ),
        docs=(ROLES, _FOUNDRY_ROLES),
        proven_by=("permission_denied",),
        supported_by=("action_named",),
        needs=("permission_denied",),
    ),
    Candidate(
        "wrong_tenant",
        ("auth_tenant_mismatch", _UNPROVED),
        "the identity signed in to another tenant",
        "The token is from a tenant other than that of {account}: the identity signed in to the wrong one.",
        (
            Command("az account show --query tenantId"),
            Command("az account list --query '[].[name, tenantId]' --output table"),
            Command("az login --tenant {tenant_id}", changes=True),
        ),
        docs=(AUTHENTICATION,),
        proven_by=("other_tenant",),
        needs=("other_tenant",),
    ),
)

_MODEL = (
    Candidate(
        "deployment_missing",
        ("model_deployment_not_found",),
        "the account has no deployment of this name",
        "{account} has no deployment named {deployment}, or it is less than five minutes old.",
        (_DEPLOYMENTS, Note("Correct the deployment of {account} in privatelink_accounts.")),
        docs=(ERRORS,),
        proven_by=("deployment_unknown",),
    ),
    Candidate(
        "api_version_unknown",
        ("model_path_not_found",),
        "Azure does not know this API version",
        "Azure does not know the API version {api_version}, or this version does not have {operation}.",
        (REQUEST, Note("Set api_version: 2024-10-21, or v1, for {account}.")),
        docs=(_VERSIONS, REFERENCE),
        supported_by=("version_unlisted", "version_retired", "operation_too_new"),
        needs=("path_unknown",),
    ),
    Candidate(
        "model_retired",
        ("model_path_not_found",),
        "the model behind the operation is retired",
        "The models that {operation} needs are retired, or the deployment's model is.",
        (_DEPLOYMENTS, Note("Set operation: chat_completions, or another deployment, for {account}.")),
        docs=(REFERENCE, LEARN + "ai-services/openai/concepts/model-retirements"),
        supported_by=("operation_retired",),
        # Without a version that Azure knows, nobody gets as far as a model.
        yields_to=("api_version_unknown",),
    ),
    Candidate(
        "api_version_too_old",
        ("model_api_version_unsupported",),
        "the model needs a later API version",
        "The model behind {deployment} needs the API version {needed_api_version} or later.",
        (_DEPLOYMENTS, Note("Set api_version: {needed_api_version} for {account} in privatelink_accounts.")),
        docs=(_VERSIONS,),
        proven_by=("version_needed",),
        excluded_by=("version_refused_on_v1", "version_required"),
    ),
    Candidate(
        "api_version_on_v1",
        ("model_api_version_unsupported",),
        "a v1 path takes no API version",
        "The v1 path takes no API version, and the request had one.",
        (REQUEST, Note("Set api_version: v1 for {account}, and no other.")),
        docs=(_VERSIONS,),
        proven_by=("version_refused_on_v1",),
        needs=("version_refused_on_v1",),
    ),
    Candidate(
        "api_version_absent",
        ("model_api_version_unsupported",),
        "the request had no API version",
        "The request arrived without an API version: a gateway on the path may remove it.",
        (REQUEST, Note("Set api_version: 2024-10-21 for {account}, and find out what rewrites the URL.")),
        docs=(_VERSIONS,),
        proven_by=("version_required",),
        needs=("version_required",),
    ),
    Candidate(
        "api_version_retired",
        ("model_api_version_unsupported",),
        "Azure does not support the API version",
        "Azure does not support the API version {api_version}, or no longer does.",
        (REQUEST, Note("Set api_version: 2024-10-21 for {account}.")),
        docs=(_VERSIONS,),
        supported_by=("version_unsupported",),
        excluded_by=("version_needed", "version_refused_on_v1", "version_required"),
    ),
    Candidate(
        "operation_not_of_model",
        ("model_operation_unsupported",),
        "the model does not have this operation",
        "The model behind {deployment} does not have the operation {operation}.",
        (_DEPLOYMENTS, Note("Set an operation that the model has, such as chat_completions, for {account}.")),
        docs=(ERRORS,),
        proven_by=("operation_refused",),
    ),
    Candidate(
        "tokens_too_few",
        ("model_parameter_unsupported", "model_request_refused"),
        "the limit max_tokens is too low for the model",
        "The model behind {deployment} needs more tokens than max_tokens allows. Network, credential and deployment "
        "work.",
        (REQUEST, Note("Raise endpoint_max_tokens (64 by default), for example to 1024.")),
        docs=(REFERENCE,),
        proven_by=("tokens_refused",),
        needs=("tokens_refused",),
    ),
    Candidate(
        "parameter_refused",
        ("model_parameter_unsupported",),
        "the model does not accept a parameter of the request",
        "The model behind {deployment} does not accept a parameter of the request. Network and credential work.",
        (REQUEST, Note("Name another deployment or operation for {account} in privatelink_accounts.")),
        docs=(REFERENCE,),
        supported_by=("parameter_refused",),
        excluded_by=("tokens_refused",),
    ),
    Candidate(
        "content_filter",
        ("model_content_filtered",),
        "the content filter refuses the prompt",
        "The content filter of {deployment} refuses the prompt. The path works.",
        (Note("Relax the content filter of the deployment, or name another deployment in privatelink_accounts."),),
        docs=(LEARN + "ai-services/openai/concepts/content-filter",),
        proven_by=("content_refused",),
    ),
    Candidate(
        "rate_limit",
        ("model_throttled",),
        "the rate limit is exceeded",
        "{account} has exceeded its rate limit. The path works.",
        (_DEPLOYMENTS, Note("Run the playbook again after {retry_wait}, or raise the deployment's capacity.")),
        docs=(QUOTA,),
        proven_by=("rate_exceeded",),
        supported_by=("retry_named",),
    ),
    Candidate(
        "no_capacity",
        ("model_no_capacity",),
        "Azure has no capacity for the model at the moment",
        "Azure has no capacity for the model behind {deployment} at the moment. The path works.",
        (Note("Run the playbook again later, or name a deployment in another region."),),
        docs=(QUOTA,),
        proven_by=("high_demand",),
    ),
    Candidate(
        "service_failure",
        ("model_server_error", "model_unavailable"),
        "the service itself failed",
        "Azure's service itself failed. The path works.",
        (REQUEST, Note("Run the playbook again later; https://azure.status.microsoft shows known incidents.")),
        docs=(ERRORS,),
        proven_by=("service_failed",),
    ),
    Candidate(
        "request_refused",
        ("model_request_refused",),
        "the request is refused with a message that is not known",
        "The request passed Azure's network rules and authentication, and was then refused: network and credential "
        "work.",
        (REQUEST, Note("Correct the operation, api_version or deployment of {account}, as the answer says.")),
        docs=(ERRORS,),
        supported_by=("passed_on",),
        excluded_by=("tokens_refused",),
    ),
    Candidate(
        "answer_incomplete",
        ("model_response_invalid",),
        "Azure's answer lacks what the operation promises",
        "The answer has a header of Azure's front end, but lacks what {operation} promises.",
        (REQUEST, Note("Report it with the evidence: https://github.com/privatelink/azure_ai/issues")),
        docs=(REFERENCE,),
        supported_by=("invalid_success",),
        excluded_by=("other_answer", "not_http"),
    ),
)


def _never_azures(cause: str, needs: str) -> Candidate:
    """Return a cause of Azure's that readers think of at a gateway's answer, which Azure's mark would be on."""
    usual = next(each for each in (*_AUTHENTICATION, *_MODEL) if each.cause == cause)
    return replace(
        usual, codes=("http_not_azure",), needs=(needs,), proven_by=(), supported_by=(), excluded_by=("unmarked",)
    )


_OF_GATEWAYS = (
    _never_azures("key_wrong", "login_asked"),
    _never_azures("rate_limit", "limit_status"),
    _never_azures("service_failure", "gateway_status"),
    _never_azures("request_refused", "certificate_wanted"),
)

FAMILY = Family(
    "service", "what Azure says about credentials and models", SIGNALS, (*_AUTHENTICATION, *_MODEL, *_OF_GATEWAYS)
)
