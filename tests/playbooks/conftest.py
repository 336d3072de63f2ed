# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the playbooks as a user does, on the lab's control node."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

LAB = Path(os.environ["PRIVATELINK_LAB"])


@dataclass
class Run:
    """What one run of a playbook gave."""

    code: int
    output: str
    document: dict | None

    @property
    def account(self) -> dict:
        """The only account of the document."""
        (account,) = self.document["accounts"]
        return account

    @property
    def changed(self) -> dict[str, int]:
        """How many tasks changed something, by host."""
        return {host: int(count) for host, count in re.findall(r"^(\S+)\s+: ok=.*?changed=(\d+)", self.output, re.MULTILINE)}


@pytest.fixture
def inventory(tmp_path):
    """Return a function that writes an inventory of lab hosts and the accounts of those names."""

    def write(*accounts, hosts=("jump-1", "outside-1"), **variables):
        lab = json.loads((LAB / "inventory.yml").read_text())["all"]
        lab["vars"]["privatelink_accounts"] = [row for row in lab["vars"]["privatelink_accounts"] if row["name"] in accounts]
        lab["vars"].update(variables)
        lab["hosts"] = {name: dict(lab["hosts"].get(name) or lab["hosts"]["jump-1"]) for name in hosts}
        path = tmp_path / "inventory.json"
        path.write_text(json.dumps({"all": lab}))
        return path

    return write


@pytest.fixture
def playbook(tmp_path):
    """Return a function that runs a playbook of the collection by its FQCN."""

    def run(name, inventory, *arguments, vantage=None, **variables):
        reports = tmp_path / "reports"
        command = [*([LAB / "bin" / f"in-{vantage}"] if vantage else []), "ansible-playbook", f"privatelink.azure_ai.{name}",
                   "-i", inventory, "-e", json.dumps({"report_directory": str(reports), **variables}), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        written = reports / "verdict.json"
        return Run(done.returncode, done.stdout + done.stderr, json.loads(written.read_text()) if written.exists() else None)

    return run
