# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The account's options stand once: argument specs and documentation say what the table says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.account_options import OPTIONS, USERS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.operations import OPERATIONS
from ansible_collections.privatelink.azure_ai.plugins.modules import private_endpoint_info

# Not resolved: the path has to go on naming the collection.
ROLES = Path(__file__).absolute().parents[5] / "roles"


def with_lists(options):
    """Return documented options with each description as a list."""
    return {
        name: {
            **option,
            "description": [option["description"]] if isinstance(option["description"], str) else option["description"],
        }
        for name, option in options.items()
    }


@pytest.mark.parametrize("role", sorted(set(USERS) - {"private_endpoint_info"}))
def test_argument_specs_of_roles(role):
    text = (ROLES / role / "meta/argument_specs.yml").read_text(encoding="utf-8")
    options = yaml.safe_load(text)["argument_specs"]["main"]["options"][role + "_accounts"]["options"]
    assert with_lists(options) == USERS[role].documentation(), "make docs writes it"


def test_every_role_that_takes_accounts_is_a_user():
    assert {
        path.parents[1].name
        for path in ROLES.glob("*/meta/argument_specs.yml")
        if "_accounts:" in path.read_text(encoding="utf-8")
    } == set(USERS) - {"private_endpoint_info"}


def test_documentation_of_the_module():
    options = yaml.safe_load(private_endpoint_info.DOCUMENTATION)["options"]["accounts"]["suboptions"]
    assert with_lists(options) == USERS["private_endpoint_info"].documentation(), "make docs writes it"


def test_an_unused_option_is_accepted_with_any_value():
    spec = USERS["private_endpoint_info"].argument_spec()
    assert (spec["operation"], spec["networks"]) == ({"type": "str"}, {"type": "list", "elements": "str"})
    assert spec["resource_group"] == {"type": "str", "required": True}
    assert USERS["account"].argument_spec()["resource_group"] == {"type": "str"}


def test_users_name_options_of_the_table():
    names = [option.name for option in OPTIONS]
    assert len(names) == len(set(names))
    for user in USERS.values():
        assert {*user.unused, *user.required, *user.notes} <= set(names)


def test_operations_are_those_of_the_probe():
    operation = next(option for option in OPTIONS if option.name == "operation")
    assert set(operation.choices) == set(OPERATIONS)
    assert operation.default in operation.choices
