# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every supported ansible-core, over hosts whose modules return what a test wrote."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.commands import run_playbook

CORES = json.loads(os.environ["PRIVATELINK_CORES"])

OLDEST, NEWEST = list(CORES)[0], list(CORES)[-1]
# A worker makes all runs of a core: they are forks of one process.
_BY_CORE = {core: pytest.param(core, id=core, marks=pytest.mark.xdist_group(core)) for core in CORES}
on_oldest = pytest.mark.xdist_group(OLDEST)
every_core = pytest.mark.parametrize("core", _BY_CORE.values())
# Enough for what no version between them changes: templates, results and connections have each core in a test of their own.
oldest_and_newest = pytest.mark.parametrize("core", [_BY_CORE[OLDEST], _BY_CORE[NEWEST]])


@dataclass
class Run:
    """What one run of a playbook gave."""

    code: int
    output: str
    document: dict | None


def run(core: str, playbook: str | Path, inventory: Path, *arguments: str, before=(), **variables: str | None) -> Run:
    """Run a playbook below the directory of its inventory, with variables of the environment; None removes one.

    With any of these it is a process of its own.
    """
    directory = inventory.parent
    if before or variables:
        done = _own_process([*before, CORES[core], playbook, "-i", inventory, *arguments], directory, variables)
    else:
        python = str(Path(CORES[core]).parent / "python")
        done = run_playbook(playbook, "-i", inventory, *arguments, directory=directory, python=python)
    written = directory / "privatelink-report/verdict.json"
    document = json.loads(written.read_text(encoding="utf-8")) if written.exists() else None
    return Run(done.returncode, done.stdout + done.stderr, document)


def _own_process(command: list[str | Path], directory: Path, variables: dict[str, str | None]):
    environment = {**os.environ, **{name: value for name, value in variables.items() if value is not None}}
    for name in [name for name, value in variables.items() if value is None]:
        environment.pop(name, None)
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        cwd=directory,
        env=environment,
    )
