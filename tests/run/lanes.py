# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lanes of the tests: most stages wait more than they compute, so several run side by side.

A lane beside the first is this program again, with a copy of the collection and a lab of its own.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping

from outcome import Outcome, Spent
from project import CACHE, LANE, ROOT

RESULT = "outcome.json"


def write(outcome: Outcome) -> None:
    """Hands the outcome to the first lane, where this is another."""
    if LANE != CACHE:
        (LANE / RESULT).write_text(json.dumps(dataclasses.asdict(outcome)), encoding="utf-8")


@contextlib.contextmanager
def beside(lanes: Mapping[str, list[str]]) -> Iterator[Callable[[], Outcome]]:
    """Runs lanes meanwhile, by name the stages of each; what is given waits, shows their output and returns the outcome."""
    with contextlib.ExitStack() as running:
        started = {name: running.enter_context(_lane(name, stages)) for name, stages in lanes.items()}

        def finished() -> Outcome:
            total = Outcome()
            for name, lane in started.items():
                total.add(_finished(name, lane))
            return total

        yield finished


@contextlib.contextmanager
def _lane(name: str, stages: list[str]) -> Iterator[subprocess.Popen]:
    directory = CACHE / name
    directory.mkdir(parents=True, exist_ok=True)
    (directory / RESULT).unlink(missing_ok=True)
    settings = {"PRIVATELINK_LANE": name, "PRIVATELINK_LAB": str(directory / "lab")}
    print(f"Meanwhile, shown afterwards: {', '.join(stages)}", flush=True)
    with (
        (directory / "output").open("w", encoding="utf-8") as file,
        subprocess.Popen(
            [sys.executable, ROOT / "tests/run", "test", *stages],
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        ) as lane,
    ):
        try:
            yield lane
        finally:
            lane.terminate()


def _finished(name: str, lane: subprocess.Popen) -> Outcome:
    code = lane.wait()
    print((CACHE / name / "output").read_text(encoding="utf-8", errors="replace"), flush=True)
    result = CACHE / name / RESULT
    if not result.exists():
        return Outcome(failed=[f"the lane {name} ended with {code}, see above"])
    found = json.loads(result.read_text(encoding="utf-8"))
    found["spent"] = {stage: Spent(*spent) for stage, spent in found["spent"].items()}
    return Outcome(**found)
