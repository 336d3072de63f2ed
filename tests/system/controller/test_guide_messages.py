# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The messages that the guide explains are those of the product, of the platform's modules, and of the recordings.

That the playbook shows its own is tested in test_preflight.py.
"""

from __future__ import annotations

import ast
import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import ansible.cli
import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.lookup import Missing, find
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.values import choice
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._run.gate import OUTCOMES
from ansible_collections.privatelink.azure_ai.tests.system.controller import guide

MODULES = Path(os.environ["PRIVATELINK_AWX"]) / "ansible_collections/awx/awx/plugins"
PRODUCT = (guide.ROOT / "plugins",)
PLATFORM = (guide.ROOT / "tests/lab/simulated_controller", MODULES / "module_utils", Path(ansible.cli.__file__).parent)
# Of an exception of Python, and of a job's explanation: the stand-in does not run jobs.
ELSEWHERE = {"'NoneType' object is not subscriptable", "No error handling paths found, marking workflow as failed"}

# What stands before a message is put in: an option, the user, or a statistic.
_OPTION = re.compile(r"^(?:OPTION|USER|controller_\w+(?:\[NUMBER\]\.\w+)?|privatelink_\w+): ")


@functools.cache
def texts(directories: tuple[Path, ...]) -> tuple[str, ...]:
    """Return every text in Python files, with a star for what is put in."""
    return tuple(
        text
        for directory in directories
        for path in sorted(directory.rglob("*.py"))
        for text in _texts(ast.parse(path.read_text(encoding="utf-8")))
    )


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "*" for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def stands_in(message: str, directories: tuple[Path, ...]) -> bool:
    """Tell whether all of a message but the reader's own names stands in one text, or in texts that are put together."""
    wanted = [part.strip(" '") for part in guide.parts(_OPTION.sub("", message))]
    return all(any(part in text for text in texts(directories)) for part in wanted)


@pytest.mark.parametrize("message", guide.messages("The playbook `controller`"))
def test_the_playbook_has_the_message(message):
    if message.startswith("OPTION: "):  # one text for every kind of object
        with pytest.raises(Missing) as missing:
            find(SimpleNamespace(list=lambda _path, **_query: []), "credentials", "NAME", None)
        assert message == f"OPTION: {missing.value}".replace("'", "")
        return
    assert stands_in(message, PRODUCT)


@pytest.mark.parametrize("message", guide.messages("The platform, and its modules"))
def test_the_platform_has_the_message(message):
    assert message in ELSEWHERE or stands_in(message.replace("gate_on", "NAMES"), PLATFORM)


@pytest.mark.parametrize("message", guide.messages("The jobs"))
def test_the_jobs_have_the_message(message):
    if message.startswith("gate_on"):
        with pytest.raises(ValueError) as refused:
            choice(*OUTCOMES)("VALUE")
        assert message == f"gate_on: {refused.value}".replace("'", "")
        return
    assert stands_in(message, PRODUCT)


def test_a_message_of_nobody_is_noticed():
    assert not stands_in("controller_host: there is no such platform", PRODUCT)
