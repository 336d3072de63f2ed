# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The loop: switch, sometimes kill a run, validate, compare, look what is left."""

from __future__ import annotations

import dataclasses
import os
import shutil
import statistics
import time
from dataclasses import dataclass, field
from random import Random

import conclusions
import remains
from situation import ACCOUNT_NAMES, Expected, Situation, draw
from validation import Place, Validation

from simulated_azure import switches

KILLED = 0.4  # the share of runs before which one is killed
FIRST_SECONDS = 15  # how long a run takes, before it is known
SETTLED_RUNS = 3  # what lives on has loaded all that it needs
MEGABYTES_MORE = 64  # than then
TIMES_MORE = 2  # a run of the last third uses at most so many times as much as one of the first


@dataclass
class Count:
    runs: int = 0
    switches: int = 0
    kills: int = 0
    verdicts: int = 0
    left_by_kills: int = 0
    wrong_verdicts: list[str] = field(default_factory=list)
    wrong_causes: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    growth: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [*self.wrong_verdicts, *self.wrong_causes, *self.torn, *self.growth]


class Soak:
    def __init__(self, place: Place, random: Random, mistaken: int = 0) -> None:
        self._place, self._random, self._mistaken = place, random, mistaken
        self._count = Count()
        self._reports = {str(place.reports / name) for name in ("verdict.json", "verdict.html")}
        self._seconds: list[float] = []
        self._peaks: list[remains.Used] = []
        self._settled: remains.Used | None = None

    def run(self, seconds: float, most: int | None) -> int:
        """Return an exit code."""
        shutil.rmtree(self._place.root, ignore_errors=True)
        self._place.make()
        self._processes = remains.Processes()
        deadline = time.monotonic() + seconds
        earlier = None
        try:
            while time.monotonic() < deadline and self._count.runs != most:
                # Drawn from a number of its own: a run is the same whatever the others drew.
                random = Random(self._random.random())
                situation = draw(random, self._count.runs + 1, bool(self._place.faketime))
                earlier = self._step(random, situation, earlier)
        finally:
            switches.switch(self._place.state, switches.Switches())
        return self._summarize()

    def _step(self, random: Random, situation: Situation, earlier: Situation | None) -> Situation:
        self._count.runs += 1
        print(f"run {self._count.runs}: {situation.title}", flush=True)
        self._count.switches += _differences(situation, earlier)
        switches.switch(self._place.state, situation.switches)
        if random.random() < KILLED:
            self._kill(random, situation)
        self._validate(situation)
        return situation

    def _validate(self, situation: Situation) -> None:
        before, started = self._files(), time.monotonic()
        earlier = conclusions.written(self._place.reports)
        peak = remains.Used()

        def look() -> None:
            nonlocal peak
            peak = peak.most(remains.used(self._processes.others()))

        code = Validation(self._place, situation).finish(look)
        self._seconds.append(time.monotonic() - started)
        self._peaks.append(peak)
        try:
            document = conclusions.read(self._place.reports)
        except conclusions.Torn as exc:
            self._say(self._count.torn, str(exc))
            return
        if document is None or conclusions.written(self._place.reports) == earlier:
            self._say(self._count.wrong_verdicts, f"none was written, exit code {code}: {self._output()}")
            return
        verdicts, causes = conclusions.wrong(document, situation, self._expected(situation))
        self._count.verdicts += len(document["accounts"])
        self._say(self._count.wrong_verdicts, *verdicts)
        self._say(self._count.wrong_causes, *causes)
        passed = document["status"] == "pass"
        if passed != (code == 0):
            self._say(self._count.wrong_verdicts, f"{document['status']}, and the exit code is {code}")
        self._say(self._count.growth, *self._processes.left())
        self._say(self._count.growth, *(f"left: {path}" for path in sorted(self._files() - before)))
        self._look_at_ourselves()
        print(f"  {self._seconds[-1]:.0f} s, {peak}", flush=True)

    def _expected(self, situation: Situation) -> dict[str, Expected]:
        expected = {name: situation.expected(name) for name in ACCOUNT_NAMES}
        if self._count.runs == self._mistaken:
            expected[ACCOUNT_NAMES[0]] = Expected("fail", "tls_expired", "certificate_expired")
        return expected

    def _kill(self, random: Random, situation: Situation) -> None:
        """A run that is killed at a random point: what is written is the one before or a whole new one."""
        whole = random.random() < 0.5
        usual = statistics.median(self._seconds[-5:]) if self._seconds else FIRST_SECONDS
        after = random.uniform(0.1, 0.8) * usual
        before = self._files()
        reports = {path.name: path.read_bytes() for path in self._place.reports.iterdir()}
        validation = Validation(self._place, situation)
        validation.wait(after)
        if validation.kill(whole):
            self._count.kills += 1
            what = "its process group" if whole else "ansible-playbook alone"
            print(f"  killed after {after:.1f} s: {what}", flush=True)
        else:
            print(f"  not killed: it had ended before {after:.1f} s", flush=True)
        self._say(self._count.growth, *self._processes.left())
        try:
            document = conclusions.read(self._place.reports)
        except conclusions.Torn as exc:
            self._say(self._count.torn, f"after a kill: {exc}")
        else:
            self._look_at_reports(situation, reports, document)
        self._tidy(self._files() - before)

    def _look_at_reports(self, situation: Situation, before: dict[str, bytes], document: dict | None) -> None:
        lost = [name for name in before if not (self._place.reports / name).exists()]
        self._say(self._count.torn, *(f"after a kill: {name} is gone" for name in lost))
        if document and (self._place.reports / "verdict.json").read_bytes() != before.get("verdict.json"):
            expected = {name: situation.expected(name) for name in ACCOUNT_NAMES}
            verdicts, causes = conclusions.wrong(document, situation, expected)
            self._say(self._count.wrong_verdicts, *(f"after a kill: {line}" for line in verdicts))
            self._say(self._count.wrong_causes, *(f"after a kill: {line}" for line in causes))

    def _tidy(self, left: set[str]) -> None:
        """What a killed run cannot remove: nobody else may read it, and the next run must not need its absence."""
        readable = remains.readable_by_others(left)
        self._say(self._count.growth, *(f"after a kill, readable by others: {path}" for path in readable))
        # Ansible's own are in the directory of the run, which no other run uses.
        locks = [path for path in left if path.endswith(".lock") and "/ansible-local-" not in path]
        self._say(self._count.growth, *(f"after a kill, a lock: {path}" for path in locks))
        self._count.left_by_kills += len(left)

    def _files(self) -> set[str]:
        return remains.files(self._place.home, self._place.temporary, self._place.reports) - self._reports

    def _look_at_ourselves(self) -> None:
        """This process judges too, in every run: what it does not give back is the judge's."""
        now = remains.used([os.getpid()])
        if self._count.runs <= SETTLED_RUNS or self._settled is None:
            self._settled = now
            return
        allowed = dataclasses.replace(self._settled, megabytes=self._settled.megabytes + MEGABYTES_MORE)
        if now.most(allowed) != allowed:
            self._say(self._count.growth, f"the process that judges: {now}, after {SETTLED_RUNS} runs {self._settled}")

    def _say(self, lines: list[str], *complaints: str) -> None:
        for complaint in complaints:
            print(f"  WRONG  {complaint}", flush=True)
            lines.append(f"run {self._count.runs}: {complaint}")

    def _output(self) -> str:
        return self._place.output.read_text(encoding="utf-8", errors="replace")[-2000:]

    def _summarize(self) -> int:
        self._compare_thirds()
        count = self._count
        print(
            f"\n{count.runs} runs, {count.switches} switches, {count.kills} kills, {count.verdicts} verdicts: "
            f"{len(count.wrong_verdicts)} wrong verdicts, {len(count.wrong_causes)} wrong causes, "
            f"{len(count.torn)} torn reports, {len(count.growth)} times growth"
        )
        if count.left_by_kills:
            print(f"{count.left_by_kills} files and directories of killed runs stay, which only their owner can read.")
        print("\n".join(count.wrong), flush=True)
        return 0 if count.runs and not count.wrong else 1

    def _compare_thirds(self) -> None:
        third = len(self._peaks) // 3
        if not third:
            return
        first, last = _most(self._peaks[:third]), _most(self._peaks[-third:])
        print(f"\nAt most, in the first third of the runs: {first}\n         in the last one: {last}")
        for name, value in dataclasses.asdict(last).items():
            if value > TIMES_MORE * getattr(first, name):
                self._count.growth.append(f"the runs of the last third use {value} {name}")


def _most(peaks: list[remains.Used]) -> remains.Used:
    total = remains.Used()
    for peak in peaks:
        total = total.most(peak)
    return total


def _differences(situation: Situation, earlier: Situation | None) -> int:
    """How many things are not as they were."""
    now = _switched(situation)
    before = _switched(earlier) if earlier else {}
    return sum(now.get(key) != before.get(key) for key in now.keys() | before.keys())


def _switched(situation: Situation) -> dict[str, object]:
    others = {"what": situation.what} if situation.what else {}
    return {**situation.faults, **others}
