# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bench: speed as ratios against peers, in the lab, its servers answering 50 ms later."""

from __future__ import annotations

import os
import subprocess
import sys

import collection_copy
import debian_packages
import lab
from project import CACHE, ROOT, environment

PEERS = CACHE / "peers"
JUMPHOSTS = "20xjump-plain"


def run() -> int:
    """Returns 0 when every ratio is within its limit."""
    obstacle = lab.obstacle()
    if obstacle:
        print(f"The bench runs in the lab, and this machine does not let it: {obstacle}")
        return 1
    collection_copy.refresh()
    if not PEERS.exists():
        # The package brings its collections along; its dependencies are there already.
        subprocess.run([sys.executable, "-m", "pip", "-qq", "install", "--no-deps", "--target", PEERS,
                        "-r", ROOT / "tests/bench/requirements.txt"], check=True)
    variables = {"ANSIBLE_COLLECTIONS_PATH": os.pathsep.join([str(CACHE), str(PEERS)])}
    try:
        exporter = debian_packages.unpacked(CACHE / "debian/bench", ("prometheus-blackbox-exporter",))
        variables["PRIVATELINK_PACKAGES"] = str(exporter)
    except debian_packages.NotPossible as exc:
        print(f"prometheus-blackbox-exporter is not in the table: {exc}")
    command = [sys.executable, ROOT / "tests/bench"]
    missed = subprocess.run(lab.inside(command, "--delay", "0.05"),
                            cwd=ROOT, env=environment() | variables, check=False).returncode
    obstacle = lab.obstacle("machines")
    if obstacle:
        print(f"Jumphosts are not in the table: {obstacle}")
        return missed
    return missed | subprocess.run(
        lab.inside([*command, "bench_jumphosts"], "--machines", JUMPHOSTS, "--from", "control"),
        cwd=ROOT, env=environment() | variables, check=False).returncode
