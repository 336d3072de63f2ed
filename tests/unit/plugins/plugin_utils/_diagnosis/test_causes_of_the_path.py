# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which cause a run shows for a request that failed: each pair that shares a code, each way, and undecided."""

from __future__ import annotations

import json
import shlex
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._azure.operations import OPERATIONS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.causes.causes import (
    CANDIDATES,
    FAMILIES,
    SIGNALS,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.fields import FIELDS
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import fields_of
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.repairs import ENDPOINT_ADDRESSES
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.operations import build_request
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._diagnosis.engine import decide
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    guarded,
    healthy,
    returned,
    rule,
    zone,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.requests_of_hosts import (
    answered as by_the_probe,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    NAME,
    PRIVATE,
    PUBLIC,
    SERVED,
    STALE,
    commands,
    dns,
    estate,
    inside,
    outside,
    probe,
    texts,
)

MINE = [family for family in FAMILIES if family.name in ("transport", "answers", "service")]
MICROSOFT = {"issuer": "C=US, O=Microsoft Corporation, CN=Issuing 01", "issuer_organization": "Microsoft Corporation"}
CORP = {"issuer": "O=Example Corp, CN=Example Inspection", "issuer_organization": "Example Corp"}
ZSCALER = {"issuer": "O=Zscaler Inc., CN=Zscaler Intermediate", "issuer_organization": "Zscaler Inc."}


def tls(verify_code=None, verified=False, **more):
    found = {"verified": verified, "server_name": NAME, "san": ["*.openai.azure.com"], "sha256": "aa", **CORP, **more}
    return dict(found, verify_code=verify_code, verify_error="unable to get local issuer certificate")


def cut(code, address=PRIVATE, random_name=None, credential="none", **facts):
    """Return a request that ended before the answer."""
    controls = None if random_name is None else {"random_name": random_name}
    detail = facts.pop("detail", "cut")
    handshake = {"verified": code == "http_reset", "server_name": NAME, "san": [], **facts}
    none = {"status": None, "message": None, "headers": {}}
    return probe(
        code,
        address,
        credential=credential,
        tls=handshake,
        http=none,
        detail=detail,
        controls=controls,
        connect_to=None,
    )


def other(code, alert=None):
    return {"server_name": "abc.openai.azure.com", "code": code, "alert": alert}


def refused(code="tls_untrusted", address=PRIVATE, **facts):
    none = {"status": None, "message": None, "headers": {}}
    return probe(code, address, credential="none", tls=tls(**facts), http=none, detail="refused")


def answered(status, code="http_not_azure", title=None, message=None, headers=None, address=PRIVATE, **more):
    http = {"status": status, "message": message, "title": title, "headers": headers or {}}
    return probe(code, address, http=http, **more)


def azures(code, message, status=401, credential="api_key", address=PRIVATE, headers=None, **more):
    http = {"status": status, "message": message, "headers": {"apim-request-id": "1", **(headers or {})}}
    return probe(code, address, credential=credential, http=http, **more)


def seen_well(host, address=PRIVATE, **facts):
    """Return what another host inside sees that is served."""
    return inside(probe("model_ok", address, tls=tls(verified=True, **facts)), host=host)


def seen_outside(**facts):
    return outside(probe("gate_public_access_disabled", PUBLIC, tls=tls(verified=True, **facts)))


def open_check(*observations, host="jump-1", **more):
    """Return the first check of one host that fails or is unknown."""
    account = judge(estate(*observations, **more))["accounts"][0]
    return next(each for each in account["checks"] if each["host"] == host and each["status"] in ("fail", "unknown"))


def decided(check):
    made = check["diagnosis"]
    return made["cause"], made["certainty"]


def left(check):
    return {each["cause"] for each in check["diagnosis"]["alternatives"]}


def excluded(check):
    return {each["cause"] for each in check["diagnosis"]["excluded"]}


DETAILS = {"no_tls": "the TLS handshake failed: wrong version number"}

DECIDED = [
    pytest.param(cut("tls_reset", random_name=other(None)), "sni_filter", "proven", {"backend_dead"}, id="sni"),
    pytest.param(
        cut("tls_reset", random_name=other("tls_reset")), "backend_dead", "likely", {"sni_filter"}, id="backend"
    ),
    pytest.param(cut("tls_timeout", random_name=other(None)), "sni_filter", "proven", {"path_mtu"}, id="sni-silent"),
    pytest.param(cut("tls_timeout", random_name=other("tls_timeout")), "path_mtu", "likely", {"sni_filter"}, id="mtu"),
    pytest.param(
        cut("tls_handshake_failed", alert=40, certificate_requested=True, random_name=other("tls_handshake_failed")),
        "client_certificate_required",
        "proven",
        {"sni_filter"},
        id="mtls-1.2",
    ),
    pytest.param(
        cut("http_reset", alert=116, certificate_requested=True),
        "client_certificate_required",
        "proven",
        {"connection_cut"},
        id="mtls-1.3",
    ),
    pytest.param(
        cut("http_reset", certificate_requested=True),
        "client_certificate_required",
        "likely",
        set(),
        id="mtls-no-alert",
    ),
    pytest.param(
        cut("tls_handshake_failed", alert=80, certificate_requested=False),
        "name_not_served",
        "likely",
        {"client_certificate_required", "no_common_cipher"},
        id="no-certificate-for-the-name",
    ),
    pytest.param(
        cut("tls_handshake_failed", alert=112, random_name=other("tls_handshake_failed", 112)),
        "name_not_served",
        "proven",
        {"sni_filter", "client_certificate_required"},
        id="strict-sni",
    ),
    pytest.param(cut("tls_handshake_failed", alert=70), "protocol_too_old", "proven", set(), id="tls-1.0"),
    pytest.param(cut("tls_handshake_failed", detail=DETAILS["no_tls"]), "not_tls", "proven", set(), id="plain-http"),
    pytest.param(cut("tls_handshake_failed", alert=120), "http2_only", "proven", set(), id="http2"),
    pytest.param(
        refused(verify_code=20, **MICROSOFT), "incomplete_chain", "likely", {"tls_inspection"}, id="no-intermediate"
    ),
    pytest.param(refused(verify_code=26), "wrong_certificate_purpose", "proven", set(), id="client-auth"),
    pytest.param(
        refused(verify_code=18, san=["gateway.example"]),
        "default_certificate",
        "proven",
        {"tls_inspection"},
        id="self-signed-default",
    ),
    pytest.param(
        refused(verify_code=18), "self_signed_certificate", "proven", {"default_certificate"}, id="self-signed"
    ),
    pytest.param(refused(verify_code=19, **ZSCALER), "tls_inspection", "likely", {"private_ca_untrusted"}, id="vendor"),
    pytest.param(
        refused("tls_name_mismatch", verify_code=62, san=["x.blob.core.windows.net"]),
        "address_of_another_service",
        "proven",
        set(),
        id="storage",
    ),
    pytest.param(
        refused("tls_name_mismatch", verify_code=62, san=["gateway.example"]),
        "default_certificate",
        "likely",
        set(),
        id="default-host",
    ),
    pytest.param(answered(502, headers={"server": "nginx/1.22.1"}), "gateway_backend", "proven", set(), id="502"),
    pytest.param(answered(504, headers={"server": "envoy"}), "gateway_backend", "proven", set(), id="504"),
    pytest.param(
        answered(401, headers={"www-authenticate": "Basic realm=x"}), "gateway_login", "proven", set(), id="basic"
    ),
    pytest.param(answered(413), "gateway_limit", "proven", set(), id="413"),
    pytest.param(answered(429), "gateway_limit", "proven", set(), id="429"),
    pytest.param(answered(470), "web_application_firewall", "proven", set(), id="azure-firewall"),
    pytest.param(
        answered(403, headers={"server": "Microsoft-Azure-Application-Gateway/v2"}),
        "web_application_firewall",
        "proven",
        set(),
        id="application-gateway",
    ),
    pytest.param(answered(403, title="403 Forbidden"), "web_application_firewall", "likely", set(), id="forbidden"),
    pytest.param(answered(200, title="Guest Wi-Fi login"), "captive_portal", "proven", set(), id="portal"),
    pytest.param(
        answered(302, "http_redirected", detail="redirected (302) to https://portal.example/login; not followed"),
        "captive_portal",
        "proven",
        {"gateway_redirects"},
        id="portal-redirect",
    ),
    pytest.param(
        answered(301, "http_redirected", detail="redirected (301) to https://www.corp.example/new/place; not followed"),
        "gateway_redirects",
        "likely",
        set(),
        id="another-redirect",
    ),
    pytest.param(answered(200, title="Welcome to nginx!"), "other_server", "likely", set(), id="web-server"),
    pytest.param(
        answered(401, "http_gateway_auth", message="Access denied due to missing subscription key."),
        "api_management",
        "proven",
        set(),
        id="api-management",
    ),
    pytest.param(
        answered(403, detail="an API Management gateway in front of the account answered: its quota is used up"),
        "api_management",
        "proven",
        set(),
        id="quota-of-api-management",
    ),
    pytest.param(
        azures("auth_key_invalid", "Access denied due to invalid subscription key or wrong API endpoint."),
        "key_wrong",
        "proven",
        set(),
        id="key",
    ),
    pytest.param(
        azures("auth_key_disabled", "Key based authentication is disabled for this resource.", 403),
        "key_disabled",
        "proven",
        set(),
        id="keys-disabled",
    ),
    pytest.param(
        azures(
            "auth_token_invalid",
            "Unauthorized. Access token is missing, invalid, audience is incorrect (https://ai.azure.com), or have "
            "expired.",
            credential="token",
        ),
        "wrong_audience",
        "proven",
        {"token_expired"},
        id="audience",
    ),
    pytest.param(
        azures(
            "model_api_version_unsupported",
            "Model o4-mini is enabled only for api versions 2024-12-01-preview and later",
            400,
        ),
        "api_version_too_old",
        "proven",
        {"api_version_retired"},
        id="version-needed",
    ),
    pytest.param(
        azures("model_api_version_unsupported", "API version not supported", 400),
        "api_version_retired",
        "likely",
        set(),
        id="version-retired",
    ),
    pytest.param(
        azures(
            "model_parameter_unsupported",
            "Could not finish the message because max_tokens or model output limit was reached.",
            400,
        ),
        "tokens_too_few",
        "proven",
        {"parameter_refused"},
        id="tokens",
    ),
    pytest.param(
        azures("model_parameter_unsupported", "Unsupported parameter: 'top_p' is not supported.", 400),
        "parameter_refused",
        "likely",
        set(),
        id="parameter",
    ),
    pytest.param(azures("model_path_not_found", "Resource not found", 404), "model_retired", "likely", set(), id="404"),
    pytest.param(probe("http_timeout", http={"status": None, "headers": {}}), "slow_model", "likely", set(), id="slow"),
    pytest.param(
        probe("http_timeout", operation="models", http={"status": None, "headers": {}}),
        "request_lost",
        "likely",
        {"slow_model"},
        id="list-unanswered",
    ),
    pytest.param(
        probe("gate_private_endpoint_not_approved"), "endpoint_not_approved", "likely", {"public_caller"}, id="pending"
    ),
    pytest.param(
        cut("tcp_unreachable", detail="Permission denied"), "host_firewall", "proven", set(), id="own-firewall"
    ),
]


@pytest.mark.parametrize(("failed", "cause", "certainty", "ruled_out"), DECIDED)
def test_what_a_host_sees_itself_decides(failed, cause, certainty, ruled_out):
    check = open_check(inside(failed), outside(DENIED))
    assert decided(check) == (cause, certainty)
    assert ruled_out <= excluded(check)
    assert check["diagnosis"]["because"] and "None" not in " ".join(check["diagnosis"]["because"])
    assert "<" not in check["cause"] + check["summary"]


OTHERS = [
    pytest.param(
        [inside(refused(verify_code=19)), seen_outside(sha256="bb", **MICROSOFT)],
        "tls_inspection",
        "proven",
        set(),
        id="inspected",
    ),
    pytest.param(
        [inside(refused(verify_code=19)), seen_outside(sha256="bb", **CORP)],
        "private_ca_untrusted",
        "likely",
        {"tls_inspection"},
        id="private-authority",
    ),
    pytest.param(
        [inside(refused(verify_code=20, **MICROSOFT)), seen_well("jump-2", **MICROSOFT)],
        "root_certificates_missing",
        "proven",
        {"incomplete_chain", "tls_inspection"},
        id="roots",
    ),
    pytest.param(
        [inside(refused("tls_expired")), seen_well("jump-2")],
        "host_clock_wrong",
        "proven",
        {"certificate_expired"},
        id="clock",
    ),
    pytest.param(
        [inside(refused("tls_expired")), inside(refused("tls_expired"), host="jump-2")],
        "certificate_expired",
        "proven",
        {"host_clock_wrong"},
        id="expired",
    ),
    pytest.param(
        [inside(cut("tcp_refused")), seen_well("jump-2")],
        "firewall_blocks",
        "likely",
        {"wrong_address"},
        id="firewall-refuses",
    ),
    pytest.param(
        [
            inside(
                cut("tcp_refused", STALE),
                probe("model_ok", connect_to=PRIVATE),
            ),
            outside(DENIED),
        ],
        "wrong_address",
        "likely",
        set(),
        id="another-address",
    ),
]


@pytest.mark.parametrize(("observations", "cause", "certainty", "ruled_out"), OTHERS)
def test_what_others_see_decides(observations, cause, certainty, ruled_out):
    account = {"private_addresses": {NAME: [PRIVATE, STALE]}}
    check = open_check(*observations, account=account)
    assert decided(check) == (cause, certainty)
    assert ruled_out <= excluded(check)


UNDECIDED = [
    pytest.param(cut("tls_reset"), {"sni_filter", "backend_dead"}, "openssl s_client", id="tls_reset"),
    pytest.param(cut("tls_timeout"), {"sni_filter", "backend_dead", "path_mtu"}, "openssl s_client", id="tls_timeout"),
    pytest.param(
        cut("tls_handshake_failed", alert=40),
        {"sni_filter", "client_certificate_required", "name_not_served", "no_common_cipher"},
        "openssl s_client",
        id="tls_handshake_failed",
    ),
    pytest.param(
        refused(verify_code=19), {"tls_inspection", "private_ca_untrusted"}, "openssl s_client", id="tls_untrusted"
    ),
    pytest.param(
        probe("tls_untrusted", credential="none", tls={"verified": False}, http={}, detail="certificate verify failed"),
        {"tls_inspection", "incomplete_chain", "root_certificates_missing", "private_ca_untrusted"},
        "openssl s_client",
        id="nothing-of-the-certificate",
    ),
    pytest.param(refused("tls_expired"), {"host_clock_wrong", "certificate_expired"}, "timedatectl", id="tls_expired"),
    pytest.param(cut("tcp_refused"), {"wrong_address", "firewall_blocks"}, "az network nic show", id="tcp_refused"),
    pytest.param(
        cut("tcp_timeout"),
        {"wrong_address", "nsg_denies", "route_diverts", "firewall_blocks"},
        "az network nic show",
        id="tcp_timeout",
    ),
    pytest.param(
        azures(
            "auth_token_invalid",
            "Access token is missing, invalid, audience is incorrect (https://cognitiveservices.azure.com), or have "
            "expired.",
            credential="token",
        ),
        {"wrong_audience", "token_expired"},
        "az account get-access-token",
        id="auth_token_invalid",
    ),
    pytest.param(
        azures("gate_custom_subdomain_required", "Please use the correct endpoint for making requests.", 403),
        {"regional_endpoint", "subdomain_missing"},
        "az cognitiveservices account list",
        id="gate_custom_subdomain_required",
    ),
    pytest.param(
        probe("gate_public_access_disabled"),
        {"firewall_application_rule", "relay"},
        "az network firewall list",
        id="gate_public_access_disabled",
    ),
]


@pytest.mark.parametrize(("failed", "possible", "first"), UNDECIDED)
def test_without_the_evidence_all_causes_are_named_and_the_look_that_tells_them_apart(failed, possible, first):
    check = open_check(inside(failed), outside(DENIED))
    assert decided(check) == (None, "possible")
    assert possible <= left(check)
    assert commands(check)[0].startswith(first)
    assert not any(step["changes"] for step in check["remedy"])
    assert "<" not in check["cause"]


@pytest.mark.parametrize(
    ("version", "cause"),
    [
        pytest.param("2023-03-15-preview", "api_version_unknown", id="retired"),
        pytest.param("2023-03-16", "api_version_unknown", id="never-published"),
        pytest.param("2023-05-15", "model_retired", id="served"),
    ],
)
def test_a_version_that_azure_does_not_serve_comes_before_a_retired_model(version, cause):
    check = open_check(
        inside(azures("model_path_not_found", "Resource not found", 404)),
        outside(DENIED),
        account={"api_version": version},
    )
    assert decided(check) == (cause, "likely")


@pytest.mark.parametrize(
    ("access", "certainty"),
    [pytest.param("Enabled", "proven", id="open"), pytest.param("SecuredByMagic", "possible", id="unknown")],
)
def test_a_value_that_nobody_knows_proves_nothing(access, certainty):
    side = returned(healthy(account={"public_network_access": access}))
    checks = judge(estate(inside(*SERVED), outside(DENIED), azure={"accounts": [side]}))["accounts"][0]["checks"]
    check = next(each for each in checks if each["code"] == "azure_public_access_enabled")
    assert decided(check) == ("public_access_enabled", certainty)


@pytest.mark.parametrize(
    ("action", "cause", "certainty"),
    [
        pytest.param(None, None, "possible", id="Azure was not read"),
        pytest.param("Deny", "host_in_selected_networks", "likely", id="selected networks"),
        pytest.param("Allow", "public_access_enabled", "proven", id="all networks"),
    ],
)
def test_an_account_meant_for_selected_networks_is_not_to_be_closed_to_them(action, cause, certainty):
    rules = {"default_action": action, "ip_rules": ["198.51.100.0/24"]}
    read = healthy(account={"public_network_access": "Enabled", "network_acls": rules})
    side = [returned(read, public_access="selected_networks")] if action else []
    seen = inside(*SERVED), outside(probe("model_ok", PUBLIC))
    given = estate(*seen, account={"public_access": "selected_networks"}, azure={"accounts": side})
    checks = judge(given)["accounts"][0]["checks"]
    opened = next(each for each in checks if each["code"] == "gate_public_open")
    assert decided(opened) == (cause, certainty)
    lines = [step["text"] for each in checks for step in each["remedy"] if step["kind"] == "command"]
    assert lines[0].endswith("properties.networkAcls")
    assert not any("publicNetworkAccess" in line for line in lines)


def test_two_legs_that_are_refused_show_the_firewall_s_application_rule():
    legs = (probe("gate_public_access_disabled"), probe("gate_public_access_disabled", connect_to=PRIVATE))
    check = open_check(inside(*legs), outside(DENIED))
    assert decided(check) == ("firewall_application_rule", "likely")
    assert any("network rule" in each for each in texts(check))
    (command,) = [step["text"] for step in check["remedy"] if step["changes"]]
    assert "--rule-type NetworkRule" in command and f"--destination-addresses {PRIVATE} " in command


@pytest.mark.parametrize(
    ("status", "excluded"),
    [
        (400, "request_refused"),
        (401, "key_wrong"),
        (413, "rate_limit"),
        (429, "rate_limit"),
        (502, "service_failure"),
    ],
)
def test_what_looks_like_azure_s_own_answer_is_ruled_out_by_the_mark_that_it_lacks(status, excluded):
    failed = answered(status, title=f"{status} No required SSL certificate was sent" if status == 400 else "a page")
    check = open_check(inside(failed), outside(DENIED))
    (because,) = [each["because"] for each in check["diagnosis"]["excluded"] if each["cause"] == excluded]
    assert because == [f"jump-1: the answer of {PRIVATE}:443 has no header of Azure's front end"]


@pytest.mark.parametrize(
    ("message", "headers", "wait"),
    [
        pytest.param(
            "Requests have exceeded the rate limit. Please retry after 12 seconds.", {}, "12 seconds", id="words"
        ),
        pytest.param("Too many requests.", {"retry-after": "7"}, "7 seconds", id="header"),
        pytest.param("Too many requests.", {}, "a few minutes", id="neither"),
    ],
)
def test_a_rate_that_is_exceeded_is_proven_whether_or_not_azure_says_how_long_to_wait(message, headers, wait):
    check = open_check(inside(azures("model_throttled", message, status=429, headers=headers)), outside(DENIED))
    assert decided(check) == ("rate_limit", "proven")
    assert any(wait in step["text"] for step in check["remedy"])
    named = [line for line in check["diagnosis"]["because"] if "says to wait" in line]
    assert [wait in line for line in named] == [True] * (wait != "a few minutes")


@pytest.mark.parametrize(
    ("control", "cause", "certainty"),
    [
        pytest.param(False, "host_offline", "proven", id="offline"),
        pytest.param(True, "outgoing_blocked", "likely", id="blocked"),
        pytest.param(None, None, "possible", id="not-asked"),
    ],
)
def test_a_control_endpoint_tells_a_host_without_internet_from_a_blocked_one(control, cause, certainty):
    controls = [{"endpoint": "login.example", "reached": control, "code": None, "detail": None}]
    check = open_check(
        inside(*SERVED), outside(cut("tcp_timeout", PUBLIC), control_endpoints=controls), host="outside-1"
    )
    assert decided(check) == (cause, certainty)


def by_proxy(code, status=None):
    return {"proxy": "http://proxy.example:3128", "source": "environment", "code": code, "status": status}


@pytest.mark.parametrize(
    ("proxied", "certainty", "changes"),
    [
        pytest.param(by_proxy("gate_public_access_disabled", 403), "proven", True, id="refused"),
        pytest.param(by_proxy("proxy_unreachable"), "proven", True, id="dead"),
        pytest.param(by_proxy("auth_missing", 401), "possible", False, id="no-credential-is-no-difference"),
        pytest.param(None, "possible", False, id="not-asked"),
    ],
)
def test_what_the_proxy_s_request_gets_decides_whether_it_captures(proxied, certainty, changes):
    host = inside(probe("model_ok", proxied=proxied), dns=dns(findings=["host_proxy_captures"]))
    checks = judge(estate(host, outside(DENIED)))["accounts"][0]["checks"]
    check = next(each for each in checks if each["code"] == "host_proxy_captures")
    assert decided(check) == ("proxy_captures", certainty)
    assert any(step["changes"] for step in check["remedy"]) is changes
    named = "http://proxy.example:3128" if proxied else "<proxy>"
    assert any(f"--proxy {named} " in text for text in commands(check))


def test_words_of_api_management_are_known_whatever_they_refuse():
    bodies = [
        (404, "Resource not found"),
        (429, "Token limit is exceeded. Try again in 41 seconds."),
        (403, "Out of call volume quota. Quota will be replenished in 07:01:20."),
    ]
    for status, message in bodies:
        request = by_the_probe(status, {"statusCode": status, "message": message})
        assert decided(open_check(inside(request), outside(DENIED))) == ("api_management", "proven"), message


def test_the_same_certificate_shows_a_wrong_clock_whoever_issued_it():
    nobody = {"issuer": None, "issuer_organization": None}
    check = open_check(
        inside(refused("tls_not_yet_valid", verify_code=9, **nobody)), seen_well("jump-2", **nobody), outside(DENIED)
    )
    assert decided(check) == ("host_clock_wrong", "proven")


def test_proxy_variables_do_not_explain_a_request_that_went_past_them():
    host = inside(probe("gate_public_access_disabled"), dns=dns(findings=["host_proxy_captures"]))
    check = open_check(host, outside(DENIED))
    assert "proxy_captures" in excluded(check)


def test_a_proxy_that_gets_the_same_answer_captures_nothing():
    refused_alike = probe("gate_public_access_disabled", proxied=by_proxy("gate_public_access_disabled", 403))
    host = inside(refused_alike, dns=dns(findings=["host_proxy_captures"]))
    checks = judge(estate(host, outside(DENIED)))["accounts"][0]["checks"]
    check = next(each for each in checks if each["code"] == "host_proxy_captures")
    assert decided(check)[0] is None and "proxy_captures" in excluded(check)
    assert not any(step["changes"] for step in check["remedy"])


@pytest.mark.parametrize(
    ("message", "role", "object_id"),
    [
        pytest.param(
            "The principal `1b4e28ba-2fa1-11d2-883f-0016d3cca427` lacks the required data action "
            "`Microsoft.CognitiveServices/accounts/AIServices/agents/write` to perform `POST /api/projects/x`.",
            "'Azure AI User'",
            "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
            id="foundry",
        ),
        pytest.param(
            "The principal lacks the required data action Microsoft.CognitiveServices/accounts/OpenAI/deployments/"
            "chat/completions/action.",
            "'Cognitive Services OpenAI User'",
            "<object-id>",
            id="openai",
        ),
        pytest.param(
            "Principal does not have access to API/Operation.",
            "'Cognitive Services OpenAI User'",
            "<object-id>",
            id="no-action",
        ),
    ],
)
def test_the_action_that_azure_names_decides_the_role(message, role, object_id):
    check = open_check(inside(azures("auth_permission_denied", message, credential="token")), outside(DENIED))
    assert decided(check) == ("role_missing", "proven")
    look, assign = commands(check)
    assert look.startswith("az role assignment list")
    assert f"--role {role} --assignee {object_id} " in assign


def test_the_audience_that_azure_names_is_the_scope_to_set():
    message = "Access token is missing, invalid, audience is incorrect (https://ai.azure.com), or have expired."
    check = open_check(inside(azures("auth_token_invalid", message, credential="token")), outside(DENIED))
    assert "Set privatelink_token_scope: https://ai.azure.com/.default, and run the playbook again." in texts(check)


def test_a_remedy_repeats_the_request_of_the_probe():
    check = open_check(inside(answered(502)), outside(DENIED))
    assert commands(check)[0] == (
        f"curl -sv --resolve {NAME}:443:{PRIVATE} -H 'api-key: '$KEY -H 'Content-Type: application/json' -d "
        '\'{"prompt": "Say OK.", "max_tokens": 64}\' '
        f"'https://{NAME}/openai/deployments/gpt-35-turbo/completions?api-version=2023-05-15'"
    )


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_paths_are_those_of_the_probe(operation):
    check = open_check(inside(dict(answered(502), operation=operation)), outside(DENIED))
    sent = build_request(
        SimpleNamespace(
            operation=operation,
            api_version="2023-05-15",
            deployment="gpt-35-turbo",
            prompt="Say OK.",
            max_tokens=64,
        )
    )
    words = shlex.split(commands(check)[0])
    assert words[-1] == f"https://{NAME}{sent.path}"
    bodies = [words[position + 1] for position, word in enumerate(words) if word == "-d"]
    assert [json.loads(body) for body in bodies] == ([json.loads(sent.body)] if sent.body else [])


@pytest.mark.parametrize(
    "organisations",
    [
        pytest.param([CORP, CORP], id="private-authority-everywhere"),
        pytest.param(
            [MICROSOFT, dict(MICROSOFT, issuer="C=US, O=Microsoft Corporation, CN=Issuing 02")], id="two-issuing"
        ),
    ],
)
def test_a_healthy_estate_has_no_diagnosis(organisations):
    first, second = organisations
    served = [probe("model_ok", connect_to=to, tls=tls(verified=True, **first)) for to in (None, PRIVATE)]
    account = judge(estate(inside(*served), seen_outside(**second)))["accounts"][0]
    assert [each["diagnosis"] for each in account["checks"]] == [None] * len(account["checks"])


def test_no_two_signals_share_an_id_and_every_rule_names_some():
    ids = [signal.id for family in FAMILIES for signal in family.signals]
    assert len(ids) == len(set(ids))
    for family in MINE:
        for candidate in family.candidates:
            assert rules(candidate) <= set(SIGNALS), candidate.cause


def rules(candidate):
    alternatives = (*candidate.proven_by, *candidate.supported_by, *candidate.excluded_by, *candidate.needs)
    return {signal for each in alternatives for signal in ((each,) if isinstance(each, str) else each)}


@pytest.mark.parametrize("family", [pytest.param(family, id=family.name) for family in MINE])
def test_every_field_of_a_command_is_explained(family):
    for candidate in family.candidates:
        steps = [step for step in (*candidate.remedy, *candidate.looks) if hasattr(step, "changes")]
        assert fields_of(steps) <= set(FIELDS), candidate.cause


@pytest.mark.parametrize("family", [pytest.param(family, id=family.name) for family in MINE])
def test_what_stands_for_the_endpoint_s_address_is_found_by_a_command_before_it(family):
    for candidate in family.candidates:
        words = [getattr(step, "text", "") for step in candidate.remedy]
        first = next((place for place, text in enumerate(words) if "<endpoint-address>" in text), None)
        assert first is None or ENDPOINT_ADDRESSES.text in words[:first], candidate.cause


@pytest.mark.parametrize("family", [pytest.param(family, id=family.name) for family in MINE])
def test_no_remedy_asks_the_root_of_the_endpoint(family):
    for candidate in family.candidates:
        assert not any("https://{name}/" in step.text for step in candidate.remedy if hasattr(step, "changes"))


@pytest.mark.parametrize("candidate", CANDIDATES["egress_unproved"], ids=lambda each: each.cause)
def test_no_remedy_sends_a_credential_to_an_endpoint_of_others_or_lets_requests_to_it_through(candidate):
    texts = [step.text for step in candidate.remedy]
    assert not any("$KEY" in text for text in texts)
    assert texts[-1].endswith("make the firewall refuse the connection to {name}.")


@pytest.mark.parametrize("candidate", CANDIDATES["gate_public_unproved"], ids=lambda each: each.cause)
def test_no_remedy_leads_a_host_outside_to_the_private_endpoint(candidate):
    texts = [getattr(step, "text", "") for step in (*candidate.remedy, *candidate.looks)]
    assert not any("private endpoint" in text or "private-endpoint" in text for text in texts)


@pytest.mark.parametrize("candidate", CANDIDATES["gate_public_unproved"], ids=lambda each: each.cause)
def test_no_remedy_repairs_the_server_that_answers_a_host_outside(candidate):
    assert not any("server at {peer}" in getattr(step, "text", "") for step in candidate.remedy)


CODES = sorted({code for family in MINE for candidate in family.candidates for code in candidate.codes})


@settings(deadline=None)
@given(st.sampled_from(CODES), st.sets(st.sampled_from(sorted(SIGNALS)), max_size=8), st.sampled_from(sorted(SIGNALS)))
def test_one_more_observation_asserts_nothing_that_was_excluded(code, seen, further):
    before = {each.candidate.cause for each in decide(CANDIDATES[code], seen).excluded}
    still = decide(CANDIDATES[code], {*seen, further})
    after = {each.candidate.cause for each in still.excluded}
    assert {each for each in before if sum(of.cause == each for of in CANDIDATES[code]) == 1} <= after
    if still.ruling and still.ruling.certainty != "possible":
        assert still.ruling.because and set(still.ruling.because) <= {*seen, further}


HANDSHAKES = st.sampled_from([None, other(None), other("tls_reset"), other("tls_timeout")])


def test_a_server_that_asks_for_no_certificate_does_not_require_one():
    check = open_check(inside(cut("http_reset", certificate_requested=False)), outside(DENIED))
    assert decided(check) == (None, "possible")
    assert "client_certificate_required" in excluded(check)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["tls_reset", "tls_timeout", "tls_handshake_failed", "http_reset"]),
    HANDSHAKES,
    st.sampled_from([None, 40, 70, 80, 112, 116, 120]),
    st.sampled_from([None, True, False]),
    st.lists(st.sampled_from(["served", "same", "untrusted"]), max_size=2),
)
def test_a_diagnosis_cites_only_what_the_run_holds(code, random_name, alert, requested, others):
    failed = cut(code, random_name=random_name, alert=alert, certificate_requested=requested)
    seen = {"served": probe("model_ok"), "same": failed, "untrusted": refused(verify_code=19)}
    hosts = [inside(seen[each], host=f"jump-{number}") for number, each in enumerate(others, 2)]
    check = open_check(inside(failed), *hosts, outside(DENIED))
    told = json.dumps(check["diagnosis"])
    assert "None" not in told and "{" not in "".join(check["diagnosis"]["because"])
    if check["diagnosis"]["certainty"] == "possible":
        assert not any(step["changes"] for step in check["remedy"])
    if check["diagnosis"]["certainty"] != "possible":
        assert check["diagnosis"]["because"]


def on_azures_side(*observed):
    return {"accounts": [returned(each) for each in observed]}


@pytest.mark.parametrize(
    "observed, azure, code",
    [
        pytest.param(
            inside(cut("tcp_timeout")),
            on_azures_side(guarded(rules=[rule(destination_prefixes=["10.0.14.0/24"])])),
            "azure_nsg_denies",
            id="a request",
        ),
        pytest.param(
            inside(probe("gate_public_access_disabled", PUBLIC), dns=dns("dns_public_address", PUBLIC)),
            on_azures_side(healthy(zones=[zone(links=[])])),
            "azure_zone_not_linked",
            id="a look-up",
        ),
    ],
)
def test_a_check_that_a_finding_of_azure_s_side_explains_says_only_where_to_read_on(observed, azure, code):
    (step,) = open_check(observed, outside(DENIED), azure=azure)["remedy"]
    assert code in step["text"]
    assert (step["kind"], step["when"], step["changes"]) == ("note", None, False)


def test_azure_s_side_tells_a_connection_that_is_not_approved_from_one_that_has_not_arrived():
    refused_by_approval = inside(probe("gate_private_endpoint_not_approved"))
    approved = open_check(refused_by_approval, outside(DENIED), azure=on_azures_side(healthy()))
    assert decided(approved) == ("approval_not_arrived", "likely")
    assert {"endpoint_not_approved", "address_of_another_endpoint", "public_caller"} <= excluded(approved)
    assert not any(step["changes"] for step in approved["remedy"])


def test_azure_s_side_tells_a_relay_from_a_firewall_s_application_rule():
    refused_there = inside(probe("gate_public_access_disabled"))
    check = open_check(refused_there, outside(DENIED), azure=on_azures_side(healthy()))
    assert decided(check) == ("firewall_application_rule", "likely")
    assert "relay" in excluded(check)
    account = {"private_addresses": {NAME: [PRIVATE, STALE]}}
    relayed = inside(probe("gate_public_access_disabled", STALE))
    check = open_check(relayed, outside(DENIED), account=account, azure=on_azures_side(healthy()))
    assert decided(check) == ("relay", "likely")
    assert "firewall_application_rule" in excluded(check)


def test_azure_s_side_tells_a_wrong_address_from_a_firewall():
    account = {"private_addresses": {NAME: [PRIVATE, STALE]}}
    wrong = open_check(
        inside(cut("tcp_refused", STALE)), outside(DENIED), account=account, azure=on_azures_side(healthy())
    )
    assert decided(wrong) == ("wrong_address", "proven")
    right = open_check(inside(cut("tcp_refused")), outside(DENIED), azure=on_azures_side(healthy()))
    assert decided(right) == ("firewall_blocks", "likely")
    assert "wrong_address" in excluded(right)


def test_the_account_s_existence_tells_a_missing_one_from_one_that_is_not_ready():
    unknown = probe("gate_subdomain_unknown", http={"status": 404, "message": "m", "headers": {"policy-id": "1"}})
    alone = open_check(inside(unknown), outside(DENIED), host="jump-1")
    assert "account_missing" in excluded(alone)
    check = open_check(inside(unknown), azure=on_azures_side(healthy()))
    assert decided(check) == ("account_not_ready", "likely")
    # Azure's public zone leads on only the names of accounts that exist; without any answer of DNS nothing decides.
    assert "account_missing" in excluded(open_check(inside(unknown)))
    assert decided(open_check(inside(unknown, dns=None))) == (None, "possible")


@pytest.mark.parametrize(
    ("hosts", "vantage", "cause"),
    [
        pytest.param(["jump-1"], "jumphost", "nsg_denies", id="of-this-machine"),
        pytest.param(None, "jumphost", "nsg_denies", id="of-all-machines"),
        pytest.param(["jump-2"], "jumphost", None, id="of-another-machine"),
        pytest.param(None, "onprem", None, id="of-the-jumphosts"),
    ],
)
def test_what_stands_in_the_way_of_one_machine_says_nothing_of_another(hosts, vantage, cause):
    side = returned(guarded(rules=[rule(destination_prefixes=["10.0.14.0/24"])]))
    for finding in side["findings"]:
        if hosts and finding["code"] == "azure_nsg_denies":
            finding["evidence"]["hosts"] = hosts
    lost = inside(cut("tcp_timeout"), vantage=vantage)
    check = open_check(lost, outside(DENIED), azure={"accounts": [side]})
    assert decided(check)[0] == cause
    assert ("nsg_denies" in left(check)) == (cause is None)
