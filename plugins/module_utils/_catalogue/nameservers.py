# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: DNS, a nameserver without an answer that programs could use."""

from __future__ import annotations

from .model import LEARN, Finding, Variant
from .repairs import USE_NAMESERVER

_INTEGRATION = LEARN + "private-link/private-endpoint-dns-integration"
_PLATFORM = LEARN + "virtual-network/what-is-ip-address-168-63-129-16"
_RESOLVER = LEARN + "dns/dns-private-resolver-overview"
_IN_NETWORK = LEARN + "virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances"

_ASK = "dig @{server} {name}"
# What DHCP gives to the hosts of a network, an empty list being 168.63.129.16.
_HANDED_OUT = "az network vnet show --ids <vnet-id> --query dhcpOptions.dnsServers"

FINDINGS = (
    Finding(
        "dns_refused",
        "nameserver {server_address} answered {rcode} for {name}",
        "The server is there, but does not serve this client: 168.63.129.16 refuses clients outside Azure, others have "
        "access lists.",
        (_ASK, "Allow {host} on the nameserver, or let the host ask another one.", _HANDED_OUT, USE_NAMESERVER),
        (_PLATFORM, _RESOLVER),
        detected="The nameserver answers REFUSED, NOTAUTH or NOTIMP (privatelink_dns_facts, aoai_probe with "
        "nameservers).",
        variants={
            "not_implemented": Variant(
                "the answer is NOTIMP",
                cause="The server does not know this kind of question at all: it is no resolver for clients, or a device "
                "that speaks only part of DNS.",
                remedy=(_ASK, "Let the host ask a nameserver that resolves names.", _HANDED_OUT, USE_NAMESERVER),
            ),
            "not_authoritative": Variant(
                "the answer is NOTAUTH",
                cause="The server answers only for its own zones, of which this name is in none: it does not resolve names "
                "for clients.",
                remedy=(
                    _ASK,
                    "Turn on recursion on the nameserver, or let it forward {public_zone}; or let the host ask another one.",
                    _HANDED_OUT,
                    USE_NAMESERVER,
                ),
            ),
        },
    ),
    Finding(
        "dns_servfail",
        "nameserver {server_address} answered {rcode} for {name}",
        "The server could not get an answer itself: its forwarder is down, or DNSSEC validation rejects a private zone.",
        (
            _ASK,
            "dig +cd @{server} {name}",
            "If the second answers, DNSSEC validation is at fault: exempt {public_zone} from it (a negative trust anchor).",
            "Otherwise repair the forwarder for {public_zone} on the nameserver; in a virtual network it must lead to "
            "168.63.129.16.",
            USE_NAMESERVER,
        ),
        (_INTEGRATION, _RESOLVER),
        detected="The rcode is SERVFAIL, FORMERR or another failure, and no CNAME loop is behind it "
        "(privatelink_dns_facts); or getaddrinfo fails (aoai_probe).",
        variants={
            "misunderstood": Variant(
                "the answer is FORMERR",
                cause="The server does not understand the question: it is very old, or a device on the way changes DNS "
                "messages.",
                remedy=(
                    _ASK,
                    "dig +noedns @{server} {name}",
                    "If only the second answers, update the nameserver, or let the firewall's DNS inspection pass EDNS.",
                    USE_NAMESERVER,
                ),
            ),
            "stub": Variant(
                "the nameserver is systemd-resolved's own stub",
                cause="systemd-resolved on {host} fails, not the nameserver behind it: DNSSEC validation rejects a private "
                "zone, or its own nameserver is dead.",
                remedy=(
                    "resolvectl query {name}",
                    "resolvectl status",
                    "dig @{upstream} {name}",
                    "If the last one answers, turn off DNSSEC validation, and it is well.",
                    "sudo mkdir -p /etc/systemd/resolved.conf.d && (echo '[Resolve]'; echo DNSSEC=no) | sudo tee "
                    "/etc/systemd/resolved.conf.d/dnssec.conf && sudo systemctl restart systemd-resolved",
                ),
                docs=(_INTEGRATION, _IN_NETWORK),
            ),
        },
    ),
    Finding(
        "dns_malformed",
        "nameserver {server_address} sent an answer for {name} that is no DNS message",
        "Something other than a nameserver answers, or a device on the way rewrites DNS.",
        (
            _ASK,
            "dig +tcp @{server} {name}",
            "If only the second answers, a firewall or captive portal intercepts UDP port 53: exempt {host} from it.",
            USE_NAMESERVER,
        ),
        (_INTEGRATION,),
        detected="Only bytes that are no answer to the question come back, or the name fits into no question "
        "(privatelink_dns_facts, aoai_probe with nameservers).",
    ),
    Finding(
        "dns_truncated",
        "nameserver {server_address} truncates its answer for {name} and does not answer over TCP",
        "Long CNAME chains need TCP port 53 when they do not fit into one datagram; a firewall often allows UDP only.",
        ("dig +tcp @{server} {name}", "Allow TCP port 53 from {host} to {server_address}."),
        (_INTEGRATION,),
        detected="The answer over UDP is truncated, and the same question over TCP gets none (privatelink_dns_facts, "
        "aoai_probe with nameservers).",
    ),
    Finding(
        "dns_timeout",
        "nameserver {server_address} does not answer for {name}",
        "Queries disappear: a firewall drops port 53, or the address is no nameserver (168.63.129.16 exists only in Azure). "
        "Every program waits for it before it asks the next one.",
        (
            _ASK,
            "Allow UDP and TCP port 53 from {host} to {server_address}, or let the host ask another nameserver.",
            _HANDED_OUT,
            USE_NAMESERVER,
        ),
        (_PLATFORM, _RESOLVER),
        detected="No answer within the timeout, all tries together (privatelink_dns_facts, where a silent server is "
        "soon asked no more; aoai_probe).",
    ),
    Finding(
        "dns_resolver_unreachable",
        "nameserver {server_address} cannot be reached",
        "There is no route to it, or it refuses port 53: no nameserver listens at that address.",
        ("ip route get {server_address}", _HANDED_OUT, USE_NAMESERVER),
        (_PLATFORM, _IN_NETWORK),
        detected="The socket connected to the nameserver gets an error, such as ICMP's or no route "
        "(privatelink_dns_facts, aoai_probe with nameservers).",
    ),
)
