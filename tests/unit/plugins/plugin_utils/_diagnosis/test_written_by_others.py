# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What systems, OpenSSL and Azure write, and the signal that each is: numbers of alerts, words of errors, versions."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.cases import case
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.requests_of_hosts import (
    CLOSED,
    azure,
    ended,
    error,
    refused,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.collecting import collecting
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import inside


@pytest.fixture(name="signals_of")
def signals_of_fixture(monkeypatch):
    """Return a function that returns the signals which a request of jump-1 shows."""
    collected = collecting(monkeypatch)

    def signals_of(request, **account):
        collected.clear()
        case("", None, inside(request), CLOSED, account=account or None).document()
        return {each.signal for each in collected}

    return signals_of


def handshake(detail="failed", code="tls_handshake_failed", **facts):
    return ended(code, detail=detail, facts={"verified": False, **facts})


@pytest.mark.parametrize(
    "signal, alerts",
    [
        pytest.param("internal_error", {80}, id="internal error"),
        pytest.param("unrecognized_name", {112}, id="unrecognised name"),
        pytest.param("certificate_required", {116}, id="certificate required"),
        pytest.param("no_application_protocol", {120}, id="no application protocol"),
        pytest.param("protocol_version", {70}, id="protocol version"),
        pytest.param("no_shared_cipher", {71}, id="insufficient security"),
        # handshake failure; no, a bad, an unsupported, an unknown one; unknown authority; access denied.
        pytest.param("refused_after_request", {40, 41, 42, 43, 46, 48, 49}, id="refusals of a client"),
    ],
)
def test_which_alerts_of_tls_a_signal_stands_for(signal, alerts, signals_of):
    shown = {alert for alert in range(130) if signal in signals_of(handshake(alert=alert, certificate_requested=True))}
    assert shown == alerts


@pytest.mark.parametrize(
    "verify_code, signal",
    [
        pytest.param(2, "issuer_not_found", id="2: unable to get issuer certificate"),
        pytest.param(18, "self_signed_leaf", id="18: self-signed certificate"),
        pytest.param(19, "self_signed_root", id="19: self-signed certificate in the chain"),
        pytest.param(20, "issuer_not_found", id="20: unable to get local issuer certificate"),
        pytest.param(21, "issuer_not_found", id="21: unable to verify the first certificate"),
        pytest.param(26, "purpose_refused", id="26: unsuitable certificate purpose"),
        pytest.param(None, "reason_not_shown", id="no number"),
        pytest.param(1, None, id="1: unspecified"),
    ],
)
def test_why_openssl_refuses_a_certificate(verify_code, signal, signals_of):
    known = {"issuer_not_found", "self_signed_leaf", "self_signed_root", "purpose_refused", "reason_not_shown"}
    assert signals_of(refused(verify_code=verify_code)) & known == ({signal} if signal else set())


@pytest.mark.parametrize(
    "code, detail, signal",
    [
        ("tls_handshake_failed", "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1000)", "no_tls"),
        ("tls_handshake_failed", "[SSL: HTTP_REQUEST] http request (_ssl.c:1000)", "no_tls"),
        ("tls_handshake_failed", "[SSL] packet length too long (_ssl.c:1000)", "no_tls"),
        ("tls_handshake_failed", "[SSL] record layer failure (_ssl.c:1000)", "no_tls"),
        ("tls_handshake_failed", "[SSL: UNKNOWN_PROTOCOL] unknown protocol (_ssl.c:1000)", "no_tls"),
        ("tls_handshake_failed", "[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol (_ssl.c:1000)", "protocol_version"),
        ("tls_handshake_failed", "[SSL] tlsv1 alert protocol version (_ssl.c:1000)", "protocol_version"),
        ("tls_handshake_failed", "[SSL: VERSION_TOO_LOW] version too low (_ssl.c:1000)", "protocol_version"),
        ("tls_handshake_failed", "[SSL: NO_SHARED_CIPHER] no shared cipher (_ssl.c:1000)", "no_shared_cipher"),
        ("tcp_unreachable", "[Errno 113] No route to host", "no_route_error"),
        ("tcp_unreachable", "[Errno 101] Network is unreachable", "no_route_error"),
        ("tcp_unreachable", "[Errno 113] Host is unreachable", "no_route_error"),
        ("tcp_unreachable", "[Errno 13] Permission denied", "forbidden_by_host"),
        ("tcp_unreachable", "[Errno 1] Operation not permitted", "forbidden_by_host"),
        ("tcp_unreachable", "administratively prohibited", "forbidden_by_host"),
        ("tls_handshake_failed", "timed out", None),
        ("tcp_unreachable", "timed out", None),
    ],
    ids=lambda value: None if value is None or (value.startswith("t") and "_" in value) else value.replace("_", " "),
)
def test_the_words_of_an_error(code, detail, signal, signals_of):
    known = {"no_tls", "protocol_version", "no_shared_cipher", "no_route_error", "forbidden_by_host"}
    assert signals_of(ended(code, detail=detail)) & known == ({signal} if signal else set())


@pytest.mark.parametrize(
    "code, signal",
    [
        pytest.param("answered", "other_name_answered", id="a certificate"),
        pytest.param("tls_timeout", "other_name_silent", id="silence"),
        pytest.param("tls_reset", "other_name_cut", id="a reset"),
        pytest.param("tcp_reset", "other_name_cut", id="a reset before"),
        pytest.param("tls_handshake_failed", "other_name_cut", id="an alert"),
        pytest.param("tcp_timeout", None, id="no connection shows nothing"),
    ],
)
def test_what_the_handshake_for_another_name_shows(code, signal, signals_of):
    shown = {each for each in signals_of(ended("tls_reset", random_name=code)) if each.startswith("other_name_")}
    assert shown == ({signal} if signal else set())


NOT_FOUND = azure(404, error("Resource not found", "404"))
CURRENT = ("2022-12-01", "2023-05-15", "2024-02-01", "2024-06-01", "2024-10-21", "v1", "2025-04-01-preview")
RETIRED = tuple(f"2023-{day}-preview" for day in ("03-15", "07-01", "08-01", "09-01", "12-01"))


@pytest.mark.parametrize(
    "versions, shown",
    [
        pytest.param(CURRENT, set(), id="listed"),
        pytest.param(RETIRED, {"version_retired"}, id="retired in 2024"),
        pytest.param(("2023-05-16", "2025-04-02-preview", "v2", "latest"), {"version_unlisted"}, id="not listed"),
    ],
)
def test_which_versions_of_the_api_a_path_may_lack(versions, shown, signals_of):
    for version in versions:
        signals = signals_of(NOT_FOUND, api_version=version)
        assert signals & {"version_retired", "version_unlisted"} == shown, version


@pytest.mark.parametrize(
    "version, new",
    [("2025-03-01-preview", False), ("2025-02-01-preview", True), ("2024-10-21", True), ("v1", False)],
)
def test_from_which_version_on_responses_exist(version, new, signals_of):
    request = azure(404, error("Resource not found", "404"), operation="responses")
    assert ("operation_too_new" in signals_of(request, operation="responses", api_version=version)) is new


@pytest.mark.parametrize(
    "action, role",
    [
        (
            "Microsoft.CognitiveServices/accounts/OpenAI/deployments/completions/action",
            "Cognitive Services OpenAI User",
        ),
        ("Microsoft.CognitiveServices/accounts/AIServices/agents/write", "Azure AI User"),
        ("Microsoft.CognitiveServices/accounts/MaaS/chat/completions/action", "Azure AI User"),
        ("Microsoft.CognitiveServices/accounts/ComputerVision/read", "Cognitive Services User"),
    ],
    ids=["OpenAI", "AI services", "models as a service", "others"],
)
def test_which_role_has_the_right_that_is_missing(action, role):
    words = f"The principal `x` lacks the required data action `{action}` to perform `y`."
    request = azure(401, error(words, "PermissionDenied"), credential="token")
    check = case("auth_permission_denied", None, inside(request), CLOSED).check
    assert any(f'"{role}"' in step["text"] or f"'{role}'" in step["text"] for step in check["remedy"])
