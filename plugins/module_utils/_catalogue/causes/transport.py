# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Causes of what a request meets before anything answers it: TCP, proxies, TLS."""

from __future__ import annotations

from dataclasses import replace

from ..model import LEARN, Command, Note
from ..pages import AUTHORITIES, MANAGE, NETWORK, TROUBLE
from ..repairs import ENDPOINT_ADDRESSES
from .looks import (
    CERTIFICATES,
    CONNECT,
    PROXY_VARIABLES,
    REQUEST,
    REQUEST_BY_NAME,
    REQUEST_BY_PROXY,
    TO_PUBLIC_ENDPOINT,
)
from .model import Candidate, Family, Signal, with_steps
from .settings import ADMIT_WITHOUT_CERTIFICATE, APPEND_INTERMEDIATE, NO_INSPECTION, RELAY_TO_ENDPOINT

_IN_AZURE = "if {host} is a virtual machine in Azure"
_EFFECTIVE_RULES = Command("az network nic list-effective-nsg --ids {nic_id}", when=_IN_AZURE)
_EFFECTIVE_ROUTES = Command("az network nic show-effective-route-table --ids {nic_id} --output table", when=_IN_AZURE)
_ROUTE = Command("ip route get {peer_address}")
_PACKET_SIZES = Command("ping -c 3 -M do -s 1372 {peer_address}")
_CLOCK = Command("timedatectl")
_UNPROVED = "gate_public_unproved"
_OUTSIDE = (_UNPROVED,)
_REFUSED = ("certificate_refused",)

SIGNALS = (
    Signal("unreached", "the request ended before anything answered it", "{host}: {code} at {peer}"),
    Signal(
        "peer_declared",
        "the request went to an address that is declared as the private endpoint's",
        "{host} connected to {peer}, which is declared as the private endpoint's address",
    ),
    Signal(
        "azure_has_peer",
        "Azure's side shows that the private endpoint has the address of the request",
        "Azure's side: the private endpoint has {peer_address} for {name}",
    ),
    Signal(
        "azure_lacks_peer",
        "Azure's side shows that the private endpoint has other addresses",
        "Azure's side: the private endpoint has {azure_addresses} for {name}, and the request went to {peer_address}",
    ),
    Signal(
        "reached_elsewhere",
        "another host connects to the same address",
        "{seen_host} connects to {peer} for {name}",
    ),
    Signal(
        "reached_at_another_address",
        "a host of the same network reaches Azure at another private address of the name",
        "{seen_host} reaches {name} at {seen_address}",
    ),
    Signal(
        "tls_elsewhere",
        "another host finishes the TLS handshake at the same address",
        "{seen_host} verifies the certificate at {peer} for {name}",
    ),
    Signal(
        "azure_says_rule", "Azure's side shows a security rule that denies the traffic", "Azure's side: {azure_rule}"
    ),
    Signal("azure_says_route", "Azure's side shows a route that diverts the traffic", "Azure's side: {azure_route}"),
    Signal("no_route_error", "the host's system has no route to the address", "{host}: {detail}"),
    Signal("forbidden_by_host", "the host's own system forbids the connection", "{host}: {detail}"),
    Signal("peer_ipv6", "the request went to an IPv6 address", "{host} connected to the IPv6 address {peer_address}"),
    Signal("sent_by_proxy", "the request went through a proxy", "{host} sent the request through the proxy {proxy}"),
    Signal(
        "proxy_refuses", "the proxy refuses to connect", "the proxy {proxy} answered the request of {host}: {detail}"
    ),
    Signal(
        "proxy_wants_login",
        "the proxy requires authentication",
        "the proxy {proxy} answered {host} that it requires authentication",
    ),
    Signal("proxy_silent", "the proxy does not answer", "{host}: {detail}"),
    Signal(
        "proxy_failed",
        "the proxy answered, and did not connect",
        "the proxy {proxy} answered the request of {host}: {detail}",
    ),
    Signal(
        "proxied_otherwise",
        "the same request gets another answer through the proxy of the host",
        "through {seen_proxy} the request of {host} ends with {proxied_code}{proxied_status}, directly with {code}",
    ),
    Signal(
        "proxied_alike",
        "the same request gets the same answer through the proxy of the host",
        "through {seen_proxy} the request of {host} ends with {proxied_code}, as it does directly",
    ),
    Signal(
        "proxy_variables",
        "the proxy variables of the host apply to the name",
        "the proxy variables of {host} apply to {name}",
    ),
    Signal(
        "other_name_answered",
        "a handshake for another name at the same address gets a certificate",
        "{host}: a handshake with {random_server_name} at {peer} gets a certificate",
    ),
    Signal(
        "other_name_cut",
        "a handshake for another name at the same address is cut as well",
        "{host}: a handshake with {random_server_name} at {peer} ends with {random_code}, too",
    ),
    Signal(
        "other_name_silent",
        "a handshake for another name at the same address gets no answer either",
        "{host}: a handshake with {random_server_name} at {peer} gets no answer, either",
    ),
    Signal(
        "certificate_required",
        "the server's alert is certificate_required (116)",
        "{host}: {peer} sends the TLS alert 116 (certificate_required)",
    ),
    Signal(
        "certificate_requested",
        "the server asks for a client certificate",
        "{host}: {peer} asks for a client certificate in the handshake",
    ),
    Signal(
        "certificate_not_requested",
        "the server does not ask for a client certificate",
        "{host}: {peer} does not ask for a client certificate in the handshake",
    ),
    Signal(
        "refused_after_request",
        "the server asks for a client certificate, and refuses the handshake without one",
        "{host}: {peer} asks for a client certificate and ends with the TLS alert {alert}",
    ),
    Signal(
        "unrecognized_name",
        "the server's alert is unrecognized_name (112)",
        "{host}: {peer} sends the TLS alert 112 (unrecognized_name) to {name}",
    ),
    Signal(
        "internal_error",
        "the server's alert is internal_error (80), which servers without a certificate for the name send",
        "{host}: {peer} sends the TLS alert 80 (internal_error) to {name}",
    ),
    Signal(
        "protocol_version",
        "the server refuses TLS 1.2 and later",
        "{host}: {peer} does not speak TLS 1.2 or later ({detail})",
    ),
    Signal("no_tls", "the answer to the handshake is not TLS", "{host}: {peer} answers with something other than TLS"),
    Signal(
        "no_application_protocol",
        "the server's alert is no_application_protocol (120)",
        "{host}: {peer} sends the TLS alert 120 (no_application_protocol) to http/1.1",
    ),
    Signal(
        "no_shared_cipher",
        "the server has no cipher in common with the host",
        "{host}: {peer} and the host have no cipher in common ({detail})",
    ),
    Signal(
        "certificate_refused",
        "the certificate was not accepted",
        "{host}: the certificate at {peer} is refused ({verify_error})",
    ),
    Signal(
        "reason_not_shown",
        "the certificate was not accepted, and what was observed does not show why",
        "{host}: the reason why the certificate at {peer} is refused was not observed",
    ),
    Signal(
        "self_signed_leaf",
        "the certificate is self-signed (verify code 18)",
        "{host}: the certificate at {peer} is self-signed",
    ),
    Signal(
        "self_signed_root",
        "the chain ends at an authority that the host does not trust (verify code 19)",
        "{host}: the chain at {peer} ends at an authority that {host} does not trust",
    ),
    Signal(
        "issuer_not_found",
        "the host finds no certificate of the issuer (verify code 2, 20 or 21)",
        "{host}: no certificate of the issuer {issuer} was found",
    ),
    Signal(
        "purpose_refused",
        "the certificate is not for servers (verify code 26)",
        "{host}: the certificate at {peer} is not for servers",
    ),
    Signal(
        "named_otherwise",
        "the certificate is for other names",
        "{host}: the certificate at {peer} is for {san}, not for {server_name}",
    ),
    Signal("named_right", "the certificate is for the name", "{host}: the certificate at {peer} is for {server_name}"),
    Signal(
        "names_another_service",
        "the certificate is for another service of Azure",
        "{host}: the certificate at {peer} is for {san}, another service of Azure",
    ),
    Signal(
        "asked_privatelink_name",
        "the handshake asked for the privatelink name, which no certificate is for",
        "{host} asked {peer} for {server_name}",
    ),
    Signal(
        "public_authority",
        "the issuer is a public authority",
        "{host}: the issuer at {peer} is the public authority {organization}",
    ),
    Signal(
        "inspecting_vendor",
        "the issuer names a product that inspects TLS",
        "{host}: the issuer at {peer} is {issuer}, a product that inspects TLS",
    ),
    Signal(
        "issuer_differs",
        "another host sees an issuer of another organization",
        "{host} sees a certificate of {organization} for {name}, {seen_host} one of {seen_organization}",
    ),
    Signal(
        "issuer_same",
        "another host sees an issuer of the same organization",
        "{seen_host} sees a certificate of {organization} for {name}, too",
    ),
    Signal(
        "verified_elsewhere",
        "another host verifies the same certificate",
        "{seen_host} verifies the same certificate",
    ),
    Signal(
        "refused_elsewhere",
        "another host refuses the same certificate for the same reason",
        "{seen_host} refuses the same certificate with {code}",
    ),
    Signal(
        "not_verified",
        "the probe did not verify the certificate for the name, as it was configured",
        "{host}: {verify_words}",
    ),
    Signal(
        "renewed_elsewhere",
        "another host verifies another certificate for the name, which does not expire soon",
        "{seen_host} verifies another certificate for {name}, which expires on {seen_not_after}",
    ),
    Signal(
        "expired",
        "the certificate has expired by the clock of the host",
        "{host}: the certificate expired on {not_after}",
    ),
    Signal(
        "not_yet_valid",
        "the certificate is not yet valid by the clock of the host",
        "{host}: the certificate is valid from {not_before}",
    ),
    Signal(
        "control_failed",
        "the host reaches no control endpoint on the Internet either",
        "{host} does not reach {control_endpoint} either",
    ),
    Signal(
        "control_reached",
        "the host reaches a control endpoint on the Internet",
        "{host} reaches {control_endpoint}",
    ),
)

_FIREWALL = Candidate(
    "firewall_blocks",
    ("tcp_timeout", "tcp_unreachable"),
    "a firewall between host and endpoint blocks the connection",
    "A firewall between {host} and {peer_address} blocks TCP {peer_port}.",
    (
        CONNECT,
        Command("sudo traceroute -T -p {peer_port} {peer_address}"),
        Note("Allow TCP {peer_port} from {host} to {peer_address} on the firewall."),
    ),
    docs=(TROUBLE,),
    vantages=("jumphost", "onprem"),
)
_BACKEND = Candidate(
    "backend_dead",
    ("tls_reset", "tls_timeout"),
    "the server at the address has a backend that does not answer",
    "A relay, load balancer or gateway at {peer} accepts connections, but its backend does not answer.",
    (
        CERTIFICATES,
        ENDPOINT_ADDRESSES,
        Note(
            "Find the relay that has {peer_address}, and start its backend, or use the endpoint's own address. If it "
            "is meant to relay to the private endpoint, its backend must be that address, <endpoint-address>."
        ),
        *RELAY_TO_ENDPOINT,
    ),
    docs=(TROUBLE,),
    supported_by=("other_name_cut",),
    excluded_by=("other_name_answered", "tls_elsewhere"),
)
_TCP = (
    Candidate(
        "wrong_address",
        ("tcp_refused", "tcp_timeout", "tcp_unreachable"),
        "the address is not the private endpoint's",
        "{peer_address} is not the private endpoint's address for {name}: the endpoint was re-created with another "
        "address, or a record or a declaration is out of date.",
        (
            ENDPOINT_ADDRESSES,
            Note(
                "Correct what names {peer_address}: the record in the private DNS zone, private_addresses of "
                "{account}, or /etc/hosts."
            ),
        ),
        docs=(MANAGE, TROUBLE),
        proven_by=("azure_lacks_peer",),
        supported_by=("reached_at_another_address",),
        excluded_by=("azure_has_peer", "reached_elsewhere"),
        vantages=("jumphost", "onprem"),
    ),
    Candidate(
        "nsg_denies",
        ("tcp_timeout",),
        "a network security group denies the connection",
        "A rule of a network security group denies TCP {peer_port} from {host} to {peer_address}.",
        (_EFFECTIVE_RULES, Note("Allow TCP {peer_port} from {host} to {peer_address} in a rule before that one.")),
        docs=(TROUBLE,),
        supported_by=("azure_says_rule",),
        vantages=("jumphost", "onprem"),
    ),
    Candidate(
        "route_diverts",
        ("tcp_timeout", "tcp_unreachable"),
        "a route diverts the traffic, or is missing",
        "A route diverts the packets from {host} to {peer_address}, or a route is missing.",
        (
            _EFFECTIVE_ROUTES,
            _ROUTE,
            Note("Correct the route table of the subnet of {host}, or the peering of its virtual network."),
        ),
        docs=(TROUBLE,),
        supported_by=("azure_says_route",),
        vantages=("jumphost", "onprem"),
    ),
    _FIREWALL,
    # That the address is right tells a firewall's refusal from an endpoint's, and nothing where packets are lost.
    replace(_FIREWALL, codes=("tcp_refused", "tcp_reset"), supported_by=("azure_has_peer", "reached_elsewhere")),
    Candidate(
        "no_ipv6",
        ("tcp_unreachable",),
        "the address is an IPv6 address, and the host has no IPv6 route",
        "{peer_address} is an IPv6 address, and {host} has no route to it.",
        (Command("ip -6 route"), Note("Remove the AAAA record of {name}, or give {host} an IPv6 route.")),
        docs=(TROUBLE,),
        needs=("peer_ipv6",),
        proven_by=(("peer_ipv6", "no_route_error"),),
    ),
    Candidate(
        "host_firewall",
        ("tcp_unreachable",),
        "the host's own firewall forbids the connection",
        "The operating system of {host} forbids connections to {peer_address}: a rule of its own firewall, or a "
        "program that restricts connections.",
        (
            Command("sudo nft list ruleset"),
            Command("sudo iptables -S OUTPUT"),
            Note("Allow TCP {peer_port} to {peer_address} in those rules."),
        ),
        docs=(TROUBLE,),
        proven_by=("forbidden_by_host",),
        excluded_by=("no_route_error",),
    ),
)

_CUT = ("tls_reset", "tls_timeout", "tls_handshake_failed")
_CLIENT_CERTIFICATE = Candidate(
    "client_certificate_required",
    ("tls_handshake_failed", "tls_reset", "http_reset"),
    "the server requires a client certificate",
    "The server at {peer} requires a client certificate. Azure does not: a gateway, proxy or mesh with mutual TLS "
    "answers in its place.",
    (
        CERTIFICATES,
        ENDPOINT_ADDRESSES,
        Note("Connect to the private endpoint itself, or let the gateway admit {host} without a certificate."),
        *ADMIT_WITHOUT_CERTIFICATE,
    ),
    docs=(TROUBLE,),
    proven_by=("certificate_required", "refused_after_request"),
    supported_by=("certificate_requested",),
    excluded_by=(
        "certificate_not_requested",
        "no_tls",
        "unrecognized_name",
        "no_application_protocol",
        "protocol_version",
    ),
)
_TLS = (
    Candidate(
        "sni_filter",
        _CUT,
        "a firewall filters by server name (SNI)",
        "A firewall that reads the server name in the handshake blocks {name}: another name gets through at the same "
        "address.",
        (CERTIFICATES, Note("Allow {name} for {host} on the firewall that filters by server name.")),
        docs=(TROUBLE,),
        proven_by=("other_name_answered",),
        excluded_by=("other_name_cut", "other_name_silent", "no_tls"),
    ),
    _BACKEND,
    # Before TLS a client cannot ask for another name. Only an address of another machine shows a relay.
    replace(
        _BACKEND,
        codes=("tcp_reset",),
        supported_by=("azure_lacks_peer",),
        excluded_by=("azure_has_peer", "reached_elsewhere"),
    ),
    Candidate(
        "path_mtu",
        ("tls_timeout",),
        "large packets are lost on the path (path MTU)",
        "{peer} accepts connections, but the large packets of the handshake do not arrive, whatever the server name: a "
        "tunnel on the path has a smaller MTU, and the ICMP messages about it are dropped.",
        (
            _PACKET_SIZES,
            Command("ip link show"),
            Note("Lower the MTU of {host}, or allow ICMP 'fragmentation needed' on the path."),
        ),
        docs=(TROUBLE,),
        supported_by=("other_name_silent",),
        excluded_by=("other_name_answered", "other_name_cut"),
    ),
    _CLIENT_CERTIFICATE,
    # nginx, and what is made of it, finishes the handshake and refuses the request.
    replace(
        _CLIENT_CERTIFICATE,
        codes=("http_not_azure",),
        proven_by=(("certificate_wanted", "certificate_requested"),),
        supported_by=("certificate_wanted",),
        excluded_by=(),
        needs=("certificate_wanted",),
    ),
    Candidate(
        "name_not_served",
        ("tls_handshake_failed", "tls_reset"),
        "the server at the address does not serve the name",
        "The server at {peer} does not serve {name}: it refuses the name in the handshake. Azure's front end serves "
        "the name, so another server answers at this address.",
        (
            CERTIFICATES,
            ENDPOINT_ADDRESSES,
            Note("Make {name} resolve to the private endpoint's own address, or let the gateway there serve it."),
        ),
        docs=(TROUBLE,),
        proven_by=("unrecognized_name",),
        supported_by=("internal_error",),
        excluded_by=("no_tls", "tls_elsewhere"),
    ),
    Candidate(
        "protocol_too_old",
        ("tls_handshake_failed",),
        "the server speaks only TLS versions that are too old",
        "The server at {peer} does not speak TLS 1.2 or later. Azure does: another server answers at this address.",
        (
            Command("openssl s_client -connect {peer} -servername {name} -tls1_2 </dev/null"),
            ENDPOINT_ADDRESSES,
            Note("Enable TLS 1.2 on that server, or connect to the private endpoint itself."),
        ),
        docs=(TROUBLE, LEARN + "security/fundamentals/tls-certificate-changes"),
        proven_by=("protocol_version",),
        needs=("protocol_version",),
    ),
    Candidate(
        "not_tls",
        ("tls_handshake_failed",),
        "the port does not speak TLS",
        "What listens at {peer} does not speak TLS: plain HTTP, or another service. The address, or the port, is "
        "not the endpoint's.",
        (
            Command("curl -sv http://{peer}/"),
            ENDPOINT_ADDRESSES,
            Note("Make {name} resolve to the private endpoint's own address, and use port 443."),
        ),
        docs=(TROUBLE,),
        proven_by=("no_tls",),
        needs=("no_tls",),
    ),
    Candidate(
        "http2_only",
        ("tls_handshake_failed",),
        "the server speaks HTTP/2 only",
        "The server at {peer} speaks HTTP/2 only and refuses HTTP/1.1, which Azure speaks: another server answers.",
        (
            Command("openssl s_client -connect {peer} -servername {name} -alpn http/1.1 </dev/null"),
            Note("Enable HTTP/1.1 on that server, or connect to the private endpoint itself."),
        ),
        docs=(TROUBLE,),
        proven_by=("no_application_protocol",),
        needs=("no_application_protocol",),
    ),
    Candidate(
        "no_common_cipher",
        ("tls_handshake_failed",),
        "host and server have no cipher in common",
        "The crypto policy of {host} and the server at {peer} leave no cipher in common.",
        (
            Command("openssl ciphers -s -v"),
            Command("update-crypto-policies --show", when="if the host runs Red Hat Enterprise Linux"),
            Note("Allow on {host} one of the ciphers that the server offers."),
        ),
        docs=(LEARN + "security/fundamentals/tls-certificate-changes",),
        proven_by=("no_shared_cipher",),
        excluded_by=(
            "no_tls",
            "unrecognized_name",
            "internal_error",
            "no_application_protocol",
            "protocol_version",
            "certificate_required",
            "refused_after_request",
            "other_name_answered",
        ),
    ),
)

_INSPECTION = Candidate(
    "tls_inspection",
    ("tls_untrusted", *_OUTSIDE),
    "a device on the path inspects TLS",
    "A device between {host} and {peer} inspects TLS: it answers with its own certificate, issued by {issuer}.",
    (
        CERTIFICATES,
        Note(
            "Exempt {name} from TLS inspection for {host}: requests to it contain keys and prompts, which the device "
            "reads."
        ),
        *NO_INSPECTION,
    ),
    docs=(NETWORK, AUTHORITIES),
    proven_by=(
        ("issuer_differs", "inspecting_vendor"),
        ("issuer_differs", "azure_has_peer"),
        ("issuer_differs", "peer_declared"),
    ),
    supported_by=("issuer_differs", "inspecting_vendor"),
    excluded_by=("issuer_same", "public_authority", "self_signed_leaf", "verified_elsewhere"),
    needs=(*_REFUSED, "issuer_differs"),
)

_INSPECTED = Candidate(
    "tls_inspection",
    ("tls_inspected",),
    "a device on the path inspects TLS",
    "A device between {host} and {peer} inspects TLS with its own certificate, which {host} trusts.",
    (
        CERTIFICATES,
        Note(
            "Exempt {name} from TLS inspection for {host}: requests to it contain keys and prompts, which the device "
            "reads. Where inspection is intended, set privatelink_tls_inspection: allowed."
        ),
        Note(
            "If privatelink_trusted_issuers is declared as well, add the issuer's organization to it: otherwise no "
            "credential is sent."
        ),
        *NO_INSPECTION,
    ),
    docs=(NETWORK, AUTHORITIES),
    supported_by=("issuer_differs",),
)

_VERIFIED = (
    _INSPECTION,
    _INSPECTED,
    replace(_INSPECTION, codes=("tls_expired", "tls_not_yet_valid"), needs=("issuer_differs", "inspecting_vendor")),
    Candidate(
        "incomplete_chain",
        ("tls_untrusted", *_OUTSIDE),
        "the server does not send its intermediate certificate",
        "The server at {peer} sends its certificate without the intermediate certificate of {organization}. Azure "
        "sends the whole chain: a gateway or relay with an incomplete chain answers.",
        (
            CERTIFICATES,
            Note("Append the intermediate certificate to that of the server at {peer}."),
            *APPEND_INTERMEDIATE,
        ),
        docs=(AUTHORITIES,),
        supported_by=(("issuer_not_found", "public_authority"), ("issuer_not_found", "issuer_same")),
        excluded_by=(
            "self_signed_root",
            "self_signed_leaf",
            "purpose_refused",
            "verified_elsewhere",
            "expired",
            "not_yet_valid",
        ),
        needs=("issuer_not_found", "reason_not_shown"),
    ),
    Candidate(
        "root_certificates_missing",
        ("tls_untrusted", *_OUTSIDE),
        "the host's own list of trusted authorities is out of date",
        "The list of trusted authorities of {host} is out of date: it lacks the authority of the certificate at "
        "{peer}.",
        (
            CERTIFICATES,
            Command("sudo update-ca-certificates --fresh", when="if the host runs Debian or Ubuntu", changes=True),
            Command(
                "sudo dnf reinstall ca-certificates", when="if the host runs Red Hat Enterprise Linux", changes=True
            ),
        ),
        docs=(AUTHORITIES,),
        proven_by=(("issuer_not_found", "verified_elsewhere"), ("self_signed_root", "verified_elsewhere")),
        excluded_by=("self_signed_leaf", "purpose_refused", "refused_elsewhere", "expired", "not_yet_valid"),
        needs=(
            "issuer_not_found",
            ("self_signed_root", "verified_elsewhere"),
            "purpose_refused",
            "reason_not_shown",
        ),
    ),
    Candidate(
        "wrong_certificate_purpose",
        ("tls_untrusted", *_OUTSIDE),
        "the certificate is not for servers",
        "The certificate at {peer} has an extended key usage without serverAuth. Azure's certificate has it: a gateway "
        "with a wrong certificate answers.",
        (
            CERTIFICATES,
            Note("Give the server at {peer} a certificate for {name} with the extended key usage serverAuth."),
        ),
        docs=(AUTHORITIES,),
        proven_by=("purpose_refused",),
        needs=("purpose_refused",),
    ),
    Candidate(
        "default_certificate",
        ("tls_untrusted", "tls_name_mismatch", *_OUTSIDE),
        "a server that has no certificate for the name answers with its default one",
        "The server at {peer} has no certificate for {name} and sends its default one, for {san}: a server other than "
        "Azure's front end has this address.",
        (
            CERTIFICATES,
            ENDPOINT_ADDRESSES,
            Note(
                "Make {name} resolve to the private endpoint's own address, or give the server there a certificate for "
                "{name} from an authority that {host} trusts."
            ),
        ),
        docs=(TROUBLE,),
        proven_by=(("self_signed_leaf", "named_otherwise"),),
        supported_by=("named_otherwise",),
        excluded_by=("named_right", "names_another_service", "asked_privatelink_name"),
        needs=("self_signed_leaf", "named_otherwise"),
    ),
    Candidate(
        "self_signed_certificate",
        ("tls_untrusted", *_OUTSIDE),
        "a server with a self-signed certificate answers",
        "The server at {peer} has a self-signed certificate for {name}. Azure's certificate is from an authority: a "
        "gateway or test server answers.",
        (CERTIFICATES, ENDPOINT_ADDRESSES, Note("Make {name} resolve to the private endpoint's own address.")),
        docs=(TROUBLE,),
        proven_by=(("self_signed_leaf", "named_right"),),
        excluded_by=("named_otherwise",),
        needs=("self_signed_leaf",),
    ),
    Candidate(
        "private_ca_untrusted",
        ("tls_untrusted", *_OUTSIDE),
        "a gateway has a certificate from a private authority that the host does not trust",
        "The certificate at {peer} is from the private authority {issuer}, which {host} does not trust. Azure's "
        "certificate is from a public authority: a gateway or relay of the network answers.",
        (
            CERTIFICATES,
            ENDPOINT_ADDRESSES,
            Note("Find out whose authority that is before {host} trusts it: whoever holds it can read the requests."),
            Command(
                "sudo update-ca-certificates",
                when="if it is your own, and its certificate is in /usr/local/share/ca-certificates",
                changes=True,
            ),
        ),
        docs=(AUTHORITIES,),
        supported_by=(("self_signed_root", "issuer_same"), ("issuer_not_found", "issuer_same")),
        excluded_by=(
            "public_authority",
            "self_signed_leaf",
            "purpose_refused",
            "verified_elsewhere",
            "inspecting_vendor",
            "expired",
            "not_yet_valid",
        ),
        needs=("self_signed_root", "issuer_not_found", "reason_not_shown"),
        yields_to=("tls_inspection",),
    ),
    Candidate(
        "privatelink_name_used",
        ("tls_name_mismatch", "tls_untrusted", *_OUTSIDE),
        "the handshake asks for the privatelink name, which no certificate is for",
        "The certificate of the service is only for the public name, but {host} verified it for {server_name}.",
        (Note("Use the public name, https://{public_name}/, and do not set server_name to the privatelink name."),),
        docs=(LEARN + "private-link/private-endpoint-overview",),
        proven_by=("asked_privatelink_name",),
        needs=("asked_privatelink_name",),
    ),
    Candidate(
        "address_of_another_service",
        ("tls_name_mismatch", *_OUTSIDE),
        "the address belongs to another service of Azure",
        "{peer} belongs to another service of Azure: its certificate is for {san}.",
        (ENDPOINT_ADDRESSES, Note("Correct the record or the declaration that gives {peer_address} for {name}.")),
        docs=(MANAGE,),
        proven_by=("names_another_service",),
        needs=("names_another_service",),
    ),
    Candidate(
        "host_clock_wrong",
        ("tls_expired", "tls_not_yet_valid", *_OUTSIDE),
        "the clock of the host is wrong",
        "The clock of {host} is wrong: the certificate is valid from {not_before} to {not_after}.",
        (_CLOCK, CERTIFICATES, Command("sudo timedatectl set-ntp true", changes=True)),
        docs=(AUTHORITIES,),
        proven_by=(("expired", "verified_elsewhere"), ("not_yet_valid", "verified_elsewhere")),
        excluded_by=("refused_elsewhere", "issuer_differs"),
        needs=("expired", "not_yet_valid"),
    ),
    Candidate(
        "certificate_expired",
        ("tls_expired", "tls_not_yet_valid", *_OUTSIDE),
        "the certificate of a gateway has expired, or is not yet valid",
        "The certificate at {peer} is valid from {not_before} to {not_after}. Azure renews its certificates in time: "
        "another server answers.",
        (CERTIFICATES, _CLOCK, ENDPOINT_ADDRESSES, Note("Renew the certificate of the server at {peer}.")),
        docs=(AUTHORITIES,),
        proven_by=("refused_elsewhere",),
        excluded_by=("verified_elsewhere",),
        needs=("expired", "not_yet_valid"),
    ),
    Candidate(
        "not_verified_by_choice",
        ("tls_untrusted",),
        "the probe was configured not to verify the certificate for the name",
        "The certificate was not verified for {name}: any server on the path may have answered in Azure's place, so "
        "the answer proves nothing.",
        (Note("Probe with validate_certs: true, and without server_name."), CERTIFICATES),
        docs=(AUTHORITIES,),
        proven_by=("not_verified",),
        excluded_by=("certificate_refused",),
        needs=("not_verified",),
    ),
    Candidate(
        "certificate_not_renewed",
        ("tls_expires_soon",),
        "the server does not renew its certificate as early as Azure does",
        "The certificate at {peer} expires on {not_after}. Azure renews its certificates well before that: it may be "
        "another server's.",
        (CERTIFICATES, REQUEST),
        docs=(AUTHORITIES,),
        supported_by=("renewed_elsewhere",),
    ),
)
_OF_ANOTHER_SERVER = (
    "incomplete_chain",
    "wrong_certificate_purpose",
    "default_certificate",
    "self_signed_certificate",
    "private_ca_untrusted",
    "address_of_another_service",
    "certificate_expired",
)
_CERTIFICATES = with_steps(_VERIFIED, _UNPROVED, TO_PUBLIC_ENDPOINT, causes=_OF_ANOTHER_SERVER)

_CAPTURED = Candidate(
    "proxy_captures",
    ("gate_public_access_disabled", "gate_network_rules"),
    "a proxy sends the request to the public endpoint",
    "A proxy that {host} uses for {name} resolves the name itself, outside the network, and reaches the public "
    "endpoint, or nothing at all.",
    (
        PROXY_VARIABLES,
        REQUEST_BY_PROXY,
        REQUEST_BY_NAME,
        Command("export no_proxy=$no_proxy,{name}; export NO_PROXY=$no_proxy", changes=True),
        Note("Also add {name} to no_proxy in the files that the first command shows."),
    ),
    docs=(NETWORK,),
    proven_by=("proxied_otherwise", ("sent_by_proxy", "refused_public")),
    supported_by=(("proxy_variables", "refused_public"),),
    excluded_by=("sent_past_proxies", "proxied_alike"),
    needs=("proxy_variables", "sent_by_proxy", "proxied_otherwise", "proxied_alike"),
)

_PROXIES = (
    _CAPTURED,
    # Programs of the host may go through the proxy although the probe did not.
    replace(_CAPTURED, codes=("host_proxy_captures", "proxy_used"), excluded_by=("proxied_alike",)),
    Candidate(
        "proxy_refuses_name",
        ("proxy_denied",),
        "the rules of the proxy do not allow the name",
        "The rules of the proxy {proxy} do not allow {name}. The private endpoint needs no proxy.",
        (
            REQUEST_BY_PROXY,
            REQUEST_BY_NAME,
            Command("export no_proxy=$no_proxy,{name}; export NO_PROXY=$no_proxy", changes=True),
        ),
        docs=(NETWORK,),
        proven_by=("proxy_refuses",),
        excluded_by=("proxy_failed",),
    ),
    Candidate(
        "proxy_gets_nowhere",
        ("proxy_denied",),
        "the proxy itself does not reach the endpoint",
        "The proxy {proxy} did not get through to {name}: {detail}.",
        (
            REQUEST_BY_PROXY,
            REQUEST_BY_NAME,
            Command("export no_proxy=$no_proxy,{name}; export NO_PROXY=$no_proxy", changes=True),
        ),
        docs=(NETWORK,),
        proven_by=("proxy_failed",),
        excluded_by=("proxy_refuses",),
    ),
    Candidate(
        "proxy_login_missing",
        ("proxy_auth_required",),
        "the proxy requires authentication",
        "The proxy {proxy} requires authentication, so {name} was not reached. The private endpoint needs no proxy.",
        (
            REQUEST_BY_NAME,
            Command("export no_proxy=$no_proxy,{name}; export NO_PROXY=$no_proxy", changes=True),
        ),
        docs=(NETWORK,),
        proven_by=("proxy_wants_login",),
    ),
    Candidate(
        "proxy_dead",
        ("proxy_unreachable",),
        "the proxy in the host's variables does not answer",
        "The proxy {proxy}, which is set in the variables of {host}, does not answer.",
        (
            PROXY_VARIABLES,
            REQUEST_BY_NAME,
            Command("export no_proxy=$no_proxy,{name}; export NO_PROXY=$no_proxy", changes=True),
            Note("Remove the proxy from the files that the first command shows if it no longer exists."),
        ),
        docs=(NETWORK,),
        proven_by=("proxy_silent",),
    ),
)

FAMILY = Family(
    "transport",
    "TCP, proxies and TLS, before anything answers a request",
    SIGNALS,
    (*_TCP, *_TLS, *_CERTIFICATES, *_PROXIES),
)
