# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs of workflows over the lab's hosts: whole ones, slices, a slice that is killed. Each runs once."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.workflows import Job, launch
from ansible_collections.privatelink.azure_ai.tests.system.workflow.inventories import (
    AZURE,
    AZURES,
    HEALTHY,
    THREE,
    TWO,
)

AT_ONCE = 3
NUMBERS = {
    name: number
    for number, name in enumerate(
        (
            "whole",
            "jumphost",
            "onprem",
            "outside",
            "killed",
            "without outside",
            "in azure",
            "jumphost in azure",
            "pod in azure",
            "healthy",
            "jumphost in a file",
            "others in a file",
        ),
        start=10,
    )
}


@pytest.fixture(scope="session")
def directory(tmp_path_factory) -> Path:
    """Return where all jobs have their directories."""
    return tmp_path_factory.mktemp("jobs")


@pytest.fixture(scope="session")
def jobs(directory):
    """Return a function that gives a job by its name, when it has ended."""
    shared = {"report_directory": str(directory / "shared"), "privatelink_artifact_limit": 1000}
    runs = {
        "whole": {"inventory": THREE},
        "jumphost": {"inventory": THREE, "hosts": ["jump-1"], "validate_part": True},
        "onprem": {"inventory": THREE, "hosts": ["onprem-1"], "validate_part": True},
        "outside": {"inventory": THREE, "hosts": ["outside-1"], "validate_part": True},
        "killed": {
            "inventory": THREE,
            "hosts": ["onprem-1"],
            "validate_part": True,
            "killed_at": "Probe the endpoints",
        },
        "without outside": {"inventory": TWO},
        "in azure": {"inventory": AZURES, "environment": AZURE},
        "jumphost in azure": {"inventory": AZURES, "hosts": ["jump-1"], "environment": AZURE, "validate_part": True},
        "pod in azure": {
            "inventory": AZURES,
            "hosts": ["pod-1", "outside-1"],
            "environment": AZURE,
            "validate_part": True,
        },
        "healthy": {"inventory": HEALTHY},
        "jumphost in a file": {"inventory": HEALTHY, "hosts": ["jump-1"], "validate_part": True, **shared},
        "others in a file": {"inventory": HEALTHY, "hosts": ["onprem-1", "outside-1"], "validate_part": True, **shared},
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        started: dict[str, Future[Job]] = {
            name: pool.submit(launch, directory, NUMBERS[name], "validate", **options) for name, options in runs.items()
        }
        yield lambda *names: [started[name].result() for name in names]
