# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The links in Markdown: files and headings that they lead to are there. Those of other sites are not followed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

REPOSITORY = "https://github.com/privatelink/azure_ai/"
_IN_TREE = re.compile(rf"{re.escape(REPOSITORY)}(?:blob|raw|tree)/main/([\w./-]*)(?:#([\w.-]+))?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_HREF = re.compile(r"""(?:href|src)=["']([^"']*)["']""")
_ID = re.compile(r"""(?:id|name)=["']([^"']*)["']""")
_OWN_OUTPUT = "tests/output"


def dead_links(root: Path, repository: Path) -> list[str]:
    """Return what is wrong with the links of all Markdown below a directory, one line each.

    Relative links lead to files below it; full URLs of this repository to files of the checkout.
    """
    pages = [path for path in root.rglob("*.md") if _OWN_OUTPUT not in str(path)]
    return [f"{path.relative_to(root)}: {line}" for path in sorted(pages) for line in _problems(path, root, repository)]


def dead_urls(root: Path, names: list[str]) -> list[str]:
    """Return the full URLs of this repository in those files, of any format, that lead nowhere."""
    found = []
    for name in names:
        for path, anchor in _IN_TREE.findall((root / name).read_text(encoding="utf-8", errors="replace")):
            # What a program appends to a URL is not known here.
            problem = _dead(root / path.rstrip("."), anchor.rstrip("."))
            found += [f"{name}: {path}: {problem}"] if problem else []
    return found


def _problems(page: Path, root: Path, repository: Path) -> Iterator[str]:
    for link in _links(page):
        own = _IN_TREE.fullmatch(link)
        if own:
            target, anchor = repository / own[1], own[2]
        elif link.startswith(REPOSITORY) or _SCHEME.match(link):
            continue
        else:
            name, _hash, anchor = unquote(link).partition("#")
            target = page.parent / name if name else page
            if name and page.name == "README.md" and not {root / "tests", root / "docs"} & set(page.parents):
                yield f"{link}: Galaxy shows this page elsewhere: write a full URL"
            if not target.resolve().is_relative_to(root.resolve()):
                yield f"{link}: leads out of the tree"
                continue
        problem = _dead(target, anchor)
        if problem:
            yield f"{link}: {problem}"


def _dead(target: Path, anchor: str | None) -> str:
    if not target.exists():
        return "there is no such file"
    if anchor and target.suffix == ".md" and anchor not in _anchors(target.resolve()):
        return "there is no such heading"
    return ""


def _tokens(page: Path) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def _links(page: Path) -> list[str]:
    links: list[str] = []
    for token in _tokens(page):
        links += [str(token.attrs[name]) for name in ("href", "src") if name in token.attrs]
        if token.type.startswith("html_"):
            links += _HREF.findall(token.content)
    return links


@functools.cache
def _anchors(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them of its headings, and those that HTML in it has."""
    anchors: set[str] = set()
    inside_heading = False
    for token in _tokens(page):
        inside_heading = token.type == "heading_open" or (inside_heading and token.type != "heading_close")
        if token.type == "inline" and inside_heading:
            anchor = unique = _anchor("".join(part.content for part in token.children or ()))
            number = 0
            while unique in anchors:
                number += 1
                unique = f"{anchor}-{number}"
            anchors.add(unique)
        elif token.type.startswith("html_"):
            anchors.update(_ID.findall(token.content))
    return anchors


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
