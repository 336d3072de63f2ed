# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What changed since an earlier run: the differences between two verdict documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_SCHEMA = 1
_BASELINE = ("started", "ended", "status", "collection_version")
_ITEM = ("id", "account", "name", "vantage", "host", "leg", "at", "link", "code", "status")


class _Account(NamedTuple):
    """What of an account is compared: its verdicts by key, and its checks that did not plainly pass by id."""

    verdicts: dict[str, Any]
    checks: dict[str, dict[str, Any]]


_Both = tuple[str, _Account, _Account]


def with_drift(document: Any, baseline: Any) -> dict[str, Any]:
    """Return the document with the key C(drift): how it differs from an earlier one, in the order of their accounts.

    C(verdicts) and C(checks) are about the accounts that both have. Of checks only those count that did not plainly
    pass: failing and unknown ones, and warnings. Raises ValueError when either is not a verdict document of schema 1.
    """
    now, before = _read("the document", document), _read("the baseline", baseline)
    if document.get("looked_at") != baseline.get("looked_at"):
        raise ValueError(
            f"the baseline covers {_looked_at(baseline)}, this run covers {_looked_at(document)}: "
            "expected a baseline of a run with the same tags"
        )
    both: list[_Both] = [(name, before[name], now[name]) for name in now if name in before]
    return dict(
        document,
        drift={
            "baseline": {key: baseline.get(key) for key in _BASELINE},
            "accounts": {
                "appeared": [name for name in now if name not in before],
                "disappeared": [name for name in before if name not in now],
            },
            "verdicts": [change for each in both for change in _changed_verdicts(*each)],
            "checks": _changed_checks(both),
        },
    )


def _read(which: str, document: Any) -> dict[str, _Account]:
    """Return what is compared of each account of a document by its name."""
    if not isinstance(document, dict) or document.get("schema") != _SCHEMA:
        given = f"schema {document.get('schema')!r}" if isinstance(document, dict) else type(document).__name__
        raise ValueError(
            f"{which}: {given} is not valid: expected a verdict document of schema {_SCHEMA}, as verdict.json holds it"
        )
    try:
        return {account["name"]: _Account(_verdicts(account), _checks(account)) for account in document["accounts"]}
    except (AttributeError, KeyError, TypeError, ValueError) as exc:
        raise ValueError(
            f"{which}: an account is incomplete ({type(exc).__name__}: {exc}): expected a whole verdict document"
        ) from exc


def _looked_at(document: Mapping[str, Any]) -> str:
    looked_at = document.get("looked_at")
    return "everything" if looked_at is None else " and ".join(looked_at) or "no part"


def _verdicts(account: Mapping[str, Any]) -> dict[str, Any]:
    return dict({"status": account["status"], "root_cause": account["root_cause"]}, **account["verdicts"])


def _checks(account: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the checks that did not plainly pass, by id. An earlier release's may lack a key."""
    return {
        check["id"]: dict({key: check.get(key) for key in _ITEM}, waived=bool(check.get("waiver")))
        for check in account["checks"]
        if check["status"] in ("fail", "unknown") or check["severity"] == "warning"
    }


def _changed_verdicts(name: str, before: _Account, now: _Account) -> list[dict[str, Any]]:
    old, new = before.verdicts, now.verdicts
    return [
        {"account": name, "key": key, "before": old.get(key), "after": new.get(key)}
        for key in dict.fromkeys((*new, *old))
        if old.get(key) != new.get(key)
    ]


def _changed_checks(both: Sequence[_Both]) -> dict[str, list[dict[str, Any]]]:
    appeared: list[dict[str, Any]] = []
    disappeared: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for _name, before, now in both:
        old, new = before.checks, now.checks
        appeared += [item for key, item in new.items() if key not in old]
        disappeared += [item for key, item in old.items() if key not in new]
        changed += [
            dict(item, before=_state(old[key]))
            for key, item in new.items()
            if key in old and _state(item) != _state(old[key])
        ]
    return {"appeared": appeared, "disappeared": disappeared, "changed": changed}


def _state(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes a check another one than it was: a waiver that came or expired counts as much as its code."""
    return {key: item[key] for key in ("code", "status", "waived")}
