# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real modules of awx.awx against the stand-in of tests/lab/simulated_controller."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/lab"))

from simulated_controller import Controller
from simulated_controller.server import Request

# Half of what a module takes; see there.
PRELOADED = str(Path(__file__).parent / "preloaded")
# Ansible imports every file of such a directory at each start.
CALLBACK = str(Path(__file__).parent / "callback")
COLLECTIONS = os.pathsep.join([os.environ["PRIVATELINK_AWX"], os.environ["ANSIBLE_COLLECTIONS_PATH"]])


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


def play(controller: Controller, playbook: Path, directory: Path, *arguments: str, **variables: str) -> Run:
    """Run a playbook; the controller's address and token are in the environment, in the modules' own variables too."""
    before = len(controller.requests)
    done = subprocess.run(
        ["ansible-playbook", playbook, "-i", "localhost,", *arguments],
        env={
            **os.environ,
            "PYTHONPATH": PRELOADED,
            "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS,
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "ANSIBLE_PIPELINING": "true",
            "ANSIBLE_TRANSPORT": "local",
            "ANSIBLE_STDOUT_CALLBACK": "ansible.builtin.default",
            "ANSIBLE_CALLBACKS_ENABLED": "results",
            "ANSIBLE_CALLBACK_PLUGINS": CALLBACK,
            "PRIVATELINK_RESULTS": str(directory / "results.json"),
            "CONTROLLER_HOST": controller.url,
            "CONTROLLER_OAUTH_TOKEN": controller.token,
            "CONTROLLER_VERIFY_SSL": "false",
            "PRIVATELINK_CONTROLLER_URL": controller.url,
            "PRIVATELINK_CONTROLLER_TOKEN": controller.token,
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
    )
    output = done.stdout + done.stderr
    written = directory / "results.json"
    assert written.exists(), output
    gave = json.loads(written.read_text(encoding="utf-8"))
    written.unlink()
    return Run(done.returncode, output, gave["totals"], gave["results"], controller.requests[before:])
