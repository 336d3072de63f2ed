# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""In how much detail the HTML report shows its accounts: the more there are to show, the less of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..._document.text import because_lines, excluded_lines, remedy_key

# Evidence in the page, in characters: all of it together, and of one failure at least and at most.
_EVIDENCE, _LEAST, _MOST = 300000, 200, 4096


@dataclass(frozen=True)
class Form:
    """A form of the page, and about how many bytes it takes for an account, for a finding and for a row of the
    matrix.
    """

    evidence: bool  # each failure's own
    explained: (
        bool  # each failure says itself why it matters; else that stands once in the page for all that say the same
    )
    drawn: bool  # each account has its picture and its matrix; else its names that fail alike are told as one
    account: int
    finding: int
    row: int

    def bytes_of(self, accounts, findings, rows):
        """Return about how large a page is in this form."""
        return (_EVIDENCE if self.evidence else 0) + self.account * accounts + self.finding * findings + self.row * rows

    def room(self, findings):
        """Return how many characters of evidence each of so many failures gets."""
        return max(_LEAST, min(_MOST, _EVIDENCE // max(findings, 1))) if self.evidence else 0


WHOLE = Form(evidence=True, explained=True, drawn=True, account=1700, finding=1900, row=300)
BRIEF = Form(evidence=False, explained=False, drawn=True, account=1300, finding=1000, row=280)
OUTLINE = Form(evidence=False, explained=False, drawn=False, account=600, finding=1000, row=0)


def forms_for(document, most):
    """Return the forms in which to try a page of C(most) bytes: the first that is likely to fit, and the shorter
    ones.
    """
    accounts, forms = document["accounts"], (WHOLE, BRIEF, OUTLINE)
    findings = [_findings(account) for account in accounts]
    of_each_name = sum(map(len, findings))
    of_all_names = sum(len({each[:-1] for each in found}) for found in findings)
    rows = sum(len(account["matrix"]) for account in accounts)
    first = next(
        (
            number
            for number, form in enumerate(forms)
            if form.bytes_of(len(accounts), of_each_name if form.drawn else of_all_names, rows) <= most
        ),
        -1,
    )
    return forms[first:]


def _findings(account):
    return {
        (check["code"], check["link"], check["name"])
        for check in account["checks"]
        if check["status"] in ("fail", "unknown") or check["severity"] == "warning"
    }


class Explanations:
    """Why failures matter and where to read on: once in a page for all that say the same but for their names.

    So are the steps that several accounts have in common, to the letter: those that name an account stay with it.
    """

    def __init__(self, accounts):
        found = Counter(remedy for account in accounts for remedy in {_remedy(check) for check in account["checks"]})
        self._common = {remedy for remedy, number in found.items() if number > 1}
        self._known = {}

    def use(self, check, account):
        """Return the explanation of a check of an account of that name: its C(id), and its C(remedy), maybe empty."""
        remedy = check["remedy"] if _remedy(check) in self._common else []
        cause = check["cause"] or ""
        because, excluded = because_lines(check), excluded_lines(check)
        likeness = cause
        for name in (check["name"], check["host"]):
            likeness = likeness.replace(name, "")
        key = (check["code"], likeness, tuple(check["docs"]), remedy_key(check) if remedy else ())
        return self._known.setdefault(
            key,
            {
                "id": f"w{len(self._known) + 1}",
                "code": check["code"],
                "cause": cause,
                "docs": check["docs"],
                "remedy": remedy,
                "because": because,
                "excluded": excluded,
                # What it cites, and rules out, is one account's.
                "told_of": f"{account}, {check['host']}" if because or excluded or likeness != cause else None,
            },
        )

    def all(self):
        """Return every explanation that is used, those of one code together."""
        return sorted(self._known.values(), key=lambda each: each["code"])


def _remedy(check):
    return check["code"], remedy_key(check)
