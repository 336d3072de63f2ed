# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Declared accounts: the names of each, and the addresses that its private endpoint is expected to have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...module_utils._azure.accounts import account_addresses, account_names
from ...module_utils._core.addresses import Expectation
from .fields import Fields

VANTAGES = ("jumphost", "onprem", "outside")
PUBLIC_ACCESS = ("disabled", "selected_networks", "enabled")

# What the document repeats of an account's declaration; anything else a user keeps there stays out of it.
DECLARED = (
    "name",
    "kind",
    "cloud",
    "private_addresses",
    "networks",
    "operation",
    "deployment",
    "api_version",
    "public_access",
    "resource_group",
    "resource_name",
    "keyless",
    "origin",
)


@dataclass(frozen=True)
class ExpectedName:
    """One FQDN of an account with the addresses, or the networks, that its private endpoint is declared to have."""

    name: str
    addresses: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    expectation: Expectation = field(default_factory=Expectation, compare=False)


@dataclass(frozen=True)
class Account:
    """One declared account; the first of its names is the one that is probed first."""

    name: str
    names: tuple[ExpectedName, ...]
    public_access: str
    operation: str | None
    deployment: str | None
    api_version: str | None
    resource_group: str | None
    # No credential is meant.
    keyless: bool
    # The declaration as the document repeats it.
    declared: Mapping[str, Any] = field(compare=False)


def accounts_of(declarations: Any, option: str = "accounts") -> list[Account]:
    """Return the declared accounts in their order.

    C(option) is where they stand. Raises ValueError naming option, value and what is expected.
    """
    if not isinstance(declarations or [], (list, tuple)):
        raise ValueError(f"{option}: {declarations!r} is not valid: expected a list")
    accounts: dict[str, Account] = {}
    for index, declaration in enumerate(declarations or ()):
        account = account_of(declaration, f"{option}[{index}]")
        first_name = account.names[0].name
        if first_name in accounts:
            raise ValueError(f"name: {account.name!r} is declared twice: expected each account once")
        accounts[first_name] = account
    return list(accounts.values())


def account_of(declaration: Any, option: str = "account") -> Account:
    """Return one declared account. Raises ValueError as accounts_of does."""
    names = account_names(Fields(declaration, option).replaced())
    fields = Fields(declaration, f"account {declaration['name']}")
    addresses, networks = _addresses(fields), fields.texts("networks")
    within = _expectation((), networks, f"{fields.place}, networks")
    return Account(
        name=declaration["name"],
        names=tuple(
            # Networks count only where no address is declared: beside one they would let a stale record pass.
            ExpectedName(name, addresses[name], (), _expectation(addresses[name], (), fields.place))
            if addresses.get(name)
            else ExpectedName(name, (), networks, within)
            for name in names
        ),
        public_access=_public_access(fields),
        operation=fields.scalar("operation"),
        deployment=fields.scalar("deployment"),
        api_version=fields.scalar("api_version"),
        resource_group=fields.scalar("resource_group"),
        keyless=_keyless(fields),
        declared={key: fields.value(key) for key in DECLARED if fields.value(key) not in (None, "", {}, [], False)},
    )


def _addresses(fields: Fields) -> dict[str, tuple[str, ...]]:
    if not fields.mapping("private_addresses").replaced():
        return {}
    return {name: tuple(texts) for name, texts in account_addresses(fields.replaced()).items()}


def _expectation(addresses: tuple[str, ...], networks: tuple[str, ...], place: str) -> Expectation:
    try:
        return Expectation(addresses, networks)
    except ValueError as exc:
        raise ValueError(f"{place}: {exc}") from exc


def _keyless(fields: Fields) -> bool:
    keyless = fields.value("keyless") or False
    if not isinstance(keyless, bool):
        raise fields.refused("keyless", "true or false")
    return keyless


def _public_access(fields: Fields) -> str:
    public_access = fields.text("public_access") or "disabled"
    if public_access not in PUBLIC_ACCESS:
        raise fields.refused("public_access", f"one of {', '.join(PUBLIC_ACCESS)}")
    return public_access
