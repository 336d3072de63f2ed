# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What `make matrix-cores` has run, kept in tests/compatibility.json, and the section of README that is made from it."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from outcome import Outcome
from project import ROOT

PATH = ROOT / "tests/compatibility.json"
README = ROOT / "README.md"
SECTION = re.compile(r"(?s)(<!-- from tests/compatibility\.json -->\n).*?(<!-- end -->\n)")

CONTROL, HOST = "ansible-core", "Python"  # sides, by what their rows are a version of
MODULES, INTEGRATION, UNITS = "validate-modules", "integration in the lab", "unit tests"
SOME_UNITS = "unit tests that meet ansible-core"
COMPAT, SHIPPED = "modules in the lab", "unit tests of what runs on hosts"
COLUMNS = {CONTROL: (UNITS, SOME_UNITS, INTEGRATION, MODULES), HOST: (SHIPPED, COMPAT)}
TITLES = {CONTROL: "Control nodes", HOST: "Hosts"}


@dataclass(frozen=True)
class Ran:
    """Tests that ran in one environment, and what they gave."""

    side: str
    version: str
    libraries: str
    tests: str
    python: str
    passed: int
    failed: int
    skipped: int
    date: str

    @classmethod
    def now(cls, side: str, version: str, libraries: str, tests: str, python: str, outcome: Outcome) -> Ran:
        counts = (outcome.passed, len(outcome.failed), len(outcome.skipped))
        return cls(side, version, libraries, tests, python, *counts, datetime.date.today().isoformat())

    @property
    def place(self) -> tuple[str, ...]:
        return (self.side, self.version, self.libraries, self.tests)

    @property
    def result(self) -> str:
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.passed:,} passed{failed}" + (f", {self.skipped:,} skipped" if self.skipped else "")


def read() -> list[Ran]:
    if not PATH.exists():
        return []
    return [Ran(**row) for row in json.loads(PATH.read_text(encoding="utf-8"))["rows"]]


def add(ran: Ran) -> None:
    """Writes what ran in place of what it gave at an earlier time."""
    rows = {row.place: row for row in [*read(), ran]}
    ordered = sorted(rows.values(), key=_order)
    text = json.dumps({"rows": [dataclasses.asdict(row) for row in ordered]}, indent=2)
    PATH.write_text(text + "\n", encoding="utf-8")


def _order(row: Ran) -> tuple[object, ...]:
    numbers = [int(part) for part in row.version.split(".")]
    return (row.side != CONTROL, numbers, row.libraries != "oldest", COLUMNS[row.side].index(row.tests))


def tables(rows: Iterable[Ran]) -> str:
    """The rows as Markdown: a table for control nodes, and one for hosts."""
    rows = list(rows)
    return "\n".join(_table(side, found) for side in COLUMNS if (found := [row for row in rows if row.side == side]))


def _table(side: str, rows: list[Ran]) -> str:
    columns = [tests for tests in COLUMNS[side] if any(row.tests == tests for row in rows)]
    lines = [_line([TITLES[side], "libraries", *columns, "run on"]), _line(["---"] * (len(columns) + 3))]
    for version, libraries, python in dict.fromkeys((row.version, row.libraries, row.python) for row in rows):
        ran = {row.tests: row for row in rows if (row.version, row.libraries) == (version, libraries)}
        name = f"{side} {version}" + (f", Python {python}" if side == CONTROL else "")
        dates = ", ".join(sorted({row.date for row in ran.values()}))
        lines.append(_line([name, libraries, *(ran[tests].result if tests in ran else "" for tests in columns), dates]))
    return "".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def write() -> bool:
    """Writes the section of README; returns whether it was not as what ran says."""
    text = README.read_text(encoding="utf-8")
    written, count = SECTION.subn(lambda found: f"{found[1]}\n{tables(read())}\n{found[2]}", text)
    if count != 1:
        raise ValueError("README.md has no section <!-- from tests/compatibility.json --> ... <!-- end -->")
    if written != text:
        README.write_text(written, encoding="utf-8")
    return written != text
