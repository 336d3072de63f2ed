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

# Measured only by their names, since each takes as long as a third of the other tables.
MACHINES = "jumphosts"
LONG = {MACHINES: "the role jumphost on 20 machines", "broken": "all broken accounts from 31 hosts"}
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
    chosen = set(filter(None, only.split(",")))
    available, missing = ["nothing", "lab"], []
    for need, (prepare, benches) in PREPARED.items():
        if chosen and not benches & chosen:
            continue
        try:
            variables |= prepare()
            available.append(need)
        except NotPossible as exc:
            missing.append(f"Not in the table is what needs the {need}: {exc}")
    failed = 0
    if chosen != {MACHINES}:
        failed = _measure([*available, *["its name"] * bool(chosen)], variables, "--delay", "0.05")
    if MACHINES in chosen:
        obstacle = lab.obstacle("machines")
        if obstacle:
            missing.append(f"Not in the table is what needs machines: {obstacle}")
        else:
            failed |= _measure(["machines"], variables, "--machines", JUMPHOSTS, "--from", "control")
    missing += [f"make bench BENCH={name} measures {what}." for name, what in LONG.items() if not chosen]
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
