# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The parts of a validation: found among the variables of the job, or in a directory that the jobs share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...module_utils._core.directories import entered
from ...module_utils._core.files import read_start
from ...module_utils._core.text import shown
from .._document.reading import Room, parsed, read_part
from .._document.schema import Wrong
from .._run.artifact import ENCODING, IN_FILE, JOB, PREFIX, WORKFLOW_JOB, checked, file_of, job_of, reference, text_of

_MOST_VALUES = 16
# Stands for a part that no variable names.
_LISTED = object()


@dataclass(frozen=True)
class Part:
    """What one job handed on. It is ordered by time; parts of the same second by their jobs."""

    job: str
    sha256: str
    content: Mapping[str, Any]

    @property
    def order(self) -> tuple[Any, ...]:
        """The key of an order that does not depend on where the part was found."""
        return (self.content["ended"], self.content["started"], by_number(self.job), self.sha256)


def by_number(job: str) -> int:
    """The key that puts jobs in the order in which their platform numbered them."""
    return int(job) if job.isdecimal() else -1


def parts_of(
    variables: Mapping[str, Any],
    directory: str,
    limit: int,
    listed: bool,
    looks: int,
    check: Callable[[Part], None],
) -> tuple[list[Part], dict[str, str]]:
    """Return the parts in their order, and why others are refused, by the names of their jobs.

    C(variables) are those that the platform, or C(-e), gives the job. In a workflow they name each part, those in the
    C(directory) too: what else is there may be of an earlier run. Outside one, C(listed) takes all that are there.
    C(looks) is how many accounts the hosts of this run look at together. C(check) raises Wrong for a part that cannot
    count; it takes the room of none that can. Raises OSError for a directory that cannot be read.
    """
    room = Room(looks)
    parts: dict[str, Part] = {}
    refused: dict[str, str] = {}
    offered: list[_Offered] = []
    for name, handed in _handed(variables, directory if listed else ""):
        try:
            offered.append(_offered(name, handed, directory, limit, room.most))
        except Wrong as exc:
            refused[shown(name, limit=80)] = shown(str(exc), limit=300)
    # The small ones first: one that is too large takes the room of none of them.
    for each in sorted(offered, key=lambda each: each.handed["size"]):
        try:
            with room.of(each.handed["size"]):
                part = _part(each, directory, room.most)
                check(part)
        except ValueError as exc:
            refused[each.job] = shown(str(exc), limit=300)
            continue
        known = parts.get(part.sha256)
        # The same document twice is one part.
        if known is None or known.order < part.order:
            parts[part.sha256] = part
    return sorted(parts.values(), key=lambda part: part.order), refused


@dataclass(frozen=True)
class _Offered:
    """A document that a job may have handed on: C(handed) has it, or names the file that has it."""

    job: str
    handed: Mapping[str, Any]


def _handed(variables: Mapping[str, Any], directory: str) -> Iterator[tuple[str, Any]]:
    """Yield the job of each part, and what there is of it."""
    jobs = {name[len(PREFIX) :]: value for name, value in variables.items() if name.startswith(PREFIX)}
    yield from sorted(jobs.items())
    if directory and not any(name in variables for name in WORKFLOW_JOB):
        for file in sorted(os.listdir(directory)):
            job = job_of(file)
            if job and job not in jobs:
                yield job, _LISTED


def _offered(job: str, handed: Any, directory: str, limit: int, most: int) -> _Offered:
    """Return what is offered as the part of a job. Raises Wrong."""
    if not JOB.fullmatch(job):
        raise Wrong("its name does not end with the number of a job")
    if handed is _LISTED:
        return _Offered(job, reference(_of_file(directory, job, most), job))
    given = checked(handed)
    if given["encoding"] != IN_FILE and len(given["data"]) > limit:
        raise Wrong(f"its data has {len(given['data'])} characters, more than privatelink_artifact_limit, {limit}")
    return _Offered(job, given)


def _part(offered: _Offered, directory: str, most: int) -> Part:
    """Return a part. Raises Wrong."""
    job, given = offered.job, offered.handed
    if given["encoding"] == IN_FILE:
        kept = _of_file(directory, job, most)
        if given != reference(kept, job):
            raise Wrong(f"the file {file_of(job)} is not the one that its job wrote: its sha256 is another one")
        given = kept
    return Part(job, given["sha256"], read_part(text_of(given)))


def _of_file(directory: str, job: str, most: int) -> dict[str, Any]:
    """Return what a job handed on in its file. Raises Wrong."""
    # What is packed and encoded may be longer than it was.
    file, most = file_of(job), most * 3 // 2
    if not directory:
        raise Wrong(f"it is in the file {file}: set merge_directory to the report_directory of its job")
    try:
        with entered(directory) as here:
            path = os.path.join(here, file)
            if os.path.islink(path):
                raise Wrong(f"the file {file} is a symbolic link")
            content = read_start(path, most + 1)
    except OSError as exc:
        raise Wrong(f"the file {os.path.join(directory, file)} cannot be read: {exc.strerror}") from None
    if len(content) > most:
        raise Wrong(f"the file {file} has more than {most} bytes")
    try:
        variables = parsed(content, _MOST_VALUES)
    except Wrong:
        raise
    except ValueError:
        raise Wrong(f"the file {file} is not JSON") from None
    if not isinstance(variables, dict) or set(variables) != {f"{PREFIX}{job}"}:
        raise Wrong(f"the file {file} is not that of a part of job {job}")
    handed = checked(variables[f"{PREFIX}{job}"])
    if handed["encoding"] != ENCODING:
        raise Wrong(f"the file {file} does not have the document")
    return handed
