# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The name servers: address, whose view of the names they give, and how they misbehave. A new one is one row.

The faulty ones are asked through the `nameservers` option. `code` is what asking for the healthy account through
that one server must give.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulated_azure import switches

AZURE_DNS = "168.63.129.16"
PUBLIC_DNS = "192.0.2.53"
ONPREM_DNS = "172.20.0.53"
CLUSTER_DNS = "172.30.0.10"


@dataclass(frozen=True)
class Resolver:
    name: str
    address: str
    broken: str = ""
    code: str = "dns_private"
    finding: str = ""  # what is found beside the code
    view: str = "vnet"  # see zones.VIEWS
    behaviour: str = "answers"  # see BEHAVIOURS in faults/dns.py
    tcp: bool = True
    listens: bool = True
    route: str = "local"  # type of the route to it: local, or one on which packets never arrive


_ROWS = (
    Resolver("azure", AZURE_DNS),
    Resolver("public", PUBLIC_DNS, code="dns_public_address", view="public"),
    Resolver("onprem", ONPREM_DNS, view="onprem"),
    Resolver("cluster", CLUSTER_DNS),
    Resolver(
        "public-sibling",
        "192.0.2.60",
        "bypasses the VNet's resolver, so it disagrees with it",
        "dns_public_address",
        view="public",
    ),
    Resolver("overlay", "192.0.2.59", "invents an address for every name", "dns_wrong_address", view="overlay"),
    Resolver("silent", "192.0.2.61", "never answers", "dns_timeout", behaviour="silent"),
    Resolver("closed", "192.0.2.62", "nobody listens: port unreachable", "dns_resolver_unreachable", listens=False),
    Resolver(
        "unreachable",
        "192.0.2.63",
        "a router says that there is no way",
        "dns_resolver_unreachable",
        listens=False,
        route="unreachable",
    ),
    Resolver("refuses", "192.0.2.64", "refuses to serve us", "dns_refused", behaviour="refuses"),
    Resolver("servfail", "192.0.2.65", "cannot resolve, and says why", "dns_servfail", behaviour="servfail"),
    Resolver("garbage", "192.0.2.66", "answers no DNS", "dns_malformed", behaviour="garbage"),
    Resolver("truncates", "192.0.2.67", "truncates, and has no TCP", "dns_truncated", behaviour="truncates", tcp=False),
    Resolver(
        "truncates-tcp-silent",
        "192.0.2.68",
        "truncates, and says nothing over TCP",
        "dns_truncated",
        behaviour="truncates_silent",
    ),
    Resolver("truncates-tcp", "192.0.2.69", "truncates, and answers over TCP", behaviour="truncates"),
    Resolver("nodata", "192.0.2.70", "knows the name and no address", "dns_empty", behaviour="nodata"),
    Resolver("loops", "192.0.2.71", "answers a CNAME loop", "dns_cname_loop", behaviour="loops"),
    Resolver("lame", "192.0.2.72", "refers to others instead of resolving", "dns_empty", behaviour="lame"),
    Resolver("filter", "192.0.2.73", "denies that the name exists", "dns_name_unknown", behaviour="denies"),
    Resolver("sinkhole", "192.0.2.74", "answers 0.0.0.0", "dns_special_address", behaviour="sinkhole"),
    Resolver("flattens", "192.0.2.75", "leaves CNAME records out", behaviour="flattens"),
    Resolver("slow", "192.0.2.76", "takes half a second", behaviour="slow"),
    Resolver("loses-first", "192.0.2.77", "answers only when asked again", behaviour="loses_first"),
    Resolver(
        "recovers",
        "192.0.2.79",
        "fails, and answers when asked again",
        finding="dns_unsteady",
        behaviour="recovers",
    ),
    Resolver("wrong-id", "192.0.2.78", "answers with the id of another question", "dns_timeout", behaviour="wrong_id"),
)

RESOLVERS = switches.resolvers(_ROWS)
