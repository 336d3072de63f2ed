# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Causes of an answer that is not the model's: who answers in Azure's place, and what Azure's network rules refuse."""

from __future__ import annotations

from ..model import LEARN, Command, Note
from ..pages import MANAGE, NETWORK, TROUBLE
from ..repairs import DECLARE_ACCOUNT, ENDPOINT_ADDRESSES
from .looks import CERTIFICATES, FIREWALL, REQUEST, REQUEST_BY_NAME, REQUEST_BY_PROXY, TO_PUBLIC_ENDPOINT
from .model import Candidate, Family, Signal, with_steps
from .settings import HIGHER_LIMITS, NO_LOGIN, TO_ENDPOINT

_OF_ACCOUNT = "--resource-group {resource_group} --name {account}"
_SHOW_ACCESS = Command(f"az cognitiveservices account show {_OF_ACCOUNT} --query properties.publicNetworkAccess")
_DISABLE = Command(
    f"az resource update --ids $(az cognitiveservices account show {_OF_ACCOUNT} --query id --output tsv) "
    "--set properties.publicNetworkAccess=Disabled",
    changes=True,
)
_SHOW_RULES = Command(f"az cognitiveservices account show {_OF_ACCOUNT} --query properties.networkAcls")
_DENY_OTHERS = Command(
    f"az resource update --ids $(az cognitiveservices account show {_OF_ACCOUNT} --query id --output tsv) "
    "--set properties.networkAcls.defaultAction=Deny",
    changes=True,
)
_SUBDOMAINS = Command("az cognitiveservices account list --query '[].properties.customSubDomainName' --output tsv")
_CONNECTIONS = Command("az network private-endpoint-connection list --id {account_id} --output table")
_CREDENTIAL = Note(
    "Set a credential for {account} in privatelink_credentials, the same for the hosts inside and outside; then run "
    "the playbook again."
)
_OUTSIDE_HOST = Note(
    "Add a host on the Internet to the inventory, outside the network and without a route into it, for example: "
    "outside-1 privatelink_vantage=outside."
)
_APPLICATION_RULES = Command(
    "az network firewall policy rule-collection-group list --policy-name {policy} --resource-group "
    "{policy_resource_group} --query '[].ruleCollections[].rules[].[name, ruleType, targetFqdns]'"
)

_NETWORK_RULE = Command(
    "az network firewall policy rule-collection-group collection add-filter-collection --policy-name {policy} "
    "--resource-group {policy_resource_group} --rule-collection-group-name {rule_group} "
    "--name allow-private-endpoint --collection-priority {collection_priority} --action Allow "
    "--rule-type NetworkRule --rule-name allow-private-endpoint --ip-protocols TCP "
    "--source-addresses {jumphost_address} --destination-addresses {peer_address} --destination-ports 443",
    changes=True,
)

_ALLOW_OUT = Note("Allow TCP 443 from {host} to {name}, or check from another host outside.")

_INSIDE = ("jumphost", "onprem")
_OUTSIDE = ("outside",)
_UNPROVED = "gate_public_unproved"
_EGRESS = "egress_unproved"
_FOREIGN = ("http_not_azure", _UNPROVED, _EGRESS)

SIGNALS = (
    Signal("azure_mark", "the answer has a header of Azure's front end", "{peer} sent Azure's header {mark}"),
    Signal(
        "gateway_status",
        "502, 503 or 504 without a sign of Azure, which gateways answer when their backend is down",
        "{host}: {peer} answered {answer}",
    ),
    Signal(
        "login_asked",
        "401, 407 or 511 without a sign of Azure, which asks for authentication",
        "{host}: {peer} answered {answer}",
    ),
    Signal(
        "certificate_wanted",
        "the answer asks for a client certificate",
        "{host}: {peer} answered {answer}",
    ),
    Signal(
        "limit_status",
        "413 or 429 without a sign of Azure: a limit of a gateway",
        "{host}: {peer} answered {answer}",
    ),
    Signal(
        "refused_by_other",
        "403, 406, 451 or 470 without a sign of Azure",
        "{host}: {peer} answered {answer}",
    ),
    Signal(
        "block_page",
        "the refusal has the wording of a block page, or the status or server of a firewall",
        "{host}: {peer} answered {answer}, the refusal of a firewall",
    ),
    Signal(
        "login_page",
        "the answer is a login page, or a redirect to one",
        "{host}: {peer} answered {answer}, a login page",
    ),
    Signal("redirected", "the answer redirects the request", "{host}: {peer} answered: {detail}"),
    Signal(
        "redirected_to_site",
        "the answer redirects the request to another name over https, which login portals seldom do",
        "{host}: {peer} answered: {detail}",
    ),
    Signal(
        "api_management_words",
        "the answer has the wording of an API Management gateway",
        "{host}: {peer} answered {answer}, in the wording of API Management",
    ),
    Signal("other_answer", "the answer shows no sign of Azure's front end", "{host}: {peer} answered {answer}"),
    Signal(
        "unmarked",
        "the answer has no header of Azure's front end",
        "{host}: the answer of {peer} has no header of Azure's front end",
    ),
    Signal("not_http", "the answer is not complete, valid HTTP", "{host}: {detail}"),
    Signal(
        "azure_unknown_words",
        "Azure's front end gave an answer that is not known",
        "{host}: Azure answered {answer}",
    ),
    Signal(
        "timed_out_verified",
        "the certificate was verified at a private address, and the answer did not come in time",
        "{host} verified the certificate at {peer} and got no answer in time",
    ),
    Signal(
        "model_was_asked",
        "the request was for an operation of a model",
        "the request of {host} asked the model behind {deployment} ({operation})",
    ),
    Signal("list_was_asked", "the request asked for the list of models", "the request of {host} did not ask a model"),
    Signal("answers_elsewhere", "another host gets an answer from Azure", "{seen_host} gets an answer from Azure"),
    Signal(
        "refused_public",
        "Azure's front end refused the request as one over the public endpoint",
        "Azure answered {host}: {message}",
    ),
    Signal(
        "refused_on_both_legs",
        "both the request by name and the one by address are refused as requests over the public endpoint",
        "{host} is refused by name and by address, each over a declared private address",
    ),
    Signal(
        "azure_says_application_rule",
        "Azure's side shows a firewall with an application rule that intercepts the traffic",
        "Azure's side: {azure_rule_summary}",
    ),
    Signal("peer_is_public", "the request went to a public address", "{host} connected to the public address {peer}"),
    Signal(
        "peer_is_private", "the request went to a private address", "{host} connected to the private address {peer}"
    ),
    Signal(
        "sent_past_proxies", "the request went straight to the endpoint, without a proxy", "{host} did not use a proxy"
    ),
    Signal(
        "azure_says_not_approved",
        "Azure's side shows a connection that is not approved",
        "Azure's side: {azure_connection}",
    ),
    Signal(
        "azure_says_approved",
        "Azure's side shows an approved private endpoint of the account",
        "Azure's side: {azure_endpoints}",
    ),
    Signal(
        "address_shared",
        "requests for another name of the account go to the same address",
        "{host}: requests for {other_name} go to {peer_address}, too",
    ),
    Signal("azure_lacks_account", "Azure's side has no such account", "Azure's side: {azure_missing}"),
    Signal(
        "azure_lacks_subdomain",
        "Azure's side shows that the account has no custom subdomain",
        "Azure's side: {azure_missing}",
    ),
    Signal("azure_has_account", "Azure's side has the account", "Azure's side: the account {account} exists"),
    Signal(
        "known_elsewhere",
        "Azure answers for the account from another host",
        "{seen_host}: Azure answers for {name} ({seen_code})",
    ),
    Signal(
        "led_in_dns",
        "Azure's public zone has an alias (CNAME) for the name, as it has for accounts that exist",
        "{seen_host}: the answer of {seen_server} leads to {seen_alias}, so Azure's public zone has the account",
    ),
    Signal(
        "denied_in_dns",
        "Azure's public zone answers that the name does not exist",
        "{seen_host}: {seen_server} answers NXDOMAIN, with the SOA record of Azure's public zone {seen_zone}",
    ),
    Signal("unknown_subdomain", "Azure's front end knows no such account", "Azure answered {host}: {message}"),
    Signal("regional_words", "Azure's front end requires the account's own name", "Azure answered {host}: {message}"),
    Signal("blocked_words", "Azure has blocked the account", "Azure answered {host}: {message}"),
    Signal(
        "served_publicly",
        "Azure serves the request over a public address",
        "Azure served the request of {host} at {peer} ({code})",
    ),
    Signal(
        "azure_says_open",
        "Azure's side shows that public network access is not disabled",
        "Azure's side: publicNetworkAccess is {azure_public_access}",
    ),
    Signal(
        "azure_says_all_networks",
        "Azure's side shows that the default action of the network rules is Allow, or that there are none",
        "Azure's side: networkAcls.defaultAction is {azure_default_action}",
    ),
    Signal(
        "azure_says_selected",
        "Azure's side shows that the default action of the network rules is Deny",
        "Azure's side: networkAcls.defaultAction is Deny, and the selected networks are {azure_networks}",
    ),
    Signal("declared_enabled", "public access is declared as enabled", "public_access of {account} is enabled"),
    Signal("declared_closed", "public access is declared as closed", "public_access of {account} is {public_access}"),
    Signal("declared_disabled", "public access is declared as disabled", "public_access of {account} is disabled"),
    Signal(
        "declared_selected",
        "public access is declared as selected_networks",
        "public_access of {account} is selected_networks",
    ),
    Signal(
        "refused_selected",
        "Azure's front end refused the source by network rules for selected networks",
        "Azure answered {host}: {message}",
    ),
    Signal("nobody_asked", "no host outside sent a request to the account", "no host outside asked {name}"),
    Signal(
        "host_declares_nothing",
        "a host outside exists, and does not declare the account",
        "{seen_host} does not declare {account}",
    ),
    Signal(
        "asked_for_credential",
        "the request had no credential, and Azure asked for one before it applied its network rules",
        "Azure answered {host}, which sent no credential: {message}",
    ),
    Signal("unresolved", "the host got no address for the name", "{host}: {code} for {name}"),
    Signal("diverted_locally", "the request went to an address that is not public", "{host} connected to {peer}"),
    Signal(
        "unlike_credentials",
        "hosts inside and outside sent different kinds of credential, and both got answers",
        "hosts inside and outside both got answers",
    ),
    Signal("answered_otherwise", "Azure answered, and neither served nor refused the request", "{host}: {reason}"),
    Signal(
        "azure_reached",
        "Azure itself answers at an endpoint that belongs to others",
        "{host}: Azure answers for {name}",
    ),
)

_SERVERS = (
    Candidate(
        "gateway_backend",
        (*_FOREIGN, "http_malformed"),
        "a gateway whose backend is down answers",
        "A gateway at {peer} answers {answer}: it is in front of the endpoint, and does not reach its backend.",
        (
            REQUEST,
            CERTIFICATES,
            ENDPOINT_ADDRESSES,
            Note(
                "Look at the backend health and the log of the gateway{server_words}. Its backend must be "
                "the private endpoint's own address, <endpoint-address>, with the host name {name}."
            ),
            *TO_ENDPOINT,
        ),
        docs=(TROUBLE, LEARN + "application-gateway/application-gateway-troubleshooting-502"),
        proven_by=("gateway_status",),
        excluded_by=("azure_mark",),
        needs=("gateway_status",),
    ),
    Candidate(
        "gateway_login",
        (*_FOREIGN, "http_unclassified", "http_malformed"),
        "a gateway requires its own authentication",
        "A gateway at {peer} requires its own authentication ({answer}): it did not pass the request on to Azure.",
        (
            REQUEST,
            Note("Exempt {name} from authentication on the gateway{server_words}, or use the endpoint's own address."),
            *NO_LOGIN,
            ENDPOINT_ADDRESSES,
        ),
        docs=(TROUBLE,),
        proven_by=("login_asked",),
        excluded_by=("azure_mark", "api_management_words"),
        needs=("login_asked",),
    ),
    Candidate(
        "gateway_limit",
        (*_FOREIGN, "http_unclassified", "http_malformed"),
        "a limit of a gateway refuses the request",
        "A gateway at {peer} refuses the request because of a limit of its own ({answer}): Azure did not see it.",
        (
            REQUEST,
            Note("Raise the limit for size (413) or rate (429) on the gateway{server_words}."),
            *HIGHER_LIMITS,
        ),
        docs=(TROUBLE,),
        proven_by=("limit_status",),
        excluded_by=("azure_mark", "api_management_words"),
        needs=("limit_status",),
    ),
    Candidate(
        "web_application_firewall",
        (*_FOREIGN, "http_unclassified", "http_malformed"),
        "a firewall refuses the request",
        "A firewall at {peer} that inspects requests refuses this one ({answer}): Azure did not see it.",
        (
            REQUEST,
            CERTIFICATES,
            Note("Allow {name} for {host} in the rules of the firewall{server_words}, and check its log."),
        ),
        docs=(TROUBLE, FIREWALL),
        proven_by=("block_page",),
        supported_by=("refused_by_other",),
        excluded_by=("azure_mark", "api_management_words"),
        needs=("refused_by_other", "block_page"),
    ),
    Candidate(
        "captive_portal",
        (*_FOREIGN, "http_redirected"),
        "a portal requires a login before it lets the host through",
        "A portal answers in Azure's place ({answer}): it requires a login before it lets {host} through.",
        (
            REQUEST,
            Note("Log in to the portal for {host}, or exempt {name} from it."),
        ),
        docs=(TROUBLE,),
        proven_by=("login_page",),
        excluded_by=("azure_mark", "login_asked", "gateway_status"),
        needs=("login_page", "redirected"),
    ),
    Candidate(
        "gateway_redirects",
        ("http_redirected", _UNPROVED, _EGRESS),
        "a gateway redirects requests for the name",
        "A gateway at {peer} redirects the request ({detail}). Azure's front end never does.",
        (REQUEST, Note("Remove the redirect for {name} on the gateway{server_words}."), ENDPOINT_ADDRESSES),
        docs=(TROUBLE,),
        supported_by=("redirected_to_site",),
        excluded_by=("azure_mark", "login_page", "block_page"),
        needs=("redirected", "login_page"),
    ),
    Candidate(
        "api_management",
        (*_FOREIGN, "http_gateway_auth"),
        "an API Management gateway is in front of the account",
        "An API Management gateway at {peer} answers by itself ({answer}): it is in front of the account, and applies "
        "its own keys, limits and operations.",
        (
            REQUEST,
            Note(
                "Validate the account's own name, {name}, at the private endpoint's address. The gateway needs a "
                "check of its own, with its subscription key and its paths."
            ),
        ),
        docs=(LEARN + "api-management/api-management-subscriptions",),
        proven_by=("api_management_words",),
        needs=("api_management_words",),
    ),
    Candidate(
        "other_server",
        (*_FOREIGN, "http_unclassified", "http_malformed", "http_too_large", "model_response_invalid"),
        "another server answers in Azure's place",
        "A server other than Azure's front end answers at {peer} ({answer}).",
        (
            REQUEST,
            CERTIFICATES,
            ENDPOINT_ADDRESSES,
            Note("Find out which server has {peer_address}, and make {name} resolve to the private endpoint itself."),
        ),
        docs=(TROUBLE,),
        supported_by=("other_answer", "not_http"),
        excluded_by=(
            "azure_mark",
            "gateway_status",
            "login_asked",
            "limit_status",
            "refused_by_other",
            "login_page",
            "api_management_words",
        ),
        needs=("other_answer", "not_http"),
    ),
    Candidate(
        "azure_answer_unknown",
        ("http_unclassified", "http_malformed", "http_too_large"),
        "Azure gave an answer that is not known",
        "Azure's front end gave {host} an answer that this collection does not know, so nothing is concluded from it.",
        (REQUEST, Note("Report it with the evidence: https://github.com/privatelink/azure_ai/issues")),
        docs=(NETWORK,),
        proven_by=("azure_unknown_words",),
        excluded_by=("other_answer", "not_http"),
        needs=("azure_unknown_words",),
    ),
)

# What is to answer a host outside is the public endpoint, which no gateway of the network is in front of.
_IN_ITS_PLACE = (
    "gateway_backend",
    "gateway_limit",
    "gateway_login",
    "gateway_redirects",
    "api_management",
    "other_server",
)
# An endpoint of others gets no credential, and nothing is to let requests to it through.
_REFUSE = (
    Command("curl -sv -o /dev/null {url}"),
    CERTIFICATES,
    Note("Find out which server has {peer_address}, and make the firewall refuse the connection to {name}."),
)
_GATEWAYS = with_steps(
    with_steps(_SERVERS, _UNPROVED, TO_PUBLIC_ENDPOINT, causes=_IN_ITS_PLACE), code=_EGRESS, remedy=_REFUSE
)

_SILENCE = (
    Candidate(
        "slow_model",
        ("http_timeout",),
        "the model takes longer than the probe waits",
        "{peer} accepts the request, but the model behind {deployment} takes longer than the probe waits.",
        (
            REQUEST,
            Note("Raise endpoint_timeout, lower endpoint_max_tokens, or name a faster deployment."),
        ),
        docs=(LEARN + "ai-services/openai/how-to/latency",),
        supported_by=(("timed_out_verified", "model_was_asked"),),
        excluded_by=("list_was_asked",),
    ),
    Candidate(
        "request_lost",
        ("http_timeout",),
        "a firewall or relay on the path holds the request back",
        "{peer} accepts the request but does not answer it: a firewall or relay on the path holds it back.",
        (
            REQUEST,
            Command("ping -c 3 -M do -s 1372 {peer_address}"),
            Note("Look at the log of the firewall for {host} and {peer_address}."),
        ),
        docs=(TROUBLE,),
        supported_by=("list_was_asked",),
    ),
    Candidate(
        "connection_cut",
        ("http_reset",),
        "a firewall or relay on the path cuts the connection",
        "A firewall or relay between {host} and {peer} cuts the connection once the request is sent.",
        (REQUEST, CERTIFICATES, Note("Look at the log of the firewall or relay for {host} and {peer_address}.")),
        docs=(TROUBLE, FIREWALL),
        supported_by=("answers_elsewhere",),
        excluded_by=("certificate_required", "refused_after_request"),
    ),
    Candidate(
        "firewall_application_rule",
        ("http_reset", "tls_reset"),
        "an application rule of Azure Firewall intercepts the traffic",
        "An application rule of Azure Firewall intercepts connections from {host} to {peer_address}, and the firewall "
        "opens its own.",
        (
            _APPLICATION_RULES,
            Note(
                "Add a network rule that allows TCP 443 from {host} to {peer_address}: network rules are applied "
                "before application rules."
            ),
            _NETWORK_RULE,
        ),
        docs=(FIREWALL,),
        supported_by=("azure_says_application_rule",),
        needs=("azure_says_application_rule", "azure_not_read"),
        vantages=_INSIDE,
    ),
)

_REFUSED_PUBLIC = ("gate_public_access_disabled", "gate_network_rules")
_RULES = (
    Candidate(
        "firewall_application_rule",
        _REFUSED_PUBLIC,
        "an application rule of Azure Firewall re-originates the traffic from its public address",
        "{host} connects to the private endpoint's address, and Azure sees a public source: an application rule makes "
        "Azure Firewall intercept the traffic, resolve {name} itself and connect from its own public address.",
        (
            Command("az network firewall list --query '[].[name, firewallPolicy.id]' --output tsv"),
            _APPLICATION_RULES,
            REQUEST,
            Note(
                "Add a network rule that allows TCP 443 from {host} to {peer_address}: network rules are applied "
                "before application rules."
            ),
            _NETWORK_RULE,
        ),
        docs=(FIREWALL,),
        proven_by=("azure_says_application_rule",),
        supported_by=("refused_on_both_legs", "azure_has_peer"),
        excluded_by=("sent_by_proxy", "peer_is_public", "azure_lacks_peer"),
        vantages=_INSIDE,
    ),
    Candidate(
        "relay",
        _REFUSED_PUBLIC,
        "the address belongs to a relay, which passes requests on to the public endpoint",
        "{peer_address} is not the private endpoint: a relay, NAT or transparent proxy there passes the requests of "
        "{host} on to the public endpoint.",
        (
            ENDPOINT_ADDRESSES,
            CERTIFICATES,
            Note("Find the device that has {peer_address}, and connect to the private endpoint's own address."),
        ),
        docs=(NETWORK,),
        supported_by=("azure_lacks_peer",),
        excluded_by=("sent_by_proxy", "peer_is_public", "azure_has_peer"),
        vantages=_INSIDE,
    ),
    Candidate(
        "public_address",
        ("gate_public_access_disabled",),
        "the host connects to a public address for the name",
        "{host} connects to the public address {peer_address} for {name}, where Azure refuses the request as it "
        "should.",
        (Command("dig {name}"), Note("Make {name} resolve to the private endpoint's address on {host}.")),
        docs=(NETWORK,),
        proven_by=("peer_is_public",),
        excluded_by=("peer_is_private",),
        needs=("peer_is_public", "peer_is_private"),
        vantages=_INSIDE,
    ),
    Candidate(
        "endpoint_not_approved",
        ("gate_private_endpoint_not_approved",),
        "the connection of the private endpoint is not approved",
        "The connection of the private endpoint at {peer_address} to {account} is pending, rejected or disconnected.",
        (
            _CONNECTIONS,
            Command(
                "az network private-endpoint-connection approve --id {connection_id} --description approved",
                when="if the connection is pending, and it is yours",
                changes=True,
            ),
            Note("A connection that was rejected cannot be approved again: re-create the private endpoint."),
        ),
        docs=(MANAGE,),
        proven_by=("azure_says_not_approved",),
        supported_by=("peer_is_private",),
        excluded_by=("azure_says_approved", "peer_is_public", "sent_by_proxy"),
    ),
    Candidate(
        "public_caller",
        ("gate_private_endpoint_not_approved",),
        "the request came over the public endpoint",
        "The request of {host} came over the public endpoint, for which Azure gives the same message.",
        (
            Command("dig {name}"),
            REQUEST_BY_NAME,
            Note("Make {name} resolve to the private endpoint's address on {host}, and exempt it from proxies."),
        ),
        docs=(NETWORK,),
        proven_by=("peer_is_public", "sent_by_proxy"),
        excluded_by=("peer_is_private",),
    ),
    Candidate(
        "address_of_another_endpoint",
        ("gate_private_endpoint_not_approved",),
        "the address belongs to another name, or to the endpoint of another account",
        "{peer_address} belongs to another name of the account, or to the private endpoint of another account: each "
        "name has an address of its own.",
        (ENDPOINT_ADDRESSES, Note("Correct {peer_address} in the record, in /etc/hosts or in private_addresses.")),
        docs=(MANAGE,),
        proven_by=("azure_lacks_peer",),
        supported_by=(("address_shared", "azure_says_approved"), "address_shared"),
        excluded_by=("azure_has_peer", "peer_is_public", "sent_by_proxy"),
        vantages=_INSIDE,
    ),
    Candidate(
        "approval_not_arrived",
        ("gate_private_endpoint_not_approved",),
        "Azure's front end does not know of the approval yet",
        "The connection is approved, but Azure's front end does not know of it yet: changes take some minutes to take "
        "effect.",
        (
            _CONNECTIONS,
            Note("Run the playbook again in ten minutes; if the error persists, re-create the private endpoint."),
        ),
        docs=(MANAGE,),
        supported_by=("azure_has_peer", "azure_says_approved"),
        excluded_by=("azure_says_not_approved", "peer_is_public", "sent_by_proxy"),
        needs=("azure_says_approved", "azure_not_read"),
    ),
    Candidate(
        "regional_endpoint",
        ("gate_custom_subdomain_required", _UNPROVED),
        "a regional endpoint was used",
        "The request used a regional endpoint, but a private endpoint serves only the account's own name.",
        (_SUBDOMAINS, Note("Use the account's own name as the endpoint: https://{account}.{public_zone}.")),
        docs=(LEARN + "ai-services/cognitive-services-custom-subdomains",),
        supported_by=("azure_has_account",),
        excluded_by=("azure_lacks_subdomain",),
        needs=("regional_words",),
    ),
    Candidate(
        "subdomain_missing",
        ("gate_custom_subdomain_required", _UNPROVED),
        "the account has no custom subdomain",
        "{account} has no custom subdomain, and a private endpoint serves an account only by that name.",
        (_SUBDOMAINS, Note("Give the account a custom subdomain; this cannot be undone.")),
        docs=(LEARN + "ai-services/cognitive-services-custom-subdomains",),
        proven_by=("azure_lacks_subdomain",),
        excluded_by=("azure_has_account",),
        needs=("regional_words",),
    ),
    Candidate(
        "account_missing",
        ("gate_subdomain_unknown", _UNPROVED),
        "Azure has no account of this name",
        "Azure has no account with the custom subdomain of {name}: the account was deleted, or has another name.",
        (_SUBDOMAINS, Note("Correct the name of {account} in privatelink_accounts, or restore the account.")),
        docs=(LEARN + "ai-services/cognitive-services-custom-subdomains",),
        proven_by=("azure_lacks_account",),
        supported_by=("denied_in_dns",),
        excluded_by=("azure_has_account", "known_elsewhere", "led_in_dns"),
        needs=("unknown_subdomain",),
    ),
    Candidate(
        "account_not_ready",
        ("gate_subdomain_unknown", _UNPROVED),
        "Azure's front end does not know the account yet, or not for this credential",
        "The account exists, but Azure's front end does not know {name}: the account is new, its region is not ready, "
        "or the token has expired.",
        (
            REQUEST,
            Command(f"az cognitiveservices account show {_OF_ACCOUNT} --query properties.dateCreated"),
            Command("az account get-access-token --resource https://cognitiveservices.azure.com --query expiresOn"),
            Note("Run the playbook again in a few minutes; a region may take up to 40 minutes."),
        ),
        docs=(LEARN + "ai-services/cognitive-services-custom-subdomains",),
        supported_by=("azure_has_account", "known_elsewhere", "led_in_dns"),
        excluded_by=("azure_lacks_account", "denied_in_dns"),
        needs=("unknown_subdomain",),
    ),
    Candidate(
        "account_blocked",
        ("gate_resource_blocked", _UNPROVED),
        "Azure has blocked the account for content policy reasons",
        "Azure has blocked {account} for content policy reasons. The path works.",
        (Note("Open a support request for {account}."),),
        docs=(LEARN + "ai-services/openai/concepts/abuse-monitoring",),
        proven_by=("blocked_words",),
        needs=("blocked_words",),
    ),
)

_PUBLIC = (
    Candidate(
        "public_access_enabled",
        ("gate_public_open",),
        "public network access is not disabled",
        "Public network access of {account} is not disabled: anyone with a credential can use it from the Internet.",
        (_SHOW_ACCESS, _DISABLE, Note("The change takes some minutes to take effect.")),
        docs=(NETWORK,),
        # A perimeter may be what opens it, which only Azure's side shows.
        proven_by=("azure_says_open",),
        supported_by=("served_publicly",),
        needs=("declared_disabled",),
    ),
    Candidate(
        "public_access_enabled",
        ("gate_public_open",),
        "the default action of the account's network rules is Allow, which admits all networks",
        "The default action of {account}'s network rules is Allow: they admit all networks, not only selected ones.",
        (_SHOW_RULES, _DENY_OTHERS, Note("The change takes some minutes to take effect.")),
        docs=(NETWORK,),
        proven_by=("azure_says_all_networks",),
        supported_by=("served_publicly",),
        excluded_by=("azure_says_selected",),
        needs=("declared_selected",),
    ),
    Candidate(
        "host_in_selected_networks",
        ("gate_public_open",),
        "the host's public address is in one of the selected networks",
        "{host} was served over the public address {peer}: its own public address is in one of the networks that "
        "{account} is open to.",
        (
            _SHOW_RULES,
            Note("If the network of {host} is meant to be admitted, check from a host outside the selected networks."),
            Note("Otherwise remove its network from the network rules of {account}."),
        ),
        docs=(NETWORK,),
        supported_by=("served_publicly", "azure_says_selected"),
        excluded_by=("azure_says_all_networks",),
        needs=("declared_selected",),
    ),
    Candidate(
        "selected_networks_allowed",
        ("gate_network_rules",),
        "the account is open to selected public networks",
        "{account} is open to selected public networks, which do not include {host}: the account is not closed to the "
        "Internet.",
        (_SHOW_ACCESS, _DISABLE),
        docs=(NETWORK,),
        proven_by=(("refused_selected", "declared_closed"),),
        excluded_by=("declared_enabled",),
        vantages=_OUTSIDE,
    ),
    Candidate(
        "stricter_than_declared",
        _REFUSED_PUBLIC,
        "Azure's settings are stricter than what is declared",
        "Public access of {account} is declared as enabled, but Azure refuses {host}: the settings are stricter.",
        (_SHOW_ACCESS, Note("Declare what is meant: public_access: disabled, or selected_networks.")),
        docs=(NETWORK,),
        proven_by=("declared_enabled",),
        excluded_by=("declared_closed",),
        vantages=_OUTSIDE,
    ),
    Candidate(
        "host_offline",
        (_UNPROVED, "host_offline"),
        "the host reaches no control endpoint on the Internet",
        "{host} reaches no control endpoint on the Internet, so its failed request to {name} shows nothing.",
        (
            Command("curl -sv -o /dev/null {control_url}"),
            Note("Give {host} access to the Internet, or check from another host outside."),
        ),
        docs=(NETWORK,),
        proven_by=(("control_failed", "unreached"),),
        supported_by=("control_failed",),
        excluded_by=("control_reached",),
        needs=("unreached", "control_failed"),
    ),
    Candidate(
        "outgoing_blocked",
        (_UNPROVED,),
        "a firewall of the host's network blocks the path to the public endpoint",
        "{host} reaches the Internet, but not {name}: a firewall of its own network blocks the request. Azure neither "
        "answered nor refused.",
        (REQUEST_BY_NAME, _ALLOW_OUT),
        looks=(REQUEST_BY_NAME, _ALLOW_OUT),
        docs=(NETWORK,),
        supported_by=(("unreached", "control_reached"),),
        excluded_by=("control_failed",),
        needs=("unreached",),
    ),
    Candidate(
        "outside_unresolved",
        (_UNPROVED,),
        "the host outside got no address for the name",
        "{host} got no address for {name}, so no request was sent to the public endpoint. A name that does not resolve "
        "is not a closed endpoint.",
        (Command("dig {name}"), Note("Give {host} a public nameserver, or check from another host outside.")),
        docs=(NETWORK,),
        proven_by=("unresolved",),
        needs=("unresolved",),
    ),
    Candidate(
        "outside_by_proxy",
        (_UNPROVED,),
        "the request went through a proxy",
        "{host} sent the request through the proxy {proxy}: the answer is about the path from the proxy, which may be "
        "inside the network, to Azure.",
        (REQUEST_BY_PROXY, REQUEST_BY_NAME, Note("Probe without use_proxy, or from a host that needs no proxy.")),
        docs=(NETWORK,),
        proven_by=("sent_by_proxy",),
        needs=("sent_by_proxy",),
    ),
    Candidate(
        "outside_diverted",
        (_UNPROVED,),
        "the host outside connected to an address that is not public",
        "{host} connected to {peer} for {name}. This is not the public endpoint: a sinkhole, /etc/hosts or a relay "
        "takes its place.",
        (Command("getent ahosts {name}"), Note("Make {name} resolve to its public address on {host}.")),
        docs=(NETWORK,),
        proven_by=("diverted_locally",),
        needs=("diverted_locally",),
    ),
    Candidate(
        "credential_missing",
        (_UNPROVED, "model_not_asked"),
        "no credential was sent, and Azure asks for one first",
        "The request of {host} carried no credential, and Azure asks for one before it shows anything else.",
        (_CREDENTIAL,),
        docs=(NETWORK, LEARN + "ai-services/authentication"),
        proven_by=("asked_for_credential",),
        needs=("asked_for_credential",),
    ),
    Candidate(
        "credentials_differ",
        (_UNPROVED,),
        "the hosts inside and outside sent different kinds of credential",
        "The hosts inside and outside sent different kinds of credential, so their answers do not show that the "
        "network rules are applied first.",
        (_CREDENTIAL,),
        docs=(NETWORK,),
        proven_by=("unlike_credentials",),
        needs=("unlike_credentials",),
    ),
    Candidate(
        "nobody_outside",
        (_UNPROVED,),
        "no host outside asked the public endpoint",
        "No host outside the network sent a request to {name}. A request from inside takes the private endpoint, and "
        "shows nothing about the public one.",
        (_OUTSIDE_HOST,),
        docs=(NETWORK,),
        proven_by=("nobody_asked",),
        excluded_by=("host_declares_nothing",),
        needs=("nobody_asked",),
    ),
    Candidate(
        "account_not_declared",
        (_UNPROVED,),
        "the host outside does not declare the account",
        "{seen_host} is outside the network and does not declare {account}, so no request was sent to the public "
        "endpoint.",
        (DECLARE_ACCOUNT,),
        docs=(NETWORK,),
        proven_by=("host_declares_nothing",),
        needs=("host_declares_nothing",),
    ),
    Candidate(
        "answer_undecided",
        (_UNPROVED,),
        "Azure answered, and neither served nor refused the request",
        "Azure's front end answered {host} ({reason}), which shows neither a closed nor an open public endpoint.",
        (
            REQUEST_BY_NAME,
            Note("Correct the name, deployment and credential of {account}, then run the playbook again."),
        ),
        docs=(NETWORK,),
        proven_by=("answered_otherwise",),
        needs=("answered_otherwise",),
    ),
    Candidate(
        "egress_allowed",
        ("egress_open",),
        "the firewall lets the host reach accounts that belong to others",
        "{host} reaches {name}, an account that belongs to others: nothing on the path denies it.",
        (Note("Deny the destination on the firewall: allow only the names of your own accounts."),),
        docs=(LEARN + "ai-services/cognitive-services-data-loss-prevention",),
        proven_by=("azure_reached",),
    ),
)

FAMILY = Family(
    "answers", "who answers, and what Azure's network rules say", SIGNALS, (*_GATEWAYS, *_SILENCE, *_RULES, *_PUBLIC)
)
