# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The accounts that an operator declares for a host: coerced, or refused with all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ...module_utils._azure.accounts import account_addresses, account_names
from ...module_utils._azure.clouds import CLOUDS
from ...module_utils._azure.operations import OPERATIONS
from ...module_utils._azure.services import KINDS
from ...module_utils._core.addresses import is_within
from . import values
from .problems import Problems
from .spelling import nearest

VARIABLE = "privatelink_accounts"
_WITHOUT_DEPLOYMENT = "models"
_OPERATIONS = tuple(OPERATIONS)
_ADDRESSES = "each name with a list of its addresses, such as {example.openai.azure.com: [10.0.14.4]}"

_OPTIONS: dict[str, values.Reader] = {
    "name": values.account_name,
    "kind": values.choice(*KINDS),
    "cloud": values.choice(*CLOUDS),
    "private_addresses": partial(values.mapping, expected=_ADDRESSES),
    "networks": values.list_of(values.network),
    "operation": values.choice(*_OPERATIONS),
    "deployment": values.text,
    "api_version": values.api_version,
    "public_access": values.choice("disabled", "selected_networks", "enabled"),
    "resource_group": values.resource_group,
    "resource_name": values.resource_name,
    "subscription_id": values.subscription_id,
    "jumphost_vm": values.virtual_machine,
    "keyless": values.boolean,
}
_SECRETS = ("api_key", "key", "token", "secret", "password", "credential", "credentials")

Account = dict[str, Any]


def read_accounts(given: Any, host: str | None, problems: Problems) -> tuple[list[Account], dict[str, Account]]:
    """Return the accounts that a host declares and that are valid, and all that have a name by it in lower case.

    What is wrong goes to C(problems).
    """
    try:
        entries = _entries(given)
    except ValueError as exc:
        problems.add(VARIABLE, host, str(exc))
        return [], {}
    valid: list[Account] = []
    by_name: dict[str, Account] = {}
    for position, entry in enumerate(entries, start=1):
        reading = _Reading(entry, position, host, problems)
        account = reading.account
        if "name" not in account:
            continue
        known = by_name.setdefault(account["name"].lower(), account)
        if known is not account:
            spellings = "twice" if known["name"] == account["name"] else f"also as {known['name']!r}"
            reading.refuse("", f"it is declared {spellings}: expected each account once")
        elif reading.valid:
            valid.append(account)
    return valid, by_name


def _entries(given: Any) -> list[Any]:
    given = values.structure(given, "a list of accounts")
    if not isinstance(given, Mapping):
        return values.items(given)
    if "name" in given:
        return [given]
    return [
        dict(each, name=name) if isinstance(each, Mapping) else name if each is None else each
        for name, each in given.items()
    ]


class _Reading:
    """One account as it is read: its options, and whether all that it declares is valid."""

    def __init__(self, entry: Any, position: int, host: str | None, problems: Problems) -> None:
        if isinstance(entry, str):
            entry = {"name": entry}
        self._host, self._problems = host, problems
        self._label = f"{VARIABLE}, account number {position}"
        self.account: Account = {}
        self._refused: set[str] = set()
        if not isinstance(entry, Mapping):
            self.refuse("", str(values.refuse(entry, "an account", "a mapping with a name")))
            return
        self._read("name", entry.get("name"))
        if "name" in self.account:
            self._label = f"{VARIABLE}, account {self.account['name']}"
        for key, value in entry.items():
            if key != "name":
                self._read(str(key), value)
        self._check_names()
        self._check_operation()

    def refuse(self, option: str, message: str) -> None:
        """Note a mistake of the account, or of one of its options."""
        self._problems.add(self._place(option), self._host, message)
        self._refused.add(option)

    def warn(self, option: str, message: str) -> None:
        """Note what is odd in one of the account's options."""
        self._problems.warn(self._place(option), self._host, message)

    def _place(self, option: str) -> str:
        return f"{self._label}, {option}" if option else self._label

    @property
    def valid(self) -> bool:
        """Whether all that the account declares is valid."""
        return not self._refused

    def _read(self, option: str, value: Any) -> None:
        if option not in _OPTIONS:
            self._refuse_unknown(option)
        elif option == "name" and (value is None or value == ""):
            self.refuse(option, "it is missing: expected the account's custom subdomain, such as example")
        elif value is not None and value != "":
            try:
                self.account[option] = _OPTIONS[option](value)
            except ValueError as exc:
                self._refuse_each(option, exc)

    def _refuse_each(self, option: str, error: ValueError) -> None:
        for message in values.messages_of(error):
            self.refuse(option, message)

    def _refuse_unknown(self, option: str) -> None:
        secret = nearest(option, _SECRETS, cutoff=0.85)
        near = nearest(option, _OPTIONS)
        if secret and not near:
            name = self.account.get("name", "NAME")
            self.refuse(
                option,
                "credentials do not belong in an account: expected "
                f"privatelink_credentials: {{{name}: {{{'token' if secret == 'token' else 'api_key'}: ...}}}}",
            )
        elif near:
            self.refuse(option, f"it is not an option of an account: did you mean {near}?")
        else:
            self._problems.warn(
                VARIABLE, self._host, f"{values.quoted(option)} is not an option of an account: it is ignored"
            )

    def _check_names(self) -> None:
        """Check which names the account has, and the addresses declared for each."""
        if "name" not in self.account:
            return
        self._check_private("networks", self.account.get("networks") or [], "network", values.is_private_network)
        given = self.account.pop("private_addresses", {})
        place = f"account {self.account['name']}, "
        try:
            names = account_names(self.account)
        except ValueError as exc:
            option, _colon, message = str(exc).removeprefix(place).partition(": ")
            self.refuse(option, message)
            return
        addresses: dict[str, list[str]] = {}
        for name, written in given.items():
            option = f"private_addresses, {name}"
            try:
                found = values.list_of(values.address)(written)
            except ValueError as exc:
                self._refuse_each(option, exc)
                found = []  # its name may be wrong, too
            try:
                addresses.update(account_addresses(dict(self.account, private_addresses={name: found})))
            except ValueError as exc:
                self.refuse("private_addresses", str(exc).removeprefix(f"{place}private_addresses: "))
                continue
            self._check_within(option, found)
            self._check_private(option, found, "address", values.is_private_address)
        if addresses:
            self.account["private_addresses"] = {name: addresses[name] for name in names if name in addresses}

    def _check_within(self, option: str, addresses: list[str]) -> None:
        networks: list[str] = self.account.get("networks") or []
        for each in addresses if networks else ():
            if not is_within(each, networks):
                self.refuse(option, f"{each!r} is not in the account's networks: expected one in {', '.join(networks)}")

    def _check_private(self, option: str, given: list[str], what: str, is_private: Callable[[str], bool]) -> None:
        """Warn of what is not private: few virtual networks have public addresses, and a public record has them too."""
        for each in given:
            if not is_private(each):
                self.warn(
                    option,
                    f"{each!r} is not a private {what}: expected one, unless the virtual network has public ones",
                )

    def _check_operation(self) -> None:
        if self._refused & {"operation", "deployment"}:
            return
        operation, deployment = self.account.get("operation") or _WITHOUT_DEPLOYMENT, self.account.get("deployment")
        if operation == _WITHOUT_DEPLOYMENT and deployment:
            self.warn("deployment", f"it is not used: expected an operation, one of {', '.join(_OPERATIONS[1:])}")
        elif operation != _WITHOUT_DEPLOYMENT and not deployment:
            self.refuse(
                "deployment", f"it is missing: expected the name of the deployment that the operation {operation} calls"
            )
