# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Commands of this host that say what went wrong, and get so much time and no more."""

from __future__ import annotations

import os
import subprocess

from .._core.commands import bounded

MAX_OUTPUT = 4096
# A login without a password has a PATH without them on some systems.
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def run(args, seconds, environ=None):
    """Return C((output, complaint)) of a command, a list of texts; the complaint is None when it succeeded.

    It is killed when it takes longer than C(seconds). C(environ) is for tests.
    """
    environ = dict(os.environ if environ is None else environ)
    environ["PATH"] = f"{environ.get('PATH', '')}:{SYSTEM_PATH}"
    shown = " ".join(args[:4])
    try:
        code, text = bounded(args, seconds, MAX_OUTPUT, subprocess.STDOUT, environ)
    except subprocess.TimeoutExpired:
        return "", f"{shown} did not end within {seconds} s"
    except OSError as exc:
        return "", f"{shown} cannot be run: {exc.strerror or exc}"
    text = text.strip()
    if code:
        return text, "%s failed (%d): %s" % (shown, code, " ".join(text.split())[:300] or "it says nothing")
    return text, None
