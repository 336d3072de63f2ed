# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: Azure's own side, as Azure Resource Manager tells it."""

from __future__ import annotations

from .model import LEARN, Finding, Variant

_NETWORK = LEARN + "ai-services/cognitive-services-virtual-networks"
_MANAGE = LEARN + "private-link/manage-private-endpoint"
_INTEGRATION = LEARN + "private-link/private-endpoint-dns-integration"
_LINKS = LEARN + "dns/private-dns-virtual-network-links"
_FALLBACK = LEARN + "dns/private-dns-fallback"
_POLICIES = LEARN + "private-link/disable-private-endpoint-network-policy"
_ROLES = LEARN + "role-based-access-control/role-assignments-cli"

_ENDPOINT = "--subscription {endpoint_subscription} --resource-group {endpoint_resource_group}"
_ZONE = "--subscription {zone_subscription} --resource-group {zone_resource_group}"
_NSG = "--subscription {nsg_subscription} --resource-group {nsg_resource_group} --nsg-name {nsg}"

_LINK = (
    "az network private-dns link vnet create " + _ZONE + " --zone-name {zone} --name {vnet} "
    "--virtual-network {vnet_id} --registration-enabled false"
)
_APPROVE = "az network private-endpoint-connection approve --id {connection_id} --description approved"
_DELETE = "az network private-endpoint delete --ids {private_endpoint_id}"
_CREATE = (
    "az network private-endpoint create " + _ENDPOINT + " --name {private_endpoint} --location {location} "
    "--subnet {subnet_id} --private-connection-resource-id {account_id} --group-id account --connection-name {private_endpoint}"
)
# What a zone group holds for other names must stay: create takes the place of the whole group, add does not.
_GROUP = (
    "az network private-endpoint dns-zone-group {group_step} " + _ENDPOINT + " --endpoint-name {private_endpoint} "
    "--name {zone_group} --zone-name {zone} --private-dns-zone {zone_id}"
)
_ADD_ZONE = (
    "az network private-endpoint dns-zone-group add " + _ENDPOINT + " --endpoint-name {private_endpoint} "
    "--name {zone_group} --zone-name {zone} --private-dns-zone {zone_id}"
)
_RENEW_GROUP = (
    "az network private-endpoint dns-zone-group remove " + _ENDPOINT + " --endpoint-name {private_endpoint} "
    # Within the group the zone has a name of its own, which the portal writes with hyphens.
    "--name {zone_group} --zone-name $(az network private-endpoint dns-zone-group show " + _ENDPOINT + " "
    "--endpoint-name {private_endpoint} --name {zone_group} --query 'privateDnsZoneConfigs[].[name, privateDnsZoneId]' "
    "--output tsv | grep -i /{zone}$ | cut -f 1)",
    _ADD_ZONE,
)
# For an endpoint that has no zone group yet.
_NEW_GROUP = (
    "az network private-endpoint dns-zone-group create " + _ENDPOINT + " --endpoint-name {private_endpoint} "
    "--name default --zone-name {first_zone} --private-dns-zone {first_zone_id}",
    "For each further zone that the account needs, if any: az network private-endpoint dns-zone-group add "
    + _ENDPOINT
    + " "
    "--endpoint-name {private_endpoint} --name default --zone-name <zone> --private-dns-zone <zone-id>",
)
_REMOVE_RECORD = (
    "az network private-dns record-set a remove-record " + _ZONE + " --zone-name {zone} --record-set-name {label} "
)
_DROP_RECORD = _REMOVE_RECORD + "--ipv4-address {stale_address} --keep-empty-record-set"
# az takes one address at a time.
_DROP_RECORDS = (
    "for address in {stale_address}; do " + _REMOVE_RECORD + "--ipv4-address $address --keep-empty-record-set; done"
)
_RULES = "az network nsg rule list " + _NSG + " --include-default --output table"
_ALLOW = (
    "az network nsg rule create " + _NSG + " --name allow-private-endpoint --priority {free_priority} "
    "--direction {direction} --access Allow --protocol Tcp --source-address-prefixes {jumphost_address} "
    "--source-port-ranges '*' --destination-address-prefixes {address} --destination-port-ranges 443"
)
_CLOSE = "az resource update --ids {account_id} --set properties.publicNetworkAccess=Disabled"
_READER = "az role assignment create --role Reader --assignee <object-id> --scope {resource}"
_NOT_REACHED = ("tcp_timeout", "tcp_refused", "tcp_reset", "tcp_unreachable")
_NOT_ATTACHED = ("gate_private_endpoint_not_approved", "dns_no_privatelink") + _NOT_REACHED

FINDINGS = (
    Finding(
        "azure_account_missing",
        "Azure has no account named {account} in the resource group {resource_group}",
        "The name, the resource group or the subscription is another, or the account was deleted.",
        ("az cognitiveservices account list --subscription {subscription} --output table",),
        (_NETWORK,),
        detected="Resource Manager answers 404 for the account (private_endpoint_info).",
        explains=("dns_name_unknown", "gate_subdomain_unknown"),
    ),
    Finding(
        "azure_subdomain_missing",
        "{account} has no custom subdomain",
        "A private endpoint cannot work without one.",
        (
            "az cognitiveservices account update --subscription {subscription} --resource-group {resource_group} "
            "--name {account} --custom-domain {account}",
        ),
        (LEARN + "ai-services/cognitive-services-custom-subdomains",),
        detected="The account's customSubDomainName is empty (private_endpoint_info).",
        explains=("gate_custom_subdomain_required", "gate_subdomain_unknown", "dns_name_unknown"),
    ),
    Finding(
        "azure_endpoint_missing",
        "{account} has no private endpoint",
        "Nothing inside the network can reach the account privately.",
        (_CREATE,) + _NEW_GROUP,
        (_NETWORK,),
        detected="No private endpoint connection, or an approved one whose private endpoint gives 404 "
        "(private_endpoint_info).",
        explains=("dns_no_privatelink", "dns_public_address"),
        variants={
            "gone": Variant(
                "a connection is still approved, but its private endpoint was deleted",
                "the private endpoint {private_endpoint} of the connection {connection} does not exist any more",
                "The connection was left behind when its private endpoint was deleted.",
                (_CREATE, "az network private-endpoint-connection delete --id {connection_id}"),
            )
        },
    ),
    Finding(
        "azure_endpoint_pending",
        "the private endpoint connection {connection} waits for approval",
        "The account's owner has not approved it.",
        (_APPROVE,),
        (_MANAGE,),
        detected="A private endpoint connection has the status Pending, at the account or at the endpoint "
        "(private_endpoint_info).",
        explains=_NOT_ATTACHED,
    ),
    Finding(
        "azure_endpoint_rejected",
        "the private endpoint connection {connection} was rejected",
        "A rejected connection cannot be approved again: the private endpoint must be made anew.",
        (_DELETE, _CREATE) + _NEW_GROUP,
        (_MANAGE,),
        detected="A private endpoint connection has the status Rejected, at the account or at the endpoint "
        "(private_endpoint_info).",
        explains=_NOT_ATTACHED,
    ),
    Finding(
        "azure_endpoint_disconnected",
        "the private endpoint connection {connection} is disconnected",
        "It was removed on the account's side: the private endpoint must be made anew.",
        (_DELETE, _CREATE) + _NEW_GROUP,
        (_MANAGE,),
        detected="A private endpoint connection has the status Disconnected or Removed, at the account or the "
        "endpoint (private_endpoint_info).",
        explains=_NOT_ATTACHED,
    ),
    Finding(
        "azure_endpoint_unexpected",
        "an approved private endpoint that cannot be read: {private_endpoint_id}",
        "It may sit in another subscription or tenant: somebody else can reach the account privately.",
        (
            "If it is yours: az role assignment create --role Reader --assignee <object-id> --scope {private_endpoint_id}",
            "If it is nobody's you know: az network private-endpoint-connection delete --id {connection_id}",
        ),
        (_MANAGE,),
        detected="An approved connection to another subscription's endpoint that may not be read, no "
        "private_addresses declared (private_endpoint_info).",
    ),
    Finding(
        "azure_public_access_enabled",
        "Azure says that public network access of {account} is enabled",
        "The account is open to the Internet.",
        (_CLOSE,),
        (_NETWORK,),
        detected="publicNetworkAccess is Enabled or empty, networkAcls deny nobody, and public_access is not "
        "enabled (private_endpoint_info).",
        explains=("gate_public_open",),
        variants={
            "unset": Variant(
                "Azure does not say either way",
                "Azure does not say that public network access of {account} is disabled",
                "Only Disabled closes the public endpoint, and nothing is set.",
            )
        },
    ),
    Finding(
        "azure_selected_networks",
        "{account} is open to selected public networks: {networks}",
        "Any network in its rules reaches it without the private endpoint.",
        (_CLOSE,),
        (_NETWORK,),
        detected="networkAcls.defaultAction is Deny, publicNetworkAccess not Disabled, and public_access not "
        "selected_networks (private_endpoint_info).",
        explains=("gate_network_rules", "gate_public_open"),
        variants={
            "unintended": Variant(
                "public_access is declared as enabled",
                "{account}, declared as open to everybody, is open to selected networks only: {networks}",
                "Other networks are refused.",
                (
                    "az resource update --ids {account_id} --set properties.networkAcls.defaultAction=Allow",
                    "Or declare public_access: selected_networks if this is meant.",
                ),
            )
        },
    ),
    Finding(
        "azure_perimeter",
        "{account} is governed by a network security perimeter",
        "Its rules are not read here, so nothing is concluded.",
        (),
        (LEARN + "private-link/network-security-perimeter-concepts",),
        detected="publicNetworkAccess is SecuredByPerimeter (private_endpoint_info).",
        severity="warning",
    ),
    Finding(
        "azure_zone_missing",
        "the subscription of {account} has no private DNS zone {zone}",
        "Nothing can answer with the private address, unless a zone of another subscription does: those are seen only where "
        "a DNS zone group names them.",
        (
            "If another subscription, such as that of a hub, has the zone: link that one to {vnet} and do not create a second.",
            "az network private-dns zone create " + _ENDPOINT + " --name {zone}",
            "az network private-dns link vnet create " + _ENDPOINT + " --zone-name {zone} --name {vnet} "
            "--virtual-network {vnet_id} --registration-enabled false",
            "az network private-endpoint dns-zone-group {group_step} "
            + _ENDPOINT
            + " --endpoint-name {private_endpoint} "
            "--name {zone_group} --zone-name {zone} --private-dns-zone {zone}",
        ),
        (_INTEGRATION,),
        detected="No zone of that name in the account's subscription, nor in a DNS zone group of its endpoints "
        "(private_endpoint_info).",
        explains=("dns_public_address",),
        variants={
            "grouped": Variant(
                "the private endpoint has a DNS zone group, without this zone",
                remedy=(
                    "If another subscription, such as that of a hub, has the zone: link that one to {vnet} and do not create a second.",
                    "az network private-dns zone create " + _ENDPOINT + " --name {zone}",
                    "az network private-dns link vnet create " + _ENDPOINT + " --zone-name {zone} --name {vnet} "
                    "--virtual-network {vnet_id} --registration-enabled false",
                    "az network private-endpoint dns-zone-group add "
                    + _ENDPOINT
                    + " --endpoint-name {private_endpoint} "
                    "--name {zone_group} --zone-name {zone} --private-dns-zone {zone}",
                ),
            )
        },
    ),
    Finding(
        "azure_zone_not_linked",
        "the zone {zone} in {zone_resource_group} is not linked to {vnet}",
        "Azure DNS answers from a private zone only in the virtual networks it is linked to.",
        (_LINK,),
        (_LINKS,),
        detected="No zone of that name has a link to the network whose 168.63.129.16 answers, or another than the "
        "record's has (private_endpoint_info).",
        explains=("dns_public_address", "dns_record_missing"),
        variants={
            "other_zone": Variant(
                "another zone of the same name is linked, without the record",
                "{vnet} is linked to the zone {zone} in {linked_resource_group}, but the record is in {zone_resource_group}",
                "A virtual network asks one zone of a name only, and this one has no record for {name}.",
                (
                    "az network private-dns link vnet delete --ids {link_id} --yes",
                    _LINK,
                    "If other accounts have their records in the linked zone, enter this record there instead.",
                ),
            )
        },
    ),
    Finding(
        "azure_zone_link_incomplete",
        "the link of {zone} to {vnet} is not complete ({link_state})",
        "Azure is still working on it, or it failed.",
        (
            "az network private-dns link vnet show --ids {link_id}",
            "If it stays so, delete it and link the zone again.",
            "az network private-dns link vnet delete --ids {link_id} --yes",
            _LINK,
        ),
        (_LINKS,),
        detected="The link's virtualNetworkLinkState is not Completed, or its provisioningState Failed or "
        "Canceled (private_endpoint_info).",
        explains=("dns_public_address",),
    ),
    Finding(
        "azure_zone_fallback",
        "the link of {zone} to {vnet} falls back to the Internet (NxDomainRedirect)",
        "A missing record would be hidden by the public address.",
        ("az network private-dns link vnet update --ids {link_id} --resolution-policy Default",),
        (_FALLBACK,),
        detected="The resolutionPolicy of the zone's link is NxDomainRedirect (private_endpoint_info).",
        severity="warning",
        explains=("dns_public_address",),
        variants={
            "hides": Variant(
                "the record is missing",
                "the zone {zone} has no record for {name}, and its link to {vnet} falls back to the Internet",
                "NxDomainRedirect hides the missing record by answering with the public address.",
                _RENEW_GROUP + ("az network private-dns link vnet update --ids {link_id} --resolution-policy Default",),
            )
        },
    ),
    Finding(
        "azure_zone_group_missing",
        "the private endpoint {private_endpoint} has no DNS zone group",
        "Its records are kept by hand and grow stale when it is made anew.",
        _NEW_GROUP,
        (_INTEGRATION,),
        detected="No DNS zone group at an approved private endpoint, where zones, links and records are right "
        "(private_endpoint_info).",
        severity="info",
    ),
    Finding(
        "azure_record_missing",
        "the zone {zone} in {zone_resource_group} has no record for {name}",
        "The private endpoint's address was never entered, or was removed with another endpoint.",
        (_GROUP,),
        (_INTEGRATION,),
        detected="The linked zone has no A record for the name, nor has another zone of that name "
        "(private_endpoint_info).",
        explains=("dns_record_missing", "dns_public_address"),
        variants={
            "grouped": Variant(
                "the private endpoint has a DNS zone group, which should have entered it",
                cause="The private endpoint's DNS zone group entered it once; it was removed with another endpoint, or by hand.",
                remedy=_RENEW_GROUP,
            )
        },
    ),
    Finding(
        "azure_record_stale",
        "the record for {name} says {address}, the endpoint has {endpoint_address}",
        "The private endpoint was made anew and the record was not.",
        (_DROP_RECORD, _GROUP),
        (_INTEGRATION,),
        detected="The record has other addresses than the endpoint's network interface (private_endpoint_info), "
        "or clients see others (filter verdict).",
        explains=("dns_wrong_address", "gate_private_endpoint_not_approved") + _NOT_REACHED,
        variants={
            "several": Variant(
                "the record has several addresses that the endpoint does not have", remedy=(_DROP_RECORDS, _GROUP)
            ),
            "grouped": Variant(
                "the private endpoint has a DNS zone group, which should have entered it",
                cause="The record was changed behind the private endpoint's DNS zone group, or by another endpoint's.",
                remedy=_RENEW_GROUP,
            ),
            "overwritten": Variant(
                "the record has the address of an endpoint in another network",
                "the record for {name} says {address}, that of {other_endpoint}; {private_endpoint} in {vnet} has "
                "{endpoint_address}",
                "Two private endpoints write into one zone, and the last one wins.",
                (
                    "Give the two networks zones of their own: take this zone out of the zone group of one endpoint, then renew the other.",
                    "az network private-endpoint dns-zone-group list --subscription {other_subscription} "
                    "--resource-group {other_resource_group} --endpoint-name {other_endpoint}",
                )
                + _RENEW_GROUP,
            ),
            "unread": Variant(
                "clients see another private address, and the zone cannot be read",
                "{name} leads to {address}, the endpoint has {endpoint_address}",
                "The private endpoint was made anew and the record was not; the zone itself could not be read.",
                (
                    "az network private-endpoint dns-zone-group list "
                    + _ENDPOINT
                    + " --endpoint-name {private_endpoint}",
                    _DROP_RECORD,
                    "If the endpoint has a zone group: " + _ADD_ZONE,
                ),
            ),
            "elsewhere": Variant(
                "clients see another private address, although the zone is right",
                "{name} leads to {address}, the endpoint has {endpoint_address}, and so says Azure's zone",
                "Not Azure's zone answers: an old answer is kept somewhere, or a nameserver has a record of its own.",
                (
                    "dig +norecurse {name} @<nameserver>",
                    "Remove the record from the nameserver that answers with {address}, and let it forward to "
                    "168.63.129.16.",
                ),
            ),
        },
    ),
    Finding(
        "azure_vnet_custom_dns",
        "{vnet} uses its own DNS servers {servers}, in no network that can be read",
        "Zones must be linked to the network of those servers, or the servers must forward to 168.63.129.16.",
        (),
        (_INTEGRATION,),
        detected="The network's DNS servers are in the address space of no network that could be read "
        "(private_endpoint_info).",
        severity="info",
    ),
    Finding(
        "azure_local_auth_enabled",
        "{account} accepts API keys",
        "Keys can leak; tokens expire.",
        ("az resource update --ids {account_id} --set properties.disableLocalAuth=true",),
        (LEARN + "ai-services/disable-local-auth",),
        detected="The account's disableLocalAuth is not true (private_endpoint_info).",
        severity="warning",
    ),
    Finding(
        "azure_outbound_unrestricted",
        "{account} may call any address itself",
        "Data loss prevention for the account's own outbound calls is off.",
        ("az resource update --ids {account_id} --set properties.restrictOutboundNetworkAccess=true",),
        (LEARN + "ai-services/cognitive-services-data-loss-prevention",),
        detected="The account's restrictOutboundNetworkAccess is not true (private_endpoint_info).",
        severity="warning",
    ),
    Finding(
        "azure_nsg_denies",
        "the rule {rule} of the network security group {nsg} denies TCP 443 to {address}",
        "It stands between the jumphost ({jumphost_address}) and the endpoint.",
        (_RULES, _ALLOW),
        (_POLICIES,),
        detected="The first rule for TCP 443 from the jumphost to the endpoint, in a security group on the way, "
        "is a Deny (private_endpoint_info).",
        severity="warning",
        explains=("tcp_timeout",),
        variants={
            "first": Variant(
                "no priority before the rule is free",
                remedy=(_RULES, "az network nsg rule update --ids {rule_id} --priority {next_priority}", _ALLOW),
                cause="It stands between the jumphost ({jumphost_address}) and the endpoint, and comes before all other rules.",
            ),
            "undecided": Variant(
                "whether the rule applies cannot be told from here",
                "whether the rule {rule} of the network security group {nsg} decides on TCP 443 to {address} is not known: {reason}",
                "The rule may stand between the jumphost ({jumphost_address}) and the endpoint.",
                (_RULES, "az network nic list-effective-nsg --ids {nic_id}"),
            ),
        },
    ),
    Finding(
        "azure_route_diverts",
        "the route {route} of {route_table} sends traffic for {address} to {next_hop}",
        "It stands between the jumphost ({jumphost_address}) and the endpoint.",
        (
            "az network route-table route show --ids {route_id}",
            "Let {next_hop} pass TCP 443 to {address}, or leave the endpoint's own route alone.",
            "az network vnet subnet update --ids {endpoint_subnet_id} --private-endpoint-network-policies "
            "{policies_without_routes}",
        ),
        (_POLICIES,),
        detected="A route of the jumphost's subnet is at least as long as the endpoint's network, whose subnet "
        "lets routes count (private_endpoint_info).",
        severity="warning",
        explains=_NOT_REACHED,
        variants={
            "undecided": Variant(
                "which route counts cannot be told from here",
                "whether traffic for {address} is diverted is not known: {reason}",
                "The endpoint's subnet lets routes take the place of the endpoint's own.",
                ("az network nic show-effective-route-table --ids {nic_id} --output table",),
            )
        },
    ),
    Finding(
        "azure_jumphost_exposed",
        "the jumphost has the public address {address}",
        "The jumphost itself is reachable from the Internet.",
        (
            "az network nic ip-config list --subscription {nic_subscription} --resource-group {nic_resource_group} "
            "--nic-name {nic} --output table",
            "az network nic ip-config update --subscription {nic_subscription} --resource-group {nic_resource_group} "
            "--nic-name {nic} --name <ip-config> --public-ip-address null",
        ),
        (LEARN + "bastion/bastion-overview",),
        detected="A network interface of jumphost_vm has a public IP address (private_endpoint_info).",
    ),
    Finding(
        "azure_access_denied",
        "Azure does not let this caller read {resource}",
        "The action {action} is not allowed, so the check could not be made.",
        (_READER,),
        (_ROLES,),
        detected="Resource Manager refuses a read, lacks what is read, or cannot be asked; the evidence names the "
        "action (private_endpoint_info).",
        variants={
            "missing": Variant(
                "Azure has no such resource",
                "Azure has no {resource}",
                "The action {action} found nothing, so the check could not be made: {message}.",
                ("az resource show --ids {resource}",),
            ),
            "unavailable": Variant(
                "Azure could not be asked",
                "{resource} could not be read: {message}",
                "Azure gave no answer to {action}, so the check could not be made.",
                ("Mend what the message names, then run the playbook again.",),
            ),
            "no_library": Variant(
                "a Python package is missing",
                "{resource} could not be read: {message}",
                "The check needs {action}, and a Python package for it is missing where Ansible runs.",
                ("Install the package that the message names into Ansible's Python, then run the playbook again.",),
            ),
        },
    ),
)
