# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What to ask: from declared accounts to the options of the two modules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from ...module_utils._azure.accounts import account_names, kinds_in
from ...module_utils._azure.services import DEFAULT_CLOUD, ENDPOINT_DOMAINS
from ...module_utils._core.addresses import Expectation
from ...module_utils._core.hostnames import endpoint_host
from .expected import VANTAGES, Account, account_of, accounts_of
from .spelling import Names
from .values import quoted

_SECRETS = ("api_key", "token")
# Reasoning models use up tokens before they write a word.
_THINKING = ("chat_completions", "responses")
_DOMAINS = tuple("." + domain for domain in ENDPOINT_DOMAINS)


def names_of(accounts: Any) -> list[dict[str, Any]]:
    """Return one entry for the option O(names) of privatelink_dns_facts for each FQDN of each account.

    Raises ValueError naming option, value and what is expected.
    """
    return [
        {"name": expected.name, "addresses": list(expected.addresses), "networks": list(expected.networks)}
        for account in accounts_of(accounts)
        for expected in account.names
    ]


def with_azure(accounts: Iterable[dict[str, Any]], azure: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the accounts with what is not declared of them and Azure says: C(kind) and C(private_addresses).

    C(azure) is Azure's side, a mapping with C(accounts) as private_endpoint_info returns them, or None.
    """
    by_name = {observed["name"].lower(): observed for observed in (azure or {}).get("accounts") or ()}
    joined = []
    for account in accounts:
        observed = by_name.get(str(account.get("name")).lower()) or {}
        known = _with_kind(account, observed.get("account") or {})
        joined.append(_with_addresses(known, observed.get("expected") or {}))
    return joined


def _with_kind(account: dict[str, Any], in_azure: Mapping[str, Any]) -> dict[str, Any]:
    """Return an account with the kind whose names Azure gives it, if none is declared."""
    fqdns = {name.lower() for name in in_azure.get("fqdns") or ()}
    if account.get("kind") or not fqdns:
        return account
    kinds = kinds_in(account.get("cloud") or DEFAULT_CLOUD)
    same = [kind for kind in kinds if set(account_names({**account, "kind": kind})) == fqdns]
    kind = next(iter(same), in_azure.get("kind"))
    return _with_azures(account, "kind", kind) if kind in kinds else account


def _with_addresses(account: dict[str, Any], addresses_by_name: Mapping[str, Any]) -> dict[str, Any]:
    if account.get("private_addresses") or not addresses_by_name:
        return account
    names = {expected.name for expected in account_of(account).names}
    found = {name: addresses for name, addresses in addresses_by_name.items() if name.lower() in names}
    return _with_azures(account, "private_addresses", found)


def _with_azures(account: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    """Return an account with a field from Azure; its C(origin) says of each field where it is from."""
    origin = account.get("origin") or {each: "declared" for each in account if each != "name"}
    return {**account, field: value, "origin": {**origin, field: "azure"}}


def probes_of(
    accounts: Any, vantage: str, credentials: Mapping[str, Any], max_tokens: int | None = None
) -> list[dict[str, Any]]:
    """Return the entries for the option O(probes) of aoai_probe for a vantage.

    C(credentials) maps account names to mappings with C(api_key) or C(token); C(max_tokens) is for the operations of
    models that think before they answer. Raises ValueError naming option, value
    and what is expected, never a secret.
    """
    if vantage not in VANTAGES:
        raise ValueError(f"vantage: {vantage!r} is not a valid vantage: expected one of {', '.join(VANTAGES)}")
    declared = accounts_of(accounts)
    secrets_by_account = _secrets(declared, credentials)
    probes: list[dict[str, Any]] = []
    for account in declared:
        secrets = secrets_by_account.get(account.name.lower(), {})
        for position, expected in enumerate(account.names):
            probe = {"endpoint": f"https://{expected.name}/", **secrets}
            # The declared deployment answers at the account's first name; the others only have to lead to Azure.
            if position == 0:
                probe.update(_request(account, max_tokens))
            probes.append(probe)
            if vantage != "outside":
                probes += [dict(probe, connect_to=address) for address in expected.addresses]
    return probes


def _request(account: Account, max_tokens: int | None) -> dict[str, Any]:
    request: dict[str, Any] = {
        "operation": account.operation,
        "deployment": account.deployment,
        "api_version": account.api_version,
        "max_tokens": max_tokens if account.operation in _THINKING else None,
    }
    return {key: value for key, value in request.items() if value}


def egress_probes_of(
    forbidden: Iterable[str], accounts: Any, public_addresses: Mapping[str, Iterable[str]]
) -> list[dict[str, str]]:
    """Return the entries for the option O(probes) that ask endpoints which must not answer, none with a credential.

    Each is asked by name, and at those of its C(public_addresses) (lists by endpoint) that are public. Raises
    ValueError for an endpoint that is not Azure AI's, whose answers alone can be told from a firewall's, and for one of
    the C(accounts).
    """
    own = own_names(accounts)
    probes = []
    for url in forbidden:
        check_forbidden(url, own)
        probes.append({"endpoint": url})
        public = [text for text in public_addresses.get(url) or () if _is_public(text)]
        probes += [{"endpoint": url, "connect_to": text} for text in public]
    return probes


def own_names(accounts: Iterable[dict[str, Any]]) -> set[str]:
    """Return the names of all accounts."""
    return {name for account in accounts for name in account_names(account)}


@lru_cache(maxsize=4096)
def _host_of(url: str) -> str:
    return endpoint_host(url)[0]


def check_forbidden(url: str, own: Collection[str]) -> None:
    """Raise ValueError for an endpoint that cannot be forbidden; C(own) are the names of the declared accounts."""
    host = _host_of(url)
    if not host.endswith(_DOMAINS):
        raise ValueError(
            f"{quoted(url)} is not an endpoint of Azure AI: expected https://NAME{'/, https://NAME'.join(_DOMAINS)}/"
        )
    if host in own:
        raise ValueError(f"{quoted(url)} is one of the declared accounts: expected endpoints of others")


def _is_public(text: str) -> bool:
    try:
        return bool(Expectation().scope(text) == "public")
    except ValueError:
        return False


def _secrets(accounts: Iterable[Account], credentials: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the credentials by account name in lower case, refusing what would silently make an account keyless."""
    declared = {account.name.lower() for account in accounts}
    given = {name.lower() for name in credentials}
    without = Names(declared - given)
    secrets = {}
    for name, values in credentials.items():
        if not isinstance(values, dict) or not set(values) <= set(_SECRETS):
            raise ValueError(f"credentials of {name}: expected a mapping with api_key or token, and no other key")
        near = None if name.lower() in declared else without.nearest(name)
        if near:
            raise ValueError(
                f"credentials: {name!r} is not a declared account: expected the account's name, such as {near}"
            )
        secrets[name.lower()] = {key: value for key, value in values.items() if value}
    return secrets
