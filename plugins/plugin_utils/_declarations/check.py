# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Everything that is declared, resolved and checked before a host is contacted: all mistakes at once."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .accounts import Account, read_accounts, read_credentials
from .declaration import Declaration, HostDeclaration
from .inputs import HOST, INPUTS, RUN, declared_by_facts, misspelt, unknown
from .inventory import HostVariables, Inventory, NotResolved
from .problems import Problems

LOOKS = ("azure", "dns", "probe")
PARTS = (*LOOKS, "report")
_OF_ANSIBLE = ("all", "always", "never", "tagged", "untagged")
# Hosts of one estate may expect other addresses, and look with other credentials; what an account is, they agree on.
_AGREED = ("kind", "cloud", "public_access", "resource_group", "subscription_id")
_DEFAULTS = {"kind": "OpenAI", "cloud": "AzureCloud", "public_access": "disabled"}
_SUM = "privatelink_waivers"  # of all hosts together


def check(
    inventory: Inventory,
    hosts: Sequence[str],
    tags: tuple[Sequence[str], Sequence[str]],
    started: str,
    problems: Problems,
) -> tuple[Declaration, list[str]]:
    """Return the Declaration of a run over some hosts, and warnings; mistakes go to C(problems).

    C(tags) are those to run and those to skip.
    """
    variables = {host: inventory.of(host) for host in hosts}
    warnings = _check_names(variables, problems)
    declared = {host: _read_host(host, variables[host], inventory.facts_of(host), problems) for host in hosts}
    options = _read_run(variables, problems)
    if not any(host.accounts for host in declared.values()) and not problems:
        problems.add(
            "privatelink_accounts",
            None,
            (
                f"no account is declared for any of the selected hosts ({', '.join(hosts)}): expected at least one, such as "
                "privatelink_accounts: [{name: example}]"
            ),
        )
    _check_agreement(declared, problems)
    options["report_path"] = report_directory(options, problems)
    in_azure = any(account.get("resource_group") for host in declared.values() for account in host.accounts)
    whole = [part for part in LOOKS if in_azure or part != "azure"]
    parts = _parts(*tags, whole, problems)
    options["looked_at"] = None if set(whole) <= set(parts) else [part for part in whole if part in parts]
    control_node = None
    if not any(host.vantage == "outside" for host in declared.values()):
        control_node = _control_node(declared, inventory, warnings, problems)
    return Declaration(declared, control_node, options, parts, started, warnings), warnings


def _check_names(variables: Mapping[str, HostVariables], problems: Problems) -> list[str]:
    others: set[str] = set()
    for host, defined in variables.items():
        for name, meant in misspelt(defined.names()).items():
            problems.add(name, host, f"it is not a variable of this collection: did you mean {meant}?")
        others.update(unknown(defined.names()))
    return [f"{name} is not a variable of this collection, and nothing reads it" for name in sorted(others)]


def _read_host(host: str, variables: HostVariables, facts: Iterable[str], problems: Problems) -> HostDeclaration:
    read = {name: _value(name, host, variables, problems) for name, each in INPUTS.items() if each.scope == HOST}
    accounts = read_accounts(read.pop("privatelink_accounts"), host, problems)
    keyless = read.pop("privatelink_keyless")
    credentials = read_credentials(read.pop("privatelink_credentials"), accounts, host, keyless, problems)
    for account in accounts:
        account["keyless"] = bool(keyless or account.get("keyless"))
    forged = declared_by_facts(facts)
    failed = f"its facts set {', '.join(forged)}, which only the operator declares" if forged else None
    return HostDeclaration(read.pop("privatelink_vantage"), accounts, credentials, read, failed)


def _read_run(variables: Mapping[str, HostVariables], problems: Problems) -> dict[str, Any]:
    """Return what holds for the whole run: hosts that declare it must agree."""
    options: dict[str, Any] = {}
    for name, each in INPUTS.items():
        if each.scope != RUN:
            continue
        found = {host: _value(name, host, defined, problems) for host, defined in variables.items() if name in defined}
        if name == _SUM:
            options[name] = [
                waiver for given in found.values() for waiver in (given if isinstance(given, list) else [given])
            ]
            options[name] = [
                waiver for number, waiver in enumerate(options[name]) if waiver not in options[name][:number]
            ]
            continue
        values = list(found.values())
        if any(value != values[0] for value in values):
            problems.add(
                name,
                None,
                "the hosts disagree ({}): expected one value for the run".format(
                    "; ".join(f"{host}: {value!r}" for host, value in list(found.items())[:3])
                ),
            )
        options[name] = values[0] if values else each.default
    return options


def _value(name: str, host: str, variables: HostVariables, problems: Problems) -> Any:
    """Return the value of an input as it is meant; its default where it is not defined, or wrong."""
    each = INPUTS[name]
    if name not in variables:
        return each.default
    try:
        given = variables.value(name)
        return each.default if given is None else each.read(given)
    except (NotResolved, ValueError) as exc:
        problems.add(name, host, str(exc))
        return each.default


def _check_agreement(declared: Mapping[str, HostDeclaration], problems: Problems) -> None:
    first: dict[str, tuple[str, Account]] = {}
    for host, declaration in declared.items():
        for account in declaration.accounts:
            known_host, known = first.setdefault(account["name"].lower(), (host, account))
            for option in _AGREED:
                values = [each.get(option) or _DEFAULTS.get(option) for each in (known, account)]
                if values[0] != values[1]:
                    problems.add(
                        f"privatelink_accounts, account {account['name']}, {option}",
                        None,
                        (
                            f"{known_host} declares {values[0]!r} and {host} declares {values[1]!r}: expected the same on all hosts"
                        ),
                    )
            if known["name"] != account["name"]:
                problems.add(
                    f"privatelink_accounts, account {account['name']}",
                    None,
                    (f"{known_host} spells it {known['name']!r}: expected one spelling"),
                )


def _parts(run: Sequence[str], skip: Sequence[str], whole: Sequence[str], problems: Problems) -> list[str]:
    """Return the parts that tags leave over, of those that a whole run has."""
    for tag in (*run, *skip):
        close = difflib.get_close_matches(tag.lower(), PARTS, n=1, cutoff=0.7)
        if close and tag not in (*PARTS, *_OF_ANSIBLE):
            problems.add("tags", None, f"{tag!r} is not a tag of this playbook: did you mean {close[0]}?")
    everything = not run or set(run) & {"all", "tagged"}
    selected = [] if "all" in skip else [part for part in PARTS if (everything or part in run) and part not in skip]
    parts = [part for part in selected if part in (*whole, "report")]
    if not set(parts) & set(whole):
        without_azure = "; Azure is read only for accounts with a resource_group" if "azure" in selected else ""
        problems.add(
            "tags", None, f"they leave nothing to look at: expected at least one of {', '.join(whole)}{without_azure}"
        )
    return parts


def _control_node(
    declared: Mapping[str, HostDeclaration], inventory: Inventory, warnings: list[str], problems: Problems
) -> HostDeclaration:
    """Return what the control node looks at from outside, in its own name, where no host does.

    Its credential of an account is the one that all hosts agree on, else none: which of them would show what the account
    answers, nobody has said.
    """
    accounts: dict[str, Account] = {}
    credentials: dict[str, dict[str, str]] = {}
    for host in declared.values():
        for account in host.accounts:
            accounts.setdefault(account["name"].lower(), account)
    for name in accounts:
        given = [host.credentials[name] for host in declared.values() if name in host.credentials]
        if given and all(each == given[0] for each in given):
            credentials[name] = given[0]
        elif given:
            warnings.append(
                f"account {accounts[name]['name']}: the hosts have different credentials, so the control node looks "
                "from outside without one"
            )
    variables = inventory.of("localhost")
    options = {
        name: _value(name, "localhost", variables, problems)
        for name, each in INPUTS.items()
        if each.scope == HOST and name.startswith(("endpoint_", "private_dns_zone_"))
    }
    return HostDeclaration("outside", list(accounts.values()), credentials, options)


def report_directory(options: Mapping[str, Any], problems: Problems) -> str:
    """Return where the reports go: below the directory of Ansible's own process unless another was asked for."""
    asked = options["report_directory"]
    directory = os.path.abspath(os.path.expanduser(asked)) if asked else os.path.join(os.getcwd(), "privatelink-report")
    if asked:
        existing = directory
        while not os.path.lexists(existing):
            existing = os.path.dirname(existing)
        if not os.path.isdir(existing):
            problems.add("report_directory", None, f"{asked!r} is not a directory: {existing} is a file")
        elif not os.access(existing, os.W_OK | os.X_OK):
            problems.add("report_directory", None, f"{asked!r} cannot be written: {existing} belongs to somebody else")
    return directory
