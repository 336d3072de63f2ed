# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demonstration: what the collection says about one healthy account and about broken ones."""

from __future__ import annotations

import collection_copy
import lab
from project import CACHE, REPORTS
from validation import validate


def run() -> int:
    """Returns 0 when every account got the verdict that its row of the lab's table calls for."""
    obstacle = lab.obstacle()
    if obstacle:
        print(f"The demo runs in Linux network namespaces, and this machine does not let it: {obstacle}")
        return 1
    collection_copy.refresh()
    expected = lab.expected_root_causes()
    broken = [name for name, cause in expected.items() if cause]
    print(
        f"Validating {len(expected)} accounts of a simulated Azure, {len(broken)} of them broken on purpose. "
        "No packet leaves this machine.",
        flush=True,
    )
    problems = validate(CACHE, REPORTS)
    if problems:
        print("The demo did not find what it must find:")
        for problem in problems:
            print(f"  {problem}")
        return 1
    print(f"The playbook failed because it must: each of the {len(broken)} has the cause that is built into it.")
    print(f"The report: {REPORTS / 'verdict.html'}")
    return 0
