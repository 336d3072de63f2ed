# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resource documents as Resource Manager writes them: keys and shapes are those of its recorded answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from simulated_azure.account import Account

Document = dict[str, object]

LOCATION = "eastus"
HTTPS = "443"
MEMBERS = ("default", "secondary", "third")  # of a private endpoint: one for each name of the account


def resource_id(subscription: str, group: str, *path: str) -> str:
    """The id of a resource: provider, then types and names in turn."""
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/" + "/".join(path)


def guid(text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, text))


def _type_of(identity: str) -> str:
    provider, *path = identity.rpartition("/providers/")[2].split("/")
    return "/".join([provider, *path[::2]])


def resource(
    identity: str, properties: Mapping[str, object], location: str | None = LOCATION, **more: object
) -> Document:
    """Any resource; its name and type are those of its id."""
    document: Document = {
        "name": identity.rpartition("/")[2],
        "id": identity,
        "type": _type_of(identity),
        "etag": f'W/"{guid(identity)}"',
        **more,
    }
    if location:
        document["location"] = location
    return document | {"properties": {"provisioningState": "Succeeded", **properties}}


def _reference(identity: str) -> Document:
    return {"id": identity}


def _references(**identities: str | None) -> Document:
    """The references that there are, by their keys."""
    return {key: _reference(identity) for key, identity in identities.items() if identity}


# Microsoft.CognitiveServices


def account(identity: str, row: Account, properties: Mapping[str, object], kind: str) -> Document:
    return resource(
        identity,
        {
            "endpoint": f"https://{row.names[0]}/",
            "endpoints": _endpoints(row),
            "internalId": guid(identity).replace("-", ""),
            "dateCreated": "2026-05-04T10:11:12.1234567Z",
            "isMigrated": False,
            "callRateLimit": {"rules": []},
            "capabilities": [{"name": "VirtualNetworks"}, {"name": "CustomerManagedKey"}],
            **properties,
        },
        kind=kind,
        sku={"name": "S0"},
        tags={},
        systemData={},
    )


def deleted_account(subscription: str, group: str, name: str, kind: str) -> Document:
    provider = "Microsoft.CognitiveServices"
    place = f"/subscriptions/{subscription}/providers/{provider}/locations/{LOCATION}/resourceGroups/{group}"
    properties = {"customSubDomainName": name, "deletionDate": "2026-05-04T10:11:12.1234567Z"}
    document = resource(f"{place}/deletedAccounts/{name}", properties, kind=kind)
    return document | {"type": f"{provider}/deletedAccounts"}


def _endpoints(row: Account) -> dict[str, str]:
    urls = {domain: f"https://{row.name}.{domain}/" for domain in row.domains}
    labels = {
        "OpenAI Language Model Instance API": "openai.azure.com",
        "OpenAI Whisper API": "openai.azure.com",
        "AI Foundry API": "services.ai.azure.com",
        "Content Safety": "cognitiveservices.azure.com",
        "Token Service API": "cognitiveservices.azure.com" if row.kind != "OpenAI" else "openai.azure.com",
    }
    return {label: urls[domain] for label, domain in labels.items() if domain in urls}


def connection(identity: str, endpoint: str, status: str, group: str) -> Document:
    return resource(
        identity,
        {
            "privateEndpoint": _reference(endpoint),
            "groupIds": [group],
            "privateLinkServiceConnectionState": _state(status),
        },
    )


def _state(status: str) -> Document:
    descriptions = {
        "Approved": "Approved",
        "Pending": "Please approve my connection.",
        "Rejected": "Not ours.",
        "Disconnected": "Removed",
    }
    return {"status": status, "description": descriptions[status], "actionsRequired": "None"}


def private_link_resource(identity: str, zones: list[str]) -> Document:
    return resource(
        identity,
        {
            "groupId": "account",
            "displayName": "Cognitive Service Account",
            "requiredMembers": list(MEMBERS[: len(zones)]),
            "requiredZoneNames": zones,
        },
        location=None,
    )


def perimeter(identity: str, perimeter_id: str, mode: str, prefixes: Iterable[str]) -> Document:
    """The association of an account with a network security perimeter, as the account has it."""
    admitted = list(prefixes)
    rule = {
        "name": "office",
        "properties": {"direction": "Inbound", "addressPrefixes": admitted, "subscriptions": []},
    }
    outbound = {
        "name": "out",
        "properties": {"direction": "Outbound", "fullyQualifiedDomainNames": ["storage.example.com"]},
    }
    return resource(
        identity,
        {
            "provisioningIssues": [],
            "networkSecurityPerimeter": {"id": perimeter_id, "perimeterGuid": guid(perimeter_id), "location": LOCATION},
            "resourceAssociation": {"name": "association", "accessMode": mode},
            "profile": {
                "name": "default",
                "accessRulesVersion": 1,
                "accessRules": [outbound, *([rule] if admitted else [])],
                "diagnosticSettingsVersion": 0,
                "enabledLogCategories": [],
            },
        },
        location=None,
    )


def deployment(identity: str) -> Document:
    return resource(
        identity,
        {
            "model": {"format": "OpenAI", "name": identity.rpartition("/")[2], "version": "1"},
            "capabilities": {},
            "currentCapacity": 1,
        },
        location=None,
        sku={"name": "Standard", "capacity": 1},
    )


# Microsoft.Network: private endpoints


def private_endpoint(
    identity: str, account_id: str, subnet: str, interface: str | None, status: str, manual: bool, state: str
) -> Document:
    link = resource(
        f"{identity}/privateLinkServiceConnections/{identity.rpartition('/')[2]}",
        {
            "privateLinkServiceId": account_id,
            "groupIds": ["account"],
            "privateLinkServiceConnectionState": _state(status),
        },
        location=None,
    )
    return resource(
        identity,
        {
            "resourceGuid": guid(f"resource {identity}"),
            "privateLinkServiceConnections": [] if manual else [link],
            "manualPrivateLinkServiceConnections": [link] if manual else [],
            "customNetworkInterfaceName": "",
            "subnet": _reference(subnet),
            "ipConfigurations": [],
            "networkInterfaces": [_reference(interface)] if interface else [],
            "provisioningState": state,
            "customDnsConfigs": [],
        },
    )


def endpoint_interface(
    identity: str, endpoint: str, subnet: str, addresses: Mapping[str, str], named: bool
) -> Document:
    configurations = [
        _ip_configuration(
            f"{identity}/ipConfigurations/privateEndpointIpConfig.{guid(name)}",
            address,
            subnet,
            primary=not number,
            privateLinkConnectionProperties={
                "groupId": "account",
                "requiredMemberName": MEMBERS[number],
                **({"fqdns": [name]} if named else {}),
            },
        )
        for number, (name, address) in enumerate(addresses.items())
    ]
    return resource(identity, _interface(configurations) | {"privateEndpoint": _reference(endpoint)})


def zone_group(identity: str, zones: Mapping[str, Document]) -> Document:
    """Its zones: the record set of each by the zone's id."""
    return resource(
        identity,
        {
            "privateDnsZoneConfigs": [
                resource(
                    f"{identity}/privateDnsZoneConfigs/{zone.rpartition('/')[2].replace('.', '-')}",
                    {"privateDnsZoneId": zone, "recordSets": [record]},
                    location=None,
                )
                for zone, record in zones.items()
            ]
        },
        location=None,
    )


def zone_group_record(privatelink_name: str, address: str) -> Document:
    return {
        "recordType": "A",
        "recordSetName": privatelink_name.partition(".")[0],
        "fqdn": privatelink_name,
        "ttl": 10,
        "ipAddresses": [address],
        "provisioningState": "Succeeded",
    }


# Microsoft.Network: virtual machines' interfaces, networks


def machine_interface(
    identity: str, machine: str, subnet: str, address: str, public: str | None, dns_servers: Iterable[str]
) -> Document:
    configuration = _ip_configuration(
        f"{identity}/ipConfigurations/ipconfig1", address, subnet, primary=True, **_references(publicIPAddress=public)
    )
    servers = list(dns_servers)
    return resource(
        identity,
        _interface([configuration])
        | {"primary": True, "dnsSettings": {"dnsServers": servers, "appliedDnsServers": servers}}
        | _references(virtualMachine=machine),
    )


def _interface(configurations: list[Document]) -> Document:
    return {
        "resourceGuid": guid(f"resource {configurations[0]['id']}"),
        "ipConfigurations": configurations,
        "dnsSettings": {"dnsServers": [], "appliedDnsServers": []},
        "enableAcceleratedNetworking": False,
        "vnetEncryptionSupported": False,
        "enableIPForwarding": False,
        "hostedWorkloads": [],
        "tapConfigurations": [],
        "nicType": "Standard",
    }


def _ip_configuration(identity: str, address: str, subnet: str, primary: bool, **more: object) -> Document:
    return resource(
        identity,
        {
            "privateIPAddress": address,
            "privateIPAllocationMethod": "Dynamic",
            "privateIPAddressVersion": "IPv4",
            "primary": primary,
            "subnet": _reference(subnet),
            **more,
        },
        location=None,
    )


def public_address(identity: str, address: str) -> Document:
    return resource(
        identity,
        {
            "ipAddress": address,
            "publicIPAddressVersion": "IPv4",
            "publicIPAllocationMethod": "Static",
            "idleTimeoutInMinutes": 4,
        },
        sku={"name": "Standard"},
    )


def subnet(identity: str, prefix: str, group: str | None, table: str | None, policies: str) -> Document:
    return resource(
        identity,
        {
            "addressPrefix": prefix,
            "delegations": [],
            "privateEndpointNetworkPolicies": policies,
            "privateLinkServiceNetworkPolicies": "Enabled",
            **_references(networkSecurityGroup=group, routeTable=table),
        },
        location=None,
    )


def virtual_network(identity: str, prefix: str, subnets: list[Document], dns_servers: Iterable[str]) -> Document:
    servers = list(dns_servers)
    return resource(
        identity,
        {
            "resourceGuid": guid(f"resource {identity}"),
            "addressSpace": {"addressPrefixes": [prefix]},
            **({"dhcpOptions": {"dnsServers": servers}} if servers else {}),
            "subnets": subnets,
            "virtualNetworkPeerings": [],
            "enableDdosProtection": False,
        },
    )


# Microsoft.Network: DNS private resolvers and forwarding rulesets


def resolver(identity: str, network: str) -> Document:
    return resource(
        identity,
        {"virtualNetwork": _reference(network), "dnsResolverState": "Connected", "resourceGuid": guid(identity)},
    )


def inbound_endpoint(identity: str, subnet: str, address: str) -> Document:
    configuration = {
        "subnet": _reference(subnet),
        "privateIpAddress": address,
        "privateIpAllocationMethod": "Dynamic",
    }
    return resource(identity, {"ipConfigurations": [configuration], "resourceGuid": guid(identity)})


def outbound_endpoint(identity: str, subnet: str) -> Document:
    return resource(identity, {"subnet": _reference(subnet), "resourceGuid": guid(identity)})


def ruleset(identity: str, outbound_endpoint: str) -> Document:
    return resource(
        identity,
        {"dnsResolverOutboundEndpoints": [_reference(outbound_endpoint)], "resourceGuid": guid(identity)},
    )


def ruleset_link(identity: str, network: str) -> Document:
    return resource(identity, {"virtualNetwork": _reference(network), "metadata": {}}, location=None)


def forwarding_rule(identity: str, domain: str, servers: Iterable[str], state: str = "Enabled") -> Document:
    return resource(
        identity,
        {
            "domainName": domain,
            "targetDnsServers": [{"ipAddress": server, "port": 53} for server in servers],
            "metadata": {},
            "forwardingRuleState": state,
        },
        location=None,
    )


# Microsoft.Network: private DNS


def _tracked(identity: str, properties: Document) -> Document:
    return resource(identity, properties, "global", tags={})


def zone(identity: str, records: int, links: int) -> Document:
    return _tracked(
        identity,
        {
            "maxNumberOfRecordSets": 25000,
            "maxNumberOfVirtualNetworkLinks": 1000,
            "maxNumberOfVirtualNetworkLinksWithRegistration": 100,
            "numberOfRecordSets": records + 1,
            "numberOfVirtualNetworkLinks": links,
            "numberOfVirtualNetworkLinksWithRegistration": 0,
        },
    )


def zone_link(identity: str, network: str, state: str, resolution_policy: str) -> Document:
    return _tracked(
        identity,
        {
            "virtualNetwork": _reference(network),
            "registrationEnabled": False,
            "virtualNetworkLinkState": state,
            "resolutionPolicy": resolution_policy,
        },
    )


def address_record(identity: str, zone_name: str, address: str) -> Document:
    name = identity.rpartition("/")[2]
    return {
        "id": identity,
        "name": name,
        "type": _type_of(identity),
        "etag": guid(identity + address),
        "properties": {
            "metadata": {"creator": f"created by private endpoint pe-{name}"},
            "ttl": 10,
            "fqdn": f"{name}.{zone_name}.",
            "isAutoRegistered": False,
            "aRecords": [{"ipv4Address": address}],
        },
    }
