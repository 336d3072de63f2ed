# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The accounts: one healthy one, and one for every fault. A new fault is one row, and one small named behaviour."""

from __future__ import annotations

from simulated_azure import switches
from simulated_azure.account import REGIONS, STALE_ADDRESS, Account, answering, behaving, fault, healthy, worded
from simulated_azure.azure_accounts import AZURE_ACCOUNTS
from simulated_azure.estate import ESTATE
from simulated_azure.faults.combined import COMBINED_FAULTS

__all__ = [
    "ACCOUNTS",
    "COMBINED_FAULTS",
    "DEMO",
    "ESTATE",
    "FOREIGN_ACCOUNTS",
    "HEALTHY",
    "OWN_ACCOUNTS",
    "REGIONS",
    "Account",
    "accounts_named",
]

HEALTHY = (
    healthy("aro-azureopenai", "10.0.14.4", overlay="100.64.7.4"),
    healthy(
        "chat",
        "10.0.14.20",
        overlay="100.64.7.20",
        operation="chat_completions",
        deployment="gpt-4o",
        api_version="2024-10-21",
    ),
    healthy("reasoning", "10.0.14.21", operation="chat_completions", deployment="o4-mini", api_version="2024-10-21"),
    healthy(
        "embeddings",
        "10.0.14.22",
        overlay="100.64.7.22",
        operation="embeddings",
        deployment="text-embedding-ada-002",
        api_version="2024-10-21",
    ),
    healthy("responses", "10.0.14.23", operation="responses", deployment="gpt-4o", api_version="v1"),
    healthy("models", "10.0.14.24", operation="models", deployment="", api_version="2024-10-21"),
    healthy("v1", "10.0.14.25", operation="chat_completions", deployment="gpt-4o", api_version="v1"),
    healthy("token", "10.0.14.26", credential="token"),
    healthy("keyless", "10.0.14.27", code="auth_missing", credential="none", first_check="gate"),
    healthy("gate-first", "10.0.14.28", first_check="gate"),
    healthy("ai-services", "10.0.14.30", "10.0.14.31", "10.0.14.32", kind="AIServices"),
    healthy(
        "cognitive-services",
        "10.0.14.33",
        kind="CognitiveServices",
        operation="models",
        deployment="",
        api_version="2024-10-21",
    ),
    healthy("flattened", "10.0.14.34", vnet_names="flattened"),
    healthy("http-continue", "10.0.14.35", endpoint="continues"),
    healthy("http-1-0", "10.0.14.36", endpoint="http_1_0"),
    healthy("certificate-expires-soon", "10.0.14.37", endpoint="expires_soon"),
    healthy("tls-inspected-trusted", "10.0.14.29", endpoint="inspected_trusted"),
    healthy("direct-record", "10.0.14.38", code="dns_direct_record", vnet_names="direct"),
)

DNS_FAULTS = (
    fault(
        "zone-not-linked",
        "10.0.14.5",
        "the private DNS zone is not linked to the VNet",
        "dns_public_address",
        kind="CognitiveServices",  # whose zone the healthy account of the demo does not need
        vnet_names="not_linked",
    ),
    fault(
        "stale-record",
        "10.0.14.6",
        "the zone's record is the address of a deleted endpoint",
        "dns_wrong_address",
        vnet_names="stale",
    ),
    fault(
        "record-missing",
        "10.0.14.40",
        "the zone is linked, but has no record for the account",
        "dns_record_missing",
        vnet_names="record_missing",
    ),
    fault(
        "record-hidden",
        "10.0.14.41",
        "the record is missing, and NxDomainRedirect hides it",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    fault(
        "account-unknown",
        "10.0.14.42",
        "no such account: nobody knows its name",
        "dns_name_unknown",
        vnet_names="unknown",
        public_names="unknown",
        answer="gate_subdomain_unknown",
    ),
    fault(
        "no-endpoint",
        "10.0.14.43",
        "the account has no private endpoint: its public chain lacks the hop",
        "dns_no_privatelink",
        vnet_names="not_linked",
        public_names="no_endpoint",
        endpoint="refuses",
    ),
    fault(
        "mixed-records",
        "10.0.14.44",
        "the zone has a private and a public record",
        "dns_mixed_addresses",
        vnet_names="mixed",
    ),
    fault(
        "public-ipv6",
        "10.0.14.45",
        "a public AAAA record stands beside the private A record",
        "dns_ipv6_public",
        vnet_names="ipv6_public",
    ),
    fault("sinkhole", "10.0.14.46", "the zone's record is 0.0.0.0", "dns_special_address", vnet_names="sinkhole"),
    fault("empty-record", "10.0.14.47", "the zone's record set has no address", "dns_empty", vnet_names="no_address"),
    fault(
        "cname-loop",
        "10.0.14.48",
        "the privatelink name leads back to the public one",
        "dns_cname_loop",
        vnet_names="loop",
    ),
    fault(
        "shadow-zone",
        "10.0.14.49",
        "a zone of the public name gives another private address",
        "dns_wrong_address",
        vnet_names="shadowed",
    ),
    fault(
        "ai-services-zone-missing",
        ("10.0.14.50", "10.0.14.51", "10.0.14.52"),
        "only the cognitiveservices zone is linked, two of three are missing",
        "dns_public_address",
        kind="AIServices",
        vnet_names="one_zone",
    ),
    fault(
        "ai-services-one-address",
        ("10.0.14.53", "10.0.14.54", "10.0.14.55"),
        "all three names lead to one of the three addresses",
        "dns_wrong_address",
        kind="AIServices",
        vnet_names="one_address",
    ),
    fault(
        "forwarder-missing",
        "10.0.14.56",
        "the on-premises resolver has no conditional forwarder",
        "dns_public_address",
        seen_from="onprem",
        onprem_names="not_forwarded",
    ),
    fault(
        "dns-policy",
        "10.0.14.58",
        "a DNS security policy of Azure blocks the name",
        "dns_name_unknown",
        vnet_names="policy",
    ),
    fault(
        "declaration-outdated",
        "10.0.14.59",
        "the endpoint and its record have a new address, and the inventory declares the old one",
        "dns_wrong_address",
        declared=(STALE_ADDRESS,),
    ),
    fault(
        "hosts-pinned",
        "10.0.14.57",
        "/etc/hosts of the jumphost pins the name to the public address",
        "host_pinned",
        hosts_pin=REGIONS["eastus"].address,
    ),
)

TCP_FAULTS = (
    behaving("tcp-refused", 60, "nobody listens at the private endpoint", "tcp_refused", "refuses"),
    behaving("tcp-timeout", 61, "packets to the private endpoint vanish", "tcp_timeout", "blackholed"),
    behaving("tcp-unreachable", 62, "a router says that there is no way", "tcp_unreachable", "unreachable"),
    behaving("tcp-prohibited", 63, "a router says that it is not allowed", "tcp_unreachable", "prohibited"),
    behaving("tcp-backlog-full", 64, "the server accepts no more connections", "tcp_timeout", "overloaded"),
)

TLS_FAULTS = (
    behaving("tls-timeout", 70, "the server says nothing to the ClientHello", "tls_timeout", "mute"),
    behaving("tls-mtu", 81, "large packets vanish on the way: the certificate never arrives", "tls_timeout", "narrow"),
    behaving("tls-reset", 71, "the connection is reset after the ClientHello", "tls_reset", "resets_handshake"),
    behaving("tls-closed", 72, "the connection is closed after the ClientHello", "tls_reset", "closes_handshake"),
    behaving("tls-plain-http", 73, "the port speaks HTTP without TLS", "tls_handshake_failed", "plain_http"),
    behaving("tls-1-0-only", 74, "the server knows no newer protocol than TLS 1.0", "tls_handshake_failed", "tls_1_0"),
    behaving("tls-expired", 75, "the certificate has expired", "tls_expired", "expired"),
    behaving("tls-not-yet-valid", 76, "the certificate is not valid yet", "tls_not_yet_valid", "not_yet_valid"),
    behaving("tls-wrong-name", 77, "the certificate is for another name", "tls_name_mismatch", "wrong_name"),
    behaving("tls-unknown-ca", 78, "the certificate is of an unknown authority", "tls_untrusted", "unknown_ca"),
    behaving("tls-inspected", 79, "a firewall opens TLS, with an authority of its own", "tls_untrusted", "inspected"),
    behaving("tls-no-cipher", 39, "the server has no cipher that clients offer", "tls_handshake_failed", "null_cipher"),
    behaving("tls-self-signed", 80, "the certificate is signed by itself", "tls_untrusted", "self_signed"),
)

HTTP_FAULTS = (
    behaving("http-timeout", 90, "the server never answers", "http_timeout", "never_answers"),
    fault(
        "http-list-timeout",
        "10.0.14.18",
        "the server never answers, not even to list the models",
        "http_timeout",
        endpoint="never_answers",
        operation="models",
        deployment="",
        api_version="2024-10-21",
    ),
    behaving("http-drip", 91, "the body comes a byte at a time", "http_timeout", "drips"),
    behaving("http-drip-headers", 92, "the headers come a byte at a time", "http_timeout", "drips_headers"),
    behaving("http-reset", 93, "the connection is reset instead of an answer", "http_reset", "resets_request"),
    behaving("http-reset-body", 94, "the connection is reset in the middle of the body", "http_reset", "resets_body"),
    behaving("http-closed", 95, "the connection is closed instead of an answer", "http_reset", "closes_request"),
    behaving("http-redirect", 96, "the answer leads to another host", "http_redirected", "redirects"),
    behaving("http-moved", 19, "the answer leads to another page", "http_redirected", "moves"),
    behaving("http-waf", 97, "a web application firewall answers 403 with HTML", "http_not_azure", "waf"),
    behaving("http-captive-portal", 98, "a captive portal answers 200 with HTML", "http_not_azure", "portal"),
    behaving("http-gateway", 99, "an API Management gateway stands in front", "http_gateway_auth", "gateway"),
    behaving("http-endless", 100, "the body never ends", "http_too_large", "endless"),
    behaving("http-huge", 101, "the body is 2 GiB", "http_too_large", "huge"),
    behaving("http-gzip-bomb", 102, "a compressed body, although identity was asked for", "http_malformed", "bomb"),
    behaving("http-invalid-utf8", 103, "the body is no UTF-8", "http_malformed", "invalid_utf8"),
    behaving("http-nan", 104, "the body has NaN, which is no JSON", "http_malformed", "nan"),
    behaving("http-duplicate-keys", 105, "the body has one key twice", "http_malformed", "duplicate_keys"),
    behaving("http-short-body", 106, "the body is shorter than its Content-Length", "http_malformed", "short_body"),
    behaving("http-garbage", 107, "the answer is no HTTP", "http_malformed", "garbage"),
    behaving("http-unclassified", 108, "Azure gives an answer that nobody has seen yet", "http_unclassified", "teapot"),
)

GATE_FAULTS = (
    fault(
        "public-access-enabled",
        "10.0.14.7",
        "public network access is enabled",
        "model_ok",
        "gate_public_open",
        seen_from="outside",
        public_access="enabled",
    ),
    fault(
        "selected-networks",
        "10.0.14.8",
        "public network access is limited to selected networks, not disabled",
        "gate_network_rules",
        seen_from="outside",
        public_access="selected_networks",
    ),
    fault(
        "public-access-keyless",
        "10.0.14.110",
        "public network access is enabled, and there is no key to prove it",
        "auth_missing",
        "gate_public_unproved",
        seen_from="outside",
        public_access="enabled",
        credential="none",
    ),
    fault(
        "authentication-first-keyless",
        "10.0.14.111",
        "authentication comes before the gate, which hides it",
        "auth_missing",
        "gate_public_unproved",
        seen_from="outside",
        credential="none",
    ),
    fault(
        "public-silent",
        "10.0.14.112",
        "a firewall between drops what goes to the public front end: that proves nothing",
        "tcp_timeout",
        "gate_public_unproved",
        seen_from="outside",
        region="silent",
    ),
    fault(
        "relayed",
        "10.0.14.113",
        "a firewall on the way to the private address connects to the public front end instead",
        "gate_public_access_disabled",
        answer="gate_public_access_disabled",
        first_check="gate",
    ),
    fault(
        "intent-enabled",
        "10.0.14.65",
        "public network access is declared to be enabled, and is not",
        "gate_public_access_disabled",
        seen_from="outside",
        intent="enabled",
    ),
    answering("gate_private_endpoint_not_approved", 114),
    answering("gate_custom_subdomain_required", 115),
    answering("gate_subdomain_unknown", 116),
    answering("gate_resource_blocked", 117),
)

AUTH_FAULTS = (
    fault(
        "bad-key", "10.0.14.9", "the client's key is not the account's", "auth_key_invalid", credential="wrong_api_key"
    ),
    fault("bad-token", "10.0.14.120", "the client's token has expired", "auth_token_invalid", credential="wrong_token"),
    answering("auth_permission_denied", 121, credential="token"),
    answering("auth_key_disabled", 122),
    answering("auth_tenant_mismatch", 123, credential="token"),
    worded(
        "token-audience",
        10,
        "the token is for another audience, which Azure names",
        "auth_token_invalid",
        "auth_audience",
        credential="token",
    ),
    worded(
        "role-missing",
        11,
        "the caller has no role with the action that Azure names",
        "auth_permission_denied",
        "auth_action",
        credential="token",
    ),
)

MODEL_FAULTS = (
    fault(
        "deployment-deleted",
        "10.0.14.130",
        "there is no such deployment",
        "model_deployment_not_found",
        deployment="gpt-35-turbo-0301",
    ),
    fault(
        "api-version-retired",
        "10.0.14.131",
        "Azure knows no such api-version",
        "model_path_not_found",
        api_version="2023-03-15-preview",
    ),
    fault(
        "model-retired",
        "10.0.14.12",
        "the model of the deployment is retired",
        "model_path_not_found",
        answer="model_path_not_found",
    ),
    answering("model_api_version_unsupported", 140),
    worded(
        "api-version-too-old",
        13,
        "the model needs a later api-version, which Azure names",
        "model_api_version_unsupported",
        "model_version_needed",
        operation="chat_completions",
        deployment="o4-mini",
        api_version="2024-10-21",
    ),
    worded(
        "api-version-on-v1",
        14,
        "the path of v1 takes no api-version",
        "model_api_version_unsupported",
        "model_version_on_v1",
    ),
    worded(
        "api-version-absent",
        15,
        "the request has no api-version",
        "model_api_version_unsupported",
        "model_version_absent",
    ),
    worded(
        "tokens-too-few",
        16,
        "the model needs more tokens to think than it is given",
        "model_parameter_unsupported",
        "model_tokens",
        operation="chat_completions",
        deployment="o4-mini",
        api_version="2024-10-21",
    ),
    worded(
        "request-refused",
        17,
        "Azure refuses the request in words that nobody has seen yet",
        "model_request_refused",
        "model_refused",
    ),
    answering("model_operation_unsupported", 132),
    answering("model_parameter_unsupported", 133),
    answering("model_content_filtered", 134),
    answering("model_throttled", 135),
    answering("model_no_capacity", 136),
    answering("model_server_error", 137),
    answering("model_unavailable", 138),
    answering("model_response_invalid", 139),
)

ACCOUNTS = switches.accounts(
    (
        *HEALTHY,
        *DNS_FAULTS,
        *TCP_FAULTS,
        *TLS_FAULTS,
        *HTTP_FAULTS,
        *GATE_FAULTS,
        *AUTH_FAULTS,
        *MODEL_FAULTS,
        *AZURE_ACCOUNTS,
        *COMBINED_FAULTS,
    )
)

# All that have a private endpoint here.
OWN_ACCOUNTS = ACCOUNTS + ESTATE

# What a newcomer is shown: the healthy account, and the faults that everybody meets.
DEMO = ["aro-azureopenai", "zone-not-linked", "stale-record", "public-access-enabled", "selected-networks", "bad-key"]

# Other people's accounts, for the exfiltration checks: only a public front end, and in no inventory.
FOREIGN_ACCOUNTS = (
    Account(
        "other-tenant",
        (),
        "nothing keeps data from leaving to it",
        code="auth_missing",
        root_cause="egress_open",
        vnet_names="not_linked",
        public_names="no_endpoint",
        public_access="enabled",
    ),
    *(
        Account(
            f"other-tenant-{region}",
            (),
            f"the firewall between is {region}",
            code=code,
            vnet_names="not_linked",
            public_names="no_endpoint",
            public_access="enabled",
            region=region,
        )
        for region, code in (
            ("silent", "tcp_timeout"),
            ("refusing", "tcp_refused"),
            ("blockpage", "http_not_azure"),
            ("cutoff", "tls_reset"),
        )
    ),
)


def accounts_named(names: list[str]) -> list[Account]:
    """The rows of those names, in that order; raises KeyError at the first that does not exist."""
    table = {account.name: account for account in OWN_ACCOUNTS}
    return [table[name] for name in names]
