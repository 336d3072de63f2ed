# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the options of a role mean: refused before the role starts, by the name of the option."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._roles.meaning import check_meaning
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._roles.misspelt import warn_of_misspelt

ACCOUNTS = {"endpoint_accounts": [{"name": "acc"}]}
REFUSED = {
    "account": (
        "endpoint",
        {"endpoint_accounts": [{"name": "10.0.14.4"}]},
        "endpoint_accounts, account number 1, name",
    ),
    "text-for-accounts": ("endpoint", {"endpoint_accounts": "name=acc"}, "endpoint_accounts: 'name=acc' is not a list"),
    "range": ("endpoint", {"endpoint_timeout": -1}, "endpoint_timeout: -1 is not a number of seconds"),
    "nameserver": (
        "private_dns_zone",
        {"private_dns_zone_nameservers": ["dns"]},
        "private_dns_zone_nameservers: 'dns'",
    ),
    "subscription": ("account", {"account_subscription_id": "prod"}, "account_subscription_id: 'prod' is not"),
    "credential": (
        "endpoint",
        {**ACCOUNTS, "endpoint_credentials": {"acc": "hunter2"}},
        "endpoint_credentials, account acc: it is not a credential",
    ),
    "forbidden": ("endpoint", {"endpoint_forbidden": ["http://a.example"]}, "endpoint_forbidden: 'http://a.example'"),
}


def problems_of(role, given):
    problems = Problems()
    check_meaning(role, given, problems)
    return problems.lines()


@pytest.mark.parametrize(("role", "given", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_the_role_would_refuse_is_refused(role, given, expected):
    (line,) = problems_of(role, given)
    assert line.startswith(expected)
    assert "hunter2" not in line


ACCEPTED = {
    "empty-credential": ("endpoint", {**ACCOUNTS, "endpoint_credentials": {"acc": {"api_key": ""}}}),
    "credentials-of-the-controller": ("controller", {"controller_credentials": [{"account": "acc"}]}),
    "null": ("endpoint", {"endpoint_token_scope": None, "endpoint_timeout": None}),
}


@pytest.mark.parametrize(("role", "given"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_the_role_takes_is_accepted(role, given):
    assert not problems_of(role, given)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("endpoint_timout", "endpoint_timeout"),
        ("endpoint_results", None),
        ("privatelink_status", None),
        ("endpoint_timeouts", None),
        ("endpoint_timeoutss", None),
    ],
    ids=["misspelt", "fact-of-the-role", "artifact", "option-of-another-role", "nearer-to-that-of-another-role"],
)
def test_a_misspelt_option_is_a_warning(name, meant):
    problems = Problems()
    warn_of_misspelt(["endpoint_timeout"], lambda: ["endpoint_timeouts"], [name], problems)
    assert not problems
    assert [f"did you mean {meant}?" in each for each in problems.warnings()] == [True] * bool(meant)


def test_the_options_of_other_roles_are_not_read_for_variables_that_are_like_none():
    problems = Problems()
    warn_of_misspelt(["endpoint_timeout"], lambda: pytest.fail("they are read"), ["endpoint_of_ours", "x"], problems)
    assert not problems.warnings()
