# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What is wrong with the options of a role: what ansible-core refuses by the argument spec, in words of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.validation import check_type_float, check_type_int

from .._declarations import values
from .._declarations.inventory import OMITTED, HostVariables, NotResolved, label
from .._declarations.problems import Problems
from .._declarations.spelling import did_you_mean

Option = Mapping[str, Any]
Mistakes = Iterator[tuple[str, str]]


# What the filter C(declared) says of another variable, of which the option is only the default.
_OF_ANOTHER = re.compile(r"its value cannot be evaluated: (privatelink_\w+(?:: |, ).*)")


class _Hidden:
    """What stands in for a secret in a message."""

    def __repr__(self) -> str:
        return "it"


def check_options(options: Mapping[str, Option], variables: HostVariables, problems: Problems) -> dict[str, Any]:
    """Note what is wrong with the options of a role; nothing where ansible-core accepts them.

    Returns the values of those that are given and can be evaluated.
    """
    given: dict[str, Any] = {}
    omitted: set[str] = set()
    for name, option in options.items():
        if name not in variables:
            continue
        try:
            value = variables.value(name, secret=_is_secret(option), omitted=OMITTED)
        except NotResolved as exc:
            for place, why in exc.failures:
                of_another = _OF_ANOTHER.fullmatch(why)
                if of_another:
                    problems.add("", None, of_another[1])
                else:
                    problems.add(", ".join((name, *place)), None, why)
            continue
        if value is OMITTED:
            omitted.add(name)
        else:
            given[name] = value
    evaluated = {
        name: option for name, option in options.items() if name in given or name in omitted or name not in variables
    }
    refused = _refused_by_ansible(evaluated, given)
    found = list(_of_mapping(evaluated, given)) if refused else []
    # Where this file knows no reason, that of ansible-core is better than none.
    for where, message in found or (("", each) for each in refused):
        problems.add(where, None, message)
    return given


def check_names(options: Mapping[str, Option], parameters: Sequence[str], role: str, problems: Problems) -> None:
    """Note parameters that ansible-core refuses: those beside the name of a role must be its options."""
    for name in parameters:
        if name not in options:
            known = f"expected {', '.join(options)}{did_you_mean(name, options)}"
            problems.add(name, None, f"it is not an option of the role {role}: {known}")


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
    if value is None and option.get("default") is None and not option.get("required"):
        return
    kind = option.get("type", "str")
    hidden = _is_secret(option)
    try:
        read = _read(option, kind, value)
    except ValueError as exc:
        yield place, str(_without_value(option, kind) if hidden and _is_shown(value) else exc)
        return
    if kind == "list":
        element = {**option, "type": option.get("elements", "raw"), "default": None, "required": False}
        for number, each in enumerate(read, start=1):
            yield from _of_value(element, each, f"{place}, {label(each, number, bool(option.get('no_log')))}")
    elif kind == "dict" and "options" in option:
        yield from _of_mapping(option["options"], read, place)


def _read(option: Option, kind: str, value: Any) -> Any:
    if kind == "list" and option.get("elements") == "dict" and isinstance(value, str):
        raise not_a_list(value)
    read = _READERS.get(kind, _as_it_is)(value)
    if kind != "list":
        _check_choice(option.get("choices"), read)
    return read


def not_a_list(value: str) -> ValueError:
    """Return the error for a text in place of a list of mappings."""
    if values.looks_structured(value):
        return ValueError("it is a text that looks like a list: expected a list, as -e @FILE passes it")
    return values.refuse(value, "a list", "a list of mappings")


def _is_shown(value: Any) -> bool:
    return not isinstance(value, (Mapping, list, tuple, bool)) and value is not None


def _without_value(option: Option, kind: str) -> ValueError:
    if kind == "list":
        return ValueError("it is not a list: expected a list of mappings")
    try:
        _read(option, kind, _Hidden())
    except ValueError as exc:
        return exc
    return ValueError("it is not valid")


def _check_choice(choices: Sequence[Any] | None, value: Any) -> None:
    if choices is not None and value not in choices:
        words = [str(choice) for choice in choices]
        raise values.refuse(value, "a valid choice", f"one of {', '.join(words)}{did_you_mean(value, words)}")


def _as_it_is(value: Any) -> Any:
    return value


def _integer(value: Any) -> int:
    try:
        return int(check_type_int(value))
    except (TypeError, ValueError, OverflowError):
        raise values.refuse(value, "a whole number", "one such as 10") from None


def _number(value: Any) -> float:
    try:
        return float(check_type_float(value))
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
