# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""One check of the verdict: a statement about one link, seen from one host."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._catalogue.model import fill, remedy
from ...module_utils._core.addresses import Address
from ...module_utils._core.text import first_of
from .._diagnosis.evidence import Endpoint
from .._document.document import Check

ANY_PRIVATE = "any private address would do: no expected address is known"

# Characters of JSON: what a check repeats of an answer is for reading, not an archive.
LIMIT = 4096

# The longest text, list and mapping that are kept: the first row that suffices is taken.
_STEPS = ((1000, 20, 60), (300, 8, 40), (100, 4, 20), (40, 2, 10))


def check(
    endpoint: Endpoint,
    leg: str,
    link: str,
    status: str,
    code: str | None = None,
    severity: str | None = None,
    confidence: str = "high",
    summary: str | None = None,
    observed: str | None = None,
    expected: str | None = None,
    evidence: dict[str, Any] | None = None,
    variant: str | None = None,
    at: str | None = None,
    **fields: Any,
) -> Check:
    """Return one check.

    With a C(code) the catalogue says what it means (C(variant) names the cause); C(fields) fill its texts. Without a
    code C(summary) says what passed. C(at) is the address that was connected to on purpose.
    C(evidence) takes what changes from run to run; nothing else may hold such values.
    """
    finding = CATALOGUE[code] if code else None
    cause = finding.under(variant) if finding else None
    known = _known(endpoint, fields) if finding else {}
    explained = cause if status in ("fail", "unknown") or severity == "warning" else None
    parts = [endpoint.account, endpoint.vantage, endpoint.host, leg, endpoint.name, *([at] if at else []), link]
    made: Check = {
        "id": "/".join(parts + ([code] if code and severity == "warning" else [])),
        "account": endpoint.account,
        "name": endpoint.name,
        "vantage": endpoint.vantage,
        "host": endpoint.host,
        "leg": leg,
        "at": at,
        "link": link,
        "code": code,
        "status": status,
        "severity": severity or (finding.severity if finding and status != "pass" else "info"),
        "confidence": confidence,
        "summary": summary or (fill(cause.summary, known) if cause else ""),
        "expected": expected,
        "observed": observed,
        "cause": fill(explained.why, known) if explained else None,
        "remedy": remedy(explained.remedy, known) if explained else [],
        "docs": list(explained.docs) if explained else [],
        "diagnosis": None,
        "waiver": None,
        "evidence": evidence or {},
    }
    if explained:
        made["fields"] = known
    return made


def _known(endpoint: Endpoint, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the endpoint, overlaid with those that are known for the check itself."""
    return dict(endpoint.fields(), **{key: value for key, value in fields.items() if value not in (None, "")})


def skipped(endpoint: Endpoint, leg: str, link: str, behind: str, at: str | None = None) -> Check:
    """Return the check of a link that was not judged because an earlier one of the same leg failed."""
    return check(endpoint, leg, link, "skip", summary=f"behind {behind}", at=at)


def expected_or_any(endpoint: Endpoint, text: str) -> str:
    """Return the words for an address that passed, and whether any other would have."""
    return f"{text}; {ANY_PRIVATE}" if endpoint.any_private else text


def bounded(evidence: dict[str, Any]) -> dict[str, Any]:
    """Return evidence that serialises to at most C(LIMIT) characters of JSON: itself when it does.

    Long texts are cut, long lists and mappings too, and say how many there were.
    """
    if _fits(evidence):
        return evidence
    for texts, items, keys in _STEPS:
        cut: dict[str, Any] = _cut(evidence, texts, items, keys)
        if _fits(cut):
            return cut
    return {"...": f"left out, more than {LIMIT} characters"}


def _fits(value: Any) -> bool:
    return len(json.dumps(value, default=str)) <= LIMIT


def _cut(value: Any, texts: int, items: int, keys: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= texts else value[: texts - 3] + "..."
    if isinstance(value, dict):
        kept = {_cut(key, texts, items, keys): _cut(value[key], texts, items, keys) for key in list(value)[:keys]}
        return dict(kept, **{"...": f"and {len(value) - keys} more"}) if len(value) > keys else kept
    if isinstance(value, (list, tuple)):
        return [_cut(each, texts, items, keys) for each in first_of(value, items)]
    return value


def in_order(addresses: Iterable[Address]) -> list[str]:
    """Return the texts of addresses, each once and sorted, IPv4 first: answers rotate theirs."""
    once = {address.text: address for address in addresses}
    return [each.text for each in sorted(once.values(), key=lambda each: (each.ip.version, int(each.ip)))]


def front_ends(addresses: Iterable[Address | None]) -> dict[str, list[str]]:
    """Return, as evidence, which of the addresses are public: Azure's front ends change from one answer to the next."""
    public = [address for address in addresses if address and address.scope == "public"]
    return {"public_addresses": in_order(public)} if public else {}
