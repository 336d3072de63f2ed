# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: DNS, what a nameserver answers about the name."""

from __future__ import annotations

from .model import ENDPOINT_ADDRESSES, LEARN, Finding, Variant
from .repairs import USE_NAMESERVER

_ZONES = LEARN + "private-link/private-endpoint-dns"
_INTEGRATION = LEARN + "private-link/private-endpoint-dns-integration"
_LINKS = LEARN + "dns/private-dns-virtual-network-links"
_PLATFORM = LEARN + "virtual-network/what-is-ip-address-168-63-129-16"
_FALLBACK = LEARN + "dns/private-dns-fallback"
_RESOLVER = LEARN + "dns/dns-private-resolver-overview"
_IN_NETWORK = LEARN + "virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances"
_SUBDOMAIN = LEARN + "ai-services/cognitive-services-custom-subdomains"
_ENDPOINT = LEARN + "private-link/create-private-endpoint-cli"

_ASK = "dig @{server} {name}"
_ASK_AZURE = "dig @168.63.129.16 {name}"
_CREATE_ZONE = "az network private-dns zone create --resource-group <resource-group> --name {zone}"
_LINK_ZONE = (
    "az network private-dns link vnet create --resource-group <resource-group> --zone-name {zone} "
    "--name <link> --virtual-network <vnet-id> --registration-enabled false"
)
_SHOW_LINKS = (
    "az network private-dns link vnet list --resource-group <resource-group> --zone-name {zone} "
    "--query '[].[name, virtualNetwork.id, resolutionPolicy]' --output table"
)
_OF_ENDPOINT = "--resource-group <resource-group> --endpoint-name <private-endpoint>"
_GROUPS = (
    "az network private-endpoint dns-zone-group list "
    + _OF_ENDPOINT
    + " --query '[].[name, privateDnsZoneConfigs[].name]'",
)
# create takes the place of a whole group, with the zones that it holds for other names.
_INTO_GROUP = (
    "If the endpoint has no zone group: az network private-endpoint dns-zone-group create "
    + _OF_ENDPOINT
    + " --name default "
    "--zone-name {zone} --private-dns-zone <zone-id>",
    "If it has one: az network private-endpoint dns-zone-group add " + _OF_ENDPOINT + " --name <zone-group> "
    "--zone-name {zone} --private-dns-zone <zone-id>",
)
_ZONE_GROUP = _GROUPS + _INTO_GROUP
_RENEW = "If the zone group names {zone} already, take that out first (dns-zone-group remove): records are entered when a zone comes in."
_RECORD = _GROUPS + (_RENEW,) + _INTO_GROUP
_RECORDS = (
    "az network private-dns record-set a list --resource-group <resource-group> --zone-name {zone} --output table"
)
_CREATE_ENDPOINT = (
    "az network private-endpoint create --resource-group <resource-group> --name <private-endpoint> "
    "--vnet-name <vnet> --subnet <subnet> --private-connection-resource-id <account-id> --group-id {group_id} "
    "--connection-name <connection>"
)
_UNSHADOW = (
    *_GROUPS,
    "az network private-dns link vnet list --resource-group <resource-group> --zone-name {shadow_zone} "
    "--query '[].[name, virtualNetwork.id]' --output table",
    _CREATE_ZONE,
    _LINK_ZONE,
    *_INTO_GROUP,
    "Only then take away the zone {shadow_zone}, or names fail in between.",
    "az network private-dns link vnet delete --resource-group <resource-group> --zone-name {shadow_zone} --name <link>",
    "az network private-dns zone delete --resource-group <resource-group> --name {shadow_zone}",
)

FINDINGS = (
    Finding(
        "dns_cname_loop",
        "the CNAME chain of {name} runs in a circle or never ends",
        "A private zone holds a CNAME that leads back to the name itself, so no program ever gets an address.",
        (
            _ASK,
            "az network private-dns record-set cname list --resource-group <resource-group> --zone-name {zone} --output table",
            *_GROUPS,
            "az network private-dns record-set cname delete --resource-group <resource-group> --zone-name {zone} "
            "--name <record>",
            _RENEW,
            *_INTO_GROUP,
        ),
        (_ZONES,),
        detected="The chain comes back to a name or passes 16 names; after SERVFAIL it is followed record by record "
        "(privatelink_dns_facts).",
    ),
    Finding(
        "dns_name_unknown",
        "{name} does not exist (NXDOMAIN)",
        "No account has this custom subdomain, it was deleted, or a private zone {public_zone}, named like the public one, "
        "hides it.",
        (
            "az cognitiveservices account list --query '[].properties.customSubDomainName' --output tsv",
            "az network private-dns zone list --query '[].[name, id]' --output tsv | grep -w ^{public_zone}",
            "Check the spelling of the account's name; if the second command finds a zone, unlink it from the network.",
        ),
        (_SUBDOMAIN, _ZONES),
        detected="NXDOMAIN with no privatelink name in chain or SOA record (privatelink_dns_facts), or getaddrinfo "
        "says EAI_NONAME (aoai_probe).",
    ),
    Finding(
        "dns_record_missing",
        "the private zone {zone} has no record for {name}",
        "The zone is linked, so Azure DNS answers from it alone; without the A record the name does not exist "
        "(NXDOMAIN at {privatelink_name}).",
        (_RECORDS, *_RECORD),
        (_INTEGRATION, _FALLBACK),
        detected="NXDOMAIN for the privatelink name behind the CNAME, or, where no CNAME is shown, with a privatelink "
        "zone's SOA (privatelink_dns_facts).",
    ),
    Finding(
        "dns_empty",
        "{name} has neither an A nor an AAAA record",
        "The name exists but leads nowhere: a record set of another type, or an empty one, stands in the private zone.",
        (
            "az network private-dns record-set list --resource-group <resource-group> --zone-name {zone} "
            "--query '[].[name, type]' --output tsv | grep -w ^{label}",
            *_RECORD,
        ),
        (_ZONES,),
        detected="NOERROR without an A or AAAA record (privatelink_dns_facts), or getaddrinfo says EAI_NODATA or "
        "EAI_ADDRFAMILY (aoai_probe).",
    ),
    Finding(
        "dns_special_address",
        "{name} resolves to {address}, which no endpoint can have",
        "A DNS filter or a pinned record sends the name to a sinkhole, and programs connect to nothing or to themselves.",
        (_ASK, "Exempt {name} and {privatelink_name} from the DNS filter of {server_address}."),
        (_INTEGRATION,),
        detected="An address is in 0/8, 127/8, 169.254/16, 224/4, 240/4, ::, ::1, fe80::/10 or ff00::/8 "
        "(privatelink_dns_facts).",
    ),
    Finding(
        "dns_mixed_addresses",
        "{name} resolves to private and public addresses at once: {address}",
        "Programs take either, so some requests leave the virtual network.",
        (
            _RECORDS,
            "az network private-dns record-set a remove-record --resource-group <resource-group> --zone-name {zone} "
            "--record-set-name {label} --ipv4-address {public_address}",
            "Leave only the private endpoint's address in the record set.",
        ),
        (_ZONES,),
        detected="Private beside public addresses of the same IP version, or public IPv4 beside private IPv6 "
        "(privatelink_dns_facts).",
    ),
    Finding(
        "dns_public_address",
        "nameserver {server_address} gives the public address {address} for {name}",
        "The private zone {zone} is not linked to the virtual network that answers, or the nameserver bypasses "
        "168.63.129.16; or the record is missing and the link falls back to the Internet (NxDomainRedirect). Programs on "
        "{host} use the public endpoint.",
        (
            _SHOW_LINKS,
            _ASK_AZURE,
            "If the first command does not list the virtual network: " + _LINK_ZONE,
        ),
        (_LINKS, _INTEGRATION, _FALLBACK),
        detected="A public answer that has, or may have, a privatelink name in its chain (privatelink_dns_facts), or "
        "a probe by name alone dials one (filter verdict).",
        variants={
            "bypassed": Variant(
                "another nameserver was asked too, and answers with the private address",
                cause="{sound_server} gives the private address, so the zone {zone} is in order: {server_address} does not "
                "forward to 168.63.129.16 in a network that it is linked to. Programs on {host} use the public endpoint.",
                remedy=(
                    "Let the host ask {sound_server} alone, or forward {public_zone} to it on {server_address}.",
                    _ASK,
                    USE_NAMESERVER,
                ),
                docs=(_INTEGRATION, _PLATFORM),
            ),
            "onprem": Variant(
                "seen from an on-premises network",
                cause="The on-premises nameserver answers from the Internet: it has no conditional forwarder for the public "
                "zone {public_zone} to a DNS forwarder or Private Resolver in the virtual network.",
                remedy=(
                    "az dns-resolver inbound-endpoint list --resource-group <resource-group> --dns-resolver-name <resolver> "
                    "--query '[].ipConfigurations[].privateIpAddress'",
                    "Forward {public_zone} (the public zone, not {zone}) on {server_address} to that inbound endpoint.",
                    _ASK,
                ),
                docs=(_INTEGRATION, _RESOLVER),
            ),
            "unproved": Variant(
                "seen from outside, by a nameserver that did not answer for the privatelink name",
                "nameserver {server_address} gives the public address {address} for {name}, and no answer for "
                "{privatelink_name}",
                "It hides aliases (CNAME), so the address alone does not show that a private endpoint exists.",
                (
                    "dig @{server} {privatelink_name}",
                    "Run the playbook again, or give {host} a nameserver of the Internet.",
                ),
            ),
        },
    ),
    Finding(
        "dns_no_privatelink",
        "{name} resolves to {address} without a privatelink name",
        "Azure puts the privatelink name into the chain as soon as the account has a private endpoint: it has none.",
        (_CREATE_ENDPOINT, _CREATE_ZONE, _LINK_ZONE, *_ZONE_GROUP),
        (LEARN + "ai-services/cognitive-services-virtual-networks", _ENDPOINT),
        detected="A public answer without a privatelink name in its chain, and none that answers when it is asked for "
        "itself (privatelink_dns_facts).",
        variants={
            "group_unknown": Variant(
                "the zone table does not tell the service's group id",
                remedy=(
                    "az network private-link-resource list --id <account-id> --query '[].properties.groupId'",
                    _CREATE_ENDPOINT,
                    _CREATE_ZONE,
                    _LINK_ZONE,
                    *_ZONE_GROUP,
                ),
            ),
        },
    ),
    Finding(
        "dns_ipv6_public",
        "{name} has a private IPv4 address, but its IPv6 address {address} leads outside",
        "Programs prefer IPv6 where they can, and then leave the virtual network.",
        (
            "dig @{server} {name} AAAA",
            "az network private-dns record-set aaaa delete --resource-group <resource-group> --zone-name {zone} --name {label}",
            "Where the zone has no such record, filter AAAA answers for {public_zone} on {server_address}.",
        ),
        (_ZONES,),
        detected="All A records are private and all AAAA records are public (privatelink_dns_facts).",
    ),
    Finding(
        "dns_wrong_address",
        "{name} resolves to {address}, expected {expected}",
        "The record is stale: the private endpoint was made anew with another address, or the name is pinned to the "
        "address of another member.",
        (
            ENDPOINT_ADDRESSES,
            _RECORDS,
            "az network private-dns record-set a update --resource-group <resource-group> --zone-name {zone} "
            "--name {label} --set 'aRecords[0].ipv4Address={expected_address}'",
            "If the endpoint really has {address}, correct private_addresses in privatelink_accounts instead.",
        ),
        (_INTEGRATION,),
        detected="A private answer that is not all expected (privatelink_dns_facts), or a probe by name alone dials "
        "an unexpected one (filter verdict).",
    ),
    Finding(
        "dns_direct_record",
        "{name} resolves to {address} without passing {privatelink_name}",
        "A zone {shadow_zone} shadows the public one: whatever it does not hold itself, such as other accounts, stops "
        "resolving here, and its record grows stale when the private endpoint is made anew.",
        _UNSHADOW,
        (_ZONES, _LINKS),
        detected="A private answer for a name of the zone table, and no privatelink name in its chain or behind it "
        "(privatelink_dns_facts).",
        variants={
            "own_server": Variant(
                "another nameserver than 168.63.129.16 was asked, which may hold the zone itself",
                remedy=_UNSHADOW
                + (
                    "If it is {server_address} that holds {shadow_zone}, remove it there, and forward {public_zone} instead.",
                ),
            ),
        },
    ),
    Finding(
        "dns_private",
        "{name} resolves to the private address {address}",
        "The private zone answers as it should.",
        (),
        (_INTEGRATION,),
        detected="A private answer, all of it expected where addresses or networks are, and none of the other codes "
        "(privatelink_dns_facts).",
        severity="info",
    ),
    Finding(
        "dns_resolvers_disagree",
        "nameservers give different answers for {name}: {answers}",
        "{host} asks any of them, so the endpoint works now and then.",
        ("Leave only nameservers that see the private zone {zone}.", USE_NAMESERVER),
        (_INTEGRATION, _IN_NETWORK),
        detected="Two nameservers that work, compared ones included, differ in code or in addresses that are not "
        "public (privatelink_dns_facts).",
        severity="warning",
        variants={
            "compared": Variant(
                "only a nameserver of compare_nameservers answers otherwise",
                cause="{host} itself does not ask the one that answers otherwise; hosts that do get another address.",
                remedy=(
                    "Forward {public_zone} to 168.63.129.16 on the nameserver that answers otherwise, or link {zone} to the "
                    "virtual network that it asks.",
                ),
            ),
        },
    ),
)
