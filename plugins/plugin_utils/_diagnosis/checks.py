# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Hand each check that did not pass to the diagnosis, together with what was observed for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Optional

from .._document.document import Check
from .diagnose import diagnose, diagnose_azure, explain
from .evidence import AzureAccount, Endpoint, Observation, ObservedEndpoint, Resolver, Result
from .subject import Scene, Subject

# A failed check, and what explains it.
Explained = tuple[Check, Optional[Check]]


def diagnose_checks(
    account: str,
    checks: Iterable[Check],
    observations: Sequence[Observation],
    azure: AzureAccount | None,
    explained: Sequence[Explained],
) -> None:
    """Give the checks of one account that fail, are unknown or warn their diagnosis; all lose their draft's fields.

    C(explained) are the failed checks with what explains them.
    """
    checks = list(checks)
    drafts = [(check, check.pop("fields", {})) for check in checks]
    open_checks = [(check, fields) for check, fields in drafts if _is_open(check)]
    of_azure = [check for check, _fields in open_checks if check["leg"] == "azure"]
    scene = Scene(account, observations, azure, of_azure)
    by_host = {(each.host, each.vantage): each for each in observations}
    for check, fields in open_checks:
        if check["leg"] == "azure":
            diagnose_azure(check)
        else:
            diagnose(_subject(check, fields, by_host.get((check["host"], check["vantage"])), scene))
    for check, explanation in explained:
        made = check["diagnosis"]
        proven = made is not None and made["cause"] is not None and made["certainty"] == "proven"
        if explanation is not None and (explanation["leg"] == "azure" or not proven):
            explain(check, explanation)


def _is_open(check: Check) -> bool:
    return bool(check["code"]) and (check["status"] in ("fail", "unknown") or check["severity"] == "warning")


def _subject(check: Check, fields: Mapping[str, object], observation: Observation | None, scene: Scene) -> Subject:
    if observation is None:
        observation = _nobody(check)
    several = observation.endpoints.get(check["account"], ())
    observed = next((each for each in several if each.endpoint.name == check["name"]), None)
    if observed is None:
        endpoint = Endpoint(check["account"], check["name"], check["vantage"], check["host"])
        observed = ObservedEndpoint(endpoint, None, observation.forbidden.get(check["name"], ()))
    return Subject(
        check=check,
        fields=fields,
        endpoint=observed.endpoint,
        observation=observation,
        lookup=observed.lookup,
        answer=observed.lookup.answer_with(check["code"]) if observed.lookup else None,
        result=_result_of(check, observed.results),
        scene=scene,
    )


def _result_of(check: Check, results: Iterable[Result]) -> Result | None:
    """Return the request that a check is about: that to its address, and of several the one with its code."""
    of_leg = [each for each in results if each.connect_to == check["at"]]
    reported = check["evidence"].get("code")
    return next((each for each in of_leg if each.reported_code == reported), of_leg[0] if of_leg else None)


def _nobody(check: Check) -> Observation:
    """Return the observation of a host that is not there, for a check that says that nobody looked."""
    return Observation(
        host=check["host"],
        vantage=check["vantage"],
        inside=check["vantage"] != "outside",
        error=None,
        reached=False,
        declares_nothing=False,
        token_error=None,
        endpoints={},
        lookups={},
        forbidden={},
        resolver=Resolver(),
        shown={},
    )
