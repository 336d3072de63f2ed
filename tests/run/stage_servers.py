# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real name servers, and the oldest and newest dnspython, in the lab's jumphost; the machine stays as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import lab
from outcome import Outcome, run_pytest
from project import CACHE, LAB, ROOT, environment, search_path

sys.path.append(str(ROOT / "tests/support"))
import debian_packages  # noqa: E402

PACKAGES = ("unbound", "bind9", "dnsmasq-base")

# By directory: what is installed, and the Python that it goes with, where there is one; 2.1 is of RHEL 9's days.
DNSPYTHONS = {"2.1.0": ("dnspython==2.1.0", "python3.9"), "latest": ("dnspython", "python3.13")}


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"servers: {obstacle}"])
    outcome = _run("test_servers.py", "PRIVATELINK_PACKAGES", _servers)
    outcome.add(_run("test_dnspython.py", "PRIVATELINK_DNSPYTHONS", _dnspythons))
    return outcome


def _run(file: str, variable: str, prepare: Callable[[], Path]) -> Outcome:
    try:
        setting = f"{variable}={prepare()}"
    except debian_packages.NotPossible as exc:
        return Outcome(not_run=[f"servers: {file}: {exc}"])
    in_jumphost = [LAB, "run", "--from", "jumphost", "--", "env", setting]
    # All tests of a file look at the same answers.
    return run_pytest(f"tests/system/servers/{file}", lambda command: [*in_jumphost, *command], parallel=False)


def _servers() -> Path:
    return debian_packages.unpacked(CACHE / "debian/servers", PACKAGES)


def _dnspythons() -> Path:
    """The directory with one virtual environment for each version."""
    venvs = CACHE / "dnspython"
    for name, (requirement, python) in DNSPYTHONS.items():
        pip = venvs / name / "bin/pip"
        if not pip.exists():
            chosen = shutil.which(python, path=":".join(search_path())) or sys.executable
            _do(chosen, "-m", "venv", "--clear", venvs / name)
        _do(pip, "-qq", "--disable-pip-version-check", "--cache-dir", CACHE / "pip",
            "install", "--upgrade", requirement)
    return venvs


def _do(*command: str | Path) -> None:
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False)
    if done.returncode:
        raise debian_packages.NotPossible(f"{Path(command[0]).name} failed: {' '.join(done.stderr.split())[-300:]}")
