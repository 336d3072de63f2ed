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


def output_of(args, seconds):
    """Return what a command, a list of texts, writes to its output.

    None when there is no such command, when it fails, or when it takes longer than C(seconds); then it is killed.
    """
    try:
        # A file and no pipe: children of a killed command may hold a pipe open.
        with tempfile.TemporaryFile() as output:
            code = subprocess.run(
                args,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env=dict(os.environ, LC_ALL="C"),
                timeout=seconds,
                check=False,
            ).returncode
            output.seek(0)
            return output.read(MAX_OUTPUT).decode("utf-8", "replace") if code == 0 else None
    except (subprocess.SubprocessError, OSError):
        return None
