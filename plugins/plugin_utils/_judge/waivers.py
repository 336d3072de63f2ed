# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Waivers: failures that somebody accepted, for a reason and until a day."""

from __future__ import annotations

from datetime import date, datetime

from ...module_utils._catalogue.catalogue import CATALOGUE
from .._document.times import moment
from .redaction import Redaction

_KEYS = ("account", "code", "reason", "expires")
_ORDER = ("account", "code", "expires", "reason")
_OPTION = "privatelink_waivers"


class Waivers:
    """The waivers of an estate, as they stand on the day of the run."""

    def __init__(self, given, moment):
        """Take the list that the user wrote, and the time of the run as the document has it.

        Raises ValueError naming option, value and what is accepted.
        """
        read = {tuple(waiver[key] for key in _ORDER): waiver for waiver in map(_read, _listed(given))}
        self._all = [read[key] for key in sorted(read)]
        self._today = _day(moment) if self._all else None
        # Of several for the same, the last to expire: they are sorted.
        self._valid = {_key(waiver): waiver for waiver in self._all if waiver["expires"] >= self._today}

    def cover(self, checks):
        """Note in each check that is no plain pass which waiver covers it; return the checks."""
        for check in checks if self._valid else ():
            waiver = self._valid.get((check["account"].lower(), check["code"]))
            if waiver and (check["status"] in ("fail", "unknown") or check["severity"] == "warning"):
                check["waiver"] = {"reason": waiver["reason"], "expires": waiver["expires"]}
        return checks

    def told(self, checks):
        """Return the waivers as the document shows them: each with its C(state), now that all checks are covered."""
        covered = (
            {(check["account"].lower(), check["code"]) for check in checks if check["waiver"]} if self._all else ()
        )
        return [dict(waiver, state=self._state(waiver, covered)) for waiver in self._all]

    def _state(self, waiver, covered):
        if waiver["expires"] < self._today:
            return "expired"
        return "used" if _key(waiver) in covered and self._valid[_key(waiver)] is waiver else "unused"


def waived_codes(checks):
    """Return the failing or unknown codes of an account's checks that a waiver covers, sorted."""
    return sorted({check["code"] for check in checks if check["waiver"] and check["status"] in ("fail", "unknown")})


def _key(waiver):
    return waiver["account"].lower(), waiver["code"]


def _listed(given):
    if not isinstance(given or [], (list, tuple)):
        raise ValueError(f"{_OPTION}: {given!r} is no list; accepted is a list of mappings with {', '.join(_KEYS)}")
    return enumerate(given or [])


def _read(numbered):
    """Return one waiver as the document shows it."""
    number, given = numbered
    option = f"{_OPTION}[{number}]"
    if not isinstance(given, dict):
        raise ValueError(f"{option}: {given!r} is no mapping; accepted is one with {', '.join(_KEYS)}")
    # Without the state, which the waivers of an earlier document have.
    unknown = sorted(str(key) for key in given if key not in (*_KEYS, "state"))
    if unknown:
        raise ValueError(f"{option}, {unknown[0]}: is not known; accepted are {', '.join(_KEYS)}")
    for key in ("account", "reason"):
        if not isinstance(given.get(key), str) or not given[key].strip():
            raise ValueError(f"{option}, {key}: {given.get(key)!r}; accepted is a text that is not empty")
    code = given.get("code")
    if not isinstance(code, str) or code not in CATALOGUE:
        raise ValueError(
            f"{option}, code: {code!r} is not in the catalogue of findings; accepted is a code such as gate_public_open"
        )
    if CATALOGUE[code].severity == "info":
        raise ValueError(
            f"{option}, code: {code!r} is no failure, so there is nothing to waive; accepted is a code such as gate_public_open"
        )
    return {
        "account": given["account"].strip(),
        "code": code,
        "reason": Redaction().of(given["reason"].strip()),
        "expires": _expires(option, given.get("expires")),
    }


def _expires(option, value):
    """Return the last day as C(YYYY-MM-DD): YAML makes a date of it, JSON a text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return str(value)
    except ValueError:
        pass
    raise ValueError(f"{option}, expires: {value!r} is no date; accepted is the last day it is valid, as YYYY-MM-DD")


def _day(given):
    """Return the day of a time in UTC, as C(YYYY-MM-DD)."""
    when = moment(given)
    if when is None:
        raise ValueError(
            f"{_OPTION}: whether they expired cannot be told, as the estate's ended (or started) is {given!r}; accepted is a "
            "time such as 2026-11-22T10:00:02Z"
        )
    return when.date().isoformat()
