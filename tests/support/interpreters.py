# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Interpreters for Ansible's modules, on the control node: each module is a fork of one process that has its imports."""

from __future__ import annotations

import atexit
import functools
import os
import subprocess
import tempfile
from pathlib import Path

# A Python that hands over what it was given. Without its site packages, it takes a twentieth of what a module does.
_PROGRAM = """#!{python} -IS
import os, sys
from _socket import AF_UNIX, SCM_RIGHTS, SOCK_SEQPACKET, SOL_SOCKET, socket

if sys.argv[1:]:
    sys.exit("only a program on standard input can be run: pipelining is off")
channel = socket(AF_UNIX, SOCK_SEQPACKET)
channel.connect({path!r})
started = [os.getcwdb(), *(b"%s=%s" % variable for variable in os.environb.items())]
standard = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
channel.sendmsg([b"\\0".join(started)], [(SOL_SOCKET, SCM_RIGHTS, standard)])
os._exit(int(channel.recv(3) or 1))
"""


class _Forks:
    """The process whose forks they are, which ends with this one."""

    def __init__(self, python: str, collections: Path, names: tuple[str, ...]) -> None:
        self._directory = tempfile.TemporaryDirectory()
        self.interpreter = Path(self._directory.name, "python")
        path = self.interpreter.with_name("socket")
        self._process = subprocess.Popen(
            [python, Path(__file__).parent / "forks/interpreter.py", path, *names],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(collections)},
        )
        assert self._process.stdout.readline(), "the process that runs modules has ended"
        self.interpreter.write_text(_PROGRAM.format(python=python, path=str(path)))
        self.interpreter.chmod(0o755)
        atexit.register(self._close)

    def _close(self) -> None:
        """End it, so that what its forks took counts as what the tests took."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._directory.cleanup()


@functools.cache
def forking(python: str, collections: Path, *names: str) -> Path:
    """Return an interpreter for modules, to which a Python has imported those of its Ansible, and some of collections."""
    return _Forks(python, collections, names).interpreter
