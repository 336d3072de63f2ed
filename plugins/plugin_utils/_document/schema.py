# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""What a verdict document may be: the published schema, made a function.

Only the keywords that it uses are known; it is checked against jsonschema, which hosts of Ansible need not have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ...module_utils._core.text import shown
from .part_schema import PART
from .verdict_schema import SCHEMA

_SHOWN = 80
_ANNOTATIONS = frozenset(("$schema", "$id", "$defs", "title", "description", "if", "then"))
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_NOUNS = {"object": "a mapping", "array": "a list", "string": "a text", "boolean": "true or false", "null": "null"}
# Of a baseline, what is compared: one of an earlier release may lack the rest, one of a later release may have more.
_COMPARED = {
    "document": ("schema", "status", "collection_version", "accounts"),
    "account": ("name", "status", "verdicts", "root_cause", "checks"),
    "check": ("id", "account", "name", "vantage", "host", "leg", "link", "code", "status", "severity"),
}

Check = Callable[[Any], None]


class Wrong(ValueError):
    """A value that the schema does not allow; the place in the document is put together on the way out."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self._message = message
        self._place: list[str] = []

    def inside(self, key: Any) -> Wrong:
        """Return the same, one key or index further out."""
        self._place.append(f"[{key}]" if isinstance(key, int) else f".{shown(key, limit=_SHOWN)}")
        return self

    def __str__(self) -> str:
        place = "".join(reversed(self._place)).lstrip(".")
        return f"{place}: {self._message}" if place else self._message


@lru_cache(maxsize=2)
def check_of(compared: bool) -> Check:
    """Return the function that raises Wrong for what is not a whole document.

    With C(compared) it is for a baseline: it takes keys away that this release does not know.
    """
    return _Compiler(SCHEMA, compared).document()


@lru_cache(maxsize=1)
def check_of_part() -> Check:
    """Return the function that raises Wrong for what is not a part."""
    return _Compiler(PART, compared=False).document()


class _Compiler:
    """Makes functions of the parts of a schema."""

    def __init__(self, schema: Mapping[str, Any], compared: bool) -> None:
        self._schema = schema
        self._compared = compared
        self._known: dict[str, Check] = {}

    def document(self) -> Check:
        return self._check(self._schema, "document")

    def _named(self, reference: str) -> Check:
        name = reference.rpartition("/")[2]
        if name not in self._known:
            self._known[name] = self._check(self._schema["$defs"][name], name)
        return self._known[name]

    def _check(self, schema: Mapping[str, Any], name: str = "") -> Check:
        checks = []
        for keyword in schema:
            if keyword not in _ANNOTATIONS:
                make = getattr(self, f"_{keyword.lstrip('$').lower()}")
                checks.append(make(schema[keyword], schema, name))
        if "if" in schema:
            checks.append(self._conditional(schema["if"], schema["then"]))
        kept = [check for check in checks if check]
        return kept[0] if len(kept) == 1 else lambda value: _all(kept, value)

    def _ref(self, reference: str, _schema: Any, _name: str) -> Check:
        return self._named(reference)

    def _type(self, types: Any, _schema: Any, _name: str) -> Check:
        wanted = [types] if isinstance(types, str) else types
        tests = [_TYPES[each] for each in wanted]
        nouns = " or ".join(_NOUNS.get(each, "a number") for each in wanted)

        def check(value: Any) -> None:
            if not any(test(value) for test in tests):
                raise Wrong(f"{_quoted(value)} is not valid: expected {nouns}")

        return check

    def _const(self, wanted: Any, _schema: Any, _name: str) -> Check:
        return self._enum([wanted], None, "")

    def _enum(self, values: list[Any], _schema: Any, _name: str) -> Check:
        # Texts of Ansible have types of their own; true and 1 are different.
        known = {(_kind(value), value) for value in values}
        expected = ", ".join("null" if value is None else str(value) for value in values)

        def check(value: Any) -> None:
            if isinstance(value, (dict, list)) or (_kind(value), value) not in known:
                raise Wrong(f"{_quoted(value)} is not valid: expected {'one of ' * (len(values) > 1)}{expected}")

        return check

    def _pattern(self, pattern: str, _schema: Any, _name: str) -> Check:
        # In Python a dollar also stands before a newline at the end.
        matches = re.compile(re.sub(r"\$$", r"\\Z", pattern)).search

        def check(value: Any) -> None:
            if isinstance(value, str) and not matches(value):
                raise Wrong(f"{_quoted(value)} is not valid: expected a text like {pattern}")

        return check

    def _minlength(self, least: int, _schema: Any, _name: str) -> Check:
        return _at_least(str, len, least, "characters")

    def _minitems(self, least: int, _schema: Any, _name: str) -> Check:
        return _at_least(list, len, least, "items")

    def _minproperties(self, least: int, _schema: Any, _name: str) -> Check:
        return _at_least(dict, len, least, "keys")

    def _minimum(self, least: int, _schema: Any, _name: str) -> Check:
        return _at_least((int, float), lambda value: value, least, "")

    def _maxitems(self, most: int, _schema: Any, _name: str) -> Check:
        def check(value: Any) -> None:
            if isinstance(value, list) and len(value) > most:
                raise Wrong(f"it has {len(value)} items, more than {most}")

        return check

    def _uniqueitems(self, _yes: bool, _schema: Any, _name: str) -> Check:
        def check(value: Any) -> None:
            # Only lists of texts are to be unique.
            texts = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
            if len(set(texts)) < len(texts):
                raise Wrong("an item stands in it twice")

        return check

    def _required(self, keys: list[str], _schema: Any, name: str) -> Check:
        needed = _COMPARED.get(name, ()) if self._compared else tuple(keys)

        def check(value: Any) -> None:
            if isinstance(value, dict):
                for key in needed:
                    if key not in value:
                        raise Wrong(f"{key} is missing")

        return check

    def _properties(self, properties: Mapping[str, Any], _schema: Any, _name: str) -> Check:
        checks = {key: self._check(inner) for key, inner in properties.items()}

        def check(value: Any) -> None:
            if isinstance(value, dict):
                for key, inner in value.items():
                    if key in checks:
                        try:
                            checks[key](inner)
                        except Wrong as exc:
                            raise exc.inside(key) from None

        return check

    def _additionalproperties(self, others: Any, schema: Any, _name: str) -> Check:
        known = schema.get("properties", {})
        compared = self._compared
        inner_check = None if others is False else self._check(others)

        def check(value: Any) -> None:
            if not isinstance(value, dict):
                return
            for key in [key for key in value if key not in known]:
                if inner_check:
                    try:
                        inner_check(value[key])
                    except Wrong as exc:
                        raise exc.inside(key) from None
                elif compared:
                    del value[key]
                else:
                    raise Wrong("this key is not known").inside(key)

        return check

    def _propertynames(self, names: Mapping[str, Any], _schema: Any, _name: str) -> Check:
        name_check = self._check(names)

        def check(value: Any) -> None:
            if isinstance(value, dict):
                for key in value:
                    name_check(key)

        return check

    def _items(self, items: Mapping[str, Any], _schema: Any, _name: str) -> Check:
        item_check = self._check(items)

        def check(value: Any) -> None:
            if isinstance(value, list):
                for number, item in enumerate(value):
                    try:
                        item_check(item)
                    except Wrong as exc:
                        raise exc.inside(number) from None

        return check

    def _oneof(self, choices: list[Mapping[str, Any]], _schema: Any, _name: str) -> Check | None:
        nothing, other = sorted(choices, key=lambda each: each.get("type") != "null")
        if nothing != {"type": "null"}:
            raise NotImplementedError("oneOf without null")
        inner_check = self._check(other)

        def check(value: Any) -> None:
            if value is not None:
                inner_check(value)

        return check

    def _not(self, other: Mapping[str, Any], _schema: Any, _name: str) -> Check:
        if set(other) != {"required"}:
            raise NotImplementedError("not, of anything but required")

        def check(value: Any) -> None:
            for key in other["required"]:
                if isinstance(value, dict) and key in value:
                    raise Wrong("this key stands only in what changed").inside(key)

        return check

    def _allof(self, every: list[Mapping[str, Any]], _schema: Any, _name: str) -> Check:
        checks = [self._check(each) for each in every]
        return lambda value: _all(checks, value)

    def _conditional(self, condition: Mapping[str, Any], consequence: Mapping[str, Any]) -> Check:
        condition_check, consequence_check = self._check(condition), self._check(consequence)

        def check(value: Any) -> None:
            try:
                condition_check(value)
            except Wrong:
                return
            consequence_check(value)

        return check


def _all(checks: list[Check], value: Any) -> None:
    for check in checks:
        check(value)


def _at_least(kind: Any, measure: Callable[[Any], Any], least: int, unit: str) -> Check:
    def check(value: Any) -> None:
        if isinstance(value, kind) and measure(value) < least:
            raise Wrong(f"{_quoted(value)} is not valid: expected at least {least} {unit}".rstrip())

    return check


def _quoted(value: Any) -> str:
    """Return a value as a message shows it: short, and without anything that a terminal would obey."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return shown(repr(value[:_SHOWN] if isinstance(value, str) else value), limit=_SHOWN)


def _kind(value: Any) -> type:
    return str if isinstance(value, str) else type(value)
