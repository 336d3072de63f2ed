# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which variables are ours, and which were probably meant to be."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import (
    INPUTS,
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


def test_every_default_is_what_its_reader_gives():
    for each in INPUTS.values():
        assert each.default is None or each.read(each.default) == each.default, each.name
