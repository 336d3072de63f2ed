# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts as an operator writes them."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.accounts import read_accounts
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems

NAME = "example.openai.azure.com"
LABEL = "privatelink_accounts, account example"


def read(given):
    """Return the accounts, the lines of the mistakes and those of the warnings."""
    problems = Problems()
    accounts, _by_name = read_accounts(given, "jump-1", problems)
    return accounts, [line.removesuffix(" (host jump-1)") for line in problems.lines()], problems.warnings()


@pytest.mark.parametrize(
    "given, accounts",
    [
        pytest.param(None, [], id="nothing"),
        pytest.param("", [], id="an empty text"),
        pytest.param("example", [{"name": "example"}], id="a name alone, as -e gives it"),
        pytest.param("one, two", [{"name": "one"}, {"name": "two"}], id="names in a text"),
        pytest.param('[{"name": "example"}]', [{"name": "example"}], id="JSON in a text"),
        pytest.param({"name": "example"}, [{"name": "example"}], id="one account without a list"),
        pytest.param(
            {"one": {"kind": "AIServices"}, "two": None},
            [{"kind": "AIServices", "name": "one"}, {"name": "two"}],
            id="a mapping by name",
        ),
        pytest.param(
            [{"name": "example", "kind": "openai", "cloud": "azurecloud", "public_access": "Disabled"}],
            [{"name": "example", "kind": "OpenAI", "cloud": "AzureCloud", "public_access": "disabled"}],
            id="other cases",
        ),
        pytest.param(
            [
                {
                    "name": "example",
                    "api_version": datetime.date(2023, 5, 15),
                    "deployment": 4,
                    "networks": None,
                    "operation": "completions",
                }
            ],
            [{"name": "example", "api_version": "2023-05-15", "deployment": "4", "operation": "completions"}],
            id="texts that YAML takes for something else",
        ),
        pytest.param(
            [{"name": "example", "private_addresses": {f"{NAME.upper()}.": "10.0.14.4"}, "networks": "10.0.14.0/24"}],
            [{"name": "example", "private_addresses": {NAME: ["10.0.14.4"]}, "networks": ["10.0.14.0/24"]}],
            id="a text where a list is expected",
        ),
    ],
)
def test_what_is_declared(given, accounts):
    found, lines, warnings = read(given)
    assert (found, lines, warnings) == (accounts, [], [])


@pytest.mark.parametrize(
    "given, line",
    [
        pytest.param(5, "privatelink_accounts, account number 1: 5 is not an account", id="a number"),
        pytest.param([None], "privatelink_accounts, account number 1: null is not an account", id="null"),
        pytest.param([True], "privatelink_accounts, account number 1: true is not an account", id="a boolean"),
        *[
            pytest.param([given], "privatelink_accounts, account number 1, name: it is missing", id=f"no name: {given}")
            for given in ({}, {"name": None}, {"name": ""}, {"name": "", "kind": "OpenAI"})
        ],
        pytest.param([{"name": "a b"}], "privatelink_accounts, account number 1, name: 'a b' is not", id="a bad name"),
        pytest.param(
            [["example"]], "privatelink_accounts, account number 1: expected an account, got a list", id="nested"
        ),
        pytest.param([{"name": "example", "kind": "Speech"}], f"{LABEL}, kind: 'Speech' is not a", id="kind"),
        pytest.param(
            [{"name": "example", "cloud": "AzureChinaCloud"}],
            f"{LABEL}, kind: 'OpenAI' does not exist in AzureChinaCloud: expected one of AIServices, CognitiveServices",
            id="a cloud whose kind has no names",
        ),
        pytest.param(
            [{"name": "example", "private_addresses": ["10.0.14.4"]}],
            f"{LABEL}, private_addresses: expected a mapping, got a list",
            id="addresses without names",
        ),
        pytest.param(
            [{"name": "example", "private_addresses": {"other.openai.azure.com": ["10.0.14.4"]}}],
            f"{LABEL}, private_addresses: 'other.openai.azure.com' is not a name of this account: expected one of {NAME}",
            id="addresses of another name",
        ),
        pytest.param(
            [{"name": "example", "private_addresses": {NAME: "10.0.14.4/32"}}],
            f"{LABEL}, private_addresses, {NAME}: '10.0.14.4/32' is not a valid IP address",
            id="a prefix",
        ),
        pytest.param(
            [{"name": "example", "private_addresses": {NAME: "10.0.15.4"}, "networks": ["10.0.14.0/24"]}],
            f"{LABEL}, private_addresses, {NAME}: '10.0.15.4' is not in the account's networks: expected one in 10.0.14.0/24",
            id="an address outside the networks",
        ),
        pytest.param(
            [{"name": "example", "operation": "chat/completions", "deployment": "gpt"}],
            f"{LABEL}, operation: 'chat/completions' is not a valid choice: expected one of models, chat_completions, "
            "completions, responses, embeddings; did you mean chat_completions?",
            id="operation",
        ),
        pytest.param(
            [{"name": "example", "operation": "completions"}],
            f"{LABEL}, deployment: it is missing: expected the name of the deployment that the operation completions calls",
            id="an operation without deployment",
        ),
        pytest.param(
            [{"name": "example", "api_key": "CANARY"}],
            f"{LABEL}, api_key: credentials do not belong in an account: expected privatelink_credentials: "
            "{example: {api_key: ...}}",
            id="the key in the account",
        ),
        *[
            pytest.param(
                [{"name": "example", option: "CANARY"}],
                f"{LABEL}, {option}: credentials do not belong in an account: expected privatelink_credentials: "
                f"{{example: {{{kind}: ...}}}}",
                id=f"a credential in the account: {option}",
            )
            for option, kind in (
                ("key", "api_key"),
                ("token", "token"),
                ("secret", "api_key"),
                ("password", "api_key"),
                ("credential", "api_key"),
                ("credentials", "api_key"),
            )
        ],
        pytest.param(
            [{"name": "example", "public_network_access": "Disabled"}],
            f"{LABEL}, public_network_access: it is not an option of an account: did you mean public_access?",
            id="the name that Azure gives it",
        ),
        pytest.param(
            [{"name": "example"}, {"name": "Example"}], "Example: it is declared also as 'example'", id="two spellings"
        ),
        pytest.param([{"name": "example"}] * 2, "it is declared twice: expected each account once", id="twice"),
    ],
)
def test_what_is_refused(given, line):
    _accounts, lines, _warnings = read(given)
    assert len(lines) == 1 and line in lines[0], lines
    assert "CANARY" not in lines[0]


def test_all_mistakes_of_an_account_are_found_at_once():
    given = {"name": "example", "kind": "Speech", "networks": "x", "operation": "chat", "jumphost_vm": "jump-1"}
    accounts, lines, _warnings = read([given, {"name": "other"}])
    assert accounts == [{"name": "other"}]
    assert [line.partition(": ")[0].rpartition(", ")[2] for line in lines] == [
        "kind",
        "networks",
        "operation",
        "jumphost_vm",
    ]


@pytest.mark.parametrize(
    "options, lines",
    [
        pytest.param(
            {"private_addresses": {NAME: ["fe80::1", "127.0.0.1", "10.0.14.4/32"]}},
            ["'fe80::1' is not an", "'127.0.0.1' is not an", "'10.0.14.4/32' is not a valid IP address"],
            id="addresses",
        ),
        pytest.param(
            {"private_addresses": {"other.openai.azure.com": ["10.0.14.4/32"]}},
            ["'10.0.14.4/32' is not a valid IP address", "'other.openai.azure.com' is not a name of this account"],
            id="a name and its address",
        ),
        pytest.param(
            {"networks": ["10.0.14.0/99", "nonet"]},
            ["networks: '10.0.14.0/99' is not a valid", "networks: 'nonet' is not a valid"],
            id="networks",
        ),
        pytest.param(
            {"operation": "completions", "deployment": ["a"]},
            ["deployment: expected a text of one line, got a list"],
            id="deployment",
        ),
        pytest.param(
            {"operation": ["a"], "deployment": "a"}, ["operation: expected a valid choice, got a list"], id="operation"
        ),
    ],
)
def test_each_wrong_item_has_a_line_and_nothing_follows_from_it(options, lines):
    _accounts, found, warnings = read([{"name": "example", **options}])
    assert len(found) == len(lines) and all(line in each for line, each in zip(lines, found)), found
    assert warnings == []


@pytest.mark.parametrize(
    "options, warning",
    [
        pytest.param(
            {"deployment": "gpt"},
            "deployment: it is not used: expected an operation, one of chat_completions, completions, responses, embeddings",
            id="a deployment without operation",
        ),
        pytest.param(
            {"private_addresses": {NAME: ["10.0.14.4", "20.1.2.3"]}},
            f"private_addresses, {NAME}: '20.1.2.3' is not a private address: expected one, unless the virtual network "
            "has public ones",
            id="a public address",
        ),
        pytest.param(
            {"networks": ["10.0.14.0/24", "fd00::/48", "172.0.0.0/8"]},
            "networks: '172.0.0.0/8' is not a private network: expected one, unless the virtual network has public ones",
            id="a network with public addresses",
        ),
    ],
)
def test_what_is_odd_is_a_warning(options, warning):
    accounts, lines, warnings = read([{"name": "example", **options}])
    assert (accounts, lines) == ([{"name": "example", **options}], [])
    assert warnings == [f"{LABEL}, {warning} (host jump-1)"]


def test_another_option_is_a_warning_and_stays_out():
    accounts, lines, warnings = read([{"name": "example", "owner": "CANARY"}])
    assert (accounts, lines) == ([{"name": "example"}], [])
    assert warnings == ["privatelink_accounts: 'owner' is not an option of an account: it is ignored (host jump-1)"]
