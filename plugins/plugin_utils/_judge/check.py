# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""One check of the verdict: a statement about one link, seen from one host."""

from __future__ import annotations

import json

from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._catalogue.model import fill, remedy

# Characters of JSON: what a check repeats of an answer is for reading, not an archive.
LIMIT = 4096

# The longest text, list and mapping that are kept: the first row that suffices is taken.
_STEPS = ((1000, 20, 60), (300, 8, 40), (100, 4, 20), (40, 2, 10))


def check(
    subject,
    leg,
    link,
    status,
    code=None,
    severity=None,
    confidence="high",
    summary=None,
    observed=None,
    expected=None,
    evidence=None,
    variant=None,
    at=None,
    **fields,
):
    """Return one check.

    With a C(code) the catalogue says what it means (C(variant) names the cause); C(fields) fill its texts. Without a
    code C(summary) says what passed. C(at) is the address that was connected to on purpose.
    C(evidence) takes what changes from run to run; nothing else may hold such values.
    """
    finding = CATALOGUE[code] if code else None
    cause = finding.under(variant) if finding else None
    known = _known(subject, fields) if finding else {}
    explained = cause if status in ("fail", "unknown") or severity == "warning" else None
    parts = [subject.account, subject.vantage, subject.host, leg, subject.name, *([at] if at else []), link]
    return {
        "id": "/".join(parts + ([code] if code and severity == "warning" else [])),
        "account": subject.account,
        "name": subject.name,
        "vantage": subject.vantage,
        "host": subject.host,
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
        "waiver": None,
        "evidence": evidence or {},
    }


def _known(subject, fields):
    """Return the fields of the subject, overlaid with those that are known for the check itself."""
    return dict(subject.fields(), **{key: value for key, value in fields.items() if value not in (None, "")})


def skipped(subject, leg, link, behind, at=None):
    """Return the check of a link that was not judged because an earlier one of the same leg failed."""
    return check(subject, leg, link, "skip", summary=f"behind {behind}", at=at)


def bounded(evidence):
    """Return evidence that serialises to at most C(LIMIT) characters of JSON: itself when it does.

    Long texts are cut, long lists and mappings too, and say how many there were.
    """
    if _fits(evidence):
        return evidence
    for texts, items, keys in _STEPS:
        cut = _cut(evidence, texts, items, keys)
        if _fits(cut):
            return cut
    return {"...": f"left out, more than {LIMIT} characters"}


def _fits(value):
    return len(json.dumps(value, default=str)) <= LIMIT


def _cut(value, texts, items, keys):
    if isinstance(value, str):
        return value if len(value) <= texts else value[: texts - 3] + "..."
    if isinstance(value, dict):
        kept = {_cut(key, texts, items, keys): _cut(value[key], texts, items, keys) for key in list(value)[:keys]}
        return dict(kept, **{"...": f"and {len(value) - keys} more"}) if len(value) > keys else kept
    if isinstance(value, (list, tuple)):
        more = [f"... and {len(value) - items} more"] if len(value) > items else []
        return [_cut(each, texts, items, keys) for each in value[:items]] + more
    return value
