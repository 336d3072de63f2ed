# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests are given beside the lab: programs of Debian packages, environments with libraries. All of it is in .cache.

Each returns the command that stands before `pytest`, notes in the outcome what cannot be had, and raises NotPossible where
nothing can be tested without it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import ansible_package
import browsers
import debian_packages
import lab
from debian_packages import NotPossible
from outcome import Command, Outcome
from project import CACHE, ROOT, environment
from virtual_environments import PYTHONS, made, python_here

PEERS = ("nginx-light", "tinyproxy", "squid", "mitmproxy")
NAME_SERVERS = ("unbound", "bind9", "dnsmasq-base")
CAUSE_SERVERS = (
    *NAME_SERVERS,
    "pdns-recursor",
    "knot-resolver",
    "systemd-resolved",
    "nginx-light",
    "libnginx-mod-stream",
    "haproxy",
    "apache2-bin",
    "stunnel4",
    "caddy",
    "squid",
    "mitmproxy",
)

# By directory: what is installed, and the Python that it goes with, where there is one; 2.1 is of RHEL 9's days.
DNSPYTHONS = {"2.1.0": ("dnspython==2.1.0", "3.9"), "latest": ("dnspython", "3.13")}

# What azure.azcollection 3.21 pins, and what its users therefore have; .venv has the newest.
OLDER_SDKS = ["azure-mgmt-network==28.0.0", "azure-mgmt-privatedns==1.2.0", "azure-mgmt-cognitiveservices==13.7.0"]

# The Pythons that each ansible-core runs on, as a control node: the oldest one that is supported, and the newest of each.
CORES = {
    "2.18.1": ("3.11", "3.12", "3.13"),
    "2.19": ("3.11", "3.12", "3.13"),
    "2.20": ("3.12", "3.13", "3.14"),
    "2.21": ("3.12", "3.13", "3.14"),
}

# Hosts of RHEL 9's days have these. The urllib3 in them does not import on newer Pythons, which need the last of its line.
OLDEST = ["requests==2.25.1", "urllib3==1.26.5", "dnspython==2.1.0"]
OLDEST_ON_NEWER = ["requests==2.25.1", "urllib3==1.26.20", "dnspython==2.1.0"]
OLDEST_RUNS_ON = ("3.9", "3.10", "3.11")
NEWEST = ["requests", "dnspython"]


def nothing(_outcome: Outcome) -> Command:
    return []


def peers(_outcome: Outcome) -> Command:
    """Real servers among the lab's own."""
    return ["env", f"PRIVATELINK_PACKAGES={debian_packages.unpacked(CACHE / 'debian/peers', PEERS)}"]


def name_servers(_outcome: Outcome) -> Command:
    return ["env", f"PRIVATELINK_PACKAGES={debian_packages.unpacked(CACHE / 'debian/servers', NAME_SERVERS)}"]


def cause_servers(_outcome: Outcome) -> Command:
    return ["env", f"PRIVATELINK_PACKAGES={debian_packages.unpacked(CACHE / 'debian/causes', CAUSE_SERVERS)}"]


def dnspythons(_outcome: Outcome) -> Command:
    """The oldest and the newest one, in a directory with one environment for each."""
    for name, (requirement, version) in DNSPYTHONS.items():
        made(f"dnspython/{name}", python_here(version) or sys.executable, [requirement])
    return ["env", f"PRIVATELINK_DNSPYTHONS={CACHE / 'dnspython'}"]


def older_controller(outcome: Outcome) -> Command:
    """A control node with the older generation of Azure's SDKs; `make matrix` has the newest."""
    controller = sys.executable
    try:
        controller = _with_older_sdks()
    except NotPossible as exc:
        outcome.not_run.append(f"azure: the older generation of the SDKs: {exc}")
    return ["env", f"PRIVATELINK_CONTROLLER={controller}"]


def cores(outcome: Outcome) -> Command:
    """Every supported ansible-core with what ansible-builder installs beside it, and nothing else."""
    # The stage `platform` compares it with what ansible-builder finds.
    beside = (ROOT / "meta/ee-requirements.txt").read_text().split()
    playbooks = {}
    for core, versions in CORES.items():
        try:
            python = next(filter(None, map(python_here, versions)), None)
            if python is None:
                raise NotPossible(f"there is no Python {' or '.join(versions)} here")
            core_python = made(f"cores/{core}", python, [f"ansible-core=={core}.*", *beside])
            playbooks[core] = str(core_python.parent / "ansible-playbook")
        except NotPossible as exc:
            outcome.not_run.append(f"ansible-core {core}: {exc}")
    if not playbooks:
        raise NotPossible("there is no ansible-core")
    return ["env", f"PRIVATELINK_CORES={json.dumps(playbooks)}"]


def builder(_outcome: Outcome) -> Command:
    """ansible-builder; it builds no image here, which takes a container engine."""
    made_python = made("platform/builder", sys.executable, ["ansible-builder>=3.1,<4"])
    return ["env", f"PRIVATELINK_BUILDER={made_python.parent / 'ansible-builder'}"]


def browser(outcome: Outcome) -> Command:
    """The HTML report of a verdict, Chromium, and axe-core."""
    python, variables = browsers.prepared()
    try:
        variables["PRIVATELINK_AXE"] = str(browsers.axe())
    except NotPossible as exc:
        outcome.not_run.append(f"browser: accessibility: {exc}")
    variables["PRIVATELINK_VERDICT"] = str(browsers.verdict(browsers.HEALTHY + browsers.BROKEN))
    return ["env", *(f"{name}={value}" for name, value in variables.items()), python, "-m"]


def controller_modules(_outcome: Outcome) -> Command:
    """The modules that provision an AWX controller."""
    return ["env", f"PRIVATELINK_AWX={ansible_package.unpacked('awx.awx')}"]


def pods(_outcome: Outcome) -> Command:
    """The connection plugins for pods."""
    return ["env", f"PRIVATELINK_PODS={ansible_package.unpacked('community.okd')}"]


def controller_on_cores(outcome: Outcome) -> Command:
    """The same, and every supported ansible-core."""
    return [*cores(outcome), *controller_modules(outcome)[1:]]


def oldest_sdks(_outcome: Outcome) -> Command:
    """Azure's SDKs: the unit tests that use them run once more with the oldest, for `make units` has the newest."""
    return [_with_older_sdks(), "-m"]


def _with_older_sdks() -> Path:
    """Return the Python of one environment for a control node and for unit tests."""
    requirements = [
        line for line in (ROOT / "tests/unit/requirements.txt").read_text().split() if not line.startswith("azure-")
    ]
    return made(
        "targets/sdks-oldest",
        sys.executable,
        [
            "azure-identity==1.16.1",
            *OLDER_SDKS,
            *requirements,
            "ansible-core>=2.18.1",
            "pytest>=8.0.0",
            "pytest-mock>=3.12.0",
            "pytest-xdist>=3.5.0",
        ],
    )


def targets(outcome: Outcome) -> Command:
    """The oldest and the newest libraries, on every supported Python that is here."""
    found = {}
    for name, (version, requirements) in _wanted_targets(outcome).items():
        try:
            found[name] = str(made(f"targets/{name}", python_here(version), requirements))
        except NotPossible as exc:
            outcome.not_run.append(f"compat: {name}: {exc}")
    if not found:
        raise NotPossible("there is no Python to test with")
    return ["env", f"PRIVATELINK_TARGETS={json.dumps(found)}"]


def _wanted_targets(outcome: Outcome) -> dict[str, tuple[str, list[str]]]:
    """By name: a Python that is here, and what it needs."""
    here = [version for version in PYTHONS if python_here(version)]
    outcome.skipped += [f"compat: there is no python{version} here" for version in PYTHONS if version not in here]
    wanted = {f"python{version}-newest": (version, NEWEST) for version in here[:-1]}
    if here:
        wanted[f"python{here[-1]}-newest"] = (here[-1], [*NEWEST, "azure-identity"])
    oldest = [version for version in OLDEST_RUNS_ON if version in here]
    if oldest:
        wanted[f"python{oldest[0]}-oldest"] = (oldest[0], OLDEST)
    else:
        outcome.skipped.append(f"compat: the oldest libraries need a Python of {', '.join(OLDEST_RUNS_ON)}")
    return wanted


def wheels(_outcome: Outcome) -> Command:
    """Puts the wheels in the role's cache, to which the lab's machines have no way."""
    subprocess.run(
        [
            "ansible",
            "localhost",
            "-m",
            "privatelink.azure_ai.jumphost_wheels",
            "-a",
            json.dumps(
                {
                    "cache": f"{environment()['ANSIBLE_HOME']}/privatelink-wheels",
                    "python_version": lab.python_of_machines(),
                }
            ),
        ],
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return []
