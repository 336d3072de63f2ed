# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader is told of each signal: the sentence, with what the run holds, in the diagnosis of one case."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.table import CASES

BY_ID = {each.id: each for each in CASES}

# By case, sentences of its diagnosis. Each stands for one signal, which is here once.
SENTENCES = {
    "host_pinned-hosts_pin": [
        "jump-1: line 7 of /etc/hosts has 10.0.14.99",
    ],
    "host_search_trap-search_domain": [
        "jump-1 has the search list corp.example (ndots 5)",
    ],
    "host_system_differs-nss_without_dns": [
        "jump-1: programs get no address",
    ],
    "host_system_differs-nameserver_order": [
        "jump-1: programs get what 10.0.0.5 answers, 10.0.14.99",
    ],
    "host_system_differs-local_cache": [
        "jump-1: programs get 10.0.14.99, which /etc/hosts does not have",
    ],
    "host_not_outside-host_inside-outside-1": [
        "outside-1: 168.63.129.16 answers 10.0.14.4, through example.privatelink.openai.azure.com",
    ],
    "host_not_outside-overlay-outside-1": [
        "outside-1: programs get 100.64.7.1, an address that overlays use",
    ],
    "dns_public_address-forwarder_privatelink_only": [
        "jump-1: 10.0.0.5 answers 10.0.14.4 for example.privatelink.openai.azure.com",
    ],
    "dns_public_address-zone_not_linked": [
        "Azure's side: the zone privatelink.openai.azure.com in rg-ai is not linked to vnet-ai",
    ],
    "dns_public_address-zone_fallback": [
        "Azure's side: the zone privatelink.openai.azure.com has no record for example.openai.azure.com, and "
        "its link to vnet-ai falls back to the Internet",
    ],
    "dns_public_address-zone_missing": [
        "Azure's side: the subscription of example has no private DNS zone privatelink.openai.azure.com",
    ],
    "dns_public_address-dns_intercepted-onprem-1": [
        "onprem-1: 168.63.129.16 answers 203.0.113.10, although it exists only in virtual networks of Azure",
    ],
    "dns_public_address-chain_hidden-outside-1": [
        "outside-1: 192.0.2.53 shows no alias (CNAME) of example.openai.azure.com, and does not answer for "
        "example.privatelink.openai.azure.com",
    ],
    "dns_public_address-azure_dns_policy": [
        "jump-1: the answer of 168.63.129.16 leads to the block name of Azure's DNS security policies",
    ],
    "dns_no_privatelink-split_view": [
        "jump-2, in the same network: 10.0.0.5 answers 10.0.14.4",
        "jump-2: 10.0.0.5 answers 10.0.14.4",
        "jump-2: the same nameserver, 10.0.0.5, answers 10.0.14.4",
        "jump-2: the answer of 10.0.0.5 passes through example.privatelink.openai.azure.com",
    ],
    "dns_no_privatelink-stub_resolver": [
        "jump-1: 10.0.0.5, which systemd-resolved asks, answers 10.0.14.4",
        "jump-1: 10.0.0.5 answers 10.0.14.4",
    ],
    "dns_no_privatelink-no_private_endpoint": [
        "outside-1: the answer of 192.0.2.53 leads to Azure's public endpoint without a privatelink name",
        "jump-1: the answer of 168.63.129.16 leads to westeurope.prod.cog.trafficmanager.net",
    ],
    "dns_no_privatelink-foreign_zone": [
        "jump-1: 10.0.0.5 answers authoritatively (AA), so it has a record of its own",
        "jump-1: 10.0.0.5 answers from a zone openai.azure.com of dc01.corp.example, which is not Azure's",
    ],
    "dns_name_unknown-split_view": [
        "jump-2: 10.0.0.5 answers 10.0.14.4",
        "jump-1: 10.0.0.5 answers from Azure's public zone openai.azure.com",
    ],
    "dns_name_unknown-dns_filter": [
        "jump-1: 10.0.0.5 answers NXDOMAIN without an SOA record",
    ],
    "dns_name_unknown-account_missing": [
        "outside-1: 192.0.2.53 answers NXDOMAIN, with the SOA record of a public zone of Azure",
    ],
    "dns_name_unknown-internet_names_unresolved": [
        "jump-1: 10.0.0.5 answers from a zone . of its own, as networks without Internet names do",
    ],
    "dns_record_missing-dns_filter": [
        "jump-1: 10.0.0.5 answers with the SOA record of rpz.corp.example, which example.openai.azure.com is not in",
    ],
    "dns_record_missing-record_missing": [
        "Azure's side: the zone privatelink.openai.azure.com in rg-ai has no record for example.openai.azure.com",
        "jump-1: 168.63.129.16 answers from the Azure private DNS zone privatelink.openai.azure.com",
    ],
    "dns_wrong_address-dns_filter": [
        "jump-1: 168.63.129.16 answers 10.0.14.4, as expected",
        "jump-1: 10.0.0.5 answers 10.66.66.66 itself, without the alias (CNAME) that Azure's zones have",
        "jump-1: 10.0.0.5 adds the extended DNS error Blocked",
        "jump-1: 10.0.0.5 adds the extended DNS error Blocked, and shows no alias (CNAME) of example.openai.azure.com",
        "jump-1: 10.0.0.5 answers 10.66.66.66 for the random name k3jx9a7wq2mfzt5b.openai.azure.com too",
        "jump-1: a server other than Azure's answers at 10.66.66.66 (tls_untrusted)",
    ],
    "dns_wrong_address-shadow_zone": [
        "jump-1: 168.63.129.16 answers 10.0.14.99 itself, without an alias (CNAME)",
        "jump-1: 168.63.129.16 answers from an Azure private DNS zone openai.azure.com, the public zone's name",
    ],
    "dns_wrong_address-declaration_outdated": [
        "Azure's side: the private endpoint has 10.0.14.99",
    ],
    "dns_wrong_address-overlay": [
        "jump-1: 10.0.0.5 answers 100.64.7.1, an address that overlays use, without an alias (CNAME)",
        "jump-1: other names get addresses of 100.64.0.0/16 too: other0.openai.azure.com 100.64.7.2, "
        "other1.openai.azure.com 100.64.7.3",
        "jump-1: Azure answers at 100.64.7.1 (model_ok)",
    ],
    "dns_special_address-record_stale": [
        "Azure's side: the record for example.openai.azure.com has 127.0.0.1, but the endpoint has 10.0.14.4",
        "Azure's side: the private endpoint has 10.0.14.4",
        "jump-1: 168.63.129.16 itself answers 127.0.0.1",
        "jump-1: 168.63.129.16 answers 127.0.0.1, which cannot be the address of an endpoint",
    ],
    "dns_mixed_addresses-dns_filter": [
        "jump-1: 10.0.0.5 adds the extended DNS error Filtered",
        "jump-1: 10.0.0.5 answers 203.0.113.66 for the random name k3jx9a7wq2mfzt5b.openai.azure.com too",
    ],
    "dns_direct_record-record_pinned": [
        "jump-1: for the random name k3jx9a7wq2mfzt5b.openai.azure.com, 10.0.0.5 passes on NXDOMAIN from Azure's "
        "public zone",
    ],
    "dns_ipv6_public-dns64": [
        "jump-1: 10.0.0.5 answers 64:ff9b::a00:e04, which is an IPv4 address in the prefix of a DNS64",
    ],
    "dns_ipv6_public-ipv6_not_forwarded": [
        "jump-1: only the AAAA answer of 10.0.0.5 leads to westeurope.prod.cog.trafficmanager.net",
    ],
    "dns_ipv6_public-ipv6_record": [
        "jump-1: 168.63.129.16 answers 2001:db8::1, which holds no IPv4 address",
    ],
    "dns_servfail-rebinding_protection": [
        "jump-1: 168.63.129.16 answers 10.0.14.4 in the same network",
        "jump-1: the answer of 10.0.0.5 passes through example.privatelink.openai.azure.com",
        "jump-1: 10.0.0.5 answers SERVFAIL and no address for A; its AAAA answer passes through "
        "example.privatelink.openai.azure.com",
        "jump-1: asked without DNSSEC validation (CD), 10.0.0.5 gives SERVFAIL too",
        "jump-1: asked again, 10.0.0.5 gives SERVFAIL",
    ],
    "dns_servfail-dnssec_validation": [
        "jump-1: 10.0.0.5 adds the extended DNS error DNSKEY Missing",
        "jump-1: asked without DNSSEC validation (CD), 10.0.0.5 answers 10.0.14.4",
    ],
    "dns_servfail-upstream_dead": [
        "jump-1: 10.0.0.5 adds the extended DNS error No Reachable Authority",
        "jump-1: 10.0.0.5 answers version.bind",
    ],
    "dns_servfail-upstream_unsteady": [
        "jump-1: asked again, 10.0.0.5 answers 10.0.14.4",
    ],
    "dns_servfail-not_a_resolver": [
        "jump-1: 10.0.0.5 answers FORMERR to the query",
    ],
    "dns_refused-not_a_resolver": [
        "jump-1: 10.0.0.5 answers NOTAUTH to the query",
    ],
    "dns_refused-access_list": [
        "jump-1: 10.0.0.5 adds the extended DNS error Prohibited",
        "jump-1: 10.0.0.5 refuses . too",
    ],
    "dns_refused-internet_names_unresolved": [
        "jump-1: http://proxy.corp.example:3128 is configured as a proxy",
        "through http://proxy.corp.example:3128 the request of jump-1 gets an answer from Azure "
        "(gate_public_access_disabled)",
        "jump-1: 10.0.0.5 is alive: it answers NOERROR for .",
        "jump-1: 10.0.0.5 answers . with NOERROR, so it does not refuse everything",
    ],
    "dns_timeout-nameserver_blocked": [
        "jump-1: 10.0.0.5 does not answer version.bind either",
        "jump-2: the same nameserver answers 10.0.14.4",
    ],
    "dns_resolver_unreachable-azure_dns_outside_azure-onprem-1": [
        "onprem-1 cannot reach 168.63.129.16 (No route to host)",
        "onprem-1 is not in a virtual network, and 168.63.129.16 exists only there",
    ],
    "dns_resolver_unreachable-nameserver_dead": [
        "jump-1: 10.0.0.5 refuses port 53 (Connection refused)",
    ],
    "dns_malformed-dns_intercepted": [
        "jump-1: what comes back from 10.0.0.5 is not an answer from a nameserver (not a DNS message)",
    ],
    "dns_truncated-dns_tcp_blocked": [
        "jump-1: 10.0.0.5 truncates its answer, and does not answer over TCP",
    ],
    "dns_resolvers_disagree-nameserver_order": [
        "jump-1 asks 10.0.0.5 first; 10.0.0.6, further down, gives the private address",
    ],
    "dns_resolvers_disagree-siblings_differ": [
        "jump-1 asks 10.0.0.5 whenever 10.0.0.6 is slow or silent",
    ],
    "dns_resolvers_disagree-compared_differs": [
        "jump-1: all nameservers that it asks agree",
    ],
    "tcp_refused-firewall_blocks": [
        "jump-2 connects to 10.0.14.4:443 for example.openai.azure.com",
    ],
    "tcp_timeout-nsg_denies": [
        "Azure's side: the rule deny-100 of the network security group nsg-ai denies TCP 443 to 10.0.14.4",
    ],
    "tcp_unreachable-route_diverts": [
        "Azure's side: the private endpoint has 10.0.14.4 for example.openai.azure.com",
        "Azure's side: the route to-firewall of rt-ai sends traffic for 10.0.14.4 to 10.0.250.4",
        "jump-1: [Errno 113] No route to host",
    ],
    "tcp_unreachable-no_ipv6": [
        "jump-1 connected to the IPv6 address fd00::4",
    ],
    "tcp_unreachable-host_firewall": [
        "jump-1: [Errno 1] Operation not permitted",
    ],
    "tls_reset-sni_filter": [
        "jump-1: a handshake with k3jx9.openai.azure.com at 10.0.14.4:443 gets a certificate",
    ],
    "tls_reset-name_not_served": [
        "jump-1: 10.0.14.4:443 sends the TLS alert 112 (unrecognized_name) to example.openai.azure.com",
    ],
    "tls_reset-firewall_application_rule": [
        "Azure's side: the Azure Firewall afw-hub allows HTTPS to example.openai.azure.com by the application"
        " rule openai, not by a network rule",
    ],
    "tls_timeout-path_mtu": [
        "jump-1: a handshake with k3jx9.openai.azure.com at 10.0.14.4:443 gets no answer, either",
    ],
    "http_reset-client_certificate_required": [
        "jump-1: 10.0.14.4:443 sends the TLS alert 116 (certificate_required)",
    ],
    "http_reset-connection_cut": [
        "jump-2 gets an answer from Azure",
    ],
    "tls_handshake_failed-client_certificate_required": [
        "jump-1: a handshake with k3jx9.openai.azure.com at 10.0.14.4:443 ends with tls_handshake_failed, too",
        "jump-1: 10.0.14.4:443 asks for a client certificate in the handshake",
        "jump-1: 10.0.14.4:443 asks for a client certificate and ends with the TLS alert 42",
    ],
    "tls_handshake_failed-protocol_too_old": [
        "jump-1: 10.0.14.4:443 does not speak TLS 1.2 or later (the TLS handshake failed)",
    ],
    "tls_handshake_failed-not_tls": [
        "jump-1: 10.0.14.4:443 answers with something other than TLS",
    ],
    "tls_handshake_failed-http2_only": [
        "jump-1: 10.0.14.4:443 sends the TLS alert 120 (no_application_protocol) to http/1.1",
    ],
    "tls_handshake_failed-no_common_cipher": [
        "jump-1: 10.0.14.4:443 and the host have no cipher in common (the TLS handshake failed)",
    ],
    "host_proxy_captures-proxy_captures": [
        "through http://proxy.corp.example:3128 the request of jump-1 ends with gate_public_access_disabled "
        "(HTTP 403), directly with model_ok",
    ],
    "proxy_used-proxy_captures": [
        "jump-1 sent the request through the proxy http://proxy.corp.example:3128",
        "Azure answered jump-1: Public access is disabled. Please configure private endpoint.",
    ],
    "proxy_denied-proxy_refuses_name": [
        "the proxy http://proxy.corp.example:3128 answered the request of jump-1: the proxy answered 403 Forbidden",
    ],
    "proxy_denied-proxy_gets_nowhere": [
        "the proxy http://proxy.corp.example:3128 answered the request of jump-1: the proxy answered 504 "
        "Gateway Timeout",
    ],
    "proxy_auth_required-proxy_login_missing": [
        "the proxy http://proxy.corp.example:3128 answered jump-1 that it requires authentication",
    ],
    "proxy_unreachable-proxy_dead": [
        "jump-1: connection refused",
    ],
    "tls_untrusted-root_certificates_missing": [
        "jump-1: no certificate of the issuer C=US, O=Microsoft Corporation, CN=Issuing 01 was found",
        "jump-1: the issuer at 10.0.14.4:443 is the public authority Microsoft Corporation",
        "jump-2 sees a certificate of Microsoft Corporation for example.openai.azure.com, too",
        "jump-2 verifies the same certificate",
    ],
    "tls_untrusted-wrong_certificate_purpose": [
        "jump-1: the certificate at 10.0.14.4:443 is not for servers",
    ],
    "tls_untrusted-default_certificate": [
        "jump-1: the certificate at 10.0.14.4:443 is self-signed",
        "jump-1: the certificate at 10.0.14.4:443 is for gateway.corp.example, not for example.openai.azure.com",
    ],
    "tls_untrusted-self_signed_certificate": [
        "jump-1: the certificate at 10.0.14.4:443 is for example.openai.azure.com",
    ],
    "tls_untrusted-private_ca_untrusted": [
        "jump-1: the chain at 10.0.14.4:443 ends at an authority that jump-1 does not trust",
    ],
    "tls_untrusted-privatelink_name_used": [
        "jump-1 asked 10.0.14.4:443 for example.privatelink.openai.azure.com",
    ],
    "tls_untrusted-not_verified_by_choice": [
        "jump-1: the certificate was verified for example.openai.azure.com, not for example.openai.azure.com",
    ],
    "tls_expired-tls_inspection": [
        "jump-1 connected to 10.0.14.4:443, which is declared as the private endpoint's address",
        "jump-1: the issuer at 10.0.14.4:443 is O=Zscaler Inc., CN=Zscaler Intermediate, a product that inspects TLS",
        "jump-1 sees a certificate of Zscaler Inc. for example.openai.azure.com, outside-1 one of Microsoft "
        "Corporation",
    ],
    "tls_expired-host_clock_wrong": [
        "jump-1: the certificate expired on 2026-12-01",
    ],
    "tls_expired-certificate_expired": [
        "jump-2 refuses the same certificate with tls_expired",
    ],
    "tls_not_yet_valid-host_clock_wrong": [
        "jump-1: the certificate is valid from 2026-01-01",
    ],
    "tls_name_mismatch-address_of_another_service": [
        "jump-1: the certificate at 10.0.14.4:443 is for *.blob.core.windows.net, another service of Azure",
    ],
    "tls_expires_soon-certificate_not_renewed": [
        "outside-1 verifies another certificate for example.openai.azure.com, which expires on 2027-04-15",
    ],
    "http_not_azure-gateway_backend": [
        "jump-1: 10.0.14.4:443 answered 502 with the page '502 Bad Gateway' from nginx/1.22.1",
        "jump-1: the answer of 10.0.14.4:443 has no header of Azure's front end",
    ],
    "http_not_azure-gateway_login": [
        "jump-1: 10.0.14.4:443 answered 401 with the page '401 Authorization Required'",
    ],
    "http_not_azure-gateway_limit": [
        "jump-1: 10.0.14.4:443 answered 413 with the page '413 Request Entity Too Large' from nginx/1.22.1",
    ],
    "http_not_azure-web_application_firewall": [
        "jump-1: 10.0.14.4:443 answered 403 with the page '403 Forbidden' from Microsoft-Azure-Application-Gateway/v2",
        "jump-1: 10.0.14.4:443 answered 403 with the page '403 Forbidden' from "
        "Microsoft-Azure-Application-Gateway/v2, the refusal of a firewall",
    ],
    "http_not_azure-captive_portal": [
        "jump-1: 10.0.14.4:443 answered 200 with the page 'Guest Wi-Fi login', a login page",
    ],
    "http_not_azure-api_management": [
        "jump-1: 10.0.14.4:443 answered 403 Out of call volume quota. Quota will be replenished in 07:01:20.,"
        " in the wording of API Management",
    ],
    "http_not_azure-client_certificate_required": [
        "jump-1: 10.0.14.4:443 answered 400 with the page '400 No required SSL certificate was sent' from nginx/1.22.1",
    ],
    "http_not_azure-other_server": [
        "jump-1: 10.0.14.4:443 answered 200 with the page 'Welcome to nginx!' from nginx/1.22.1",
    ],
    "http_unclassified-azure_answer_unknown": [
        "jump-1: Azure answered 403 Something new.",
    ],
    "http_malformed-other_server": [
        "jump-1: the answer is not valid HTTP",
    ],
    "http_redirected-gateway_redirects": [
        "jump-1: 10.0.14.4:443 answered: redirected (301) to https://www.corp.example/; not followed",
    ],
    "model_response_invalid-answer_incomplete": [
        "jump-1: the key id is missing",
    ],
    "http_timeout-slow_model": [
        "jump-1 verified the certificate at 10.0.14.4:443 and got no answer in time",
        "the request of jump-1 asked the model behind gpt-35-turbo (completions)",
    ],
    "http_timeout-request_lost": [
        "the request of jump-1 did not ask a model",
    ],
    "gate_public_access_disabled-firewall_application_rule": [
        "jump-1 is refused by name and by address, each over a declared private address",
    ],
    "gate_public_access_disabled-public_address": [
        "jump-1 connected to the public address 203.0.113.10:443",
        "jump-1 did not use a proxy",
    ],
    "gate_public_access_disabled-stricter_than_declared-outside-1": [
        "public_access of example is enabled",
    ],
    "gate_network_rules-selected_networks_allowed-outside-1": [
        "public_access of example is disabled",
        "Azure answered outside-1: Access denied due to Virtual Network/Firewall rules.",
    ],
    "gate_private_endpoint_not_approved-endpoint_not_approved": [
        "Azure's side: the private endpoint connection pe-example.1 is waiting for approval",
    ],
    "gate_private_endpoint_not_approved-address_of_another_endpoint": [
        "Azure's side: the private endpoint has 10.0.14.4 for example.openai.azure.com, and the request went "
        "to 10.0.14.99",
        "jump-1 connected to the private address 10.0.14.99:443",
        "Azure's side: pe-example, Approved",
    ],
    "gate_custom_subdomain_required-subdomain_missing": [
        "Azure's side: example has no custom subdomain",
    ],
    "gate_subdomain_unknown-account_missing": [
        "jump-1: 168.63.129.16 answers NXDOMAIN, with the SOA record of Azure's public zone openai.azure.com",
    ],
    "gate_subdomain_unknown-account_not_ready": [
        "Azure's side: the account example exists",
        "jump-1: the answer of 168.63.129.16 leads to example.privatelink.openai.azure.com, so Azure's public zone has "
        "the account",
    ],
    "gate_resource_blocked-account_blocked": [
        "Azure answered jump-1: Your resource has been temporarily blocked because we detected behavior that "
        "may violate our content policy.",
    ],
    "auth_key_invalid-credential_lost": [
        "Azure answered jump-1, which sent a key: Unauthorized. Access token is missing, invalid, audience is"
        " incorrect (https://cognitiveservices.azure.com), or have expired.",
    ],
    "auth_token_invalid-wrong_audience": [
        "Azure's answer names the audience https://ai.azure.com",
    ],
    "auth_token_invalid-token_expired": [
        "Azure accepts the token of jump-2 for example",
    ],
    "model_not_asked-credential_missing": [
        "Azure answered jump-1, which sent no credential: Unauthorized. Access token is missing, invalid, "
        "audience is incorrect (https://cognitiveservices.azure.com), or have expired.",
    ],
    "auth_key_disabled-key_disabled": [
        "Azure answered jump-1: Key based authentication is disabled for this resource.",
    ],
    "auth_permission_denied-role_missing": [
        "Azure answered jump-1: The principal `1b4e28ba-2fa1-11d2-883f-0016d3cca427` lacks the required data "
        "action `Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action` to perform "
        "`POST /openai/deployments/{deployment-id}/chat/completions` operation.",
        "Azure's answer names the action "
        "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action",
    ],
    "auth_tenant_mismatch-wrong_tenant": [
        "Azure answered jump-1: Tenant provided in token does not match resource token",
    ],
    "model_api_version_unsupported-api_version_too_old": [
        "Azure's answer names the API version 2024-12-01-preview",
    ],
    "model_api_version_unsupported-api_version_on_v1": [
        "Azure answered jump-1: api-version query parameter is not allowed when using /v1 path",
    ],
    "model_api_version_unsupported-api_version_absent": [
        "Azure answered jump-1: The api-version query parameter (?api-version=) is required for all requests.",
    ],
    "model_api_version_unsupported-api_version_retired": [
        "Azure answered jump-1: API version not supported",
    ],
    "model_path_not_found-api_version_unknown": [
        "2024-13-01 is not an API version that Azure has published",
    ],
    "model_path_not_found-model_retired": [
        "completions needs a model such as gpt-35-turbo-instruct, which is retired",
    ],
    "model_parameter_unsupported-tokens_too_few": [
        "Azure answered jump-1: Could not finish the message because max_tokens or model output limit was "
        "reached. Please try again.",
    ],
    "model_parameter_unsupported-parameter_refused": [
        "Azure answered jump-1: Unsupported parameter: 'top_p' is not supported with this model.",
    ],
    "model_request_refused-request_refused": [
        "Azure answered jump-1: 400 A sentence that is new.",
    ],
    "model_deployment_not_found-deployment_missing": [
        "Azure answered jump-1: The API deployment for this resource does not exist.",
    ],
    "model_operation_unsupported-operation_not_of_model": [
        "Azure answered jump-1: The completion operation does not work with the specified model, gpt-35-turbo-16k.",
    ],
    "model_content_filtered-content_filter": [
        "Azure answered jump-1: The response was filtered due to the prompt.",
    ],
    "model_throttled-rate_limit": [
        "Azure answered jump-1: Requests have exceeded token rate limit. Please retry after 12 seconds.",
        "Azure's answer says to wait 12 seconds",
    ],
    "model_no_capacity-no_capacity": [
        "Azure answered jump-1: The system is currently experiencing high demand and cannot process your request.",
    ],
    "model_server_error-service_failure": [
        "Azure answered jump-1: 500 Internal server error",
    ],
    "gate_public_unproved-account_not_ready-outside-1": [
        "jump-1: Azure answers for example.openai.azure.com (model_ok)",
    ],
    "gate_public_unproved-key_wrong-outside-1": [
        "Azure answered outside-1, which sent a key: Access denied due to invalid subscription key or wrong "
        "API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional"
        " API endpoint for your resource.",
        "Azure accepts the key of jump-1 for example",
    ],
    "gate_public_unproved-answer_undecided-outside-1": [
        "outside-1: model_path_not_found, HTTP 404, at 203.0.113.10",
    ],
    "gate_public_unproved-host_offline-outside-1": [
        "outside-1: tcp_timeout at 203.0.113.10:443",
        "outside-1 does not reach login.microsoftonline.com either",
    ],
    "gate_public_unproved-outgoing_blocked-outside-1": [
        "outside-1 reaches login.microsoftonline.com",
    ],
    "gate_public_unproved-outside_unresolved-outside-1": [
        "outside-1: dns_timeout for example.openai.azure.com",
    ],
    "gate_public_unproved-outside_diverted-outside-1": [
        "outside-1 connected to 127.0.0.1:443",
    ],
    "gate_public_unproved-nobody_outside": [
        "no host outside asked example.openai.azure.com",
    ],
    "gate_public_unproved-account_not_declared": [
        "outside-1 does not declare example",
    ],
    "gate_public_unproved-credentials_differ": [
        "hosts inside and outside both got answers",
    ],
    "gate_public_open-host_in_selected_networks-outside-1": [
        "Azure served the request of outside-1 at 203.0.113.10:443 (model_ok)",
        "Azure's side: networkAcls.defaultAction is Deny, and the selected networks are 198.51.100.0/24",
    ],
    "egress_open-egress_allowed": [
        "jump-1: Azure answers for other-tenant.openai.azure.com",
    ],
}


def told(diagnosis):
    """Return all sentences of a diagnosis."""
    several = [diagnosis, *diagnosis["alternatives"], *diagnosis["excluded"]]
    return {sentence for each in several for sentence in each["because"]}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_sentence_holds_what_the_run_saw(case):
    assert set(SENTENCES[case]) - told(BY_ID[case].check["diagnosis"]) == set()
