# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Reading one value that an operator wrote: coerced to what is meant, or refused with what is valid."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from ...module_utils._core.addresses import parse_network, parse_socket_address

Reader = Callable[[Any], Any]

_TRUE = ("yes", "true", "on", "1")
_FALSE = ("no", "false", "off", "0")


def refuse(value: Any, what: str, expected: str) -> ValueError:
    """Return the error for a value that is not C(what)."""
    return ValueError(f"{value!r} is not {what}: expected {expected}")


def text(value: Any) -> str:
    """Return a text. YAML makes a date of C(2023-05-15), and a number of C(1234): both are texts to an operator."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise refuse(value, "a text", "one line of text, in quotes where YAML reads it otherwise")


def boolean(value: Any) -> bool:
    """Return a boolean; C(-e name=false) is a text."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise refuse(value, "a boolean", "true or false")


def number(least: float, most: float, unit: str) -> Reader:
    """Return the reader of a number from C(least) to C(most)."""

    def read(value: Any) -> float:
        try:
            given = float(value) if not isinstance(value, bool) else float("nan")
        except (TypeError, ValueError):
            given = float("nan")
        if not least <= given <= most:
            raise refuse(value, f"a number of {unit}", f"a number from {least:g} to {most:g}")
        return given

    return read


def choice(*values: str) -> Reader:
    """Return the reader of one of some words."""

    def read(value: Any) -> str:
        if value not in values:
            raise refuse(value, "a valid choice", f"one of {', '.join(values)}")
        return str(value)

    return read


def list_of(read: Reader, separator: str | None = ",") -> Reader:
    """Return the reader of a list: one value stands for a list of it, and a text may hold several between separators."""

    def read_list(value: Any) -> list[Any]:
        if value in (None, ""):
            return []
        if isinstance(value, str) and separator:
            value = [part.strip() for part in value.split(separator) if part.strip()]
        if not isinstance(value, (list, tuple)):
            value = [value]
        return [read(each) for each in value]

    return read_list


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping."""
    if value in (None, ""):
        return {}
    if not isinstance(value, Mapping):
        raise refuse(value, "a mapping", "keys with values")
    return {str(key): inner for key, inner in value.items()}


def network(value: Any) -> str:
    """Return a network in CIDR notation, as it was written."""
    written = text(value)
    try:
        parse_network(written)
    except ValueError:
        raise refuse(value, "a valid network", "a CIDR such as 10.0.14.0/24") from None
    return written


def nameserver(value: Any) -> str:
    """Return a nameserver: an address, with a port where it is not 53."""
    written = text(value)
    try:
        parse_socket_address(written, 53)
    except ValueError:
        raise refuse(value, "a valid nameserver", "IP, IP:port or [v6]:port, such as 168.63.129.16") from None
    return written
