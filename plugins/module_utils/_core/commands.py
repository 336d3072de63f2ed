# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Commands of this host, each of which is killed at its deadline: AnsibleModule.run_command waits for ever."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple

MAX_OUTPUT = 1024 * 1024
MAX_MESSAGE = 4096
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
    """Run a command for at most C(seconds) and read at most C(most) bytes of its output, also when it was killed.

    It has a session of its own, without a terminal on which it could ask for a password. Raises OSError when it
    cannot be run.
    """
    # A file, not a pipe: children of a killed command may hold a pipe open.
    with tempfile.TemporaryFile() as output:
        try:
            code = subprocess.run(
                args,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=stderr,
                env=dict(os.environ if environ is None else environ, LC_ALL="C"),
                timeout=seconds,
                check=False,
                start_new_session=True,
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
        output.seek(0)
        return Outcome(code, output.read(most).decode("utf-8", "replace"))


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
        code, output = bounded(args, seconds, MAX_MESSAGE, subprocess.STDOUT, environ)
    except OSError as exc:
        return "", f"{shown} cannot be run: {exc.strerror or exc}"
    if code is None:
        return "", f"{shown} did not end within {seconds} s"
    output = output.strip()
    if code:
        return output, f"{shown} failed ({code}): {' '.join(output.split())[:300] or 'no output'}"
    return output, None
