# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The command line: starts a lab, or enters the one that runs, and leaves nothing behind."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from simulated_azure import inventory
from simulated_azure.accounts import ACCOUNTS, FOREIGN_ACCOUNTS, REGIONS, accounts_named
from simulated_azure.arm.callers import CALLERS
from simulated_azure.dns.resolvers import RESOLVERS
from simulated_azure.faults.azure import AZURE_ROWS
from simulated_azure.http.proxies import PORT, PROXIES
from simulated_azure.machines import cgroups, trees
from simulated_azure.machines.table import CONTROL, MACHINES, machines_named
from simulated_azure.network import isolation, wrappers
from simulated_azure.network.vantages import VANTAGES
from simulated_azure.servers import serve_anew
from simulated_azure.state import DEFAULT_DIRECTORY, State
from simulated_azure.supervisor import supervise

START_SECONDS = 150  # with many machines; without, it is two
TIDY_SECONDS = 10  # between Ctrl-C and the end of a command that does not end by itself


def main() -> int:
    arguments = _parser().parse_args()
    try:
        return arguments.action(arguments)
    except isolation.NotPossible as exc:
        return _fail(f"cannot start: {exc}")


def _fail(message: str) -> int:
    sys.stderr.write(f"lab: {message}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lab", description="A simulated Azure in Linux network namespaces.")
    parser.add_argument(
        "--state",
        type=_state,
        default=State(DEFAULT_DIRECTORY),
        metavar="DIR",
        help="where the lab keeps its files (default: .lab in the checkout)",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    names = [vantage.name for vantage in (*VANTAGES, CONTROL)]

    up = commands.add_parser("up", help="serve until Ctrl-C")
    up.set_defaults(action=_up, command=[], vantage="outside")
    up.add_argument("--detach", action="store_true", help="return when everything is served; `lab down` ends it")
    down = commands.add_parser("down", help="end the lab that is up, and wait until nothing of it is left")
    down.set_defaults(action=_down)
    run = commands.add_parser("run", help="run a command in the lab, starting one when none is up")
    run.add_argument("--from", dest="vantage", choices=names, default="outside", help="default: %(default)s")
    run.add_argument("command", nargs="+", metavar="COMMAND", help="put -- before it when it has options")
    run.set_defaults(action=_run)
    for command in (up, run):
        command.add_argument(
            "--delay",
            type=float,
            default=0,
            metavar="SECONDS",
            help="the time that the front ends take to answer a request",
        )
        command.add_argument(
            "--machines",
            default="",
            metavar="M,N",
            help="boot these beside it, as root: all, 20xNAME, or of: "
            + ", ".join(machine.name for machine in MACHINES),
        )

    table = commands.add_parser("list", help="show the accounts and resolvers: what is broken, and what that must give")
    table.set_defaults(action=_list)
    shown = commands.add_parser("inventory", help="print an inventory")
    shown.add_argument("--accounts", type=_comma_list, default=[account.name for account in ACCOUNTS], metavar="A,B")
    shown.add_argument(
        "--hosts",
        type=_comma_list,
        default=list(inventory.DEFAULT_HOSTS),
        metavar="H,I",
        help="of: " + ", ".join(vantage.host for vantage in VANTAGES),
    )
    shown.set_defaults(action=_inventory)
    root = commands.add_parser("supervise")  # what `up` and `run` start inside; not for people
    root.add_argument("--lifeline", type=int)
    root.add_argument("--vantage")
    root.add_argument("--delay", type=float)
    root.add_argument("--machines")
    root.add_argument("command", nargs="*")
    root.set_defaults(action=_supervise)
    servers = commands.add_parser("serve")  # what process 1 starts when faults are switched; not for people
    servers.add_argument("--narrow", type=int)
    servers.add_argument("--delay", type=float)
    servers.set_defaults(action=_serve)
    return parser


def _comma_list(text: str) -> list[str]:
    return text.split(",")


def _state(text: str) -> State:
    directory = Path(text).resolve()
    if directory.is_relative_to("/run") or directory.is_relative_to("/proc"):
        raise argparse.ArgumentTypeError(f"{directory} is not visible inside the lab, which has its own /run and /proc")
    return State(directory)


def _up(arguments: argparse.Namespace) -> int:
    state = arguments.state
    _prepare(arguments)
    with _starting(state) as lock:
        if lock is None:
            return _fail(f"one is running already in {state.directory}: `lab run -- COMMAND` enters it")
        if not arguments.detach:
            return _start(arguments)
    return _detach(state)


def _prepare(arguments: argparse.Namespace) -> None:
    """Has all that must come from outside, to which the lab has no way."""
    if arguments.machines:
        isolation.require_machines()
        trees.prepare([machine.layer for machine in machines_named(arguments.machines)], trees.tools())


def _detach(state: State) -> int:
    """Starts the same command again, apart from this terminal, and returns when it serves."""
    with open(state.log, "w", encoding="utf-8") as log:
        lab = subprocess.Popen(
            [sys.executable, *(word for word in sys.argv if word != "--detach")],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    if _wait_until_ready(state, lab):
        return 0
    lab.terminate()
    sys.stderr.write(state.log.read_text(encoding="utf-8"))
    return lab.wait() or 1


def _down(arguments: argparse.Namespace) -> int:
    state = arguments.state
    with _starting(state) as lock:
        if lock is not None:
            return 0
    os.kill(int(state.lock.read_text(encoding="ascii")), signal.SIGTERM)
    with open(state.lock, encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # when the lab has ended
    return 0


def _run(arguments: argparse.Namespace) -> int:
    state = arguments.state
    if arguments.machines and not state.marker.exists():
        _prepare(arguments)
    if state.marker.exists():
        inner = [str(state.bin / f"in-{arguments.vantage}"), *arguments.command]
        os.execve(inner[0], inner, wrappers.command_environment(state))
    while True:
        with _starting(state) as lock:
            if lock is not None:
                return _start(arguments)
        code = _enter(arguments)
        if code is not None:
            return code


@contextlib.contextmanager
def _starting(state: State) -> Iterator[TextIO | None]:
    """The right to start the one lab of this state directory; None when somebody else has it."""
    state.directory.mkdir(parents=True, exist_ok=True)
    with open(state.lock, "a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        state.ready.unlink(missing_ok=True)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock


def _start(arguments: argparse.Namespace) -> int:
    """Starts the lab's root process and waits for its end. It lives as long as this process holds the lifeline."""
    state = arguments.state
    unshare = isolation.unshare_command()
    state.inside.mkdir(exist_ok=True)
    lifeline, held = os.pipe()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until the lab can react to it
    package = Path(__file__).resolve().parents[1]
    groups = cgroups.below_own(f"privatelink-lab-{os.getpid()}") if arguments.machines else []
    with (
        cgroups.removed_afterwards(groups),
        subprocess.Popen(
            [
                *unshare,
                sys.executable,
                package,
                "--state",
                state.directory,
                "supervise",
                "--lifeline",
                str(lifeline),
                "--vantage",
                arguments.vantage,
                "--delay",
                str(arguments.delay),
                "--machines",
                arguments.machines,
                "--",
                *arguments.command,
            ],
            pass_fds=[lifeline],
            preexec_fn=lambda: cgroups.join(groups),
        ) as root,
    ):
        os.close(lifeline)
        state.root.write_text(str(root.pid))
        stop = _Stop(lambda: os.close(held), patient=bool(arguments.command))
        if not arguments.command and _wait_until_ready(state, root):
            _introduce(state)
        code = root.wait()
    return stop.exit_code(code)


def _enter(arguments: argparse.Namespace) -> int | None:
    """Runs the command in the lab that somebody else started; None when that lab has ended in the meantime."""
    state = arguments.state
    if not _wait_until_ready(state):
        return _fail(f"somebody holds {state.lock} but serves no lab; give another --state")
    with open(state.guests, "a", encoding="ascii") as guests:
        fcntl.flock(guests, fcntl.LOCK_SH)  # the lab waits for us before it ends
        if not state.ready.exists():
            return None
        missing = _missing_machines(arguments)
        if missing:
            return _fail(f"the lab that is up has no {', '.join(missing)}; end it first, or give another --state")
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        with subprocess.Popen(
            [
                *isolation.enter_command(int(state.root.read_text())),
                "/bin/sh",
                "-c",
                'cd "$0" && exec "$@"',
                os.getcwd(),
                state.bin / f"in-{arguments.vantage}",
                *arguments.command,
            ],
            env=wrappers.command_environment(state),
            preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT}),
        ) as command:
            stop = _Stop(command.kill, patient=True)
            code = command.wait()
    return stop.exit_code(code)


def _missing_machines(arguments: argparse.Namespace) -> list[str]:
    if not arguments.machines:
        return []
    there = json.loads((arguments.state.directory / "inventory-machines.yml").read_text(encoding="utf-8"))["all"][
        "hosts"
    ]
    return [machine.name for machine in machines_named(arguments.machines) if machine.name not in there]


class _Stop:
    """Ends the lab or the command on SIGTERM at once, on Ctrl-C when the command has had time to tidy up."""

    def __init__(self, end: Callable[[], object], patient: bool) -> None:
        self._end = end
        self._ended_by: int | None = None
        self._patient = patient
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
            signal.signal(number, self._handle)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def _handle(self, number: int, _frame: object) -> None:
        if number == signal.SIGINT and self._patient:
            signal.alarm(TIDY_SECONDS)
        elif self._ended_by is None:
            self._ended_by = signal.SIGINT if number == signal.SIGALRM else number
            self._end()

    def exit_code(self, code: int) -> int:
        """That of the command, or what a shell gives for the signal that ended it. Ctrl-C is how `up` ends: 0."""
        if self._ended_by == signal.SIGINT and not self._patient:
            return 0
        if self._ended_by is not None:
            return 128 + self._ended_by
        return code if code >= 0 else 128 - code


def _wait_until_ready(state: State, root: subprocess.Popen | None = None) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while not state.ready.exists():
        if (root and root.poll() is not None) or time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _supervise(arguments: argparse.Namespace) -> int:
    return supervise(
        arguments.state,
        arguments.lifeline,
        arguments.vantage,
        arguments.command,
        arguments.delay,
        machines_named(arguments.machines) if arguments.machines else [],
    )


def _serve(arguments: argparse.Namespace) -> int:
    return serve_anew(arguments.state, arguments.narrow, arguments.delay)


def _introduce(state: State) -> None:
    launcher = Path(__file__).resolve().parents[1] / "lab"
    lines = ["The lab is up. Ctrl-C ends it.", "", "  resolvers"]
    lines += [f"    {resolver.address:<16}{resolver.name}" for resolver in RESOLVERS if not resolver.broken]
    lines += ["  public front ends, port 443"]
    lines += [f"    {region.address:<16}{name}" for name, region in REGIONS.items()]
    lines += ["  private endpoints, port 443"]
    lines += [
        f"    {account.addresses[0]:<16}{account.name}{account.broken and ': ' + account.broken}"
        for account in ACCOUNTS
    ]
    lines += ["", "Enter it from another terminal:", ""]
    lines += [f"    {launcher} --state {state.directory} run --from {vantage.name} -- bash" for vantage in VANTAGES]
    lines += ["", f"Inventory: {state.directory / 'inventory.yml'}", f"Log:       {state.requests}"]
    print("\n".join(lines), flush=True)


def _list(_arguments: argparse.Namespace) -> int:
    rows = [("ACCOUNT", "WHAT IS BROKEN", "SEEN FROM", "CODE", "ROOT CAUSE")]
    rows += [
        (account.name, account.broken or "nothing", account.seen_from, account.code, account.root_cause or "none")
        for account in ACCOUNTS + FOREIGN_ACCOUNTS
    ]
    _print_table(rows)
    print()
    _print_table(
        [("RESOLVER", "ADDRESS", "WHAT IS BROKEN", "CODE")]
        + [(resolver.name, resolver.address, resolver.broken or "nothing", resolver.code) for resolver in RESOLVERS]
    )
    print()
    _print_table(
        [("ACCOUNT, AS AZURE HAS IT", "WHAT IS BROKEN", "CODE", "ROOT CAUSE")]
        + [(row.name, row.broken or "nothing", row.code or "none", row.root_cause or "none") for row in AZURE_ROWS]
    )
    print()
    _print_table(
        [("CALLER OF AZURE", "CLIENT ID", "WHAT IT IS THERE FOR")]
        + [(caller.name, caller.client_id, caller.what) for caller in CALLERS]
    )
    print()
    _print_table(
        [("PROXY", "ADDRESS", "WHAT IS BROKEN", "CODE")]
        + [(proxy.name, f"{proxy.address}:{PORT}", proxy.broken, proxy.code) for proxy in PROXIES]
    )
    return 0


def _print_table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def _inventory(arguments: argparse.Namespace) -> int:
    try:
        sys.stdout.write(inventory.render(arguments.state, accounts_named(arguments.accounts), arguments.hosts))
    except KeyError as exc:
        return _fail(f"there is no {exc.args[0]!r} in the lab; `lab list` shows the accounts")
    return 0
