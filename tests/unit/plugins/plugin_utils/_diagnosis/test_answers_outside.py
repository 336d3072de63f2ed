# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of each answer of Azure to the host outside that leaves open whether the public endpoint is: why it does."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import endpoint, healthy, returned
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.cases import case
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.requests_of_hosts import (
    CLOSED,
    azure,
    error,
    served,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.collecting import collecting
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import PUBLIC, inside, outside, probe

UNDECIDED = "answer_undecided"


@pytest.mark.parametrize(
    "code, credential, cause",
    [
        pytest.param("auth_missing", "none", "credential_missing", id="it asks for a credential"),
        pytest.param("auth_key_invalid", "api_key", "key_wrong", id="the key is wrong"),
        pytest.param("auth_permission_denied", "token", "role_missing", id="a right is missing"),
        pytest.param("auth_key_disabled", "api_key", "key_disabled", id="no key is taken"),
        pytest.param("auth_tenant_mismatch", "token", "wrong_tenant", id="the token is of another tenant"),
        pytest.param("gate_subdomain_unknown", "api_key", "account_not_ready", id="it does not know the name yet"),
        pytest.param("gate_resource_blocked", "api_key", "account_blocked", id="the account is blocked"),
        pytest.param("gate_private_endpoint_not_approved", "api_key", UNDECIDED, id="it speaks of a private endpoint"),
        pytest.param("model_path_not_found", "api_key", UNDECIDED, id="a path is anybody's to ask for"),
        pytest.param("model_deployment_not_found", "none", UNDECIDED, id="without a credential, a deployment is too"),
        pytest.param("model_throttled", "none", UNDECIDED, id="without a credential, a limit is too"),
        pytest.param("model_server_error", "api_key", UNDECIDED, id="a failure is before everything"),
        pytest.param("model_response_invalid", "api_key", UNDECIDED, id="a success that is none"),
    ],
)
def test_why_an_answer_leaves_open_whether_the_public_endpoint_is(code, credential, cause):
    answered = probe(code, PUBLIC, credential=credential)
    seen = case("gate_public_unproved", cause, inside(served()), outside(answered), host="outside-1")
    assert seen.check["diagnosis"]["cause"] == cause


def test_a_name_that_belongs_to_a_region_says_so_itself():
    regional = probe("gate_custom_subdomain_required", PUBLIC)
    diagnosis = case("gate_public_unproved", None, inside(served()), outside(regional), host="outside-1").check[
        "diagnosis"
    ]
    assert diagnosis["cause"] is None
    assert {each["cause"] for each in diagnosis["alternatives"]} == {"regional_endpoint", "subdomain_missing"}


@pytest.mark.parametrize("state", ["Pending", "Rejected", "Disconnected"])
def test_a_private_endpoint_that_is_not_approved_is_one_in_any_of_its_states(state, monkeypatch):
    collected = collecting(monkeypatch)
    refused = azure(403, error("Traffic is not from an approved private endpoint.", "403"))
    side = returned(healthy(private_endpoints=[endpoint(state=state)]))
    seen = case("gate_private_endpoint_not_approved", "endpoint_not_approved", inside(refused), CLOSED, azure=side)
    assert seen.check["diagnosis"]["cause"] == seen.cause
    assert "azure_says_not_approved" in {each.signal for each in collected}
