# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs as a platform runs them: the wrapper project, read-only, in an environment with what ansible-builder installs.

A container cannot be started here. What its job has is as a real AWX was observed to set it: directories, variables of the
environment, an inventory that is a script, and extra variables in a file. The user has none of root's rights but to enter
the hosts of the lab.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.support.validated import CREDENTIALS

from simulated_azure import inventory
from simulated_azure.faults.azure import AZURE_HEALTHY
from simulated_azure.state import State

CORES = json.loads(os.environ["PRIVATELINK_CORES"])
OLDEST, NEWEST = list(CORES)[0], list(CORES)[-1]
PROJECT = Path(__file__).resolve().parents[3] / "docs/aap/project"
COLLECTIONS = Path(__file__).resolve().parents[6]
(HEALTHY,) = (row for row in AZURE_HEALTHY if row.name == "aro-azureopenai")
# Without the rest, root has to respect permissions like any other user.
UNPRIVILEGED = ("setpriv", "--bounding-set=-all,+sys_admin,+sys_chroot,+sys_ptrace", "--inh-caps=-all")

# A job's, from the platform's facts; PRIVATE is its directory. Credentials for Azure are injected by the platform.
OF_JOB = {
    "JOB_ID": "42",
    "INVENTORY_ID": "2",
    "PROJECT_REVISION": "9d92c56",
    "AWX_PRIVATE_DATA_DIR": "PRIVATE",
    "MAX_EVENT_RES": "700000",
    "ANSIBLE_COLLECTIONS_PATH": f"PRIVATE/requirements_collections:{COLLECTIONS}",
    "ANSIBLE_ROLES_PATH": "PRIVATE/requirements_roles",
    "ANSIBLE_FORCE_COLOR": "True",
    "ANSIBLE_HOST_KEY_CHECKING": "False",
    "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
    "ANSIBLE_PARAMIKO_RECORD_HOST_KEYS": "False",
    "ANSIBLE_RETRY_FILES_ENABLED": "False",
    "ANSIBLE_BASE_TEAM_MODEL": "main.Team",
}
EXECUTION_NODE = {**OF_JOB, "HOME": "PRIVATE/home", "PWD": "PRIVATE/project"}
# The working directory of the pod's own process, which is not the job's.
CONTAINER_GROUP = {**OF_JOB, "HOME": "PRIVATE/home", "PWD": "PRIVATE"}
# Nothing but where things are, so that nothing is written in the home of whoever runs the tests.
NOTHING = {
    "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
    "ANSIBLE_HOME": "PRIVATE/home/.ansible",
    "ANSIBLE_REMOTE_TMP": "PRIVATE/home/tmp",
}


@dataclass
class Job:
    """What a job left behind."""

    code: int
    output: str


def job(directory, core, environment, playbook="validate.yml", hosts=True, writable=False, **variables):
    """Run a playbook of the wrapper project as the job of a platform."""
    project = directory / "project"
    shutil.copytree(PROJECT, project)
    for name in ("home", "shared", "inventory", "env"):
        (directory / name).mkdir()
    declared = json.loads(inventory.render_azure(State(LAB), [HEALTHY]))
    (secret,) = declared["all"]["vars"].pop("privatelink_credentials").values()
    # As credentials of the platform set them: each its own variable.
    ((kind, value),) = secret.items()
    extra = {f"privatelink_{kind}_aro_azureopenai": value, "awx_job_id": 42, **variables}
    (directory / "env/extravars").write_text(json.dumps(extra))
    script = directory / "inventory/hosts"
    script.write_text(f"#!/bin/sh\nexec cat <<'END'\n{json.dumps(_listed(declared['all'] if hosts else {}))}\nEND\n")
    script.chmod(0o755)
    if not writable:
        for path in (*project.rglob("*"), project):
            path.chmod(0o555 if path.is_dir() else 0o444)
    command = [*UNPRIVILEGED, CORES[core], "-u", "root", "-i", script, "-e", "@env/extravars", playbook]
    command = [str(part).replace("@env", f"@{directory}/env") for part in command]
    given = {name: value.replace("PRIVATE", str(directory)) for name, value in environment.items()}
    done = subprocess.run(
        ["env", "-i", *(f"{name}={value}" for name, value in {**given, **CREDENTIALS}.items()), *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=project,
    )
    output = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    assert value not in output
    return Job(done.returncode, output)


def _listed(declared):
    """Return hosts and variables as the script of a dynamic inventory prints them."""
    hosts = declared.get("hosts", {})
    return {
        "_meta": {"hostvars": hosts},
        "all": {"hosts": list(hosts), "vars": declared.get("vars", {})},
    }


def with_each_core():
    """Each core with what one kind of execution sets, or nothing; oldest and newest where the reports have no place."""
    kinds = {"execution node": EXECUTION_NODE, "container group": CONTAINER_GROUP, "nothing": NOTHING}
    for number, core in enumerate(CORES):
        name = "nothing" if core in (OLDEST, NEWEST) else list(kinds)[number % 2]
        yield pytest.param(core, kinds[name], core != OLDEST, id=f"{core}, {name}")
    yield pytest.param(NEWEST, CONTAINER_GROUP, False, id=f"{NEWEST}, container group")


@pytest.mark.parametrize("core, environment, shared", list(with_each_core()))
def test_a_job_validates(tmp_path, core, environment, shared):
    where = {"report_directory": str(tmp_path / "shared")} if shared else {}
    done = job(tmp_path, core, environment, writable=not shared, **where)
    assert done.code == 0, done.output
    # Whatever PWD says, the directory is that of the process.
    reports = tmp_path / ("shared" if shared else "project/privatelink-report")
    document = json.loads((reports / "verdict.json").read_text())
    (account,) = document["accounts"]
    assert (account["status"], account["verdicts"]["isolation"]) == ("pass", "isolated"), account
    assert (account["verdicts"]["auth"], account["verdicts"]["model"]) == ("accepted", "served")
    # With the libraries that were installed: what Azure says has been read.
    assert document["azure"]["accounts"][0]["private_endpoints"] and not document["azure"].get("error")
    assert "Traceback" not in done.output and not (tmp_path / "privatelink-report").exists()
    assert set(os.listdir(tmp_path / "project")) - {"privatelink-report"} == set(os.listdir(PROJECT))


def test_a_project_that_cannot_be_written_costs_the_reports_alone(tmp_path):
    done = job(tmp_path, NEWEST, EXECUTION_NODE)
    assert done.code == 0, done.output
    assert "No report was written: Permission denied" in " ".join(done.output.split())


def test_the_branch_is_decided_without_a_host(tmp_path):
    verdict = {
        "privatelink_status": "pass",
        "privatelink_account_verdicts": {"aro-azureopenai": {"isolation": "isolated"}},
        "privatelink_root_causes": {"aro-azureopenai": None},
        "privatelink_failed_accounts": [],
    }
    done = job(tmp_path, OLDEST, EXECUTION_NODE, "gate.yml", hosts=False, gate_on="isolated", **verdict)
    assert done.code == 0 and "aro-azureopenai: isolated, passed" in done.output, done.output


def test_the_inventory_of_the_project_is_an_example_without_a_mistake(tmp_path):
    play = tmp_path / "check.json"
    play.write_text(
        json.dumps(
            [
                {
                    "hosts": "all",
                    "gather_facts": False,
                    "tasks": [{"privatelink.azure_ai.check_declarations": {}, "run_once": True}],
                }
            ]
        )
    )
    done = subprocess.run(
        [CORES[NEWEST], play, "-i", PROJECT / "inventory.yml"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0 and "WARNING" not in done.stdout + done.stderr, done.stdout + done.stderr
