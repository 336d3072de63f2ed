# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose name leads to a public address, by the cause that is the truth."""

from __future__ import annotations

from ..azure_estates import healthy, link, returned, zone
from ..estates import PRIVATE, PRIVATELINK, PUBLIC, probe
from .answers_of_dns import (
    AZURE,
    BEHIND_STUB,
    INTERNET,
    PUBLIC_ZONE,
    SERVER,
    STUB,
    UNLINKED,
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

RIGHT = right()
DIRECTLY = control(PRIVATE, name=PRIVATELINK)
BLOCK_PAGE, OVERLAY = "203.0.113.66", "100.64.7.1"
BLOCKED_IN_AZURE = told(BLOCK_PAGE, by=("blockpolicy.azuredns.invalid",))
FOR_ALL = {"privatelink": control(BLOCK_PAGE, name=PRIVATELINK), "random_label": control(BLOCK_PAGE)}
NOT_LINKED = returned(healthy(zones=[zone(links=[])]))
FALLS_BACK = returned(healthy(zones=[zone(records=(), links=[link(resolution_policy="NxDomainRedirect")])]))


def invented(*addresses):
    """Return the names of others to which an overlay gives addresses of its own."""
    names = [f"other{number}.{PUBLIC_ZONE}" for number in range(len(addresses))]
    return [(name, server(SERVER, told(address, name=name), name=name)) for name, address in zip(names, addresses)]


def overlaid(code_of_hop, *addresses, **more):
    """Return what a host sees whose names all get addresses of an overlay, and work."""
    first, *rest = addresses
    answer = server(SERVER, told(first), **code_of_hop)
    return seen_by(answer, others=invented(*rest), probes=[probe("model_ok", first)], **more)


PUBLIC_ADDRESS = [
    case(
        "dns_public_address",
        "forwarder_privatelink_only",
        seen_by(publicly(privatelink=DIRECTLY), platform=RIGHT),
    ),
    case("dns_public_address", "zone_not_linked", seen_by(publicly(AZURE)), azure=NOT_LINKED),
    case("dns_public_address", "zone_fallback", seen_by(publicly(AZURE)), azure=FALLS_BACK),
    case(
        "dns_public_address",
        "zone_missing",
        seen_by(publicly(AZURE)),
        azure=returned(healthy(zones=[], zone_groups=[])),
    ),
    case("dns_public_address", "forwarder_bypasses_azure", seen_by(publicly(), platform=RIGHT)),
    case(
        "dns_public_address",
        "forwarder_bypasses_azure",
        seen_by(publicly(), vantage="onprem"),
        seen_by(privately()),
        host="onprem-1",
    ),
    case(
        "dns_public_address",
        "split_view",
        seen_by(publicly()),
        seen_by(privately(SERVER), host="jump-2"),
    ),
    case(
        "dns_public_address",
        "stub_resolver",
        seen_by(publicly(STUB), privately(SERVER, compared=True), reads=BEHIND_STUB),
    ),
    # 168.63.129.16 does not exist where the host is: a router or firewall takes all DNS.
    case("dns_public_address", "dns_intercepted", seen_by(publicly(AZURE), vantage="onprem"), host="onprem-1"),
    case(
        "dns_public_address",
        "chain_hidden",
        seen_by(server(INTERNET, told(PUBLIC), privatelink=silence(PRIVATELINK)), vantage="outside"),
        host="outside-1",
    ),
    case(
        "dns_public_address",
        "dns_filter",
        seen_by(server(SERVER, told(BLOCK_PAGE), **FOR_ALL), platform=RIGHT),
    ),
    case(
        "dns_public_address",
        "azure_dns_policy",
        seen_by(server(AZURE, told(BLOCK_PAGE, by=(PRIVATELINK, "blockpolicy.azuredns.invalid")))),
    ),
    # Umbrella and its like give public-looking addresses, and show no chain.
    case(
        "dns_public_address",
        "overlay",
        overlaid({"privatelink": control("6.6.7.9", name=PRIVATELINK)}, "6.6.7.1", "6.6.7.2", "6.6.7.3"),
    ),
    bare(
        "dns_public_address",
        {"zone_not_linked", "zone_missing", "zone_fallback", "forwarder_bypasses_azure"},
        seen_by(publicly()),
    ),
]

NO_PRIVATELINK = [
    # The chain is cut off on the way, and the address is the public one.
    case(
        "dns_no_privatelink",
        "forwarder_bypasses_azure",
        seen_by(
            server(SERVER, told(PUBLIC), privatelink=control(name=PRIVATELINK, rcode="NXDOMAIN")),
            platform=RIGHT,
        ),
    ),
    case(
        "dns_no_privatelink",
        "forwarder_bypasses_azure",
        seen_by(
            server(SERVER, told(PUBLIC), privatelink=control(name=PRIVATELINK, rcode="NXDOMAIN")),
            vantage="onprem",
            network="corp",
        ),
        seen_by(privately("10.0.0.4"), network="corp", vantage="onprem", host="onprem-2"),
        host="onprem-1",
    ),
    case(
        "dns_no_privatelink",
        "split_view",
        seen_by(server(SERVER, told(PUBLIC, by=UNLINKED))),
        seen_by(privately(SERVER), host="jump-2"),
    ),
    case(
        "dns_no_privatelink",
        "stub_resolver",
        seen_by(server(STUB, told(PUBLIC, by=UNLINKED)), privately(SERVER, compared=True), reads=BEHIND_STUB),
    ),
    case(
        "dns_no_privatelink",
        "stale_answer",
        seen_by(server(SERVER, told(PUBLIC, by=UNLINKED))),
        seen_by(publicly(INTERNET), vantage="outside"),
    ),
    case(
        "dns_no_privatelink",
        "no_private_endpoint",
        seen_by(server(AZURE, told(PUBLIC, by=UNLINKED))),
        seen_by(server(INTERNET, told(PUBLIC, by=UNLINKED)), vantage="outside"),
    ),
    case(
        "dns_no_privatelink",
        "dns_filter",
        seen_by(
            server(
                SERVER,
                told(BLOCK_PAGE),
                privatelink=control(name=PRIVATELINK, rcode="NXDOMAIN"),
                random_label=control(BLOCK_PAGE),
            )
        ),
    ),
    case("dns_no_privatelink", "azure_dns_policy", seen_by(server(AZURE, BLOCKED_IN_AZURE))),
    case(
        "dns_no_privatelink",
        "foreign_zone",
        seen_by(
            server(
                SERVER,
                told(PUBLIC, aa=True),
                privatelink=control(name=PRIVATELINK, rcode="NXDOMAIN"),
                random_label=control(rcode="NXDOMAIN", soa=(PUBLIC_ZONE, "dc01.corp.example")),
            )
        ),
    ),
    case(
        "dns_no_privatelink",
        "overlay",
        overlaid({"privatelink": control(name=PRIVATELINK, rcode="NXDOMAIN")}, "6.6.7.1", "6.6.7.2", "6.6.7.3"),
    ),
    bare(
        "dns_no_privatelink",
        {"no_private_endpoint", "dns_filter"},
        seen_by(server(SERVER, told(PUBLIC), privatelink=control(name=PRIVATELINK, rcode="NXDOMAIN"))),
    ),
]

CASES = [*PUBLIC_ADDRESS, *NO_PRIVATELINK]
