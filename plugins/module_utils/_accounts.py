# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Which FQDNs an Azure AI account has: by its kind and its cloud."""

from __future__ import annotations

import re

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
_REGIONAL = re.compile(r"\.api\.cognitive\.(microsoft\.com|azure\.us|azure\.cn)$")


def account_names(account):
    """Return the FQDNs of an account, the one that is probed first.

    C(account) is a mapping with C(name) and, optionally, C(kind) (default V(OpenAI)), C(cloud) (default
    V(AzureCloud)) and C(private_addresses), whose keys are FQDNs too. Raises ValueError naming option, value and
    what is accepted.
    """
    name = account.get("name")
    if isinstance(name, str):
        _refuse_regional("name", name)
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}", name):
        raise ValueError("name: %r is no account name; accepted is the account's custom subdomain, such as example" % (name,))
    addresses = account.get("private_addresses") or {}
    for fqdn in addresses:
        _refuse_regional("account %s, private_addresses" % name, fqdn)
    kind = _choice(account, "kind", "OpenAI", KINDS)
    suffixes = SUFFIXES[_choice(account, "cloud", "AzureCloud", SUFFIXES)]
    names = ["%s.%s" % (name.lower(), suffixes[service]) for service in KINDS[kind] if service in suffixes]
    return names + sorted(fqdn.lower() for fqdn in addresses if fqdn.lower() not in names)


def _refuse_regional(option, name):
    if _REGIONAL.search(name.lower()):
        raise ValueError(
            "%s: %r is a regional endpoint, which no private endpoint serves; accepted is the account's own name, its custom "
            "subdomain" % (option, name)
        )


def _choice(account, key, default, accepted):
    value = account.get(key) or default
    if value not in accepted:
        raise ValueError("account %s, %s: %r; accepted is one of %s" % (account["name"], key, value, ", ".join(accepted)))
    return value
