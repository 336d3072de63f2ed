# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Machines of the lab that the tests run in, as an administrator reaches them: by ssh, and by Ansible."""

from __future__ import annotations

import json
import shlex
import subprocess
from dataclasses import dataclass

from ansible_collections.privatelink.azure_ai.tests.support import commands
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB

INVENTORY = LAB / "inventory-machines.yml"
NAME = "aro-azureopenai.openai.azure.com"
ADDRESS = "10.0.14.4"
SHARED_CONNECTION = [
    f"-o{option}" for option in ("ControlMaster=auto", "ControlPath=/run/tests-%C", "ControlPersist=60")
]


@dataclass(frozen=True)
class Host:
    name: str

    @property
    def address(self) -> str:
        return json.loads(INVENTORY.read_text())["all"]["hosts"][self.name]["ansible_host"]

    def run(self, command: str) -> str:
        """What a shell command prints; it must succeed."""
        done = subprocess.run(
            [LAB / "bin/ssh", *SHARED_CONNECTION, self.name, command], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{self.name}: {command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def cut(self) -> None:
        """Kill the host's end of every connection, this command's own among them."""
        subprocess.run(
            [LAB / "bin/ssh", self.name, "sudo pkill --signal KILL --full '^sshd: admin'"],
            capture_output=True,
            check=False,
        )
        # What is left of the shared one here may not have ended yet.
        subprocess.run([LAB / "bin/ssh", *SHARED_CONNECTION, "-O", "exit", self.name], capture_output=True, check=False)

    def cut_in_module(self, seconds: float) -> None:
        """Cut every connection so long after the next module has begun, unless it has ended by then."""
        at_work = "pgrep --full 'BECOME-SUCCES[S]' >/dev/null"
        knife = f"until {at_work}; do sleep 0.02; done; sleep {seconds}; {at_work} && pkill --signal KILL --full '^sshd: admin'"
        self.run(f"sudo setsid sh -c {shlex.quote(knife)} </dev/null >/dev/null 2>&1 &")

    def addresses(self, name: str = NAME) -> list[str]:
        """What the host's programs get for a name; nothing when they get an error."""
        lines = self.run(f"getent ahostsv4 {name} || true").splitlines()
        return sorted({line.split()[0] for line in lines})

    def start_module(self, module: str, arguments: dict, *options: str, **environment: str) -> commands.Command:
        """Ansible, as root on the host."""
        return commands.start_ansible(
            self.name,
            "-i",
            INVENTORY,
            "--become",
            "-m",
            f"privatelink.azure_ai.{module}",
            "-a",
            json.dumps(arguments),
            *options,
            **environment,
        )

    def module(self, module: str, arguments: dict) -> dict:
        """What the module returns, and whether it C(failed)."""
        output = printed(self.start_module(module, arguments))
        outcome, _arrow, result = output[output.rindex(f"{self.name} | ") :].partition(" => ")
        return json.JSONDecoder().raw_decode(result)[0] | {"failed": outcome.endswith("FAILED!")}


def printed(command: commands.Command) -> str:
    """All that a command prints, when it has ended."""
    done = command.completed()
    return done.stdout + done.stderr


def playbook(name: str, *arguments: str, **variables) -> subprocess.CompletedProcess:
    """Run a playbook of the collection against the machines."""
    return subprocess.run(
        ["ansible-playbook", f"privatelink.azure_ai.{name}", "-i", INVENTORY, "-e", json.dumps(variables), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
