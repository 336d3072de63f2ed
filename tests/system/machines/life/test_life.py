# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Labs of their own, which a test starts and ends in every way there is."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

LAB = Path(__file__).resolve().parents[3] / "lab/lab"
PATIENCE_SECONDS = 60


class Lab:
    """A lab with machines, and what the system has of it."""

    def __init__(self, directory: Path):
        self.directory = directory

    def command(self, *arguments: str) -> list:
        return [LAB, "--state", self.directory, *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False)

    def pid(self, name: str) -> int:
        return int((self.directory / name).read_text())

    def groups(self, starter: int) -> list[Path]:
        while True:
            with contextlib.suppress(FileNotFoundError):  # a group that went away while it was looked into
                return list(Path("/sys/fs/cgroup").glob(f"**/privatelink-lab-{starter}"))

    def namespaces(self, starter: int) -> set[str]:
        """All that the lab's processes are in, and this one is not."""
        found = set()
        for group in self.groups(starter):
            for processes in group.glob("**/cgroup.procs"):
                for process in processes.read_text().split():
                    found |= _namespaces(process)
        return found - _namespaces("self")


def _namespaces(process: str) -> set[str]:
    found = set()
    for kind in ("net", "mnt", "pid", "uts", "ipc", "cgroup"):
        try:
            found.add(os.readlink(f"/proc/{process}/ns/{kind}"))
        except OSError:  # it has ended
            pass
    return found


def now() -> float:
    """The time as the starts of processes are given, in seconds since the machine booted."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def in_use(namespaces: set[str], since: float) -> set[str]:
    """Those of them in which a process is that is older than C(since).

    Linux gives the numbers of namespaces that are gone to new ones, as those of the labs of other tests. A process that this
    lab starts later is in its control group.
    """
    processes = [process for process in os.listdir("/proc") if process.isdigit() and _started(process) < since]
    return namespaces & {namespace for process in processes for namespace in _namespaces(process)}


def _started(process: str) -> float:
    try:
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return math.inf
    return int(after_name[19]) / os.sysconf("SC_CLK_TCK")


def eventually(predicate) -> bool:
    """Whether it becomes true in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if predicate():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(name="lab")
def fixture_lab(tmp_path):
    lab = Lab(tmp_path / "lab")
    yield lab
    lab.run("down")


def interrupt(lab):
    os.kill(lab.pid("lab.lock"), signal.SIGINT)


def terminate(lab):
    os.kill(lab.pid("lab.lock"), signal.SIGTERM)


def kill(lab):
    os.kill(lab.pid("lab.lock"), signal.SIGKILL)


def kill_root(lab):
    os.kill(lab.pid("root.pid"), signal.SIGKILL)


def take_down(lab):
    assert lab.run("down").returncode == 0


@pytest.mark.parametrize("end", [interrupt, terminate, kill, kill_root, take_down])
def test_however_it_ends_nothing_remains(lab, end):
    done = lab.run("up", "--detach", "--machines", "jump-nm,jump-bare")
    assert done.returncode == 0, done.stdout + done.stderr
    starter = lab.pid("lab.lock")
    groups, namespaces = lab.groups(starter), lab.namespaces(starter)
    assert groups and len(namespaces) > 20
    ended = now()
    end(lab)
    assert eventually(lambda: not in_use(namespaces, ended) and not lab.groups(starter))


@pytest.mark.parametrize("wait", [0, 0.8, 1.6])
def test_killed_while_the_machines_boot_nothing_remains(lab, wait):
    with subprocess.Popen(
        lab.command("up", "--machines", "jump-resolved,jump-nm,jump-plain"),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    ) as starting:
        begun = eventually(lambda: lab.namespaces(starting.pid))
        time.sleep(wait)
        namespaces, ended = lab.namespaces(starting.pid), now()
        starting.kill()
    assert begun and namespaces
    assert eventually(lambda: not in_use(namespaces, ended) and not lab.groups(starting.pid))


def test_ctrl_c_in_a_terminal_ends_the_command_and_the_machines(lab):
    with subprocess.Popen(
        lab.command("run", "--machines", "jump-bare", "--from", "control", "--", "sleep", "100"), start_new_session=True
    ) as running:
        assert eventually((lab.directory / "ready").exists)
        namespaces, ended = lab.namespaces(running.pid), now()
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(timeout=PATIENCE_SECONDS) == 130
    assert not in_use(namespaces, ended) and not lab.groups(running.pid)


def test_a_detached_lab_is_entered_where_the_caller_stands(lab, tmp_path):
    assert lab.run("up", "--detach", "--machines", "jump-plain").returncode == 0
    done = subprocess.run(
        lab.command("run", "--from", "control", "--", "sh", "-c", "pwd; lab/bin/ssh jump-plain hostname"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [str(tmp_path), "jump-plain"]
    other = lab.run("run", "--machines", "jump-plain,jump-nm", "--", "true")
    assert other.returncode == 2 and "has no jump-nm" in other.stderr
    second = lab.run("up", "--detach", "--machines", "jump-plain")
    assert second.returncode == 2 and "one is running already" in second.stderr


def test_down_without_a_lab_is_fine(lab):
    assert lab.run("down").returncode == 0
