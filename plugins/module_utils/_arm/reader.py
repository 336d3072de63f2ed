# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Read Azure: which client is asked for what, the action that it takes, and how the answer becomes plain."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Callable, TypeVar

from .._azure.resource_ids import Id, account_id, key, parse
from .._azure.services import ACCOUNTS
from . import resources
from .client import NO_USABLE_ANSWER, Arm, Unread
from .firewall import firewall, ip_group, policy, rule_collection_group
from .perimeter import perimeter

ACCOUNT = ACCOUNTS.action("read")
ZONE_NAMES = ACCOUNTS.action("privateLinkResources/read")
DEPLOYMENTS = ACCOUNTS.action("deployments/read")
DELETED = f"Microsoft.{ACCOUNTS.provider}/deletedAccounts/read"
PERIMETERS = ACCOUNTS.action("networkSecurityPerimeterConfigurations/read")
ENDPOINT = "Microsoft.Network/privateEndpoints/read"
ZONE_GROUPS = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups/read"
INTERFACE = "Microsoft.Network/networkInterfaces/read"
NETWORK = "Microsoft.Network/virtualNetworks/read"
SECURITY_GROUP = "Microsoft.Network/networkSecurityGroups/read"
ROUTE_TABLE = "Microsoft.Network/routeTables/read"
FIREWALL = "Microsoft.Network/azureFirewalls/read"
FIREWALL_POLICY = "Microsoft.Network/firewallPolicies/read"
RULE_GROUPS = "Microsoft.Network/firewallPolicies/ruleCollectionGroups/read"
IP_GROUPS = "Microsoft.Network/ipGroups/read"
PUBLIC_ADDRESS = "Microsoft.Network/publicIPAddresses/read"
ZONES = "Microsoft.Network/privateDnsZones/read"
RECORDS = "Microsoft.Network/privateDnsZones/A/read"
ALIASES = "Microsoft.Network/privateDnsZones/CNAME/read"
LINKS = "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read"

# Of accounts as JSON: what selects one.
_API_VERSION = "2024-10-01"
_SELECTING = {
    "endpoint": "endpoint",
    "custom_subdomain": "customSubDomainName",
    "public_network_access": "publicNetworkAccess",
    "provisioning_state": "provisioningState",
}

_Plain = dict[str, Any]
_T = TypeVar("_T")


class Reader:
    """Reads Azure through an Arm, each thing once, for all accounts and all threads together.

    What is returned is plain, its lists sorted, and shared: not to be changed. Every method raises Unread.
    """

    def __init__(self, arm: Arm) -> None:
        """C(arm) is the Arm to ask."""
        self._arm = arm

    def account(self, asked: Id) -> _Plain:
        """Return an account, with its private endpoint C(connections). C(asked) is its Id."""
        return self._of_account(ACCOUNT, asked, "accounts.get", resources.account)

    def accounts(self, subscription_id: str, resource_group: str | None = None) -> list[_Plain]:
        """Return the accounts of a subscription, or of one of its resource groups: one request for each page.

        Each is as resources.listed_account returns it.
        """
        scope = f"/subscriptions/{subscription_id}"
        group = (resource_group,) if resource_group else ()
        return self._read(
            ACCOUNT,
            f"{scope}/resourceGroups/{resource_group}" if resource_group else scope,
            self._arm.accounts,
            subscription_id,
            "accounts.list_by_resource_group" if resource_group else "accounts.list",
            group,
            _each(resources.listed_account),
        )

    def deleted_accounts(self, subscription_id: str) -> list[_Plain]:
        """Return the accounts of a subscription that were deleted and not purged."""
        return self._read(
            DELETED,
            "/subscriptions/" + subscription_id,
            self._arm.accounts,
            subscription_id,
            "deleted_accounts.list",
            (),
            _each(resources.deleted_account),
        )

    def required_zone_names(self, asked: Id) -> list[str]:
        """Return the names of the private DNS zones that an account needs."""
        return self._of_account(ZONE_NAMES, asked, "private_link_resources.list", resources.required_zone_names)

    def deployments(self, asked: Id) -> list[_Plain]:
        """Return the model deployments of an account."""
        return self._read(
            DEPLOYMENTS,
            account_id(*asked) + "/deployments",
            self._arm.accounts,
            asked.subscription_id,
            "deployments.list",
            _group_and_name(asked),
            _each(resources.deployment, "name"),
        )

    def perimeters(self, asked: Id) -> list[_Plain]:
        """Return the network security perimeters that an account, which exists, is in."""
        operation = "network_security_perimeter_configurations.list"
        return empty_if_missing(lambda: self._of_account(PERIMETERS, asked, operation, _each(perimeter, "name")))

    def private_endpoint(self, resource_id: str) -> _Plain:
        """Return a private endpoint, with the C(connections) that it asked for."""
        return self._of_network(ENDPOINT, resource_id, "private_endpoints.get", resources.private_endpoint)

    def zone_groups(self, resource_id: str) -> list[_Plain]:
        """Return the DNS zone groups of a private endpoint."""
        # The one operation that takes the name before the resource group.
        return self._of_network(
            ZONE_GROUPS,
            resource_id,
            "private_dns_zone_groups.list",
            _each(lambda item: resources.zone_group(item, resource_id)),
            lambda parsed: (parsed.name, parsed.resource_group),
        )

    def network_interface(self, resource_id: str) -> _Plain:
        """Return a network interface."""
        return self._of_network(INTERFACE, resource_id, "network_interfaces.get", resources.network_interface)

    def network_interfaces(self, subscription_id: str, resource_group: str | None = None) -> list[_Plain]:
        """Return the network interfaces of a resource group, or of a subscription."""
        scope = f"/subscriptions/{subscription_id}" + (f"/resourceGroups/{resource_group}" if resource_group else "")
        return self._read(
            INTERFACE,
            scope,
            self._arm.network,
            subscription_id,
            "network_interfaces.list" if resource_group else "network_interfaces.list_all",
            (resource_group,) if resource_group else (),
            _each(resources.network_interface),
        )

    def virtual_network(self, resource_id: str) -> _Plain:
        """Return a virtual network, with all its subnets and its connected C(peerings)."""
        return self._of_network(NETWORK, resource_id, "virtual_networks.get", resources.virtual_network)

    def virtual_networks(self, subscription_id: str) -> list[_Plain]:
        """Return the virtual networks of a subscription."""
        return self._read(
            NETWORK,
            "/subscriptions/" + subscription_id,
            self._arm.network,
            subscription_id,
            "virtual_networks.list_all",
            (),
            _each(resources.virtual_network),
        )

    def network_security_group(self, resource_id: str) -> _Plain:
        """Return a network security group."""
        return self._of_network(
            SECURITY_GROUP, resource_id, "network_security_groups.get", resources.network_security_group
        )

    def route_table(self, resource_id: str) -> _Plain:
        """Return a route table."""
        return self._of_network(ROUTE_TABLE, resource_id, "route_tables.get", resources.route_table)

    def firewalls(self, subscription_id: str) -> list[_Plain]:
        """Return the Azure Firewalls of a subscription, with their classic rules."""
        return empty_if_missing(
            lambda: self._of_subscription(FIREWALL, subscription_id, "azure_firewalls.list_all", _each(firewall))
        )

    def firewall_policy(self, resource_id: str) -> _Plain:
        """Return a firewall policy, without its rules."""
        return self._of_network(FIREWALL_POLICY, resource_id, "firewall_policies.get", policy)

    def rule_collection_groups(self, resource_id: str) -> list[_Plain]:
        """Return the groups of rule collections of a firewall policy."""
        return self._of_network(
            RULE_GROUPS, resource_id, "firewall_policy_rule_collection_groups.list", _each(rule_collection_group)
        )

    def ip_groups(self, subscription_id: str) -> list[_Plain]:
        """Return the IP groups of a subscription."""
        return self._of_subscription(IP_GROUPS, subscription_id, "ip_groups.list", _each(ip_group))

    def public_address(self, resource_id: str) -> str | None:
        """Return the address of a public IP address, null while it has none."""
        return self._of_network(PUBLIC_ADDRESS, resource_id, "public_ip_addresses.get", resources.public_address)

    def zones(self, subscription_id: str) -> list[_Plain]:
        """Return C(id) and C(name) of the private DNS zones of a subscription."""
        return self._read(
            ZONES,
            "/subscriptions/" + subscription_id,
            self._arm.private_dns,
            subscription_id,
            "private_zones.list",
            (),
            _each(resources.private_zone),
        )

    def addresses(self, zone_id: str, label: str) -> list[str] | None:
        """Return the addresses of one A record set of a private DNS zone, null where the zone does not have it."""
        return self._record_set(RECORDS, zone_id, "A", label, resources.addresses)

    def has_alias(self, zone_id: str, label: str) -> bool:
        """Return whether a private DNS zone has a CNAME record for a label."""
        return bool(self._record_set(ALIASES, zone_id, "CNAME", label, lambda found: bool(found.name)))

    def _record_set(
        self, action: str, zone_id: str, record_type: str, label: str, plain: Callable[[Any], _T]
    ) -> _T | None:
        # Asked for by name: a zone may have 25,000 record sets.
        parsed = parse(zone_id)

        def ask() -> _T:
            zones = self._arm.private_dns(parsed.subscription_id)
            return plain(zones.record_sets.get(parsed.resource_group, parsed.name, record_type, label))

        try:
            return self._arm.shared(
                (action, key(f"{zone_id}/{record_type}/{label}")), lambda: self._arm.read(action, zone_id, ask)
            )
        except Unread as exc:
            if exc.reason == "missing":
                return None
            raise

    def links(self, zone_id: str) -> list[_Plain]:
        """Return the links of a private DNS zone to virtual networks."""
        return self._by_id(
            LINKS,
            zone_id,
            self._arm.private_dns,
            "virtual_network_links.list",
            _each(resources.zone_link),
            _group_and_name,
        )

    def document(self, action: str, path: str, api_version: str) -> _Plain:
        """Return what Azure has at C(path), as decoded JSON, for what no SDK reads that this collection requires."""
        return self._arm.shared(
            (action, key(path)),
            lambda: self._arm.read(action, path, lambda: self._arm.document(path, api_version)),
        )

    def documents(self, action: str, path: str, api_version: str) -> list[_Plain]:
        """Return a list of Azure, all its pages, as decoded JSON."""
        return self._arm.shared(
            (action, key(path)),
            lambda: self._arm.read(action, path, lambda: self._arm.documents(path, api_version)),
        )

    def _of_account(self, action: str, asked: Id, operation: str, plain: Callable[[Any], _T]) -> _T:
        return self._by_id(action, account_id(*asked), self._arm.accounts, operation, plain, _group_and_name)

    def _of_subscription(self, action: str, subscription_id: str, operation: str, plain: Callable[[Any], _T]) -> _T:
        scope = "/subscriptions/" + subscription_id
        return self._read(action, scope, self._arm.network, subscription_id, operation, (), plain)

    def _of_network(
        self,
        action: str,
        resource_id: str,
        operation: str,
        plain: Callable[[Any], _T],
        arguments: Callable[[Id], tuple[str, ...]] | None = None,
    ) -> _T:
        return self._by_id(action, resource_id, self._arm.network, operation, plain, arguments or _group_and_name)

    def _by_id(
        self,
        action: str,
        resource_id: str,
        client: Callable[[str], Any],
        operation: str,
        plain: Callable[[Any], _T],
        arguments: Callable[[Id], tuple[str, ...]],
    ) -> _T:
        try:
            parsed = parse(resource_id)
        except ValueError as exc:
            raise Unread(action, resource_id, "unavailable", str(exc)) from exc
        return self._read(action, resource_id, client, parsed.subscription_id, operation, arguments(parsed), plain)

    def _read(
        self,
        action: str,
        resource_id: str,
        client: Callable[[str], Any],
        subscription_id: str,
        operation: str,
        arguments: tuple[str, ...],
        plain: Callable[[Any], _T],
    ) -> _T:
        def ask() -> _T:
            # All of this is reading: creating a client imports an SDK, and pages arrive while the answer becomes plain.
            return plain(attrgetter(operation)(client(subscription_id))(*arguments))

        return self._arm.shared((action, key(resource_id)), lambda: self._arm.read(action, resource_id, ask))


def empty_if_missing(read: Callable[[], list[_Plain]]) -> list[_Plain]:
    """Return a list of Azure, empty where the list itself is missing: a cloud does not know what it does not have."""
    try:
        return read()
    except Unread as exc:
        if exc.reason == "missing":
            return []
        raise


def _group_and_name(parsed: Id) -> tuple[str, ...]:
    return parsed.resource_group, parsed.name


def _each(plain: Callable[[Any], _Plain], order: str = "id") -> Callable[[Any], list[_Plain]]:
    return lambda found: sorted((plain(item) for item in found), key=lambda item: key(item[order]))


class Notes:
    """What of one account could not be read."""

    def __init__(self) -> None:
        """Start without any."""
        self._unread: dict[tuple[str, str], _Plain] = {}

    def attempt(self, read: Callable[..., _T], *arguments: Any) -> _T | None:
        """Return C(read(*arguments)), or null after noting why that could not be read."""
        try:
            return read(*arguments)
        except Unread as exc:
            self.note(exc)
            return None

    def note(self, exc: Unread) -> None:
        """Note what an Unread says."""
        self.add(exc.action, exc.id, exc.reason, exc.message)

    def add(self, action: str, resource_id: str, reason: str, message: str) -> None:
        """Note what could not be read, once, however often it was needed."""
        entry = {"action": action, "id": resource_id, "reason": reason, "message": message}
        self._unread.setdefault((action, key(resource_id)), entry)

    def add_all(self, others: Notes) -> None:
        """Note what others could not read."""
        for entry in others.entries():
            self.add(entry["action"], entry["id"], entry["reason"], entry["message"])

    def entries(self) -> list[_Plain]:
        """Return the notes as a list of dictionaries, by action and id."""
        return [self._unread[place] for place in sorted(self._unread)]


def _account_document(found: Any) -> _Plain:
    """Return what selects an account, from decoded JSON, with C(error) as resources.listed_account() does."""
    account = found if isinstance(found, dict) else {}
    properties, tags = account.get("properties"), account.get("tags") or {}
    plain = {name: account.get(name) for name in ("id", "name", "kind", "location")}
    if isinstance(properties, dict):
        plain.update({name: properties.get(given) for name, given in _SELECTING.items()})
    odd = [name for name, value in plain.items() if value is not None and not isinstance(value, str)]
    odd += ["properties"] if not isinstance(properties, dict) else []
    odd += ["tags"] if not isinstance(tags, dict) else []
    if odd:
        error = f"an odd value is in place of {', '.join(odd)}"
        return {"id": str(account.get("id") or ""), "name": str(account.get("name") or ""), "error": error}
    return {**plain, "tags": tags, "error": None}


def _listed(reader: Reader, subscription_id: str, resource_group: str | None = None) -> list[_Plain]:
    """Return the accounts of a list. Raises Unread."""
    try:
        return reader.accounts(subscription_id, resource_group)
    except Unread as exc:
        if not exc.message.startswith(NO_USABLE_ANSWER):
            raise
        unusable = exc
    # For one odd value the SDK refuses all accounts of the page.
    group = f"/resourceGroups/{resource_group}" if resource_group else ""
    place = f"/subscriptions/{subscription_id}{group}/providers/{ACCOUNTS.name}"
    try:
        return [_account_document(found) for found in reader.documents(ACCOUNT, place, _API_VERSION)]
    except Unread:
        raise unusable from None


def list_accounts(reader: Reader, notes: Notes, subscription_id: str, resource_groups: Sequence[str]) -> list[_Plain]:
    """Return the accounts of a subscription; those of the resource groups alone where the caller may list no others.

    What cannot be listed goes to C(notes).
    """
    try:
        return _listed(reader, subscription_id)
    except Unread as exc:
        if exc.reason != "denied" or not resource_groups:
            notes.note(exc)
            return []
        denied = exc
    found: list[_Plain] = []
    of_groups = Notes()
    for group in resource_groups:
        try:
            found += _listed(reader, subscription_id, group)
        except Unread as exc:
            # Another subscription may have a group of that name.
            if exc.reason != "missing":
                of_groups.note(exc)
    if len(of_groups.entries()) == len(resource_groups):
        notes.note(denied)
    else:
        notes.add_all(of_groups)
    return found
