# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The fields of the catalogue's commands and of some notes: what each stands for, and what its values look like."""

from __future__ import annotations

from dataclasses import dataclass

_ADDRESS = r"[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?"
_ADDRESSES = rf"{_ADDRESS}( {_ADDRESS})*"


@dataclass(frozen=True)
class Field:
    """C(what) says what a reader fills in; C(shape) is the regular expression of the values that a command may hold."""

    what: str
    shape: str | None = None


FIELDS = {
    "account": Field("the account's name"),
    "account_id": Field("the account's resource id"),
    "account_location": Field("the account's region"),
    "action": Field("the action of Azure Resource Manager that is not allowed"),
    "address": Field("the address that the host connects to", _ADDRESSES),
    "audience": Field("the audience that the answer names"),
    "bad_server": Field("the address of the nameserver that does not see the private DNS zone", _ADDRESS),
    "body": Field("the body of the request"),
    "collection_priority": Field("a priority that no other rule collection has", "[0-9]+"),
    "connection_id": Field("the resource id of the private endpoint connection"),
    "connection_name": Field("a name for the new private endpoint connection"),
    "content_type": Field("the header that gives the type of the body"),
    "control_url": Field("the URL of an endpoint on the Internet, such as https://login.microsoftonline.com/"),
    "credential_header": Field("the header up to the credential: 'api-key: ' or 'Authorization: Bearer '"),
    "custom_subdomain": Field("the account's custom subdomain in Azure"),
    "direction": Field("Inbound or Outbound, as the rule has it", "Inbound|Outbound"),
    "dns_resolver": Field("the DNS Private Resolver's name"),
    "endpoint_address": Field("the private endpoint's address, as az network nic show prints it"),
    "endpoint_resource_group": Field("the private endpoint's resource group"),
    "endpoint_subnet_id": Field("the resource id of the private endpoint's subnet"),
    "endpoint_subscription": Field("the private endpoint's subscription"),
    "expected_address": Field("the private endpoint's address, as the first command shows it", _ADDRESS),
    "fitting": Field("the kind of the account in Azure, and its cloud if that differs, as options of the account"),
    "firewall": Field("the firewall's name"),
    "firewall_id": Field("the firewall's resource id"),
    "firewall_resource_group": Field("the firewall's resource group"),
    "firewall_subscription": Field("the firewall's subscription"),
    "firewall_rule": Field("the name of the rule that inspects the traffic"),
    "first_zone": Field("the name of the first private DNS zone that the account needs"),
    "first_zone_id": Field("the resource id of the first private DNS zone that the account needs"),
    "forward_to": Field(
        "168.63.129.16 in a virtual network, elsewhere the address of the DNS Private Resolver's inbound endpoint"
    ),
    "free_priority": Field("a free priority number that is smaller than that of the rule", "[0-9]+"),
    "further_zone": Field("the name of a further private DNS zone that the account needs"),
    "further_zone_id": Field("the resource id of the further private DNS zone"),
    "group_id": Field("the group id (sub-resource) of the service, such as account"),
    "group_step": Field("create, or add if the private endpoint has a DNS zone group", "add|create"),
    "host": Field("the host's name in the inventory"),
    "host_nameservers": Field("the addresses of the nameservers that the host asks", _ADDRESSES),
    "interface": Field("the network interface, as resolvectl status shows it"),
    "inventory": Field("the path of the inventory of this run"),
    "ip_config": Field("the name of the IP configuration, as the first command shows it"),
    "jumphost_address": Field("the private address of the jumphost", _ADDRESS),
    "label": Field("the first label of the endpoint's host name"),
    "link_id": Field("the resource id of the virtual network link"),
    "link_name": Field("the name of the virtual network link, or a free name for a new one"),
    "location": Field("the region of the virtual network"),
    "name": Field("the endpoint's host name"),
    # Stands in the programs of sed and grep, in which another bracket or a slash would mean something.
    "name_pattern": Field("the endpoint's host name, each dot as [.]", r"([A-Za-z0-9_-]|\[[.]\])+"),
    "nameserver": Field("the address of the nameserver to use", _ADDRESSES),
    "network_connection": Field(
        "the name of the connection, as nmcli connection show prints it, in quotes if it has spaces"
    ),
    "network_file": Field("the name of the file that networkctl shows, without its directory"),
    "next_priority": Field("a free priority number that is greater than that of the rule", "[0-9]+"),
    "next_hop": Field("the address or type of the route's next hop"),
    "nic": Field("the network interface's name"),
    "nic_id": Field("the network interface's resource id"),
    "nic_resource_group": Field("the network interface's resource group"),
    "nic_subscription": Field("the network interface's subscription"),
    "nsg": Field("the network security group's name"),
    "nsg_resource_group": Field("the network security group's resource group"),
    "nsg_subscription": Field("the network security group's subscription"),
    "object_id": Field("the object id of the user, group or service principal that gets the role"),
    "other_endpoint": Field("the other private endpoint's name"),
    "other_nameserver": Field("the address of the nameserver that clients ask", _ADDRESS),
    "other_resource_group": Field("the other private endpoint's resource group"),
    "other_subscription": Field("the other private endpoint's subscription"),
    "password": Field("the password for the proxy, percent-encoded"),
    "peer": Field("the endpoint's address and port"),
    "peer_address": Field("the address that the request went to", _ADDRESS),
    "peer_port": Field("the port that the request went to", "[0-9]+"),
    "perimeter": Field("the network security perimeter's name"),
    "perimeter_profile": Field("the name of the perimeter's profile that the account is associated with"),
    "perimeter_resource_group": Field("the perimeter's resource group"),
    "perimeter_rule": Field("the name of the inbound access rule, as the first command shows it"),
    "perimeter_subscription": Field("the perimeter's subscription"),
    "policy": Field("the firewall policy's name"),
    "policy_resource_group": Field("the firewall policy's resource group"),
    "policy_subscription": Field("the firewall policy's subscription"),
    "policies_without_routes": Field(
        "NetworkSecurityGroupEnabled if the subnet's value is Enabled, else Disabled", "[A-Za-z]+"
    ),
    "private_endpoint": Field("the private endpoint's name"),
    "private_endpoint_id": Field("the private endpoint's resource id"),
    "privatelink_name": Field("the endpoint's privatelink name"),
    "proxy": Field("the proxy's URL"),
    "proxy_place": Field("the proxy's host and port"),
    "public_address": Field("the public address in the record set", _ADDRESS),
    "public_zone": Field("the public DNS zone of the name"),
    "record": Field("the name of the record set, as the first commands show it"),
    "record_ids": Field("the resource ids of the record sets"),
    "resolve": Field("the endpoint's host name, port and address, with colons in between"),
    "resolver_resource_group": Field("the DNS Private Resolver's resource group"),
    "resource": Field("the resource id of what is to be read"),
    "resource_group": Field("the account's resource group"),
    "resource_name": Field("the account's name in Azure, which may differ from its custom subdomain"),
    "role": Field("the role to assign"),
    "route_id": Field("the route's resource id"),
    "rule_collection": Field("the name of the rule collection that the rule is in"),
    "rule_group": Field("the name of the rule collection group that gets the rule"),
    "ruleset": Field("the name of the DNS forwarding ruleset"),
    "ruleset_resource_group": Field("the resource group of the DNS forwarding ruleset"),
    "ruleset_subscription": Field("the subscription of the DNS forwarding ruleset"),
    "rule_id": Field("the resource id of the rule in the network security group"),
    "server_address": Field("the nameserver's address", _ADDRESS),
    "server_port": Field("the nameserver's port", "[0-9]+"),
    "shadow_zone": Field("the name of the private DNS zone that hides the public one"),
    "stale_address": Field("the address in the record that the private endpoint does not have", _ADDRESSES),
    "subnet": Field("the subnet's name"),
    "subnet_id": Field("the resource id of the subnet for the private endpoint"),
    "subscription": Field("the account's subscription"),
    "tenant_id": Field("the id of the tenant that the account belongs to"),
    "upstream": Field("the address of the nameserver that systemd-resolved asks", _ADDRESS),
    "url": Field("the URL of the request"),
    "user": Field("the user name for the proxy, percent-encoded"),
    "vnet": Field("the virtual network's name"),
    "vnet_id": Field("the virtual network's resource id"),
    "well_server": Field("the address of the nameserver that sees the private DNS zone", _ADDRESS),
    "zone": Field("the private DNS zone's name"),
    "zone_group": Field("the name of the private endpoint's DNS zone group"),
    "zone_id": Field("the private DNS zone's resource id"),
    "zone_resource_group": Field("the private DNS zone's resource group"),
    "zone_subscription": Field("the private DNS zone's subscription"),
}
