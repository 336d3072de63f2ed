# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of another user: really, where the tests run as root; else as the system would say."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

OTHER = 4242


def give_away(path: Path, monkeypatch: Any) -> None:
    """Make a file, a directory or a link one of another user."""
    with contextlib.suppress(OSError):  # the root of a namespace of its own may not, either
        os.lchown(path, OTHER, OTHER)
        return
    status = os.lstat
    given, stat_of = status(path), os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        true = stat_of(descriptor)
        if (true.st_dev, true.st_ino) != (given.st_dev, given.st_ino):
            return true
        return os.stat_result([OTHER if number == 4 else value for number, value in enumerate(tuple(true)[:10])])

    monkeypatch.setattr(os, "fstat", fstat)
