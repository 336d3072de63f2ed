# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Making and entering the lab's namespaces, as root or as an ordinary user."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

UNSHARE = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
AS_USER = ("--user", "--map-root-user")

SETTINGS = Path("/proc/sys")

# Ways in which a system forbids ordinary users their own namespaces: file, the value that forbids, what allows.
SWITCHES = (
    ("kernel/unprivileged_userns_clone", "0", "sudo sysctl kernel.unprivileged_userns_clone=1"),
    ("kernel/apparmor_restrict_unprivileged_userns", "1", "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"),
    ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=15000"),
)


class NotPossible(Exception):
    """This machine cannot run the lab; the text says what is missing and what to type."""


def unshare_command() -> list[str]:
    """The command that starts a program as process 1 of new namespaces; raises NotPossible."""
    for program, package in (
        ("unshare", "util-linux"),
        ("nsenter", "util-linux"),
        ("setpriv", "util-linux"),
        ("ip", "iproute2"),
        ("mount", "mount"),
    ):
        if not shutil.which(program):
            raise NotPossible(f"the program `{program}` is missing. Type: sudo apt-get install {package}")
    error = ""
    for command in ([*UNSHARE], [*UNSHARE, *AS_USER]) if os.geteuid() == 0 else ([*UNSHARE, *AS_USER],):
        trial = subprocess.run([*command, "ip", "link", "set", "lo", "up"], capture_output=True, text=True, check=False)
        if trial.returncode == 0:
            return command
        error = trial.stderr.strip()
    raise NotPossible(_explain(error))


def require_machines() -> None:
    """Raises NotPossible where machines cannot be booted: namespaces are enough for the rest of the lab."""
    if os.geteuid() != 0 or "--user" in unshare_command():
        raise NotPossible(
            "machines run a systemd of their own, which takes root: run this command as root, or leave --machines out"
        )
    if not shutil.which("apt-get"):
        raise NotPossible("machines are made of Debian's packages, and there is no apt-get; it takes Debian or Ubuntu")


def _explain(error: str) -> str:
    if os.geteuid() == 0:
        return (
            f"even root may not make network namespaces here ({error}). In a container, start it with "
            "--privileged, or with --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt apparmor=unconfined."
        )
    for name, forbidding, remedy in SWITCHES:
        path = SETTINGS / name
        if path.exists() and path.read_text().strip() == forbidding:
            return (
                f"ordinary users may not make namespaces here ({name.replace('/', '.')} is {forbidding}). "
                f"Type: {remedy}   or run this command as root."
            )
    return f"ordinary users may not make namespaces here ({error}). Run this command as root."


def enter_command(root: int) -> list[str]:
    """The command that runs a program in the lab whose `unshare` is process `root`."""
    user = []
    if os.readlink(f"/proc/{root}/ns/user") != os.readlink("/proc/self/ns/user"):
        user = ["--user", "--preserve-credentials"]
    die_with_parent = ["setpriv", "--pdeathsig", "KILL"]
    return [
        *die_with_parent,
        "nsenter",
        f"--target={root}",
        *user,
        "--net",
        "--mount",
        f"--pid=/proc/{root}/ns/pid_for_children",
        *die_with_parent,
    ]
