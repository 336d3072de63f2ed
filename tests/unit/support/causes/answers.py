# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs see that are answered by somebody else than the model, by the cause that is the truth."""

from __future__ import annotations

from ..azure_estates import behind_firewall, endpoint, firewall, firewall_rule, healthy, returned
from ..estates import NAME, PRIVATE, PUBLIC, STALE, dns, inside, outside, probe
from .answers_of_dns import AZURE, OF_PUBLIC_ZONE, seen_by, server, told
from .cases import bare, case
from .requests_of_hosts import (
    CLOSED,
    DENIAL,
    DISABLED,
    MARK,
    SELECTED,
    answered,
    azure,
    denied,
    ended,
    error,
    page,
    served,
)

BOTH = {"private_addresses": {NAME: [PRIVATE, STALE]}}
IN_ORDER = returned(healthy())
PENDING = returned(healthy(private_endpoints=[endpoint(state="Pending")]))
NO_ACCOUNT = returned(healthy(account=None, private_endpoints=[], expected={}) | {"account": None})
NO_SUBDOMAIN = returned(healthy(account={"custom_subdomain": None}))
RELAYING = returned(behind_firewall(firewall(firewall_rule())))
BASIC = {"www-authenticate": "Basic realm=gateway"}
# Of a body that is longer than any answer of Azure's.
LARGE = {"detail": "the answer is longer than 1048576 bytes"}

WANTED = page("400 No required SSL certificate was sent", 400, server="nginx/1.22.1")
DOWN = page("502 Bad Gateway", 502, server="nginx/1.22.1")
LOGIN = page("401 Authorization Required", 401, **BASIC)
LIMIT = page("413 Request Entity Too Large", 413, server="nginx/1.22.1")
BLOCKED = page("403 Forbidden", 403, server="Microsoft-Azure-Application-Gateway/v2")
PORTAL = page("Guest Wi-Fi login")
WELCOME = page("Welcome to nginx!", server="nginx/1.22.1")
QUOTA = {
    "status": 403,
    "body": {"statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 07:01:20."},
}
SUBSCRIPTION = {
    "status": 401,
    "body": {"statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include it."},
}


def cut_off(code, status, title=None, headers=None, **more):
    """Return an answer that could not be read to its end, or was not valid."""
    http = {"status": status, "message": None, "title": title, "headers": headers or {}}
    return probe(code, http=http, **{"detail": "the answer is not valid HTTP", **more})


NOT_AZURE = [
    case("http_not_azure", "gateway_backend", inside(answered(**DOWN)), CLOSED),
    case("http_not_azure", "gateway_login", inside(answered(**LOGIN)), CLOSED),
    case("http_not_azure", "gateway_limit", inside(answered(**LIMIT)), CLOSED),
    case("http_not_azure", "web_application_firewall", inside(answered(**BLOCKED)), CLOSED),
    case("http_not_azure", "captive_portal", inside(answered(**PORTAL)), CLOSED),
    case("http_not_azure", "api_management", inside(answered(**QUOTA)), CLOSED),
    case("http_not_azure", "client_certificate_required", inside(answered(**WANTED)), CLOSED),
    case("http_not_azure", "other_server", inside(answered(**WELCOME)), CLOSED),
]

UNCLASSIFIED = [
    case(
        "http_unclassified",
        "web_application_firewall",
        inside(answered(403, error("Request blocked by policy."))),
        CLOSED,
    ),
    case("http_unclassified", "gateway_login", inside(answered(401, error("Sign in first."))), CLOSED),
    case("http_unclassified", "gateway_limit", inside(answered(429, error("Slow down.", "too_many_requests"))), CLOSED),
    case("http_unclassified", "other_server", inside(answered(404, error("No such route."))), CLOSED),
    case("http_unclassified", "azure_answer_unknown", inside(azure(403, error("Something new."))), CLOSED),
]

MALFORMED = [
    case("http_malformed", "azure_answer_unknown", inside(cut_off("http_malformed", 200, headers=MARK)), CLOSED),
    case("http_malformed", "other_server", inside(cut_off("http_malformed", None)), CLOSED),
    case("http_malformed", "gateway_backend", inside(cut_off("http_malformed", 502)), CLOSED),
    case("http_malformed", "gateway_login", inside(cut_off("http_malformed", 401, headers=BASIC)), CLOSED),
    case("http_malformed", "gateway_limit", inside(cut_off("http_malformed", 413)), CLOSED),
    case("http_malformed", "web_application_firewall", inside(cut_off("http_malformed", 470)), CLOSED),
]

REDIRECTED = [
    case(
        "http_redirected",
        "captive_portal",
        inside(answered(302, "", {"location": "https://portal.corp.example/login"})),
        CLOSED,
    ),
    case(
        "http_redirected",
        "gateway_redirects",
        inside(answered(301, "", {"location": "https://www.corp.example/"})),
        CLOSED,
    ),
    bare(
        "http_redirected",
        {"captive_portal", "gateway_redirects"},
        inside(answered(302, "", {"location": "http://10.0.0.1/"})),
        CLOSED,
    ),
]

INSTEAD = [
    case("http_gateway_auth", "api_management", inside(answered(**SUBSCRIPTION)), CLOSED),
    case("http_too_large", "other_server", inside(cut_off("http_too_large", 200, **LARGE)), CLOSED),
    case(
        "http_too_large", "azure_answer_unknown", inside(cut_off("http_too_large", 200, headers=MARK, **LARGE)), CLOSED
    ),
    # A 200 without a mark that calls itself a completion, and holds none.
    case("model_response_invalid", "other_server", inside(answered(200, {"object": "text_completion"})), CLOSED),
    case(
        "model_response_invalid",
        "answer_incomplete",
        inside(azure(200, {"object": "text_completion", "choices": []})),
        CLOSED,
    ),
]

SILENT = [
    bare(
        "http_timeout",
        {"slow_model", "request_lost"},
        inside(ended("http_timeout", operation=None)),
        CLOSED,
        account={"operation": None, "deployment": None},
    ),
    case("http_timeout", "slow_model", inside(ended("http_timeout", credential="api_key")), CLOSED),
    case(
        "http_timeout",
        "request_lost",
        inside(ended("http_timeout", operation="models")),
        CLOSED,
        account={"operation": None, "deployment": None},
    ),
]

BY_PROXY = "http://proxy.corp.example:3128"
CAPTURES = dns(findings=["host_proxy_captures"])


def refused_public(code, body):
    """Return the cases of a host inside that Azure refuses as one outside."""
    mine = answered(403, body, DENIAL)
    return [
        case(code, "proxy_captures", inside(dict(mine, proxy=BY_PROXY, findings=["proxy_used"])), CLOSED),
        case(code, "firewall_application_rule", inside(mine, dict(mine, connect_to=PRIVATE)), CLOSED, azure=IN_ORDER),
        case(code, "relay", inside(answered(403, body, DENIAL, address=STALE)), CLOSED, account=BOTH, azure=IN_ORDER),
        bare(code, {"firewall_application_rule", "relay"}, inside(mine), CLOSED),
    ]


SELECTED_OUTSIDE = outside(answered(403, SELECTED, DENIAL, address=PUBLIC))
REFUSALS = [
    *refused_public("gate_public_access_disabled", DISABLED),
    case(
        "gate_public_access_disabled",
        "public_address",
        inside(denied(), dns=dns("dns_private", PRIVATE, findings=["host_proxy_captures"])),
        CLOSED,
    ),
    case(
        "gate_public_access_disabled",
        "stricter_than_declared",
        inside(served()),
        CLOSED,
        host="outside-1",
        account={"public_access": "enabled"},
    ),
    *refused_public("gate_network_rules", SELECTED),
    case("gate_network_rules", "selected_networks_allowed", inside(served()), SELECTED_OUTSIDE, host="outside-1"),
    case(
        "gate_network_rules",
        "stricter_than_declared",
        inside(served()),
        SELECTED_OUTSIDE,
        host="outside-1",
        account={"public_access": "enabled"},
    ),
]

NOT_APPROVED = azure(403, error("Traffic is not from an approved private endpoint.", "403"))
APPROVAL = [
    case("gate_private_endpoint_not_approved", "endpoint_not_approved", inside(NOT_APPROVED), CLOSED, azure=PENDING),
    case(
        "gate_private_endpoint_not_approved",
        "public_caller",
        inside(dict(NOT_APPROVED, proxy=BY_PROXY, findings=["proxy_used"])),
        CLOSED,
        azure=IN_ORDER,
    ),
    case(
        "gate_private_endpoint_not_approved",
        "address_of_another_endpoint",
        inside(azure(403, error("Traffic is not from an approved private endpoint.", "403"), address=STALE)),
        CLOSED,
        account=BOTH,
        azure=IN_ORDER,
    ),
    case("gate_private_endpoint_not_approved", "approval_not_arrived", inside(NOT_APPROVED), CLOSED, azure=IN_ORDER),
]

UNKNOWN = azure(404, error("Subdomain does not map to a resource.", "404"))
GONE = server(AZURE, told(rcode="NXDOMAIN", soa=OF_PUBLIC_ZONE))
REGIONAL = azure(
    403,
    error(
        "A Virtual Network is configured for this resource. Please use the correct endpoint for making requests. "
        "Check https://aka.ms/cogsvc-vnet for more details.",
        "403",
    ),
)
BLOCKED_ACCOUNT = azure(
    403,
    error(
        "Your resource has been temporarily blocked because we detected behavior that may violate our content policy.",
        "403",
    ),
)
OF_ACCOUNT = [
    case("gate_custom_subdomain_required", "regional_endpoint", inside(REGIONAL), CLOSED, azure=IN_ORDER),
    case("gate_custom_subdomain_required", "subdomain_missing", inside(REGIONAL), CLOSED, azure=NO_SUBDOMAIN),
    bare("gate_custom_subdomain_required", {"regional_endpoint", "subdomain_missing"}, inside(REGIONAL), CLOSED),
    # Deleted: Azure's public zone has lost the name, too.
    case("gate_subdomain_unknown", "account_missing", seen_by(GONE, probes=[dict(UNKNOWN, connect_to=PRIVATE)])),
    case("gate_subdomain_unknown", "account_not_ready", inside(UNKNOWN), azure=IN_ORDER),
    bare("gate_subdomain_unknown", {"account_missing", "account_not_ready"}, inside(UNKNOWN, dns=None)),
    case("gate_resource_blocked", "account_blocked", inside(BLOCKED_ACCOUNT), CLOSED),
]

CASES = [
    *NOT_AZURE,
    *UNCLASSIFIED,
    *MALFORMED,
    *REDIRECTED,
    *INSTEAD,
    *SILENT,
    *REFUSALS,
    *APPROVAL,
    *OF_ACCOUNT,
]
