# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Azure's side of the accounts as several parts have it, made one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...module_utils._core.text import some_of
from .._declarations.declaration import Declaration
from .._observation.machines import merged_answers

# What Azure says of an account whatever machine it is used from.
_OF_ACCOUNT = ("account", "deleted_account", "private_endpoints", "zone_groups", "expected")
_SHOWN = 3


@dataclass(frozen=True)
class Asked:
    """Azure's side as one part has it, and the hosts whose observations in this part count."""

    job: str
    hosts: Sequence[str]
    azure: Mapping[str, Any]


# Who asked, the jumphosts whose paths it concerns, and what Azure answered.
_Answer = tuple[Asked, list[str], Mapping[str, Any]]


def joined(asked: Sequence[Asked], declaration: Declaration) -> tuple[dict[str, Any] | None, list[str]]:
    """Return Azure's side, None where no account has one, and what to tell of it. C(asked) are in the order of time.

    What is the account's own is that of the latest part that could read it; networks and findings are those of the
    machines of all such parts.
    """
    declared = [account for account in declaration.accounts() if account.get("resource_group")]
    if "azure" not in declaration.parts or not declared:
        return None, []
    places = {host: number for number, host in enumerate(declaration.hosts)}
    answers: dict[str, list[_Answer]] = {}
    for each in asked:
        for answer in each.azure["accounts"]:
            name = answer["name"].lower()
            answers.setdefault(name, []).append((each, _jumphosts(each.hosts, name, declaration), answer))
    notes: list[str] = []
    accounts, missing = [], []
    for account in declared:
        of_account = answers.get(account["name"].lower(), [])
        # As where one job looks: what is read for no machine says nothing of the path from one.
        of_account = [each for each in of_account if each[2].get("jumphost")] or of_account[-1:]
        if not of_account:
            missing.append(account["name"])
            continue
        of_account, unread = _read(of_account)
        latest = of_account[-1]
        if unread:
            notes.append(
                f"{some_of([f'job {job}' for job in unread], _SHOWN)} could not read Azure's side of "
                f"{account['name']}: that of job {latest[0].job} counts"
            )
        differing = _differing(of_account)
        if differing:
            notes.append(
                f"Azure's side of {account['name']} changed between the parts, in {some_of(differing, _SHOWN)}: "
                f"that of job {latest[0].job} counts, which is the latest"
            )
        ordered = sorted(of_account, key=lambda each: min((places[host] for host in each[1]), default=-1))
        try:
            merged = merged_answers(
                [(hosts, answer) for _asked, hosts, answer in ordered], latest=ordered.index(latest)
            )
        except Exception as exc:  # each is of the documented shape, and a forged one lacks what Azure always has
            notes.append(f"Azure's side of {account['name']} is not taken: {type(exc).__name__}: {exc}")
            missing.append(account["name"])
            continue
        accounts.append(merged)
    return {"accounts": accounts, "error": _error(asked, missing)}, notes


def _read(of_account: list[_Answer]) -> tuple[list[_Answer], list[str]]:
    """Return the answers that count, and the jobs of those that say nothing of the account although another does."""
    read = [each for each in of_account if each[2].get("account") or each[2].get("deleted_account")]
    if not read:
        return of_account, []
    return read, [each[0].job for each in of_account if each not in read]


def _jumphosts(hosts: Iterable[str], name: str, declaration: Declaration) -> list[str]:
    return [
        host
        for host in hosts
        if declaration.hosts[host].vantage == "jumphost"
        and any(account["name"].lower() == name for account in declaration.hosts[host].accounts)
    ]


def _differing(of_account: Sequence[_Answer]) -> list[str]:
    latest = of_account[-1][2]
    return [
        part
        for part in _OF_ACCOUNT
        if any(answer.get(part) != latest.get(part) for _asked, _hosts, answer in of_account[:-1])
    ]


def _error(asked: Sequence[Asked], missing: Sequence[str]) -> str | None:
    """Return why Azure's side of some accounts is not known, None where all have one."""
    if not missing:
        return None
    errors = [each.azure["error"] for each in asked if each.azure["error"]]
    return errors[-1] if errors else f"no part has Azure's side of {some_of(missing, _SHOWN)}"
