# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Values of what Azure's SDKs return, checked: an odd one raises ValueError, so that nothing is concluded from it.

Every function takes an object and the names that lead from it to the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .resource_ids import parse

_PLAIN = (str, int, float, list, dict)


def dig(value: Any, *names: str) -> Any:
    """Return an attribute of an attribute, an enum by its value; null where one of them is missing."""
    for name in names:
        # What the later generation cannot read it leaves as it came, and it then has no attribute.
        if isinstance(value, _PLAIN) or isinstance(getattr(value, "properties", None), _PLAIN):
            raise ValueError(f"an odd value is in place of {name}, or beside it")
        value = getattr(value, name, None)
    # The enums of the later generation are texts, but str() differs from the text of the service.
    return getattr(value, "value", value)


def odd(name: str, value: Any, expected: str) -> ValueError:
    """Return the error of a value that is not what Azure documents."""
    return ValueError(f"{name}: {value!r} is not valid: expected {expected}")


def text(value: Any, *names: str) -> str | None:
    """Return an attribute that is a text, or null."""
    found = dig(value, *names)
    if found is None or isinstance(found, str):
        return found
    raise odd(names[-1], found, "a text")


def required(value: Any, *names: str) -> str:
    """Return an attribute that is a text, and not empty."""
    found = text(value, *names)
    if not found:
        raise odd(names[-1], found, "a text that is not empty")
    return found


def flag(value: Any, *names: str) -> bool:
    """Return an attribute that is true or false; null is false."""
    found = dig(value, *names)
    if found is None or isinstance(found, bool):
        return bool(found)
    raise odd(names[-1], found, "true or false")


def known(choices: Iterable[str], value: Any, *names: str) -> str | None:
    """Return the choice that a value is in any case, or the value as it came."""
    found = text(value, *names)
    return next((choice for choice in choices if choice.lower() == (found or "").lower()), found)


def one_of(choices: Iterable[str], value: Any, *names: str) -> str:
    """Return the choice that a value is in any case."""
    found = known(choices, value, *names)
    if found is None or found not in choices:
        raise odd(names[-1], found, f"one of {', '.join(choices)}")
    return found


def listed(value: Any, *names: str) -> list[Any]:
    """Return a list that Azure never omits: no rules and rules that are not shown are different."""
    found = dig(value, *names)
    if not isinstance(found, list) or any(item is None for item in found):
        raise odd(names[-1], found, "a list without null")
    return found


def items(value: Any, *names: str) -> list[Any]:
    """Return a list, empty for null."""
    return [] if dig(value, *names) is None else listed(value, *names)


def some(value: Any, *names: str) -> list[Any]:
    """Return a list that is not empty."""
    found = listed(value, *names)
    if not found:
        raise odd(names[-1], found, "a list that is not empty")
    return found


def texts(value: Any, *names: str) -> list[str]:
    """Return a list of texts, empty for null."""
    found = items(value, *names)
    if all(isinstance(item, str) for item in found):
        return list(found)
    raise odd(names[-1], found, "a list of texts")


def one(value: Any, *names: str) -> Any:
    """Return an attribute that is an object."""
    found = dig(value, *names)
    if found is None:
        raise odd(names[-1], found, "a resource")
    return found


def identity(found: Any) -> str:
    """Return the id of a resource."""
    named = text(found, "id")
    parse(named)
    return str(named)


def reference(value: Any, *names: str) -> str | None:
    """Return the id of another resource, null where none is named."""
    found = dig(value, *names)
    return None if found is None else identity(found)


def texts_by_key(value: Any, *names: str) -> dict[str, str]:
    """Return an attribute that maps texts to texts, empty for null."""
    found = dig(value, *names)
    if found is None:
        return {}
    if not isinstance(found, Mapping) or not all(isinstance(each, str) for each in found.values()):
        raise odd(names[-1], found, "an object of texts")
    return {str(place): each for place, each in found.items()}
