# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's commands for tests; those of a process and of a Python of the control node are forks of one process."""

from __future__ import annotations

import atexit
import functools
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

_SETTINGS = {name: value for name, value in os.environ.items() if name.startswith("ANSIBLE_")}


class Command:
    """A command that has been started."""

    def __init__(self, arguments: Sequence[str], code: Future[int], output: Sequence[Path]) -> None:
        self._arguments, self._code, self._output = arguments, code, output

    def completed(self) -> subprocess.CompletedProcess:
        """Wait for the end; return the exit code and what was printed."""
        code = self._code.result()
        return subprocess.CompletedProcess(self._arguments, code, *(path.read_text() for path in self._output))


class _Forks:
    """The process whose forks they are."""

    def __init__(self, python: str, settings: Mapping[str, str]) -> None:
        self._directory = tempfile.TemporaryDirectory()
        self._numbers = itertools.count(1)
        self._running: dict[int, Future[int]] = {}
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [python, Path(__file__).parent / "forks/commands.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **settings},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        atexit.register(self._close)

    def start(
        self,
        program: str,
        arguments: Sequence[str | Path],
        directory: Path,
        environment: Mapping[str, str],
        interpreter: str | None = None,
    ) -> Command:
        number, code = next(self._numbers), Future[int]()
        output = [Path(self._directory.name, f"{number}-{name}") for name in ("output", "errors")]
        request = {
            "number": number,
            "program": program,
            "arguments": list(map(str, arguments)),
            "environment": dict(environment),
            "interpreter": interpreter,
            "directory": str(directory),
            "output": list(map(str, output)),
        }
        with self._lock:
            self._running[number] = code
            print(json.dumps(request), file=self._process.stdin, flush=True)
        return Command([program, *request["arguments"]], code, output)

    def _read(self) -> None:
        for line in self._process.stdout:
            number, code = map(int, line.split())
            self._running.pop(number).set_result(code)
        for code in self._running.values():
            code.set_exception(RuntimeError("the process that runs Ansible's commands has ended"))

    def _close(self) -> None:
        """End it, so that what its forks took counts as what the tests took."""
        self._process.stdin.close()
        self._process.wait()
        self._reader.join()
        self._directory.cleanup()


@functools.cache
def _forks(python: str, settings: tuple[tuple[str, str], ...] = ()) -> _Forks:
    return _Forks(python, dict(settings))


def start_ansible(*arguments: str | Path, **environment: str) -> Command:
    """Start `ansible`; Ansible has read settings of its own from the environment before, plugins read theirs anew."""
    return _forks(sys.executable).start("ansible", arguments, Path.cwd(), environment)


def run_ansible(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess:
    """Run `ansible` to its end."""
    return start_ansible(*arguments, **environment).completed()


def run_playbook(
    *arguments: str | Path,
    directory: Path,
    environment: Mapping[str, str] | None = None,
    python: str = sys.executable,
    settings: Mapping[str, str] | None = None,
    interpreter: str | None = None,
) -> subprocess.CompletedProcess:
    """Run `ansible-playbook` of a Python in a directory, with those variables of the environment beside the others.

    It is a process of its own where Ansible reads other settings than those that it has read before. A process whose forks
    all have the same `settings` has read them. `interpreter` is what Ansible then takes for the Python that it runs on.
    """
    changed = environment or {}
    read = {name: value for name, value in {**os.environ, **changed}.items() if name.startswith("ANSIBLE_")}
    programs = Path(python).parent
    own = {**changed, "PATH": f"{programs}:{os.environ['PATH']}"}
    if read == _SETTINGS and not (directory / "ansible.cfg").exists():
        forks = _forks(python, tuple((settings or {}).items()))
        return forks.start("ansible-playbook", arguments, directory, own, interpreter).completed()
    assert not settings and not interpreter, "they are those of a fork"
    return subprocess.run(
        [programs / "ansible-playbook", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
        env={**os.environ, **own},
    )
