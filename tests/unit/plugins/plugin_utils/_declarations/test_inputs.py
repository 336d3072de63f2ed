# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which variables are ours, and which were probably meant to be."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import (
    INPUTS,
    account_variables,
    declared_by_facts,
    misspelt,
    unknown,
)


@pytest.mark.parametrize(
    "name, meant",
    [
        pytest.param("privatelink_acounts", "privatelink_accounts", id="a letter is missing"),
        pytest.param("privatelink_account", "privatelink_accounts", id="singular"),
        pytest.param("privatelink_waiver", "privatelink_waivers", id="waiver"),
        pytest.param("privatelink-accounts", "privatelink_accounts", id="a dash"),
        pytest.param("Privatelink_Credentials", "privatelink_credentials", id="upper case"),
        pytest.param("private_link_accounts", "privatelink_accounts", id="one underscore too many"),
        pytest.param("privatelink_forbidden_endpoint", "privatelink_forbidden_endpoints", id="forbidden"),
        pytest.param("report_format", "report_formats", id="report"),
        pytest.param("validate_failon", "validate_fail_on", id="validate"),
        pytest.param("endpoint_timout", "endpoint_timeout", id="endpoint"),
    ],
)
def test_a_misspelt_name(name, meant):
    assert misspelt([name, "inventory_hostname"]) == {name: meant}
    assert misspelt([name, *INPUTS]) == {name: meant}
    assert unknown([name]) == []


@pytest.mark.parametrize(
    "name, meant",
    [
        pytest.param("privatelink_apikey_my_example", "privatelink_api_key_my_example", id="an underscore is missing"),
        pytest.param("privatelink_key_my_example", "privatelink_api_key_my_example", id="key"),
        pytest.param("privatelink_api_kye_my_example", "privatelink_api_key_my_example", id="letters changed places"),
        pytest.param("private_link_tokens_my_example", "privatelink_token_my_example", id="one underscore too many"),
        pytest.param("privatelink_token_My_Example", "privatelink_token_my_example", id="upper case"),
        pytest.param("privatelink_token_my-example", "privatelink_token_my_example", id="a dash"),
        pytest.param("privatelink_api_key_Other", "privatelink_api_key_other", id="upper case, of another account"),
        pytest.param("privatelink_api_key", "privatelink_api_key_NAME, with the name of an account", id="no account"),
        pytest.param(
            "privatelink_token", "privatelink_token_NAME, with the name of an account", id="no account either"
        ),
        pytest.param("privatelink_token_scopes", "privatelink_token_scope", id="an input that looks like one"),
    ],
)
def test_a_misspelt_name_of_a_variable_of_an_account(name, meant):
    assert misspelt([name, "privatelink_credentials"], account_variables(["My-Example"])) == {name: meant}
    assert unknown([name], account_variables(["My-Example"])) == []


@pytest.mark.parametrize(
    "name", ["privatelink_token_other", "privatelink_api_key_my_example", "privatelink_token_stage"]
)
def test_variables_of_accounts_are_no_mistakes(name):
    assert misspelt([name], account_variables(["my-example"])) == {} and unknown([name]) == []


def test_an_account_may_be_called_like_an_input_nearly():
    assert misspelt(["privatelink_token_scopes"], account_variables(["scopes"])) == {}


@pytest.mark.parametrize("name", ["privatelink_key_vault", "privatelink_network_my_example", "privatelink_owner"])
def test_other_names_that_begin_like_ours_are_unknown(name):
    assert misspelt([name], account_variables(["my-example"])) == {}
    assert unknown([name], account_variables(["my-example"])) == [name]


@pytest.mark.parametrize("name", ["app_report_formats", "my_endpoint_timeout", "site_validate_fail_on"])
def test_a_variable_that_begins_with_the_name_of_another_role_is_no_mistake(name):
    assert misspelt([name]) == {} and unknown([name]) == []


def test_a_prefix_before_our_own_names_is_a_mistake_where_nothing_uses_them():
    assert misspelt(["my_privatelink_accounts"]) == {"my_privatelink_accounts": "privatelink_accounts"}
    assert misspelt(["my_privatelink_accounts", "privatelink_accounts"]) == {}


@pytest.mark.parametrize("name", ["account_name", "report_dir", "endpoint_url", "azure_accounts", "ansible_host"])
def test_names_of_others_are_left_alone(name):
    assert misspelt([name]) == {} and unknown([name]) == []


@pytest.mark.parametrize("name", ["privatelink_status", "privatelink_document_size", "privatelink_dns"])
def test_what_the_collection_hands_out_is_no_mistake(name):
    assert misspelt([name]) == {} and unknown([name]) == [] and declared_by_facts([name]) == []


def test_another_name_that_begins_like_ours_is_unknown():
    assert unknown(["privatelink_owner", "owner", "privatelink_acounts"]) == ["privatelink_owner"]


def test_a_helper_beside_the_variable_is_the_operators_own():
    assert misspelt(["privatelink_credentials_dev", "privatelink_credentials"]) == {}
    assert misspelt(["privatelink_credentials_dev"]) == {"privatelink_credentials_dev": "privatelink_credentials"}


def test_no_fact_may_declare_anything():
    facts = ["ansible_facts", "privatelink_accounts", "privatelink_new", "endpoint_timeout", "privatelink_jumphost"]
    assert declared_by_facts(facts) == ["endpoint_timeout", "privatelink_accounts", "privatelink_new"]
    assert declared_by_facts(["privatelink_api_key_example"]) == ["privatelink_api_key_example"]


def test_every_default_is_what_its_reader_gives():
    for each in INPUTS.values():
        assert each.default is None or each.read(each.default) == each.default, each.name
