# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts the real servers among the lab's own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ansible_collections.privatelink.azure_ai.tests.support import debian_packages
from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.system.peers import peers

from simulated_azure.network import topology

PACKAGES = Path(os.environ["PRIVATELINK_PACKAGES"])
START_SECONDS = 30

SERVERS = 1  # the process in whose network namespace the lab's own servers are


@pytest.fixture(scope="session")
def directory() -> Iterator[Path]:
    """Return a directory that every user may enter: /run is of the lab's own."""
    with tempfile.TemporaryDirectory(prefix="peers-", dir="/run") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture(scope="session")
def start(directory) -> Iterator[Callable]:
    """Return a function that starts a server and waits until it accepts connections."""
    running = []

    def run(name: str, make_command: Callable[[Path], list], *addresses: tuple[str, int]) -> Path:
        place = directory / name
        place.mkdir()
        log = place / "output"
        with log.open("w") as output:
            environment = {
                **os.environ,
                **debian_packages.environment(PACKAGES),
                "PYTHONPATH": str(PACKAGES / "usr/lib/python3/dist-packages"),
            }
            process = subprocess.Popen(
                ["nsenter", f"--net=/proc/{SERVERS}/ns/net", *make_command(place)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        for address in addresses:
            _wait_for(address, process, log)
        return place

    yield run
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def nginx(start) -> None:
    """Serve all front ends."""
    start("nginx", lambda place: peers.nginx(place, LAB), *((row.address, 443) for row in peers.FRONT_ENDS))


def _wait_for(address: tuple[str, int], process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"it ended with {process.returncode}: {log.read_text()}"
        with topology.in_namespace(SERVERS), contextlib.suppress(OSError):
            socket.create_connection(address, timeout=1).close()
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens at {address}: {log.read_text()}")
