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
# Of each module, the options that say what it is asked for, and where in its result that has one item each.
_ASKED = {
    "aoai_probe": (("probes", ("results",)), ("control_endpoints", ("control_endpoints",))),
    "private_endpoint_info": (("accounts", ("accounts",)),),
    "privatelink_dns_facts": (("names", ("ansible_facts", "privatelink_dns", "names")),),
}
# They change the host: what they changed is shown, and what they return differs by what they came to.
_CHANGING = frozenset(("jumphost_files", "jumphost_packages", "jumphost_resolver", "jumphost_venv"))
_DIFFERENCE = ("before", "after", "before_header", "after_header")
# Of a list of which nobody knows the length, as many values as for so many things.
_LISTS = {"azure_account_info": 32}
_INTERPRETER = "discovered_interpreter_python"
_PATH = re.compile(r"(/[A-Za-z0-9._+-]{1,80}){1,20}")
_MOST_TEXT, _MOST_WARNINGS = 4000, 20
_MOST_LINES, _MOST_MESSAGE = 200, 16000
_MOST_OUTPUT = 2**27


def handed_on(result: Any, module: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a module's result with the keys that it documents and those of Ansible, typed and bounded.

    Whatever else is in it fails the task: facts outrank what is declared, and C(ansible_stats) are the workflow's.
    C(arguments) are those that the module was called with.
    """
    if not isinstance(result, Mapping):
        return malformed(f"a {type(result).__name__} stands where a mapping is documented")
    kept = _of_ansible(result)
    if module in _CHANGING:
        kept.update(_of_a_change(result))
    if kept.get("failed"):
        return {**kept, **_beside_a_failure(result, module, arguments)}
    content = {
        key: value
        for key, value in result.items()
        if key not in _ANSIBLE and key not in _OF_A_CRASH and not key.startswith("_ansible_")
    }
    facts = content.get("ansible_facts")
    interpreter = None
    if isinstance(facts, Mapping):
        interpreter = facts.get(_INTERPRETER)
        content["ansible_facts"] = {key: value for key, value in facts.items() if key != _INTERPRETER}
        if not content["ansible_facts"] and "ansible_facts" not in SCHEMAS[module]:
            del content["ansible_facts"]
    try:
        content = conforming(
            content, SCHEMAS[module], _asked(module, arguments, content), complete=module not in _CHANGING
        )
    except Malformed as exc:
        return {**kept, **malformed(str(exc))}
    if isinstance(interpreter, str) and _PATH.fullmatch(interpreter):
        content.setdefault("ansible_facts", {})[_INTERPRETER] = str(interpreter)
    return {**kept, **content}


def _beside_a_failure(result: Mapping[str, Any], module: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a module that fails returns beside its message, such as the results that are not as expected."""
    shape = {key: value for key, value in SCHEMAS[module].items() if key in result and key != "ansible_facts"}
    try:
        content = {key: result[key] for key in shape if key not in _ANSIBLE}
        return conforming(content, shape, _asked(module, arguments, content), complete=module not in _CHANGING)
    except Malformed:
        return {}


def _of_a_change(result: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"changed": result.get("changed") is True}
    differences = result.get("diff")
    if isinstance(differences, (list, tuple)):
        kept["diff"] = [_difference(each) for each in differences[:_MOST_WARNINGS] if isinstance(each, Mapping)]
    elif isinstance(differences, Mapping):
        kept["diff"] = _difference(differences)
    if result.get("failed") and isinstance(result.get("module_stdout"), str):
        # The role asks whether the module came to its end.
        kept["module_stdout"] = _end_of(result["module_stdout"])
    return kept


def _difference(given: Mapping[str, Any]) -> dict[str, str]:
    texts = {key: _start_of(given[key], _MOST_MESSAGE) for key in _DIFFERENCE if isinstance(given.get(key), str)}
    return {key: "".join(shown(line) + "\n" for line in text.splitlines()) for key, text in texts.items()} | {
        key: shown(text) for key, text in texts.items() if key.endswith("_header")
    }


def asked_of(module: str, arguments: Mapping[str, Any]) -> int:
    """Return how many things a module is asked for."""
    asked = [arguments.get(option) for option, _path in _ASKED.get(module, ())[:1]]
    return len(asked[0]) if asked and isinstance(asked[0], (list, tuple)) else _LISTS.get(module, 1)


def _asked(module: str, arguments: Mapping[str, Any], content: Any) -> int:
    """Return how many things a module was asked for. Raises Malformed for a result with more of them."""
    counts = [_count(arguments.get(option), content, path) for option, path in _ASKED.get(module, ())]
    first = counts[0] if counts else None
    return _LISTS.get(module, 1) if first is None else first


def _count(asked: Any, content: Any, path: tuple[str, ...]) -> int | None:
    """Return how many things an option names, None where Ansible makes a list of it first."""
    if not isinstance(asked, (list, tuple, type(None))):
        return None
    for key in path:
        content = content.get(key) if isinstance(content, Mapping) else None
    if isinstance(content, (list, tuple)) and len(content) > len(asked or ()):
        raise Malformed(f"result.{'.'.join(path)}: it has {len(content)} items, and {len(asked or ())} were asked for")
    return len(asked or ())


def output_of(stdout: Any) -> str:
    """Return the output of a module up to the end of its JSON; nothing of one that is larger than any result."""
    text = stdout if isinstance(stdout, str) and len(stdout) <= _MOST_OUTPUT else ""
    # Without JSON it may be what the shell says, over a terminal.
    return text[: text.rfind("}") + 1] or _start_of(text, _MOST_TEXT)


def without_internal_keys(result: Any) -> Any:
    """Return a parsed result without the keys that only plugins of the control node may return."""
    if not isinstance(result, dict):
        return result
    return {
        key: value
        for key, value in result.items()
        if key == "_ansible_parsed" or not (key.startswith("_ansible_") or key in ("add_host", "add_group"))
    }


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


def _start_of(text: str, most: int) -> str:
    """Return the start of a text, which says that it was cut: a part of a secret is recognised by that."""
    return text if len(text) <= most else text[: most - 3] + "..."


def _end_of(text: str) -> str:
    """Return the end of a text, without the word that it would begin in: a part of a secret is not recognised."""
    if len(text) > _MOST_TEXT:
        text = re.sub(r"^\S+", "...", text[-_MOST_TEXT:])
    return shown(text, limit=_MOST_TEXT)


def _of_ansible(result: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"changed": False}
    # A host whose module returned something was reached: ansible-core raises for others.
    if result.get("failed") or result.get("unreachable"):
        kept["failed"] = True
    if result.get("skipped"):
        kept["skipped"] = True
    message = _message(result) if kept.get("failed") else result.get("msg")
    if message:
        # A message may have a line for each thing that is wrong.
        lines = _start_of(str(message), _MOST_MESSAGE).splitlines()[:_MOST_LINES]
        kept["msg"] = "\n".join(shown(line, limit=_MOST_TEXT) for line in lines)
    crash = result.get("module_stderr")
    if kept.get("failed") and isinstance(crash, str) and crash:
        kept["module_stderr"] = _end_of(crash)
    warnings = result.get("warnings")
    if isinstance(warnings, (list, tuple)):
        # ansible-core 2.19 and later make objects of them.
        texts = [getattr(getattr(each, "event", None), "msg", each) for each in warnings[:_MOST_WARNINGS]]
        kept["warnings"] = [shown(text, limit=500) for text in texts if isinstance(text, str)]
    return kept
