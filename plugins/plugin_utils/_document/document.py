# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""The shape of a verdict document; docs/verdict.schema.json says the same to other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict


class CheckWaiver(TypedDict):
    """The waiver that covers a check."""

    reason: str
    expires: str


class Alternative(TypedDict):
    """A cause that is not excluded."""

    cause: str
    certainty: str
    because: list[str]


class Excluded(TypedDict):
    """A cause that was considered, and the observations that disprove it."""

    cause: str
    because: list[str]


class Diagnosis(TypedDict):
    """The cause of a check, None where several are left and none is better supported, and what decides."""

    cause: str | None
    certainty: str
    because: list[str]
    alternatives: list[Alternative]
    excluded: list[Excluded]


class _Draft(TypedDict, total=False):
    """What a check has only until its diagnosis is made."""

    # What its texts were filled in with.
    fields: Mapping[str, Any]


class Check(_Draft):
    """A statement about one link, made from one host."""

    id: str
    account: str
    name: str
    vantage: str
    host: str
    leg: str
    at: str | None
    link: str
    code: str | None
    status: str
    severity: str
    confidence: str
    summary: str
    expected: str | None
    observed: str | None
    cause: str | None
    remedy: list[Any]
    docs: list[str]
    # Of checks that fail, are unknown or warn.
    diagnosis: Diagnosis | None
    waiver: CheckWaiver | None
    evidence: dict[str, Any]


class Row(TypedDict):
    """One leg of one host in the matrix of an account."""

    vantage: str
    host: str
    leg: str
    name: str
    at: str | None
    links: dict[str, str]
    code: str | None


class Verdicts(TypedDict):
    """What the requests for an account show."""

    isolation: str
    isolation_basis: str
    reachability: str
    auth: str
    model: str
    egress: str


class Account(TypedDict):
    """The judgement of one account."""

    name: str
    status: str
    verdicts: Verdicts
    root_cause: str | None
    # Of the check that is the root cause.
    cause: str | None
    certainty: str | None
    contributing: list[str]
    waived: list[str]
    notes: list[str]
    matrix: list[Row]
    checks: list[Check]


class Waiver(TypedDict):
    """One waiver of the run."""

    account: str
    code: str
    expires: str
    reason: str
    state: str


class _Document(TypedDict):
    """What every document has."""

    schema: int
    collection_version: str
    catalogue: str
    started: Any
    ended: Any
    looked_at: Any
    status: str
    counts: dict[str, int]
    waivers: list[Waiver]
    accounts: list[Account]
    declared: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    azure: Any
    accept_azure_evidence: bool


class Document(_Document, total=False):
    """The whole document, as the judge writes it."""

    discovery: Any
