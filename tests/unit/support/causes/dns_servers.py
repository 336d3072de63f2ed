# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose nameservers give no usable answer, or not the same one, by the cause that is the truth."""

from __future__ import annotations

from ..estates import NAME, PRIVATE, PRIVATELINK
from .answers_of_dns import (
    AZURE,
    BEHIND_STUB,
    LINKED,
    OTHER,
    SERVER,
    STUB,
    control,
    privately,
    publicly,
    right,
    seen_by,
    server,
    silence,
    told,
)
from .cases import bare, case
from .requests_of_hosts import ended, through

RIGHT = right()
PROXY = {"proxies": {"process": {"https_proxy": "http://proxy.corp.example:3128"}}}
# The host itself gets no address, and Azure answers through the proxy.
BY_PROXY = [ended("dns_servfail", None, proxied=through("gate_public_access_disabled", 403))]
FAILS, ALIVE = told(rcode="SERVFAIL"), control(name="version.bind")
AGAIN = control(name=NAME, rcode="SERVFAIL")
REFUSES, REFUSED = control(name=".", rcode="REFUSED"), told(rcode="REFUSED")
ROOTS = control(name=".")
NOTHING = told(rcode=None)
FOR_IPV6 = told(by=LINKED)


def fails(at=SERVER, aaaa=None, **more):
    """Return SERVFAIL, and what the module asks for it."""
    asked = {"checking_disabled": AGAIN, "repeat": AGAIN, "alive": ALIVE, **more}
    ede = asked.pop("ede", ())
    return server(at, told(rcode="SERVFAIL", ede=ede), aaaa, **{key: each for key, each in asked.items() if each})


def silent(at=SERVER, alive=None, **more):
    """Return that a nameserver did not answer in time."""
    return server(at, NOTHING, failure="dns_timeout", **({"alive": alive} if alive else {}), **more)


def unreachable(error=None, at=SERVER):
    """Return that a nameserver cannot be reached."""
    return server(at, told(rcode=None, error=error), failure="dns_resolver_unreachable")


SERVFAIL = [
    case("dns_servfail", "rebinding_protection", seen_by(fails(aaaa=FOR_IPV6), platform=RIGHT)),
    case("dns_servfail", "dns_filter", seen_by(fails(ede=(17,)), platform=RIGHT)),
    case(
        "dns_servfail",
        "azure_dns_policy",
        seen_by(server(AZURE, told(rcode="SERVFAIL", by=(PRIVATELINK, "blockpolicy.azuredns.invalid")))),
    ),
    case(
        "dns_servfail",
        "dnssec_validation",
        seen_by(fails(checking_disabled=control(PRIVATE, name=NAME), ede=(9,)), platform=RIGHT),
    ),
    case("dns_servfail", "stub_resolver", seen_by(fails(STUB), privately(SERVER, compared=True), reads=BEHIND_STUB)),
    case("dns_servfail", "upstream_dead", seen_by(fails(ede=(22,)))),
    # The repeated question is not answered well for this name, and the first is not for A.
    case("dns_servfail", "upstream_unsteady", seen_by(fails(repeat=control(PRIVATE, name=NAME)))),
    case("dns_servfail", "not_a_resolver", seen_by(server(SERVER, told(rcode="FORMERR")))),
    case("dns_servfail", "azure_dns_outside_azure", seen_by(fails(AZURE), vantage="onprem"), host="onprem-1"),
    case(
        "dns_servfail",
        "internet_names_unresolved",
        seen_by(fails(), reads=PROXY, probes=BY_PROXY),
    ),
    bare("dns_servfail", {"dnssec_validation", "upstream_dead"}, seen_by(server(SERVER, FAILS))),
]

REFUSALS = [
    case(
        "dns_refused",
        "rebinding_protection",
        seen_by(server(SERVER, REFUSED, FOR_IPV6, alive=ROOTS), platform=RIGHT),
    ),
    case("dns_refused", "dns_filter", seen_by(server(SERVER, told(rcode="REFUSED", ede=(17,)), alive=ROOTS))),
    case(
        "dns_refused",
        "stub_resolver",
        seen_by(server(STUB, REFUSED), privately(SERVER, compared=True), reads=BEHIND_STUB),
    ),
    case("dns_refused", "not_a_resolver", seen_by(server(SERVER, told(rcode="NOTAUTH")))),
    case("dns_refused", "access_list", seen_by(server(SERVER, told(rcode="REFUSED", ede=(18,)), alive=REFUSES))),
    case("dns_refused", "recursion_off", seen_by(server(SERVER, REFUSED, alive=ROOTS))),
    case("dns_refused", "azure_dns_outside_azure", seen_by(server(AZURE, REFUSED), vantage="onprem"), host="onprem-1"),
    case(
        "dns_refused",
        "internet_names_unresolved",
        seen_by(server(SERVER, REFUSED, alive=ROOTS), reads=PROXY, probes=BY_PROXY),
    ),
    bare("dns_refused", {"access_list", "recursion_off"}, seen_by(server(SERVER, REFUSED))),
]

SILENCE = [
    case("dns_timeout", "stub_resolver", seen_by(silent(STUB), privately(SERVER, compared=True), reads=BEHIND_STUB)),
    case("dns_timeout", "upstream_dead", seen_by(silent(alive=ALIVE))),
    case(
        "dns_timeout",
        "dnssec_validation",
        seen_by(silent(alive=ALIVE, checking_disabled=control(PRIVATE, name=NAME)), platform=RIGHT),
    ),
    case("dns_timeout", "azure_dns_outside_azure", seen_by(silent(AZURE), vantage="onprem"), host="onprem-1"),
    case("dns_timeout", "nameserver_dead", seen_by(silent(alive=silence()))),
    case(
        "dns_timeout",
        "nameserver_blocked",
        seen_by(silent(alive=silence())),
        seen_by(privately(SERVER), host="jump-2"),
    ),
    case("dns_timeout", "internet_names_unresolved", seen_by(silent(alive=ALIVE), reads=PROXY, probes=BY_PROXY)),
    bare("dns_timeout", {"upstream_dead", "nameserver_dead", "nameserver_blocked"}, seen_by(silent())),
]

UNREACHABLE = [
    case(
        "dns_resolver_unreachable",
        "azure_dns_outside_azure",
        seen_by(unreachable("No route to host", AZURE), vantage="onprem"),
        host="onprem-1",
    ),
    case("dns_resolver_unreachable", "nameserver_dead", seen_by(unreachable("Connection refused"))),
    case("dns_resolver_unreachable", "nameserver_blocked", seen_by(unreachable("No route to host"))),
    bare("dns_resolver_unreachable", {"nameserver_dead", "nameserver_blocked"}, seen_by(unreachable())),
]

ALONE = [
    case(
        "dns_malformed",
        "dns_intercepted",
        seen_by(server(SERVER, told(rcode=None, error="not a DNS message"), failure="dns_malformed")),
    ),
    case("dns_truncated", "dns_tcp_blocked", seen_by(server(SERVER, NOTHING, failure="dns_truncated"))),
    case(
        "dns_unsteady",
        "upstream_unsteady",
        seen_by(privately(SERVER, repeat=control(PRIVATE, name=NAME)), beside=["dns_unsteady"]),
    ),
]

DISAGREEING = [
    case(
        "dns_resolvers_disagree",
        "nameserver_order",
        seen_by(publicly(), privately(OTHER), beside=["dns_resolvers_disagree"]),
    ),
    case(
        "dns_resolvers_disagree",
        "siblings_differ",
        seen_by(privately(OTHER), publicly(), beside=["dns_resolvers_disagree"]),
    ),
    case(
        "dns_resolvers_disagree",
        "compared_differs",
        seen_by(privately(OTHER), publicly(compared=True), beside=["dns_resolvers_disagree"]),
    ),
]

CASES = [*SERVFAIL, *REFUSALS, *SILENCE, *UNREACHABLE, *ALONE, *DISAGREEING]
