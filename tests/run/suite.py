# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests: stages in order, each counted, one closing line."""

from __future__ import annotations

import os
import sys
import traceback

import collection_copy
import lab
import lanes
from debian_packages import NotPossible
from outcome import Outcome, Spent, run_pytest
from stages import FIRST, LANES, STAGES, Stage, Tests

NAMES = [stage.name for stage in STAGES]


def run(names: list[str]) -> int:
    """Runs the stages of those names; returns 0 when nothing failed."""
    for name in names:
        if name not in NAMES:
            print(f"There is no stage {name!r}; there are: {', '.join(NAMES)}.")
            return 2
    started = Spent.so_far()
    collection_copy.refresh()
    wanted = [stage for stage in STAGES if stage.name in names]
    if wanted != list(STAGES):
        total = _run_stages(wanted)
    else:
        others = {lane: [stage.name for stage in STAGES if stage.lane == lane] for lane in LANES if lane != FIRST}
        with lanes.beside(others) as finished:
            total = _run_stages([stage for stage in STAGES if stage.lane == FIRST])
            total.add(finished())
        _print_spent(total.spent, Spent.so_far().since(started))
    lanes.write(total)
    return _close(total)


def _run_stages(stages: list[Stage]) -> Outcome:
    total = Outcome()
    for stage in stages:
        print(f"\n===== {stage.name} =====", flush=True)
        started = Spent.so_far()
        outcome = _run_stage(stage)
        spent = Spent.so_far().since(started)
        outcome.spent[stage.name] = spent
        print(f"----- {stage.name}: {_count(outcome)} ({spent.seconds:.0f} s)", flush=True)
        total.add(outcome)
    return total


def _run_stage(stage: Stage) -> Outcome:
    outcome = Outcome()
    for part in stage.parts:
        try:
            outcome.add(_run_tests(part) if isinstance(part, Tests) else part())
        except Exception as exc:  # a mistake in one stage must not hide what the others find
            traceback.print_exc(file=sys.stdout)
            outcome.failed.append(f"{stage.name}: {type(exc).__name__}: {exc}")
    return outcome


def _run_tests(tests: Tests) -> Outcome:
    name = tests.paths.removeprefix("system/")
    obstacle = lab.obstacle(tests.needs)
    if obstacle:
        return Outcome(not_run=[f"{name}: {obstacle}"])
    outcome = Outcome()
    try:
        before = tests.prepare(outcome)
    except NotPossible as exc:
        return Outcome(skipped=outcome.skipped, not_run=[*outcome.not_run, f"{name}: {exc}"])
    outcome.add(run_pytest(tests.paths, lambda command: tests.wrap([*before, *command]), tests.processes))
    return outcome


def _print_spent(stages: dict[str, Spent], whole: Spent) -> None:
    """Says where the time went; the stages of the lanes take their seconds side by side."""
    print(f"\n{'stage':<12}{'seconds':>8}{'CPU seconds':>13}")
    for name, spent in [*((name, stages[name]) for name in NAMES if name in stages), ("all", whole)]:
        print(f"{name:<12}{spent.seconds:>8.0f}{spent.cpu_seconds:>13.0f}")


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
