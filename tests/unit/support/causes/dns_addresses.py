# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose name leads to an address that is not the private endpoint's, by the cause that is the truth."""

from __future__ import annotations

from ..azure_estates import endpoint, healthy, returned, zone
from ..estates import NAME, PRIVATE, PRIVATELINK, PUBLIC, STALE, probe
from .answers_of_dns import (
    AZURE,
    BEHIND_STUB,
    FRONT_END,
    LINKED,
    OF_PUBLIC_ZONE,
    PUBLIC_ZONE,
    SERVER,
    STUB,
    control,
    privately,
    right,
    seen_by,
    server,
    told,
)
from .cases import bare, case
from .dns_public import BLOCK_PAGE, overlaid

RIGHT = right()
STRANGER, IN_AZURE = (PUBLIC_ZONE, "dc01.corp.example"), (PUBLIC_ZONE, "azureprivatedns.net")
WRONG = told(STALE, by=LINKED)
STALE_IN_AZURE = returned(healthy(zones=[zone(records=(STALE,))], zone_groups=[]))
MOVED = returned(
    healthy(
        private_endpoints=[endpoint(addresses={NAME: [STALE]})],
        zones=[zone(records=(STALE,))],
        zone_groups=[],
        expected={NAME: [STALE]},
    )
)
BESIDE = "privatelink"


def hidden(*addresses, of_hop=(), random=None, **more):
    """Return an answer without a chain, that for the privatelink name and that for a random one."""
    direct = control(*of_hop, name=PRIVATELINK, rcode="NOERROR" if of_hop else "NXDOMAIN")
    return server(more.pop("at", SERVER), told(*addresses, **more), privatelink=direct, random_label=random)


WRONG_ADDRESS = [
    case(
        "dns_wrong_address",
        "stub_resolver",
        seen_by(server(STUB, WRONG), privately(SERVER, compared=True), reads=BEHIND_STUB),
    ),
    case(
        "dns_wrong_address",
        "dns_filter",
        seen_by(
            hidden("10.66.66.66", of_hop=("10.66.66.66",), random=control("10.66.66.66"), ede=(15,)),
            platform=RIGHT,
            probes=[probe("tls_untrusted", "10.66.66.66")],
        ),
    ),
    case(
        "dns_wrong_address",
        "foreign_zone",
        seen_by(hidden(STALE, aa=True, random=control(rcode="NXDOMAIN", soa=STRANGER)), platform=RIGHT),
    ),
    case(
        "dns_wrong_address",
        "shadow_zone",
        seen_by(hidden(STALE, at=AZURE, random=control(rcode="NXDOMAIN", soa=IN_AZURE))),
    ),
    case(
        "dns_wrong_address",
        "record_wildcard",
        seen_by(hidden(STALE, of_hop=(STALE,), random=control(STALE)), platform=RIGHT),
    ),
    case("dns_wrong_address", "record_stale", seen_by(server(AZURE, WRONG)), azure=STALE_IN_AZURE),
    case("dns_wrong_address", "declaration_outdated", seen_by(server(AZURE, WRONG)), azure=MOVED),
    case("dns_wrong_address", "overlay", overlaid({}, "100.64.7.1", "100.64.7.2", "100.64.7.3")),
    bare("dns_wrong_address", {"record_stale", "declaration_outdated", "foreign_zone"}, seen_by(server(SERVER, WRONG))),
]

SPECIAL_ADDRESS = [
    case(
        "dns_special_address",
        "dns_filter",
        seen_by(hidden("0.0.0.0", random=control(rcode="NXDOMAIN", soa=OF_PUBLIC_ZONE)), platform=RIGHT),
    ),
    case(
        "dns_special_address",
        "azure_dns_policy",
        seen_by(server(AZURE, told("0.0.0.0", by=("blockpolicy.azuredns.invalid",)))),
    ),
    case(
        "dns_special_address",
        "record_stale",
        seen_by(server(AZURE, told("127.0.0.1", by=LINKED))),
        azure=returned(healthy(zones=[zone(records=("127.0.0.1",))], zone_groups=[])),
    ),
    # Some clients of the cloud answer with link-local addresses.
    case("dns_special_address", "overlay", overlaid({}, "240.7.7.1", "240.7.7.2", "240.7.7.3")),
    bare("dns_special_address", {"dns_filter", "record_stale"}, seen_by(server(SERVER, told("127.0.0.1", by=LINKED)))),
]

MIXED_ADDRESSES = [
    case(
        "dns_mixed_addresses",
        "dns_filter",
        seen_by(hidden(PRIVATE, BLOCK_PAGE, ede=(17,), random=control(BLOCK_PAGE)), platform=RIGHT),
    ),
    case(
        "dns_mixed_addresses",
        "foreign_zone",
        seen_by(hidden(PRIVATE, PUBLIC, aa=True, random=control(rcode="NXDOMAIN", soa=STRANGER)), platform=RIGHT),
    ),
    case(
        "dns_mixed_addresses",
        "record_stale",
        seen_by(server(AZURE, told(PRIVATE, PUBLIC, by=LINKED))),
        azure=returned(healthy(zones=[zone(records=(PRIVATE, PUBLIC))], zone_groups=[])),
    ),
    bare("dns_mixed_addresses", {"record_stale"}, seen_by(server(SERVER, told(PRIVATE, PUBLIC, by=LINKED)))),
]

DIRECT_RECORD = [
    case(
        "dns_direct_record",
        "foreign_zone",
        seen_by(hidden(PRIVATE, aa=True, random=control(rcode="NXDOMAIN", soa=STRANGER))),
    ),
    case(
        "dns_direct_record",
        "shadow_zone",
        seen_by(hidden(PRIVATE, at=AZURE, random=control(rcode="NXDOMAIN", soa=IN_AZURE))),
    ),
    case(
        "dns_direct_record",
        "record_pinned",
        seen_by(hidden(PRIVATE, random=control(rcode="NXDOMAIN", soa=OF_PUBLIC_ZONE))),
    ),
    case("dns_direct_record", "record_wildcard", seen_by(hidden(PRIVATE, random=control(PRIVATE)))),
    bare("dns_direct_record", {"shadow_zone", "foreign_zone"}, seen_by(hidden(PRIVATE))),
]

WITHOUT_END = [
    case(
        "dns_cname_loop",
        "foreign_zone",
        seen_by(
            server(SERVER, told(by=(PRIVATELINK, NAME), soa=STRANGER, aa=True), failure="dns_cname_loop"),
            platform=RIGHT,
        ),
    ),
    case(
        "dns_cname_loop", "cname_loop", seen_by(server(AZURE, told(by=(PRIVATELINK, NAME)), failure="dns_cname_loop"))
    ),
    bare(
        "dns_cname_loop",
        {"cname_loop"},
        seen_by(server(SERVER, told(by=(PRIVATELINK, NAME)), failure="dns_cname_loop")),
    ),
]

OWN = told(PRIVATE, by=LINKED)
IPV6_PUBLIC = [
    case("dns_ipv6_public", "dns64", seen_by(server(SERVER, OWN, told("64:ff9b::a00:e04", by=LINKED)))),
    case(
        "dns_ipv6_public",
        "ipv6_not_forwarded",
        seen_by(
            server(
                SERVER,
                told(PRIVATE),
                told("2001:db8::1", by=(PRIVATELINK, FRONT_END)),
                privatelink=control(PRIVATE, name=PRIVATELINK),
            )
        ),
    ),
    case("dns_ipv6_public", "ipv6_record", seen_by(server(AZURE, OWN, told("2001:db8::1", by=LINKED)))),
    bare("dns_ipv6_public", {"ipv6_record"}, seen_by(server(SERVER, OWN, told("2001:db8::1", by=LINKED)))),
]

CASES = [*WRONG_ADDRESS, *SPECIAL_ADDRESS, *MIXED_ADDRESSES, *DIRECT_RECORD, *WITHOUT_END, *IPV6_PUBLIC]
