# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The machines of an account's jumphosts: Azure is asked once for each, and one answer is made of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._declarations.accounts import Account
from .._declarations.declaration import Declaration, RunDirectory

_MACHINE = "jumphost_vm"
# What is read for a machine, beside findings and what could not be read.
_OF_MACHINE = (
    "virtual_networks",
    "forwarding_rulesets",
    "resolver_endpoints",
    "network_security_groups",
    "route_tables",
    "firewalls",
)
# What is said of one account, and of which jumphosts it is true.
Answer = tuple[Sequence[str], Mapping[str, Any]]
# Of one account; each costs an answer, and a fleet's machines are in few networks.
MOST_MACHINES = 8


@dataclass(frozen=True)
class Asked:
    """One account as Azure is asked for it, from one machine or from none, and the jumphosts that are this machine."""

    account: dict[str, Any]
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class Jumphost:
    """A jumphost of an account, the machine that is declared for it, and the one that it says it is."""

    name: str
    declared: str | None
    claimed: str | None


def asked_of(account: Account, declaration: Declaration, directory: RunDirectory) -> tuple[list[Asked], list[str]]:
    """Return what Azure is asked for about an account of a run, and the jumphosts whose path it is not asked for."""
    jumphosts = []
    for number, (name, host) in enumerate(declaration.hosts.items()):
        declared = [each for each in host.accounts if each["name"].lower() == account["name"].lower()]
        if host.vantage == "jumphost" and not host.failed and declared:
            claimed = (directory.find(f"host-{number:05d}-azure") or {}).get("id")
            jumphosts.append(Jumphost(name, declared[0].get(_MACHINE), claimed))
    return asked_for(account, jumphosts)


def asked_for(account: Account, jumphosts: Iterable[Jumphost]) -> tuple[list[Asked], list[str]]:
    """Return what Azure is asked for about an account, and the jumphosts whose path it is not asked for.

    A declared machine is that of the hosts that declare it; else a host says which one it is, and is believed for
    itself. Of two hosts that claim one machine, one may lie: the path of that machine is read all the same, and is true
    for the other. A machine says nothing of the path from another, so a host that cannot say it has none, unless that
    is true of all.
    """
    hosts: dict[str | None, list[str]] = {}
    sure: set[str] = set()
    for each in jumphosts:
        sure |= {each.declared.lower()} if each.declared else set()
        hosts.setdefault(each.declared or each.claimed or None, []).append(each.name)
    unknown = hosts.pop(None, [])
    # Spelled differently, it is one machine.
    machines: dict[str, tuple[str, list[str]]] = {}
    for machine, names in hosts.items():
        machines.setdefault(str(machine).lower(), (str(machine), []))[1].extend(names)
    plain = {key: value for key, value in account.items() if key not in ("keyless", _MACHINE)}
    if not machines:
        declared_machine = {_MACHINE: account[_MACHINE]} if account.get(_MACHINE) else {}
        return [Asked({**plain, **declared_machine}, tuple(unknown))], []
    # What hosts say of themselves takes the place of no machine that is declared.
    ordered = sorted(machines.values(), key=lambda each: each[0].lower() not in sure)
    kept = ordered[:MOST_MACHINES]
    left = [name for _machine, names in ordered[MOST_MACHINES:] for name in names]
    return [Asked({**plain, _MACHINE: machine}, tuple(names)) for machine, names in kept], [*unknown, *left]


def of_all_machines(asked: Sequence[Asked], answers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return one answer for each account. C(answers) are those to C(asked), in its order.

    A finding that is not true for all machines of the account names the hosts that it is true for, in its evidence.
    """
    by_account: dict[str, list[Answer]] = {}
    for each, answer in zip(asked, answers):
        by_account.setdefault(each.account["name"].lower(), []).append((each.hosts, answer))
    return [merged_answers(several) for several in by_account.values()]


def merged_answers(several: Sequence[Answer], latest: int = 0) -> dict[str, Any]:
    """Return one answer of several about one account: of what is the account's own, that of the C(latest) one.

    Each may itself be one that was made of several.
    """
    merged = dict(several[latest][1])
    if len(several) == 1:
        return merged
    answers = [answer for _hosts, answer in several]
    for part in (part for part in _OF_MACHINE if part in merged):
        merged[part] = _by_id(each for answer in answers for each in answer.get(part) or ())
    merged["unread"] = list(
        {(each["action"], each["id"]): each for answer in answers for each in answer.get("unread") or ()}.values()
    )
    comparisons = [each for answer in answers for each in answer.get("comparisons") or ()]
    merged["comparisons"] = [each for number, each in enumerate(comparisons) if each not in comparisons[:number]]
    jumphosts = [each for hosts, answer in several for each in _jumphosts(hosts, answer)]
    interfaces = [each for jumphost in jumphosts for each in jumphost.get("network_interfaces") or ()]
    merged["jumphost"] = {"virtual_machine_id": None, "network_interfaces": interfaces} if jumphosts else None
    merged["jumphosts"] = jumphosts
    merged["findings"] = _findings(several)
    return merged


def _jumphosts(hosts: Sequence[str], answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the machines of an answer, each with the hosts that are it."""
    if answer.get("jumphosts"):
        return [dict(each) for each in answer["jumphosts"]]
    return [{**answer["jumphost"], "hosts": list(hosts)}] if answer.get("jumphost") else []


def _by_id(resources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each resource once, with all roles and subnets for which a network was read."""
    found: dict[str, dict[str, Any]] = {}
    for resource in resources:
        known = found.setdefault(resource["id"].lower(), dict(resource))
        for part in ("roles", "subnets"):
            if part in resource:
                known[part] = known[part] + [each for each in resource[part] if each not in known[part]]
    return [resource for _place, resource in sorted(found.items())]


def _findings(several: Sequence[Answer]) -> list[dict[str, Any]]:
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    hosts: dict[tuple[Any, ...], list[str]] = {}
    for of_answer, answer in several:
        for finding in answer.get("findings") or ():
            evidence = dict(finding.get("evidence") or {})
            true_for = evidence.pop("hosts", None) or of_answer
            same = (finding["code"], finding["summary"], evidence.get("action"))
            found.setdefault(same, {**finding, "evidence": evidence})
            hosts.setdefault(same, []).extend(true_for)
    everyone = {host for of_answer, _answer in several for host in of_answer}
    return [
        finding
        if set(hosts[same]) == everyone
        else {**finding, "evidence": {**finding["evidence"], "hosts": sorted(set(hosts[same]))}}
        for same, finding in found.items()
    ]
