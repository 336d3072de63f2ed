# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: what Azure's own front end answers: network rules, authentication, the model."""

from __future__ import annotations

from .model import LEARN, Cause, Command, Finding, Note
from .pages import AUTHENTICATION, ERRORS, NETWORK, QUOTA, REFERENCE, ROLES, SUBDOMAIN
from .repairs import DECLARE_ACCOUNT, ENDPOINT_ADDRESSES

_OF_ACCOUNT = "--resource-group {resource_group} --name {account}"
_DISABLE = Command(
    f"az resource update --ids $(az cognitiveservices account show {_OF_ACCOUNT} --query id --output tsv) "
    "--set properties.publicNetworkAccess=Disabled",
    changes=True,
)
_SHOW_ACCESS = Command(f"az cognitiveservices account show {_OF_ACCOUNT} --query properties.publicNetworkAccess")
_SHOW_RULES = Command(f"az cognitiveservices account show {_OF_ACCOUNT} --query properties.networkAcls")
_SUBDOMAINS = Command("az cognitiveservices account list --query '[].properties.customSubDomainName' --output tsv")
_DEPLOYMENTS = Command(f"az cognitiveservices account deployment list {_OF_ACCOUNT} --output table")
_AGAIN = Note("The path works; run the playbook again later.")
_CREDENTIAL = Note(
    "Set a credential for {account} in privatelink_credentials, the same for the hosts inside and outside; then run "
    "the playbook again."
)
_OUTSIDE = Note(
    "Add a host on the Internet to the inventory, outside the network and without a route into it, for example: "
    "outside-1 privatelink_vantage=outside."
)
_RESOLVE_NAME = Command("dig {name}")
_ASK_OUTSIDE = Command("curl -sv -o /dev/null https://{name}/")

_UNINTENDED = Cause(
    id="unintended",
    when="public access is declared as enabled",
    summary="403: {name} refuses this public source, although public access is declared as enabled",
    why="Azure's settings are stricter than what is declared for the account.",
    remedy=(
        Note("Declare the intended setting: public_access: disabled, or selected_networks."),
        _SHOW_ACCESS,
    ),
)

FINDINGS = (
    Finding(
        "gate_public_access_disabled",
        "gate",
        (
            Cause(
                "403: {name} refuses requests over its public endpoint, and the request from {host} arrived there",
                "The request reached the public front end ({address}) instead of the private endpoint.",
                (
                    _RESOLVE_NAME,
                    Note("Make {name} resolve to {expected} on {host}, and exempt it from proxies (no_proxy)."),
                ),
                (NETWORK,),
            ),
            Cause(
                id="relayed",
                when="the request went to an address that should be the private endpoint's",
                summary="403: {name} refuses requests over its public endpoint, although {host} connected to {address}",
                why="The address does not lead to the private endpoint: a transparent proxy, NAT or relay passes the "
                "request on to the public front end.",
                remedy=(
                    ENDPOINT_ADDRESSES,
                    Note("Find the device that owns {address}, and connect to the private endpoint's own address."),
                ),
            ),
            _UNINTENDED,
        ),
        "403 'Public access is disabled. Please configure private endpoint.' (aoai_probe, docs/answers.md).",
        outcome="denied",
        azure_answered=True,
        over_public="closed",
    ),
    Finding(
        "gate_network_rules",
        "gate",
        (
            Cause(
                "403: the account's network rules refuse this source",
                "The account is open to selected public networks, and this source is not in any of them: the account "
                "is not closed to the Internet.",
                (_DISABLE,),
                (NETWORK,),
            ),
            _UNINTENDED,
        ),
        "403 'Access denied due to Virtual Network/Firewall rules.' (aoai_probe, docs/answers.md).",
        outcome="denied",
        azure_answered=True,
        over_public="restricted",
    ),
    Finding(
        "gate_private_endpoint_not_approved",
        "gate",
        (
            Cause(
                "403: the traffic does not come from an approved private endpoint of this account",
                "The connection was not approved or was removed, or the name leads to the endpoint of another "
                "account or member.",
                (
                    Command("az network private-endpoint-connection list --id {account_id} --output table"),
                    Command(
                        "az network private-endpoint-connection approve --id {connection_id} --description approved",
                        when="if the connection is pending, and it is yours",
                        changes=True,
                    ),
                ),
                (LEARN + "private-link/manage-private-endpoint",),
            ),
        ),
        "403 'Traffic is not from an approved private endpoint.' (aoai_probe, docs/answers.md).",
        outcome="denied",
        azure_answered=True,
    ),
    Finding(
        "gate_custom_subdomain_required",
        "gate",
        (
            Cause(
                "403: a private endpoint works only with the account's own name",
                "A regional endpoint was used.",
                (Note("Use the account's own name as the endpoint: https://{name}/"),),
                (SUBDOMAIN,),
            ),
        ),
        "403 with 'A Virtual Network is configured for this resource.' (aoai_probe, docs/answers.md).",
        outcome="denied",
        azure_answered=True,
    ),
    Finding(
        "gate_subdomain_unknown",
        "gate",
        (
            Cause(
                "404: Azure has no account named {account}",
                "The account was deleted, has another name, or is less than two minutes old.",
                (_SUBDOMAINS,),
                (SUBDOMAIN,),
            ),
        ),
        "404 'Subdomain does not map to a resource.' (aoai_probe, docs/answers.md).",
        outcome="unknown",
        azure_answered=True,
    ),
    Finding(
        "gate_resource_blocked",
        "gate",
        (
            Cause(
                "403: Azure has blocked the account for content policy reasons",
                "The path works; the account itself is suspended.",
                (Note("Open a support request for the account."),),
                (LEARN + "ai-services/openai/concepts/abuse-monitoring",),
            ),
        ),
        "403 with 'Your resource has been temporarily blocked' and the content policy as the reason "
        "(aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
    ),
    Finding(
        "gate_public_open",
        "gate",
        (
            Cause(
                "{name} serves requests over its public address {address}",
                "Public network access is not disabled: anyone with a credential can reach the account from the "
                "Internet.",
                (_DISABLE, Note("The change takes some minutes to take effect.")),
                (NETWORK,),
            ),
            Cause(
                id="selected",
                when="public access is declared as selected_networks",
                summary="{name} serves {host} over its public address {address}",
                why="The public address of {host} is in one of the selected networks, or the default action of the "
                "account's network rules is Allow, which admits all networks.",
                remedy=(_SHOW_RULES,),
            ),
        ),
        "Over a public address and verified TLS: model_ok, or, to a request with a credential, a model_ code that only "
        "an open endpoint gives (filter verdict).",
        azure_answered=True,
    ),
    Finding(
        "gate_public_unproved",
        "gate",
        (
            Cause(
                "it could not be shown whether {name} is closed to the Internet: {reason}",
                "Only Azure's own 403 'Public access is disabled' over a public address proves it. A request that "
                "does not get through was not necessarily refused.",
                (_OUTSIDE,),
                (NETWORK,),
            ),
            Cause(
                id="unseen",
                when="no host checked from outside",
                summary="no host outside the network checked {name}",
                why="From inside, a request takes the private endpoint, which says nothing about the public one.",
                remedy=(_OUTSIDE,),
            ),
            Cause(
                id="undeclared",
                when="hosts with the vantage outside exist, but none of them declares the account",
                summary="{host} is an outside host but does not declare {account}, so {name} was not checked from "
                "outside",
                why="From inside, a request takes the private endpoint, which says nothing about the public one.",
                remedy=(DECLARE_ACCOUNT,),
            ),
            Cause(
                id="unpaired",
                when="both sides answered, but to different kinds of credential",
                summary="the answers of {name} inside and outside cannot be compared: the requests did not carry the "
                "same kind of credential",
                why="A refusal without a credential outside, together with a 401 to one inside, does not show that "
                "the network rules are checked before authentication.",
                remedy=(_CREDENTIAL,),
            ),
            Cause(
                id="unresolved",
                when="the outside host got no address for the name",
                summary="{host} could not resolve {name}, so its public endpoint was never contacted ({reason})",
                why="A name that does not resolve is not a closed endpoint: this host's own nameserver failed, or "
                "the account has another name.",
                remedy=(
                    _RESOLVE_NAME,
                    Note("Configure {host} to use a public nameserver, or check from another host outside."),
                ),
                docs=(NETWORK, SUBDOMAIN),
            ),
            Cause(
                id="unreached",
                when="the request timed out, was refused or was cut off on its way",
                summary="{host} could not reach {name} ({reason})",
                why="Something between {host} and Azure blocks the request, such as an outgoing firewall. Azure "
                "itself neither answered nor refused, and a request from elsewhere may get through.",
                remedy=(
                    _ASK_OUTSIDE,
                    Note("Allow TCP 443 from {host} to {name}, or check from another host outside."),
                ),
            ),
            Cause(
                id="unverified",
                when="the certificate was not Azure's, or could not be verified",
                summary="the server that answers {host} as {name} could not be verified as Azure ({reason})",
                why="A firewall that inspects TLS, or another server, answers in Azure's place. Its answer proves "
                "nothing, and no credential was sent to it.",
                remedy=(
                    Command("openssl s_client -connect {name}:443 -servername {name} -brief </dev/null"),
                    Note("Exempt {name} from TLS inspection for {host}, or check from another host outside."),
                ),
                docs=(NETWORK, LEARN + "security/fundamentals/azure-ca-details"),
            ),
            Cause(
                id="asked",
                when="Azure asked for a credential, or refused the one it received, before it applied its network "
                "rules",
                summary="{name} asked {host} for a credential over its public endpoint ({reason})",
                why="The public front end answers, and checked the credential first: it is not known whether the "
                "network rules would refuse a valid one.",
                remedy=(_CREDENTIAL, _SHOW_ACCESS),
                docs=(NETWORK, AUTHENTICATION),
            ),
            Cause(
                id="proxied",
                when="the request went through a proxy",
                summary="{host} asked {name} through a proxy ({reason})",
                why="The answer is about the proxy's path to Azure, which may itself be inside the network.",
                remedy=(
                    Command("curl --noproxy '*' -sv -o /dev/null https://{name}/"),
                    Note("Probe without use_proxy, or check from a host outside that needs no proxy."),
                ),
            ),
            Cause(
                id="elsewhere",
                when="the request went to an address that is not public",
                summary="{host} connected to {address} for {name}, which is not its public endpoint ({reason})",
                why="A sinkhole, an entry in /etc/hosts or a relay on the host takes its place: what answers there "
                "says nothing about the path over the Internet.",
                remedy=(
                    Command("getent ahosts {name}"),
                    Note("Make {name} resolve to its public address on {host}, or check from another host outside."),
                ),
            ),
            Cause(
                id="unclear",
                when="the answer has no clear meaning",
                summary="{name} answered {host}, but neither as a closed nor as an open endpoint ({reason})",
                why="Only Azure's own 403 'Public access is disabled' proves that the public endpoint is closed.",
                remedy=(
                    _ASK_OUTSIDE,
                    Note(
                        "Find out who answers (proxy, firewall, gateway), or check the account's name and "
                        "deployment; then check again."
                    ),
                ),
            ),
        ),
        "No check from outside, or one that ends neither in Azure's own 403 nor in gate_public_open (filter verdict).",
    ),
    Finding(
        "auth_missing",
        "auth",
        (
            Cause(
                "401: a credential is required",
                "No credential was sent, and Azure requires one: the path is proved, but the model was not asked.",
                (Note("Set a key or token for {account} in privatelink_credentials."),),
                (AUTHENTICATION,),
            ),
        ),
        "401 that asks for a credential, or does not give a reason, to a request without one (aoai_probe, "
        "docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        unproved="asked",
    ),
    Finding(
        "auth_key_invalid",
        "auth",
        (
            Cause(
                "401: the API key for {account} is not valid",
                "The key was rotated, or belongs to another account.",
                (
                    Command(f"az cognitiveservices account keys list {_OF_ACCOUNT}"),
                    Note("Set the current key for {account} in privatelink_credentials."),
                ),
                (AUTHENTICATION,),
            ),
        ),
        "401 that refuses the credential, or does not give a reason, to a request with an API key (aoai_probe, "
        "docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        unproved="asked",
    ),
    Finding(
        "auth_token_invalid",
        "auth",
        (
            Cause(
                "401: the token has expired or was issued for another audience",
                "Azure AI requires a token for https://cognitiveservices.azure.com.",
                (
                    Command(
                        "az account get-access-token --resource https://cognitiveservices.azure.com --query expiresOn"
                    ),
                ),
                (AUTHENTICATION,),
            ),
        ),
        "401 that refuses the credential, or does not give a reason, to a request with a token (aoai_probe, "
        "docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        unproved="asked",
    ),
    Finding(
        "auth_permission_denied",
        "auth",
        (
            Cause(
                "{http_status}: the identity does not have permission to use {account}",
                "The role is not assigned, or was assigned less than five minutes ago.",
                (
                    Command(
                        "az role assignment create --role 'Cognitive Services OpenAI User' --assignee {object_id} "
                        "--scope {account_id}",
                        changes=True,
                    ),
                ),
                (ROLES,),
            ),
        ),
        "401 with the error code PermissionDenied, or 401 or 403 with a message about a principal or identity without "
        "permission (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        unproved="asked",
    ),
    Finding(
        "auth_key_disabled",
        "auth",
        (
            Cause(
                "403: {account} does not accept API keys",
                "Local authentication is disabled for the account; the path works.",
                (Note("Set a token instead of a key for {account} in privatelink_credentials."),),
                (LEARN + "ai-services/disable-local-auth",),
            ),
        ),
        "403 with the error code AuthenticationTypeDisabled, or 'Key based authentication is disabled for this "
        "resource' (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        unproved="asked",
    ),
    Finding(
        "auth_tenant_mismatch",
        "auth",
        (
            Cause(
                "400: the token comes from a tenant other than that of {account}",
                "The identity signed in to another tenant.",
                (Command("az login --tenant {tenant_id}", changes=True),),
                (AUTHENTICATION,),
            ),
        ),
        "400 with 'Tenant provided in token does not match resource token' (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        unproved="asked",
    ),
    Finding(
        "model_ok",
        "model",
        (Cause("the model answered", "The whole path works.", docs=(REFERENCE,)),),
        "200 with every key that the operation promises, each of the right type (aoai_probe).",
        severity="info",
        outcome="served",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_not_asked",
        "model",
        (
            Cause(
                "model not asked: no credential",
                "The operation {operation} is declared for {account}, but the request of {host} carried no "
                "credential: the path is proved, and it is not known whether the model answers.",
                (
                    Note("Set a key or token for {account} in privatelink_credentials."),
                    Note(
                        "If no credential is intended, set keyless: true in the account, or privatelink_keyless: true "
                        "for all accounts of a host."
                    ),
                ),
                (AUTHENTICATION,),
            ),
        ),
        "An operation other than models is declared, and a request for it from inside without a credential ends with "
        "auth_missing (filter verdict).",
        severity="warning",
    ),
    Finding(
        "model_deployment_not_found",
        "model",
        (
            Cause(
                "404: {account} has no deployment named {deployment}",
                "The deployment has another name, or is less than five minutes old.",
                (_DEPLOYMENTS,),
                (ERRORS,),
            ),
        ),
        "404 with the error code DeploymentNotFound, or 'The API deployment for this resource does not "
        "exist.' (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_path_not_found",
        "model",
        (
            Cause(
                "404: Azure does not know this operation at {api_version}",
                "The API version is wrong, or the model behind it was retired.",
                (_DEPLOYMENTS, Note("Use api_version 2024-10-21, or another operation.")),
                (REFERENCE,),
            ),
        ),
        "404 'Resource not found' (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
    ),
    Finding(
        "model_api_version_unsupported",
        "model",
        (
            Cause(
                "the API version {api_version} is not supported",
                "Azure retires preview versions.",
                (Note("Use api_version 2024-10-21."),),
                (LEARN + "ai-services/openai/api-version-deprecation",),
            ),
        ),
        "400 about an API version that is missing, not supported, not allowed or not enabled for the operation "
        "(aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_operation_unsupported",
        "model",
        (
            Cause(
                "400: the model behind {deployment} does not support {operation}",
                "Chat models do not support completions, embedding models do not support chat.",
                (
                    Note("Use an operation that the model supports, for example chat_completions."),
                    _DEPLOYMENTS,
                ),
                (ERRORS,),
            ),
        ),
        "400 with the error code OperationNotSupported, or '... operation does not work with the specified model' "
        "(aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_parameter_unsupported",
        "model",
        (
            Cause(
                "400: the model behind {deployment} does not accept a parameter",
                "Reasoning models take other parameters than older ones.",
                (Note("Name another deployment for {account} in privatelink_accounts."),),
                (REFERENCE,),
            ),
        ),
        "400 about a parameter or value that is unsupported, unrecognized or out of range (aoai_probe, "
        "docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_content_filtered",
        "model",
        (
            Cause(
                "400: the content filter refused the prompt",
                "The path works; the filter's rules are strict.",
                (Note("Relax the deployment's content filter, or name another deployment in privatelink_accounts."),),
                (LEARN + "ai-services/openai/concepts/content-filter",),
            ),
        ),
        "400 with the error code content_filter (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_throttled",
        "model",
        (
            Cause(
                "429: {account} has exceeded its rate limit",
                "The path works; the deployment's quota is too small for its load.",
                (_AGAIN, _DEPLOYMENTS),
                (QUOTA,),
            ),
        ),
        "429 about an exceeded rate limit, or with any message of Azure's other than that of model_no_capacity "
        "(aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_no_capacity",
        "model",
        (
            Cause(
                "429: Azure has no capacity for the model at the moment",
                "The path works; the region is under high demand.",
                (_AGAIN,),
                (QUOTA,),
            ),
        ),
        "429 with 'The system is currently experiencing high demand' (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
        over_public="open",
    ),
    Finding(
        "model_server_error",
        "model",
        (
            Cause(
                "500: the service failed",
                "The path works; Azure failed.",
                (_AGAIN,),
                (ERRORS,),
            ),
        ),
        "500 'Internal server error', or with the error code server_error (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
    ),
    Finding(
        "model_unavailable",
        "model",
        (
            Cause(
                "503: the service is unavailable",
                "The path works; Azure cannot process requests at the moment.",
                (_AGAIN,),
                (ERRORS,),
            ),
        ),
        "503 with 'The service is temporarily unable to process your request.' (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
    ),
    Finding(
        "model_request_refused",
        "model",
        (
            Cause(
                "{http_status}: the service did not accept the request",
                "Azure's own front end passed the request on, so network and credential work. The message of "
                "the answer is unknown to this collection.",
                (Note("Read the message in the evidence: it says what the service expects."),),
                (REFERENCE,),
            ),
        ),
        "400, 408, 409, 410, 413 or 500 from Azure's front end to a request with a credential, with a message that is "
        "not in the table (aoai_probe, docs/answers.md).",
        outcome="reachable",
        azure_answered=True,
    ),
    Finding(
        "model_response_invalid",
        "model",
        (
            Cause(
                "the answer is not a valid {operation} answer",
                "Azure's answer lacks a key that it always has: another server may answer in its place.",
                (Note("Check the evidence, and report it: https://github.com/privatelink/azure_ai/issues"),),
                (REFERENCE,),
            ),
        ),
        "200 from Azure, but a key that the operation promises is missing, empty or of another type (aoai_probe).",
        outcome="unknown",
        azure_answered=True,
    ),
)
