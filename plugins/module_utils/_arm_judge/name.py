# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""One name of an account in one network: which zone answers, and is its record the private endpoint's address?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._azure.accounts import addresses_of, private_zone, public_name
from .._azure.resource_ids import key
from .._catalogue.model import fields_of
from .answering import intended_endpoints
from .finding import (
    ENTRIES,
    Finding,
    Observed,
    account_fields,
    endpoint_fields,
    finding,
    network_of,
    parts,
    unread_actions,
    working_endpoints,
)
from .records import Comparison, compared, kind_of, records_of

Judged = tuple[list[Finding], Comparison]

_ZONES = "microsoft.network/privatednszones/read"
_LINKS = "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read"
_RECORDS = "Microsoft.Network/privateDnsZones/A/read"
_BELOW_ZONES = "microsoft.network/privatednszones/"
_INTERFACE = "microsoft.network/networkinterfaces/read"


class Name:
    """One name of the account, for one network that uses it and one network that answers, if that is known."""

    def __init__(
        self,
        observed: Observed,
        name: str,
        client: dict[str, Any],
        vnet: dict[str, Any] | None,
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
        self.expected = self._of(near or endpoints)
        self.others = [endpoint for endpoint in endpoints if endpoint not in near]
        ids = {key(endpoint["id"]) for endpoint in endpoints}
        self.groups = [
            group for group in observed.get("zone_groups") or () if key(group.get("private_endpoint_id")) in ids
        ]
        self.own_groups = [
            group for group in self.groups if key(group["private_endpoint_id"]) == key(self.endpoint["id"])
        ]
        # The group may hold other zones only.
        self.own_zone = any(self._is_own(entry) for group in self.own_groups for entry in group.get("zones") or ())
        deleted = _deleted(observed)
        self.grouped = [
            entry
            for group in self.groups
            for entry in group.get("zones") or ()
            if self._is_own(entry) and key(entry.get("zone_id")) not in deleted
        ]

    def _is_own(self, entry: Mapping[str, Any]) -> bool:
        """Return whether an entry of a DNS zone group is for the zone of the name."""
        return bool((entry.get("zone") or key(entry.get("zone_id")).rpartition("/")[2]).lower() == self.zone)

    def _of(self, endpoints: Iterable[dict[str, Any]]) -> set[str]:
        found = [addresses_of(self.name, endpoint.get("addresses")) or () for endpoint in endpoints]
        return {address for addresses in found for address in addresses}

    def judged(self) -> Judged:
        """Return the findings, at most one fault and a remark, and what was compared."""
        linked = [
            (zone, link)
            for zone in self.zones
            for link in zone.get("links") or ()
            if self.vnet and key(link.get("virtual_network_id")) == key(self.vnet["id"])
        ]
        if linked:
            # The zone that is linked answers, whatever others of its name have.
            return self._linked(*linked[0])
        hidden = self._hidden()
        if hidden:
            return self.unknown(hidden)
        if self.zones:
            return self._fault(self._finding("azure_zone_not_linked", self._holder()))
        if not self._needed():
            return self.unknown(
                f"Azure does not list {self.zone} among the zones that the account needs, and the private endpoint has "
                "no address for the name"
            )
        return self._fault(self._finding("azure_zone_missing", None, "grouped" if self.own_groups else None))

    def judged_without_network(self, reason: str) -> Judged:
        """Return the same where the network that answers is not known: a zone without any link answers nowhere."""
        if self.zones and not self._hidden() and not any(zone["links"] for zone in self.zones):
            return self._fault(self._finding("azure_zone_not_linked", self._holder(), "nowhere"))
        return self.unknown(reason)

    def unknown(self, reason: str, zone: Mapping[str, Any] | None = None, records: Iterable[str] = ()) -> Judged:
        """Return that nothing could be compared, and why."""
        return [], compared(self.name, "unknown", reason, self.expected, zone, self.vnet, records)

    def _fault(self, found: Finding, zone: Mapping[str, Any] | None = None, records: Iterable[str] = ()) -> Judged:
        return [found], compared(self.name, "different", found["summary"], self.expected, zone, self.vnet, records)

    def _hidden(self) -> str | None:
        """Return why the zone that is linked may be one that could not be read, None where none is hidden."""
        known = {key(zone["id"]) for zone in self.zones}
        ids = [entry["zone_id"] for entry in self.grouped if key(entry.get("zone_id")) not in known]
        ids += [zone["id"] for zone in self.zones if zone.get("links") is None]
        if ids:
            where = ", ".join(parts(each, "zone").get("zone_resource_group", each) for each in ids)
            actions = ", ".join(unread_actions(self.observed, _BELOW_ZONES, each) or _LINKS for each in ids)
            return f"the zone {self.zone} in {where} could not be read ({actions}), and may be the one that is linked"
        actions = "" if self.zones else unread_actions(self.observed, _ZONES)
        return f"the private DNS zones of the subscription could not be read ({actions})" if actions else None

    def _needed(self) -> bool:
        """Return whether the account needs the zone: Azure says so, or says nothing, or the endpoint has the name."""
        required = [zone.lower() for zone in self.observed["account"].get("required_zone_names") or ()]
        own = [
            name for name in self.observed["account"].get("fqdns") or () if private_zone(public_name(name)) in required
        ]
        return not own or self.zone in required or bool(self.addresses)

    def _linked(self, zone: dict[str, Any], link: dict[str, Any]) -> Judged:
        state, provisioning = (link.get("state") or "").lower(), (link.get("provisioning_state") or "").lower()
        if state not in ("", "completed") or provisioning not in ("", "succeeded", "updating"):
            return self._fault(self._finding("azure_zone_link_incomplete", zone, **_link_fields(link)), zone)
        if not (state and provisioning):
            return self.unknown(f"Azure does not say the state of the link of {self._place(zone)}", zone)
        if not self.works:
            # Before its approval an endpoint may have no record.
            return self.unknown("the account has no approved private endpoint that could be read", zone)
        kind, records = kind_of(self.name, zone), records_of(self.name, zone)
        if kind == "alias":
            return self.unknown(f"its record in {self._place(zone)} is an alias (CNAME), which is not followed", zone)
        if records is None:
            return self._record_unread(zone)
        if not records:
            return self._no_record(zone, link, kind)
        if not self.expected:
            return self.unknown(self._no_address(), zone, records)
        if not self._right(records):
            if set(records) & self.expected and self._may_have_more():
                return self.unknown(
                    "another private endpoint, which could not be read, may have the address", zone, records
                )
            return self._fault(self._stale(zone, link, records), zone, records)
        falls_back = link.get("resolution_policy") == "NxDomainRedirect"
        remark = [self._finding("azure_zone_fallback", zone, **_link_fields(link))] if falls_back else []
        return remark, compared(self.name, "same", None, self.expected, zone, self.vnet, records)

    def _place(self, zone: Mapping[str, Any]) -> str:
        return f"{self.zone} ({parts(zone['id'], 'zone').get('zone_resource_group', 'unknown resource group')})"

    def _right(self, records: Iterable[str]) -> bool:
        found = set(records)
        return bool(found & self.expected) and found <= self.addresses

    def _may_have_more(self) -> bool:
        """Return whether an approved endpoint could not be read, so that its addresses are not known."""
        return any(
            (endpoint.get("state") or "").lower() == "approved"
            and endpoint.get("exists") is not False
            and not (endpoint.get("readable") and endpoint.get("addresses"))
            for endpoint in self.observed.get("private_endpoints") or ()
        )

    def _record_unread(self, zone: dict[str, Any]) -> Judged:
        """What a zone group wrote may have been overwritten since: it can show a fault, never that all is well."""
        entry = next((entry for entry in self.grouped if key(entry.get("zone_id")) == key(zone["id"])), None)
        written = self._grouped_records(entry) if entry else []
        if written and self.expected and not self._right(written):
            return self._fault(self._stale(zone, None, written), zone, written)
        actions = unread_actions(self.observed, _BELOW_ZONES, zone["id"]) or _RECORDS
        return self.unknown(f"its record in {self._place(zone)} could not be read ({actions})", zone)

    def _no_record(self, zone: dict[str, Any], link: dict[str, Any], kind: str | None) -> Judged:
        other = self._other(zone)
        if other:
            fields = dict(parts(zone["id"], "linked"), **_link_fields(link))
            return self._fault(
                self._finding("azure_zone_not_linked", other, "other_zone", linked_zone_id=zone["id"], **fields), zone
            )
        # A record set without an address is an answer, from which nothing falls back.
        if link.get("resolution_policy") == "NxDomainRedirect" and kind != "empty":
            hides = "hides_grouped" if self.own_zone else "hides"
            return self._fault(
                self._finding("azure_zone_fallback", zone, hides, severity="error", **_link_fields(link)), zone
            )
        return self._fault(self._finding("azure_record_missing", zone, "grouped" if self.own_zone else None), zone)

    def _no_address(self) -> str:
        """Return why the endpoint has no address for the name."""
        endpoint = self.endpoint
        if not endpoint.get("network_interface_ids"):
            return f"the private endpoint {endpoint.get('name')} has no network interface"
        for interface_id in endpoint["network_interface_ids"]:
            if unread_actions(self.observed, _INTERFACE, interface_id):
                return (
                    f"the network interface of the private endpoint {endpoint.get('name')} could not be read "
                    "(Microsoft.Network/networkInterfaces/read)"
                )
        return f"the network interface of the private endpoint {endpoint.get('name')} has no address for the name"

    def _stale(self, zone: dict[str, Any], link: dict[str, Any] | None, records: list[str]) -> Finding:
        fields = {"address": ", ".join(records), "endpoint_address": ", ".join(sorted(self.expected))}
        twin = self._other(zone) if link else None
        if twin and link:
            return self._finding(
                "azure_record_stale",
                twin,
                "twin",
                linked_zone_id=zone["id"],
                **dict(fields, **parts(zone["id"], "linked"), **_link_fields(link)),
            )
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
        if kind_of(self.name, zone) == "wildcard":
            return self._finding(
                "azure_record_stale", zone, "wildcard_grouped" if self.own_zone else "wildcard", **fields
            )
        variant = "grouped" if self.own_zone else "several" if len(wrong) > 1 else None
        return self._finding("azure_record_stale", zone, variant, stale_address=" ".join(wrong), **fields)

    def _other(self, linked: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the zone, another than the linked one, whose record is right; one that could not be read counts by
        what a zone group wrote there.
        """
        known = {key(found["id"]) for found in self.zones}
        others = [(zone, records_of(self.name, zone) or []) for zone in self.zones if zone is not linked]
        others += [
            ({"id": entry["zone_id"], "name": self.zone, "links": None}, self._grouped_records(entry))
            for entry in self.grouped
            if key(entry.get("zone_id")) not in known
        ]
        return next((zone for zone, records in others if records and (self._right(records) or not self.expected)), None)

    def _grouped_records(self, entry: Mapping[str, Any]) -> list[str]:
        return [
            address
            for name, addresses in (entry.get("records") or {}).items()
            if name.lower().partition(".")[0] == self.label
            for address in addresses
        ]

    def _holder(self) -> dict[str, Any]:
        """Return the zone that should be linked: one with the right record, else the zone group's, else any."""
        grouped = {key(entry.get("zone_id")) for entry in self.grouped}
        order = sorted(
            self.zones,
            key=lambda zone: (
                not self._right(records_of(self.name, zone) or ()),
                not records_of(self.name, zone),
                key(zone["id"]) not in grouped,
            ),
        )
        return order[0]

    def _finding(
        self,
        code: str,
        zone: Mapping[str, Any] | None,
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
            zone_group=self.own_groups[0]["name"] if self.own_groups else "default",
        )
        if self.vnet:
            known.update(
                vnet=self.vnet["name"],
                vnet_id=self.vnet["id"],
                link_name=_free_link_name(self.vnet["name"], zone, fields.get("link_id")),
            )
        if "group_step" in fields_of(ENTRIES[code].under(variant).remedy):
            known["group_step"] = "add" if self.own_groups else "create"
        known.update(fields)
        return finding(code, variant, "high" if nowhere else self.confidence, severity, **known)


def _deleted(observed: Observed) -> set[str]:
    """Return the keys of the zones that no longer exist: a zone group keeps naming a zone that was deleted."""
    return {
        key(found.get("id"))
        for found in observed.get("unread") or ()
        if found["reason"] == "missing" and found["action"].lower().startswith(_BELOW_ZONES)
    }


def _zone_fields(zone: Mapping[str, Any]) -> dict[str, Any]:
    return dict(parts(zone["id"], "zone", "zone"), zone_id=zone["id"])


def _link_fields(link: Mapping[str, Any]) -> dict[str, Any]:
    completed = (link.get("state") or "completed").lower() == "completed"
    state = link.get("provisioning_state") if completed else link.get("state")
    return {"link_id": link["id"], "link_state": state}


def _free_link_name(vnet: str, zone: Mapping[str, Any] | None, deleted_id: str | None) -> str:
    """Return a name for a link to a network that no other link of the zone has."""
    links = (zone or {}).get("links") or ()
    taken = {key(link["name"]) for link in links if key(link["id"]) != key(deleted_id)}
    name, number = vnet, 1
    while key(name) in taken:
        number += 1
        name = f"{vnet}-{number}"
    return name
