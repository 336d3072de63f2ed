# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests: stages in order, each counted, one closing line."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable

import collection_copy
import lanes
import stage_azure
import stage_browser
import stage_changelog
import stage_compat
import stage_docs
import stage_integration
import stage_lint
import stage_machines
import stage_matrix
import stage_molecule
import stage_package
import stage_peers
import stage_playbooks
import stage_sanity
import stage_secrets
import stage_servers
import stage_terminal
import stage_units
from outcome import Outcome

STAGES: dict[str, Callable[[], Outcome]] = {
    "changelog": stage_changelog.run,
    "docs": stage_docs.run,
    "lint": stage_lint.run,
    "sanity": stage_sanity.run,
    "units": stage_units.run,
    "integration": stage_integration.run,
    "molecule": stage_molecule.run,
    "playbooks": stage_playbooks.run,
    "matrix": stage_matrix.run,
    "servers": stage_servers.run,
    "peers": stage_peers.run,
    "secrets": stage_secrets.run,
    "azure": stage_azure.run,
    "terminal": stage_terminal.run,
    "browser": stage_browser.run,
    "compat": stage_compat.run,
    "machines": stage_machines.run,
    "package": stage_package.run,
}


# Of a run of all of them, those that go on beside the others.
SECOND_LANE = ["changelog", "docs", "lint", "sanity", "units", "integration", "playbooks", "servers", "peers", "terminal", "browser",
               "compat"]


def run(names: list[str]) -> int:
    """Runs the stages of those names; returns 0 when nothing failed."""
    for name in names:
        if name not in STAGES:
            print(f"There is no stage {name!r}; there are: {', '.join(STAGES)}.")
            return 2
    collection_copy.refresh()
    if names != list(STAGES):
        total = _run_stages(names)
    else:
        with lanes.second(SECOND_LANE) as finished:
            total = _run_stages([name for name in names if name not in SECOND_LANE])
            total.add(finished())
    lanes.write(total)
    return _close(total)


def _run_stages(names: list[str]) -> Outcome:
    total = Outcome()
    for name in names:
        print(f"\n===== {name} =====", flush=True)
        started = time.monotonic()
        outcome = _run_stage(name)
        print(f"----- {name}: {_count(outcome)} ({time.monotonic() - started:.0f} s)", flush=True)
        total.add(outcome)
    return total


def _run_stage(name: str) -> Outcome:
    try:
        return STAGES[name]()
    except Exception as exc:  # a mistake in one stage must not hide what the others find
        traceback.print_exc(file=sys.stdout)
        return Outcome(failed=[f"{name}: {type(exc).__name__}: {exc}"])


def _close(total: Outcome) -> int:
    print()
    if total.not_run and os.environ.get("CI") == "true":
        total.failed += [f"not run, with CI=true: {reason}" for reason in total.not_run]
        total.not_run = []
    for title, lines in (("Skipped", total.skipped), ("Not run", total.not_run), ("Failed", total.failed)):
        for line in lines:
            print(f"{title}: {line}")
    print(_count(total), flush=True)
    return 1 if total.failed else 0


def _count(outcome: Outcome) -> str:
    skipped = len(outcome.skipped) + len(outcome.not_run)
    return f"{outcome.passed} passed, {len(outcome.failed)} failed" + (f", {skipped} skipped" if skipped else "")
