# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Commands of this host, each of which is killed at its deadline: AnsibleModule.run_command waits for ever."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .deadline import Deadline

MAX_OUTPUT = 1024 * 1024
MAX_MESSAGE = 4096
_PART, _PARTS = 65536, 16
# How late it is seen that a command ended whose children hold the pipe.
_PAUSE_SECONDS = 0.05
# A login without a password has a PATH without them on some systems.
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Outcome(NamedTuple):
    """What a command has done: C(code) is its exit status, None when it was killed because its time was over."""

    code: int | None
    output: str


def bounded(
    args: Sequence[str],
    seconds: float,
    most: int = MAX_OUTPUT,
    stderr: int = subprocess.DEVNULL,
    environ: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a command for at most C(seconds) and keep at most C(most) bytes of its output, also when it was killed.

    It has a session of its own, without a terminal on which it could ask for a password. Raises OSError when it
    cannot be run.
    """
    deadline = Deadline(seconds)
    with subprocess.Popen(args, stdout=subprocess.PIPE, **_surroundings(stderr, environ)) as process:
        output = _Output(process.stdout, most)
        # Not to its end: children of a killed command may hold the pipe open.
        while process.poll() is None and not deadline.expired():
            if not output.take(min(deadline.remaining(), _PAUSE_SECONDS)):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(deadline.remaining())
        output.take(0)
        return Outcome(_ended(process), output.kept.decode("utf-8", "replace"))


def _with_file(args: Sequence[str], seconds: float, environ: Mapping[str, str]) -> Outcome:
    """Run a command as C(bounded) does; what it leaves running may go on to write, which would end it on a pipe."""
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(args, stdout=output, **_surroundings(subprocess.STDOUT, environ)) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            code = _ended(process)
        output.seek(0)
        return Outcome(code, output.read(MAX_MESSAGE).decode("utf-8", "replace"))


def _surroundings(stderr: int, environ: Mapping[str, str] | None) -> dict[str, Any]:
    return {
        "stdin": subprocess.DEVNULL,
        "stderr": stderr,
        "env": dict(os.environ if environ is None else environ, LC_ALL="C"),
        "start_new_session": True,
    }


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    """Return the exit status of a process whose time is over, None when it had to be killed."""
    code = process.poll()
    if code is None:
        process.kill()
        process.wait()
    return code


class _Output:
    """What a command writes to a pipe. All of it is taken, so that the command goes on, and the beginning is kept."""

    def __init__(self, pipe: Any, most: int) -> None:
        self.kept = bytearray()
        self._most = most
        self._descriptor = pipe.fileno()
        os.set_blocking(self._descriptor, False)
        self._is_open = True

    def take(self, seconds: float) -> bool:
        """Wait for output and take what is there, as much as a pipe holds. Return whether there may be more."""
        # Not select: this process may have a thousand files open.
        waiting = select.poll()
        waiting.register(self._descriptor, select.POLLIN)
        for _each in range(_PARTS if self._is_open and waiting.poll(seconds * 1000) else 0):
            try:
                part = os.read(self._descriptor, _PART)
            except BlockingIOError:
                break
            if not part:
                self._is_open = False
                break
            self.kept += part[: max(0, self._most - len(self.kept))]
        return self._is_open


def output_of(args: Sequence[str], seconds: float) -> str | None:
    """Return what a command writes to its output; None when it cannot be run, fails or takes longer than C(seconds)."""
    try:
        outcome = bounded(args, seconds)
    except OSError:
        return None
    return outcome.output if outcome.code == 0 else None


def run(args: Sequence[str], seconds: float, environ: Mapping[str, str] | None = None) -> tuple[str, str | None]:
    """Return C((output, complaint)) of a command of the system; the complaint is None when it succeeded.

    C(environ) is for tests.
    """
    environ = dict(os.environ if environ is None else environ)
    environ["PATH"] = f"{environ.get('PATH', '')}:{SYSTEM_PATH}"
    shown = " ".join(args[:4])
    try:
        code, output = _with_file(args, seconds, environ)
    except OSError as exc:
        return "", f"{shown} cannot be run: {exc.strerror or exc}"
    if code is None:
        return "", f"{shown} did not end within {seconds} s"
    output = output.strip()
    if code:
        return output, f"{shown} failed ({code}): {' '.join(output.split())[:300] or 'no output'}"
    return output, None
