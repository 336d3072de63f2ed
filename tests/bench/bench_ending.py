# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook validate: its end for 500 accounts in all formats, and one healthy account from two hosts."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

import yaml
from measure import LAB, ROUNDS, SCRATCH, Row, cpu_seconds, seconds

sys.path.append(str(Path(__file__).parents[1] / "lab"))
from simulated_azure import inventory
from simulated_azure.accounts import accounts_named
from simulated_azure.state import State

ACCOUNTS = 500
LAST_TASKS = 3
VALIDATE = Path(__file__).parents[2] / "playbooks/validate.yml"
# Puts a directory that was written before in the place of that of the run.
GIVEN = """
import shutil
from ansible import constants as C
from ansible.plugins.action import ActionBase

class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        shutil.copytree(self._task.args["path"], C.DEFAULT_LOCAL_TMP + "/privatelink")
        return {"changed": False}
"""


def ending() -> float:
    """What the last tasks of the playbook take, against the same work in plain Python."""
    directory = SCRATCH / "ending"
    plain = [sys.executable, str(Path(__file__).with_name("ending.py"))]
    subprocess.run([*plain, "write", directory, str(ACCOUNTS)], check=True)
    actions = SCRATCH / "action_plugins"
    actions.mkdir(exist_ok=True)
    (actions / "given.py").write_text(GIVEN)
    given = {"given": {"path": str(directory / "privatelink")}}
    commands = []
    for name, tasks in {"nothing": [], "end": yaml.safe_load(VALIDATE.read_text())[-1]["tasks"][-LAST_TASKS:]}.items():
        path = SCRATCH / f"ending-{name}.json"
        path.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": [given, *tasks]}]))
        commands.append(["ansible-playbook", "-i", "jump-1,", str(path)])
    nothing, end = (statistics.median(cpu_seconds(command) for _round in range(ROUNDS)) for command in commands)
    done = [
        subprocess.run([*plain, "conclude", directory], capture_output=True, text=True, check=True)
        for _round in range(ROUNDS)
    ]
    assert (directory / "reports/verdict.json").exists()
    return (end - nothing) / statistics.median(float(each.stdout) for each in done)


def whole() -> float:
    """One healthy account from two hosts, against an empty module on both."""
    hosts, ping = SCRATCH / "validate.json", SCRATCH / "ping.json"
    hosts.write_text(inventory.render(State(LAB), accounts_named(["aro-azureopenai"]), ("jump-1", "outside-1")))
    ping.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": [{"ansible.builtin.ping": {}}]}]))
    reports = json.dumps({"report_directory": str(SCRATCH / "validate")})
    validate = ["ansible-playbook", "privatelink.azure_ai.validate", "-i", str(hosts), "-e", reports]
    return seconds(validate) / seconds(["ansible-playbook", str(ping), "-i", str(hosts)])


ROWS = (
    Row(f"the end of a run over {ACCOUNTS} accounts in all formats against plain Python, CPU", ending, 1.5),
    Row("validate of one healthy account from two hosts against a playbook with ping", whole, 3),
)
