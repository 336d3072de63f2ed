# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts that exist for what Azure Resource Manager says of them: here what a client sees.

Azure's side of each is the row of the same name in faults/azure.py. `code` and `root_cause` are those of the client
alone, as it judges without Azure.
"""

from __future__ import annotations

from simulated_azure.account import Account, fault, healthy


def _served(name: str, last_byte: int) -> Account:
    return healthy(name, f"10.0.14.{last_byte}", credential="token")


def _fault(name: str, last_byte: int, broken: str, code: str, **changes: str) -> Account:
    return fault(name, f"10.0.14.{last_byte}", broken, code, credential="token", **changes)


AZURE_ACCOUNTS = (
    _served("hub-and-spoke", 150),
    _served("manual-connection", 151),
    _served("zone-group-missing", 152),
    healthy("local-auth-enabled", "10.0.14.153"),
    _served("outbound-unrestricted", 154),
    _served("endpoint-unexpected", 155),
    _served("endpoint-foreign-tenant", 156),
    _served("access-denied", 157),
    _served("zones-denied", 158),
    _served("perimeter", 159),
    _served("jumphost-exposed", 160),
    _served("nsg-ignored", 161),
    _served("route-ignored", 162),
    _served("custom-dns-onprem", 163),
    _served("nsg-public-tags", 118),
    _served("firewall-network-rule", 82),
    _served("perimeter-closes", 86),
    _served("perimeter-learning", 87),
    _served("perimeter-in-doubt", 88),
    _served("arm-throttled", 164),
    _served("arm-throttled-always", 165),
    _served("arm-slow", 166),
    _served("arm-silent", 167),
    _served("arm-paged", 168),
    healthy(
        "form-recognizer",
        "10.0.14.181",
        kind="CognitiveServices",
        operation="models",
        deployment="",
        api_version="2024-10-21",
        credential="token",
    ),
    _served("named-otherwise", 182),
    _served("account-creating", 183),
    _served("public-access-odd", 184),
    _served("shared-private-link", 185),
    _fault(
        "account-deleted",
        187,
        "the account was deleted, and is not purged yet",
        "dns_name_unknown",
        vnet_names="unknown",
        public_names="unknown",
        answer="gate_subdomain_unknown",
    ),
    _fault(
        "endpoint-failed",
        186,
        "the private endpoint was never created completely",
        "dns_record_missing",
        vnet_names="record_missing",
    ),
    _served("twin-zone-linked-right", 119),
    _served("wildcard-right", 231),
    _served("interface-dns", 240),
    _served("ruleset-to-hub", 241),
    _served("inbound-endpoint", 242),
    _served("ruleset-to-onprem", 243),
    _served("rulesets-denied", 244),
    _fault(
        "interface-dns-unlinked",
        245,
        "the zone is linked to the VNet, but the DNS servers of the jumphost's interface are in the hub",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "ruleset-diverts",
        246,
        "the zone is linked to the VNet, but a DNS forwarding ruleset sends the names to the hub",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "inbound-endpoint-unlinked",
        247,
        "the zone is linked to the VNet, but its DNS server is an inbound endpoint in the hub",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "rulesets-denied-and-public-answer",
        248,
        "the zone is not linked to the VNet, and which rulesets are cannot be read",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "endpoint-pending",
        170,
        "the connection of the private endpoint waits for approval",
        "gate_private_endpoint_not_approved",
        answer="gate_private_endpoint_not_approved",
    ),
    _fault(
        "endpoint-rejected",
        171,
        "the connection of the private endpoint was rejected",
        "gate_private_endpoint_not_approved",
        answer="gate_private_endpoint_not_approved",
    ),
    _fault(
        "endpoint-disconnected",
        172,
        "the connection of the private endpoint was removed",
        "tcp_timeout",
        endpoint="blackholed",
    ),
    _fault("zone-missing", 173, "there is no private DNS zone", "dns_public_address", vnet_names="not_linked"),
    _fault(
        "link-in-progress",
        174,
        "the zone's link to the VNet is not complete yet",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "record-overwritten",
        175,
        "the record is that of a second endpoint, in a VNet without a way to it",
        "dns_wrong_address",
        vnet_names="overwritten",
    ),
    _fault(
        "spoke-linked-only",
        176,
        "the zone is linked to the spoke, but the VNet's DNS servers are in the hub",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "zone-wrong-linked",
        177,
        "an empty zone of the same name is linked instead of the one with the record",
        "dns_record_missing",
        vnet_names="record_missing",
    ),
    _fault(
        "hub-unknown-zone-unlinked",
        232,
        "the VNet's DNS server is in no readable VNet, and the zone is linked to none",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "required-zones-without-own",
        233,
        "the zone is not linked, and Azure lists only another one as required",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "link-name-taken",
        234,
        "the zone is linked to another VNet, by a link with this VNet's name",
        "dns_public_address",
        vnet_names="not_linked",
    ),
    _fault(
        "twin-zone-linked-wrong",
        235,
        "of two zones of the same name the one with the stale record is linked",
        "dns_wrong_address",
        vnet_names="stale",
    ),
    _fault(
        "interface-without-names",
        236,
        "the record is stale, and the endpoint's network interface does not name its address",
        "dns_wrong_address",
        vnet_names="stale",
    ),
    _fault(
        "wildcard-stale",
        237,
        "the zone's wildcard record has the address of a deleted endpoint",
        "dns_wrong_address",
        vnet_names="stale",
    ),
    _fault(
        "spare-zone-denied",
        238,
        "the record of the linked zone is stale",
        "dns_wrong_address",
        vnet_names="stale",
    ),
    _fault(
        "nsg-denies",
        178,
        "a security rule of the jumphost's subnet denies the traffic",
        "tcp_timeout",
        endpoint="blackholed",
    ),
    _fault(
        "nsg-denies-inbound",
        179,
        "a security rule of the endpoint's subnet denies the traffic",
        "tcp_timeout",
        endpoint="blackholed",
    ),
    _fault(
        "route-diverts",
        180,
        "a route leads the traffic to a firewall, which drops it",
        "tcp_timeout",
        endpoint="blackholed",
    ),
    _fault(
        "nsg-denies-behind-tag",
        83,
        "a security rule behind one for a service tag denies the traffic",
        "tcp_timeout",
        endpoint="blackholed",
    ),
    _fault(
        "route-of-the-address",
        84,
        "a route for the endpoint's address alone leads the traffic to a firewall, which drops it",
        "tcp_timeout",
        endpoint="blackholed",
    ),
    _fault(
        "firewall-application-rule",
        85,
        "a firewall with an application rule connects to the public front end instead",
        "gate_public_access_disabled",
        answer="gate_public_access_disabled",
    ),
    fault(
        "perimeter-opens",
        "10.0.14.89",
        "a network security perimeter admits a public network",
        "model_ok",
        "gate_public_open",
        seen_from="outside",
        public_access="enabled",
        credential="token",
    ),
)
