# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: Azure's own side, as Azure Resource Manager tells it."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._finding import LEARN, Finding

_NETWORK = LEARN + "ai-services/cognitive-services-virtual-networks"
_MANAGE = LEARN + "private-link/manage-private-endpoint"
_INTEGRATION = LEARN + "private-link/private-endpoint-dns-integration"
_LINKS = LEARN + "dns/private-dns-virtual-network-links"
_FALLBACK = LEARN + "dns/private-dns-fallback"
_POLICIES = LEARN + "private-link/disable-private-endpoint-network-policy"

_LINK = (
    "az network private-dns link vnet create --resource-group {zone_resource_group} --zone-name {zone} "
    "--name <link> --virtual-network {vnet_id} --registration-enabled false"
)
_APPROVE = "az network private-endpoint-connection approve --id {connection_id} --description approved"
_RECREATE = "Delete the private endpoint and create it again: this state cannot be left by approval."
_GROUP = (
    "az network private-endpoint dns-zone-group create --resource-group {resource_group} "
    "--endpoint-name {private_endpoint} --name default --zone-name {zone} --private-dns-zone {zone_id}"
)
_NOT_REACHED = ("tcp_timeout", "tcp_refused", "tcp_reset", "tcp_unreachable")

FINDINGS = (
    Finding("azure_account_missing", "Azure has no account named {account} in {resource_group}",
            "The name or the resource group is another, or the account was deleted.",
            ("az cognitiveservices account list --output table",), (_NETWORK,),
            explains=("dns_name_unknown", "gate_subdomain_unknown")),
    Finding("azure_endpoint_missing", "{account} has no private endpoint",
            "Nothing inside the network can reach the account privately.",
            ("az network private-endpoint create --help",), (_NETWORK,),
            explains=("dns_no_privatelink", "dns_public_address")),
    Finding("azure_endpoint_pending", "the private endpoint connection {connection} waits for approval",
            "The account's owner has not approved it.", (_APPROVE,), (_MANAGE,),
            explains=("gate_private_endpoint_not_approved",) + _NOT_REACHED),
    Finding("azure_endpoint_rejected", "the private endpoint connection {connection} was rejected",
            "A rejected connection cannot be approved again.", (_RECREATE,), (_MANAGE,),
            explains=("gate_private_endpoint_not_approved",) + _NOT_REACHED),
    Finding("azure_endpoint_disconnected", "the private endpoint connection {connection} is disconnected",
            "It was removed on the account's side.", (_RECREATE,), (_MANAGE,),
            explains=("gate_private_endpoint_not_approved",) + _NOT_REACHED),
    Finding("azure_endpoint_unexpected", "an approved private endpoint that nobody declared: {private_endpoint}",
            "It may sit in another subscription or tenant: somebody else can reach the account privately.",
            ("az network private-endpoint-connection delete --id {connection_id}",), (_MANAGE,)),
    Finding("azure_public_access_enabled", "Azure says that public network access of {account} is enabled",
            "The account is open to the Internet.",
            ("az resource update --ids {account_id} --set properties.publicNetworkAccess=Disabled",), (_NETWORK,),
            explains=("gate_public_open",)),
    Finding("azure_selected_networks", "{account} is open to selected public networks",
            "Any network in its rules reaches it without the private endpoint.",
            ("az resource update --ids {account_id} --set properties.publicNetworkAccess=Disabled",), (_NETWORK,),
            explains=("gate_network_rules",)),
    Finding("azure_perimeter", "{account} is governed by a network security perimeter",
            "Its rules are not read here, so nothing is concluded.", (),
            (LEARN + "private-link/network-security-perimeter-concepts",), severity="warning"),
    Finding("azure_zone_missing", "there is no private DNS zone {zone}", "Nothing can answer with the private address.",
            ("az network private-dns zone create --resource-group <resource-group> --name {zone}",), (_INTEGRATION,),
            explains=("dns_public_address",)),
    Finding("azure_zone_not_linked", "the zone {zone} is not linked to {vnet}",
            "Azure DNS answers from a private zone only in the virtual networks it is linked to.", (_LINK,), (_LINKS,),
            explains=("dns_public_address",)),
    Finding("azure_zone_link_incomplete", "the link of {zone} to {vnet} is not complete",
            "Azure is still working on it, or it failed.",
            ("az network private-dns link vnet show --ids {link_id}",), (_LINKS,), explains=("dns_public_address",)),
    Finding("azure_zone_fallback", "the link of {zone} falls back to the Internet (NxDomainRedirect)",
            "A missing record is hidden by the public address.",
            ("az network private-dns link vnet update --ids {link_id} --resolution-policy Default",), (_FALLBACK,),
            severity="warning", explains=("dns_public_address",)),
    Finding("azure_zone_group_missing", "the private endpoint {private_endpoint} has no DNS zone group",
            "Its records are kept by hand and grow stale when it is made anew.", (_GROUP,), (_INTEGRATION,),
            severity="info"),
    Finding("azure_record_missing", "the zone {zone} has no record for {name}",
            "The private endpoint's address was never entered, or was removed with another endpoint.", (_GROUP,),
            (_INTEGRATION,), explains=("dns_record_missing", "dns_public_address")),
    Finding("azure_record_stale", "the record for {name} says {address}, the endpoint has {expected}",
            "The private endpoint was made anew and the record was not.", (_GROUP,), (_INTEGRATION,),
            explains=("dns_wrong_address",) + _NOT_REACHED),
    Finding("azure_vnet_custom_dns", "{vnet} uses its own DNS servers {servers}",
            "Zones must be linked to the network of those servers, or the servers must forward to 168.63.129.16.", (),
            (_INTEGRATION,), severity="info"),
    Finding("azure_subdomain_missing", "{account} has no custom subdomain", "A private endpoint cannot work without one.",
            ("az cognitiveservices account update --name {account} --resource-group {resource_group} "
             "--custom-domain {account}",),
            (LEARN + "ai-services/cognitive-services-custom-subdomains",), explains=("gate_custom_subdomain_required",)),
    Finding("azure_local_auth_enabled", "{account} accepts API keys", "Keys can leak; tokens expire.",
            ("az resource update --ids {account_id} --set properties.disableLocalAuth=true",),
            (LEARN + "ai-services/disable-local-auth",), severity="warning"),
    Finding("azure_outbound_unrestricted", "{account} may call any address itself",
            "Data loss prevention for the account's own outbound calls is off.",
            ("az resource update --ids {account_id} --set properties.restrictOutboundNetworkAccess=true",),
            (LEARN + "ai-services/cognitive-services-data-loss-prevention",), severity="warning"),
    Finding("azure_nsg_denies", "the network security group rule {rule} denies TCP 443 to {address}",
            "It stands between the jumphost and the endpoint.",
            ("az network nsg rule show --ids {rule_id}",), (_POLICIES,), severity="warning", explains=("tcp_timeout",)),
    Finding("azure_route_diverts", "the route {route} sends traffic for {address} elsewhere",
            "It stands between the jumphost and the endpoint.",
            ("az network route-table route show --ids {route_id}",), (_POLICIES,), severity="warning",
            explains=_NOT_REACHED),
    Finding("azure_jumphost_exposed", "the jumphost has the public address {address}",
            "The jumphost itself is reachable from the Internet.",
            ("az network nic ip-config update --ids {ip_config_id} --remove publicIPAddress",),
            (LEARN + "bastion/bastion-overview",)),
    Finding("azure_access_denied", "Azure does not let this caller read {resource}",
            "The action {action} is not allowed, so the check could not be made.",
            ("az role assignment create --role Reader --assignee <object-id> --scope {resource}",),
            (LEARN + "role-based-access-control/role-assignments-cli",)),
)
