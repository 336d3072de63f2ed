# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Azure's side of the accounts: healthy ones, and one for every fault that only Azure Resource Manager can name.

A new fault is one row here, and a row of the same name among the accounts, for what a client sees of it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from simulated_azure import switches
from simulated_azure.account import STALE_ADDRESS
from simulated_azure.accounts import ESTATE, OWN_ACCOUNTS, Account, accounts_named

SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
ACCOUNT_GROUP = "rg-ai"  # of the accounts that share the healthy network
JUMPHOST_GROUP = "rg-jumphost"
JUMPHOST_VM = "jump-1"
ONPREM_DNS_SERVER = "172.20.0.53"
HUB_DNS_SERVER = "10.200.0.4"


@dataclass(frozen=True)
class Rule:
    """A rule of a network security group, for TCP 443."""

    name: str
    direction: str = "Outbound"
    access: str = "Deny"
    priority: int = 100
    source: str = "*"
    destination: str = "*"


@dataclass(frozen=True)
class Route:
    name: str
    prefix: str
    next_hop_type: str = "VirtualAppliance"
    next_hop_address: str = "10.0.250.4"


@dataclass(frozen=True)
class FirewallRule:
    """A rule of the Azure Firewall in the hub, at the next hop of routes: for HTTPS to names, or for TCP 443."""

    kind: str = "application"  # or network
    action: str = "Allow"
    destination: str = "*.openai.azure.com"


@dataclass(frozen=True)
class Perimeter:
    """A network security perimeter that the account is in."""

    mode: str = "Enforced"
    prefixes: tuple[str, ...] = ()  # that its inbound access rule admits; none: it has no such rule


@dataclass(frozen=True)
class Side:
    """What Azure has for one account, and how Resource Manager speaks of it. The default is healthy."""

    own_network: bool = False  # a subscription of its own, in which the account has its own VNet, zones and jumphost
    exists: bool = True
    deleted: bool = False  # where it does not exist: it was deleted, and is not purged yet
    kind: str = ""  # as Resource Manager names it, where declarations have no such kind
    resource_name: str = ""  # where it is not the custom subdomain
    state: str = "Succeeded"  # of the account's provisioning
    connection: str = "Approved"  # "": the account has no private endpoint
    endpoint_state: str = "Succeeded"  # of the endpoint's provisioning; Failed: it has no network interface
    manual: bool = False
    # approved too: in an `unpeered` VNet, in a `foreign` subscription or `tenant`; pending: `shared`, of Azure AI Search
    other_endpoint: str = ""
    public_network_access: str = "Disabled"
    ip_rules: tuple[str, ...] = ()
    subdomain: bool = True
    local_auth: bool = False
    outbound_restricted: bool = True
    zone_group: bool = True
    record: str = "right"  # or right, missing, one_address, or the address that it has
    zones: str = "all"  # or none, or one: only the first name's zone exists
    linked_to: str = "jumphost"  # or hub, other, nothing, spare_zone
    link_name: str = ""  # none: made of the network's
    spare_record: str = ""  # of a second zone of the same name: an address, or none; empty: there is no second zone
    wildcard: bool = False  # the record is the zone's wildcard record
    required_zones: tuple[str, ...] = ()  # as Azure lists them; none: those of the account's names
    interface_names: bool = True  # whether the endpoint's network interface says which name has which address
    link_state: str = "Completed"
    resolution_policy: str = "Default"
    dns_servers: tuple[str, ...] = ()  # of the jumphost's VNet; none: Azure's
    interface_dns: tuple[str, ...] = ()  # of the jumphost's network interface, instead of its VNet's
    forwarded: tuple[str, ...] = ()  # to these servers, by a ruleset that is linked to the jumphost's VNet
    resolver: bool = False  # the hub's DNS server is an inbound endpoint, and another VNet has the hub's addresses too
    rules: tuple[Rule, ...] = ()  # Outbound ones are of the jumphost's subnet, Inbound ones of the endpoint's
    routes: tuple[Route, ...] = ()  # of the jumphost's subnet
    policies: str = "Disabled"  # for private endpoints, of the endpoint's subnet
    firewall: tuple[FirewallRule, ...] = ()  # none: the next hop of routes is no Azure Firewall
    perimeter: Perimeter | None = None
    jumphost_public: bool = False
    shouting: bool = False  # references to other resources are in capitals, as Azure sometimes writes them
    manners: str = "answers"  # of Resource Manager in this subscription, see arm.MANNERS


@dataclass(frozen=True)
class AzureFault:
    """A row. What is healthy in Azure has no code; where `root_cause` is None, the joined verdict has none to name."""

    name: str  # of the account
    broken: str
    code: str | None  # the azure_ code that this row is there for
    root_cause: str | None  # of the verdict over Azure's and the client's sides
    side: Side = field(default_factory=Side)
    contributing: tuple[str, ...] = ()  # of the verdict, where a second fault must be mentioned
    typed: bool = False  # the addresses are declared, although Azure can be asked for them
    beside: tuple[str, ...] = ()  # further codes of Azure's side, which the verdict does not name

    @property
    def azure_codes(self) -> set[str]:
        """What Azure's side finds, and nothing else but informations: the row's code and those of a second fault."""
        codes = (self.code, self.root_cause, *self.contributing, *self.beside)
        return {code for code in codes if (code or "").startswith("azure_")}

    @property
    def account(self) -> Account:
        (account,) = accounts_named([self.name])
        return account

    @property
    def subscription_id(self) -> str:
        return subscription_named(self.name) if self.side.own_network else SUBSCRIPTION

    @property
    def resource_group(self) -> str:
        return f"rg-{self.name}" if self.side.own_network else ACCOUNT_GROUP

    @property
    def jumphost_vm(self) -> str:
        """The resource id of the jumphost's virtual machine."""
        group = self.resource_group if self.side.own_network else JUMPHOST_GROUP
        return (
            f"/subscriptions/{self.subscription_id}/resourceGroups/{group}"
            f"/providers/Microsoft.Compute/virtualMachines/{JUMPHOST_VM}"
        )

    @property
    def declaration(self) -> dict[str, str]:
        """What the inventory says of it, beside what it says of the account: no address."""
        declared = {"resource_group": self.resource_group}
        if self.side.own_network:  # the shared jumphost's metadata service names its VM
            declared |= {"subscription_id": self.subscription_id, "jumphost_vm": self.jumphost_vm}
        return declared


def subscription_named(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.subscription.lab.example"))


def _healthy(name: str, **side: object) -> AzureFault:
    return AzureFault(name, "", None, None, Side(**side))


def _fault(name: str, code: str, broken: str = "", **side: object) -> AzureFault:
    """A row whose code becomes the root cause."""
    return AzureFault(name, broken or accounts_named([name])[0].broken, code, code, Side(**side))


def _remark(name: str, code: str, broken: str, **side: object) -> AzureFault:
    """A row whose code is a warning, an information, or something unknown: the account passes all the same."""
    return AzureFault(name, broken, code, None, Side(**side))


def _two(name: str, code: str | None, root_cause: str, *contributing: str, **side: object) -> AzureFault:
    """A row of an account with two faults."""
    return AzureFault(name, accounts_named([name])[0].broken, code, root_cause, Side(**side), contributing, typed=True)


AZURE_HEALTHY = (
    _healthy("aro-azureopenai"),
    _healthy("ai-services"),
    _healthy("cognitive-services"),
    _healthy("manual-connection", manual=True),
    _healthy("form-recognizer", kind="FormRecognizer"),
    _healthy("named-otherwise", resource_name="ai-prod-eastus"),
    _healthy("hub-and-spoke", own_network=True, linked_to="hub", dns_servers=(HUB_DNS_SERVER,), shouting=True),
    _healthy("interface-dns", own_network=True, linked_to="hub", interface_dns=(HUB_DNS_SERVER,)),
    _healthy("ruleset-to-hub", own_network=True, linked_to="hub", forwarded=(HUB_DNS_SERVER,)),
    _healthy("inbound-endpoint", own_network=True, linked_to="hub", dns_servers=(HUB_DNS_SERVER,), resolver=True),
    _healthy(
        "nsg-ignored",
        own_network=True,
        rules=(
            Rule("deny-all-out", priority=4000),
            Rule("allow-vnet", access="Allow", destination="VirtualNetwork"),
            Rule("deny-all-in", "Inbound"),
        ),
    ),  # the endpoint's subnet has no policies for it
    _healthy(
        "route-ignored",
        own_network=True,
        routes=(Route("default-to-firewall", "0.0.0.0/0"), Route("vnet-to-firewall", "10.0.0.0/16")),
    ),
    _healthy("twin-zone-linked-right", own_network=True, spare_record=STALE_ADDRESS),
    _healthy("wildcard-right", own_network=True, wildcard=True),
    _healthy(
        "nsg-public-tags",
        own_network=True,
        rules=(
            Rule("deny-monitor", destination="AzureMonitor"),
            Rule("deny-storage", priority=110, destination="Storage.EastUS"),
        ),
    ),  # whose addresses are public
    _healthy(
        "firewall-network-rule",
        own_network=True,
        policies="RouteTableEnabled",
        routes=(Route("endpoints-to-firewall", "10.0.14.0/24"),),
        firewall=(FirewallRule("network", destination="10.0.14.0/24"), FirewallRule()),
    ),
    _healthy("arm-throttled", own_network=True, manners="throttles"),
    _healthy("arm-slow", own_network=True, manners="slow"),
    _healthy("arm-paged", own_network=True, manners="pages"),
)

AZURE_FAULTS = (
    _fault("account-unknown", "azure_account_missing", exists=False),
    _fault("account-deleted", "azure_account_missing", exists=False, deleted=True),
    _fault("no-endpoint", "azure_endpoint_missing", connection=""),
    _fault("endpoint-pending", "azure_endpoint_pending", connection="Pending", manual=True),
    _fault("endpoint-rejected", "azure_endpoint_rejected", connection="Rejected", manual=True),
    _fault("endpoint-disconnected", "azure_endpoint_disconnected", connection="Disconnected"),
    _fault("endpoint-failed", "azure_not_provisioned", endpoint_state="Failed", record="missing", zone_group=False),
    _fault(
        "endpoint-unexpected",
        "azure_endpoint_unexpected",
        "an endpoint in an unreadable subscription is approved",
        other_endpoint="foreign",
    ),
    _fault(
        "endpoint-foreign-tenant",
        "azure_endpoint_unexpected",
        "an endpoint in another tenant is approved",
        other_endpoint="tenant",
    ),
    _fault("public-access-enabled", "azure_public_access_enabled", public_network_access="Enabled"),
    _fault(
        "selected-networks",
        "azure_selected_networks",
        public_network_access="Enabled",
        ip_rules=("198.51.100.77", "192.0.2.128/25"),
    ),
    _fault(
        "gate-custom-subdomain-required",
        "azure_subdomain_missing",
        "the account has no custom subdomain",
        subdomain=False,
    ),
    _fault("zone-missing", "azure_zone_missing", own_network=True, zones="none", zone_group=False),
    _fault("ai-services-zone-missing", "azure_zone_missing", own_network=True, zones="one"),
    _fault("zone-not-linked", "azure_zone_not_linked", own_network=True, linked_to="other"),
    _fault("spoke-linked-only", "azure_zone_not_linked", own_network=True, dns_servers=(HUB_DNS_SERVER,)),
    _fault("zone-wrong-linked", "azure_zone_not_linked", own_network=True, linked_to="spare_zone", spare_record="none"),
    _fault(
        "hub-unknown-zone-unlinked",
        "azure_zone_not_linked",
        own_network=True,
        linked_to="nothing",
        dns_servers=(ONPREM_DNS_SERVER,),
    ),
    _fault(
        "required-zones-without-own",
        "azure_zone_not_linked",
        own_network=True,
        linked_to="other",
        required_zones=("privatelink.cognitiveservices.azure.com",),
    ),
    _fault("link-name-taken", "azure_zone_not_linked", own_network=True, linked_to="other", link_name="vnet-ai"),
    _fault(
        "twin-zone-linked-wrong",
        "azure_record_stale",
        own_network=True,
        linked_to="spare_zone",
        spare_record=STALE_ADDRESS,
    ),
    _fault(
        "interface-without-names", "azure_record_stale", record=STALE_ADDRESS, zone_group=False, interface_names=False
    ),
    _fault(
        "wildcard-stale", "azure_record_stale", own_network=True, record=STALE_ADDRESS, zone_group=False, wildcard=True
    ),
    AzureFault(
        "spare-zone-denied",
        "the record of the linked zone is stale, and a second zone of its name may not be read",
        "azure_record_stale",
        "azure_record_stale",
        Side(
            own_network=True,
            record=STALE_ADDRESS,
            zone_group=False,
            spare_record="none",
            manners="denies_spare_zone",
        ),
        beside=("azure_access_denied",),
    ),
    _fault("interface-dns-unlinked", "azure_zone_not_linked", own_network=True, interface_dns=(HUB_DNS_SERVER,)),
    _fault("ruleset-diverts", "azure_zone_not_linked", own_network=True, forwarded=(HUB_DNS_SERVER,)),
    _fault(
        "inbound-endpoint-unlinked",
        "azure_zone_not_linked",
        own_network=True,
        dns_servers=(HUB_DNS_SERVER,),
        resolver=True,
    ),
    _fault("link-in-progress", "azure_zone_link_incomplete", own_network=True, link_state="InProgress"),
    _fault(
        "record-hidden", "azure_zone_fallback", own_network=True, record="missing", resolution_policy="NxDomainRedirect"
    ),
    _fault("record-missing", "azure_record_missing", record="missing"),
    _fault("stale-record", "azure_record_stale", record=STALE_ADDRESS, zone_group=False),
    _fault("ai-services-one-address", "azure_record_stale", own_network=True, record="one_address", zone_group=False),
    _fault("record-overwritten", "azure_record_stale", own_network=True, record="unpeered", other_endpoint="unpeered"),
    _fault(
        "nsg-denies", "azure_nsg_denies", own_network=True, rules=(Rule("deny-endpoints", destination="10.0.14.0/24"),)
    ),
    _fault(
        "nsg-denies-inbound",
        "azure_nsg_denies",
        own_network=True,
        policies="NetworkSecurityGroupEnabled",
        rules=(Rule("deny-jumphosts", "Inbound", source="10.0.15.0/24"),),
    ),
    _fault(
        "route-diverts",
        "azure_route_diverts",
        own_network=True,
        policies="RouteTableEnabled",
        routes=(Route("endpoints-to-firewall", "10.0.14.0/24"),),
    ),
    _fault(
        "nsg-denies-behind-tag",
        "azure_nsg_denies",
        own_network=True,
        rules=(
            Rule("allow-azure", access="Allow", destination="AzureCloud"),
            Rule("deny-endpoints", priority=200, destination="10.0.14.0/24"),
        ),
    ),
    _fault(
        "route-of-the-address",
        "azure_route_diverts",
        own_network=True,
        routes=(Route("endpoint-to-firewall", f"{accounts_named(['route-of-the-address'])[0].addresses[0]}/32"),),
    ),
    _fault(
        "firewall-application-rule",
        "azure_firewall_application_rule",
        own_network=True,
        policies="RouteTableEnabled",
        routes=(Route("endpoints-to-firewall", "10.0.14.0/24"),),
        firewall=(FirewallRule("network", destination="10.0.16.0/24"), FirewallRule()),
    ),
    _fault("perimeter-opens", "azure_perimeter_opens", perimeter=Perimeter(prefixes=("198.51.100.0/24",))),
    _fault(
        "jumphost-exposed",
        "azure_jumphost_exposed",
        "the jumphost has a public address",
        own_network=True,
        jumphost_public=True,
    ),
    _remark("zone-group-missing", "azure_zone_group_missing", "the record is kept by hand", zone_group=False),
    AzureFault(
        "custom-dns-onprem",
        "the VNet's DNS server is in no readable VNet",
        "azure_vnet_custom_dns",
        None,
        Side(own_network=True, dns_servers=(ONPREM_DNS_SERVER,)),
        beside=("azure_name_not_compared",),
    ),
    _remark("account-creating", "azure_not_provisioned", "Azure has not finished the account", state="Creating"),
    _remark(
        "public-access-odd",
        "azure_public_access_enabled",
        "publicNetworkAccess is a value that nobody knows",
        public_network_access="SecuredByMagic",
    ),
    _remark(
        "shared-private-link",
        "azure_endpoint_pending",
        "a shared private link of Azure AI Search waits for approval",
        other_endpoint="shared",
    ),
    AzureFault(
        "ruleset-to-onprem",
        "a ruleset sends the names to a DNS server in no readable VNet",
        "azure_vnet_custom_dns",
        None,
        Side(own_network=True, forwarded=(ONPREM_DNS_SERVER,)),
        beside=("azure_name_not_compared",),
    ),
    AzureFault(
        "rulesets-denied",
        "the caller may not read DNS forwarding rulesets",
        "azure_access_denied",
        None,
        Side(own_network=True, manners="denies_rulesets"),
        beside=("azure_name_not_compared",),
    ),
    _remark("local-auth-enabled", "azure_local_auth_enabled", "the account accepts API keys", local_auth=True),
    _remark(
        "outbound-unrestricted",
        "azure_outbound_unrestricted",
        "the account may call any address",
        outbound_restricted=False,
    ),
    _remark(
        "perimeter",
        "azure_perimeter",
        "a network security perimeter rules over the account",
        public_network_access="SecuredByPerimeter",
    ),
    _remark(
        "perimeter-closes",
        "azure_perimeter",
        "an enforced perimeter without an inbound access rule decides instead of publicNetworkAccess",
        public_network_access="Enabled",
        perimeter=Perimeter(),
    ),
    _remark("perimeter-learning", "azure_perimeter", "a perimeter only logs", perimeter=Perimeter("Learning")),
    _remark(
        "perimeter-in-doubt",
        "azure_perimeter",
        "a perimeter that only logs has an inbound access rule",
        perimeter=Perimeter("Learning", ("198.51.100.0/24",)),
    ),
    _remark(
        "access-denied",
        "azure_access_denied",
        "the caller may read nothing",
        own_network=True,
        manners="denies_everything",
    ),
    AzureFault(
        "zones-denied",
        "the caller may not read private DNS zones",
        "azure_access_denied",
        None,
        Side(own_network=True, manners="denies_zones"),
        beside=("azure_name_not_compared",),
    ),
    _remark(
        "arm-throttled-always",
        "azure_access_denied",
        "Resource Manager answers 429, however often it is asked",
        own_network=True,
        manners="throttles_always",
    ),
    _remark(
        "arm-silent", "azure_access_denied", "Resource Manager does not answer", own_network=True, manners="silent"
    ),
)

AZURE_COMBINED = (
    _two(
        "pinned-and-zone-missing",
        "azure_zone_missing",
        "host_pinned",
        "azure_zone_missing",
        "dns_public_address",
        own_network=True,
        zones="none",
        zone_group=False,
    ),
    _two(
        "not-linked-and-bad-key",
        "azure_zone_not_linked",
        "azure_zone_not_linked",
        "dns_public_address",
        "auth_key_invalid",
        own_network=True,
        linked_to="other",
    ),
    AzureFault(
        "rulesets-denied-and-public-answer",
        "the zone is not linked to the VNet, and which rulesets are cannot be read",
        "azure_access_denied",
        "dns_public_address",
        Side(own_network=True, linked_to="other", manners="denies_rulesets"),
        beside=("azure_name_not_compared",),
        typed=True,
    ),
    _two(
        "stale-and-public",
        "azure_record_stale",
        "azure_record_stale",
        "dns_wrong_address",
        "azure_public_access_enabled",
        "gate_public_open",
        record=STALE_ADDRESS,
        zone_group=False,
        public_network_access="Enabled",
    ),
    _two(
        "record-missing-and-public",
        "azure_record_missing",
        "azure_record_missing",
        "dns_record_missing",
        "azure_public_access_enabled",
        "gate_public_open",
        record="missing",
        public_network_access="Enabled",
    ),
    _two(
        "not-linked-and-pending",
        "azure_zone_not_linked",
        "azure_zone_not_linked",
        "dns_public_address",
        "azure_endpoint_pending",
        "gate_private_endpoint_not_approved",
        own_network=True,
        linked_to="other",
        connection="Pending",
        manual=True,
    ),
    _two(
        "nsg-denies-and-public",
        "azure_nsg_denies",
        "azure_nsg_denies",
        "tcp_timeout",
        "azure_public_access_enabled",
        "gate_public_open",
        own_network=True,
        public_network_access="Enabled",
        rules=(Rule("deny-endpoints", destination="10.0.14.0/24"),),
    ),
    _two(
        "expired-and-selected-networks",
        "azure_selected_networks",
        "tls_expired",
        "azure_selected_networks",
        "gate_network_rules",
        public_network_access="Enabled",
        ip_rules=("198.51.100.77",),
    ),
    _two(
        "selected-networks-and-bad-key",
        "azure_selected_networks",
        "azure_selected_networks",
        "gate_network_rules",
        "auth_key_invalid",
        public_network_access="Enabled",
        ip_rules=("198.51.100.77",),
    ),
    _two(
        "public-and-deployment-deleted",
        "azure_public_access_enabled",
        "azure_public_access_enabled",
        "gate_public_open",
        "model_deployment_not_found",
        public_network_access="Enabled",
    ),
)

AZURE_ROWS = (*AZURE_HEALTHY, *AZURE_FAULTS, *AZURE_COMBINED)

# All others have a fault that Azure does not know of, or none: there they are healthy, and share the healthy network.
ALL_SIDES = switches.sides(
    (
        *AZURE_ROWS,
        *(
            AzureFault(
                account.name,
                "",
                None,
                account.root_cause,
                contributing=account.contributing,
                typed=account not in ESTATE,
            )
            for account in OWN_ACCOUNTS
            if account.name not in {row.name for row in AZURE_ROWS}
        ),
    )
)


def azure_rows_named(names: list[str]) -> list[AzureFault]:
    """The rows of those accounts, in that order; raises KeyError at the first that does not exist."""
    table = {row.name: row for row in ALL_SIDES}
    return [table[name] for name in names]
