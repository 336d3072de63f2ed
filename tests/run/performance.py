# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/performance.md, made of what `make bench` measured."""

from __future__ import annotations

import json
from pathlib import Path

from project import CACHE, ROOT

MEASURED = CACHE / "bench"
PAGE = ROOT / "docs/performance.md"
HEAD = """\
<!-- Copyright (c) 2026, the privatelink.azure_ai contributors
GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
-->

# Performance

`make bench` measures these tables in a [simulated Azure](https://github.com/privatelink/azure_ai/tree/main/tests/lab), whose servers delay each answer by 50 ms,
and `make performance` writes this page from them. `make bench BENCH=fleet` measures one table. `ours` and `peer` are what each of the two
took. `result` is ours as a multiple of the peer's, so that the peer is faster where it is above 1. Against loops (`looped`, `in loops`) it is
the peer's as a multiple of ours, so that ours is faster where it is above 1.

Peers take turns with ours, except loops and the tables control and fleet: if the load changed meanwhile, their ratios of seconds are off.
Numbers are medians of several runs. 500 or more names, probes or accounts, many accounts or hosts of validate, and loops are measured once.
The load is the average of the 15 minutes before the end of a table.
"""


def write() -> int:
    """Write the page. Returns 1 when nothing has been measured."""
    files = sorted(MEASURED.glob("*.json"))
    if not files:
        print(f"Nothing has been measured: {MEASURED.relative_to(ROOT)} is empty. Run make bench first.")
        return 1
    PAGE.write_text("\n".join([HEAD, *map(_section, files)]))
    return 0


def _section(path: Path) -> str:
    measured = json.loads(path.read_text())
    machine, rows = measured["machine"], measured["rows"]
    name, _colon, what = measured["title"].partition(": ")
    lines = [
        f"## {path.stem}",
        "",
        f"{name}: {what}" if what else name,
        "",
        "| | ours | peer | result | aim | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
        *map(_line, rows),
        "",
        *(f"- {row['what']}: {row['reason']}" for row in rows if row["reason"] and not row["kept"]),
    ]
    lines += [""] if lines[-1] else []
    place = "rounds: {rounds}; {cores} cores ({processor}), {gigabytes} GB, load {load}, Python {python}, ansible-core {ansible_core}"
    lines += [f"{measured['date']}; {place.format(**machine)}.", ""]
    return "\n".join(lines)


def _line(row: dict) -> str:
    both = [f"{_number(row[side])} {row['unit_of_both']}" if row[side] is not None else "" for side in ("ours", "peer")]
    if row["extrapolated"]:
        both[1] += f" (extrapolated from {row['extrapolated']})"
    if row["name_of_peer"]:
        both[1] += f" {row['name_of_peer']}"
    aim = "" if row["limit"] is None else f"{'at least' if row['at_least'] else 'at most'} {row['limit']:,g}"
    mark = "" if row["limit"] is None else "kept" if row["kept"] else "missed"
    cells = [row["what"], *both, f"{_number(row['value'])} {row['unit']}", aim, mark]
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
