# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The second lane of the tests: most stages wait more than they compute, so two run at once.

It is this program again, with a copy of the collection and a lab of its own.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from outcome import Outcome, Spent
from project import CACHE, ROOT

SECOND = CACHE / "second"
RESULT = SECOND / "outcome.json"


def write(outcome: Outcome) -> None:
    """Hands the outcome to the first lane, where this is the second."""
    if os.environ.get("PRIVATELINK_LANE"):
        RESULT.write_text(json.dumps(dataclasses.asdict(outcome)), encoding="utf-8")


@contextlib.contextmanager
def second(names: list[str]) -> Iterator[Callable[[], Outcome]]:
    """Runs the stages of those names meanwhile; what is given waits for them, shows their output and returns their outcome."""
    SECOND.mkdir(parents=True, exist_ok=True)
    RESULT.unlink(missing_ok=True)
    output = SECOND / "output"
    settings = {"PRIVATELINK_LANE": SECOND.name, "PRIVATELINK_LAB": str(SECOND / "lab")}
    print(f"Meanwhile, shown afterwards: {', '.join(names)}", flush=True)
    with (
        output.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            [sys.executable, ROOT / "tests/run", "test", *names],
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        ) as lane,
    ):
        try:
            yield lambda: _finished(lane, output)
        finally:
            lane.terminate()


def _finished(lane: subprocess.Popen, output: Path) -> Outcome:
    code = lane.wait()
    print(output.read_text(encoding="utf-8", errors="replace"), flush=True)
    if not RESULT.exists():
        return Outcome(failed=[f"the second lane ended with {code}, see above"])
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    found["spent"] = {name: Spent(*spent) for name, spent in found["spent"].items()}
    return Outcome(**found)
