# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a guide tells its reader to write, to type and to see: its fenced blocks, in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

DOCS = Path(__file__).resolve().parents[3] / "docs"
GUIDES = DOCS / "guides"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"# ([\w./-]+)(?:: .*)?\n")


class OddBlock(ValueError):
    """A block that no rule covers."""


@dataclass(frozen=True)
class File:
    """A file that the reader writes: its first line is a comment with its name."""

    name: str
    text: str

    def commands(self) -> list[str]:
        """Return the commands of a pipeline: the steps of GitHub's jobs (`run`), or of Azure DevOps (`script`)."""
        content = yaml.safe_load(self.text) if self.name.endswith((".yml", ".yaml")) else None
        if not isinstance(content, dict):
            return []
        steps = [step for job in (content.get("jobs") or {}).values() for step in job["steps"]]
        lines = [step.get("run") or step.get("script") for step in [*steps, *(content.get("steps") or ())]]
        return [command for text in lines if text for command in _commands(text)]


@dataclass(frozen=True)
class Commands:
    """What the reader types."""

    lines: list[str]


@dataclass(frozen=True)
class Shown:
    """What the commands before it print."""

    lines: list[str]


def blocks(page: Path) -> list[File | Commands | Shown]:
    """Return the blocks of a page; raises OddBlock for one that is neither a file, nor commands, nor their output."""
    text = page.read_text(encoding="utf-8")
    found: list[File | Commands | Shown] = []
    for language, content in _FENCE.findall(text):
        found.append(_block(page, language, content, found[-1] if found else None))
    if text.count("```") != 2 * len(found):
        raise OddBlock(f"{page.name}: a fence that does not begin its line, or is not closed")
    if re.search(r"^    \S", _FENCE.sub("", text), re.MULTILINE):
        raise OddBlock(f"{page.name}: an indented block: nothing says what it is")
    return found


def _block(page: Path, language: str, content: str, before: File | Commands | Shown | None) -> File | Commands | Shown:
    named = _NAME.match(content)
    if language in ("yaml", "ini", "sh") and named:
        return File(named[1], content)
    if language == "sh":
        return Commands(_commands(content))
    if language == "text" and isinstance(before, Commands):
        return Shown(content.splitlines())
    raise OddBlock(f"{page.name}: a block of {language or 'no language'} that no rule covers: {content[:60]!r}")


def _commands(text: str) -> list[str]:
    return [line for line in re.sub(r"\\\n *", "", text).splitlines() if line.strip()]
