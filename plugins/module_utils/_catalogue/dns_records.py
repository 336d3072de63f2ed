# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: DNS, the records that a nameserver gives for the name."""

from __future__ import annotations

from .model import LEARN, Cause, Command, Finding, Note
from .repairs import ENDPOINT_ADDRESSES, USE_NAMESERVER

_ZONES = LEARN + "private-link/private-endpoint-dns"
_INTEGRATION = LEARN + "private-link/private-endpoint-dns-integration"
_LINKS = LEARN + "dns/private-dns-virtual-network-links"
_PLATFORM = LEARN + "virtual-network/what-is-ip-address-168-63-129-16"
_FALLBACK = LEARN + "dns/private-dns-fallback"
_RESOLVER = LEARN + "dns/dns-private-resolver-overview"
_IN_NETWORK = LEARN + "virtual-network/virtual-networks-name-resolution-for-vms-and-role-instances"
_SUBDOMAIN = LEARN + "ai-services/cognitive-services-custom-subdomains"
_ENDPOINT = LEARN + "private-link/create-private-endpoint-cli"

_SERVER = "@{server_address}{server_port:?-p}"
_ASK = Command(f"dig {_SERVER} {{name}}")
_ASK_AZURE = Command("dig @168.63.129.16 {name}")
_OF_ZONE = "--resource-group {zone_resource_group} --zone-name {zone}"
_CREATE_ZONE = Command(
    "az network private-dns zone create --resource-group {zone_resource_group} --name {zone}", changes=True
)
_LINK_TEXT = (
    f"az network private-dns link vnet create {_OF_ZONE} --name {{link_name}} --virtual-network {{vnet_id}} "
    "--registration-enabled false"
)
_LINK_ZONE = Command(_LINK_TEXT, changes=True)
_SHOW_LINKS = Command(
    f"az network private-dns link vnet list {_OF_ZONE} --query '[].[name, virtualNetwork.id, resolutionPolicy]' "
    "--output table"
)
_OF_ENDPOINT = "--resource-group {endpoint_resource_group} --endpoint-name {private_endpoint}"
_GROUPS = Command(
    f"az network private-endpoint dns-zone-group list {_OF_ENDPOINT} --query '[].[name, privateDnsZoneConfigs[].name]'"
)
# create takes the place of a whole group, with the zones that it holds for other names.
_INTO_GROUP = (
    Command(
        f"az network private-endpoint dns-zone-group create {_OF_ENDPOINT} --name default --zone-name {{zone}} "
        "--private-dns-zone {zone_id}",
        when="if the endpoint has no DNS zone group",
        changes=True,
    ),
    Command(
        f"az network private-endpoint dns-zone-group add {_OF_ENDPOINT} --name {{zone_group}} --zone-name {{zone}} "
        "--private-dns-zone {zone_id}",
        when="if it has one",
        changes=True,
    ),
)
_ZONE_GROUP = (_GROUPS, *_INTO_GROUP)
_RENEW = Note(
    "If the DNS zone group already names {zone}, take the zone out of the group first (dns-zone-group remove): "
    "records are written when a zone is added to the group."
)
_RECORD = (_GROUPS, _RENEW, *_INTO_GROUP)
_RECORDS = Command(f"az network private-dns record-set a list {_OF_ZONE} --output table")
_CREATE_ENDPOINT = Command(
    "az network private-endpoint create --resource-group {endpoint_resource_group} --name {private_endpoint} "
    "--vnet-name {vnet} --subnet {subnet} --private-connection-resource-id {account_id} --group-id {group_id} "
    "--connection-name {connection_name}",
    changes=True,
)
_OF_SHADOW = "--resource-group {zone_resource_group} --zone-name {shadow_zone}"
_UNSHADOW = (
    _GROUPS,
    Command(
        f"az network private-dns link vnet list {_OF_SHADOW} --query '[].[name, virtualNetwork.id]' --output table"
    ),
    _CREATE_ZONE,
    _LINK_ZONE,
    *_INTO_GROUP,
    Note("Delete the zone {shadow_zone} only after that; otherwise names fail in the meantime."),
    Command(f"az network private-dns link vnet delete {_OF_SHADOW} --name {{link_name}}", changes=True),
    Command(
        "az network private-dns zone delete --resource-group {zone_resource_group} --name {shadow_zone}", changes=True
    ),
)

FINDINGS = (
    Finding(
        "dns_cname_loop",
        "dns",
        (
            Cause(
                "the CNAME chain of {name} is a loop or never ends",
                "A private zone holds a CNAME that points back to the name itself, so no program ever gets an address.",
                (
                    _ASK,
                    Command(f"az network private-dns record-set cname list {_OF_ZONE} --output table"),
                    _GROUPS,
                    Command(
                        f"az network private-dns record-set cname delete {_OF_ZONE} --name {{record}}", changes=True
                    ),
                    _RENEW,
                    *_INTO_GROUP,
                ),
                (_ZONES,),
            ),
        ),
        "The chain repeats a name or is longer than 16 names; after SERVFAIL it is followed record by record "
        "(privatelink_dns_facts).",
        outcome="unreachable",
        unproved="unresolved",
    ),
    Finding(
        "dns_name_unknown",
        "dns",
        (
            Cause(
                "{name} does not exist (NXDOMAIN)",
                "No account has this custom subdomain, the account was deleted, or a private zone {public_zone}, "
                "named like the public one, hides it.",
                (
                    Command(
                        "az cognitiveservices account list --query '[].properties.customSubDomainName' --output tsv"
                    ),
                    Command(
                        "az network private-dns zone list --query '[].[name, id]' --output tsv | grep -w ^{public_zone}"
                    ),
                    Note(
                        "Check the spelling of the account's name. If the second command finds a zone, unlink it "
                        "from the virtual network."
                    ),
                ),
                (_SUBDOMAIN, _ZONES),
            ),
        ),
        "NXDOMAIN with no privatelink name in chain or SOA record (privatelink_dns_facts), or getaddrinfo "
        "returns EAI_NONAME (aoai_probe).",
        outcome="unreachable",
        unproved="unresolved",
    ),
    Finding(
        "dns_record_missing",
        "dns",
        (
            Cause(
                "the private zone {zone} has no record for {name}",
                "The zone is linked, so Azure DNS answers from it alone. Without the A record the name does not exist "
                "(NXDOMAIN at {privatelink_name}).",
                (_RECORDS, *_RECORD),
                (_INTEGRATION, _FALLBACK),
            ),
        ),
        "NXDOMAIN for the privatelink name behind the CNAME, or, where no CNAME is shown, with a privatelink "
        "zone's SOA (privatelink_dns_facts).",
        outcome="unreachable",
        unproved="unresolved",
    ),
    Finding(
        "dns_empty",
        "dns",
        (
            Cause(
                "{name} has neither an A nor an AAAA record",
                "The name exists but has no address: the private zone holds a record set of another type, or an "
                "empty one.",
                (
                    Command(
                        f"az network private-dns record-set list {_OF_ZONE} --query '[].[name, type]' --output tsv "
                        "| grep -w ^{label}"
                    ),
                    *_RECORD,
                ),
                (_ZONES,),
            ),
        ),
        "NOERROR without an A or AAAA record (privatelink_dns_facts), or getaddrinfo returns EAI_NODATA or "
        "EAI_ADDRFAMILY (aoai_probe).",
        outcome="unreachable",
        unproved="unresolved",
    ),
    Finding(
        "dns_special_address",
        "dns",
        (
            Cause(
                "{name} resolves to {address}, which cannot be the address of an endpoint",
                "A DNS filter or a pinned record sends the name to a sinkhole: programs connect to nothing or to "
                "themselves.",
                (
                    _ASK,
                    Note("Exempt {name} and {privatelink_name} from the DNS filter of {server_address}."),
                ),
                (_INTEGRATION,),
            ),
        ),
        "An address is in 0/8, 127/8, 169.254/16, 224/4, 240/4, ::, ::1, fe80::/10 or ff00::/8 "
        "(privatelink_dns_facts).",
        unproved="unresolved",
        no_answer=True,
    ),
    Finding(
        "dns_mixed_addresses",
        "dns",
        (
            Cause(
                "{name} resolves to private and public addresses at the same time: {address}",
                "Programs use either, so some requests leave the virtual network.",
                (
                    _RECORDS,
                    Command(
                        f"az network private-dns record-set a remove-record {_OF_ZONE} --record-set-name {{label}} "
                        "--ipv4-address {public_address}",
                        changes=True,
                    ),
                    Note("Leave only the private endpoint's address in the record set."),
                ),
                (_ZONES,),
            ),
        ),
        "Private and public addresses of the same IP version, or public IPv4 beside private IPv6 "
        "(privatelink_dns_facts).",
        unproved="unresolved",
        resolves_elsewhere=True,
    ),
    Finding(
        "dns_public_address",
        "dns",
        (
            Cause(
                "nameserver {server_address} gives the public address {address} for {name}",
                "The private zone {zone} is not linked to the virtual network that answers, or the nameserver bypasses "
                "168.63.129.16; or the record is missing and the link falls back to the Internet (NxDomainRedirect). "
                "Programs on {host} use the public endpoint.",
                (
                    _SHOW_LINKS,
                    _ASK_AZURE,
                    Command(_LINK_TEXT, when="if the first command does not list the virtual network", changes=True),
                ),
                (_LINKS, _INTEGRATION, _FALLBACK),
            ),
            Cause(
                id="bypassed",
                when="another nameserver was asked too, and answers with the private address",
                why="{sound_server} gives the private address, so the zone {zone} is correct: {server_address} does "
                "not forward to 168.63.129.16 in a network that the zone is linked to. Programs on {host} use the "
                "public endpoint.",
                remedy=(
                    Note(
                        "Configure the host to use only {sound_server}, or forward {public_zone} to it on "
                        "{server_address}."
                    ),
                    _ASK,
                    USE_NAMESERVER,
                ),
                docs=(_INTEGRATION, _PLATFORM),
            ),
            Cause(
                id="onprem",
                when="seen from an on-premises network",
                why="The on-premises nameserver answers from the Internet: it has no conditional forwarder for the "
                "public zone {public_zone} to a DNS forwarder or Private Resolver in the virtual network.",
                remedy=(
                    Command(
                        "az dns-resolver inbound-endpoint list --resource-group {resolver_resource_group} "
                        "--dns-resolver-name {dns_resolver} --query '[].ipConfigurations[].privateIpAddress'"
                    ),
                    Note(
                        "On {server_address}, forward {public_zone} (the public zone, not {zone}) to that inbound "
                        "endpoint."
                    ),
                    _ASK,
                ),
                docs=(_INTEGRATION, _RESOLVER),
            ),
            Cause(
                id="unproved",
                when="seen from outside, from a nameserver that did not answer for the privatelink name",
                summary="nameserver {server_address} gives the public address {address} for {name}, and no answer for "
                "{privatelink_name}",
                why="It hides aliases (CNAME), so the address alone does not show that a private endpoint exists.",
                remedy=(
                    Command(f"dig {_SERVER} {{privatelink_name}}"),
                    Note("Run the playbook again, or configure {host} to use a public nameserver."),
                ),
            ),
        ),
        "A public answer that has, or may have, a privatelink name in its chain (privatelink_dns_facts), or "
        "a probe by name alone connects to one (filter verdict).",
        unproved="unresolved",
        resolves_elsewhere=True,
    ),
    Finding(
        "dns_no_privatelink",
        "dns",
        (
            Cause(
                "{name} resolves to {address} without a privatelink name",
                "Azure puts the privatelink name into the chain as soon as the account has a private endpoint. This "
                "account has none.",
                (_CREATE_ENDPOINT, _CREATE_ZONE, _LINK_ZONE, *_ZONE_GROUP),
                (LEARN + "ai-services/cognitive-services-virtual-networks", _ENDPOINT),
            ),
            Cause(
                id="group_unknown",
                when="the zone table does not have the service's group id",
                remedy=(
                    Command("az network private-link-resource list --id {account_id} --query '[].properties.groupId'"),
                    _CREATE_ENDPOINT,
                    _CREATE_ZONE,
                    _LINK_ZONE,
                    *_ZONE_GROUP,
                ),
            ),
        ),
        "A public answer without a privatelink name in its chain, and a direct query for that name is not answered "
        "(privatelink_dns_facts).",
        unproved="unresolved",
        resolves_elsewhere=True,
    ),
    Finding(
        "dns_ipv6_public",
        "dns",
        (
            Cause(
                "{name} has a private IPv4 address, but its IPv6 address {address} is public",
                "Programs prefer IPv6 where they can, and then leave the virtual network.",
                (
                    Command(f"dig {_SERVER} {{name}} AAAA"),
                    Command(f"az network private-dns record-set aaaa delete {_OF_ZONE} --name {{label}}", changes=True),
                    Note("If the zone has no such record, filter AAAA answers for {public_zone} on {server_address}."),
                ),
                (_ZONES,),
            ),
        ),
        "All A records are private and all AAAA records are public (privatelink_dns_facts).",
        unproved="unresolved",
        resolves_elsewhere=True,
    ),
    Finding(
        "dns_wrong_address",
        "dns",
        (
            Cause(
                "{name} resolves to {address}, expected {expected}",
                "The record is stale: the private endpoint was re-created with another address, or the name is "
                "pinned to the address of another member.",
                (
                    ENDPOINT_ADDRESSES,
                    _RECORDS,
                    Command(
                        f"az network private-dns record-set a update {_OF_ZONE} --name {{label}} "
                        "--set 'aRecords[0].ipv4Address'={expected_address}",
                        changes=True,
                    ),
                    Note(
                        "If the endpoint really has {address}, correct private_addresses in privatelink_accounts "
                        "instead."
                    ),
                ),
                (_INTEGRATION,),
            ),
        ),
        "A private answer has an unexpected address (privatelink_dns_facts), or a probe by name alone connects to one "
        "(filter verdict).",
        unproved="unresolved",
    ),
    Finding(
        "dns_direct_record",
        "dns",
        (
            Cause(
                "{name} resolves to {address} without passing through {privatelink_name}",
                "A zone {shadow_zone} shadows the public one. Whatever it does not hold itself, such as other "
                "accounts, stops resolving here, and its record becomes stale when the private endpoint is re-created.",
                _UNSHADOW,
                (_ZONES, _LINKS),
            ),
            Cause(
                id="own_server",
                when="a nameserver other than 168.63.129.16 was asked, which may hold the zone itself",
                remedy=(
                    *_UNSHADOW,
                    Note(
                        "If {server_address} holds {shadow_zone}, remove the zone there, and forward {public_zone} "
                        "instead."
                    ),
                ),
            ),
        ),
        "A private answer for a name of the zone table without a privatelink name in its chain or behind it, or one "
        "for any label (privatelink_dns_facts).",
        unproved="unresolved",
    ),
    Finding(
        "dns_private",
        "dns",
        (
            Cause(
                "{name} resolves to the private address {address}",
                "The private zone answers as it should.",
                docs=(_INTEGRATION,),
            ),
        ),
        "All addresses are private, and are the expected ones if any are declared; no other code applies "
        "(privatelink_dns_facts).",
        severity="info",
        unproved="unresolved",
    ),
    Finding(
        "dns_resolvers_disagree",
        "dns",
        (
            Cause(
                "nameservers give different answers for {name}: {answers}",
                "{host} asks any of them, so the endpoint works only some of the time.",
                (Note("Keep only nameservers that see the private zone {zone}."), USE_NAMESERVER),
                (_INTEGRATION, _IN_NETWORK),
            ),
            Cause(
                id="compared",
                when="only a nameserver of compare_nameservers gives another answer",
                why="{host} itself does not ask the nameserver that gives another answer; hosts that do get another "
                "address.",
                remedy=(
                    Note(
                        "Forward {public_zone} to 168.63.129.16 on the nameserver that gives another answer, or link "
                        "{zone} to the virtual network that it asks."
                    ),
                ),
            ),
        ),
        "Two nameservers that work, compared ones included, differ in code or in addresses that are not "
        "public (privatelink_dns_facts).",
        severity="warning",
        unproved="unresolved",
    ),
)
