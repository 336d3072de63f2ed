# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The demonstration: what the collection says about one healthy account and about broken ones."""

from __future__ import annotations

import collection_copy
import lab
from project import CACHE, REPORTS, ROOT
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
    print(f"Validating {len(expected)} accounts of a simulated Azure: no packet leaves this machine.")
    print(f"{len(broken)} of them are broken on purpose, so the playbook is going to fail.", flush=True)
    problems = validate(CACHE, REPORTS)
    if problems:
        print("The demo did not find what it must find:")
        for problem in problems:
            print(f"  {problem}")
        return 1
    print("The playbook failed because it must: it names the right cause of every account that is broken on purpose.")
    width = max(map(len, expected))
    for name, cause in expected.items():
        print(f"  {name:<{width}}  {cause or 'healthy: isolated, and served over its private endpoint'}")
    for path in sorted(REPORTS.iterdir()):
        print(f"Written: {path.relative_to(ROOT)}")
    return 0
