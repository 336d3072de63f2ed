# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Accounts that Azure lists, joined with those that are declared: a declaration wins field by field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...module_utils._azure.accounts import account_names
from ...module_utils._azure.resource_ids import parse
from ...module_utils._azure.selection import NO_SUBDOMAIN, ODD
from ...module_utils._azure.services import ACCOUNTS, KINDS
from ...module_utils._azure.unread import reason_unasked
from ...module_utils._core.hostnames import endpoint_host
from ...module_utils._core.text import some_of
from . import values
from .accounts import Account
from .credentials import VARIABLE as CREDENTIALS
from .declaration import Declaration, HostDeclaration, seen_from_outside
from .problems import Problems
from .spelling import Names, did_you_mean

VARIABLE = "privatelink_discover"
# What an account is, on which all hosts agree; its place in Azure is a part of it.
AGREED = ("kind", "cloud", "public_access", "resource_group", "subscription_id", "resource_name")
_OF_AZURE = ("kind", "cloud", "resource_group", "subscription_id")
_BY_CHOICE = ("resource_groups", "tags", "kinds", "exclude")
_PATTERN = re.compile(r"[\w.*?\[\]!-]{1,200}")
_SHOWN = 3
READ = ACCOUNTS.action("read")

Found = Mapping[str, Any]  # what the module azure_account_info returns


def _pattern(value: Any) -> str:
    written = values.text(value)
    if not _PATTERN.fullmatch(written):
        raise values.refuse(value, "the name of an account", "its name, or a pattern such as test-*")
    return written


def _tags(value: Any) -> dict[str, str]:
    found, messages = {}, []
    for name, tag in values.mapping(value).items():
        try:
            found[name] = values.text(tag)
        except ValueError as exc:
            messages += [f"{name}: {message}" for message in values.messages_of(exc)]
    if messages:
        raise values.Refused(messages)
    return found


_OPTIONS: dict[str, values.Reader] = {
    "subscriptions": values.list_of(values.subscription_id),
    "resource_groups": values.list_of(values.resource_group),
    "tags": _tags,
    "kinds": values.list_of(values.choice(*KINDS)),
    "exclude": values.list_of(_pattern),
}

_EXPECTED = "options such as {subscriptions: [ID]}, or {} for every account of the credential's subscription"


def discovery(value: Any) -> dict[str, Any] | None:
    """Return what to discover, as azure_account_info takes it; null for an empty text. Raises Refused."""
    if values.is_empty(value):
        return None
    found, messages = {}, []
    for option, given in values.mapping(value, _EXPECTED).items():
        if option not in _OPTIONS:
            meant = did_you_mean(option, _OPTIONS)
            messages.append(
                f"{values.quoted(option)} is not a valid option: expected one of {', '.join(_OPTIONS)}{meant}"
            )
            continue
        try:
            read = _OPTIONS[option](given)
        except ValueError as exc:
            messages += [f"{option}: {message}" for message in values.messages_of(exc)]
            continue
        if read:
            found[option] = read
    if messages:
        raise values.Refused(messages)
    return found


def join(declaration: Declaration, found: Found, error: str | None, problems: Problems) -> Declaration:
    """Return a declaration with the accounts that were found; mistakes and warnings go to C(problems).

    C(error) says why nothing could be listed at all, None where something was.
    """
    accounts, findings = list(found.get("accounts") or ()), _findings(declaration, found, error)
    if not accounts and not (findings and declaration.accounts()):
        problems.add(VARIABLE, None, _nothing(declaration, found, error))
        return declaration
    _warn_of_left_out(found, problems)
    subdomains = {account["name"].lower() for account in accounts}
    agreed = [_agreed(each, declaration, subdomains) for each in accounts]
    hosts = {
        name: _with_places(_with_accounts(host, accounts, agreed, subdomains, name, problems), found)
        for name, host in declaration.hosts.items()
    }
    control_node = declaration.control_node
    if control_node:
        control_node = seen_from_outside(hosts.values(), control_node.options, problems)
    return replace(
        declaration,
        hosts=hosts,
        control_node=control_node,
        discovery={
            "subscriptions": list(found.get("subscriptions") or ()),
            "found": [{"name": each["name"], "id": each["id"]} for each in accounts],
            "left_out": list(found.get("left_out") or ()),
            "unread": list(found.get("unread") or ()),
            "error": error,
            "findings": findings,
        },
    )


def _with_accounts(
    host: HostDeclaration,
    found: Sequence[Found],
    agreed: Sequence[Found],
    subdomains: Collection[str],
    name: str,
    problems: Problems,
) -> HostDeclaration:
    """Return what is declared for a host, with the accounts that were found and the credentials for them."""
    declared = list(host.accounts)
    joined: dict[int, Account] = {}
    further: list[Account] = []
    for each, known in zip(found, agreed):
        position = next((number for number, account in enumerate(declared) if is_same(account, each, subdomains)), None)
        own = {} if position is None else declared[position]
        account = _joined(own, each, known)
        account["keyless"] = bool(own.get("keyless") or host.options.get("privatelink_keyless"))
        if position is None:
            further.append(account)
        else:
            joined.setdefault(position, account)
    accounts = [joined.get(number, account) for number, account in enumerate(declared)] + further
    _check_forbidden(host, accounts, name, problems)
    return replace(host, accounts=accounts, credentials=_credentials(host, accounts, name, problems))


def _with_places(host: HostDeclaration, found: Found) -> HostDeclaration:
    """Return what is declared for a host; declared accounts that have no subdomain get their place in Azure, which is
    asked for them.
    """
    places = {
        entry["name"].lower(): parse(entry["id"])
        for entry in found.get("left_out") or ()
        if entry["reason"] == NO_SUBDOMAIN
    }
    accounts = []
    for account in host.accounts:
        place = None if account.get("resource_group") else places.get(account["name"].lower())
        if place:
            known = {"resource_group": place.resource_group, "subscription_id": place.subscription_id}
            origin = {**{key: "declared" for key in account if key != "name"}, **dict.fromkeys(known, "azure")}
            account = {**account, **known, "origin": origin}
        accounts.append(account)
    return replace(host, accounts=accounts)


def is_same(declared: Mapping[str, Any], found: Found, subdomains: Collection[str]) -> bool:
    """Return whether a declared account is one that Azure lists: by custom subdomain, or by its place there.

    C(subdomains) are those of all that Azure lists: one account may have as its name what another has as subdomain.
    """
    if declared["name"].lower() in subdomains:
        return declared["name"].lower() == found["name"].lower()
    name = declared.get("resource_name") or (declared["name"] if declared.get("resource_group") else "")
    places = [(name, found["resource_name"])] + [
        (declared[option], found[option]) for option in ("resource_group", "subscription_id") if declared.get(option)
    ]
    return bool(name) and all(str(one).lower() == str(other).lower() for one, other in places)


def _agreed(found: Found, declaration: Declaration, subdomains: Collection[str]) -> dict[str, Any]:
    """Return what any host declares of an account and all agree on."""
    known: dict[str, Any] = {}
    for account in (each for host in declaration.hosts.values() for each in host.accounts):
        if is_same(account, found, subdomains):
            known = {**{key: account[key] for key in ("name", *AGREED) if account.get(key)}, **known}
    return known


def _joined(declared: Account, found: Found, agreed: Found) -> Account:
    """Return one account, and in C(origin) where each of its fields is from."""
    given = {**agreed, **{key: value for key, value in declared.items() if key != "keyless" or value}}
    in_azure = {key: found[key] for key in ("name", *_OF_AZURE)}
    if found["resource_name"].lower() != (given.get("name") or found["name"]).lower():
        in_azure["resource_name"] = found["resource_name"]
    account = {**in_azure, **given}
    return {**account, "origin": {key: "declared" if key in given else "azure" for key in sorted(account)}}


def _credentials(
    host: HostDeclaration, accounts: Iterable[Account], name: str, problems: Problems
) -> dict[str, dict[str, str]]:
    """Return the credentials of the accounts; one of none of them may be misspelt, which is a warning."""
    by_name = {account["name"].lower(): account for account in accounts}
    without = Names(
        account["name"] for key, account in by_name.items() if key not in host.credentials and not account["keyless"]
    )
    kept = {}
    for key, credential in host.credentials.items():
        option = f"{CREDENTIALS}, account {key}"
        account = by_name.get(key)
        if account is None:
            near = without.nearest(key)
            if near:
                problems.warn(option, name, f"no account has this name: did you mean {near}?")
        elif account["keyless"]:
            problems.warn(option, name, "it is not sent, because the account is keyless")
        else:
            kept[key] = credential
    return kept


def _check_forbidden(host: HostDeclaration, accounts: Iterable[Account], name: str, problems: Problems) -> None:
    """Refuse endpoints that must not answer and turn out to be those of accounts."""
    forbidden = host.options.get("privatelink_forbidden_endpoints") or ()
    own = {each for account in accounts for each in account_names(account)} if forbidden else set()
    for url in forbidden:
        if endpoint_host(url)[0] in own:
            problems.add(
                "privatelink_forbidden_endpoints",
                name,
                f"{values.quoted(url)} is one of the accounts found in Azure: expected endpoints of others, "
                f"or the account in exclude of {VARIABLE}",
            )


def _findings(declaration: Declaration, found: Found, error: str | None) -> list[dict[str, Any]]:
    """Return what cannot be validated and stands in the document by name: the code of each, and its texts' fields.

    Among the accounts that nobody chose to leave out these are those without a custom subdomain, which can be reached
    publicly only, and those of which Azure's answer cannot be read.
    """
    findings = [_unread(entry) for entry in found.get("unread") or ()]
    if error:
        asked = (declaration.options[VARIABLE] or {}).get("subscriptions") or [
            declaration.options.get("account_subscription_id") or "the default subscription"
        ]
        reason = reason_unasked(error)
        findings += [
            _unread({"action": READ, "id": _scope(each), "reason": reason, "message": error}) for each in asked
        ]
    names = {account["name"].lower() for account in declaration.accounts()}
    for entry in found.get("left_out") or ():
        if entry["name"].lower() in names:
            continue
        if entry["reason"] == ODD:
            unread = {"action": READ, "id": entry["id"], "reason": "unavailable", "message": entry["why"]}
            findings.append({**_unread(unread), "name": entry["name"]})
        elif entry["reason"] == NO_SUBDOMAIN:
            place = parse(entry["id"])
            fields = {
                "account": entry["name"],
                "resource_name": place.name,
                "subscription": place.subscription_id,
                "resource_group": place.resource_group,
            }
            findings.append(
                {"name": entry["name"], "code": "azure_subdomain_missing", "variant": None, "fields": fields}
            )
    return findings


def _scope(subscription: str) -> str:
    return f"/subscriptions/{subscription}" if "-" in subscription else subscription


def _unread(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": entry["id"],
        "code": "azure_access_denied",
        "variant": None if entry["reason"] == "denied" else entry["reason"],
        "fields": {"resource": entry["id"], "action": entry["action"], "message": entry["message"].rstrip(".")},
    }


def _warn_of_left_out(found: Found, problems: Problems) -> None:
    """Warn of the accounts that nobody chose to leave out and that do not stand in the document by name."""
    by_reason: dict[str, list[str]] = {}
    for entry in found.get("left_out") or ():
        if entry["reason"] not in (*_BY_CHOICE, NO_SUBDOMAIN, ODD):
            by_reason.setdefault(entry["why"], []).append(entry["name"])
    for why, names in by_reason.items():
        problems.warn(VARIABLE, None, f"{some_of(names, _SHOWN)} left out: {why}")


def _nothing(declaration: Declaration, found: Found, error: str | None) -> str:
    """Return the message for a discovery that found no account: what it looked at, and what it left out."""
    expected = "expected at least one account, or privatelink_accounts without it"
    if error:
        return f"no subscription could be listed: {error.rstrip('.')}: {expected}"
    scopes = [_scope(each) for each in found.get("subscriptions") or ()]
    unread = [f"{entry['id']}: {entry['message'].rstrip('.')}" for entry in found.get("unread") or ()]
    left_out = found.get("left_out") or ()
    said = [f"no account was found in {some_of(scopes, _SHOWN)}"]
    said += [f"not listed: {some_of(unread, _SHOWN)}"] if unread else []
    if left_out:
        reasons = [f"{entry['name']} ({entry['why']})" for entry in left_out]
        said.append(f"{len(left_out)} left out: {some_of(reasons, _SHOWN)}")
    return f"{'; '.join(said)}: {expected}"
