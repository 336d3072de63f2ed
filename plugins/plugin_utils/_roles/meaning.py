# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What is wrong with what the options of a role mean, read as the variables are that a validation declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._declarations import accounts, credentials, values
from .._declarations.inputs import INPUTS, OF_JUMPHOST, Input
from .._declarations.probes import check_forbidden, own_names
from .._declarations.problems import Problems
from .options import not_a_list

_OBSERVING = ("account", "endpoint", "jumphost", "private_dns_zone")
_OTHERWISE = {"endpoint_forbidden": "privatelink_forbidden_endpoints"}
# Relative to the directory of Ansible's own process, which an action does not have.
_NOT_HERE = ("account_ca_path",)


def check_meaning(role: str, given: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the options of a role that have the type they should have.

    Unlike ansible-core the roles refuse these, but only where they use them, and one by one.
    """
    declared: dict[str, accounts.Account] = {}
    for name, value in given.items():
        variable = _input_of(role, name)
        if variable is None or values.is_empty(value):
            continue
        if variable.name == accounts.VARIABLE:
            declared = _check_accounts(name, value, problems)
        elif variable.name == credentials.VARIABLE:
            continue
        else:
            _check_value(name, variable, value, problems)
    _check_credentials(given.get("endpoint_credentials"), declared, problems)
    _check_forbidden(given.get("endpoint_forbidden"), declared, problems)


def _input_of(role: str, name: str) -> Input | None:
    """Return the variable as which an option is read."""
    if name in _NOT_HERE:
        return None
    meant = _OTHERWISE.get(name, name)
    if role in _OBSERVING and meant not in INPUTS:
        meant = f"privatelink_{name.removeprefix(f'{role}_')}"
    return INPUTS.get(meant) or OF_JUMPHOST.get(name)


def _check_value(name: str, variable: Input, value: Any, problems: Problems) -> None:
    try:
        variable.read(value)
    except ValueError as exc:
        for message in values.messages_of(exc):
            problems.add(name, None, message)


def _check_accounts(name: str, value: Any, problems: Problems) -> dict[str, accounts.Account]:
    if isinstance(value, str):
        problems.add(name, None, str(not_a_list(value)))
        return {}
    found = Problems()
    _valid, by_name = accounts.read_accounts(value, None, found)
    _note(found, accounts.VARIABLE, name, problems)
    return by_name


def _check_credentials(value: Any, declared: Mapping[str, accounts.Account], problems: Problems) -> None:
    """Note what is wrong with credentials. Unlike a validation, the role takes an empty one for none."""
    if values.is_empty(value):
        return
    try:
        given = {name: each for name, each in credentials.mapping_of_credentials(value).items() if not _is_none(each)}
    except ValueError as exc:
        problems.add("endpoint_credentials", None, str(exc))
        return
    found = Problems()
    credentials.read_credentials(given, declared, None, False, found)
    _note(found, credentials.VARIABLE, "endpoint_credentials", problems)


def _is_none(credential: Any) -> bool:
    if isinstance(credential, Mapping):
        return all(values.is_empty(each) for each in credential.values())
    return values.is_empty(credential)


def _check_forbidden(value: Any, declared: Mapping[str, accounts.Account], problems: Problems) -> None:
    try:
        own = own_names(declared.values())
    except ValueError:  # a mistake of its own
        own = set()
    for url in values.items(value):
        try:
            check_forbidden(str(url), own)
        except ValueError as exc:
            problems.add("endpoint_forbidden", None, str(exc))


def _note(found: Problems, variable: str, name: str, problems: Problems) -> None:
    for line in found.lines():
        problems.add("", None, line.replace(variable, name, 1))
