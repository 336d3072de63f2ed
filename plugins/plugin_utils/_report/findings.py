# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What did not pass, in as few lines as it takes to act: what was seen, why, and what to type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...module_utils._catalogue.model import explains_placeholders
from .._document.account import state
from .._document.text import certainty_words, remedy_key, waived_words
from .terminal import STATES, conclusion_of, place_of, seen_words, step_lines, why_words, wrapped

_HANGING = " " * 8


def finding_lines(document: Mapping[str, Any]) -> list[str]:
    """Return the lines of every check that did not pass, or has a warning; none where all is well.

    A cause is explained once for each account: other places where it shows have a line each.
    """
    lines: list[str] = []
    shown: set[tuple[str, ...]] = set()
    for account in document["accounts"]:
        causes: dict[tuple[Any, ...], str] = {}
        again: list[str] = []
        for place, checks in _places(account):
            # What must not be reachable is judged for each account, but shown once; it may be waived for one alone.
            found = (place, *map(state, checks))
            if checks[0]["leg"] == "egress" and found in shown:
                continue
            shown.add(found)
            again += [line for check in checks if _cause(check) in causes for line in _again(check, place, causes)]
            own = [line for check in checks if _cause(check) not in causes for line in _lines_of(check)]
            lines += [*wrapped("", "  ", place), *own] if own else []
            causes.update({_cause(check): check["name"] for check in checks if check["cause"]})
        if not account["checks"]:
            lines += wrapped("", "  ", f"{account['name']}: nothing was checked")
        lines += again
        if lines and lines[-1]:
            lines.append("")
    return lines


def _places(account: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    places: dict[str, list[Mapping[str, Any]]] = {}
    by_name = {conclusion_of(check) for check in account["checks"] if check["leg"] == "by_name"}
    for check in account["checks"]:
        if state(check) in ("pass", "skip") or (check["leg"] == "by_address" and conclusion_of(check) in by_name):
            continue
        places.setdefault(place_of(check), []).append(check)
    yield from places.items()


def _cause(check: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what two checks have in common of which one explanation is enough.

    That is what is said of them, how certain it is, and what would be changed. A cause that nothing decides is that of
    the same words only.
    """
    certainty = certainty_words(check)
    changes = tuple(step["text"] for step in check["remedy"] if step["changes"])
    same = (certainty, changes) if certainty else (check["summary"], remedy_key(check))
    waived = waived_words(check["waiver"]) if check["waiver"] else None
    # Neither a waived check nor a warning explains its cause.
    return check["cause"], state(check) == "warn", waived, same


def _again(check: Mapping[str, Any], place: str, causes: Mapping[tuple[Any, ...], str]) -> list[str]:
    """Return the line of a check whose cause is explained already, for a name that need not be repeated."""
    where = place.removeprefix(causes[_cause(check)]).strip()
    return wrapped(_head(check), _HANGING, f"{check['code'] or check['link']} {where}: the same cause")


def _head(check: Mapping[str, Any]) -> str:
    found = state(check)
    return f"  {STATES.get(found, found):<4}  "


def _lines_of(check: Mapping[str, Any]) -> list[str]:
    found = state(check)
    said = seen_words(check) if check["code"] else check["summary"]
    lines = wrapped(_head(check), _HANGING, ": ".join(filter(None, (check["code"] or check["link"], said))))
    if found == "waived":
        lines += wrapped(_HANGING, _HANGING, waived_words(check["waiver"]))
    if found in ("waived", "warn"):
        return lines
    if why_words(check):
        lines += wrapped("  why   ", _HANGING, why_words(check))
    steps = [step for step in check["remedy"] if not explains_placeholders(step)]
    for number, step in enumerate(steps):
        lines += step_lines(_HANGING if number else "  fix   ", step, _HANGING)
    return lines
