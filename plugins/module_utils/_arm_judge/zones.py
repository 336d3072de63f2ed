# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge Azure's private DNS zones: does the network that finally answers have the endpoint's addresses?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._azure.accounts import addresses_of, private_zone, public_name
from .._azure.resource_ids import key
from .._catalogue.model import fields_of
from .answering import answering, clients, intended_endpoints
from .finding import (
    ENTRIES,
    Finding,
    Observed,
    account_fields,
    endpoint_fields,
    finding,
    network_of,
    parts,
    working_endpoints,
    worst_first,
)

_ZONES = "microsoft.network/privatednszones/read"
_GROUPS = "microsoft.network/privateendpoints/privatednszonegroups/read"


def dns_findings(observed: Observed) -> list[Finding]:
    """Return the findings about zones, their links and their records, for the names of an account with an endpoint.

    Where no endpoint works yet, zones and links are judged nevertheless, so that one visit repairs everything.
    """
    findings: list[Finding] = []
    using, confidence = clients(observed) if intended_endpoints(observed) else ([], "medium")
    needed = {zone.lower() for zone in observed["account"].get("required_zone_names") or ()}
    names = [public_name(name) for name in observed["account"].get("fqdns") or ()]
    # Azure itself knows best which zones the account needs.
    names = [name for name in names if not needed or private_zone(name) in needed]
    for client in using:
        servers, strangers = answering(observed, client)
        if strangers:
            findings.append(
                finding(
                    "azure_vnet_custom_dns", vnet=client["name"], vnet_id=client["id"], servers=", ".join(strangers)
                )
            )
        for vnet in servers:
            for name in names:
                findings += _Name(observed, name, client, vnet, confidence).findings()
    _one_creates(findings)
    # Where the record itself is wrong, its remedy creates the zone group too.
    kept = [found for found in findings if found["code"] != "azure_vnet_custom_dns"]
    return findings + ([] if kept else _groups_missing(observed))


def _one_creates(findings: Iterable[Finding]) -> None:
    """Let only one finding create the zone group of an endpoint: a second one would replace the first's."""
    created: set[str] = set()
    for found in worst_first(findings):
        evidence = found["evidence"]
        if evidence.get("group_step") == "create":
            endpoint = key(evidence["private_endpoint_id"])
            evidence["group_step"] = "add" if endpoint in created else "create"
            created.add(endpoint)


def _groups_missing(observed: Observed) -> list[Finding]:
    having = {key(group.get("private_endpoint_id")) for group in observed.get("zone_groups") or ()}
    unread = [key(found.get("id")) for found in observed.get("unread") or () if found["action"].lower() == _GROUPS]
    return [
        finding("azure_zone_group_missing", **dict(account_fields(observed), **endpoint_fields(endpoint)))
        for endpoint in working_endpoints(observed)
        if key(endpoint["id"]) not in having and not any(found.startswith(key(endpoint["id"])) for found in unread)
    ]


def _deleted(observed: Observed) -> set[str]:
    """Return the keys of the zones that no longer exist: a zone group keeps naming a zone that was deleted."""
    below = _ZONES[: -len("read")]
    return {
        key(found.get("id"))
        for found in observed.get("unread") or ()
        if found["reason"] == "missing" and found["action"].lower().startswith(below)
    }


def _zone_fields(zone: Mapping[str, Any]) -> dict[str, Any]:
    return dict(parts(zone["id"], "zone", "zone"), zone_id=zone["id"])


class _Name:
    """One name of the account, for one network that uses it and one network that answers."""

    def __init__(
        self,
        observed: Observed,
        name: str,
        client: dict[str, Any],
        vnet: dict[str, Any],
        confidence: str,
    ) -> None:
        self.observed, self.name, self.vnet, self.confidence = observed, name, vnet, confidence
        self.label = name.partition(".")[0]
        self.zone = private_zone(name)
        self.zones = [zone for zone in observed.get("zones") or () if zone["name"].lower() == self.zone]
        self.works = bool(working_endpoints(observed))
        endpoints = intended_endpoints(observed)
        near = [endpoint for endpoint in endpoints if network_of(endpoint) == key(client["id"])]
        # Where the client's network has its own endpoint, the name must resolve to that one.
        self.endpoint = (near or endpoints)[0]
        self.addresses = self._of(endpoints)
        self.expected = self._of(near) or self.addresses
        self.others = [endpoint for endpoint in endpoints if endpoint not in near]
        ids = {key(endpoint["id"]) for endpoint in endpoints}
        self.groups = [
            group for group in observed.get("zone_groups") or () if key(group.get("private_endpoint_id")) in ids
        ]
        self.own_groups = [
            group for group in self.groups if key(group["private_endpoint_id"]) == key(self.endpoint["id"])
        ]
        deleted = _deleted(observed)
        self.grouped = [
            entry
            for group in self.groups
            for entry in group.get("zones") or ()
            if (entry.get("zone") or key(entry.get("zone_id")).rpartition("/")[2]).lower() == self.zone
            and key(entry.get("zone_id")) not in deleted
        ]

    def _of(self, endpoints: Iterable[dict[str, Any]]) -> set[str]:
        found = [addresses_of(self.name, endpoint.get("addresses")) or () for endpoint in endpoints]
        return {address for addresses in found for address in addresses}

    def findings(self) -> list[Finding]:
        """Return the findings, at most one fault and a remark."""
        known = {key(zone["id"]) for zone in self.zones}
        unread = [entry for entry in self.grouped if key(entry.get("zone_id")) not in known]
        if not self.zones:
            hidden = unread or any(
                found["action"].lower() == _ZONES and found["reason"] != "missing"
                for found in self.observed.get("unread") or ()
            )
            return [] if hidden else [self._finding("azure_zone_missing", None, "grouped" if self.own_groups else None)]
        if any(zone.get("links") is None for zone in self.zones):
            return []
        linked = [
            (zone, link)
            for zone in self.zones
            for link in zone["links"]
            if key(link.get("virtual_network_id")) == key(self.vnet["id"])
        ]
        if not linked:
            # The zone that could not be read may be the one that is linked.
            return [] if unread else [self._finding("azure_zone_not_linked", self._holder())]
        zone, link = linked[0]
        if link.get("state") not in (None, "Completed") or link.get("provisioning_state") in ("Failed", "Canceled"):
            return [self._finding("azure_zone_link_incomplete", zone, **_link_fields(link))]
        # Before its approval an endpoint may have no record.
        return self._record(zone, link) if self.works else []

    def _record(self, zone: dict[str, Any], link: dict[str, Any]) -> list[Finding]:
        records = self._records(zone)
        falls_back = link.get("resolution_policy") == "NxDomainRedirect"
        if records is None:
            return []
        if not records:
            other = next((found for found in self.zones if found is not zone and self._records(found)), None)
            if other or self._recorded_elsewhere(zone):
                linked = parts(zone["id"], "linked")
                return [
                    self._finding(
                        "azure_zone_not_linked",
                        other or self._recorded_elsewhere(zone),
                        "other_zone",
                        linked_zone_id=zone["id"],
                        **dict(linked, **_link_fields(link)),
                    )
                ]
            if falls_back:
                return [self._finding("azure_zone_fallback", zone, "hides", severity="error", **_link_fields(link))]
            return [self._finding("azure_record_missing", zone, "grouped" if self.own_groups else None)]
        if self.expected and not (set(records) & self.expected and set(records) <= self.addresses):
            return [self._stale(zone, records)]
        return [self._finding("azure_zone_fallback", zone, **_link_fields(link))] if falls_back else []

    def _stale(self, zone: dict[str, Any], records: list[str]) -> Finding:
        fields = {"address": ", ".join(records), "endpoint_address": ", ".join(sorted(self.expected))}
        other = next((endpoint for endpoint in self.others if self._of([endpoint]) & set(records)), None)
        if other:
            return self._finding(
                "azure_record_stale",
                zone,
                "overwritten",
                other_endpoint=other.get("name"),
                **dict(fields, **parts(other["id"], "other")),
            )
        # Never the correct address, nor that of another endpoint of the account.
        wrong = [address for address in records if address not in self.addresses]
        variant = "grouped" if self.own_groups else "several" if len(wrong) > 1 else None
        return self._finding("azure_record_stale", zone, variant, stale_address=" ".join(wrong), **fields)

    def _records(self, zone: dict[str, Any]) -> list[str] | None:
        """Return the addresses that a zone has for the name; None when they are unknown."""
        known = addresses_of(self.name, zone.get("records"))
        if known is not None:
            return known
        entry = next((entry for entry in self.grouped if key(entry.get("zone_id")) == key(zone["id"])), None)
        return self._grouped_records(entry) if entry else None

    def _grouped_records(self, entry: dict[str, Any]) -> list[str]:
        return [
            address
            for name, addresses in (entry.get("records") or {}).items()
            if name.lower().partition(".")[0] == self.label
            for address in addresses
        ]

    def _recorded_elsewhere(self, zone: dict[str, Any]) -> dict[str, Any] | None:
        """Return the zone, which could not be read, that holds the record according to a zone group."""
        known = {key(found["id"]) for found in self.zones}
        for entry in self.grouped:
            if key(entry.get("zone_id")) not in known and self._grouped_records(entry):
                return {"id": entry["zone_id"], "name": self.zone}
        return None

    def _holder(self) -> dict[str, Any]:
        """Return the zone that should be linked: one with the right record, else the zone group's, else any."""
        grouped = {key(entry.get("zone_id")) for entry in self.grouped}
        order = sorted(
            self.zones,
            key=lambda zone: (
                not set(self._records(zone) or ()) & self.expected,
                not self._records(zone),
                key(zone["id"]) not in grouped,
            ),
        )
        return order[0]

    def _finding(
        self,
        code: str,
        zone: dict[str, Any] | None,
        variant: str | None = None,
        severity: str | None = None,
        **fields: Any,
    ) -> Finding:
        # A zone without any link answers nowhere, whichever network the client is in.
        nowhere = code == "azure_zone_not_linked" and not any(found["links"] for found in self.zones)
        known = dict(account_fields(self.observed), **endpoint_fields(self.endpoint))
        known.update(_zone_fields(zone) if zone else {"zone": self.zone})
        known.update(
            name=self.name,
            label=self.label,
            vnet=self.vnet["name"],
            vnet_id=self.vnet["id"],
            zone_group=self.own_groups[0]["name"] if self.own_groups else "default",
        )
        if "group_step" in fields_of(ENTRIES[code].under(variant).remedy):
            known["group_step"] = "add" if self.own_groups else "create"
        known.update(fields)
        return finding(code, variant, "high" if nowhere else self.confidence, severity, **known)


def _link_fields(link: Mapping[str, Any]) -> dict[str, Any]:
    state = link.get("provisioning_state") if link.get("state") == "Completed" else link.get("state")
    return {"link_id": link["id"], "link_state": state}
