# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Where the questions of a client go: the networks whose 168.63.129.16 finally answers."""

from __future__ import annotations

from typing import Any

from .._azure.resource_ids import key
from .._core.addresses import AZURE_DNS, is_within
from .finding import Observed, by_id, jumphost_interfaces, network_of, working_endpoints


def intended_endpoints(observed: Observed) -> list[dict[str, Any]]:
    """Return the endpoints to which the names must resolve: those that work, else those that may be approved."""
    return working_endpoints(observed) or [
        endpoint
        for endpoint in observed.get("private_endpoints") or ()
        if endpoint.get("readable") and endpoint.get("exists") is not False
    ]


def clients(observed: Observed) -> tuple[list[dict[str, Any]], str]:
    """Return the networks from which the account is used, and how certain that is.

    The jumphost's where it is known, else the endpoints' own. A network that could not be read is omitted.
    """
    interfaces = jumphost_interfaces(observed)
    ids = dict.fromkeys(network_of(found) for found in interfaces or intended_endpoints(observed))
    networks = [by_id(observed.get("virtual_networks"), network) for network in ids]
    return [network for network in networks if network], "high" if interfaces else "medium"


def answering(observed: Observed, client: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return C((networks, servers)): those whose 168.63.129.16 finally answers, and DNS servers in no known network.

    Azure's own DNS answers for the network itself; a DNS server queries it from its own network.
    """
    own = [server for server in client.get("dns_servers") or () if server != AZURE_DNS]
    if not own:
        return [client], []
    networks: dict[str, dict[str, Any]] = {}
    strangers: list[str] = []
    for server in own:
        homes = [
            network
            for network in observed.get("virtual_networks") or ()
            if is_within(server, network.get("address_space"))
        ]
        # Address spaces of networks that are not connected may overlap: that of the client itself comes first.
        homes = [network for network in homes if network is client] or homes
        networks.update((key(network["id"]), network) for network in homes)
        strangers += [] if homes else [server]
    return list(networks.values()), strangers
