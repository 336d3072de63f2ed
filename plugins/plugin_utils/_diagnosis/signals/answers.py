# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""What an answer shows of who wrote it, and what Azure's network rules refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....module_utils._azure.services import FRONT_END_HEADERS
from ....module_utils._catalogue.catalogue import CATALOGUE
from ....module_utils._core.text import some_of
from ..engine import Seen
from ..evidence import Http, Result
from ..subject import Subject
from . import requests
from .views import front_end_of, hop_of, is_azures, is_private_zone, says_something

_BACKEND_DOWN = (502, 503, 504)
_LOGIN = (401, 407, 511)
_LIMITS = (413, 429)
_REFUSALS = (403, 406, 451, 470)
_AZURE_FIREWALL = 470

_FIREWALLS = re.compile(
    r"application-gateway|azurefrontdoor|front ?door|cloudflare|akamai|big-?ip|mod_security|imperva|incapsula|"
    r"barracuda|zscaler|netskope|bluecoat|fortiweb|awselb|azure firewall",
    re.IGNORECASE,
)
_BLOCK_PAGE = re.compile(
    r"block(ed|\b)|access denied|request rejected|web filter|not allowed|prohibited|policy|security|threat|forefront|"
    r"application gateway|front door|attention required",
    re.IGNORECASE,
)
_LOGIN_PAGE = re.compile(
    r"log[ -]?in|log[ -]?on|sign[ -]?in|captive|portal|hotspot|authenticat|welcome to .*(wi-?fi|guest)|\boauth2?\b|"
    r"\bsso\b|accept.*terms",
    re.IGNORECASE,
)
_SITE = re.compile(r"https://([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_CERTIFICATE_WANTED = re.compile(
    r"(ssl|tls|client) certificate (was sent|error|is required|required)|requires? (an? )?(valid )?client certificate",
    re.IGNORECASE,
)
_FOREIGN_CODES = ("http_not_azure", "http_redirected", "http_gateway_auth", "http_too_large", "http_malformed")
# A gateway may have taken Azure's mark out of these, or written them itself.
_DOUBTFUL_CODES = ("http_unclassified", "model_response_invalid")
_REFUSED_PUBLIC = ("gate_public_access_disabled", "gate_network_rules")
_WORDS = {
    "gate_subdomain_unknown": "unknown_subdomain",
    "gate_custom_subdomain_required": "regional_words",
    "gate_resource_blocked": "blocked_words",
    "gate_public_access_disabled": "refused_public",
    "gate_network_rules": "refused_public",
}
_NETWORKS = 4
_NOT_APPROVED = ("azure_endpoint_pending", "azure_endpoint_rejected", "azure_endpoint_disconnected")
_CREDENTIAL_CODES = ("auth_missing", "auth_key_invalid", "auth_token_invalid", "auth_permission_denied")


def signals(subject: Subject) -> Iterator[Seen]:
    """Yield what the run shows about the answer to a request, and about who gave it."""
    if not requests.is_about_a_request(subject):
        return
    # Cited by nothing: it holds what commands need.
    yield Seen("request", requests.repeated(subject))
    yield from _of_intent(subject)
    yield from _of_azure(subject)
    result = subject.result
    if result is None:
        yield from _of_silence(subject)
        return
    yield from _of_place(subject, result)
    if result.http.status or result.link not in ("dns", "tcp", "tls", "proxy"):
        yield from _of_answer(subject, result)
        yield from _of_azures_words(subject, result)
    if result.code == "http_timeout" and result.certified and not result.public:
        yield Seen("timed_out_verified")
    asks = result.operation or subject.endpoint.operation
    if asks == "models":
        yield Seen("list_was_asked")
    elif asks and subject.endpoint.deployment:
        yield Seen("model_was_asked", {"operation": asks})
    for observation, other in requests.at_same_address(subject):
        if requests.is_azures(other):
            yield Seen("answers_elsewhere", {"seen_host": observation.host})
    if subject.check["leg"] == "outside" and subject.code == "gate_public_unproved":
        yield from _of_outside(result)
    if subject.code == "egress_open" and CATALOGUE[result.code].azure_answered:
        yield Seen("azure_reached")


def _of_intent(subject: Subject) -> Iterator[Seen]:
    intent = subject.endpoint.public_access
    if intent == "enabled":
        yield Seen("declared_enabled")
    else:
        yield Seen("declared_closed", {"public_access": intent})
        yield Seen("declared_selected" if intent == "selected_networks" else "declared_disabled")


def _of_azure(subject: Subject) -> Iterator[Seen]:
    missing = False
    for check in subject.azure_checks():
        code, mine = check["code"], check["name"] in (subject.endpoint.name, "", None)
        if code == "azure_firewall_application_rule":
            yield Seen("azure_says_application_rule", {"azure_rule_summary": check["summary"]})
        elif code in _NOT_APPROVED and check["status"] == "fail":
            yield Seen("azure_says_not_approved", {"azure_connection": check["summary"]})
        elif code in ("azure_account_missing", "azure_subdomain_missing") and (mine or code == "azure_account_missing"):
            missing = True
            yield Seen("azure_lacks_account", {"azure_missing": check["summary"]})
            if code == "azure_subdomain_missing":
                yield Seen("azure_lacks_subdomain", {"azure_missing": check["summary"]})
    azure = subject.scene.azure
    if not subject.azure_was_read and not missing:
        yield Seen("azure_not_read")
    if azure is None:
        return
    if azure.working_endpoints:
        yield Seen("azure_says_approved", {"azure_endpoints": ", ".join(azure.working_endpoints)})
    if azure.read and not missing:
        yield Seen("azure_has_account")
    access = azure.public_network_access
    if azure.read and access and access != "Disabled" and not azure.closed:
        yield Seen("azure_says_open", {"azure_public_access": access})
    if azure.default_action == "Allow":
        yield Seen("azure_says_all_networks", {"azure_default_action": azure.default_action})
    elif azure.default_action == "Deny":
        yield Seen("azure_says_selected", {"azure_networks": some_of(azure.networks, _NETWORKS) or "none"})


def _of_silence(subject: Subject) -> Iterator[Seen]:
    if subject.code != "gate_public_unproved":
        return
    outside = [each for each in subject.scene.observations if not each.inside and not each.error]
    asked = [
        result
        for each in outside
        for observed in each.endpoints.get(subject.scene.account, ())
        for result in observed.results
    ]
    if asked:
        yield Seen("unlike_credentials")
        return
    yield Seen("nobody_asked")
    for each in outside:
        if not each.endpoints.get(subject.scene.account):
            yield Seen("host_declares_nothing", {"seen_host": each.host})


def _of_place(subject: Subject, result: Result) -> Iterator[Seen]:
    if result.proxied or result.peer is None:
        return
    if result.peer.scope == "public" and not result.direct:
        yield Seen("peer_is_public")
    elif result.peer.scope == "private" or result.direct:
        yield Seen("peer_is_private")
    for observed in subject.observation.endpoints.get(subject.scene.account, ()):
        if observed.endpoint.name == subject.endpoint.name:
            continue
        for other in observed.results:
            if other.dialled is not None and other.dialled == result.dialled and not other.public:
                yield Seen("address_shared", {"other_name": observed.endpoint.name})
    mine = result.code in _REFUSED_PUBLIC and result.direct and not subject.endpoint.any_private
    legs = {
        bool(other.connect_to)
        for observation, other in requests.others(subject)
        if observation is subject.observation and other.code == result.code and other.direct
    }
    if mine and (not result.connect_to) in legs:
        yield Seen("refused_on_both_legs")


def _of_answer(subject: Subject, result: Result) -> Iterator[Seen]:
    http = result.http
    mark = next((name for name in FRONT_END_HEADERS if name in http.headers), None)
    if mark:
        yield Seen("azure_mark", {"mark": mark})
        if result.code in (*_DOUBTFUL_CODES, "http_malformed", "http_too_large"):
            yield Seen("azure_unknown_words", {"answer": _in_words(http)})
        if result.code == "model_response_invalid":
            yield Seen("invalid_success", {"detail": result.detail})
        return
    if result.code not in (*_FOREIGN_CODES, *_DOUBTFUL_CODES) and not result.doubtful:
        return
    if http.status:
        yield Seen("unmarked")
    server = _server(http)
    fields = {
        "answer": _in_words(http),
        "detail": result.detail,
        "server_words": f" ({server})" if server else " there",
    }
    kinds = list(_kinds(result))
    for kind in kinds:
        yield Seen(kind, fields)
    if not kinds:
        yield Seen("other_answer" if http.status else "not_http", fields)


def _kinds(result: Result) -> Iterator[str]:
    """Yield what sort of answer this is, of one that shows no sign of Azure's front end."""
    http, detail = result.http, result.detail or ""
    title, status = http.title or "", http.status or 0
    words = f"{title} {http.message or ''}"
    if result.code == "http_gateway_auth" or "API Management" in detail:
        yield "api_management_words"
        return
    if status >= 400 and _CERTIFICATE_WANTED.search(words):
        yield "certificate_wanted"
    elif status in _BACKEND_DOWN:
        yield "gateway_status"
    elif status in _LIMITS:
        yield "limit_status"
    elif status in _LOGIN:
        yield "login_asked"
    elif status in _REFUSALS:
        yield "refused_by_other"
        if status == _AZURE_FIREWALL or _FIREWALLS.search(_server(http) or "") or _BLOCK_PAGE.search(words):
            yield "block_page"
    elif result.code == "http_redirected":
        yield from ("login_page",) if _LOGIN_PAGE.search(detail) else _redirections(detail)
    elif status == 200 and title and _LOGIN_PAGE.search(title):
        yield "login_page"
    elif status == 200 and title and _BLOCK_PAGE.search(title):
        yield "block_page"


def _redirections(detail: str) -> Iterator[str]:
    yield "redirected"
    # Portals that catch what hosts send redirect to an address, or without TLS.
    target = _SITE.search(detail)
    if target and not target.group(1).replace(".", "").isdigit():
        yield "redirected_to_site"


def _server(http: Http) -> str | None:
    return str(http.headers.get("server") or http.headers.get("via") or "") or None


def _in_words(http: Http) -> str:
    """Return an answer in a few words: its status, title or message, and the server that it names."""
    words = http.message or (f"with the page '{http.title}'" if http.title else "")
    server = _server(http)
    parts = [str(http.status or "no HTTP"), words, f"from {server}" if server else ""]
    return " ".join(part for part in parts if part) + ("" if server else ", no sign of Azure's front end" * (not words))


def _of_azures_words(subject: Subject, result: Result) -> Iterator[Seen]:
    fields = {"message": result.http.message or result.detail or f"HTTP {result.http.status}"}
    if result.code in _WORDS and not result.doubtful:
        yield Seen(_WORDS[result.code], fields)
    if result.code == "gate_network_rules" and not result.doubtful:
        yield Seen("refused_selected", fields)
    if subject.code == "gate_public_open":
        yield Seen("served_publicly", {"code": result.code})
    if result.code == "auth_missing" or (subject.code == "model_not_asked" and not result.given):
        yield Seen("asked_for_credential", fields)
    yield from _of_names(subject)
    for observation, other in requests.others(subject):
        if requests.is_azures(other) and other.code not in ("gate_subdomain_unknown", "model_path_not_found"):
            yield Seen("known_elsewhere", {"seen_host": observation.host, "seen_code": other.code})


def _of_names(subject: Subject) -> Iterator[Seen]:
    """Yield whether Azure's public zone has the name, by what nameservers answered anywhere."""
    for observation in subject.scene.observations:
        lookup = None if observation.error else observation.lookups.get(subject.endpoint.name)
        for answer in lookup.answers if lookup else ():
            if not says_something(answer):
                continue
            fields = {"seen_host": observation.host, "seen_server": answer.server}
            alias = hop_of(answer) or front_end_of(answer)
            if alias:
                yield Seen("led_in_dns", {**fields, "seen_alias": alias})
            elif answer.rcode == "NXDOMAIN" and is_azures(answer.mname) and not is_private_zone(answer.mname):
                yield Seen("denied_in_dns", {**fields, "seen_zone": answer.authority})


def _of_outside(result: Result) -> Iterator[Seen]:
    if result.link == "dns":
        yield Seen("unresolved", {"code": result.code})
    elif result.peer and not result.public and not result.proxied:
        yield Seen("diverted_locally")
    answered = CATALOGUE[result.code].azure_answered and not result.proxied and not result.doubtful
    known = result.code in _WORDS or result.code in _CREDENTIAL_CODES
    if answered and not known and result.code not in ("auth_key_disabled", "auth_tenant_mismatch"):
        yield Seen("answered_otherwise")
