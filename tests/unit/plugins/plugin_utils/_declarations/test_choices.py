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
    assert [INPUTS["validate_fail_on"].read(each) for each in ("failure", "warning", "never")] == [
        "failure",
        "warning",
        "never",
    ]
