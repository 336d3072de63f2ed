# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What the observations of one account come to: isolation, reachability, authentication, model."""

from __future__ import annotations

from ...module_utils._catalogue.catalogue import CATALOGUE
from .observation import is_public, went_as_expected
from .probe import code_of, is_proof, shows_open, was_given

_REACHED = ("served", "reachable")


class Request:
    """One probe together with the subject it was sent for."""

    def __init__(self, subject, inside, result):
        self.result = result
        self.code = code_of(result)
        self.link = CATALOGUE[self.code].link
        self.over_public = CATALOGUE[self.code].over_public
        self.inside = inside
        self.credential = result.get("credential") or "none"
        self.public = is_public(subject, result)
        self.expected = went_as_expected(subject, result)
        self.proof = is_proof(subject, result)
        self.shows_open = shows_open(subject, result)
        self.reached = self.proof and result.get("outcome") in _REACHED


def requests_of(sights, account):
    """Return every Request that was sent for an account, from all hosts."""
    return [
        Request(subject, sight.inside, result)
        for sight in sights
        if not sight.error
        for subject in sight.subjects(account)
        for result in sight.probes.get(subject.name, ())
    ]


def isolation(requests):
    """Return C(isolated), C(restricted), C(exposed) or C(unknown).

    A refusal by Azure's own gate over a public address describes the account, whoever asked. It proves isolation only
    together with an answer over the private address; an inside 401 is such an answer only when the refused request
    carried the same kind of credential, which shows that the gate comes before authentication. Answers that others than
    Azure may have given count for nothing.
    """
    public = [request for request in requests if request.public]
    if any(request.shows_open for request in public):
        return "exposed"
    if any(request.over_public == "restricted" and request.proof for request in public):
        return "restricted"
    refused = _refused(requests)
    for inside in _arrived(requests):
        for outside in refused:
            if inside.link != "auth" or inside.credential == outside.credential:
                return "isolated"
    return "unknown"


def arrived_beyond_doubt(requests):
    """Return whether a request from inside got through over the private address, without a refused one to pair it with.

    A 401 alone does not show that the gate comes before authentication.
    """
    return any(request.link != "auth" for request in _arrived(requests))


def both_answered(requests):
    """Return whether a request arrived inside and another was refused over a public address, paired or not."""
    return bool(_arrived(requests) and _refused(requests))


def _refused(requests):
    return [request for request in requests if request.public and request.over_public == "closed" and request.proof]


def _arrived(requests):
    return [request for request in requests if request.inside and request.expected and request.reached]


def reachability(requests):
    """Return how programs inside reach the account by its name: C(private), C(public), C(none) or C(unknown).

    Where hosts differ, the worst counts. Without a request by name, those by address are taken.
    """
    inside = [request for request in requests if request.inside]
    named = [request for request in inside if not request.result.get("connect_to")] or inside
    values = {_reach(request) for request in named}
    for value in ("none", "public", "unknown", "private"):
        if value in values:
            return value
    return "unknown"


def _reach(request):
    if request.public:
        return "public"
    if request.result.get("outcome") == "unreachable":
        return "none"
    return "private" if request.reached and request.expected else "unknown"


def authentication(requests):
    """Return C(accepted), C(refused), C(not_checked) (no credential was given) or C(unknown)."""
    given = _given_inside(requests)
    if not given:
        return "not_checked"
    sent = [request for request in given if request.credential != "none" and request.proof]
    if any(request.link == "auth" for request in sent):
        return "refused"
    return "accepted" if any(request.link == "model" for request in sent) else "unknown"


def model(requests):
    """Return C(served), C(failed), C(not_checked) (no credential was given) or C(unknown)."""
    given = _given_inside(requests)
    if not given:
        return "not_checked"
    codes = {request.code for request in given if request.link == "model" and request.proof}
    if codes - {"model_ok"}:
        return "failed"
    return "served" if codes else "unknown"


def _given_inside(requests):
    return [request for request in requests if request.inside and was_given(request.result)]


def egress(checks):
    """Return C(closed), C(open), C(not_checked) or C(unknown) from the egress checks."""
    states = {check["status"] for check in checks if check["leg"] == "egress"}
    if not states:
        return "not_checked"
    return "open" if "fail" in states else "unknown" if "unknown" in states else "closed"
