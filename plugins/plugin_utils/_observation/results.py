# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Results of modules on hosts, which may be anybody's: what is handed on of them, and what ends the host's part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...module_utils._core.text import shown
from .schema import Malformed, conforming
from .schemas import SCHEMAS

_ANSIBLE = frozenset(
    (
        "changed",
        "deprecations",
        "diff",
        "exception",
        "failed",
        "invocation",
        "msg",
        "skipped",
        "unreachable",
        "warnings",
    )
)
_OF_A_CRASH = frozenset(("module_stderr", "module_stdout", "rc", "stderr", "stderr_lines", "stdout", "stdout_lines"))
_INTERPRETER = "discovered_interpreter_python"
_PATH = re.compile(r"(/[A-Za-z0-9._+-]{1,80}){1,20}")
_MOST_TEXT, _MOST_WARNINGS = 4000, 20


def handed_on(result: Mapping[str, Any], module: str) -> dict[str, Any]:
    """Return a module's result with the keys that it documents and those of Ansible, typed and bounded.

    Whatever else is in it fails the task: facts outrank what is declared, and C(ansible_stats) are the workflow's.
    """
    kept = _of_ansible(result)
    facts = result.get("ansible_facts") if isinstance(result.get("ansible_facts"), Mapping) else {}
    interpreter = facts.get(_INTERPRETER)
    if kept.get("failed") or kept.get("unreachable"):
        return kept
    content = {
        key: value
        for key, value in result.items()
        if key not in _ANSIBLE and key not in _OF_A_CRASH and not key.startswith("_ansible_")
    }
    if interpreter is not None:
        content["ansible_facts"] = {key: value for key, value in facts.items() if key != _INTERPRETER}
        if not content["ansible_facts"] and "ansible_facts" not in SCHEMAS[module]:
            del content["ansible_facts"]
    try:
        content = conforming(content, SCHEMAS[module])
    except Malformed as exc:
        return {**kept, **malformed(str(exc))}
    if isinstance(interpreter, str) and _PATH.fullmatch(interpreter):
        content.setdefault("ansible_facts", {})[_INTERPRETER] = str(interpreter)
    return {**kept, **content}


def malformed(why: str) -> dict[str, Any]:
    """Return the result of a task whose host returned something that the module does not."""
    return {
        "failed": True,
        "changed": False,
        "msg": f"the host returned what the module does not: {shown(why, limit=300)}",
    }


def _message(result: Mapping[str, Any]) -> str:
    """Return why a task failed, with the last line of a module that crashed, which says more than Ansible's words."""
    output = f"{result.get('module_stdout') or ''}\n{result.get('module_stderr') or ''}".split("\n")
    last = next((line.strip() for line in reversed(output) if line.strip()), "")
    return ": ".join(part for part in (str(result.get("msg") or ""), last) if part) or "the task failed"


def _of_ansible(result: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"changed": False}
    for key in ("failed", "unreachable", "skipped"):
        if result.get(key):
            kept[key] = True
    message = _message(result) if kept.get("failed") else result.get("msg")
    if message:
        kept["msg"] = shown(str(message), limit=_MOST_TEXT)
    warnings = result.get("warnings")
    if isinstance(warnings, (list, tuple)) and warnings:
        kept["warnings"] = [
            shown(each, limit=500) if isinstance(each, str) else each
            for each in warnings[:_MOST_WARNINGS]
            if not isinstance(each, (Mapping, list))
        ]
    return kept
