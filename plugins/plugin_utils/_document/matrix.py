# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The matrix of an account: one row for each leg of each host, one cell for each link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional

from ...module_utils._catalogue.model import LINKS
from .document import Check, Row

RowKey = tuple[str, str, str, str, Optional[str]]

# Where several checks are about one link, the first of these that one of them has.
_STATES = ("fail", "unknown", "waived", "warn", "skip", "pass")


def matrix(checks: Iterable[Check]) -> list[Row]:
    """Return the rows of an account's checks, in their order.

    Each has C(vantage), C(host), C(leg), C(name), C(at), C(links) (the state of each link that was judged: V(pass),
    V(warn), V(fail), V(unknown), V(skip) or V(waived)) and C(code) (the first failing or unknown code, a waived one only
    where there is no other; null without any).
    """
    rows: dict[RowKey, list[Check]] = {}
    for check in checks:
        rows.setdefault(row_key(check), []).append(check)
    return [
        {"vantage": vantage, "host": host, "leg": leg, "name": name, "at": at, "links": _links(row), "code": _code(row)}
        for (vantage, host, leg, name, at), row in rows.items()
    ]


def row_key(check: Check) -> RowKey:
    """Return what a check has in common with the others of its row."""
    return check["vantage"], check["host"], check["leg"], check["name"], check["at"]


def _links(row: Iterable[Check]) -> dict[str, str]:
    states: dict[str, set[str]] = {}
    for check in row:
        states.setdefault(check["link"], set()).add(state(check))
    return {link: min(states[link], key=_STATES.index) for link in LINKS if link in states}


def state(check: Mapping[str, Any]) -> str:
    """Return what a report shows for a check: its status, or V(waived), or V(warn) for a pass with a warning."""
    if check.get("waiver"):
        return "waived"
    status: str = check["status"]
    return "warn" if status == "pass" and check.get("severity") == "warning" else status


def _code(row: Sequence[Check]) -> str | None:
    bad = [check for check in row if check["status"] in ("fail", "unknown") and check["code"]]
    return min(bad, key=lambda check: bool(check["waiver"]))["code"] if bad else None
