# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs things of the collection as a user does, on the lab's control node."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.privatelink.azure_ai.tests.support import commands
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB


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
        counts = re.findall(r"^(\S+)\s+: ok=.*?changed=(\d+)", self.output, re.MULTILINE)
        return {host: int(count) for host, count in counts}


def run_playbook(
    directory: Path, name: str, inventory: Path, *arguments: str, vantage: str | None = None, **variables
) -> Run:
    """Run a playbook of the collection; its reports, and nothing else, are written in the directory."""
    reports = directory / "reports"
    given = [
        f"privatelink.azure_ai.{name}",
        "-i",
        inventory,
        "-e",
        json.dumps({"report_directory": str(reports), **variables}),
        *arguments,
    ]
    if vantage:
        command = [LAB / "bin" / f"in-{vantage}", "ansible-playbook", *given]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=directory)
    else:
        done = commands.run_playbook(*given, directory=directory)
    written = reports / "verdict.json"
    document = json.loads(written.read_text()) if written.exists() else None
    return Run(done.returncode, done.stdout + done.stderr, document)


def dns_facts(names: dict[str, list[str]], python: Path | None = None, **options) -> dict:
    """Return what privatelink_dns_facts gives on the jumphost for names with their expected addresses."""
    arguments = {"names": [{"name": name, "addresses": addresses} for name, addresses in names.items()], **options}
    chosen = {"PRIVATELINK_LAB_PYTHON": str(python)} if python else {}
    done = commands.run_ansible(
        "jump-1",
        "-i",
        LAB / "inventory-healthy.yml",
        "-m",
        "privatelink.azure_ai.privatelink_dns_facts",
        "-a",
        json.dumps(arguments),
        **chosen,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.partition("=>")[2])["ansible_facts"]["privatelink_dns"]


def module_results(module: str, runs: list[dict]) -> list[dict]:
    """Return what a module of the collection gives on the jumphost for options of several runs; Ansible sends nothing."""
    done = subprocess.run(
        [LAB / "bin/in-jumphost", sys.executable, Path(__file__).parent / "forks/module.py"],
        input=json.dumps([module, runs]),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.environ["ANSIBLE_COLLECTIONS_PATH"]},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
