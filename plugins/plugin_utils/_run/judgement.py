# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The judgement of an estate in which no host, and no answer of Azure, costs the others their verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ...module_utils._core.text import shown
from .._document.reading import check_whole
from .._judge.verdict import judge

# What a host looked at.
_OBSERVED: dict[str, Any] = {"dns": None, "probes": [], "control_endpoints": [], "token_error": None}


def judgement(given: Mapping[str, Any], complete: bool = True, whole: bool = True) -> dict[str, Any]:
    """Return the verdict document of an estate, which is the input that the filter V(verdict) documents.

    A host of which something cannot be judged is one that failed, and Azure is one that could not be asked. Raises
    ValueError for what is declared.
    """
    try:
        return _checked(given, complete, whole)
    except Exception:
        parts = _judgeable_parts(given)
    try:
        return cast("dict[str, Any]", judge(parts, complete, whole))
    except Exception as exc:
        failed = [_failed(each, exc) for each in parts["observations"]]
        return cast("dict[str, Any]", judge({**parts, "observations": failed}, complete, whole))


def failed_observation(observation: Mapping[str, Any], why: str) -> dict[str, Any]:
    """Return the observation of a host that failed: of what it looked at nothing counts."""
    return {**observation, **_OBSERVED, "error": shown(why, limit=400), "reached": True}


def _checked(given: Mapping[str, Any], complete: bool, whole: bool = True) -> dict[str, Any]:
    """Return the document. Raises Wrong for one that the reports, and the next run as a baseline, would not take."""
    document = cast("dict[str, Any]", judge(given, complete, whole))
    check_whole(document)
    return document


def _judgeable_parts(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the judge's input without Azure's answers, or the observations of hosts, that cannot be judged."""
    azure = given.get("azure")
    _checked({**given, "observations": [], "azure": None}, complete=False)
    try:
        _checked({**given, "observations": []}, complete=False)
    except Exception as exc:
        azure = {"accounts": [], "error": shown(f"Azure's answers cannot be judged: {exc}", limit=400)}
    readable = {**given, "azure": azure}
    return {**readable, "observations": [_judgeable(each, readable) for each in given.get("observations") or ()]}


def _judgeable(observation: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an observation, without what its host looked at, or what is declared for it, if that cannot be judged."""
    why = _refusal(observation, given)
    if why is None:
        return observation
    failed = _failed(observation, why)
    return failed if _refusal(failed, given) is None else {**failed, "accounts": None, "forbidden": None}


def _refusal(observation: Mapping[str, Any], given: Mapping[str, Any]) -> Exception | None:
    try:
        _checked({**given, "observations": [observation]}, complete=False)
    except Exception as exc:
        return exc
    return None


def _failed(observation: Mapping[str, Any], exc: Exception) -> dict[str, Any]:
    return failed_observation(observation, f"the host returned what cannot be judged: {exc}")
