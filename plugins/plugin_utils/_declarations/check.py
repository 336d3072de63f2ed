# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Everything that is declared, resolved and checked before a host is contacted: all mistakes at once."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ...module_utils._core.directories import entered
from ...module_utils._core.text import SECRET_LOOKING, some_of
from . import values
from .accounts import VARIABLE as ACCOUNTS
from .accounts import Account, read_accounts
from .credentials import SECRETS, account_of, read_credentials
from .credentials import VARIABLE as CREDENTIALS
from .declaration import Declaration, HostDeclaration, seen_from_outside
from .discovery import AGREED
from .discovery import VARIABLE as DISCOVER
from .inputs import HOST, INPUTS, RUN, account_variables, declared_by_facts, input_of, misspelt, unknown, with_prefix
from .inventory import HostVariables, Inventory, NotResolved
from .problems import Problems
from .spelling import TAGS_OF_ANSIBLE, Names, nearest

LOOKS = ("azure", "dns", "probe")
PARTS = (*LOOKS, "report")
_ACCOUNTS = re.compile(r"(?:[a-z]+_)*accounts?", re.IGNORECASE)
_DEFAULTS = {"kind": "OpenAI", "cloud": "AzureCloud", "public_access": "disabled"}
_JOB = re.compile(r"[0-9]{1,18}")
# Below the directory of Ansible's own process.
DEFAULT_DIRECTORY = "privatelink-report"
_SUM = "privatelink_waivers"  # of all hosts together
_SHOWN = 3
_FORGED = (
    ", which only the operator may declare: rename such a fact where it is set, and clear it from the cache of facts"
)
_WRONG = object()

# The values of the variables of the run, by variable and by the host that has them.
Given = dict[str, dict[str, Any]]


def check(
    inventory: Inventory,
    hosts: Sequence[str],
    tags: tuple[Sequence[str], Sequence[str]],
    started: str,
    problems: Problems,
    merging: bool = False,
) -> tuple[Declaration, Given]:
    """Return the Declaration of a run over some hosts, and what each gives for the run; mistakes go to C(problems).

    C(tags) are those to run and those to skip; C(merging) is whether the run judges what parts observed.
    """
    _check_play(inventory, problems)
    variables = {host: inventory.of(host) for host in hosts}
    discovering = any(_discovers(defined) for defined in variables.values())
    strangers: dict[str, None] = {}
    refused: set[str] = set()
    declared = {
        host: _read_host(host, variables[host], inventory.facts_of(host), strangers, refused, problems, discovering)
        for host in hosts
    }
    if not merging:
        _check_connections(variables, problems)
    _check_names(variables, {each["name"] for host in declared.values() for each in host.accounts}, problems)
    options, given = _read_run(variables, problems)
    if not discovering and not any(host.accounts for host in declared.values()) and not problems:
        problems.add(
            "privatelink_accounts",
            None,
            (
                f"no account is declared for any of the selected hosts ({some_of(hosts, _SHOWN)}): expected at least "
                "one, such as privatelink_accounts: [{name: example}], or privatelink_discover"
                + _meant_as_accounts(variables.values())
            ),
        )
    _check_agreement(declared, problems)
    _check_identity(declared, problems)
    # Of accounts that are still to be found, nothing is known yet.
    if not discovering:
        unread = [name for name in strangers if name.lower() not in refused]
        _check_credentials(declared, unread, refused, inventory.is_whole(hosts), problems)
    options["report_path"] = report_directory(
        options["report_directory"], hosts_with("report_directory", options, given), problems
    )
    in_azure = discovering or any(
        account.get("resource_group") for host in declared.values() for account in host.accounts
    )
    whole = [part for part in LOOKS if in_azure or part != "azure"]
    parts = _parts(*tags, whole, problems)
    options["looked_at"] = None if set(whole) <= set(parts) else [part for part in whole if part in parts]
    options["job"] = _number(variables, ("awx_job_id", "tower_job_id")) or "local"
    options["workflow_job"] = _number(variables, ("awx_workflow_job_id", "tower_workflow_job_id"))
    if options["account_trusted_issuers"] is None:
        options["account_trusted_issuers"] = _value(
            "privatelink_trusted_issuers", "localhost", inventory.of("localhost"), problems
        )
    # A workflow may give one and the same variable to its parts and to the merge.
    options["validate_part"] = options["validate_part"] and not merging
    options["merging"] = merging
    control_node = None
    # A part does not know whether another has a host outside.
    if not options["validate_part"] and not any(host.vantage == "outside" for host in declared.values()):
        control_node = seen_from_outside(declared.values(), _of_control_node(inventory, problems), problems)
        for host in hosts:
            if variables[host].is_control_node(host):
                problems.warn(
                    "privatelink_vantage",
                    host,
                    f"{declared[host].vantage!r} is observed from the control node, which observes 'outside' too, so "
                    "one machine would prove both: expected another machine for one of them",
                )
    looked = [part for part in parts if part in (*whole, "report")]
    return Declaration(declared, control_node, options, looked, started, problems.warnings()), given


def _check_connections(variables: Mapping[str, HostVariables], problems: Problems) -> None:
    """Refuse a host that Ansible cannot connect to: no task of it would start, and nothing would say why."""
    for host, defined in variables.items():
        connection = defined.missing_connection()
        if connection:
            collection = connection.rpartition(".")[0]
            problems.add(
                "ansible_connection",
                host,
                f"{values.quoted(connection)} is not installed on the control node: ansible-galaxy collection install "
                f"{collection}",
            )


def _check_identity(declared: Mapping[str, HostDeclaration], problems: Problems) -> None:
    """Warn of the identity of a token that no host asks for."""
    sources = {
        host: each.options["endpoint_auth_source"]
        for host, each in declared.items()
        if each.options["endpoint_client_id"]
    }
    if sources and set(sources.values()) <= {"none", "cli"}:
        for host, source in sources.items():
            problems.warn(
                "endpoint_client_id",
                host,
                f"it is not used: endpoint_auth_source is {source}, expected one such as msi or workload_identity",
            )


def _meant_as_accounts(variables: Iterable[HostVariables]) -> str:
    """Return which variable of another name may have the accounts. Where some are declared it is somebody else's."""
    defined = {name for each in variables for name in each.names()} - set(INPUTS)
    names = sorted(filter(_ACCOUNTS.fullmatch, defined))
    return f" ({some_of(names, _SHOWN)} is not read: did you mean privatelink_accounts?)" if names else ""


def _discovers(variables: HostVariables) -> bool:
    try:
        return DISCOVER in variables and variables.value(DISCOVER) not in (None, "")
    except NotResolved:
        return True  # a mistake of its own


def _check_play(inventory: Inventory, problems: Problems) -> None:
    """Refuse a play in which one host may judge what another has not observed yet, or no longer has."""
    strategy, serial = inventory.play_settings()
    if strategy.rpartition(".")[2] in ("free", "host_pinned"):
        problems.add("strategy", None, f"{strategy!r} lets hosts run ahead of each other: expected linear")
    if serial:
        problems.add("serial", None, f"{serial!r} splits the hosts into batches: remove it")


def _check_names(variables: Mapping[str, HostVariables], accounts: Iterable[str], problems: Problems) -> None:
    of_accounts = account_variables(accounts)
    for host, defined in variables.items():
        for name, meant in misspelt(defined.names(), of_accounts).items():
            problems.add(name, host, f"it is not a variable of this collection: did you mean {meant}?")
        for name in unknown(defined.names(), of_accounts):
            near = " or ".join(with_prefix(name))
            asked = f"; did you mean {near}?" if near else ""
            problems.warn(name, host, f"it is not a variable of this collection: it is ignored{asked}")


def _read_host(
    host: str,
    variables: HostVariables,
    facts: Iterable[str],
    strangers: dict[str, None],
    refused: set[str],
    problems: Problems,
    discovering: bool,
) -> HostDeclaration:
    """Return what is declared for a host.

    Names with a credential and without an account go to C(strangers), and in lower case those of which a mistake was
    reported to C(refused).
    """
    read = {
        name: _value(name, host, variables, problems, _WRONG if name == CREDENTIALS else None)
        for name, each in INPUTS.items()
        if each.scope == HOST
    }
    accounts, by_name = read_accounts(read.pop("privatelink_accounts"), host, problems)
    keyless = read["privatelink_keyless"]
    given = read.pop(CREDENTIALS)
    single = {
        name: _value(name, host, variables, problems, _WRONG)
        for name in variables.names()
        if account_of(name) and name not in INPUTS
    }
    wrong = {(account_of(name) or ("", ""))[1] for name, value in single.items() if value is _WRONG}
    credentials = read_credentials(
        {} if given is _WRONG else given,
        by_name,
        host,
        keyless,
        problems,
        discovering,
        {name: value for name, value in single.items() if value is not _WRONG},
    )
    strangers.update(dict.fromkeys(credentials.strangers))
    refused.update(by_name if given is _WRONG else credentials.refused | wrong)
    for account in accounts:
        account["keyless"] = bool(keyless or account.get("keyless"))
    forged = declared_by_facts(facts)
    failed = f"its facts contain {', '.join(forged)}{_FORGED}" if forged else None
    return HostDeclaration(read.pop("privatelink_vantage"), accounts, credentials.by_account, read, failed)


def _read_run(variables: Mapping[str, HostVariables], problems: Problems) -> tuple[dict[str, Any], Given]:
    """Return what holds for the whole run, and which host gives what: hosts that declare it must agree."""
    options: dict[str, Any] = {}
    by_variable: Given = {}
    for name, each in INPUTS.items():
        if each.scope != RUN:
            continue
        read = {
            host: _value(name, host, defined, problems, _WRONG, _WRONG)
            for host, defined in variables.items()
            if name in defined
        }
        found = by_variable[name] = {host: value for host, value in read.items() if value is not _WRONG}
        if name == _SUM:
            waivers = [waiver for given in found.values() for waiver in given]
            options[name] = list({json.dumps(waiver, sort_keys=True): waiver for waiver in waivers}.values())
            continue
        options[name] = next(iter(found.values()), each.default)
        first = next(iter(found), "")
        others = [host for host, value in found.items() if value != options[name]]
        for host in others:
            if _agree_now(name, first, host, variables):
                found[host] = options[name]
                continue
            problems.add(
                name,
                host,
                f"it differs from that of {first}: expected one value for the run"
                if each.secret
                else f"{_shown(found[host])} differs from {_shown(options[name])} of {first}: "
                "expected one value for the run",
            )
    return options, by_variable


def _agree_now(name: str, first: str, other: str, variables: Mapping[str, HostVariables]) -> bool:
    """Return whether two hosts have the same value at the same moment: a template may use the time."""
    before, own, after = (_value(name, host, variables[host], Problems(), _WRONG) for host in (first, other, first))
    return own in (before, after)


def hosts_with(name: str, options: Mapping[str, Any], given: Given) -> list[str]:
    """Return the hosts that give the value which a variable of the run has."""
    return [host for host, value in given[name].items() if value == options[name]]


def _number(variables: Mapping[str, HostVariables], names: Iterable[str]) -> str | None:
    """Return the number that a platform gives a job under one of some names, None outside a platform."""
    for name in names:
        for defined in variables.values():
            given = str(defined.value(name)) if name in defined else ""
            if _JOB.fullmatch(given):
                return given
    return None


def _shown(value: Any) -> str:
    return values.quoted(", ".join(map(str, value)) if isinstance(value, list) else value)


def _value(
    name: str, host: str, variables: HostVariables, problems: Problems, wrong: Any = None, empty: Any = None
) -> Any:
    """Return the value of an input as it is meant; its default where it is not defined.

    For a wrong value it is C(wrong), for one that is left empty C(empty), or its default too.
    """
    each = input_of(name)
    if name not in variables:
        return each.default
    try:
        given = variables.value(name, each.secret)
        if values.is_empty(given):
            return each.default if empty is None else empty
        return each.read(given)
    except NotResolved as exc:
        for place, why in exc.failures:
            problems.add(_option(name, place), host, why)
    except ValueError as exc:
        for message in values.messages_of(exc):
            problems.add(name, host, message)
    return each.default if wrong is None else wrong


def _option(name: str, place: Sequence[str]) -> str:
    """Return how messages call a place in a variable. Keys in a secret are shown only where they are known."""
    if name == CREDENTIALS:
        place = [*place[:1], *(key for key in place[1:2] if key in SECRETS)]
    elif input_of(name).secret:
        place = ()
    if place and name in (ACCOUNTS, CREDENTIALS):
        place = (f"account {place[0]}", *place[1:])
    return ", ".join((name, *place))


def _check_agreement(declared: Mapping[str, HostDeclaration], problems: Problems) -> None:
    first: dict[str, tuple[str, Account]] = {}
    for host, declaration in declared.items():
        for account in declaration.accounts:
            known_host, known = first.setdefault(account["name"].lower(), (host, account))
            if known is account:
                continue
            place = f"privatelink_accounts, account {account['name']}"
            for option in AGREED:
                first_value, value = (each.get(option) or _DEFAULTS.get(option) for each in (known, account))
                if value != first_value:
                    problems.add(
                        f"{place}, {option}",
                        host,
                        f"{value or 'none'} differs from {first_value or 'none'} of {known_host}: expected the same on "
                        "all hosts",
                    )
            if known["name"] != account["name"]:
                problems.add(place, host, f"{known_host} spells it {known['name']!r}: expected one spelling")


def _check_credentials(
    declared: Mapping[str, HostDeclaration],
    strangers: Iterable[str],
    refused: Collection[str],
    whole: bool,
    problems: Problems,
) -> None:
    """Warn of credentials for no account at all where an account has none: its name may be misspelt.

    Those of which a mistake was reported, C(refused), are left out. Where the C(whole) inventory is selected, no other
    host can declare the account: then also of those for nearly an account that has another credential.
    """
    used = {name for host in declared.values() for name in host.credentials}
    accounts = {account["name"].lower(): account for host in declared.values() for account in host.accounts}
    without = [
        each["name"]
        for name, each in accounts.items()
        if name not in used and name not in refused and not each["keyless"]
    ]
    unused = [SECRET_LOOKING.sub("***", name) for name in strangers if name.lower() not in accounts]
    having = Names(accounts[name]["name"] for name in sorted(used & set(accounts)) if whole and unused)
    for name in unused if whole else ():
        near = having.nearest(name)
        if near:
            problems.warn(
                CREDENTIALS,
                None,
                f"no host declares an account {name}, and its credential is not sent: did you mean {near}, which has "
                "another one?",
            )
    if without and unused:
        problems.warn(
            CREDENTIALS,
            None,
            f"no selected host declares an account {some_of(unused, _SHOWN)}, and no credential is declared for "
            f"{some_of(without, _SHOWN)}",
        )


def _parts(run: Sequence[str], skip: Sequence[str], whole: Sequence[str], problems: Problems) -> list[str]:
    """Return the parts that tags leave over."""
    for tag in (*run, *skip):
        near = nearest(tag, PARTS, cutoff=0.7)
        if near and tag not in (*PARTS, *TAGS_OF_ANSIBLE):
            problems.add("tags", None, f"{tag!r} is not a tag of this playbook: did you mean {near}?")
    # Those of a playbook that imports this one select nothing here, and its plays are always run.
    foreign = not set(run) & {*PARTS, *TAGS_OF_ANSIBLE}
    everything = foreign or set(run) & {"all", "tagged"}
    parts = [] if "all" in skip else [part for part in PARTS if (everything or part in run) and part not in skip]
    if not set(parts) & set(whole):
        needed = ", as no account has a resource_group" if "azure" in parts else ""
        problems.add(
            "tags",
            None,
            f"the selected tags leave nothing to check{needed}: expected at least one of {', '.join(whole)}",
        )
    return parts


# How the control node looks, not what it looks at.
_OF_CONTROL_NODE = (
    "endpoint_",
    "private_dns_zone_",
    "privatelink_token_scope",
    "privatelink_check_proxies",
    "privatelink_control_endpoints",
    "privatelink_trusted_issuers",
)


def _of_control_node(inventory: Inventory, problems: Problems) -> dict[str, Any]:
    """Return with what the control node looks: options of its own, not those of a host."""
    variables = inventory.of("localhost")
    return {
        name: _value(name, "localhost", variables, problems)
        for name, each in INPUTS.items()
        if each.scope == HOST and name.startswith(_OF_CONTROL_NODE)
    }


def report_directory(asked: str, hosts: Iterable[str], problems: Problems) -> str:
    """Return where the reports go: below the directory of Ansible's own process unless another was asked for.

    C(hosts) are those that ask for one.
    """
    directory = os.path.abspath(os.path.expanduser(asked or DEFAULT_DIRECTORY))
    if asked:
        existing = directory
        while not os.path.lexists(existing):
            existing = os.path.dirname(existing)
        mistake = None
        if not os.path.isdir(existing):
            mistake = f"is not a directory: expected one, and {existing} is a file"
        elif not os.access(existing, os.W_OK | os.X_OK):
            mistake = f"cannot be written: expected a directory in which this user may write, unlike {existing}"
        else:
            mistake = _led_astray(existing)
        for host in hosts if mistake else ():
            problems.add("report_directory", host, f"{values.quoted(asked)} {mistake}")
    return directory


def _led_astray(directory: str) -> str | None:
    """Return what is wrong with the way to a directory: another user decides where it leads. None for a good one."""
    try:
        with entered(directory):
            return None
    except OSError as exc:
        return f"cannot be trusted ({exc.strerror}): expected a way that only root and this user can change"
