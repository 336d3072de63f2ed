# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts every server in every role, in the lab's jumphost."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import pytest

from ansible_collections.privatelink.azure_ai.tests.support import debian_packages, lab
from ansible_collections.privatelink.azure_ai.tests.support.confusion import (  # pylint: disable=unused-import  # pytest finds both here
    confusion,
    pytest_terminal_summary,
)
from ansible_collections.privatelink.azure_ai.tests.system.servers.daemons import SERVERS, Command, Task
from ansible_collections.privatelink.azure_ai.tests.system.servers.roles import ROLES, UPSTREAM

assert lab.LAB  # the import made those behind it work

START_SECONDS = 30

# By server and role. Addresses of their own: BIND listens only on those that an interface has.
ADDRESSES = {
    (server, role.name): f"127.53.{row}.{column}"
    for row, server in enumerate(SERVERS, 1)
    for column, role in enumerate(ROLES, 1)
}


@pytest.fixture(scope="session")
def addresses(tmp_path_factory) -> Iterator[dict[tuple[str, str], str]]:
    """Return where each server answers in each role."""
    started = {}
    try:
        for address in ADDRESSES.values():
            _ip("replace", address)
        tasks = _tasks(tmp_path_factory.mktemp("servers"))
        for (server, role), task in tasks.items():
            started[server, role] = _start(SERVERS[server](task), task.log)
        for key, process in started.items():
            _wait_for(tasks[key], process)
        yield ADDRESSES
    finally:
        for process in started.values():
            process.kill()
            process.wait()
        for address in ADDRESSES.values():
            _ip("del", address)


def _ip(action: str, address: str) -> None:
    subprocess.run(["ip", "address", action, f"{address}/32", "dev", "lo"], check=True)


def _tasks(base: Path) -> dict[tuple[str, str], Task]:
    tasks = {}
    for server, role in ((server, role) for server in SERVERS for role in ROLES):
        directory = base / server / role.name
        directory.mkdir(parents=True)
        tasks[server, role.name] = Task(
            role,
            ADDRESSES[server, role.name],
            directory,
            ADDRESSES.get((UPSTREAM, role.forwarder)),
            ADDRESSES.get((UPSTREAM, role.conditional_forwarder)),
        )
    return tasks


def _start(command: Command, log: Path) -> subprocess.Popen:
    variables = debian_packages.environment(Path(os.environ["PRIVATELINK_PACKAGES"]))
    with log.open("w") as output:
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *command],
            env={**os.environ, **variables},
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )


def _wait_for(task: Task, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            dns.query.udp(dns.message.make_query(".", "SOA"), task.address, timeout=0.2)
            return
        except dns.exception.Timeout:
            pass  # not yet
    raise RuntimeError(f"{process.args[3]} does not answer at {task.address}: {task.log.read_text()[-500:]}")
