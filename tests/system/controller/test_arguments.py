# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every argument that the role gives a module is one that the real module has."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.plugins.action.controller_object import LISTS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._controller.session import Session
from ansible_collections.privatelink.azure_ai.tests.system.controller.conftest import ROOT

MODULES = Path(os.environ["PRIVATELINK_AWX"]) / "ansible_collections/awx/awx/plugins"
ROLE = ROOT / "roles/controller"
OBJECT = "privatelink.azure_ai.controller_object"
NEVER = {
    ("workflow_job_template_node", "credentials"): "one that its template has is refused, and links are lost",
    ("job_template", "limit"): "it is applied inside each slice",
}


def options_of(module: str) -> dict[str, dict[str, object]]:
    """Return the options of a module as its source says, and what is literal of each."""
    tree = ast.parse((MODULES / "modules" / f"{module}.py").read_text(encoding="utf-8"))
    spec = next(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and any(isinstance(target, ast.Name) and target.id == "argument_spec" for target in node.targets)
    )
    return {
        str(each.arg): {
            str(key.arg): key.value.value for key in each.value.keywords if isinstance(key.value, ast.Constant)
        }
        for each in spec.keywords
        if isinstance(each.value, ast.Call)
    }


def tasks(entries: list[dict]) -> Iterator[dict]:
    for task in entries:
        yield task
        for part in ("block", "rescue", "always"):
            yield from tasks(task.get(part, []))


def calls() -> Iterator[tuple[str, str, dict]]:
    """Yield the place, the module and the arguments of each call."""
    common = yaml.safe_load((ROLE / "vars/main.yml").read_text(encoding="utf-8"))["__controller_template"]
    for path in sorted((ROLE / "tasks").glob("*.yml")):
        for task in tasks(yaml.safe_load(path.read_text(encoding="utf-8"))):
            call = task.get(OBJECT)
            if call and call["kind"] in LISTS:
                arguments = call["arguments"]
                if isinstance(arguments, str):
                    assert arguments == "{{ __controller_template | combine(__controller_arguments) }}"
                    arguments = {**common, **task["vars"]["__controller_arguments"]}
                yield f"{path.name}: {task['name']}", call["kind"], arguments


def test_the_role_manages_every_kind():
    # A credential type and an organization are deleted by the list of what is surplus.
    assert {kind for _place, kind, _arguments in calls()} == set(LISTS)


@pytest.mark.parametrize(("place", "kind", "arguments"), [pytest.param(*call, id=call[0]) for call in calls()])
def test_the_module_has_every_argument(place, kind, arguments):
    options = options_of(kind)
    assert set(arguments) <= set(options)
    required = {name for name, option in options.items() if option.get("required")}
    assert required <= set(arguments)
    # An organization is named wherever the module takes one.
    if "organization" in options and kind != "organization":
        assert arguments["organization"] == "{{ controller_organization }}"
    assert not {(kind, argument) for argument in arguments} & set(NEVER)
    for name, value in arguments.items():
        if isinstance(value, bool):
            assert options[name].get("type") == "bool"
        elif isinstance(value, (list, dict)):
            assert options[name]["type"] == ("list" if isinstance(value, list) else "dict")


@pytest.mark.parametrize("kind", sorted(LISTS))
def test_references_are_options(kind):
    assert set(LISTS[kind]) <= set(options_of(kind))


def test_the_session_is_passed_in_options_of_all_modules():
    text = (MODULES / "module_utils/controller_api.py").read_text(encoding="utf-8")
    for name in Session("https://x", "awx.awx", "/api/").module_options():
        assert f"        {name}=dict(" in text
    assert "CONTROLLER_OPTIONAL_API_URLPATTERN_PREFIX" in text


def test_secrets_are_hidden_by_the_module():
    assert options_of("credential")["inputs"] == {"type": "dict", "no_log": True}
