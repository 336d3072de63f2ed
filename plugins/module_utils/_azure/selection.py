# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which of the accounts that Azure lists are to be validated, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from .accounts import account_names
from .clouds import CLOUDS
from .resource_ids import key, parse
from .services import DEFAULT_CLOUD, OTHER_KIND, REGIONAL_DOMAINS, SERVICES, cloud_of

_Plain = dict[str, Any]
_GOING = ("deleting", "deleted")
NO_SUBDOMAIN, ODD = "no_custom_subdomain", "odd"


@dataclass(frozen=True)
class Filters:
    """What an account must be; what is empty excludes none."""

    resource_groups: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # names or patterns


class _LeftOut(Exception):
    """Why an account is not validated: C(reason) in one word, the text in words."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


def select(listed: Iterable[Mapping[str, Any]], filters: Filters, cloud: str) -> tuple[list[_Plain], list[_Plain]]:
    """Return the accounts to validate and those that are left out, each list by name.

    C(listed) are accounts as Azure lists them, C(cloud) is the one that was asked.
    """
    selected: dict[str, _Plain] = {}
    left_out = []
    for each in sorted(listed, key=lambda account: key(str(account["id"]))):
        try:
            account = _selected(each, filters, cloud)
            other = selected.setdefault(account["name"].lower(), account)
            if other is not account:
                raise _LeftOut("duplicate", f"its custom subdomain {account['name']} is that of {other['id']} too")
        except _LeftOut as exc:
            resource_id = str(each["id"])
            name = str(each.get("name") or resource_id.rpartition("/")[2])
            left_out.append({"name": name, "id": resource_id, "reason": exc.reason, "why": str(exc)})
    return [selected[name] for name in sorted(selected)], sorted(left_out, key=lambda entry: key(entry["name"]))


def _selected(listed: Mapping[str, Any], filters: Filters, cloud: str) -> _Plain:
    """Return an account as declarations name it. Raises _LeftOut."""
    try:
        place = parse(listed["id"])
    except ValueError as exc:
        raise _LeftOut(ODD, f"Azure's answer about it cannot be read: {exc}") from exc
    subdomain = listed.get("custom_subdomain") or ""
    _check_place(place.resource_group, (str(subdomain), place.name), filters)
    if listed.get("error") or not isinstance(subdomain, str):
        raise _LeftOut(ODD, f"Azure's answer about it cannot be read: {listed.get('error') or repr(subdomain)}")
    _check_tags(listed.get("tags") or {}, filters.tags)
    suffix = _suffix(listed.get("endpoint"))
    cloud = cloud_of(suffix) or (cloud if cloud in CLOUDS else DEFAULT_CLOUD)
    kind = _kind(listed.get("kind"), suffix, cloud)
    if kind is None and subdomain and (not filters.kinds or OTHER_KIND in filters.kinds or not listed.get("kind")):
        _check_described(listed, suffix)
    if filters.kinds and kind not in filters.kinds:
        raise _LeftOut("kinds", f"its kind {listed.get('kind')} is not among kinds")
    if str(listed.get("provisioning_state")).lower() in _GOING:
        raise _LeftOut("deleting", "it is being deleted")
    if not subdomain:
        raise _LeftOut(NO_SUBDOMAIN, "it has no custom subdomain, without which no private endpoint serves it")
    if kind is None:
        raise _LeftOut("kind", f"its kind {listed.get('kind')} has none of the names that this collection checks")
    account = {
        "name": subdomain,
        "resource_name": place.name,
        "id": listed["id"],
        "resource_group": place.resource_group,
        "subscription_id": place.subscription_id,
        "kind": kind,
        "cloud": cloud,
        "location": listed.get("location"),
        "tags": dict(listed.get("tags") or {}),
        "public_network_access": listed.get("public_network_access"),
    }
    try:
        account_names(account)
    except ValueError as exc:
        raise _LeftOut(ODD, f"its names are not known: {exc}") from exc
    return account


def _check_place(resource_group: str, names: tuple[str, ...], filters: Filters) -> None:
    if filters.resource_groups and key(resource_group) not in {key(each) for each in filters.resource_groups}:
        raise _LeftOut("resource_groups", f"its resource group {resource_group} is not among resource_groups")
    for pattern in filters.exclude:
        if any(name and fnmatchcase(name.lower(), pattern.lower()) for name in names):
            raise _LeftOut("exclude", f"exclude names it: {pattern}")


def _check_tags(tags: Mapping[str, Any], expected: Mapping[str, str]) -> None:
    """Compare tags as Azure does: their names in any case, their values as they are written."""
    by_name = {str(name).lower(): value for name, value in tags.items()}
    for name, value in expected.items():
        if by_name.get(name.lower()) != value:
            raise _LeftOut("tags", f"its tag {name} is not {value}")


def _check_described(listed: Mapping[str, Any], suffix: str) -> None:
    """Refuse to take an account for one of another service as long as Azure does not say that it is one."""
    missing = next((option for option in ("kind", "endpoint") if not listed.get(option)), None)
    if missing:
        raise _LeftOut(ODD, f"Azure's answer about it cannot be read: it has no {missing}")
    if cloud_of(suffix):
        raise _LeftOut(
            ODD, f"its names are not known: its kind {listed['kind']} is unknown to this collection, its endpoint is"
        )


def _kind(given: Any, suffix: str, cloud: str) -> str | None:
    """Return which names the account has, as the kind that declarations have for them; None where it has others."""
    known = {kind.lower(): kind for kind in SERVICES}.get(str(given).lower())
    # Without a custom subdomain, an account has the endpoint of its region.
    if known is None and given and suffix in (*SERVICES[OTHER_KIND].suffixes(cloud), *REGIONAL_DOMAINS):
        return OTHER_KIND
    return known


def _suffix(endpoint: Any) -> str:
    """Return what follows the account's name in its endpoint."""
    try:
        return (urlsplit(str(endpoint or "")).hostname or "").partition(".")[2]
    except ValueError:
        return ""
