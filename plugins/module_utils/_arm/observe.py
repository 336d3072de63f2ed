# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.
"""Accounts as Azure describes them: endpoints, zones and records, and the networks from which they are reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from .._azure.accounts import account_addresses, names_of_kind
from .._azure.resource_ids import account_id, key, parse, parse_virtual_machine, subscription_of
from .._azure.services import is_shared_private_link
from .._core.text import clean
from .._core.threads import map_threads
from .accounts import Accounts, describe, id_of
from .client import OF_ACCOUNTS, Arm, Unread, import_sdks
from .firewall import read_firewalls
from .forwarding import Forwarding
from .networks import Networks, read_jumphost, read_rules
from .reader import ACCOUNT, ENDPOINT, Notes, Reader
from .settings import Settings, check_subscription_id, without_subscription
from .zones import read_zones


def observe(arm: Arm, accounts: Sequence[Mapping[str, Any]], concurrency: int) -> list[dict[str, Any]]:
    """Return what Azure says about each account, in their order: what M(privatelink.azure_ai.private_endpoint_info)
    returns, without C(findings).

    C(accounts) are those of read_accounts(). What cannot be read is listed in C(unread); it raises nothing.
    """
    import_sdks(*OF_ACCOUNTS)
    reader = Reader(arm)
    known = Accounts(reader, [declared for declared in accounts if declared["subscription_id"]])

    def observe_one(declared: Mapping[str, Any]) -> dict[str, Any]:
        notes = Notes()
        try:
            return _observe_one(reader, known, notes, declared)
        except Exception as exc:  # an answer that nobody thought of must not take the other accounts along
            message = clean(f"an answer of Azure could not be understood ({type(exc).__name__}: {exc}); report this")
            notes.add(ACCOUNT, account_id(*id_of(declared)), "unavailable", message)
            return dict(_nothing_observed(declared), unread=notes.entries())

    return map_threads(observe_one, accounts, concurrency)


def _nothing_observed(declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the observation of an account about which nothing has been read."""
    return {
        "name": declared["name"],
        "resource_group": declared["resource_group"],
        "subscription_id": declared["subscription_id"],
        "resource_name": None,
        "account": None,
        "deleted_account": None,
        "private_endpoints": [],
        "zone_groups": [],
        "zones": [],
        "virtual_networks": [],
        "jumphost": None,
        "forwarding_rulesets": [],
        "resolver_endpoints": [],
        "network_security_groups": [],
        "route_tables": [],
        "firewalls": [],
        "unread": [],
        "expected": {},
    }


def _observe_one(reader: Reader, known: Accounts, notes: Notes, declared: Mapping[str, Any]) -> dict[str, Any]:
    observed = _nothing_observed(declared)
    if not declared["subscription_id"]:
        notes.add(ACCOUNT, f"the account {declared['name']}", "not_configured", declared["without_subscription"])
        return dict(observed, unread=notes.entries())
    found = known.find(notes, declared)
    if found:
        account = describe(reader, notes, found, declared)
        names = [*account["fqdns"], *names_of_kind(declared["name"], account["kind"], declared["cloud"])]
        endpoints = [_endpoint(reader, notes, item, found["id"], names) for item in found["connections"] or ()]
        readable = [item for item in endpoints if item["exists"]]
        # Azure names an account at its endpoints too.
        account["fqdns"] += sorted({name for item in readable for name in item["addresses"]} - set(account["fqdns"]))
        groups = [group for item in readable for group in notes.attempt(reader.zone_groups, item["id"]) or []]
        subscriptions = [declared["subscription_id"], *(item["subscription_id"] for item in readable)]
        zones = read_zones(reader, notes, _each_once(subscriptions), account, groups)
        observed.update(resource_name=found["name"], account=account, private_endpoints=endpoints)
        observed.update(zone_groups=groups, zones=zones, expected=_expected(readable))
        _observe_networks(reader, notes, observed, readable, declared["jumphost_vm"])
    elif all(entry["reason"] == "missing" for entry in notes.entries()):
        observed["deleted_account"] = known.deleted(declared)
    observed["unread"] = notes.entries()
    return observed


def _endpoint(
    reader: Reader, notes: Notes, connection: dict[str, Any], account_id: str, names: list[str]
) -> dict[str, Any]:
    endpoint: dict[str, Any] = dict(connection, name=None, resource_group=None, subscription_id=None)
    endpoint.update(readable=False, exists=None, manual=None, location=None, subnet_id=None, virtual_network_id=None)
    endpoint.update(provisioning_state=None, network_interface_ids=[], addresses={})
    if subscription_of(connection["id"]):
        endpoint.update(parse(connection["id"])._asdict())
    if is_shared_private_link(connection["group_ids"]):
        return endpoint  # it is in a subscription of Microsoft's, which nobody may read
    if not connection["id"]:
        notes.add(ENDPOINT, connection["connection_id"], "unavailable", "it does not name its private endpoint")
        return endpoint
    try:
        found = reader.private_endpoint(connection["id"])
    except Unread as exc:
        # An endpoint that no longer exists is an answer.
        endpoint["readable"] = exc.reason == "missing"
        endpoint["exists"] = False if endpoint["readable"] else None
        if not endpoint["readable"]:
            notes.note(exc)
        return endpoint
    endpoint.update(readable=True, exists=True)
    for name in ("location", "provisioning_state", "subnet_id", "virtual_network_id", "network_interface_ids"):
        endpoint[name] = found[name]
    _add_own_side(endpoint, found["connections"], account_id)
    _add_addresses(
        endpoint, [notes.attempt(reader.network_interface, item) for item in endpoint["network_interface_ids"]], names
    )
    return endpoint


def _each_once(subscription_ids: list[str | None]) -> list[str]:
    once: dict[str, str] = {}
    for subscription_id in filter(None, subscription_ids):
        once.setdefault(key(subscription_id), subscription_id)
    return list(once.values())


def _add_addresses(endpoint: dict[str, Any], interfaces: list[dict[str, Any] | None], names: list[str]) -> None:
    """Add the addresses by name. Where Azure names none, the only address is that of the only name."""
    unnamed: set[str] = set()
    for interface in interfaces:
        endpoint["addresses"].update(interface["names"] if interface else {})
        unnamed.update(interface["unnamed"] if interface else ())
    if not endpoint["addresses"] and len(set(names)) == len(unnamed) == 1 and None not in interfaces:
        endpoint["addresses"] = {names[0]: sorted(unnamed)}


def _add_own_side(endpoint: dict[str, Any], connections: list[dict[str, Any]], account_id: str) -> None:
    """Add what only the endpoint's side of a connection shows: manual approval, and disconnection."""
    ours = [item for item in connections if key(item["service_id"]) == key(account_id)] or connections
    endpoint["manual"] = any(item["manual"] for item in ours)
    if endpoint["state"] == "Approved":
        endpoint["state"] = next((item["state"] for item in ours if item["state"]), "Approved")


def _expected(endpoints: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the addresses by name of the approved endpoints, which are those that clients must find."""
    expected: dict[str, set[str]] = {}
    for endpoint in endpoints:
        if endpoint["state"] == "Approved":
            for name, addresses in endpoint["addresses"].items():
                expected.setdefault(name, set()).update(addresses)
    return {name: sorted(addresses) for name, addresses in sorted(expected.items())}


def _observe_networks(
    reader: Reader, notes: Notes, observed: dict[str, Any], endpoints: list[dict[str, Any]], jumphost_vm: str
) -> None:
    jumphost = read_jumphost(reader, notes, jumphost_vm) if jumphost_vm else None
    interfaces = jumphost["network_interfaces"] if jumphost else []
    forwarding = Forwarding(reader, notes)
    networks = Networks(reader, notes, forwarding)
    networks.add({"endpoint": endpoints, "jumphost": interfaces})
    networks.add_dns_servers(interfaces, observed["account"]["fqdns"])
    observed.update(virtual_networks=networks.entries(), jumphost=jumphost)
    observed.update(forwarding_rulesets=forwarding.rulesets(), resolver_endpoints=forwarding.resolver_endpoints())
    if jumphost:
        groups, tables = read_rules(reader, notes, observed["virtual_networks"], jumphost)
        observed.update(network_security_groups=groups, route_tables=tables)
        observed["firewalls"] = read_firewalls(reader, notes, observed)


def read_accounts(params: Mapping[str, Any], settings: Settings) -> list[dict[str, Any]]:
    """Return the accounts of the module's parameters, each with its C(subscription_id).

    That is null where nothing names one; then C(without_subscription) says what to set. C(settings) are the Settings of
    the credential. Raises ValueError naming option, value and what is expected.
    """
    if not params["accounts"]:
        raise ValueError("accounts: the list is empty: expected at least one account")
    _check_range("timeout", params["timeout"], 1, 3600, "a number of seconds")
    _check_range("concurrency", params["concurrency"], 1, 64, "a number")
    return [_read_account(f"accounts[{index}]", entry, settings) for index, entry in enumerate(params["accounts"])]


def _read_account(option: str, entry: dict[str, Any], settings: Settings) -> dict[str, Any]:
    _read(option, lambda: account_addresses(entry))
    if not entry["resource_group"]:
        raise ValueError(
            f"{option}.resource_group: '' is not a valid name: expected that of the account's resource group"
        )
    if entry["jumphost_vm"]:
        _read(option + ".jumphost_vm", lambda: parse_virtual_machine(entry["jumphost_vm"]))
    subscription_id = entry["subscription_id"] or settings.subscription_id
    if not subscription_id:
        return dict(entry, subscription_id=None, without_subscription=without_subscription(settings))
    return dict(entry, subscription_id=check_subscription_id(subscription_id, option + ".subscription_id"))


def _check_range(option: str, value: float, least: int, most: int, kind: str) -> None:
    if not least <= value <= most:
        raise ValueError(f"{option}: {value} is out of range: expected {kind} from {least} to {most}")


def _read(option: str, reader: Callable[[], object]) -> None:
    try:
        reader()
    except ValueError as exc:
        raise ValueError(f"{option}: {exc}") from exc
