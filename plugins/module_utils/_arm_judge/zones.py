# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge Azure's private DNS zones: does the network that finally answers have the endpoint's addresses?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._azure.accounts import public_name
from .._azure.resource_ids import key
from .answering import Answering, answering, clients, intended_endpoints, is_of_a_link, judged
from .finding import (
    Finding,
    Observed,
    account_fields,
    endpoint_fields,
    finding,
    jumphost_interfaces,
    network_of,
    unread_actions,
    working_endpoints,
    worst_first,
)
from .name import Name
from .records import Comparison, compared

_GROUPS = "microsoft.network/privateendpoints/privatednszonegroups/read"
_ENDPOINT = "microsoft.network/privateendpoints/read"
_NETWORK = "microsoft.network/virtualnetworks/read"


def judge_names(observed: Observed) -> tuple[list[Finding], list[Comparison]]:
    """Return the findings about zones, their links and their records for the names of an account, and what was compared
    for each of them.

    Where no endpoint works yet, zones and links are judged nevertheless, so that one visit repairs everything.
    """
    # Names that ARM's required zones do not cover are judged too: such lists are incomplete at times.
    names = list(dict.fromkeys(public_name(name) for name in observed["account"].get("fqdns") or ()))
    if not intended_endpoints(observed):
        return [], [compared(name, "unknown", _no_endpoint(observed)) for name in names]
    findings: list[Finding] = []
    comparisons: list[Comparison] = []
    using, confidence = clients(observed)
    for client in using:
        for name in names:
            found, compared_with = _judged_on_its_way(observed, client, name, confidence)
            findings += found
            comparisons += [each for each in compared_with if each not in comparisons]
    asking = {network_of(each) for each in jumphost_interfaces(observed) or intended_endpoints(observed)}
    if asking - {key(client["id"]) for client in using}:
        comparisons += [compared(name, "unknown", _no_network(observed)) for name in names]
    for interface in jumphost_interfaces(observed):
        # Those that Azure names replace its network's: not to be told of any is not to know where questions go.
        if interface.get("dns_servers", ()) is None:
            reason = f"Azure's answer does not say which DNS servers the network interface {interface['id']} has"
            comparisons += [compared(name, "unknown", reason) for name in names]
    _one_creates(findings)
    # Where the record itself is wrong, its remedy creates the zone group too.
    kept = [found for found in findings if found["code"] != "azure_vnet_custom_dns"]
    return findings + ([] if kept else _groups_missing(observed)), comparisons


def _judged_on_its_way(
    observed: Observed, client: dict[str, Any], name: str, confidence: str
) -> tuple[list[Finding], list[Comparison]]:
    """Return the findings about a name for the clients of one network, and what was compared."""
    answers = answering(observed, client, name)
    certainty = "medium" if answers.unknown else confidence
    of_networks = [Name(observed, name, client, vnet, certainty).judged() for vnet in answers.networks]
    found = [each for several, _comparison in of_networks for each in several]
    findings, doubt = judged(answers, found), "; ".join(answers.unknown)
    comparisons = [comparison for several, comparison in of_networks if not (doubt and any(map(is_of_a_link, several)))]
    reason = doubt or _strangers(client, answers)
    if reason:
        nobody = Name(observed, name, client, None, confidence)
        sure = answers.networks and not doubt
        of_nobody, comparison = nobody.unknown(reason) if sure else nobody.judged_without_network(reason)
        findings += of_nobody
        comparisons.append(comparison)
    return findings, comparisons


def _strangers(client: dict[str, Any], answers: Answering) -> str | None:
    servers = ", ".join(answers.strangers)
    if not servers:
        return None
    # They may be those of an interface, or those that a forwarding rule names.
    where = f"the DNS servers that queries from {client['name']} are sent to ({servers})"
    return f"{where} are not in a network that could be read"


def _no_endpoint(observed: Observed) -> str:
    denied = unread_actions(observed, _ENDPOINT)
    return f"the account has no private endpoint that could be read{f' ({denied})' if denied else ''}"


def _no_network(observed: Observed) -> str:
    missing = unread_actions(observed, _NETWORK)
    return f"the virtual network of the clients could not be read{f' ({missing})' if missing else ''}"


def _one_creates(findings: Iterable[Finding]) -> None:
    """Let only one finding create the zone group of an endpoint: a second one would replace the first's."""
    created: set[str] = set()
    for found in worst_first(findings):
        evidence = found["evidence"]
        if evidence.get("group_step") == "create":
            endpoint = key(evidence["private_endpoint_id"])
            evidence["group_step"] = "add" if endpoint in created else "create"
            created.add(endpoint)


def _groups_missing(observed: Observed) -> list[Finding]:
    having = {key(group.get("private_endpoint_id")) for group in observed.get("zone_groups") or ()}
    unread = [key(found.get("id")) for found in observed.get("unread") or () if found["action"].lower() == _GROUPS]
    return [
        finding(
            "azure_zone_group_missing",
            "manual" if endpoint.get("manual") else None,
            **dict(account_fields(observed), **endpoint_fields(endpoint)),
        )
        for endpoint in working_endpoints(observed)
        if key(endpoint["id"]) not in having and not any(found.startswith(key(endpoint["id"])) for found in unread)
    ]
