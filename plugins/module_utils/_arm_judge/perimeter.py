# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge the network security perimeters of an account: whom they admit over the public endpoint.

Source: Microsoft Learn, "Transition to a network security perimeter in Azure" and "Add an Azure OpenAI service to a
network security perimeter" (November 2026). Private endpoints are never affected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._core.addresses import parse_network
from .finding import Finding, Observed, account_fields, finding, parts

_Perimeter = Mapping[str, Any]

# Enforced, a perimeter decides instead of publicNetworkAccess, by its inbound rules; else publicNetworkAccess does.
_OPENS, _CLOSES, _LEARNS, _UNDECIDED = "opens", "closes", "learns", "undecided"
_LEARNING = ("learning", "transition")  # the name in the API, and that in the portal


def perimeter_findings(observed: Observed, intent: str) -> list[Finding]:
    """Return what the perimeters of an account mean for its public side. C(intent) is the declared public_access."""
    account = observed["account"]
    return [
        found
        for perimeter in account.get("perimeters") or ()
        for found in _findings(perimeter, account, dict(account_fields(observed), **_fields(perimeter)), intent)
    ]


def governed(account: Mapping[str, Any]) -> bool:
    """Return whether a perimeter decides about an account's public side, whatever its publicNetworkAccess says."""
    return any(_effect(perimeter)[0] in (_OPENS, _CLOSES) for perimeter in account.get("perimeters") or ())


def closed(account: Mapping[str, Any]) -> bool:
    """Return whether Azure shows an account's public endpoint to be closed: what is not known is not closed."""
    perimeters = account.get("perimeters")
    if perimeters is None:
        return False
    effects = {_effect(perimeter)[0] for perimeter in perimeters}
    if effects & {_OPENS, _UNDECIDED}:
        return False
    return _CLOSES in effects or account.get("public_network_access") == "Disabled"


def _findings(perimeter: _Perimeter, account: Mapping[str, Any], fields: dict[str, Any], intent: str) -> list[Finding]:
    effect, reason = _effect(perimeter)
    if effect == _OPENS:
        return _opens(perimeter, fields, intent)
    if effect == _UNDECIDED:
        return [finding("azure_perimeter", "undecided", severity="warning", reason=reason, **fields)]
    access = account.get("public_network_access") or "not set"
    return [finding("azure_perimeter", "learning" if effect == _LEARNS else None, public_access=access, **fields)]


def _opens(perimeter: _Perimeter, fields: dict[str, Any], intent: str) -> list[Finding]:
    rules = perimeter["inbound_rules"]
    everyone = any(_is_everyone(prefix) for rule in rules for prefix in rule.get("address_prefixes") or ())
    if intent == "enabled":
        variant = "unintended"
        expected = everyone
    else:
        variant = None
        expected = intent == "selected_networks" and not everyone
    if expected:
        return []
    return [finding("azure_perimeter_opens", variant, sources=_sources(rules), **fields)]


def _effect(perimeter: _Perimeter) -> tuple[str, str | None]:
    """Return what a perimeter does, and why that is not known."""
    mode, rules = str(perimeter.get("mode") or ""), perimeter.get("inbound_rules")
    state = str(perimeter.get("provisioning_state") or "Succeeded")
    enforced = mode.lower() == "enforced"
    if enforced and rules:
        return _OPENS, None
    if not enforced and mode.lower() not in _LEARNING:
        return _UNDECIDED, f"its mode {mode or 'is empty, which'} is unknown to this collection"
    if rules is None:
        return _UNDECIDED, "Azure does not say which access rules it has"
    if state.lower() != "succeeded":
        return _UNDECIDED, f"its rules may still change: its provisioning state is {state}"
    if rules:
        # Learn says both: its rules are the baseline in this mode, and publicNetworkAccess controls the access.
        return _UNDECIDED, f"it is not known whether its inbound rules already admit {_sources(rules)} in this mode"
    return (_CLOSES, None) if enforced else (_LEARNS, None)


def _sources(rules: Iterable[Mapping[str, Any]]) -> str:
    """Return whom inbound rules admit, in words."""
    named: dict[str, None] = {}
    for rule in rules:
        sources = [str(prefix) for prefix in rule.get("address_prefixes") or ()]
        sources += [f"subscription {_last(each)}" for each in rule.get("subscriptions") or ()]
        sources += [f"perimeter {_last(each)}" for each in rule.get("perimeters") or ()]
        named.update(dict.fromkeys(sources or [f"the sources of the rule {rule.get('name')}"]))
    return ", ".join(named)


def _last(resource_id: str) -> str:
    return resource_id.rpartition("/")[2]


def _is_everyone(prefix: str) -> bool:
    try:
        return parse_network(prefix).prefixlen == 0
    except ValueError:
        return prefix == "*"


def _fields(perimeter: _Perimeter) -> dict[str, Any]:
    rules = list(perimeter.get("inbound_rules") or ())
    return {
        **parts(perimeter.get("id"), "perimeter"),
        "perimeter": perimeter.get("name"),
        "perimeter_id": perimeter.get("id"),
        "perimeter_profile": perimeter.get("profile"),
        "perimeter_mode": perimeter.get("mode"),
        "perimeter_rule": rules[0].get("name") if len(rules) == 1 else None,
    }
