# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make bench`: the table of all that is measured, of every bench_NAME.py, or those named; fails when one misses its limit."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main() -> int:
    missed = 0
    for name in sys.argv[1:] or sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py")):
        bench = importlib.import_module(name)
        print(bench.__doc__, flush=True)
        for limit in bench.limits():
            print("  " + limit.line(), flush=True)
            missed += not limit.kept
    return 1 if missed else 0


sys.exit(main())
