# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's root process: process 1 of its own process namespace, so that nothing outlives it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading

from simulated_azure import inventory
from simulated_azure.accounts import ACCOUNTS, DEMO, accounts_named
from simulated_azure.arm.services import write_environment
from simulated_azure.faults.azure import AZURE_ROWS
from simulated_azure.http import certificates
from simulated_azure.machines import boot, furniture
from simulated_azure.machines import inventory as machine_inventory
from simulated_azure.machines.table import CONTROL, Machine
from simulated_azure.network import topology, wrappers
from simulated_azure.network.vantages import VANTAGES
from simulated_azure.servers import ENDED, Servers
from simulated_azure.state import State


def supervise(
    state: State, lifeline: int, vantage: str, command: list[str], delay: float, machines: list[Machine]
) -> int:
    """Builds the lab, and runs `command` in it; without one serves until the lifeline ends. Returns an exit code."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", state.inside], check=True)
    state.marker.touch()
    authority = _write_certificates(state)
    vantages = [*VANTAGES, CONTROL] if machines else VANTAGES
    networks = topology.build(state, vantages)
    wrappers.write(state, networks.vantages, {vantage.name: dict(vantage.environment) for vantage in vantages})
    _write_inventories(state, machines)
    servers = Servers(state, networks.narrow, delay)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    try:
        if machines:
            boot.boot(state, machines, furniture.Authority(authority.pem.decode(), authority.hashed_file_name))
    except boot.NotBooted as exc:
        sys.stderr.write(f"lab: {exc}\n")
        return 70
    state.ready.write_text("ready\n")
    signal.signal(signal.SIGINT, _ignore)  # a function, not SIG_IGN, which the command would inherit
    signal.signal(signal.SIGUSR1, lambda *_signal: servers.start_anew())  # sent by switches.switch
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # blocked so far by who started us
    # Kept, because a Popen that nobody keeps takes the status of a command that has ended by then, and _reap waits for it.
    entered = None
    if command:
        entered = subprocess.Popen([state.bin / f"in-{vantage}", *command], env=wrappers.command_environment(state))
    code = _reap(entered.pid if entered else None, servers)
    _let_guests_finish(state)
    return code


def _ignore(_signal: int, _frame: object) -> None:
    """Ctrl-C reaches the command by itself; when there is none, the lifeline ends."""


def _end_with(lifeline: int) -> None:
    os.read(lifeline, 1)  # returns when the command line tool is gone, however it went
    os._exit(0)


def _reap(command: int | None, servers: Servers) -> int:
    """Waits for the command, and for all that processes without a parent leave to process 1."""
    while True:
        child, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        if child == command:
            return code if code >= 0 else 128 - code
        if child == servers.process:
            sys.stderr.write(f"lab: the servers ended unexpectedly (exit code {code})\n")
            return ENDED


def _let_guests_finish(state: State) -> None:
    with open(state.guests, "a", encoding="ascii") as guests:
        fcntl.flock(guests, fcntl.LOCK_EX)
        state.ready.unlink(missing_ok=True)


def _write_certificates(state: State) -> certificates.Authority:
    state.tls.mkdir(mode=0o700, exist_ok=True)
    authorities = certificates.issue_all(state.tls)
    state.ca.write_bytes(authorities["lab"].pem)
    state.stack_ca.write_bytes(authorities["stack"].pem)
    certificates.write_trust(state.trust, (authorities["lab"], authorities["office"]))
    return authorities["lab"]


def _write_inventories(state: State, machines: list[Machine]) -> None:
    (state.directory / "inventory.yml").write_text(inventory.render(state, ACCOUNTS))
    (state.directory / "inventory-healthy.yml").write_text(inventory.render(state, accounts_named(["aro-azureopenai"])))
    (state.directory / "inventory-demo.yml").write_text(inventory.render(state, accounts_named(DEMO)))
    if machines:
        (state.directory / "inventory-machines.yml").write_text(machine_inventory.render(state, machines))
    (state.directory / "inventory-azure.yml").write_text(inventory.render_azure(state, AZURE_ROWS))
    write_environment(state)
