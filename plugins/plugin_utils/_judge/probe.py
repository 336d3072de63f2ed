# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge what one request met on its way: tcp, proxy, tls, gate, auth, model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...module_utils._azure.services import FRONT_END_HEADERS, SERVICES
from ...module_utils._catalogue.catalogue import CATALOGUE
from .._diagnosis.authorities import is_public_authority
from .._diagnosis.evidence import PATH, Endpoint, ObservedEndpoint, Result
from .._document.document import Check
from .check import check, front_ends, skipped

_KEYLESS_OPERATIONS = (None, *(service.keyless_operation for service in SERVICES.values()))


def shows_open(result: Result) -> bool:
    """Return whether an answer proves that the account serves the Internet over its public address."""
    if not result.public or not result.proof:
        return False
    if result.code == "model_ok":
        return True
    return CATALOGUE[result.code].over_public == "open" and result.keyed


def inside_path(endpoint: Endpoint, leg: str, result: Result) -> list[Check]:
    """Return the checks of a request that went to the private endpoint's address, or through a proxy."""
    end, status, code, variant = _end(result)
    checks = []
    for link in links_of(result):
        if not end or _before(link, end):
            checks.append(_passed(endpoint, leg, link, result))
        elif link == end:
            checks.append(judged(endpoint, leg, link, status, code, result, variant=variant))
        else:
            checks.append(skipped(endpoint, leg, link, end, at=result.connect_to))
    return checks + _warnings(endpoint, leg, result)


def _end(result: Result) -> tuple[str, str, str, str | None]:
    """Return C((link, status, code, variant)) of the link at which an inside request ended, as far as can be proved.

    The link is empty if the request passed all links.
    """
    code, link = result.code, result.link
    if not _before(link, "gate") and not result.certified:
        return "tls", "unknown", "tls_untrusted", "unchecked"
    if result.doubtful and not _before(link, "auth"):
        return "gate", "unknown", "http_unclassified", "doubtful"
    if code == "model_ok" or (code == "auth_missing" and not result.keyed):
        return "", "pass", code, None
    if code == "tls_untrusted" and not result.tls.issuer:
        return link, "fail", code, "unnamed"
    relayed = code == "gate_public_access_disabled" and not result.proxy
    return link, "fail", code, "relayed" if relayed else None


def model_not_asked(endpoint: Endpoint, checks: Iterable[Check], results: Iterable[Result]) -> list[Check]:
    """Return a warning for each leg that Azure answered, but that lacked the credential for the declared operation.

    C(checks) are those of the same endpoint.
    """
    if endpoint.keyless or endpoint.operation in _KEYLESS_OPERATIONS:
        return []
    broken = {(each["leg"], each["at"]) for each in checks if each["status"] in ("fail", "unknown")}
    legs = {
        ("by_address" if result.connect_to else "by_name", result.connect_to): None
        for result in results
        if result.operation == endpoint.operation and result.code == "auth_missing" and not result.given
    }
    return [
        check(
            endpoint,
            leg,
            "model",
            "pass",
            "model_not_asked",
            severity="warning",
            at=at,
            observed=f"{endpoint.operation} without a credential",
        )
        for leg, at in legs
        if (leg, at) not in broken
    ]


def outside_path(endpoint: Endpoint, leg: str, result: Result) -> list[Check]:
    """Return the checks of a request over the public endpoint, which Azure should refuse."""
    unchecked = not _before(result.link, "gate") and not result.certified
    checks = [
        _passed(endpoint, leg, link, result)
        for link in links_of(result)
        if link in ("tcp", "proxy", "tls") and _before(link, "tls" if unchecked else result.link)
    ]
    if unchecked:
        checks.append(judged(endpoint, leg, "tls", "unknown", "tls_untrusted", result, variant="unchecked"))
        checks.append(skipped(endpoint, leg, "gate", "tls"))
    else:
        checks.append(public_gate(endpoint, leg, result))
    return checks + _warnings(endpoint, leg, result)


def public_gate(endpoint: Endpoint, leg: str, result: Result) -> Check:
    """Return the check of the gate link for a request to the public endpoint, judged by the declared intent.

    Only an answer that is proved to be Azure's over a public address counts.
    """
    code, public_access = result.code, endpoint.public_access
    over_public = CATALOGUE[code].over_public
    if shows_open(result):
        variant = "selected" if public_access == "selected_networks" else None
        status = "pass" if public_access == "enabled" else "fail"
        return judged(endpoint, leg, "gate", status, "gate_public_open", result, variant=variant)
    if over_public in ("closed", "restricted") and result.public and result.proof:
        if public_access == "enabled":
            return judged(endpoint, leg, "gate", "fail", code, result, variant="unintended")
        meant = over_public == "closed" or public_access == "selected_networks"
        return judged(endpoint, leg, "gate", "pass" if meant else "fail", code, result)
    return judged(
        endpoint,
        leg,
        "gate",
        "unknown",
        "gate_public_unproved",
        result,
        variant=_why_unproved(result),
        reason=in_short(result),
    )


def in_short(result: Result) -> str:
    """Return what came of a request in a few words: its code, and where and what the answer was, if there was one."""
    status = result.http.status
    where = result.proxy or (result.peer.text if result.peer else None)
    return ", ".join(
        [result.code]
        + [f"HTTP {status}"] * bool(status)
        + [f"at {where}"] * bool(where)
        + ["in words that Azure is not known to use"] * bool(status and result.doubtful)
    )


def _why_unproved(result: Result) -> str:
    """Return which variant says why an answer, or none, does not show that the public endpoint is closed."""
    if result.proxied:
        return "proxied"
    if result.peer and not result.public:
        return "elsewhere"
    if result.doubtful and not _before(result.link, "gate"):
        return "unclear"
    return str(CATALOGUE[result.code].unproved)


def inspected(endpoints: Iterable[ObservedEndpoint], intent: str) -> list[Check]:
    """Return a check for each host that gets a name's certificate from another organization than other hosts do.

    Issuing authorities of one organization differ on a healthy Azure, and so do public ones that it has certificates
    of; one organization everywhere says nothing.
    C(intent) is what inspected TLS is: warn, forbidden or allowed.
    """
    issuers: dict[str, dict[str, list[tuple[Endpoint, Result]]]] = defaultdict(lambda: defaultdict(list))
    for each in endpoints:
        for result in each.results:
            if result.tls.issuer_organization and result.certified and not result.proxied:
                by_organization = issuers[each.endpoint.name]
                by_organization[result.tls.issuer_organization.casefold()].append((each.endpoint, result))
    checks = []
    for by_organization in issuers.values():
        if len(by_organization) == 1 or intent == "allowed":
            continue
        usual = _usual_issuers(by_organization)
        shown = ", ".join(str(by_organization[each][0][1].tls.issuer_organization) for each in usual)
        for organization, several in by_organization.items():
            if organization not in usual:
                checks += [_inspected(endpoint, result, intent, shown) for endpoint, result in several]
    return list({each["id"]: each for each in checks}.values())


def _usual_issuers(by_organization: Mapping[str, Sequence[tuple[Endpoint, Result]]]) -> list[str]:
    """Return the organizations whose certificates Azure has: public ones, else the only one that hosts outside saw."""
    public = [name for name in by_organization if is_public_authority(name)]
    outside = [name for name, several in by_organization.items() if any(not result.inside for _at, result in several)]
    return public or (outside if len(outside) == 1 else [])


def _inspected(endpoint: Endpoint, result: Result, intent: str, usual: str) -> Check:
    leg = "outside" if not result.inside else "by_address" if result.connect_to else "by_name"
    forbidden = intent == "forbidden"
    return judged(
        endpoint,
        leg,
        "tls",
        "fail" if forbidden else "pass",
        "tls_inspected",
        result,
        severity="error" if forbidden else "warning",
        organization=result.tls.issuer_organization,
        usual_organization=usual or "another organization",
    )


def links_of(result: Result) -> list[str]:
    """Return the links that a request is judged by: without a credential neither auth nor model."""
    links = ["proxy" if result.proxy else "tcp", "tls", "gate"]
    asked = result.keyed or (result.given and _before(result.link, "auth"))
    return [*links, "auth", "model"] if asked else links


def _before(link: str, other: str) -> bool:
    return PATH.index(link) < PATH.index(other)


def _passed(endpoint: Endpoint, leg: str, link: str, result: Result) -> Check:
    summary, evidence = _passage(link, result)
    return check(
        endpoint,
        leg,
        link,
        "pass",
        "model_ok" if link == "model" and result.code == "model_ok" else None,
        summary=summary,
        observed=summary,
        evidence=evidence,
        at=result.connect_to,
    )


def _passage(link: str, result: Result) -> tuple[str, dict[str, Any]]:
    """Return in words that a request got beyond a link, and the evidence of it."""
    tls, http, phases = result.tls, result.http, result.phases_ms
    if link == "tcp":
        return _peer(result), {"connect_ms": phases.get("connect"), **front_ends([result.peer])}
    if link == "proxy":
        return f"connected through {result.proxy}", {}
    if link == "tls":
        return (
            f"{', '.join(tls.san) or tls.subject}, verified for {tls.server_name}",
            {"not_after": tls.not_after, "version": tls.version, "sha256": tls.sha256},
        )
    if link == "gate":
        marked = any(name in http.headers for name in FRONT_END_HEADERS)
        who = f"Azure answered {http.status}" if marked else f"answered {http.status} (no sign of Azure's front end)"
        return (
            f"{who}{'' if result.keyed else ', no credential sent'}",
            {"headers": http.headers, "first_byte_ms": phases.get("first_byte")},
        )
    if link == "auth":
        return f"{'' if not result.keyed else result.credential.replace('_', ' ')} accepted", {}
    words = (result.operation, "answered by", result.model or "the service")
    return " ".join(word for word in words if word), {"id": result.completion_id, "usage": result.usage}


def judged(endpoint: Endpoint, leg: str, link: str, status: str, code: str, result: Result, **fields: Any) -> Check:
    """Return the check of a link that a code of the catalogue is about, with all that its texts and evidence need."""
    tls, http = result.tls, result.http
    answered = f"Azure answered {http.status}" + (f": {http.message}" if http.message else "")
    return check(
        endpoint,
        leg,
        link,
        status,
        code,
        confidence=result.confidence,
        at=result.connect_to,
        summary=answered if status == "pass" and not fields.get("organization") else None,
        observed=str(http.status) if http.status else _peer(result),
        evidence={
            "code": result.reported_code,
            "message": http.message,
            "headers": http.headers,
            "proxy": result.proxy,
            "direct": result.direct,
            "phases_ms": result.phases_ms,
            "verify_error": tls.verify_error,
            "sha256": tls.sha256,
            **front_ends([result.peer]),
        },
        **{
            "address": result.peer.text if result.peer else result.connect_to,
            "port": result.port,
            "http_status": http.status,
            "proxy": result.proxy,
            "san": ", ".join(tls.san),
            "issuer": tls.issuer,
            "server_name": tls.server_name,
            "not_after": tls.not_after,
            "not_before": tls.not_before,
            **fields,
        },
    )


def _warnings(endpoint: Endpoint, leg: str, result: Result) -> list[Check]:
    return [
        check(
            endpoint,
            leg,
            CATALOGUE[code].link,
            "pass",
            code,
            severity="warning",
            variant="untrusted" if code == "tls_inspected" else None,
            at=result.connect_to,
            evidence=front_ends([result.peer]),
            organization=result.tls.issuer_organization or "an unnamed organization",
            address=result.peer.text if result.peer else None,
            proxy=result.proxy,
            not_after=result.tls.not_after,
        )
        for code in result.findings
        if code in CATALOGUE and CATALOGUE[code].severity == "warning"
    ]


def _peer(result: Result) -> str:
    if not result.peer:
        return result.connect_to or "no address"
    address = f"[{result.peer.text}]" if ":" in result.peer.text else result.peer.text
    return f"{address}:{result.port}"
