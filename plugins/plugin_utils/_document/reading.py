# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The door for verdict documents of elsewhere: whoever wrote them, what is read here is a document, and bounded."""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ...module_utils._core.files import read_start
from ...module_utils._core.memory import bounded, size_now
from ...module_utils._core.text import shown, writable
from .schema import Wrong, check_of, check_of_part

# Of a baseline, and more for each account that a host looks at: there it has 14 KiB if everything is wrong with it.
MOST_BYTES = 2**23
BYTES_OF_A_LOOK = 2**16
# A document takes four times its bytes in memory; one of empty lists would take twenty times as much.
_ROOM = 5
MOST_VALUES = 20_000_000
# A part has less text, and takes up to eight times its bytes; honest ones are far smaller than what all may have.
_ROOM_OF_PART = 8
# Of each part, for what has no bytes of its own, and of all together, for what Python takes in advance.
_BYTES_BESIDE = 2**15
_ROOM_BESIDE = 2**23
MOST_CHARACTERS = 2**16
DEEPEST = 40


def document_of(given: Any) -> dict[str, Any]:
    """Return a verdict document as plain Python, for reports. Raises Wrong for anything else, naming the place."""
    return _read(given, compared=False)


def check_whole(document: dict[str, Any]) -> None:
    """Raise Wrong, naming the place, for a document of this run that nobody would take as a verdict document."""
    _read(document, compared=False)


def read_baseline(path: str, looks: int) -> dict[str, Any]:
    """Return what is compared of the C(verdict.json) of an earlier run. Raises OSError, Wrong naming the place,
    and ValueError for what is no document at all.

    C(looks) is how many accounts the hosts of this run look at together: an earlier run had hardly more.
    """
    most = most_bytes(looks)
    try:
        with bounded(_ROOM * most):
            given = parsed(_bytes_of(path, most))
            if not claims(given):
                raise ValueError("another file")
            return _read(given, compared=True)
    except MemoryError:
        raise Wrong(f"it takes more memory than a verdict of {most} bytes") from None


def most_bytes(looks: int) -> int:
    """Return how many bytes a document, or the parts of one, may have."""
    return MOST_BYTES + BYTES_OF_A_LOOK * looks


class Room:
    """The room for the parts of one validation: together they have no more than a document, and each has its own."""

    def __init__(self, looks: int) -> None:
        """C(looks) are those of C(read_baseline)."""
        self.most = most_bytes(looks)
        self._kept = 0
        self._start = size_now()

    @contextlib.contextmanager
    def of(self, size: int) -> Iterator[None]:
        """Read a part of so many bytes, which is kept unless the block raises. Raises Wrong."""
        if size > self.most:
            raise Wrong(
                f"it has {size} bytes, more than {self.most}, which is more than a run over these accounts and hosts "
                "writes"
            )
        kept = self._kept + size + _BYTES_BESIDE
        if kept > self.most:
            raise Wrong(f"it has {size} bytes, and all parts together more than {self.most}")
        try:
            # Not from the size that the process has now: what others were refused for may not be given back.
            with bounded(min(_ROOM_OF_PART * kept, _ROOM * self.most) + _ROOM_BESIDE, since=self._start):
                yield
        except MemoryError:
            raise Wrong(f"it takes more memory than a part of {size} bytes") from None
        self._kept = kept


def read_part(text: bytes) -> dict[str, Any]:
    """Return the part that a text is. Raises Wrong, naming the place, for any other text."""
    try:
        given = parsed(text)
    except Wrong:
        raise
    except ValueError:
        raise Wrong("it is not JSON") from None
    part = _plain(given)
    check_of_part()(part)
    return part


def claims(given: Any) -> bool:
    """Return whether something says that it is a verdict document: else no place in it is of interest."""
    return isinstance(given, Mapping) and "schema" in given


def _read(given: Any, compared: bool) -> dict[str, Any]:
    document = _plain(given)
    check_of(compared)(document)
    return document


def _plain(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise Wrong("it is not a mapping")
    plain: dict[str, Any] = _Plain().of(given, DEEPEST)
    return plain


class _Plain:
    """Makes plain types of a value, which reports take several times faster than those of templates, and counts."""

    def __init__(self) -> None:
        self._left = MOST_VALUES

    def of(self, value: Any, deep: int) -> Any:
        self._left -= 1
        if self._left < 0:
            raise Wrong(f"it has more than {MOST_VALUES} values")
        if isinstance(value, str):
            return _text(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return _number(value)
        if deep <= 0:
            raise Wrong(f"it is nested more than {DEEPEST} deep")
        if isinstance(value, Mapping):
            return self._mapping(value, deep)
        if isinstance(value, (list, tuple)):
            return self._list(value, deep)
        raise Wrong(f"a {type(value).__name__} is not JSON")

    def _mapping(self, value: Mapping[Any, Any], deep: int) -> dict[str, Any]:
        plain = {}
        for key, inner in value.items():
            if not isinstance(key, str):
                raise Wrong(f"the key {shown(repr(key), limit=80)} is not a text")
            try:
                plain[_text(key)] = self.of(inner, deep - 1)
            except Wrong as exc:
                raise exc.inside(key) from None
        return plain

    def _list(self, value: Any, deep: int) -> list[Any]:
        plain = []
        for number, inner in enumerate(value):
            try:
                plain.append(self.of(inner, deep - 1))
            except Wrong as exc:
                raise exc.inside(number) from None
        return plain


def _text(value: str) -> str:
    if len(value) > MOST_CHARACTERS:
        raise Wrong(f"it has {len(value)} characters, more than {MOST_CHARACTERS}")
    return writable(value)


def _number(value: float) -> float:
    if isinstance(value, int):
        # Larger ones are not the same number to all who read JSON, and may not be written out at all.
        if abs(value) > 2**53:
            raise Wrong("the number is too large")
        return int(value)
    if not math.isfinite(value):
        raise Wrong(f"{value} is not a number of JSON")
    return float(value)


def _bytes_of(path: str, most: int) -> bytes:
    """Return what is in a file, and nothing of what never ends. Raises OSError, Wrong."""
    content = read_start(os.path.expanduser(path), most + 1)
    if len(content) > most:
        raise Wrong(f"it has more than {most} bytes, which is more than a run over these accounts and hosts writes")
    return content


def parsed(content: bytes, most: int = MOST_VALUES) -> Any:
    """Return what the text of JSON says, of at most so many values. Raises ValueError, also as Wrong."""
    # Before they are made: an empty list is two bytes in the file, and fifty in memory.
    if sum(map(content.count, (b"[", b"{", b","))) > most:
        raise Wrong(f"it has more than {most} values")
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_mapping_of, parse_constant=_refuse)
    except RecursionError:
        raise Wrong(f"it is nested more than {DEEPEST} deep") from None


def _mapping_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        known: set[str] = set()
        twice = next(key for key, _value in pairs if key in known or known.add(key))  # type: ignore[func-returns-value]
        raise Wrong(f"the key {shown(repr(twice[:80]), limit=80)} stands twice in a mapping")
    return mapping


def _refuse(constant: str) -> None:
    raise Wrong(f"{constant} is not a number of JSON")
