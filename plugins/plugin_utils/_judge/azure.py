# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge Azure's own side together with what clients saw: each finding of Azure's becomes a check."""

from __future__ import annotations

from ...module_utils._arm_judge.finding import finding, working_endpoints
from ...module_utils._azure.accounts import account_names, addresses_of
from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._core.addresses import Expectation
from .check import check
from .observation import Subject
from .root_cause import arrived

_STATES = {"error": "fail", "warning": "pass", "info": "pass"}


def azure_checks(account, observed, sights, checks, error=None):
    """Return the checks of Azure's side of an account.

    C(observed) is what M(private_endpoint_info) returned for it, None when it was not asked; then C(error) says why,
    if it was meant to be. C(checks) are those of the clients, C(sights) what the hosts saw.
    """
    if observed is None:
        return [_check(account, _unasked(account, error), checks)] if error and account.get("resource_group") else []
    findings = [found for found in observed.get("findings") or () if found["code"] in CATALOGUE]
    findings += _seen_elsewhere(account, observed, findings, sights, checks)
    found = [_check(account, each, checks) for each in findings]
    if observed.get("account") and not any(each["status"] in ("fail", "unknown") for each in found):
        found.insert(0, _passed(account, observed))
    return found


def says_closed(observed):
    """Return whether Azure says that the account's public endpoint is closed."""
    return ((observed or {}).get("account") or {}).get("public_network_access") == "Disabled"


def closed_in_azure(account):
    """Return the check that stands for a look from outside."""
    summary = "public network access Disabled, says Azure; nobody proved it from outside"
    return check(
        Subject(account, account_names(account)[0], "azure", "localhost"),
        "azure",
        "gate",
        "pass",
        summary=summary,
        observed=summary,
        confidence="medium",
    )


def _unasked(account, error):
    return finding(
        "azure_access_denied",
        "unavailable",
        resource="Azure's side of {}".format(account["name"]),
        action="Microsoft.CognitiveServices/accounts/read",
        message=str(error).rstrip("."),
    )


def _check(account, found, checks):
    evidence = dict(found.get("evidence") or {})
    variant, confidence = evidence.pop("variant", None), evidence.pop("confidence", None) or "high"
    names = account_names(account)
    name = evidence.get("name") if evidence.get("name") in names else names[0]
    entry = CATALOGUE[found["code"]]
    severity = found.get("severity") or entry.severity
    severity, status = _judged(found["code"], variant, confidence, severity, name, evidence.get("address"), checks)
    made = check(
        Subject(account, name, "azure", "localhost"),
        "azure",
        "azure",
        status,
        found["code"],
        severity=severity,
        confidence=confidence,
        summary=found.get("summary"),
        variant=variant,
        evidence=found.get("evidence") or {},
        **evidence,
    )
    # Several findings may stand beside each other: which is which must not depend on their order.
    return dict(made, id="/".join((account["name"], "azure", "localhost", "azure", name, "azure", found["code"])))


def _judged(code, variant, confidence, severity, name, addresses, checks):
    """Return C((severity, status)) of a finding, in the light of what clients saw of the name, or of its addresses."""
    if CATALOGUE[code].inconclusive:
        return severity, "unknown"
    if variant == "undecided":
        return ("info", "pass") if arrived(addresses, checks) else (severity, "unknown")
    seen = _seen(name, checks)
    # Clients prove the opposite, or they do not: from a network that Azure's side does not know all is possible.
    decide, by_cause = CATALOGUE[code].clients_decide, CATALOGUE[code].under(variant).clients_decide
    proved_by_clients = decide == "always" or (decide == "in_doubt" and (confidence != "high" or by_cause))
    if severity != "error" or not proved_by_clients:
        return severity, _STATES[severity]
    if any(found["status"] == "fail" and found["code"] in _explained(code, variant) for found in seen):
        return "error", "fail"
    looked = any(found["link"] in ("dns", "tcp") and found["status"] in ("pass", "fail") for found in seen)
    return ("warning", "pass") if looked else ("error", "unknown")


def _explained(code, variant):
    """Return the client's codes that a finding is the reason for."""
    explained = CATALOGUE[code].explains
    if code == "azure_zone_not_linked" and variant != "other_zone":
        # Clients of an unlinked zone are led out: only another zone of its name, linked instead, denies a name.
        return tuple(seen for seen in explained if seen != "dns_record_missing")
    return explained


def _seen(name, checks):
    """Return what clients inside saw of a name: the jumphost's, which Azure's side is about, else all."""
    inside = [found for found in checks if found["name"] == name and found["leg"] in ("host", "by_name", "by_address")]
    return [found for found in inside if found["vantage"] == "jumphost"] or inside


def _seen_elsewhere(account, observed, findings, sights, checks):
    """Return a finding for each name that leads to a private address which no endpoint has, if Azure's side has none."""
    if len(working_endpoints(observed)) < len(observed.get("private_endpoints") or ()):
        return []
    found = []
    for name in account_names(account):
        expected = set(addresses_of(name, observed.get("expected")) or ())
        told = any(
            CATALOGUE[each["code"]].clients_decide and (each.get("evidence") or {}).get("name") in (None, name)
            for each in findings
        )
        seen = _private_answer(name, sights)
        if told or not expected or not seen or seen & expected:
            continue
        recorded = [addresses_of(name, zone.get("records")) for zone in observed.get("zones") or ()]
        right = any(addresses and set(addresses) <= expected for addresses in recorded)
        failed = any(each["status"] == "fail" and each["link"] in ("host", "dns") for each in _seen(name, checks))
        # Where the zone is right and the client's own finding says that its answer is not, nothing is to be added.
        if not (right and failed):
            found.append(
                finding(
                    "azure_record_stale",
                    "elsewhere" if right else "unread",
                    "high" if right else "medium",
                    name=name,
                    address=", ".join(sorted(seen)),
                    endpoint_address=", ".join(sorted(expected)),
                )
            )
    return found


def _private_answer(name, sights):
    """Return the addresses that the first host inside was given for a name, empty when they are not all private."""
    inside = [sight for sight in sights if sight.inside and not sight.error and name in sight.dns]
    for sight in sorted(inside, key=lambda sight: sight.order):
        addresses = sight.dns[name].get("addresses") or []
        return set(addresses) if Expectation().scope_of_all(addresses) == "private" else set()
    return set()


def _passed(account, observed):
    """Return the check that says what Azure has, where nothing is wrong with it."""
    endpoints = [f"{endpoint['name']}, {endpoint['state']}" for endpoint in working_endpoints(observed)]
    summary = (
        f"private endpoint {'; '.join(endpoints)}; public network access "
        f"{observed['account'].get('public_network_access') or 'not set'}"
    )
    return check(
        Subject(account, account_names(account)[0], "azure", "localhost"),
        "azure",
        "azure",
        "pass",
        summary=summary,
        observed=summary,
    )
