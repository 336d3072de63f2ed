# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The private DNS zones of an account: their records for its names, and their links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._azure.accounts import private_name, private_zone
from .._azure.resource_ids import key, parse, subscription_of
from .client import Unread
from .reader import Notes, Reader


def read_zones(
    reader: Reader,
    notes: Notes,
    subscription_ids: Iterable[str],
    account: dict[str, Any],
    zone_groups: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return the zones that the zone groups keep records in, and those of the subscriptions with a name that is needed.

    C(subscription_ids) are that of the account, then those of its endpoints, where the zones may be as well: they are
    listed only as long as a zone is missing.

    The zone that is linked may be a different one than the zone that holds the record, so both are read. A zone that no
    longer exists is omitted, and noted as missing.
    """
    # The account's own names are needed whatever Azure lists as required.
    own = {private_zone(name) for name in account["fqdns"]}
    needed = own | set(account["required_zone_names"] or ())
    zone_ids: dict[str, str] = {}
    for group in zone_groups:
        zone_ids.update((key(zone["zone_id"]), zone["zone_id"]) for zone in group["zones"])
    for number, subscription_id in enumerate(subscription_ids):
        if number and own <= {place.rpartition("/")[2] for place in zone_ids}:
            break
        for zone in notes.attempt(reader.zones, subscription_id) or []:
            if zone["name"] in needed:
                zone_ids[key(zone["id"])] = zone["id"]
    zones = [_zone(reader, notes, zone_id, account["fqdns"]) for _place, zone_id in sorted(zone_ids.items())]
    return [zone for zone in zones if zone]


def _zone(reader: Reader, notes: Notes, zone_id: str, names: list[str]) -> dict[str, Any] | None:
    if not subscription_of(zone_id):
        return None
    parsed = parse(zone_id)
    zone: dict[str, Any] = dict(parsed._asdict(), id=zone_id, name=parsed.name.lower())
    zone.update(records=None, record_kinds={}, links=None)
    try:
        zone["links"] = reader.links(zone_id)
    except Unread as exc:
        notes.note(exc)
        # Every zone that exists has a list of links.
        if exc.reason == "missing":
            return None
    found = {name: notes.attempt(_record, reader, zone_id, label) for name, label in _labels(names, zone["name"])}
    zone["record_kinds"] = {name: record[0] for name, record in found.items() if record}
    records = {name: record[1] for name, record in found.items() if record and record[1] is not None}
    zone["records"] = records if zone["record_kinds"] or not found else None
    return zone


def _labels(names: list[str], zone: str) -> list[tuple[str, str]]:
    """Return the names that belong in a zone, each with what its record is called there."""
    suffix = "." + zone
    recorded = [(name, private_name(name)) for name in names]
    return [(name, record[: -len(suffix)]) for name, record in recorded if record.endswith(suffix)]


def _record(reader: Reader, zone_id: str, label: str) -> tuple[str, list[str] | None]:
    """Return the kind of what a zone has for a label, and its addresses; they are not known for an alias."""
    own = reader.addresses(zone_id, label)
    if own is not None:
        return ("own" if own else "empty"), own
    # A record of another type at the name takes the place of the wildcard.
    if reader.has_alias(zone_id, label):
        return "alias", None
    wildcard = reader.addresses(zone_id, "*")
    return ("wildcard", wildcard) if wildcard else ("none", [])
