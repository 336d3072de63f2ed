# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stages that pytest does not run."""

from __future__ import annotations

import tempfile
from pathlib import Path

import collection_copy
import lab
from links import dead_links, dead_urls
from outcome import Command, Outcome, run_each, stream
from project import COLLECTION, ROOT
from tools import run_tool


def docs() -> Outcome:
    """What is generated from tables, as they say, or it is written again and the stage fails once; and links."""
    # They import the product, whose mistakes are not to end the other stages.
    import account_options
    import compatibility
    import pages
    import report_formats
    import result_schemas

    outcome = Outcome()
    stale = pages.write()
    for name in pages.PAGES:
        outcome.record(f"docs/{name} was not as its table says; it is now: commit it", name not in stale)
    stale = account_options.write()
    for user in account_options.USERS:
        path = account_options.place(user).path
        outcome.record(
            f"{path}: the account's options were not as their table says; they are now: commit it", path not in stale
        )
    outcome.record(
        f"{result_schemas.PATH} was not as the modules' RETURN; it is now: commit it", not result_schemas.write()
    )
    stale = report_formats.write()
    for path in report_formats.PATHS:
        outcome.record(f"{path}: its formats were not as their table says; they are now: commit it", path not in stale)
    outcome.record(
        "README.md was not as tests/compatibility.json says; it is now: commit it", not compatibility.write()
    )
    outcome.add(_links())
    outcome.add(
        run_tool(
            "antsibull-docs",
            "antsibull-docs lint-collection-docs",
            [
                "antsibull-docs",
                "lint-collection-docs",
                "--plugin-docs",
                "--check-extra-docs-refs",
                "--validate-collection-refs=all",
                "--disallow-unknown-collection-refs",
                ".",
            ],
            COLLECTION,
        )
    )
    return outcome


def _links() -> Outcome:
    dead = dead_links(COLLECTION, COLLECTION) + dead_urls(COLLECTION, sorted(collection_copy.files(COLLECTION)))
    return Outcome(passed=int(not dead), failed=dead)


LINTERS: dict[str, Command] = {
    "ruff check": ["ruff", "check", "--quiet", "--output-format", "concise"],
    "ruff format": ["ruff", "format", "--check", "--quiet"],
    "mypy": ["mypy", "--no-error-summary"],
    "yamllint": ["yamllint", "--strict", "."],
    "ansible-lint": ["ansible-lint", "--nocolor"],
}


def lint() -> Outcome:
    """The style of all Python and YAML, the types of the plugins, ansible-lint with its strictest profile, and licences."""
    outcome = run_each(LINTERS)
    # In a directory of its own: the checkout gets files that git ignores while other stages run, and reuse asks git once.
    with tempfile.TemporaryDirectory() as alone:
        for name in collection_copy.files(ROOT):
            collection_copy.copy(ROOT / name, Path(alone) / name)
        outcome.add(run_tool("reuse", "reuse lint", ["reuse", "--root", alone, "lint"], ROOT))
    return outcome


def lint_one(name: str) -> int:
    """Runs one of the linters; returns its exit code."""
    collection_copy.refresh()
    return stream(LINTERS[name])


def molecule() -> Outcome:
    """Every Molecule scenario: one test per scenario."""
    outcome = Outcome()
    for path in sorted(COLLECTION.glob("extensions/molecule/*/molecule.yml")):
        outcome.add(one_scenario(path.parent.name))
    return outcome


def one_scenario(name: str) -> Outcome:
    """It runs inside a lab, if it does not start one of its own."""
    own_lab = (COLLECTION / "extensions/molecule" / name / "create.yml").exists()
    obstacle = lab.obstacle("machines" if own_lab else "lab")
    if obstacle:
        return Outcome(not_run=[f"molecule scenario {name}: {obstacle}"])
    command = ["molecule", "test", "--scenario-name", name]
    return run_each({f"molecule scenario {name}": lab.with_trees(command) if own_lab else lab.inside(command)})
