# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words that code compares and hands on, and those that its contracts have: any other word is a typing error."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.operations import OPERATIONS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import FAMILIES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.fields import FIELDS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import fields_of_text
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._observation.schemas import SCHEMAS

_WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def words_in(package: Path, without: str = "") -> set[str]:
    """Return the words, in lower case and of one piece, that the sources of a package have as constants."""
    sources = (source for source in package.rglob("*.py") if source.name != without)
    return set().union(*(_constants(ast.parse(source.read_text())) for source in sources))


def _constants(tree: ast.Module) -> set[str]:
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and _WORD.fullmatch(value)}


def contracts(collection: Path) -> set[str]:
    """Return the words of the catalogue, its texts and fields, of observations, and of the verdict document."""
    document = json.loads((collection / "docs" / "verdict.schema.json").read_text())
    texts = set(_texts([dataclasses.asdict(each) for each in (*FAMILIES, *CATALOGUE.values())]))
    fields = {field for text in texts for field in fields_of_text(text)}
    return texts | fields | {*CATALOGUE, *FIELDS, *OPERATIONS, *_texts(SCHEMAS), *_texts(document)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _texts(key)
            yield from _texts(child)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from _texts(child)
