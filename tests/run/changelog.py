# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CHANGELOG.md, as antsibull-changelog writes it: of what was released, and before the first release of its fragments."""

from __future__ import annotations

import re
import shutil
import subprocess

import yaml
from outcome import Outcome, run_each
from project import COLLECTION, LANE, ROOT, environment

FILE = "CHANGELOG.md"
COPY = LANE / "changelog/ansible_collections/privatelink/azure_ai"
# What antsibull-changelog reads, itself and by ansible-doc.
READ = ("changelogs", "galaxy.yml", "meta", "playbooks", "plugins", "roles")
# Fragments are reStructuredText; these are the marks of plugins' documentation, and would stand there as they are.
MARKUP = re.compile(r"\b(?:[BCEILMOPRUV]|RV)\([^)]*\)")


def changelog() -> Outcome:
    """The changelog and its fragments."""
    outcome = run_each(
        {
            "antsibull-changelog lint": ["antsibull-changelog", "lint"],
            "antsibull-changelog lint-changelog-yaml": [
                "antsibull-changelog",
                "lint-changelog-yaml",
                "changelogs/changelog.yaml",
            ],
        }
    )
    for path in sorted(ROOT.glob("changelogs/fragments/*.yml")):
        for mark in MARKUP.findall(path.read_text(encoding="utf-8")):
            outcome.failed.append(f"{path.relative_to(ROOT)}: {mark}: write ``...``, fragments are reStructuredText")
    if outcome.failed:
        return outcome
    text = generated()
    path = ROOT / FILE
    current = path.exists() and path.read_text(encoding="utf-8") == text
    if not current:
        path.write_text(text, encoding="utf-8")
    outcome.record(f"{FILE} was not as its fragments say; it is now: commit it", current)
    return outcome


def generated() -> str:
    """Runs antsibull-changelog in a copy, which a release changes; returns the text of CHANGELOG.md."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in READ:
        source = COLLECTION / name
        COPY.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, COPY / name)
    # Without a repository of its own antsibull-changelog asks the checkout's, which ignores all that is in .cache.
    subprocess.run(["git", "init", "--quiet", "--template=", COPY], check=True)
    releases = yaml.safe_load((COPY / "changelogs/changelog.yaml").read_text(encoding="utf-8"))["releases"]
    done = subprocess.run(
        # The date is in changelog.yaml only. Nothing is generated as long as nothing was released.
        ["antsibull-changelog", *(["generate"] if releases else ["release", "--date", "2026-01-01"])],
        cwd=COPY,
        env=environment() | {"ANSIBLE_COLLECTIONS_PATH": str(COPY.parents[2])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"antsibull-changelog ended with {done.returncode}: {done.stdout}")
    return (COPY / FILE).read_text(encoding="utf-8")
