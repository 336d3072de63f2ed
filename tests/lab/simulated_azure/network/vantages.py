# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The places to look from. A new vantage is one row."""

from __future__ import annotations

from dataclasses import dataclass

from simulated_azure.arm.addresses import IMDS_ADDRESS
from simulated_azure.dns.resolvers import AZURE_DNS, CLUSTER_DNS, ONPREM_DNS, PUBLIC_DNS

PROXY_PASSWORD = "lab-proxy-password"
PUBLIC_NETWORKS = ("192.0.2.0/24", "203.0.113.0/24")
ENDPOINT_NETWORK = "10.0.14.0/24"
OVERLAY_NETWORK = "100.64.7.0/24"  # what a secure web gateway invents
ESTATE_NETWORK = "10.0.13.0/24"  # of the endpoints of the healthy estate
UNPEERED_NETWORK = "10.1.14.0/24"  # of endpoints in a VNet to which no packet finds its way


@dataclass(frozen=True)
class Vantage:
    name: str
    host: str  # its name in the inventory
    address: str  # with prefix length; the gateway is the first address of its network
    routes: tuple[str, ...]  # all else is unreachable
    resolv_conf: tuple[str, ...]
    role: str = ""  # privatelink_vantage, when it differs from the name
    environment: tuple[tuple[str, str], ...] = ()  # lines of /etc/environment, which programs of the host inherit


def _jumphost(name: str, host: str, address: str, *nameservers: str) -> Vantage:
    lines = tuple(f"nameserver {nameserver}" for nameserver in nameservers)
    return Vantage(name, host, address, role="jumphost", routes=("default",), resolv_conf=lines)


VANTAGES = (
    Vantage("jumphost", "jump-1", "10.0.15.10/24", routes=("default",), resolv_conf=(f"nameserver {AZURE_DNS}",)),
    Vantage(
        "outside", "outside-1", "198.51.100.10/24", routes=PUBLIC_NETWORKS, resolv_conf=(f"nameserver {PUBLIC_DNS}",)
    ),
    Vantage(
        "onprem",
        "onprem-1",
        "172.20.9.10/24",
        routes=(*PUBLIC_NETWORKS, ENDPOINT_NETWORK, ESTATE_NETWORK, "172.20.0.0/24"),
        resolv_conf=(f"nameserver {ONPREM_DNS}",),
    ),
    # A pod of a cluster in the virtual network: CoreDNS, and a search list before every name
    Vantage(
        "pod",
        "pod-1",
        "10.0.19.10/24",
        role="jumphost",
        routes=("default",),
        resolv_conf=(
            f"nameserver {CLUSTER_DNS}",
            "search default.svc.cluster.local svc.cluster.local cluster.local",
            "options ndots:5",
        ),
    ),
    # Jumphosts with a fault of the host itself
    Vantage(
        "search-trap",
        "jump-search",
        "10.0.16.10/24",
        role="jumphost",
        routes=("default",),
        resolv_conf=(f"nameserver {AZURE_DNS}", "search trap.example", "options ndots:5"),
    ),
    Vantage(
        "proxied",
        "jump-proxied",
        "10.0.17.10/24",
        role="jumphost",
        routes=("default",),
        resolv_conf=(f"nameserver {AZURE_DNS}",),
        environment=(("https_proxy", f"http://lab-user:{PROXY_PASSWORD}@192.0.2.80:3128"), ("no_proxy", "localhost")),
    ),
    Vantage(
        "dead-resolver",
        "jump-dead",
        "10.0.18.10/24",
        role="jumphost",
        routes=("default",),
        resolv_conf=("nameserver 192.0.2.61", f"nameserver {AZURE_DNS}"),
    ),
    _jumphost("unsteady-resolver", "jump-unsteady", "10.0.20.10/24", "192.0.2.79"),
    _jumphost("overlaid", "jump-overlaid", "10.0.21.10/24", "192.0.2.59"),
    _jumphost("siblings", "jump-siblings", "10.0.22.10/24", AZURE_DNS, "192.0.2.60"),
    _jumphost("order", "jump-order", "10.0.23.10/24", "192.0.2.60", AZURE_DNS),
    _jumphost("truncated", "jump-truncated", "10.0.24.10/24", "192.0.2.67"),
    _jumphost("unroutable", "jump-unroutable", "10.0.25.10/24", "192.0.2.63"),
    # On-premises, where 168.63.129.16 does not exist
    Vantage(
        "azure-dns-onprem",
        "onprem-azure-dns",
        "172.20.11.10/24",
        role="onprem",
        routes=(*PUBLIC_NETWORKS, ENDPOINT_NETWORK, "172.20.0.0/24"),
        resolv_conf=(f"nameserver {AZURE_DNS}",),
    ),
    # Outside: one that reaches nothing but a nameserver, one that is inside
    Vantage(
        "offline",
        "outside-offline",
        "198.51.101.10/24",
        role="outside",
        routes=(f"{PUBLIC_DNS}/32",),
        resolv_conf=(f"nameserver {PUBLIC_DNS}",),
    ),
    Vantage(
        "inside",
        "outside-inside",
        "198.51.102.10/24",
        role="outside",
        routes=("default",),
        resolv_conf=(f"nameserver {AZURE_DNS}",),
    ),
)

# Whole networks whose every address is the servers' own. Where nobody listens, a connection is refused.
SERVED_NETWORKS = (
    *PUBLIC_NETWORKS,
    ENDPOINT_NETWORK,
    ESTATE_NETWORK,
    OVERLAY_NETWORK,
    f"{AZURE_DNS}/32",
    f"{IMDS_ADDRESS}/32",
    "172.20.0.0/24",
    "172.30.0.0/24",
)


def vantage_named(name: str) -> Vantage:
    """The row of that name; raises KeyError when there is none."""
    return {vantage.name: vantage for vantage in VANTAGES}[name]
