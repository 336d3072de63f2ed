# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The changelog of released versions, its fragments, and whether a release could be made of them today.

CHANGELOG.md has what was released. Fragments change it with the next release only, except before the first one: until then
it says what that one will.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml
from outcome import Outcome, run_each
from project import COLLECTION, LANE, ROOT, environment

FILE = "CHANGELOG.md"
RELEASES = "changelogs/changelog.yaml"
COPY = LANE / "changelog/ansible_collections/privatelink/azure_ai"
# What antsibull-changelog reads, itself and by ansible-doc.
READ = ("changelogs", "galaxy.yml", "meta", "playbooks", "plugins", "roles")
# Fragments are reStructuredText; these are the marks of plugins' documentation, and would stand there as they are.
MARKUP = re.compile(r"\b(?:[BCEILMOPRUV]|RV)\([^)]*\)")
SUMMARY = "release_summary"
PLANTED = {"bugfixes": ["aoai_probe - a fragment that a test has planted."]}


def changelog() -> Outcome:
    """The changelog, its fragments, and the next two releases, tried in a copy."""
    outcome = run_each(
        {
            "antsibull-changelog lint": ["antsibull-changelog", "lint"],
            "antsibull-changelog lint-changelog-yaml": ["antsibull-changelog", "lint-changelog-yaml", RELEASES],
        }
    )
    outcome.failed += _mistakes()
    if outcome.failed:
        return outcome
    text = _tried_releases(outcome)
    path = ROOT / FILE
    current = path.exists() and path.read_text(encoding="utf-8") == text
    if not current:
        path.write_text(text, encoding="utf-8")
    outcome.record(f"{FILE} was not as {RELEASES} says; it is now: commit it", current)
    return outcome


def _mistakes() -> list[str]:
    """What antsibull-changelog does not see in the fragments."""
    first = not _read(ROOT / RELEASES)["releases"]
    found = []
    for path in sorted(ROOT.glob("changelogs/fragments/*.yml")):
        name, text = path.relative_to(ROOT), path.read_text(encoding="utf-8")
        found += [f"{name}: {mark}: write ``...``, fragments are reStructuredText" for mark in MARKUP.findall(text)]
        if first and set(_read(path)) != {SUMMARY}:
            found.append(f"{name}: nothing was released yet, so no user knows what this changes: remove it")
    return found


def _tried_releases(outcome: Outcome) -> str:
    """Releases what galaxy.yml names, if it was not, and a version after it, in a copy; returns what CHANGELOG.md is to be."""
    _copy()
    galaxy, released = COPY / "galaxy.yml", _read(COPY / RELEASES)["releases"]
    version = _read(galaxy)["version"]
    text = ""
    if released:
        _run("generate")
        text = _changelog()
    if version not in released:
        _release(version)
        outcome.record(f"the release of {version}", f"v{version}" in _plain(_changelog()) and not _fragments())
    numbers = version.split(".")
    following = ".".join([*numbers[:-1], str(int(numbers[-1]) + 1)])
    galaxy.write_text(galaxy.read_text(encoding="utf-8").replace(f"version: {version}", f"version: {following}"))
    (COPY / "changelogs/fragments/planted.yml").write_text(yaml.safe_dump(PLANTED), encoding="utf-8")
    text = text or _changelog()
    _release(following)
    both = all(part in _plain(_changelog()) for part in (PLANTED["bugfixes"][0], f"v{version}", f"v{following}"))
    outcome.record("a release after that, of a new fragment", both and not _fragments())
    return text


def _changelog() -> str:
    return (COPY / FILE).read_text(encoding="utf-8")


def _copy() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    for name in READ:
        source = COLLECTION / name
        COPY.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, COPY / name)
    (COPY / "changelogs/fragments").mkdir(exist_ok=True)  # which git does not know when a release has emptied it
    # Without a repository of its own antsibull-changelog asks the checkout's, which ignores all that is in .cache.
    subprocess.run(["git", "init", "--quiet", "--template=", COPY], check=True)


def _release(version: str) -> None:
    _run("release", "--version", version, "--date", "2026-01-01")  # the date is in changelog.yaml only


def _run(*arguments: str) -> None:
    done = subprocess.run(
        ["antsibull-changelog", *arguments],
        cwd=COPY,
        env=environment() | {"ANSIBLE_COLLECTIONS_PATH": str(COPY.parents[2])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"antsibull-changelog {arguments[0]} ended with {done.returncode}: {done.stdout}")


def _fragments() -> list[Path]:
    """Those that the release has left."""
    return list(COPY.glob("changelogs/fragments/*.yml"))


def _plain(markdown: str) -> str:
    return markdown.replace("\\", "")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
