# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which FQDNs an Azure AI account has: by its kind and its cloud."""

from __future__ import annotations

import re

from .._core.addresses import parse_address

# Source: Microsoft Learn, private endpoint DNS zone values (2026-05-07) and azure-cli-core 2.75 cloud endpoints.
# A name stands here only when the service exists in that cloud; services.ai in the US Government cloud is
# second-hand and therefore left out.
SUFFIXES = {
    "AzureCloud": {
        "openai": "openai.azure.com",
        "cognitiveservices": "cognitiveservices.azure.com",
        "services_ai": "services.ai.azure.com",
    },
    "AzureUSGovernment": {"openai": "openai.azure.us", "cognitiveservices": "cognitiveservices.azure.us"},
    "AzureChinaCloud": {"cognitiveservices": "cognitiveservices.azure.cn"},
}

# The order of the members default, secondary and third of a private endpoint, but with the name that serves
# Azure OpenAI first: that is the one the endpoint role probes.
KINDS = {
    "OpenAI": ("openai",),
    "AIServices": ("openai", "cognitiveservices", "services_ai"),
    "CognitiveServices": ("cognitiveservices",),
}


# One endpoint for all accounts of a region. No private endpoint serves it: that takes the account's own subdomain.
# As a host name, or as the URL that the portal shows.
_REGIONAL = re.compile(r"\.api\.cognitive\.(microsoft\.com|azure\.us|azure\.cn)\.?\s*($|[:/?#])", re.IGNORECASE)


def account_names(account):
    """Return the FQDNs of an account, the one that is probed first.

    C(account) is a mapping with C(name) and, optionally, C(kind) (default V(OpenAI)) and C(cloud) (default
    V(AzureCloud)). Raises ValueError naming option, value and what is accepted.
    """
    name = account.get("name")
    if isinstance(name, str):
        _refuse_regional("name", name)
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}", name):
        raise ValueError(
            f"name: {name!r} is no account name; accepted is the account's custom subdomain, such as example"
        )
    kind = _choice(account, "kind", "OpenAI", KINDS)
    suffixes = SUFFIXES[_choice(account, "cloud", "AzureCloud", SUFFIXES)]
    return [f"{name.lower()}.{suffixes[service]}" for service in KINDS[kind] if service in suffixes]


def account_addresses(account):
    """Return the declared addresses of an account: a mapping of FQDN to a list of texts, without unknown names.

    A privatelink name counts as its public name. Raises ValueError naming option, value and what is accepted.
    """
    names = account_names(account)
    option = f"account {account['name']}, private_addresses"
    found = {}
    for key, addresses in (account.get("private_addresses") or {}).items():
        _refuse_regional(option, key)
        name = public_name(key)
        if name not in names:
            raise ValueError(f"{option}: {key!r} is no name of this account; accepted is one of {', '.join(names)}")
        if not isinstance(addresses, (list, tuple)):
            raise ValueError(f"{option}: {addresses!r} is no list; accepted is a list of IP addresses")
        for address in addresses:
            try:
                parse_address(address)
            except ValueError as exc:
                raise ValueError(f"{option}: {exc}") from exc
        found[name] = list(addresses)
    return found


def unique_accounts(accounts):
    """Return the accounts as a list. Raises ValueError when a name stands twice."""
    seen = set()
    for account in accounts:
        name = account_names(account)[0]
        if name in seen:
            raise ValueError(f"name: {account['name']!r} is declared twice; accepted is each account once")
        seen.add(name)
    return list(accounts)


def public_name(host):
    """Return the public name of an Azure AI name, which may be its privatelink name, in lower case without a final dot."""
    return host.lower().rstrip(".").replace(".privatelink.", ".", 1)


def private_zone(name):
    """Return the private DNS zone that a public name of Azure AI belongs into: the same in every cloud."""
    return "privatelink." + name.partition(".")[2]


def private_name(name):
    """Return the privatelink name of a public name of Azure AI."""
    return f"{name.partition('.')[0]}.{private_zone(name)}"


def addresses_of(name, by_name):
    """Return the list of addresses that a mapping of names has for a public name, None where it does not have the name.

    A privatelink name in the mapping counts as its public name; the mapping may be None.
    """
    found = [addresses for each, addresses in (by_name or {}).items() if public_name(each) == name]
    return [address for addresses in found for address in addresses] if found else None


def _refuse_regional(option, name):
    if _REGIONAL.search(name):
        raise ValueError(
            f"{option}: {name!r} is a regional endpoint, which no private endpoint serves; accepted is the account's own name, its custom "
            "subdomain"
        )


def _choice(account, key, default, accepted):
    value = account.get(key) or default
    if value not in accepted:
        raise ValueError(f"account {account['name']}, {key}: {value!r}; accepted is one of {', '.join(accepted)}")
    return value
