# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person sees at a terminal of 80 columns, with every supported ansible-core."""

from __future__ import annotations

import json
import shutil
import sys

import lab
from outcome import Outcome, run_pytest
from project import CACHE, ROOT, search_path

sys.path.append(str(ROOT / "tests/support"))
import virtual_environments  # noqa: E402

# The Pythons that each of them runs on, as a control node.
CORES = {
    "2.18": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}

# The control node looks itself where no host stands outside.
LIBRARIES = ["requests", "dnspython"]


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"terminal: {obstacle}"])
    outcome = Outcome()
    playbooks = {}
    for core, pythons in CORES.items():
        try:
            playbooks[core] = _ansible_playbook(core, pythons)
        except virtual_environments.NotPossible as exc:
            outcome.not_run.append(f"terminal: ansible-core {core}: {exc}")
    if playbooks:
        setting = f"PRIVATELINK_CORES={json.dumps(playbooks)}"
        # One process: all tests look at the same few runs of the playbook, which it starts side by side.
        outcome.add(run_pytest(
            "tests/system/terminal", lambda command: lab.inside(["env", setting, *command]), parallel=False))
    return outcome


def _ansible_playbook(core: str, pythons: tuple[str, ...]) -> str:
    """The program of that ansible-core, in an environment of its own; raise NotPossible."""
    here = filter(None, (shutil.which(f"python{version}", path=":".join(search_path())) for version in pythons))
    python = next(here, None)
    if python is None:
        raise virtual_environments.NotPossible(f"there is no Python {' or '.join(pythons)} here")
    made = virtual_environments.virtual_environment(
        CACHE / "cores" / core, python, [f"ansible-core=={core}.*", *LIBRARIES], CACHE / "pip")
    return str(made.parent / "ansible-playbook")
