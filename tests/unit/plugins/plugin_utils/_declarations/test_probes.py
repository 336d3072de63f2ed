# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.probes import (
    egress_probes_of,
    names_of,
    probes_of,
    with_azure,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import ACCOUNT, NAME, PRIVATE

REQUEST = {"operation": "completions", "deployment": "gpt-35-turbo", "api_version": "2023-05-15"}
BY_NAME = {"endpoint": "https://example.openai.azure.com/", **REQUEST}


@pytest.mark.parametrize(
    "addresses, expected",
    [
        pytest.param(
            [PRIVATE], ([PRIVATE], []), id="a declared address is exact: its network would let a stale record pass"
        ),
        pytest.param([], ([], ["10.0.14.0/24"]), id="the network stands in for it"),
    ],
)
def test_names_carry_what_is_expected(addresses, expected):
    account = {"name": "example", "private_addresses": {NAME: addresses}, "networks": ["10.0.14.0/24"]}
    assert names_of([account]) == [{"name": NAME, "addresses": expected[0], "networks": expected[1]}]


@pytest.mark.parametrize(
    "account, addresses",
    [
        pytest.param({"name": "Example"}, {NAME: [PRIVATE]}, id="nothing is typed"),
        pytest.param(
            {"name": "example", "private_addresses": {NAME: ["10.0.14.9"]}},
            {NAME: ["10.0.14.9"]},
            id="what is typed stays",
        ),
        pytest.param({"name": "other"}, None, id="an account that was not asked for"),
    ],
)
def test_expected_addresses_come_from_azure_where_none_are_typed(account, addresses):
    azure = {
        "accounts": [{"name": "example", "expected": {NAME: [PRIVATE], "example.of.another.service": ["10.0.14.7"]}}]
    }
    assert with_azure([account], azure)[0].get("private_addresses") == addresses


COGNITIVE = "example.cognitiveservices.azure.com"
THREE = [NAME, COGNITIVE, "example.services.ai.azure.com"]


@pytest.mark.parametrize(
    "declared, kind, fqdns, joined",
    [
        pytest.param({}, "FormRecognizer", [COGNITIVE], "CognitiveServices", id="a kind with the names of another"),
        pytest.param({}, "AIServices", THREE, "AIServices", id="the same kind"),
        pytest.param({}, "AIServices", THREE[:2], "AIServices", id="fewer names than the kind has"),
        pytest.param({}, "OpenAI", [NAME], "OpenAI", id="the default"),
        pytest.param({}, "Bing.Search.v7", ["example.bing.example"], None, id="names that nobody knows"),
        pytest.param({}, "AIServices", [], None, id="no name"),
        pytest.param({"kind": "OpenAI"}, "AIServices", THREE, "OpenAI", id="what is declared stays"),
    ],
)
def test_the_kind_comes_from_azure_where_none_is_declared(declared, kind, fqdns, joined):
    azure = {"accounts": [{"name": "example", "account": {"kind": kind, "fqdns": fqdns}, "expected": {}}]}
    (account,) = with_azure([{"name": "example", **declared}], azure)
    assert account.get("kind") == joined
    assert account.get("origin", {}).get("kind") == ("azure" if joined and not declared else None)


def test_each_field_says_where_it_is_from():
    azure = {"accounts": [{"name": "example", "expected": {NAME: [PRIVATE]}}]}
    (account,) = with_azure([{"name": "example", "kind": "OpenAI"}], azure)
    assert account["origin"] == {"kind": "declared", "private_addresses": "azure"}


def test_without_azure_the_accounts_stay_as_they_are():
    assert with_azure([ACCOUNT], None) == [ACCOUNT]


def test_each_name_of_an_ai_services_account_has_its_own_address():
    account = {
        "name": "example",
        "kind": "AIServices",
        "private_addresses": {
            "example.openai.azure.com": ["10.0.14.5"],
            "Example.cognitiveservices.azure.com": ["10.0.14.4"],
        },
    }
    assert [(entry["name"], entry["addresses"]) for entry in names_of([account])] == [
        ("example.openai.azure.com", ["10.0.14.5"]),
        ("example.cognitiveservices.azure.com", ["10.0.14.4"]),
        ("example.services.ai.azure.com", []),
    ]


@pytest.mark.parametrize(
    "vantage, legs",
    [
        pytest.param("jumphost", [BY_NAME, dict(BY_NAME, connect_to=PRIVATE)], id="inside: by name and by address"),
        pytest.param("onprem", [BY_NAME, dict(BY_NAME, connect_to=PRIVATE)], id="on-premises: the same"),
        pytest.param("outside", [BY_NAME], id="outside: by name only"),
    ],
)
def test_probes(vantage, legs):
    assert probes_of([ACCOUNT], vantage, {}) == legs


def test_each_account_gets_its_own_credential():
    accounts = [ACCOUNT, {"name": "other"}, {"name": "keyless"}]
    probes = probes_of(accounts, "outside", {"example": {"api_key": "one"}, "other": {"token": "two"}})
    assert [(probe.get("api_key"), probe.get("token")) for probe in probes] == [
        ("one", None),
        (None, "two"),
        (None, None),
    ]


def test_the_case_of_a_credential_s_name_does_not_matter():
    assert probes_of([{"name": "Example"}], "outside", {"EXAMPLE": {"api_key": "one"}})[0]["api_key"] == "one"


@pytest.mark.parametrize(
    "credentials, message",
    [
        pytest.param(
            {"exmaple": {"api_key": "planted"}},
            "credentials: 'exmaple' is not a declared account: expected the account's name, such as example",
            id="misspelt account",
        ),
        pytest.param(
            {"example": {"apikey": "planted"}},
            "credentials of example: expected a mapping with api_key or token, and no other key",
            id="misspelt key",
        ),
        pytest.param(
            {"example": "planted"},
            "credentials of example: expected a mapping with api_key or token, and no other key",
            id="bare secret",
        ),
    ],
)
def test_a_credential_is_never_dropped_silently_nor_shown(credentials, message):
    with pytest.raises(ValueError) as caught:
        probes_of([ACCOUNT], "outside", credentials)
    assert str(caught.value) == message


def test_a_forbidden_endpoint_is_nobody_s_own():
    with pytest.raises(ValueError) as caught:
        egress_probes_of([f"https://{NAME}/"], [ACCOUNT], {})
    assert str(caught.value) == (
        "'https://example.openai.azure.com/' is one of the declared accounts: expected endpoints of others"
    )


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://other.blob.core.windows.net/", id="its answers look like a block page"),
        pytest.param("https://openai.azure.com/", id="no account"),
        pytest.param("https://openai.azure.com.example/", id="somebody else's domain"),
    ],
)
def test_a_forbidden_endpoint_is_one_of_azure_ai(url):
    with pytest.raises(ValueError) as caught:
        egress_probes_of([url], [ACCOUNT], {})
    assert str(caught.value).startswith(
        f"'{url}' is not an endpoint of Azure AI: expected https://NAME.openai.azure.com/, "
    )


@pytest.mark.parametrize(
    "url, shown",
    [
        pytest.param(
            "https://x.openai.azure.com/?key=CANARY#CANARY", "'https://x.openai.azure.com/?***' is", id="query"
        ),
        pytest.param("https://u:CANARY@x.openai.azure.com/", "'https://***@x.openai.azure.com/' is", id="password"),
        pytest.param("https://x.openai.azure.com/" + "a/" * 50000, "a... is not a valid endpoint", id="a long one"),
        pytest.param("https://" + "a." * 50000, "... is not a valid", id="a long name"),
    ],
)
def test_a_forbidden_endpoint_is_shown_without_secrets_and_cut(url, shown):
    with pytest.raises(ValueError) as caught:
        egress_probes_of([url], [ACCOUNT], {})
    message = str(caught.value)
    assert shown in message and "CANARY" not in message and len(message) < 700


def test_a_regional_endpoint_may_be_forbidden():
    url = "https://westeurope.api.cognitive.microsoft.com/"
    assert egress_probes_of([url], [ACCOUNT], {}) == [{"endpoint": url}]


def test_forbidden_endpoints_are_asked_by_name_and_at_their_public_addresses():
    url = "https://other-tenant.openai.azure.com/"
    addresses = {url: ["203.0.113.9", "10.0.14.4", "0.0.0.0", "other-tenant.openai.azure.com"]}
    assert egress_probes_of([url], [ACCOUNT], addresses) == [
        {"endpoint": url},
        {"endpoint": url, "connect_to": "203.0.113.9"},
    ]
    assert egress_probes_of([url], [ACCOUNT], {}) == [{"endpoint": url}]
