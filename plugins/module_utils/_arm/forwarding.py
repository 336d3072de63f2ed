# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""DNS forwarding rulesets and the inbound endpoints of DNS private resolvers, which no required SDK reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._azure.forwarding import RESOLVER_ENDPOINTS, RESOLVERS, RULES, RULESET_LINKS, RULESETS
from .._azure.resource_ids import key, parse, virtual_network_of
from .client import Unread
from .reader import Notes, Reader, empty_if_missing

_Plain = dict[str, Any]
_API_VERSION = "2022-07-01"


class Forwarding:
    """The rulesets and the resolvers' endpoints that matter for one account."""

    def __init__(self, reader: Reader, notes: Notes) -> None:
        """Start without any."""
        self._reader = reader
        self._notes = notes
        self._rulesets: dict[str, _Plain] = {}
        self._endpoints: dict[str, _Plain] = {}

    def rulesets_of(self, network_id: str, subscriptions: Iterable[str]) -> list[_Plain]:
        """Return the rulesets of these subscriptions that are linked to a network, with their rules."""
        found = []
        for subscription in subscriptions:
            for entry in self._list(RULESETS, subscription, "dnsForwardingRulesets"):
                ruleset = self._rulesets.get(key(entry["id"])) or self._ruleset(entry["id"])
                linked = ruleset["virtual_network_ids"]
                if linked is not None and key(network_id) not in {key(each) for each in linked}:
                    continue
                # One whose links could not be read may be linked, and is kept to say so.
                self._rulesets[key(ruleset["id"])] = ruleset
                if linked is not None:
                    ruleset["rules"] = ruleset["rules"] or self._rules(ruleset["id"])
                    found.append(ruleset)
        return found

    def homes(self, server: str, subscriptions: Iterable[str]) -> list[str]:
        """Return the networks of the resolvers of these subscriptions that have an inbound endpoint at an address."""
        homes: dict[str, str] = {}
        for subscription in subscriptions:
            for resolver in self._list(RESOLVERS, subscription, "dnsResolvers"):
                for endpoint in self._inbound_endpoints(resolver):
                    if endpoint["address"] == server and endpoint["virtual_network_id"]:
                        self._endpoints[key(endpoint["id"])] = endpoint
                        homes[key(endpoint["virtual_network_id"])] = endpoint["virtual_network_id"]
        return [network_id for _place, network_id in sorted(homes.items())]

    def rulesets(self) -> list[_Plain]:
        """Return the rulesets that are linked to a network asked for, or whose links could not be read."""
        return [ruleset for _place, ruleset in sorted(self._rulesets.items())]

    def resolver_endpoints(self) -> list[_Plain]:
        """Return the inbound endpoints that are a DNS server of a network."""
        return [endpoint for _place, endpoint in sorted(self._endpoints.items())]

    def _ruleset(self, resource_id: str) -> _Plain:
        links = self._entries(RULESET_LINKS, resource_id, f"{resource_id}/virtualNetworkLinks")
        ids = None if links is None else [_dig(link, "properties", "virtualNetwork", "id") for link in links]
        if ids is not None and not all(map(_is_id, ids)):
            ids = None
            message = "one of its links does not name its virtual network"
            self._notes.add(RULESET_LINKS, resource_id, "unavailable", message)
        return {
            "id": resource_id,
            "name": resource_id.rpartition("/")[2],
            "virtual_network_ids": None if ids is None else sorted(ids, key=key),
            "rules": None,
        }

    def _rules(self, ruleset_id: str) -> list[_Plain] | None:
        found = self._entries(RULES, ruleset_id, f"{ruleset_id}/forwardingRules")
        return None if found is None else sorted(map(_rule, found), key=lambda rule: key(rule["name"]))

    def _inbound_endpoints(self, resolver: _Plain) -> list[_Plain]:
        network_id = _dig(resolver, "properties", "virtualNetwork", "id")
        found = self._entries(RESOLVER_ENDPOINTS, resolver["id"], f"{resolver['id']}/inboundEndpoints")
        return [
            {
                "id": str(_dig(endpoint, "id")),
                "address": _dig(configuration, "privateIpAddress"),
                "virtual_network_id": virtual_network_of(_dig(configuration, "subnet", "id")) or network_id,
            }
            for endpoint in found or ()
            for configuration in _items(_dig(endpoint, "properties", "ipConfigurations"))
        ]

    def _list(self, action: str, subscription: str, kind: str) -> list[_Plain]:
        scope = f"/subscriptions/{subscription}"
        found = self._entries(action, scope, f"{scope}/providers/Microsoft.Network/{kind}") or []
        named = [entry for entry in found if _is_id(_dig(entry, "id"))]
        if len(named) < len(found):
            self._notes.add(action, scope, "unavailable", f"an entry of the list of {kind} has no id")
        return named

    def _entries(self, action: str, scope: str, path: str) -> list[_Plain] | None:
        """Return the entries of a list; null after noting why it could not be read.

        Noted is C(scope), on which a role is given, and not the list's own path.
        """
        try:
            return empty_if_missing(lambda: self._reader.documents(action, path, _API_VERSION))
        except Unread as exc:
            self._notes.add(exc.action, scope, exc.reason, exc.message)
            return None


def _rule(entry: _Plain) -> _Plain:
    servers = [_dig(item, "ipAddress") for item in _items(_dig(entry, "properties", "targetDnsServers"))]
    domain, state = _dig(entry, "properties", "domainName"), _dig(entry, "properties", "forwardingRuleState")
    return {
        "name": str(_dig(entry, "name")),
        # Azure takes a domain only with the final dot; without one it is not known what the rule is for.
        "domain": domain if isinstance(domain, str) and domain.endswith(".") else None,
        "state": state if isinstance(state, str) else None,
        "servers": [server for server in servers if isinstance(server, str)],
    }


def _is_id(value: Any) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _dig(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
