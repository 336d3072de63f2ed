# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What a module may hand on: the keys that it documents, of the documented types, and of bounded size.

A shape is the name of a type, a list with the shape of its items, or a mapping with the shapes of its keys.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...module_utils._core.text import shown, without_controls

MOST_CHARACTERS = 16384
MOST_ITEMS = 4096
MOST_KEYS = 512
DEEPEST = 8
# Of a whole result: a few hundred values are usual for one thing that was asked for.
MOST_VALUES = 8192
MOST_TEXT = 2**18

_TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


class Malformed(Exception):
    """A result that is not what the module documents; the text names the place in it."""


def conforming(
    value: Any, shape: Mapping[str, Any], asked: int = 1, complete: bool = True, others: bool = False
) -> dict[str, Any]:
    """Return a module's result as plain Python. Raises Malformed for what the shape does not allow.

    Null stands for a value that is not known; no list has one. C(asked) is how many things the module was asked for.
    Unless it is C(complete), keys of the result may be missing. With C(others) keys that are not documented, such as
    those of another release, are left out; else they are not allowed.
    """
    result = _Reader(asked, others).mapping(value, shape, "result")
    missing = [key for key in shape if complete and result.get(key) is None]
    if missing:
        raise Malformed(f"result: {missing[0]!r} is missing")
    return result


class _Reader:
    """Reads one result, and counts what is in it."""

    def __init__(self, asked: int, others: bool) -> None:
        self._others = others
        self._most_items = max(asked, MOST_ITEMS)
        self._values = MOST_VALUES * (asked + 1)
        self._text = MOST_TEXT * (asked + 1)

    def mapping(self, value: Any, shape: Mapping[str, Any], place: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Malformed(f"{place}: a {type(value).__name__} stands where a mapping is documented")
        unknown = [] if self._others else [shown(str(key), limit=80) for key in value if key not in shape]
        if unknown:
            raise Malformed(f"{place}: {unknown[0]!r} is not documented")
        return {
            str(key): self._read(inner, shape[key], f"{place}.{key}") for key, inner in value.items() if key in shape
        }

    def _read(self, value: Any, shape: Any, place: str) -> Any:
        if value is None:
            return None
        if isinstance(shape, Mapping):
            return self.mapping(value, shape, place)
        if isinstance(shape, list):
            return self._list(value, shape[0], place)
        if shape == "dict":
            if not isinstance(value, Mapping):
                raise Malformed(f"{place}: a {type(value).__name__} stands where a mapping is documented")
            return self._free(value, place, DEEPEST)
        return self._scalar(value, shape, place)

    def _list(self, value: Any, shape: Any, place: str) -> list[Any]:
        if not isinstance(value, (list, tuple)):
            raise Malformed(f"{place}: a {type(value).__name__} stands where a list is documented")
        if len(value) > self._most_items:
            raise Malformed(f"{place}: it has {len(value)} items, more than {self._most_items}")
        if None in value:
            raise Malformed(f"{place}: null stands in a list")
        return [self._read(each, shape, f"{place}[{number}]") for number, each in enumerate(value)]

    def _free(self, value: Any, place: str, deep: int) -> Any:
        """Return a value of which only the outermost type is documented."""
        if isinstance(value, Mapping):
            if len(value) > MOST_KEYS or deep <= 0:
                raise Malformed(f"{place}: it is larger, or deeper, than what the module returns")
            return {
                self._scalar(str(key), "str", place): self._free(inner, place, deep - 1) for key, inner in value.items()
            }
        if isinstance(value, (list, tuple)):
            if len(value) > MOST_ITEMS or deep <= 0:
                raise Malformed(f"{place}: it is larger, or deeper, than what the module returns")
            return [self._free(each, place, deep - 1) for each in value]
        if value is None:
            return value
        kind = "bool" if isinstance(value, bool) else "str" if isinstance(value, str) else "float"
        return self._scalar(value, kind, place)

    def _scalar(self, value: Any, kind: str, place: str) -> Any:
        if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "bool"):
            raise Malformed(f"{place}: a {type(value).__name__} stands where {kind} is documented")
        self._values -= 1
        if self._values < 0:
            raise Malformed(f"{place}: the result has more values than the module returns")
        if isinstance(value, str):
            return self._short(value, place)
        if isinstance(value, float) and not math.isfinite(value):
            raise Malformed(f"{place}: {value} is not a number")
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
            raise Malformed(f"{place}: the number is too large")
        return value

    def _short(self, value: str, place: str) -> str:
        if len(value) > MOST_CHARACTERS:
            raise Malformed(f"{place}: it has {len(value)} characters, more than {MOST_CHARACTERS}")
        self._text -= len(value)
        if self._text < 0:
            raise Malformed(f"{place}: the result has more text than the module returns")
        # JSON as Ansible shows it has those that are not ASCII as they are.
        return without_controls(value)
