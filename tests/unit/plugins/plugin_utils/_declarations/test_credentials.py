# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials as an operator writes them. No message repeats one."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.credentials import (
    account_of,
    mapping_of_credentials,
    read_credentials,
    variable_of,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems

SECRET = "CANARY"
LABEL = "privatelink_credentials, account example: "


def read(given, keyless=False, keyless_account=False, **variables):
    """Return the credentials, the lines of the mistakes and those of the warnings.

    C(variables) are those that hold one secret each, without C(privatelink_).
    """
    problems = Problems()
    accounts = {"example": {"name": "Example", "keyless": keyless_account}}
    single = {f"privatelink_{name}": value for name, value in variables.items()}
    given = mapping_of_credentials(given)
    found = read_credentials(given, accounts, "jump-1", keyless, problems, variables=single).by_account
    lines = [line.removesuffix(" (host jump-1)") for line in problems.lines()]
    assert SECRET not in str(lines) + str(problems.warnings())
    return found, lines, problems.warnings()


@pytest.mark.parametrize(
    "given, found",
    [
        pytest.param({"EXAMPLE": {"api_key": SECRET}}, {"example": {"api_key": SECRET}}, id="another case"),
        pytest.param({"example": {"token": SECRET, "api_key": ""}}, {"example": {"token": SECRET}}, id="one is empty"),
        pytest.param({"example": {"api_key": 1234}}, {"example": {"api_key": "1234"}}, id="digits"),
        pytest.param('{"example": {"api_key": "CANARY"}}', {"example": {"api_key": SECRET}}, id="JSON in a text"),
        pytest.param({"another": {"api_key": SECRET}}, {}, id="of an account that another host declares"),
        pytest.param({"token": {"api_key": SECRET}}, {}, id="of an account with that name"),
        pytest.param(None, {}, id="none"),
    ],
)
def test_what_is_declared(given, found):
    assert read(given) == (found, [], [])


@pytest.mark.parametrize(
    "given, line",
    [
        pytest.param({"example": SECRET}, LABEL + "it is not a credential: expected a mapping", id="a text"),
        pytest.param({"example": [SECRET]}, LABEL + "it is not a credential", id="a list"),
        pytest.param(
            {"example": {"apikey": SECRET}},
            LABEL + "it contains an unknown key: did you mean api_key?",
            id="api_key misspelt",
        ),
        pytest.param({"example": {"key": SECRET}}, LABEL + "it contains an unknown key", id="key"),
        pytest.param({"example": {"api_key": [SECRET]}}, LABEL + "it is not a text", id="a list as key"),
        pytest.param(
            {"example": {"api_key": SECRET, "token": SECRET}}, LABEL + "it has both an api_key and a token", id="both"
        ),
        pytest.param({"example": {"api_key": ""}}, LABEL + "the credential is empty: expected", id="empty"),
        pytest.param({"example": {}}, LABEL + "the credential is empty: expected", id="nothing in it"),
        pytest.param(
            {"example": {"api_key": f"{SECRET}\n"}},
            LABEL + "the api_key has white space, a line break or a character beyond ASCII",
            id="a line break",
        ),
        pytest.param({"example": {"api_key": f" {SECRET}"}}, LABEL + "the api_key has white space", id="a blank"),
        pytest.param({"example": {"api_key": f"{SECRET}é"}}, LABEL + "the api_key has white space", id="a letter"),
        pytest.param(
            {"example": {"token": f"Bearer {SECRET}"}}, LABEL + "the token begins with 'Bearer '", id="a whole header"
        ),
        pytest.param(
            {"example": {"api_key": f'"{SECRET}"'}}, LABEL + "the api_key is in quotes of its own", id="quotes"
        ),
        pytest.param(
            {"example.openai.azure.com": {"api_key": SECRET}},
            "privatelink_credentials, account example.openai.azure.com: no account has this name: did you mean Example?",
            id="keyed by FQDN",
        ),
        pytest.param(
            {"exampel": {"api_key": SECRET}},
            "privatelink_credentials, account exampel: no account has this name: did you mean Example?",
            id="the account's name misspelt",
        ),
        pytest.param(
            {"api_key": SECRET},
            "privatelink_credentials: api_key must be nested under an account name: expected {NAME: {api_key: ...}}",
            id="without an account",
        ),
    ],
)
def test_what_is_refused(given, line):
    found, lines, _warnings = read(given)
    assert found == {} and len(lines) == 1 and line in lines[0], lines


@pytest.mark.parametrize("kind", ["api_key", "token"])
@pytest.mark.parametrize(
    "value, placeholder",
    [
        pytest.param("<your-key>", True, id="angle brackets"),
        pytest.param("<your-key>1", False, id="more follows the brackets"),
        pytest.param("***", True, id="asterisks"),
        pytest.param("***1", False, id="more follows the asterisks"),
        pytest.param("...", True, id="dots"),
        pytest.param("1...", False, id="dots at the end"),
        pytest.param("xxx", True, id="three x"),
        pytest.param("XXXX", True, id="more x"),
        pytest.param("xx", False, id="two x"),
        pytest.param("ChangeMe", True, id="in words"),
        pytest.param("changeme1", False, id="words and more"),
    ],
)
def test_what_is_only_a_placeholder_for_a_secret_is_refused(value, placeholder, kind):
    found, lines, _warnings = read({"example": {kind: value}})
    assert found == ({} if placeholder else {"example": {kind: value}})
    assert [f"the {kind} is only a placeholder" in line for line in lines] == [True] * placeholder


def test_two_spellings_of_one_account_are_refused():
    _found, lines, _warnings = read({"EXAMPLE": {"api_key": SECRET}, "example": {"api_key": SECRET}})
    assert lines == [f"{LABEL}it is declared also as 'EXAMPLE': expected each account once"]


@pytest.mark.parametrize("given", [SECRET, [SECRET], f'{{"example": {SECRET}', 5])
def test_what_is_no_mapping_is_not_repeated(given):
    with pytest.raises(ValueError, match=r"^it is not a mapping: expected the names of accounts") as refused:
        mapping_of_credentials(given)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("run, account", [pytest.param(False, True, id="account"), pytest.param(True, False, id="run")])
def test_a_keyless_account_may_have_an_empty_credential_and_sends_none(run, account):
    assert read({"example": {"api_key": ""}}, run, account) == ({}, [], [])
    found, lines, warnings = read({"example": {"api_key": SECRET}}, run, account)
    assert (found, lines) == ({}, [])
    assert warnings == [f"{LABEL}it is not sent, because the account is keyless (host jump-1)"]


@pytest.mark.parametrize(
    "variable, meant",
    [
        pytest.param("privatelink_api_key_example", ("api_key", "example"), id="a key"),
        pytest.param("privatelink_token_my_example_1", ("token", "my-example-1"), id="a token of a name with dashes"),
        pytest.param("privatelink_api_key_4711", ("api_key", "4711"), id="digits"),
        pytest.param("privatelink_api_key_Example", None, id="upper case"),
        pytest.param("privatelink_api_key__example", None, id="no name begins with a dash"),
        pytest.param("privatelink_api_key_", None, id="no name"),
        pytest.param("privatelink_api_key_example\n", None, id="a line break"),
        pytest.param("privatelink_secret_example", None, id="another kind"),
    ],
)
def test_the_variable_of_an_account(variable, meant):
    assert account_of(variable) == meant
    if meant:
        kind, account = meant
        assert variable_of(kind, account.upper()) == variable


@pytest.mark.parametrize(
    "given, variables, found",
    [
        pytest.param(None, {"api_key_example": SECRET}, {"api_key": SECRET}, id="alone"),
        pytest.param({"Example": {"api_key": SECRET}}, {"api_key_example": SECRET}, {"api_key": SECRET}, id="twice"),
        pytest.param({"example": {"api_key": 1234}}, {"api_key_example": "1234"}, {"api_key": "1234"}, id="digits"),
        pytest.param({"example": {"token": ""}}, {"api_key_example": SECRET}, {"api_key": SECRET}, id="one is empty"),
        pytest.param({"example": {}}, {"token_example": SECRET}, {"token": SECRET}, id="nothing in the other"),
        pytest.param({"example": {"token": SECRET}}, {"api_key_example": ""}, {"token": SECRET}, id="empty variable"),
        pytest.param(
            None, {"api_key_example": "", "token_example": SECRET}, {"token": SECRET}, id="one of two variables"
        ),
        pytest.param(
            {"another": {"api_key": SECRET}}, {"api_key_example": SECRET}, {"api_key": SECRET}, id="beside another"
        ),
    ],
)
def test_variables_of_accounts_join_the_mapping(given, variables, found):
    assert read(given, **variables) == ({"example": found}, [], [])


@pytest.mark.parametrize(
    "given, variables, line",
    [
        pytest.param(
            {"Example": {"api_key": SECRET}},
            {"api_key_example": f"{SECRET}2"},
            "privatelink_api_key_example: another credential of the account is declared in privatelink_credentials, "
            "account Example: expected one of them",
            id="another key in the mapping",
        ),
        pytest.param(
            None,
            {"api_key_example": SECRET, "token_example": SECRET},
            "privatelink_token_example: another credential of the account is declared in privatelink_api_key_example: "
            "expected one of them",
            id="key and token",
        ),
        pytest.param(
            {"example": {"token": SECRET}},
            {"api_key_example": SECRET},
            "privatelink_api_key_example: another credential of the account is declared in privatelink_credentials",
            id="a token in the mapping",
        ),
        pytest.param(
            None, {"api_key_example": ""}, "privatelink_api_key_example: the credential is empty: expected", id="empty"
        ),
        pytest.param(
            {"example": {"api_key": ""}}, {"token_example": ""}, LABEL + "the credential is empty", id="both empty"
        ),
        pytest.param(
            None,
            {"token_example": f"Bearer {SECRET}"},
            "privatelink_token_example: the token begins with 'Bearer '",
            id="a whole header",
        ),
        pytest.param(
            {"example": {"apikey": SECRET}},
            {"token_example": SECRET},
            LABEL + "it contains an unknown key",
            id="a wrong mapping beside it",
        ),
        pytest.param(
            {"example": SECRET}, {"token_example": SECRET}, LABEL + "it is not a credential", id="a text beside it"
        ),
        pytest.param(
            None,
            {"api_key_exampel": SECRET},
            "privatelink_api_key_exampel: no account has this name: did you mean Example?",
            id="the account's name misspelt",
        ),
    ],
)
def test_variables_of_accounts_that_are_refused(given, variables, line):
    found, lines, warnings = read(given, **variables)
    assert found == {} and len(lines) == 1 and line in lines[0] and not warnings, lines


@pytest.mark.parametrize(
    "account, beside, meant",
    [
        pytest.param({}, {}, True, id="an account without a credential"),
        pytest.param({}, {"example": {"api_key": SECRET}}, False, id="an account that has its own"),
        pytest.param({"keyless": True}, {}, False, id="an account that is meant to have none"),
    ],
)
def test_which_account_a_misspelt_name_may_mean(account, beside, meant):
    problems = Problems()
    accounts = {"example": {"name": "example", **account}}
    found = read_credentials({"exampel": {"api_key": SECRET}, **beside}, accounts, "jump-1", False, problems)
    lines = problems.lines()
    assert [line.rpartition(": ")[2] for line in lines] == (["did you mean example? (host jump-1)"] if meant else [])
    assert found.strangers == ([] if meant else ["exampel"])
    assert found.refused == ({"example", "exampel"} if meant else set())


def test_the_variable_of_a_keyless_account_is_not_sent():
    assert read(None, keyless=True, api_key_example="") == ({}, [], [])
    found, lines, warnings = read(None, keyless_account=True, api_key_example=SECRET)
    assert (found, lines) == ({}, [])
    assert warnings == ["privatelink_api_key_example: it is not sent, because the account is keyless (host jump-1)"]


def test_the_variable_of_an_account_that_another_host_declares_is_not_sent():
    problems = Problems()
    accounts = {"example": {"name": "example"}}
    read_twice = read_credentials(
        {}, accounts, "jump-1", False, problems, variables={"privatelink_token_other": SECRET}
    )
    assert (read_twice.by_account, read_twice.strangers, len(problems)) == ({}, ["other"], 0)
