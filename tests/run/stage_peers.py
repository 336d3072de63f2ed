# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real servers among the lab's own: nginx, tinyproxy, squid and mitmproxy of Debian."""

from __future__ import annotations

import os
import sys

import lab
from outcome import Outcome, run_pytest
from project import CACHE, ROOT

sys.path.append(str(ROOT / "tests/support"))
import debian_packages  # noqa: E402

PACKAGES = ("nginx-light", "tinyproxy", "squid", "mitmproxy")


def run() -> Outcome:
    obstacle = lab.obstacle()
    if not obstacle and os.geteuid() != 0:
        obstacle = "the servers give up root's rights in the lab, which takes root"
    if obstacle:
        return Outcome(not_run=[f"peers: {obstacle}"])
    try:
        root = debian_packages.unpacked(CACHE / "debian/peers", PACKAGES)
    except debian_packages.NotPossible as exc:
        return Outcome(not_run=[f"peers: {exc}"])
    # One after the other: every server has one address.
    setting = f"PRIVATELINK_PACKAGES={root}"
    return run_pytest("tests/system/peers", lambda command: lab.inside(["env", setting, *command]), parallel=False)
