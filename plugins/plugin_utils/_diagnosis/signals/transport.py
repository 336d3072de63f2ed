# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What a request shows that ended before anything answered it, and the certificate of who would have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ....module_utils._catalogue.catalogue import CATALOGUE
from ..authorities import inspects_tls, is_public_authority
from ..engine import Seen
from ..evidence import Result, Tls
from ..subject import Subject
from . import requests

_ALERTS = {
    80: "internal_error",
    112: "unrecognized_name",
    116: "certificate_required",
    120: "no_application_protocol",
}
# What servers send that refuse a client without a certificate.
_REFUSALS = (40, 41, 42, 43, 46, 48, 49)
_PROTOCOL_VERSION, _INSUFFICIENT_SECURITY = 70, 71
# The rest is what OpenSSL says of an answer that is no TLS record.
_NO_TLS = ("wrong version number", "http request", "packet length too long", "record layer failure", "unknown protocol")
_TOO_OLD = ("unsupported protocol", "alert protocol version", "version too low")
_NO_ROUTE = ("no route to host", "network is unreachable", "host is unreachable")
_FORBIDDEN = ("permission denied", "operation not permitted", "administratively prohibited")

# Of OpenSSL: X509_V_ERR_*.
_VERIFY = {
    2: "issuer_not_found",
    18: "self_signed_leaf",
    19: "self_signed_root",
    20: "issuer_not_found",
    21: "issuer_not_found",
    26: "purpose_refused",
}

_OTHER_SERVICES = re.compile(
    r"(^|\.)((blob|file|queue|table|dfs|web|vault|database|documents|search|azconfig|servicebus|azurewebsites|azurecr|"
    r"azure-api|redis\.cache|eventgrid|monitor|azuredatabricks|azuresynapse|managedhsm)\.)",
    re.IGNORECASE,
)
_AZURES = re.compile(r"\.(azure|windows|microsoft|azure-api|azurewebsites|azurecr|azconfig)\.(com|net|us|cn|io)$", re.I)
_SOON = "tls_expires_soon"


def signals(subject: Subject) -> Iterator[Seen]:
    """Yield what the run shows about the way of a request up to the server's certificate."""
    if not requests.is_about_a_request(subject):
        return
    yield from _of_control_endpoints(subject)
    yield from _of_azure(subject)
    yield from _of_proxies(subject)
    result = subject.result
    if result is None:
        return
    yield from _of_errors(result)
    yield from _of_addresses(subject, result)
    yield from _of_handshake(subject, result)
    yield from _of_certificate(subject, result)
    yield from _of_renewals(subject, result)
    yield from _of_same_certificate(subject, result)
    yield from _of_issuers(subject, result)


def _of_control_endpoints(subject: Subject) -> Iterator[Seen]:
    asked = [each for each in subject.observation.control_endpoints if each.reached is not None]
    for each in asked:
        if each.reached:
            yield Seen("control_reached", _control(each.endpoint))
    # One that is reached shows that the host is on the Internet, whatever the others do.
    if asked and not any(each.reached for each in asked):
        for each in asked:
            yield Seen("control_failed", _control(each.endpoint))


def _control(endpoint: str) -> dict[str, str]:
    url = endpoint if "://" in endpoint else f"https://{endpoint}/"
    return {"control_endpoint": endpoint, "control_url": url}


def _of_azure(subject: Subject) -> Iterator[Seen]:
    for check in subject.azure_checks():
        if check["code"] == "azure_nsg_denies":
            yield Seen("azure_says_rule", {"azure_rule": check["summary"]})
        elif check["code"] == "azure_route_diverts":
            yield Seen("azure_says_route", {"azure_route": check["summary"]})
    azure, result = subject.scene.azure, subject.result
    if azure is None or result is None or result.dialled is None or result.public or result.proxied:
        return
    expected = sorted(azure.expected.get(subject.endpoint.name, ()))
    if str(result.dialled) in expected:
        yield Seen("azure_has_peer")
    elif expected and azure.all_working:
        yield Seen("azure_lacks_peer", {"azure_addresses": ", ".join(expected)})


def _of_proxies(subject: Subject) -> Iterator[Seen]:
    result, lookup = subject.result, subject.lookup
    if (lookup and "host_proxy_captures" in lookup.findings) or subject.code == "host_proxy_captures":
        yield Seen("proxy_variables", {"proxy": _proxy_of_host(subject)})
    alike: dict[str, Any] | None = None
    differs = False
    for each in _of_host(subject):
        proxied = each.through_proxy
        if proxied is None:
            continue
        fields = {
            "seen_proxy": proxied.proxy or "the proxy",
            "proxied_code": proxied.code,
            "proxied_status": f" (HTTP {proxied.status})" if proxied.status else "",
            "code": each.code,
        }
        served = CATALOGUE[proxied.code].outcome in ("served", "reachable")
        if proxied.code == each.code:
            alike = alike or fields
        elif not served:
            # What Azure says to a request without a credential cannot be compared with what it says to one with it.
            differs = True
            yield Seen("proxied_otherwise", fields)
    if alike and not differs:
        yield Seen("proxied_alike", alike)
    if result is None:
        return
    if result.proxied:
        yield Seen("sent_by_proxy", {"proxy": result.proxy or "that its settings name"})
    elif result.peer:
        yield Seen("sent_past_proxies")
    detail = {"detail": result.detail}
    if result.code == "proxy_denied":
        yield Seen("proxy_failed" if result.doubtful else "proxy_refuses", detail)
    elif result.code == "proxy_auth_required":
        yield Seen("proxy_wants_login", detail)
    elif result.code == "proxy_unreachable":
        yield Seen("proxy_silent", detail)


def _proxy_of_host(subject: Subject) -> str | None:
    """Return the proxy that a request went through, or was sent through for comparison, else the one that is set."""
    results = _of_host(subject)
    used = [each.proxy or (each.through_proxy and each.through_proxy.proxy) for each in results]
    configured = subject.observation.resolver.proxies
    return next((each for each in used if each), configured[0] if len(configured) == 1 else None)


def _of_host(subject: Subject) -> list[Result]:
    """Return the requests of the host to the name, for a check of the host itself; else the one it is about."""
    if subject.code != "host_proxy_captures":
        return [subject.result] if subject.result else []
    several = subject.observation.endpoints.get(subject.scene.account, ())
    return [result for each in several if each.endpoint.name == subject.endpoint.name for result in each.results]


def _of_errors(result: Result) -> Iterator[Seen]:
    detail = (result.detail or "").lower()
    if CATALOGUE[result.code].outcome == "unreachable" and result.link in ("tcp", "tls", "gate"):
        yield Seen("unreached", {"code": result.code, "peer": requests.place_of(result)})
    if result.link == "tcp":
        if any(words in detail for words in _NO_ROUTE):
            yield Seen("no_route_error", {"detail": result.detail})
        elif any(words in detail for words in _FORBIDDEN):
            yield Seen("forbidden_by_host", {"detail": result.detail})
        if result.dialled is not None and result.dialled.version == 6:
            yield Seen("peer_ipv6")


def _of_addresses(subject: Subject, result: Result) -> Iterator[Seen]:
    declared = result.peer is not None and result.peer.expected and not subject.endpoint.any_private
    if declared and not result.proxied:
        yield Seen("peer_declared")
    for observation, other in requests.at_same_address(subject):
        if requests.passed(other, "tcp"):
            yield Seen("reached_elsewhere", {"seen_host": observation.host})
        if other.certified and requests.passed(other, "tls"):
            yield Seen("tls_elsewhere", {"seen_host": observation.host})
    for observation, other in requests.others(subject):
        near = subject.scene.same_network(subject.observation, observation)
        if not near or other.peer is None or other.peer.scope != "private" or other.proxied:
            continue
        if other.dialled != result.dialled and requests.is_azures(other):
            yield Seen("reached_at_another_address", {"seen_host": observation.host, "seen_address": other.peer.text})


def _of_handshake(subject: Subject, result: Result) -> Iterator[Seen]:
    tls, detail = result.tls, (result.detail or "").lower()
    if result.link not in ("tls", "gate", "tcp"):
        return
    alert = {"alert": tls.alert, "detail": result.detail}
    if tls.alert in _ALERTS:
        yield Seen(_ALERTS[tls.alert], alert)
    if tls.certificate_requested:
        yield Seen("certificate_requested")
        if tls.alert in _REFUSALS:
            yield Seen("refused_after_request", alert)
    elif tls.certificate_requested is False:
        yield Seen("certificate_not_requested")
    if result.code == "tls_handshake_failed":
        if any(words in detail for words in _NO_TLS):
            yield Seen("no_tls", alert)
        if tls.alert == _PROTOCOL_VERSION or any(words in detail for words in _TOO_OLD):
            yield Seen("protocol_version", alert)
        if tls.alert == _INSUFFICIENT_SECURITY or "shared cipher" in detail:
            yield Seen("no_shared_cipher", alert)
    other = result.random_name
    if other is None or result.link != "tls":
        return
    fields = {"random_server_name": other.server_name or "another name", "random_code": other.code}
    if other.code is None:
        yield Seen("other_name_answered", fields)
    elif other.code == "tls_timeout":
        yield Seen("other_name_silent", fields)
    elif other.code in ("tls_reset", "tcp_reset", "tls_handshake_failed"):
        yield Seen("other_name_cut", fields)


def _of_certificate(subject: Subject, result: Result) -> Iterator[Seen]:
    tls, name = result.tls, subject.endpoint.name
    if CATALOGUE[result.code].certificate_refused:
        yield Seen("certificate_refused", {"verify_error": tls.verify_error})
        if tls.verify_code in _VERIFY:
            yield Seen(_VERIFY[tls.verify_code], {"issuer": tls.issuer})
        elif tls.verify_code is None and result.code == "tls_untrusted":
            yield Seen("reason_not_shown")
        if result.code == "tls_expired":
            yield Seen("expired", {"not_after": tls.not_after})
        elif result.code == "tls_not_yet_valid":
            yield Seen("not_yet_valid", {"not_before": tls.not_before})
    elif requests.passed(result, "tls") and not result.certified:
        words = tls.verify_error or f"the certificate was verified for {tls.server_name}, not for {name}"
        yield Seen("not_verified", {"verify_words": words})
    asked = tls.server_name or name
    if asked.split(".")[1:2] == ["privatelink"]:
        yield Seen("asked_privatelink_name")
    if not tls.san:
        return
    if _names(tls, asked):
        yield Seen("named_right")
    else:
        other_service = all(_AZURES.search(each) and _OTHER_SERVICES.search(each) for each in tls.san)
        yield Seen("names_another_service" if other_service else "named_otherwise", {"san": ", ".join(tls.san)})


def _names(tls: Tls, name: str) -> bool:
    wildcard = "*." + name.partition(".")[2]
    return any(each.lower() in (name.lower(), wildcard.lower()) for each in tls.san)


def _of_same_certificate(subject: Subject, result: Result) -> Iterator[Seen]:
    for observation, other in requests.elsewhere(subject):
        if not result.tls.sha256 or other.tls.sha256 != result.tls.sha256 or other.proxied:
            continue
        if other.tls.verified:
            yield Seen("verified_elsewhere", {"seen_host": observation.host})
        elif other.code == result.code:
            yield Seen("refused_elsewhere", {"seen_host": observation.host, "code": other.code})


def _of_issuers(subject: Subject, result: Result) -> Iterator[Seen]:
    mine = _organization(result.tls)
    if mine is None:
        return
    fields = {"organization": mine, "issuer": result.tls.issuer}
    if is_public_authority(mine):
        yield Seen("public_authority", fields)
    elif inspects_tls(f"{mine} {result.tls.issuer}"):
        yield Seen("inspecting_vendor", fields)
    same: list[dict[str, Any]] = []
    differs: list[dict[str, Any]] = []
    for observation, other in requests.elsewhere(subject):
        theirs = _organization(other.tls)
        if theirs is None or other.proxied:
            continue
        seen = {**fields, "seen_host": observation.host, "seen_organization": theirs}
        (same if _alike(theirs, mine) else differs).append(seen)
    # Hosts of one network may see the same device: only the same issuer everywhere shows that there is none.
    yield from (Seen("issuer_differs", seen) for seen in differs)
    if not differs:
        yield from (Seen("issuer_same", seen) for seen in same)


def _of_renewals(subject: Subject, result: Result) -> Iterator[Seen]:
    for observation, other in requests.elsewhere(subject):
        differs = result.tls.sha256 and other.tls.sha256 and other.tls.sha256 != result.tls.sha256
        if differs and other.certified and not other.proxied and _SOON not in other.findings:
            fields = {"seen_host": observation.host, "seen_not_after": other.tls.not_after}
            yield Seen("renewed_elsewhere", fields)


def _organization(tls: Tls) -> str | None:
    """Return the organisation of the issuer, the whole issuer where it names none, None where it is not known."""
    return tls.issuer_organization or (str(tls.issuer) if tls.issuer else None)


def _alike(first: str, second: str) -> bool:
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()
