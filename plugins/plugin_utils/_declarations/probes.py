# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What to ask: from declared accounts to the options of the two modules."""

from __future__ import annotations

import difflib

from ...module_utils._azure.accounts import account_names, unique_accounts
from ...module_utils._azure.services import ENDPOINT_DOMAINS
from ...module_utils._core.addresses import Expectation
from ...module_utils._core.hostnames import endpoint_host
from .expected import VANTAGES, expected_names

_REQUEST = ("operation", "deployment", "api_version")
_SECRETS = ("api_key", "token")
_DOMAINS = tuple("." + domain for domain in ENDPOINT_DOMAINS)


def names_of(accounts):
    """Return one entry for the option O(names) of privatelink_dns_facts for each FQDN of each account.

    Raises ValueError naming option, value and what is accepted.
    """
    return [expected._asdict() for account in unique_accounts(accounts) for expected in expected_names(account)]


def with_azure(accounts, azure):
    """Return the accounts, those without C(private_addresses) with the addresses that Azure says their endpoints have.

    C(azure) is Azure's side, a mapping with C(accounts) as private_endpoint_info returns them, or None.
    """
    expected = {found["name"].lower(): found.get("expected") or {} for found in (azure or {}).get("accounts") or ()}
    return [_with_addresses(account, expected.get(str(account.get("name")).lower(), {})) for account in accounts]


def _with_addresses(account, expected):
    if account.get("private_addresses") or not expected:
        return account
    names = account_names(account)
    return dict(account, private_addresses={name: found for name, found in expected.items() if name.lower() in names})


def probes_of(accounts, vantage, credentials):
    """Return the entries for the option O(probes) of aoai_probe for a vantage.

    C(credentials) maps account names to mappings with C(api_key) or C(token). Raises ValueError naming option, value
    and what is accepted, never a secret.
    """
    if vantage not in VANTAGES:
        raise ValueError(f"vantage: {vantage!r}; accepted is one of {', '.join(VANTAGES)}")
    accounts = unique_accounts(accounts)
    secrets_by_account = _secrets(accounts, credentials)
    probes = []
    for account in accounts:
        secrets = secrets_by_account.get(account["name"].lower(), {})
        for position, expected in enumerate(expected_names(account)):
            probe = {"endpoint": f"https://{expected.name}/", **secrets}
            # The declared deployment answers at the account's first name; the others only have to lead to Azure.
            if position == 0:
                probe.update((key, account[key]) for key in _REQUEST if account.get(key))
            probes.append(probe)
            if vantage != "outside":
                probes += [dict(probe, connect_to=address) for address in expected.addresses]
    return probes


def egress_probes_of(forbidden, accounts, public_addresses):
    """Return the entries for the option O(probes) that ask endpoints which must not answer, none with a credential.

    Each is asked by name, and at those of its C(public_addresses) (lists by endpoint) that are public. Raises
    ValueError for what is no endpoint of Azure AI, whose answers alone can be told from a firewall's, and for one of the
    C(accounts).
    """
    own = {name for account in accounts for name in account_names(account)}
    probes = []
    for url in forbidden:
        host = endpoint_host(url)[0]
        if not host.endswith(_DOMAINS):
            raise ValueError(
                f"{url!r} is no endpoint of Azure AI; accepted are https://NAME{'/, https://NAME'.join(_DOMAINS)}/"
            )
        if host in own:
            raise ValueError(f"{url!r} is one of the declared accounts; accepted are endpoints of others")
        probes.append({"endpoint": url})
        public = [text for text in public_addresses.get(url) or () if _is_public(text)]
        probes += [{"endpoint": url, "connect_to": text} for text in public]
    return probes


def _is_public(text):
    try:
        return Expectation().scope(text) == "public"
    except ValueError:
        return False


def _secrets(accounts, credentials):
    """Return the credentials by account name in lower case, refusing what would silently make an account keyless."""
    declared = {account["name"].lower() for account in accounts}
    given = {name.lower() for name in credentials}
    secrets = {}
    for name, values in credentials.items():
        if not isinstance(values, dict) or not set(values) <= set(_SECRETS):
            raise ValueError(f"credentials of {name}: accepted is a mapping with api_key or token, and no other key")
        similar = difflib.get_close_matches(name.lower(), declared - given, n=1, cutoff=0.8)
        if name.lower() not in declared and similar:
            raise ValueError(
                f"credentials: {name!r} is no declared account; accepted is the account's name, such as {similar[0]}"
            )
        secrets[name.lower()] = {key: value for key, value in values.items() if value}
    return secrets
