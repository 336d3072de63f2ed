# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Azure Resource Manager says of accounts, as private_endpoint_info observes it: a healthy one, and small changes."""

from __future__ import annotations

import copy

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judged

from .estates import HEALTHY, NAME, PRIVATE, estate

SUBSCRIPTION = "/subscriptions/11111111-1111-4111-8111-111111111111"
GROUP = SUBSCRIPTION + "/resourceGroups/rg-ai"
NETWORK = GROUP + "/providers/Microsoft.Network"
ACCOUNT_ID = GROUP + "/providers/Microsoft.CognitiveServices/accounts/example"
VM = GROUP + "/providers/Microsoft.Compute/virtualMachines/jump-1"

ZONE = "privatelink.openai.azure.com"
ZONE_ID = NETWORK + "/privateDnsZones/" + ZONE
LINK_ID = ZONE_ID + "/virtualNetworkLinks/vnet-ai"
VNET = NETWORK + "/virtualNetworks/vnet-ai"
HUB = NETWORK + "/virtualNetworks/vnet-hub"
OTHER = NETWORK + "/virtualNetworks/vnet-other"
ENDPOINT = NETWORK + "/privateEndpoints/pe-example"
CONNECTION = ACCOUNT_ID + "/privateEndpointConnections/pe-example.1"
ENDPOINT_SUBNET, JUMPHOST_SUBNET = VNET + "/subnets/endpoints", VNET + "/subnets/jumphosts"
NIC = NETWORK + "/networkInterfaces/nic-jump-1"
FIREWALL = NETWORK.replace("rg-ai", "rg-hub") + "/azureFirewalls/afw-hub"
POLICY = NETWORK.replace("rg-ai", "rg-hub") + "/firewallPolicies/afwp-hub"
PERIMETER = NETWORK + "/networkSecurityPerimeters/nsp-ai"
NSG, TABLE = NETWORK + "/networkSecurityGroups/nsg-ai", NETWORK + "/routeTables/rt-ai"
JUMPHOST, HUB_DNS = "10.0.15.4", "10.200.0.4"
FOREIGN = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/pe-x"


def endpoint(resource_id=ENDPOINT, addresses=None, vnet=VNET, **more):
    """Return a private endpoint of the account, approved and read."""
    return dict(
        {
            "id": resource_id,
            "name": resource_id.rpartition("/")[2],
            "resource_group": "rg-ai",
            "subscription_id": resource_id.split("/")[2],
            "connection_id": CONNECTION,
            "connection_name": "pe-example.1",
            "state": "Approved",
            "description": "",
            "readable": True,
            "exists": True,
            "provisioning_state": "Succeeded",
            "manual": False,
            "location": "westeurope",
            "subnet_id": vnet + "/subnets/endpoints",
            "virtual_network_id": vnet,
            "network_interface_ids": [resource_id.replace("/privateEndpoints/", "/networkInterfaces/nic-")],
            "addresses": {NAME: [PRIVATE]} if addresses is None else addresses,
        },
        **more,
    )


def unreadable(resource_id=FOREIGN, **more):
    """Return a private endpoint of which only the account's connection tells."""
    return endpoint(
        resource_id,
        {},
        **dict({"readable": False, "subnet_id": None, "virtual_network_id": None, "location": None}, **more),
    )


def link(vnet=VNET, resource_id=LINK_ID, **more):
    """Return a zone's link to a network."""
    return dict(
        {
            "id": resource_id,
            "name": vnet.rpartition("/")[2],
            "virtual_network_id": vnet,
            "state": "Completed",
            "provisioning_state": "Succeeded",
            "resolution_policy": "Default",
            "registration_enabled": False,
        },
        **more,
    )


def zone(resource_id=ZONE_ID, records=(PRIVATE,), links=None, name=NAME, kind=None):
    """Return a private DNS zone."""
    return {
        "id": resource_id,
        "name": resource_id.rpartition("/")[2],
        "resource_group": resource_id.split("/")[4],
        "subscription_id": SUBSCRIPTION.rpartition("/")[2],
        "records": {name: list(records)},
        "record_kinds": {name: kind or ("own" if records else "none")},
        "links": [link()] if links is None else links,
    }


def zone_group(resource_id=ZONE_ID, endpoint_id=ENDPOINT, records=(PRIVATE,)):
    """Return the DNS zone group of a private endpoint."""
    return {
        "id": endpoint_id + "/privateDnsZoneGroups/default",
        "name": "default",
        "private_endpoint_id": endpoint_id,
        "zones": [
            {"zone_id": resource_id, "zone": resource_id.rpartition("/")[2], "records": {"example": list(records)}}
        ],
    }


def network(resource_id=VNET, space="10.0.0.0/16", servers=(), roles=("endpoint", "jumphost"), subnets=()):
    """Return a virtual network."""
    return {
        "id": resource_id,
        "name": resource_id.rpartition("/")[2],
        "address_space": [space],
        "dns_servers": list(servers),
        "roles": list(roles),
        "subnets": list(subnets),
    }


def ruleset(domain="openai.azure.com.", servers=(HUB_DNS,), vnet=VNET, state="Enabled"):
    """Return a DNS forwarding ruleset of one rule; linked to one network, or not known to which for None."""
    return {
        "id": NETWORK + "/dnsForwardingRulesets/rules-ai",
        "name": "rules-ai",
        "virtual_network_ids": [vnet] if vnet else None,
        "rules": [{"name": "rule", "domain": domain, "state": state, "servers": list(servers)}],
    }


def subnet(resource_id, prefix, nsg=None, table=None, policies="Disabled"):
    """Return a subnet."""
    return {
        "id": resource_id,
        "prefixes": [prefix],
        "network_security_group_id": nsg,
        "route_table_id": table,
        "private_endpoint_network_policies": policies,
    }


def rule(access="Deny", direction="Outbound", priority=100, **more):
    """Return a security rule; the default stands in every way."""
    return dict(
        {
            "name": f"{access.lower()}-{priority}",
            "priority": priority,
            "direction": direction,
            "access": access,
            "protocol": "*",
            "source_prefixes": ["*"],
            "source_ports": ["*"],
            "destination_prefixes": ["*"],
            "destination_ports": ["*"],
            "application_security_groups": False,
            "default": priority >= 65000,
        },
        **more,
    )


DEFAULT_RULES = tuple(
    each
    for way in ("Outbound", "Inbound")
    for each in (
        rule("Allow", way, 65000, source_prefixes=["VirtualNetwork"], destination_prefixes=["VirtualNetwork"]),
        rule(
            "Allow",
            way,
            65001,
            **{
                "Outbound": {"destination_prefixes": ["Internet"]},
                "Inbound": {"source_prefixes": ["AzureLoadBalancer"]},
            }[way],
        ),
        rule("Deny", way, 65500),
    )
)


def route(prefix="10.0.14.0/24", hop="VirtualAppliance", address="10.0.250.4", name="to-firewall"):
    """Return a route."""
    return {"name": name, "prefix": prefix, "next_hop_type": hop, "next_hop_address": address}


def firewall(*rules, address="10.0.250.4", vnet=HUB, servers=(), policy=POLICY):
    """Return an Azure Firewall in the hub."""
    return {
        "id": FIREWALL,
        "name": "afw-hub",
        "addresses": [address],
        "virtual_network_id": vnet,
        "policy_id": policy,
        "dns_servers": None if servers is None else list(servers),
        "rules": list(rules),
    }


def firewall_rule(
    kind="application", action="Allow", name="openai", group=POLICY + "/ruleCollectionGroups/rcg", **more
):
    """Return a rule of an Azure Firewall: the default lets HTTPS to the account, or TCP to its network, pass."""
    application = kind == "application"
    return dict(
        {
            "name": name,
            "collection": f"{action.lower()}-{kind}",
            "group_id": group,
            "type": kind,
            "action": action,
            "protocols": ["Https:443"] if application else ["TCP"],
            "sources": ["*"],
            "destinations": [] if application else ["10.0.0.0/8"],
            "ports": [] if application else ["443"],
            "fqdns": ["*.openai.azure.com"] if application else [],
            "more": [],
        },
        **more,
    )


def behind_firewall(*firewalls, policies="RouteTableEnabled", **changes):
    """Return the side of an account whose jumphost has a route to a firewall."""
    return dict(guarded(policies=policies, routes=[route()], **changes), firewalls=list(firewalls))


def perimeter(*rules, mode="Enforced", state="Succeeded"):
    """Return a network security perimeter that the account is in."""
    return {
        "id": PERIMETER,
        "name": "nsp-ai",
        "mode": mode,
        "profile": "default",
        "provisioning_state": state,
        "inbound_rules": list(rules),
    }


def admits(*prefixes, subscriptions=(), perimeters=(), name="office"):
    """Return an inbound access rule of a network security perimeter."""
    return {
        "name": name,
        "address_prefixes": list(prefixes),
        "subscriptions": list(subscriptions),
        "perimeters": list(perimeters),
    }


def unread(action, resource_id, reason="denied", message="AuthorizationFailed"):
    """Return one thing that could not be read."""
    return {"action": action, "id": resource_id, "reason": reason, "message": message}


_HEALTHY = {
    "name": "example",
    "resource_group": "rg-ai",
    "subscription_id": SUBSCRIPTION.rpartition("/")[2],
    "account": {
        "id": ACCOUNT_ID,
        "name": "example",
        "kind": "OpenAI",
        "location": "westeurope",
        "endpoint": (f"https://{NAME}/"),
        "endpoints": {},
        "fqdns": [NAME],
        "custom_subdomain": "example",
        "provisioning_state": "Succeeded",
        "public_network_access": "Disabled",
        "network_acls": None,
        "local_auth_disabled": True,
        "outbound_restricted": True,
        "allowed_fqdns": [],
        "required_zone_names": [ZONE],
        "deployments": [],
        "perimeters": [],
    },
    "private_endpoints": [endpoint()],
    "zone_groups": [zone_group()],
    "zones": [zone()],
    "virtual_networks": [
        network(subnets=(subnet(ENDPOINT_SUBNET, "10.0.14.0/24"), subnet(JUMPHOST_SUBNET, "10.0.15.0/24")))
    ],
    "jumphost": {
        "virtual_machine_id": VM,
        "network_interfaces": [
            {
                "id": NIC,
                "addresses": [JUMPHOST],
                "subnet_id": JUMPHOST_SUBNET,
                "virtual_network_id": VNET,
                "network_security_group_id": None,
                "application_security_group_ids": [],
                "public_addresses": [],
            }
        ],
    },
    "network_security_groups": [],
    "route_tables": [],
    "firewalls": [],
    "unread": [],
    "expected": {NAME: [PRIVATE]},
    "findings": [],
}


def healthy(account=None, **changes):
    """Return the healthy account's side, with some of its keys, or of the account's own, replaced."""
    observed = copy.deepcopy(dict(_HEALTHY, **changes))
    if account:
        observed["account"].update(account)
    return observed


def no_jumphost(**changes):
    """Return the side of an account for which no jumphost is known."""
    return healthy(jumphost=None, **changes)


def nothing_read(*reasons):
    """Return the side of an account of which nothing could be read."""
    return healthy(
        **{
            key: []
            for key in (
                "private_endpoints",
                "zone_groups",
                "zones",
                "virtual_networks",
                "network_security_groups",
                "route_tables",
            )
        }
    ) | {"account": None, "jumphost": None, "expected": {}, "unread": list(reasons)}


def hub_and_spoke(linked_to=(HUB,), hub=True, jumphost=True, **changes):
    """Return the side of an account whose networks ask a DNS server in the hub."""
    observed = healthy(zones=[zone(links=[link(vnet) for vnet in linked_to])], **changes)
    observed["virtual_networks"][0]["dns_servers"] = [HUB_DNS]
    if hub:
        observed["virtual_networks"].append(network(HUB, "10.200.0.0/16", roles=("dns_server",)))
    if not jumphost:
        observed["jumphost"] = None
    return observed


def shouting(observed):
    """Return the same with references in capitals, as Azure sometimes writes them."""
    for found in observed["private_endpoints"]:
        found["virtual_network_id"], found["subnet_id"] = (
            found["virtual_network_id"].upper(),
            found["subnet_id"].upper(),
        )
    for found in observed["zones"]:
        for each in found["links"]:
            each["virtual_network_id"] = each["virtual_network_id"].upper()
    for group in observed["zone_groups"]:
        group["private_endpoint_id"] = group["private_endpoint_id"].upper()
        for each in group["zones"]:
            each["zone_id"] = each["zone_id"].upper()
    return observed


def guarded(rules=(), policies="Disabled", on="subnet", routes=None, learns=True, **changes):
    """Return the side of an account with security rules on the jumphost's subnet (or NIC) and the endpoint's, and routes."""
    observed = healthy(**changes)
    endpoints, jumphosts = observed["virtual_networks"][0]["subnets"]
    endpoints.update(network_security_group_id=NSG, private_endpoint_network_policies=policies)
    (jumphosts if on == "subnet" else observed["jumphost"]["network_interfaces"][0])["network_security_group_id"] = (
        NSG.upper()
    )
    observed["network_security_groups"] = [{"id": NSG, "name": "nsg-ai", "rules": [*rules, *DEFAULT_RULES]}]
    if routes is not None:
        jumphosts["route_table_id"] = TABLE
        observed["route_tables"] = [
            {"id": TABLE, "name": "rt-ai", "disable_bgp_route_propagation": not learns, "routes": list(routes)}
        ]
    return observed


def elsewhere(observed, space="10.9.0.0/16", address="10.9.14.4"):
    """Return the same with the endpoint in another network than the jumphost's."""
    policies = observed["virtual_networks"][0]["subnets"][0]["private_endpoint_network_policies"]
    observed["private_endpoints"] = [endpoint(addresses={NAME: [address]}, vnet=OTHER)]
    observed["expected"], observed["zones"] = {NAME: [address]}, [zone(records=[address])]
    observed["virtual_networks"].append(
        network(
            OTHER,
            space,
            roles=("endpoint",),
            subnets=(subnet(OTHER + "/subnets/endpoints", "10.9.14.0/24", policies=policies),),
        )
    )
    return observed


def returned(observed, **declared):
    """Return a side with what the module adds to it by judging it against what is declared."""
    return dict(observed, **judged(observed, declared))


def in_a_perimeter():
    """Return an estate of whose account it is not known what a perimeter lets in: a warning that is no pass."""
    observed = healthy(account={"perimeters": [perimeter(admits("192.0.2.0/24"), mode="Learning")]})
    return estate(*HEALTHY, azure={"accounts": [returned(observed)]})
