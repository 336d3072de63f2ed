# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's machines: that nothing of them remains, and that the role leaves them resolving names, whatever happens."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import lab
from outcome import Outcome, run_pytest
from project import environment


def run() -> Outcome:
    obstacle = lab.obstacle(machines=True)
    if obstacle:
        return Outcome(not_run=[f"machines: {obstacle}"])
    # One after the other: some end labs, and some change hosts that others look at.
    outcome = run_pytest("tests/system/machines/life", lambda command: [*lab.TREES, *command], parallel=False)
    _gather_wheels()
    outcome.add(run_pytest("tests/system/machines/hosts", _inside, parallel=False))
    # In a lab that no other test has used. They wait more than they compute, so each host has a worker.
    outcome.add(run_pytest("tests/system/machines/resolver", lambda command: _inside([*command, "--numprocesses", "4"])))
    return outcome


def _inside(command: list[str | Path]) -> list[str | Path]:
    return lab.inside(command, "--machines", "all", "--from", "control")


def _gather_wheels() -> None:
    """Has the wheels in the role's cache, to which the lab has no way."""
    subprocess.run(["ansible", "localhost", "-m", "privatelink.azure_ai.jumphost_wheels", "-a", json.dumps({
        "cache": f"{environment()['ANSIBLE_HOME']}/privatelink-wheels", "python_version": lab.python_of_machines(),
    })], env=environment(), stdout=subprocess.DEVNULL, check=True)
