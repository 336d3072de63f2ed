# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Further lanes of the tests: most stages wait more than they compute, so some run at once.

Each is this program again, with a copy of the collection and a lab of its own.
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

from outcome import Outcome
from project import CACHE, LANE, ROOT

RESULT = "outcome.json"


def write(outcome: Outcome) -> None:
    """Hands the outcome to the first lane, where this is another one."""
    if os.environ.get("PRIVATELINK_LANE"):
        (LANE / RESULT).write_text(json.dumps(dataclasses.asdict(outcome)), encoding="utf-8")


@contextlib.contextmanager
def beside(lane: str, names: list[str]) -> Iterator[Callable[[], Outcome]]:
    """Runs the stages of those names meanwhile; what is given waits for them, shows their output and returns their outcome."""
    directory = CACHE / lane
    directory.mkdir(parents=True, exist_ok=True)
    (directory / RESULT).unlink(missing_ok=True)
    output = directory / "output"
    settings = {"PRIVATELINK_LANE": lane, "PRIVATELINK_LAB": str(directory / "lab")}
    print(f"Meanwhile, shown afterwards: {', '.join(names)}", flush=True)
    with output.open("w", encoding="utf-8") as file, subprocess.Popen(
            [sys.executable, ROOT / "tests/run", "test", *names], env=os.environ | settings, stdin=subprocess.DEVNULL,
            stdout=file, stderr=file) as process:
        try:
            yield lambda: _finished(process, directory)
        finally:
            process.terminate()


def _finished(process: subprocess.Popen, directory: Path) -> Outcome:
    code = process.wait()
    print((directory / "output").read_text(encoding="utf-8", errors="replace"), flush=True)
    if not (directory / RESULT).exists():
        return Outcome(failed=[f"the lane {directory.name} ended with {code}, see above"])
    return Outcome(**json.loads((directory / RESULT).read_text(encoding="utf-8")))
