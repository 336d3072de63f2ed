# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module as a whole: Azure's own libraries, Entra ID and a Resource Manager on loopback, and its documentation."""

from __future__ import annotations

import json

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import settings
from ansible_collections.privatelink.azure_ai.plugins.modules import azure_account_info
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.modules.return_docs import differences
from ansible_collections.privatelink.azure_ai.tests.unit.support import azure_resource_manager as azure
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import (
    CLIENT,
    SECRET,
    SUBSCRIPTION,
    TENANT,
    TOKEN,
    Entra,
)

OTHER = "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee"
ACTION = "Microsoft.CognitiveServices/accounts/read"
PROVIDER = "/providers/Microsoft.CognitiveServices/accounts"
PAGE = 50
DENIED = (403, "AuthorizationFailed")


def scope(subscription=SUBSCRIPTION, group=None):
    """Return the path at which accounts are listed."""
    return f"/subscriptions/{subscription}" + (f"/resourceGroups/{group}" if group else "") + PROVIDER


@pytest.fixture(name="plain_environment", autouse=True)
def fixture_plain_environment(monkeypatch, tmp_path):
    """Take away what a developer's shell would add."""
    for name in [name for names in settings.VARIABLES.values() for name in names]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(name="manager")
def fixture_manager(authority, mocker, capsys):
    """Return a Resource Manager that lists accounts, with C(run(**options)), which runs the module."""
    for library in ("azure.identity", "azure.mgmt.cognitiveservices"):
        pytest.importorskip(library)
    certificate = authority.issue("cloud", names=("localhost",))
    with Entra(certificate) as entra, azure.ResourceManager(certificate) as manager:
        own = {
            "tenant": TENANT,
            "client_id": CLIENT,
            "secret": SECRET,
            "ca_path": authority.path,
            "adfs_authority_url": entra.url,
            "cloud_environment": manager.url,
            "disable_instance_discovery": True,
        }

        def run(**options):
            arguments = {**own, "subscriptions": [SUBSCRIPTION], **options}
            mocker.patch.object(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
            mocker.patch.object(basic, "_ANSIBLE_PROFILE", "legacy", create=True)
            with pytest.raises(SystemExit):
                azure_account_info.main()
            output = capsys.readouterr().out
            assert SECRET not in output.replace(json.dumps(arguments), "") and TOKEN not in output
            return json.loads(output)

        manager.run = run
        manager.bodies[scope()] = {"value": [account("one"), account("two", kind="FormRecognizer")]}
        yield manager


def account(name, kind="OpenAI"):
    """Return an account as a list has it."""
    domain = "openai" if kind == "OpenAI" else "cognitiveservices"
    return {
        "id": f"{scope(group='rg')}/{name}",
        "name": name,
        "kind": kind,
        "location": "westeurope",
        "tags": {"env": "prod"},
        "properties": {
            "provisioningState": "Succeeded",
            "endpoint": f"https://{name}.{domain}.azure.com/",
            "customSubDomainName": name,
            "publicNetworkAccess": "Disabled",
        },
    }


def pages(manager, accounts):
    """Return the body of a list that answers in pages."""

    def body(query):
        start = int(query.get("$skiptoken", ["0"])[0])
        page = {"value": accounts[start : start + PAGE]}
        if start + PAGE < len(accounts):
            page["nextLink"] = f"{manager.url}{scope()}?api-version={query['api-version'][0]}&$skiptoken={start + PAGE}"
        return page

    return body


def names(result):
    return [each["name"] for each in result["accounts"]]


def test_return_is_what_is_returned(manager):
    manager.refuse(scope(OTHER), *DENIED)
    result = manager.run(subscriptions=[SUBSCRIPTION, OTHER], exclude=["two"])
    returned = {key: result[key] for key in ("accounts", "left_out", "subscriptions", "unread")}
    assert all(returned.values())
    assert differences(yaml.safe_load(azure_account_info.RETURN), returned) == []
    assert result["changed"] is False


def test_five_hundred_accounts_cost_a_request_for_each_page(manager):
    manager.bodies[scope()] = pages(manager, [account(f"account-{number:03d}") for number in range(500)])
    result = manager.run()
    assert names(result) == [f"account-{number:03d}" for number in range(500)]
    assert len(manager.requests) == 500 / PAGE <= 12
    assert {method for method, _path in manager.requests} == {"GET"}


def test_the_answers_become_declarations(manager):
    result = manager.run()
    assert [(each["name"], each["kind"], each["cloud"]) for each in result["accounts"]] == [
        ("one", "OpenAI", "AzureCloud"),
        ("two", "CognitiveServices", "AzureCloud"),
    ]


def test_a_subscription_that_cannot_be_listed_costs_no_other(manager):
    manager.refuse(scope(OTHER), *DENIED)
    result = manager.run(subscriptions=[OTHER, SUBSCRIPTION])
    assert names(result) == ["one", "two"]
    (unread,) = result["unread"]
    assert (unread["action"], unread["id"], unread["reason"]) == (ACTION, f"/subscriptions/{OTHER}", "denied")


@pytest.mark.parametrize(
    "place, odd, left_out",
    [
        pytest.param("properties", {"disableLocalAuth": "Foo"}, [], id="a value that selects nothing"),
        pytest.param("properties", {"provisioningState": 7}, ["two"], id="a value that selects"),
        pytest.param("", {"properties": "Foo"}, ["two"], id="all of its properties"),
        pytest.param("", {"properties": None}, ["two"], id="no properties"),
        pytest.param("", {"tags": "Foo"}, ["two"], id="its tags"),
    ],
)
def test_one_odd_value_costs_no_other_account(manager, place, odd, left_out):
    listed = [account("one"), account("two"), account("three")]
    (listed[1][place] if place else listed[1]).update(odd, isMigrated="Foo")
    manager.bodies[scope()] = pages(manager, listed)
    result = manager.run()
    assert names(result) == sorted({"one", "two", "three"} - set(left_out))
    assert [(each["name"], each["reason"]) for each in result["left_out"]] == [(name, "odd") for name in left_out]
    assert result["unread"] == []


def test_rights_on_resource_groups_suffice_for_them(manager):
    manager.refuse(scope(), *DENIED)
    manager.bodies[scope(group="rg")] = {"value": [account("one")]}
    manager.refuse(scope(group="rg-denied"), *DENIED)
    result = manager.run(resource_groups=["rg", "rg-denied", "rg-elsewhere"])
    assert names(result) == ["one"]
    assert [entry["id"].rpartition("/")[2] for entry in result["unread"]] == ["rg-denied"]


def test_without_any_right_the_subscription_is_named_once(manager):
    manager.refuse(scope(), *DENIED)
    manager.refuse(scope(group="rg"), *DENIED)
    result = manager.run(resource_groups=["rg"])
    assert [entry["id"] for entry in result["unread"]] == [f"/subscriptions/{SUBSCRIPTION}"]


def test_a_subscription_is_asked_once_whatever_its_case(manager):
    result = manager.run(subscriptions=[SUBSCRIPTION, SUBSCRIPTION.upper()])
    assert result["subscriptions"] == [SUBSCRIPTION] and names(result) == ["one", "two"]


def test_check_mode_does_the_same(manager):
    assert manager.run() == manager.run(_ansible_check_mode=True)


@pytest.mark.parametrize(
    "options, message",
    [
        pytest.param({"subscriptions": ["prod"]}, "subscriptions: 'prod' is not a valid subscription id", id="a name"),
        pytest.param({"subscriptions": None}, "subscriptions: neither the option nor the environment", id="none"),
        pytest.param({"timeout": 0}, "timeout: 0.0 is out of range", id="timeout"),
        pytest.param({"kinds": ["OpenAi"]}, "value of kinds must be one or more of", id="kind"),
    ],
)
def test_invalid_options_fail_before_anything_is_sent(manager, options, message):
    result = manager.run(**options)
    assert result["failed"] and message in result["msg"]
    assert manager.requests == []


def test_the_subscription_of_the_credential_is_the_default(manager):
    assert names(manager.run(subscriptions=None, subscription_id=SUBSCRIPTION)) == ["one", "two"]
