# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bench: speed as ratios against peers, in the lab, its servers answering 50 ms later."""

from __future__ import annotations

import os
import subprocess
import sys

import ansible_package
import browsers
import collection_copy
import debian_packages
import lab
import performance
from debian_packages import NotPossible
from project import CACHE, ROOT, environment

# Measured only by its name: making the file systems of its machines takes as long as half of the other tables.
LONG = "jumphosts"
JUMPHOSTS = "20xjump-plain"


def run(only: str = "") -> int:
    """Returns 0 when everything was measured that there is something for, and every limit was kept.

    C(only) are names of benches, separated by commas.
    """
    obstacle = lab.obstacle()
    if obstacle:
        print(f"The bench runs in the lab, and this machine does not let it: {obstacle}")
        return 1
    collection_copy.refresh()
    performance.MEASURED.mkdir(exist_ok=True)
    variables = {
        "PRIVATELINK_BENCH": str(performance.MEASURED),
        "BENCH": only,
        # For a first look; a median is of three.
        "PRIVATELINK_ROUNDS": os.environ.get("ROUNDS", ""),
    }
    available, missing = ["nothing", "lab"], []
    for need, (prepare, benches) in PREPARED.items():
        if only and not benches & set(only.split(",")):
            continue
        try:
            variables |= prepare()
            available.append(need)
        except NotPossible as exc:
            missing.append(f"Not in the table is what needs the {need}: {exc}")
    failed = 0
    if only != LONG:
        failed = _measure(available, variables, "--delay", "0.05")
    if LONG in only.split(","):
        obstacle = lab.obstacle("machines")
        if obstacle:
            missing.append(f"Not in the table is what needs machines: {obstacle}")
        else:
            failed |= _measure(["machines"], variables, "--machines", JUMPHOSTS, "--from", "control")
    elif not only:
        print(f"make bench BENCH={LONG} measures the role jumphost on 20 machines, which takes 5 minutes more.")
    print("\n".join(missing))
    return failed


def _collections() -> dict[str, str]:
    directory = ansible_package.unpacked("community.dns")
    return {"ANSIBLE_COLLECTIONS_PATH": os.pathsep.join([str(CACHE), str(directory)])}


def _exporter() -> dict[str, str]:
    return {
        "PRIVATELINK_PACKAGES": str(debian_packages.unpacked(CACHE / "debian/bench", ("prometheus-blackbox-exporter",)))
    }


def _dig() -> dict[str, str]:
    return {"PRIVATELINK_DIG": str(debian_packages.unpacked(CACHE / "debian/dig", ("bind9-dnsutils",)))}


def _browser() -> dict[str, str]:
    python, settings = browsers.prepared()
    verdict = browsers.verdict(browsers.HEALTHY + browsers.BROKEN)
    return {
        "PRIVATELINK_BROWSER_PYTHON": str(python),
        "PRIVATELINK_BROWSER": settings["PRIVATELINK_BROWSER"],
        "PRIVATELINK_VERDICT": str(verdict),
    }


# What rows need: who prepares it, and whose rows they are.
PREPARED = {
    "collections": (_collections, {"dns", "probe"}),
    "exporter": (_exporter, {"probe"}),
    "dig": (_dig, {"dns"}),
    "browser": (_browser, {"page"}),
}


def _measure(needs: list[str], variables: dict[str, str], *options: str) -> int:
    return subprocess.run(
        lab.inside([sys.executable, ROOT / "tests/bench", *needs], *options),
        cwd=ROOT,
        env=environment() | variables,
        check=False,
    ).returncode
