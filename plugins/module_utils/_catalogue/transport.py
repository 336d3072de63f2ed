# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: reaching the address, the proxy in between, TLS, and HTTP answers that Azure did not write."""

from __future__ import annotations

from .model import ENDPOINT_ADDRESSES, LEARN, Finding, Variant

_MANAGE = LEARN + "private-link/manage-private-endpoint"
_TROUBLE = LEARN + "private-link/troubleshoot-private-endpoint-connectivity"
_NETWORK = LEARN + "ai-services/cognitive-services-virtual-networks"
_PROXY = "Exempt the name: export no_proxy=$no_proxy,{name}"
_TRY = "curl -sv -o /dev/null --resolve {name}:443:{address} https://{name}/"

FINDINGS = (
    Finding(
        "tcp_refused",
        "{address} refuses port {port}",
        "Nobody listens there: the address is not, or no longer, the private endpoint's.",
        (ENDPOINT_ADDRESSES, _TRY),
        (_MANAGE, _TROUBLE),
        detected="Connecting ends with ECONNREFUSED (aoai_probe; of several addresses that fail, the failure that "
        "says most).",
    ),
    Finding(
        "tcp_timeout",
        "{address} does not answer on port {port}",
        "Packets disappear on the way: a network security group, firewall or missing route between host and endpoint.",
        ("Allow TCP 443 from {host} to {address}.", _TRY),
        (_TROUBLE,),
        detected="Connecting has no end within its share of the timeout, or ends with ETIMEDOUT (aoai_probe).",
    ),
    Finding(
        "tcp_reset",
        "the connection to {address}:{port} was reset",
        "A firewall in between cuts the connection.",
        ("Allow TCP 443 from {host} to {address} on the firewall.", _TRY),
        (_TROUBLE,),
        detected="Connecting ends with ECONNRESET, ECONNABORTED or EPIPE, or the connection is gone before TLS begins "
        "(aoai_probe).",
    ),
    Finding(
        "tcp_unreachable",
        "there is no way from {host} to {address}",
        "The host has no route to the address, or its own firewall rejects it.",
        ("ip route get {address}", "Check peering, route tables and the host's firewall."),
        (_TROUBLE,),
        detected="Connecting ends with another error, such as EHOSTUNREACH, ENETUNREACH, EINVAL or EACCES "
        "(aoai_probe).",
    ),
    Finding(
        "proxy_denied",
        "the proxy {proxy} does not connect to {name}",
        "The proxy's rules do not allow the destination, or it cannot reach it itself.",
        (_PROXY,),
        (_NETWORK,),
        detected="The proxy answers CONNECT with 403, 405 or 451; with another failure than 407 the confidence is low "
        "(aoai_probe with use_proxy).",
    ),
    Finding(
        "proxy_auth_required",
        "the proxy {proxy} wants credentials",
        "The endpoint was never reached.",
        (_PROXY,),
        (_NETWORK,),
        detected="The proxy answers CONNECT with 407 (aoai_probe with use_proxy).",
    ),
    Finding(
        "proxy_unreachable",
        "the proxy {proxy} cannot be reached",
        "The proxy variables of the host name a proxy that does not answer.",
        (_PROXY, "Remove the dead proxy from the environment."),
        (_NETWORK,),
        detected="The environment's proxy is no http:// URL, cannot be resolved or dialled, or does not answer "
        "CONNECT (aoai_probe with use_proxy).",
    ),
    Finding(
        "proxy_used",
        "the request went through the proxy {proxy}",
        "A proxied answer says nothing about the private path.",
        (_PROXY,),
        (_NETWORK,),
        detected="The environment names a proxy for the endpoint, no_proxy considered, and use_proxy is true "
        "(aoai_probe).",
        severity="warning",
    ),
    Finding(
        "tls_timeout",
        "{address} accepts the connection, but the TLS handshake never ends",
        "Small packets pass and large ones do not (path MTU), or a firewall holds the handshake back.",
        ("ip link show", "ping -M do -s 1372 {address}", "Lower the MTU, or allow ICMP 'fragmentation needed'."),
        (_TROUBLE,),
        detected="The handshake has no end when the timeout of the probe is over (aoai_probe).",
    ),
    Finding(
        "tls_reset",
        "the connection to {address} was cut during the TLS handshake",
        "A firewall that reads the server name (SNI) forbids {name}.",
        ("Allow {name} on the firewall that filters by server name.", _TRY),
        (_TROUBLE,),
        detected="The connection is reset, or closed, during the handshake (aoai_probe).",
    ),
    Finding(
        "tls_name_mismatch",
        "the certificate at {address} names {san}, not {server_name}",
        "The certificate of the service names the public name only: a privatelink name never verifies, and any other "
        "certificate means another server.",
        ("Use the public name: https://{public_name}/", _TRY),
        (LEARN + "private-link/private-endpoint-overview",),
        detected="OpenSSL's verification error 62: the certificate lacks the name verified, by default the public one "
        "(aoai_probe).",
    ),
    Finding(
        "tls_untrusted",
        "the certificate at {address} comes from {issuer}, which {host} does not trust",
        "A TLS-inspecting firewall signs with its own authority, or the host lacks current root certificates.",
        ("Exempt {name} from TLS inspection.", "sudo update-ca-certificates"),
        (LEARN + "security/fundamentals/azure-ca-details",),
        detected="Any other verification error of OpenSSL (aoai_probe), or no verification for the public name "
        "(filter verdict).",
        variants={
            "unchecked": Variant(
                "the probe was told not to verify the certificate, or to verify it for another name",
                "the certificate at {address} was not verified for {name}",
                "Any server on the way may have answered in Azure's place, so what it said proves nothing.",
                ("Probe with validate_certs: true, and without server_name.", _TRY),
            ),
        },
    ),
    Finding(
        "tls_expired",
        "the certificate at {address} expired on {not_after}",
        "Azure renews its certificates: another server answers, or the clock of {host} is wrong.",
        ("timedatectl", _TRY),
        (LEARN + "security/fundamentals/azure-ca-details",),
        detected="OpenSSL's verification error 10, by the clock of the host (aoai_probe).",
    ),
    Finding(
        "tls_not_yet_valid",
        "the certificate at {address} is valid only from {not_before}",
        "The clock of {host} is behind.",
        ("timedatectl", "sudo timedatectl set-ntp true"),
        (LEARN + "security/fundamentals/azure-ca-details",),
        detected="OpenSSL's verification error 9, by the clock of the host (aoai_probe).",
    ),
    Finding(
        "tls_handshake_failed",
        "{address} does not agree on TLS",
        "No common protocol version, or the port does not speak TLS: another server answers at this address.",
        (_TRY,),
        (LEARN + "security/fundamentals/tls-certificate-changes",),
        detected="OpenSSL ends the handshake for no reason of the certificate's, such as no common version "
        "(aoai_probe).",
    ),
    Finding(
        "tls_expires_soon",
        "the certificate at {address} expires on {not_after}",
        "Azure renews well before: a certificate this old hints at another server.",
        (_TRY,),
        (LEARN + "security/fundamentals/azure-ca-details",),
        detected="The verified certificate's notAfter is less than 14 days away (aoai_probe).",
        severity="warning",
    ),
    Finding(
        "http_timeout",
        "{address} accepts the request and never answers it",
        "The front end or a device before it is stuck.",
        (_TRY, "Try again; if it stays, look at the firewall's log for {name}."),
        (_TROUBLE,),
        detected="The answer is not whole when the timeout of the probe is over (aoai_probe).",
    ),
    Finding(
        "http_reset",
        "the connection to {address} was cut in the middle of the answer",
        "A firewall or proxy in between cut it.",
        (_TRY, "Look at the firewall's log for {name}."),
        (_TROUBLE,),
        detected="The connection fails within the exchange, or ends before the first byte of the answer (aoai_probe).",
    ),
    Finding(
        "http_redirected",
        "{address} redirects the request elsewhere",
        "The service never redirects: a captive portal or gateway answers.",
        (_TRY, "Exempt {name} from the gateway or portal."),
        (_TROUBLE,),
        detected="The status is 3xx; no redirect is followed (aoai_probe).",
    ),
    Finding(
        "http_not_azure",
        "the answer from {address} ({http_status}) is not Azure's",
        "A proxy, firewall or web server answers in Azure's place.",
        (_TRY, "Exempt {name} on the device that answers."),
        (_TROUBLE,),
        detected="No header of Azure's front end, and a body without the shape of its answers and errors (aoai_probe, "
        "docs/answers.md).",
    ),
    Finding(
        "http_gateway_auth",
        "an API Management gateway answers at {address} and wants its own subscription key",
        "The endpoint is a gateway in front of the account, not the account itself.",
        ("Validate the account's own name; the gateway needs a check of its own.",),
        (LEARN + "api-management/api-management-subscriptions",),
        detected="401 with API Management's words about a missing or invalid subscription key (aoai_probe, "
        "docs/answers.md).",
    ),
    Finding(
        "http_too_large",
        "the answer from {address} is larger than 1 MiB",
        "No answer of these operations is that large: something else answers.",
        (_TRY,),
        (_TROUBLE,),
        detected="Content-Length, or what is read of the body, is more than 1 MiB (aoai_probe).",
    ),
    Finding(
        "http_malformed",
        "the answer from {address} is no valid HTTP or JSON",
        "Something on the way damages the answer, or another server answers.",
        (_TRY,),
        (_TROUBLE,),
        detected="No valid HTTP, a body cut short, an encoding not asked for, or invalid JSON that calls itself JSON "
        "(aoai_probe).",
    ),
    Finding(
        "http_unclassified",
        "{address} answers {http_status}, which this collection does not know",
        "The answer looks like Azure's, but its meaning is not known, so nothing is concluded from it.",
        ("Report it with the evidence: https://github.com/privatelink/azure_ai/issues",),
        (_NETWORK,),
        detected="Azure's shape or headers, but no row of the table (aoai_probe, docs/answers.md), or an answer of "
        "low confidence (filter verdict).",
        variants={
            "doubtful": Variant(
                "the answer has Azure's form, but not its words",
                "{address} answers {http_status}, but whether Azure wrote it is not sure",
                "A gateway or a device that inspects TLS can answer in this form, and a throttled account in error: it proves "
                "neither the path nor anything about the credential.",
                (_TRY, "Find out who answers: Azure names itself in the header apim-request-id."),
            ),
        },
    ),
)
