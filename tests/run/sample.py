# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make sample`: the reports in docs/sample, of the accounts of the demo. The stage `terminal` says when they are stale."""

from __future__ import annotations

import json
import sys

import demo
from project import LANE, REPORTS, ROOT


def run() -> int:
    """Returns 0 when the sample is written."""
    code = demo.run()
    if code:
        return code
    sys.path.insert(0, str(LANE))
    # It imports the product, whose mistakes are not to end the other commands.
    import sample_report

    directory = ROOT / sample_report.DIRECTORY
    directory.mkdir(exist_ok=True)
    document = json.loads((REPORTS / "verdict.json").read_text(encoding="utf-8"))
    for file, text in sample_report.rendered(document).items():
        (directory / file).write_text(text, encoding="utf-8")
        print(f"Written: {directory.relative_to(ROOT) / file}")
    return 0
