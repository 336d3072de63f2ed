# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's side joined with what clients see, with the older generation of Azure's SDKs; `make matrix` has the newest."""

from __future__ import annotations

import sys

import lab
from outcome import Outcome, run_pytest
from project import CACHE, ROOT

sys.path.append(str(ROOT / "tests/support"))
import virtual_environments  # noqa: E402

# What azure.azcollection 3.21 pins, and what its users therefore have; .venv has the newest.
OLDER = ["ansible-core", "dnspython", "requests", "PyYAML", "azure-identity", "azure-mgmt-network==28.0.0",
         "azure-mgmt-privatedns==1.2.0", "azure-mgmt-cognitiveservices==13.7.0"]


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"azure: {obstacle}"])
    outcome = Outcome()
    controller = sys.executable
    try:
        controller = virtual_environments.virtual_environment(
            CACHE / "controllers/older", sys.executable, OLDER, CACHE / "pip")
    except virtual_environments.NotPossible as exc:
        outcome.not_run.append(f"azure: the older generation of the SDKs: {exc}")
    setting = f"PRIVATELINK_CONTROLLER={controller}"
    outcome.add(run_pytest("tests/system/azure", lambda command: lab.inside(["env", setting, *command]), parallel=False))
    return outcome
