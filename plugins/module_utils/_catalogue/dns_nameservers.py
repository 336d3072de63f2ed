# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: DNS, nameservers without a usable answer."""

from __future__ import annotations

from .model import Cause, Command, Finding, Note
from .pages import IN_NETWORK, INTEGRATION, PLATFORM, RESOLVER
from .repairs import USE_NAMESERVER

_SERVER = "@{server_address}{server_port:?-p}"
_ASK = Command(f"dig {_SERVER} {{name}}")
_ASK_OVER_TCP = Command(f"dig +tcp {_SERVER} {{name}}")
# What DHCP gives to the hosts of a network, an empty list being 168.63.129.16.
_HANDED_OUT = Command(
    "az network vnet show --ids {vnet_id} --query dhcpOptions.dnsServers", when="if {host} is in a virtual network"
)

FINDINGS = (
    Finding(
        "dns_refused",
        "dns",
        (
            Cause(
                "nameserver {server_address} answered {rcode} for {name}",
                "The server is reachable, but does not serve this client: 168.63.129.16 refuses clients outside Azure, "
                "other servers have access lists.",
                (
                    _ASK,
                    Note("Allow {host} on the nameserver, or configure the host to use another one."),
                    _HANDED_OUT,
                    USE_NAMESERVER,
                ),
                (PLATFORM, RESOLVER),
            ),
            Cause(
                id="not_implemented",
                when="the answer is NOTIMP",
                why="The server does not support this kind of query: it is not a resolver for clients, or it is a "
                "device that speaks only part of DNS.",
                remedy=(
                    _ASK,
                    Note("Configure the host to use a nameserver that resolves names."),
                    _HANDED_OUT,
                    USE_NAMESERVER,
                ),
            ),
            Cause(
                id="not_authoritative",
                when="the answer is NOTAUTH",
                why="The server answers only for its own zones, and none of them holds this name: it does not "
                "resolve names for clients.",
                remedy=(
                    _ASK,
                    Note(
                        "Turn on recursion on the nameserver, or forward {public_zone} there; or configure the host "
                        "to use another one."
                    ),
                    _HANDED_OUT,
                    USE_NAMESERVER,
                ),
            ),
        ),
        "The nameserver answers REFUSED, NOTAUTH or NOTIMP (privatelink_dns_facts, aoai_probe with nameservers).",
        outcome="unreachable",
        unproved="unresolved",
        no_answer=True,
    ),
    Finding(
        "dns_servfail",
        "dns",
        (
            Cause(
                "nameserver {server_address} answered {rcode} for {name}",
                "The server could not get an answer itself: its forwarder is down, or DNSSEC validation rejects a "
                "private DNS zone.",
                (
                    _ASK,
                    Command(f"dig +cd {_SERVER} {{name}}"),
                    Note(
                        "If only the second query is answered, DNSSEC validation rejects the zone: exempt "
                        "{public_zone} from it (a negative trust anchor)."
                    ),
                    Note(
                        "Otherwise fix the forwarder for {public_zone} on the nameserver. In a virtual network it must "
                        "forward to 168.63.129.16."
                    ),
                    USE_NAMESERVER,
                ),
                (INTEGRATION, RESOLVER),
            ),
            Cause(
                id="misunderstood",
                when="the answer is FORMERR",
                why="The server does not understand the query: it is very old, or a device on the path changes DNS "
                "messages.",
                remedy=(
                    _ASK,
                    Command(f"dig +noedns {_SERVER} {{name}}"),
                    Note(
                        "If only the second query is answered, update the nameserver, or let the firewall's DNS "
                        "inspection pass EDNS."
                    ),
                    USE_NAMESERVER,
                ),
            ),
            Cause(
                id="stub",
                when="the nameserver is systemd-resolved's own stub",
                why="systemd-resolved on {host} fails, not the nameserver behind it: DNSSEC validation rejects a "
                "private DNS zone, or the nameserver that systemd-resolved asks is down.",
                remedy=(
                    Command("resolvectl query {name}"),
                    Command("resolvectl status"),
                    Command("dig @{upstream} {name}"),
                    Command(
                        "sudo mkdir -p /etc/systemd/resolved.conf.d && (echo '[Resolve]'; echo DNSSEC=no) | sudo tee "
                        "/etc/systemd/resolved.conf.d/dnssec.conf && sudo systemctl restart systemd-resolved",
                        when="if the last query is answered, turn off DNSSEC validation",
                        changes=True,
                    ),
                ),
                docs=(INTEGRATION, IN_NETWORK),
            ),
        ),
        "The rcode is SERVFAIL, FORMERR or another failure that is not caused by a CNAME loop "
        "(privatelink_dns_facts); or getaddrinfo fails (aoai_probe).",
        outcome="unreachable",
        unproved="unresolved",
        no_answer=True,
    ),
    Finding(
        "dns_unsteady",
        "dns",
        (
            Cause(
                "nameserver {server_address} answered SERVFAIL for {name}, and resolved it when it was asked again",
                "The server gets no answer from its own forwarder or from Azure some of the time. Programs that do not "
                "try again fail just as often.",
                (
                    _ASK,
                    Note(
                        "Repeat the query some times, a few seconds apart. If it fails again, look in the log of the "
                        "nameserver for time-outs of the servers that it forwards {public_zone} to, and remove one "
                        "that is down."
                    ),
                ),
                (INTEGRATION, RESOLVER),
            ),
        ),
        "The rcode is SERVFAIL, and the same query is answered a second later. The later answer decides the code of "
        "the name (privatelink_dns_facts).",
        severity="warning",
        unproved="unresolved",
    ),
    Finding(
        "dns_malformed",
        "dns",
        (
            Cause(
                "nameserver {server_address} sent an answer for {name} that is not a DNS message",
                "Something other than a nameserver answers, or a device on the path rewrites DNS.",
                (
                    _ASK,
                    _ASK_OVER_TCP,
                    Note(
                        "If only the second query is answered, a firewall or captive portal intercepts UDP port 53: "
                        "exempt {host} from it."
                    ),
                    USE_NAMESERVER,
                ),
                (INTEGRATION,),
            ),
        ),
        "The response is not a valid answer to the query, or the name is too long for a query (privatelink_dns_facts, "
        "aoai_probe with nameservers).",
        outcome="unreachable",
        unproved="unresolved",
        no_answer=True,
    ),
    Finding(
        "dns_truncated",
        "dns",
        (
            Cause(
                "nameserver {server_address} truncates its answer for {name} and does not answer over TCP",
                "Long CNAME chains need TCP port 53 when they do not fit into one datagram. A firewall often allows "
                "UDP only.",
                (_ASK_OVER_TCP, Note("Allow TCP port 53 from {host} to {server_address}.")),
                (INTEGRATION,),
            ),
        ),
        "The answer over UDP is truncated, and the same query over TCP is not answered (privatelink_dns_facts, "
        "aoai_probe with nameservers).",
        outcome="unreachable",
        unproved="unresolved",
        no_answer=True,
    ),
    Finding(
        "dns_timeout",
        "dns",
        (
            Cause(
                "nameserver {server_address} does not answer for {name}",
                "Queries are lost: a firewall drops port 53, or no nameserver has this address (168.63.129.16 exists "
                "only in Azure). Every program waits for it before it asks the next one.",
                (
                    _ASK,
                    Note(
                        "Allow UDP and TCP port 53 from {host} to {server_address}, or configure the host to use "
                        "another nameserver."
                    ),
                    _HANDED_OUT,
                    USE_NAMESERVER,
                ),
                (PLATFORM, RESOLVER),
            ),
        ),
        "No answer within the timeout, which includes all tries (privatelink_dns_facts, which soon stops asking a "
        "silent server; aoai_probe).",
        outcome="unreachable",
        unproved="unresolved",
        no_answer=True,
    ),
    Finding(
        "dns_resolver_unreachable",
        "dns",
        (
            Cause(
                "nameserver {server_address} cannot be reached",
                "A route to it is missing, or it refuses port 53: a nameserver does not listen at that address.",
                (Command("ip route get {server_address}"), _HANDED_OUT, USE_NAMESERVER),
                (PLATFORM, IN_NETWORK),
            ),
        ),
        "The query cannot be delivered: a route to the nameserver is missing, or an ICMP error comes back "
        "(privatelink_dns_facts, aoai_probe with nameservers).",
        outcome="unreachable",
        unproved="unresolved",
        no_answer=True,
    ),
)
