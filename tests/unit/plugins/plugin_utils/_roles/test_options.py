# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a role: what ansible-core refuses is refused, by its name, its value and what is valid."""

from __future__ import annotations

import pytest
import yaml
from ansible.inventory.manager import InventoryManager
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.vars.manager import VariableManager
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inventory import HostVariables
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._roles.options import check_names, check_options
from ansible_collections.privatelink.azure_ai.tests.unit.support.roles import ROLES, options_of

SPEC = yaml.safe_load(
    """
    sure: {type: bool}
    how: {type: str, choices: [auto, wheels]}
    count: {type: int}
    seconds: {type: float}
    words: {type: list, elements: str}
    some: {type: list, elements: str, choices: [json, html]}
    fields: {type: dict}
    key: {type: dict, no_log: true}
    accounts:
      type: list
      elements: dict
      options:
        name: {type: str, required: true}
        kind: {type: str, choices: [OpenAI, AIServices]}
        secret: {type: int, no_log: true}
        window: {type: dict, options: {start: {type: int, required: true}}}
    """
)


def lines(variables, spec=SPEC):
    problems = Problems()
    check_options(spec, HostVariables(variables, Templar(loader=DataLoader(), variables=variables)), problems)
    return problems.lines()


REFUSED = {
    "boolean": ({"sure": "perhaps"}, ["sure: 'perhaps' is not a boolean: expected true or false"]),
    "choice": (
        {"how": "wheel"},
        ["how: 'wheel' is not a valid choice: expected one of auto, wheels; did you mean wheels?"],
    ),
    "integer": ({"count": "many"}, ["count: 'many' is not a whole number: expected one such as 10"]),
    "fraction": ({"count": 10.5}, ["count: 10.5 is not a whole number: expected one such as 10"]),
    "number": ({"seconds": "soon"}, ["seconds: 'soon' is not a number: expected one such as 2.5"]),
    "list": ({"words": {"a": 1}}, ["words: expected a list, got a mapping: use its items"]),
    "choice-in-a-list": (
        {"some": ["jsn"]},
        ["some, number 1: 'jsn' is not a valid choice: expected one of json, html; did you mean json?"],
    ),
    "mapping": ({"fields": [1]}, ["fields: expected a mapping, got a list: use keys with values"]),
    "text-for-a-mapping": ({"fields": "a"}, ["fields: 'a' is not a mapping: expected keys with values"]),
    "item": (
        {"accounts": ["example"]},
        ["accounts, number 1: it is not a mapping: expected keys with values"],
    ),
    "required-of-an-item": (
        {"accounts": [{"name": "a"}, {"kind": "OpenAI"}]},
        ["accounts, number 2, name: it is required"],
    ),
    "choice-of-an-item": (
        {"accounts": [{"name": "a", "kind": "openai"}]},
        ["accounts, a, kind: 'openai' is not a valid choice: expected one of OpenAI, AIServices; did you mean OpenAI?"],
    ),
    "unknown-of-an-item": (
        {"accounts": [{"name": "a", "knd": "OpenAI"}]},
        ["accounts, a, knd: it is not an option: expected one of name, kind, secret, window; did you mean kind?"],
    ),
    "required-deeper": (
        {"accounts": [{"name": "a", "window": {}}]},
        ["accounts, a, window, start: it is required"],
    ),
    "json-for-a-list-of-mappings": (
        {"accounts": '[{"name": "a"}]'},
        ["accounts: it is not a list: expected a list of mappings"],
    ),
    "all-at-once": (
        {"count": "many", "how": "x"},
        [
            "how: 'x' is not a valid choice: expected one of auto, wheels",
            "count: 'many' is not a whole number: expected one such as 10",
        ],
    ),
}


@pytest.mark.parametrize(("variables", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_named(variables, expected):
    assert lines(variables) == expected


ACCEPTED = {
    "nothing": {},
    "null": {"sure": None, "words": None, "accounts": None},
    "texts": {"sure": "yes", "count": "3", "seconds": "2.5", "words": "a,b", "fields": '{"a": 1}'},
    "own": {"sure": True, "count": 3, "words": ["a"], "accounts": [{"name": "a", "kind": "OpenAI"}]},
    "another-variable": {"anything": "perhaps"},
}


@pytest.mark.parametrize("variables", ACCEPTED.values(), ids=ACCEPTED)
def test_what_ansible_core_accepts_is_accepted(variables):
    assert not lines(variables)


TEMPLATES = {
    "omitted": (
        {"sure": "{{ nowhere | default(omit) }}", "accounts": [{"name": "a", "kind": "{{ no | default(omit) }}"}]},
        [],
    ),
    "evaluated": ({"sure": "{{ known }}", "known": True}, []),
    "of-another-variable": ({"known": "{{ nowhere }}"}, []),
    "refused": (
        {"count": "{{ known }}", "known": "many"},
        ["count: 'many' is not a whole number: expected one such as 10"],
    ),
    "not-evaluated-beside-a-mistake": (
        {"sure": "{{ nowhere }}", "count": "many"},
        [
            "sure: its template cannot be evaluated: 'nowhere' is undefined",
            "count: 'many' is not a whole number: expected one such as 10",
        ],
    ),
}


@pytest.mark.parametrize(("variables", "expected"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_is_its_value(tmp_path, variables, expected):
    (tmp_path / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": {"a": variables}}}))
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[str(tmp_path / "hosts.yml")])
    given = VariableManager(loader=loader, inventory=inventory).get_vars(host=inventory.get_host("a"))
    assert lines(given) == expected


@pytest.mark.parametrize(
    "variables",
    [
        {"key": ["hunter2"]},
        {"key": "hunter2"},
        {"accounts": [{"name": "a", "secret": "hunter2"}]},
        {"accounts": ["hunter2"]},
        {"key": "{{ 'hunter2' | nowhere }}"},
    ],
    ids=["list", "text", "in-an-item", "item", "template"],
)
def test_no_secret_is_shown(variables):
    (line,) = lines(variables)
    assert "hunter2" not in line


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("aeijnoy0123,=", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["name", "kind", "start", "b"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(list(SPEC)), values, max_size=3))
def test_exactly_what_ansible_core_refuses_is_refused(variables):
    refused = ArgumentSpecValidator(SPEC).validate(variables, validate_role_argument_spec=True).error_messages
    assert bool(lines(variables)) == bool(refused)


@pytest.mark.parametrize("role", ROLES)
def test_every_option_of_a_role_that_has_a_type_is_refused_in_our_words(role):
    for name, option in options_of(role).items():
        if option.get("type", "str") in ("str", "path") and "choices" not in option:
            continue  # ansible-core makes a text of everything
        wrong = {"list": {"a": 1}, "dict": [1]}.get(option["type"], "neither")
        others = {other: "x" for other, each in options_of(role).items() if each.get("required") and other != name}
        found = [line for line in lines({**others, name: wrong}, options_of(role)) if line.startswith(name)]
        assert found
        assert not any("argument" in line for line in found), found


def test_a_parameter_beside_the_name_of_a_role_must_be_an_option():
    problems = Problems()
    check_names(SPEC, ["how", "hwo", "owner"], "example", problems)
    known = f"expected {', '.join(SPEC)}"
    assert problems.lines() == [
        f"hwo: it is not an option of the role example: {known}; did you mean how?",
        f"owner: it is not an option of the role example: {known}",
    ]
