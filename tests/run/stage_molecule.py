# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every Molecule scenario, inside the lab: one test per scenario."""

from __future__ import annotations

import lab
from outcome import Outcome, run_each
from project import COLLECTION


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"molecule: {obstacle}"])
    scenarios = sorted(path.parent.name for path in COLLECTION.glob("extensions/molecule/*/molecule.yml"))
    return run_each({f"molecule scenario {name}": lab.inside(["molecule", "test", "--scenario-name", name])
                     for name in scenarios})
