# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Findings about Azure's own side: how one is built, and which of Azure's resources it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._azure.accounts import private_zone, public_name
from .._azure.resource_ids import key, parse, virtual_network_of
from .._azure.services import is_shared_private_link
from .._catalogue.azure import FINDINGS
from .._catalogue.model import fields_of, fill

Finding = dict[str, Any]
# What M(private_endpoint_info) returns about one account.
Observed = Mapping[str, Any]

ENTRIES = {finding.code: finding for finding in FINDINGS}
_OF_SOME_REMEDIES = ("first_zone", "first_zone_id", "record_ids")
_SEVERITIES = ("error", "warning", "info")


def finding(
    code: str, variant: str | None = None, confidence: str = "high", severity: str | None = None, **fields: Any
) -> Finding:
    """Return a finding: C(code), C(severity), C(summary), C(evidence).

    The evidence holds the fields that the catalogue's texts use, C(variant) (the condition under which the code was
    found, or null) and C(confidence). Unknown fields are omitted.
    """
    entry = ENTRIES[code]
    cause = entry.under(variant)
    known = {name: value for name, value in fields.items() if value not in (None, "", [])}
    # Only some remedies create a zone group, which needs a zone, or delete records.
    used = fields_of(cause.remedy)
    for name in _OF_SOME_REMEDIES:
        if name not in used:
            known.pop(name, None)
    return {
        "code": code,
        "severity": severity or entry.severity,
        "summary": fill(cause.summary, known),
        "evidence": dict(known, variant=variant, confidence=confidence),
    }


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, each once, by severity, then in the order of the catalogue."""
    codes = list(ENTRIES)
    once: dict[tuple[Any, ...], Finding] = {}
    for found in findings:
        once.setdefault((found["code"], found["summary"], found["evidence"].get("action")), found)
    return sorted(once.values(), key=lambda found: (_SEVERITIES.index(found["severity"]), codes.index(found["code"])))


def parts(resource_id: str | None, prefix: str, name: str | None = None) -> dict[str, str]:
    """Return C(PREFIX_subscription), C(PREFIX_resource_group) and, if C(name) is given, that field, of an id."""
    try:
        found = parse(resource_id)
    except ValueError:
        return {}
    fields = {prefix + "_subscription": found.subscription_id, prefix + "_resource_group": found.resource_group}
    return dict(fields, **{name: found.name}) if name else fields


def account_fields(observed: Observed) -> dict[str, Any]:
    """Return the fields of the account itself."""
    return {
        "account": observed["name"],
        "resource_name": observed.get("resource_name") or observed["name"],
        "account_id": (observed.get("account") or {}).get("id"),
        "resource_group": observed.get("resource_group"),
        "subscription": observed.get("subscription_id"),
        **_first_zone(observed),
    }


def _first_zone(observed: Observed) -> dict[str, str | None]:
    """Return the zone for which a new zone group is created first.

    Its id is known only where it is clear which zone of that name answers.
    """
    zones, account = observed.get("zones") or (), observed.get("account") or {}
    # The account's own names come before what Azure lists: such a list may lack their zones.
    names = [private_zone(public_name(name)) for name in account.get("fqdns") or ()]
    names += [name.lower() for name in account.get("required_zone_names") or [zone["name"] for zone in zones]]
    named = {name: [zone for zone in zones if zone["name"].lower() == name] for name in dict.fromkeys(names)}
    # An existing zone comes before one that must be created.
    name = next((name for name, found in named.items() if found), next(iter(named), None))
    found = named.get(name) or [] if name else []
    # Of several, the only one that anything is linked to is the one that answers.
    chosen = found if len(found) == 1 else [zone for zone in found if zone.get("links")]
    return {"first_zone": name, "first_zone_id": chosen[0]["id"] if len(chosen) == 1 else None}


def endpoint_fields(endpoint: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a private endpoint and its connection."""
    return dict(
        **parts(endpoint.get("id"), "endpoint", "private_endpoint"),
        private_endpoint_id=endpoint.get("id"),
        connection=endpoint.get("connection_name") or endpoint.get("connection_id"),
        connection_id=endpoint.get("connection_id"),
        location=endpoint.get("location"),
        subnet_id=endpoint.get("subnet_id"),
    )


def unread_actions(observed: Observed, action: str, resource_id: str = "") -> str:
    """Return the actions that begin with C(action) and could not be done on a resource, or on what is below it."""
    found = [
        each["action"]
        for each in observed.get("unread") or ()
        if each["action"].lower().startswith(action)
        and each["reason"] != "missing"
        and (key(each.get("id")) + "/").startswith(key(resource_id) + "/" if resource_id else "")
    ]
    return ", ".join(dict.fromkeys(found))


def working_endpoints(observed: Observed) -> list[dict[str, Any]]:
    """Return the private endpoints that are approved and could be read, and that Azure did not fail to create."""
    return [
        endpoint
        for endpoint in observed.get("private_endpoints") or ()
        if (endpoint.get("state") or "").lower() == "approved"
        and endpoint.get("readable")
        and endpoint.get("exists")
        and not never_provisioned(endpoint)
    ]


def of_clients(observed: Observed) -> list[dict[str, Any]]:
    """Return the private endpoints that are there for clients: all but the shared private links of Azure AI Search."""
    endpoints = observed.get("private_endpoints") or ()
    return [endpoint for endpoint in endpoints if not is_shared_private_link(endpoint.get("group_ids"))]


def never_provisioned(endpoint: Mapping[str, Any]) -> bool:
    """Return whether Azure failed to create an endpoint, so that it has no address."""
    failed = (endpoint.get("provisioning_state") or "").lower() in ("failed", "canceled")
    return failed and "addresses" in endpoint and not endpoint["addresses"]


def jumphost_interfaces(observed: Observed) -> list[dict[str, Any]]:
    """Return the network interfaces of the jumphost."""
    return (observed.get("jumphost") or {}).get("network_interfaces") or []


def network_of(resource: Mapping[str, Any]) -> str:
    """Return the key of the virtual network of an endpoint or a network interface, empty when it is not known."""
    return key(resource.get("virtual_network_id") or virtual_network_of(resource.get("subnet_id")))


def by_id(resources: Iterable[dict[str, Any]] | None, resource_id: str | None) -> dict[str, Any] | None:
    """Return the resource with that id, None without one."""
    return (
        next((found for found in resources or () if key(found["id"]) == key(resource_id)), None)
        if resource_id
        else None
    )
