# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs Ansible's commands, each in a fork of this process: imports and the modules' archives are half of what one costs.

A line of standard input is a JSON object: number, program, arguments, variables of the environment, what it takes for
its own Python, working directory, files for what the command prints. A line of standard output is a number and the exit
code of that command.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import sys
import tempfile
import warnings
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import NoReturn

from ansible import constants
from ansible.cli import adhoc, playbook
from ansible.plugins.loader import init_plugin_loader
from ansible.utils.path import cleanup_tmp_file
from reaping import reap

PROGRAMS = {"ansible": adhoc.main, "ansible-playbook": playbook.main}
COLLECTION = "ansible_collections.privatelink.azure_ai"
ARCHIVES = Path(constants.DEFAULT_LOCAL_TMP, "ansiballz_cache")


def import_collection() -> None:
    """Import what its plugins of the control node import: Ansible never keeps compiled modules of a collection."""
    init_plugin_loader()
    for kind in ("action", "filter"):
        package = import_module(f"{COLLECTION}.plugins.{kind}")
        for module in iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")


def run(command: dict) -> NoReturn:
    """Become the command."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for descriptor, path in enumerate(command["output"], start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    os.chdir(command["directory"])
    os.environ.update(command["environment"])
    sys.executable = command["interpreter"] or sys.executable
    use_own_temporary_directory()
    PROGRAMS[command["program"]]([command["program"], *command["arguments"]])
    sys.exit("the command did not end the process")


def use_own_temporary_directory() -> None:
    """As a process of its own has one, which goes with it; only the archives of modules are those of all commands."""
    atexit.unregister(cleanup_tmp_file)
    own = tempfile.mkdtemp(prefix=f"ansible-local-{os.getpid()}", dir=ARCHIVES.parents[1])
    atexit.register(cleanup_tmp_file, own, warn=True)
    Path(own, ARCHIVES.name).symlink_to(ARCHIVES)
    constants.DEFAULT_LOCAL_TMP = own


def report(number: int, child: int) -> NoReturn:
    """Wait for the command and write its exit code."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.write(1, f"{number} {code}\n".encode())
    os._exit(0)


ARCHIVES.mkdir()
import_collection()
gc.freeze()  # collections of garbage in forks need not go through what they share
warnings.filterwarnings("ignore", "AnsibleCollectionFinder has already been configured")
for line in sys.stdin:
    reap(os.WNOHANG)
    request = json.loads(line)
    if not os.fork():
        running = os.fork()
        if not running:
            run(request)  # ends the process
        report(request["number"], running)
reap()
