# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: what Azure's own front end says: the network gate, authentication, the model."""

from __future__ import annotations

from .model import ENDPOINT_ADDRESSES, LEARN, Finding, Variant

_NETWORK = LEARN + "ai-services/cognitive-services-virtual-networks"
_AUTH = LEARN + "ai-services/authentication"
_ROLES = LEARN + "ai-services/openai/how-to/role-based-access-control"
_QUOTA = LEARN + "ai-services/openai/quotas-limits"
_REFERENCE = LEARN + "ai-services/openai/reference"
_ERRORS = LEARN + "ai-services/openai/how-to/troubleshoot"

_DISABLE = (
    "az resource update --ids $(az cognitiveservices account show --resource-group <resource-group> "
    "--name {account} --query id --output tsv) --set properties.publicNetworkAccess=Disabled"
)
_DEPLOYMENTS = (
    "az cognitiveservices account deployment list --resource-group <resource-group> --name {account} --output table"
)
_AGAIN = "The path is fine; run the playbook again later."
_CREDENTIAL = (
    "Give a credential for {account} in privatelink_credentials, the same for the hosts inside and outside; then run the "
    "playbook again."
)
_OUTSIDE = (
    "Add a host on the Internet to the inventory, outside the network and without a way into it, for example: "
    "outside-1 privatelink_vantage=outside."
)
_ASK_OUTSIDE = "curl -sv -o /dev/null https://{name}/"

_UNINTENDED = Variant(
    "public access is declared as enabled",
    "403: {name} refuses this public source, although public access is declared as enabled",
    "Azure's settings are stricter than what is declared for the account.",
    (
        "Declare what is meant: public_access: disabled, or selected_networks.",
        "az cognitiveservices account show --resource-group <resource-group> --name {account} "
        "--query properties.publicNetworkAccess",
    ),
)

FINDINGS = (
    Finding(
        "gate_public_access_disabled",
        "403: {name} refuses requests over its public endpoint, and {host} came that way",
        "The request reached the public front end ({address}) instead of the private endpoint.",
        ("dig {name}", "Make {name} resolve to {expected} on {host}, and keep it out of proxies (no_proxy)."),
        (_NETWORK,),
        detected="403 'Public access is disabled. Please configure private endpoint.' (aoai_probe, docs/answers.md).",
        variants={
            "relayed": Variant(
                "the request went to an address that should be the private endpoint's",
                "403: {name} refuses requests over its public endpoint, although {host} dialled {address}",
                "The address is not the private endpoint: a transparent proxy, NAT or relay passes the request on to the "
                "public front end.",
                (
                    ENDPOINT_ADDRESSES,
                    "Find the device that owns {address}, and dial the private endpoint's own address.",
                ),
            ),
            "unintended": _UNINTENDED,
        },
    ),
    Finding(
        "gate_network_rules",
        "403: the account's network rules refuse this source",
        "The account is open to selected public networks, of which this is none: it is not closed to the Internet.",
        (_DISABLE,),
        (_NETWORK,),
        detected="403 'Access denied due to Virtual Network/Firewall rules.' (aoai_probe, docs/answers.md).",
        variants={"unintended": _UNINTENDED},
    ),
    Finding(
        "gate_private_endpoint_not_approved",
        "403: the traffic does not come from an approved private endpoint of this account",
        "The connection was not approved or was removed, or the name leads to the endpoint of another account or member.",
        (
            "az network private-endpoint-connection list --id <account-id> --output table",
            "az network private-endpoint-connection approve --id <connection-id> --description approved",
        ),
        (LEARN + "private-link/manage-private-endpoint",),
        detected="403 'Traffic is not from an approved private endpoint.' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "gate_custom_subdomain_required",
        "403: a private endpoint works with the account's own name only",
        "A regional endpoint was used.",
        ("Use the account's own name as endpoint: https://{name}/",),
        (LEARN + "ai-services/cognitive-services-custom-subdomains",),
        detected="403 with 'A Virtual Network is configured for this resource.' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "gate_subdomain_unknown",
        "404: Azure knows no account named {account}",
        "The account was deleted, its name is another, or it is less than two minutes old.",
        ("az cognitiveservices account list --query '[].properties.customSubDomainName' --output tsv",),
        (LEARN + "ai-services/cognitive-services-custom-subdomains",),
        detected="404 'Subdomain does not map to a resource.' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "gate_resource_blocked",
        "403: Azure has blocked the account for content policy reasons",
        "The path is fine; the account itself is suspended.",
        ("Open a support request for the account.",),
        (LEARN + "ai-services/openai/concepts/abuse-monitoring",),
        detected="403 with 'Your resource has been temporarily blocked' and the content policy as the reason "
        "(aoai_probe, docs/answers.md).",
    ),
    Finding(
        "gate_public_open",
        "{name} serves requests over its public address {address}",
        "Public network access is not disabled: anybody with a credential reaches the account from the Internet.",
        (_DISABLE, "The change takes some minutes to arrive."),
        (_NETWORK,),
        detected="Over a public address, and verified: model_ok, or a model_ code that tells, to a request with a "
        "credential (filter verdict).",
    ),
    Finding(
        "gate_public_unproved",
        "whether {name} is closed to the Internet could not be shown: {reason}",
        "Only Azure's own 403 'Public access is disabled' over a public address proves it; not being reached is not "
        "the same as being refused.",
        (_OUTSIDE,),
        (_NETWORK,),
        detected="No look from outside, or one that ends neither in Azure's own 403 nor in gate_public_open (filter "
        "verdict).",
        variants={
            "unseen": Variant(
                "nobody looked from outside",
                "no host outside the network looked at {name}",
                "From inside, a request takes the private endpoint, which says nothing about the public one.",
                (_OUTSIDE,),
            ),
            "unpaired": Variant(
                "both sides answered, but not to the same kind of credential",
                "the answers of {name} inside and outside cannot be compared: they were not got with the same kind of credential",
                "A refusal without a credential outside, beside a 401 to one inside, does not show that the network gate "
                "comes before authentication.",
                (_CREDENTIAL,),
            ),
            "unresolved": Variant(
                "the outside host got no address for the name",
                "{host} could not resolve {name}, so its public endpoint was never asked ({reason})",
                "A name that does not resolve is not a closed endpoint: this host's own nameserver failed, or the account's "
                "name is another.",
                (
                    "dig {name}",
                    "Give {host} a nameserver of the Internet, or look from another host outside.",
                ),
                (_NETWORK, LEARN + "ai-services/cognitive-services-custom-subdomains"),
            ),
            "unreached": Variant(
                "the request timed out, was refused or was cut on its way",
                "{host} could not reach {name} ({reason})",
                "Something between {host} and Azure blocks it, such as an outgoing firewall: Azure itself neither answered "
                "nor refused, and another source may well get in.",
                (
                    _ASK_OUTSIDE,
                    "Allow TCP 443 from {host} to {name}, or look from another host outside.",
                ),
            ),
            "unverified": Variant(
                "the certificate was not Azure's, or could not be verified",
                "what answers {host} as {name} could not be verified as Azure ({reason})",
                "A firewall that inspects TLS, or another server, answers in Azure's place; what it says proves nothing, and "
                "no credential was sent to it.",
                (
                    "openssl s_client -connect {name}:443 -servername {name} -brief </dev/null",
                    "Exempt {name} from TLS inspection for {host}, or look from another host outside.",
                ),
                (_NETWORK, LEARN + "security/fundamentals/azure-ca-details"),
            ),
            "asked": Variant(
                "Azure asked for a credential, or refused the one it got, before its network gate",
                "{name} asked {host} for a credential over its public endpoint ({reason})",
                "The public front end answers, and looked at the credential first: whether the network gate would refuse a "
                "good one is not known.",
                (
                    _CREDENTIAL,
                    "az cognitiveservices account show --resource-group <resource-group> --name {account} "
                    "--query properties.publicNetworkAccess",
                ),
                (_NETWORK, _AUTH),
            ),
            "proxied": Variant(
                "the request went through a proxy",
                "{host} asked {name} through a proxy ({reason})",
                "The answer is about the proxy's way to Azure, which may itself be inside the network.",
                (
                    "curl --noproxy '*' -sv -o /dev/null https://{name}/",
                    "Probe without use_proxy, or look from a host outside that needs no proxy.",
                ),
            ),
            "elsewhere": Variant(
                "the request went to an address that is not public",
                "{host} came to {address} for {name}, which is not its public endpoint ({reason})",
                "A sinkhole, an entry in /etc/hosts or a relay on the host stands in its place: what answers there says "
                "nothing about the way over the Internet.",
                (
                    "getent ahosts {name}",
                    "Make {name} resolve to its public address on {host}, or look from another host outside.",
                ),
            ),
            "unclear": Variant(
                "the answer has no clear meaning",
                "{name} answered {host}, but neither as a closed nor as an open endpoint ({reason})",
                "Only Azure's own 403 'Public access is disabled' proves that the public endpoint is closed.",
                (
                    _ASK_OUTSIDE,
                    "Find out who answers (proxy, firewall, gateway), or check the account's name and deployment; then look "
                    "again.",
                ),
            ),
        },
    ),
    Finding(
        "auth_missing",
        "401: a credential is needed",
        "No credential was sent, and Azure asks for one: the path is proved, the model was not asked.",
        ("Give a key or token for {account} in privatelink_credentials.",),
        (_AUTH,),
        detected="401 that asks for a credential, or does not say why, and none was sent (aoai_probe, "
        "docs/answers.md).",
    ),
    Finding(
        "auth_key_invalid",
        "401: the API key for {account} is not valid",
        "The key was rotated, or belongs to another account.",
        (
            "az cognitiveservices account keys list --resource-group <resource-group> --name {account}",
            "Put the current key into privatelink_credentials for {account}.",
        ),
        (_AUTH,),
        detected="401 that refuses the credential, or does not say why, to a request with an API key (aoai_probe, "
        "docs/answers.md).",
    ),
    Finding(
        "auth_token_invalid",
        "401: the token is expired or made for another audience",
        "Azure AI wants a token for https://cognitiveservices.azure.com.",
        ("az account get-access-token --resource https://cognitiveservices.azure.com --query expiresOn",),
        (_AUTH,),
        detected="401 that refuses the credential, or does not say why, to a request with a token (aoai_probe, "
        "docs/answers.md).",
    ),
    Finding(
        "auth_permission_denied",
        "401: the identity lacks the right to use {account}",
        "The role is not assigned, or was assigned less than five minutes ago.",
        (
            "az role assignment create --role 'Cognitive Services OpenAI User' --assignee <object-id> --scope <account-id>",
        ),
        (_ROLES,),
        detected="401 with the error code PermissionDenied, or words of a principal without access or data action "
        "(aoai_probe, docs/answers.md).",
    ),
    Finding(
        "auth_key_disabled",
        "403: {account} does not accept API keys",
        "Local authentication is disabled for the account; the path is fine.",
        ("Give a token instead of a key in privatelink_credentials for {account}.",),
        (LEARN + "ai-services/disable-local-auth",),
        detected="403 with the error code AuthenticationTypeDisabled, or its words about key based authentication "
        "(aoai_probe, docs/answers.md).",
    ),
    Finding(
        "auth_tenant_mismatch",
        "400: the token comes from another tenant than {account}",
        "The identity signed in to the wrong directory.",
        ("az login --tenant <tenant-id>",),
        (_AUTH,),
        detected="400 with 'Tenant provided in token does not match resource token' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_ok",
        "the model answered",
        "The whole path works.",
        (),
        (_REFERENCE,),
        detected="200 with every key that the operation promises, each of the right type (aoai_probe).",
        severity="info",
    ),
    Finding(
        "model_deployment_not_found",
        "404: {account} has no deployment named {deployment}",
        "The deployment's name is another, or it is less than five minutes old.",
        (_DEPLOYMENTS,),
        (_ERRORS,),
        detected="404 with the error code DeploymentNotFound, or 'The API deployment for this resource does not "
        "exist.' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_path_not_found",
        "404: Azure does not know this operation at {api_version}",
        "The API version is wrong, or the model behind it was retired.",
        (_DEPLOYMENTS, "Use api_version 2024-10-21, or another operation."),
        (_REFERENCE,),
        detected="404 'Resource not found' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_api_version_unsupported",
        "the API version {api_version} is not supported",
        "Azure retires preview versions.",
        ("Use api_version 2024-10-21.",),
        (LEARN + "ai-services/openai/api-version-deprecation",),
        detected="400 with 'API version not supported', or an operation enabled only for other API versions "
        "(aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_operation_unsupported",
        "400: the model behind {deployment} does not do {operation}",
        "Chat models have no completions, embedding models no chat.",
        ("Use the operation of the model, for example chat_completions.", _DEPLOYMENTS),
        (_ERRORS,),
        detected="400 with the error code OperationNotSupported, or its words about the specified model (aoai_probe, "
        "docs/answers.md).",
    ),
    Finding(
        "model_parameter_unsupported",
        "400: the model behind {deployment} refuses a parameter",
        "Reasoning models take other parameters than older ones.",
        ("Name another deployment for {account} in privatelink_accounts.",),
        (_REFERENCE,),
        detected="400 with the error code unsupported_parameter, or words of an unsupported or unrecognized one "
        "(aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_content_filtered",
        "400: the content filter refused the prompt",
        "The path is fine; the filter's rules are strict.",
        ("Loosen the deployment's content filter, or name another deployment in privatelink_accounts.",),
        (LEARN + "ai-services/openai/concepts/content-filter",),
        detected="400 with the error code content_filter (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_throttled",
        "429: {account} has used up its rate limit",
        "The path is fine; the deployment's quota is too small for its load.",
        (_AGAIN, _DEPLOYMENTS),
        (_QUOTA,),
        detected="429 about an exceeded rate limit, or in any words that are not those of model_no_capacity "
        "(aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_no_capacity",
        "429: Azure has no capacity for the model at the moment",
        "The path is fine; the region is under high demand.",
        (_AGAIN,),
        (_QUOTA,),
        detected="429 with 'The system is currently experiencing high demand' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_server_error",
        "500: the service failed",
        "The path is fine; Azure failed.",
        (_AGAIN,),
        (_ERRORS,),
        detected="500 'Internal server error', or with the error code server_error (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_unavailable",
        "503: the service is unavailable",
        "The path is fine; Azure cannot process requests at the moment.",
        (_AGAIN,),
        (_ERRORS,),
        detected="503 with 'The service is temporarily unable to process your request.' (aoai_probe, docs/answers.md).",
    ),
    Finding(
        "model_response_invalid",
        "the answer is no valid {operation} answer",
        "Azure's answer lacks a key it always has: another server may answer in its place.",
        ("Look at the evidence; report it: https://github.com/privatelink/azure_ai/issues",),
        (_REFERENCE,),
        detected="200 of Azure's, in which a key that the operation promises is missing, empty or of another type "
        "(aoai_probe).",
    ),
)
