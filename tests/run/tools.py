# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tools that have environments of their own: what they require does not go together with .venv."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from debian_packages import NotPossible
from outcome import Command, Outcome
from project import environment, search_path
from virtual_environments import made

REQUIREMENTS = {
    "antsibull-docs": ["antsibull-docs>=2.24.0", "ansible-core>=2.18.1"],
    "galaxy-importer": ["galaxy-importer>=0.4.40"],
    "pre-commit": ["pre-commit>=4.0.0"],
    "reuse": ["reuse>=5.1.0"],
}


def run_tool(tool: str, name: str, command: Command, directory: Path, complaints: tuple[str, ...] = ()) -> Outcome:
    """One test: the command, in the tool's environment, ends with 0, and writes no line that begins with a complaint."""
    try:
        python = made(f"tools/{tool}", sys.executable, REQUIREMENTS[tool])
    except NotPossible as exc:
        return Outcome(not_run=[f"{name}: {exc}"])
    # Some run other programs of their environment, such as ansible-lint.
    path = os.pathsep.join([str(python.parent), *search_path()])
    done = subprocess.run(
        command,
        cwd=directory,
        env=environment() | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0 and not any(line.startswith(complaints) for line in done.stdout.splitlines())
    if not passed:
        print(done.stdout, flush=True)
    outcome = Outcome()
    outcome.record(name, passed)
    return outcome
