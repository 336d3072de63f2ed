# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which FQDNs an Azure AI account has: by its kind and its cloud."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from .._core.addresses import parse_address
from .._core.text import SECRET_LOOKING
from .clouds import CLOUDS
from .services import DEFAULT_CLOUD, DEFAULT_KIND, OTHER_KIND, REGIONAL_DOMAINS, SERVICES, cloud_of

# As a host name, or as the URL that the portal shows.
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
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
    if not isinstance(name, str) or not _LABEL.fullmatch(name):
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


def names_in_azure(
    name: str, kind: str | None, cloud: str, endpoint: str | None, endpoints: Mapping[str, str]
) -> list[str]:
    """Return the FQDNs of an account as Azure describes it, the one that is probed first.

    C(name) is its custom subdomain, C(endpoints) the URLs by what they serve. Where these name none of its own, its
    kind does; where the kind is not one of the table, C(endpoint) does. Where nothing does, the list is empty.
    """
    label = name.lower() + "."
    found = {host for host in map(account_host, endpoints.values()) if host and host.startswith(label)}
    own = account_host(endpoint)
    home = cloud_of((own or "").partition(".")[2]) or cloud
    named = SERVICES.get(kind or "")
    if not found:
        found = set(names_of_kind(name, kind, home) or ([own] if own else []))
    order = (named or SERVICES[OTHER_KIND]).suffixes(home)
    return sorted(found, key=lambda host: (_position(host.partition(".")[2], order), host))


def names_of_kind(name: str, kind: str | None, cloud: str) -> list[str]:
    """Return the FQDNs that an account of a kind has, none for a kind that is not one of the table."""
    service = SERVICES.get(kind or "")
    return [f"{name.lower()}.{suffix}" for suffix in service.suffixes(cloud)] if service else []


def _position(suffix: str, order: list[str]) -> int:
    return order.index(suffix) if suffix in order else len(order)


def account_host(url: str | None) -> str | None:
    """Return the host in a URL, in lower case, if it is an account's own name of Azure AI, else null."""
    try:
        host = (urlsplit(url).hostname if url else None) or ""
    except ValueError:
        return None
    label, _dot, suffix = host.rstrip(".").partition(".")
    return f"{label}.{suffix}" if cloud_of(suffix) and _LABEL.fullmatch(label) else None


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
            written = SECRET_LOOKING.sub("***", repr(key))
            raise ValueError(f"{option}: {written} is not a name of this account: expected one of {', '.join(names)}")
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
