# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role that configures jumphosts, on a Debian to throw away."""

from __future__ import annotations

import os
import shutil

from outcome import Outcome, run_pytest


def run() -> Outcome:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return Outcome(not_run=["jumphost: it installs packages in a layer over this machine's own system; "
                                "that needs root and Debian or Ubuntu"])
    return run_pytest("tests/jumphost", parallel=False)  # one host, and each test goes on where the one before left it
