# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The input of the judge, read field by field: what is ill-shaped is refused by its place, its value and what is
expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from ...module_utils._core.addresses import Address, Expectation, IPAddress, parse_address

NOTHING_EXPECTED = Expectation()


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[IPAddress, str]:
    address = parse_address(text)
    return address, NOTHING_EXPECTED.scope(address)


def address_of(text: str, expectation: Expectation = NOTHING_EXPECTED) -> Address:
    """Return an address as what is expected of a name makes it look. Raises ValueError as parse_address does."""
    address, kind = _parsed(text)
    covered = bool(expectation) and expectation.covers(address)
    return Address(
        text=text,
        ip=address,
        range=kind,
        scope="private" if covered and kind != "special" else kind,
        expected=covered if expectation else kind == "private",
    )


class Fields:
    """One mapping of the input. What is ill-shaped in it is refused by its place, its value and what is expected."""

    __slots__ = ("_key", "_parent", "_values")

    def __init__(self, values: Any, parent: Fields | str = "", key: str = "") -> None:
        self._values, self._parent, self._key = values, parent, key
        if not isinstance(values, Mapping):
            raise ValueError(f"{self.place or 'input'}: {values!r} is not valid: expected a mapping")

    @property
    def place(self) -> str:
        """Where in the input the mapping stands."""
        parent = self._parent if isinstance(self._parent, str) else self._parent.place
        return ", ".join(part for part in (parent, self._key) if part)

    def refused(self, key: str, expected: str) -> ValueError:
        """Return the error for the value of a key."""
        place = f"{self.place}, {key}" if self.place else key
        return ValueError(f"{place}: {self._values.get(key)!r} is not valid: expected {expected}")

    def has(self, key: str) -> bool:
        """Return whether the mapping has the key."""
        return key in self._values

    def value(self, key: str) -> Any:
        """Return the value of a key, of whatever shape, None without one."""
        return self._values.get(key)

    def replaced(self, **values: Any) -> dict[str, Any]:
        """Return a copy of the mapping, some of its values replaced."""
        return {**self._values, **values}

    def text(self, key: str) -> str | None:
        """Return a text or None."""
        value = self._values.get(key)
        if value is None or isinstance(value, str):
            return value
        raise self.refused(key, "a text")

    def scalar(self, key: str) -> str | None:
        """Return a text or None; YAML makes a number, or a date, of a text without quotes."""
        value = self._values.get(key)
        return str(value) if isinstance(value, (int, float, date)) else self.text(key)

    def required(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self._values.get(key)
        if isinstance(value, str) and value:
            return value
        raise self.refused(key, "a text that is not empty")

    def message(self, key: str) -> str | None:
        """Return a message, None for an empty one. A task may fail with a list of texts."""
        value = self._values.get(key)
        return str(value) if value else None

    def integer(self, key: str) -> int | None:
        """Return an integer or None."""
        value = self._values.get(key)
        if value is None or isinstance(value, int):
            return value
        raise self.refused(key, "an integer")

    def truth(self, key: str) -> bool | None:
        """Return a boolean or None."""
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self.refused(key, "true or false")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty without one."""
        values = self._list(key)
        for value in values:
            if not isinstance(value, str):
                raise self.refused(key, "a list of texts")
        return tuple(values)

    def mapping(self, key: str) -> Fields:
        """Return a mapping, empty without one."""
        return Fields(self._values.get(key) or {}, self, key)

    def mappings(self, key: str) -> Iterator[Fields]:
        """Return the mappings of a list, none without one."""
        for index, value in enumerate(self._list(key)):
            yield Fields(value, self, f"{key}[{index}]")

    def all_mappings(self) -> Iterator[Fields]:
        """Return the mappings that are the values of all keys."""
        return (self.mapping(key) for key in self._values)

    def items_of_texts(self) -> list[tuple[str, str]]:
        """Return the keys and values of a mapping of texts."""
        return [(key, self.text(key) or "") for key in self._values]

    def address(self, key: str, expectation: Expectation = NOTHING_EXPECTED) -> Address | None:
        """Return an address or None."""
        value = self._values.get(key)
        if not value:
            return None
        try:
            return address_of(value, expectation)
        except (ValueError, TypeError) as exc:
            raise self.refused(key, "an IPv4 or IPv6 address such as 10.0.14.4") from exc

    def addresses(self, key: str, expectation: Expectation = NOTHING_EXPECTED) -> tuple[Address, ...]:
        """Return a list of addresses, empty without one."""
        try:
            return tuple([address_of(value, expectation) for value in self._list(key)])
        except (ValueError, TypeError) as exc:
            raise self.refused(key, "a list of IPv4 or IPv6 addresses such as 10.0.14.4") from exc

    def _list(self, key: str) -> list[Any] | tuple[Any, ...]:
        values = self._values.get(key)
        if not values:
            return ()
        if not isinstance(values, (list, tuple)):
            raise self.refused(key, "a list")
        return values
