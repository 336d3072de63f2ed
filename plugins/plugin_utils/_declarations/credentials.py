# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The credentials that an operator declares for the accounts of a host. No message shows a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ...module_utils._core.text import SECRET_LOOKING
from . import values
from .accounts import Account
from .problems import Problems
from .spelling import Names, nearest

VARIABLE = "privatelink_credentials"
SECRETS = ("api_key", "token")
_PLACEHOLDER = re.compile(r"<[^<>]*>|[*]+|[.]+|x{3,}|changeme", re.IGNORECASE)
_QUOTES = "\"'"
# One variable holds one secret of one account: an extra variable of a platform replaces a whole mapping.
_OF_ACCOUNT = re.compile(rf"privatelink_({'|'.join(SECRETS)})_([a-z0-9][a-z0-9_]{{0,62}})")

Credential = dict[str, str]


class Credentials(NamedTuple):
    """The credentials of a host, by the names of its accounts in lower case."""

    by_account: dict[str, Credential]
    # The names of credentials for which the host declares no account.
    strangers: list[str]
    # The names, in lower case, of accounts and credentials for which a mistake was reported.
    refused: set[str]


def variable_of(kind: str, account: str) -> str:
    """Return the variable that holds the C(api_key) or the C(token) of an account."""
    return f"privatelink_{kind}_{account.lower().replace('-', '_')}"


def account_of(variable: str) -> tuple[str, str] | None:
    """Return which kind of secret of which account a variable holds, None for another variable.

    No name of an account has an underscore, so each stands for a dash.
    """
    found = _OF_ACCOUNT.fullmatch(variable)
    return (found[1], found[2].replace("_", "-")) if found else None


def mapping_of_credentials(value: Any) -> dict[str, Any]:
    """Return the credentials by the names under which they were written."""
    try:
        return values.mapping(value)
    except ValueError:
        raise ValueError(
            "it is not a mapping: expected the names of accounts, each with an api_key or a token, such as "
            "{example: {api_key: ...}}"
        ) from None


def read_credentials(
    given: Mapping[str, Any],
    accounts: Mapping[str, Account],
    host: str | None,
    keyless: bool,
    problems: Problems,
    discovering: bool = False,
    variables: Mapping[str, str] | None = None,
) -> Credentials:
    """Return the credential of each account of a host; what is wrong goes to C(problems).

    C(accounts) are those of the host by the same names, C(variables) those that hold one secret each. A keyless account
    has none, whatever is written. With C(discovering) further accounts are still to be found, and credentials of other
    names may be theirs.
    """
    refused: set[str] = set()
    given, options = _joined(given, variables or {}, refused, host, problems)
    written = {name.lower() for name in given} | refused
    without = Names(
        account["name"]
        for name, account in accounts.items()
        if name not in written and not (keyless or account.get("keyless"))
    )
    read = Credentials({}, [], refused)
    spellings: dict[str, str] = {}
    for name, secret in given.items():
        # A secret may have been written where the account's name belongs.
        option = options.get(name, f"{VARIABLE}, account {SECRET_LOOKING.sub('***', name)}")
        known = spellings.setdefault(name.lower(), name)
        if known != name:
            problems.add(option, host, f"it is declared also as {values.quoted(known)}: expected each account once")
            read.refused.add(name.lower())
            continue
        account = accounts.get(name.lower())
        if account is None and name.lower() in SECRETS and not isinstance(secret, Mapping):
            problems.add(
                VARIABLE, host, f"{name} must be nested under an account name: expected {{NAME: {{{name}: ...}}}}"
            )
            read.refused.add(name.lower())
            continue
        if account is None and not discovering:
            label = values.first_label(name).lower()
            near = accounts[label]["name"] if label in accounts else without.nearest(name)
            if near:
                problems.add(option, host, f"no account has this name: did you mean {near}?")
                read.refused.update((name.lower(), near.lower()))
            else:
                read.strangers.append(name)
            continue
        meant = not (keyless or (account or {}).get("keyless"))
        try:
            found = _read(secret, meant)
        except ValueError as exc:
            problems.add(option, host, str(exc))
            read.refused.add(name.lower())
            continue
        if found and meant:
            read.by_account[name.lower()] = found
        elif found:
            problems.warn(option, host, "it is not sent, because the account is keyless")
    return read


def _joined(
    given: Mapping[str, Any], variables: Mapping[str, str], refused: set[str], host: str | None, problems: Problems
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the credentials with those of variables, and what messages call the ones that only these hold.

    Two that differ are a mistake, and the account goes to C(refused); an empty one says nothing beside another.
    """
    joined = dict(given)
    spelled = {name.lower(): name for name in reversed(list(given))}
    options: dict[str, str] = {}
    for variable, value in sorted(variables.items()):
        kind, account = account_of(variable) or ("", "")
        name = spelled.setdefault(account, account)
        known = joined.get(name, {})
        if account in refused or not isinstance(known, Mapping):
            continue
        beside = {each: str(other) for each, other in known.items() if each in SECRETS and other not in (None, "")}
        if value and beside and beside != {kind: value}:
            other = variable_of(next(iter(beside)), account) if name in options else f"{VARIABLE}, account {name}"
            problems.add(
                variable, host, f"another credential of the account is declared in {other}: expected one of them"
            )
            refused.add(account)
            del joined[name]
            continue
        if name not in given and (value or name not in options):
            options[name] = variable
        joined[name] = {**known, kind: value} if value or not beside else known
    return joined, options


def _read(secret: Any, meant: bool) -> Credential | None:
    """Return a credential, None for an empty one where none is meant. Raises ValueError, never with a secret."""
    if not isinstance(secret, Mapping):
        raise ValueError("it is not a credential: expected a mapping, such as {api_key: ...} or {token: ...}")
    for key in secret:
        if key not in SECRETS:
            near = nearest(str(key), SECRETS, cutoff=0.6)
            raise ValueError(
                f"it contains an unknown key: did you mean {near}?"
                if near
                else "it contains an unknown key: expected api_key or token, and nothing else"
            )
    given = {kind: values.secret(value) for kind, value in secret.items() if value is not None and value != ""}
    if len(given) > 1:
        raise ValueError("it has both an api_key and a token: expected one of them")
    if given:
        check_sendable(*next(iter(given.items())))
        return given
    if meant:
        raise ValueError(
            "the credential is empty: expected an api_key or a token. Export its environment variable or check its "
            "vault; set keyless: true in the account if no credential is intended"
        )
    return None


def check_sendable(kind: str, value: str) -> None:
    """Raise ValueError, without the secret, for one that a request cannot carry or that has more around it."""
    if value.startswith("$ANSIBLE_VAULT"):
        raise ValueError(
            f"the {kind} is still encrypted: expected !vault before its text, or a variable of a vault file"
        )
    if _PLACEHOLDER.fullmatch(value):
        raise ValueError(f"the {kind} is only a placeholder: expected the {kind} itself")
    if value.lower().startswith("bearer "):
        raise ValueError(f"the {kind} begins with 'Bearer ': expected the {kind} alone")
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(
            f"the {kind} has white space, a line break or a character beyond ASCII, which no request can carry: "
            f"expected the {kind} alone"
        )
    if len(value) > 1 and value[0] in _QUOTES and value[-1] == value[0]:
        raise ValueError(f"the {kind} is in quotes of its own: expected the {kind} alone")
