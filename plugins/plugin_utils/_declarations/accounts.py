# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The accounts and credentials that an operator declares for a host: coerced, or refused with all that is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from ...module_utils._azure.accounts import account_addresses, account_names
from ...module_utils._azure.resource_ids import parse_virtual_machine
from . import values
from .problems import Problems

_OPERATIONS = ("models", "chat_completions", "completions", "responses", "embeddings")
_SECRETS = ("api_key", "token")
# What a header may carry: a secret with a blank or a line break in it was copied wrongly.
_UNSENDABLE = frozenset(" \t\r\n")

_OPTIONS: dict[str, values.Reader] = {
    "name": values.text,
    "kind": values.text,
    "cloud": values.text,
    "private_addresses": values.mapping,
    "networks": values.list_of(values.network),
    "operation": values.choice(*_OPERATIONS),
    "deployment": values.text,
    "api_version": values.text,
    "public_access": values.choice("disabled", "selected_networks", "enabled"),
    "resource_group": values.text,
    "subscription_id": values.text,
    "jumphost_vm": values.text,
    "keyless": values.boolean,
}

Account = dict[str, Any]


def read_accounts(given: Any, host: str, problems: Problems) -> list[Account]:
    """Return the accounts that a host declares, those that can be understood; what is wrong goes to C(problems)."""
    variable = "privatelink_accounts"
    if given in (None, ""):
        return []
    if isinstance(given, Mapping):
        given = [given] if "name" in given else [dict(inner or {}, name=name) for name, inner in given.items()]
    if not isinstance(given, (list, tuple)):
        problems.add(variable, host, f"{given!r} is not a list: expected a list of accounts, each with a name")
        return []
    accounts: dict[str, Account] = {}
    for position, entry in enumerate(given, start=1):
        account = _read_account(entry, position, host, problems)
        if account is None:
            continue
        known = accounts.setdefault(account["name"].lower(), account)
        if known is not account:
            spellings = "twice" if known["name"] == account["name"] else f"also as {known['name']!r}"
            problems.add(
                f"{variable}, account {account['name']}",
                host,
                f"it is declared {spellings}: expected each account once",
            )
    return list(accounts.values())


def _read_account(entry: Any, position: int, host: str, problems: Problems) -> Account | None:
    if isinstance(entry, str):
        entry = {"name": entry}
    name = entry.get("name") if isinstance(entry, Mapping) else None
    label = f"privatelink_accounts, account {name or f'number {position}'}"
    if not isinstance(entry, Mapping):
        problems.add(label, host, f"{entry!r} is not an account: expected a mapping with a name")
        return None
    account: Account = {}
    sound = True
    for key, value in entry.items():
        option = str(key)
        if value in (None, "") and option != "name":
            continue
        if option not in _OPTIONS:
            close = difflib.get_close_matches(option.lower(), set(_OPTIONS) - set(entry), n=1, cutoff=0.8)
            if close:
                problems.add(f"{label}, {option}", host, f"it is not an option of an account: did you mean {close[0]}?")
                sound = False
            continue
        try:
            account[option] = _OPTIONS[option](value)
        except ValueError as exc:
            problems.add(f"{label}, {option}", host, str(exc))
            sound = False
    account.setdefault("name", "")
    try:
        account["private_addresses"] = account_addresses(_with_address_lists(account))
        names = account_names(account)
    except ValueError as exc:
        if sound or "name" not in str(exc):
            problems.add(label, host, str(exc))
        return None
    if not names:
        problems.add(
            label, host, f"an account of kind {account.get('kind')} has no name in the cloud {account.get('cloud')}"
        )
        sound = False
    sound &= _check_operation(account, label, host, problems)
    sound &= _check_machine(account, label, host, problems)
    return account if sound else None


def _with_address_lists(account: Account) -> Account:
    """Return the account with each of its addresses in a list, as one alone is often written."""
    addresses = account.get("private_addresses") or {}
    return dict(
        account,
        private_addresses={name: [given] if isinstance(given, str) else given for name, given in addresses.items()},
    )


def _check_operation(account: Account, label: str, host: str, problems: Problems) -> bool:
    operation = account.get("operation")
    if operation in (None, "models") or account.get("deployment"):
        return True
    problems.add(
        f"{label}, deployment", host, f"it is missing: the operation {operation} asks one deployment by its name"
    )
    return False


def _check_machine(account: Account, label: str, host: str, problems: Problems) -> bool:
    machine = account.get("jumphost_vm")
    if not machine:
        return True
    try:
        parse_virtual_machine(machine)
    except ValueError:
        problems.add(
            f"{label}, jumphost_vm",
            host,
            (
                f"{machine!r} is not the id of a virtual machine: expected "
                "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Compute/virtualMachines/NAME"
            ),
        )
        return False
    return True


def read_credentials(
    given: Mapping[str, Any], accounts: list[Account], host: str, keyless: bool, problems: Problems
) -> dict[str, dict[str, str]]:
    """Return the credential of each account of a host, by its name in lower case. No message shows a secret."""
    variable = "privatelink_credentials"
    by_name = {account["name"].lower(): account for account in accounts}
    written = {name.lower() for name in given}
    credentials: dict[str, dict[str, str]] = {}
    for name, secret in given.items():
        option = f"{variable}, account {name}"
        close = difflib.get_close_matches(name.lower(), set(by_name) - written, n=1, cutoff=0.8)
        if name.lower() not in by_name:
            if close:
                problems.add(option, host, f"no account has this name: did you mean {by_name[close[0]]['name']}?")
            continue
        meant = keyless or by_name[name.lower()].get("keyless")
        found = _read_secret(secret, option, host, bool(meant), problems)
        if found:
            credentials[name.lower()] = found
    return credentials


def _read_secret(secret: Any, option: str, host: str, keyless: bool, problems: Problems) -> dict[str, str] | None:
    if not isinstance(secret, Mapping) or not set(secret) <= set(_SECRETS):
        problems.add(option, host, "it is not a credential: expected a mapping with api_key or token, and nothing else")
        return None
    given = {kind: str(value) for kind, value in secret.items() if value not in (None, "")}
    if len(given) > 1:
        problems.add(option, host, "it has both an api_key and a token: expected one of them")
        return None
    if not given:
        if not keyless:
            problems.add(
                option,
                host,
                (
                    "the credential is empty: expected an api_key or a token. An environment variable or a vault may lack it; "
                    "set keyless: true in the account if no credential is meant"
                ),
            )
        return None
    kind, value = next(iter(given.items()))
    if kind == "token" and value.lower().startswith("bearer "):
        problems.add(f"{option}, token", host, "it begins with 'Bearer ': expected the token alone")
    elif set(value) & _UNSENDABLE or not value.isascii() or not value.isprintable():
        problems.add(
            f"{option}, {kind}",
            host,
            (
                "it has white space, a line break or a character beyond ASCII, which no request can carry: expected the value alone"
            ),
        )
    else:
        return given
    return None
