# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The soak: validations of the lab in a loop, while faults are switched and runs are killed."""

from __future__ import annotations

import os
import subprocess
import sys

import collection_copy
import debian_packages
import lab
import project
from debian_packages import NotPossible
from project import CACHE, COLLECTION, LANE, environment


def run(minutes: float, seed: int | None) -> int:
    """Returns 0 when nothing was wrong."""
    obstacle = lab.obstacle()
    if obstacle:
        print(f"The soak runs in the lab, and this machine does not let it: {obstacle}")
        return 1
    collection_copy.refresh()
    chosen = [] if seed is None else ["--seed", str(seed)]
    program = [sys.executable, COLLECTION / "tests/soak", "--minutes", str(minutes), *chosen]
    # A lab of its own: in one that is up already, others would meet the faults.
    inside = [project.LAB, "--state", CACHE / "soak", "run", "--", *program]
    return subprocess.run(inside, cwd=COLLECTION, env=environment() | _variables(), check=False).returncode


def _variables() -> dict[str, str]:
    """What the program needs in its environment."""
    return {"PYTHONPATH": os.pathsep.join([str(LANE), str(COLLECTION / "tests/lab")]), **_faketime()}


def _faketime() -> dict[str, str]:
    """Where the library is that steps a clock; nothing where it cannot be had."""
    try:
        root = debian_packages.unpacked(CACHE / "debian/soak", ("libfaketime",))
    except NotPossible:
        return {}
    found = sorted(root.glob("usr/lib/*/faketime/libfaketimeMT.so.1"))
    return {"PRIVATELINK_FAKETIME": str(found[0])} if found else {}
