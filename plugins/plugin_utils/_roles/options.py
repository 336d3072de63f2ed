# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What is wrong with the options of a role: what ansible-core refuses by the argument spec, in words of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._declarations import values
from .._declarations.inventory import HostVariables, NotResolved, label
from .._declarations.problems import Problems
from .._declarations.spelling import did_you_mean

Option = Mapping[str, Any]
Mistakes = Iterator[tuple[str, str]]


def check_options(options: Mapping[str, Option], variables: HostVariables, problems: Problems) -> None:
    """Note what is wrong with the options of a role; nothing where ansible-core accepts them."""
    given: dict[str, Any] = {}
    for name, option in options.items():
        if name not in variables:
            continue
        try:
            given[name] = variables.value(name, secret=_is_secret(option))
        except NotResolved as exc:
            for place, why in exc.failures:
                problems.add(", ".join((name, *place)), None, why)
    evaluated = {name: option for name, option in options.items() if name in given or name not in variables}
    refused = _refused_by_ansible(evaluated, given)
    found = list(_of_mapping(evaluated, given)) if refused else []
    # Where this file knows no reason, that of ansible-core is better than none.
    for where, message in found or (("", each) for each in refused):
        problems.add(where, None, message)


def _refused_by_ansible(options: Mapping[str, Option], given: Mapping[str, Any]) -> list[str]:
    try:
        return ArgumentSpecValidator(options).validate(given, validate_role_argument_spec=True).error_messages
    except TypeError as exc:  # it looks for suboptions in whatever it is given
        return [str(exc)]


def _is_secret(option: Option) -> bool:
    """Return whether a value, or what is in it, must not be shown."""
    return bool(option.get("no_log")) or any(map(_is_secret, option.get("options", {}).values()))


def _of_mapping(options: Mapping[str, Option], given: Mapping[str, Any], place: str = "") -> Mistakes:
    inside = f"{place}, " if place else ""
    for name in given:
        if name not in options:
            known = f"expected one of {', '.join(options)}{did_you_mean(name, options)}"
            yield f"{inside}{name}", f"it is not an option: {known}"
    for name, option in options.items():
        if name in given:
            yield from _of_value(option, given[name], f"{inside}{name}")
        elif option.get("required"):
            yield f"{inside}{name}", "it is required"


def _of_value(option: Option, value: Any, place: str) -> Mistakes:
    kind = "null" if value is None else option.get("type", "str")
    try:
        value = _READERS.get(kind, _as_it_is)(value)
        if kind != "list":
            _check_choice(option.get("choices"), value)
    except ValueError as exc:
        yield place, "it is not valid" if option.get("no_log") else str(exc)
        return
    if kind == "list":
        element = {**option, "type": option.get("elements", "raw")}
        for number, each in enumerate(value, start=1):
            yield from _of_value(element, each, f"{place}, {label(each, number, bool(option.get('no_log')))}")
    elif kind == "dict" and "options" in option:
        yield from _of_mapping(option["options"], value, place)


def _check_choice(choices: Sequence[Any] | None, value: Any) -> None:
    if choices is not None and value not in choices:
        words = [str(choice) for choice in choices]
        raise values.refuse(value, "a valid choice", f"one of {', '.join(words)}{did_you_mean(value, words)}")


def _as_it_is(value: Any) -> Any:
    return value


def _integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise values.refuse(value, "a whole number", "one such as 10") from None


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise values.refuse(value, "a number", "one such as 2.5") from None


def _list(value: Any) -> list[Any]:
    if isinstance(value, (Mapping, bool)):
        raise values.refuse(value, "a list", "its items")
    return values.items(value)


_READERS: dict[str, values.Reader] = {
    "bool": values.boolean,
    "int": _integer,
    "float": _number,
    "list": _list,
    "dict": values.mapping,
}
