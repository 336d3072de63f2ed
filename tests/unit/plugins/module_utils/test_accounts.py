# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.privatelink.azure_ai.plugins.module_utils._accounts import account_names


@pytest.mark.parametrize(
    ("account", "names"),
    [
        pytest.param({"name": "Example"}, ["example.openai.azure.com"], id="OpenAI has one name"),
        pytest.param(
            {"name": "example", "kind": "AIServices"},
            ["example.openai.azure.com", "example.cognitiveservices.azure.com", "example.services.ai.azure.com"],
            id="AIServices has three",
        ),
        pytest.param(
            {"name": "example", "kind": "CognitiveServices", "cloud": "AzureChinaCloud"},
            ["example.cognitiveservices.azure.cn"],
            id="China",
        ),
        pytest.param({"name": "example", "cloud": "AzureUSGovernment"}, ["example.openai.azure.us"], id="government"),
        pytest.param(
            {"name": "example", "private_addresses": {"Example.openai.azure.com": [], "other.example.com": []}},
            ["example.openai.azure.com", "other.example.com"],
            id="names that only the addresses have",
        ),
    ],
)
def test_names(account, names):
    assert account_names(account) == names


@pytest.mark.parametrize(
    ("account", "message"),
    [
        ({}, "name: None is no account name; accepted is the account's custom subdomain, such as example"),
        ({"name": "a.b"}, "name: 'a.b' is no account name; accepted is the account's custom subdomain, such as example"),
        (
            {"name": "eastus.api.cognitive.microsoft.com"},
            "name: 'eastus.api.cognitive.microsoft.com' is a regional endpoint, which no private endpoint serves; "
            "accepted is the account's own name, its custom subdomain",
        ),
        (
            {"name": "example", "private_addresses": {"eastus.api.cognitive.microsoft.com": ["10.0.14.4"]}},
            "account example, private_addresses: 'eastus.api.cognitive.microsoft.com' is a regional endpoint, which no private "
            "endpoint serves; accepted is the account's own name, its custom subdomain",
        ),
        (
            {"name": "example", "kind": "Speech"},
            "account example, kind: 'Speech'; accepted is one of OpenAI, AIServices, CognitiveServices",
        ),
        (
            {"name": "example", "cloud": "Azure"},
            "account example, cloud: 'Azure'; accepted is one of AzureCloud, AzureUSGovernment, AzureChinaCloud",
        ),
    ],
)
def test_refused(account, message):
    with pytest.raises(ValueError) as caught:
        account_names(account)
    assert str(caught.value) == message
