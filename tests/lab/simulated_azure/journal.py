# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the servers saw, one JSON object a line: tests read it to prove what was sent, and what was not."""

from __future__ import annotations

import json
import os
from pathlib import Path


class Journal:
    """Appends whole lines in one write each: processes and threads can share a file without a lock."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o644)

    def write(self, **entry: object) -> None:
        os.write(self._file, json.dumps(entry).encode() + b"\n")
