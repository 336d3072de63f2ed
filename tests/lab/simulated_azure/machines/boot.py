# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Boots the machines: runs as the lab's root process, whose end is theirs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from simulated_azure.machines import cgroups, furniture, trees
from simulated_azure.machines.table import Machine
from simulated_azure.network import topology
from simulated_azure.state import State

BOOT_SECONDS = 60
BOOT_SECONDS_EACH = 5  # of many at once
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}

SSH_CONFIG = """\
Host *
    User admin
    IdentityFile {key}
    IdentitiesOnly yes
    BatchMode yes
    UserKnownHostsFile {known_hosts}
    GlobalKnownHostsFile /dev/null
    StrictHostKeyChecking yes
    ConnectTimeout 10
"""

# Waits for the end of the boot. It may be `degraded`, as that of many a real host; what failed is in the log.
READY = "systemctl is-system-running --wait; ! command -v nm-online >/dev/null || nm-online --quiet"


class NotBooted(Exception):
    """A machine does not answer."""


def boot(state: State, machines: list[Machine], authority: furniture.Authority) -> None:
    """Returns when all of them let the control node in; raises NotBooted."""
    tools = trees.tools()
    state.machines.mkdir(exist_ok=True)
    identity = Ed25519PrivateKey.generate()
    _write_secret(state.machines / "id", _private(identity))
    known_hosts = []
    groups = cgroups.below_own("machines")
    for machine in machines:
        host_key = Ed25519PrivateKey.generate()
        known_hosts.append(f"{machine.address} {_public(host_key)}")
        root = _mount(state, machine)
        furniture.furnish(
            root, machine, furniture.Keys(_public(identity), _private(host_key), _public(host_key)), authority
        )
        _start(state, machine, root, tools, [group / machine.name for group in groups])
    (state.machines / "known_hosts").write_text("".join(known_hosts))
    _write_ssh(state, machines, tools)
    _wait(state, machines)


def _mount(state: State, machine: Machine) -> Path:
    """The machine's file system: what it changes is kept in memory, and forgotten."""
    directory = state.inside / "machines" / machine.name
    for name in ("upper", "work", "root"):
        (directory / name).mkdir(parents=True)
    below = ":".join(str(path) for path in trees.lower_directories(machine.layer))
    subprocess.run(
        ["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={below},upperdir=upper,workdir=work", "root"],
        cwd=directory,
        check=True,
    )
    return directory / "root"


def _start(state: State, machine: Machine, root: Path, tools: Path, groups: list[Path]) -> None:
    holder = topology.hold_namespaces()
    topology.plug_in(machine.vantage, holder)
    if machine.resolver not in furniture.CONFIGURE_THE_NETWORK:
        topology.configure(machine.vantage, holder)
    cgroups.make(groups)
    command = [
        "systemd-nspawn",
        "--quiet",
        "--boot",
        "--register=no",
        "--keep-unit",
        f"--machine={machine.name}",
        f"--directory={root}",
        f"--network-namespace-path=/proc/{holder}/ns/net",
        "--capability=CAP_NET_ADMIN",
        "--resolv-conf=off",
        "--timezone=off",
        "--link-journal=no",
        "--console=pipe",
    ]
    with open(state.machines / f"{machine.name}.log", "w", encoding="utf-8") as log:
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=os.environ | trees.tools_environment(tools),
            preexec_fn=lambda: cgroups.join(groups),
        )


def _write_ssh(state: State, machines: list[Machine], tools: Path) -> None:
    """Writes bin/ssh, which knows the machines by name and is the machine's own ssh or the unpacked one."""
    config = state.machines / "ssh_config"
    config.write_text(
        "".join(f"Host {machine.name}\n    HostName {machine.address}\n" for machine in machines)
        + SSH_CONFIG.format(key=state.machines / "id", known_hosts=state.machines / "known_hosts")
    )
    environment = trees.tools_environment(tools)
    program = shutil.which("ssh", path=ENVIRONMENT["PATH"])
    libraries = "" if program else f"LD_LIBRARY_PATH={shlex.quote(environment['LD_LIBRARY_PATH'])} "
    program = program or str(tools / "usr/bin/ssh")
    state.ssh.write_text(f'#!/bin/sh\n{libraries}exec {shlex.quote(program)} -F {shlex.quote(str(config))} "$@"\n')
    state.ssh.chmod(0o755)


def _wait(state: State, machines: list[Machine]) -> None:
    deadline = time.monotonic() + BOOT_SECONDS + BOOT_SECONDS_EACH * len(machines)
    waiting = {machine.name: None for machine in machines}
    while waiting:
        for name, attempt in list(waiting.items()):
            if attempt is None or attempt.poll() not in (None, 0):
                waiting[name] = subprocess.Popen(
                    [state.ssh, name, READY],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            elif attempt.returncode == 0:
                del waiting[name]
        if time.monotonic() > deadline:
            raise NotBooted(f"{', '.join(waiting)}: no answer; see {state.machines}/*.log")
        time.sleep(0.1)


def _private(key: Ed25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    ).decode()


def _public(key: Ed25519PrivateKey) -> str:
    return (
        key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
        + "\n"
    )


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
