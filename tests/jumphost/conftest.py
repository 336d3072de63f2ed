# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A jumphost to throw away: this machine's own file system under a layer of memory, which the role may change."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

# The layer and what is written into it live in a mount namespace and go away with its last process.
HOLD = """
set -e
mount -t tmpfs tmpfs {base}/layer
mkdir {base}/layer/upper {base}/layer/work
mount -t overlay overlay -o lowerdir=/,upperdir={base}/layer/upper,workdir={base}/layer/work {base}/root
for system in proc dev sys; do mount --rbind /$system {base}/root/$system; done
mount --bind {base}/shared {base}/root{base}/shared
touch {base}/shared/ready
exec sleep infinity
"""

ENTER = """#!/bin/sh
exec nsenter --target {pid} --mount chroot {base}/root "$@"
"""

PYTHON = """#!/bin/sh
exec {base}/shared/enter /usr/bin/python3 "$@"
"""


class Jumphost:
    """A host whose changes are forgotten."""

    def __init__(self, base: Path):
        self.base = base
        for name in ("layer", "root", "shared/tmp"):
            (base / name).mkdir(parents=True)
        # Killed with this process, however that ends.
        self._holder = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "sh", "-c", HOLD.format(base=base)])
        deadline = time.monotonic() + 10
        while not (base / "shared/ready").exists():
            assert self._holder.poll() is None and time.monotonic() < deadline, "the layer could not be mounted"
            time.sleep(0.05)
        self._script("enter", ENTER)
        self.python = self._script("python", PYTHON)

    def _script(self, name: str, text: str) -> Path:
        path = self.base / "shared" / name
        path.write_text(text.format(base=self.base, pid=self._holder.pid))
        path.chmod(0o755)
        return path

    def run(self, *command: str) -> subprocess.CompletedProcess:
        """Run a command on the host."""
        return subprocess.run([self.base / "shared/enter", *command], capture_output=True, text=True, check=False)

    def playbook(self, *arguments: str) -> subprocess.CompletedProcess:
        """Configure the host with the playbook of the collection."""
        return subprocess.run(
            ["ansible-playbook", "privatelink.azure_ai.configure_jumphost", "--inventory", "jump-1,", "--connection", "local",
             "--extra-vars", f"ansible_python_interpreter={self.python} ansible_become=false", *arguments],
            capture_output=True, text=True, check=False, cwd=self.base,
            env={**os.environ, "ANSIBLE_REMOTE_TMP": str(self.base / "shared/tmp")})

    def close(self) -> None:
        """Forget everything."""
        self._holder.send_signal(signal.SIGKILL)
        self._holder.wait()


@pytest.fixture(scope="module")
def jumphost(tmp_path_factory):
    """Return a Debian host that has Python, a package source and nothing of what the role brings."""
    host = Jumphost(tmp_path_factory.mktemp("jumphost"))
    try:
        for command in (("apt-get", "update", "-q"), ("apt-get", "install", "-qy", "python3-apt"),
                        ("apt-get", "remove", "-qy", "curl", "jq", "bind9-dnsutils", "python3-dnspython", "python3-requests")):
            done = host.run("env", "DEBIAN_FRONTEND=noninteractive", *command)
            assert done.returncode == 0, done.stdout + done.stderr
        yield host
    finally:
        host.close()
