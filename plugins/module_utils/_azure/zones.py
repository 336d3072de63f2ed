# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Public name <-> privatelink name <-> private DNS zone <-> service, for any Azure service in any cloud."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

# Public zones which the table prints in a form that is not the part after an account's name.
READ_AS = {
    "{cachename}.{region}.redisenterprise.cache.azure.net": ("{region}.redisenterprise.cache.azure.net",),
    "{workspaceName}-ondemand.sql.azuresynapse.usgovcloudapi.net": ("sql.azuresynapse.usgovcloudapi.net",),
    # The zone has the region, so the name must have it too.
    "azurecontainerapps.io": ("{regionName}.azurecontainerapps.io", "azurecontainerapps.io"),
    # IoT Central's rows print the private zone in the column of the public one.
    "privatelink.azure-devices.net": ("azure-devices.net",),
    "privatelink.servicebus.windows.net": ("servicebus.windows.net",),
    "privatelink.azure-devices-provisioning.net": ("azure-devices-provisioning.net",),
}

# Zones whose names have a public name in another zone, although the table has an exact pair as well.
PUBLIC_ZONE_OF = {
    "privatelink.vaultcore.azure.net": "vault.azure.net",
    "privatelink.vaultcore.usgovcloudapi.net": "vault.usgovcloudapi.net",
}

# Azure Resource Manager's zone has the name management.azure.com; deeper names below azure.com are other services'.
ONE_LABEL_BELOW = frozenset(["azure.com"])

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class _Row(NamedTuple):
    cloud: str
    service: str
    zone: str
    public: str


# The rows by pattern, longest pattern first, under the pattern's last two labels.
_Patterns = dict[tuple[str, ...], list]
_Bound = dict[str, str]
_UNKNOWN: dict[str, str | None] = {
    "public_name": None,
    "privatelink_name": None,
    "cloud": None,
    "service": None,
    "zone": None,
}


def describe(name: str) -> dict[str, Any]:
    """Return what the zone table says about a host name, as a dict.

    C(public_name), C(privatelink_name), C(cloud), C(service) and C(zone) are texts, None when unknown or ambiguous;
    C(other_zones) is a list: further private DNS zones which the table gives for the same public zone, those of an
    unknown region with the placeholder in them.
    """
    found = _described(name)
    return {**found, "other_zones": list(found["other_zones"])}


# A name is described once for each nameserver that is asked for it, and more often.
@functools.lru_cache(maxsize=4096)
def _described(name: str) -> dict[str, Any]:
    labels = name.split(".")
    return _describe_private(labels) if has_privatelink_label(name) else _describe_public(labels)


def has_privatelink_label(name: str) -> bool:
    """Return whether a name is one of a private endpoint, in a zone of the table or not."""
    return any(_is_privatelink(label) for label in name.split("."))


def _describe_private(labels: list[str]) -> dict[str, Any]:
    prefix, rows, bound = _longest_match(labels, _index().zones)
    if not rows:
        return dict(_UNKNOWN, other_zones=[])
    zone = ".".join(labels[len(prefix) :])
    return {
        "public_name": _public_name(labels, prefix, zone, rows, bound),
        "privatelink_name": ".".join(labels),
        "cloud": _the_one(row.cloud for row in rows),
        "service": _the_one(row.service for row in rows),
        "zone": zone,
        "other_zones": [],
    }


def _public_name(labels: list[str], prefix: list[str], zone: str, rows: list[_Row], bound: _Bound) -> str | None:
    if zone in PUBLIC_ZONE_OF:
        return ".".join([*prefix, PUBLIC_ZONE_OF[zone]])
    without = [label for label in labels if not _is_privatelink(label)]
    if any(_bind(row.public, without) is not None for row in rows):
        return ".".join(without)
    public = _the_one(_fill(row.public, bound) for row in rows)
    return ".".join([*prefix, public]) if public and "{" not in public else None


def _describe_public(labels: list[str]) -> dict[str, Any]:
    prefix, rows, bound = _longest_match(labels, _index().publics)
    if not rows:
        return dict(_UNKNOWN, other_zones=[])
    public = ".".join(labels[len(prefix) :])
    zones = list(dict.fromkeys(_fill(row.zone, bound) for row in rows))
    exact = "privatelink." + public
    complete = [zone for zone in zones if "{" not in zone]
    zone = exact if exact in zones else (complete[0] if len(complete) == len(zones) == 1 else None)
    of_zone = [row for row in rows if _fill(row.zone, bound) == zone] or rows
    return {
        "public_name": ".".join(labels),
        "privatelink_name": zone and _privatelink_name(prefix, public, zone),
        "cloud": _the_one(row.cloud for row in of_zone),
        "service": _the_one(row.service for row in rows),
        "zone": zone,
        "other_zones": [other for other in zones if other != zone],
    }


def _privatelink_name(prefix: list[str], public: str, zone: str) -> str:
    """What precedes the zone in the public name belongs to the record's name: ACCOUNT.REGION in batch's zone."""
    base = ".".join(label for label in zone.split(".") if not _is_privatelink(label))
    between = public[: -len(base)] if public.endswith("." + base) else ""
    return f"{'.'.join(prefix)}.{between}{zone}"


def _is_privatelink(label: str) -> bool:
    return label in ("privatelink", "privatelink-global")


def _the_one(values: Iterable[str]) -> str | None:
    """Return the value when there is one, None when there are several."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def _fill(pattern: str, bound: _Bound) -> str:
    return _PLACEHOLDER.sub(lambda found: bound.get(found.group(1), found.group(0)), pattern)


def _bind(pattern: str, labels: list[str]) -> _Bound | None:
    """Return the placeholders' values when the name ends with the pattern and has a label before it, else None."""
    parts = pattern.split(".")
    if len(labels) <= len(parts) or (pattern in ONE_LABEL_BELOW and len(labels) > len(parts) + 1):
        return None
    bound = {}
    for part, label in zip(parts, labels[-len(parts) :]):
        if not part.startswith("{"):
            if part != label:
                return None
        elif part == "{partitionId}" and not label.isdigit():
            return None
        else:
            bound[part[1:-1]] = label
    return bound


def _longest_match(labels: list[str], patterns: _Patterns) -> tuple[list[str], list[_Row], _Bound]:
    """Return the labels before the longest pattern that matches, that pattern's rows, and its placeholders' values."""
    for pattern, rows in patterns.get(tuple(labels[-2:]), ()):
        bound = _bind(pattern, labels)
        if pattern == ".".join(labels):
            break  # a zone itself is not an account in the zone above it
        if bound is not None:
            return labels[: len(labels) - len(pattern.split("."))], rows, bound
    return labels, [], {}


class _Index(NamedTuple):
    publics: _Patterns
    zones: _Patterns


@functools.cache
def _index() -> _Index:
    return _Index(_by_pattern("public"), _by_pattern("zone"))


def _by_pattern(field: str) -> _Patterns:
    rows_of: dict[str, list[_Row]] = {}
    for row in _rows():
        rows_of.setdefault(getattr(row, field), []).append(row)
    index: _Patterns = {}
    for pattern in sorted(rows_of, key=lambda text: (-text.count("."), text.count("{"))):
        index.setdefault(tuple(pattern.split(".")[-2:]), []).append((pattern, rows_of[pattern]))
    return index


def _rows() -> Iterator[_Row]:
    # Imported here: a large table, of which a module that asks for names' labels needs nothing.
    from .zone_table import MICROSOFT_ROWS, SUPPLEMENTARY_ROWS

    for table in (MICROSOFT_ROWS, SUPPLEMENTARY_ROWS):
        for cloud, rows in table.items():
            for service, _subresource, zone, publics in rows:
                for public in publics.split():
                    for pattern in READ_AS.get(public, (public,)):
                        yield _Row(cloud, service, zone, pattern)
