# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make one TEST=...`: a test by its path, run as the stage runs it to which it belongs."""

from __future__ import annotations

from pathlib import Path

import ansible_tests
import collection_copy
import lab
import special
from debian_packages import NotPossible
from outcome import TEMPORARY, Outcome, stream
from project import COLLECTION, ROOT
from stages import STAGES, Tests

UNIT = Tests("unit", needs="nothing", wrap=list)
# By the directory of what is no test of pytest: a target or a scenario has the name of a directory in it.
OTHERS = {"tests/integration/targets": ansible_tests.one_target, "extensions/molecule": special.one_scenario}


def run(test: str, options: list[str]) -> int:
    """Runs what PATH, PATH::NAME, or the directory of an integration target or a Molecule scenario has.

    The options are those of pytest.
    """
    collection_copy.refresh()
    path = _relative(test.partition("::")[0])
    if not (COLLECTION / path).exists():
        print(f"There is no {path}.")
        return 2
    for directory, act in OTHERS.items():
        if Path(directory) in path.parents:
            return _closed(act(path.relative_to(directory).parts[0]))
    tests = owner(path)
    if tests is None:
        print(f"No stage runs {path} as one: name a file or a directory of a stage, such as tests/system/matrix.")
        return 2
    return _pytest(tests, test.replace(test.partition("::")[0], str(path), 1), options)


def owner(path: Path) -> Tests | None:
    """The part of a stage that runs the file or directory, a path in the checkout; the one that names it most exactly."""
    if path.parts[:2] == ("tests", "unit"):
        return UNIT
    found = {
        place.relative_to(COLLECTION): part
        for stage in STAGES
        for part in stage.parts
        if isinstance(part, Tests)
        for pattern in part.paths.split()
        for place in COLLECTION.glob(f"tests/{pattern}")
    }
    places = [place for place in found if place == path or place in path.parents]
    return found[max(places, key=lambda place: len(place.parts))] if places else None


def _relative(path: str) -> Path:
    absolute = Path(path).absolute()
    return absolute.relative_to(ROOT) if absolute.is_relative_to(ROOT) else Path(path)


def _pytest(tests: Tests, test: str, options: list[str]) -> int:
    obstacle, outcome = lab.obstacle(tests.needs), Outcome()
    if obstacle:
        print(f"Not run: {obstacle}")
        return 1
    try:
        before = tests.prepare(outcome)
    except NotPossible as exc:
        print(f"Not run: {exc}")
        return 1
    code = stream(tests.wrap([*before, "pytest", test, "-p", "no:cacheprovider", "--basetemp", TEMPORARY, *options]))
    for line in outcome.not_run:
        print(f"Not run: {line}")
    return code


def _closed(outcome: Outcome) -> int:
    for title, lines in (("Not run", outcome.not_run), ("Failed", outcome.failed)):
        for line in lines:
            print(f"{title}: {line}")
    return 0 if outcome.passed and not outcome.failed else 1
