# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Situations that only Azure itself makes, or its zones and front ends: accounts of the lab, by name."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Situation

SITUATIONS = (
    Situation(
        "zone-not-linked",
        None,
        "dns_public_address",
        "zone_not_linked",
        never=("forwarder_bypasses_azure", "forwarder_privatelink_only", "dns_filter"),
    ),
    Situation(
        "record-missing",
        None,
        "dns_record_missing",
        "record_missing",
        never=("foreign_zone", "rebinding_protection", "dns_filter"),
    ),
    Situation(
        "stale-record",
        None,
        "dns_wrong_address",
        "record_stale",
        never=("foreign_zone", "overlay", "declaration_outdated", "record_wildcard"),
    ),
    Situation(
        "account-unknown",
        None,
        "dns_name_unknown",
        "account_missing",
        never=("dns_filter", "foreign_zone", "internet_names_unresolved"),
    ),
    Situation(
        "no-endpoint",
        None,
        "dns_no_privatelink",
        "no_private_endpoint",
        never=("forwarder_bypasses_azure", "dns_filter", "stale_answer"),
    ),
    Situation(
        "gate-private-endpoint-not-approved",
        None,
        "gate_private_endpoint_not_approved",
        "endpoint_not_approved",
        never=("public_caller",),
    ),
    Situation(
        "relayed",
        None,
        "gate_public_access_disabled",
        "firewall_application_rule",
        never=("public_address", "proxy_captures"),
    ),
    Situation("bad-key", None, "auth_key_invalid", "key_wrong", never=("key_disabled", "role_missing")),
    Situation("auth-key-disabled", None, "auth_key_disabled", "key_disabled", never=("key_wrong",)),
    Situation("auth-permission-denied", None, "auth_permission_denied", "role_missing", never=("token_expired",)),
    Situation(
        "model-api-version-unsupported",
        None,
        "model_api_version_unsupported",
        "api_version_retired",
        never=("api_version_absent", "api_version_on_v1"),
    ),
    Situation("http-timeout", None, "http_timeout", "slow_model", never=("connection_cut", "gateway_backend")),
)
