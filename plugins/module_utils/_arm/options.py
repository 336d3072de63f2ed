# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The options of private_endpoint_info, except its credential: read and refused before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .._azure.accounts import account_addresses
from .._azure.resource_ids import parse_virtual_machine
from .settings import Settings, check_subscription_id, without_subscription


def read_accounts(params: Mapping[str, Any], settings: Settings) -> list[dict[str, Any]]:
    """Return the accounts of the module's parameters, each with its C(subscription_id).

    C(settings) are the Settings of the credential. Raises ValueError naming option, value and what is expected.
    """
    if not params["accounts"]:
        raise ValueError("accounts: the list is empty: expected at least one account")
    _check_range("timeout", params["timeout"], 1, 3600, "a number of seconds")
    _check_range("concurrency", params["concurrency"], 1, 64, "a number")
    return [_account(f"accounts[{index}]", entry, settings) for index, entry in enumerate(params["accounts"])]


def _account(option: str, entry: dict[str, Any], settings: Settings) -> dict[str, Any]:
    _read(option, lambda: account_addresses(entry))
    if not entry["resource_group"]:
        raise ValueError(
            f"{option}.resource_group: '' is not a valid name: expected that of the account's resource group"
        )
    if entry["jumphost_vm"]:
        _read(option + ".jumphost_vm", lambda: parse_virtual_machine(entry["jumphost_vm"]))
    subscription_id = entry["subscription_id"] or settings.subscription_id
    if not subscription_id:
        raise ValueError(f"{option}.{without_subscription(settings)}")
    return dict(entry, subscription_id=check_subscription_id(subscription_id, option + ".subscription_id"))


def _check_range(option: str, value: float, least: int, most: int, kind: str) -> None:
    if not least <= value <= most:
        raise ValueError(f"{option}: {value} is out of range: expected {kind} from {least} to {most}")


def _read(option: str, reader: Callable[[], object]) -> None:
    try:
        reader()
    except ValueError as exc:
        raise ValueError(f"{option}: {exc}") from exc
