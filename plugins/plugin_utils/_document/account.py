# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""One account of a verdict document: whether it is open to the Internet and meant to be, its warnings, its matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional

from ...module_utils._catalogue.model import LINKS
from .document import Check, Row


def is_open(check: Mapping[str, Any]) -> bool:
    """Return whether a check shows that the account serves the Internet, be that declared, waived or a failure."""
    return bool(check["code"] == "gate_public_open")


def is_meant(account: Mapping[str, Any]) -> bool:
    """Return whether all that shows an account open to the Internet passes: it is declared with C(public_access)
    enabled.
    """
    return {check["status"] for check in account["checks"] if is_open(check)} == {"pass"}


def is_exposed(account: Mapping[str, Any]) -> bool:
    """Return whether an account is open to the Internet without being meant to be, waived or not."""
    return bool(account["verdicts"]["isolation"] == "exposed") and not is_meant(account)


def warning_codes(checks: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the codes of the warnings that no waiver covers, each once: what V(warning) fails for, whatever their
    status.
    """
    return list(
        dict.fromkeys(each["code"] for each in checks if each["severity"] == "warning" and not each.get("waiver"))
    )


RowKey = tuple[str, str, str, str, Optional[str]]

# Where several checks are about one link, the first of these that one of them has.
_STATES = ("fail", "unknown", "waived", "warn", "skip", "pass")


def matrix(checks: Iterable[Check]) -> list[Row]:
    """Return the rows of an account's checks, in their order.

    Each has C(vantage), C(host), C(leg), C(name), C(at), C(links) (the state of each link that was judged: V(pass),
    V(warn), V(fail), V(unknown), V(skip) or V(waived)) and C(code) (the first failing or unknown code, a waived one
    only where there is no other; null without any).
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
