# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What keeps a host from being left between two resolvers: one run at a time, no signals, a dead man's switch."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal

from .store import DIRECTORY, SCRIPT

LOCK = "/run/privatelink-resolver.lock"
UNIT = "privatelink-resolver-restore"
# Longer than a switch takes with all it may wait for, putting back included.
DEAD_MAN_SECONDS = 90
COMMAND_SECONDS = 5
# What a lost connection, or the end of a session, sends to the processes of the session.
_SIGNALS = (signal.SIGHUP, signal.SIGPIPE, signal.SIGTERM, signal.SIGINT)


class Problem(Exception):
    """Something that keeps the resolver from being switched; the text says what was seen."""


@contextlib.contextmanager
def shielded():
    """Ignore, within, what a lost connection sends."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def alone(files):
    """Raise Problem when another run is at it, and keep others away within."""
    files.make_directory(os.path.dirname(LOCK))
    with open(files.at(LOCK), "w", encoding="ascii") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            raise Problem("another run is just switching this host's resolver; try again when it has ended") from exc
        yield


class DeadMansSwitch:
    """systemd puts the files back, unless told in time that all is well: even where this process was killed."""

    def __init__(self, files, run):
        self._files = files
        self._run = run

    def arm(self):
        """Return whether systemd runs here and has taken the order. Raises Problem when it runs and refuses."""
        if not self._systemd_runs():
            return False
        command = ["systemd-run", "--quiet", "--collect", "--unit=" + UNIT, f"--on-active={DEAD_MAN_SECONDS}"]
        precise = ["--timer-property=AccuracySec=1s", "/bin/sh", f"{DIRECTORY}/{SCRIPT}"]
        complaint = self._run(command + precise, COMMAND_SECONDS)[1]
        if complaint:
            raise Problem(f"no dead man's switch, without which nothing is switched: {complaint}")
        return True

    def disarm(self):
        """Take the order back, if there is one."""
        if self._systemd_runs():
            self._run(["systemctl", "stop", UNIT + ".timer"], COMMAND_SECONDS)

    def _systemd_runs(self):
        return os.path.isdir(self._files.at("/run/systemd/system"))
