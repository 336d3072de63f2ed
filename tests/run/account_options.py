# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of an account, in the documentation of modules and the argument specs of roles, from the product's table."""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import collection_copy
from project import LANE, ROOT

collection_copy.refresh()
sys.path.insert(0, str(LANE))
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.account_options import USERS

WIDTH = 120


class Place(NamedTuple):
    path: str
    option: str  # whose suboptions they are
    key: str
    indent: int  # of the option


def place(user: str) -> Place:
    """Where the account's options stand for a user of the table."""
    if (ROOT / "roles" / user).is_dir():
        return Place(f"roles/{user}/meta/argument_specs.yml", f"{user}_accounts", "options", 6)
    return Place(f"plugins/modules/{user}.py", "accounts", "suboptions", 2)


def rendered(options: dict[str, dict[str, Any]], indent: int) -> str:
    """The options as YAML in the style of the files."""
    lines = []
    for name, option in options.items():
        lines.append(f"{name}:")
        for key, value in option.items():
            if key == "description":
                lines += _description(value, indent)
            elif key == "choices":
                lines.append(f"  choices: [{', '.join(value)}]")
            else:
                lines.append(f"  {key}: {str(value).lower() if isinstance(value, bool) else value}")
    return textwrap.indent("\n".join(lines) + "\n", " " * indent)


def _description(texts: list[str], indent: int) -> list[str]:
    if len(texts) == 1 and indent + len(f"  description: {texts[0]}") <= WIDTH:
        return [f"  description: {texts[0]}"]
    lines = ["  description:"]
    for text in texts:
        lines += textwrap.wrap(
            text,
            WIDTH - indent,
            initial_indent="    - ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines


def with_options(text: str, user: str) -> str:
    """A file's text with the account's options as the table has them."""
    where = place(user)
    outer, inner = " " * where.indent, where.indent + 4
    block = re.compile(
        rf"(?m)(^{outer}{where.option}:\n(?:^{outer}  .*\n)*?^{outer}  {where.key}:\n)(?:^{' ' * inner}.*\n)+"
    )
    replaced, count = block.subn(lambda found: found.group(1) + rendered(USERS[user].documentation(), inner), text)
    if count != 1:
        raise ValueError(f"{where.path}: {where.option} with {where.key} is there {count} times; expected once")
    return replaced


def write() -> list[str]:
    """Writes the options of every user; returns the paths of the files that were not as the table says."""
    stale = []
    for user in USERS:
        path: Path = ROOT / place(user).path
        text = path.read_text(encoding="utf-8")
        if with_options(text, user) != text:
            path.write_text(with_options(text, user), encoding="utf-8")
            stale.append(place(user).path)
    return stale
