# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No host holds a playbook for ever: each task that runs a module there has a time limit of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).absolute().parents[3]
ON_HOSTS = (
    *("aoai_probe", "azure_machine_info", "privatelink_dns_facts"),
    *("jumphost_facts", "jumphost_files", "jumphost_packages", "jumphost_resolver", "jumphost_venv"),
)
LONGEST = 1800


def tasks(content):
    """Yield the tasks of a file, in plays and blocks too."""
    for each in content or ():
        for part in ("tasks", "block", "rescue", "always"):
            yield from tasks(each.get(part))
        yield each


FOUND = [
    pytest.param(task, id=f"{path.relative_to(ROOT)}: {task.get('name')}")
    for path in [*ROOT.glob("roles/*/tasks/*.yml"), *ROOT.glob("playbooks/*.yml")]
    for task in tasks(yaml.safe_load(path.read_text(encoding="utf-8")))
    if any(f"privatelink.azure_ai.{module}" in task for module in ON_HOSTS) and "delegate_to" not in task
]


def test_they_are_found():
    assert len(FOUND) >= 18


@pytest.mark.parametrize("task", FOUND)
def test_a_task_on_a_host_has_an_end(task):
    assert 0 < task["timeout"] <= LONGEST
