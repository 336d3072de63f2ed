# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the playbooks as a user does, on the lab's control node."""

from __future__ import annotations

import dataclasses
import fcntl
import functools
import json
import shutil

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.runs import Run, run_playbook


def write_inventory(directory, *accounts, hosts=("jump-1", "outside-1"), **variables):
    """Write an inventory of lab hosts and the accounts of those names into a directory, and return its path."""
    lab = json.loads((LAB / "inventory.yml").read_text())["all"]
    rows = lab["vars"]["privatelink_accounts"]
    lab["vars"]["privatelink_accounts"] = [row for row in rows if row["name"] in accounts]
    lab["vars"].update(variables)
    lab["hosts"] = {name: dict(lab["hosts"].get(name) or lab["hosts"]["jump-1"]) for name in hosts}
    path = directory / "inventory.json"
    path.write_text(json.dumps({"all": lab}))
    return path


@pytest.fixture
def inventory(tmp_path):
    """Return a function that writes an inventory of lab hosts and the accounts of those names."""
    return functools.partial(write_inventory, tmp_path)


@pytest.fixture(scope="session")
def healthy(tmp_path_factory, worker_id):
    """Return the first run over the healthy account, and the directory that it ran in: one for all workers."""
    base = tmp_path_factory.getbasetemp()
    common = base if worker_id == "master" else base.parent
    directory, kept = common / "healthy", common / "healthy.json"
    with (common / "healthy.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            directory.mkdir()
            run = run_playbook(directory, "validate", write_inventory(directory, "aro-azureopenai"))
            kept.write_text(json.dumps(dataclasses.asdict(run)))
    return Run(**json.loads(kept.read_text())), directory


@pytest.fixture
def validated_before(healthy, tmp_path):
    """The reports of that run are those of this test's first run."""
    shutil.copytree(healthy[1] / "reports", tmp_path / "reports")


@pytest.fixture
def playbook(tmp_path):
    """Return a function that runs a playbook of the collection by its FQCN; it writes no report for people unless asked."""
    return functools.partial(run_playbook, tmp_path, report_formats=["json"])
