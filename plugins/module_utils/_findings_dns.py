# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Catalogue: the name and what the nameservers say about it."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._finding import LEARN, Finding

_ZONES = LEARN + "private-link/private-endpoint-dns"
_INTEGRATION = LEARN + "private-link/private-endpoint-dns-integration"
_LINKS = LEARN + "dns/private-dns-virtual-network-links"
_PLATFORM = LEARN + "virtual-network/what-is-ip-address-168-63-129-16"
_FALLBACK = LEARN + "dns/private-dns-fallback"
_RESOLVER = LEARN + "dns/dns-private-resolver-overview"

_ASK = "dig @{server} {name}"
_LINK_ZONE = (
    "az network private-dns link vnet create --resource-group <resource-group> --zone-name {zone} "
    "--name <link> --virtual-network <vnet-id> --registration-enabled false"
)
_ZONE_GROUP = (
    "az network private-endpoint dns-zone-group create --resource-group <resource-group> "
    "--endpoint-name <private-endpoint> --name default --zone-name {zone} --private-dns-zone <zone-id>"
)
_RECORDS = "az network private-dns record-set a list --resource-group <resource-group> --zone-name {zone} --output table"

FINDINGS = (
    Finding(
        "dns_refused",
        "nameserver {server_address} refuses to answer for {name}",
        "The server answers, but not this client: 168.63.129.16 refuses clients outside Azure, others have access lists.",
        (_ASK, "Allow this host on the nameserver, or point the host at the virtual network's nameserver."),
        (_PLATFORM, _RESOLVER),
    ),
    Finding(
        "dns_servfail",
        "nameserver {server_address} fails for {name}",
        "The server could not get an answer itself: its forwarder is down, or DNSSEC validation rejects a private zone.",
        (_ASK, "dig @168.63.129.16 {name}", "Repair the forwarder for the public zone of {name}."),
        (_INTEGRATION,),
    ),
    Finding(
        "dns_malformed",
        "nameserver {server_address} sent an answer for {name} that is no DNS message",
        "Something other than a nameserver answers, or a device on the way rewrites DNS.",
        (_ASK, "Look for a firewall or captive portal that intercepts port 53."),
        (_INTEGRATION,),
    ),
    Finding(
        "dns_truncated",
        "nameserver {server_address} truncates its answer for {name} and does not answer over TCP",
        "Long CNAME chains need TCP port 53 when they do not fit into one datagram; a firewall often allows UDP only.",
        ("dig +tcp @{server} {name}", "Allow TCP port 53 to the nameserver."),
        (_INTEGRATION,),
    ),
    Finding(
        "dns_timeout",
        "nameserver {server_address} does not answer for {name}",
        "Queries disappear: a firewall drops port 53, or the address is no nameserver (168.63.129.16 exists only in Azure).",
        (_ASK, "Allow UDP and TCP port 53 to the nameserver, or replace it in the host's resolver configuration."),
        (_PLATFORM, _RESOLVER),
    ),
    Finding(
        "dns_resolver_unreachable",
        "nameserver {server_address} cannot be reached",
        "There is no route to it, or it refuses port 53: no nameserver listens at that address.",
        ("ip route get {server_address}", "resolvectl status", "Replace the nameserver in the host's resolver configuration."),
        (_PLATFORM,),
    ),
    Finding(
        "dns_cname_loop",
        "the CNAME chain of {name} runs in a circle or never ends",
        "A private zone holds a CNAME that leads back to the name itself.",
        (_ASK, "Replace the CNAME by the private endpoint's A record."),
        (_ZONES,),
    ),
    Finding(
        "dns_name_unknown",
        "{name} does not exist (NXDOMAIN)",
        "No account has this custom subdomain, it was deleted, or a private zone named like the public zone hides it.",
        (
            "az cognitiveservices account list --query \"[].properties.customSubDomainName\" --output tsv",
            "Check the spelling of the account's name.",
        ),
        (LEARN + "ai-services/cognitive-services-custom-subdomains",),
    ),
    Finding(
        "dns_record_missing",
        "the private zone {zone} has no record for {name}",
        "The zone is linked, so Azure DNS answers from it alone; without the A record the name does not exist "
        "(NXDOMAIN at {privatelink_name}).",
        (_ZONE_GROUP, _RECORDS),
        (_INTEGRATION, _FALLBACK),
    ),
    Finding(
        "dns_empty",
        "{name} has neither an A nor an AAAA record",
        "The name exists but leads nowhere: a record set of another type, or an empty one, stands in the private zone.",
        (_RECORDS, _ZONE_GROUP),
        (_ZONES,),
    ),
    Finding(
        "dns_special_address",
        "{name} resolves to {address}, which no endpoint can have",
        "A DNS filter or a pinned record sends the name to a sinkhole.",
        (_ASK, "Exempt {name} and {privatelink_name} from the DNS filter."),
        (_INTEGRATION,),
    ),
    Finding(
        "dns_mixed_addresses",
        "{name} resolves to private and public addresses at once: {address}",
        "Programs take either, so some requests leave the virtual network.",
        (_RECORDS, "Leave only the private endpoint's address in the record set."),
        (_ZONES,),
    ),
    Finding(
        "dns_public_address",
        "{name} resolves to the public address {address}",
        "The private zone {zone} is not linked to the virtual network that answers, or the nameserver bypasses "
        "168.63.129.16; or the record is missing and the link falls back to the Internet (NxDomainRedirect). Programs on "
        "{host} use the public endpoint.",
        (
            _LINK_ZONE,
            "az network private-dns link vnet list --resource-group <resource-group> --zone-name {zone} "
            "--query '[].[virtualNetwork.id, resolutionPolicy]' --output table",
            "dig @168.63.129.16 {name}",
        ),
        (_LINKS, _INTEGRATION, _FALLBACK),
    ),
    Finding(
        "dns_forwarder_missing",
        "{name} resolves to the public address {address}",
        "The on-premises nameserver answers from the Internet: it has no conditional forwarder for the public zone "
        "{public_zone} to a DNS forwarder or Private Resolver in the virtual network.",
        (
            "Forward {public_zone} (the public zone, not {zone}) to the inbound endpoint of the DNS Private Resolver.",
            _ASK,
        ),
        (_INTEGRATION, _RESOLVER),
    ),
    Finding(
        "dns_no_privatelink",
        "{name} resolves to {address} without a privatelink name",
        "Azure puts the privatelink name into the chain as soon as the account has a private endpoint: it has none.",
        (
            "az network private-endpoint create --resource-group <resource-group> --name <private-endpoint> "
            "--vnet-name <vnet> --subnet <subnet> --private-connection-resource-id <account-id> --group-id account "
            "--connection-name <connection>",
        ),
        (LEARN + "ai-services/cognitive-services-virtual-networks",),
    ),
    Finding(
        "dns_ipv6_public",
        "{name} has a private IPv4 address, but its IPv6 address {address} leads outside",
        "Programs prefer IPv6 where they can, and then leave the virtual network.",
        (
            "az network private-dns record-set aaaa delete --resource-group <resource-group> --zone-name {zone} --name {label}",
            "Or filter AAAA answers on the nameserver.",
        ),
        (_ZONES,),
    ),
    Finding(
        "dns_wrong_address",
        "{name} resolves to {address}, expected {expected}",
        "The record is stale: the private endpoint was made anew with another address, or the name is pinned to the "
        "address of another member.",
        (
            _RECORDS,
            "az network private-dns record-set a update --resource-group <resource-group> --zone-name {zone} "
            "--name {label} --set aRecords[0].ipv4Address={expected_address}",
        ),
        (_INTEGRATION,),
    ),
    Finding(
        "dns_direct_record",
        "{name} resolves to {address} without passing {privatelink_name}",
        "A private zone named like the public one shadows it: every other account of that zone stops resolving here.",
        (_LINK_ZONE, "Then remove the private zone that is named like the public one."),
        (_ZONES,),
    ),
    Finding(
        "dns_private",
        "{name} resolves to the private address {address}",
        "The private zone answers as it should.",
        (),
        (_INTEGRATION,),
        severity="info",
    ),
    Finding(
        "dns_resolvers_disagree",
        "nameservers give different answers for {name}: {answers}",
        "If all of them are the host's own, the endpoint works now and then; one that was only compared shows what hosts "
        "that use it get.",
        ("Leave only nameservers that see the private zone.",),
        (_INTEGRATION,),
        severity="warning",
    ),
)
