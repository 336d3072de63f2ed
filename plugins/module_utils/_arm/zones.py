# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The private DNS zones of an account, wherever they are, with their records and links."""

from __future__ import annotations

from .._azure.accounts import private_name, private_zone
from .._azure.resource_ids import key, parse, subscription_of
from .client import Unread


def read_zones(reader, notes, subscription_id, account, zone_groups):
    """Return the zones that the zone groups keep records in, and those of the subscription with a name that is needed.

    A zone that is linked may be another than the one that holds the record: that is why both are wanted. A zone that
    is gone is left out, and stands in the notes as missing.
    """
    needed = account["required_zone_names"] or [private_zone(name) for name in account["fqdns"]]
    zone_ids = {}
    for group in zone_groups:
        zone_ids.update((key(zone["zone_id"]), zone["zone_id"]) for zone in group["zones"])
    for zone in notes.attempt(reader.zones, subscription_id) or []:
        if zone["name"] in needed:
            zone_ids[key(zone["id"])] = zone["id"]
    zones = [_zone(reader, notes, zone_id, account["fqdns"]) for place, zone_id in sorted(zone_ids.items())]
    return [zone for zone in zones if zone]


def _zone(reader, notes, zone_id, names):
    if not subscription_of(zone_id):
        return None
    parsed = parse(zone_id)
    zone = dict(parsed._asdict(), id=zone_id, name=parsed.name.lower(), records=None, links=None)
    try:
        found = reader.records(zone_id)
    except Unread as exc:
        notes.add(exc.action, exc.id, exc.reason, exc.message)
        if exc.reason == "missing":
            return None
    else:
        zone["records"] = _records_of(names, zone["name"], found)
    zone["links"] = notes.attempt(reader.links, zone_id)
    return zone


def _records_of(names, zone, found):
    """Return the addresses of the account's names that belong into a zone, an empty list where there is no record."""
    records = {}
    for name in names:
        recorded = private_name(name)
        if recorded.endswith("." + zone):
            records[name] = found.get(recorded[: -len(zone) - 1], [])
    return records
