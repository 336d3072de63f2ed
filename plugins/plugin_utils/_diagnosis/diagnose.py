# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Give each check that did not pass its diagnosis: the cause, how certain it is, and what to type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._catalogue.causes.causes import CANDIDATES, SIGNALS, cause_in_azure
from ...module_utils._catalogue.causes.model import Candidate
from ...module_utils._catalogue.dns_steps import ASK_AZURE
from ...module_utils._catalogue.model import Command, RemedyStep, Setting, Step, fields_of_text, fill, remedy
from ...module_utils._core.text import first_of
from .._document.document import Alternative, Check, Diagnosis, Excluded
from .engine import Decision, Ruling, Seen, decide
from .signals.answers import signals as of_path_answers
from .signals.dns_answers import signals as of_answers
from .signals.dns_servers import signals as of_servers
from .signals.hosts import signals as of_hosts
from .signals.service import signals as of_service
from .signals.transport import signals as of_transport
from .subject import Subject

COLLECTORS: tuple[Callable[[Subject], Iterator[Seen]], ...] = (
    of_hosts,
    of_answers,
    of_servers,
    of_transport,
    of_path_answers,
    of_service,
)

# 168.63.129.16 answers only in virtual networks: others than jumphosts type the command elsewhere.
_ASK_AZURE_THERE = replace(ASK_AZURE, when="on a host in the virtual network")

# A reader takes in no more, whoever wrote what they quote.
_MOST_SENTENCES = 6
_MOST_COMMANDS = 4


def diagnose(subject: Subject) -> None:
    """Decide the cause of one check, and put what follows into the check."""
    check = subject.check
    candidates = [
        each for each in CANDIDATES.get(subject.code, ()) if not each.vantages or check["vantage"] in each.vantages
    ]
    if not candidates:
        check["diagnosis"] = _undecided()
        return
    seen: dict[str, list[Seen]] = {}
    for collector in COLLECTORS:
        for each in collector(subject):
            seen.setdefault(each.signal, []).append(each)
    decision = decide(candidates, seen)
    words = _Words(subject.fields, seen, in_azure=check["vantage"] == "jumphost")
    check["diagnosis"] = words.diagnosis(decision)
    if decision.ruling:
        words.put_cause(check, decision.ruling)
    else:
        words.put_alternatives(check, decision)


def diagnose_azure(check: Check) -> None:
    """Say of a finding of Azure's side that it is its own cause: Azure itself says so, unless it leaves that open."""
    finding = CATALOGUE[check["code"] or ""]
    check["diagnosis"] = {
        "cause": cause_in_azure(finding.code),
        "certainty": "possible" if finding.under(check["evidence"].get("variant")).inconclusive else "proven",
        "because": [f"Azure's side: {check['summary']}"],
        "alternatives": [],
        "excluded": [],
    }


def explain(check: Check, explanation: Check) -> None:
    """Replace the guess of a check by the finding, of Azure's side or of the host, that explains it."""
    code = str(explanation["code"])
    of_azure = explanation["leg"] == "azure"
    made = explanation["diagnosis"] or _undecided()
    before = check["diagnosis"] or _undecided()
    cause = made["cause"]
    check["diagnosis"] = {
        "cause": cause,
        "certainty": "proven" if explanation["status"] == "fail" and made["certainty"] == "proven" else "likely",
        "because": list(made["because"]),
        "alternatives": [],
        "excluded": [each for each in before["excluded"] if each["cause"] != cause],
    }
    where = "on Azure's side, see below" if of_azure else f"on {explanation['host']}, see above"
    check["cause"] = f"Explained by {code} {where}: {explanation['summary'].rstrip('.')}."
    check["remedy"] = [{"kind": "note", "text": f"See {code}.", "when": None, "changes": False}]


def _undecided() -> Diagnosis:
    return {"cause": None, "certainty": "possible", "because": [], "alternatives": [], "excluded": []}


class _Words:
    """The sentences and steps of one decision."""

    def __init__(self, fields: Mapping[str, Any], seen: Mapping[str, list[Seen]], in_azure: bool) -> None:
        self._in_azure = in_azure
        self._seen = seen
        self._fields = dict(fields)
        for several in seen.values():
            for each in several:
                for key, value in each.fields.items():
                    self._fields.setdefault(key, value)

    def diagnosis(self, decision: Decision) -> Diagnosis:
        ruling = decision.ruling
        return {
            "cause": ruling.candidate.cause if ruling else None,
            "certainty": ruling.certainty if ruling else "possible",
            "because": self._sentences(ruling.because) if ruling else [],
            "alternatives": [self._alternative(each) for each in decision.alternatives],
            "excluded": [self._excluded(each) for each in decision.excluded],
        }

    def put_cause(self, check: Check, ruling: Ruling) -> None:
        candidate = ruling.candidate
        check["cause"] = self._sentence(candidate.why, candidate.summary)
        check["docs"] = list(candidate.docs) or check["docs"]
        if ruling.certainty != "possible":
            check["remedy"] = self._steps(candidate.remedy)
            return
        # The only cause that is left: what to do about it is worth reading, but nothing is changed on suspicion.
        steps = [each for each in (*candidate.looks, *candidate.remedy) if not isinstance(each, Setting)]
        check["remedy"] = list({step["text"]: step for step in self._looking(steps)}.values())

    def put_alternatives(self, check: Check, decision: Decision) -> None:
        """Name the causes that are left, and first what tells them apart."""
        left = [each.candidate for each in decision.alternatives]
        if not left and not decision.excluded:
            # Only rare causes are known, and nothing shows one of them: what the code itself says stands.
            check["remedy"] = [step for step in check["remedy"] if not step["changes"]]
            return
        if left:
            check["cause"] = f"One of: {'; '.join(self._text(each.summary, each.cause) for each in left)}."
        else:
            check["cause"] = "Every cause that is known for this code is excluded by what the run has seen."
        looks = [step for step in check["remedy"] if step["kind"] == "command" and not step["changes"]]
        check["remedy"] = self._looks(left) if left else looks
        check["docs"] = list(dict.fromkeys(link for each in left for link in each.docs)) or check["docs"]

    def _alternative(self, ruling: Ruling) -> Alternative:
        return {
            "cause": ruling.candidate.cause,
            "certainty": ruling.certainty,
            "because": self._sentences(ruling.because),
        }

    def _excluded(self, ruling: Ruling) -> Excluded:
        return {"cause": ruling.candidate.cause, "because": self._sentences(ruling.because)}

    def _sentences(self, signals: Iterable[str]) -> list[str]:
        sentences = [
            fill(SIGNALS[signal].seen, known) if _all_known(SIGNALS[signal].seen, known) else SIGNALS[signal].meaning
            for signal in signals
            for each in self._seen[signal]
            for known in [{**self._fields, **each.fields}]
        ]
        return list(first_of(list(dict.fromkeys(sentences)), _MOST_SENTENCES))

    def _text(self, text: str, otherwise: str) -> str:
        return fill(text if _all_known(text, self._fields) else otherwise, self._fields)

    def _sentence(self, text: str, clause: str) -> str:
        """Return a sentence, made of a clause where the sentence itself needs more than is known."""
        if _all_known(text, self._fields):
            return fill(text, self._fields)
        made = fill(clause, self._fields)
        return f"{made[:1].upper()}{made[1:]}."

    def _looks(self, candidates: Iterable[Candidate]) -> list[RemedyStep]:
        """Return how to tell causes apart: the first look of each, in their order, then further ones."""
        of_each = [[self._looking([step]) for step in _looks(candidate)] for candidate in candidates]
        in_turns = [look for turn in zip_longest(*of_each) for look in turn if look]
        least = sum(bool(looks) for looks in of_each)
        steps: dict[tuple[str, str], RemedyStep] = {}
        for position, look in enumerate(in_turns):
            if position >= least and sum(step["kind"] == "command" for step in steps.values()) >= _MOST_COMMANDS:
                break
            for step in look:
                steps.setdefault((step["kind"], step["text"]), step)
        return list(steps.values())

    def _looking(self, steps: Iterable[Step]) -> list[RemedyStep]:
        return self._steps(steps, looking=True)

    def _steps(self, steps: Iterable[Step], looking: bool = False) -> list[RemedyStep]:
        placed = [_ASK_AZURE_THERE if step == ASK_AZURE and not self._in_azure else step for step in steps]
        return remedy(placed, self._fields, looking)


def _looks(candidate: Candidate) -> Iterable[Step]:
    return candidate.looks or [step for step in candidate.remedy if isinstance(step, Command) and not step.changes]


def _all_known(text: str, fields: Mapping[str, Any]) -> bool:
    return all(fields.get(field) not in (None, "", [], ()) for field in fields_of_text(text))
