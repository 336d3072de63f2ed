# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts real servers in the lab's jumphost, each for the situations that it makes."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import dns.exception
import dns.message
import dns.query
import pytest

from ansible_collections.privatelink.azure_ai.tests.support import debian_packages, lab
from ansible_collections.privatelink.azure_ai.tests.support.confusion import (  # pylint: disable=unused-import  # pytest finds both here
    confusion,
    pytest_terminal_summary,
)
from ansible_collections.privatelink.azure_ai.tests.system.causes import authorities, delays, vantages
from ansible_collections.privatelink.azure_ai.tests.system.causes import front_ends as front_end_rows
from ansible_collections.privatelink.azure_ai.tests.system.causes import proxies as proxy_rows
from ansible_collections.privatelink.azure_ai.tests.system.causes.dns_programs import AZURE
from ansible_collections.privatelink.azure_ai.tests.system.causes.look_ups import look_up
from ansible_collections.privatelink.azure_ai.tests.system.causes.nameservers import HEALTHY, NOBODY, SITUATIONS, SLOW
from ansible_collections.privatelink.azure_ai.tests.system.causes.situation import Command

from simulated_azure.accounts import Account, accounts_named

START_SECONDS = 30
OTHER_SERVER = "127.55.0.2"


@pytest.fixture(scope="session")
def start(tmp_path_factory) -> Iterator[Callable[[Command, str], subprocess.Popen]]:
    """Start a program of a Debian package, and end it with the tests."""
    variables = {**os.environ, **debian_packages.environment(Path(os.environ["PRIVATELINK_PACKAGES"]))}
    started: list[subprocess.Popen] = []

    def run(command: Command, name: str) -> subprocess.Popen:
        with (tmp_path_factory.mktemp(name) / "log").open("w") as log:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                env=variables,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        process.log = Path(log.name)
        started.append(process)
        return process

    try:
        yield run
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def nameservers(start, tmp_path_factory) -> Iterator[dict[str, str]]:
    """Return where the server of each situation answers."""
    starts = {each.id: each.starts for each in SITUATIONS} | HEALTHY
    addresses = {name: f"127.54.{number}.1" for number, name in enumerate(starts, 1)}
    addresses |= {each.id: each.at for each in SITUATIONS if each.at}
    for address in (NOBODY, SLOW, *addresses.values()):
        # BIND listens only where an interface has the address.
        subprocess.run(["ip", "address", "replace", f"{address}/32", "dev", "lo"], check=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent, delays.answering_late(SLOW, AZURE):
        silent.bind((NOBODY, 53))
        processes = {
            name: start(command(addresses[name], tmp_path_factory.mktemp(name)), name)
            for name, command in starts.items()
            if command
        }
        for name, process in processes.items():
            _wait_for(addresses[name], process)
        yield addresses


@pytest.fixture(scope="session")
def looked_up(nameservers) -> Iterator[Callable[[str], Any]]:
    """Return a function that returns what a look-up at the server of a situation gave: most of them wait."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        found = {name: pool.submit(look_up, address) for name, address in nameservers.items()}
        yield lambda name: found[name].result()


@pytest.fixture(scope="session")
def front_ends(start, tmp_path_factory) -> dict[str, tuple[str, Path]]:
    """Return the address of each situation's server, and where the certificates are."""
    # Programs that run without root's rights listen there, too. The setting is this network namespace's.
    Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").write_text("0")
    certificates = tmp_path_factory.mktemp("certificates")
    authorities.write_all(certificates)
    rows = {each.id: each.starts for each in front_end_rows.SITUATIONS} | vantages.RELAYS | vantages.PUBLIC_RELAYS
    addresses = {
        name: f"203.0.113.{200 + number}" if name in vantages.PUBLIC_RELAYS else f"10.88.0.{number}"
        for number, name in enumerate(rows, 1)
    }
    for address in (*addresses.values(), OTHER_SERVER):
        subprocess.run(["ip", "address", "replace", f"{address}/32", "dev", "lo"], check=True)
    started = {
        OTHER_SERVER: start(front_end_rows.OTHER(OTHER_SERVER, tmp_path_factory.mktemp("other"), certificates), "other")
    }
    for name, make in rows.items():
        started[addresses[name]] = start(make(addresses[name], tmp_path_factory.mktemp(name), certificates), name)
    for address, process in started.items():
        _wait_for_connections(address, process)
    return {name: (address, certificates) for name, address in addresses.items()}


@pytest.fixture(scope="session")
def own_authority() -> authorities.Signed:
    """Return an authority that clients with the certificates below trust."""
    return authorities.sign("Own Root", "Example Trust")


@pytest.fixture(scope="session")
def certificates(own_authority, tmp_path_factory) -> Path:
    """Return where certificates are, for servers in front of the lab's own: its authority is trusted as well."""
    directory = tmp_path_factory.mktemp("trusted")
    authorities.write_all(directory)
    with (directory / "ca.pem").open("ab") as trusted:
        trusted.write(own_authority.pem + (lab.LAB / "ca.pem").read_bytes())
    return directory


@pytest.fixture(scope="session")
def proxies(start, front_ends, tmp_path_factory) -> dict[str, str]:
    """Return the address of each situation's proxy."""
    rows = {each.id: each.starts for each in proxy_rows.SITUATIONS} | {"in-the-network": proxy_rows.IN_THE_NETWORK}
    addresses = {name: f"127.56.0.{number}" for number, name in enumerate(rows, 1)}
    (_address, certificates), *_others = front_ends.values()
    started = {
        addresses[name]: start(make(addresses[name], tmp_path_factory.mktemp(name), certificates), name)
        for name, make in rows.items()
        if make
    }
    for address, process in started.items():
        _wait_for_connections(address, process, proxy_rows.PORT)
    return addresses


@pytest.fixture(scope="session")
def overlay(start, front_ends, tmp_path_factory) -> tuple[dict[str, str], Path]:
    """Return the nameservers of vantages.NAMESERVERS, beside a relay at their address, and where the certificates are."""
    (_address, certificates), *_others = front_ends.values()
    nameservers = {name: f"127.57.0.{number}" for number, name in enumerate(vantages.NAMESERVERS, 1)}
    for address in (vantages.OVERLAY, *nameservers.values()):
        subprocess.run(["ip", "address", "replace", f"{address}/32", "dev", "lo"], check=True)
    relay = vantages.OVERLAY_RELAY(vantages.OVERLAY, tmp_path_factory.mktemp("relay"), certificates)
    _wait_for_connections(vantages.OVERLAY, start(relay, "relay"))
    for name, make in vantages.NAMESERVERS.items():
        _wait_for(nameservers[name], start(make(nameservers[name], tmp_path_factory.mktemp(name)), name))
    return nameservers, certificates


@pytest.fixture(scope="session")
def key() -> str:
    """Return the account's key."""
    return accounts_named(["aro-azureopenai"])[0].api_key


@pytest.fixture(scope="session")
def lab_authority() -> Path:
    """Return the authority of the lab's own front ends."""
    return lab.LAB / "ca.pem"


@pytest.fixture(scope="session")
def account() -> Account:
    """Return an account of the lab that applies its network rules before it asks for a credential."""
    return accounts_named(["gate-first"])[0]


def _wait_for_connections(address: str, process: subprocess.Popen, port: int = 443) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((address, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody listens at {address}: {process.log.read_text()[-500:]}")


def _wait_for(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    question = dns.message.make_query("version.bind", "TXT", "CH")
    while process.poll() is None and time.monotonic() < deadline:
        try:
            dns.query.udp(question, address, timeout=0.2)
            return
        except (dns.exception.Timeout, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not answer at {address}: {process.log.read_text()[-500:]}")
