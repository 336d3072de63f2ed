# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What is wrong with the variables themselves, before the platform is asked for anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from .names import VANTAGES, Variables, secret_of, slug, vantages_of

# Whoever may read an inventory reads its variables; the platform stores them in clear.
_SECRET = re.compile(r"(?:.*_)?(?:api_?key|token|password|passwd|pass|passphrase|secret|private_key)", re.IGNORECASE)
_OF_ACCOUNTS = re.compile(r"privatelink_(?:credentials|api_key_.+|token_(?!scope$).+)")
# The modules take a number for an id, and two plus signs for the path of an object.
_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})")
_START = re.compile(r"[0-9]{8}T[0-9]{6}")
_NOT_A_NAME = re.compile(r"[0-9]+|.*\+\+.*")
_FAIL_ON = ("failure", "warning", "never")
_LONGEST_ANSWER = 1024
_TIME_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]*")
_NAMES = (
    "organization",
    "execution_environment",
    "registry_credential",
    "project_credential",
    "machine_credential",
    "azure_credential",
)
_PREFIX = re.compile(r"[A-Za-z](?:[^+/]|\+(?!\+))*")


def mistakes(variables: Variables) -> list[str]:
    """Return one line for each mistake, with the name of the variable."""
    found = list(_needed(variables))
    if not _PREFIX.fullmatch(variables["prefix"]):
        found.append("controller_prefix: expected a text that begins with a letter, without '/' and '++'")
    found += _paths(variables)
    found += _too_small(variables)
    found += _repeated("controller_hosts", "name", variables["hosts"])
    found += _repeated("controller_credentials", "account", variables["credentials"], slug)
    found += _repeated("controller_templates", "outcome", variables["templates"])
    for place in _secrets(variables["inventory_variables"]):
        found.append(f"controller_inventory_variables: {place} is a secret, which an inventory shows to its readers")
    found += _answers(variables["inventory_variables"])
    for number, host in enumerate(variables["hosts"]):
        if _NOT_A_NAME.fullmatch(host["name"]):
            found.append(
                f"controller_hosts[{number}].name: {host['name']!r} is not a name: expected one that is not a number, "
                "without '++'"
            )
        if "privatelink_vantage" in (host.get("variables") or {}):
            found.append(
                f"controller_hosts[{number}].variables: privatelink_vantage: expected it as the host's vantage"
            )
        for place in _secrets(host.get("variables") or {}):
            option = f"controller_hosts[{number}].variables"
            found.append(f"{option}: {place} is a secret, which an inventory shows to its readers")
    found += _credentials(variables["credentials"])
    found += _schedule(variables["schedule"] or {})
    return found


def _needed(variables: Variables) -> Iterator[str]:
    """Yield what a platform cannot have without."""
    if not variables["hosts"]:
        yield "controller_hosts: expected at least one host"
    if not (variables["project_url"] or variables["project_local_path"]):
        yield "controller_project_url: expected the repository of the wrapper project, or controller_project_local_path"
    elif variables["project_url"] and variables["project_local_path"]:
        yield "controller_project_local_path: expected it or controller_project_url, not both"
    if variables["configure"] and VANTAGES[0] not in vantages_of(variables["hosts"]):
        yield f"controller_configure: expected a host of the vantage {VANTAGES[0]} in controller_hosts"
    if variables["execution_environment"] and variables["execution_environment_image"]:
        yield "controller_execution_environment: expected it or controller_execution_environment_image, not both"
    if not (variables["execution_environment"] or variables["execution_environment_image"]):
        yield (
            "controller_execution_environment_image: expected the image with this collection, or "
            "controller_execution_environment"
        )


def _paths(variables: Variables) -> Iterator[str]:
    """Yield the names that the modules would take for the path of an object."""
    named = [(f"controller_{name}", variables.get(name)) for name in _NAMES]
    for number, template in enumerate(variables["templates"]):
        named += [(f"controller_templates[{number}].{key}", template.get(key)) for key in ("name", "organization")]
    for option, name in named:
        if "++" in str(name or ""):
            yield f"{option}: {name!r} is not a name: expected one without '++'"


def _too_small(variables: Variables) -> Iterator[str]:
    """Yield the counts that the platform refuses after everything before them is written."""
    slices = {f"controller_slices.{vantage}": count for vantage, count in (variables["slices"] or {}).items()}
    counts = {"controller_forks": variables["forks"], "controller_job_timeout": variables["job_timeout"], **slices}
    for option, count in counts.items():
        least = 1 if option in slices else 0
        if count is not None and int(count) < least:
            yield f"{option}: {count!r} is too small: expected at least {least}"


def _repeated(
    option: str, key: str, entries: Sequence[Mapping[str, Any]], form: Callable[[str], str] = str.lower
) -> Iterator[str]:
    names = Counter(form(str(entry[key])) for entry in entries)
    for name, count in names.items():
        if count > 1:
            yield f"{option}: {key} {name!r} is declared {count} times"


def _credentials(credentials: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for number, credential in enumerate(credentials):
        option, account, secret = f"controller_credentials[{number}]", credential["account"], secret_of(credential)
        if not _ACCOUNT.fullmatch(account):
            yield f"{option}.account: {account!r} is not the name of an account: expected letters, digits and dashes"
        elif (slug(account), secret) == ("scope", "token"):
            # Its variable is one that the collection has for something else.
            yield f"{option}.auth: the token of {account} would be in privatelink_token_scope: expected api_key"
        other = "token" if secret == "api_key" else "api_key"
        if credential.get(other):
            yield f"{option}.{other}: the account {account} has auth {secret}: expected {secret}"


def _answers(inventory: Mapping[str, Any]) -> Iterator[str]:
    """Yield variables of the inventories that a survey cannot have as the default of its question."""
    fail_on, directory = inventory.get("validate_fail_on"), inventory.get("report_directory")
    if fail_on not in (None, "", *_FAIL_ON):
        yield (
            f"controller_inventory_variables: validate_fail_on: {fail_on!r} is not a valid choice: expected one of "
            f"{', '.join(_FAIL_ON)}"
        )
    if directory is not None and not (isinstance(directory, str) and len(directory) <= _LONGEST_ANSWER):
        yield (
            f"controller_inventory_variables: report_directory: expected a text of at most {_LONGEST_ANSWER} characters"
        )


def _is_time(start: str) -> bool:
    try:
        datetime.strptime(start, "%Y%m%dT%H%M%S")
    except ValueError:
        return False
    return bool(_START.fullmatch(start))


def _is_time_zone(name: str) -> bool:
    # A control node without the data of time zones cannot tell.
    known = available_timezones()
    return bool(_TIME_ZONE.fullmatch(name)) and (not known or name in known)


def _schedule(schedule: Mapping[str, Any]) -> Iterator[str]:
    if schedule and schedule.get("interval") is not None and int(schedule["interval"]) < 1:
        yield f"controller_schedule.interval: {schedule['interval']!r} is too small: expected at least 1"
    if schedule and not _is_time(str(schedule["start"])):
        yield f"controller_schedule.start: {schedule['start']!r} is not a time: expected one such as 20300101T060000"
    if schedule and not _is_time_zone(str(schedule["time_zone"])):
        yield (
            f"controller_schedule.time_zone: {schedule['time_zone']!r} is not the name of a time zone: expected one "
            "such as Europe/Berlin"
        )


def _secrets(value: Any, place: str = "") -> Iterator[str]:
    """Yield the places of variables that are secrets by their names."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            name = f"{place}.{key}" if place else str(key)
            if _OF_ACCOUNTS.fullmatch(str(key)) or (_SECRET.fullmatch(str(key)) and isinstance(inner, str) and inner):
                yield name
            else:
                yield from _secrets(inner, name)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _secrets(inner, f"{place}[{number}]")
