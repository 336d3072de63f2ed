# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Where the questions of a client go: the networks whose 168.63.129.16 finally answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._azure.accounts import private_name, private_zone
from .._azure.forwarding import (
    RESOLVER_ENDPOINTS,
    RESOLVERS,
    RULES,
    RULESET_LINKS,
    RULESETS,
    Match,
    linked_rulesets,
    matching_rule,
    servers_of,
)
from .._azure.resource_ids import key, subscription_of
from .._core.addresses import AZURE_DNS, is_within
from .finding import Finding, Observed, by_id, finding, jumphost_interfaces, network_of, parts, working_endpoints

# What is wrong only if the network answers.
_OF_LINKS = ("azure_zone_not_linked", "azure_zone_link_incomplete", "azure_zone_fallback")


def intended_endpoints(observed: Observed) -> list[dict[str, Any]]:
    """Return the endpoints to which the names must resolve: those that work, else those that may be approved."""
    return working_endpoints(observed) or [
        endpoint
        for endpoint in observed.get("private_endpoints") or ()
        if endpoint.get("readable") and endpoint.get("exists") is not False
    ]


def clients(observed: Observed) -> tuple[list[dict[str, Any]], str]:
    """Return the networks from which the account is used, and how certain that is.

    The jumphost's where it is known, else the endpoints' own. A network that could not be read is omitted.
    """
    interfaces = jumphost_interfaces(observed)
    ids = dict.fromkeys(network_of(found) for found in interfaces or intended_endpoints(observed))
    networks = [by_id(observed.get("virtual_networks"), network) for network in ids]
    return [network for network in networks if network], "high" if interfaces else "medium"


@dataclass(frozen=True)
class Answering:
    """Who finally answers a question for a name.

    C(networks) are those whose 168.63.129.16 does, as far as Azure could be read, C(strangers) the DNS servers that are
    in no known network. C(unknown) says why others may answer instead: then no missing link is a fault for sure.
    """

    networks: tuple[dict[str, Any], ...]
    strangers: tuple[str, ...]
    unknown: tuple[str, ...]
    # Findings about the way of the question, and what could not be read of it.
    remarks: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()
    # Belongs to the evidence of what is found in the zones of the networks.
    evidence: Mapping[str, Any] = field(default_factory=dict)


def answering(observed: Observed, client: dict[str, Any], name: str) -> Answering:
    """Return who answers when a client in the network C(client) asks for a name.

    Azure's own DNS answers for the network itself, unless a ruleset that is linked to it sends the name elsewhere; a
    DNS server asks the Azure DNS of its own network.
    """
    question = _Question(observed, client, name)
    for server in servers_of(client, jumphost_interfaces(observed)):
        question.ask(client, server)
    return question.answering()


def judged(answers: Answering, found: Iterable[Finding]) -> list[Finding]:
    """Return C(found) in the zones of the networks that answer, and what is to be said of the way there.

    Where it is not known whether these networks answer, nothing is said about their links, and the reasons stand
    beside what else is found: unknown. Clients see whether the answer holds.
    """
    found = list(found)
    kept = [each for each in found if not answers.unknown or not is_of_a_link(each)]
    for each in kept:
        each["evidence"].update(answers.evidence)
    return [*kept, *answers.remarks, *answers.doubts]


def is_of_a_link(found: Finding) -> bool:
    """Return whether a finding is wrong where another network answers."""
    return found["code"] in _OF_LINKS


class _Question:
    """The way of one question, through DNS servers and rulesets."""

    def __init__(self, observed: Observed, client: dict[str, Any], name: str) -> None:
        self.observed, self.client, self.name = observed, client, name
        self.networks: dict[str, dict[str, Any]] = {}
        self.strangers: dict[str, Match | None] = {}
        self.forwarded: dict[str, Match] = {}
        # What could not be read, and what cannot be said although all was read.
        self.unread: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.undecided: dict[str, None] = {}

    def ask(self, network: dict[str, Any], server: str, sent_by: Match | None = None) -> None:
        """Follow the question to a DNS server that a network asks, or that a rule names."""
        homes = [network] if server == AZURE_DNS else self._homes(network, server)
        if not homes:
            self.strangers.setdefault(server, sent_by)
            self._missing(lambda entry: entry["action"] in (RESOLVERS, RESOLVER_ENDPOINTS))
        for home in homes:
            self._azure_dns(home)

    def _homes(self, network: dict[str, Any], server: str) -> list[dict[str, Any]]:
        """Return the networks that a DNS server may be in; address spaces of networks that are not peered overlap."""
        if is_within(server, network.get("address_space")):
            return [network]
        networks = self.observed.get("virtual_networks") or ()
        within = [each for each in networks if is_within(server, each.get("address_space"))]
        peers = {key(each) for each in network.get("peered_network_ids") or ()}
        endpoints = {
            key(endpoint["virtual_network_id"])
            for endpoint in self.observed.get("resolver_endpoints") or ()
            if endpoint["address"] == server
        }
        return (
            [each for each in within if key(each["id"]) in peers]
            or [each for each in networks if key(each["id"]) in endpoints]
            or [each for each in within if "dns_server" in (each.get("roles") or ())]
            or within
        )

    def _azure_dns(self, network: dict[str, Any]) -> None:
        """Let the Azure DNS of a network answer, or send the question on."""
        place = key(network["id"])
        if place in self.forwarded:
            rule = _named(self.forwarded[place])
            self.undecided[f"the {rule} forwards to servers that ask the Azure DNS of {network['name']} again"] = None
        if place in self.forwarded or place in self.networks:
            return
        linked = linked_rulesets(self.observed.get("forwarding_rulesets"), network["id"])
        self._unread_of(network, linked)
        match = matching_rule(linked, self.name)
        if match and (match.rule["state"] or "").lower() in ("", "enabled") and match.rule["servers"]:
            self.forwarded[place] = match
            for server in match.rule["servers"]:
                self.ask(network, server, match)
            return
        self.networks[place] = network
        if match:
            state = f"its state is {match.rule['state']}" if match.rule["servers"] else "it names no server"
            self.undecided[f"the {_named(match)} is for this name, and {state}"] = None
        private = matching_rule(linked, private_name(self.name))
        if not match and private and not self._has_zone(network):
            # Microsoft documents the order for the name that is asked for, not for one that it leads to.
            reason = f"the {_named(private)} is for the privatelink name, and may forward the query elsewhere"
            self.undecided[reason] = None

    def _has_zone(self, network: dict[str, Any]) -> bool:
        return any(
            key(link.get("virtual_network_id")) == key(network["id"])
            for zone in self.observed.get("zones") or ()
            if zone["name"].lower() == private_zone(self.name)
            for link in zone.get("links") or ()
        )

    def _unread_of(self, network: dict[str, Any], linked: list[dict[str, Any]]) -> None:
        """Collect what could not be read of the rulesets that may be linked to a network."""
        own = key(f"/subscriptions/{subscription_of(network['id'])}")
        rulesets = self.observed.get("forwarding_rulesets") or ()
        obscure = {key(each["id"]) for each in rulesets if each["virtual_network_ids"] is None}
        obscure |= {key(each["id"]) for each in linked if each["rules"] is None}
        self._missing(lambda entry: entry["action"] == RULESETS and key(entry["id"]) == own)
        self._missing(lambda entry: entry["action"] in (RULESET_LINKS, RULES) and key(entry["id"]) in obscure)
        for ruleset in linked:
            for rule in ruleset["rules"] or ():
                if not rule["domain"]:
                    self.undecided[f"the {_named(Match(ruleset, rule))} has no domain"] = None

    def _missing(self, matters: Any) -> None:
        for entry in self.observed.get("unread") or ():
            if matters(entry):
                self.unread[entry["action"], key(entry["id"])] = entry

    def answering(self) -> Answering:
        """Return what the question met."""
        doubts = [
            finding(
                "azure_access_denied",
                None if entry["reason"] == "denied" else entry["reason"],
                resource=entry["id"],
                action=entry["action"],
                message=_message(entry),
            )
            for entry in self.unread.values()
        ]
        match = next(iter(self.forwarded.values()), None)
        sent: dict[str, Any] = {}
        if match:
            sent = {"ruleset_id": match.ruleset["id"], "rule": match.rule["name"], "asked_by": self.client["id"]}
        return Answering(
            networks=tuple(self.networks.values()),
            strangers=tuple(self.strangers),
            unknown=(*map(_message, self.unread.values()), *self.undecided),
            remarks=(*self._of_strangers(), *self._of_other_subscriptions()),
            doubts=tuple(doubts),
            evidence=sent,
        )

    def _of_strangers(self) -> list[Finding]:
        own = [server for server, sent_by in self.strangers.items() if sent_by is None]
        interfaces = [
            each["id"]
            for each in jumphost_interfaces(self.observed)
            if network_of(each) == key(self.client["id"]) and each.get("dns_servers")
        ]
        found = []
        if own:
            fields = {"nic_id": interfaces[0]} if interfaces else {}
            found = [self._custom_dns("interface" if interfaces else None, servers=", ".join(own), **fields)]
        matches = {id(sent_by): sent_by for sent_by in self.strangers.values() if sent_by}
        for match in matches.values():
            servers = [server for server, sent_by in self.strangers.items() if sent_by is match]
            found.append(
                self._custom_dns(
                    "forwarded",
                    servers=", ".join(servers),
                    rule=match.rule["name"],
                    domain=match.rule["domain"],
                    **dict(parts(match.ruleset["id"], "ruleset", "ruleset"), ruleset_id=match.ruleset["id"]),
                )
            )
        return found

    def _of_other_subscriptions(self) -> list[Finding]:
        """Return what could not be read where a hub's rulesets may be: possible everywhere, so no reason to doubt."""
        return [
            self._mention(entry)
            for entry in self.observed.get("unread") or ()
            if entry["action"] == RULESETS and (entry["action"], key(entry["id"])) not in self.unread
        ]

    def _mention(self, entry: Mapping[str, Any]) -> Finding:
        return self._custom_dns(
            "unread", resource=entry["id"], action=entry["action"], message=_message(entry), confidence="medium"
        )

    def _custom_dns(self, variant: str | None, **fields: Any) -> Finding:
        return finding(
            "azure_vnet_custom_dns",
            variant,
            vnet=self.client["name"],
            vnet_id=self.client["id"],
            **fields,
        )


def _named(match: Match) -> str:
    return f"rule {match.rule['name']} of the DNS forwarding ruleset {match.ruleset['name']}"


def _message(entry: Mapping[str, Any]) -> str:
    return str(entry.get("message") or "").rstrip(".")
