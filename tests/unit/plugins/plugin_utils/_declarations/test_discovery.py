# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be discovered, as it is written, and how what was found joins what is declared."""

from __future__ import annotations

import json

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.discovery import join
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._declarations.problems import Problems
from ansible_collections.privatelink.azure_ai.tests.unit.support.declared import checked

SUBSCRIPTION = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SCOPE = f"/subscriptions/{SUBSCRIPTION}"
READ = "Microsoft.CognitiveServices/accounts/read"
NO_TOKEN = "auth_source: auto found no credentials. cli: Azure CLI not found on path"
NO_LIBRARY = (
    "the Python library azure-identity >= 1.16.1 is missing: expected it for /usr/bin/python3, which Ansible uses"
)
UNREAD = {"action": READ, "id": SCOPE, "reason": "denied", "message": f"the identity lacks {READ} on {SCOPE}."}
DISCOVER = {"privatelink_discover": {"subscriptions": [SUBSCRIPTION]}}


def found(name="found", **more):
    """Return an account as azure_account_info returns it."""
    resource_name = more.get("resource_name", name)
    return {
        "name": name,
        "resource_name": resource_name,
        "id": f"{SCOPE}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/{resource_name}",
        "resource_group": "rg-ai",
        "subscription_id": SUBSCRIPTION,
        "kind": "AIServices",
        "cloud": "AzureCloud",
        "location": "westeurope",
        "tags": {},
        "public_network_access": "Enabled",
        **more,
    }


def left_out(name, reason, why="it is so"):
    return {
        "name": name,
        "id": f"{SCOPE}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/{name}",
        "reason": reason,
        "why": why,
    }


def listed(*accounts, **more):
    """Return what the module returns."""
    return {"accounts": list(accounts), "left_out": [], "subscriptions": [SUBSCRIPTION], "unread": [], **more}


def joined(result, *hosts, error=None):
    """Return C((declaration, problems)) of hosts a, b, ... after the accounts of a result joined."""
    named = {name: {**DISCOVER, **variables} for name, variables in zip("abcd", hosts or ({},))}
    declaration, problems = checked(named)
    assert not problems, problems.lines()
    problems = Problems()
    return join(declaration, result, error, problems), problems


def accounts_of(declaration, host="a"):
    return {account["name"]: account for account in declaration.hosts[host].accounts}


@pytest.mark.parametrize(
    "written, expected",
    [
        pytest.param({}, {}, id="everything of the credential's subscription"),
        pytest.param({"subscriptions": SUBSCRIPTION}, {"subscriptions": [SUBSCRIPTION]}, id="one stands for a list"),
        pytest.param('{"kinds": "openai"}', {"kinds": ["OpenAI"]}, id="JSON of the command line"),
        pytest.param({"tags": {"cost": 4711}}, {"tags": {"cost": "4711"}}, id="a number in a tag"),
        pytest.param({"resource_groups": [], "exclude": None}, {}, id="empty options"),
        pytest.param({"exclude": ["test-*", "one"]}, {"exclude": ["test-*", "one"]}, id="names and patterns"),
    ],
)
def test_what_is_written_is_coerced(written, expected):
    declaration, problems = checked({"a": {"privatelink_discover": written}})
    assert problems.lines() == [] and declaration.options["privatelink_discover"] == expected
    assert "azure" in declaration.parts


@pytest.mark.parametrize(
    "written, message",
    [
        pytest.param(
            {"subscription": SUBSCRIPTION},
            "'subscription' is not a valid option: expected one of subscriptions, resource_groups, tags, kinds, exclude; "
            "did you mean subscriptions?",
            id="misspelt option",
        ),
        pytest.param(True, "true is not a mapping: expected options such as {subscriptions: [ID]}", id="a boolean"),
        pytest.param(
            {"subscriptions": ["prod"]},
            "subscriptions: 'prod' is not a valid subscription id: expected one such as "
            "11111111-2222-3333-4444-555555555555, not a name",
            id="a subscription's name",
        ),
        pytest.param({"resource_groups": ["a/b"]}, "resource_groups: 'a/b' is not a valid resource group", id="group"),
        pytest.param({"tags": ["env"]}, "tags: expected a mapping, got a list: use keys with values", id="tags"),
        pytest.param({"tags": {"env": True}}, "tags: env: expected a text of one line, got true", id="a tag's value"),
        pytest.param({"kinds": ["OpenIA"]}, "kinds: 'OpenIA' is not a valid choice", id="kind"),
        pytest.param(
            {"exclude": ["a b"]},
            "exclude: 'a b' is not the name of an account: expected its name, or a pattern such as test-*",
            id="exclude",
        ),
    ],
)
def test_what_is_wrong_is_refused(written, message):
    (line,) = checked({"a": {"privatelink_discover": written}})[1].lines()
    assert line.startswith(f"privatelink_discover: {message}") and line.endswith("(host a)")


def test_all_mistakes_are_reported_at_once():
    written = {"subscriptions": ["x", "y"], "kinds": ["z"], "oops": 1}
    assert len(checked({"a": {"privatelink_discover": written}})[1].lines()) == 4


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_to_discover_replaces_no_account(nothing):
    (line,) = checked({"a": {"privatelink_discover": nothing}})[1].lines()
    assert line.startswith("privatelink_accounts: no account is declared")


def test_hosts_agree_on_what_to_discover():
    (line,) = checked({"a": DISCOVER, "b": {"privatelink_discover": {}}})[1].lines()
    assert line.startswith("privatelink_discover: ") and "expected one value for the run" in line


def test_every_host_and_the_control_node_get_what_was_found():
    declaration, problems = joined(listed(found()), {}, {"privatelink_vantage": "onprem"})
    assert problems.lines() == [] == problems.warnings()
    for host in (*declaration.hosts.values(), declaration.control_node):
        assert [account["name"] for account in host.accounts] == ["found"]
    assert declaration.discovery["found"] == [{"name": "found", "id": found()["id"]}]


def test_the_document_shows_what_was_listed_and_what_was_not(collection_root):
    test = left_out("test-1", "exclude", "exclude names it: test-*")
    declaration, _problems = joined(listed(found(), left_out=[test], unread=[UNREAD]), error="a page failed")
    shown = declaration.discovery
    assert {key: value for key, value in shown.items() if key != "findings"} == {
        "subscriptions": [SUBSCRIPTION],
        "found": [{"name": "found", "id": found()["id"]}],
        "left_out": [test],
        "unread": [UNREAD],
        "error": "a page failed",
    }
    schema = json.loads((collection_root / "docs" / "verdict.schema.json").read_text())
    assert set(shown) == set(schema["properties"]["discovery"]["required"])


def test_what_only_azure_knows_is_marked():
    account = accounts_of(joined(listed(found()))[0])["found"]
    fields = {"name": "found", "kind": "AIServices", "cloud": "AzureCloud", "resource_group": "rg-ai"}
    assert {key: account[key] for key in fields} == fields
    assert set(account["origin"].values()) == {"azure"}
    assert account["keyless"] is False
    # What is intended is the operator's.
    assert "public_access" not in account


@pytest.mark.parametrize(
    "declared, in_azure",
    [
        pytest.param({"name": "FOUND"}, {}, id="by subdomain in any case"),
        pytest.param({"name": "alias", "resource_name": "Found"}, {}, id="by the name of the resource"),
        pytest.param({"name": "res", "resource_group": "RG-AI"}, {"resource_name": "res"}, id="by its place in Azure"),
    ],
)
def test_a_declaration_wins_field_by_field(declared, in_azure):
    written = {**declared, "kind": "OpenAI", "deployment": "gpt", "operation": "completions"}
    declaration, _problems = joined(listed(found(**in_azure)), {"privatelink_accounts": [written]})
    (account,) = accounts_of(declaration).values()
    assert {key: account[key] for key in written} == written
    assert account["subscription_id"] == SUBSCRIPTION
    origin = account["origin"]
    assert {key for key in origin if origin[key] == "declared"} == set(written)
    assert origin["subscription_id"] == origin["cloud"] == "azure"


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param({"name": "other"}, id="another name"),
        pytest.param({"name": "res"}, id="a resource's name without its group"),
        pytest.param({"name": "res", "resource_group": "rg-other"}, id="another resource group"),
    ],
)
def test_another_account_stays_as_it_is_declared(declared):
    declaration, _problems = joined(listed(found(resource_name="res")), {"privatelink_accounts": [declared]})
    assert list(accounts_of(declaration)) == [declared["name"], "found"]
    assert accounts_of(declaration)[declared["name"]] == {**declared, "keyless": False}


def test_an_account_with_the_subdomain_precedes_one_with_that_name():
    in_azure = [found("another", resource_name="example"), found("example", resource_name="res")]
    declaration, _problems = joined(
        listed(*in_azure), {"privatelink_accounts": [{"name": "example", "resource_group": "rg-ai"}]}
    )
    names = {name: account.get("resource_name") for name, account in accounts_of(declaration).items()}
    assert names == {"example": "res", "another": "example"}


def test_the_name_of_the_resource_is_kept_where_it_differs():
    declaration, _problems = joined(listed(found(resource_name="res"), found("same")))
    assert accounts_of(declaration)["found"]["resource_name"] == "res"
    assert "resource_name" not in accounts_of(declaration)["same"]


def test_what_one_host_declares_of_an_account_holds_for_all():
    declared = {"name": "Found", "kind": "OpenAI", "public_access": "enabled", "networks": ["10.0.0.0/8"]}
    declaration, _problems = joined(listed(found()), {"privatelink_accounts": [declared]}, {})
    other = accounts_of(declaration, "b")["Found"]
    assert (other["kind"], other["public_access"]) == ("OpenAI", "enabled")
    assert "networks" not in other  # which may differ between hosts


def test_credentials_of_found_accounts_are_used():
    credentials = {"Found": {"api_key": "k1"}, "declared": {"token": "t"}, "stranger": {"api_key": "k2"}}
    declaration, problems = joined(
        listed(found()), {"privatelink_accounts": [{"name": "declared"}], "privatelink_credentials": credentials}
    )
    expected = {"found": {"api_key": "k1"}, "declared": {"token": "t"}}
    assert declaration.hosts["a"].credentials == expected == declaration.control_node.credentials
    assert problems.warnings() == []


def test_a_credential_that_may_be_misspelt_is_a_warning():
    _declaration, problems = joined(
        listed(found("found-1")), {"privatelink_credentials": {"fuond-1": {"api_key": "k"}}}
    )
    (warning,) = problems.warnings()
    assert (
        warning == "privatelink_credentials, account fuond-1: no account has this name: did you mean found-1? (host a)"
    )


def test_a_keyless_host_sends_none():
    declaration, _problems = joined(
        listed(found()), {"privatelink_keyless": True, "privatelink_credentials": {"found": {"api_key": "k"}}}
    )
    assert declaration.hosts["a"].credentials == {} and accounts_of(declaration)["found"]["keyless"] is True


def test_a_wrong_credential_of_an_account_that_is_still_to_be_found_is_refused():
    _declaration, problems = checked({"a": {**DISCOVER, "privatelink_credentials": {"found": {"api_key": ""}}}})
    (line,) = problems.lines()
    assert line.startswith("privatelink_credentials, account found: the credential is empty")


def test_an_endpoint_that_must_not_answer_is_none_of_those_found():
    _declaration, problems = joined(
        listed(found()), {"privatelink_forbidden_endpoints": ["https://found.openai.azure.com/"]}
    )
    (line,) = problems.lines()
    assert "is one of the accounts found in Azure" in line


@pytest.mark.parametrize(
    "result, error, declared, texts",
    [
        pytest.param(listed(), None, [], [f"no account was found in {SCOPE}"], id="an empty subscription"),
        pytest.param(
            listed(left_out=[left_out("old", "tags", "its tag env is not prod")]),
            None,
            [{"name": "declared"}],
            ["1 left out: old (its tag env is not prod)"],
            id="all left out, whatever is declared",
        ),
        pytest.param(listed(unread=[UNREAD]), None, [], [f"not listed: {SCOPE}: the identity lacks"], id="denied"),
        pytest.param({}, "no token.", [], ["no subscription could be listed: no token: expected"], id="no token"),
    ],
)
def test_nothing_found_is_a_mistake_that_says_what_was_looked_at(result, error, declared, texts):
    _declaration, problems = joined(result, {"privatelink_accounts": declared}, error=error)
    (line,) = problems.lines()
    assert all(text in line for text in texts), line


@pytest.mark.parametrize(
    "result, error, message",
    [
        pytest.param(listed(unread=[UNREAD]), None, UNREAD["message"].rstrip("."), id="denied"),
        pytest.param({}, "timed out.", "timed out", id="no answer"),
        pytest.param({}, NO_TOKEN, NO_TOKEN, id="no token"),
        pytest.param({}, NO_LIBRARY, NO_LIBRARY, id="no library"),
    ],
)
def test_beside_declared_accounts_a_subscription_that_cannot_be_listed_is_unknown(result, error, message):
    declaration, problems = joined(result, {"privatelink_accounts": [{"name": "declared"}]}, error=error)
    assert problems.lines() == [] and list(accounts_of(declaration)) == ["declared"]
    (finding,) = declaration.discovery["findings"]
    assert (finding["name"], finding["code"]) == (SCOPE, "azure_access_denied")
    assert finding["fields"] == {"resource": SCOPE, "action": READ, "message": message}
    assert finding["variant"] == {None: None, NO_LIBRARY: "no_library", NO_TOKEN: "no_token"}.get(error, "unavailable")


def test_an_account_without_a_subdomain_stands_in_the_document_by_name():
    bare = dict(left_out("bare", "no_custom_subdomain"), id=left_out("Resource", "")["id"])
    declaration, problems = joined(listed(found(), left_out=[bare]))
    assert declaration.discovery["findings"] == [
        {
            "name": "bare",
            "code": "azure_subdomain_missing",
            "variant": None,
            "fields": {
                "account": "bare",
                "resource_name": "Resource",
                "subscription": SUBSCRIPTION,
                "resource_group": "rg-ai",
            },
        }
    ]
    assert problems.warnings() == []


def test_an_account_that_cannot_be_read_is_unknown_by_name():
    declaration, problems = joined(listed(found(), left_out=[left_out("strange", "odd", "an odd value")]))
    (finding,) = declaration.discovery["findings"]
    place = left_out("strange", "odd")["id"]
    assert finding == {
        "name": "strange",
        "code": "azure_access_denied",
        "variant": "unavailable",
        "fields": {"resource": place, "action": READ, "message": "an odd value"},
    }
    assert problems.warnings() == []


def test_a_declared_account_without_a_subdomain_is_judged_as_such():
    declaration, _problems = joined(
        listed(found(), left_out=[left_out("bare", "no_custom_subdomain")]), {"privatelink_accounts": ["Bare"]}
    )
    assert declaration.discovery["findings"] == []
    account = accounts_of(declaration)["Bare"]
    assert (account["resource_group"], account["subscription_id"]) == ("rg-ai", SUBSCRIPTION)
    assert account["origin"]["resource_group"] == "azure"


@pytest.mark.parametrize("reason, warned", [("exclude", False), ("tags", False), ("deleting", True), ("kind", True)])
def test_what_nobody_chose_to_leave_out_is_a_warning(reason, warned):
    _declaration, problems = joined(listed(found(), left_out=[left_out("x", reason), left_out("y", reason)]))
    assert problems.warnings() == ["privatelink_discover: x, y left out: it is so"] * warned
