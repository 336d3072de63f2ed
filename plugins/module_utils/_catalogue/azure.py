# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: Azure's own side, as Azure Resource Manager shows it."""

from __future__ import annotations

from dataclasses import replace

from .._core.needed import NEEDED
from .model import LEARN, Cause, Command, Finding, Note
from .pages import FALLBACK, INTEGRATION, LINKS, MANAGE, NETWORK, RESOLVER
from .repairs import install

_POLICIES = LEARN + "private-link/disable-private-endpoint-network-policy"
_SHARED = LEARN + "search/search-indexer-howto-access-private"
_ROLES = LEARN + "role-based-access-control/role-assignments-cli"

_ENDPOINT = "--subscription {endpoint_subscription} --resource-group {endpoint_resource_group}"
_ZONE = "--subscription {zone_subscription} --resource-group {zone_resource_group}"
_NSG = "--subscription {nsg_subscription} --resource-group {nsg_resource_group} --nsg-name {nsg}"
_RULESET = "--subscription {ruleset_subscription} --resource-group {ruleset_resource_group} --ruleset-name {ruleset}"
_NIC = "--subscription {nic_subscription} --resource-group {nic_resource_group} --nic-name {nic}"
_TO_VNET = "--zone-name {zone} --name {link_name} --virtual-network {vnet_id} --registration-enabled false"
_GROUPS_OF = f"{_ENDPOINT} --endpoint-name {{private_endpoint}}"

_LINK = Command(f"az network private-dns link vnet create {_ZONE} {_TO_VNET}", changes=True)
_UNLINK = Command("az network private-dns link vnet delete --ids {link_id} --yes", changes=True)
_NO_FALLBACK = Command(
    "az network private-dns link vnet update --ids {link_id} --resolution-policy Default", changes=True
)
_APPROVE = Command(
    "az network private-endpoint-connection approve --id {connection_id} --description approved", changes=True
)
_DELETE_CONNECTION = "az network private-endpoint-connection delete --id {connection_id}"
# The id of such a connection's endpoint is that of the endpoint that works.
_REPLACED = Cause(
    id="replaced",
    when="the private endpoint has another connection, which is approved",
    why="The connection was left behind when the private endpoint {private_endpoint} was re-created. The endpoint "
    "works over its other connection.",
    remedy=(Command(_DELETE_CONNECTION, changes=True),),
)
_DELETE = Command("az network private-endpoint delete --ids {private_endpoint_id}", changes=True)
_CREATE = Command(
    f"az network private-endpoint create {_ENDPOINT} --name {{private_endpoint}} --location {{location}} "
    "--subnet {subnet_id} --private-connection-resource-id {account_id} --group-id account "
    "--connection-name {private_endpoint}",
    changes=True,
)
# What a zone group holds for other names must stay: create takes the place of the whole group, add does not.
_GROUP = Command(
    f"az network private-endpoint dns-zone-group {{group_step}} {_GROUPS_OF} --name {{zone_group}} --zone-name "
    f"{{zone}} "
    "--private-dns-zone {zone_id}",
    changes=True,
)
_REMOVE_ZONE = Command(
    f"az network private-endpoint dns-zone-group remove {_GROUPS_OF} "
    # Within the group the zone has a name of its own, which the portal writes with hyphens.
    f"--name {{zone_group}} --zone-name $(az network private-endpoint dns-zone-group show {_GROUPS_OF} "
    "--name {zone_group} --query 'privateDnsZoneConfigs[].[name, privateDnsZoneId]' "
    "--output tsv | grep -i /{zone}$ | cut -f 1)",
    changes=True,
)
_ADD_ZONE = Command(
    f"az network private-endpoint dns-zone-group add {_GROUPS_OF} --name {{zone_group}} --zone-name {{zone}} "
    "--private-dns-zone {zone_id}",
    changes=True,
)
_RENEW_GROUP = (_REMOVE_ZONE, _ADD_ZONE)
_SHOW_GROUPS = Command(f"az network private-endpoint dns-zone-group list {_GROUPS_OF}")
# Where it is not known whether the endpoint has a zone group, and what the group holds.
_RENEW_OR_CREATE_GROUP = (
    replace(_REMOVE_ZONE, when="if the DNS zone group of the endpoint names {zone}"),
    Command(
        f"az network private-endpoint dns-zone-group create {_GROUPS_OF} --name default --zone-name {{zone}} "
        "--private-dns-zone {zone_id}",
        when="if the endpoint has no DNS zone group",
        changes=True,
    ),
    replace(_ADD_ZONE, when="if it has one"),
)
# For an endpoint that has no zone group yet.
_NEW_GROUP = (
    Command(
        f"az network private-endpoint dns-zone-group create {_GROUPS_OF} --name default --zone-name {{first_zone}} "
        "--private-dns-zone {first_zone_id}",
        changes=True,
    ),
    Command(
        f"az network private-endpoint dns-zone-group add {_GROUPS_OF} --name default --zone-name {{further_zone}} "
        "--private-dns-zone {further_zone_id}",
        when="if the account needs further zones, for each of them",
        changes=True,
    ),
)
_REMOVE_RECORD = (
    f"az network private-dns record-set a remove-record {_ZONE} --zone-name {{zone}} --record-set-name {{label}}"
)
_DROP_RECORD = Command(f"{_REMOVE_RECORD} --ipv4-address {{stale_address}} --keep-empty-record-set", changes=True)
# az takes one address at a time.
_DROP_RECORDS = Command(
    f"for address in {{stale_address:words}}; do {_REMOVE_RECORD} --ipv4-address $address --keep-empty-record-set; "
    "done",
    changes=True,
)
# Whole record sets: only those that hold nothing but addresses of an endpoint that is created again.
_DROP_LEFT_OVER = Command("az resource delete --ids {record_ids:words}", changes=True)
_RULES = Command(f"az network nsg rule list {_NSG} --include-default --output table")
_ALLOW = Command(
    f"az network nsg rule create {_NSG} --name allow-private-endpoint --priority {{free_priority}} "
    "--direction {direction} --access Allow --protocol Tcp --source-address-prefixes {jumphost_address} "
    "--source-port-ranges '*' --destination-address-prefixes {address:words} --destination-port-ranges 443",
    changes=True,
)
_CLOSE = Command("az resource update --ids {account_id} --set properties.publicNetworkAccess=Disabled", changes=True)
_DELETED_ACCOUNT = (
    "--subscription {subscription} --location {account_location} --resource-group {resource_group} "
    "--name {resource_name}"
)
_PERIMETER_DOCS = (
    LEARN + "private-link/network-security-perimeter-transition",
    LEARN + "ai-services/openai/how-to/network-security-perimeter",
)
_IN_PERIMETER = (
    "--subscription {perimeter_subscription} --resource-group {perimeter_resource_group} --perimeter-name {perimeter} "
    "--profile-name {perimeter_profile}"
)
_PERIMETER_RULES = Command(f"az network perimeter profile access-rule list {_IN_PERIMETER} --output table")
_PERIMETER_SHARED = Note("The rules apply to every resource that is associated with the profile {perimeter_profile}.")
_CLOSE_PERIMETER = Command(
    f"az network perimeter profile access-rule delete {_IN_PERIMETER} --name {{perimeter_rule}}",
    when="if no other resource needs the rule, for each inbound rule",
    changes=True,
)
_FIREWALL = Command("az network firewall show --ids {firewall_id}")
_IN_POLICY = (
    "--subscription {policy_subscription} --resource-group {policy_resource_group} --policy-name {policy} "
    "--rule-collection-group-name {rule_group}"
)
_BEHIND_FIREWALL = (
    Note(
        "A network rule keeps the jumphost's source address. Let the firewall apply SNAT, so that answers return "
        "through the firewall."
    ),
    Note(
        "Instead, let the firewall itself resolve {name} to {address}: link the private DNS zone to its network, or "
        "let it ask DNS servers that know the zone. The network of a virtual hub cannot be linked."
    ),
)
_NOT_REACHED = ("tcp_timeout", "tcp_refused", "tcp_reset", "tcp_unreachable")
_NOT_ATTACHED = ("gate_private_endpoint_not_approved", "dns_no_privatelink", *_NOT_REACHED)

_WHY_FAILED = Command(
    "az monitor activity-log list --resource-id {resource} --status Failed --offset 14d --output jsonc"
)

_NO_SECOND_ZONE = Note(
    "If another subscription, such as that of a hub, has the zone, link that zone to {vnet} instead of creating a "
    "second one."
)
_CREATE_ZONE = (
    Command(f"az network private-dns zone create {_ENDPOINT} --name {{zone}}", changes=True),
    Command(f"az network private-dns link vnet create {_ENDPOINT} {_TO_VNET}", changes=True),
)
# The zone that was just created, in the endpoint's own resource group: its name is enough.
_NAMED_ZONE = "--name {zone_group} --zone-name {zone} --private-dns-zone {zone}"

FINDINGS = (
    Finding(
        "azure_account_missing",
        "azure",
        (
            Cause(
                "Azure has no account named {account} in the resource group {resource_group}",
                "The name, the resource group or the subscription is wrong, or the account was deleted.",
                (Command("az cognitiveservices account list --subscription {subscription} --output table"),),
                (NETWORK,),
            ),
            Cause(
                id="deleted",
                when="the account was deleted, but is not purged yet",
                summary="the account {account} was deleted from the resource group {resource_group}",
                why="A deleted account does not answer. Azure keeps the account and its name until it is purged.",
                remedy=(
                    Command(
                        f"az cognitiveservices account recover {_DELETED_ACCOUNT}",
                        when="if the account was deleted by mistake",
                        changes=True,
                    ),
                    Command(
                        f"az cognitiveservices account purge {_DELETED_ACCOUNT}",
                        when="if a new account is to have the name",
                        changes=True,
                    ),
                ),
                docs=(LEARN + "ai-services/recover-purge-resources",),
            ),
        ),
        "Resource Manager answers 404 for the account, and its resource group has none with that custom subdomain "
        "(private_endpoint_info).",
        explains=("dns_name_unknown", "gate_subdomain_unknown"),
    ),
    Finding(
        "azure_subdomain_missing",
        "azure",
        (
            Cause(
                "{account} has no custom subdomain",
                "A private endpoint cannot work without one.",
                (
                    Command(
                        "az cognitiveservices account update --subscription {subscription} --resource-group "
                        "{resource_group} --name {resource_name} --custom-domain {account}",
                        changes=True,
                    ),
                ),
                (LEARN + "ai-services/cognitive-services-custom-subdomains",),
            ),
        ),
        "The account's customSubDomainName is empty (private_endpoint_info).",
        explains=("gate_custom_subdomain_required", "gate_subdomain_unknown", "dns_name_unknown"),
    ),
    Finding(
        "azure_endpoint_missing",
        "azure",
        (
            Cause(
                "{account} has no private endpoint",
                "Nothing inside the network can reach the account privately.",
                (_CREATE, *_NEW_GROUP),
                (NETWORK,),
            ),
            Cause(
                id="recorded",
                when="a record of an earlier private endpoint still exists",
                why="Nothing inside the network can reach the account privately, and its name resolves to the address "
                "of a private endpoint that no longer exists.",
                remedy=(_DROP_LEFT_OVER, _CREATE, *_NEW_GROUP),
            ),
            Cause(
                id="gone",
                when="a connection is still approved, but its private endpoint was deleted",
                summary="the private endpoint {private_endpoint} of the connection {connection} no longer exists",
                why="The connection was left behind when its private endpoint was deleted.",
                remedy=(_CREATE, *_NEW_GROUP, Command(_DELETE_CONNECTION, changes=True)),
            ),
            Cause(
                id="gone_recorded",
                when="a connection is still approved and a record still exists, but the private endpoint was deleted",
                summary="the private endpoint {private_endpoint} of the connection {connection} no longer exists",
                why="The connection was left behind when its private endpoint was deleted, and so was the record with "
                "the endpoint's address.",
                remedy=(_DROP_LEFT_OVER, _CREATE, *_NEW_GROUP, Command(_DELETE_CONNECTION, changes=True)),
            ),
        ),
        "The account has no private endpoint connection, or Azure answers 404 for the private endpoint of an approved "
        "one (private_endpoint_info).",
        explains=("dns_no_privatelink", "dns_public_address"),
    ),
    Finding(
        "azure_endpoint_pending",
        "azure",
        (
            Cause(
                "the private endpoint connection {connection} is waiting for approval",
                "The account's owner has not approved it.",
                (_APPROVE,),
                (MANAGE,),
            ),
            Cause(
                id="shared",
                when="the connection is a shared private link of Azure AI Search",
                summary="the shared private link {connection} of Azure AI Search is waiting for approval",
                why="Azure AI Search cannot use the account over this link before it is approved. Other clients do not "
                "need the link.",
                remedy=(replace(_APPROVE, when="if the search service is yours"),),
                docs=(_SHARED,),
            ),
        ),
        "A private endpoint connection has the status Pending, at the account or at the endpoint "
        "(private_endpoint_info).",
        explains=_NOT_ATTACHED,
    ),
    Finding(
        "azure_endpoint_rejected",
        "azure",
        (
            Cause(
                "the private endpoint connection {connection} was rejected",
                "A rejected connection can no longer be approved: the private endpoint must be re-created.",
                (_DELETE, _CREATE, *_NEW_GROUP),
                (MANAGE,),
            ),
            Cause(
                id="recorded",
                when="a record that is not maintained by a DNS zone group has the private endpoint's address",
                why="A rejected connection can no longer be approved: the private endpoint must be re-created, with a "
                "new address, and nothing updates its record.",
                remedy=(_DELETE, _DROP_LEFT_OVER, _CREATE, *_NEW_GROUP),
            ),
            _REPLACED,
        ),
        "A private endpoint connection has the status Rejected, at the account or at the endpoint "
        "(private_endpoint_info).",
        explains=_NOT_ATTACHED,
    ),
    Finding(
        "azure_endpoint_disconnected",
        "azure",
        (
            Cause(
                "the private endpoint connection {connection} is disconnected",
                "The connection was removed on the account's side: the private endpoint must be re-created.",
                (_DELETE, _CREATE, *_NEW_GROUP),
                (MANAGE,),
            ),
            Cause(
                id="recorded",
                when="a record that is not maintained by a DNS zone group has the private endpoint's address",
                why="The connection was removed on the account's side: the private endpoint must be re-created, with a "
                "new address, and nothing updates its record.",
                remedy=(_DELETE, _DROP_LEFT_OVER, _CREATE, *_NEW_GROUP),
            ),
            _REPLACED,
        ),
        "A private endpoint connection has the status Disconnected or Removed, at the account or the "
        "endpoint (private_endpoint_info).",
        explains=_NOT_ATTACHED,
    ),
    Finding(
        "azure_endpoint_unexpected",
        "azure",
        (
            Cause(
                "an approved private endpoint cannot be read: {private_endpoint_id}",
                "It may belong to another subscription or tenant, whose users can reach the account privately.",
                (
                    Command(
                        "az role assignment create --role Reader --assignee {object_id} --scope {private_endpoint_id}",
                        when="if the private endpoint is yours",
                        changes=True,
                    ),
                    Command(_DELETE_CONNECTION, when="if you do not know whose it is", changes=True),
                ),
                (MANAGE,),
            ),
            Cause(
                id="shared",
                when="the connection is a shared private link of Azure AI Search",
                summary="the shared private link {connection} of Azure AI Search is approved",
                why="Azure AI Search uses the account over an endpoint of its own, in a subscription of Microsoft's.",
                remedy=(Command(_DELETE_CONNECTION, when="if the search service is not yours", changes=True),),
                docs=(_SHARED,),
            ),
        ),
        "An approved connection to a private endpoint of another subscription that cannot be read, and "
        "private_addresses is not declared (private_endpoint_info).",
    ),
    Finding(
        "azure_public_access_enabled",
        "azure",
        (
            Cause(
                "public network access of {account} is enabled in Azure",
                "The account is open to the Internet.",
                (_CLOSE,),
                (NETWORK,),
            ),
            Cause(
                id="unset",
                when="publicNetworkAccess is not set in Azure",
                summary="publicNetworkAccess of {account} is not set in Azure",
                why="Only the value Disabled closes the public endpoint.",
                inconclusive=True,
            ),
            Cause(
                id="selected",
                when="public_access is declared as selected_networks",
                summary="{account}, declared as open to selected networks, is open to all: the default action of its "
                "network rules is {value}",
                why="Without the default action Deny, the network rules refuse nobody.",
                remedy=(
                    Command("az resource show --ids {account_id} --query properties.networkAcls"),
                    Command(
                        "az resource update --ids {account_id} --set properties.networkAcls.defaultAction=Deny",
                        changes=True,
                    ),
                ),
            ),
            Cause(
                id="selected_unset",
                when="public_access is declared as selected_networks, and publicNetworkAccess is not set in Azure",
                summary="publicNetworkAccess of {account} is not set in Azure, and no network rules restrict it",
                why="Only the default action Deny restricts the public endpoint to selected networks.",
                remedy=(Command("az resource show --ids {account_id} --query properties.networkAcls"),),
                inconclusive=True,
            ),
            Cause(
                id="unknown",
                when="Azure has a value that is unknown to this collection",
                summary="public network access of {account} is {value} in Azure, which is unknown to this collection",
                why="What the value allows is not known, so nothing is concluded.",
                remedy=(Command("az resource show --ids {account_id} --query properties.publicNetworkAccess"),),
                inconclusive=True,
            ),
        ),
        "publicNetworkAccess is Enabled or empty, networkAcls do not deny access, and public_access is not declared as "
        "enabled (private_endpoint_info).",
        explains=("gate_public_open",),
    ),
    Finding(
        "azure_selected_networks",
        "azure",
        (
            Cause(
                "{account} is open to selected public networks: {networks}",
                "Any network in the account's network rules can reach the account without the private endpoint.",
                (_CLOSE,),
                (NETWORK,),
            ),
            Cause(
                id="unintended",
                when="public_access is declared as enabled",
                summary="{account}, declared as open to all networks, is open only to selected ones: {networks}",
                why="Other networks are refused.",
                remedy=(
                    Command(
                        "az resource update --ids {account_id} --set properties.networkAcls.defaultAction=Allow",
                        when="if it should be open to all networks",
                        changes=True,
                    ),
                    Note("Otherwise declare public_access: selected_networks."),
                ),
            ),
            Cause(
                id="unknown",
                when="the default action is a value that is unknown to this collection",
                summary="the default action of {account}'s network rules is {value}, which is unknown to this "
                "collection",
                why="What the value allows is not known, so nothing is concluded.",
                remedy=(Command("az resource show --ids {account_id} --query properties.networkAcls"),),
                inconclusive=True,
            ),
        ),
        "networkAcls.defaultAction is Deny, publicNetworkAccess is not Disabled, and public_access is not declared as "
        "selected_networks (private_endpoint_info).",
        explains=("gate_network_rules", "gate_public_open"),
    ),
    Finding(
        "azure_perimeter_opens",
        "azure",
        (
            Cause(
                "the network security perimeter {perimeter} opens {account} to {sources}",
                "The perimeter is enforced, so its inbound access rules decide about the public endpoint, whatever "
                "publicNetworkAccess says.",
                (_PERIMETER_RULES, _PERIMETER_SHARED, _CLOSE_PERIMETER),
                _PERIMETER_DOCS,
            ),
            Cause(
                id="unintended",
                when="public_access is declared as enabled",
                summary="{account}, declared as open to all networks, is open only to those that the network security "
                "perimeter {perimeter} admits: {sources}",
                why="The perimeter is enforced, so all other networks are refused, whatever publicNetworkAccess says.",
                remedy=(
                    _PERIMETER_RULES,
                    Note("If only these sources should have access, declare public_access: selected_networks."),
                ),
            ),
        ),
        "An enforced network security perimeter of the account has inbound access rules that do not fit the declared "
        "public_access (private_endpoint_info).",
        explains=("gate_public_open", "gate_network_rules"),
    ),
    Finding(
        "azure_perimeter",
        "azure",
        (
            Cause(
                "the network security perimeter {perimeter} closes the public endpoint of {account}",
                "The perimeter is enforced and has no inbound access rule, so only private endpoints and resources in "
                "the same perimeter reach the account, whatever publicNetworkAccess says.",
                (_PERIMETER_RULES,),
                _PERIMETER_DOCS,
            ),
            Cause(
                id="learning",
                when="the perimeter does not enforce its rules yet",
                summary="the network security perimeter {perimeter} of {account} only logs (mode {perimeter_mode}); "
                "publicNetworkAccess is {public_access}",
                why="Until the perimeter is enforced, publicNetworkAccess decides about the public endpoint.",
            ),
            Cause(
                id="undecided",
                when="it cannot be determined whom the perimeter admits",
                summary="it is not known whom a network security perimeter admits to {account}: {reason}",
                why="Its inbound access rules may open the public endpoint, whatever publicNetworkAccess says.",
            ),
        ),
        "A network security perimeter of the account has no inbound access rule, or is not enforced "
        "(private_endpoint_info).",
        severity="info",
    ),
    Finding(
        "azure_zone_missing",
        "azure",
        (
            Cause(
                "the subscription of {account} has no private DNS zone {zone}",
                "Nothing can answer with the private address, unless another subscription has the zone. Zones of other "
                "subscriptions are seen only where a DNS zone group names them.",
                (
                    _NO_SECOND_ZONE,
                    *_CREATE_ZONE,
                    Command(
                        f"az network private-endpoint dns-zone-group {{group_step}} {_GROUPS_OF} {_NAMED_ZONE}",
                        changes=True,
                    ),
                ),
                (INTEGRATION,),
            ),
            Cause(
                id="grouped",
                when="the private endpoint has a DNS zone group that does not have this zone",
                remedy=(
                    _NO_SECOND_ZONE,
                    *_CREATE_ZONE,
                    Command(f"az network private-endpoint dns-zone-group add {_GROUPS_OF} {_NAMED_ZONE}", changes=True),
                ),
            ),
        ),
        "No zone of that name in the account's subscription, nor in a DNS zone group of its endpoints "
        "(private_endpoint_info).",
        explains=("dns_public_address",),
        clients_decide="always",
    ),
    Finding(
        "azure_zone_not_linked",
        "azure",
        (
            Cause(
                "the zone {zone} in {zone_resource_group} is not linked to {vnet}",
                "Azure DNS answers from a private DNS zone only in the virtual networks that the zone is linked to.",
                (_LINK,),
                (LINKS,),
            ),
            Cause(
                id="other_zone",
                when="another zone of the same name is linked, and does not have the record",
                summary="{vnet} is linked to the zone {zone} in {linked_resource_group}, but the record is in "
                "{zone_resource_group}",
                why="A virtual network uses only one of several zones with the same name, and the linked one has no "
                "record for {name}.",
                remedy=(
                    Note(
                        "If other accounts have their records in the linked zone, add this record there instead of "
                        "changing the links."
                    ),
                    _UNLINK,
                    _LINK,
                ),
            ),
            Cause(
                id="nowhere",
                when="it is not known which virtual network answers, and the zone is not linked to any",
                summary="the zone {zone} in {zone_resource_group} is not linked to any virtual network",
                why="Azure DNS answers from a private DNS zone only in the virtual networks that the zone is linked "
                "to.",
                remedy=(
                    Note(
                        "Link the zone to the virtual network that the clients' DNS servers are in, or, if the clients "
                        "use Azure DNS, to the clients' own."
                    ),
                    _LINK,
                ),
            ),
        ),
        "No zone of that name, or one without the record, is linked to the virtual network whose Azure DNS answers "
        "(private_endpoint_info).",
        explains=("dns_public_address", "dns_record_missing"),
        clients_decide="always",
    ),
    Finding(
        "azure_zone_link_incomplete",
        "azure",
        (
            Cause(
                "the link of {zone} to {vnet} is not complete ({link_state})",
                "Azure has not finished creating the link, or creating it failed.",
                (
                    Command("az network private-dns link vnet show --ids {link_id}"),
                    Note("If the state does not change, delete the link and create it again."),
                    _UNLINK,
                    _LINK,
                ),
                (LINKS,),
            ),
        ),
        "The link's virtualNetworkLinkState is not Completed, or its provisioningState is neither "
        "Succeeded nor Updating (private_endpoint_info).",
        explains=("dns_public_address",),
        clients_decide="always",
    ),
    Finding(
        "azure_zone_fallback",
        "azure",
        (
            Cause(
                "the link of {zone} to {vnet} falls back to the Internet (NxDomainRedirect)",
                "The public address would hide a missing record.",
                (_NO_FALLBACK,),
                (FALLBACK,),
            ),
            Cause(
                id="hides",
                when="the record is missing",
                summary="the zone {zone} has no record for {name}, and its link to {vnet} falls back to the Internet",
                why="NxDomainRedirect hides the missing record by answering with the public address.",
                remedy=(_GROUP, _NO_FALLBACK),
            ),
            Cause(
                id="hides_grouped",
                when="the record is missing, although the private endpoint has a DNS zone group for the zone",
                summary="the zone {zone} has no record for {name}, and its link to {vnet} falls back to the Internet",
                why="NxDomainRedirect hides the missing record by answering with the public address.",
                remedy=(*_RENEW_GROUP, _NO_FALLBACK),
            ),
        ),
        "The resolutionPolicy of the zone's link is NxDomainRedirect (private_endpoint_info).",
        severity="warning",
        explains=("dns_public_address",),
        clients_decide="always",
    ),
    Finding(
        "azure_zone_group_missing",
        "azure",
        (
            Cause(
                "the private endpoint {private_endpoint} has no DNS zone group",
                "Its records are maintained by hand and become stale when the endpoint is re-created.",
                _NEW_GROUP,
                (INTEGRATION,),
            ),
            Cause(
                id="manual",
                when="the endpoint's connection was requested for manual approval",
                # As an information, the summary is all that readers see of it.
                summary="the private endpoint {private_endpoint} has no DNS zone group; its connection was requested "
                "for manual approval, and Azure policies that create these groups skip such connections",
            ),
        ),
        "An approved private endpoint has no DNS zone group, and zones, links and records are correct "
        "(private_endpoint_info).",
        severity="info",
    ),
    Finding(
        "azure_record_missing",
        "azure",
        (
            Cause(
                "the zone {zone} in {zone_resource_group} has no record for {name}",
                "The record for the private endpoint was never created, or was removed with another endpoint.",
                (_GROUP,),
                (INTEGRATION,),
            ),
            Cause(
                id="grouped",
                when="the private endpoint has a DNS zone group, which should have created the record",
                why="The private endpoint's DNS zone group created the record once; it was removed with another "
                "endpoint, or by hand.",
                remedy=_RENEW_GROUP,
            ),
        ),
        "Neither the linked zone nor another one of that name has an A record for the name (private_endpoint_info).",
        explains=("dns_record_missing", "dns_empty", "dns_public_address"),
        clients_decide="in_doubt",
    ),
    Finding(
        "azure_record_stale",
        "azure",
        (
            Cause(
                "the record for {name} has {address}, but the endpoint has {endpoint_address}",
                "The private endpoint was re-created and the record was not updated.",
                (_DROP_RECORD, _GROUP),
                (INTEGRATION,),
            ),
            Cause(
                id="several",
                when="the record has several addresses that the endpoint does not have",
                remedy=(_DROP_RECORDS, _GROUP),
            ),
            Cause(
                id="grouped",
                when="the private endpoint has a DNS zone group, which should have updated the record",
                why="Something other than the private endpoint's own DNS zone group changed the record, such as the "
                "group of another endpoint.",
                remedy=_RENEW_GROUP,
            ),
            Cause(
                id="wildcard",
                when="the wildcard record of the zone answers for the name",
                summary="the wildcard record in {zone} ({zone_resource_group}) has {address} for {name}, but the "
                "endpoint has {endpoint_address}",
                why="The name has no record of its own, so the wildcard record answers for it.",
                remedy=(Note("A record for the name itself takes precedence over the wildcard record."), _GROUP),
            ),
            Cause(
                id="wildcard_grouped",
                when="the wildcard record of the zone answers for the name, although the private endpoint has a DNS "
                "zone group",
                summary="the wildcard record in {zone} ({zone_resource_group}) has {address} for {name}, but the "
                "endpoint has {endpoint_address}",
                why="The record that the private endpoint's DNS zone group created was removed, so the wildcard record "
                "answers for the name.",
                remedy=_RENEW_GROUP,
            ),
            Cause(
                id="twin",
                when="another zone of the same name, which is not linked, has the right record",
                summary="the record for {name} in the linked zone {zone} in {linked_resource_group} has {address}; the "
                "one in {zone_resource_group} has the endpoint's {endpoint_address}",
                why="A virtual network uses only one of several zones with the same name, and {vnet} is linked to the "
                "one whose record is wrong.",
                remedy=(
                    Note(
                        "If other accounts have their records in the linked zone, correct this record there instead of "
                        "changing the links."
                    ),
                    _UNLINK,
                    _LINK,
                ),
            ),
            Cause(
                id="overwritten",
                clients_decide=True,
                when="the record has the address of an endpoint in another network",
                summary="the record for {name} has {address}, the address of {other_endpoint}, but {private_endpoint} "
                "in {vnet} has {endpoint_address}",
                why="Two private endpoints write to the same zone, and the last one wins.",
                remedy=(
                    Note(
                        "Use a separate zone for each of the two networks: take this zone out of the DNS zone group "
                        "of {other_endpoint}, then remove it from that of {private_endpoint} and add it again."
                    ),
                    Command(
                        "az network private-endpoint dns-zone-group list --subscription {other_subscription} "
                        "--resource-group {other_resource_group} --endpoint-name {other_endpoint}"
                    ),
                    *_RENEW_GROUP,
                ),
            ),
            Cause(
                id="unread",
                when="clients see another private address, and the zone cannot be read",
                summary="{name} resolves to {address}, but the endpoint has {endpoint_address}",
                why="The zone itself could not be read. Usually the private endpoint was re-created and the record was "
                "not updated.",
                remedy=(
                    _SHOW_GROUPS,
                    replace(_DROP_RECORD, when="if the record has an address that the endpoint does not have"),
                    *_RENEW_OR_CREATE_GROUP,
                ),
            ),
            Cause(
                id="elsewhere",
                when="clients see another private address, although the zone is correct",
                summary="{name} resolves to {address}, but the endpoint and Azure's zone have {endpoint_address}",
                why="The answer does not come from Azure's zone: a cache has an old answer, or a nameserver has its "
                "own record.",
                remedy=(
                    Command("dig +norecurse {name} @{other_nameserver}"),
                    Note(
                        "Remove the record from the nameserver that answers with {address}, and let this nameserver "
                        "forward to 168.63.129.16."
                    ),
                ),
            ),
        ),
        "The record has other addresses than the endpoint's network interface (private_endpoint_info), "
        "or clients get others (filter verdict).",
        explains=("dns_wrong_address", "gate_private_endpoint_not_approved", *_NOT_REACHED),
        clients_decide="in_doubt",
    ),
    Finding(
        "azure_vnet_custom_dns",
        "azure",
        (
            Cause(
                "{vnet} uses its own DNS servers {servers}, which are not in a network that can be read",
                "Zones must be linked to the network of those servers, or the servers must forward to 168.63.129.16.",
                docs=(INTEGRATION,),
            ),
            Cause(
                id="interface",
                when="the network interface of the jumphost has DNS servers of its own",
                summary="the jumphost's network interface in {vnet} uses its own DNS servers {servers}, which are not "
                "in a network that can be read",
                why="These servers replace those of {vnet}. Zones must be linked to the network of those servers, or "
                "the servers must forward to 168.63.129.16.",
                remedy=(Command("az network nic show --ids {nic_id} --query dnsSettings"),),
            ),
            Cause(
                id="forwarded",
                when="a DNS forwarding ruleset sends the names to such servers",
                summary="the rule {rule} of the DNS forwarding ruleset {ruleset} forwards queries from {vnet} for "
                "{domain} to {servers}, which are not in a network that can be read",
                why="Azure DNS asks those servers, not the zones that are linked to {vnet}. They must forward to "
                "168.63.129.16 in a network that the zones are linked to.",
                remedy=(Command(f"az dns-resolver forwarding-rule list {_RULESET}"),),
                docs=(RESOLVER,),
            ),
            Cause(
                id="unread",
                when="the rulesets of another subscription could not be read, and one may be linked to the virtual "
                "network",
                summary="it is not known whether a DNS forwarding ruleset forwards queries from {vnet}: {message}",
                why="A rule for the public name forwards the query before the private DNS zone that is linked to "
                "{vnet} is used. The answers that clients get show whether there is such a rule. The check needs "
                "{action}.",
                remedy=(Note("Give the identity a role with {action} on {resource}, such as Reader."),),
                docs=(RESOLVER,),
            ),
        ),
        "The DNS servers of the network, the jumphost or a linked ruleset are not in a network that could be read, or "
        "rulesets could not be read (private_endpoint_info).",
        severity="info",
    ),
    Finding(
        "azure_local_auth_enabled",
        "azure",
        (
            Cause(
                "{account} accepts API keys",
                "A leaked key stays valid until it is rotated; tokens expire.",
                (
                    Command(
                        "az resource update --ids {account_id} --set properties.disableLocalAuth=true", changes=True
                    ),
                ),
                (LEARN + "ai-services/disable-local-auth",),
            ),
        ),
        "The account's disableLocalAuth is not true (private_endpoint_info).",
        severity="warning",
    ),
    Finding(
        "azure_outbound_unrestricted",
        "azure",
        (
            Cause(
                "{account} itself may connect to any address",
                "Data loss prevention for the account's own outbound connections is off.",
                (
                    Command(
                        "az resource update --ids {account_id} --set properties.restrictOutboundNetworkAccess=true",
                        changes=True,
                    ),
                ),
                (LEARN + "ai-services/cognitive-services-data-loss-prevention",),
            ),
        ),
        "The account's restrictOutboundNetworkAccess is not true (private_endpoint_info).",
        severity="warning",
    ),
    Finding(
        "azure_nsg_denies",
        "azure",
        (
            Cause(
                "the rule {rule} of the network security group {nsg} denies TCP 443 to {address}",
                "The rule applies between the jumphost ({jumphost_address}) and the endpoint.",
                (_RULES, _ALLOW),
                (_POLICIES,),
            ),
            Cause(
                id="first",
                when="no priority before the rule is free",
                why="The rule applies between the jumphost ({jumphost_address}) and the endpoint, and no smaller "
                "priority number is free.",
                remedy=(
                    _RULES,
                    Command("az network nsg rule update --ids {rule_id} --priority {next_priority}", changes=True),
                    _ALLOW,
                ),
            ),
            Cause(
                id="undecided",
                when="it cannot be determined whether the rule applies",
                summary="it is not known whether the rule {rule} of the network security group {nsg} applies to TCP "
                "443 to {address}: {reason}",
                why="The rule may apply between the jumphost ({jumphost_address}) and the endpoint.",
                remedy=(_RULES, Command("az network nic list-effective-nsg --ids {nic_id}")),
            ),
        ),
        "In a network security group on the path, the first rule for TCP 443 from the jumphost to the endpoint "
        "is a Deny (private_endpoint_info).",
        severity="warning",
        explains=("tcp_timeout",),
        suspicion=True,
    ),
    Finding(
        "azure_route_diverts",
        "azure",
        (
            Cause(
                "the route {route} of {route_table} sends traffic for {address} to {next_hop}",
                "The route applies between the jumphost ({jumphost_address}) and the endpoint.",
                (
                    Command("az network route-table route show --ids {route_id}"),
                    Note(
                        "If {next_hop} is an appliance, let it pass TCP 443 to {address}; otherwise let only the "
                        "endpoint's own route apply."
                    ),
                    Command(
                        "az network vnet subnet update --ids {endpoint_subnet_id} --private-endpoint-network-policies "
                        "{policies_without_routes}",
                        when="if only the endpoint's own route is to apply",
                        changes=True,
                    ),
                ),
                (_POLICIES,),
            ),
            Cause(
                id="exact",
                when="the route is for the endpoint's address alone, so that network policies do not disable it",
                why="The route applies between the jumphost ({jumphost_address}) and the endpoint: a user-defined "
                "route takes precedence over a system route with the same prefix.",
                remedy=(
                    Command("az network route-table route show --ids {route_id}"),
                    Note(
                        "If {next_hop} is an appliance, let it pass TCP 443 to {address}; otherwise remove the route."
                    ),
                    Command(
                        "az network route-table route delete --ids {route_id}",
                        when="if only the endpoint's own route is to apply",
                        changes=True,
                    ),
                ),
            ),
            Cause(
                id="dropped",
                when="the route's next hop is None",
                summary="the route {route} of {route_table} drops traffic for {address}",
                remedy=(
                    Command("az network route-table route show --ids {route_id}"),
                    Command(
                        "az network route-table route delete --ids {route_id}",
                        when="if the route is not needed to drop other traffic",
                        changes=True,
                    ),
                ),
            ),
            Cause(
                id="undecided",
                when="it cannot be determined which route applies",
                summary="it is not known whether traffic for {address} is diverted: {reason}",
                why="The endpoint's subnet may let routes override the endpoint's own route.",
                remedy=(Command("az network nic show-effective-route-table --ids {nic_id} --output table"),),
            ),
        ),
        "A route of the jumphost's subnet is for the endpoint's address, or as specific as its network and not ignored "
        "by network policy (private_endpoint_info).",
        severity="warning",
        explains=_NOT_REACHED,
        suspicion=True,
    ),
    Finding(
        "azure_firewall_application_rule",
        "azure",
        (
            Cause(
                "the Azure Firewall {firewall} allows HTTPS to {name} by the application rule {rule}, not by a network "
                "rule",
                "With an application rule the firewall resolves the name itself and connects from its own address: "
                "without the private DNS zone it reaches the public endpoint.",
                (
                    _FIREWALL,
                    Command(
                        "az network firewall policy rule-collection-group collection add-filter-collection "
                        f"{_IN_POLICY} --name allow-private-endpoint --collection-priority {{collection_priority}} "
                        "--action Allow --rule-type NetworkRule --rule-name allow-private-endpoint --ip-protocols TCP "
                        "--source-addresses {jumphost_address} --destination-addresses {address:words} "
                        "--destination-ports 443",
                        changes=True,
                    ),
                    *_BEHIND_FIREWALL,
                ),
                (
                    LEARN + "firewall/rule-processing",
                    LEARN + "private-link/inspect-traffic-with-azure-firewall",
                    LEARN + "firewall-manager/private-link-inspection-secure-virtual-hub",
                ),
            ),
            Cause(
                id="classic",
                when="the firewall has rules of its own instead of a policy",
                remedy=(
                    _FIREWALL,
                    Command(
                        "az network firewall network-rule create --subscription {firewall_subscription} "
                        "--resource-group {firewall_resource_group} --firewall-name {firewall} "
                        "--collection-name allow-private-endpoint --priority {collection_priority} --action Allow "
                        "--name allow-private-endpoint --protocols TCP --source-addresses {jumphost_address} "
                        "--destination-addresses {address:words} --destination-ports 443",
                        changes=True,
                    ),
                    *_BEHIND_FIREWALL,
                ),
            ),
            Cause(
                id="undecided",
                when="it cannot be determined whether the rule decides, or to which address the firewall resolves the "
                "name",
                summary="it is not known whether the application rule {rule} of the Azure Firewall {firewall} makes "
                "HTTPS to {name} reach the public endpoint: {reason}",
                remedy=(
                    _FIREWALL,
                    Note("If it does, allow TCP 443 from {jumphost_address} to {address} by a network rule."),
                    *_BEHIND_FIREWALL,
                ),
            ),
        ),
        "A route of the jumphost leads to an Azure Firewall whose first rule for the name is an application rule "
        "(private_endpoint_info).",
        severity="warning",
        explains=("gate_public_access_disabled", "tls_reset", "http_reset"),
        suspicion=True,
    ),
    Finding(
        "azure_jumphost_exposed",
        "azure",
        (
            Cause(
                "the jumphost has the public address {address}",
                "The jumphost itself may be reachable from the Internet.",
                (
                    Command(f"az network nic ip-config list {_NIC} --output table"),
                    Command(
                        f"az network nic ip-config update {_NIC} --name {{ip_config}} --public-ip-address null",
                        changes=True,
                    ),
                ),
                (LEARN + "bastion/bastion-overview",),
            ),
        ),
        "A network interface of jumphost_vm has a public IP address (private_endpoint_info).",
    ),
    Finding(
        "azure_not_provisioned",
        "azure",
        (
            Cause(
                "Azure failed to provision {what} ({provisioning_state})",
                "Its creation or last change failed: it may not work, or not as Azure shows it.",
                (_WHY_FAILED, Note("Fix what the log shows, then repeat the change.")),
                (MANAGE,),
            ),
            Cause(
                id="without_address",
                when="a private endpoint has no address",
                why="The private endpoint was never created completely, and has no address: it must be re-created.",
                remedy=(_WHY_FAILED, _DELETE, _CREATE, *_NEW_GROUP),
            ),
            Cause(
                id="in_progress",
                when="Azure has not finished",
                summary="Azure has not finished provisioning {what} ({provisioning_state})",
                why="What Azure shows of it may still change, so nothing is concluded.",
                remedy=(
                    Command("az resource show --ids {resource} --query properties.provisioningState"),
                    Note("Run the playbook again when the state is Succeeded."),
                ),
                inconclusive=True,
            ),
            Cause(
                id="unread",
                when="Azure's answer does not contain the state",
                summary="Azure's answer does not say whether {what} is provisioned",
                why="Its provisioningState is missing from the answer, so nothing is concluded.",
                remedy=(Command("az resource show --ids {resource} --query properties.provisioningState"),),
                inconclusive=True,
            ),
        ),
        "The provisioningState of the account or of a private endpoint is missing or not Succeeded "
        "(private_endpoint_info).",
        explains=("dns_record_missing", "dns_public_address", *_NOT_ATTACHED),
        clients_decide="in_doubt",
    ),
    Finding(
        "azure_not_configured",
        "azure",
        (
            Cause(
                "Azure was not asked about {account}: its subscription is not known",
                "Without the subscription, the account cannot be read: {message}.",
                (
                    Command("az account list --output table"),
                    Note(
                        "Set subscription_id of the account in privatelink_accounts, or account_subscription_id for "
                        "all accounts, or AZURE_SUBSCRIPTION_ID in the environment."
                    ),
                ),
                (LEARN + "azure-portal/get-subscription-tenant-id",),
            ),
            Cause(
                id="kind",
                when="the account has other names in Azure than the declared kind",
                summary="{account} is declared with the kind {declared_kind}, but in Azure its kind is {kind} and its "
                "names are {names}",
                why="Clients look up the names of the declared kind, so the answers say nothing about the others.",
                remedy=(
                    Note("Declare {fitting} for the account."),
                    Command("az resource show --ids {account_id} --query properties.endpoints"),
                ),
            ),
            Cause(
                id="subdomain",
                when="the account has another custom subdomain in Azure",
                summary="the account {resource_name} has the custom subdomain {custom_subdomain}, not {account}",
                why="An account's names begin with its custom subdomain, so clients look up names that are not this "
                "account's.",
                remedy=(
                    Note(
                        "Declare the account as name: {custom_subdomain} and resource_name: {resource_name}, or "
                        "correct its resource_group."
                    ),
                    Command(
                        "az cognitiveservices account list --subscription {subscription} --resource-group "
                        "{resource_group} --query '[].[name, properties.customSubDomainName]' --output table"
                    ),
                ),
            ),
        ),
        "A subscription id is not given for the account, or the declared names differ from those in Azure "
        "(private_endpoint_info).",
        inconclusive=True,
    ),
    Finding(
        "azure_access_denied",
        "azure",
        (
            Cause(
                "the identity lacks the action {action} on {resource}",
                "Azure refused {action}, so the check could not be made.",
                (
                    Command(
                        "az role assignment create --role Reader --assignee {object_id} --scope {resource}",
                        changes=True,
                    ),
                ),
                (_ROLES,),
            ),
            Cause(
                id="deployments",
                when="only the model deployments cannot be read",
                summary="the identity may not read the model deployments of {account}",
                why="The action {action} is not allowed, so it is not known which deployments there are. No other "
                "check depends on this.",
                remedy=(
                    Command(
                        "az role assignment create --role Reader --assignee {object_id} --scope {account_id}",
                        changes=True,
                    ),
                ),
            ),
            Cause(
                id="missing",
                when="Azure has no such resource",
                summary="Azure answers 404 to the action {action} on {resource}",
                why="The resource was not found, so the check could not be made: {message}.",
                remedy=(Command("az resource show --ids {resource}"),),
            ),
            Cause(
                id="unavailable",
                when="Azure did not give a usable answer, or could not be asked",
                summary="{resource} could not be read: {message}",
                why="The check needs {action}, and a usable answer to it is missing.",
                remedy=(Note("Fix what the message names, then run the playbook again."),),
            ),
            Cause(
                id="no_token",
                when="a token for Azure could not be obtained",
                summary="{resource} could not be read: {message}",
                why="The check needs {action}. A token could not be obtained, so Azure Resource Manager was not asked.",
                remedy=(
                    Note(
                        "Fix the credential, or the connection to Microsoft Entra ID, as the message says, then run "
                        "the playbook again."
                    ),
                ),
            ),
            Cause(
                id="no_library",
                when="a Python package is missing",
                summary="{resource} could not be read: {message}",
                why="The check needs {action}, and a Python package for it is missing where Ansible runs.",
                remedy=install(*(library for library in NEEDED if library.startswith("azure."))),
            ),
        ),
        "Resource Manager refuses a read, lacks the resource or is not reached, or a token is missing; the evidence "
        "names the action (private_endpoint_info).",
        inconclusive=True,
    ),
    Finding(
        "azure_name_not_compared",
        "azure",
        (
            Cause(
                "{name} was not compared with Azure: {reason}",
                "Nothing that could be read shows whether the name resolves to the private endpoint.",
                (
                    Note(
                        "Give the identity a role with the action that the reason names, or correct what the reason "
                        "names."
                    ),
                ),
                (INTEGRATION,),
            ),
        ),
        "For a name of the account, the endpoint's address, the linked zone or its record is not known "
        "(private_endpoint_info, filter verdict).",
        inconclusive=True,
    ),
)
