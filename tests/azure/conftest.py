# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All accounts of Azure's table, validated once with each generation of the SDKs, by the addresses that Azure gives."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from ansible_collections.privatelink.azure_ai.tests.support.confusion import (  # pylint: disable=unused-import  # pytest finds both here
    confusion,
    pytest_terminal_summary,
)
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from simulated_azure import inventory
from simulated_azure.azure_faults import AZURE_ROWS, AzureFault
from simulated_azure.state import State

CONTROLLERS = json.loads(os.environ["PRIVATELINK_CONTROLLERS"])  # Python by generation of the SDKs
CREDENTIALS = json.loads((LAB / "azure.env").read_text())


@dataclass
class Validated:
    """What one run of the playbook `validate` gave."""

    code: int
    output: str
    document: dict

    def __getitem__(self, name: str) -> dict:
        """The verdict on an account."""
        return next(account for account in self.document["accounts"] if account["name"] == name)

    def azure(self, name: str) -> dict:
        """What private_endpoint_info returned of an account."""
        return next(account for account in self.document["azure"]["accounts"] if account["name"] == name)


@pytest.fixture(scope="session")
def validate(tmp_path_factory) -> Callable[..., Validated]:
    """Return a function that validates accounts, with the control node's Python of a generation of the SDKs."""

    def run(rows: list[AzureFault], generation: str = "newest", credentials: dict | None = None) -> Validated:
        directory = tmp_path_factory.mktemp("azure")
        declared = directory / "inventory.json"
        declared.write_text(inventory.render_azure(State(LAB), rows))
        programs = Path(CONTROLLERS[generation]).parent
        done = subprocess.run(
            [programs / "ansible-playbook", "privatelink.azure_ai.validate", "-i", declared, "-vvv",
             "-e", json.dumps({"report_directory": str(directory / "reports")})],
            capture_output=True, text=True, check=False, cwd=directory,
            env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", **(CREDENTIALS if credentials is None else credentials)})
        written = directory / "reports/verdict.json"
        assert written.exists(), done.stdout[-5000:] + done.stderr[-2000:]
        return Validated(done.returncode, done.stdout + done.stderr, json.loads(written.read_text()))

    return run


@pytest.fixture(scope="session", params=sorted(CONTROLLERS))
def everything(request, validate) -> Validated:
    """Return the verdict on all accounts of Azure's table."""
    return validate(AZURE_ROWS, request.param)
