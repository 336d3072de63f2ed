# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What a declared account says about each of its names, and from where it can be looked at."""

from __future__ import annotations

from typing import NamedTuple

from ...module_utils._azure.accounts import account_addresses, account_names
from ...module_utils._core.addresses import parse_network

VANTAGES = ("jumphost", "onprem", "outside")


class ExpectedName(NamedTuple):
    """One FQDN of an account with the addresses, or the networks, that its private endpoint is declared to have."""

    name: str
    addresses: list
    networks: list


def expected_names(account):
    """Return an ExpectedName for each FQDN of an account, the one that is probed first.

    Networks count only where no address is declared: beside one they would let a stale record pass. Raises ValueError
    naming option and value.
    """
    addresses, networks = account_addresses(account), _networks(account)
    return [
        ExpectedName(name, addresses.get(name, []), [] if addresses.get(name) else networks)
        for name in account_names(account)
    ]


def _networks(account):
    networks = account.get("networks") or []
    try:
        for network in networks:
            parse_network(network)
    except ValueError as exc:
        raise ValueError(f"account {account['name']}, networks: {exc}") from exc
    return list(networks)
