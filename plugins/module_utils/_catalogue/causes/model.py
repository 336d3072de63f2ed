# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What decides among the causes that one code may have."""

from __future__ import annotations

from collections.abc import Container, Iterable
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


def with_steps(
    candidates: Iterable[Candidate], code: str, remedy: tuple[Step, ...], causes: Container[str] | None = None
) -> tuple[Candidate, ...]:
    """Return the candidates, of which those for C(causes), by default all, have other steps for one code."""
    changed: list[Candidate] = []
    for each in candidates:
        if code not in each.codes or (causes is not None and each.cause not in causes):
            changed.append(each)
            continue
        others = tuple(other for other in each.codes if other != code)
        if others:
            changed.append(replace(each, codes=others))
        changed.append(replace(each, codes=(code,), remedy=remedy))
    return tuple(changed)


@dataclass(frozen=True)
class Family:
    """The causes of one part of the path, which share a page of the documentation."""

    name: str
    title: str
    signals: tuple[Signal, ...]
    candidates: tuple[Candidate, ...]
