# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts with two faults at once: here what a client sees.

The root cause is that of the link which comes first; `contributing` must mention the other one, unless the first hides it
from everybody. Azure's side of each is the row of the same name in faults/azure.py.
"""

from __future__ import annotations

from simulated_azure.account import REGIONS, Account, fault


def _two(name: str, last_byte: int, first: str, second: str, code: str, *contributing: str, **changes) -> Account:
    return fault(name, f"10.0.14.{last_byte}", f"{first}, and {second}", code, contributing=contributing, **changes)


_BAD_KEY = "the client's key is not the account's"

COMBINED_FAULTS = (
    _two(
        "pinned-and-zone-missing",
        190,
        "/etc/hosts of the jumphost pins the name to the public address",
        "there is no private DNS zone",
        "host_pinned",
        "dns_public_address",
        vnet_names="not_linked",
        hosts_pin=REGIONS["eastus"].address,
    ),
    _two(
        "not-linked-and-bad-key",
        191,
        "the private DNS zone is not linked to the VNet",
        _BAD_KEY,
        "dns_public_address",
        "auth_key_invalid",
        vnet_names="not_linked",
        credential="wrong_api_key",
    ),
    _two(
        "stale-and-public",
        192,
        "the zone's record is the address of a deleted endpoint",
        "public network access is enabled",
        "dns_wrong_address",
        "gate_public_open",
        vnet_names="stale",
        public_access="enabled",
    ),
    _two(
        "record-missing-and-public",
        193,
        "the zone has no record for the account",
        "public network access is enabled",
        "dns_record_missing",
        "gate_public_open",
        vnet_names="record_missing",
        public_access="enabled",
    ),
    _two(
        "not-linked-and-pending",
        194,
        "the private DNS zone is not linked to the VNet",
        "the connection of the private endpoint waits for approval",
        "dns_public_address",
        "gate_private_endpoint_not_approved",
        vnet_names="not_linked",
        answer="gate_private_endpoint_not_approved",
    ),
    _two(
        "forwarder-missing-and-bad-key",
        195,
        "the on-premises resolver has no conditional forwarder",
        _BAD_KEY,
        "dns_public_address",
        "auth_key_invalid",
        seen_from="onprem",
        onprem_names="not_forwarded",
        credential="wrong_api_key",
    ),
    _two(
        "mixed-and-inspected",
        196,
        "the zone has a private and a public record",
        "a firewall opens TLS",
        "dns_mixed_addresses",
        "tls_untrusted",
        vnet_names="mixed",
        endpoint="inspected",
    ),
    _two(
        "nsg-denies-and-public",
        197,
        "a security rule of the jumphost's subnet denies the traffic",
        "public network access is enabled",
        "tcp_timeout",
        "gate_public_open",
        endpoint="blackholed",
        public_access="enabled",
    ),
    _two(
        "expired-and-selected-networks",
        198,
        "the certificate has expired",
        "public network access is limited to selected networks",
        "tls_expired",
        "gate_network_rules",
        endpoint="expired",
        public_access="selected_networks",
    ),
    # Nobody gets as far as the model: neither over a certificate of somebody else, nor from outside.
    _two(
        "wrong-name-and-deployment-deleted",
        199,
        "the certificate is for another name",
        "there is no such deployment",
        "tls_name_mismatch",
        endpoint="wrong_name",
        deployment="gpt-35-turbo-0301",
    ),
    _two(
        "selected-networks-and-bad-key",
        200,
        "public network access is limited to selected networks",
        _BAD_KEY,
        "auth_key_invalid",
        "auth_key_invalid",
        root_cause="gate_network_rules",
        public_access="selected_networks",
        credential="wrong_api_key",
        first_check="gate",
    ),
    _two(
        "public-and-deployment-deleted",
        189,
        "public network access is enabled",
        "there is no such deployment",
        "model_deployment_not_found",
        "model_deployment_not_found",
        root_cause="gate_public_open",
        public_access="enabled",
        deployment="gpt-35-turbo-0301",
    ),
)
