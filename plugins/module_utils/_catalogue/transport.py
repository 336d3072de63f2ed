# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: reaching the address, the proxy in between, TLS, and HTTP answers that Azure did not write."""

from __future__ import annotations

from .model import LEARN, Cause, Command, Finding, Note
from .pages import AUTHORITIES, MANAGE, NETWORK, TROUBLE
from .repairs import ENDPOINT_ADDRESSES

_BYPASS_PROXY = (
    Note("Exempt {name} from the proxy."),
    Command("export no_proxy=$no_proxy,{name}", changes=True),
)
_TRY = Command("curl -sv -o /dev/null --resolve {name}:443:{address} https://{name}/")

FINDINGS = (
    Finding(
        "tcp_refused",
        "tcp",
        (
            Cause(
                "{address} refuses port {port}",
                "Nothing listens there: the address does not belong to the private endpoint, or no longer does.",
                (ENDPOINT_ADDRESSES, _TRY),
                (MANAGE, TROUBLE),
            ),
        ),
        "Connecting ends with ECONNREFUSED (aoai_probe; with several addresses, a refusal counts before other "
        "failures).",
        outcome="unreachable",
        unproved="unreached",
    ),
    Finding(
        "tcp_timeout",
        "tcp",
        (
            Cause(
                "{address} does not answer on port {port}",
                "Packets are lost between host and endpoint: a network security group, a firewall or a missing route.",
                (Note("Allow TCP 443 from {host} to {address}."), _TRY),
                (TROUBLE,),
            ),
        ),
        "Connecting does not finish within its share of the timeout, or ends with ETIMEDOUT (aoai_probe).",
        outcome="unreachable",
        unproved="unreached",
    ),
    Finding(
        "tcp_reset",
        "tcp",
        (
            Cause(
                "the connection to {address}:{port} was reset",
                "A firewall on the path closes the connection.",
                (Note("Allow TCP 443 from {host} to {address} on the firewall."), _TRY),
                (TROUBLE,),
            ),
        ),
        "Connecting ends with ECONNRESET, ECONNABORTED or EPIPE, or the connection is gone before TLS begins "
        "(aoai_probe).",
        outcome="unreachable",
        unproved="unreached",
    ),
    Finding(
        "tcp_unreachable",
        "tcp",
        (
            Cause(
                "{host} cannot reach {address}",
                "The host has no route to the address, or its own firewall rejects it.",
                (
                    Command("ip route get {address}"),
                    Note("Check the peering, the route tables and the host's firewall."),
                ),
                (TROUBLE,),
            ),
        ),
        "Connecting ends with an error other than those of tcp_refused, tcp_timeout and tcp_reset, such as "
        "EHOSTUNREACH, ENETUNREACH or EACCES (aoai_probe).",
        outcome="unreachable",
        unproved="unreached",
    ),
    Finding(
        "proxy_denied",
        "proxy",
        (
            Cause(
                "the proxy {proxy} does not connect to {name}",
                "The proxy's rules do not allow the destination, or the proxy cannot reach it.",
                _BYPASS_PROXY,
                (NETWORK,),
            ),
        ),
        "The proxy answers CONNECT with 403, 405 or 451, or, with low confidence, with another failure except 407 "
        "(aoai_probe with use_proxy).",
        outcome="unreachable",
    ),
    Finding(
        "proxy_auth_required",
        "proxy",
        (
            Cause(
                "the proxy {proxy} requires authentication",
                "The endpoint was never reached.",
                _BYPASS_PROXY,
                (NETWORK,),
            ),
        ),
        "The proxy answers CONNECT with 407 (aoai_probe with use_proxy).",
        outcome="unreachable",
    ),
    Finding(
        "proxy_unreachable",
        "proxy",
        (
            Cause(
                "the proxy {proxy} cannot be reached",
                "The proxy variables of the host name a proxy that does not answer.",
                (*_BYPASS_PROXY, Note("Remove the proxy from the environment if it no longer exists.")),
                (NETWORK,),
            ),
        ),
        "The proxy in the environment is not an http:// URL, cannot be resolved or reached, or does not answer "
        "CONNECT (aoai_probe with use_proxy).",
        outcome="unreachable",
    ),
    Finding(
        "proxy_used",
        "proxy",
        (
            Cause(
                "the request went through the proxy {proxy}",
                "An answer through a proxy says nothing about the private path.",
                _BYPASS_PROXY,
                (NETWORK,),
            ),
        ),
        "The environment names a proxy for the endpoint, no_proxy does not exempt it, and use_proxy is true "
        "(aoai_probe).",
        severity="warning",
    ),
    Finding(
        "tls_timeout",
        "tls",
        (
            Cause(
                "{address} accepts the connection, but the TLS handshake does not finish",
                "Small packets pass and large ones do not (path MTU), or a firewall holds back the handshake.",
                (
                    Command("ip link show"),
                    Command("ping -M do -s 1372 {address}"),
                    Note("Lower the MTU, or allow ICMP 'fragmentation needed'."),
                ),
                (TROUBLE,),
            ),
        ),
        "The handshake has not finished when the timeout of the probe expires (aoai_probe).",
        outcome="unreachable",
        unproved="unreached",
    ),
    Finding(
        "tls_reset",
        "tls",
        (
            Cause(
                "the connection to {address} was closed during the TLS handshake",
                "A firewall that reads the server name (SNI) blocks {name}.",
                (Note("Allow {name} on the firewall that filters by server name."), _TRY),
                (TROUBLE,),
            ),
        ),
        "The connection is reset, or closed, during the handshake (aoai_probe).",
        outcome="unreachable",
        unproved="unreached",
    ),
    Finding(
        "tls_name_mismatch",
        "tls",
        (
            Cause(
                "the certificate at {address} names {san}, not {server_name}",
                "The certificate of the service names only the public name: a privatelink name is never verified, "
                "and any other certificate means another server.",
                (Note("Use the public name: https://{public_name}/"), _TRY),
                (LEARN + "private-link/private-endpoint-overview",),
            ),
        ),
        "OpenSSL's verification error 62: the certificate is not for the name that was verified, by default the public "
        "one (aoai_probe).",
        outcome="unknown",
        unproved="unverified",
        certificate_refused=True,
    ),
    Finding(
        "tls_untrusted",
        "tls",
        (
            Cause(
                "{host} does not accept the certificate at {address}, which was issued by {issuer}",
                "A firewall that inspects TLS signs with its own authority, or the host lacks current root "
                "certificates.",
                (
                    Note("Exempt {name} from TLS inspection."),
                    Command("sudo update-ca-certificates", when="if the host lacks root certificates", changes=True),
                ),
                (AUTHORITIES,),
            ),
            Cause(
                id="unnamed",
                when="the issuer of the certificate was not observed",
                summary="{host} does not accept the certificate at {address}",
            ),
            Cause(
                id="unchecked",
                when="the probe was configured not to verify the certificate, or to verify it for another name",
                summary="the certificate at {address} was not verified for {name}",
                why="Any server on the path may have answered in Azure's place, so its answer proves nothing.",
                remedy=(Note("Probe with validate_certs: true, and without server_name."), _TRY),
            ),
        ),
        "An OpenSSL verification error other than 9, 10 and 62 (aoai_probe), or the public name was not verified "
        "(filter verdict).",
        outcome="unknown",
        unproved="unverified",
        certificate_refused=True,
    ),
    Finding(
        "tls_expired",
        "tls",
        (
            Cause(
                "the certificate at {address} expired on {not_after}",
                "Azure renews its certificates: another server answers, or the clock of {host} is wrong.",
                (Command("timedatectl"), _TRY),
                (AUTHORITIES,),
            ),
        ),
        "OpenSSL's verification error 10, by the clock of the host (aoai_probe).",
        outcome="unknown",
        unproved="unverified",
        certificate_refused=True,
    ),
    Finding(
        "tls_not_yet_valid",
        "tls",
        (
            Cause(
                "the certificate at {address} is valid only from {not_before}",
                "The clock of {host} is behind.",
                (Command("timedatectl"), Command("sudo timedatectl set-ntp true", changes=True)),
                (AUTHORITIES,),
            ),
        ),
        "OpenSSL's verification error 9, by the clock of the host (aoai_probe).",
        outcome="unknown",
        unproved="unverified",
        certificate_refused=True,
    ),
    Finding(
        "tls_handshake_failed",
        "tls",
        (
            Cause(
                "no TLS connection to {address} could be negotiated",
                "No common protocol version, or the port does not speak TLS: another server answers at this address.",
                (_TRY,),
                (LEARN + "security/fundamentals/tls-certificate-changes",),
            ),
        ),
        "OpenSSL ends the handshake for a reason other than the certificate, such as no common protocol version "
        "(aoai_probe).",
        outcome="unknown",
        unproved="unverified",
    ),
    Finding(
        "tls_inspected",
        "tls",
        (
            Cause(
                "{host} gets a certificate for {name} from {organization}, other hosts get one from "
                "{usual_organization}",
                "Azure's certificates have one organization as their issuer. A device that inspects TLS signs with its "
                "own authority, which the host trusts: it reads keys and prompts.",
                (Note("Exempt {name} from TLS inspection for {host}."),),
                (AUTHORITIES,),
            ),
            Cause(
                id="untrusted",
                when="the organization is not in trusted_issuers",
                summary="{host} gets a certificate for {name} from {organization}, which is not in trusted_issuers",
                why="A device that inspects TLS signs with its own authority, which the host trusts: such a device "
                "reads what is sent through it.",
                remedy=(
                    Note(
                        "If {organization} issues Azure's certificates, add it to privatelink_trusted_issuers (the "
                        "module's option trusted_issuers). Otherwise exempt {name} from TLS inspection for {host}."
                    ),
                ),
            ),
        ),
        "The organizations that issued the verified certificates differ between hosts (filter verdict), or one is not "
        "in trusted_issuers (aoai_probe).",
        severity="warning",
        unproved="unverified",
    ),
    Finding(
        "tls_expires_soon",
        "tls",
        (
            Cause(
                "the certificate at {address} expires on {not_after}",
                "Azure renews its certificates well before that: a certificate this old suggests another server.",
                (_TRY,),
                (AUTHORITIES,),
            ),
        ),
        "The verified certificate's notAfter is less than 14 days away (aoai_probe).",
        severity="warning",
        unproved="unreached",
    ),
    Finding(
        "http_timeout",
        "gate",
        (
            Cause(
                "{address} accepts the request, but does not answer it in time",
                "The front end, or a device before it, does not respond.",
                (_TRY, Note("Try again. If it still fails, check the firewall's log for {name}.")),
                (TROUBLE,),
            ),
        ),
        "The answer is not complete when the timeout of the probe expires (aoai_probe).",
        outcome="unreachable",
        unproved="unreached",
    ),
    Finding(
        "http_reset",
        "gate",
        (
            Cause(
                "the connection to {address} was closed before the answer was complete",
                "A firewall or proxy on the path closed it.",
                (_TRY, Note("Check the firewall's log for {name}.")),
                (TROUBLE,),
            ),
        ),
        "The connection fails during request or answer, or ends before the first byte of the answer (aoai_probe).",
        outcome="unknown",
        unproved="unreached",
    ),
    Finding(
        "http_redirected",
        "gate",
        (
            Cause(
                "{address} redirects the request elsewhere",
                "The service never redirects: a captive portal or gateway answers.",
                (_TRY, Note("Exempt {name} from the gateway or portal.")),
                (TROUBLE,),
            ),
        ),
        "The status is 3xx; redirects are not followed (aoai_probe).",
        outcome="unknown",
    ),
    Finding(
        "http_not_azure",
        "gate",
        (
            Cause(
                "the answer from {address} ({http_status}) is not Azure's",
                "A proxy, firewall or web server answers in Azure's place.",
                (_TRY, Note("Exempt {name} on the device that answers.")),
                (TROUBLE,),
            ),
        ),
        "No header of Azure's front end, and a body that is not in a format of Azure's answers and errors (aoai_probe, "
        "docs/answers.md).",
        outcome="unknown",
    ),
    Finding(
        "http_gateway_auth",
        "gate",
        (
            Cause(
                "an API Management gateway answers at {address} and requires its own subscription key",
                "The endpoint is a gateway in front of the account, not the account itself.",
                (Note("Validate the account's own name; the gateway needs a separate check."),),
                (LEARN + "api-management/api-management-subscriptions",),
            ),
        ),
        "401 with API Management's message about a missing or invalid subscription key (aoai_probe, docs/answers.md).",
        outcome="unknown",
    ),
    Finding(
        "http_too_large",
        "gate",
        (
            Cause(
                "the answer from {address} is larger than 1 MiB",
                "No answer of these operations is that large: something else answers.",
                (_TRY,),
                (TROUBLE,),
            ),
        ),
        "Content-Length or the body itself exceeds 1 MiB (aoai_probe).",
        outcome="unknown",
    ),
    Finding(
        "http_malformed",
        "gate",
        (
            Cause(
                "the answer from {address} is not valid HTTP or JSON",
                "A device on the path damages the answer, or another server answers.",
                (_TRY,),
                (TROUBLE,),
            ),
        ),
        "Invalid HTTP, an incomplete body, an encoding that was not requested, or invalid JSON that is declared as "
        "JSON (aoai_probe).",
        outcome="unknown",
    ),
    Finding(
        "http_unclassified",
        "gate",
        (
            Cause(
                "{address} answers {http_status}, which this collection does not know",
                "The answer looks like Azure's, but its meaning is not known, so nothing is concluded from it.",
                (Note("Report it with the evidence: https://github.com/privatelink/azure_ai/issues"),),
                (NETWORK,),
            ),
            Cause(
                id="doubtful",
                when="the answer has Azure's form, but not its words",
                summary="{address} answers {http_status}, but it is not certain that Azure wrote it",
                why="A gateway or a device that inspects TLS can answer in this form, and so can a throttled "
                "account: the answer proves neither the path nor anything about the credential.",
                remedy=(_TRY, Note("Find out who answers: Azure identifies itself by the header apim-request-id.")),
            ),
        ),
        "An answer with a format or header of Azure's that is not in the table (aoai_probe, docs/answers.md), or one "
        "of low confidence (filter verdict).",
        outcome="unknown",
    ),
)
