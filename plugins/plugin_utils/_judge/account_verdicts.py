# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The verdicts of one account: isolation, reachability, authentication, model, egress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...module_utils._catalogue.catalogue import CATALOGUE
from .._diagnosis.evidence import Result
from .._document.document import Check
from .probe import shows_open

_REACHED = ("served", "reachable")


def isolation(results: Sequence[Result]) -> str:
    """Return C(isolated), C(restricted), C(exposed) or C(unknown).

    A refusal by Azure's network rules over a public address describes the account, regardless of the client. It proves
    isolation only together with an answer over the private address; an inside 401 is such an answer only when the
    refused request carried the same kind of credential, which shows that the network rules come before authentication.
    Answers that may not be Azure's do not count.
    """
    public = [result for result in results if result.public]
    if any(shows_open(result) for result in public):
        return "exposed"
    if any(CATALOGUE[result.code].over_public == "restricted" and result.proof for result in public):
        return "restricted"
    refused = _refused(results)
    for inside in _arrived(results):
        for outside in refused:
            if inside.link != "auth" or inside.credential == outside.credential:
                return "isolated"
    return "unknown"


def arrived_beyond_doubt(results: Iterable[Result]) -> bool:
    """Return whether a request from inside was answered over the private address, even if no refused one pairs with it.

    A 401 alone does not show that the network rules come before authentication.
    """
    return any(result.link != "auth" for result in _arrived(results))


def both_answered(results: Sequence[Result]) -> bool:
    """Return whether a request arrived inside and another was refused over a public address, paired or not."""
    return bool(_arrived(results) and _refused(results))


def _refused(results: Iterable[Result]) -> list[Result]:
    return [
        result
        for result in results
        if result.public and CATALOGUE[result.code].over_public == "closed" and result.proof
    ]


def _arrived(results: Iterable[Result]) -> list[Result]:
    """Return the requests from inside that Azure answered over the private address."""
    return [result for result in results if result.inside and result.direct and _reached(result)]


def _reached(result: Result) -> bool:
    return result.proof and result.outcome in _REACHED


def reachability(results: Iterable[Result]) -> str:
    """Return how programs inside reach the account by its name: C(private), C(public), C(none) or C(unknown).

    Where hosts differ, the worst counts. Without a request by name, those by address are taken.
    """
    inside = [result for result in results if result.inside]
    by_name = [result for result in inside if not result.connect_to] or inside
    values = {_reachability(result) for result in by_name}
    for value in ("none", "public", "unknown", "private"):
        if value in values:
            return value
    return "unknown"


def _reachability(result: Result) -> str:
    if result.public:
        return "public"
    if result.outcome == "unreachable":
        return "none"
    return "private" if _reached(result) and result.direct else "unknown"


def authentication(results: Iterable[Result]) -> str:
    """Return C(accepted), C(refused), C(not_checked) (no credential was given) or C(unknown)."""
    given = _given_inside(results)
    if not given:
        return "not_checked"
    sent = [result for result in given if result.keyed and result.proof]
    if any(result.link == "auth" for result in sent):
        return "refused"
    return "accepted" if any(result.link == "model" for result in sent) else "unknown"


def model(results: Iterable[Result]) -> str:
    """Return C(served), C(failed), C(not_checked) (no credential was given) or C(unknown)."""
    given = _given_inside(results)
    if not given:
        return "not_checked"
    codes = {result.code for result in given if result.link == "model" and result.proof}
    if codes - {"model_ok"}:
        return "failed"
    return "served" if codes else "unknown"


def _given_inside(results: Iterable[Result]) -> list[Result]:
    return [result for result in results if result.inside and result.given]


def egress(checks: Iterable[Check]) -> str:
    """Return C(closed), C(open), C(not_checked) or C(unknown) from the egress checks."""
    states = {check["status"] for check in checks if check["leg"] == "egress"}
    if not states:
        return "not_checked"
    return "open" if "fail" in states else "unknown" if "unknown" in states else "closed"
