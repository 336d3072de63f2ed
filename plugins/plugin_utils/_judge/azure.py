# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge Azure's own side together with what the hosts observed: each finding of Azure's becomes a check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ...module_utils._arm_judge.finding import finding, parts
from ...module_utils._azure.unread import reason_unasked
from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._core.addresses import IPAddress
from .._declarations.expected import Account, ExpectedName
from .._declarations.fields import Fields
from .._diagnosis.evidence import AzureAccount, AzureFinding, Comparison, Observation
from .._document.document import Check
from .check import check
from .observation import azure_finding, endpoint_of
from .witnesses import Witness, witnesses

_Seen = Mapping[str, Sequence[Witness]]

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
        return [_check(account, _unasked(account, azure_error), checks, arrived, {})]
    seen = {each.name: witnesses(each.name, observations, azure.nameservers) for each in account.names}
    findings = [*azure.findings, *_elsewhere(account, azure, observations, checks)]
    on_azure = [_check(account, each, checks, arrived, seen) for each in findings]
    explain(on_azure, checks)
    if azure.read:
        on_azure += _compared(account, azure, on_azure, seen)
    if azure.read and not any(each.check["status"] in ("fail", "unknown") for each in on_azure):
        on_azure.insert(0, _passed(account, azure))
    return on_azure


def closed_in_azure(account: Account, azure: AzureAccount) -> AzureCheck:
    """Return the check that stands for a look from outside."""
    disabled = azure.public_network_access == "Disabled"
    shown = "public network access Disabled" if disabled else "a network security perimeter without an inbound rule"
    summary = f"{shown}, says Azure; nobody proved it from outside"
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
        reason_unasked(azure_error),
        resource=f"Azure's side of {account.name}",
        action="Microsoft.CognitiveServices/accounts/read",
        message=azure_error.rstrip("."),
    )


def _finding(code: str, variant: str | None, confidence: str = "high", **fields: str) -> AzureFinding:
    return azure_finding(Fields(finding(code, variant, confidence, **fields)))


def _check(
    account: Account,
    of_azure: AzureFinding,
    checks: Sequence[Check],
    arrived: AbstractSet[IPAddress],
    seen: _Seen,
) -> AzureCheck:
    expected = next((each for each in account.names if each.name == of_azure.name), account.names[0])
    severity, status, against = _judged(of_azure, expected.name, checks, arrived, seen)
    fields = {key: value for key, value in of_azure.evidence.items() if key not in ("variant", "confidence")}
    told = list(seen.get(of_azure.name or "", ())) if CATALOGUE[of_azure.code].clients_decide else []
    made = check(
        endpoint_of(account, expected, "azure", "localhost"),
        "azure",
        "azure",
        status,
        of_azure.code,
        severity=severity,
        confidence=of_azure.confidence,
        summary=f"{of_azure.summary}; but {against}" if against else of_azure.summary,
        variant=of_azure.variant,
        evidence=dict(of_azure.evidence, **_told(told)),
        **fields,
    )
    if against:
        # Nothing is changed because of what a client disproves.
        made["remedy"] = [step for step in made["remedy"] if not step["changes"]]
    # Several findings may stand beside each other: which is which must not depend on their order.
    made["id"] = "/".join((account.name, "azure", "localhost", "azure", expected.name, "azure", of_azure.code))
    return AzureCheck(made, of_azure.name, of_azure.addresses)


def _told(told: Iterable[Witness]) -> dict[str, list[str]]:
    """Return, as evidence, what clients were answered; those of other networks say nothing about this one."""
    words = [f"{each}{'' if each.same_network else ' (not known to be of this network)'}" for each in told]
    return {"clients": words} if words else {}


def _judged(
    of_azure: AzureFinding, name: str, checks: Sequence[Check], arrived: AbstractSet[IPAddress], seen: _Seen
) -> tuple[str, str, Witness | None]:
    """Return C((severity, status, against)) of a finding, in the light of what hosts observed of the name, or of its
    addresses. C(against) is the client that proves the opposite.
    """
    code, variant = of_azure.code, of_azure.variant
    severity = of_azure.severity or str(CATALOGUE[code].severity)
    if CATALOGUE[code].inconclusive or CATALOGUE[code].under(variant).inconclusive:
        return severity, "unknown", None
    if variant == "undecided":
        if arrived.isdisjoint(of_azure.addresses):
            return severity, "unknown", None
        # Clients met what would explain it, behind the connection.
        met = any(
            each["status"] == "fail" and each["link"] != "tcp" and each["code"] in CATALOGUE[code].explains
            for each in _of_name(name, checks)
        )
        return ("warning" if met else "info"), "pass", None
    # Clients prove the opposite, or they do not: from a network that Azure's side does not know all is possible.
    decide, by_cause = CATALOGUE[code].clients_decide, CATALOGUE[code].under(variant).clients_decide
    proved_by_clients = decide == "always" or (decide == "in_doubt" and (of_azure.confidence != "high" or by_cause))
    if severity != "error" or not proved_by_clients:
        return severity, _STATES[severity], None
    explained = _explained(code, variant)
    # Only who asks the same network can prove the opposite of what Azure's side says of it.
    # Where machines differ, a finding names the hosts that it is about.
    hosts = of_azure.evidence.get("hosts")
    same = [each for each in seen.get(name, ()) if each.same_network and (hosts is None or each.host in hosts)]
    against = next((each for each in same if each.code not in explained), None)
    of_name = [each for each in _of_name(name, checks) if hosts is None or each["host"] in hosts]
    failed = {each["host"] for each in of_name if each["status"] == "fail" and each["code"] in explained}
    if failed and (against is None or failed & {each.host for each in same}):
        return "error", "fail", None
    return ("warning", "pass", against) if against else ("error", "unknown", None)


def explain(on_azure: Iterable[AzureCheck], checks: Iterable[Check]) -> None:
    """Add to what hosts were answered for a name, as evidence, what Azure's side says of its zones and records."""
    for each in on_azure:
        if each.name and each.check["code"] and CATALOGUE[each.check["code"]].clients_decide:
            for seen in checks:
                inside = seen["leg"] in ("host", "by_name", "by_address")
                if inside and seen["name"] == each.name and seen["link"] == "dns" and seen["status"] != "skip":
                    seen["evidence"].setdefault("azure", []).append(each.check["summary"])


def _compared(account: Account, azure: AzureAccount, on_azure: Sequence[AzureCheck], seen: _Seen) -> list[AzureCheck]:
    """Return a check for each name whose record is right, and for each name that Azure's side says nothing about."""
    made = []
    declared = {expected.name: expected for expected in account.names}
    for name in (*declared, *(name for name in azure.comparisons if name not in declared)):
        expected = declared.get(name) or ExpectedName(name)
        comparisons = azure.comparisons.get(name, ())
        if comparisons and all(each.result == "same" for each in comparisons):
            made.append(_same(account, expected, comparisons, seen))
        elif not comparisons and not any(_says_something(each, expected.name) for each in on_azure):
            reason = "nothing that Azure has of the account names it"
            unknown = _finding("azure_name_not_compared", None, name=expected.name, reason=reason)
            made.append(_check(account, unknown, (), frozenset(), {}))
    return made


def _says_something(on_azure: AzureCheck, name: str) -> bool:
    return on_azure.name == name and on_azure.check["status"] in ("fail", "unknown")


def _same(account: Account, expected: ExpectedName, comparisons: Sequence[Comparison], seen: _Seen) -> AzureCheck:
    summary = f"{expected.name}: {'; '.join(dict.fromkeys(map(_words, comparisons)))}"
    made = check(
        endpoint_of(account, expected, "azure", "localhost"),
        "azure",
        "azure",
        "pass",
        summary=summary,
        observed=", ".join(dict.fromkeys(each for found in comparisons for each in found.records)),
        expected=", ".join(dict.fromkeys(each for found in comparisons for each in found.expected)),
        evidence={
            "zone_id": comparisons[0].zone_id,
            "vnet_id": comparisons[0].vnet_id,
            **_told(seen.get(expected.name, ())),
        },
    )
    made["id"] += "/record"
    return AzureCheck(made, expected.name)


def _words(compared: Comparison) -> str:
    zone, network = parts(compared.zone_id, "zone", "name"), parts(compared.vnet_id, "vnet", "name")
    place = f"{zone.get('name')} ({zone.get('zone_resource_group')}), linked to {network.get('name')}"
    several = len(compared.records) > 1
    endpoint = "are addresses of its private endpoints" if several else "is the private endpoint's address"
    return f"record {', '.join(compared.records)} in {place}, {endpoint}"


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
    access = azure.public_network_access or "not set"
    if azure.closed and access != "Disabled":
        access += ", closed by a network security perimeter"
    summary = f"private endpoint {'; '.join(azure.working_endpoints)}; public network access {access}"
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
