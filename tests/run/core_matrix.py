# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make matrix-cores`: tests on every ansible-core of a control node, and on every Python of a host.

Each with the oldest and with the newest libraries that go with it. What ran is written at once, so that a run which was
stopped, or which was asked for a part only, leaves what it found; README is made from that, see compatibility.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ansible_tests
import collection_copy
import compatibility
import lab
from ansible_tests import Control
from compatibility import COMPAT, CONTROL, HOST, INTEGRATION, MODULES, SHIPPED, SOME_UNITS, UNITS, Ran
from debian_packages import NotPossible
from outcome import Outcome, Spent, run_pytest
from preparations import CORES, NEWEST, OLDER_SDKS, OLDEST, OLDEST_ON_NEWER, OLDEST_RUNS_ON
from project import COLLECTION, ROOT
from virtual_environments import PYTHONS, made, python_here

PYTEST = ("pytest>=8.0.0", "pytest-mock>=3.12.0", "pytest-xdist>=3.5.0")
# What meets ansible-core: the middle ones of its versions run these only.
MEET_CORE = ("action", "filter", "modules", "plugin_utils/_declarations", "plugin_utils/_observation")
# Directories of unit tests that ansible-test runs apart from all others.
CONTEXTS = ("modules", "module_utils")
# Rooms that Azure's SDKs are for, which hosts need not have.
CONTROL_NODE_ROOMS = {"_arm", "_arm_judge"}


@dataclass(frozen=True)
class Row:
    """Tests that are to run in one environment."""

    side: str  # CONTROL or HOST
    version: str  # of ansible-core, or of the host's Python
    libraries: str
    tests: str
    python: str | None  # its version; None where there is none
    act: Callable[[], Outcome]

    @property
    def name(self) -> str:
        return f"{self.side} {self.version} {self.libraries}: {self.tests}"


def run(only: str = "") -> int:
    """Runs the rows whose name has C(only) in it; returns 0 when nothing failed."""
    wanted = [row for row in rows() if only in row.name]
    if not wanted:
        print(f"No row has {only!r} in its name:", *(row.name for row in rows()), sep="\n  ")
        return 2
    collection_copy.refresh()
    ran, not_run = [], []
    for row in wanted:
        print(f"\n===== {row.name} =====", flush=True)
        started = Spent.so_far()
        try:
            outcome = row.act()
        except NotPossible as exc:
            outcome = Outcome(not_run=[str(exc)])
        if outcome.not_run:
            not_run.append(f"{row.name}: {'; '.join(outcome.not_run)}")
            continue
        ran.append(Ran.now(row.side, row.version, row.libraries, row.tests, row.python or "", outcome))
        compatibility.add(ran[-1])
        print(f"----- {ran[-1].result} ({Spent.so_far().since(started).seconds:.0f} s)", flush=True)
        for failure in outcome.failed:
            print(f"Failed: {failure}")
    compatibility.write()
    print(f"\n{compatibility.tables(ran)}")
    for line in not_run:
        print(f"Not run: {line}")
    return 1 if any(each.failed for each in ran) else 0


def rows() -> list[Row]:
    """All, those first that end soon."""
    control, hosts = list(_control_rows()), list(_host_rows())
    return [
        row
        for tests in (MODULES, COMPAT, INTEGRATION, SOME_UNITS, SHIPPED, UNITS)
        for row in [*control, *hosts]
        if row.tests == tests
    ]


def _control_rows() -> Iterator[Row]:
    oldest, newest = list(CORES)[0], list(CORES)[-1]
    for core, versions in CORES.items():
        # The newest core goes with the newest Python that is here, the others with the oldest.
        here = [version for version in versions if python_here(version)]
        python = (here[-1] if core == newest else here[0]) if here else None
        libraries = "oldest" if core == oldest else "newest"
        whole = core in (oldest, newest)
        for tests, act in (
            (MODULES, ansible_tests.validate_modules),
            (INTEGRATION, ansible_tests.integration_tests),
            (UNITS, _units) if whole else (SOME_UNITS, _units_that_meet_core),
        ):
            yield Row(CONTROL, core, libraries, tests, python, _on_control(core, python, versions, act))


def _on_control(
    core: str, python: str | None, versions: tuple[str, ...], act: Callable[[Control], Outcome]
) -> Callable[[], Outcome]:
    def on_control() -> Outcome:
        if python is None:
            raise NotPossible(f"there is no Python {' or '.join(versions)} here")
        requirements = (ROOT / "tests/unit/requirements.txt").read_text().split()
        if core == list(CORES)[0]:
            plain = [line for line in requirements if not line.startswith("azure-")]
            requirements = [*plain, "azure-identity==1.16.1", *OLDER_SDKS]
        wanted = [f"ansible-core=={core}.*", *requirements, *PYTEST]
        environment = made(f"matrix/core-{core}", python_here(python), wanted)
        return act(Control.of(environment, python))

    return on_control


def _units(control: Control) -> Outcome:
    unit = COLLECTION / "tests/unit"
    places = [path for path in (*unit.glob("*"), *unit.glob("plugins/*")) if path.name != "plugins"]
    return _by_context(
        control, [path for path in places if path.name.startswith("test_") or any(path.glob("**/test_*.py"))]
    )


def _units_that_meet_core(control: Control) -> Outcome:
    return _by_context(control, [COLLECTION / "tests/unit/plugins" / folder for folder in MEET_CORE])


def _by_context(control: Control, places: list[Path]) -> Outcome:
    """One run for each context: ansible-test would leave out those that come after one with a failure."""
    outcome = Outcome()
    apart = [[path] for path in places if path.name in CONTEXTS]
    for paths in [*apart, [path for path in places if path.name not in CONTEXTS]]:
        names = sorted(f"{path.relative_to(COLLECTION)}{'/' if path.is_dir() else ''}" for path in paths)
        outcome.add(ansible_tests.unit_tests(control, *names))
    return outcome


def _host_rows() -> Iterator[Row]:
    for version in PYTHONS:
        python = version if python_here(version) else None
        for libraries in ("oldest", "newest"):
            for tests, act in ((COMPAT, _in_the_lab), (SHIPPED, _units_of_hosts)):
                yield Row(HOST, version, libraries, tests, python, _on_host(version, libraries, act))


def _on_host(version: str, libraries: str, act: Callable[[str, str, Path], Outcome]) -> Callable[[], Outcome]:
    def on_host() -> Outcome:
        found = python_here(version)
        if found is None:
            raise NotPossible(f"there is no python{version} here")
        oldest = OLDEST if version in OLDEST_RUNS_ON else OLDEST_ON_NEWER
        wanted = oldest if libraries == "oldest" else NEWEST
        unit_tests = [
            line
            for line in (ROOT / "tests/unit/requirements.txt").read_text().split()
            if not line.startswith(("azure-mgmt-", "requests", "dnspython"))
        ]
        environment = made(f"matrix/python{version}-{libraries}", found, [*wanted, *unit_tests, *PYTEST])
        return act(version, libraries, environment)

    return on_host


def _in_the_lab(version: str, libraries: str, python: Path) -> Outcome:
    """Its Python is that of the lab's jumphost, and both modules look at every account."""
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[obstacle])
    targets = json.dumps({f"python{version}-{libraries}": str(python)})
    return run_pytest(
        "system/compat/test_libraries.py",
        lambda command: lab.inside(["env", f"PRIVATELINK_TARGETS={targets}", *command]),
        0,
    )


def _units_of_hosts(version: str, _libraries: str, python: Path) -> Outcome:
    rooms = sorted(
        f"{path.relative_to(COLLECTION)}/"
        for path in COLLECTION.glob("tests/unit/plugins/module_utils/_*")
        if path.name not in CONTROL_NODE_ROOMS
    )
    return ansible_tests.unit_tests(Control(), "--python", version, "--python-interpreter", python, *rooms)
