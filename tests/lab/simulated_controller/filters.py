# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists: which objects a query asks for, in which order, and on which page.

Pages over 25 objects were not recorded; `next` is as AWX's guide to its API shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from simulated_controller.answers import Body, Json, NotRecorded, Refused
from simulated_controller.fields import TARGETS, Type
from simulated_controller.store import Store

PAGE_SIZE = 25
LARGEST_PAGE = 200
# What AWX's guide names and nothing recorded uses.
_UNKNOWN = ("order_by", "search", "chain__", "not__", "host_filter")
_UNIFIED = ("job", "workflow_job")


def listing(
    store: Store, path: str, query: list[tuple[str, str]], kinds: Iterable[Type], view: Callable[[Body], Body]
) -> Body:
    kinds = list(kinds)
    found = [
        entry
        for kind in kinds
        for entry in store.all(kind.name)
        if _matches(store, kind, entry, [pair for pair in query if pair[0] not in ("page", "page_size")])
    ]
    for kind in kinds:  # also where nothing is stored, a wrong filter is an error
        _matches(store, kind, kind.defaults() | {"id": 0, "type": kind.name}, query, only_names=True)
    if kinds[0].name == "execution_environment":
        found.sort(key=lambda entry: -entry["id"])
    elif kinds[0].name in (*_UNIFIED, "workflow_job_template_node"):
        found.sort(key=lambda entry: entry["id"])
    else:
        found.sort(key=lambda entry: str(entry.get("name", entry["id"])))
    return page(path, query, found, view)


def page(path: str, query: list[tuple[str, str]], found: list[Body], view: Callable[[Body], Body]) -> Body:
    options = dict(query)
    size = min(int(options.get("page_size") or PAGE_SIZE), LARGEST_PAGE)
    number = int(options.get("page") or 1)
    start = (number - 1) * size
    if number < 1 or (start >= len(found) and number > 1):
        raise Refused(404, {"detail": "Invalid page."})

    def link(other: int) -> str:
        return f"{path}?{urlencode({**options, 'page': other})}"

    return {
        "count": len(found),
        "next": link(number + 1) if start + size < len(found) else None,
        "previous": link(number - 1) if number > 1 else None,
        "results": [view(entry) for entry in found[start : start + size]],
    }


def _matches(store: Store, kind: Type, entry: Body, query: list[tuple[str, str]], only_names: bool = False) -> bool:
    """Tell whether the object is one that all filters name, and one of those that begin with `or__`."""
    either: list[tuple[str, str]] = []
    every: list[tuple[str, str]] = []
    for name, value in query:
        if name in ("page", "page_size"):
            continue
        if name.startswith(_UNKNOWN):
            raise NotRecorded(f"the filter {name}")
        bare = name.removeprefix("or__")
        (every if bare == name else either).append((bare, value))
    results = [_holds(store, kind, entry, name, value, only_names) for name, value in every]
    others = [_holds(store, kind, entry, name, value, only_names) for name, value in either]
    return all(results) and (not others or any(others))


def _holds(store: Store, kind: Type, entry: Body, name: str, value: str, only_names: bool) -> bool:
    field, _, rest = name.partition("__")
    if field not in kind.readable or field in ("related", "summary_fields", "url"):
        raise Refused(400, {"detail": f"{kind.model} has no field named '{field}'"})
    if rest:
        if field not in TARGETS or rest not in ("name", "id", "username", "identifier"):
            raise NotRecorded(f"the filter {name}")
        if only_names:
            return True
        target = store.target(entry, field)
        return target is not None and str(target.get(rest)) == value
    if only_names:
        return True
    if field == "organization":  # of an inventory source, which has none of its own
        target = store.target(entry, field)
        return _same(target["id"] if target else None, field, value)
    return _same(entry.get(field), field, value)


def _same(actual: Json, field: str, value: str) -> bool:
    if field == "id" or field in TARGETS:
        if not value.isdecimal():
            raise NotRecorded(f"the filter {field}={value}")
        return bool(actual == int(value))
    if isinstance(actual, bool):
        if value.lower() not in ("true", "false", "1", "0"):
            raise NotRecorded(f"the filter {field}={value}")
        return actual == (value.lower() in ("true", "1"))
    return str("" if actual is None else actual) == value
