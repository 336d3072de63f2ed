# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every variable that a user may set: from the inputs of check_declarations, the roles' argument specs, and variables.yml."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from typing import Any

import yaml
from project import ROOT

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.account_options import User
from ansible_collections.privatelink.azure_ai.plugins.modules import azure_account_info
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations import accounts, check, discovery
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import (
    HOST,
    INPUTS,
    OF_JUMPHOST,
    RUN,
    Input,
)

TABLE = yaml.safe_load((ROOT / "tests/run/variables.yml").read_text(encoding="utf-8"))
PLAYBOOKS = sorted(path.stem for path in ROOT.glob("playbooks/*.yml"))
PATTERN = "privatelink_hosts"
SUM = check._SUM  # of all hosts together

ACCOUNT_OPTIONS = {
    f"{accounts.VARIABLE}.{name}": option
    for name, option in User().documentation().items()
    if name in accounts._OPTIONS
}
DISCOVERY_OPTIONS = {
    f"{discovery.VARIABLE}.{name}": option
    for name, option in yaml.safe_load(azure_account_info.DOCUMENTATION)["options"].items()
    if name in discovery._OPTIONS
}


def _specs() -> dict[str, dict[str, dict[str, Any]]]:
    """Return by role the options of its argument spec."""
    paths = sorted(ROOT.glob("roles/*/meta/argument_specs.yml"))
    return {
        path.parents[1].name: yaml.safe_load(path.read_text(encoding="utf-8"))["argument_specs"]["main"]["options"]
        for path in paths
    }


SPECS = _specs()
DOCUMENTED = {name: option for options in SPECS.values() for name, option in options.items()}


@dataclass(frozen=True)
class Variable:
    """One variable, or an option of the entries of one (C(privatelink_accounts.kind))."""

    name: str
    option: dict[str, Any]  # as in an argument spec, empty where none documents it
    input: Input | None = None

    @property
    def key(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def text(self) -> dict[str, Any]:
        """Return what the table has. Raises KeyError for a variable without an example."""
        if self.name not in TABLE:
            raise KeyError(f"{self.name} has no example in tests/run/variables.yml")
        return TABLE[self.name]

    def example(self, secret: str = "example") -> Any:
        """Return the value of the example; C(secret) stands in for what a template gives."""
        written = re.sub(r"\{\{.*?\}\}", secret, self.text["example"])
        return yaml.safe_load(written)[self.key]

    @property
    def type(self) -> str:
        if self.option.get("type"):
            elements = self.option.get("elements")
            return f"list of {elements}" if elements else self.option["type"]
        return type_of(self.input.read(self.example()))

    @property
    def valid(self) -> str:
        """Return the values or the range that are valid, empty where they are not counted."""
        if "choices" in self.option:
            return ", ".join(f"`{choice}`" for choice in self.option["choices"])
        expected = _expected(self.input) if self.input else ""
        words, number = re.fullmatch(r"one of (.*)", expected), re.fullmatch(r"a (?:whole )?number (from .*)", expected)
        if words:
            return ", ".join(f"`{word}`" for word in words[1].split(", "))
        return number[1] if number else ""

    @property
    def default(self) -> str:
        """Return the default as Markdown."""
        if "default" in self.text:
            return self.text["default"]
        if self.option.get("required"):
            return "required"
        taken = _default_of_role(self.name)
        if taken:
            return f"`{taken}`"
        value = self.input.default if self.input else self.option.get("default")
        if value is None or value == "" or value == [] or value == {}:
            return "none"
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return f"`{value if isinstance(value, str) else json.dumps(value)}`"

    @property
    def places(self) -> list[str]:
        """Return where it can be set."""
        inventory = [] if self.name == PATTERN else ["host", "group"]
        return [*inventory, "play", "extra variable", *(["survey"] if self.in_survey else [])]

    @property
    def in_survey(self) -> bool:
        """Return whether a text, as a survey gives it, is as good."""
        reader = self.input or OF_JUMPHOST.get(self.name)
        if reader is None:
            return self.type in ("str", "path", "int", "float")
        value = self.example()
        return isinstance(value, str) or _read(reader, json.dumps(value, default=str)) == _read(reader, value)

    @property
    def playbooks(self) -> list[str]:
        return [name for name in PLAYBOOKS if _playbook_reads(name, self)]

    @property
    def roles(self) -> list[str]:
        return [role for role in SPECS if self.name in SPECS[role] or _takes(role, self.name)]


def variables() -> dict[str, list[Variable]]:
    """Return the variables by who may differ in them: those of hosts, those of the run, and those of roles alone."""
    found = {
        scope: [
            Variable(each.name, DOCUMENTED.get(each.name, {}), each) for each in INPUTS.values() if each.scope == scope
        ]
        for scope in (HOST, RUN)
    }
    for role, options in SPECS.items():
        found[role] = [Variable(name, option) for name, option in options.items() if name not in INPUTS]
    return {scope: each for scope, each in found.items() if each}


def options() -> list[Variable]:
    """Return the options of the entries of variables."""
    return [Variable(name, option) for name, option in {**ACCOUNT_OPTIONS, **DISCOVERY_OPTIONS}.items()]


def type_of(value: Any) -> str:
    """Return what argument specs call the type of a value."""
    if isinstance(value, list):
        return f"list of {type_of(value[0])}" if value else "list"
    return type(value).__name__


def _read(each: Input, value: Any) -> Any:
    read = each.read(value)
    return accounts._entries(read) if each.name == accounts.VARIABLE else read


def _expected(each: Input) -> str:
    """Return what a message of the reader calls valid, empty for one that takes any text."""
    try:
        each.read("?")
    except ValueError as exc:
        return str(exc).partition("expected ")[2]
    return ""


@functools.cache
def _defaults(role: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob(f"roles/{role}/defaults/**/*.yml")))


def _takes(role: str, name: str) -> bool:
    """Return whether a role takes the variable as the default of one of its own."""
    return bool(re.search(rf"\b{name}\b", _defaults(role)))


def _default_of_role(name: str) -> str | None:
    """Return the variable that a role takes where its own is not set."""
    found = re.search(rf"(?m)^{name}: (?:>-\n  )?\"?{{{{ (\w+) \| default\(none\)", _defaults("*"))
    return found[1] if found else None


def _playbook_reads(name: str, variable: Variable) -> bool:
    text = (ROOT / f"playbooks/{name}.yml").read_text(encoding="utf-8")
    roles = re.findall(r"(?:name|role): privatelink\.azure_ai\.(\w+)", text)
    imported = re.findall(r"import_playbook: (?:privatelink\.azure_ai\.)?(\w+)", text)
    return (
        bool(re.search(rf"\b{variable.name}\b", text))
        or (variable.input is not None and "check_declarations:" in text)
        or any(role in variable.roles for role in roles)
        or any(_playbook_reads(each, variable) for each in imported)
    )
