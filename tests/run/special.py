# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stages that pytest does not run."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import lab
from outcome import Outcome, run_each
from project import CACHE, COLLECTION
from tools import run_tool
from validation import validate

PACKAGE = CACHE / "package"
INSTALLED = PACKAGE / "ansible_collections/privatelink/azure_ai"

TOP_LEVEL = {
    "CHANGELOG.md",
    "FILES.json",
    "LICENSE",
    "LICENSES",
    "MANIFEST.json",
    "README.md",
    "changelogs",
    "docs",
    "meta",
    "playbooks",
    "plugins",
    "roles",
    "tests",
}
RUN_TIME = {"meta", "plugins", "roles", "playbooks"}  # all that may be needed where the collection is used


def docs() -> Outcome:
    """What is generated from tables: as they say, or it is written again and the stage fails once."""
    # They import the product, whose mistakes are not to end the other stages.
    import account_options
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


def lint() -> Outcome:
    """The style of all Python, the types of the plugins, ansible-lint with its strictest profile, and licences."""
    outcome = run_each(
        {
            "ruff check": ["ruff", "check", "--quiet", "--output-format", "concise"],
            "ruff format": ["ruff", "format", "--check", "--quiet"],
            "mypy": ["mypy", "--no-error-summary"],
            "ansible-lint": ["ansible-lint", "--nocolor"],
        }
    )
    outcome.add(run_tool("reuse", "reuse lint", ["reuse", "lint"], COLLECTION))
    return outcome


def molecule() -> Outcome:
    """Every Molecule scenario: one test per scenario. Those that do not start a lab of their own run inside one."""
    commands, not_run = {}, []
    for path in sorted(COLLECTION.glob("extensions/molecule/*/molecule.yml")):
        scenario = path.parent.name
        own_lab = (path.parent / "create.yml").exists()
        command = ["molecule", "test", "--scenario-name", scenario]
        obstacle = lab.obstacle("machines" if own_lab else "lab")
        if obstacle:
            not_run.append(f"molecule scenario {scenario}: {obstacle}")
        else:
            commands[f"molecule scenario {scenario}"] = lab.with_trees(command) if own_lab else lab.inside(command)
    outcome = run_each(commands)
    outcome.not_run += not_run
    return outcome


def package() -> Outcome:
    """The tarball: it holds what a user needs and nothing else, and does the main job where it is installed."""
    shutil.rmtree(PACKAGE, ignore_errors=True)
    outcome = run_each(
        {"ansible-galaxy collection build": ["ansible-galaxy", "collection", "build", "--output-path", PACKAGE]}
    )
    if outcome.failed:
        return outcome
    tarball = next(PACKAGE.glob("*.tar.gz"))
    surplus = _surplus(tarball)
    if surplus:
        print(f"Not to be shipped, see build_ignore in galaxy.yml: {', '.join(surplus)}")
    outcome.record("contents of the tarball", not surplus)
    outcome.add(
        run_each(
            {
                "ansible-galaxy collection install": [
                    "env",
                    f"ANSIBLE_COLLECTIONS_PATH={PACKAGE}",
                    "ansible-galaxy",
                    "collection",
                    "install",
                    tarball,
                    "--offline",
                ]
            }
        )
    )
    if outcome.failed:
        return outcome
    _keep_run_time_only()
    obstacle = lab.obstacle()
    if obstacle:
        outcome.not_run.append(f"the installed playbook: {obstacle}")
        return outcome
    problems = validate(PACKAGE, PACKAGE / "reports")
    for problem in problems:
        print(problem)
    outcome.record("the installed playbook, with nothing but its run-time files", not problems)
    return outcome


def _surplus(tarball: Path) -> list[str]:
    with tarfile.open(tarball) as archive:
        names = [name.removeprefix("./") for name in archive.getnames()]
    return sorted(
        name
        for name in names
        if name.split("/")[0] not in TOP_LEVEL or (name.startswith("tests/") and name != "tests/config.yml")
    )


def _keep_run_time_only() -> None:
    for path in INSTALLED.iterdir():
        if path.is_dir() and path.name not in RUN_TIME:
            shutil.rmtree(path)
        elif path.is_file() and path.name not in ("MANIFEST.json", "FILES.json"):
            path.unlink()
