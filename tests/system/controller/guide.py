# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What docs/aap/README.md tells its reader to write and to run."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs/aap/README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A file, or, by the word in brackets, what becomes a part of platform.yml.
_NAME = re.compile(r"# ([\w-]+\.yml)(?:: [^()\n]*)?(?: \((\w+)\))?\n")

# What takes a container engine, an index of packages, or a platform of one's own; the guide says so.
NOT_RUN = ("python3 -m pip install ", "ansible-galaxy collection install ", "ansible-builder build ", "podman push ")
GIVEN = "export "


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language, in their order."""
    return [text for found, text in _BLOCK.findall(TEXT) if found == language]


def languages() -> set[str]:
    return {found for found, _text in _BLOCK.findall(TEXT)}


def files() -> dict[str, str]:
    """Return the text of each YAML file by its name, and of each part of platform.yml by its word."""
    found = {}
    for text in blocks("yaml"):
        match = _NAME.match(text)
        assert match and (match[2] or match[1]) not in found, text
        assert not match[2] or match[1] == "platform.yml", text
        found[match[2] or match[1]] = text
    return found


def script(containing: str) -> str:
    """Return the commands of the only block that has a text, without those that are not run."""
    (block,) = [text for text in blocks("sh") if containing in text]
    return "".join(line for line in block.splitlines(keepends=True) if not line.startswith((*NOT_RUN, GIVEN)))


def messages(heading: str) -> list[str]:
    """Return the first column of the table below a bold heading."""
    table = TEXT[TEXT.index(f"\n**{heading}") :].split("|---|---|\n", 1)[1].split("\n\n", 1)[0]
    return [line.split("`")[1] for line in table.splitlines()]


def parts(message: str) -> list[str]:
    """Return a message without what stands in it for the reader's own names, in capitals."""
    return [part for part in re.split(r"\b(?!URL\b)(?=[A-Z_]{3})[A-Z]+\b|\bURL(?= )", message) if part.strip()]
