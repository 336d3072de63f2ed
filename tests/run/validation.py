# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The main job, privatelink.azure_ai.validate, run on some accounts of the lab, and what it must conclude."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import lab
from project import CACHE, ROOT, environment

# Users get the same.
CONFIGURATION = ROOT / "docs/aap/project/ansible.cfg"
FAILED_HOSTS = 2  # ansible-playbook's exit code when the last assertion fails


def validate(collections: Path, reports: Path) -> list[str]:
    """Runs it with the collection of that path; returns what was not as the lab's table says, one line each."""
    document = reports / "verdict.json"
    earlier = document.stat().st_mtime_ns if document.exists() else None
    inventory = CACHE / "inventory.yml"
    lab.write_inventory(inventory)
    sys.stdout.flush()
    ended = subprocess.run(
        lab.inside(
            [
                "ansible-playbook",
                "--inventory",
                inventory,
                "privatelink.azure_ai.validate",
                "--extra-vars",
                json.dumps({"report_directory": str(reports)}),
            ]
        ),
        cwd=ROOT,
        env=environment() | {"ANSIBLE_COLLECTIONS_PATH": str(collections), "ANSIBLE_CONFIG": str(CONFIGURATION)},
        check=False,
    )
    if not document.exists() or document.stat().st_mtime_ns == earlier:
        return [f"no verdict was written; the playbook ended with {ended.returncode}, see above"]
    accounts = json.loads(document.read_text(encoding="utf-8"))["accounts"]
    problems = differences({account["name"]: account["root_cause"] for account in accounts}, lab.expected_root_causes())
    if ended.returncode != FAILED_HOSTS:
        problems.append(
            f"the playbook ended with {ended.returncode}; with broken accounts it must end with {FAILED_HOSTS}"
        )
    return problems


def differences(found: dict[str, str | None], expected: dict[str, str | None]) -> list[str]:
    problems = [f"{name}: not in the verdict" for name in expected if name not in found]
    problems += [f"{name}: in the verdict, but not in the lab" for name in found if name not in expected]
    problems += [
        f"{name}: root cause {found[name] or 'none'}, expected {expected[name] or 'none'}"
        for name in expected
        if name in found and found[name] != expected[name]
    ]
    return problems
