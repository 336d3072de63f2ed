# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declared accounts as typed objects."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.expected import account_of, accounts_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import ACCOUNT, NAME, PRIVATE


def test_an_account_is_declared_once():
    with pytest.raises(ValueError, match=r"^name: 'Example' is declared twice: expected each account once$"):
        accounts_of([{"name": "example"}, {"name": "Example"}])


@pytest.mark.parametrize(
    "addresses, expected",
    [
        pytest.param(
            [PRIVATE], ((PRIVATE,), ()), id="a declared address is exact: its network would let a stale record pass"
        ),
        pytest.param([], ((), ("10.0.14.0/24",)), id="the network stands in for it"),
    ],
)
def test_what_is_expected_of_a_name(addresses, expected):
    (name,) = account_of(dict(ACCOUNT, private_addresses={NAME: addresses}, networks=["10.0.14.0/24"])).names
    assert (name.name, name.addresses, name.networks) == (NAME, *expected)
    assert [name.expectation.covers(each) for each in (PRIVATE, "10.0.14.9")] == [True, not addresses]


def test_texts_that_yaml_takes_for_something_else_stay_texts():
    account = account_of(dict(ACCOUNT, api_version=datetime.date(2023, 5, 15), deployment=4))
    assert (account.api_version, account.deployment) == ("2023-05-15", "4")


def test_the_document_repeats_what_a_declaration_may_hold():
    account = account_of(dict(ACCOUNT, api_key="planted", networks=[], cloud=None))
    assert account.declared == ACCOUNT


EVERYTHING = {
    **ACCOUNT,
    "kind": "AIServices",
    "cloud": "AzureUSGovernment",
    "private_addresses": {},
    "networks": ["10.0.14.0/24"],
    "public_access": "enabled",
    "resource_group": "rg-ai",
    "resource_name": "example-1",
    "keyless": True,
    "origin": {"name": "discovered"},
}


@pytest.mark.parametrize("field", sorted({*EVERYTHING} - {"private_addresses"}))
def test_a_reader_of_the_document_sees_each_field_that_was_declared(field):
    assert account_of(EVERYTHING).declared[field] == EVERYTHING[field]


@pytest.mark.parametrize("access", ["disabled", "selected_networks", "enabled"])
def test_public_access_is_what_was_declared(access):
    assert account_of(dict(ACCOUNT, public_access=access)).public_access == access


def test_public_access_is_meant_to_be_disabled_unless_declared():
    assert account_of(ACCOUNT).public_access == account_of(dict(ACCOUNT, public_access="")).public_access == "disabled"


@pytest.mark.parametrize("declared", [{}, {"keyless": None}, {"keyless": ""}, {"keyless": False}], ids=str)
def test_a_credential_is_meant_unless_the_account_is_declared_keyless(declared):
    assert account_of({**ACCOUNT, **declared}).keyless is False
    assert account_of({**ACCOUNT, "keyless": True}).keyless is True


def test_one_account_alone_is_refused_as_what_it_is():
    with pytest.raises(ValueError, match=r"^account: 'example' is not valid: expected a mapping$"):
        account_of("example")


@pytest.mark.parametrize(
    "declarations, message",
    [
        pytest.param("example", "accounts: 'example' is not valid: expected a list", id="text"),
        pytest.param([None], "accounts[0]: None is not valid: expected a mapping", id="nothing"),
        pytest.param(
            [dict(ACCOUNT, networks="10.0.14.0/24")],
            "account example, networks: '10.0.14.0/24' is not valid: expected a list",
            id="network: a text",
        ),
        pytest.param(
            [dict(ACCOUNT, keyless="yes")],
            "account example, keyless: 'yes' is not valid: expected true or false",
            id="keyless",
        ),
        pytest.param(
            [dict(ACCOUNT, networks=["10.0.14.0/33"])],
            "account example, networks: '10.0.14.0/33' is not a valid network: expected a CIDR such as 10.0.14.0/24",
            id="network",
        ),
        pytest.param(
            [dict(ACCOUNT, private_addresses="10.0.14.4")],
            "account example, private_addresses: '10.0.14.4' is not valid: expected a mapping",
            id="addresses: a text",
        ),
        pytest.param(
            [dict(ACCOUNT, public_access="off")],
            "account example, public_access: 'off' is not valid: expected one of disabled, selected_networks, enabled",
            id="public access",
        ),
        pytest.param(
            [dict(ACCOUNT, operation={})],
            "account example, operation: {} is not valid: expected a text",
            id="operation: a mapping",
        ),
    ],
)
def test_a_declaration_is_refused_by_its_option(declarations, message):
    with pytest.raises(ValueError) as caught:
        accounts_of(declarations)
    assert str(caught.value) == message
