# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Commands of this host, which get so much time and no more: AnsibleModule.run_command waits for ever."""

from __future__ import annotations

import os
import subprocess
import tempfile

MAX_OUTPUT = 1024 * 1024


def bounded(args, seconds, most, stderr=subprocess.DEVNULL, environ=None):
    """Return C((code, output)) of a command, a list of texts, of whose output no more than C(most) bytes are read.

    It is killed when it takes longer than C(seconds). Raises subprocess.TimeoutExpired, and OSError when it cannot be run.
    """
    # A file and no pipe: children of a killed command may hold a pipe open.
    with tempfile.TemporaryFile() as output:
        code = subprocess.run(
            args,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=stderr,
            env=dict(os.environ if environ is None else environ, LC_ALL="C"),
            timeout=seconds,
            check=False,
        ).returncode
        output.seek(0)
        return code, output.read(most).decode("utf-8", "replace")


def output_of(args, seconds):
    """Return what a command, a list of texts, writes to its output.

    None when there is no such command, when it fails, or when it takes longer than C(seconds); then it is killed.
    """
    try:
        code, output = bounded(args, seconds, MAX_OUTPUT)
    except (subprocess.SubprocessError, OSError):
        return None
    return output if code == 0 else None
