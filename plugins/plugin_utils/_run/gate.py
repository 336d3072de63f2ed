# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""The one outcome of a workflow's verdict, from the statistics that an earlier job has set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...module_utils._core.text import first_of, printable, shown
from .artifact import WORKFLOW_JOB

OUTCOMES = ("isolated", "exposed", "unknown")
STATUS = "privatelink_status"
VERDICTS = "privatelink_account_verdicts"
ROOT_CAUSES = "privatelink_root_causes"
FAILED = "privatelink_failed_accounts"
ARTIFACTS = (STATUS, VERDICTS, ROOT_CAUSES, FAILED)
# The workflow whose job has set them. A workflow inside another one is handed those of the outer one, too.
WORKFLOW = "privatelink_workflow_job"

_STATUSES = ("pass", "fail", "unknown")
_ISOLATION = ("isolated", "restricted", "exposed", "unknown")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,99}")
_LONGEST_NAME = 500
_LINES = 200


def outcome_of(artifacts: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return the outcome, one of OUTCOMES, and a line for each account.

    C(exposed) is one exposed account, whatever is intended or waived for it; C(isolated) is that every account passed
    and is isolated, or restricted where that is intended; everything else is C(unknown).
    Raises ValueError, with the name of an artifact, where they are not those of one verdict, or of another workflow.
    """
    missing = [name for name in ARTIFACTS if artifacts.get(name) is None]
    if missing:
        raise ValueError(
            f"{missing[0]}: no earlier job of this workflow has set it, so the verdict is missing: expected a job that "
            "validates, or merges, before this one"
        )
    here = next((str(artifacts[name]) for name in WORKFLOW_JOB if artifacts.get(name) is not None), None)
    there = artifacts.get(WORKFLOW)
    if here is not None and here != str(there):
        of = f"of the workflow job {shown(str(there), limit=40)}" if there is not None else "not of a workflow"
        raise ValueError(
            f"{WORKFLOW}: the verdict is {of}, and this gate is in the workflow job {shown(here, limit=40)}: expected "
            "a job of this workflow that validates, or merges, before this one"
        )
    status = artifacts[STATUS]
    if status not in _STATUSES:
        raise _wrong(STATUS, f"one of {', '.join(_STATUSES)}")
    isolation = _isolation(artifacts[VERDICTS])
    causes = artifacts[ROOT_CAUSES]
    if not isinstance(causes, Mapping) or set(causes) != set(isolation):
        raise _wrong(ROOT_CAUSES, f"a mapping of the accounts of {VERDICTS}")
    if not all(code is None or (isinstance(code, str) and _CODE.fullmatch(code)) for code in causes.values()):
        raise _wrong(ROOT_CAUSES, "a code, or null, for each account")
    failed = artifacts[FAILED]
    if not isinstance(failed, (list, tuple)) or not all(isinstance(name, str) and name in isolation for name in failed):
        raise _wrong(FAILED, f"a list of accounts of {VERDICTS}")
    if (status == "pass") != (not failed):
        raise ValueError(f"{STATUS}: it contradicts {FAILED}: expected the artifacts of one run")
    lines = [_line(name, kind, causes[name], name in failed) for name, kind in sorted(isolation.items())]
    return _outcome(set(isolation.values()), bool(failed)), first_of(lines, _LINES)


def _outcome(isolation: set[str], failed: bool) -> str:
    if "exposed" in isolation:
        return "exposed"
    return "unknown" if failed or "unknown" in isolation else "isolated"


def _isolation(verdicts: Any) -> dict[str, str]:
    if not isinstance(verdicts, Mapping) or not verdicts:
        raise _wrong(VERDICTS, "a mapping with one account at least")
    found: dict[str, str] = {}
    for name, each in verdicts.items():
        if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
            raise _wrong(VERDICTS, f"names of at most {_LONGEST_NAME} characters")
        kind = each.get("isolation") if isinstance(each, Mapping) else None
        if kind not in _ISOLATION:
            raise _wrong(VERDICTS, f"isolation: one of {', '.join(_ISOLATION)} for each account")
        found[name] = kind
    return found


def _wrong(name: str, expected: str) -> ValueError:
    return ValueError(f"{name}: it is not what a validation sets: expected {expected}")


def _line(name: str, isolation: str, cause: str | None, failed: bool) -> str:
    said = [isolation, "not passed" if failed else "passed", f"root cause {cause}" if cause else ""]
    return f"{shown(printable(name), limit=_LONGEST_NAME)}: {', '.join(filter(None, said))}"
