# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates many hosts once, each of which but one makes one attack."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.system.hostile.attacks import (
    DECLARATIONS,
    IDENTITY,
    MACHINE,
    OTHER_FACTS,
    SETUP,
    SHELLS,
    VICTIM,
    Attack,
    by_host,
)
from ansible_collections.privatelink.azure_ai.tests.system.hostile.memory import Memory

from simulated_azure import inventory
from simulated_azure.accounts import accounts_named
from simulated_azure.faults.azure import azure_rows_named
from simulated_azure.state import State

# All hosts declare the first; only the honest one declares the second, and the hosts that are asked for their machine the
# third, which is read from Azure.
SHARED, OWN = accounts_named(["aro-azureopenai", "chat"])
(READ_FROM_AZURE,) = azure_rows_named(["manual-connection"])
# The first host's facts are those of tasks that run once for all.
POISONED = {
    "cached-options": {name: value for name, value in OTHER_FACTS.items() if name not in IDENTITY},
    "cached-of-ansible": OTHER_FACTS,
    "cached-declarations": DECLARATIONS,
}
# Of the hosts whose modules are asked for their facts before.
GATHERING = """\
- hosts: gathered
  gather_facts: false
  tasks:
    - ansible.builtin.setup: {gather_subset: [min]}
      ignore_errors: true
- import_playbook: privatelink.azure_ai.validate
"""
HERE = Path(__file__).parent
PYTHON = LAB / "bin/jumphost-python"


@dataclass
class Attacked:
    """What the run gave, and what the hosts were sent."""

    code: int
    output: str
    document: dict[str, Any]
    sent: list[dict[str, Any]]
    directory: Path
    memory: Memory

    def account(self, name: str) -> dict[str, Any]:
        """The account's verdict."""
        return next(account for account in self.document["accounts"] if account["name"] == name)

    def checks(self, host: str, account: str = SHARED.name) -> list[dict[str, Any]]:
        """A host's checks of an account."""
        return [check for check in self.account(account)["checks"] if check["host"] == host]


@pytest.fixture(scope="session")
def attacked(tmp_path_factory) -> Attacked:
    """Return the run over all hosts."""
    return _run(tmp_path_factory.mktemp("hostile"), by_host(), POISONED)


@pytest.fixture(scope="session")
def healthy(tmp_path_factory) -> Attacked:
    """Return the run over two hosts, neither of which attacks: to the first, tasks are charged that run once for all."""
    return _run(tmp_path_factory.mktemp("healthy"), {}, {"first": {}})


def _run(directory: Path, attacks: dict[str, tuple[Attack, str]], poisoned: dict[str, dict[str, Any]]) -> Attacked:
    (directory / "user.yml").write_text(GATHERING)
    (directory / "inventory.json").write_text(json.dumps(_inventory(directory, attacks, poisoned)))
    (directory / "secrets.json").write_text(json.dumps({"shared": SHARED.api_key, "own": OWN.api_key}))
    (directory / "sent.jsonl").touch()
    cache = directory / "cache"
    cache.mkdir()
    for host, poison in poisoned.items():
        content = json.dumps(poison).replace("@MARK@", str(directory / f"mark-{host}"))
        (cache / host).write_text(content)
        # As ansible-core 2.19 and later have it.
        (cache / f"s1_{host}").write_text(json.dumps({"__payload__": content}))
    done = subprocess.run(
        [sys.executable, HERE / "memory.py", "memory.jsonl", "user.yml", "-i", "inventory.json", "--forks", "8"],
        capture_output=True,
        check=False,
        cwd=directory,
        env={
            **os.environ,
            **json.loads((LAB / "azure.env").read_text()),
            "ANSIBLE_CACHE_PLUGIN": "jsonfile",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(cache),
            "ANSIBLE_SHOW_CUSTOM_STATS": "1",
            "ANSIBLE_PIPELINING": "1",
            # What the actions return is shown too.
            "ANSIBLE_VERBOSITY": "1",
        },
        timeout=1500,  # on a machine that does much else
    )
    output = (done.stdout + done.stderr).decode()
    verdict = directory / "reports/verdict.json"
    assert verdict.exists(), output[-6000:]
    return Attacked(
        done.returncode,
        output,
        json.loads(verdict.read_text()),
        [json.loads(line) for line in (directory / "sent.jsonl").read_text().splitlines()],
        directory,
        Memory(directory / "memory.jsonl"),
    )


def _inventory(
    directory: Path, attacks: dict[str, tuple[Attack, str]], poisoned: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """The honest host comes last: what runs once for all hosts has the variables of the first."""
    rendered = json.loads(inventory.render(State(LAB), [SHARED, OWN]))["all"]["vars"]
    shared, own = rendered["privatelink_accounts"]
    of_azure = json.loads(inventory.render_azure(State(LAB), [READ_FROM_AZURE]))["all"]["vars"]
    honest = {
        "ansible_connection": "local",
        "ansible_python_interpreter": str(PYTHON),
        "privatelink_accounts": [shared, own],
        "privatelink_credentials": {SHARED.name: {"api_key": "{{ vault_key }}"}, OWN.name: {"api_key": OWN.api_key}},
    }
    hosts = {name: dict(honest, privatelink_accounts=[shared]) for name in poisoned}
    gathered = {}
    for name, (_attack, module) in attacks.items():
        group = "azure" if module == MACHINE else "shared"
        hosts[name] = {
            "ansible_connection": "local",
            "ansible_python_interpreter": str(_interpreter(directory, name, group, module)),
            **({"privatelink_accounts": [shared, *of_azure["privatelink_accounts"]]} if group == "azure" else {}),
            **(_shell(directory, name, module) if module in SHELLS else {}),
        }
        if module == SETUP:
            gathered[name] = {}
    operator = {
        "privatelink_accounts": [shared],
        "privatelink_credentials": {
            SHARED.name: {"api_key": "{{ vault_key }}"},
            **of_azure["privatelink_credentials"],
        },
        "vault_key": SHARED.api_key,
        "report_directory": str(directory / "reports"),
        "report_formats": ["json", "html", "markdown", "junit", "prometheus"],
    }
    return {
        "all": {"hosts": {**hosts, VICTIM: honest}, "vars": operator, "children": {"gathered": {"hosts": gathered}}}
    }


def _interpreter(directory: Path, host: str, group: str, attacked: str) -> Path:
    path = directory / "bin" / host
    path.parent.mkdir(exist_ok=True)
    command = shlex.join(
        [sys.executable, "-S", "-E", str(HERE / "interpreter.py"), str(directory), host, group, str(PYTHON), attacked]
    )
    return _program(path, f'exec {command} "$@"')


def _shell(directory: Path, host: str, commands: str) -> dict[str, Any]:
    """Without pipelining, modules are copied into a directory that commands make and remove."""
    path = _program(directory / "bin" / f"{host}-shell", f'{SHELLS[commands]}\nexec /bin/sh "$@"')
    return {"ansible_shell_executable": str(path), "ansible_pipelining": False}


def _program(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path
