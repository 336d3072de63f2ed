# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tarball: that it holds what a user needs and nothing else, and that it does the main job where it is installed."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import lab
from outcome import Outcome, run_each
from project import CACHE
from validation import validate

DIRECTORY = CACHE / "package"
INSTALLED = DIRECTORY / "ansible_collections/privatelink/azure_ai"

TOP_LEVEL = {"CHANGELOG.md", "CHANGELOG.rst", "FILES.json", "LICENSE", "LICENSES", "MANIFEST.json", "README.md",
             "changelogs", "docs", "meta", "playbooks", "plugins", "roles", "tests"}
RUN_TIME = {"meta", "plugins", "roles", "playbooks"}  # all that may be needed where the collection is used


def run() -> Outcome:
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    outcome = run_each({"ansible-galaxy collection build":
                        ["ansible-galaxy", "collection", "build", "--output-path", DIRECTORY]})
    if outcome.failed:
        return outcome
    tarball = next(DIRECTORY.glob("*.tar.gz"))
    surplus = _surplus(tarball)
    if surplus:
        print(f"Not to be shipped, see build_ignore in galaxy.yml: {', '.join(surplus)}")
    outcome.record("contents of the tarball", not surplus)
    outcome.add(run_each({"ansible-galaxy collection install": [
        "env", f"ANSIBLE_COLLECTIONS_PATH={DIRECTORY}",
        "ansible-galaxy", "collection", "install", tarball, "--offline"]}))
    if outcome.failed:
        return outcome
    _keep_run_time_only()
    obstacle = lab.obstacle()
    if obstacle:
        outcome.not_run.append(f"the installed playbook: {obstacle}")
        return outcome
    problems = validate(DIRECTORY, DIRECTORY / "reports")
    for problem in problems:
        print(problem)
    outcome.record("the installed playbook, with nothing but its run-time files", not problems)
    return outcome


def _surplus(tarball: Path) -> list[str]:
    with tarfile.open(tarball) as archive:
        names = [name.removeprefix("./") for name in archive.getnames()]
    return sorted(name for name in names
                  if name.split("/")[0] not in TOP_LEVEL or name.startswith("tests/") and name != "tests/config.yml")


def _keep_run_time_only() -> None:
    for path in INSTALLED.iterdir():
        if path.is_dir() and path.name not in RUN_TIME:
            shutil.rmtree(path)
        elif path.is_file() and path.name not in ("MANIFEST.json", "FILES.json"):
            path.unlink()
