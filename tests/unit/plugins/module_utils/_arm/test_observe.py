# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read of Azure: Azure's own SDKs, whichever are installed, against a Resource Manager on loopback."""

from __future__ import annotations

import json
import sys

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
    HUB,
    INTERFACE,
    MACHINE,
    NETWORK,
    OF_SUBSCRIPTION,
    SPOKE,
    ZONE,
    declared,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_servers import SUBSCRIPTION, answer

PUBLIC = "aro-azureopenai.openai.azure.com"
RECORDS, LINKS = ZONE + "/A", ZONE + "/virtualNetworkLinks"
CONNECTION = ACCOUNT + "/privateEndpointConnections/aro-pe.1"


@pytest.fixture(name="manager")
def fixture_manager(authority):
    """Return a Resource Manager with the estate."""
    with azure.ResourceManager(authority.issue("arm", names=("localhost",))) as manager:
        yield manager


@pytest.fixture(name="observe")
def fixture_observe(manager, authority):
    """Return a function that observes one account, by default the healthy one, without a jumphost."""

    def observe(**more):
        observed = arm_observe.observe(manager.arm(authority.path), [declared(**more)], 4)[0]
        return dict(observed, findings=judge(observed, declared(**more)))

    return observe


def record(label, addresses):
    """Return an A record set as the Resource Manager shows it."""
    return {"name": label, "properties": {"ttl": 10, "aRecords": [{"ipv4Address": each} for each in addresses]}}


def unread(observed):
    """Return what could not be read, shortly."""
    return [(entry["action"], entry["id"], entry["reason"]) for entry in observed["unread"]]


def test_a_healthy_account(observe):
    observed = observe(deployment="gpt-4o")
    del observed["findings"]
    assert observed == {
        "name": "aro-azureopenai",
        "resource_group": "rg",
        "subscription_id": SUBSCRIPTION,
        "resource_name": "aro-azureopenai",
        "deleted_account": None,
        "account": {
            "id": ACCOUNT,
            "name": "aro-azureopenai",
            "kind": "OpenAI",
            "location": "westeurope",
            "provisioning_state": "Succeeded",
            "endpoint": f"https://{PUBLIC}/",
            "endpoints": {"OpenAI Language Model Instance API": f"https://{PUBLIC}/"},
            "fqdns": [PUBLIC],
            "custom_subdomain": "aro-azureopenai",
            "public_network_access": "Disabled",
            "network_acls": {
                "default_action": "Deny",
                "bypass": "AzureServices",
                "ip_rules": ["203.0.113.0/24"],
                "virtual_network_rules": [SPOKE + "/subnets/apps"],
            },
            "local_auth_disabled": True,
            "outbound_restricted": True,
            "allowed_fqdns": ["storage.example.com"],
            "required_zone_names": ["privatelink.openai.azure.com"],
            "deployments": [{"name": "gpt-4o", "model": "gpt-4o", "version": "2024-08-06", "state": "Succeeded"}],
            "perimeters": [],
        },
        "private_endpoints": [
            {
                "id": ENDPOINT,
                "name": "aro-pe",
                "resource_group": "network-rg",
                "subscription_id": SUBSCRIPTION,
                "connection_id": CONNECTION,
                "connection_name": "aro-pe.1",
                "state": "Approved",
                "description": "Auto-Approved",
                "group_ids": ["account"],
                "provisioning_state": "Succeeded",
                "readable": True,
                "exists": True,
                "manual": False,
                "location": "westeurope",
                "subnet_id": SPOKE + "/subnets/endpoints",
                "virtual_network_id": SPOKE,
                "network_interface_ids": [INTERFACE],
                "addresses": {PUBLIC: ["10.0.14.4"]},
            }
        ],
        "zone_groups": [
            {
                "id": ENDPOINT + "/privateDnsZoneGroups/default",
                "name": "default",
                "private_endpoint_id": ENDPOINT,
                "zones": [
                    {"zone_id": ZONE, "zone": "privatelink.openai.azure.com", "records": {PUBLIC: ["10.0.14.4"]}}
                ],
            }
        ],
        "zones": [
            {
                "id": ZONE,
                "name": "privatelink.openai.azure.com",
                "resource_group": "hub-rg",
                "subscription_id": SUBSCRIPTION,
                "records": {PUBLIC: ["10.0.14.4"]},
                "record_kinds": {PUBLIC: "own"},
                "links": [
                    {
                        "id": LINKS + "/hub",
                        "name": "hub",
                        "virtual_network_id": HUB + "/virtualNetworks/hub",
                        "state": "Completed",
                        "provisioning_state": "Succeeded",
                        "resolution_policy": "Default",
                        "registration_enabled": False,
                    }
                ],
            }
        ],
        "virtual_networks": [
            {
                "id": SPOKE,
                "name": "spoke",
                "address_space": ["10.0.0.0/16"],
                "dns_servers": ["10.1.0.4"],
                "peered_network_ids": [HUB + "/virtualNetworks/hub"],
                "roles": ["endpoint"],
                "subnets": [
                    {
                        "id": SPOKE + "/subnets/endpoints",
                        "prefixes": ["10.0.14.0/24"],
                        "network_security_group_id": NETWORK + "/networkSecurityGroups/endpoints",
                        "route_table_id": NETWORK + "/routeTables/endpoints",
                        "private_endpoint_network_policies": "Enabled",
                    }
                ],
            }
        ],
        "jumphost": None,
        "forwarding_rulesets": [],
        "resolver_endpoints": [],
        "network_security_groups": [],
        "route_tables": [],
        "firewalls": [],
        "unread": [],
        "expected": {PUBLIC: ["10.0.14.4"]},
    }


def test_only_plain_values(observe):
    observed = observe(jumphost_vm=MACHINE)

    def types(value):
        if isinstance(value, dict):
            return {type(value)}.union(*map(types, list(value) + list(value.values())))
        if isinstance(value, list):
            return {type(value)}.union(*map(types, value))
        return {type(value)}

    assert types(observed) <= {dict, list, str, int, bool, type(None)}
    assert json.loads(json.dumps(observed)) == observed


class TestEndpoints:
    def test_three_names_have_an_address_each(self, observe):
        observed = observe(name="three-names", kind="AIServices")
        assert observed["expected"] == {
            "three-names.cognitiveservices.azure.com": ["10.0.14.5"],
            "three-names.openai.azure.com": ["10.0.14.6"],
            "three-names.services.ai.azure.com": ["10.0.14.7"],
        }
        assert [zone["records"] for zone in observed["zones"]] == [
            {"three-names.cognitiveservices.azure.com": ["10.0.14.5"]},
            {"three-names.openai.azure.com": ["10.0.14.6"]},
            {"three-names.services.ai.azure.com": ["10.0.14.7"]},
        ]

    def test_pending_ones_are_not_expected(self, observe, manager):
        connection = manager.properties(ACCOUNT)["privateEndpointConnections"][0]["properties"]
        connection["privateLinkServiceConnectionState"] = {"status": "Pending", "description": "please"}
        observed = observe()
        endpoint = observed["private_endpoints"][0]
        assert (endpoint["state"], endpoint["description"], endpoint["readable"]) == ("Pending", "please", True)
        assert observed["expected"] == {}

    def test_cut_off_on_its_own_side(self, observe, manager):
        connection = manager.properties(ENDPOINT)["privateLinkServiceConnections"][0]["properties"]
        connection["privateLinkServiceConnectionState"]["status"] = "Disconnected"
        assert observe()["private_endpoints"][0]["state"] == "Disconnected"

    def test_the_case_of_a_state_does_not_matter(self, observe, manager):
        (connection,) = manager.properties(ACCOUNT)["privateEndpointConnections"]
        connection["properties"]["privateLinkServiceConnectionState"]["status"] = "approved"
        assert observe()["expected"] == {PUBLIC: ["10.0.14.4"]}
        (own,) = manager.properties(ENDPOINT)["privateLinkServiceConnections"]
        own["properties"]["privateLinkServiceConnectionState"]["status"] = "disconnected"
        assert observe()["private_endpoints"][0]["state"] == "Disconnected"

    def test_approved_by_people(self, observe, manager):
        properties = manager.properties(ENDPOINT)
        properties["manualPrivateLinkServiceConnections"] = properties.pop("privateLinkServiceConnections")
        endpoint = observe()["private_endpoints"][0]
        assert (endpoint["manual"], endpoint["state"]) == (True, "Approved")

    def test_gone(self, observe, manager):
        del manager.bodies[ENDPOINT]
        observed = observe()
        endpoint = observed["private_endpoints"][0]
        assert (endpoint["readable"], endpoint["exists"], endpoint["name"]) == (True, False, "aro-pe")
        assert (observed["unread"], observed["expected"], observed["zone_groups"]) == ([], {}, [])

    @pytest.mark.parametrize(
        "status, code",
        [(403, "AuthorizationFailed"), (404, "SubscriptionNotFound"), (401, "InvalidAuthenticationTokenTenant")],
    )
    def test_somebody_elses(self, observe, manager, status, code):
        manager.refuse(ENDPOINT, status, code)
        observed = observe()
        endpoint = observed["private_endpoints"][0]
        assert (endpoint["readable"], endpoint["exists"], endpoint["state"]) == (False, None, "Approved")
        assert (endpoint["addresses"], endpoint["network_interface_ids"]) == ({}, [])
        assert [(action, place) for action, place, reason in unread(observed)] == [(reader.ENDPOINT, ENDPOINT)]

    @pytest.mark.parametrize("place", [None, {}, {"id": None}, {"id": "nonsense"}])
    def test_a_connection_that_does_not_tell_its_endpoint(self, observe, manager, place):
        connection = manager.properties(ACCOUNT)["privateEndpointConnections"][0]["properties"]
        connection["privateEndpoint"] = place
        observed = observe()
        assert observed["private_endpoints"][0]["readable"] is False
        assert [entry["action"] for entry in observed["unread"]] == [reader.ENDPOINT]

    def test_the_account_has_none(self, observe, manager):
        manager.properties(ACCOUNT)["privateEndpointConnections"] = []
        observed = observe()
        assert (observed["private_endpoints"], observed["unread"]) == ([], [])


class TestInterfaces:
    @staticmethod
    def configurations(manager, *several):
        """Let the endpoint's interface have configurations of C((address, names))."""
        (usual,) = manager.properties(INTERFACE)["ipConfigurations"]
        manager.properties(INTERFACE)["ipConfigurations"] = [
            dict(
                usual,
                properties=dict(
                    usual["properties"],
                    privateIPAddress=address,
                    privateLinkConnectionProperties={"groupId": "account", "fqdns": names},
                ),
            )
            for address, names in several
        ]

    @pytest.mark.parametrize("names", [None, []], ids=["null", "empty"])
    def test_the_only_address_is_that_of_the_only_name(self, observe, manager, names):
        self.configurations(manager, ("10.0.14.4", names))
        assert observe()["expected"] == {PUBLIC: ["10.0.14.4"]}

    @pytest.mark.parametrize(
        "name, kind, configurations",
        [
            pytest.param(
                "aro-azureopenai", "OpenAI", [("10.0.14.4", []), ("10.0.14.5", [])], id="two addresses, one name"
            ),
            pytest.param("aro-azureopenai", "OpenAI", [], id="no address"),
        ],
    )
    def test_without_names_nothing_is_guessed(self, observe, manager, name, kind, configurations):
        self.configurations(manager, *configurations)
        observed = observe(name=name, kind=kind)
        assert observed["expected"] == {}

    def test_one_address_is_not_that_of_three_names(self, observe, manager):
        (interface,) = [place for place in manager.bodies if "/three-pe.nic" in place]
        first, *_others = manager.properties(interface)["ipConfigurations"]
        first["properties"]["privateLinkConnectionProperties"]["fqdns"] = []
        manager.properties(interface)["ipConfigurations"] = [first]
        assert observe(name="three-names", kind="AIServices")["expected"] == {}

    def test_an_endpoint_without_an_interface_has_no_address(self, observe, manager):
        manager.properties(ENDPOINT)["networkInterfaces"] = None
        assert observe()["expected"] == {}


class TestAccount:
    def test_missing(self, observe):
        observed = observe(name="no-such-account")
        assert observed["account"] is None
        assert [(action, reason) for action, place, reason in unread(observed)] == [(reader.ACCOUNT, "missing")]
        assert [found["code"] for found in observed["findings"]] == ["azure_account_missing"]

    def test_as_little_as_azure_may_say(self, observe, manager):
        manager.bodies[ACCOUNT] = {"id": ACCOUNT, "name": "aro-azureopenai", "kind": "Emotion", "properties": {}}
        observed = observe()
        account = observed["account"]
        assert account["network_acls"] is None and account["public_network_access"] is None
        assert account["local_auth_disabled"] is False and account["endpoints"] == {}
        assert account["fqdns"] == []

    def test_the_custom_subdomain_makes_the_names(self, observe, manager):
        manager.properties(ACCOUNT)["customSubDomainName"] = "Other-Name"
        manager.bodies[ENDPOINT] = (404, "ResourceNotFound")
        assert observe()["account"]["fqdns"] == ["other-name.openai.azure.com"]

    def test_values_that_nobody_knows_yet_pass_through(self, observe, manager):
        manager.properties(ACCOUNT)["publicNetworkAccess"] = "SecuredBySomethingNew"
        assert observe()["account"]["public_network_access"] == "SecuredBySomethingNew"


class TestZones:
    def test_one_of_the_same_name_is_seen_too(self, observe, manager):
        twin = ZONE.replace("hub-rg", "rg")
        manager.bodies[OF_SUBSCRIPTION + "/privateDnsZones"]["value"].append(
            {"id": twin, "name": "privatelink.openai.azure.com", "location": "global", "properties": {}}
        )
        manager.bodies[twin + "/A"] = {"value": []}
        manager.bodies[twin + "/virtualNetworkLinks"] = manager.bodies[LINKS]
        zones = observe()["zones"]
        assert [(zone["resource_group"], zone["records"]) for zone in zones] == [
            ("hub-rg", {PUBLIC: ["10.0.14.4"]}),
            ("rg", {PUBLIC: []}),
        ]

    def test_elsewhere_but_named_by_a_zone_group(self, observe, manager):
        manager.bodies[OF_SUBSCRIPTION + "/privateDnsZones"] = {"value": []}
        assert [zone["id"] for zone in observe()["zones"]] == [ZONE]

    def test_gone(self, observe, manager):
        manager.bodies[OF_SUBSCRIPTION + "/privateDnsZones"] = {"value": []}
        del manager.bodies[RECORDS], manager.bodies[LINKS]
        observed = observe()
        assert observed["zones"] == []
        assert unread(observed) == [(reader.LINKS, ZONE, "missing")]
        of_zones = [found["code"] for found in observe(jumphost_vm=MACHINE)["findings"] if "zone" in found["code"]]
        assert of_zones == ["azure_zone_missing"]

    def test_denied(self, observe, manager):
        manager.refuse(RECORDS, 403, "AuthorizationFailed")
        manager.refuse(LINKS, 403, "AuthorizationFailed")
        observed = observe()
        assert [(zone["records"], zone["links"]) for zone in observed["zones"]] == [(None, None)]
        assert unread(observed) == [
            (reader.RECORDS, ZONE, "denied"),
            (reader.LINKS, ZONE, "denied"),
        ]

    def test_the_names_needed_are_known_without_azure(self, observe, manager):
        manager.refuse(ACCOUNT + "/privateLinkResources", 403, "AuthorizationFailed")
        manager.bodies[ENDPOINT + "/privateDnsZoneGroups"] = {"value": []}
        observed = observe()
        assert observed["account"]["required_zone_names"] is None
        assert [zone["id"] for zone in observed["zones"]] == [ZONE]

    @pytest.mark.parametrize("place", [RECORDS + "/aro-azureopenai", RECORDS], ids=["one record", "all records"])
    def test_a_record_that_may_not_be_read_is_not_missing(self, observe, manager, place):
        manager.refuse(place, 403, "AuthorizationFailed")
        observed = observe()
        assert [(zone["records"], zone["record_kinds"]) for zone in observed["zones"]] == [(None, {})]
        assert unread(observed) == [(reader.RECORDS, ZONE, "denied")]

    @pytest.mark.parametrize(
        "addresses, aliases, kind, records",
        [
            pytest.param({"*": ["10.0.14.4"]}, [], "wildcard", {PUBLIC: ["10.0.14.4"]}, id="wildcard"),
            pytest.param({"*": []}, [], "none", {PUBLIC: []}, id="wildcard without an address"),
            pytest.param({"aro-azureopenai": []}, [], "empty", {PUBLIC: []}, id="record set without an address"),
            pytest.param(
                {"aro-azureopenai": [], "*": ["10.0.14.4"]}, [], "empty", {PUBLIC: []}, id="it hides the wildcard"
            ),
            pytest.param({}, ["aro-azureopenai"], "alias", {}, id="alias"),
            pytest.param({"*": ["10.0.14.4"]}, ["aro-azureopenai"], "alias", {}, id="an alias hides the wildcard"),
            pytest.param({"another": ["10.0.14.4"]}, [], "none", {PUBLIC: []}, id="no record"),
        ],
    )
    def test_what_a_zone_has_for_a_name(self, observe, manager, addresses, aliases, kind, records):
        manager.bodies[RECORDS] = {"value": [record(label, several) for label, several in addresses.items()]}
        manager.bodies[ZONE + "/CNAME"] = {"value": [{"name": label, "properties": {"ttl": 10}} for label in aliases]}
        (zone,) = observe()["zones"]
        assert (zone["record_kinds"], zone["records"]) == ({PUBLIC: kind}, records)

    def test_an_alias_that_may_not_be_read_leaves_the_name_unknown(self, observe, manager):
        manager.bodies[RECORDS] = {"value": []}
        manager.refuse(ZONE + "/CNAME", 403, "AuthorizationFailed")
        observed = observe()
        assert [zone["records"] for zone in observed["zones"]] == [None]
        assert unread(observed) == [(reader.ALIASES, ZONE, "denied")]

    @pytest.mark.parametrize("name, requests", [("aro-azureopenai", 1), ("no-record", 3)])
    def test_a_zone_of_25000_records_costs_a_request_for_each_name(self, observe, manager, name, requests):
        manager.bodies[RECORDS]["value"] += [record(f"other-{number}", ["10.0.0.1"]) for number in range(25000)]
        manager.properties(ACCOUNT)["customSubDomainName"] = name
        manager.properties(ACCOUNT)["endpoints"] = {}
        manager.properties(INTERFACE)["ipConfigurations"][0]["properties"]["privateLinkConnectionProperties"] = None
        observed = observe(name=name, resource_name="aro-azureopenai")
        assert [list(zone["record_kinds"]) for zone in observed["zones"]] == [[f"{name}.openai.azure.com"]]
        asked = [path for path in manager.asked(ZONE + "/") if "virtualNetworkLinks" not in path]
        assert len(asked) == requests

    def test_the_own_zone_is_read_whatever_azure_lists_as_required(self, observe, manager):
        listed = manager.bodies[ACCOUNT + "/privateLinkResources"]["value"][0]["properties"]
        listed["requiredZoneNames"] = ["privatelink.cognitiveservices.azure.com"]
        manager.bodies[ENDPOINT + "/privateDnsZoneGroups"] = {"value": []}
        assert [zone["name"] for zone in observe()["zones"]] == [
            "privatelink.cognitiveservices.azure.com",
            "privatelink.openai.azure.com",
        ]

    def test_spelled_otherwise_it_is_one_zone(self, observe, manager):
        group = manager.bodies[ENDPOINT + "/privateDnsZoneGroups"]["value"][0]["properties"]
        group["privateDnsZoneConfigs"][0]["properties"]["privateDnsZoneId"] = ZONE.replace("hub-rg", "HUB-RG")
        assert len(observe()["zones"]) == 1


class TestJumphost:
    def test_what_stands_in_between(self, observe):
        observed = observe(jumphost_vm=MACHINE)
        assert observed["unread"] == []
        assert observed["jumphost"] == {
            "virtual_machine_id": MACHINE,
            "network_interfaces": [
                {
                    "id": NETWORK + "/networkInterfaces/jump-1",
                    "addresses": ["10.0.10.16", "10.0.10.4"],
                    "subnet_id": SPOKE + "/subnets/jumphosts",
                    "virtual_network_id": SPOKE,
                    "dns_servers": [],
                    "network_security_group_id": NETWORK + "/networkSecurityGroups/jump-1",
                    "application_security_group_ids": [NETWORK + "/applicationSecurityGroups/admins"],
                    "public_addresses": ["198.51.100.7"],
                }
            ],
        }
        assert [(network["name"], network["roles"]) for network in observed["virtual_networks"]] == [
            ("hub", ["dns_server"]),
            ("spoke", ["endpoint", "jumphost"]),
        ]
        assert [len(network["subnets"]) for network in observed["virtual_networks"]] == [0, 2]
        assert [group["name"] for group in observed["network_security_groups"]] == ["endpoints", "jump-1", "jumphosts"]
        assert observed["network_security_groups"][1]["rules"] == [
            {
                "name": "deny-web",
                "priority": 200,
                "direction": "Outbound",
                "access": "Deny",
                "protocol": "Tcp",
                "source_prefixes": [],
                "source_ports": ["*"],
                "destination_prefixes": ["10.0.14.0/24"],
                "destination_ports": ["443", "80"],
                "application_security_groups": True,
                "default": False,
            },
            {
                "name": "AllowVnetOutBound",
                "priority": 65000,
                "direction": "Outbound",
                "access": "Allow",
                "protocol": "*",
                "source_prefixes": ["VirtualNetwork"],
                "source_ports": ["*"],
                "destination_prefixes": ["VirtualNetwork"],
                "destination_ports": ["*"],
                "application_security_groups": False,
                "default": True,
            },
        ]
        assert observed["route_tables"][1] == {
            "id": NETWORK + "/routeTables/jumphosts",
            "name": "jumphosts",
            "disable_bgp_route_propagation": True,
            "routes": [
                {
                    "name": "to-firewall",
                    "prefix": "10.0.0.0/16",
                    "next_hop_type": "VirtualAppliance",
                    "next_hop_address": "10.1.1.4",
                }
            ],
        }

    def test_rules_without_effect_on_endpoints_are_not_read(self, observe, manager):
        manager.properties(SPOKE)["subnets"][0]["properties"]["privateEndpointNetworkPolicies"] = "Disabled"
        observed = observe(jumphost_vm=MACHINE)
        assert [group["name"] for group in observed["network_security_groups"]] == ["jump-1", "jumphosts"]
        assert [table["name"] for table in observed["route_tables"]] == ["jumphosts"]

    def test_no_interface_of_it(self, observe):
        observed = observe(jumphost_vm=MACHINE + "23")
        assert observed["jumphost"]["network_interfaces"] == []
        assert unread(observed) == [(reader.INTERFACE, MACHINE + "23", "unavailable")]
        assert observed["unread"][0]["message"] == (
            "no network interface of this virtual machine was found, neither in its resource group network-rg nor in "
            f"the rest of its subscription {SUBSCRIPTION}"
        )
        (found,) = [found for found in observed["findings"] if found["evidence"].get("action") == reader.INTERFACE]
        assert "no such" not in found["summary"] and "Azure has no" not in found["summary"]

    def test_an_interface_in_another_resource_group_than_the_machine(self, observe, manager):
        machine = MACHINE.replace("network-rg", "machines-rg")
        interfaces = manager.bodies[NETWORK + "/networkInterfaces"]
        for interface in interfaces["value"]:
            if "virtualMachine" in interface["properties"]:
                interface["properties"]["virtualMachine"]["id"] = machine.upper()
        manager.bodies[NETWORK.replace("network-rg", "machines-rg") + "/networkInterfaces"] = {"value": []}
        manager.bodies[OF_SUBSCRIPTION + "/networkInterfaces"] = interfaces
        observed = observe(jumphost_vm=machine)
        assert [each["id"] for each in observed["jumphost"]["network_interfaces"]] == [
            NETWORK + "/networkInterfaces/jump-1"
        ]
        assert observed["unread"] == []

    def test_interfaces_of_the_subscription_that_may_not_be_read(self, observe, manager):
        manager.refuse(OF_SUBSCRIPTION + "/networkInterfaces", 403, "AuthorizationFailed")
        observed = observe(jumphost_vm=MACHINE + "23")
        assert unread(observed) == [(reader.INTERFACE, "/subscriptions/" + SUBSCRIPTION, "denied")]

    def test_a_public_address_that_may_not_be_read(self, observe, manager):
        public = NETWORK + "/publicIPAddresses/jump-1"
        manager.refuse(public, 403, "AuthorizationFailed")
        observed = observe(jumphost_vm=MACHINE)
        assert observed["jumphost"]["network_interfaces"][0]["public_addresses"] == [public]
        assert unread(observed) == [(reader.PUBLIC_ADDRESS, public, "denied")]

    def test_a_dns_server_that_two_networks_could_have_is_in_neither(self, observe, manager):
        manager.properties(SPOKE)["virtualNetworkPeerings"] = []
        observed = observe(jumphost_vm=MACHINE)
        assert [network["name"] for network in observed["virtual_networks"]] == ["spoke"]

    def test_a_dns_server_in_the_only_network_that_can_have_it(self, observe, manager):
        manager.properties(SPOKE)["virtualNetworkPeerings"] = []
        listed = manager.bodies[OF_SUBSCRIPTION + "/virtualNetworks"]["value"]
        listed[:] = [network for network in listed if network["name"] != "other"]
        observed = observe(jumphost_vm=MACHINE)
        assert [network["name"] for network in observed["virtual_networks"]] == ["hub", "spoke"]

    @pytest.mark.parametrize("server", ["10.0.10.5", "168.63.129.16", "192.0.2.53"])
    def test_other_dns_servers(self, observe, manager, server):
        manager.properties(SPOKE)["dhcpOptions"] = {"dnsServers": [server]}
        observed = observe(jumphost_vm=MACHINE)
        assert [network["name"] for network in observed["virtual_networks"]] == ["spoke"]
        assert ("dns_server" in observed["virtual_networks"][0]["roles"]) is (server == "10.0.10.5")


PERIMETERS = ACCOUNT + "/networkSecurityPerimeterConfigurations"
FIREWALLS = OF_SUBSCRIPTION + "/azureFirewalls"
FIREWALL = HUB + "/azureFirewalls/afw"
POLICY, PARENT = HUB + "/firewallPolicies/child", HUB + "/firewallPolicies/parent"
IP_GROUP = HUB + "/ipGroups/jumphosts"


def perimeter(name, mode, *rules, **more):
    """Return a network security perimeter as Azure writes it."""
    properties = {
        "provisioningState": "Succeeded",
        "networkSecurityPerimeter": {"id": f"{HUB}/networkSecurityPerimeters/{name}", "location": "westeurope"},
        "resourceAssociation": {"name": "aro", "accessMode": mode},
        "profile": {"name": "default", "accessRulesVersion": 1, "accessRules": list(rules)},
    }
    return {"id": f"{PERIMETERS}/{name}.1", "name": f"{name}.1", "properties": dict(properties, **more)}


def access_rule(name, direction="Inbound", **more):
    return {"name": name, "properties": dict({"direction": direction}, **more)}


class TestPerimeters:
    def test_rules_that_admit_somebody(self, observe, manager):
        rules = [
            access_rule("out", "Outbound", fullyQualifiedDomainNames=["example.com"]),
            access_rule("partner", subscriptions=[{"id": "/subscriptions/2"}], addressPrefixes=[]),
            access_rule("office", "inbound", addressPrefixes=["203.0.113.0/24"]),
        ]
        manager.bodies[PERIMETERS] = {"value": [perimeter("nsp", "Enforced", *rules)]}
        observed = observe()
        assert observed["account"]["perimeters"] == [
            {
                "id": HUB + "/networkSecurityPerimeters/nsp",
                "name": "nsp",
                "mode": "Enforced",
                "profile": "default",
                "provisioning_state": "Succeeded",
                "inbound_rules": [
                    {"name": "office", "address_prefixes": ["203.0.113.0/24"], "subscriptions": [], "perimeters": []},
                    {
                        "name": "partner",
                        "address_prefixes": [],
                        "subscriptions": ["/subscriptions/2"],
                        "perimeters": [],
                    },
                ],
            }
        ]
        assert "azure_perimeter_opens" in [found["code"] for found in observed["findings"]]

    @pytest.mark.parametrize(
        "missing", ["networkSecurityPerimeter", "resourceAssociation", "profile", "provisioningState"]
    )
    def test_what_azure_omits_is_null(self, observe, manager, missing):
        manager.bodies[PERIMETERS] = {"value": [perimeter("nsp", "Enforced", **{missing: None})]}
        (found,) = observe()["account"]["perimeters"]
        assert None in found.values()
        assert found["name"] == ("nsp.1" if missing == "networkSecurityPerimeter" else "nsp")

    def test_a_rule_without_properties_admits_somebody(self, observe, manager):
        manager.bodies[PERIMETERS] = {"value": [perimeter("nsp", "Enforced", {"name": "odd"})]}
        (found,) = observe()["account"]["perimeters"]
        assert [rule["name"] for rule in found["inbound_rules"]] == ["odd"]

    @pytest.mark.parametrize("code", ["ResourceNotFound", "InvalidResourceType"])
    def test_an_account_without_the_list_is_in_none(self, observe, manager, code):
        manager.refuse(PERIMETERS, 404, code)
        observed = observe()
        assert (observed["account"]["perimeters"], observed["unread"]) == ([], [])

    @pytest.mark.parametrize("status, reason", [(403, "denied"), (500, "unavailable")])
    def test_not_read(self, observe, manager, mocker, status, reason):
        mocker.patch("ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client.RETRIES", 0)
        manager.refuse(PERIMETERS, status, "Planted")
        observed = observe()
        action = "Microsoft.CognitiveServices/accounts/networkSecurityPerimeterConfigurations/read"
        assert observed["account"]["perimeters"] is None
        assert unread(observed) == [(action, ACCOUNT, reason)]


def group(policy, name, priority, *collections):
    """Return a rule collection group as Azure writes it."""
    collections = [dict(found, ruleCollectionType="FirewallPolicyFilterRuleCollection") for found in collections]
    place = f"{policy}/ruleCollectionGroups/{name}"
    return {"id": place, "name": name, "properties": {"priority": priority, "ruleCollections": collections}}


def collection(name, priority, *rules, action="Allow"):
    return {"name": name, "priority": priority, "action": {"type": action}, "rules": list(rules)}


NETWORK_RULE = {
    "name": "to-sql",
    "ruleType": "NetworkRule",
    "ipProtocols": ["TCP"],
    "sourceIpGroups": [IP_GROUP],
    "destinationAddresses": ["10.0.14.99"],
    "destinationPorts": ["443"],
}
APPLICATION_RULE = {
    "name": "openai",
    "ruleType": "ApplicationRule",
    "protocols": [{"protocolType": "Https", "port": 443}],
    "sourceAddresses": ["*"],
    "targetFqdns": ["*.openai.azure.com"],
}


@pytest.fixture(name="firewall")
def fixture_firewall(manager):
    """Return the Resource Manager with an Azure Firewall at the next hop of the jumphost's route."""
    manager.bodies[FIREWALLS] = {
        "value": [
            {
                "id": FIREWALL,
                "name": "afw",
                "properties": {
                    "ipConfigurations": [
                        {
                            "name": "afw",
                            "properties": {
                                "privateIPAddress": "10.1.1.4",
                                "subnet": {"id": HUB + "/virtualNetworks/hub/subnets/AzureFirewallSubnet"},
                            },
                        }
                    ],
                    "firewallPolicy": {"id": POLICY},
                },
            },
            {
                "id": FIREWALL + "-2",
                "name": "afw-2",
                "properties": {"hubIPAddresses": {"privateIPAddress": "10.8.1.4"}},
            },
        ]
    }
    manager.bodies[POLICY] = {"id": POLICY, "properties": {"basePolicy": {"id": PARENT}}}
    manager.bodies[PARENT] = {"id": PARENT, "properties": {"dnsSettings": {"servers": ["10.1.0.53"]}}}
    manager.bodies[POLICY + "/ruleCollectionGroups"] = {
        "value": [
            group(POLICY, "late", 300, collection("web", 100, dict(APPLICATION_RULE, name="late"))),
            group(POLICY, "early", 200, collection("sql", 200, NETWORK_RULE), collection("ai", 100, APPLICATION_RULE)),
        ]
    }
    manager.bodies[PARENT + "/ruleCollectionGroups"] = {
        "value": [group(PARENT, "base", 900, collection("base", 900, dict(NETWORK_RULE, name="base"), action="Deny"))]
    }
    manager.bodies[OF_SUBSCRIPTION + "/ipGroups"] = {
        "value": [{"id": IP_GROUP, "name": "jumphosts", "properties": {"ipAddresses": ["10.0.10.0/24"]}}]
    }
    return manager


class TestFirewalls:
    def test_rules_in_their_order(self, observe, firewall):
        observed = observe(jumphost_vm=MACHINE)
        assert observed["unread"] == []
        (found,) = observed["firewalls"]
        assert {name: found[name] for name in found if name != "rules"} == {
            "id": FIREWALL,
            "name": "afw",
            "addresses": ["10.1.1.4"],
            "virtual_network_id": HUB + "/virtualNetworks/hub",
            "policy_id": POLICY,
            "dns_servers": [],
        }
        assert [(rule["type"], rule["action"], rule["name"]) for rule in found["rules"]] == [
            ("network", "Deny", "base"),
            ("network", "Allow", "to-sql"),
            ("application", "Allow", "openai"),
            ("application", "Allow", "late"),
        ]
        assert found["rules"][1] == {
            "name": "to-sql",
            "collection": "sql",
            "group_id": POLICY + "/ruleCollectionGroups/early",
            "type": "network",
            "action": "Allow",
            "protocols": ["TCP"],
            "sources": ["10.0.10.0/24"],
            "destinations": ["10.0.14.99"],
            "ports": ["443"],
            "fqdns": [],
            "more": [],
        }
        assert found["rules"][2]["protocols"] == ["Https:443"]
        # The zone is linked to the firewall's network: it resolves the name to the private address itself.
        assert "azure_firewall_application_rule" not in [each["code"] for each in observed["findings"]]

    def test_one_in_a_virtual_hub_does_not_know_the_zone(self, observe, firewall):
        properties = firewall.bodies[FIREWALLS]["value"][0]["properties"]
        properties.update(ipConfigurations=None, hubIPAddresses={"privateIPAddress": "10.1.1.4"})
        observed = observe(jumphost_vm=MACHINE)
        assert [found["virtual_network_id"] for found in observed["firewalls"]] == [None]
        assert "azure_firewall_application_rule" in [each["code"] for each in observed["findings"]]

    def test_classic_rules(self, observe, firewall):
        rule = {"name": "any", "protocols": ["Any"], "sourceAddresses": ["*"], "destinationPorts": ["*"]}
        web = {key: APPLICATION_RULE[key] for key in ("name", "protocols", "sourceAddresses", "targetFqdns")}
        firewall.bodies[FIREWALLS]["value"][0]["properties"].update(
            firewallPolicy=None,
            applicationRuleCollections=[{"name": "web", "properties": dict(collection("web", 100, web))}],
            networkRuleCollections=[{"name": "net", "properties": dict(collection("net", 200, rule, action="Deny"))}],
        )
        (found,) = observe(jumphost_vm=MACHINE)["firewalls"]
        assert [(each["type"], each["collection"], each["action"], each["protocols"]) for each in found["rules"]] == [
            ("network", "net", "Deny", ["Any"]),
            ("application", "web", "Allow", ["Https:443"]),
        ]

    @pytest.mark.parametrize(
        "written, expected",
        [
            pytest.param(None, [], id="Azure's own"),
            pytest.param({"Network.DNS.EnableProxy": "true"}, [], id="other properties"),
            pytest.param({"Network.DNS.Servers": "10.1.0.5, 10.1.0.4"}, ["10.1.0.4", "10.1.0.5"], id="several"),
        ],
    )
    def test_dns_servers_of_one_without_a_policy(self, observe, firewall, written, expected):
        firewall.bodies[FIREWALLS]["value"][0]["properties"].update(firewallPolicy=None, additionalProperties=written)
        (found,) = observe(jumphost_vm=MACHINE)["firewalls"]
        assert found["dns_servers"] == expected

    @pytest.mark.parametrize(
        "place, action, rules",
        [
            pytest.param(POLICY, "firewallPolicies/read", None, id="policy"),
            pytest.param(PARENT, "firewallPolicies/read", None, id="its parent"),
            pytest.param(
                POLICY + "/ruleCollectionGroups", "firewallPolicies/ruleCollectionGroups/read", None, id="its rules"
            ),
            pytest.param(OF_SUBSCRIPTION + "/ipGroups", "ipGroups/read", [[IP_GROUP]], id="IP groups"),
        ],
    )
    def test_what_may_not_be_read_is_named(self, observe, firewall, place, action, rules):
        firewall.refuse(place, 403, "AuthorizationFailed")
        observed = observe(jumphost_vm=MACHINE)
        (found,) = observed["firewalls"]
        assert [(each["action"], each["reason"]) for each in observed["unread"]] == [
            ("Microsoft.Network/" + action, "denied")
        ]
        sources = found["rules"] and [rule["sources"] for rule in found["rules"] if rule["name"] == "to-sql"]
        assert sources == rules

    def test_firewalls_that_may_not_be_listed_are_named(self, observe, firewall):
        firewall.refuse(FIREWALLS, 403, "AuthorizationFailed")
        observed = observe(jumphost_vm=MACHINE)
        assert observed["firewalls"] == []
        assert [each["action"] for each in observed["unread"]] == ["Microsoft.Network/azureFirewalls/read"]

    def test_without_a_list_there_are_no_firewalls(self, observe, firewall):
        firewall.refuse(FIREWALLS, 404, "InvalidResourceType")
        observed = observe(jumphost_vm=MACHINE)
        assert (observed["firewalls"], observed["unread"]) == ([], [])

    def test_policies_that_are_each_other_s_parents(self, observe, firewall):
        firewall.properties(PARENT)["basePolicy"] = {"id": POLICY.upper()}
        (found,) = observe(jumphost_vm=MACHINE)["firewalls"]
        assert len(found["rules"]) == 4

    @pytest.mark.parametrize(
        "prefix, hop, policies, asked",
        [
            pytest.param("10.0.0.0/16", "VirtualAppliance", "Enabled", True, id="to an appliance"),
            pytest.param("10.0.14.4/32", "VirtualAppliance", "Disabled", True, id="a route of the address itself"),
            pytest.param("10.0.0.0/16", "VirtualAppliance", "Disabled", False, id="a route that does not apply"),
            pytest.param("0.0.0.0/0", "VirtualAppliance", "Enabled", False, id="a default route"),
            pytest.param("10.0.0.0/16", "VnetLocal", "Enabled", False, id="within the network"),
            pytest.param("10.9.0.0/16", "VirtualAppliance", "Enabled", False, id="for another network"),
        ],
    )
    def test_firewalls_are_listed_only_where_a_route_leads_to_an_appliance(
        self, observe, firewall, prefix, hop, policies, asked
    ):
        (route,) = firewall.properties(NETWORK + "/routeTables/jumphosts")["routes"]
        route["properties"].update(addressPrefix=prefix, nextHopType=hop)
        firewall.properties(SPOKE)["subnets"][0]["properties"]["privateEndpointNetworkPolicies"] = policies
        assert bool(observe(jumphost_vm=MACHINE)["firewalls"]) == asked
        assert bool(firewall.asked("azureFirewalls")) == asked

    def test_without_a_jumphost_none_is_asked_for(self, observe, firewall):
        assert observe()["firewalls"] == []
        assert not firewall.asked("azureFirewalls")


def as_it_is(manager):
    """Change nothing."""


def spoke_of_its_own(manager):
    """Give the account a second endpoint in a network of its own."""
    places = (ENDPOINT, INTERFACE, ENDPOINT + "/privateDnsZoneGroups")
    text = json.dumps({place: manager.bodies[place] for place in places})
    text = text.replace("aro-pe", "second-pe").replace("virtualNetworks/spoke", "virtualNetworks/second")
    manager.bodies.update(json.loads(text))
    connections = manager.properties(ACCOUNT)["privateEndpointConnections"]
    connections.append(json.loads(json.dumps(connections[0]).replace("aro-pe", "second-pe")))
    second = json.loads(json.dumps(manager.bodies[SPOKE]).replace("virtualNetworks/spoke", "virtualNetworks/second"))
    manager.bodies[second["id"]] = second
    manager.bodies[OF_SUBSCRIPTION + "/virtualNetworks"]["value"].append(second)


def no_zone(manager):
    """Take away the account's zone, and the zone group."""
    manager.bodies[OF_SUBSCRIPTION + "/privateDnsZones"] = {"value": []}
    manager.bodies[ENDPOINT + "/privateDnsZoneGroups"] = {"value": []}


@pytest.mark.parametrize("prepare", [as_it_is, spoke_of_its_own, no_zone], ids=["healthy", "two", "no-zone"])
@pytest.mark.parametrize("jumphost_vm", [None, MACHINE], ids=["alone", "jumphost"])
@pytest.mark.parametrize("name, kind", [("aro-azureopenai", "OpenAI"), ("three-names", "AIServices")])
def test_requests_of_one_account(observe, manager, prepare, jumphost_vm, name, kind):
    prepare(manager)
    observed = observe(name=name, kind=kind, jumphost_vm=jumphost_vm)
    # A zone that is needed and not there has to be looked for all the same.
    zones = max(len(observed["zones"]), len(observed["account"]["required_zone_names"]))
    most = 5 + 3 * len(observed["private_endpoints"]) + 3 * zones + (11 if jumphost_vm else 0)
    assert len(manager.requests) <= most
    assert len(manager.requests) == len(set(manager.requests))
    assert {method for method, path in manager.requests} == {"GET"}


def test_fifty_accounts_share_what_they_have_in_common(manager, authority):
    own = {place: body for place, body in manager.bodies.items() if place.startswith(ACCOUNT) or "aro-pe" in place}
    names = [f"account-{number:02}" for number in range(50)]
    manager.bodies[RECORDS]["value"] += [record(name, ["10.0.14.4"]) for name in names]
    for name in names:
        text = json.dumps(own).replace("aro-azureopenai", name).replace("aro-pe", name + "-pe")
        manager.bodies.update(json.loads(text))
    accounts = [declared(name=name, jumphost_vm=MACHINE) for name in names]
    found = arm_observe.observe(manager.arm(authority.path), accounts, 16)
    assert [observed["name"] for observed in found] == names
    assert all(observed["unread"] == [] for observed in found)
    assert len(manager.requests) == len(set(manager.requests))
    alone = [path for path in manager.asked() if "account-" in path]
    # Of these one is for the record, and one for the perimeters.
    assert len(alone) == 50 * 7
    # The list of accounts, which this caller may not see, the list of zones, the zone's links, two networks, three
    # groups and two tables of rules, the jumphost's interfaces and public address, the list of rulesets, and the
    # firewalls.
    assert len(manager.requests) - len(alone) == 14


@pytest.mark.parametrize(
    "refusal",
    [
        (403, "AuthorizationFailed"),
        (404, "ResourceNotFound"),
        (400, "Nonsense"),
        b"",
        answer(200, ["odd"]),
        answer(200, {}),
    ],
    ids=["denied", "missing", "refused", "cut", "odd", "empty"],
)
def test_nothing_that_cannot_be_read_is_an_exception(manager, authority, refusal, mocker):
    mocker.patch("ansible_collections.privatelink.azure_ai.plugins.module_utils._arm.client.RETRIES", 0)
    healthy, account = manager.asking(authority.path), declared(jumphost_vm=MACHINE)
    arm_observe.observe(healthy, [account], 1)
    for place in sorted(set(manager.asked())):
        kept = dict(manager.bodies)
        manager.bodies[place] = refusal
        asked = manager.asked().count(place)
        (observed,) = arm_observe.observe(healthy.again(place), [account], 1)
        assert manager.asked().count(place) == asked + 1
        assert isinstance(judge(observed, account), list)
        if "/A/" in place and refusal[:1] != (404,):
            assert observed["zones"][0]["record_kinds"] == {}, place
        if isinstance(refusal, tuple) and place not in (ENDPOINT, SPOKE) and refusal[0] != 404:
            wanted = "denied" if refusal[0] == 403 else "unavailable"
            assert [entry["reason"] for entry in observed["unread"]] == [wanted], place
        manager.bodies = kept


def test_the_same_every_time(observe):
    assert json.dumps(observe(jumphost_vm=MACHINE)) == json.dumps(observe(jumphost_vm=MACHINE))


def test_a_library_that_is_missing_is_named_with_exactly_what_it_would_read(observe, monkeypatch):
    complete = observe()
    monkeypatch.setitem(sys.modules, "azure.mgmt.privatedns", None)
    observed = observe()
    assert unread(observed) == [
        (reader.RECORDS, ZONE, "no_library"),
        (reader.ZONES, "/subscriptions/" + SUBSCRIPTION, "no_library"),
        (reader.LINKS, ZONE, "no_library"),
    ]
    assert all(entry["message"].startswith("azure-mgmt-privatedns >= 1.2.0 is missing") for entry in observed["unread"])
    for name in ("account", "private_endpoints", "zone_groups", "virtual_networks", "expected"):
        assert observed[name] == complete[name]


class TestOddValues:
    """What the judgement would miss or misread makes the resource unread, by name; tests of every place: test_odd_answers."""

    TABLE, GROUP = NETWORK + "/routeTables/jumphosts", NETWORK + "/networkSecurityGroups/jump-1"

    @pytest.mark.parametrize(
        "place, path, value, said",
        [
            (
                INTERFACE,
                "ipConfigurations",
                [],
                "ip_configurations: [] is not valid: expected a list that is not empty",
            ),
            (
                INTERFACE,
                "ipConfigurations.0.properties.privateLinkConnectionProperties.fqdns",
                [""],
                "fqdns: [''] is not valid: expected names that are not empty",
            ),
            (INTERFACE, "ipConfigurations.0.properties.privateIPAddress", "new", "'new' is not a valid IP address"),
            (SPOKE, "addressSpace.addressPrefixes", ["10.0.0.0/99"], "'10.0.0.0/99' is not a valid network"),
            (SPOKE, "dhcpOptions", 7, "no usable answer: "),
            (SPOKE, "subnets.0.id", None, "None is not a valid id of an Azure resource"),
            (
                GROUP,
                "securityRules.0.properties.access",
                "New",
                "access: 'New' is not valid: expected one of Allow, Deny",
            ),
            (
                GROUP,
                "securityRules.0.properties.direction",
                None,
                "direction: None is not valid: expected one of Inbound",
            ),
            (GROUP, "securityRules.0.properties.priority", None, "priority: None is not valid: expected an integer"),
            (GROUP, "securityRules", None, "security_rules: None is not valid: expected a list"),
            (TABLE, "routes", None, "routes: None is not valid: expected a list"),
            (TABLE, "routes.0.properties.addressPrefix", "", "address_prefix: '' is not valid: expected a text"),
            (TABLE, "routes.0.properties.addressPrefix", "10.0.14", "'10.0.14' is not a valid network"),
            (TABLE, "routes.0.properties.addressPrefix", "['Storage']", "is not a valid network"),
        ],
    )
    def test_is_unread(self, observe, manager, place, path, value, said):
        *parents, last = path.split(".")
        found = manager.properties(place)
        for each in parents:
            found = found[int(each) if each.isdigit() else each]
        found[int(last) if last.isdigit() else last] = value
        (entry,) = [each for each in observe(jumphost_vm=MACHINE)["unread"] if each["id"].lower() == place.lower()]
        assert entry["reason"] == "unavailable" and said in entry["message"]

    def test_any_case_of_a_known_value_is_that_value(self, observe, manager):
        before = observe(jumphost_vm=MACHINE)
        for rule in manager.properties(self.GROUP)["securityRules"]:
            for name in ("access", "direction", "protocol"):
                rule["properties"][name] = rule["properties"][name].swapcase()
        for subnet in manager.properties(SPOKE)["subnets"]:
            policies = subnet["properties"].get("privateEndpointNetworkPolicies")
            if policies:
                subnet["properties"]["privateEndpointNetworkPolicies"] = policies.swapcase()
        assert observe(jumphost_vm=MACHINE) == before
