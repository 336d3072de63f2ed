# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report in a browser: Chromium, its driver and axe-core, and the verdict that is shown. All of it is in .cache."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import chromium
import lab
import virtual_environments
from debian_packages import NotPossible
from project import CACHE, LANE, ROOT, environment

AXE = CACHE / "npm/package/axe.min.js"

HEALTHY = ("aro-azureopenai", "chat", "embeddings", "responses", "token", "reasoning", "flattened", "direct-record")
HOSTS = ("jump-1", "onprem-1", "outside-1")

# Of every link at least one, and none that waits for a timeout.
BROKEN = (
    "zone-not-linked",
    "stale-record",
    "record-missing",
    "no-endpoint",
    "mixed-records",
    "public-ipv6",
    "sinkhole",
    "declaration-outdated",
    "forwarder-missing",
    "tcp-refused",
    "tls-wrong-name",
    "tls-inspected",
    "http-captive-portal",
    "public-access-enabled",
    "selected-networks",
    "gate-private-endpoint-not-approved",
    "public-access-keyless",
    "bad-key",
    "deployment-deleted",
)


def prepared() -> tuple[Path, dict[str, str]]:
    """Return the Python that drives the browser, and the variables that its tests read; raise NotPossible."""
    requirements = [
        line
        for line in (ROOT / "tests/system/browser/requirements.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    root = chromium.unpacked(CACHE / "debian/browser")
    python = virtual_environments.made("targets/browser", sys.executable, requirements)
    return python, {"PRIVATELINK_BROWSER": str(root), "PYTHONPATH": str(LANE)}


def axe() -> Path:
    """Return the script of axe-core, fetched once; raise NotPossible."""
    if AXE.exists():
        return AXE
    npm = shutil.which("npm")
    if not npm:
        raise NotPossible("there is no npm, which fetches axe-core")
    directory = AXE.parents[1]
    directory.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [npm, "pack", "--silent", "--cache", directory / "cache", "axe-core@4"],
        cwd=directory,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotPossible(f"npm cannot fetch axe-core: {' '.join(done.stderr.split())[:300]}")
    with tarfile.open(directory / done.stdout.split()[-1]) as package:
        package.extract("package/axe.min.js", directory, filter="data")
    return AXE


def verdict(accounts: Sequence[str], hosts: tuple[str, ...] = HOSTS) -> Path:
    """Validate those accounts from those hosts of the lab; return the file of the verdict."""
    directory = CACHE / "browser"
    directory.mkdir(parents=True, exist_ok=True)
    written, inventory = directory / "verdict.json", directory / "inventory.yml"
    written.unlink(missing_ok=True)
    inventory.write_text(lab.inventory.render(lab.State(lab.DEFAULT_DIRECTORY), lab.accounts_named(accounts), hosts))
    done = subprocess.run(
        lab.inside(
            [
                "ansible-playbook",
                "--inventory",
                inventory,
                "privatelink.azure_ai.validate",
                "--extra-vars",
                json.dumps({"report_directory": str(directory)}),
            ]
        ),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if not written.exists():
        raise RuntimeError(f"the playbook wrote no verdict: {(done.stdout + done.stderr)[-2000:]}")
    return written
