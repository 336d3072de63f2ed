# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All servers of the lab: one process, below which those are that serve. It can be ended and started anew."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from simulated_azure import inventory, switches
from simulated_azure.accounts import accounts_named
from simulated_azure.arm.services import azure_services
from simulated_azure.dns.resolvers import RESOLVERS
from simulated_azure.dns.server import NameServer
from simulated_azure.faults.azure import azure_rows_named
from simulated_azure.http.front_ends import FrontEnds, Journals
from simulated_azure.http.proxies import PROXIES, ProxyServer
from simulated_azure.http.service import Service
from simulated_azure.journal import Journal
from simulated_azure.network import topology
from simulated_azure.state import State

FRONT_END_PROCESSES = 2  # handshakes are work: one Python process keeps one core busy
ENDED = 70  # the exit code when a server ends, which none does by itself


class Servers:
    """The process that serves, as the lab's root process sees it."""

    def __init__(self, state: State, narrow: int, delay: float) -> None:
        self._state, self._narrow, self._delay = state, narrow, delay
        self.process = self._start(self._serve)

    def start_anew(self) -> None:
        """With the tables of now: modules read them when they are imported, so that takes another Python."""
        os.killpg(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        self.process = self._start(self._serve_in_another_python, wait=False)

    def _start(self, serve: Callable[[int], object], wait: bool = True) -> int:
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            if wait:
                os.read(reading, 1)
            os.close(reading)
            return child
        try:
            signal.signal(signal.SIGUSR1, signal.SIG_DFL)
            os.setsid()  # Ctrl-C is for the command, which may need the servers while it tidies up
            serve(writing)
        finally:
            os._exit(ENDED)

    def _serve(self, ready: int) -> None:
        serve(self._state, self._narrow, self._delay, lambda: os.write(ready, b"\n"))

    def _serve_in_another_python(self, _ready: int) -> None:
        package = Path(__file__).resolve().parents[1]
        arguments = ["--state", self._state.directory, "serve", "--narrow", self._narrow, "--delay", self._delay]
        os.execve(
            sys.executable,
            [sys.executable, str(package), *map(str, arguments)],
            {**os.environ, switches.VARIABLE: str(self._state.switches)},
        )


def serve_anew(state: State, narrow: int, delay: float) -> int:
    """What the other Python does. Returns an exit code, when it ends."""
    topology.route_destinations()
    topology.write_hosts(state)
    names = list(switches.switched().accounts)
    state.switched_inventory.write_text(inventory.render(state, accounts_named(names)))
    state.switched_azure_inventory.write_text(inventory.render_azure(state, azure_rows_named(names)))
    return serve(state, narrow, delay, lambda: state.served.write_text(str(switches.switched().number)))


def serve(state: State, narrow: int, delay: float, when_ready: Callable[[], object]) -> int:
    """Serve until a server ends, which none does by itself; return an exit code."""
    queries = Journal(state.queries)
    small_servers = [NameServer(resolver, queries) for resolver in RESOLVERS if resolver.listens]
    proxied = Journal(state.proxied)
    small_servers += [ProxyServer(proxy, proxied) for proxy in PROXIES if proxy.listens]
    front_ends = FrontEnds(
        state.tls,
        Journals(Journal(state.requests), Journal(state.connections)),
        delay,
        lambda: topology.in_namespace(narrow),
    )
    of_azure = azure_services(state)
    serving = {
        _fork(lambda: _serve_all(small_servers)): "the name servers and proxies",
        _fork(lambda: _serve_all(of_azure)): "Resource Manager, Entra and the metadata service",
        **{_fork(front_ends.serve): "the front ends" for _worker in range(FRONT_END_PROCESSES)},
    }
    when_ready()
    child, status = os.wait()
    code = os.waitstatus_to_exitcode(status)
    sys.stderr.write(f"lab: {serving[child]} ended unexpectedly (exit code {code})\n")
    return ENDED


def _serve_all(servers: list[NameServer | ProxyServer | Service]) -> None:
    for server in servers:
        server.serve()
    threading.Event().wait()


def _fork(serve_one: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        serve_one()
    finally:
        os._exit(1)
