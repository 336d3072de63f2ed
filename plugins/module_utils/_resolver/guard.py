# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What keeps a host from being left between two resolvers: no signals, and a dead man's switch."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence

from .._core.files import Files

UNIT = "privatelink-resolver-restore"
# Longer than a switch takes with all it may wait for, the way back included.
DEAD_MAN_SECONDS = 90
COMMAND_SECONDS = 5
# What a lost connection, or the end of a session, sends to the processes of the session.
_SIGNALS = (signal.SIGHUP, signal.SIGPIPE, signal.SIGTERM, signal.SIGINT)


Run = Callable[[Sequence[str], float], "tuple[str, str | None]"]


class Problem(Exception):
    """Something that keeps the resolver from being switched; the text says what was seen."""


@contextlib.contextmanager
def shielded() -> Iterator[None]:
    """Ignore, within, what a lost connection sends."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class DeadMansSwitch:
    """systemd restores the files unless the timer is stopped in time, also where this process was killed."""

    def __init__(self, files: Files, run: Run, script: str) -> None:
        self._files = files
        self._run = run
        self._script = script

    def arm(self) -> bool:
        """Return whether systemd runs here and has started the timer. Raises Problem when it runs and refuses."""
        if not self._systemd_runs():
            return False
        command = ["systemd-run", "--quiet", "--collect", "--unit=" + UNIT, f"--on-active={DEAD_MAN_SECONDS}"]
        precise = ["--timer-property=AccuracySec=1s", "/bin/sh", self._script]
        complaint = self._run(command + precise, COMMAND_SECONDS)[1]
        if complaint:
            raise Problem(f"the dead man's switch cannot be set up, and nothing is switched without it: {complaint}")
        return True

    def disarm(self) -> None:
        """Stop the timer, if there is one."""
        if self._systemd_runs():
            self._run(["systemctl", "stop", UNIT + ".timer"], COMMAND_SECONDS)

    def _systemd_runs(self) -> bool:
        return os.path.isdir(self._files.at("/run/systemd/system"))
