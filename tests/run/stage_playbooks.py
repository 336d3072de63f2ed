# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks as users run them, on the lab's control node."""

from __future__ import annotations

import lab
from outcome import Outcome, run_pytest


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"playbooks: {obstacle}"])
    return run_pytest("tests/system/playbooks", lab.inside)
