# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time and memory of whole commands, as ratios: every comparison is measured in the same run on the same machine."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LAB = Path(os.environ["PRIVATELINK_LAB"])
SCRATCH = LAB / "bench"
SCRATCH.mkdir(exist_ok=True)
ROUNDS = int(os.environ.get("PRIVATELINK_ROUNDS") or 3)
MANY = 500


@dataclass(frozen=True)
class Comparison:
    """What ours took, and the peer: medians of runs that took turns."""

    ours: float
    peer: float
    unit: str = "s"


@dataclass(frozen=True)
class Row:
    """One line of the table: a ratio, or seconds or megabytes, and what it may be; without a limit it is there to compare.

    A comparison counts as what ours took of the peer's, or with C(at_least) as what the peer took of ours.
    """

    what: str
    measure: Callable[[], float | Comparison]
    limit: float | None = None
    at_least: bool = False
    unit: str = "x"
    # Or "nothing", "machines", "browser", "its name" (the bench is asked for by it), or the lab with "collections" of
    # others, "dig", or the "exporter" of Prometheus.
    needs: str = "lab"
    peer: str = ""
    extrapolated: str = ""  # from what the peer's number is
    reason: str = ""  # why the limit is missed, where it is

    def value(self, measured: float | Comparison) -> float:
        if not isinstance(measured, Comparison):
            return measured
        return measured.peer / measured.ours if self.at_least else measured.ours / measured.peer

    def kept(self, measured: float | Comparison) -> bool:
        if self.limit is None:
            return True
        value = self.value(measured)
        return value >= self.limit if self.at_least else value <= self.limit

    def line(self, measured: float | Comparison) -> str:
        mark = "    " if self.limit is None else "ok  " if self.kept(measured) else "MISS"
        allowed = "to compare" if self.limit is None else f"{'at least' if self.at_least else 'at most'} {self.limit:g}"
        both = ""
        if isinstance(measured, Comparison):
            both = f"  [{measured.ours:.3g} and {measured.peer:.3g} {measured.unit}{', extrapolated' * bool(self.extrapolated)}]"
        return f"{mark}  {self.value(measured):8.2f} {self.unit:<2}  ({allowed})  {self.what}{both}"

    def entry(self, measured: float | Comparison) -> dict:
        """What is kept of the row, as JSON."""
        both = isinstance(measured, Comparison)
        return {
            "what": self.what,
            "value": self.value(measured),
            "unit": self.unit,
            "limit": self.limit,
            "at_least": self.at_least,
            "kept": self.kept(measured),
            "ours": measured.ours if both else None,
            "peer": measured.peer if both else None,
            "unit_of_both": measured.unit if both else None,
            "name_of_peer": self.peer,
            "extrapolated": self.extrapolated,
            "reason": self.reason,
        }


def counted(count: int, thing: str) -> str:
    """Return how many of a thing there are, for the name of a row."""
    return f"{count:,} {thing}{'s' * (count > 1)}"


def rounds_for(count: int) -> int:
    """How often a command over so many names, probes or accounts is measured: what takes long varies little."""
    return ROUNDS if count < MANY else 1


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; return its wall time and CPU time."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    taken, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def alternately(commands: Sequence[Sequence[str]], rounds: int = ROUNDS, cpu: bool = False) -> list[float]:
    """Return the median wall time of each command, or with C(cpu) its CPU time. They take turns."""
    times = [[_run(command)[cpu] for command in commands] for _round in range(rounds)]
    return [statistics.median(each) for each in zip(*times)]


def compared(ours: Sequence[str], peer: Sequence[str], rounds: int = ROUNDS, cpu: bool = False) -> Comparison:
    return Comparison(*alternately([ours, peer], rounds, cpu), unit="CPU s" if cpu else "s")


def seconds(command: list[str], rounds: int = ROUNDS) -> float:
    """The median wall time of a command."""
    return alternately([command], rounds)[0]


def cpu_seconds(command: list[str]) -> float:
    """The CPU time of a command, whatever it ends with: other work on the machine counts little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def playbook(name: str, task: dict, host: str = "jumphost", **variables) -> list[str]:
    """The command that runs one task on a vantage of the lab."""
    return play(name, [task], host, **variables)


def play(name: str, tasks: list[dict], host: str = "jumphost", **variables) -> list[str]:
    """The command that runs tasks on a vantage of the lab."""
    path = SCRATCH / f"{name}.json"
    path.write_text(
        json.dumps(
            [
                {
                    "hosts": "all",
                    "gather_facts": False,
                    "tasks": tasks,
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


def module_costs(command: list[str], host: str = "jumphost") -> dict[str, float]:
    """What the module process took that a playbook command starts on a vantage, as measured.py says."""
    noted, wrapper = SCRATCH / "measured", SCRATCH / "measured-python"
    noted.unlink(missing_ok=True)
    script = Path(__file__).parent / "measured.py"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} {script} {noted} {LAB}/bin/{host}-python "$@"\n')
    wrapper.chmod(0o755)
    seconds([*command, "-e", f"ansible_python_interpreter={wrapper}"], rounds=1)
    return json.loads(noted.read_text())


def megabytes(command: list[str]) -> float:
    """The peak memory of the module process that a playbook command starts on the jumphost."""
    return module_costs(command)["kilobytes"] / 1024
