# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A terminal of 80 columns, and what Ansible writes to it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
from dataclasses import dataclass
from pathlib import Path

COLUMNS, LINES = 80, 24

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_BLOCK = re.compile(r"^    msg: \|-\n((?: {8}.*\n|\n)+)", re.MULTILINE)
_LIST = re.compile(r'^    "msg": \[\n(.*?)\n    \]$', re.MULTILINE | re.DOTALL)


@dataclass
class Screen:
    """What a run of validate wrote to its terminal, how it ended, and the document that it left."""

    raw: str
    code: int
    document: dict

    @property
    def text(self) -> str:
        """What it wrote, without colours."""
        return _COLOUR.sub("", self.raw).replace("\r\n", "\n")

    def lists(self) -> list[list[str]]:
        """The lists that tasks showed, each with its lines as they stand on the screen."""
        return [found.split("\n") for found in _LIST.findall(self.text)]

    def blocks(self) -> list[list[str]]:
        """The texts that tasks showed as blocks, each with its lines."""
        return [[line[8:] for line in found.rstrip("\n").split("\n")] for found in _BLOCK.findall(self.text)]


def words(lines: list[str]) -> list[str]:
    """Return what stands in the lines of a list; each must hold one text of its own."""
    return [json.loads(line.strip().removesuffix(",")) for line in lines]


def show(ansible_playbook: str, inventory: Path, directory: Path, settings: dict[str, str]) -> Screen:
    """Run validate with that program and those settings at a terminal; its reports are written in the directory."""
    reports = directory / "reports"
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    ambient = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [
            ansible_playbook,
            "privatelink.azure_ai.validate",
            "-i",
            inventory,
            "-e",
            json.dumps({"report_directory": str(reports)}),
        ],
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
        cwd=directory,
        env={**ambient, **settings, "TERM": "xterm", "COLUMNS": str(COLUMNS)},
    ) as process:
        os.close(slave)
        raw = _read(master)
    os.close(master)
    document = reports / "verdict.json"
    assert document.exists(), raw
    return Screen(raw, process.returncode, json.loads(document.read_text(encoding="utf-8")))


def _read(master: int) -> str:
    """Return what is written until nobody holds the terminal any more."""
    parts = []
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # how Linux says that the other end is closed
            part = b""
        if not part:
            return b"".join(parts).decode()
        parts.append(part)
