# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A JSON document with one odd place: every such document that an answer can become."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

NEW = "SomethingNew"
REMOVED = object()
_ODD = (NEW, 7, [NEW], {NEW: NEW}, True)


def mutations(
    document: Any, wanted: Callable[[str, str], bool] = lambda path, what: True
) -> Iterator[tuple[str, str, Any]]:
    """Yield C((path, what, document)) for every place in a document, and all that is done there, where it is wanted."""
    for path, value in _places(document):
        shown = _shown(path)
        for what, odd in _values(value):
            if wanted(shown, what):
                yield shown, what, _with(document, path, odd)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    places = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for place, child in places:
        yield (*path, place), child
        yield from _places(child, (*path, place))


def _values(value: Any) -> Iterator[tuple[str, Any]]:
    yield "removed", REMOVED
    yield "null", None
    if isinstance(value, str):
        yield "empty", ""
        yield "case", value.swapcase()
        yield "unknown", NEW
    if isinstance(value, list):
        yield "empty", []
    if isinstance(value, dict):
        yield "empty", {}
    for odd in _ODD:
        if type(odd) is not type(value):
            yield type(odd).__name__, odd


def _with(document: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """Return a copy in which only what is on the path is new."""
    place, *rest = path
    copy = list(document) if isinstance(document, list) else dict(document)
    if rest:
        copy[place] = _with(document[place], tuple(rest), odd)
    elif odd is REMOVED:
        del copy[place]
    else:
        copy[place] = odd
    return copy


def _shown(path: tuple[Any, ...]) -> str:
    return "".join(f"[{place}]" if isinstance(place, int) else f".{place}" for place in path).lstrip(".")
