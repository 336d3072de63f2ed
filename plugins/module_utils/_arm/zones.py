# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The private DNS zones of an account: their records for its names, and their links."""

from __future__ import annotations

from typing import Any

from .._azure.accounts import private_name, private_zone
from .._azure.resource_ids import key, parse, subscription_of
from .client import Unread
from .reader import Notes, Reader


def read_zones(
    reader: Reader, notes: Notes, subscription_id: str, account: dict[str, Any], zone_groups: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the zones that the zone groups keep records in, and those of the subscription with a name that is needed.

    The zone that is linked may be a different one than the zone that holds the record, so both are read. A zone that no
    longer exists is omitted, and noted as missing.
    """
    needed = account["required_zone_names"] or [private_zone(name) for name in account["fqdns"]]
    zone_ids: dict[str, str] = {}
    for group in zone_groups:
        zone_ids.update((key(zone["zone_id"]), zone["zone_id"]) for zone in group["zones"])
    for zone in notes.attempt(reader.zones, subscription_id) or []:
        if zone["name"] in needed:
            zone_ids[key(zone["id"])] = zone["id"]
    zones = [_zone(reader, notes, zone_id, account["fqdns"]) for _place, zone_id in sorted(zone_ids.items())]
    return [zone for zone in zones if zone]


def _zone(reader: Reader, notes: Notes, zone_id: str, names: list[str]) -> dict[str, Any] | None:
    if not subscription_of(zone_id):
        return None
    parsed = parse(zone_id)
    zone: dict[str, Any] = dict(parsed._asdict(), id=zone_id, name=parsed.name.lower(), records=None, links=None)
    try:
        found = reader.records(zone_id)
    except Unread as exc:
        notes.note(exc)
        if exc.reason == "missing":
            return None
    else:
        zone["records"] = _records_of(names, zone["name"], found)
    zone["links"] = notes.attempt(reader.links, zone_id)
    return zone


def _records_of(names: list[str], zone: str, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the addresses of the account's names that belong in a zone, an empty list where there is no record."""
    records = {}
    for name in names:
        recorded = private_name(name)
        if recorded.endswith("." + zone):
            records[name] = found.get(recorded[: -len(zone) - 1], [])
    return records
