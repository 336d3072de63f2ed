# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A host that was given no credential cannot say that Azure accepted one."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.action.aoai_probe import ActionModule, _foreign_credential
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.declaration import HostDeclaration

ENDPOINT = "https://example.openai.azure.com/"


@pytest.mark.parametrize(
    "given, auth_source, claimed, foreign",
    [
        pytest.param({}, "none", "none", False, id="keyless"),
        pytest.param({}, "none", None, False, id="not asked"),
        pytest.param({"api_key": "k"}, "none", "api_key", False, id="key"),
        pytest.param({"api_key": "k"}, "none", "none", False, id="key that was never sent"),
        pytest.param({}, "msi", "token", False, id="token of the host"),
        pytest.param({}, "none", "api_key", True, id="a key from nowhere"),
        pytest.param({}, "none", "token", True, id="a token from nowhere"),
        pytest.param({"api_key": "k"}, "none", "token", True, id="another kind"),
        pytest.param({}, "msi", "api_key", True, id="a key beside a token source"),
    ],
)
@pytest.mark.parametrize("key", ["credential", "credential_given"])
def test_a_result_claims_only_what_its_probe_was_given(given, auth_source, claimed, foreign, key):
    probe, result = {"endpoint": ENDPOINT, **given}, {"endpoint": ENDPOINT, key: claimed}
    assert bool(_foreign_credential([probe], [result], auth_source)) == foreign


def test_a_token_is_of_the_identity_that_is_declared():
    looking = object.__new__(ActionModule)
    asked = []

    def execute(args, _task_vars):
        asked.append(args)
        return {"results": [{"endpoint": ENDPOINT, "connect_to": None}]}

    looking.execute = execute
    options = {
        "endpoint_auth_source": "msi",
        "endpoint_client_id": "11111111-2222-3333-4444-555555555555",
        "endpoint_timeout": 10,
        "endpoint_max_tokens": 64,
        "privatelink_token_scope": None,
        "privatelink_check_proxies": True,
        "privatelink_trusted_issuers": [],
    }
    looking.look(HostDeclaration("jumphost", [{"name": "example"}], {}, options), {})
    assert [(each["auth_source"], each["client_id"]) for each in asked] == [("msi", options["endpoint_client_id"])]


LOGIN = "login.microsoftonline.com"


@pytest.mark.parametrize(
    ("asked", "returned", "message"),
    [
        pytest.param([LOGIN], [LOGIN], None, id="what was asked"),
        pytest.param([], [], None, id="nothing was asked"),
        pytest.param([LOGIN], ["login.example"], "it speaks of 'login.example'", id="another endpoint"),
        pytest.param([LOGIN, "a.example"], [LOGIN, LOGIN], "repeats, what was asked", id="twice"),
        pytest.param([LOGIN], [], "it leaves out", id="left out"),
        pytest.param([LOGIN], [LOGIN] * 3, "it has 3 items, and 1 were asked for", id="in bulk"),
        pytest.param([], [LOGIN], "it has 1 items, and 0 were asked for", id="not asked for"),
    ],
)
def test_control_endpoints_are_those_that_were_asked(asked, returned, message):
    looking = object.__new__(ActionModule)
    looking._execute_module = lambda *unused, **ignored: {
        "results": [{"endpoint": ENDPOINT, "connect_to": None}],
        "control_endpoints": [{"endpoint": each, "reached": True} for each in returned],
    }
    host = HostDeclaration("outside", [], {}, {"endpoint_timeout": 10})
    results, error = looking._ask([{"endpoint": ENDPOINT}], host, {}, control_endpoints=asked)
    if message:
        assert results is None and message in error
    else:
        assert error is None and [each["endpoint"] for each in looking._reached] == asked
