# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers at the address of a private endpoint that are not the endpoint, or not alone before it."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Situation
from ansible_collections.privatelink.azure_ai.tests.system.causes.web_programs import (
    BACKEND,
    apache,
    caddy,
    haproxy,
    mitmproxy,
    nginx,
    nginx_stream,
    saying,
    stunnel,
)

COMPLETIONS = {"operation": "chat_completions", "deployment": "gpt-35-turbo"}
_CADDY_CLIENTS = "client_auth { \n mode require_and_verify \n trusted_ca_cert_file {certificates}/ca.pem \n }"

SITUATIONS = (
    Situation(
        "haproxy-wants-a-client-certificate",
        haproxy(
            "bind {address}:443 ssl crt {certificates}/whole.pem ca-file {certificates}/ca.pem verify required",
            mode="http",
        ),
        "http_reset",
        "client_certificate_required",
        never=("gateway_backend", "sni_filter"),
    ),
    Situation(
        "haproxy-wants-a-client-certificate-tls-1-2",
        haproxy(
            "bind {address}:443 ssl crt {certificates}/whole.pem ca-file {certificates}/ca.pem verify required ssl-max-ver TLSv1.2",
            mode="http",
        ),
        "tls_handshake_failed",
        "client_certificate_required",
        never=("no_common_cipher", "not_tls", "protocol_too_old"),
    ),
    Situation(
        "nginx-without-the-intermediate",
        nginx("return 200 '{}';", certificate="leaf-only"),
        "tls_untrusted",
        "incomplete_chain",
        never=("tls_inspection", "private_ca_untrusted"),
    ),
    Situation(
        "nginx-with-a-client-s-certificate",
        nginx("return 200 '{}';", certificate="client-only"),
        "tls_untrusted",
        "wrong_certificate_purpose",
        never=("tls_inspection",),
    ),
    Situation(
        "nginx-with-its-default-certificate",
        nginx("return 200 '{}';", certificate="default"),
        "tls_untrusted",
        "default_certificate",
        never=("tls_inspection",),
    ),
    Situation(
        "nginx-with-a-private-authority",
        nginx("return 200 '{}';", certificate="private-ca"),
        "tls_untrusted",
        None,
        certainty=("possible", "likely", "proven"),
        never=("incomplete_chain", "default_certificate"),
    ),
    Situation(
        "nginx-does-not-serve-the-name",
        nginx("server_name other.example;", "ssl_reject_handshake on;", "return 200;"),
        "tls_handshake_failed",
        "name_not_served",
        never=("tls_inspection", "not_tls"),
    ),
    Situation(
        "nginx-old-protocol",
        nginx("ssl_protocols TLSv1;", "ssl_ciphers ALL:@SECLEVEL=0;", "return 200;"),
        "tls_handshake_failed",
        "protocol_too_old",
        never=("not_tls", "name_not_served"),
    ),
    Situation(
        "nginx-without-tls",
        nginx("return 200;", listen=""),
        "tls_handshake_failed",
        "not_tls",
        never=("protocol_too_old", "name_not_served"),
    ),
    Situation(
        "nginx-with-a-dead-backend",
        nginx(f"location / {{ proxy_pass https://{BACKEND}:444; }}"),
        "http_not_azure",
        "gateway_backend",
        never=("web_application_firewall", "gateway_login"),
    ),
    Situation(
        "nginx-asks-for-a-password",
        nginx('location / { auth_basic "portal"; auth_basic_user_file /dev/null; }'),
        "http_not_azure",
        "gateway_login",
        never=("gateway_backend",),
    ),
    Situation(
        "nginx-limits-the-rate",
        nginx(
            "limit_req zone=few; limit_req_status 429; root /nonexistent;",
            before=("limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;",),
        ),
        "http_not_azure",
        "gateway_limit",
        never=("gateway_backend", "web_application_firewall"),
    ),
    Situation(
        "nginx-forbids",
        nginx("return 403;"),
        "http_not_azure",
        "web_application_firewall",
        never=("gateway_login", "captive_portal", "gateway_limit"),
    ),
    Situation(
        "nginx-welcomes",
        nginx("default_type text/html;", "return 200 '<html><title>Sign in to the guest network</title></html>';"),
        "http_not_azure",
        "captive_portal",
        never=("gateway_login", "other_server"),
    ),
    Situation(
        "nginx-redirects",
        nginx("return 302 https://login.example.net/start;"),
        "http_redirected",
        "captive_portal",
        never=("gateway_redirects", "web_application_firewall"),
    ),
    Situation(
        "nginx-like-a-mesh",
        nginx("location / { return 503 'upstream connect error or disconnect/reset before headers'; }"),
        "http_not_azure",
        "gateway_backend",
        never=("captive_portal",),
    ),
    Situation(
        "haproxy-filters-the-name",
        haproxy(
            "bind {address}:443",
            "tcp-request inspect-delay 5s",
            "tcp-request content reject if { req.ssl_sni -i aro-azureopenai.openai.azure.com }",
            "tcp-request content accept if { req.ssl_hello_type 1 }",
            backend=("server tls 127.55.0.2:443",),
        ),
        "tls_reset",
        "sni_filter",
        never=("backend_dead",),
    ),
    Situation(
        "haproxy-with-a-dead-backend",
        haproxy("bind {address}:443"),
        "tls_reset",
        "backend_dead",
        never=("sni_filter",),
    ),
    Situation(
        "apache-wants-a-client-certificate",
        apache("SSLVerifyClient require", "SSLCACertificateFile {certificates}/ca.pem"),
        "http_reset",
        "client_certificate_required",
        never=("gateway_backend", "sni_filter", "connection_cut"),
    ),
    Situation(
        "apache-wants-a-client-certificate-tls-1-2",
        apache("SSLVerifyClient require", "SSLCACertificateFile {certificates}/ca.pem", "SSLProtocol TLSv1.2"),
        "tls_handshake_failed",
        "client_certificate_required",
        never=("no_common_cipher", "not_tls", "protocol_too_old"),
    ),
    Situation(
        "apache-with-a-dead-backend",
        apache(f"ProxyPass / http://{BACKEND}:444/"),
        "http_not_azure",
        "gateway_backend",
        never=("web_application_firewall", "gateway_login", "captive_portal"),
    ),
    Situation(
        "apache-asks-for-a-password",
        apache(
            "<Location />",
            "AuthType Basic",
            "AuthName portal",
            "AuthUserFile /dev/null",
            "Require valid-user",
            "</Location>",
        ),
        "http_not_azure",
        "gateway_login",
        never=("gateway_backend", "web_application_firewall"),
    ),
    Situation(
        "nginx-limits-the-size",
        nginx("client_max_body_size 1;", f"location / {{ proxy_pass https://{BACKEND}:444; }}"),
        "http_not_azure",
        "gateway_limit",
        never=("gateway_backend", "web_application_firewall"),
        asks=COMPLETIONS,
    ),
    Situation(
        "stunnel-wants-a-client-certificate",
        stunnel("verifyChain = yes", "CAfile = {certificates}/ca.pem"),
        "http_reset",
        "client_certificate_required",
        never=("connection_cut", "backend_dead"),
    ),
    Situation(
        "stunnel-wants-a-client-certificate-tls-1-2",
        stunnel("verifyChain = yes", "CAfile = {certificates}/ca.pem", "sslVersionMax = TLSv1.2"),
        "tls_handshake_failed",
        "client_certificate_required",
        never=("no_common_cipher", "not_tls", "protocol_too_old"),
    ),
    Situation(
        "stunnel-with-a-dead-backend",
        stunnel(),
        "http_reset",
        None,  # a connection that is cut, or a firewall's application rule, which only Azure's side shows
        never=("client_certificate_required",),
    ),
    Situation(
        "caddy-wants-a-client-certificate",
        caddy("respond 200", tls=_CADDY_CLIENTS),
        "http_reset",
        "client_certificate_required",
        never=("connection_cut", "gateway_backend"),
    ),
    Situation(
        "caddy-wants-a-client-certificate-tls-1-2",
        caddy("respond 200", tls=f"protocols tls1.2 tls1.2 \n {_CADDY_CLIENTS}"),
        "tls_handshake_failed",
        "client_certificate_required",
        never=("no_common_cipher", "not_tls", "protocol_too_old"),
    ),
    Situation(
        "caddy-does-not-serve-the-name",
        caddy("respond 200", name="ingress.local", certificate="default"),
        "tls_handshake_failed",
        "name_not_served",
        never=("client_certificate_required", "not_tls", "no_common_cipher"),
    ),
    Situation(
        "nginx-speaks-http-2-only",
        nginx_stream("ssl_alpn h2;"),
        "tls_handshake_failed",
        "http2_only",
        never=("client_certificate_required", "name_not_served", "not_tls"),
    ),
    Situation(
        "caddy-with-a-dead-backend",
        caddy(f"reverse_proxy {BACKEND}:444"),
        "http_not_azure",
        "gateway_backend",
        never=("web_application_firewall", "captive_portal"),
    ),
    Situation(
        "mitmproxy-inspects",
        mitmproxy(),
        "tls_untrusted",
        None,  # one host alone cannot tell it from a gateway of the network
        never=("default_certificate", "self_signed_certificate", "wrong_certificate_purpose"),
    ),
    Situation(
        "haproxy-like-application-gateway",
        haproxy(
            "bind {address}:443 ssl crt {certificates}/whole.pem",
            "http-request return status 403 hdr server Microsoft-Azure-Application-Gateway/v2 content-type text/html "
            'string "<html><head><title>403 Forbidden</title></head></html>"',
            mode="http",
        ),
        "http_not_azure",
        "web_application_firewall",
        never=("gateway_login", "captive_portal", "other_server"),
    ),
    Situation(
        "haproxy-limits-the-rate",
        haproxy(
            "bind {address}:443 ssl crt {certificates}/whole.pem", "http-request deny deny_status 429", mode="http"
        ),
        "http_not_azure",
        "gateway_limit",
        never=("web_application_firewall", "gateway_backend"),
    ),
    Situation(
        "nginx-with-another-name-s-certificate",
        nginx("return 200 '{}';", certificate="another-name"),
        "tls_name_mismatch",
        "default_certificate",
        never=("tls_inspection", "address_of_another_service"),
    ),
    Situation(
        "nginx-with-the-certificate-of-a-storage-account",
        nginx("return 200 '{}';", certificate="another-service"),
        "tls_name_mismatch",
        "address_of_another_service",
        never=("tls_inspection", "default_certificate"),
    ),
    Situation(
        "nginx-with-a-certificate-signed-by-itself",
        nginx("return 200 '{}';", certificate="self-signed"),
        "tls_untrusted",
        "self_signed_certificate",
        never=("tls_inspection", "default_certificate", "incomplete_chain"),
    ),
    Situation(
        "nginx-with-an-expired-certificate",
        nginx("return 200 '{}';", certificate="expired"),
        "tls_expired",
        None,
        never=("tls_inspection", "incomplete_chain"),
    ),
    # What Azure has said to others, word by word.
    Situation(
        "azure-wants-another-audience",
        saying(
            401,
            '{"statusCode":401,"message":"Unauthorized. Access token is missing, invalid, audience is incorrect '
            '(https://ai.azure.com), or have expired."}',
        ),
        "auth_token_invalid",
        "wrong_audience",
        never=("token_expired", "credential_lost", "gateway_login"),
        asks={"api_key": None, "token": "eyJ0eXAiOiJKV1QifQ.e30.signature"},
    ),
    Situation(
        "azure-names-the-version",
        saying(
            400,
            '{"error":{"code":"BadRequest","message":"Model o4-mini is enabled only for api versions '
            '2024-12-01-preview and later"}}',
        ),
        "model_api_version_unsupported",
        "api_version_too_old",
        never=("api_version_retired", "api_version_on_v1"),
        asks=COMPLETIONS,
    ),
    Situation(
        "azure-needs-more-tokens",
        saying(
            400,
            '{"error":{"code":"BadRequest","message":"Could not finish the message because max_tokens or model output '
            'limit was reached. Please try again with higher max_tokens."}}',
        ),
        "model_parameter_unsupported",
        "tokens_too_few",
        never=("parameter_refused", "request_refused"),
        asks=COMPLETIONS,
    ),
)

# What the name filter lets other names through to.
OTHER = nginx("return 200 '{}';")
