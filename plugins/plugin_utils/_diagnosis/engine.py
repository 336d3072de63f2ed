# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Decide which cause the signals of a run show. Pure: the rules are the catalogue's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ...module_utils._catalogue.causes.model import Alternatives, Candidate

Certainty = Literal["proven", "likely", "possible"]
_CERTAINTIES: tuple[Certainty, ...] = ("proven", "likely", "possible")


@dataclass(frozen=True)
class Seen:
    """A signal that observations of this run show; C(fields) fill its sentence."""

    signal: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ruling:
    """What the signals say about one candidate, and which of them."""

    candidate: Candidate
    certainty: Certainty
    because: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """C(ruling) is None where several candidates remain and none is better supported."""

    ruling: Ruling | None
    # Those that are left beside it, most likely first.
    alternatives: tuple[Ruling, ...]
    # With the signals that exclude them.
    excluded: tuple[Ruling, ...]


def decide(candidates: Sequence[Candidate], signals: Iterable[str]) -> Decision:
    """Return the decision among the candidates, in their order, for the ids of the signals that were seen."""
    seen = frozenset(signals)
    considered = [each for each in candidates if not each.needs or _matching(each.needs, seen)]
    excluded = [(each, _matching(each.excluded_by, seen)) for each in considered]
    left = [each for each, against in excluded if not against]
    rulings = [_ruling(each, left, seen) for each in left]
    best = next((level for level in _CERTAINTIES if any(each.certainty == level for each in rulings)), None)
    leading = [each for each in rulings if each.certainty == best]
    if best != "possible":
        leading = _not_outdone(leading)
    ruling = leading[0] if len(leading) == 1 else None
    # Another text for a cause that is left does not make it excluded.
    remaining = {each.cause for each in left}
    others = sorted(
        (each for each in rulings if each is not ruling), key=lambda each: _CERTAINTIES.index(each.certainty)
    )
    return Decision(
        ruling=ruling,
        alternatives=() if ruling and ruling.certainty == "proven" else tuple(others),
        excluded=tuple(
            Ruling(each, "possible", against) for each, against in excluded if against and each.cause not in remaining
        ),
    )


def _not_outdone(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return the rulings without those whose cause yields to that of another one."""
    causes = {each.candidate.cause for each in rulings}
    return [each for each in rulings if causes.isdisjoint(each.candidate.yields_to)]


def _ruling(candidate: Candidate, left: Sequence[Candidate], seen: frozenset[str]) -> Ruling:
    proof = _matching(candidate.proven_by, seen)
    support = _matching(candidate.supported_by, seen)
    if proof:
        return Ruling(candidate, "proven", tuple(dict.fromkeys(proof + support)))
    others = {
        frozenset(_all_of(alternative))
        for other in left
        if other is not candidate
        for alternative in (*other.supported_by, *other.proven_by)
    }
    own = [
        alternative
        for alternative in candidate.supported_by
        if seen.issuperset(_all_of(alternative)) and frozenset(_all_of(alternative)) not in others
    ]
    return Ruling(candidate, "likely" if own else "possible", support)


def _matching(alternatives: Alternatives, seen: frozenset[str]) -> tuple[str, ...]:
    """Return the signals of all alternatives that were seen, each once."""
    matched = [_all_of(each) for each in alternatives if seen.issuperset(_all_of(each))]
    return tuple(dict.fromkeys(signal for each in matched for signal in each))


def _all_of(alternative: str | tuple[str, ...]) -> tuple[str, ...]:
    return (alternative,) if isinstance(alternative, str) else alternative
