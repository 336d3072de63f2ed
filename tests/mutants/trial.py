# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests of one mutant: in a process that begins as a copy of this one, which has imported what all of them need."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from operators import Change
from rooms import LEFT_OUT

# A mutant may loop for ever, and may allocate while it does. The tests of a room take less than a minute.
_PROCESSOR = 300
_IDLE = 3600
_MEMORY = 4 << 30
_TIMES = itertools.count(3600)
_PRELOADED = ("hypothesis.strategies", "jsonschema", "yaml", "ansible.plugins.action", "ansible.template", "requests")
_OPTIONS = ("-x", "-q", "--no-header", "--tb=line", "-p", "no:xdist", "-p", "no:cacheprovider", "-k", LEFT_OUT)


def preload() -> None:
    for name in _PRELOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


@contextlib.contextmanager
def mutated(path: Path, change: Change) -> Iterator[None]:
    """A file of a private copy with a change, until the end of the block."""
    source, times = path.read_bytes(), path.stat()
    try:
        path.write_bytes(change.applied(source))
        # Python knows what it compiled by time and size: each mutant has a time of its own.
        os.utime(path, (times.st_atime, times.st_mtime + next(_TIMES)))
        yield
    finally:
        path.write_bytes(source)
        os.utime(path, (times.st_atime, times.st_mtime))


def start(copy: Path, files: list[str], log: Path) -> int:
    """Start the tests of the files in a copy, and return the process, whose end C(ended) reads."""
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR, _PROCESSOR))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.alarm(_IDLE)
        os.chdir(copy)
        os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(copy.parents[2])
        sys.dont_write_bytecode = False
        with log.open("wb") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        code = _tested(files)
    finally:
        os._exit(code)


def _tested(files: list[str]) -> int:
    """Run the files one after the other, for most mutants do not reach the second."""
    for name in files:
        code = int(pytest.main([*_OPTIONS, name]))
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return code
    return 0


def ended(status: int) -> str:
    """Return what the end of such a process says about its mutant."""
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL) else "killed"
    # A mutant in what a conftest.py imports may end as an error of usage; the sources as they are show what else is one.
    return "killed" if os.WEXITSTATUS(status) else "survived"
