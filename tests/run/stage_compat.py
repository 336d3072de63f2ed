# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The oldest and newest libraries, on every supported Python that is here, as targets in the lab.

Of Azure's SDKs `make units` has the newest: here the unit tests that use them run once more with the oldest.
"""

from __future__ import annotations

import json
import shutil
import sys

import lab
from outcome import Outcome, run_pytest
from project import CACHE, ROOT, search_path

sys.path.append(str(ROOT / "tests/support"))
import virtual_environments  # noqa: E402

PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13")

# Hosts of RHEL 9's days have these. The urllib3 in them does not import on newer Pythons.
OLDEST = ["requests==2.25.1", "urllib3==1.26.5", "dnspython==2.1.0"]
OLDEST_RUNS_ON = ("3.9", "3.10", "3.11")
NEWEST = ["requests", "dnspython"]

# What azure.azcollection 3.21 pins, and the azure-identity of its days.
OLDEST_SDKS = ["azure-identity==1.16.1", "azure-mgmt-cognitiveservices==13.7.0", "azure-mgmt-network==28.0.0",
               "azure-mgmt-privatedns==1.2.0"]
SDK_TESTS = ("module_utils/test_arm.py", "module_utils/test_azure_*.py", "modules/test_private_endpoint_info.py")


def run() -> Outcome:
    outcome = _oldest_sdks()
    outcome.add(_targets())
    return outcome


def _oldest_sdks() -> Outcome:
    requirements = [line for line in (ROOT / "tests/unit/requirements.txt").read_text().split()
                    if not line.startswith("azure-")]
    try:
        python = virtual_environments.virtual_environment(
            CACHE / "targets/sdks-oldest", sys.executable,
            [*OLDEST_SDKS, *requirements, "ansible-core>=2.18.0", "pytest>=8.0.0", "pytest-mock>=3.12.0",
             "pytest-xdist>=3.5.0"], CACHE / "pip")
    except virtual_environments.NotPossible as exc:
        return Outcome(not_run=[f"compat: sdks-oldest: {exc}"])
    tests = [str(path.relative_to(ROOT)) for pattern in SDK_TESTS
             for path in sorted((ROOT / "tests/unit/plugins").glob(pattern))]
    return run_pytest(tests[0], lambda command: [python, "-m", *command, *tests[1:]])


def _targets() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"compat: {obstacle}"])
    outcome = Outcome()
    targets = {}
    for name, (version, requirements) in _wanted(outcome).items():
        python = shutil.which(f"python{version}", path=":".join(search_path()))
        try:
            targets[name] = str(virtual_environments.virtual_environment(
                CACHE / "targets" / name, python, requirements, CACHE / "pip"))
        except virtual_environments.NotPossible as exc:
            outcome.not_run.append(f"compat: {name}: {exc}")
    if targets:
        setting = f"PRIVATELINK_TARGETS={json.dumps(targets)}"
        outcome.add(run_pytest("tests/system/compat", lambda command: lab.inside(["env", setting, *command])))
    return outcome


def _wanted(outcome: Outcome) -> dict[str, tuple[str, list[str]]]:
    """The targets by name: a Python that is here, and what it needs."""
    here = [version for version in PYTHONS if shutil.which(f"python{version}", path=":".join(search_path()))]
    outcome.skipped += [f"compat: there is no python{version} here" for version in PYTHONS if version not in here]
    wanted = {f"python{version}-newest": (version, NEWEST) for version in here}
    oldest = [version for version in OLDEST_RUNS_ON if version in here]
    if oldest:
        wanted[f"python{oldest[0]}-oldest"] = (oldest[0], OLDEST)
    else:
        outcome.skipped.append(f"compat: the oldest libraries need a Python of {', '.join(OLDEST_RUNS_ON)}")
    if here:
        wanted["identity"] = (here[-1], [*NEWEST, "azure-identity"])
    return wanted
