# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module as a whole: Azure's own libraries, Entra ID and a Resource Manager on loopback, and its documentation."""

from __future__ import annotations

import builtins
import json
import re

import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import reader, settings
from ansible_collections.privatelink.azure_ai.plugins.modules import private_endpoint_info
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.modules.return_docs import differences, never_returned
from ansible_collections.privatelink.azure_ai.tests.unit.support import azure_resource_manager as azure
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import (
    CLIENT,
    SECRET,
    SUBSCRIPTION,
    TENANT,
    TOKEN,
    Entra,
)

ACCOUNT = {"name": azure.NAME, "resource_group": "rg"}
APPLICATION = {"tenant": TENANT, "client_id": CLIENT, "secret": SECRET, "subscription_id": SUBSCRIPTION}


@pytest.fixture(name="plain_environment", autouse=True)
def fixture_plain_environment(monkeypatch, tmp_path):
    """Take away what a developer's shell would add."""
    for name in [name for names in settings.VARIABLES.values() for name in names]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(name="run")
def fixture_run(mocker, capsys):
    """Return a function that runs the module and returns its result."""

    def run(*accounts, **options):
        arguments = dict({"accounts": list(accounts)}, **options)
        mocker.patch.object(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
        mocker.patch.object(basic, "_ANSIBLE_PROFILE", "legacy", create=True)
        with pytest.raises(SystemExit):
            private_endpoint_info.main()
        output = capsys.readouterr().out
        assert SECRET not in output.replace(json.dumps(arguments), "") and TOKEN not in output
        return json.loads(output)

    return run


@pytest.fixture(name="cloud")
def fixture_cloud(authority):
    """Return the options with which the module asks an Entra ID and a Resource Manager here, and the latter."""
    for library in ("azure.identity", "azure.mgmt.network", "azure.mgmt.privatedns", "azure.mgmt.cognitiveservices"):
        pytest.importorskip(library)
    certificate = authority.issue("cloud", names=("localhost",))
    with Entra(certificate) as entra, azure.ResourceManager(certificate) as manager:
        options = dict(APPLICATION, ca_path=authority.path, adfs_authority_url=entra.url, cloud_environment=manager.url)
        yield dict(options, disable_instance_discovery=True), manager


def test_return_is_what_is_returned(run, cloud):
    options, manager = cloud
    # Everything that can be there has to be, so that all of it is compared.
    manager.refuse(azure.NETWORK + "/publicIPAddresses/jump-1", 403, "AuthorizationFailed")
    result = run(dict(ACCOUNT, jumphost_vm=azure.MACHINE, deployment="gpt-4o"), **options)
    found = result["accounts"][0]
    for name in (
        "private_endpoints",
        "zone_groups",
        "zones",
        "virtual_networks",
        "network_security_groups",
        "route_tables",
        "unread",
        "findings",
        "expected",
    ):
        assert found[name], name
    assert found["account"]["deployments"] and found["zones"][0]["links"] and found["route_tables"][-1]["routes"]
    assert differences(yaml.safe_load(private_endpoint_info.RETURN), {"accounts": result["accounts"]}) == []
    assert result["changed"] is False


@pytest.mark.parametrize("name", ["no-such-account", azure.NAME])
def test_return_of_what_is_not_there(run, cloud, name):
    options, manager = cloud
    manager.refuse(azure.ENDPOINT, 403, "AuthorizationFailed")
    result = run(dict(ACCOUNT, name=name), **options)
    assert differences(yaml.safe_load(private_endpoint_info.RETURN), {"accounts": result["accounts"]}) == []


# No account of the lab has these; the estate of test_return_is_what_is_returned has them.
NOT_IN_THE_LAB = {
    "accounts.account.network_acls.bypass",
    "accounts.jumphost.network_interfaces.network_security_group_id",
}


def test_return_is_what_is_returned_of_every_account_of_the_lab(monkeypatch):
    for library in ("dns", "azure.mgmt.network", "azure.mgmt.privatedns", "azure.mgmt.cognitiveservices"):
        pytest.importorskip(library)
    from ansible_collections.privatelink.azure_ai.tests.unit.support.lab_azure import ROWS, LabAzure, declared

    lab = LabAzure(monkeypatch)
    documented = yaml.safe_load(private_endpoint_info.RETURN)
    accounts = [lab.observe(declared(row)) for row in ROWS]
    assert sorted({line for each in accounts for line in differences(documented, {"accounts": [each]})}) == []
    assert set(never_returned(documented, [{"accounts": accounts}])) <= NOT_IN_THE_LAB


def test_check_mode_does_the_same(run, cloud):
    assert run(ACCOUNT, **cloud[0]) == run(ACCOUNT, _ansible_check_mode=True, **cloud[0])


def test_several_accounts_keep_their_order(run, cloud):
    accounts = [{"name": name, "resource_group": "rg"} for name in ("three-names", "no-such-account", azure.NAME)]
    result = run(*accounts, **cloud[0])
    assert [found["name"] for found in result["accounts"]] == [account["name"] for account in accounts]
    assert [found["account"] is None for found in result["accounts"]] == [False, True, False]


def test_entries_of_privatelink_accounts_as_they_are(run, cloud):
    entry = dict(
        ACCOUNT,
        kind="OpenAI",
        cloud="AzureCloud",
        networks=["10.0.14.0/24"],
        operation="completions",
        private_addresses={"aro-azureopenai.openai.azure.com": ["10.0.14.4"]},
        public_access="disabled",
        deployment="gpt-4o",
        api_version="2024-10-21",
        subscription_id=SUBSCRIPTION,
    )
    assert run(entry, **cloud[0])["accounts"][0]["expected"] == {"aro-azureopenai.openai.azure.com": ["10.0.14.4"]}


def test_refused_credentials_fail(run, cloud, authority):
    certificate = authority.issue("refusing", names=("localhost",))
    refusal = (401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
    with Entra(certificate, refusal=refusal) as entra:
        result = run(ACCOUNT, **dict(cloud[0], adfs_authority_url=entra.url))
    assert result["failed"] is True and "AADSTS7000215" in result["msg"]
    assert cloud[1].requests == []


def test_without_azure_identity_it_says_what_to_install(run, mocker):
    real = builtins.__import__

    def without(name, *args, **options):
        if name.startswith("azure"):
            raise ImportError("No module named 'azure'")
        return real(name, *args, **options)

    mocker.patch.object(builtins, "__import__", without)
    result = run(ACCOUNT, **APPLICATION)
    assert result["failed"] is True and "azure-identity" in result["msg"]


@pytest.mark.parametrize(
    "account, options, message",
    [
        (None, {}, "accounts: the list is empty: expected at least one account"),
        (
            {"name": "a.b"},
            {},
            "accounts[0]: name: 'a.b' is not a valid account name: expected the account's custom "
            "subdomain, such as example",
        ),
        (
            {"resource_group": ""},
            {},
            "accounts[0].resource_group: '' is not a valid name: expected that of the account's resource group",
        ),
        (
            {"jumphost_vm": "jump-1"},
            {},
            "accounts[0].jumphost_vm: 'jump-1' is not a valid id of an Azure resource: expected "
            "/subscriptions/ID/resourceGroups/NAME/providers/...",
        ),
        (
            {"jumphost_vm": azure.SPOKE},
            {},
            (
                f"accounts[0].jumphost_vm: '{azure.SPOKE}' is not a valid id of a "
                "virtual machine: expected "
                "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Compute/virtualMachines/NAME"
            ),
        ),
        ({}, {"timeout": 0}, "timeout: 0.0 is out of range: expected a number of seconds from 1 to 3600"),
        ({}, {"concurrency": 65}, "concurrency: 65 is out of range: expected a number from 1 to 64"),
    ],
)
def test_bad_options_are_refused_before_anything_is_sent(run, mocker, account, options, message):
    authenticate = mocker.patch.object(private_endpoint_info, "authenticate")
    accounts = [] if account is None else [dict(ACCOUNT, **account)]
    assert run(*accounts, **dict(APPLICATION, **options))["msg"] == message
    assert not authenticate.called


def test_an_account_without_a_subscription_is_unknown_by_name_and_the_others_are_read(run, cloud):
    result = run(
        dict(ACCOUNT, name="example"),
        dict(ACCOUNT, subscription_id=SUBSCRIPTION),
        **dict(cloud[0], subscription_id=""),
    )
    without, found = result["accounts"]
    assert [(entry["id"], entry["reason"]) for entry in without["unread"]] == [
        ("the account example", "not_configured")
    ]
    assert (without["subscription_id"], without["account"]) == (None, None)
    assert [finding["code"] for finding in without["findings"]] == ["azure_not_configured"]
    assert without["unread"][0]["message"].startswith("subscription_id: neither the account, the option nor the env")
    assert found["account"]["name"] == azure.NAME and found["unread"] == []
    documented = yaml.safe_load(private_endpoint_info.RETURN)
    assert differences(documented, {"accounts": result["accounts"]}) == []


def test_a_subscription_that_is_none(run):
    result = run(dict(ACCOUNT, subscription_id="mine"), **APPLICATION)
    assert result["msg"].startswith("accounts[0].subscription_id: 'mine'")


def test_every_action_that_is_used_is_documented():
    used = {value for value in vars(reader).values() if isinstance(value, str) and value.endswith("/read")}
    documented = set(re.findall(r"C\((Microsoft\.[A-Za-z/]+)\)", private_endpoint_info.DOCUMENTATION))
    assert used <= documented
    assert all(action.endswith("/read") for action in documented)
