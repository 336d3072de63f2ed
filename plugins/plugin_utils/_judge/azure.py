# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge Azure's own side together with what the hosts observed: each finding of Azure's becomes a check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ...module_utils._arm_judge.finding import finding
from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._core.addresses import IPAddress
from .._declarations.expected import Account
from .._declarations.fields import Fields
from .._document.document import Check
from .check import check
from .observation import AzureAccount, AzureFinding, Observation, azure_finding, endpoint_of

_STATES = {"error": "fail", "warning": "pass", "info": "pass"}


@dataclass(frozen=True)
class AzureCheck:
    """A check of Azure's side, with the name and the addresses that its finding is about."""

    check: Check
    name: str | None = None
    addresses: frozenset[IPAddress] = frozenset()


def azure_checks(
    account: Account,
    azure: AzureAccount | None,
    azure_error: str | None,
    observations: Sequence[Observation],
    checks: Sequence[Check],
    arrived: AbstractSet[IPAddress],
) -> list[AzureCheck]:
    """Return the checks of Azure's side of an account.

    C(azure) is None when Azure was not asked for it; then C(azure_error) says why, if it was meant to be. C(checks) are
    those of the hosts, C(arrived) the addresses that a jumphost connected to.
    """
    if azure is None:
        if not azure_error or not account.resource_group:
            return []
        return [_check(account, _unasked(account, azure_error), checks, arrived)]
    findings = [*azure.findings, *_elsewhere(account, azure, observations, checks)]
    on_azure = [_check(account, each, checks, arrived) for each in findings]
    if azure.read and not any(each.check["status"] in ("fail", "unknown") for each in on_azure):
        on_azure.insert(0, _passed(account, azure))
    return on_azure


def closed_in_azure(account: Account) -> AzureCheck:
    """Return the check that stands for a look from outside."""
    summary = "public network access Disabled, says Azure; nobody proved it from outside"
    return AzureCheck(
        check(
            endpoint_of(account, account.names[0], "azure", "localhost"),
            "azure",
            "gate",
            "pass",
            summary=summary,
            observed=summary,
            confidence="medium",
        )
    )


def _unasked(account: Account, azure_error: str) -> AzureFinding:
    return _finding(
        "azure_access_denied",
        "unavailable",
        resource=f"Azure's side of {account.name}",
        action="Microsoft.CognitiveServices/accounts/read",
        message=azure_error.rstrip("."),
    )


def _finding(code: str, variant: str, confidence: str = "high", **fields: str) -> AzureFinding:
    return azure_finding(Fields(finding(code, variant, confidence, **fields)))


def _check(
    account: Account, of_azure: AzureFinding, checks: Sequence[Check], arrived: AbstractSet[IPAddress]
) -> AzureCheck:
    expected = next((each for each in account.names if each.name == of_azure.name), account.names[0])
    severity, status = _judged(of_azure, expected.name, checks, arrived)
    fields = {key: value for key, value in of_azure.evidence.items() if key not in ("variant", "confidence")}
    made = check(
        endpoint_of(account, expected, "azure", "localhost"),
        "azure",
        "azure",
        status,
        of_azure.code,
        severity=severity,
        confidence=of_azure.confidence,
        summary=of_azure.summary,
        variant=of_azure.variant,
        evidence=of_azure.evidence,
        **fields,
    )
    # Several findings may stand beside each other: which is which must not depend on their order.
    made["id"] = "/".join((account.name, "azure", "localhost", "azure", expected.name, "azure", of_azure.code))
    return AzureCheck(made, of_azure.name, of_azure.addresses)


def _judged(
    of_azure: AzureFinding, name: str, checks: Sequence[Check], arrived: AbstractSet[IPAddress]
) -> tuple[str, str]:
    """Return C((severity, status)) of a finding, in the light of what hosts observed of the name, or of its
    addresses.
    """
    code, variant = of_azure.code, of_azure.variant
    severity = of_azure.severity or str(CATALOGUE[code].severity)
    if CATALOGUE[code].inconclusive or CATALOGUE[code].under(variant).inconclusive:
        return severity, "unknown"
    if variant == "undecided":
        return (severity, "unknown") if arrived.isdisjoint(of_azure.addresses) else ("info", "pass")
    # Clients prove the opposite, or they do not: from a network that Azure's side does not know all is possible.
    decide, by_cause = CATALOGUE[code].clients_decide, CATALOGUE[code].under(variant).clients_decide
    proved_by_clients = decide == "always" or (decide == "in_doubt" and (of_azure.confidence != "high" or by_cause))
    if severity != "error" or not proved_by_clients:
        return severity, _STATES[severity]
    of_name = _of_name(name, checks)
    if any(each["status"] == "fail" and each["code"] in _explained(code, variant) for each in of_name):
        return "error", "fail"
    looked = any(each["link"] in ("dns", "tcp") and each["status"] in ("pass", "fail") for each in of_name)
    return ("warning", "pass") if looked else ("error", "unknown")


def _explained(code: str, variant: str | None) -> tuple[str, ...]:
    """Return the client's codes that a finding is the reason for."""
    explained: tuple[str, ...] = CATALOGUE[code].explains
    if code == "azure_zone_not_linked" and variant != "other_zone":
        # Clients of an unlinked zone are led out: only another zone of its name, linked instead, denies a name.
        return tuple(each for each in explained if each != "dns_record_missing")
    return explained


def _of_name(name: str, checks: Iterable[Check]) -> list[Check]:
    """Return what hosts inside observed of a name: the jumphosts, which Azure's side is about, else all."""
    inside = [each for each in checks if each["name"] == name and each["leg"] in ("host", "by_name", "by_address")]
    return [each for each in inside if each["vantage"] == "jumphost"] or inside


def _elsewhere(
    account: Account, azure: AzureAccount, observations: Sequence[Observation], checks: Sequence[Check]
) -> list[AzureFinding]:
    """Return a finding for each name that resolves to a private address that none of its endpoints has.

    A name is left out if a finding of Azure's side already explains it.
    """
    if not azure.all_working:
        return []
    findings = []
    for name in (expected.name for expected in account.names):
        expected = azure.expected.get(name, frozenset())
        known = any(CATALOGUE[each.code].clients_decide and each.name in (None, name) for each in azure.findings)
        observed = _private_answer(name, observations)
        if known or not expected or not observed or observed & expected:
            continue
        right = any(zone.get(name) and zone[name] <= expected for zone in azure.records)
        failed = any(each["status"] == "fail" and each["link"] in ("host", "dns") for each in _of_name(name, checks))
        # If the zone is correct and a finding of the client reports the wrong answer, there is nothing to add.
        if not (right and failed):
            findings.append(
                _finding(
                    "azure_record_stale",
                    "elsewhere" if right else "unread",
                    "high" if right else "medium",
                    name=name,
                    address=", ".join(sorted(observed)),
                    endpoint_address=", ".join(sorted(expected)),
                )
            )
    return findings


def _private_answer(name: str, observations: Iterable[Observation]) -> frozenset[str]:
    """Return the addresses that the first host inside was given for a name, empty when they are not all private."""
    for observation in observations:
        if observation.inside and not observation.error and name in observation.lookups:
            addresses = observation.lookups[name].addresses
            private = all(address.range == "private" for address in addresses)
            return frozenset(address.text for address in addresses) if private else frozenset()
    return frozenset()


def _passed(account: Account, azure: AzureAccount) -> AzureCheck:
    """Return the check that says what Azure has, where nothing is wrong with it."""
    summary = (
        f"private endpoint {'; '.join(azure.working_endpoints)}; public network access "
        f"{azure.public_network_access or 'not set'}"
    )
    return AzureCheck(
        check(
            endpoint_of(account, account.names[0], "azure", "localhost"),
            "azure",
            "azure",
            "pass",
            summary=summary,
            observed=summary,
        )
    )
