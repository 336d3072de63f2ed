# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's ad-hoc commands for tests; those of a thread run one after another."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO


class Command:
    """A command that has been started."""

    def __init__(self, answers: IO[str], paths: Sequence[Path]) -> None:
        self._answers, self._paths = answers, paths
        self._completed: subprocess.CompletedProcess | None = None

    def completed(self) -> subprocess.CompletedProcess:
        """Wait for the end; return the exit code and what was printed."""
        if not self._completed:
            code = int(self._answers.readline())
            self._completed = subprocess.CompletedProcess("ansible", code, *(path.read_text() for path in self._paths))
        return self._completed


class _Commands:
    """The process that runs them."""

    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("adhoc_commands.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._last: Command | None = None

    def start(self, arguments: Sequence[str | Path], environment: dict[str, str]) -> Command:
        if self._last:
            self._last.completed()  # a test that failed may not have waited
        paths = [Path(self._directory.name, name) for name in ("output", "errors")]
        request = {
            "arguments": list(map(str, arguments)),
            "environment": environment,
            "output": list(map(str, paths)),
        }
        print(json.dumps(request), file=self._process.stdin, flush=True)
        self._last = Command(self._process.stdout, paths)
        return self._last


_of_thread = threading.local()


def _commands() -> _Commands:
    if not hasattr(_of_thread, "commands"):
        _of_thread.commands = _Commands()
    return _of_thread.commands


def start(*arguments: str | Path, **environment: str) -> Command:
    """Start `ansible`; Ansible has read settings of its own from the environment before, plugins read theirs anew."""
    return _commands().start(arguments, environment)


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess:
    """Run `ansible` to its end."""
    return start(*arguments, **environment).completed()
