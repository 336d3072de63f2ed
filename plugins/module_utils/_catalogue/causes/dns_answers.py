# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Causes of what nameservers answer for a name: zones, records, forwarders, filters, and who rewrites answers."""

from __future__ import annotations

from dataclasses import replace

from ..dns_steps import (
    ASK,
    ASK_AZURE,
    CREATE_ENDPOINT,
    CREATE_ZONE,
    ENDPOINT,
    GROUPS,
    INTO_GROUP,
    LINK_TEXT,
    LINK_ZONE,
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
from ..model import LEARN, Command, Note
from ..pages import FALLBACK, INTEGRATION, LINKS, PLATFORM, RESOLVER, SUBDOMAIN
from ..repairs import CLEAR_CACHE, ENDPOINT_ADDRESSES, USE_NAMESERVER
from .model import Candidate, Family, Signal, with_steps
from .settings import ALLOW_PRIVATE_ADDRESSES, FORWARD, FORWARD_IN_PLACE, PASS_FILTER

_ASK_PRIVATELINK = Command(f"dig {SERVER} {{privatelink_name}}")
_ASK_RANDOM = Command(f"dig {SERVER} no-such-account-7f3a.{{public_zone}}")
_ASK_ZONE = Command(f"dig {SERVER} {{public_zone}} SOA")
_ASK_PRIVATE_ZONE = Command(f"dig {SERVER} {{zone}} SOA")
_ASK_IPV6 = Command(f"dig {SERVER} {{name}} AAAA")
_LIST_ACCOUNTS = Command("az cognitiveservices account list --query '[].properties.customSubDomainName' --output tsv")
_CONNECTIONS = Command(
    "az network private-endpoint-connection list --id {account_id} --query "
    "'[].[name, properties.privateLinkServiceConnectionState.status]'"
)

_REMOVE_PUBLIC = Command(
    f"az network private-dns record-set a remove-record {OF_ZONE} --record-set-name {{label}} "
    "--ipv4-address {public_address}",
    when="if the record set has this address",
    changes=True,
)

_GROUP_IDS = Command("az network private-link-resource list --id {account_id} --query '[].properties.groupId'")

SIGNALS = (
    Signal(
        "answered",
        "a nameserver of the host gave the answer",
        "{host}: {server_address} answers {got}",
    ),
    Signal("azure_says_account_missing", "Azure's side has no such account", "Azure's side: {azure_summary}"),
    Signal(
        "azure_says_endpoint_missing",
        "Azure's side shows no private endpoint of the account",
        "Azure's side: {azure_summary}",
    ),
    Signal(
        "azure_says_endpoint_approved",
        "Azure's side shows an approved private endpoint of the account",
        "Azure's side: the account has the approved private endpoint {azure_endpoints}",
    ),
    Signal(
        "azure_not_read",
        "Azure's side of the account was not read completely",
        "Azure's side of {account} was not read completely",
    ),
    Signal(
        "azure_says_unlinked",
        "Azure's side shows that the zone is not linked to the virtual network",
        "Azure's side: {azure_summary}",
    ),
    Signal("azure_says_zone_missing", "Azure's side has no such private DNS zone", "Azure's side: {azure_summary}"),
    Signal(
        "azure_says_fallback",
        "Azure's side shows that the zone's virtual network link falls back to the Internet",
        "Azure's side: {azure_summary}",
    ),
    Signal(
        "azure_says_record_missing",
        "Azure's side shows that the zone has no record for the name",
        "Azure's side: {azure_summary}",
    ),
    Signal(
        "azure_says_record_stale",
        "Azure's side shows that the record has an address that the private endpoint does not have",
        "Azure's side: {azure_summary}",
    ),
    Signal(
        "azure_serves_name",
        "Azure's side shows the right record in a zone that is linked to the jumphost's network",
        "Azure's side: the zone that is linked to the network has {azure_records}",
    ),
    Signal(
        "azure_has_address",
        "Azure's side shows that the private endpoint has the address of the answer",
        "Azure's side: the private endpoint has {azure_addresses}",
    ),
    Signal(
        "azure_has_other_address",
        "Azure's side shows that the private endpoint has another address",
        "Azure's side: the private endpoint has {azure_addresses}",
    ),
    Signal(
        "platform_private",
        "168.63.129.16 gives a private address in the same virtual network",
        "{seen_host}: 168.63.129.16 answers {seen_answer} in the same network",
    ),
    Signal(
        "platform_expected",
        "168.63.129.16 gives the expected address in the same virtual network",
        "{seen_host}: 168.63.129.16 answers {seen_answer}, as expected",
    ),
    Signal(
        "platform_public",
        "168.63.129.16 gives a public address in the same virtual network",
        "{seen_host}: 168.63.129.16 answers {seen_answer} in the same network",
    ),
    Signal(
        "platform_empty",
        "168.63.129.16 has no address for the name either",
        "{seen_host}: 168.63.129.16 has no address either",
    ),
    Signal(
        "platform_denies",
        "168.63.129.16 answers NXDOMAIN in the same virtual network",
        "{seen_host}: 168.63.129.16 answers NXDOMAIN in the same network",
    ),
    Signal(
        "platform_same",
        "168.63.129.16 gives the same address in the same virtual network",
        "{seen_host}: 168.63.129.16 answers {seen_answer} too",
    ),
    Signal(
        "azure_dns_same",
        "168.63.129.16 gives another host the same address, through the privatelink name",
        "{seen_host}: 168.63.129.16 answers {seen_answer} too, through {seen_hop}",
    ),
    Signal(
        "azure_dns_bare",
        "168.63.129.16 gives the address for the name itself, without the alias (CNAME) of Azure's public zones",
        "{seen_host}: 168.63.129.16 answers {seen_answer} itself, without an alias (CNAME)",
    ),
    Signal(
        "platform_same_bare",
        "168.63.129.16 gives the same address in the same virtual network, also without an alias (CNAME)",
        "{seen_host}: 168.63.129.16 answers {seen_answer} too, also without an alias (CNAME)",
    ),
    Signal(
        "asked_azure_dns",
        "the nameserver that answers is 168.63.129.16 itself",
        "{host}: 168.63.129.16 itself answers {got}",
    ),
    Signal(
        "azure_dns_elsewhere",
        "168.63.129.16 answers a host that is not in a virtual network, where it does not exist",
        "{host}: 168.63.129.16 answers {got}, although it exists only in virtual networks of Azure",
    ),
    Signal(
        "asked_public_server",
        "the nameserver has an address on the Internet",
        "{host}: {server_address} is a nameserver on the Internet",
    ),
    Signal(
        "asked_stub",
        "the nameserver is the stub resolver of systemd-resolved",
        "{host}: {server_address} is systemd-resolved",
    ),
    Signal(
        "stub_upstream_differs",
        "the nameserver behind the stub resolver gives a different answer",
        "{seen_host}: {seen_server}, which systemd-resolved asks, answers {seen_answer}",
    ),
    Signal(
        "stub_upstream_same",
        "the nameserver behind the stub resolver gives the same answer",
        "{seen_host}: {seen_server}, which systemd-resolved asks, answers {seen_answer} too",
    ),
    Signal(
        "sibling_private",
        "another nameserver gives the same host a private address",
        "{seen_host}: {seen_server} answers {seen_answer}",
    ),
    Signal(
        "private_in_network",
        "another host in the same network gets a private address",
        "{seen_host}, in the same network: {seen_server} answers {seen_answer}",
    ),
    Signal(
        "private_elsewhere",
        "another host inside gets a private address",
        "{seen_host}: {seen_server} answers {seen_answer}",
    ),
    Signal(
        "same_server_private",
        "the same nameserver gives another host a private address",
        "{seen_host}: the same nameserver, {seen_server}, answers {seen_answer}",
    ),
    Signal(
        "chain_elsewhere",
        "another nameserver's answer, or another host's, has an address behind aliases (CNAME), as in Azure's zones",
        "{seen_host}: {seen_server} answers {seen_answer}",
    ),
    Signal(
        "hop_elsewhere",
        "another nameserver's answer, or another host's, passes through a privatelink name",
        "{seen_host}: the answer of {seen_server} passes through {seen_hop}",
    ),
    Signal(
        "no_hop_elsewhere",
        "another host's answer leads to Azure's public endpoint without a privatelink name",
        "{seen_host}: the answer of {seen_server} leads to Azure's public endpoint without a privatelink name",
    ),
    Signal(
        "denied_elsewhere",
        "another host gets NXDOMAIN from a public zone of Azure",
        "{seen_host}: {seen_server} answers NXDOMAIN, with the SOA record of a public zone of Azure",
    ),
    Signal(
        "azures_zone_elsewhere",
        "another host gets an answer from Azure's zone of the same name",
        "{seen_host}: {seen_server} shows {seen_zone} as a zone of Azure",
    ),
    Signal(
        "hop_here",
        "the nameserver's answer passes through a privatelink name",
        "{host}: the answer of {server_address} passes through {own_hop}",
    ),
    Signal(
        "hop_unknown",
        "the nameserver shows no alias (CNAME), and does not answer for the privatelink name",
        "{host}: {server_address} shows no alias (CNAME) of {name}, and does not answer for {privatelink_name}",
    ),
    Signal(
        "leads_to_front_end",
        "the answer leads to Azure's public front end",
        "{host}: the answer of {server_address} leads to {front_end}",
    ),
    Signal(
        "bare_address",
        "the answer has an address without the alias (CNAME) that Azure's zones always have",
        "{host}: {server_address} answers {got} itself, without the alias (CNAME) that Azure's zones have",
    ),
    Signal(
        "bare_address_of_overlays",
        "the answer has an address that overlays use (100.64.0.0/10 or 198.18.0.0/15), and no alias (CNAME)",
        "{host}: {server_address} answers {got}, an address that overlays use, without an alias (CNAME)",
    ),
    Signal(
        "own_record",
        "the nameserver answers authoritatively (AA) for a name in a zone of Azure",
        "{host}: {server_address} answers authoritatively (AA), so it has a record of its own",
    ),
    Signal(
        "blocked_by_azure_policy",
        "the answer leads to blockpolicy.azuredns.invalid",
        "{host}: the answer of {server_address} leads to the block name of Azure's DNS security policies",
    ),
    Signal(
        "sinkhole",
        "the address cannot be that of an endpoint",
        "{host}: {server_address} answers {got}, which cannot be the address of an endpoint",
    ),
    Signal(
        "said_blocked",
        "the nameserver reports that it blocked the answer (extended DNS error 15)",
        "{host}: {server_address} adds the extended DNS error {ede}",
    ),
    Signal(
        "blocked_without_hop",
        "the nameserver reports that it blocked the answer (extended DNS error 15), and shows no alias (CNAME)",
        "{host}: {server_address} adds the extended DNS error {ede}, and shows no alias (CNAME) of {name}",
    ),
    Signal(
        "said_filtered",
        "the nameserver reports that it filtered the answer (extended DNS error 16, 17 or 18)",
        "{host}: {server_address} adds the extended DNS error {ede}",
    ),
    Signal(
        "denied_by_nobody",
        "NXDOMAIN comes without an SOA record, which every genuine NXDOMAIN has",
        "{host}: {server_address} answers NXDOMAIN without an SOA record",
    ),
    Signal(
        "zone_named_like_name",
        "the SOA record is for the name itself, as filters make it up",
        "{host}: {server_address} answers with an SOA record for {soa_zone} itself",
    ),
    Signal(
        "unrelated_zone",
        "the SOA record is that of a zone that the name is not in",
        "{host}: {server_address} answers with the SOA record of {soa_zone}, which {name} is not in",
    ),
    Signal(
        "strangers_zone",
        "the SOA record covers the name, and names a nameserver (MNAME) that is not Azure's",
        "{host}: {server_address} answers from a zone {soa_zone} of {soa_mname}, which is not Azure's",
    ),
    Signal(
        "unnamed_zone",
        "the SOA record covers the name, and does not show whose zone it is",
        "{host}: {server_address} answers from a zone {soa_zone}",
    ),
    Signal(
        "azures_private_zone",
        "the SOA record is that of an Azure private DNS zone",
        "{host}: {server_address} answers from the Azure private DNS zone {soa_zone}",
    ),
    Signal(
        "private_zone_of_public_name",
        "the SOA record is that of an Azure private DNS zone with the name of the public zone",
        "{host}: {server_address} answers from an Azure private DNS zone {soa_zone}, the public zone's name",
    ),
    Signal(
        "azures_public_zone",
        "the SOA record is that of Azure's public zone",
        "{host}: {server_address} answers from Azure's public zone {soa_zone}",
    ),
    Signal(
        "root_denies",
        "the root zone or a top-level domain answers that there is no such name",
        "{host}: {server_address} answers from a zone {soa_zone} of its own, as networks without Internet names do",
    ),
    Signal(
        "privatelink_private",
        "the nameserver gives a private address for the privatelink name itself",
        "{host}: {server_address} answers {direct_answer} for {direct_name}",
    ),
    Signal(
        "privatelink_public",
        "the nameserver gives a public address for the privatelink name itself",
        "{host}: {server_address} answers {direct_answer} for {direct_name} too",
    ),
    Signal(
        "random_private",
        "a random name in the same zone gets the same private address",
        "{host}: {server_address} answers {random_answer} for the random name {random_name} too",
    ),
    Signal(
        "random_not_private",
        "a random name in the same zone gets the same address, which is not private",
        "{host}: {server_address} answers {random_answer} for the random name {random_name} too",
    ),
    Signal(
        "random_in_range",
        "a random name in the same zone gets another address in the same range, outside the private networks",
        "{host}: {server_address} answers {random_answer}, of the same range, for the random name {random_name}",
    ),
    Signal(
        "random_denied_by_azure",
        "a random name gets NXDOMAIN from Azure's public zone, so the nameserver answers only this name by itself",
        "{host}: for the random name {random_name}, {server_address} passes on NXDOMAIN from Azure's public zone",
    ),
    Signal(
        "only_ipv4_fails",
        "the A query fails or is empty, and the AAAA answer passes through the privatelink name",
        "{host}: {server_address} answers {ipv4_rcode} and no address for A; its AAAA answer passes through {own_hop}",
    ),
    Signal(
        "types_contradict",
        "one record type gets NXDOMAIN and the other does not, which no zone can answer",
        "{host}: {server_address} answers {ipv4_rcode} for A and {ipv6_rcode} for AAAA of {name}",
    ),
    Signal(
        "embedded_ipv4",
        "the IPv6 address holds an IPv4 address (64:ff9b::/96, or a prefix before the A record's address)",
        "{host}: {server_address} answers {embedding}, which is an IPv4 address in the prefix of a DNS64",
    ),
    Signal(
        "no_embedded_ipv4",
        "the IPv6 address holds no IPv4 address",
        "{host}: {server_address} answers {public_ipv6}, which holds no IPv4 address",
    ),
    Signal(
        "only_ipv6_leads_out",
        "the AAAA answer leads to Azure's public front end, and the A answer does not",
        "{host}: only the AAAA answer of {server_address} leads to {front_end}",
    ),
    Signal(
        "zone_serves_others",
        "the same nameserver gives a private address for another name of the same zone",
        "{host}: {server_address} answers with a private address for {other_name}, from the same zone",
    ),
    Signal(
        "other_name_public",
        "the same nameserver gives public addresses for other names",
        "{host}: {server_address} gives a public address for {other_name}",
    ),
    Signal(
        "same_range_for_others",
        "other names get other addresses in the same range, outside the private networks",
        "{host}: other names get addresses of {range} too: {range_names}",
    ),
    Signal(
        "azure_answers_there",
        "Azure answers at the address, with a verified certificate",
        "{host}: Azure answers at {met_address} ({met})",
    ),
    Signal(
        "account_serves_there",
        "the account serves a request with a credential at the address",
        "{host}: the account serves a request at {met_address} ({met})",
    ),
    Signal(
        "declared_answers",
        "Azure answers at the declared address",
        "{host}: Azure answers at {declared_address}, the declared address ({met_declared})",
    ),
    Signal(
        "nobody_there",
        "the host cannot connect to the address of the answer",
        "{host} cannot connect to {met_address} ({met})",
    ),
    Signal(
        "stranger_answers_there",
        "a server other than Azure's answers at the address",
        "{host}: a server other than Azure's answers at {met_address} ({met})",
    ),
)

_PRIVATE_AT_OTHERS = ("platform_private", "private_in_network", "sibling_private")
_SIGNS_OF_A_FILTER = (
    "said_blocked",
    "said_filtered",
    "random_not_private",
    "denied_by_nobody",
    "zone_named_like_name",
    "unrelated_zone",
    "types_contradict",
    "sinkhole",
)

_BYPASSES = Candidate(
    "forwarder_bypasses_azure",
    ("dns_public_address",),
    "the nameserver resolves {public_zone} on the Internet instead of asking 168.63.129.16",
    "{asked_server} resolves {public_zone} on the Internet, or in a network that {zone} is not linked to: it does "
    "not forward to 168.63.129.16 in the network where {name} has a private address. Programs on {host} that use "
    "this nameserver reach the public endpoint.",
    remedy=(
        ASK_AZURE,
        ASK,
        Note(
            "On {asked_server}, forward {public_zone} (the public zone, not {zone}) to 168.63.129.16, or configure "
            "the host to use a nameserver that gives the private address."
        ),
        *FORWARD,
        USE_NAMESERVER,
    ),
    looks=(ASK_AZURE, ASK),
    docs=(INTEGRATION, PLATFORM),
    proven_by=(
        ("platform_private", "hop_here"),
        ("platform_private", "privatelink_public"),
        ("sibling_private", "hop_here"),
    ),
    supported_by=(
        "platform_private",
        "private_in_network",
        "sibling_private",
        "azure_serves_name",
        "asked_public_server",
        "platform_public",
    ),
    excluded_by=(
        "asked_azure_dns",
        "privatelink_private",
        "random_not_private",
        "stub_upstream_differs",
        "same_server_private",
        "same_range_for_others",
    ),
    vantages=("jumphost",),
)

_BYPASSES_ON_PREMISES = Candidate(
    "forwarder_bypasses_azure",
    ("dns_public_address",),
    "the on-premises nameserver has no conditional forwarder for {public_zone}",
    "The on-premises nameserver {asked_server} resolves {public_zone} on the Internet: it has no conditional "
    "forwarder for {public_zone} to a DNS forwarder or DNS Private Resolver in the virtual network.",
    remedy=(
        Command(
            "az dns-resolver inbound-endpoint list --resource-group {resolver_resource_group} "
            "--dns-resolver-name {dns_resolver} --query '[].ipConfigurations[].privateIpAddress'"
        ),
        Note("On {asked_server}, forward {public_zone} (the public zone, not {zone}) to that inbound endpoint."),
        *FORWARD,
        ASK,
    ),
    looks=(
        ASK,
        Command(
            "az dns-resolver inbound-endpoint list --resource-group {resolver_resource_group} "
            "--dns-resolver-name {dns_resolver} --query '[].ipConfigurations[].privateIpAddress'"
        ),
    ),
    docs=(INTEGRATION, RESOLVER),
    proven_by=(("private_in_network", "hop_here"), ("sibling_private", "hop_here")),
    supported_by=("private_in_network", "sibling_private", ("private_elsewhere", "hop_here")),
    excluded_by=(
        "privatelink_private",
        "random_not_private",
        "stub_upstream_differs",
        "same_server_private",
        "same_range_for_others",
    ),
    vantages=("onprem",),
)

_FILTER = Candidate(
    "dns_filter",
    ("dns_name_unknown", "dns_empty", "dns_special_address"),
    "a DNS filter answers in place of Azure's zones",
    "A DNS filter (a response policy, a blocklist or a secure web gateway) at {asked_server} answers {name} in "
    "place of Azure's zones. Its answer shows nothing about the account or its zone.",
    remedy=(
        ASK,
        _ASK_RANDOM,
        Note("Exempt {public_zone} and {zone} from the DNS filter of {asked_server}."),
        *PASS_FILTER,
        USE_NAMESERVER,
    ),
    looks=(ASK, _ASK_RANDOM),
    docs=(INTEGRATION,),
    proven_by=(
        "random_not_private",
        "types_contradict",
        ("denied_by_nobody", "said_blocked"),
        ("denied_by_nobody", "said_filtered"),
        ("zone_named_like_name", "said_blocked"),
        ("unrelated_zone", "said_blocked"),
        ("denied_by_nobody", "platform_private"),
        ("unrelated_zone", "platform_private"),
        ("zone_named_like_name", "platform_private"),
    ),
    supported_by=(
        "blocked_without_hop",
        "said_filtered",
        "denied_by_nobody",
        "zone_named_like_name",
        "unrelated_zone",
        ("bare_address", "sinkhole"),
        ("bare_address", "stranger_answers_there"),
    ),
    excluded_by=(
        "platform_same",
        "azure_dns_same",
        ("asked_azure_dns", "sinkhole"),
        "leads_to_front_end",
        ("said_prohibited", "refuses_everything"),
        ("only_ipv4_fails", "said_blocked", "platform_private"),
        ("only_ipv4_fails", "said_filtered", "platform_private"),
        ("hop_here", "platform_private", "other_name_public"),
        "azures_public_zone",
        "strangers_zone",
        "unchecked_answered",
    ),
)

_FOREIGN_ZONE = Candidate(
    "foreign_zone",
    ("dns_direct_record",),
    "the nameserver has a zone or a record of its own that hides Azure's",
    "{asked_server} has a zone or a record of its own in place of Azure's, so Azure's zones are never asked for "
    "{name}.",
    remedy=(
        _ASK_ZONE,
        _ASK_PRIVATE_ZONE,
        Note(
            "On {asked_server}, remove its own zone or record for {name}, which the queries for SOA show, and "
            "forward {public_zone} to {forward_target}. Change nothing in Azure's private DNS zone before that."
        ),
        *FORWARD_IN_PLACE,
        ASK,
    ),
    looks=(_ASK_ZONE, _ASK_PRIVATE_ZONE),
    docs=(INTEGRATION, RESOLVER),
    proven_by=("strangers_zone",),
    supported_by=("own_record", "platform_expected"),
    excluded_by=(
        "asked_azure_dns",
        "azures_zone_elsewhere",
        "platform_same_bare",
        "azures_private_zone",
        "private_zone_of_public_name",
        "azures_public_zone",
        "unrelated_zone",
        "zone_named_like_name",
        "random_private",
        "random_not_private",
        "stub_upstream_differs",
    ),
)

_SHADOW_ZONE = Candidate(
    "shadow_zone",
    ("dns_direct_record",),
    "an Azure private DNS zone has the name of the public zone {public_zone} and hides it",
    "The Azure private DNS zone {shadow_zone} hides the public zone. Names that it does not hold itself, such as those "
    "of other accounts, stop resolving, and its records become stale when the private endpoint is re-created.",
    remedy=UNSHADOW,
    looks=(
        _ASK_ZONE,
        Command("az network private-dns zone list --query '[].[name, id]' --output tsv | grep -w ^{public_zone}"),
    ),
    docs=(ZONES, LINKS),
    proven_by=("private_zone_of_public_name",),
    supported_by=("asked_azure_dns",),
    excluded_by=("strangers_zone", "own_record", "random_denied_by_azure"),
)

# A wildcard record in it.
_SHADOW_FOR_ALL = replace(
    _SHADOW_ZONE,
    codes=("dns_wrong_address",),
    needs=(("asked_azure_dns", "random_private"),),
    supported_by=(("asked_azure_dns", "random_private"),),
)

# Only a private zone gives 168.63.129.16 an address that the public zone has not; for other names it asks that one.
_SHADOW_OF_NAME = Candidate(
    "shadow_zone",
    ("dns_direct_record", "dns_wrong_address"),
    "an Azure private DNS zone has the name {name} itself",
    "An Azure private DNS zone with the name {name} itself has {address}: it hides the privatelink zone, and its "
    "record becomes stale when the private endpoint is re-created.",
    remedy=(
        Command("az network private-dns zone list --query '[].[name, id]' --output tsv | grep -w ^{name}"),
        GROUPS,
        Note("Unlink that zone from the virtual network once {zone} is linked and has the right record."),
    ),
    docs=(ZONES, LINKS),
    needs=(("azure_dns_bare", "random_denied_by_azure"),),
    supported_by=("azure_dns_bare",),
    excluded_by=("strangers_zone", "own_record", "private_zone_of_public_name"),
)

_RECORD_STALE = Candidate(
    "record_stale",
    ("dns_wrong_address",),
    "the record in {zone} does not have the private endpoint's address",
    "The record of {name} in {zone} does not have exactly the private endpoint's address: the endpoint was "
    "re-created with another address, or the record was changed.",
    remedy=(
        ENDPOINT_ADDRESSES,
        RECORDS,
        Note("If the endpoint really has {address}, correct private_addresses in privatelink_accounts instead."),
        Command(
            f"az network private-dns record-set a update {OF_ZONE} --name {{label}} "
            "--set 'aRecords[0].ipv4Address'={expected_address}",
            when="if the endpoint has {expected} and the record does not",
            changes=True,
        ),
    ),
    looks=(ENDPOINT_ADDRESSES, RECORDS, ASK_AZURE),
    docs=(INTEGRATION,),
    proven_by=(
        "azure_says_record_stale",
        ("platform_same", "azure_has_other_address"),
        ("asked_azure_dns", "azure_has_other_address"),
        ("platform_same", "declared_answers"),
        ("asked_azure_dns", "declared_answers"),
    ),
    supported_by=(
        "azure_has_other_address",
        ("asked_azure_dns", "nobody_there"),
        ("platform_same", "nobody_there"),
    ),
    excluded_by=(
        "platform_expected",
        "azure_has_address",
        "random_private",
        "random_not_private",
        "strangers_zone",
        "private_zone_of_public_name",
        "azure_serves_name",
        "azure_dns_bare",
        "same_range_for_others",
    ),
)

_WILDCARD = Candidate(
    "record_wildcard",
    ("dns_direct_record",),
    "a wildcard gives every name in {public_zone} the same address",
    "{asked_server} gives every name in {public_zone} the same address (a wildcard record, or address=/zone/ in "
    "dnsmasq): the names of other accounts resolve to it too.",
    remedy=(
        ASK,
        _ASK_RANDOM,
        Note("On {asked_server}, remove the wildcard, and forward {public_zone} to {forward_target} instead."),
    ),
    looks=(_ASK_RANDOM, ASK),
    docs=(INTEGRATION,),
    needs=("random_private",),
    proven_by=("random_private",),
    excluded_by=("random_denied_by_azure", "asked_azure_dns", "strangers_zone", "said_blocked", "said_filtered"),
)

_OVERLAY = Candidate(
    "overlay",
    ("dns_wrong_address", "dns_no_privatelink", "dns_public_address", "dns_special_address", "host_not_outside"),
    "a network overlay gives names addresses of its own",
    "A network overlay (a secure web gateway or zero-trust client) gives names addresses of its own, such as "
    "{address}, and forwards connections to the real ones.",
    remedy=(
        ASK,
        Note(
            "If that is intended, set networks: [{range}] for {account} in privatelink_accounts, in place of its "
            "private_addresses. Otherwise exempt {public_zone} and {zone} from the overlay on {host}."
        ),
    ),
    looks=(ASK, _ASK_RANDOM),
    docs=(INTEGRATION,),
    needs=("same_range_for_others", "random_in_range", "programs_get_invented", "bare_address_of_overlays"),
    proven_by=(
        ("azure_answers_there", "same_range_for_others"),
        ("azure_answers_there", "random_in_range"),
        ("azure_answers_there", "programs_get_invented"),
    ),
    supported_by=(
        "same_range_for_others",
        "random_in_range",
        "programs_get_invented",
        ("azure_answers_there", "bare_address_of_overlays"),
    ),
    excluded_by=("random_private", "random_not_private", "azure_has_address"),
)

CANDIDATES = (
    # The name is public, or has an alias that leads there.
    Candidate(
        "forwarder_privatelink_only",
        ("dns_public_address",),
        "{zone} is forwarded to Azure and {public_zone} is not",
        "{asked_server} forwards only {zone} to Azure: it gives a private address for {privatelink_name}. Programs "
        "ask for {name}, which it resolves on the Internet, so those that use this nameserver reach the public "
        "endpoint.",
        remedy=(
            _ASK_PRIVATELINK,
            Note(
                "On {asked_server}, forward the public zone {public_zone} to where {zone} is forwarded, and remove the "
                "forwarder for {zone}: the answer then holds both names."
            ),
            *FORWARD,
            ASK,
        ),
        looks=(_ASK_PRIVATELINK,),
        docs=(INTEGRATION, PLATFORM),
        needs=("privatelink_private",),
        proven_by=("privatelink_private",),
        excluded_by=("privatelink_public", "asked_azure_dns"),
        vantages=("jumphost", "onprem"),
    ),
    Candidate(
        "zone_not_linked",
        ("dns_public_address",),
        "the private DNS zone {zone} is not linked to the virtual network where the name is resolved",
        "The private DNS zone {zone} is not linked to the virtual network where the name is resolved, so programs on "
        "{host} that ask DNS use the public endpoint.",
        remedy=(
            SHOW_LINKS,
            Command(LINK_TEXT, when="if the first command does not list the virtual network", changes=True),
        ),
        looks=(ASK_AZURE, SHOW_LINKS),
        docs=(LINKS, INTEGRATION),
        proven_by=("azure_says_unlinked",),
        supported_by=("asked_azure_dns", "platform_public"),
        excluded_by=(
            "platform_private",
            "private_in_network",
            "privatelink_private",
            "random_not_private",
            "stub_upstream_differs",
            ("asked_azure_dns", "zone_serves_others"),
        ),
        yields_to=("zone_fallback",),
        vantages=("jumphost",),
    ),
    Candidate(
        "zone_fallback",
        ("dns_public_address",),
        "the record is missing, and the zone's virtual network link falls back to the Internet (NxDomainRedirect)",
        "{zone} has no record for {name}. Its virtual network link falls back to the Internet (NxDomainRedirect), "
        "which hides that the record is missing.",
        remedy=(SHOW_LINKS, RECORDS, *RECORD),
        looks=(SHOW_LINKS, RECORDS),
        docs=(FALLBACK, INTEGRATION),
        needs=("azure_says_fallback", "zone_serves_others", "azure_not_read"),
        proven_by=("azure_says_fallback",),
        supported_by=(("asked_azure_dns", "zone_serves_others"),),
        excluded_by=(
            "platform_private",
            "private_in_network",
            "privatelink_private",
            "random_not_private",
            "stub_upstream_differs",
        ),
        vantages=("jumphost",),
    ),
    Candidate(
        "zone_missing",
        ("dns_public_address",),
        "the private DNS zone {zone} does not exist",
        "The private DNS zone {zone} does not exist, so {name} gets its public address.",
        remedy=(CREATE_ZONE, LINK_ZONE, *ZONE_GROUP),
        looks=(
            ASK_AZURE,
            Command("az network private-dns zone list --query '[].[name, id]' --output tsv | grep -w ^{zone}"),
        ),
        docs=(ZONES, LINKS),
        needs=("azure_says_zone_missing", "azure_not_read"),
        proven_by=("azure_says_zone_missing",),
        excluded_by=(
            "platform_private",
            "private_in_network",
            "privatelink_private",
            "random_not_private",
            "stub_upstream_differs",
            "zone_serves_others",
        ),
        vantages=("jumphost",),
    ),
    _BYPASSES,
    replace(_BYPASSES, codes=("dns_no_privatelink",), needs=_PRIVATE_AT_OTHERS),
    _BYPASSES_ON_PREMISES,
    replace(_BYPASSES_ON_PREMISES, codes=("dns_no_privatelink",), needs=_PRIVATE_AT_OTHERS),
    Candidate(
        "split_view",
        ("dns_public_address", "dns_no_privatelink", "dns_name_unknown", "dns_record_missing", "dns_empty"),
        "the nameserver gives different clients different answers",
        "{asked_server} gives another host a private address for {name}, but not {host}: its answer depends on the "
        "client (a view, or another forwarder for this client).",
        remedy=(
            ASK,
            Note("On {asked_server}, give {host} the same view and forwarders as the host with the private address."),
        ),
        docs=(INTEGRATION,),
        needs=("same_server_private",),
        supported_by=("same_server_private",),
        excluded_by=("asked_azure_dns", "privatelink_private"),
    ),
    Candidate(
        "stub_resolver",
        ("dns_public_address", "dns_no_privatelink", "dns_name_unknown", "dns_empty", "dns_wrong_address"),
        "the stub resolver of systemd-resolved does not pass on its nameserver's answer",
        "systemd-resolved on {host} gives a different answer from the nameserver that it asks: it keeps an old answer, "
        "or asks another nameserver for this name.",
        remedy=(
            Command("resolvectl status"),
            Command("resolvectl query {name}"),
            Command("sudo resolvectl flush-caches", changes=True),
        ),
        docs=(INTEGRATION,),
        needs=("asked_stub",),
        proven_by=("stub_upstream_differs",),
        excluded_by=("stub_upstream_same",),
    ),
    Candidate(
        "dns_intercepted",
        ("dns_public_address", "dns_malformed"),
        "a device on the path answers in the nameserver's place",
        "Something on the path answers in place of {server_address}: a firewall, a router or a captive portal "
        "intercepts the DNS queries of {host}.",
        remedy=(
            ASK,
            Command(f"dig +tcp {SERVER} {{name}}"),
            Note(
                "Exempt {host} from the interception of port 53, or configure a forwarder for {public_zone} on the "
                "intercepting device."
            ),
        ),
        docs=(PLATFORM,),
        needs=("azure_dns_elsewhere", "no_dns_message"),
        supported_by=("azure_dns_elsewhere", "no_dns_message"),
    ),
    Candidate(
        "chain_hidden",
        ("dns_public_address",),
        "the nameserver hides aliases (CNAME), so the address does not show whether a private endpoint exists",
        "{asked_server} hides aliases (CNAME) and did not answer for {privatelink_name}: the address alone does not "
        "show that a private endpoint exists.",
        remedy=(_ASK_PRIVATELINK, Note("Run the playbook again, or configure {host} to use a public nameserver.")),
        docs=(INTEGRATION,),
        vantages=("outside",),
        supported_by=("hop_unknown",),
        excluded_by=("random_not_private", "hop_here"),
    ),
    Candidate(
        "stale_answer",
        ("dns_no_privatelink",),
        "the nameserver keeps an answer from before the account had a private endpoint",
        "{asked_server} answers without the privatelink name, which other answers pass through: it keeps an answer "
        "from before the account had a private endpoint.",
        remedy=(
            ASK,
            Note("Clear the cache of {asked_server}, or wait until the answer's time to live has expired."),
            CLEAR_CACHE,
        ),
        docs=(INTEGRATION,),
        needs=("hop_elsewhere",),
        supported_by=(("hop_elsewhere", "leads_to_front_end"),),
        excluded_by=("platform_private", "sibling_private", "private_in_network", "random_not_private"),
    ),
    Candidate(
        "no_private_endpoint",
        ("dns_no_privatelink",),
        "{account} has no private endpoint",
        "{account} has no private endpoint: if it had one, Azure's answer for {name} would pass through "
        "{privatelink_name}.",
        remedy=(_CONNECTIONS, _GROUP_IDS, CREATE_ENDPOINT, *ZONE_IF_MISSING, *ZONE_GROUP),
        looks=(ASK, _CONNECTIONS),
        docs=(LEARN + "ai-services/cognitive-services-virtual-networks", ENDPOINT),
        proven_by=("azure_says_endpoint_missing", ("leads_to_front_end", "no_hop_elsewhere")),
        supported_by=("leads_to_front_end", "no_hop_elsewhere"),
        excluded_by=(
            "hop_elsewhere",
            "hop_here",
            "platform_private",
            "private_elsewhere",
            "azure_says_endpoint_approved",
            "random_not_private",
            "privatelink_private",
        ),
    ),
    # Somebody on the path decides what clients may see.
    Candidate(
        "rebinding_protection",
        ("dns_empty", "dns_servfail", "dns_refused"),
        "the nameserver removes private addresses from answers (rebinding protection)",
        "{asked_server} removes private addresses from answers (rebinding protection): its answer for {name} passes "
        "through {own_hop}, but lacks the address. This answer shows nothing about the zone or its record.",
        remedy=(
            ASK_AZURE,
            ASK,
            Note("On {asked_server}, exempt {public_zone} from the protection; this exempts {zone} too."),
            *ALLOW_PRIVATE_ADDRESSES,
        ),
        looks=(ASK_AZURE, _ASK_IPV6),
        docs=(INTEGRATION,),
        needs=("only_ipv4_fails", "hop_here"),
        proven_by=(
            ("only_ipv4_fails", "platform_private", "said_blocked"),
            ("only_ipv4_fails", "platform_private", "said_filtered"),
            ("only_ipv4_fails", "platform_private", "repeat_fails"),
            ("hop_here", "platform_private", "said_blocked"),
            ("hop_here", "platform_private", "other_name_public"),
        ),
        supported_by=(
            "only_ipv4_fails",
            ("hop_here", "platform_private"),
            ("hop_here", "private_in_network"),
            ("hop_here", "private_elsewhere"),
            ("hop_here", "sibling_private"),
            ("hop_here", "said_blocked"),
        ),
        excluded_by=(
            "platform_empty",
            "platform_denies",
            "asked_azure_dns",
            "unchecked_answered",
            "repeat_answered",
            "strangers_zone",
            "same_server_private",
        ),
        yields_to=("dns_filter",),
    ),
    _FILTER,
    replace(_FILTER, codes=("dns_no_privatelink",), needs=("bare_address", *_SIGNS_OF_A_FILTER)),
    replace(
        _FILTER,
        codes=(
            "dns_public_address",
            "dns_record_missing",
            "dns_mixed_addresses",
            "dns_refused",
            "dns_servfail",
        ),
        needs=_SIGNS_OF_A_FILTER,
    ),
    # A block page may have a private address, and is the same for every name, as a wildcard is.
    replace(
        _FILTER,
        codes=("dns_wrong_address",),
        needs=(*_SIGNS_OF_A_FILTER, ("random_private", "stranger_answers_there")),
        proven_by=(*_FILTER.proven_by, ("random_private", "said_blocked"), ("random_private", "said_filtered")),
        supported_by=(*_FILTER.supported_by, ("random_private", "stranger_answers_there")),
    ),
    Candidate(
        "azure_dns_policy",
        (
            "dns_public_address",
            "dns_no_privatelink",
            "dns_name_unknown",
            "dns_empty",
            "dns_special_address",
            "dns_servfail",
        ),
        "a DNS security policy of Azure blocks {name}",
        "A DNS security policy of Azure that is linked to the virtual network of {host} blocks {name}: the answer "
        "leads to blockpolicy.azuredns.invalid.",
        remedy=(
            ASK,
            Command("az resource list --resource-type Microsoft.Network/dnsResolverPolicies --output table"),
            Note("Allow {public_zone} and {zone} in the traffic rules of the policy that is linked to the network."),
        ),
        docs=(LEARN + "dns/dns-security-policy",),
        needs=("blocked_by_azure_policy",),
        proven_by=("blocked_by_azure_policy",),
    ),
    # Zones that answer in place of Azure's, and the zones and records of Azure themselves.
    _FOREIGN_ZONE,
    replace(
        _FOREIGN_ZONE,
        codes=("dns_record_missing", "dns_wrong_address"),
        looks=(ASK_AZURE, _ASK_PRIVATE_ZONE),
        excluded_by=(*_FOREIGN_ZONE.excluded_by, "platform_same"),
    ),
    replace(
        _FOREIGN_ZONE,
        codes=("dns_name_unknown", "dns_empty", "dns_no_privatelink", "dns_mixed_addresses", "dns_cname_loop"),
        needs=("strangers_zone", "own_record", "unnamed_zone"),
    ),
    _SHADOW_ZONE,
    _SHADOW_OF_NAME,
    replace(
        _SHADOW_ZONE,
        codes=("dns_name_unknown", "dns_empty", "dns_wrong_address"),
        needs=("private_zone_of_public_name",),
        supported_by=(),
    ),
    Candidate(
        "record_pinned",
        ("dns_direct_record",),
        "the nameserver has a record for {name} alone",
        "{asked_server} has a record for {name} alone (local-data, host-record or a hosts file): for other names it "
        "passes on what Azure's public zone answers. The record becomes stale when the private endpoint is re-created.",
        remedy=(
            ASK,
            _ASK_RANDOM,
            Note("On {asked_server}, remove the record of {name}, and forward {public_zone} to {forward_target}."),
        ),
        looks=(_ASK_RANDOM, ASK),
        docs=(INTEGRATION,),
        needs=("random_denied_by_azure",),
        supported_by=("random_denied_by_azure",),
        excluded_by=(
            "strangers_zone",
            "random_private",
            "private_zone_of_public_name",
            "azure_dns_bare",
        ),
        yields_to=("foreign_zone",),
    ),
    _SHADOW_FOR_ALL,
    _WILDCARD,
    # A block page of a private address is the same for every name, too.
    replace(
        _WILDCARD,
        codes=("dns_wrong_address",),
        why="{asked_server} gives every name in {public_zone} the same address (a wildcard record, or address=/zone/ "
        "in dnsmasq): {address}, which is not the expected address of {name}.",
        proven_by=(),
        supported_by=("random_private",),
    ),
    Candidate(
        "record_missing",
        ("dns_record_missing", "dns_empty"),
        "the private DNS zone {zone} has no address for {name}",
        "The private DNS zone {zone} is linked, but has no address record for {name}. Azure DNS answers from this zone "
        "alone, so the name gets no address.",
        remedy=(RECORDS, *RECORD),
        looks=(ASK_AZURE, RECORDS),
        docs=(INTEGRATION, FALLBACK),
        proven_by=(
            "azure_says_record_missing",
            ("asked_azure_dns", "azures_private_zone"),
            ("platform_denies", "azures_private_zone"),
            ("platform_empty", "azures_private_zone"),
        ),
        supported_by=("azures_private_zone", "asked_azure_dns", "platform_denies", "platform_empty"),
        excluded_by=(
            "platform_private",
            "private_in_network",
            "strangers_zone",
            "unrelated_zone",
            "denied_by_nobody",
            "zone_named_like_name",
            "types_contradict",
            "azure_serves_name",
            "private_zone_of_public_name",
        ),
    ),
    Candidate(
        "account_missing",
        ("dns_name_unknown",),
        "no account has the custom subdomain {account}",
        "No account has the custom subdomain {account}: Azure's public zone {public_zone} does not hold {name}.",
        remedy=(
            _LIST_ACCOUNTS,
            Note("Check the spelling of the account's name, and whether the account was deleted."),
        ),
        looks=(ASK, _LIST_ACCOUNTS),
        docs=(SUBDOMAIN,),
        proven_by=("azure_says_account_missing", ("azures_public_zone", "denied_elsewhere")),
        supported_by=("azures_public_zone", "denied_elsewhere"),
        excluded_by=(
            "hop_elsewhere",
            "chain_elsewhere",
            "hop_here",
            "platform_private",
            "platform_public",
            "privatelink_private",
            "privatelink_public",
            "azure_says_endpoint_approved",
            "strangers_zone",
            "private_zone_of_public_name",
            "unrelated_zone",
            "types_contradict",
            "root_denies",
        ),
    ),
    _RECORD_STALE,
    replace(
        _RECORD_STALE,
        codes=("dns_mixed_addresses",),
        remedy=(ENDPOINT_ADDRESSES, RECORDS, _REMOVE_PUBLIC, Note("Leave only the private endpoint's address there.")),
        supported_by=("asked_azure_dns", "platform_same", "azure_has_other_address"),
    ),
    replace(
        _RECORD_STALE,
        codes=("dns_special_address",),
        needs=("asked_azure_dns", "platform_same", "azure_dns_same", "hop_here"),
        supported_by=("asked_azure_dns", "platform_same", "azure_dns_same"),
    ),
    Candidate(
        "declaration_outdated",
        ("dns_wrong_address",),
        "the addresses that are declared for {name} are out of date",
        "The private endpoint has the address {address}, but another one is declared for {name}: the declaration is "
        "out of date.",
        remedy=(
            ENDPOINT_ADDRESSES,
            Note("Correct private_addresses (or networks) of {account} in privatelink_accounts."),
        ),
        docs=(INTEGRATION,),
        looks=(ENDPOINT_ADDRESSES,),
        proven_by=("azure_has_address",),
        # A relay with a record of its own serves the account, too.
        supported_by=(("account_serves_there", "hop_here"),),
        excluded_by=(
            "azure_has_other_address",
            "azure_says_record_stale",
            "declared_answers",
            "nobody_there",
            "platform_expected",
            "random_private",
            "random_not_private",
            "strangers_zone",
            "own_record",
            "same_range_for_others",
            "random_in_range",
        ),
    ),
    *with_steps(
        [_OVERLAY],
        "host_not_outside",
        (ASK, Note("Exempt {public_zone} and {zone} from the overlay on {host}, or check from another host outside.")),
    ),
    # IPv6, and chains without an end.
    Candidate(
        "dns64",
        ("dns_ipv6_public",),
        "DNS64 makes an IPv6 address from the IPv4 address",
        "{asked_server} uses DNS64: it makes the IPv6 address {embedding} from the IPv4 address, for hosts without "
        "IPv4. The address is not a record of the private DNS zone.",
        remedy=(
            _ASK_IPV6,
            Note("Exempt {host} from DNS64 on {asked_server}, or use a nameserver without DNS64 on hosts with IPv4."),
        ),
        docs=(INTEGRATION,),
        needs=("embedded_ipv4",),
        proven_by=("embedded_ipv4",),
    ),
    Candidate(
        "ipv6_not_forwarded",
        ("dns_ipv6_public",),
        "the nameserver overrides the A record of {name} and resolves AAAA on the Internet",
        "{asked_server} answers the A query for {name} by itself or from Azure, and resolves AAAA on the Internet: "
        "only the AAAA answer leads to {front_end}.",
        remedy=(
            _ASK_IPV6,
            Note("On {asked_server}, forward {public_zone} as a whole instead of overriding single records."),
        ),
        docs=(INTEGRATION,),
        needs=("only_ipv6_leads_out",),
        proven_by=("only_ipv6_leads_out",),
        excluded_by=("embedded_ipv4",),
    ),
    Candidate(
        "ipv6_record",
        ("dns_ipv6_public",),
        "the private DNS zone has a public IPv6 record for {name}",
        "The private DNS zone {zone} has a public IPv6 record for {name}. Programs that prefer IPv6 then leave the "
        "virtual network.",
        remedy=(
            _ASK_IPV6,
            Command(f"az network private-dns record-set aaaa show {OF_ZONE} --name {{label}}"),
            Command(
                f"az network private-dns record-set aaaa delete {OF_ZONE} --name {{label}}",
                when="if the zone has this record",
                changes=True,
            ),
        ),
        docs=(ZONES,),
        supported_by=(("asked_azure_dns", "no_embedded_ipv4"), "platform_same"),
        excluded_by=("embedded_ipv4", "only_ipv6_leads_out"),
    ),
    Candidate(
        "cname_loop",
        ("dns_cname_loop",),
        "a private DNS zone has a CNAME record that leads back to itself",
        "A private DNS zone has a CNAME record for {name} that leads back to the name itself, so no program gets an "
        "address.",
        remedy=(
            ASK,
            Command(f"az network private-dns record-set cname list {OF_ZONE} --output table"),
            GROUPS,
            Command(
                f"az network private-dns record-set cname delete {OF_ZONE} --name {{record}}",
                when="if the list shows a record that leads back",
                changes=True,
            ),
            RENEW,
            *INTO_GROUP,
        ),
        docs=(ZONES,),
        supported_by=("asked_azure_dns",),
        excluded_by=("platform_private", "private_in_network", "strangers_zone"),
    ),
)

FAMILY = Family("dns_answers", "what nameservers answer", SIGNALS, CANDIDATES)
