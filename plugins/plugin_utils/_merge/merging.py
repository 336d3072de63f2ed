# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The merge: of each host the latest observation that counts, whatever the order of the parts is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from ...module_utils._core.text import first_of, shown, some_of
from .._declarations.declaration import Declaration
from .._document.schema import Wrong
from .._document.text import moment
from .azure import Asked, joined
from .comparison import Comparison
from .part import Part, by_number

# Clocks of different nodes differ.
_AHEAD = timedelta(hours=1)
_SHOWN, _MOST_NOTES = 3, 50


@dataclass
class Merged:
    """What parts come to: C(files) are what hosts observed, as the run's directory keeps it, by host."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    azure: dict[str, Any] | None = None
    jobs: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    started: str | None = None

    def summary(self) -> str:
        """Return in one sentence what was merged."""
        jobs = f" ({_named(self.jobs, 8)})" if self.jobs else ""
        words = [f"Merged from {len(self.jobs)} part{'' if len(self.jobs) == 1 else 's'}{jobs}"]
        if self.refused:
            words.append(f"refused: {_named(self.refused, _SHOWN)}")
        if self.missing:
            words.append(f"not reported: {some_of(self.missing, _SHOWN)}")
        return f"{'; '.join(words)}."


def merged(parts: Iterable[Part], refused: Mapping[str, str], declaration: Declaration) -> Merged:
    """Return what parts come to. C(refused) are those that could not be read."""
    found = Merged(refused=dict(refused))
    observed: dict[str, tuple[str, dict[str, Any]]] = {}
    kept: list[tuple[Part, Comparison]] = []
    why: dict[str, str] = {}
    for part in sorted(parts, key=lambda each: each.order):
        try:
            comparison = Comparison(part, declaration)
        # Whatever it is that a forged part makes fail: it costs that part.
        except Exception as exc:
            found.refused[part.job] = _words(exc)
            continue
        kept.append((part, comparison))
        for each in part.content["observations"]:
            host = each["host"]
            try:
                files = comparison.files(each)
            except Exception as exc:
                name = shown(host, limit=80)
                found.notes.append(f"the observation of {name} by job {part.job} is refused: {_words(exc)}")
                why[host] = f"that of job {part.job} is refused: {_words(exc)}"
                continue
            if host in observed:
                found.notes.append(
                    f"{host} is in the parts of jobs {observed[host][0]} and {part.job}: the latter is later and counts"
                )
            observed[host] = (part.job, files)
    found.refused = {job: found.refused[job] for job in sorted(found.refused, key=by_number)}
    # By number, since slices run at the same time: which of them ends first differs from run to run.
    found.jobs = sorted((part.job for part, _comparison in kept), key=by_number)
    found.files = {host: files for host, (_job, files) in observed.items()}
    _take_azure(found, kept, observed, declaration)
    if {"dns", "probe"} & set(declaration.parts):
        _name_missing(found, why, declaration)
    found.started = min((part.content["started"] for part, _comparison in kept), default=None)
    return found


def _words(error: Exception) -> str:
    return shown(str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}", limit=300)


def check_age(part: Part, now: datetime, hours: float) -> None:
    """Raise Wrong for a part that ended more than so many hours ago, or has yet to end."""
    ended = moment(part.content["ended"])
    if ended is None or moment(part.content["started"]) is None:
        raise Wrong("it does not say when it was observed")
    if ended > now + _AHEAD:
        raise Wrong(f"it ended at {part.content['ended']}, which is yet to come")
    if now - ended > timedelta(hours=hours):
        raise Wrong(f"it ended at {part.content['ended']}, more than merge_max_age, {hours:g} hours, ago")


def _take_azure(
    found: Merged,
    kept: Iterable[tuple[Part, Comparison]],
    observed: Mapping[str, tuple[str, Any]],
    declaration: Declaration,
) -> None:
    asked = []
    for part, comparison in kept:
        hosts = [host for host in declaration.hosts if observed.get(host, ("",))[0] == part.job]
        # A part of which a later one has all hosts is out of date.
        if comparison.azure and (hosts or not part.content["observations"]):
            asked.append(Asked(part.job, hosts, comparison.azure))
    found.azure, notes = joined(asked, declaration)
    found.notes += notes


def _name_missing(found: Merged, why: Mapping[str, str], declaration: Declaration) -> None:
    refused = "; ".join(f"the part of job {job} is refused: {reason}" for job, reason in found.refused.items())
    for host in declaration.hosts:
        if host not in found.files:
            error = why.get(host) or "; ".join(filter(None, ("no part has it", refused)))
            found.missing.append(host)
            found.files[host] = {"lost": {"error": shown(error, limit=1000), "reached": True, "reported": False}}


def _named(jobs: Collection[str], most: int) -> str:
    return f"job{'s' * (len(jobs) > 1)} {some_of(jobs, most)}"


def now_in_utc() -> datetime:
    """Return the time."""
    return datetime.now(timezone.utc)


def without_parts(found: Merged, directory: str, in_workflow: bool) -> list[str]:
    """Return a warning for a merge without any part; in a workflow the jobs before it say why."""
    if found.jobs or found.refused or in_workflow:
        return []
    if directory:
        return [f"merge_directory: {shown(directory, limit=200)} has no part: expected files privatelink-part-JOB.json"]
    return [
        "merge_directory: it is not set, and no workflow handed on a part: expected the directory of the parts, such "
        "as -e merge_directory=parts"
    ]


def warnings_of(found: Merged) -> list[str]:
    """Return what there is to warn of, one line each."""
    refused = [f"the part of job {job} is refused: {reason}" for job, reason in found.refused.items()]
    missing = (
        [
            f"{some_of(found.missing, 10)}: no part that counts has an observation, so what they would have "
            "observed is unknown"
        ]
        if found.missing
        else []
    )
    return first_of([*refused, *found.notes, *missing], _MOST_NOTES)
