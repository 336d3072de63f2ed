# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make bench`: the table of ratios; fails when one is missed."""

from __future__ import annotations

import sys

import bench_azure
import bench_dns
import bench_probe


def main() -> int:
    missed = 0
    for bench in (bench_dns, bench_probe, bench_azure):
        print(bench.__doc__, flush=True)
        for limit in bench.limits():
            print("  " + limit.line(), flush=True)
            missed += not limit.kept
    return 1 if missed else 0


sys.exit(main())
