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

MOST_CHARACTERS = 16384
MOST_ITEMS = 4096
MOST_KEYS = 512
DEEPEST = 8

_TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


class Malformed(Exception):
    """A result that is not what the module documents; the text names the place in it."""


def conforming(value: Any, shape: Any, place: str = "result") -> Any:
    """Return a value of a module's result as plain Python. Raises Malformed for what the shape does not allow.

    Null stands for what is not known, anywhere.
    """
    if value is None:
        return None
    if isinstance(shape, Mapping):
        return _mapping(value, shape, place)
    if isinstance(shape, list):
        return _list(value, shape[0], place)
    if shape == "dict":
        return _free(value, place, DEEPEST)
    return _scalar(value, shape, place)


def _mapping(value: Any, shape: Mapping[str, Any], place: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Malformed(f"{place}: a {type(value).__name__} stands where a mapping is documented")
    unknown = [str(key)[:80] for key in value if key not in shape]
    if unknown:
        raise Malformed(f"{place}: {unknown[0]!r} is not documented")
    return {str(key): conforming(inner, shape[key], f"{place}.{key}") for key, inner in value.items()}


def _list(value: Any, shape: Any, place: str) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise Malformed(f"{place}: a {type(value).__name__} stands where a list is documented")
    if len(value) > MOST_ITEMS:
        raise Malformed(f"{place}: it has {len(value)} items, more than {MOST_ITEMS}")
    return [conforming(each, shape, f"{place}[{number}]") for number, each in enumerate(value)]


def _free(value: Any, place: str, deep: int) -> Any:
    """Return a value of which only the outermost type is documented."""
    if isinstance(value, Mapping):
        if len(value) > MOST_KEYS or deep <= 0:
            raise Malformed(f"{place}: it is larger, or deeper, than what the module returns")
        return {_scalar(str(key), "str", place): _free(inner, place, deep - 1) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        if len(value) > MOST_ITEMS or deep <= 0:
            raise Malformed(f"{place}: it is larger, or deeper, than what the module returns")
        return [_free(each, place, deep - 1) for each in value]
    if value is None or isinstance(value, bool):
        return value
    return _scalar(value, "str" if isinstance(value, str) else "float", place)


def _scalar(value: Any, kind: str, place: str) -> Any:
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "bool"):
        raise Malformed(f"{place}: a {type(value).__name__} stands where {kind} is documented")
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            raise Malformed(f"{place}: it has {len(value)} characters, more than {MOST_CHARACTERS}")
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Malformed(f"{place}: {value} is not a number")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        raise Malformed(f"{place}: the number is too large")
    return value
