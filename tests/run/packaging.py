# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tarball that would be uploaded: what it holds, whether Galaxy would take it, and whether it works."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import lab
import yaml
from links import dead_links
from outcome import Outcome, run_each
from project import CACHE, COLLECTION, ROOT
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
# Of folders of which only a part is shipped.
PARTS = {"changelogs": {"changelog.yaml"}, "tests": {"config.yml"}}
PLATFORM = "docs/aap"  # a project, and an image's definition, to begin with
RUN_TIME = {"meta", "plugins", "roles", "playbooks"}  # all that may be needed where the collection is used


def package() -> Outcome:
    """The tarball: it holds what a user needs and nothing else, and does the main job where it is installed."""
    shutil.rmtree(PACKAGE, ignore_errors=True)
    outcome = run_each(
        {"ansible-galaxy collection build": ["ansible-galaxy", "collection", "build", "--output-path", PACKAGE]}
    )
    if outcome.failed:
        return outcome
    tarball = next(PACKAGE.glob("*.tar.gz"))
    surplus, missing = _differences(tarball)
    if surplus:
        print(f"Not to be shipped, see build_ignore in galaxy.yml: {', '.join(surplus)}")
    if missing:
        print(f"Not in the tarball: {', '.join(missing)}")
    outcome.record("contents of the tarball", not surplus and not missing)
    outcome.add(_imported(tarball))
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
    dead = dead_links(INSTALLED, COLLECTION)
    outcome.add(Outcome(passed=int(not dead), failed=[f"in the tarball: {line}" for line in dead]))
    outcome.record("the stage lint is as strict as Galaxy's importer, of every file", _lint_covers(tarball))
    _keep_run_time_only()
    names = [f"privatelink.azure_ai.{path.stem}" for path in sorted(INSTALLED.glob("playbooks/*.yml"))]
    syntax = ["ansible-playbook", "--inventory", "localhost,", "--syntax-check", *names]
    outcome.add(run_each({"all playbooks": ["env", f"ANSIBLE_COLLECTIONS_PATH={PACKAGE}", *syntax]}))
    obstacle = lab.obstacle()
    if obstacle:
        outcome.not_run.append(f"the installed playbook: {obstacle}")
        return outcome
    problems = validate(PACKAGE, PACKAGE / "reports")
    for problem in problems:
        print(problem)
    outcome.record("the installed playbook, with nothing but its run-time files", not problems)
    return outcome


def _imported(tarball: Path) -> Outcome:
    """Galaxy's own importer takes it, and has nothing to remark."""
    settings = PACKAGE / "galaxy-importer.cfg"
    settings.write_text(
        "[galaxy-importer]\ncheck_required_tags = true\nrequire_v1_or_greater = true\nrun_ansible_lint = false\n"
    )
    return run_tool(
        "galaxy-importer",
        "galaxy-importer",
        ["env", f"GALAXY_IMPORTER_CONFIG={settings}", "python", "-m", "galaxy_importer.main", tarball],
        PACKAGE,
        complaints=("WARNING", "ERROR"),
    )


def _lint_covers(tarball: Path) -> bool:
    """Whether the stage `lint` asks of all that is shipped at least what the importer's ansible-lint does."""
    settings = yaml.safe_load((ROOT / ".ansible-lint").read_text(encoding="utf-8"))
    excluded = tuple(settings.pop("exclude_paths"))
    with tarfile.open(tarball) as archive:
        left_out = [name for name in archive.getnames() if name.removeprefix("./").startswith(excluded)]
    settings.pop("kinds")  # which tells what more of the files are
    return settings == {"profile": "production", "strict": True, "offline": True} and not left_out


def _differences(tarball: Path) -> tuple[list[str], list[str]]:
    """Return what the tarball holds and need not, and what it lacks."""
    with tarfile.open(tarball) as archive:
        names = [name.removeprefix("./") for name in archive.getnames()]
    surplus = [name for name in names if not _is_shipped(*name.split("/"))]
    expected = {str(path.relative_to(COLLECTION)) for path in (COLLECTION / PLATFORM).rglob("*") if path.is_file()}
    return sorted(surplus), sorted({*TOP_LEVEL - {name.split("/")[0] for name in names}, *(expected - set(names))})


def _is_shipped(top: str, *inner: str) -> bool:
    return top in TOP_LEVEL and (not inner or top not in PARTS or inner[0] in PARTS[top])


def _keep_run_time_only() -> None:
    for path in INSTALLED.iterdir():
        if path.is_file():
            path.unlink()
        elif path.name not in RUN_TIME:
            shutil.rmtree(path)
