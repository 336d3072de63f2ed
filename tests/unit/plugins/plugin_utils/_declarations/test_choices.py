# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The choices of variables: those that roles document, no more and no less, and what refuses any other says so."""

from __future__ import annotations

import re

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.accounts import _OPTIONS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import INPUTS, OF_JUMPHOST
from ansible_collections.privatelink.azure_ai.tests.unit.support.roles import ROLES, options_of

# Where a variable is not called like the option of the role that gets it.
CALLED = {
    "account_vantage": "privatelink_vantage",
    "endpoint_vantage": "privatelink_vantage",
    "endpoint_tls_inspection": "privatelink_tls_inspection",
    "private_dns_zone_vantage": "privatelink_vantage",
    "private_dns_zone_platform_resolver": "privatelink_platform_resolver",
}
READERS = {name: each.read for name, each in {**INPUTS, **OF_JUMPHOST}.items()}


def documented():
    """Yield the readers of options with choices, and these: of roles, and of the accounts that they get."""
    for role in sorted({*ROLES} - {"controller"}):
        for option, spec in options_of(role).items():
            if "choices" in spec and spec["type"] != "list":
                yield pytest.param(READERS[CALLED.get(option, option)], spec["choices"], id=option)
            for each, of_account in spec.get("options", {}).items():
                if option.endswith("_accounts") and "choices" in of_account:
                    yield pytest.param(_OPTIONS[each], of_account["choices"], id=f"{option}.{each}")


@pytest.mark.parametrize("read, choices", list(documented()))
def test_the_choices_that_a_role_documents_are_those_of_the_variable(read, choices):
    assert [read(each.upper()) for each in choices] == choices
    with pytest.raises(ValueError) as refused:
        read("no such choice")
    (offered,) = re.findall("expected one of (.*)", str(refused.value))
    assert sorted(offered.split(", ")) == sorted(choices)


def test_when_a_run_fails_is_chosen_of_three():
    words = ["failure", "warning", "never"]
    assert [INPUTS["validate_fail_on"].read(each) for each in words] == words


def defaults():
    """Yield the default of each variable that an option of a role is given by, and that of the option."""
    variables = {**INPUTS, **OF_JUMPHOST}
    for role in sorted({*ROLES} - {"controller"}):
        for option, spec in options_of(role).items():
            name = CALLED.get(option, option)
            if name in variables and "default" in spec:
                yield pytest.param(variables[name].default, spec["default"], id=option)


@pytest.mark.parametrize("of_variable, of_option", list(defaults()))
def test_a_variable_has_the_default_that_the_role_documents(of_variable, of_option):
    assert of_variable == of_option


@pytest.mark.parametrize(
    "name, least, most, beyond",
    [
        pytest.param("private_dns_zone_timeout", 0.1, 300, (0.09, 300.1), id="seconds for a nameserver"),
        pytest.param("endpoint_timeout", 0.1, 3600, (0.09, 3600.1), id="seconds for an answer"),
        pytest.param("account_timeout", 1, 3600, (0.9, 3600.1), id="seconds for Azure, which is never faster"),
        pytest.param("endpoint_max_tokens", 1, 100000, (0, 100001), id="tokens, of which an answer has one"),
        pytest.param("merge_max_age", 0.1, 8760, (0.09, 8760.1), id="hours, up to those of a year"),
        pytest.param("privatelink_artifact_limit", 0, 2**30, (-1, 2**30 + 1), id="bytes, none to hand nothing on"),
    ],
)
def test_the_bounds_of_a_number(name, least, most, beyond):
    read = INPUTS[name].read
    assert [read(least), read(most)] == [least, most]
    for value in beyond:
        with pytest.raises(ValueError, match=f"from {least:g} to {most:g}|from {least} to {most}"):
            read(value)


@pytest.mark.parametrize(
    "words, meant",
    [(("yes", "true", "on", "1", "y", "t", 1), True), (("no", "false", "off", "0", "n", "f", 0), False)],
    ids=["true", "false"],
)
def test_a_boolean_is_any_of_the_words_that_ansible_takes(words, meant):
    read = INPUTS["privatelink_keyless"].read
    assert {read(each) for each in words} | {read(str(each).upper()) for each in words} == {meant}
