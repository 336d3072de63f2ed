# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small model of AWX: what a job is started with, which hosts a slice has, and what a workflow hands on.

Each job is run by ansible-runner, as AWX does it, over a private data directory as AWX makes it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

# A job of AWX has its own environment: nothing of whoever started the service.
_KEPT = (
    "PATH",
    "LC_ALL",
    "PRIVATELINK_LAB",
    "ANSIBLE_COLLECTIONS_PATH",
    "ANSIBLE_REMOTE_TMP",
    "PYTHONDONTWRITEBYTECODE",
)
_ENVIRONMENT = {
    "ANSIBLE_FORCE_COLOR": "True",
    "ANSIBLE_HOST_KEY_CHECKING": "False",
    "ANSIBLE_INVENTORY_UNPARSED_FAILED": "True",
    "ANSIBLE_PARAMIKO_RECORD_HOST_KEYS": "False",
    "ANSIBLE_RETRY_FILES_ENABLED": "False",
    "AWX_HOST": "https://platform.example",
    "INVENTORY_ID": "2",
    "MAX_EVENT_RES": "700000",
    "PROJECT_REVISION": "",
    "RUNNER_OMIT_EVENTS": "False",
    "RUNNER_ONLY_FAILED_EVENTS": "False",
}
_SCRIPT = "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\nprint({text!r})\n"
_LONGEST = 600


class Unsafe(yaml.SafeDumper):
    """Writes every text so that no template in it is evaluated, as AWX does with extra variables."""


Unsafe.add_representer(str, lambda dumper, text: dumper.represent_scalar("!unsafe", text))


@dataclass
class Job:
    """A job that has ended."""

    number: int
    directory: Path
    # What ansible-runner says of ansible-playbook.
    status: str
    artifacts: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    finished: float = 0.0

    @property
    def output(self) -> str:
        """What the job printed."""
        return "".join(f"{event['stdout']}\n" for event in self.events)

    @property
    def report(self) -> dict[str, Any]:
        """The verdict that it wrote into the directory of its reports."""
        document: dict[str, Any] = json.loads((self.directory / "reports/verdict.json").read_text())
        return document


def slice_of(hosts: Iterable[str], number: int, count: int) -> list[str]:
    """Return the hosts of the slice of that number, from one."""
    return list(hosts)[number - 1 :: count]


def handed_on(ancestors: Iterable[Job]) -> dict[str, Any]:
    """Return the artifacts that the next job gets as extra variables: whole keys, the job that ended last wins."""
    merged: dict[str, Any] = {}
    for job in sorted(ancestors, key=lambda job: (job.finished, job.number)):
        merged.update(job.artifacts)
    return merged


def launch(
    directory: Path,
    number: int,
    playbook: str,
    inventory: Mapping[str, Any],
    hosts: Iterable[str] | None = None,
    ancestors: Iterable[Job] = (),
    environment: Mapping[str, str] | None = None,
    killed_at: str | None = None,
    limit: str | None = None,
    artifacts: Mapping[str, Any] | None = None,
    **variables: Any,
) -> Job:
    """Run a playbook of the collection as a job over some hosts of an inventory, by default all.

    C(artifacts) replace what the ancestors hand on; at the task C(killed_at) ansible-playbook is killed.
    """
    private = directory / f"job-{number}"
    given = {
        "report_directory": str(private / "reports"),
        "report_formats": ["json"],
        **variables,
        **(handed_on(ancestors) if artifacts is None else artifacts),
        **_meta_variables(number),
    }
    _prepare(private, playbook, inventory, list(hosts or inventory["hosts"]), given, environment or {})
    command = [
        sys.executable,
        "-m",
        "ansible_runner",
        "run",
        private,
        "-p",
        f"{playbook}.yml",
        "--ident",
        str(number),
        "-q",
    ]
    command += ["--limit", limit] if limit else []
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    kept.update(HOME=str(private / "home"), AWX_PRIVATE_DATA_DIR=str(private), JOB_ID=str(number), **_ENVIRONMENT)
    process = subprocess.Popen(
        command, env=kept, cwd=private, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if killed_at:
        _kill_at(private / f"artifacts/{number}/job_events", killed_at, process)
    output, _errors = process.communicate(timeout=_LONGEST)
    status = (private / f"artifacts/{number}/status").read_text()
    job = Job(number, private, status, finished=time.time())
    job.events = _events(private / f"artifacts/{number}/job_events")
    assert job.events, output
    job.artifacts = next(
        (each["event_data"].get("artifact_data") or {} for each in job.events if each["event"] == "playbook_on_stats"),
        {},
    )
    return job


def _meta_variables(number: int) -> dict[str, Any]:
    own = {
        "job_id": number,
        "job_launch_type": "workflow",
        "workflow_job_id": 7,
        "workflow_job_launch_type": "workflow",
        "workflow_job_name": "validate",
        "user_name": "admin",
        "inventory_id": 2,
        "project_revision": None,
    }
    return {f"{prefix}_{name}": value for prefix in ("awx", "tower") for name, value in own.items()}


def _prepare(
    private: Path,
    playbook: str,
    inventory: Mapping[str, Any],
    hosts: list[str],
    variables: Mapping[str, Any],
    environment: Mapping[str, str],
) -> None:
    for name in ("env", "home", "inventory", "project"):
        (private / name).mkdir(parents=True, mode=0o700)
    (private / f"project/{playbook}.yml").write_text(f"- import_playbook: privatelink.azure_ai.{playbook}\n")
    listed = {
        "all": {"hosts": hosts, "vars": inventory["vars"]},
        "_meta": {"hostvars": {host: inventory["hosts"][host] for host in hosts}},
    }
    script = private / "inventory/hosts"
    script.write_text(_SCRIPT.format(text=json.dumps(listed)))
    script.chmod(0o700)
    (private / "env/extravars").write_text(yaml.dump(dict(variables), Dumper=Unsafe))
    (private / "env/envvars").write_text(json.dumps(dict(environment)))
    (private / "env/settings").write_text(json.dumps({"suppress_ansible_output": True, "idle_timeout": _LONGEST}))
    (private / "env/cmdline").write_text("-u root")


def _event_files(directory: Path) -> list[Path]:
    """Return the files of the events in their order; one that is still being written is not there yet."""
    files = [path for path in directory.glob("[0-9]*-*.json") if not path.name.endswith("-partial.json")]
    return sorted(files, key=lambda path: int(path.name.partition("-")[0]))


def _events(directory: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in _event_files(directory)]


def _kill_at(events: Path, task: str, process: subprocess.Popen[str]) -> None:
    """Kill ansible-playbook, and nothing else, when a task has begun."""
    patience = time.monotonic() + _LONGEST
    while not any(task in path.read_text(errors="replace") for path in _event_files(events)):
        assert process.poll() is None and time.monotonic() < patience, f"{task} did not begin"
        time.sleep(0.05)
    for child in _children(process.pid):
        os.kill(child, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in found]
