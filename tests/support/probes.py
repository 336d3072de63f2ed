# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs aoai_probe as a user does, on a vantage of the lab."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.privatelink.azure_ai.tests.support import commands
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB

MODULE = "privatelink.azure_ai.aoai_probe"


@dataclass
class Answered:
    """What one task gave: the module's return values, and all that was printed."""

    code: int
    output: str
    values: dict

    @property
    def results(self) -> list[dict]:
        return self.values["results"]

    @property
    def result(self) -> dict:
        """The only result."""
        (result,) = self.results
        return result


def interpreter(directory: Path, vantage: str = "jumphost", python: Path | None = None, **variables: str) -> Path:
    """Write, in the directory, the interpreter of a host whose programs have these variables; return its path."""
    path = directory / f"{vantage}-python"
    # The lab's own scripts take proxy variables away.
    words = [
        LAB / "bin" / f"in-{vantage}",
        "env",
        *(f"{name}={value}" for name, value in variables.items()),
        python or sys.executable,
    ]
    path.write_text(f'#!/bin/sh\nexec {" ".join(shlex.quote(str(word)) for word in words)} "$@"\n')
    path.chmod(0o755)
    return path


def ask(probes: list[dict], python: Path | None = None, verbosity: int = 0, **options) -> Answered:
    """Run one task with those probes and options of the module; without an interpreter, on the jumphost."""
    chosen = python or LAB / "bin/jumphost-python"
    done = commands.run_ansible(
        "jump-1",
        "-i",
        "jump-1,",
        "-m",
        MODULE,
        "-a",
        json.dumps({"probes": probes, **options}),
        "-e",
        json.dumps({"ansible_connection": "local", "ansible_python_interpreter": str(chosen)}),
        *["-" + "v" * verbosity] * bool(verbosity),
    )
    text = done.stdout.partition("=> ")[2]
    try:
        values = json.JSONDecoder().raw_decode(text)[0]
    except ValueError:
        values = {}
    return Answered(done.returncode, done.stdout + done.stderr, values)
