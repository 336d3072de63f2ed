# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Follows a guide: writes its files, types its commands, and compares what they print."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ansible_collections.privatelink.azure_ai.tests.support.lab import LAB
from ansible_collections.privatelink.azure_ai.tests.system.guides.blocks import GUIDES, Commands, File, blocks
from ansible_collections.privatelink.azure_ai.tests.system.guides.shown import differences
from ansible_collections.privatelink.azure_ai.tests.system.guides.treatments import PAGES, Asks, Given, Here, Syntax

STAND_INS = Path(__file__).with_name("stand_ins")
_EXPIRES = re.compile(r"(?<=expires: )\d{4}-\d\d-\d\d")


@dataclass
class Reader:
    """Somebody who follows a page, in a directory of their own."""

    page: str
    home: Path
    came: Reader | None  # from another page
    once: Callable[[str, Callable[[], str]], str]  # what one run printed, for all pages that need it
    problems: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    @property
    def work(self) -> Path:
        return self.home / "privatelink"

    def follow(self) -> None:
        if self.came:
            shutil.copytree(self.came.work, self.work)
        else:
            self.work.mkdir(parents=True)
        self._environment = self._initial()
        printed = ""
        for block in blocks(GUIDES / self.page):
            if isinstance(block, File):
                self._write(block)
                for command in block.commands():
                    if command not in self.typed:  # each pipeline has the same ones, and the reader has tried them
                        self._type(command)
            elif isinstance(block, Commands):
                printed = "".join(self._type(command) for command in block.lines)
            elif problem := differences(block.lines, printed):
                self.problems.append(f"{self.page}: {problem}\n----- printed:\n{printed}")

    def _write(self, file: File) -> None:
        path = self.work / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        # A waiver of a guide must not expire.
        later = datetime.date.today() + datetime.timedelta(days=30)
        path.write_text(_EXPIRES.sub(later.isoformat(), file.text))

    def _type(self, command: str) -> str:
        """Do with a command what the table says; return what it printed."""
        self.typed.append(command)
        treatment = PAGES[self.page].commands.get(command)
        if treatment is None:
            self.problems.append(f"{self.page}: no table says how this command is tested: {command}")
        elif isinstance(treatment, Given):
            self._environment[treatment.name] = treatment.value
        elif isinstance(treatment, Here):
            return self._run(command, treatment.code)
        elif isinstance(treatment, Asks):
            return self._run(command, 0, treatment.answer)
        elif isinstance(treatment, Syntax):
            program, playbook, *_options = command.split()
            return self.once(playbook, lambda: self._run(f"{program} {playbook} --syntax-check", 0))
        return ""

    def _run(self, command: str, expected: int, typed: str = "") -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.work,
            env=self._environment,
            input=typed,
            start_new_session=True,  # without a terminal, a password is read from the input too
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != expected:
            self.problems.append(
                f"{self.page}: {command}: ended with {done.returncode}, expected {expected}\n{done.stdout}"
            )
        return done.stdout.replace(str(self.work), "/home/you/privatelink")

    def _initial(self) -> dict[str, str]:
        kept = ("PATH", "LC_ALL", "NO_COLOR", "PRIVATELINK_LAB", "ANSIBLE_HOME", "ANSIBLE_REMOTE_TMP")
        return {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "PATH": os.pathsep.join([str(STAND_INS), os.environ["PATH"]]),
            "HOME": str(self.home),
            "PRIVATELINK_LAB": str(LAB),
            "PRIVATELINK_RECORDED": str(self.home / "recorded"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary.md"),
            "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join(
                [os.environ["ANSIBLE_COLLECTIONS_PATH"], os.environ["PRIVATELINK_PODS"]]
            ),
            # The stand-in for ssh takes no files; and this Python has the libraries.
            "ANSIBLE_PIPELINING": "1",
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        }
