# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: reaching the address, the proxy in between, TLS, and HTTP answers that Azure did not write."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._finding import (
    ENDPOINT_ADDRESSES,
    LEARN,
    Finding,
    Variant,
)

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
    ),
    Finding(
        "tcp_timeout",
        "{address} does not answer on port {port}",
        "Packets disappear on the way: a network security group, firewall or missing route between host and endpoint.",
        ("Allow TCP 443 from {host} to {address}.", _TRY),
        (_TROUBLE,),
    ),
    Finding(
        "tcp_reset",
        "the connection to {address}:{port} was reset",
        "A firewall in between cuts the connection.",
        ("Allow TCP 443 from {host} to {address} on the firewall.", _TRY),
        (_TROUBLE,),
    ),
    Finding(
        "tcp_unreachable",
        "there is no way from {host} to {address}",
        "The host has no route to the address, or its own firewall rejects it.",
        ("ip route get {address}", "Check peering, route tables and the host's firewall."),
        (_TROUBLE,),
    ),
    Finding(
        "proxy_denied",
        "the proxy {proxy} does not connect to {name}",
        "The proxy's rules do not allow the destination, or it cannot reach it itself.",
        (_PROXY,),
        (_NETWORK,),
    ),
    Finding(
        "proxy_auth_required",
        "the proxy {proxy} wants credentials",
        "The endpoint was never reached.",
        (_PROXY,),
        (_NETWORK,),
    ),
    Finding(
        "proxy_unreachable",
        "the proxy {proxy} cannot be reached",
        "The proxy variables of the host name a proxy that does not answer.",
        (_PROXY, "Remove the dead proxy from the environment."),
        (_NETWORK,),
    ),
    Finding(
        "proxy_used",
        "the request went through the proxy {proxy}",
        "A proxied answer says nothing about the private path.",
        (_PROXY,),
        (_NETWORK,),
        severity="warning",
    ),
    Finding(
        "tls_timeout",
        "{address} accepts the connection, but the TLS handshake never ends",
        "Small packets pass and large ones do not (path MTU), or a firewall holds the handshake back.",
        ("ip link show", "ping -M do -s 1372 {address}", "Lower the MTU, or allow ICMP 'fragmentation needed'."),
        (_TROUBLE,),
    ),
    Finding(
        "tls_reset",
        "the connection to {address} was cut during the TLS handshake",
        "A firewall that reads the server name (SNI) forbids {name}.",
        ("Allow {name} on the firewall that filters by server name.", _TRY),
        (_TROUBLE,),
    ),
    Finding(
        "tls_name_mismatch",
        "the certificate at {address} names {san}, not {server_name}",
        "The certificate of the service names the public name only: a privatelink name never verifies, and any other "
        "certificate means another server.",
        ("Use the public name: https://{public_name}/", _TRY),
        (LEARN + "private-link/private-endpoint-overview",),
    ),
    Finding(
        "tls_untrusted",
        "the certificate at {address} comes from {issuer}, which {host} does not trust",
        "A TLS-inspecting firewall signs with its own authority, or the host lacks current root certificates.",
        ("Exempt {name} from TLS inspection.", "sudo update-ca-certificates"),
        (LEARN + "security/fundamentals/azure-ca-details",),
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
    ),
    Finding(
        "tls_not_yet_valid",
        "the certificate at {address} is valid only from {not_before}",
        "The clock of {host} is behind.",
        ("timedatectl", "sudo timedatectl set-ntp true"),
        (LEARN + "security/fundamentals/azure-ca-details",),
    ),
    Finding(
        "tls_handshake_failed",
        "{address} does not agree on TLS",
        "No common protocol version, or the port does not speak TLS: another server answers at this address.",
        (_TRY,),
        (LEARN + "security/fundamentals/tls-certificate-changes",),
    ),
    Finding(
        "tls_expires_soon",
        "the certificate at {address} expires on {not_after}",
        "Azure renews well before: a certificate this old hints at another server.",
        (_TRY,),
        (LEARN + "security/fundamentals/azure-ca-details",),
        severity="warning",
    ),
    Finding(
        "http_timeout",
        "{address} accepts the request and never answers it",
        "The front end or a device before it is stuck.",
        (_TRY, "Try again; if it stays, look at the firewall's log for {name}."),
        (_TROUBLE,),
    ),
    Finding(
        "http_reset",
        "the connection to {address} was cut in the middle of the answer",
        "A firewall or proxy in between cut it.",
        (_TRY, "Look at the firewall's log for {name}."),
        (_TROUBLE,),
    ),
    Finding(
        "http_redirected",
        "{address} redirects the request elsewhere",
        "The service never redirects: a captive portal or gateway answers.",
        (_TRY, "Exempt {name} from the gateway or portal."),
        (_TROUBLE,),
    ),
    Finding(
        "http_not_azure",
        "the answer from {address} ({http_status}) is not Azure's",
        "A proxy, firewall or web server answers in Azure's place.",
        (_TRY, "Exempt {name} on the device that answers."),
        (_TROUBLE,),
    ),
    Finding(
        "http_gateway_auth",
        "an API Management gateway answers at {address} and wants its own subscription key",
        "The endpoint is a gateway in front of the account, not the account itself.",
        ("Validate the account's own name; the gateway needs a check of its own.",),
        (LEARN + "api-management/api-management-subscriptions",),
    ),
    Finding(
        "http_too_large",
        "the answer from {address} is larger than 1 MiB",
        "No answer of these operations is that large: something else answers.",
        (_TRY,),
        (_TROUBLE,),
    ),
    Finding(
        "http_malformed",
        "the answer from {address} is no valid HTTP or JSON",
        "Something on the way damages the answer, or another server answers.",
        (_TRY,),
        (_TROUBLE,),
    ),
    Finding(
        "http_unclassified",
        "{address} answers {http_status}, which this collection does not know",
        "The answer looks like Azure's, but its meaning is not known, so nothing is concluded from it.",
        ("Report it with the evidence: https://github.com/privatelink/azure_ai/issues",),
        (_NETWORK,),
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
