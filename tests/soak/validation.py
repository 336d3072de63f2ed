# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One validation as a user runs it, to its end or killed on the way, and what it wrote."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from situation import HOSTS, Situation

from ansible_collections.privatelink.azure_ai.tests.support.validated import CREDENTIALS

from simulated_azure.state import State

NEVER_SECONDS = 540  # a run takes a twentieth of it


@dataclass(frozen=True)
class Place:
    """The directories of a soak."""

    state: State
    root: Path
    faketime: str = ""  # the library; empty: there is none

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def output(self) -> Path:
        return self.root / "output"

    def make(self) -> None:
        # Ansible makes the first two of its home once: what is in them is a run's.
        for directory in (self.home / "tmp", self.home / "cp", self.temporary, self.reports):
            directory.mkdir(parents=True, mode=0o700)


class Validation:
    """One that has been started, in a process group of its own."""

    def __init__(self, place: Place, situation: Situation) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment |= {
            "ANSIBLE_HOME": str(place.home),
            "ANSIBLE_REMOTE_TMP": str(place.home / "tmp"),
            "TMPDIR": str(place.temporary),
            **(CREDENTIALS if situation.azure else {}),
        }
        variables = {"report_directory": str(place.reports), "report_formats": ["json", "html"]}
        with open(place.output, "w", encoding="utf-8") as output:
            self._process = subprocess.Popen(
                [
                    "ansible-playbook",
                    "privatelink.azure_ai.validate",
                    *("-i", _inventory(place, situation)),
                    *("-e", json.dumps(variables)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=place.root,
                env=environment,
                start_new_session=True,
            )

    def finish(self, meanwhile: Callable[[], object]) -> int:
        """Wait for the end, and look from time to time; return the exit code."""
        deadline = time.monotonic() + NEVER_SECONDS
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self._process.wait(0.5)
            meanwhile()
            if time.monotonic() > deadline:
                self.kill(group=True)

    def kill(self, group: bool) -> bool:
        """End it without a chance to tidy up; return whether it was still running."""
        running = self._process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            if group:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        return running

    def wait(self, seconds: float) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)


def _inventory(place: Place, situation: Situation) -> Path:
    state = place.state
    source = state.switched_azure_inventory if situation.azure else state.switched_inventory
    document = json.loads(source.read_text())
    hosts = document["all"]["hosts"]
    for name in HOSTS:
        vantage = name.partition("-")[0].replace("jump", "jumphost")
        python = str(state.bin / f"{vantage}-python")
        hosts[name] = {
            "ansible_connection": "local",
            "ansible_python_interpreter": python,
            "privatelink_vantage": vantage,
        }
    if situation.step:
        stepped = place.root / "stepped-python"
        stepped.write_text(
            "#!/bin/sh\n"
            f"export FAKETIME={situation.step} FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD={place.faketime}\n"
            f'exec {state.bin}/jumphost-python "$@"\n'
        )
        stepped.chmod(0o755)
        hosts["jump-1"]["ansible_python_interpreter"] = str(stepped)
    if situation.lost:
        # A public address of the lab where nobody listens at port 22.
        hosts["jump-2"] = {
            "ansible_connection": "ssh",
            "ansible_host": "203.0.113.99",
            "privatelink_vantage": "jumphost",
        }
    path = place.root / "inventory.json"
    path.write_text(json.dumps(document))
    return path
