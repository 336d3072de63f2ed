# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the zones have for a name, what was compared with it, and which records a deleted endpoint left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._azure.accounts import addresses_of
from .._azure.resource_ids import key
from .._catalogue.azure import FINDINGS
from .finding import Finding, Observed, finding, working_endpoints

Comparison = dict[str, Any]
_Zone = Mapping[str, Any]

_INCONCLUSIVE = {entry.code for entry in FINDINGS if entry.inconclusive}
# Without an endpoint, no name has anything to be compared with.
_OF_ALL_NAMES = ("azure_endpoint_missing", "azure_subdomain_missing")


def compared(
    name: str,
    result: str,
    reason: str | None = None,
    expected: Iterable[str] = (),
    zone: _Zone | None = None,
    vnet: Mapping[str, Any] | None = None,
    records: Iterable[str] = (),
) -> Comparison:
    """Return what a name's record was compared with, and the result: V(same), V(different) or V(unknown)."""
    return {
        "name": name,
        "expected": sorted(expected),
        "zone_id": zone["id"] if zone else None,
        "vnet_id": vnet["id"] if vnet else None,
        "records": sorted(records),
        "result": result,
        "reason": reason,
    }


def not_compared(comparisons: Iterable[Comparison], findings: Iterable[Finding]) -> list[Finding]:
    """Return a finding for each name with which nothing was compared, unless an error among C(findings) is the
    reason.
    """
    sure = [found for found in findings if found["severity"] == "error" and found["code"] not in _INCONCLUSIVE]
    return [
        finding("azure_name_not_compared", name=each["name"], reason=each["reason"])
        for each in comparisons
        if each["result"] == "unknown" and not any(_stands_for(found, each["name"]) for found in sure)
    ]


def _stands_for(found: Finding, name: str) -> bool:
    evidence = found["evidence"]
    if evidence.get("name"):
        return bool(evidence["name"] == name)
    return found["code"] in _OF_ALL_NAMES or bool(evidence.get("private_endpoint_id"))


def records_of(name: str, zone: _Zone) -> list[str] | None:
    """Return the addresses that a zone has for a name; None when they are not known."""
    return addresses_of(name, zone.get("records"))


def kind_of(name: str, zone: _Zone) -> str | None:
    """Return the kind of what a zone has for a name, None when it could not be read."""
    kind: str | None = (zone.get("record_kinds") or {}).get(name)
    if kind:
        return kind
    records = records_of(name, zone)
    return None if records is None else "own" if records else "none"


def left_over(observed: Observed, endpoint: Mapping[str, Any]) -> list[str]:
    """Return the ids of the record sets that will be wrong once C(endpoint) has been created again.

    Those that hold an address of another endpoint, which exists, are not among them, nor those that go with the
    endpoint's own DNS zone group.
    """
    if working_endpoints(observed):
        return []
    grouped = {
        key(entry.get("zone_id"))
        for group in observed.get("zone_groups") or ()
        if key(group.get("private_endpoint_id")) == key(endpoint.get("id"))
        for entry in group.get("zones") or ()
    }
    kept = {
        address
        for other in observed.get("private_endpoints") or ()
        if other is not endpoint and other.get("exists") is not False
        for addresses in (other.get("addresses") or {}).values()
        for address in addresses
    }
    found = []
    for zone in observed.get("zones") or ():
        for name, records in sorted((zone.get("records") or {}).items()):
            by_hand = kind_of(name, zone) == "own" and key(zone["id"]) not in grouped
            if records and by_hand and kept.isdisjoint(records):
                found.append(f"{zone['id']}/A/{name.partition('.')[0]}")
    return found
