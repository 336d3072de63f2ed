# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of all that is measured, of every bench_NAME.py: `tests/bench NEED...`, of what there is for it.

A row that needs something else is left out. One that cannot be measured does not hold up the others; it fails, as does
one that misses its limit.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path

from measure import Row


def measured(name: str, available: set[str]) -> list[str]:
    """Measure the rows of a bench, and return what was not as it should be."""
    try:
        bench = importlib.import_module(name)
    except Exception:  # the others are measured nevertheless
        traceback.print_exc(file=sys.stdout)
        return [f"not measured: {name}"]
    rows = [row for row in bench.ROWS if row.needs in available]
    if rows:
        print(bench.__doc__, flush=True)
    return [complaint for row in rows for complaint in _measured(row)]


def _measured(row: Row) -> list[str]:
    try:
        value = row.measure()
    except Exception:
        traceback.print_exc(file=sys.stdout)
        print(f"  FAIL  not measured, see above: {row.what}", flush=True)
        return [f"not measured: {row.what}"]
    print(f"  {row.line(value)}", flush=True)
    return [] if row.kept(value) else [f"limit missed: {row.what}"]


def main() -> int:
    available = set(sys.argv[1:])
    complaints = [
        complaint
        for path in sorted(Path(__file__).parent.glob("bench_*.py"))
        for complaint in measured(path.stem, available)
    ]
    print("\n".join(["", *complaints]), flush=True)
    return 1 if complaints else 0


sys.exit(main())
