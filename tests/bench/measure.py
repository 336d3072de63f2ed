# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wall time and memory of whole playbooks, as ratios: every comparison is measured in the same run on the same machine."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LAB = Path(os.environ["PRIVATELINK_LAB"])
SCRATCH = LAB / "bench"
SCRATCH.mkdir(exist_ok=True)
ROUNDS = 3


@dataclass(frozen=True)
class Row:
    """One line of the table: a ratio, or seconds or megabytes, and what it may be; without a limit it is there to compare."""

    what: str
    measure: Callable[[], float]
    limit: float | None = None
    at_least: bool = False
    unit: str = "x"
    needs: str = "lab"  # or "machines", "exporter" (the lab with prometheus-blackbox-exporter), "browser"

    def kept(self, value: float) -> bool:
        if self.limit is None:
            return True
        return value >= self.limit if self.at_least else value <= self.limit

    def line(self, value: float) -> str:
        mark = "    " if self.limit is None else "ok  " if self.kept(value) else "MISS"
        allowed = "to compare" if self.limit is None else f"{'at least' if self.at_least else 'at most'} {self.limit:g}"
        return f"{mark}  {value:8.2f} {self.unit:<2}  ({allowed})  {self.what}"


def seconds(command: list[str], rounds: int = ROUNDS) -> float:
    """The median wall time of a command."""
    times = []
    for _round in range(rounds):
        started = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        times.append(time.monotonic() - started)
        if done.returncode:
            raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
    return statistics.median(times)


def playbook(name: str, task: dict, host: str = "jumphost", **variables) -> list[str]:
    """The command that runs one task on a vantage of the lab."""
    path = SCRATCH / f"{name}.json"
    path.write_text(
        json.dumps(
            [
                {
                    "hosts": "all",
                    "gather_facts": False,
                    "tasks": [task],
                    "vars": {
                        "ansible_connection": "local",
                        "ansible_python_interpreter": str(LAB / "bin" / f"{host}-python"),
                        **variables,
                    },
                }
            ]
        )
    )
    return ["ansible-playbook", "-i", "jump-1,", str(path)]


def megabytes(command: list[str]) -> float:
    """The peak memory of the module process that a playbook command starts on the jumphost."""
    peak, wrapper = SCRATCH / "peak", SCRATCH / "measured-python"
    script = Path(__file__).parent / "measured.py"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} {script} {peak} {LAB}/bin/jumphost-python "$@"\n')
    wrapper.chmod(0o755)
    seconds([*command, "-e", f"ansible_python_interpreter={wrapper}"], rounds=1)
    return int(peak.read_text()) / 1024
