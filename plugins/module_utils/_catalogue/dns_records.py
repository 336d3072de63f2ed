# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: DNS, the records that a nameserver gives for the name."""

from __future__ import annotations

from .dns_steps import (
    ASK,
    ASK_AZURE,
    CREATE_ENDPOINT,
    ENDPOINT,
    GROUPS,
    INTO_GROUP,
    LINK_TEXT,
    OF_ZONE,
    RECORD,
    RECORDS,
    RENEW,
    SERVER,
    SHOW_LINKS,
    UNSHADOW,
    ZONE_GROUP,
    ZONE_IF_MISSING,
    ZONES,
)
from .model import LEARN, Cause, Command, Finding, Note
from .pages import FALLBACK, IN_NETWORK, INTEGRATION, LINKS, PLATFORM, RESOLVER, SUBDOMAIN
from .repairs import ENDPOINT_ADDRESSES, USE_NAMESERVER

FINDINGS = (
    Finding(
        "dns_cname_loop",
        "dns",
        (
            Cause(
                "the CNAME chain of {name} is a loop or too long",
                "A private DNS zone has a CNAME record that leads back to the name itself, so no program gets an "
                "address.",
                (
                    ASK,
                    Command(f"az network private-dns record-set cname list {OF_ZONE} --output table"),
                    GROUPS,
                    Command(
                        f"az network private-dns record-set cname delete {OF_ZONE} --name {{record}}", changes=True
                    ),
                    RENEW,
                    *INTO_GROUP,
                ),
                (ZONES,),
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
                "No account has this custom subdomain, the account was deleted, or a private DNS zone "
                "{public_zone}, named like the public one, hides it.",
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
                (SUBDOMAIN, ZONES),
            ),
        ),
        "NXDOMAIN without a privatelink name in CNAME chain or SOA record (privatelink_dns_facts), or getaddrinfo "
        "returns EAI_NONAME (aoai_probe).",
        outcome="unreachable",
        unproved="unresolved",
    ),
    Finding(
        "dns_record_missing",
        "dns",
        (
            Cause(
                "the private DNS zone {zone} has no record for {name}",
                "The zone is linked, so Azure DNS answers from it alone. Without the A record the name does not exist "
                "(NXDOMAIN at {privatelink_name}).",
                (RECORDS, *RECORD),
                (INTEGRATION, FALLBACK),
            ),
        ),
        "NXDOMAIN for the privatelink name that a CNAME points to, or, without a CNAME, with the SOA record of a "
        "privatelink zone (privatelink_dns_facts).",
        outcome="unreachable",
        unproved="unresolved",
    ),
    Finding(
        "dns_empty",
        "dns",
        (
            Cause(
                "{name} has neither an A nor an AAAA record",
                "The name exists but has no address: the private DNS zone holds a record set of another type, or an "
                "empty one.",
                (
                    Command(
                        f"az network private-dns record-set list {OF_ZONE} --query '[].[name, type]' --output tsv "
                        "| grep -w ^{label}"
                    ),
                    *RECORD,
                ),
                (ZONES,),
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
                    ASK,
                    Note("Exempt {name} and {privatelink_name} from the DNS filter of {server_address}."),
                ),
                (INTEGRATION,),
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
                    RECORDS,
                    Command(
                        f"az network private-dns record-set a remove-record {OF_ZONE} --record-set-name {{label}} "
                        "--ipv4-address {public_address}",
                        changes=True,
                    ),
                    Note("Leave only the private endpoint's address in the record set."),
                ),
                (ZONES,),
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
                "The private DNS zone {zone} is not linked to the virtual network that answers, or the nameserver "
                "bypasses 168.63.129.16; or the record is missing and the link falls back to the Internet "
                "(NxDomainRedirect). Programs on {host} use the public endpoint.",
                (
                    SHOW_LINKS,
                    ASK_AZURE,
                    Command(LINK_TEXT, when="if the first command does not list the virtual network", changes=True),
                ),
                (LINKS, INTEGRATION, FALLBACK),
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
                    ASK,
                    USE_NAMESERVER,
                ),
                docs=(INTEGRATION, PLATFORM),
            ),
            Cause(
                id="onprem",
                when="seen from an on-premises network",
                why="The on-premises nameserver answers from the Internet: it has no conditional forwarder for the "
                "public zone {public_zone} to a DNS forwarder or DNS Private Resolver in the virtual network.",
                remedy=(
                    Command(
                        "az dns-resolver inbound-endpoint list --resource-group {resolver_resource_group} "
                        "--dns-resolver-name {dns_resolver} --query '[].ipConfigurations[].privateIpAddress'"
                    ),
                    Note(
                        "On {server_address}, forward {public_zone} (the public zone, not {zone}) to that inbound "
                        "endpoint."
                    ),
                    ASK,
                ),
                docs=(INTEGRATION, RESOLVER),
            ),
            Cause(
                id="unproved",
                when="seen from outside, from a nameserver that did not answer for the privatelink name",
                summary="nameserver {server_address} gives the public address {address} for {name}, and no answer for "
                "{privatelink_name}",
                why="It hides aliases (CNAME), so the address alone does not show that a private endpoint exists.",
                remedy=(
                    Command(f"dig {SERVER} {{privatelink_name}}"),
                    Note("Run the playbook again, or configure {host} to use a public nameserver."),
                ),
            ),
        ),
        "A public address whose chain has or may hide a privatelink name (privatelink_dns_facts), or a probe connects "
        "to one and DNS was not observed (filter verdict).",
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
                (CREATE_ENDPOINT, *ZONE_IF_MISSING, *ZONE_GROUP),
                (LEARN + "ai-services/cognitive-services-virtual-networks", ENDPOINT),
            ),
            Cause(
                id="group_unknown",
                when="the zone table does not have the service's group id",
                remedy=(
                    Command("az network private-link-resource list --id {account_id} --query '[].properties.groupId'"),
                    CREATE_ENDPOINT,
                    *ZONE_IF_MISSING,
                    *ZONE_GROUP,
                ),
            ),
        ),
        "A public address without a privatelink name in the chain, and a query for the privatelink name itself is not "
        "answered (privatelink_dns_facts).",
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
                    Command(f"dig {SERVER} {{name}} AAAA"),
                    Command(f"az network private-dns record-set aaaa delete {OF_ZONE} --name {{label}}", changes=True),
                    Note("If the zone has no such record, filter AAAA answers for {public_zone} on {server_address}."),
                ),
                (ZONES,),
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
                    RECORDS,
                    Command(
                        f"az network private-dns record-set a update {OF_ZONE} --name {{label}} "
                        "--set 'aRecords[0].ipv4Address'={expected_address}",
                        changes=True,
                    ),
                    Note(
                        "If the endpoint really has {address}, correct private_addresses in privatelink_accounts "
                        "instead."
                    ),
                ),
                (INTEGRATION,),
            ),
        ),
        "A private address that is not expected (privatelink_dns_facts), or a probe connects to one and DNS was not "
        "observed (filter verdict).",
        unproved="unresolved",
    ),
    Finding(
        "dns_direct_record",
        "dns",
        (
            Cause(
                "{name} resolves to {address} without passing through {privatelink_name}",
                "The zone {shadow_zone} hides the public one. Names that it does not hold itself, such as those of "
                "other accounts, stop resolving, and its records become stale when the private endpoint is re-created.",
                UNSHADOW,
                (ZONES, LINKS),
            ),
            Cause(
                id="own_server",
                when="a nameserver other than 168.63.129.16 was asked, which may hold the zone itself",
                remedy=(
                    *UNSHADOW,
                    Note(
                        "If {server_address} holds {shadow_zone}, remove the zone there, and forward {public_zone} "
                        "instead."
                    ),
                ),
            ),
        ),
        "For a name with a known private DNS zone: a private address without the privatelink name, "
        "or one that a random label gets too (privatelink_dns_facts).",
        unproved="unresolved",
    ),
    Finding(
        "dns_private",
        "dns",
        (
            Cause(
                "{name} resolves to the private address {address}",
                "The private DNS zone answers as it should.",
                docs=(INTEGRATION,),
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
                (Note("Keep only nameservers that answer from the private DNS zone {zone}."), USE_NAMESERVER),
                (INTEGRATION, IN_NETWORK),
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
        "Two working nameservers, those of compare_nameservers included, differ in code or in addresses that are not "
        "public (privatelink_dns_facts).",
        severity="warning",
        unproved="unresolved",
    ),
)
