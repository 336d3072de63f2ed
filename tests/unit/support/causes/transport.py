# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see whose requests end before anything answers, by the cause that is the truth."""

from __future__ import annotations

from ..azure_estates import behind_firewall, firewall, firewall_rule, guarded, healthy, returned, route, rule
from ..estates import NAME, PRIVATE, STALE, dns, inside
from .cases import bare, case
from .requests_of_hosts import (
    CLOSED,
    DENIAL,
    DISABLED,
    JUMP_2,
    answered,
    ended,
    served,
    through,
)

BOTH = {"private_addresses": {NAME: [PRIVATE, STALE]}}
IN_ORDER = returned(healthy())
DENYING = returned(guarded(rules=[rule(destination_prefixes=["10.0.14.0/24"])]))
DIVERTING = returned(guarded(policies="RouteTableEnabled", routes=[route()]))
RELAYING = returned(behind_firewall(firewall(firewall_rule())))
ROUTELESS = "[Errno 113] No route to host"

REFUSED = [
    case("tcp_refused", "wrong_address", inside(ended("tcp_refused", STALE)), CLOSED, account=BOTH, azure=IN_ORDER),
    case("tcp_refused", "firewall_blocks", inside(ended("tcp_refused")), JUMP_2, CLOSED, azure=IN_ORDER),
    bare("tcp_refused", {"wrong_address", "firewall_blocks"}, inside(ended("tcp_refused")), CLOSED),
]

LOST = [
    case("tcp_timeout", "wrong_address", inside(ended("tcp_timeout", STALE)), CLOSED, account=BOTH, azure=IN_ORDER),
    case("tcp_timeout", "nsg_denies", inside(ended("tcp_timeout")), CLOSED, azure=DENYING),
    case("tcp_timeout", "route_diverts", inside(ended("tcp_timeout")), CLOSED, azure=DIVERTING),
    bare(
        "tcp_timeout",
        {"wrong_address", "nsg_denies", "route_diverts", "firewall_blocks"},
        inside(ended("tcp_timeout")),
        CLOSED,
    ),
]

IPV6 = {"private_addresses": {NAME: ["fd00::4"]}}
NO_WAY = [
    case(
        "tcp_unreachable",
        "wrong_address",
        inside(ended("tcp_unreachable", STALE, ROUTELESS)),
        CLOSED,
        account=BOTH,
        azure=IN_ORDER,
    ),
    case(
        "tcp_unreachable", "route_diverts", inside(ended("tcp_unreachable", detail=ROUTELESS)), CLOSED, azure=DIVERTING
    ),
    case(
        "tcp_unreachable",
        "no_ipv6",
        inside(
            ended("tcp_unreachable", "fd00::4", "[Errno 101] Network is unreachable"), dns=dns("dns_private", "fd00::4")
        ),
        CLOSED,
        account=IPV6,
    ),
    case(
        "tcp_unreachable",
        "host_firewall",
        inside(ended("tcp_unreachable", detail="[Errno 1] Operation not permitted")),
        CLOSED,
    ),
    bare(
        "tcp_unreachable",
        {"wrong_address", "route_diverts", "firewall_blocks", "host_firewall"},
        inside(ended("tcp_unreachable", detail=None)),
        CLOSED,
    ),
]

CUT = [
    case("tcp_reset", "firewall_blocks", inside(ended("tcp_reset")), JUMP_2, CLOSED),
    case("tcp_reset", "backend_dead", inside(ended("tcp_reset", STALE)), CLOSED, account=BOTH, azure=IN_ORDER),
    bare("tcp_reset", {"firewall_blocks", "backend_dead"}, inside(ended("tcp_reset")), CLOSED),
    case("tls_reset", "sni_filter", inside(ended("tls_reset", random_name="answered")), CLOSED),
    case("tls_reset", "backend_dead", inside(ended("tls_reset", random_name="tls_reset")), CLOSED),
    case(
        "tls_reset",
        "client_certificate_required",
        inside(ended("tls_reset", facts={"certificate_requested": True, "alert": 40})),
        CLOSED,
    ),
    case(
        "tls_reset",
        "name_not_served",
        inside(ended("tls_reset", facts={"alert": 112}, random_name="tls_reset")),
        CLOSED,
    ),
    case("tls_reset", "firewall_application_rule", inside(ended("tls_reset")), CLOSED, azure=RELAYING),
    bare(
        "tls_reset",
        {"sni_filter", "backend_dead", "client_certificate_required", "name_not_served", "firewall_application_rule"},
        inside(ended("tls_reset")),
        CLOSED,
    ),
    case("tls_timeout", "sni_filter", inside(ended("tls_timeout", random_name="answered")), CLOSED),
    case("tls_timeout", "backend_dead", inside(ended("tls_timeout", random_name="tls_reset")), CLOSED),
    case("tls_timeout", "path_mtu", inside(ended("tls_timeout", random_name="tls_timeout")), CLOSED),
    bare("tls_timeout", {"sni_filter", "backend_dead", "path_mtu"}, inside(ended("tls_timeout")), CLOSED),
    case(
        "http_reset",
        "client_certificate_required",
        inside(ended("http_reset", facts={"certificate_requested": True, "alert": 116})),
        CLOSED,
    ),
    case("http_reset", "connection_cut", inside(ended("http_reset")), JUMP_2, CLOSED),
    case("http_reset", "firewall_application_rule", inside(ended("http_reset")), CLOSED, azure=RELAYING),
    bare(
        "http_reset",
        {"client_certificate_required", "connection_cut", "firewall_application_rule"},
        inside(ended("http_reset")),
        CLOSED,
    ),
]


def failed(detail="the TLS handshake failed", random_name="tls_handshake_failed", **facts):
    """Return a handshake that the server ended."""
    return inside(ended("tls_handshake_failed", detail=detail, random_name=random_name, facts=facts))


HANDSHAKE = [
    case("tls_handshake_failed", "sni_filter", failed(random_name="answered", alert=40), CLOSED),
    case("tls_handshake_failed", "client_certificate_required", failed(alert=42, certificate_requested=True), CLOSED),
    case("tls_handshake_failed", "name_not_served", failed(alert=112), CLOSED),
    case("tls_handshake_failed", "protocol_too_old", failed(alert=70), CLOSED),
    case("tls_handshake_failed", "not_tls", failed("the TLS handshake failed: wrong version number"), CLOSED),
    case("tls_handshake_failed", "http2_only", failed(alert=120), CLOSED),
    case("tls_handshake_failed", "no_common_cipher", failed(alert=71), CLOSED),
    bare(
        "tls_handshake_failed",
        {"sni_filter", "client_certificate_required", "name_not_served", "no_common_cipher"},
        failed(random_name=None, alert=40),
        CLOSED,
    ),
]

PROXY = "http://proxy.corp.example:3128"


def proxied(code, detail="cut", **more):
    """Return a request that went through a proxy."""
    return ended(code, None, detail, proxy=PROXY, findings=["proxy_used"], **more)


CAPTURES = dns(findings=["host_proxy_captures"])
PROXIES = [
    case(
        "host_proxy_captures",
        "proxy_captures",
        inside(dict(served(), proxied=through("gate_public_access_disabled", 403)), dns=CAPTURES),
        CLOSED,
    ),
    case(
        "proxy_used",
        "proxy_captures",
        inside(dict(answered(403, DISABLED, DENIAL), proxy=PROXY, findings=["proxy_used"])),
        CLOSED,
    ),
    case(
        "proxy_denied",
        "proxy_refuses_name",
        inside(proxied("proxy_denied", "the proxy answered 403 Forbidden")),
        CLOSED,
    ),
    case(
        "proxy_denied",
        "proxy_gets_nowhere",
        inside(proxied("proxy_denied", "the proxy answered 504 Gateway Timeout", confidence="low")),
        CLOSED,
    ),
    case(
        "proxy_auth_required",
        "proxy_login_missing",
        inside(proxied("proxy_auth_required", "the proxy answered 407")),
        CLOSED,
    ),
    case("proxy_unreachable", "proxy_dead", inside(proxied("proxy_unreachable", "connection refused")), CLOSED),
]

CASES = [*REFUSED, *LOST, *NO_WAY, *CUT, *HANDSHAKE, *PROXIES]
