# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a stage of the tests gives, and how it is read from the files that the tools write."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from project import CACHE, COLLECTION, LANE, environment

Command = Sequence[str | Path]

# pytest's default is named after the user, and in the lab everybody is root: it may be somebody else's.
TEMPORARY = LANE / "pytest"
BYTECODE = CACHE / "bytecode"  # of modules that hosts of the lab have run
JUNIT = COLLECTION / "tests/output/junit"
NOTHING_TO_DO = "No tests applicable."  # what ansible-test writes when no file is of the kind that the test looks at


class Spent(NamedTuple):
    """Time in seconds: what has passed, and what processors have worked, in this process and those that it waited for."""

    seconds: float
    cpu_seconds: float

    @classmethod
    def so_far(cls) -> Spent:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(time.monotonic(), sum(usage.ru_utime + usage.ru_stime for usage in used))

    def since(self, earlier: Spent) -> Spent:
        return Spent(self.seconds - earlier.seconds, self.cpu_seconds - earlier.cpu_seconds)


@dataclass
class Outcome:
    """Tests by what became of them."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # not asked for here, such as a Python that is not installed
    not_run: list[str] = field(default_factory=list)  # could not run here; with CI=true a failure
    spent: dict[str, Spent] = field(default_factory=dict)  # by stage

    def add(self, other: Outcome) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.not_run += other.not_run
        self.spent |= other.spent

    def record(self, name: str, passed: bool) -> None:
        if passed:
            self.passed += 1
        else:
            self.failed.append(name)


def stream(command: Command) -> int:
    """Runs the command in the copy of the collection, its output shown as it comes; returns its exit code."""
    sys.stdout.flush()
    variables = {**environment(), "PRIVATELINK_LAB_BYTECODE": str(BYTECODE)}
    return subprocess.run(command, cwd=COLLECTION, env=variables, stdin=subprocess.DEVNULL, check=False).returncode


def run_each(commands: dict[str, Command]) -> Outcome:
    """One test per command, by name: it passes when it exits with 0."""
    outcome = Outcome()
    for name, command in commands.items():
        outcome.record(name, stream(command) == 0)
    return outcome


def run_pytest(patterns: str, wrap: Callable[[Command], Command], processes: int | None) -> Outcome:
    """The tests of those patterns below tests/ of the collection, run by the command that `wrap` makes of pytest's."""
    clear_junit()
    paths = []
    for pattern in patterns.split():
        found = sorted(COLLECTION.glob(f"tests/{pattern}"))
        if not found:
            return Outcome(failed=[f"pytest: there is no tests/{pattern}"])
        paths += [path.relative_to(COLLECTION) for path in found]
    number = workers() if processes is None else str(processes)
    code = stream(
        wrap(
            [
                "pytest",
                *paths,
                "--numprocesses",
                number,
                "--dist",
                "loadgroup",
                "-q",
                "-p",
                "no:cacheprovider",
                "--basetemp",
                TEMPORARY,
                "--junit-xml",
                JUNIT / "pytest.xml",
            ]
        )
    )
    return checked(read_junit(), code, f"pytest {patterns}")


def workers() -> str:
    """How many tests run at once."""
    return str(min(4, os.cpu_count() or 1))


def clear_junit() -> None:
    for path in JUNIT.glob("*.xml"):
        path.unlink()


def read_junit() -> Outcome:
    """One test per test case of the files written since clear_junit()."""
    outcome = Outcome()
    for path in sorted(JUNIT.glob("*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):
            name = f"{case.get('classname')} {case.get('name')}"
            skipped = case.find("skipped")
            if skipped is None:
                outcome.record(name, case.find("failure") is None and case.find("error") is None)
            elif skipped.text != NOTHING_TO_DO:
                outcome.skipped.append(skipped.get("message") or skipped.text or name)
    return outcome


def checked(outcome: Outcome, code: int, command: str) -> Outcome:
    """The outcome, and a failure of its own when the command failed without naming a test, or ran none."""
    if code != 0 and not outcome.failed:
        outcome.failed.append(f"{command} ended with {code}, see above")
    elif not outcome.passed and not outcome.failed:
        outcome.failed.append(f"{command} ran no test")
    return outcome
