# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-test sanity, all tests, on every Python that is installed."""

from __future__ import annotations

import ansible_test_home
from outcome import Outcome, checked, clear_junit, read_junit, stream


def run() -> Outcome:
    ansible_test_home.prepare()
    clear_junit()
    code = stream(["ansible-test", "sanity", "--local", "--junit", "--color", "no"])
    return checked(read_junit(), code, "ansible-test sanity")
