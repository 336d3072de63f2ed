# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of all that is measured, of every bench_NAME.py: `tests/bench NEED...`, of what there is for it.

With $BENCH only that bench, or several with commas. A row that needs something else is left out. One that cannot be
measured does not hold up the others; it fails, as does one that misses its limit. What
was measured is written as JSON into $PRIVATELINK_BENCH, a file for each bench.
"""

from __future__ import annotations

import datetime
import importlib
import json
import os
import platform
import sys
import traceback
from pathlib import Path

from measure import ROUNDS, Row


def measured(name: str, available: set[str]) -> list[str]:
    """Measure the rows of a bench, and return what was not as it should be."""
    try:
        bench = importlib.import_module(f"bench_{name}")
    except Exception:  # the others are measured nevertheless
        traceback.print_exc(file=sys.stdout)
        return [f"not measured: {name}"]
    rows = [row for row in bench.ROWS if row.needs in available]
    if not rows:
        return []
    print(bench.__doc__, flush=True)
    entries: list[dict] = []
    complaints = [complaint for row in rows for complaint in _measured(row, entries)]
    _write(name, bench.__doc__.strip(), entries)
    return complaints


def _measured(row: Row, entries: list[dict]) -> list[str]:
    try:
        value = row.measure()
    except Exception:
        traceback.print_exc(file=sys.stdout)
        print(f"  FAIL  not measured, see above: {row.what}", flush=True)
        return [f"not measured: {row.what}"]
    print(f"  {row.line(value)}", flush=True)
    entries.append(row.entry(value))
    return [] if row.kept(value) else [f"limit missed: {row.what}"]


def _write(name: str, title: str, entries: list[dict]) -> None:
    machine = {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "gigabytes": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "ansible_core": importlib.import_module("ansible.release").__version__,
        "rounds": ROUNDS,
        "load": round(os.getloadavg()[2], 1),
    }
    content = {"title": title, "date": f"{datetime.date.today()}", "machine": machine, "rows": entries}
    path = Path(os.environ["PRIVATELINK_BENCH"]) / f"{name}.json"
    path.write_text(json.dumps(content, indent=1) + "\n")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> int:
    available = set(sys.argv[1:])
    names = [path.stem.removeprefix("bench_") for path in sorted(Path(__file__).parent.glob("bench_*.py"))]
    chosen = [name for name in os.environ.get("BENCH", "").split(",") if name] or names
    strangers = sorted(set(chosen) - set(names))
    if strangers:
        print(f"BENCH: {', '.join(strangers)}: expected of {', '.join(names)}")
        return 1
    complaints = [complaint for name in chosen for complaint in measured(name, available)]
    print("\n".join(["", *complaints]), flush=True)
    return 1 if complaints else 0


sys.exit(main())
