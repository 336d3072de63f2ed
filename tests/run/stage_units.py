# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test units."""

from __future__ import annotations

from outcome import Outcome, checked, clear_junit, read_junit, stream, workers
from project import python_version


def run() -> Outcome:
    clear_junit()
    code = stream(["ansible-test", "units", "--local", "--python", python_version(),
                   "--num-workers", workers(), "--color", "no"])
    return checked(read_junit(), code, "ansible-test units")
