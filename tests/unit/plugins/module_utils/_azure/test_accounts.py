# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.accounts import (
    account_addresses,
    account_names,
    addresses_of,
    names_in_azure,
    private_name,
    private_zone,
    public_name,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.services import KINDS

OPENAI, COGNITIVE, FOUNDRY = "x.openai.azure.com", "x.cognitiveservices.azure.com", "x.services.ai.azure.com"
REGIONAL = "https://eastus.api.cognitive.microsoft.com/"


@pytest.mark.parametrize(
    ("kind", "endpoint", "endpoints", "names"),
    [
        pytest.param("OpenAI", None, {"a": f"https://{OPENAI}/", "b": REGIONAL}, [OPENAI], id="its endpoints"),
        pytest.param("AIServices", None, {"a": f"https://{COGNITIVE}/"}, [COGNITIVE], id="fewer than its kind has"),
        pytest.param(
            "AIServices", None, {"a": f"https://{FOUNDRY}", "b": f"https://{OPENAI}"}, [OPENAI, FOUNDRY], id="in order"
        ),
        pytest.param("FormRecognizer", None, {"a": f"https://X.{COGNITIVE[2:]}:443/f"}, [COGNITIVE], id="another kind"),
        pytest.param("AIServices", None, {}, [OPENAI, COGNITIVE, FOUNDRY], id="its kind alone"),
        pytest.param(
            "AIServices", None, {"a": "https://y.openai.azure.com"}, [OPENAI, COGNITIVE, FOUNDRY], id="not its"
        ),
        pytest.param("ContentSafety", f"https://{COGNITIVE}/", {}, [COGNITIVE], id="its endpoint"),
        pytest.param("ContentSafety", REGIONAL, {}, [], id="a regional endpoint"),
        pytest.param(None, None, {"a": "http://[", "b": "nonsense"}, [], id="nothing known"),
        pytest.param("OpenAI", "https://x.openai.azure.us", {}, ["x.openai.azure.us"], id="its endpoint's cloud"),
    ],
)
def test_names_in_azure(kind, endpoint, endpoints, names):
    assert names_in_azure("x", kind, "AzureCloud", endpoint, endpoints) == names


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
    ],
)
def test_names(account, names):
    assert account_names(account) == names


@pytest.mark.parametrize(
    ("account", "message"),
    [
        ({}, "name: None is not a valid account name: expected the account's custom subdomain, such as example"),
        (
            {"name": "a.b"},
            "name: 'a.b' is not a valid account name: expected the account's custom subdomain, such as example",
        ),
        (
            {"name": "eastus.api.cognitive.microsoft.com"},
            "name: 'eastus.api.cognitive.microsoft.com' is a regional endpoint, which no private endpoint serves: "
            "expected the account's own name, its custom subdomain",
        ),
        *(
            (
                {"name": name},
                (
                    f"name: {name!r} is a regional endpoint, which no private endpoint serves: expected the "
                    "account's own name, its custom subdomain"
                ),
            )
            for name in (
                "https://eastus.api.cognitive.microsoft.com/",
                "https://EastUS.api.cognitive.microsoft.com/openai?x=1",
                "eastus.api.cognitive.microsoft.com.",
                "eastus.api.cognitive.microsoft.com:443",
                "usgovvirginia.api.cognitive.azure.us/sts",
            )
        ),
        (
            {"name": "eastus.api.cognitive.microsoft.com.example.com"},
            "name: 'eastus.api.cognitive.microsoft.com.example.com' is not a valid account name: "
            "expected the account's custom subdomain, such as example",
        ),
        (
            {"name": "example", "kind": "Speech"},
            f"account example, kind: 'Speech' is not a valid kind: expected one of {', '.join(KINDS)}",
        ),
        (
            {"name": "example", "cloud": "Azure"},
            "account example, cloud: 'Azure' is not a valid cloud: expected one of AzureCloud, AzureUSGovernment, AzureChinaCloud",
        ),
        (
            {"name": "example", "cloud": "AzureChinaCloud"},
            "account example, kind: 'OpenAI' does not exist in AzureChinaCloud: expected one of AIServices, CognitiveServices",
        ),
    ],
)
def test_refused(account, message):
    with pytest.raises(ValueError) as caught:
        account_names(account)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "key", ["example.openai.azure.com", "Example.openai.azure.com.", "example.privatelink.openai.azure.com"]
)
def test_addresses_stand_under_the_public_name(key):
    account = {"name": "example", "private_addresses": {key: ["10.0.14.4"]}}
    assert account_addresses(account) == {"example.openai.azure.com": ["10.0.14.4"]}


@pytest.mark.parametrize(
    "key, value, message",
    [
        pytest.param(
            "eastus.api.cognitive.microsoft.com",
            ["10.0.14.4"],
            "'eastus.api.cognitive.microsoft.com' is a regional endpoint, which no private endpoint serves: expected the "
            "account's own name, its custom subdomain",
            id="regional endpoint",
        ),
        pytest.param(
            "other.openai.azure.com",
            ["10.0.14.4"],
            "'other.openai.azure.com' is not a name of this account: expected one of example.openai.azure.com",
            id="another account's name would get this account's key",
        ),
        pytest.param(
            "0123456789abcdef" * 2,
            ["10.0.14.4"],
            "'***' is not a name of this account: expected one of example.openai.azure.com",
            id="a key in the place of a name",
        ),
        pytest.param(
            "example.openai.azure.com",
            "10.0.14.4",
            "'10.0.14.4' is not a list: expected a list of IP addresses",
            id="no list",
        ),
        pytest.param(
            "example.openai.azure.com",
            ["10.0.14.400"],
            "'10.0.14.400' is not a valid IP address: expected an IPv4 or IPv6 address such as 10.0.14.4",
            id="no address",
        ),
    ],
)
def test_refused_addresses(key, value, message):
    with pytest.raises(ValueError) as caught:
        account_addresses({"name": "example", "private_addresses": {key: value}})
    assert str(caught.value) == "account example, private_addresses: " + message


@pytest.mark.parametrize(
    "name, zone, privatelink_name",
    [
        ("example.openai.azure.com", "privatelink.openai.azure.com", "example.privatelink.openai.azure.com"),
        (
            "example.services.ai.azure.com",
            "privatelink.services.ai.azure.com",
            "example.privatelink.services.ai.azure.com",
        ),
        ("example.openai.azure.us", "privatelink.openai.azure.us", "example.privatelink.openai.azure.us"),
    ],
)
def test_the_privatelink_name_stands_behind_the_account_s_own_label(name, zone, privatelink_name):
    assert (private_zone(name), private_name(name), public_name(privatelink_name)) == (zone, privatelink_name, name)


@pytest.mark.parametrize(
    "by_name, expected",
    [
        ({"example.openai.azure.com": ["10.0.14.4", "10.0.14.5"]}, ["10.0.14.4", "10.0.14.5"]),
        ({"Example.privatelink.openai.azure.com.": ["10.0.14.4"]}, ["10.0.14.4"]),
        ({"example.openai.azure.com": []}, []),
        ({"other.openai.azure.com": ["10.0.14.4"]}, None),
        ({}, None),
        (None, None),
    ],
)
def test_addresses_of_a_name(by_name, expected):
    assert addresses_of("example.openai.azure.com", by_name) == expected
