# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What decides among the causes that one code may have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Union

from ..model import Step

# Of several alternatives one must be seen; an alternative is one signal, or several that must all be seen.
Alternatives = tuple[Union[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Signal:
    """Something that the observations of a run may show.

    C(meaning) says it in general. C(seen) is the sentence for a reader of one run, with fields in braces.
    """

    id: str
    meaning: str
    seen: str


@dataclass(frozen=True)
class Candidate:
    """A cause that the codes C(codes) may have, and the signals that prove, support and exclude it.

    C(summary) is a clause for lists; C(why) the sentence for the cause, which states only what its signals show.
    """

    cause: str
    codes: tuple[str, ...]
    summary: str
    why: str
    remedy: tuple[Step, ...] = ()
    # What to type while the cause is only possible; without any, the commands of the remedy that change nothing.
    looks: tuple[Step, ...] = ()
    docs: tuple[str, ...] = ()
    proven_by: Alternatives = ()
    supported_by: Alternatives = ()
    excluded_by: Alternatives = ()
    # The candidate is considered only where one of these is seen.
    needs: Alternatives = ()
    vantages: tuple[str, ...] = ()
    # Of two causes that are equally certain, those that say more.
    yields_to: tuple[str, ...] = ()


def with_steps(candidate: Candidate, code: str, remedy: tuple[Step, ...]) -> tuple[Candidate, ...]:
    """Return a candidate for its other codes, and for one of them with other steps."""
    if code not in candidate.codes:
        return (candidate,)
    others = tuple(each for each in candidate.codes if each != code)
    return replace(candidate, codes=others), replace(candidate, codes=(code,), remedy=remedy)


@dataclass(frozen=True)
class Family:
    """The causes of one part of the path, which share a page of the documentation."""

    name: str
    title: str
    signals: tuple[Signal, ...]
    candidates: tuple[Candidate, ...]
