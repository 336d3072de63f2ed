# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's ad-hoc commands, and its playbooks, for tests; those of a thread run one after another."""

from __future__ import annotations

import json
import os
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
        self._environment = _environment()
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("adhoc_commands.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._last: Command | None = None

    @property
    def is_up_to_date(self) -> bool:
        """Whether Ansible would read the same settings from the environment now."""
        return self._environment == _environment()

    def start(self, words: Sequence[str | Path], environment: dict[str, str], directory: Path | None = None) -> Command:
        if self._last:
            self._last.completed()  # a test that failed may not have waited
        paths = [Path(self._directory.name, name) for name in ("output", "errors")]
        request = {
            "words": list(map(str, words)),
            "directory": str(directory or Path.cwd()),
            "environment": environment,
            "output": list(map(str, paths)),
        }
        print(json.dumps(request), file=self._process.stdin, flush=True)
        self._last = Command(self._process.stdout, paths)
        return self._last


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


_of_thread = threading.local()


def _commands() -> _Commands:
    if not hasattr(_of_thread, "commands"):
        _of_thread.commands = _Commands()
    return _of_thread.commands


def start(*arguments: str | Path, **environment: str) -> Command:
    """Start `ansible`; Ansible has read settings of its own from the environment before, plugins read theirs anew."""
    return _commands().start(["ansible", *arguments], environment)


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess:
    """Run `ansible` to its end."""
    return start(*arguments, **environment).completed()


def playbook(directory: Path, *arguments: str | Path) -> subprocess.CompletedProcess:
    """Run `ansible-playbook` in a directory to its end."""
    words = ["ansible-playbook", *arguments]
    if _commands().is_up_to_date:
        return _commands().start(words, {}, directory).completed()
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=directory)
