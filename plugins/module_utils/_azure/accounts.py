# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which FQDNs an Azure AI account has: by its kind and its cloud."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from .._core.addresses import parse_address
from .clouds import CLOUDS
from .services import DEFAULT_CLOUD, DEFAULT_KIND, REGIONAL_DOMAINS, SERVICES

# As a host name, or as the URL that the portal shows.
_REGIONAL = re.compile(
    rf"\.({'|'.join(map(re.escape, REGIONAL_DOMAINS))})\.?\s*($|[:/?#])",
    re.IGNORECASE,
)


def account_names(account: Mapping[str, Any]) -> list[str]:
    """Return the FQDNs of an account, the one that is probed first.

    C(account) is a mapping with C(name) and, optionally, C(kind) (default V(OpenAI)) and C(cloud) (default
    V(AzureCloud)). Raises ValueError naming option, value and what is expected.
    """
    name = account.get("name")
    if isinstance(name, str):
        _refuse_regional("name", name)
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}", name):
        raise ValueError(
            f"name: {name!r} is not a valid account name: expected the account's custom subdomain, such as example"
        )
    kind = _choice(account, "kind", DEFAULT_KIND, SERVICES)
    cloud = _choice(account, "cloud", DEFAULT_CLOUD, CLOUDS)
    suffixes = SERVICES[kind].suffixes(cloud)
    if not suffixes:
        raise ValueError(
            f"account {name}, kind: {kind!r} does not exist in {cloud}: expected one of {', '.join(kinds_in(cloud))}"
        )
    return [f"{name.lower()}.{suffix}" for suffix in suffixes]


def kinds_in(cloud: str) -> list[str]:
    """Return the kinds of accounts that a cloud has."""
    return [kind for kind, service in SERVICES.items() if service.suffixes(cloud)]


def account_addresses(account: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the declared addresses of an account: a mapping of FQDN to a list of texts, without unknown names.

    A privatelink name counts as its public name. Raises ValueError naming option, value and what is expected.
    """
    names = account_names(account)
    option = f"account {account['name']}, private_addresses"
    found = {}
    for key, addresses in (account.get("private_addresses") or {}).items():
        _refuse_regional(option, key)
        name = public_name(key)
        if name not in names:
            raise ValueError(f"{option}: {key!r} is not a name of this account: expected one of {', '.join(names)}")
        if not isinstance(addresses, (list, tuple)):
            raise ValueError(f"{option}: {addresses!r} is not a list: expected a list of IP addresses")
        for address in addresses:
            try:
                parse_address(address)
            except ValueError as exc:
                raise ValueError(f"{option}: {exc}") from exc
        found[name] = list(addresses)
    return found


def public_name(host: str) -> str:
    """Return the public name of an Azure AI name or privatelink name, in lower case and without a final dot."""
    return host.lower().rstrip(".").replace(".privatelink.", ".", 1)


def private_zone(name: str) -> str:
    """Return the private DNS zone that holds a public name of Azure AI: the same rule in every cloud."""
    return "privatelink." + name.partition(".")[2]


def private_name(name: str) -> str:
    """Return the privatelink name of a public name of Azure AI."""
    return f"{name.partition('.')[0]}.{private_zone(name)}"


def addresses_of(name: str, by_name: Mapping[str, list[str]] | None) -> list[str] | None:
    """Return the list of addresses that a mapping of names has for a public name, None where it does not have the name.

    A privatelink name in the mapping counts as its public name; the mapping may be None.
    """
    found = [addresses for each, addresses in (by_name or {}).items() if public_name(each) == name]
    return [address for addresses in found for address in addresses] if found else None


def _refuse_regional(option: str, name: str) -> None:
    if _REGIONAL.search(name):
        raise ValueError(
            f"{option}: {name!r} is a regional endpoint, which no private endpoint serves: expected the account's "
            "own name, its "
            "custom subdomain"
        )


def _choice(account: Mapping[str, Any], key: str, default: str, choices: Collection[str]) -> str:
    value = account.get(key) or default
    if value not in choices:
        raise ValueError(
            f"account {account['name']}, {key}: {value!r} is not a valid {key}: expected one of {', '.join(choices)}"
        )
    return value
