# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose name has no address, by the cause that is the truth."""

from __future__ import annotations

from ..azure_estates import healthy, returned, zone
from .answers_of_dns import (
    AZURE,
    BEHIND_STUB,
    INTERNET,
    LINKED,
    OF_PRIVATE_ZONE,
    OF_PUBLIC_ZONE,
    PUBLIC_ZONE,
    SERVER,
    STUB,
    ZONE,
    privately,
    publicly,
    right,
    seen_by,
    server,
    told,
)
from .cases import bare, case

RIGHT = right()
STRANGER = "dc01.corp.example"
UNKNOWN = told(rcode="NXDOMAIN")
MISSING = told(rcode="NXDOMAIN", by=LINKED)
EMPTY = told(by=LINKED)
BLOCKED_IN_AZURE = "blockpolicy.azuredns.invalid"
NO_RECORD = returned(healthy(zones=[zone(records=())], zone_groups=[]))

NAME_UNKNOWN = [
    # Each view of BIND has a cache of its own: this one is older than the account.
    case(
        "dns_name_unknown",
        "split_view",
        seen_by(server(SERVER, told(rcode="NXDOMAIN", soa=OF_PUBLIC_ZONE))),
        seen_by(privately(SERVER), host="jump-2"),
    ),
    case(
        "dns_name_unknown",
        "stub_resolver",
        seen_by(server(STUB, UNKNOWN), privately(SERVER, compared=True), reads=BEHIND_STUB),
    ),
    # A response policy: the account is there for everybody else.
    case(
        "dns_name_unknown",
        "dns_filter",
        seen_by(server(SERVER, UNKNOWN)),
        seen_by(publicly(INTERNET), vantage="outside"),
    ),
    case(
        "dns_name_unknown", "azure_dns_policy", seen_by(server(AZURE, told(rcode="NXDOMAIN", by=(BLOCKED_IN_AZURE,))))
    ),
    case(
        "dns_name_unknown",
        "foreign_zone",
        seen_by(server(SERVER, told(rcode="NXDOMAIN", soa=(PUBLIC_ZONE, STRANGER), aa=True))),
    ),
    case(
        "dns_name_unknown",
        "shadow_zone",
        seen_by(server(AZURE, told(rcode="NXDOMAIN", soa=(PUBLIC_ZONE, "azureprivatedns.net")))),
    ),
    case(
        "dns_name_unknown",
        "account_missing",
        seen_by(server(AZURE, told(rcode="NXDOMAIN", soa=OF_PUBLIC_ZONE))),
        seen_by(server(INTERNET, told(rcode="NXDOMAIN", soa=OF_PUBLIC_ZONE)), vantage="outside"),
    ),
    case(
        "dns_name_unknown",
        "internet_names_unresolved",
        seen_by(
            server(SERVER, told(rcode="NXDOMAIN", soa=(".", "root.corp.example"))),
            reads={"proxies": {"process": {"https_proxy": "http://proxy.corp.example:3128"}}},
        ),
    ),
    bare("dns_name_unknown", {"account_missing", "dns_filter"}, seen_by(server(SERVER, UNKNOWN, by_type=False))),
]

RECORD_MISSING = [
    case(
        "dns_record_missing",
        "split_view",
        seen_by(server(SERVER, told(rcode="NXDOMAIN", by=LINKED, soa=OF_PRIVATE_ZONE))),
        seen_by(privately(SERVER), host="jump-2"),
    ),
    case(
        "dns_record_missing",
        "dns_filter",
        seen_by(
            server(SERVER, told(rcode="NXDOMAIN", by=LINKED, soa=("rpz.corp.example", "localhost"))), platform=RIGHT
        ),
    ),
    case(
        "dns_record_missing",
        "foreign_zone",
        seen_by(server(SERVER, told(rcode="NXDOMAIN", by=LINKED, soa=(ZONE, STRANGER), aa=True)), platform=RIGHT),
    ),
    case(
        "dns_record_missing",
        "record_missing",
        seen_by(server(AZURE, told(rcode="NXDOMAIN", by=LINKED, soa=OF_PRIVATE_ZONE))),
        azure=NO_RECORD,
    ),
    bare("dns_record_missing", {"record_missing", "foreign_zone"}, seen_by(server(SERVER, MISSING, by_type=False))),
]

ADDRESSLESS = [
    case("dns_empty", "split_view", seen_by(server(SERVER, EMPTY)), seen_by(privately(SERVER), host="jump-2")),
    case(
        "dns_empty",
        "stub_resolver",
        seen_by(server(STUB, EMPTY), privately(SERVER, compared=True), reads=BEHIND_STUB),
    ),
    # dnsmasq: stop-dns-rebind leaves A empty, and AAAA with its chain.
    case("dns_empty", "rebinding_protection", seen_by(server(SERVER, told(), EMPTY), platform=RIGHT)),
    case("dns_empty", "dns_filter", seen_by(server(SERVER, told(ede=(17,))), platform=RIGHT)),
    case("dns_empty", "azure_dns_policy", seen_by(server(AZURE, told(by=(BLOCKED_IN_AZURE,))))),
    case(
        "dns_empty",
        "foreign_zone",
        seen_by(server(SERVER, told(by=LINKED, soa=(ZONE, STRANGER), aa=True)), platform=RIGHT),
    ),
    case("dns_empty", "shadow_zone", seen_by(server(AZURE, told(soa=(PUBLIC_ZONE, "azureprivatedns.net"))))),
    case("dns_empty", "record_missing", seen_by(server(AZURE, told(by=LINKED, soa=OF_PRIVATE_ZONE))), azure=NO_RECORD),
    bare("dns_empty", {"record_missing", "rebinding_protection", "dns_filter"}, seen_by(server(SERVER, EMPTY))),
]

CASES = [*NAME_UNKNOWN, *RECORD_MISSING, *ADDRESSLESS]
