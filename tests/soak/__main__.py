# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates the lab in a loop, with faults that are switched between the runs: `tests/soak --minutes 10 [--seed N]`.

Runs are killed in between. Ends with a summary, and with 1 if a verdict or a cause was wrong, or if something was left.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from random import Random, SystemRandom

from loop import Soak
from validation import Place

from simulated_azure.state import State


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests/soak")
    parser.add_argument("--minutes", type=float, default=10, help="no run begins later (default: %(default)s)")
    parser.add_argument("--runs", type=int, help="at most so many")
    parser.add_argument("--seed", type=int, help="repeats what another soak drew")
    parser.add_argument("--mistaken", type=int, default=0, metavar="RUN", help="expect the wrong of it, for a test")
    arguments = parser.parse_args()
    seed = SystemRandom().randrange(10**6) if arguments.seed is None else arguments.seed
    state = State(Path(os.environ["PRIVATELINK_LAB"]))
    place = Place(state, state.directory / "soak", os.environ.get("PRIVATELINK_FAKETIME", ""))
    print(f"Seed {seed}. To repeat it: make soak SEED={seed}", flush=True)
    if not place.faketime:
        print("Not run: a stepped clock, for which there is no libfaketime here.", flush=True)
    return Soak(place, Random(seed), arguments.mistaken).run(arguments.minutes * 60, arguments.runs)


sys.exit(main())
