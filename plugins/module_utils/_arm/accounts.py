# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The declared accounts in Azure: which resource each one is, and what Azure says of the account itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from .._azure.accounts import names_in_azure
from .._azure.resource_ids import Id, account_id, key
from .client import Unread
from .reader import ACCOUNT, Notes, Reader

_Plain = dict[str, Any]
_NOT_OF_FACTS = ("connections", "tags", "error")  # the last two are of lists


class Accounts:
    """The accounts of one call: where several are in one resource group, it is listed once for them all."""

    def __init__(self, reader: Reader, accounts: Iterable[Mapping[str, Any]]) -> None:
        """C(accounts) are all that are declared."""
        self._reader = reader
        # One account is asked for once for each machine that uses it.
        self._in_group = Counter(group for group, _name in {(_group_of(each), key(each["name"])) for each in accounts})

    def find(self, notes: Notes, declared: Mapping[str, Any]) -> _Plain | None:
        """Return a declared account as resources.account does, or null after noting why."""
        try:
            found = self._listed(declared) if self._in_group[_group_of(declared)] > 1 else None
            return found or self._asked(declared)
        except Unread as exc:
            notes.note(exc)
            return None

    def deleted(self, declared: Mapping[str, Any]) -> _Plain | None:
        """Return the account as it was deleted, if it was not purged since; null where the caller may not see that."""
        try:
            found = self._reader.deleted_accounts(declared["subscription_id"])
        except Unread:
            return None
        group = key(declared["resource_group"])
        return _chosen([each for each in found if key(each["resource_group"]) == group], declared)

    def _listed(self, declared: Mapping[str, Any]) -> _Plain | None:
        """Return an account by the list of its resource group, null where that does not show it completely."""
        try:
            found = _chosen(self._all(declared), declared)
        except Unread:
            return None  # who may not list accounts may still read each of them
        return None if not found or found["error"] or found["connections"] is None else found

    def _asked(self, declared: Mapping[str, Any]) -> _Plain:
        """Return an account by its name in Azure, else by its custom subdomain. Raises Unread."""
        asked = id_of(declared)
        try:
            found = self._reader.account(asked)
        except Unread as exc:
            if exc.reason != "missing" or declared.get("resource_name"):
                raise
            return self._by_subdomain(declared, exc)
        if declared.get("resource_name") or _has_subdomain(found, declared["name"]):
            return found
        try:
            # Another account may have the subdomain that this one has as its name.
            return self._by_subdomain(declared, Unread(ACCOUNT, account_id(*asked), "missing", ""))
        except Unread:
            return found

    def _by_subdomain(self, declared: Mapping[str, Any], missing: Unread) -> _Plain:
        try:
            accounts = self._all(declared)
        except Unread as exc:
            raise (missing if exc.reason == "missing" else exc) from exc
        found = next((each for each in accounts if _has_subdomain(each, declared["name"])), None)
        if found is None:
            raise missing
        if found["error"] or found["connections"] is None:
            if not found.get("name"):
                raise Unread(ACCOUNT, account_id(*id_of(declared)), "unavailable", f"an odd answer: {found['error']}")
            return self._reader.account(id_of(declared)._replace(name=found["name"]))
        return found

    def _all(self, declared: Mapping[str, Any]) -> list[_Plain]:
        return self._reader.accounts(declared["subscription_id"], declared["resource_group"])


def id_of(declared: Mapping[str, Any]) -> Id:
    """Return the Id by which a declared account is asked for first."""
    return Id(
        declared["subscription_id"], declared["resource_group"], declared.get("resource_name") or declared["name"]
    )


def describe(reader: Reader, notes: Notes, found: Mapping[str, Any], declared: Mapping[str, Any]) -> _Plain:
    """Return an account with its names, the zones that it needs and its model deployments."""
    facts = {name: value for name, value in found.items() if name not in _NOT_OF_FACTS}
    asked = id_of(declared)._replace(name=found["name"])
    facts["fqdns"] = names_in_azure(
        found["custom_subdomain"] or declared["name"],
        found["kind"],
        declared["cloud"],
        found["endpoint"],
        found["endpoints"],
    )
    facts["required_zone_names"] = notes.attempt(reader.required_zone_names, asked)
    facts["deployments"] = notes.attempt(reader.deployments, asked) if declared.get("deployment") else None
    facts["perimeters"] = notes.attempt(reader.perimeters, asked)
    return facts


def _group_of(declared: Mapping[str, Any]) -> tuple[str, str]:
    return key(declared["subscription_id"]), key(declared["resource_group"])


def _chosen(accounts: Iterable[_Plain], declared: Mapping[str, Any]) -> _Plain | None:
    """Return the one of C(accounts) that is declared, null without one."""
    name, resource_name = declared["name"], declared.get("resource_name")
    if resource_name:
        return next((each for each in accounts if key(each.get("name")) == key(resource_name)), None)
    known = list(accounts)
    by_subdomain = next((each for each in known if _has_subdomain(each, name)), None)
    return by_subdomain or next((each for each in known if key(each.get("name")) == key(name)), None)


def _has_subdomain(account: Mapping[str, Any], name: str) -> bool:
    return key(account.get("custom_subdomain")) == key(name)
