# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Waivers: failures that somebody accepted, for a reason and until a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ...module_utils._catalogue.catalogue import CATALOGUE
from .._declarations.spelling import nearest
from .._declarations.values import Refused, is_name_of_file, quoted
from .._document import document
from .._document.document import Check
from .._document.text import moment
from .redaction import Redaction

_KEYS = ("account", "code", "reason", "expires")
_OPTION = "privatelink_waivers"


@dataclass(frozen=True, order=True)
class Waiver:
    """One waiver as the document shows it; C(expires) is the last day as C(YYYY-MM-DD)."""

    account: str
    code: str
    expires: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        """What the waiver covers: the account in lower case and the code."""
        return self.account.lower(), self.code


class Waivers:
    """The waivers of an estate, as they stand on the day of the run."""

    def __init__(self, given: Any, time: Any) -> None:
        """Take the list that the user wrote, and the time of the run as the document has it.

        Raises ValueError naming option, value and what is expected.
        """
        if not isinstance(given or [], (list, tuple)):
            raise ValueError(
                f"{_OPTION}: {quoted(given)} is not valid: expected a list of mappings with {', '.join(_KEYS)}"
            )
        self._all = sorted({waiver_of(each, number) for number, each in enumerate(given or (), start=1)})
        self._today = _day(time) if self._all else ""
        # Of several for the same, the last to expire: they are sorted.
        self._valid = {waiver.key: waiver for waiver in self._all if waiver.expires >= self._today}

    def cover(self, checks: list[Check]) -> list[Check]:
        """Note in each check that is not a plain pass which waiver covers it; return the checks."""
        for check in checks if self._valid else ():
            waiver = self._valid.get((check["account"].lower(), str(check["code"])))
            if waiver and (check["status"] in ("fail", "unknown") or check["severity"] == "warning"):
                check["waiver"] = {"reason": waiver.reason, "expires": waiver.expires}
        return checks

    def shown(self, checks: Iterable[Check]) -> list[document.Waiver]:
        """Return the waivers as the document shows them: each with its C(state), now that all checks are covered."""
        if not self._all:
            return []
        covered = {(check["account"].lower(), str(check["code"])) for check in checks if check["waiver"]}
        return [
            {
                "account": waiver.account,
                "code": waiver.code,
                "reason": waiver.reason,
                "expires": waiver.expires,
                "state": self._state(waiver, covered),
            }
            for waiver in self._all
        ]

    def _state(self, waiver: Waiver, covered: Collection[tuple[str, str]]) -> str:
        if waiver.expires < self._today:
            return "expired"
        return "used" if waiver.key in covered and self._valid[waiver.key] is waiver else "unused"


def waived_codes(checks: Iterable[Check]) -> list[str]:
    """Return the failing or unknown codes of an account's checks that a waiver covers, sorted."""
    return sorted(
        {str(check["code"]) for check in checks if check["waiver"] and check["status"] in ("fail", "unknown")}
    )


def waiver_of(given: Any, number: int) -> Waiver:
    """Return one waiver as the user wrote it, the first, second and so on of its list.

    Raises Refused with a message for each mistake, which names option, value and what is expected.
    """
    option = f"{_OPTION}, waiver number {number}"
    if not isinstance(given, dict):
        meant = f"; a file that declares {_OPTION} is given by -e @FILE" if is_name_of_file(given) else ""
        raise ValueError(f"{option}: {quoted(given)} is not valid: expected a mapping with {', '.join(_KEYS)}{meant}")
    expires = _expires(given.get("expires"))
    mistakes = list(_mistakes(given))
    if expires is None:
        mistakes.append(
            f", expires: {_given(given, 'expires', 'is not a valid date')}: expected the last day the waiver is valid, "
            "as YYYY-MM-DD"
        )
    if expires is None or mistakes:
        raise Refused([option + mistake for mistake in mistakes])
    return Waiver(
        account=given["account"].strip(),
        code=given["code"],
        expires=expires,
        reason=Redaction().of(given["reason"].strip()),
    )


def _meant(code: str) -> str | None:
    """Return the code that begins with one that does not exist, else the most similar one."""
    begun = (known for known in CATALOGUE if "_" in code and known.startswith(f"{code}_"))
    return next(begun, None) or nearest(code, CATALOGUE, cutoff=0.8)


def _mistakes(given: Mapping[Any, Any]) -> Iterator[str]:
    """Yield what is wrong with a waiver, its last day aside."""
    # Without the state, which the waivers of an earlier document have.
    for key in sorted(str(key) for key in given if key not in (*_KEYS, "state")):
        yield f": {quoted(key)} is not a valid key: expected {', '.join(_KEYS)}"
    for key in ("account", "reason"):
        if not isinstance(given.get(key), str) or not given[key].strip():
            yield f", {key}: {_given(given, key, 'is not valid')}: expected a text that is not empty"
    code = given.get("code")
    if not isinstance(code, str) or code not in CATALOGUE:
        near = _meant(code) if isinstance(code, str) else None
        yield (
            f", code: {_given(given, 'code', 'is not in the catalogue of findings')}: expected a code such as "
            f"{near or 'gate_public_open'}"
        )
    elif CATALOGUE[code].severity == "info":
        yield (f", code: {quoted(code)} never fails, so it cannot be waived: expected a code such as gate_public_open")


def _given(waiver: Mapping[Any, Any], key: str, wrong: str) -> str:
    """Return what is wrong with the value of a key, or that the user did not write the key."""
    return f"{quoted(waiver[key])} {wrong}" if key in waiver else "it is missing"


def _expires(value: Any) -> str | None:
    """Return the last day as C(YYYY-MM-DD), None for what is not a day: YAML makes a date of it, JSON a text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        valid = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return None
    return str(value) if valid else None


def _day(time: Any) -> str:
    """Return the day of a time in UTC, as C(YYYY-MM-DD)."""
    parsed = moment(time)
    if parsed is None:
        raise ValueError(
            f"{_OPTION}: cannot be compared with the time of the run, ended (or started) {time!r}: expected a time "
            "such as 2026-11-22T10:00:02Z"
        )
    return parsed.date().isoformat()
