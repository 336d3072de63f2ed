# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mutation test: `tests/mutants --sample N --seed N`: small slips in what decides a verdict, and whether a test fails.

Each mutant lives in a private copy below .cache/mutants, one for each processor; the checkout is only read.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "run"))
import collection_copy
import trial
from operators import Change, changes, possible
from project import CACHE, COLLECTION, environment
from rooms import ROOMS, Room

MUTANTS = CACHE / "mutants"
MOST_SURVIVORS = 0.1
OUTCOMES = ("killed", "survived", "timeout")


@dataclass(frozen=True)
class Mutant:
    """A source of a room with a change; without one it is the source itself, whose tests must pass."""

    room: Room
    path: str  # below the collection
    source: bytes = b""
    change: Change | None = None

    def place(self) -> str:
        return f"{self.path}:{self.change.line} ({self.change.operator})" if self.change else f"{self.path} as it is"

    def described(self) -> str:
        if not self.change:
            return self.place()
        before, after = self.source.decode().splitlines(), self.change.applied(self.source).decode().splitlines()
        lines = list(difflib.unified_diff(before, after, lineterm="", n=1))[3:]
        return "\n".join([self.place(), *(f"    {line}" for line in lines)])


def private_copies(number: int) -> list[Path]:
    collection_copy.refresh()
    made = []
    for place in range(number):
        copy = MUTANTS / f"copy-{place}/ansible_collections/privatelink/azure_ai"
        shutil.rmtree(MUTANTS / f"copy-{place}", ignore_errors=True)  # what a killed run left
        shutil.copytree(COLLECTION, copy, ignore=shutil.ignore_patterns(".git", "output"))
        made.append(copy)
    return made


def all_mutants(copy: Path) -> dict[str, list[Mutant]]:
    return {
        room.name: [
            Mutant(room, path, source, change)
            for path in room.files(copy)
            for source in [(copy / path).read_bytes()]
            for change in changes(source, room.sentences)
        ]
        for room in ROOMS
    }


def sampled(mutants: dict[str, list[Mutant]], size: int, seed: int) -> list[Mutant]:
    """Return a sample: as many of each room, and in an order of chance, so that a part of it is a sample too."""
    chance = random.Random(seed)
    rooms = [_possible(chance.sample(of_room, len(of_room))) for of_room in mutants.values()]
    dealt = []
    while rooms and len(dealt) < size:
        room = rooms.pop(0)
        mutant = next(room, None)
        if mutant:
            dealt.append(mutant)
            rooms.append(room)
    return dealt


def _possible(mutants: list[Mutant]) -> Iterator[Mutant]:
    return (mutant for mutant in mutants if mutant.change and possible(mutant.source, mutant.change))


def run(sample: list[Mutant], copies: list[Path]) -> Iterator[tuple[Mutant, str]]:
    """Try all of a sample, as many at a time as there are copies."""
    trial.preload()
    waiting, free, running = list(reversed(sample)), list(copies), {}
    while waiting or running:
        while waiting and free:
            mutant, copy, restored = waiting.pop(), free.pop(), ExitStack()
            if mutant.change:
                restored.enter_context(trial.mutated(copy / mutant.path, mutant.change))
            files = mutant.room.test_files(copy, mutant.path)
            process = trial.start(copy, files, copy.parents[2] / "output")
            running[process] = mutant, copy, restored
        process, status = os.wait()
        mutant, copy, restored = running.pop(process)
        restored.close()
        outcome = trial.ended(status)
        if not mutant.change and outcome != "survived":
            raise SystemExit(f"Without a mutant: {(copy.parents[2] / 'output').read_text()}")
        free.append(copy)
        yield mutant, outcome


def table(results: list[tuple[Mutant, str]], mutants: dict[str, list[Mutant]]) -> str:
    count = Counter((mutant.room.name, outcome) for mutant, outcome in results)
    rows = [(name, len(mutants[name]), *(count[name, outcome] for outcome in OUTCOMES)) for name in mutants]
    rows.append(("all", *(sum(numbers) for numbers in list(zip(*rows))[1:])))
    lines = [f"{'room':<14}{'possible':>9}{'run':>6}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES)]
    for name, number, *outcomes in rows:
        lines.append(f"{name:<14}{number:>9}{sum(outcomes):>6}" + "".join(f"{value:>10}" for value in outcomes))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests/mutants")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.sample < 1:
        parser.error("a sample has at least one mutant")
    os.environ.update(environment())
    copies = private_copies(os.cpu_count() or 1)
    mutants = all_mutants(copies[0])
    sample = sampled(mutants, arguments.sample, arguments.seed)
    print(f"{len(sample)} of {sum(map(len, mutants.values()))} mutants, with the seed {arguments.seed}", flush=True)
    originals = [Mutant(room, room.files(copies[0])[0]) for room in ROOMS]
    results = []
    for mutant, outcome in run([*originals, *sample], copies):
        shown = mutant.place() if outcome == "killed" else mutant.described()
        print(f"{len(results):>4} {outcome if mutant.change else 'passed':<9}{shown}", flush=True)
        if mutant.change:
            results.append((mutant, outcome))
    shutil.rmtree(MUTANTS)
    survivors = sum(outcome == "survived" for _, outcome in results)
    print(f"\n{table(results, mutants)}\n{survivors / len(results):.1%} survived")
    return 1 if survivors > MOST_SURVIVORS * len(results) else 0


if __name__ == "__main__":
    sys.exit(main())
