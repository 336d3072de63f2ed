# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What a value may be, beyond its type. A form takes a value and its place, and raises Malformed for any other one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ...module_utils._core.addresses import parse_address
from ...module_utils._core.text import shown
from .schema import Malformed

Form = Callable[[Any, str], None]


def anything(value: Any, place: str) -> None:
    """Accept what is known: its type is that of the schema."""
    if value is None:
        raise Malformed(f"{place}: it is not known")


def text(pattern: str) -> Form:
    """Accept a text that the whole pattern matches."""
    whole = re.compile(pattern)

    def check(value: Any, place: str) -> None:
        if not isinstance(value, str) or not whole.fullmatch(value):
            raise _refused(value, place)

    return check


def words(most: int) -> Form:
    """Accept a text that is only shown or compared, with at most so many characters."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, str) or len(value) > most:
            raise _refused(value, place)

    return check


def one_of(*values: Any) -> Form:
    """Accept these values."""

    def check(value: Any, place: str) -> None:
        # ansible-core 2.18 marks texts with a type of its own, and 1 is no boolean.
        if not any(value == each and isinstance(value, type(each)) for each in values):
            raise _refused(value, place)

    return check


def address(value: Any, place: str) -> None:
    """Accept an IP address."""
    try:
        parse_address(value if isinstance(value, str) else "")
    except ValueError:
        raise _refused(value, place) from None


def maybe(form: Form) -> Form:
    """Accept also what is not known."""

    def check(value: Any, place: str) -> None:
        if value is not None:
            form(value, place)

    return check


def many(form: Form, most: int, least: int = 0) -> Form:
    """Accept a list of so many."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise _refused(value, place)
        for number, inner in enumerate(value):
            form(inner, f"{place}[{number}]")

    return check


def each(key: Form, form: Form, most: int) -> Form:
    """Accept a mapping of at most so many keys of one form to values of another."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, Mapping) or len(value) > most:
            raise _refused(value, place)
        for name, inner in value.items():
            key(name, place)
            form(inner, f"{place}.{name}")

    return check


def keyed(required: Mapping[str, Form], others: bool = False, **optional: Form) -> Form:
    """Accept a mapping that has the required keys, and may have the optional ones; C(others) only where it says so."""
    forms = {**required, **optional}

    def check(value: Any, place: str) -> None:
        if not isinstance(value, Mapping):
            raise _refused(value, place)
        for name in required:
            if name not in value:
                raise Malformed(f"{place}: {name!r} is missing")
        for name, inner in value.items():
            if name in forms:
                forms[name](inner, f"{place}.{name}")
            elif not others:
                raise Malformed(f"{place}: {shown(str(name), limit=80)!r} is not documented")

    return check


def _refused(value: Any, place: str) -> Malformed:
    return Malformed(f"{place}: {shown(str(value), limit=80)!r} is not what the module returns there")
