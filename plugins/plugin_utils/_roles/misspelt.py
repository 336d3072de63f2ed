# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Variables that are nearly an option of a role, which would be ignored without a word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from .._declarations.inputs import INPUTS, is_output
from .._declarations.problems import Problems
from .._declarations.spelling import nearest_variable

_TYPING_ERRORS = 2
_SAME = 4  # letters at the beginning, so that few of the many variables of a host are compared


def warn_of_misspelt(
    options: Collection[str],
    options_of_others: Callable[[], Collection[str]],
    defined: Iterable[str],
    problems: Problems,
) -> None:
    """Warn of variables that are nearly an option; they may be those of the playbook around the role.

    C(options_of_others) returns those of the other roles, and is called only where a variable is nearly an option.
    """
    meant = (*options, *(name for name in INPUTS if name.startswith("privatelink_")))
    known = tuple(dict.fromkeys((*meant, *INPUTS)))
    beginnings = {name[:_SAME] for name in meant}
    for name in sorted(defined):
        if name in known or is_output(name) or name[:_SAME] not in beginnings or not _nearest(name, known, meant):
            continue
        others = options_of_others()
        near = _nearest(name, (*known, *others), meant) if name not in others else None
        if near:
            problems.warn(name, None, f"it is not an option of this collection: did you mean {near}?")


def _nearest(name: str, known: tuple[str, ...], meant: Collection[str]) -> str | None:
    """Return the nearest of the known names, where that is one that may be meant."""
    near = nearest_variable(name, known)
    return near[0] if near and near[0] in meant and near[1] <= _TYPING_ERRORS else None
