# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge Azure's own side of one account, without what clients observe. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._azure.resource_ids import account_id, key
from .._azure.services import ACCOUNTS
from .finding import (
    Finding,
    Observed,
    account_fields,
    endpoint_fields,
    finding,
    jumphost_interfaces,
    network_of,
    parts,
    working_endpoints,
    worst_first,
)
from .network_path import path_findings
from .zones import dns_findings

_ACCOUNT = ACCOUNTS.action("read")
# What is missing there has its own code.
_MISSING_IS_JUDGED = ("microsoft.network/privateendpoints/", "microsoft.network/privatednszones/")
_STATES = {
    "pending": "azure_endpoint_pending",
    "rejected": "azure_endpoint_rejected",
    "disconnected": "azure_endpoint_disconnected",
    "removed": "azure_endpoint_disconnected",
}


def judge(observed: Observed, declared: Mapping[str, Any] | None = None) -> list[Finding]:
    """Return the findings about one account, worst first: C(code), C(severity), C(summary), C(evidence).

    C(observed) is what M(private_endpoint_info) observed about it, C(declared) its declaration.
    """
    if not observed.get("account"):
        return worst_first(_not_read(observed))
    findings = _account(observed, (declared or {}).get("public_access") or "disabled")
    strangers = _strangers(observed, declared or {})
    findings += _endpoints(observed, strangers) + _jumphost(observed) + _unread(observed, strangers)
    findings += dns_findings(observed)
    if working_endpoints(observed):
        findings += path_findings(observed)
    return worst_first(findings)


def _not_read(observed: Observed) -> list[Finding]:
    for unread in observed.get("unread") or ():
        if unread["action"].lower() == _ACCOUNT.lower() and unread["reason"] == "missing":
            return [finding("azure_account_missing", **account_fields(observed))]
    resource = account_id(observed.get("subscription_id"), observed.get("resource_group"), observed["name"])
    return _unread(observed, []) or [
        finding(
            "azure_access_denied",
            "unavailable",
            resource=resource,
            action=_ACCOUNT,
            message="Azure was not asked",
        )
    ]


def _account(observed: Observed, intent: str) -> list[Finding]:
    account, fields = observed["account"], account_fields(observed)
    findings = _public_access(account, intent, fields)
    if not account.get("custom_subdomain"):
        findings.append(finding("azure_subdomain_missing", **fields))
    if not account.get("local_auth_disabled"):
        findings.append(finding("azure_local_auth_enabled", **fields))
    if not account.get("outbound_restricted"):
        findings.append(finding("azure_outbound_unrestricted", **fields))
    return findings


def _public_access(account: Mapping[str, Any], intent: str, fields: dict[str, Any]) -> list[Finding]:
    """Return how the account's public side differs from the declaration."""
    access, rules = account.get("public_network_access"), account.get("network_acls") or {}
    if access == "Disabled":
        return []
    if access == "SecuredByPerimeter":
        return [finding("azure_perimeter", **fields)]
    if rules.get("default_action") == "Deny":
        networks = list(rules.get("ip_rules") or ()) + list(rules.get("virtual_network_rules") or ())
        variant = "unintended" if intent == "enabled" else None
        return (
            []
            if intent == "selected_networks"
            else [finding("azure_selected_networks", variant, networks=", ".join(networks) or "none yet", **fields)]
        )
    if intent == "enabled":
        return []
    if access:
        return [finding("azure_public_access_enabled", **fields)]
    return [finding("azure_public_access_enabled", "unset", severity="warning", **fields)]


def _endpoints(observed: Observed, strangers: list[dict[str, Any]]) -> list[Finding]:
    working = working_endpoints(observed)
    networks = {network_of(interface) for interface in jumphost_interfaces(observed)}
    served = not networks or bool(networks & {network_of(endpoint) for endpoint in working})
    findings = []
    for endpoint in observed.get("private_endpoints") or ():
        fields = dict(account_fields(observed), **endpoint_fields(endpoint))
        # An endpoint beside one that works does not affect the jumphost, unless it is the one in its network.
        spare = bool(working) and (served or network_of(endpoint) not in networks)
        severity = "warning" if spare else None
        state = (endpoint.get("state") or "").lower()
        if state in _STATES:
            findings.append(finding(_STATES[state], severity=severity, **fields))
        elif endpoint in strangers:
            # Azure does not always name the endpoint.
            fields["private_endpoint_id"] = endpoint.get("id") or endpoint.get("connection_id")
            findings.append(finding("azure_endpoint_unexpected", **fields))
        elif state == "approved" and endpoint.get("exists") is False:
            findings.append(finding("azure_endpoint_missing", "gone", severity=severity, **fields))
        elif state != "approved":
            findings.append(
                finding(
                    "azure_access_denied",
                    "unavailable",
                    resource=endpoint.get("connection_id") or endpoint.get("id"),
                    action=ACCOUNTS.action("privateEndpointConnections/read"),
                    message=f"its state {endpoint.get('state') or 'is empty, which'} is not known here",
                )
            )
    # Without a custom subdomain an account cannot have one.
    if not observed.get("private_endpoints") and observed["account"].get("custom_subdomain"):
        findings.append(finding("azure_endpoint_missing", **account_fields(observed)))
    return findings


def _strangers(observed: Observed, declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the approved endpoints whose owner is unknown; one that no longer exists has none.

    One in the account's own subscription is known: the caller lacks a right, or could not read it. So are all where the
    addresses are declared.
    """
    if declared.get("private_addresses"):
        return []
    unreachable = {
        key(unread.get("id"))
        for unread in observed.get("unread") or ()
        if unread["reason"] not in ("denied", "missing")
    }
    return [
        endpoint
        for endpoint in observed.get("private_endpoints") or ()
        if (endpoint.get("state") or "").lower() == "approved"
        and not endpoint.get("readable")
        and endpoint.get("exists") is not False
        and key(endpoint.get("subscription_id")) != key(observed.get("subscription_id"))
        and key(endpoint.get("id")) not in unreachable
    ]


def _jumphost(observed: Observed) -> list[Finding]:
    return [
        finding(
            "azure_jumphost_exposed",
            address=", ".join(interface["public_addresses"]),
            nic_id=interface["id"],
            **parts(interface["id"], "nic", "nic"),
        )
        for interface in jumphost_interfaces(observed)
        if interface.get("public_addresses")
    ]


def _unread(observed: Observed, strangers: list[dict[str, Any]]) -> list[Finding]:
    """Return what could not be read, except what has its own code."""
    judged = [key(endpoint["id"]) for endpoint in strangers if endpoint.get("id")]
    findings = []
    for unread in observed.get("unread") or ():
        if unread["reason"] == "missing" and unread["action"].lower().startswith(_MISSING_IS_JUDGED):
            continue
        if any(key(unread.get("id")).startswith(stranger) for stranger in judged):
            continue
        findings.append(
            finding(
                "azure_access_denied",
                None if unread["reason"] == "denied" else unread["reason"],
                resource=unread.get("id") or "Azure",
                action=unread["action"],
                message=(unread.get("message") or "").rstrip("."),
            )
        )
    return findings
