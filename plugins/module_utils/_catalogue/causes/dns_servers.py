# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Causes of nameservers without a usable answer: dead ones, those that refuse, and those behind which others fail."""

from __future__ import annotations

from dataclasses import replace

from ..dns_steps import ASK, SERVER
from ..model import Command, Note
from ..pages import IN_NETWORK, INTEGRATION, PLATFORM, RESOLVER
from ..repairs import USE_NAMESERVER
from .model import Candidate, Family, Signal
from .settings import FORWARD, NO_VALIDATION

_ALIVE = Command(f"dig {SERVER} version.bind CH TXT")
_UNCHECKED = Command(f"dig +cd {SERVER} {{name}}")
_QUERY, _STATUS = Command("resolvectl query {name}"), Command("resolvectl status")
_ASK_UPSTREAM = Command("dig @{upstream} {name}")
_OVER_TCP = Command(f"dig +tcp {SERVER} {{name}}")
_WITHOUT_EDNS = Command(f"dig +noedns {SERVER} {{name}}")
_ROUTE = Command("ip route get {server_address}")
# What DHCP gives to the hosts of a network, an empty list being 168.63.129.16.
_HANDED_OUT = Command(
    "az network vnet show --ids {vnet_id} --query dhcpOptions.dnsServers", when="if {host} is in a virtual network"
)

SIGNALS = (
    Signal("proxy_is_set", "proxies are configured on the host", "{host}: {set_proxy} is configured as a proxy"),
    Signal(
        "proxy_answers",
        "Azure answers the same request through the proxy of the host",
        "through {seen_proxy} the request of {host} gets an answer from Azure ({proxied_code})",
    ),
    Signal(
        "said_signatures",
        "the nameserver reports that DNSSEC signatures are not valid (extended DNS error)",
        "{host}: {server_address} adds the extended DNS error {ede}",
    ),
    Signal(
        "said_upstream",
        "the nameserver reports that its upstream servers do not answer (extended DNS error 14, 22 or 23)",
        "{host}: {server_address} adds the extended DNS error {ede}",
    ),
    Signal(
        "said_prohibited",
        "the nameserver reports that the client may not ask (extended DNS error 18)",
        "{host}: {server_address} adds the extended DNS error {ede}",
    ),
    Signal(
        "said_not_authoritative",
        "the nameserver reports that it serves only its own zones (extended DNS error 20)",
        "{host}: {server_address} adds the extended DNS error {ede}",
    ),
    Signal(
        "not_understood", "the nameserver answers FORMERR", "{host}: {server_address} answers {own_rcode} to the query"
    ),
    Signal(
        "not_implemented", "the nameserver answers NOTIMP", "{host}: {server_address} answers {own_rcode} to the query"
    ),
    Signal(
        "not_authoritative_for",
        "the nameserver answers NOTAUTH",
        "{host}: {server_address} answers {own_rcode} to the query",
    ),
    Signal(
        "port_closed",
        "the port is closed: the server or a firewall refuses the query",
        "{host}: {server_address} refuses port 53 ({reported_error})",
    ),
    Signal(
        "no_route",
        "a route to the nameserver is missing",
        "{host} cannot reach {server_address} ({reported_error})",
    ),
    Signal(
        "truncated_without_tcp",
        "the answer over UDP is truncated, and TCP is not answered",
        "{host}: {server_address} truncates its answer, and does not answer over TCP",
    ),
    Signal(
        "no_dns_message",
        "what came back is not a DNS message",
        "{host}: what comes back from {server_address} is not an answer from a nameserver ({reported_error})",
    ),
    Signal(
        "alive",
        "the nameserver answers a query about itself",
        "{host}: {server_address} is alive: it answers {alive_answer} for {alive_question}",
    ),
    Signal(
        "answers_its_own",
        "the nameserver answers a query about itself successfully",
        "{host}: {server_address} answers {alive_question}",
    ),
    Signal(
        "refuses_everything",
        "the nameserver refuses a query about itself too",
        "{host}: {server_address} refuses {alive_question} too",
    ),
    Signal(
        "refuses_only_some",
        "the nameserver refuses the name, but answers another query from the host",
        "{host}: {server_address} answers {alive_question} with {alive_answer}, so it does not refuse everything",
    ),
    Signal(
        "silent_to_all",
        "the nameserver does not answer a query about itself either",
        "{host}: {server_address} does not answer {alive_question} either",
    ),
    Signal(
        "unchecked_answered",
        "with DNSSEC validation turned off for the query (CD), there is an answer",
        "{host}: asked without DNSSEC validation (CD), {server_address} answers {unchecked_answer}",
    ),
    Signal(
        "unchecked_fails",
        "with DNSSEC validation turned off for the query (CD), the nameserver fails as well",
        "{host}: asked without DNSSEC validation (CD), {server_address} gives {unchecked_answer} too",
    ),
    Signal(
        "repeat_answered",
        "asked again, the nameserver answers",
        "{host}: asked again, {server_address} answers {repeat_answer}",
    ),
    Signal(
        "repeat_fails",
        "asked again, the nameserver fails again",
        "{host}: asked again, {server_address} gives {repeat_answer}",
    ),
    Signal(
        "azure_dns_outside_azure",
        "the nameserver is 168.63.129.16, which exists only in Azure, and the host is not in Azure",
        "{host} is not in a virtual network, and 168.63.129.16 exists only there",
    ),
    Signal(
        "stub_fails",
        "the nameserver is the stub resolver of systemd-resolved",
        "{host}: {server_address} is its own stub resolver",
    ),
    Signal(
        "stub_upstream_fails",
        "the nameservers behind the stub resolver give no usable answer either",
        "{host}: {seen_server}, which systemd-resolved asks, gives no usable answer either ({upstream_code})",
    ),
    Signal(
        "answers_other_names",
        "the nameserver answers the same host for other names",
        "{host}: {server_address} answers for {other_name}",
    ),
    Signal(
        "answers_other_hosts",
        "the nameserver answers another host",
        "{seen_host}: the same nameserver answers {seen_answer}",
    ),
    Signal(
        "first_is_bad",
        "the first of the host's nameservers does not give the right answer, and a later one does",
        "{host} asks {bad_server} first; {well_server}, further down, gives the private address",
    ),
    Signal(
        "later_is_bad",
        "the first of the host's nameservers gives the right answer, and a later one does not",
        "{host} asks {bad_server} whenever {well_server} is slow or silent",
    ),
    Signal(
        "own_differ",
        "the host's nameservers give different answers",
        "{host}: {well_server} and {bad_server} give different answers",
    ),
    Signal(
        "only_compared_differs",
        "only a nameserver that the host does not ask gives a different answer",
        "{host}: all nameservers that it asks agree",
    ),
    Signal(
        "only_compared_well",
        "only a nameserver that the host does not ask gives the private address",
        "{host}: {well_server}, which it does not ask, gives the private address; {bad_server} does not",
    ),
)

_DNSSEC = Candidate(
    "dnssec_validation",
    ("dns_servfail",),
    "DNSSEC validation at the nameserver rejects the zone",
    "DNSSEC validation at {server_address} rejects the answer for {name}: private DNS zones are not signed.",
    remedy=(
        ASK,
        _UNCHECKED,
        Note("On {server_address}, exempt {public_zone} and {zone} from validation (a negative trust anchor)."),
        *NO_VALIDATION,
        USE_NAMESERVER,
    ),
    looks=(_UNCHECKED,),
    docs=(INTEGRATION, RESOLVER),
    proven_by=(("unchecked_answered", "repeat_fails"), ("unchecked_answered", "said_signatures")),
    supported_by=("unchecked_answered", "said_signatures"),
    excluded_by=(
        "unchecked_fails",
        "repeat_answered",
        "not_understood",
        "stub_upstream_differs",
        "azure_dns_outside_azure",
    ),
)

CANDIDATES = (
    _DNSSEC,
    # BIND is silent where it tries in vain to validate.
    replace(_DNSSEC, codes=("dns_timeout",), needs=("unchecked_answered",)),
    Candidate(
        "stub_resolver",
        ("dns_servfail", "dns_refused", "dns_timeout"),
        "the stub resolver of systemd-resolved on {host} fails, not the nameserver behind it",
        "systemd-resolved on {host} fails, but the nameserver behind it answers: DNSSEC validation on the host rejects "
        "a private DNS zone, or systemd-resolved is stuck.",
        remedy=(
            _QUERY,
            _STATUS,
            _ASK_UPSTREAM,
            Command(
                "sudo mkdir -p /etc/systemd/resolved.conf.d && (echo '[Resolve]'; echo DNSSEC=no) | sudo tee "
                "/etc/systemd/resolved.conf.d/dnssec.conf && sudo systemctl restart systemd-resolved",
                when="if resolvectl says that DNSSEC validation failed",
                changes=True,
            ),
        ),
        looks=(_ASK_UPSTREAM, _QUERY, _STATUS),
        docs=(INTEGRATION, IN_NETWORK),
        needs=("stub_fails",),
        proven_by=("stub_upstream_differs",),
        excluded_by=("stub_upstream_fails",),
    ),
    Candidate(
        "upstream_dead",
        ("dns_servfail", "dns_timeout"),
        "the nameserver is alive, but its upstream servers do not answer",
        "{server_address} is alive, but gets no answer for {name} itself: the server that it forwards {public_zone} to "
        "is dead, unreachable or wrong.",
        remedy=(
            _ALIVE,
            ASK,
            Note(
                "On {server_address}, correct the forwarder for {public_zone}. In a virtual network it must point to "
                "168.63.129.16."
            ),
            *FORWARD,
            USE_NAMESERVER,
        ),
        looks=(_ALIVE, ASK),
        docs=(INTEGRATION, RESOLVER),
        proven_by=("said_upstream", ("answers_its_own", "unchecked_fails", "repeat_fails")),
        supported_by=("alive", "answers_other_names", ("unchecked_fails", "repeat_fails"), "answers_other_hosts"),
        excluded_by=(
            "unchecked_answered",
            "repeat_answered",
            "only_ipv4_fails",
            "said_signatures",
            "silent_to_all",
            "not_understood",
            "said_blocked",
            "said_filtered",
            "stub_upstream_differs",
            "azure_dns_outside_azure",
        ),
        yields_to=("internet_names_unresolved",),
    ),
    Candidate(
        "upstream_unsteady",
        ("dns_servfail", "dns_unsteady"),
        "one of the nameserver's upstream servers fails now and then",
        "{server_address} fails at first and answers when asked again: one of its upstream servers is dead or slow. "
        "Programs that do not ask again fail now and then.",
        remedy=(ASK, Note("On {server_address}, remove or repair the forwarder that does not answer.")),
        docs=(INTEGRATION,),
        needs=("repeat_answered",),
        proven_by=("repeat_answered",),
    ),
    Candidate(
        "not_a_resolver",
        ("dns_servfail", "dns_refused"),
        "the server does not resolve names for clients, or a device on the path changes DNS messages",
        "{server_address} answers {own_rcode}: it does not understand the query, or serves only its own zones.",
        remedy=(
            ASK,
            _WITHOUT_EDNS,
            Note(
                "If only the second query is answered, update the nameserver, or let the firewall's DNS inspection "
                "pass EDNS. Otherwise turn on recursion there, or use another nameserver."
            ),
            _HANDED_OUT,
            USE_NAMESERVER,
        ),
        looks=(_WITHOUT_EDNS, ASK),
        docs=(PLATFORM, RESOLVER),
        needs=("not_understood", "not_implemented", "not_authoritative_for", "said_not_authoritative"),
        proven_by=("not_understood", "not_implemented", "not_authoritative_for", "said_not_authoritative"),
    ),
    Candidate(
        "access_list",
        ("dns_refused",),
        "the nameserver's access list does not include this host",
        "{server_address} refuses queries from {host}: its access list does not include this host.",
        remedy=(
            ASK,
            _ALIVE,
            Note("Add {host} to the access list of {server_address}, or configure the host to use another nameserver."),
            _HANDED_OUT,
            USE_NAMESERVER,
        ),
        looks=(_ALIVE, ASK),
        docs=(PLATFORM, RESOLVER),
        proven_by=(("said_prohibited", "refuses_everything"), ("refuses_everything", "answers_other_hosts")),
        supported_by=("refuses_everything", "said_prohibited", "answers_other_hosts"),
        excluded_by=(
            "refuses_only_some",
            "answers_other_names",
            "only_ipv4_fails",
            "said_blocked",
            "said_filtered",
            "not_implemented",
            "not_authoritative_for",
            "said_not_authoritative",
            "azure_dns_outside_azure",
        ),
    ),
    Candidate(
        "recursion_off",
        ("dns_refused",),
        "the nameserver answers, but does not resolve this name for the host",
        "{server_address} is alive and refuses {name}: it does not resolve names outside its own zones for {host}.",
        remedy=(
            ASK,
            _ALIVE,
            Note("On {server_address}, allow recursion for {host}, or forward {public_zone}."),
            USE_NAMESERVER,
        ),
        looks=(_ALIVE, ASK),
        docs=(RESOLVER,),
        supported_by=("answers_its_own", "answers_other_names"),
        excluded_by=(
            "refuses_everything",
            "said_prohibited",
            "only_ipv4_fails",
            "said_blocked",
            "said_filtered",
            "azure_dns_outside_azure",
            "not_implemented",
            "not_authoritative_for",
        ),
    ),
    Candidate(
        "azure_dns_outside_azure",
        ("dns_refused", "dns_timeout", "dns_resolver_unreachable", "dns_servfail"),
        "168.63.129.16 exists only in virtual networks of Azure",
        "{host} asks 168.63.129.16, which serves only hosts in virtual networks of Azure.",
        remedy=(
            ASK,
            Note(
                "Configure {host} to use a DNS forwarder or a DNS Private Resolver's inbound endpoint in the virtual "
                "network."
            ),
            USE_NAMESERVER,
        ),
        docs=(PLATFORM, RESOLVER),
        needs=("azure_dns_outside_azure",),
        proven_by=("azure_dns_outside_azure",),
    ),
    Candidate(
        "nameserver_dead",
        ("dns_timeout", "dns_resolver_unreachable"),
        "no nameserver answers at this address",
        "No nameserver answers {host} at {server_address}: it is dead, or the address is wrong. Programs that ask it "
        "wait for it before they ask the next one.",
        remedy=(
            _ALIVE,
            ASK,
            _ROUTE,
            Note("Start the nameserver at {server_address}, or configure the host to use another one."),
            _HANDED_OUT,
            USE_NAMESERVER,
        ),
        looks=(_ALIVE, _ROUTE, _HANDED_OUT),
        docs=(PLATFORM, IN_NETWORK),
        supported_by=("silent_to_all", "port_closed"),
        excluded_by=(
            "alive",
            "answers_other_names",
            "answers_other_hosts",
            "azure_dns_outside_azure",
            "said_upstream",
            "no_route",
        ),
    ),
    Candidate(
        "nameserver_blocked",
        ("dns_timeout", "dns_resolver_unreachable"),
        "a firewall or a route keeps the host from reaching the nameserver",
        "{host} does not reach {server_address}: a firewall or a network security group blocks the queries, or a route "
        "is missing or wrong.",
        remedy=(
            _ROUTE,
            _OVER_TCP,
            Note("Allow UDP and TCP port 53 from {host} to {server_address}, and check the routes in both directions."),
            USE_NAMESERVER,
        ),
        looks=(_ROUTE, _OVER_TCP),
        docs=(PLATFORM, IN_NETWORK),
        proven_by=("no_route",),
        supported_by=(("answers_other_hosts", "silent_to_all"), ("answers_other_hosts", "port_closed")),
        excluded_by=("alive", "answers_other_names", "azure_dns_outside_azure"),
    ),
    Candidate(
        "dns_tcp_blocked",
        ("dns_truncated",),
        "TCP port 53 to the nameserver is blocked",
        "Answers of {server_address} that do not fit into a UDP datagram need TCP port 53, and nothing answers there: "
        "a firewall allows only UDP, or the nameserver does not listen on TCP.",
        remedy=(_OVER_TCP, Note("Allow TCP port 53 from {host} to {server_address}.")),
        docs=(INTEGRATION,),
        proven_by=("truncated_without_tcp",),
    ),
    Candidate(
        "internet_names_unresolved",
        ("dns_servfail", "dns_timeout", "dns_refused", "dns_name_unknown"),
        "the network does not resolve Internet names",
        "The network of {host} does not resolve Internet names, and {set_proxy} is configured as a proxy: programs "
        "reach the Internet only through it.",
        remedy=(
            ASK,
            Note(
                "On {server_address}, forward {public_zone} to a DNS forwarder or DNS Private Resolver in the virtual "
                "network: to use the private endpoint, the host itself must resolve the name."
            ),
        ),
        looks=(ASK, Command(f"dig {SERVER} microsoft.com")),
        docs=(INTEGRATION, RESOLVER),
        needs=(("proxy_is_set", "alive"), "root_denies"),
        proven_by=(("proxy_is_set", "alive", "proxy_answers"),),
        supported_by=("root_denies",),
        excluded_by=(
            "azure_dns_outside_azure",
            "other_name_public",
            "hop_here",
            "unchecked_answered",
            "repeat_answered",
            "only_ipv4_fails",
            "leads_to_front_end",
            "said_blocked",
        ),
    ),
    # Several nameservers of one host.
    Candidate(
        "nameserver_order",
        ("dns_resolvers_disagree",),
        "the first of the host's nameservers does not give the right answer",
        "{host} asks {bad_server} first, which does not give the right answer; {well_server} does. Whether programs "
        "reach the endpoint depends on which one answers them.",
        remedy=(
            Command("dig @{bad_server} {name}"),
            Command("dig @{well_server} {name}"),
            Note("Keep only nameservers that answer from the private DNS zone {zone}."),
            USE_NAMESERVER,
        ),
        docs=(INTEGRATION, IN_NETWORK),
        needs=("first_is_bad",),
        proven_by=("first_is_bad",),
    ),
    Candidate(
        "siblings_differ",
        ("dns_resolvers_disagree",),
        "not all nameservers of the host answer from the same private DNS zone",
        "The nameservers of {host} do not give the same answer for {name}: {answers}. {host} may ask any of them, so "
        "the endpoint works only some of the time.",
        remedy=(
            Command("dig @{bad_server} {name}"),
            Note("Keep only nameservers that answer from the private DNS zone {zone}."),
            USE_NAMESERVER,
        ),
        docs=(INTEGRATION, IN_NETWORK),
        proven_by=("later_is_bad", "own_differ"),
        excluded_by=("first_is_bad", "only_compared_differs", "only_compared_well"),
    ),
    Candidate(
        "compared_differs",
        ("dns_resolvers_disagree",),
        "only a nameserver that the host does not ask gives a different answer",
        "{host} itself does not ask the nameserver with the different answer; hosts that ask it get that answer.",
        remedy=(
            Note(
                "On the nameserver that does not give the private address, forward {public_zone} (in a virtual "
                "network, to 168.63.129.16), or link {zone} to the virtual network of that nameserver."
            ),
        ),
        docs=(INTEGRATION,),
        needs=("only_compared_differs", "only_compared_well"),
        proven_by=("only_compared_differs", "only_compared_well"),
    ),
)

FAMILY = Family("dns_servers", "nameservers without a usable answer", SIGNALS, CANDIDATES)
