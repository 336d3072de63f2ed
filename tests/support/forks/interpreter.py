# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs what is piped into Python, each program in a fork of this process: a module's imports are most of what it costs.

Arguments are the path of a socket, and what to import beside the utilities of Ansible's own modules. A message there has
standard input, output and errors, and a working directory and an environment, separated by NUL. Its answer is the exit code.
The process ends with its standard input.
"""

from __future__ import annotations

import gc
import os
import select
import socket
import sys
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import ansible.module_utils.basic
import ansible.module_utils.urls  # noqa: F401
from reaping import reap

LONGEST = 1 << 18


def run(directory: bytes, *environment: bytes) -> NoReturn:
    """Become Python that was started there, with a program on its standard input."""
    os.chdir(directory)
    os.environb.clear()
    os.environb.update(variable.split(b"=", 1) for variable in environment)
    sys.argv = [""]
    sys.modules["__main__"] = main = ModuleType("__main__")
    exec(compile(sys.stdin.buffer.read(), "<stdin>", "exec"), vars(main))
    sys.exit()


def serve(channel: socket.socket) -> NoReturn:
    """Run the program of a message, and answer with its exit code."""
    message, descriptors, _flags, _address = socket.recv_fds(channel, LONGEST, 3)
    child = os.fork()
    if not child:
        for standard, descriptor in enumerate(descriptors):
            os.dup2(descriptor, standard)
            os.close(descriptor)
        channel.close()
        run(*message.split(b"\0"))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    channel.send(b"%d" % (code % 256))
    os._exit(0)


def preload(name: str) -> None:
    """Import a module, without the packages that it is in: others of them are those that a program brings along."""
    before = set(sys.modules)
    import_module(name)
    for package in [each for each in sys.modules if name.startswith(f"{each}.") and each not in before]:
        del sys.modules[package]


path, *names = sys.argv[1:]
for name in names:
    preload(name)
gc.freeze()  # collections of garbage in forks need not go through what they share
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
    listener.bind(path)
    listener.listen(socket.SOMAXCONN)
    print("listening", flush=True)
    while listener in select.select([listener, 0], [], [])[0]:
        reap(os.WNOHANG)
        accepted, _peer = listener.accept()
        with accepted:
            if not os.fork():
                listener.close()
                serve(accepted)
reap()
