# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real modules of awx.awx against the stand-in of tests/lab/simulated_controller."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/lab"))

from simulated_controller import Controller
from simulated_controller.server import Request

from ansible_collections.privatelink.azure_ai.tests.support.commands import run_playbook
from ansible_collections.privatelink.azure_ai.tests.support.interpreters import forking

AWX = Path(os.environ["PRIVATELINK_AWX"])
# Ansible imports every file of such a directory at each start.
CALLBACK = str(Path(__file__).parent / "callback")
# The stand-in speaks HTTP. Ansible reads all authorities before each request nevertheless, which is most of what one takes.
WITHOUT_AUTHORITIES = {"SSL_CERT_FILE": os.devnull}
COLLECTIONS = os.pathsep.join([str(AWX), os.environ["ANSIBLE_COLLECTIONS_PATH"]])


@dataclass
class Run:
    """What one run of a playbook gave, and what it asked of the controller."""

    code: int
    output: str
    totals: dict[str, int]
    results: list[dict]
    requests: list[Request]

    @property
    def writes(self) -> list[Request]:
        return [request for request in self.requests if request.method not in ("GET", "OPTIONS")]


def modules_interpreter(python: str = sys.executable) -> str:
    """Return an interpreter for the modules of a Python's Ansible, which has imported what all those of awx.awx import."""
    return str(forking(python, AWX, "ansible_collections.awx.awx.plugins.module_utils.controller_api"))


def play(
    controller: Controller,
    playbook: str | Path,
    directory: Path,
    *arguments: str,
    python: str = sys.executable,
    **variables: str,
) -> Run:
    """Run a playbook; the controller's address and token are in the environment, in the modules' own variables too."""
    before = len(controller.requests)
    interpreter = modules_interpreter(python)
    done = run_playbook(
        playbook,
        "-i",
        "localhost,",
        *arguments,
        directory=directory,
        python=python,
        interpreter=interpreter,
        settings={
            "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS,
            "ANSIBLE_PYTHON_INTERPRETER": interpreter,
            "ANSIBLE_PIPELINING": "true",
            "ANSIBLE_TRANSPORT": "local",
            "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default",
            "ANSIBLE_CALLBACKS_ENABLED": "results",
            "ANSIBLE_CALLBACK_PLUGINS": CALLBACK,
        },
        environment={
            **WITHOUT_AUTHORITIES,
            "PRIVATELINK_RESULTS": str(directory / "results.json"),
            "CONTROLLER_HOST": controller.url,
            "CONTROLLER_OAUTH_TOKEN": controller.token,
            "CONTROLLER_VERIFY_SSL": "false",
            "PRIVATELINK_CONTROLLER_URL": controller.url,
            "PRIVATELINK_CONTROLLER_TOKEN": controller.token,
            **variables,
        },
    )
    output = done.stdout + done.stderr
    written = directory / "results.json"
    assert written.exists(), output
    gave = json.loads(written.read_text(encoding="utf-8"))
    written.unlink()
    return Run(done.returncode, output, gave["totals"], gave["results"], controller.requests[before:])
