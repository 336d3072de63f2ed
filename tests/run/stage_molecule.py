# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every Molecule scenario: one test per scenario. Those that do not start a lab of their own run inside one."""

from __future__ import annotations

import lab
from outcome import Outcome, run_each
from project import COLLECTION


def run() -> Outcome:
    commands, not_run = {}, []
    for path in sorted(COLLECTION.glob("extensions/molecule/*/molecule.yml")):
        scenario = path.parent.name
        own_lab = (path.parent / "create.yml").exists()
        command = ["molecule", "test", "--scenario-name", scenario]
        obstacle = lab.obstacle(machines=own_lab)
        if obstacle:
            not_run.append(f"molecule scenario {scenario}: {obstacle}")
        else:
            commands[f"molecule scenario {scenario}"] = [*lab.TREES, *command] if own_lab else lab.inside(command)
    outcome = run_each(commands)
    outcome.not_run += not_run
    return outcome
