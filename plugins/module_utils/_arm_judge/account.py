# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge Azure's own side of one account, without what clients observe. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._azure.accounts import account_names, kinds_in
from .._azure.clouds import CLOUDS
from .._azure.forwarding import RESOLVER_ENDPOINTS, RESOLVERS, RULES, RULESET_LINKS, RULESETS
from .._azure.resource_ids import account_id, key
from .._azure.services import ACCOUNTS, DEFAULT_CLOUD, DEFAULT_KIND, declared_kind, is_shared_private_link
from .._core.text import clean
from .finding import (
    Finding,
    Observed,
    account_fields,
    endpoint_fields,
    finding,
    jumphost_interfaces,
    network_of,
    never_provisioned,
    of_clients,
    parts,
    working_endpoints,
    worst_first,
)
from .network_path import path_findings
from .perimeter import governed, perimeter_findings
from .records import left_over, not_compared
from .zones import judge_names

_ACCOUNT = ACCOUNTS.action("read")
_DEPLOYMENTS = ACCOUNTS.action("deployments/read")
# What is missing there has its own code.
_MISSING_IS_JUDGED = ("microsoft.network/privateendpoints/", "microsoft.network/privatednszones/")
# Whether these matter depends on the question: see answering.
_OF_FORWARDING = (RULESETS, RULESET_LINKS, RULES, RESOLVERS, RESOLVER_ENDPOINTS)
_STATES = {
    "pending": "azure_endpoint_pending",
    "rejected": "azure_endpoint_rejected",
    "disconnected": "azure_endpoint_disconnected",
    "removed": "azure_endpoint_disconnected",
}


def judge(observed: Observed, declared: Mapping[str, Any] | None = None) -> list[Finding]:
    """Return the findings about one account, worst first: C(code), C(severity), C(summary), C(evidence).

    C(observed) is what M(private_endpoint_info) observed about it, C(declared) its declaration.
    """
    findings: list[Finding] = judged(observed, declared)["findings"]
    return findings


def judged(observed: Observed, declared: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return C(findings), as judge() does, and C(comparisons), what was compared for each name of the account."""
    try:
        findings, comparisons = _findings(observed, declared or {})
    except Exception as exc:  # what nobody thought of makes this account unknown, and no other
        message = clean(f"what Azure reports could not be judged ({type(exc).__name__}: {exc}); report this")
        unknown = finding(
            "azure_access_denied", "unavailable", resource=_id_of(observed), action=_ACCOUNT, message=message
        )
        findings, comparisons = [unknown], []
    return {"findings": worst_first(findings), "comparisons": comparisons}


def _findings(observed: Observed, declared: Mapping[str, Any]) -> tuple[list[Finding], list[dict[str, Any]]]:
    if not observed.get("account"):
        return _not_read(observed), []
    findings = _account(observed, declared.get("public_access") or "disabled")
    findings += _declared_otherwise(observed, declared)
    strangers = _strangers(observed, declared)
    findings += _endpoints(observed, strangers) + _jumphost(observed) + _unread(observed, strangers)
    of_names, comparisons = judge_names(observed)
    findings += of_names
    findings += not_compared(comparisons, findings)
    if working_endpoints(observed):
        findings += path_findings(observed)
    return findings, comparisons


def _id_of(observed: Observed) -> str:
    return account_id(observed.get("subscription_id"), observed.get("resource_group"), observed["name"])


def _not_read(observed: Observed) -> list[Finding]:
    for unread in observed.get("unread") or ():
        if unread["action"].lower() == _ACCOUNT.lower() and unread["reason"] == "missing":
            deleted = observed.get("deleted_account")
            fields = account_fields(observed)
            if not deleted:
                return [finding("azure_account_missing", **fields)]
            fields.update(resource_name=deleted.get("name"), account_location=deleted.get("location"))
            return [finding("azure_account_missing", "deleted", **fields)]
    return _unread(observed, []) or [
        finding(
            "azure_access_denied",
            "unavailable",
            resource=_id_of(observed),
            action=_ACCOUNT,
            message="Azure was not asked",
        )
    ]


def _account(observed: Observed, intent: str) -> list[Finding]:
    account, fields = observed["account"], account_fields(observed)
    findings = perimeter_findings(observed, intent)
    findings += [] if governed(account) else _public_access(account, intent, fields)
    findings += _provisioning(account, dict(fields, what=f"the account {observed['name']}", resource=account.get("id")))
    if not account.get("custom_subdomain"):
        findings.append(finding("azure_subdomain_missing", **fields))
    if not account.get("local_auth_disabled"):
        findings.append(finding("azure_local_auth_enabled", **fields))
    if not account.get("outbound_restricted"):
        findings.append(finding("azure_outbound_unrestricted", **fields))
    return findings


def _public_access(account: Mapping[str, Any], intent: str, fields: dict[str, Any]) -> list[Finding]:
    """Return how the account's public side differs from the declaration."""
    access, rules = account.get("public_network_access"), account.get("network_acls") or {}
    known, action = (access or "").lower(), rules.get("default_action")
    if known == "disabled":
        return []
    if known == "securedbyperimeter":
        reason = "publicNetworkAccess is SecuredByPerimeter, which is not known of this service"
        return [finding("azure_perimeter", "undecided", severity="warning", reason=reason, **fields)]
    if known not in ("", "enabled"):
        return [finding("azure_public_access_enabled", "unknown", value=access, **fields)]
    if (action or "").lower() not in ("", "allow", "deny"):
        return [finding("azure_selected_networks", "unknown", value=action, **fields)]
    if (action or "").lower() == "deny":
        networks = list(rules.get("ip_rules") or ()) + list(rules.get("virtual_network_rules") or ())
        variant = "unintended" if intent == "enabled" else None
        return (
            []
            if intent == "selected_networks"
            else [finding("azure_selected_networks", variant, networks=", ".join(networks) or "none yet", **fields)]
        )
    if intent == "enabled":
        return []
    if intent == "selected_networks":
        variant = "selected" if access else "selected_unset"
        return [finding("azure_public_access_enabled", variant, value=action or "not set", **fields)]
    if access:
        return [finding("azure_public_access_enabled", **fields)]
    return [finding("azure_public_access_enabled", "unset", **fields)]


def _provisioning(resource: Mapping[str, Any], fields: dict[str, Any]) -> list[Finding]:
    """Return whether Azure has not finished making an account or an endpoint."""
    state = resource.get("provisioning_state")
    if not state:
        return [finding("azure_not_provisioned", "unread", **fields)]
    known = dict(fields, provisioning_state=state)
    if state.lower() == "succeeded":
        return []
    if state.lower() not in ("failed", "canceled"):
        return [finding("azure_not_provisioned", "in_progress", **known)]
    if never_provisioned(resource):
        return [finding("azure_not_provisioned", "without_address", **known)]
    # What fails may be the last change only: the endpoint that was there before may work.
    return [finding("azure_not_provisioned", confidence="medium", **known)]


def _declared_otherwise(observed: Observed, declared: Mapping[str, Any]) -> list[Finding]:
    """Return how the names that clients look up, which the declaration gives, differ from those that Azure gives."""
    try:
        names = set(account_names(declared))
    except ValueError:
        return []  # no declaration: Azure's side alone is judged
    account = observed["account"]
    in_azure = {name.lower() for name in account.get("fqdns") or ()}
    if not declared.get("kind"):
        names = in_azure  # a kind that is not declared is Azure's
    # Without a custom subdomain it has no name of its own, which has its own code.
    subdomain = account.get("custom_subdomain")
    if not subdomain or (names == in_azure and key(subdomain) == key(declared["name"])):
        return []
    fields = dict(
        account_fields(observed),
        custom_subdomain=subdomain,
        kind=account.get("kind") or "unknown",
        declared_kind=declared.get("kind") or DEFAULT_KIND,
        names=", ".join(sorted(in_azure)) or "none that is known here",
    )
    if key(subdomain) != key(declared["name"]):
        return [finding("azure_not_configured", "subdomain", **fields)]
    kind = declared_kind(account.get("kind"))
    if kind == fields["declared_kind"] and names & in_azure:
        return []  # a kind's names are compared one by one
    # An account may have names that its kind does not have.
    similar = f"kind: {kind}" if kind and kind != fields["declared_kind"] else "the kind of these names"
    fitting = next((words for words, found in _names_by_kind(declared) if found == in_azure), similar)
    return [finding("azure_not_configured", "kind", fitting=fitting, **fields)]


def _names_by_kind(declared: Mapping[str, Any]) -> Iterator[tuple[str, set[str]]]:
    """Yield what may be declared, and the names that it gives."""
    for cloud in CLOUDS:
        for kind in kinds_in(cloud):
            words = f"kind: {kind}" + (
                "" if cloud == (declared.get("cloud") or DEFAULT_CLOUD) else f" and cloud: {cloud}"
            )
            yield words, set(account_names(dict(declared, kind=kind, cloud=cloud)))


def _endpoints(observed: Observed, strangers: list[dict[str, Any]]) -> list[Finding]:
    working = working_endpoints(observed)
    networks = {network_of(interface) for interface in jumphost_interfaces(observed)}
    served = not networks or bool(networks & {network_of(endpoint) for endpoint in working})
    findings = []
    for endpoint in observed.get("private_endpoints") or ():
        fields = dict(account_fields(observed), **endpoint_fields(endpoint))
        if is_shared_private_link(endpoint.get("group_ids")):
            findings += _shared_private_link(endpoint, fields)
            continue
        # An endpoint beside one that works does not affect the jumphost, unless it is the one in its network.
        spare = bool(working) and (served or network_of(endpoint) not in networks)
        severity = "warning" if spare else None
        state = (endpoint.get("state") or "").lower()
        if endpoint.get("exists"):
            named = {"what": f"the private endpoint {endpoint.get('name')}", "resource": endpoint.get("id")}
            instead = severity if [each for each in working if each is not endpoint] else None
            of_endpoint = _provisioning(endpoint, dict(fields, **named))
            findings += [dict(found, severity=instead or found["severity"]) for found in of_endpoint]
        left = left_over(observed, endpoint)
        if state in _STATES:
            variant = "recorded" if left and state != "pending" else None
            if state != "pending" and _has_another_connection(endpoint, working):
                variant = "replaced"
            findings.append(finding(_STATES[state], variant, severity=severity, record_ids=" ".join(left), **fields))
        elif endpoint in strangers:
            # Azure does not always name the endpoint.
            fields["private_endpoint_id"] = endpoint.get("id") or endpoint.get("connection_id")
            findings.append(finding("azure_endpoint_unexpected", **fields))
        elif state == "approved" and endpoint.get("exists") is False:
            variant = "gone_recorded" if left else "gone"
            findings.append(
                finding("azure_endpoint_missing", variant, severity=severity, record_ids=" ".join(left), **fields)
            )
        elif state != "approved":
            findings.append(_unknown_state(endpoint))
    # Without a custom subdomain an account cannot have one.
    if not of_clients(observed) and observed["account"].get("custom_subdomain"):
        left = left_over(observed, {})
        fields = dict(account_fields(observed), record_ids=" ".join(left))
        findings.append(finding("azure_endpoint_missing", "recorded" if left else None, **fields))
    return findings


def _has_another_connection(endpoint: Mapping[str, Any], working: Iterable[dict[str, Any]]) -> bool:
    """Return whether a connection is one that an endpoint, re-created under its name, had before."""
    return bool(endpoint.get("id")) and any(
        each is not endpoint and key(each["id"]) == key(endpoint["id"]) for each in working
    )


def _unknown_state(endpoint: Mapping[str, Any]) -> Finding:
    return finding(
        "azure_access_denied",
        "unavailable",
        resource=endpoint.get("connection_id") or endpoint.get("id"),
        action=ACCOUNTS.action("privateEndpointConnections/read"),
        message=f"its state {endpoint.get('state') or 'is empty, which'} is unknown to this collection",
    )


def _shared_private_link(endpoint: Mapping[str, Any], fields: dict[str, Any]) -> list[Finding]:
    """Return what there is to know of an endpoint that Azure AI Search keeps for itself: clients never use it."""
    state = (endpoint.get("state") or "").lower()
    if state == "pending":
        return [finding("azure_endpoint_pending", "shared", severity="warning", **fields)]
    if state == "approved":
        return [finding("azure_endpoint_unexpected", "shared", severity="info", **fields)]
    return [] if state in _STATES else [_unknown_state(endpoint)]


def _strangers(observed: Observed, declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the approved endpoints whose owner is unknown; one that no longer exists has none.

    One in the account's own subscription is known: the caller lacks a right, or could not read it. So are all where the
    addresses are declared.
    """
    if declared.get("private_addresses"):
        return []
    unreachable = {
        key(unread.get("id"))
        for unread in observed.get("unread") or ()
        if unread["reason"] not in ("denied", "missing")
    }
    return [
        endpoint
        for endpoint in of_clients(observed)
        if (endpoint.get("state") or "").lower() == "approved"
        and not endpoint.get("readable")
        and endpoint.get("exists") is not False
        and key(endpoint.get("subscription_id")) != key(observed.get("subscription_id"))
        and key(endpoint.get("id")) not in unreachable
    ]


def _jumphost(observed: Observed) -> list[Finding]:
    return [
        finding(
            "azure_jumphost_exposed",
            address=", ".join(interface["public_addresses"]),
            nic_id=interface["id"],
            **parts(interface["id"], "nic", "nic"),
        )
        for interface in jumphost_interfaces(observed)
        if interface.get("public_addresses")
    ]


def _unread(observed: Observed, strangers: list[dict[str, Any]]) -> list[Finding]:
    """Return what could not be read, except what has its own code."""
    judged = [key(endpoint["id"]) for endpoint in strangers if endpoint.get("id")]
    findings = []
    for unread in observed.get("unread") or ():
        if unread["reason"] == "missing" and unread["action"].lower().startswith(_MISSING_IS_JUDGED):
            continue
        if any(key(unread.get("id")).startswith(stranger) for stranger in judged):
            continue
        if unread["action"] in _OF_FORWARDING:
            continue
        if unread["reason"] == "not_configured":
            findings.append(finding("azure_not_configured", message=unread.get("message"), **account_fields(observed)))
            continue
        variant = None if unread["reason"] == "denied" else unread["reason"]
        if variant is None and unread["action"].lower() == _DEPLOYMENTS.lower():
            variant = "deployments"
        findings.append(
            finding(
                "azure_access_denied",
                variant,
                account=observed["name"],
                account_id=(observed.get("account") or {}).get("id"),
                resource=unread.get("id") or "Azure",
                action=unread["action"],
                message=(unread.get("message") or "").rstrip("."),
            )
        )
    return findings
