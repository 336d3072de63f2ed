# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTML report in a real browser: Debian's Chromium, headless, and axe-core."""

from __future__ import annotations

import browser
import lab
import lab_verdict
from outcome import Outcome, run_pytest


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"browser: {obstacle}"])
    try:
        python, settings = browser.prepared()
    except browser.NotPossible as exc:
        return Outcome(not_run=[f"browser: {exc}"])
    outcome = Outcome()
    try:
        settings.append(f"PRIVATELINK_AXE={browser.axe()}")
    except browser.NotPossible as exc:
        outcome.not_run.append(f"browser: accessibility: {exc}")
    settings.append(f"PRIVATELINK_VERDICT={lab_verdict.written(lab_verdict.HEALTHY + lab_verdict.BROKEN)}")
    # One after the other: one of them measures time.
    outcome.add(run_pytest("tests/system/browser", lambda command: ["env", *settings, python, "-m", *command], parallel=False))
    return outcome
