# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which resource of Azure a declared account is, and what Azure says of it: also in answers that nobody expects."""

from __future__ import annotations

import copy
import json

import pytest

for library in ("network", "privatedns", "cognitiveservices"):
    pytest.importorskip("azure.mgmt." + library)

from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import observe as arm_observe
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm import reader
from ansible_collections.privatelink.azure_ai.plugins.module_utils._arm_judge.account import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support import azure_resource_manager as azure
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_resource_manager import (
    ACCOUNT,
    ENDPOINT,
    INTERFACE,
    NAME,
    declared,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import GROUP, SUBSCRIPTION

PUBLIC = f"{NAME}.openai.azure.com"
COGNITIVE = f"{NAME}.cognitiveservices.azure.com"
ACCOUNTS = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts"
DELETED = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.CognitiveServices/deletedAccounts"
THREE = f"{ACCOUNTS}/three-names"
MISSING = (404, "ResourceNotFound")


@pytest.fixture(name="manager")
def fixture_manager(authority):
    """Return a Resource Manager with the estate."""
    with azure.ResourceManager(authority.issue("arm", names=("localhost",))) as manager:
        yield manager


@pytest.fixture(name="observe")
def fixture_observe(manager, authority):
    """Return a function that observes accounts by their declarations."""

    def observe(*accounts):
        found = arm_observe.observe(manager.arm(authority.path), accounts, 4)
        return [dict(each, findings=judge(each, account)) for each, account in zip(found, accounts)]

    return observe


def codes(observed):
    """Return the codes and variants of what is found, without the DNS server of the estate's network.

    That is in no network that can be read, so that no record can be compared.
    """
    of_the_estate = ("azure_vnet_custom_dns", "azure_name_not_compared")
    findings = [found for found in observed["findings"] if found["code"] not in of_the_estate]
    return [(found["code"], found["evidence"]["variant"]) for found in findings]


def unread(observed):
    """Return what could not be read, shortly."""
    return [(entry["action"], entry["reason"]) for entry in observed["unread"]]


def renamed(manager, name="ai-prod", place=ACCOUNT):
    """Give an account a name in Azure that is not its custom subdomain, and list it."""
    for path in [path for path in manager.bodies if path.startswith(place)]:
        manager.bodies[path.replace(place, f"{ACCOUNTS}/{name}")] = json.loads(
            json.dumps(manager.bodies.pop(path)).replace(place, f"{ACCOUNTS}/{name}")
        )
    manager.bodies[f"{ACCOUNTS}/{name}"]["name"] = name
    endpoint = manager.bodies[ENDPOINT]
    manager.bodies[ENDPOINT] = json.loads(json.dumps(endpoint).replace(place, f"{ACCOUNTS}/{name}"))
    return manager.bodies[f"{ACCOUNTS}/{name}"]


class TestName:
    @pytest.mark.parametrize("spelling", [NAME, NAME.upper()], ids=["same", "other-case"])
    def test_found_by_its_subdomain(self, observe, manager, spelling):
        body = renamed(manager)
        manager.bodies[ACCOUNTS] = {"value": [body, manager.bodies[THREE]]}
        (observed,) = observe(declared(name=spelling))
        assert (observed["resource_name"], observed["expected"]) == ("ai-prod", {PUBLIC: ["10.0.14.4"]})
        assert (observed["unread"], codes(observed)) == ([], [])
        assert f"{ACCOUNTS}/ai-prod/privateLinkResources" in manager.asked()

    def test_declared_with_its_name_it_is_not_looked_for(self, observe, manager):
        renamed(manager)
        (observed,) = observe(declared(resource_name="AI-Prod"))
        assert (observed["resource_name"], codes(observed)) == ("ai-prod", [])
        assert ACCOUNTS not in manager.asked()

    @pytest.mark.parametrize("subdomain", ["other", None])
    def test_the_subdomain_counts_where_another_account_has_it_as_its_name(self, observe, manager, subdomain):
        body = renamed(manager)
        other = copy.deepcopy(body)
        other.update(id=ACCOUNT, name=NAME)
        other["properties"].update(customSubDomainName=subdomain, endpoints={}, privateEndpointConnections=[])
        manager.bodies[ACCOUNT] = other
        manager.bodies[ACCOUNTS] = {"value": [other, body]}
        (observed,) = observe(declared())
        assert observed["resource_name"] == "ai-prod"

    @pytest.mark.parametrize(
        "listed, found",
        [
            pytest.param((403, "AuthorizationFailed"), [("azure_access_denied", None)], id="may-not-list"),
            pytest.param(MISSING, [("azure_account_missing", None)], id="no-such-group"),
            pytest.param({"value": []}, [("azure_account_missing", None)], id="nobody-has-it"),
        ],
    )
    def test_neither_name_nor_subdomain(self, observe, manager, listed, found):
        renamed(manager)
        manager.bodies[ACCOUNTS] = listed
        (observed,) = observe(declared())
        assert (observed["account"], observed["resource_name"], codes(observed)) == (None, None, found)

    def test_several_of_a_group_are_listed_once(self, observe, manager):
        manager.bodies[ACCOUNTS] = {"value": [manager.bodies[ACCOUNT], manager.bodies[THREE]]}
        accounts = [declared(), declared(name="three-names", kind="AIServices", resource_group="RG")]
        assert [each["resource_name"] for each in observe(*accounts)] == [NAME, "three-names"]
        assert manager.asked().count(ACCOUNTS) == 1
        assert not {ACCOUNT, THREE} & set(manager.asked())

    def test_who_may_not_list_reads_each(self, observe, manager):
        manager.refuse(ACCOUNTS, 403, "AuthorizationFailed")
        found = observe(declared(), declared(name="three-names", kind="AIServices"))
        assert [(each["resource_name"], each["unread"]) for each in found] == [(NAME, []), ("three-names", [])]

    def test_a_list_without_connections_is_not_believed(self, observe, manager):
        short = copy.deepcopy(manager.bodies[ACCOUNT])
        del short["properties"]["privateEndpointConnections"]
        manager.bodies[ACCOUNTS] = {"value": [short, manager.bodies[THREE]]}
        found = observe(declared(), declared(name="three-names", kind="AIServices"))
        assert [codes(each) for each in found] == [[], []]


class TestDeleted:
    ENTRY = {
        "id": f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.CognitiveServices/locations/westeurope/resourceGroups/RG"
        f"/deletedAccounts/{NAME}",
        "name": NAME,
        "type": "Microsoft.CognitiveServices/deletedAccounts",
        "kind": "OpenAI",
        "location": "westeurope",
        "properties": {"customSubDomainName": NAME},
    }

    @pytest.mark.parametrize(
        "deleted, variant",
        [
            pytest.param({"value": [ENTRY]}, "deleted", id="deleted"),
            pytest.param({"value": [dict(ENTRY, location=None)]}, "deleted", id="location-only-in-its-id"),
            pytest.param(
                {"value": [dict(ENTRY, id=ENTRY["id"].replace("/RG/", "/other/"))]}, None, id="in-another-group"
            ),
            pytest.param({"value": [dict(ENTRY, id=None)]}, None, id="without-an-id"),
            pytest.param({"value": []}, None, id="purged"),
            pytest.param((403, "AuthorizationFailed"), None, id="may-not-see-it"),
        ],
    )
    def test_said_when_the_account_is_missing(self, observe, manager, deleted, variant):
        del manager.bodies[ACCOUNT]
        manager.bodies[DELETED] = deleted
        (observed,) = observe(declared())
        assert codes(observed) == [("azure_account_missing", variant)]
        assert unread(observed) == [(reader.ACCOUNT, "missing")]
        if variant:
            assert observed["findings"][0]["evidence"]["account_location"] == "westeurope"

    def test_not_asked_for_an_account_that_exists(self, observe, manager):
        observe(declared())
        assert DELETED not in manager.asked()


def cognitive(manager, kind="FormRecognizer", **properties):
    """Give the account a kind that has names of cognitiveservices."""
    manager.bodies[ACCOUNT]["kind"] = kind
    manager.properties(ACCOUNT).update(
        {"endpoint": f"https://{COGNITIVE}/", "endpoints": {kind: f"https://{COGNITIVE}/"}, **properties}
    )
    configuration = manager.properties(INTERFACE)["ipConfigurations"][0]["properties"]
    configuration["privateLinkConnectionProperties"]["fqdns"] = [COGNITIVE]


class TestKind:
    @pytest.mark.parametrize(
        "kind, properties",
        [
            pytest.param("FormRecognizer", {}, id="endpoints-name-it"),
            pytest.param("TextAnalytics", {"endpoints": None}, id="endpoint-names-it"),
            pytest.param("SpeechServices", {"endpoints": {}, "endpoint": None}, id="only-its-interface-names-it"),
        ],
    )
    def test_a_kind_that_is_not_declared(self, observe, manager, kind, properties):
        cognitive(manager, kind, **properties)
        (observed,) = observe(declared())
        assert observed["account"]["fqdns"] == [COGNITIVE]
        found = next(each for each in observed["findings"] if each["code"] == "azure_not_configured")
        assert (found["evidence"]["variant"], found["evidence"]["kind"]) == ("kind", kind)
        assert found["evidence"]["fitting"] == "kind: CognitiveServices"

    def test_declared_as_what_it_is(self, observe, manager):
        cognitive(manager)
        (observed,) = observe(declared(kind="CognitiveServices"))
        assert "azure_not_configured" not in [code for code, _variant in codes(observed)]

    def test_a_name_more_than_its_kind_has(self, observe, manager):
        cognitive(manager)
        names = [COGNITIVE, f"{NAME}.services.ai.azure.com"]
        configuration = manager.properties(INTERFACE)["ipConfigurations"][0]["properties"]
        configuration["privateLinkConnectionProperties"]["fqdns"] = names
        (observed,) = observe(declared(kind="CognitiveServices"))
        assert observed["account"]["fqdns"] == names
        assert "azure_not_configured" not in [code for code, _variant in codes(observed)]
        (observed,) = observe(declared())
        found = next(each for each in observed["findings"] if each["code"] == "azure_not_configured")
        assert found["evidence"]["fitting"] == "kind: CognitiveServices"

    def test_its_endpoints_beat_the_declared_cloud(self, observe, manager):
        name = f"{NAME}.openai.azure.us"
        manager.properties(ACCOUNT).update(endpoint=f"https://{name}/", endpoints={"OpenAI": f"https://{name}/"})
        manager.bodies[ENDPOINT] = MISSING
        (observed,) = observe(declared())
        assert observed["account"]["fqdns"] == [name]
        found = next(each for each in observed["findings"] if each["code"] == "azure_not_configured")
        assert found["evidence"]["fitting"] == "kind: OpenAI and cloud: AzureUSGovernment"


class TestRights:
    def test_deployments_are_not_read_without_a_declared_one(self, observe, manager):
        (observed,) = observe(declared())
        assert observed["account"]["deployments"] is None
        assert ACCOUNT + "/deployments" not in manager.asked()

    def test_deployments_denied_are_all_that_is_unknown(self, observe, manager):
        manager.refuse(ACCOUNT + "/deployments", 403, "AuthorizationFailed")
        (observed,) = observe(declared(deployment="gpt-4o"))
        assert codes(observed) == [("azure_access_denied", "deployments")]
        assert observed["findings"][0]["evidence"]["resource"] == ACCOUNT + "/deployments"
        assert observed["expected"] == {PUBLIC: ["10.0.14.4"]}


class TestSharedPrivateLink:
    FOREIGN = "/subscriptions/99999999-8888-4777-8666-555555555555/resourceGroups/search/providers"

    @pytest.mark.parametrize("group_id", ["openai_account", "OpenAI_Account"])
    @pytest.mark.parametrize(
        "status, found",
        [
            ("Pending", [("azure_endpoint_pending", "shared")]),
            ("Approved", [("azure_endpoint_unexpected", "shared")]),
            ("Rejected", []),
        ],
    )
    def test_it_is_expected_and_not_asked_for(self, observe, manager, group_id, status, found):
        connections = manager.properties(ACCOUNT)["privateEndpointConnections"]
        shared = copy.deepcopy(connections[0])
        shared.update(id=shared["id"].replace("aro-pe.1", "search.1"), name="search.1")
        shared["properties"].update(groupIds=[group_id])
        shared["properties"]["privateEndpoint"]["id"] = f"{self.FOREIGN}/Microsoft.Network/privateEndpoints/spl"
        shared["properties"]["privateLinkServiceConnectionState"]["status"] = status
        connections.append(shared)
        (observed,) = observe(declared())
        assert (codes(observed), observed["unread"]) == (found, [])
        assert not [path for path in manager.asked() if path.startswith(self.FOREIGN)]

    def test_it_is_not_an_endpoint_of_the_clients(self, observe, manager):
        manager.properties(ACCOUNT)["privateEndpointConnections"][0]["properties"]["groupIds"] = ["openai_account"]
        (observed,) = observe(declared())
        assert ("azure_endpoint_missing", "recorded") in codes(observed)


ODD = [
    pytest.param("kind", 7, id="number-for-a-text"),
    pytest.param("kind", ["OpenAI"], id="list-for-a-text"),
    pytest.param("id", "nonsense", id="id-that-is-none"),
    pytest.param("id", 7, id="number-for-an-id"),
    pytest.param("properties", [], id="list-for-an-object"),
    pytest.param("properties", "closed", id="text-for-an-object"),
    pytest.param("properties.customSubDomainName", 7, id="number-for-the-subdomain"),
    pytest.param("properties.endpoints", ["https://x"], id="list-for-a-mapping"),
    pytest.param("properties.endpoints", {"OpenAI": 7}, id="number-in-a-mapping"),
    pytest.param("properties.publicNetworkAccess", {"value": "Disabled"}, id="object-for-a-text"),
    pytest.param("properties.networkAcls", "Deny", id="text-for-the-rules"),
    pytest.param("properties.networkAcls", {"ipRules": [None]}, id="null-in-a-list"),
    pytest.param("properties.disableLocalAuth", "yes", id="text-for-a-truth"),
    pytest.param("properties.provisioningState", 1, id="number-for-a-state"),
    pytest.param("properties.allowedFqdnList", "x", id="text-for-a-list"),
    pytest.param("properties.privateEndpointConnections", {"value": []}, id="object-for-the-connections"),
    pytest.param("properties.privateEndpointConnections", [None], id="null-in-the-connections"),
    pytest.param("properties.privateEndpointConnections", ["aro-pe"], id="text-in-the-connections"),
]


def plant(body, path, value):
    """Put a value at a place of a document."""
    *above, last = path.split(".")
    for name in above:
        body = body[name]
    body[last] = value


@pytest.mark.parametrize("listed", [False, True], ids=["asked", "listed"])
@pytest.mark.parametrize("path, value", ODD)
def test_one_odd_value_is_of_one_account(observe, manager, path, value, listed):
    plant(manager.bodies[ACCOUNT], path, value)
    if listed:
        manager.bodies[ACCOUNTS] = {"value": [manager.bodies[ACCOUNT], manager.bodies[THREE]]}
    odd, other = observe(declared(), declared(name="three-names", kind="AIServices"))
    assert unread(odd) in ([], [(reader.ACCOUNT, "unavailable")])
    if odd["account"] is None:
        assert codes(odd) == [("azure_access_denied", "unavailable")]
        assert odd["findings"][0]["evidence"]["resource"] == ACCOUNT
    else:
        # An SDK reads a number as a text: it is shown as it came, and no name is lost.
        assert PUBLIC in odd["account"]["fqdns"]
    assert (other["unread"], codes(other)) == ([], [])


@pytest.mark.parametrize(
    "path, value",
    [
        pytest.param("properties.provisioningState", ["Failed"], id="list-for-a-state"),
        pytest.param("properties.subnet", "snet", id="text-for-the-subnet"),
        pytest.param("properties.subnet", {"id": 7}, id="number-for-an-id"),
        pytest.param("properties.networkInterfaces", [None], id="null-in-the-interfaces"),
        pytest.param("properties.networkInterfaces", {"id": "x"}, id="object-for-the-interfaces"),
        pytest.param("properties.privateLinkServiceConnections", ["aro-pe.1"], id="text-in-the-connections"),
        pytest.param(
            "properties.privateLinkServiceConnections",
            [{"properties": {"privateLinkServiceId": 7, "privateLinkServiceConnectionState": "Approved"}}],
            id="number-for-the-account",
        ),
    ],
)
def test_an_odd_endpoint_leaves_its_account_readable(observe, manager, path, value):
    plant(manager.bodies[ENDPOINT], path, value)
    odd, other = observe(declared(), declared(name="three-names", kind="AIServices"))
    assert odd["account"]["name"] == NAME and odd["private_endpoints"][0]["id"] == ENDPOINT
    assert (other["unread"], codes(other)) == ([], [])
    json.dumps(odd)


def test_what_nobody_thought_of_is_of_one_account(observe, monkeypatch):
    real = arm_observe._endpoint

    def fail(reader_, notes, connection, account_id, names):
        if NAME in account_id:
            raise RuntimeError("planted")
        return real(reader_, notes, connection, account_id, names)

    monkeypatch.setattr(arm_observe, "_endpoint", fail)
    failed, other = observe(declared(), declared(name="three-names", kind="AIServices"))
    assert (failed["account"], unread(failed)) == (None, [(reader.ACCOUNT, "unavailable")])
    assert "RuntimeError: planted" in failed["unread"][0]["message"]
    assert codes(failed) == [("azure_access_denied", "unavailable")]
    assert (other["unread"], codes(other)) == ([], [])


def test_what_cannot_be_judged_is_unknown(observe):
    (observed,) = observe(declared())
    observed["private_endpoints"] = [7]
    (found,) = judge(observed, declared())
    assert (found["code"], found["evidence"]["variant"]) == ("azure_access_denied", "unavailable")
