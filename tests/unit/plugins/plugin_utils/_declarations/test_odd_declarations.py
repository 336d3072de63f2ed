# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One odd place in what is declared is a mistake by its variable, or means something; it never ends the check."""

from __future__ import annotations

import datetime
import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.inputs import INPUTS
from ansible_collections.privatelink.azure_ai.tests.unit.support.declared import checked
from ansible_collections.privatelink.azure_ai.tests.unit.support.mutations import mutations

NAME = "aro-azureopenai"
SECRET = "planted-key-of-the-account"
FQDN = f"{NAME}.openai.azure.com"
DECLARED = {
    "privatelink_accounts": [
        {
            "name": NAME,
            "kind": "OpenAI",
            "private_addresses": {FQDN: ["10.0.14.4"]},
            "networks": ["10.0.14.0/24"],
            "operation": "completions",
            "deployment": "gpt-35-turbo",
            "api_version": "2023-05-15",
            "resource_group": "rg-ai",
            "subscription_id": "11111111-2222-3333-4444-555555555555",
        }
    ],
    "privatelink_credentials": {NAME: {"api_key": SECRET}},
    "privatelink_vantage": "jumphost",
    "privatelink_network": "hub",
    "privatelink_forbidden_endpoints": ["https://other-tenant.openai.azure.com/"],
    "privatelink_control_endpoints": ["login.microsoftonline.com"],
    "privatelink_trusted_issuers": ["Microsoft Corporation"],
    "privatelink_tls_inspection": "warn",
    "privatelink_waivers": [
        {"account": NAME, "code": "tcp_timeout", "reason": "ticket 4711", "expires": datetime.date(2999, 12, 31)}
    ],
    "private_dns_zone_nameservers": ["168.63.129.16"],
    "endpoint_timeout": 10,
    "report_formats": ["json"],
    "validate_fail_on": "failure",
}
OTHER = {"privatelink_accounts": [{"name": "other"}]}
ODD = [pytest.param(odd, id=f"{path} {what}") for path, what, odd in mutations(DECLARED)]


def test_what_is_declared_here_is_right():
    assert set(DECLARED) - {"privatelink_accounts", "privatelink_credentials"} <= set(INPUTS)
    assert checked({"a": DECLARED, "b": OTHER})[1].lines() == []


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_place_is_named_or_means_something(odd):
    declaration, problems = checked({"a": odd, "b": OTHER})
    lines = problems.lines()
    assert [line for line in lines if line.partition(":")[0].partition(",")[0] not in DECLARED] == []
    assert [line for line in lines if "host b" in line or SECRET in line or "Traceback" in line] == []
    if not lines:
        # What is accepted can be kept for the run.
        assert json.loads(json.dumps(declaration.hosts["b"].accounts)) == declaration.hosts["b"].accounts
