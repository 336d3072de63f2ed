# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The confusion tables: every fault of the lab, of clients and of Azure's side, in one run of the playbook."""

from __future__ import annotations

import lab
from outcome import Outcome, run_pytest


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"matrix: {obstacle}"])
    return run_pytest("tests/system/matrix", lab.inside, parallel=False)  # one run of the playbook is what all tests look at
