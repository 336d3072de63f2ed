# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as YAML, JSON and -e give them."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations import values

DATE = datetime.date(2023, 5, 15)
WORD = values.choice("jumphost", "onprem", "outside")
SECONDS = values.number(0.1, 3600, "seconds")
TOKENS = values.whole_number(1, 100000, "tokens")
TEXTS = values.list_of(values.text)
MACHINE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/jump-1"


@pytest.mark.parametrize(
    "read, given, meant",
    [
        pytest.param(values.text, DATE, "2023-05-15", id="text: a date of YAML"),
        pytest.param(values.text, 4, "4", id="text: a number"),
        pytest.param(values.text, " gpt-35-turbo ", "gpt-35-turbo", id="text: blanks around it"),
        pytest.param(values.secret, 1234, "1234", id="secret: a number"),
        pytest.param(values.boolean, "False", False, id="boolean: a text, as -e gives it"),
        pytest.param(values.boolean, "y", True, id="boolean: a letter"),
        pytest.param(values.boolean, 1, True, id="boolean: a number"),
        pytest.param(SECONDS, "2.5", 2.5, id="number: a text"),
        pytest.param(TOKENS, "64", 64, id="whole number: a text"),
        pytest.param(TOKENS, 64.0, 64, id="whole number: a survey's float"),
        pytest.param(WORD, "Outside", "outside", id="choice: another case"),
        pytest.param(TEXTS, "a, b,", ["a", "b"], id="list: a text with several"),
        pytest.param(TEXTS, '["a", "b"]', ["a", "b"], id="list: JSON in a text"),
        pytest.param(TEXTS, "[a, b]", ["a", "b"], id="list: YAML on one line"),
        pytest.param(TEXTS, "- a\n- b\n", ["a", "b"], id="list: YAML"),
        pytest.param(TEXTS, "a\r\n b \n\n", ["a", "b"], id="list: lines"),
        pytest.param(TEXTS, "a:b, c", ["a:b", "c"], id="list: a colon"),
        pytest.param(TEXTS, " ", [], id="list: a blank"),
        pytest.param(TEXTS, "a", ["a"], id="list: one alone"),
        pytest.param(TEXTS, None, [], id="list: nothing"),
        pytest.param(TEXTS, DATE, ["2023-05-15"], id="list: one that is no text"),
        pytest.param(values.mapping, '{"a": 1}', {"a": 1}, id="mapping: JSON in a text"),
        pytest.param(values.mapping, "a: 1\nb: [c]", {"a": 1, "b": ["c"]}, id="mapping: YAML"),
        pytest.param(values.mapping, "---\na:\n  b: c", {"a": {"b": "c"}}, id="mapping: YAML with a mark"),
        pytest.param(values.mapping, "{a: 2023-05-15}", {"a": DATE}, id="mapping: YAML on one line"),
        pytest.param(values.mapping, {1: 2}, {"1": 2}, id="mapping: a number as key"),
        pytest.param(values.mapping, "", {}, id="mapping: nothing"),
        pytest.param(values.address, " 10.0.14.4", "10.0.14.4", id="address: a blank before it"),
        pytest.param(values.address, "20.1.2.3", "20.1.2.3", id="address: a VNet may have public ones"),
        pytest.param(values.network, "10.0.14.4/24", "10.0.14.4/24", id="network: host bits"),
        pytest.param(values.nameserver, "[fd00::1]:53", "[fd00::1]:53", id="nameserver: v6 with port"),
        pytest.param(values.account_name, "Example-1", "Example-1", id="account: upper case"),
        pytest.param(values.account_name, 4711, "4711", id="account: digits"),
        pytest.param(values.api_version, DATE, "2023-05-15", id="API version: a date of YAML"),
        pytest.param(values.api_version, "2025-03-01-Preview", "2025-03-01-preview", id="API version: preview"),
        pytest.param(values.api_version, "V1", "v1", id="API version: v1"),
        pytest.param(values.resource_group, "rg-ai_(1).x", "rg-ai_(1).x", id="resource group"),
        pytest.param(values.resource_name, "AI-prod_1.x", "AI-prod_1.x", id="name in Azure"),
        pytest.param(values.virtual_machine, MACHINE, MACHINE, id="machine"),
    ],
)
def test_what_is_meant(read, given, meant):
    assert read(given) == meant


@pytest.mark.parametrize(
    "read, given, message",
    [
        pytest.param(values.text, True, "expected a text of one line, got true; quote it", id="text: boolean"),
        pytest.param(
            values.text,
            ["a"],
            "expected a text of one line, got a list; quote it if YAML would read it as another type",
            id="text: list",
        ),
        pytest.param(values.text, "a\nb", r"expected a text of one line, got 'a\nb'", id="text: two lines"),
        pytest.param(
            values.text,
            datetime.datetime(2023, 5, 15),
            "expected a text of one line, got '2023-05-15T00:00:00'; quote it",
            id="text: a time",
        ),
        pytest.param(values.secret, ["CANARY"], "it is not a text: expected the secret alone", id="secret: list"),
        pytest.param(values.boolean, "ture", "'ture' is not a boolean: expected true or false", id="boolean"),
        pytest.param(values.boolean, [True], "expected a boolean, got a list: use true or false", id="boolean: a list"),
        pytest.param(values.boolean, None, "null is not a boolean: expected true or false", id="boolean: nothing"),
        pytest.param(
            SECONDS, "10s", "'10s' is not a number of seconds: expected a number from 0.1 to 3600", id="number: a unit"
        ),
        pytest.param(TOKENS, 64.5, "64.5 is not a whole number of tokens", id="whole number: a fraction"),
        pytest.param(SECONDS, -5, "-5 is not a number of seconds", id="number: negative"),
        pytest.param(SECONDS, True, "true is not a number of seconds", id="number: boolean"),
        pytest.param(SECONDS, float("nan"), "nan is not a number of seconds", id="number: nan"),
        pytest.param(SECONDS, 10**5000, "an integer is not a number of seconds", id="number: of thousands of digits"),
        pytest.param(SECONDS, [10], "expected a number of seconds, got a list: use a number from", id="number: list"),
        pytest.param(
            WORD,
            "jumphosts",
            "'jumphosts' is not a valid choice: expected one of jumphost, onprem, outside; did you mean jumphost?",
            id="choice",
        ),
        pytest.param(WORD, False, "false is not a valid choice: expected one of jumphost", id="choice: boolean"),
        pytest.param(TEXTS, [["a"]], "expected a text of one line, got a list", id="list: nested"),
        pytest.param(TEXTS, "[CANARY, b", "it is not valid JSON or YAML: expected a list", id="list: broken JSON"),
        pytest.param(values.mapping, ["a"], "expected a mapping, got a list: use keys with values", id="mapping: list"),
        pytest.param(
            values.mapping, '{"CANARY": ', "it is not valid JSON or YAML: expected a mapping", id="mapping: broken JSON"
        ),
        pytest.param(values.mapping, "a: &b CANARY\nc: *b", "it is not valid JSON or YAML", id="mapping: an alias"),
        pytest.param(values.mapping, "a: !!set {CANARY}", "it is not valid JSON or YAML", id="mapping: a set"),
        pytest.param(values.mapping, "a: 2023-13-45", "it is not valid JSON or YAML", id="mapping: no date"),
        pytest.param(values.mapping, "a: !x CANARY", "it is not valid JSON or YAML", id="mapping: a tag"),
        pytest.param(values.mapping, "[" * 5000, "it is not valid JSON or YAML", id="mapping: deep"),
        pytest.param(values.mapping, "a: " + "b" * 70000, "it is not valid JSON or YAML", id="mapping: long"),
        pytest.param(values.mapping, "- a", "expected a mapping, got a list: use keys with values", id="mapping: YAML"),
        pytest.param(
            values.address,
            "10.0.14.4/32",
            "'10.0.14.4/32' is not a valid IP address: expected one address such as 10.0.14.4; did you mean 10.0.14.4?",
            id="address: a prefix",
        ),
        pytest.param(values.address, "10.0.14.4/24", "did you mean 10.0.14.4?", id="address: the prefix of its subnet"),
        pytest.param(
            values.address,
            "10.0.14.0/24",
            "expected one address such as 10.0.14.4; a whole network is declared in networks of the account",
            id="address: a network",
        ),
        pytest.param(values.address, "10.0.14.4:443", "did you mean 10.0.14.4?", id="address: a port"),
        pytest.param(values.address, "10.0.14.400", "'10.0.14.400' is not a valid IP address", id="address: mistyped"),
        pytest.param(
            values.address,
            "127.0.0.1",
            "'127.0.0.1' is not an address that a private endpoint can have",
            id="address: loopback",
        ),
        pytest.param(values.network, "10.0.14.0/33", "'10.0.14.0/33' is not a valid network", id="network"),
        pytest.param(
            values.network,
            "0.0.0.0/0",
            "'0.0.0.0/0' is not the network of a private endpoint: expected a prefix of /8 or longer",
            id="network: everything",
        ),
        pytest.param(values.nameserver, "dns.corp", "'dns.corp' is not a valid nameserver", id="nameserver: a name"),
        pytest.param(
            values.account_name,
            "https://example.openai.azure.com/",
            "expected the account's custom subdomain alone, such as example; did you mean example?",
            id="account: a URL",
        ),
        pytest.param(values.account_name, "example.", "did you mean example?", id="account: a dot at its end"),
        pytest.param(values.account_name, "my_account", "'my_account' is not a valid account name", id="account: _"),
        pytest.param(
            values.account_name,
            "eastus.api.cognitive.microsoft.com",
            "is a regional endpoint, which no private endpoint serves",
            id="account: a region",
        ),
        pytest.param(
            values.api_version,
            "2023-05",
            "'2023-05' is not a valid API version: expected a date such as 2024-10-21 or 2025-03-01-preview, or v1",
            id="API version: no day",
        ),
        pytest.param(values.api_version, "2023-13-45", "is not a valid API version", id="API version: no date"),
        pytest.param(
            values.subscription_id,
            "Production",
            "'Production' is not a valid subscription id: expected one such as 11111111-2222-3333-4444-555555555555",
            id="subscription: its name",
        ),
        pytest.param(
            values.resource_name,
            "/subscriptions/x",
            "'/subscriptions/x' is not a valid name of an account in Azure: expected its name alone, such as ai-prod",
            id="name in Azure",
        ),
        pytest.param(
            values.resource_group,
            "/subscriptions/s/resourceGroups/g",
            "is not a valid resource group: expected its name alone, such as rg-ai",
            id="resource group: its id",
        ),
        pytest.param(
            values.virtual_machine,
            "jump-1",
            "'jump-1' is not the id of a virtual machine: expected /subscriptions/ID/resourceGroups/NAME/providers/",
            id="machine: its name",
        ),
    ],
)
def test_what_is_refused(read, given, message):
    with pytest.raises(ValueError) as refused:
        read(given)
    assert message in str(refused.value)
    assert "CANARY" not in str(refused.value)


@pytest.mark.parametrize(
    "read, given, wrong",
    [
        pytest.param(values.address, ["fe80::1", "10.0.14.4", "127.0.0.1", "10.0.14.4/32"], 3, id="addresses"),
        pytest.param(values.network, ["10.0.14.0/99", "nonet"], 2, id="networks"),
        pytest.param(values.list_of(values.text), [["a", [1]], [True, None]], 3, id="nested lists"),
    ],
)
def test_each_wrong_item_of_a_list_has_a_message(read, given, wrong):
    with pytest.raises(values.Refused) as refused:
        values.list_of(read)(given)
    assert len(set(values.messages_of(refused.value))) == wrong


def test_messages_are_short_and_show_nothing_that_looks_like_a_secret():
    assert values.quoted("a" * 31 + " " + "b" * 100) == f"'{'a' * 31} ***'"
    assert len(values.quoted("a b " * 100)) == 80
    assert values.quoted({"api_key": "CANARY"}) == "a mapping"


@pytest.mark.parametrize("secret", ["0123456789abcdef" * 2, "eyJhbGciOiJIUzI1NiJ9"], ids=["key", "token"])
@pytest.mark.parametrize("around", ["'{}'", "https://{}/", "{}:", "{}.payload"])
def test_no_name_is_meant_that_looks_like_a_secret(secret, around):
    with pytest.raises(ValueError, match="is not a valid account name") as refused:
        values.account_name(around.format(secret))
    assert secret not in str(refused.value)


@pytest.mark.parametrize(
    "written, label",
    [
        ("https://example.openai.azure.com/", "example"),
        ("https://my_account.openai.azure.com/", ""),
        ("example", ""),
    ],
    ids=["URL", "name that no account has", "what was written"],
)
def test_a_name_that_is_meant_is_one_that_an_account_can_have(written, label):
    assert values.first_label(written) == label


def test_dates_of_yaml_become_texts_that_json_can_carry():
    assert values.without_dates([{"expires": DATE, 1: [DATE]}]) == [{"expires": "2023-05-15", "1": ["2023-05-15"]}]


def test_a_text_that_is_deep_is_refused_before_it_is_read():
    with pytest.raises(ValueError, match="it is not valid JSON or YAML"):
        values.items("[" * 30000)


def test_a_number_of_base_sixty_that_no_float_holds():
    with pytest.raises(ValueError, match="it is not valid JSON or YAML"):
        values.items("- " + "1:" * 2000 + "1.5")
