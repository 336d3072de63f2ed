# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The judge: from what was observed to one document. Pure: it reads no clock, file or network."""

from __future__ import annotations

from collections import Counter

from ...module_utils._azure.accounts import account_names
from ...module_utils._catalogue.model import FINDINGS_URL
from .._document.matrix import matrix
from . import verdicts
from .account import checks_of
from .azure import azure_checks, closed_in_azure, says_closed
from .check import bounded, check
from .egress import egress_checks
from .observation import Sight, Subject, all_accounts, declared
from .redaction import Redaction
from .root_cause import root_cause
from .waivers import Waivers, waived_codes

SCHEMA = 1
COLLECTION_VERSION = "1.0.0"


def judge(estate, complete=True):
    """Return the verdict document for C(estate), the mapping that the filter V(verdict) documents.

    With C(complete) the observations are all there will be: a leg that nobody looked at makes its account unknown.
    Raises ValueError naming what in C(estate) is wrong and what is accepted.
    """
    waivers = Waivers(estate.get("waivers"), estate.get("ended") or estate.get("started"))
    redaction = Redaction(_declared_names(estate))
    sights = sorted(
        (Sight(redaction.of(seen)) for seen in estate.get("observations") or ()), key=lambda sight: sight.order
    )
    accounts = all_accounts(estate, sights)
    told = redaction.of(estate.get("azure"))
    azure = told or {}
    in_azure = {observed["name"].lower(): observed for observed in azure.get("accounts") or ()}
    accepted = bool(estate.get("accept_azure_evidence"))
    own = {name for account in accounts for name in account_names(account)}
    elsewhere = [(sight, _foreign(sight, own)) for sight in sights if sight.inside]
    judged = []
    for account in accounts:
        checks = [found for sight in sights for found in checks_of(sight, account)]
        checks += [found for sight, foreign in elsewhere for found in _egress_checks(sight, account, foreign)]
        observed = in_azure.get(account["name"].lower())
        on_azure = azure_checks(account, observed, sights, checks, azure.get("error"))
        judged.append(
            _judge_account(account, sights, checks, on_azure, complete, accepted and says_closed(observed), waivers)
        )
    return {
        "schema": SCHEMA,
        "collection_version": COLLECTION_VERSION,
        "catalogue": FINDINGS_URL,
        "started": estate.get("started"),
        "ended": estate.get("ended"),
        # A template of ansible-core 2.18 makes an empty text of none.
        "looked_at": None if estate.get("looked_at") == "" else estate.get("looked_at"),
        "status": _worst([account["status"] for account in judged]),
        "counts": _counts(judged),
        "waivers": waivers.told([found for account in judged for found in account["checks"]]),
        "accounts": judged,
        "declared": [declared(account) for account in accounts],
        "observations": [_shown(sight.observation) for sight in sights],
        "azure": told,
        "accept_azure_evidence": accepted,
    }


def _declared_names(estate):
    """Return the names in the declarations, which may be as long as keys are and yet are no secret."""
    declarations = list(estate.get("accounts") or ())
    for observation in estate.get("observations") or ():
        declarations += observation.get("accounts") or ()
    values = [account.get(key) for account in declarations for key in ("name", "deployment", "resource_group")]
    return {value for value in values if isinstance(value, str)}


def _shown(observation):
    """Return an observation as the document repeats it: whole, but for what a declaration may hold beside its keys."""
    if not observation.get("accounts"):
        return dict(observation)
    return dict(observation, accounts=[declared(account) for account in observation["accounts"]])


def _judge_account(account, sights, checks, on_azure, complete, closed, waivers):
    """Return the judgement of one account: C(checks) are the clients', C(on_azure) Azure's side.

    C(closed) is whether Azure's word that the public endpoint is closed stands for a look from outside.
    """
    requests = verdicts.requests_of(sights, account)
    isolated, basis = verdicts.isolation(requests), "probe"
    if isolated == "unknown" and closed and verdicts.arrived_beyond_doubt(requests):
        isolated, basis = "isolated", "azure"
        on_azure = on_azure + [closed_in_azure(account)]
    waivers.cover(checks + on_azure)
    failed = [found for found in on_azure if found["status"] == "fail"]
    if complete:
        checks = checks + waivers.cover(_silent(account, sights))
        checks += waivers.cover(_unseen(account, requests, checks, isolated))
    checks = checks + waivers.cover(_unpaired(account, requests, checks + failed, isolated))
    counted = [found for found in checks if not _replaced(found, basis)]
    # What Azure did not tell changes nothing where clients looked.
    counted += failed if counted else on_azure
    checks += on_azure
    cause, contributing = root_cause(
        [found for found in counted if not found["waiver"]], [found for found in on_azure if not found["waiver"]]
    )
    return {
        "name": account["name"],
        "status": _worst(["pass" if found["waiver"] else found["status"] for found in counted]),
        "verdicts": {
            "isolation": isolated,
            "isolation_basis": basis,
            "reachability": verdicts.reachability(requests),
            "auth": verdicts.authentication(requests),
            "model": verdicts.model(requests),
            "egress": verdicts.egress(checks),
        },
        "root_cause": cause,
        "contributing": contributing,
        "waived": waived_codes(checks),
        "matrix": matrix(checks),
        "checks": _finished(checks),
    }


def _counts(judged):
    """Return how many accounts there are, of each status, of each kind of isolation, and with a waived code."""
    states = Counter(account["status"] for account in judged)
    isolation = Counter(account["verdicts"]["isolation"] for account in judged)
    return {
        "accounts": len(judged),
        **{state: states[state] for state in ("pass", "fail", "unknown")},
        **{kind: isolation[kind] for kind in ("isolated", "restricted", "exposed")},
        "isolation_unknown": isolation["unknown"],
        "waived": sum(1 for account in judged if account["waived"]),
    }


def _replaced(found, basis):
    """Return whether Azure's word stands for a check: for a look from outside that came to nothing."""
    return basis == "azure" and found["leg"] == "outside" and found["status"] == "unknown"


def _foreign(sight, own):
    """Return the names, in order, that a host asked for although they belong to nobody's account here."""
    return sorted(name for name in sight.probes if name not in own)


def _egress_checks(sight, account, foreign):
    """Return the checks of the requests to those names, sent from inside."""
    return [
        found
        for name in foreign
        for found in egress_checks(
            Subject({"name": account["name"]}, name, sight.vantage, sight.host), sight.probes[name], sight.proxies
        )
    ]


def _silent(account, sights):
    """Return the unknown checks for the hosts that were to ask and did not, so that silence is never taken for a pass."""
    return [
        check(subject, "host", "host", "unknown", "host_silent")
        for sight in sights
        if not sight.error
        for subject in sight.subjects(account)
        if not sight.probes.get(subject.name)
    ]


def _unseen(account, requests, checks, isolated):
    """Return the unknown checks for the sides that nobody looked at, unless an unknown check stands for them.

    A waived one does so for its own side only.
    """
    unknown = [found for found in checks if found["status"] == "unknown"]
    if any(not found["waiver"] for found in unknown):
        return []
    accepted = {found["vantage"] != "outside" for found in unknown if found["leg"] != "egress"}
    gaps = []
    if True not in accepted and not any(request.inside for request in requests):
        gaps.append(check(_subject(account, "jumphost"), "by_name", "host", "unknown", "host_no_inside"))
    if False not in accepted and isolated == "unknown" and all(request.inside for request in requests):
        gaps.append(_unproved(account, "unseen"))
    return gaps


def _unpaired(account, requests, checks, isolated):
    """Return an unknown check when both sides answered well, and yet the answers do not prove isolation together."""
    both = {request.inside for request in requests} == {True, False}
    bad = [found for found in checks if found["status"] in ("fail", "unknown")]
    if isolated != "unknown" or not both or any(not found["waiver"] for found in bad):
        return []
    # Where a waived check is why a side has no answer, it stands for that.
    return [] if bad and not verdicts.both_answered(requests) else [_unproved(account, "unpaired")]


def _unproved(account, variant):
    return check(_subject(account, "outside"), "outside", "gate", "unknown", "gate_public_unproved", variant=variant)


def _subject(account, vantage):
    return Subject(account, account_names(account)[0], vantage, "any host")


def _worst(states):
    """Return C(fail), C(unknown) or C(pass) for a list of states; no check at all is unknown."""
    if "fail" in states:
        return "fail"
    return "unknown" if "unknown" in states or "pass" not in states else "pass"


def _finished(checks):
    """Return the checks as the document shows them, each with an id of its own and evidence of bounded size."""
    seen = Counter()
    for found in checks:
        seen[found["id"]] += 1
        if seen[found["id"]] > 1:
            found["id"] = f"{found['id']}#{seen[found['id']]}"
        found["evidence"] = bounded(found["evidence"])
    return checks
