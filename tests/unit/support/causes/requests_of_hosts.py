# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests as the probe returns them: what Azure and others answer, and where a request ends."""

from __future__ import annotations

import json

from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.exchange import (
    Answer,
    shown_headers,
    title_of,
)
from ansible_collections.privatelink.azure_ai.plugins.module_utils._probe.operations import judge

from ..estates import NAME, PRIVATE, PUBLIC, inside, outside, probe

MARK = {"apim-request-id": "5f1c", "content-type": "application/json"}
DENIAL = {**MARK, "policy-id": "ThrowExceptionDueToTrafficDenied"}
DISABLED = {"error": {"code": "403", "message": "Public access is disabled. Please configure private endpoint."}}
SELECTED = {"error": {"code": "403", "message": "Access denied due to Virtual Network/Firewall rules."}}
MICROSOFT = {"issuer": "C=US, O=Microsoft Corporation, CN=Issuing 01", "issuer_organization": "Microsoft Corporation"}
DIGICERT = {"issuer": "C=US, O=DigiCert Inc, CN=DigiCert TLS RSA", "issuer_organization": "DigiCert Inc"}
CORP = {"issuer": "O=Example Corp, CN=Example Issuing", "issuer_organization": "Example Corp"}
ZSCALER = {"issuer": "O=Zscaler Inc., CN=Zscaler Intermediate", "issuer_organization": "Zscaler Inc."}
SAN = ["*.openai.azure.com"]
NOTHING = {"status": None, "message": None, "title": None, "headers": {}}


def error(message, code="400"):
    """Return an error in Azure's shape."""
    return {"error": {"code": code, "message": message}}


def answered(
    status, body=None, headers=None, credential="api_key", address=PRIVATE, operation="completions", facts=None, **more
):
    """Return a request and its answer, with the code that the probe gives it; a text is a page."""
    if isinstance(body, str):
        raw, kind = body.encode(), {"content-type": "text/html"}
    else:
        raw, kind = json.dumps(body or {}).encode(), {"content-type": "application/json"}
    answer = Answer(status, {**kind, **(headers or {})}, raw)
    verdict = judge(operation, answer, credential)
    return probe(
        verdict.code,
        address,
        credential=credential,
        operation=operation,
        confidence=verdict.confidence,
        detail=verdict.detail,
        tls=verified(**(facts or {})),
        http={
            "status": status,
            "error_code": verdict.error_code,
            "message": verdict.message,
            "title": title_of(answer),
            "headers": shown_headers(answer.headers),
        },
        **more,
    )


def azure(status, body, credential="api_key", **more):
    """Return an answer with the mark of Azure's front end."""
    return answered(status, body, MARK, credential, **more)


def page(title, status=200, **headers):
    """Return the arguments for a page of HTML."""
    return {"status": status, "body": f"<html><head><title>{title}</title></head></html>", "headers": headers}


def verified(**more):
    """Return a certificate that was verified for the name."""
    return {"verified": True, "server_name": NAME, "san": SAN, "sha256": "aa", "not_after": "2027-04-15", **more}


def unverified(verify_code, **more):
    """Return a certificate that was not accepted."""
    known = {"verified": False, "server_name": NAME, "san": SAN, "sha256": "cc", "verify_code": verify_code}
    return {
        **known,
        "verify_error": "certificate verify failed",
        "not_before": "2026-01-01",
        "not_after": "2026-12-01",
        **more,
    }


def refused(code="tls_untrusted", verify_code=None, address=PRIVATE, connect_to=None, **more):
    """Return a request whose certificate was not accepted."""
    return probe(
        code,
        address,
        connect_to,
        "none",
        http=NOTHING,
        tls=unverified(verify_code, **more),
        detail="certificate verify failed",
    )


def ended(code, address=PRIVATE, detail="timed out", random_name=None, connect_to=None, facts=None, **more):
    """Return a request that ended before an answer; C(random_name) is the code of the handshake for another name."""
    handshake = {"verified": code in ("http_reset", "http_timeout"), "server_name": NAME, "san": [], **(facts or {})}
    controls = None
    if random_name:
        found = None if random_name == "answered" else random_name
        controls = {"random_name": {"server_name": "k3jx9.openai.azure.com", "code": found, "alert": None}}
    peer = {"address": address, "port": 443, "scope": None} if address else {"address": None, "port": None}
    return probe(
        code,
        connect_to=connect_to,
        **{
            "peer": peer,
            "credential": "none",
            "tls": handshake,
            "http": NOTHING,
            "detail": detail,
            "controls": controls,
            **more,
        },
    )


def through(proxy_code, status=None, proxy="http://proxy.corp.example:3128"):
    """Return what the same request got through the proxy of the host."""
    known = {"outcome": None, "confidence": "high", "message": None, "issuer_organization": None, "verified": True}
    return {"proxy": proxy, "source": "environment", "code": proxy_code, "status": status, **known}


def served(address=PRIVATE, connect_to=None, **facts):
    """Return a request that the model answered."""
    return probe("model_ok", address, connect_to, tls=verified(**facts))


def denied(address=PUBLIC, **more):
    """Return Azure's refusal of a public request."""
    facts = more.pop("facts", None)
    return answered(403, DISABLED, DENIAL, address=address, facts=facts, **more)


CLOSED = outside(denied())
JUMP_2 = inside(served(), host="jump-2")
