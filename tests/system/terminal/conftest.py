# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs validate once for each estate and each ansible-core, at a terminal, with the configuration of the guides or none."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.system.terminal.terminal import Screen, show

CORES = json.loads(os.environ["PRIVATELINK_CORES"])

HEALTHY = "aro-azureopenai"
# By name: their accounts, and the hosts that look. In the first the control node stands for the outside.
ESTATES = {
    "healthy": ((HEALTHY,), ("jump-1",)),
    "broken": (
        (HEALTHY, "zone-not-linked", "stale-record", "public-access-enabled", "selected-networks", "bad-key"),
        ("jump-1", "outside-1"),
    ),
}
# The accounts of `make demo`, with its configuration; the cores between are as Ansible comes.
DEMO = [("broken", core) for core in (list(CORES)[0], list(CORES)[-1])]
COLLECTION = Path(__file__).resolve().parents[3]
CONFIGURATION = COLLECTION / "docs/aap/project/ansible.cfg"


@pytest.fixture(scope="session")
def screens(tmp_path_factory) -> dict[tuple[str, str], Screen]:
    """Return what each estate, named first, looks like with each ansible-core."""
    # Made one after another: pytest's factory of directories is not made for threads.
    directories = {(estate, core): tmp_path_factory.mktemp(f"{estate}-{core}") for estate in ESTATES for core in CORES}

    def validate(key):
        (estate, core), directory = key, directories[key]
        settings = {"ANSIBLE_CONFIG": str(CONFIGURATION)} if key in DEMO else {}
        return show(CORES[core], _inventory(directory, *ESTATES[estate]), directory, settings)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(directories, pool.map(validate, directories)))


def _inventory(directory, accounts, hosts):
    content = json.loads((LAB / "inventory.yml").read_text())
    every = content["all"]
    rows = every["vars"]["privatelink_accounts"]
    every["vars"]["privatelink_accounts"] = [row for row in rows if row["name"] in accounts]
    every["hosts"] = {name: every["hosts"][name] for name in hosts}
    path = directory / "inventory.json"
    path.write_text(json.dumps(content))
    return path
