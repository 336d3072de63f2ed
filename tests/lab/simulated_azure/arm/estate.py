# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's side of the lab: every resource document, built from the rows of faults/azure.py."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

from simulated_azure.account import UNPEERED_ADDRESS, Account
from simulated_azure.accounts import ESTATE
from simulated_azure.arm import resources as make
from simulated_azure.arm import rules as arm_rules
from simulated_azure.arm.resources import Document, resource_id
from simulated_azure.dns.zones import privatelink
from simulated_azure.faults.azure import (
    ALL_SIDES,
    HUB_DNS_SERVER,
    JUMPHOST_GROUP,
    JUMPHOST_VM,
    SUBSCRIPTION,
    AzureFault,
    Side,
    subscription_named,
)
from simulated_azure.http.data_plane import DEPLOYMENTS
from simulated_azure.network.vantages import ENDPOINT_NETWORK, ESTATE_NETWORK, VANTAGES

FOREIGN_SUBSCRIPTION = subscription_named("foreign")  # the lab's callers may not read it
TENANT_SUBSCRIPTION = subscription_named("foreign-tenant")  # of another tenant
PUBLIC_ADDRESS = "203.0.113.99"  # of an exposed jumphost
NETWORK = "Microsoft.Network"
SPARE_GROUP = "rg-landing-zone"  # of a second zone of the same name

# Address spaces of virtual networks: name, prefix
HUB = ("vnet-hub", "10.200.0.0/16")
TWIN = ("vnet-twin", "10.200.0.0/16")  # not connected to the hub, whose addresses it has
OTHER = ("vnet-other", "10.9.0.0/16")
UNPEERED = ("vnet-unpeered", "10.1.0.0/16")


class Place(NamedTuple):
    """Where the parts of a network are."""

    subscription: str
    network_group: str
    zone_group: str
    jumphost_group: str

    def network(self, *path: str) -> str:
        return resource_id(self.subscription, self.network_group, NETWORK, *path)

    def zone(self, name: str, group: str | None = None) -> str:
        return resource_id(self.subscription, group or self.zone_group, NETWORK, "privateDnsZones", name)

    def jumphost(self, *path: str) -> str:
        return resource_id(self.subscription, self.jumphost_group, *path)


SHARED = Place(SUBSCRIPTION, "rg-network", "rg-dns", JUMPHOST_GROUP)


@functools.cache
def documents() -> dict[str, Document]:
    """Every resource by its id in lower case."""
    shared = [row for row in ALL_SIDES if not row.side.own_network]
    own = [row for row in ALL_SIDES if row.side.own_network]
    found = [*_network_of(SHARED, Side(), shared)]
    for row in own:
        found += _network_of(Place(row.subscription_id, *[row.resource_group] * 3), row.side, [row])
    return {str(document["id"]).lower(): document for document in found}


@functools.cache
def groups() -> frozenset[tuple[str, str]]:
    """Every resource group, as subscription and name in lower case."""
    return frozenset((identity.split("/")[2], identity.split("/")[4]) for identity in documents())


def _network_of(place: Place, side: Side, rows: list[AzureFault]) -> Iterable[Document]:
    jumphost_network = place.network("virtualNetworks", "vnet-ai")
    yield from _virtual_networks(place, side, jumphost_network)
    yield from _forwarding(place, side, jumphost_network)
    yield from _jumphosts(place, side, jumphost_network)
    yield from _firewall(place, side)
    for row in rows:
        subnet = "snet-estate" if row.account in ESTATE else "snet-endpoints"
        yield from _account(place, row, f"{jumphost_network}/subnets/{subnet}")
    yield from _zones(place, side, rows, jumphost_network)


def _virtual_networks(place: Place, side: Side, jumphost_network: str) -> Iterable[Document]:
    inbound = [rule for rule in side.rules if rule.direction == "Inbound"]
    outbound = [rule for rule in side.rules if rule.direction == "Outbound"]
    group_ids = {}
    for subnet, rules in (("snet-endpoints", inbound), ("snet-jumphosts", outbound)):
        if rules:
            group_ids[subnet] = place.network("networkSecurityGroups", f"nsg-{subnet}")
            yield arm_rules.security_group(group_ids[subnet], rules)
    table = place.network("routeTables", "rt-jumphosts") if side.routes else None
    if table:
        yield arm_rules.route_table(table, side.routes)
    subnets = [
        make.subnet(
            f"{jumphost_network}/subnets/snet-endpoints",
            ENDPOINT_NETWORK,
            group_ids.get("snet-endpoints"),
            None,
            side.policies,
        ),
        make.subnet(
            f"{jumphost_network}/subnets/snet-jumphosts",
            "10.0.15.0/24",
            group_ids.get("snet-jumphosts"),
            table,
            "Disabled",
        ),
        make.subnet(f"{jumphost_network}/subnets/snet-estate", ESTATE_NETWORK, None, None, "Disabled"),
    ]
    yield make.virtual_network(jumphost_network, "10.0.0.0/16", subnets, side.dns_servers)
    yield from subnets
    for name, prefix in _more_networks(side):
        identity = place.network("virtualNetworks", name)
        subnet = make.subnet(f"{identity}/subnets/default", prefix.replace("/16", "/24"), None, None, "Disabled")
        yield make.virtual_network(identity, prefix, [subnet], ())
        yield subnet


def _firewall(place: Place, side: Side) -> Iterable[Document]:
    """The Azure Firewall in the hub, at the next hop of the routes."""
    if not side.firewall:
        return
    subnet = place.network("virtualNetworks", HUB[0], "subnets", "AzureFirewallSubnet")
    policy = place.network("firewallPolicies", "afwp-hub")
    yield make.subnet(subnet, "10.200.1.0/26", None, None, "Disabled")
    yield arm_rules.firewall(
        place.network("azureFirewalls", "afw-hub"), side.routes[0].next_hop_address, subnet, policy
    )
    yield arm_rules.firewall_policy(policy)
    yield arm_rules.rule_collection_group(f"{policy}/ruleCollectionGroups/default", side.firewall)


def _more_networks(side: Side) -> Iterable[tuple[str, str]]:
    if side.firewall or HUB_DNS_SERVER in (*side.dns_servers, *side.interface_dns, *side.forwarded):
        yield HUB
    if side.resolver:
        yield TWIN
    if side.linked_to == "other":
        yield OTHER
    if side.other_endpoint == "unpeered":
        yield UNPEERED


def _forwarding(place: Place, side: Side, jumphost_network: str) -> Iterable[Document]:
    """The hub's DNS private resolver, and the ruleset that it applies to the jumphost's VNet."""
    subnet = place.network("virtualNetworks", HUB[0], "subnets", "default")
    resolver = place.network("dnsResolvers", "resolver-hub")
    if side.resolver:
        yield make.resolver(resolver, place.network("virtualNetworks", HUB[0]))
        yield make.inbound_endpoint(f"{resolver}/inboundEndpoints/in", subnet, HUB_DNS_SERVER)
    if side.forwarded:
        # Its outbound endpoint may be anywhere: here it is beside the private endpoints.
        yield make.resolver(resolver, jumphost_network)
        yield make.outbound_endpoint(f"{resolver}/outboundEndpoints/out", f"{jumphost_network}/subnets/snet-endpoints")
        ruleset = place.network("dnsForwardingRulesets", "rules-hub")
        yield make.ruleset(ruleset, f"{resolver}/outboundEndpoints/out")
        yield make.ruleset_link(f"{ruleset}/virtualNetworkLinks/link-vnet-ai", jumphost_network)
        for name, domain, servers in (
            ("openai", "openai.azure.com.", side.forwarded),
            ("everything", ".", ("192.0.2.53",)),
        ):
            state = "Enabled" if name == "openai" else "Disabled"
            yield make.forwarding_rule(f"{ruleset}/forwardingRules/{name}", domain, servers, state)


def _jumphosts(place: Place, side: Side, network: str) -> Iterable[Document]:
    """The shared network has all jumphosts of the lab, any other one has one."""
    jumphosts = [vantage for vantage in VANTAGES if (vantage.role or vantage.name) == "jumphost"]
    for vantage in jumphosts if place is SHARED else jumphosts[:1]:
        interface = place.jumphost(NETWORK, "networkInterfaces", f"nic-{vantage.host}")
        public = place.jumphost(NETWORK, "publicIPAddresses", f"pip-{vantage.host}") if side.jumphost_public else None
        if public:
            yield make.public_address(public, PUBLIC_ADDRESS)
        name = vantage.host if place is SHARED else JUMPHOST_VM
        machine = place.jumphost("Microsoft.Compute", "virtualMachines", name)
        yield make.machine_interface(
            interface,
            machine,
            f"{network}/subnets/snet-jumphosts",
            vantage.address.partition("/")[0],
            public,
            side.interface_dns,
        )


def _account(place: Place, row: AzureFault, subnet: str) -> Iterable[Document]:
    if row.side.deleted:
        yield make.deleted_account(row.subscription_id, row.resource_group, row.name, row.account.kind)
    if not row.side.exists:
        return
    account, side = row.account, row.side
    resource_name = side.resource_name or row.name
    identity = resource_id(
        row.subscription_id, row.resource_group, "Microsoft.CognitiveServices", "accounts", resource_name
    )
    connections = []
    for number, (endpoint, status) in enumerate(_endpoints(place, row)):
        name = f"{endpoint.rpartition('/')[2]}.{make.guid(f'connection {identity} {number}')}"
        shown = endpoint.upper() if side.shouting else endpoint
        group = "openai_account" if endpoint.endswith("-search") else "account"
        connections.append(make.connection(f"{identity}/privateEndpointConnections/{name}", shown, status, group))
    yield from connections
    properties = _account_properties(row) | {"privateEndpointConnections": connections}
    yield make.account(identity, account, properties, side.kind or account.kind)
    zones = list(side.required_zones) or _zone_names(account)
    yield make.private_link_resource(f"{identity}/privateLinkResources/account", zones)
    if side.perimeter:
        perimeter = place.network("networkSecurityPerimeters", f"nsp-{row.name}")
        yield make.resource(perimeter, {"perimeterGuid": make.guid(perimeter)})
        yield make.perimeter(
            f"{identity}/networkSecurityPerimeterConfigurations/{make.guid(perimeter)}.association",
            perimeter,
            side.perimeter.mode,
            side.perimeter.prefixes,
        )
    if account.deployment in DEPLOYMENTS:
        yield make.deployment(f"{identity}/deployments/{account.deployment}")
    if side.connection:
        endpoint = place.network("privateEndpoints", f"pe-{row.name}")
        yield from _private_endpoint(endpoint, identity, subnet, account.private_addresses, side)
        if side.zone_group:
            yield _zone_group(place, endpoint, row, account.private_addresses)
    if side.other_endpoint == "unpeered":
        endpoint = place.network("privateEndpoints", f"pe-{row.name}-2")
        addresses = dict.fromkeys(account.names, UNPEERED_ADDRESS)
        other_subnet = place.network("virtualNetworks", UNPEERED[0], "subnets", "default")
        yield from _private_endpoint(endpoint, identity, other_subnet, addresses, side)
        yield _zone_group(place, endpoint, row, addresses)


def _endpoints(place: Place, row: AzureFault) -> Iterable[tuple[str, str]]:
    """The private endpoints of which the account knows, and the states of their connections."""
    side = row.side
    if side.connection:
        yield place.network("privateEndpoints", f"pe-{row.name}"), side.connection
    if side.other_endpoint == "unpeered":
        yield place.network("privateEndpoints", f"pe-{row.name}-2"), "Approved"
    if side.other_endpoint in ("foreign", "tenant"):
        subscription = FOREIGN_SUBSCRIPTION if side.other_endpoint == "foreign" else TENANT_SUBSCRIPTION
        yield resource_id(subscription, "rg-theirs", NETWORK, "privateEndpoints", f"pe-{row.name}-theirs"), "Approved"
    if side.other_endpoint == "shared":
        identity = resource_id(FOREIGN_SUBSCRIPTION, "rg-search", NETWORK, "privateEndpoints", f"pe-{row.name}-search")
        yield identity, "Pending"


def _account_properties(row: AzureFault) -> Document:
    side = row.side
    selected = bool(side.ip_rules)
    properties: Document = {
        "provisioningState": side.state,
        "publicNetworkAccess": side.public_network_access,
        "networkAcls": {
            "defaultAction": "Deny" if selected else "Allow",
            "virtualNetworkRules": [],
            "ipRules": [{"value": rule} for rule in side.ip_rules],
        },
        "disableLocalAuth": not side.local_auth,
        "restrictOutboundNetworkAccess": side.outbound_restricted,
        "allowedFqdnList": [],
    }
    if side.subdomain:
        return properties | {"customSubDomainName": row.name}
    return properties | {"endpoint": f"https://{make.LOCATION}.api.cognitive.microsoft.com/", "endpoints": {}}


def _private_endpoint(
    identity: str, account: str, subnet: str, addresses: dict[str, str], side: Side
) -> Iterable[Document]:
    created = side.endpoint_state != "Failed"
    interface = f"{identity.replace('/privateEndpoints/', '/networkInterfaces/')}.nic.{make.guid(identity)}"
    yield make.private_endpoint(
        identity,
        account.upper() if side.shouting else account,
        subnet.upper() if side.shouting else subnet,
        interface if created else None,
        side.connection,
        side.manual,
        side.endpoint_state,
    )
    if created:
        yield make.endpoint_interface(interface, identity, subnet, addresses, named=side.interface_names)


def _zone_group(place: Place, endpoint: str, row: AzureFault, addresses: dict[str, str]) -> Document:
    zones = {
        place.zone(_zone_of(name)): make.zone_group_record(privatelink(name), address)
        for name, address in addresses.items()
        if _zone_of(name) in _existing_zones(row)
    }
    return make.zone_group(
        f"{endpoint}/privateDnsZoneGroups/default",
        {zone.lower() if row.side.shouting else zone: record for zone, record in zones.items()},
    )


def _zone_of(name: str) -> str:
    return privatelink(name).partition(".")[2]


def _zone_names(account: Account) -> list[str]:
    return [_zone_of(name) for name in account.names]


def _existing_zones(row: AzureFault) -> list[str]:
    return {"all": _zone_names(row.account), "one": _zone_names(row.account)[:1], "none": []}[row.side.zones]


def _zones(place: Place, side: Side, rows: list[AzureFault], jumphost_network: str) -> Iterable[Document]:
    records: dict[str, list[Document]] = {zone: [] for row in rows for zone in _existing_zones(row)}
    for row in rows:
        label = "*" if row.side.wildcard else row.name
        for name, address in _recorded(row).items():
            zone = _zone_of(name)
            if zone in records:
                records[zone].append(make.address_record(f"{place.zone(zone)}/A/{label}", zone, address))
    network = {
        "hub": place.network("virtualNetworks", HUB[0]),
        "other": place.network("virtualNetworks", OTHER[0]),
        "jumphost": jumphost_network,
        "spare_zone": None,
        "nothing": None,
    }[side.linked_to]
    for zone, found in records.items():
        yield from _zone(place.zone(zone), found, network, side)
        if side.spare_record:
            spare = place.zone(zone, SPARE_GROUP)
            addresses = [] if side.spare_record == "none" else [side.spare_record]
            in_spare = [make.address_record(f"{spare}/A/{row.name}", zone, each) for row in rows for each in addresses]
            yield from _zone(spare, in_spare, jumphost_network if side.linked_to == "spare_zone" else None, side)


def _zone(identity: str, records: list[Document], network: str | None, side: Side) -> Iterable[Document]:
    yield make.zone(identity, len(records), bool(network))
    yield from records
    if network:
        yield make.zone_link(
            f"{identity}/virtualNetworkLinks/{side.link_name or 'link-' + network.rpartition('/')[2]}",
            network.upper() if side.shouting else network,
            side.link_state,
            side.resolution_policy,
        )


def _recorded(row: AzureFault) -> dict[str, str]:
    """The addresses that the zones have for the account's names."""
    addresses = row.account.private_addresses
    if not row.side.connection or not row.side.exists or row.side.record == "missing":
        return {}
    if row.side.record == "right":
        return addresses
    first = row.account.addresses[0]
    address = {"one_address": first, "unpeered": UNPEERED_ADDRESS}.get(row.side.record, row.side.record)
    return dict.fromkeys(addresses, address)
