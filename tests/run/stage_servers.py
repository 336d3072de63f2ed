# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real name servers, and the oldest and newest dnspython, in the lab's jumphost. Nothing is installed on the machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import lab
from outcome import Outcome, run_pytest
from project import CACHE, LAB, environment, search_path

# Whose dependencies come with them, as far as the machine has them not.
PACKAGES = ("unbound", "bind9", "dnsmasq-base")
SERVERS = CACHE / "servers"

# By directory: what is installed, and the Python that it goes with, when there is one; dnspython 2.1 is of RHEL 9's days.
DNSPYTHONS = {"2.1.0": ("dnspython==2.1.0", "python3.9"), "latest": ("dnspython", "python3.13")}
VENVS = CACHE / "dnspython"


class _NotPossible(Exception):
    pass


def run() -> Outcome:
    obstacle = lab.obstacle()
    if obstacle:
        return Outcome(not_run=[f"servers: {obstacle}"])
    outcome = Outcome()
    for what, prepare, variable, path in (
        ("unbound, BIND and dnsmasq", _servers, "PRIVATELINK_SERVERS", "tests/servers/test_servers.py"),
        ("oldest and newest dnspython", _dnspythons, "PRIVATELINK_DNSPYTHONS", "tests/servers/test_dnspython.py"),
    ):
        try:
            setting = f"{variable}={prepare()}"
        except _NotPossible as exc:
            outcome.not_run.append(f"servers: {what}: {exc}")
            continue
        outcome.add(run_pytest(path, lambda command, setting=setting: _in_jumphost(["env", setting, *command]),
                               parallel=False))  # one set of servers, and one question to all of them
    return outcome


def _in_jumphost(command: Sequence[str | Path]) -> list[str | Path]:
    return [LAB, "run", "--from", "jumphost", "--", *command]


def _servers() -> Path:
    """The directory into which the packages are unpacked; downloads them once, as any user."""
    unpacked = SERVERS / "unpacked"
    if unpacked.exists():
        return unpacked
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise _NotPossible("it takes them from the packages of Debian or Ubuntu")
    archives, lists = SERVERS / "archives", SERVERS / "lists"
    for directory in (archives / "partial", lists / "partial"):
        directory.mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-qq", "-o", "Debug::NoLocking=true", "-o", "APT::Sandbox::User=", "-o", f"Dir::State::lists={lists}",
           "-o", f"Dir::Cache={SERVERS}", "-o", f"Dir::Cache::archives={archives}"]
    _do([*apt, "update"])
    # Installed ones too: what a distribution confines as such may not read the tests' configuration.
    _do([*apt, "install", "--yes", "--no-install-recommends", "--reinstall", "--download-only", *PACKAGES])
    partial = SERVERS / "unpacking"
    shutil.rmtree(partial, ignore_errors=True)
    for package in sorted(archives.glob("*.deb")):
        _do(["dpkg", "--extract", package, partial])
    return partial.rename(unpacked)


def _dnspythons() -> Path:
    """The directory with one virtual environment for each version."""
    for name, (requirement, python) in DNSPYTHONS.items():
        venv = VENVS / name
        if not (venv / "bin/pip").exists():
            chosen = shutil.which(python, path=":".join(search_path())) or sys.executable
            _do([chosen, "-m", "venv", "--clear", venv])
        _do([venv / "bin/pip", "-qq", "--disable-pip-version-check", "--cache-dir", CACHE / "pip", "install", "--upgrade",
             requirement])
    return VENVS


def _do(command: Sequence[str | Path]) -> None:
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise _NotPossible(f"{Path(command[0]).name} failed: {said[-1] if said else done.returncode}")
