# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge what one request met on its way: tcp, proxy, tls, gate, auth, model."""

from __future__ import annotations

from ...module_utils._catalogue.catalogue import CATALOGUE
from .check import check, skipped
from .observation import is_certified, is_doubtful, is_public, peer_address, went_as_expected

_PATH = ("dns", "tcp", "proxy", "tls", "gate", "auth", "model")


def code_of(result):
    """Return the code of a result that a probe can have; anything else counts as unclassified."""
    code = result.get("code")
    return code if code in CATALOGUE and CATALOGUE[code].link in _PATH else "http_unclassified"


def is_proof(subject, result):
    """Return whether nobody but Azure itself can have given an answer."""
    return is_certified(subject, result) and not is_doubtful(result)


def shows_open(subject, result):
    """Return whether an answer proves that the account serves the Internet over its public address."""
    code = code_of(result)
    if not is_public(subject, result) or not is_proof(subject, result):
        return False
    if code == "model_ok":
        return True
    return CATALOGUE[code].over_public == "open" and keyed(result)


def keyed(result):
    """Return whether a credential was sent."""
    return (result.get("credential") or "none") != "none"


def was_given(result):
    """Return whether a credential was meant to be sent, even if the request never got so far."""
    return keyed(result) or (result.get("credential_given") or "none") != "none"


def inside_path(subject, leg, result):
    """Return the checks of a request that went to the private endpoint's address, or through a proxy."""
    end, status, code, variant = _end(subject, result)
    checks = []
    for link in links_of(result):
        if end is None or _before(link, end):
            checks.append(_passed(subject, leg, link, result))
        elif link == end:
            checks.append(judged(subject, leg, link, status, code, result, variant=variant))
        else:
            checks.append(skipped(subject, leg, link, end, at=result.get("connect_to")))
    return checks + _warnings(subject, leg, result)


def _end(subject, result):
    """Return C((link, status, code, variant)) of the link that an inside request did not get beyond, or not provably.

    The link is None when it got through all.
    """
    code = code_of(result)
    link = CATALOGUE[code].link
    passed = code == "model_ok" or (code == "auth_missing" and not keyed(result))
    if not _before(link, "gate") and not is_certified(subject, result):
        return "tls", "unknown", "tls_untrusted", "unchecked"
    if is_doubtful(result) and not _before(link, "auth"):
        return "gate", "unknown", "http_unclassified", "doubtful"
    if passed:
        return None, None, None, None
    relayed = code == "gate_public_access_disabled" and not result.get("proxy")
    return link, "fail", code, "relayed" if relayed else None


def outside_path(subject, leg, result):
    """Return the checks of a request over the public endpoint, which Azure should refuse."""
    reached = CATALOGUE[code_of(result)].link
    unchecked = not _before(reached, "gate") and not is_certified(subject, result)
    checks = [
        _passed(subject, leg, link, result)
        for link in links_of(result)
        if link in ("tcp", "proxy", "tls") and _before(link, "tls" if unchecked else reached)
    ]
    if unchecked:
        checks.append(judged(subject, leg, "tls", "unknown", "tls_untrusted", result, variant="unchecked"))
        checks.append(skipped(subject, leg, "gate", "tls"))
    else:
        checks.append(public_gate(subject, leg, result))
    return checks + _warnings(subject, leg, result)


def public_gate(subject, leg, result):
    """Return the check of the gate link for a request to the public endpoint, judged by the declared intent.

    Only what Azure provably said over a public address tells anything.
    """
    code = code_of(result)
    if shows_open(subject, result):
        return judged(
            subject, leg, "gate", "pass" if subject.intent == "enabled" else "fail", "gate_public_open", result
        )
    if (
        CATALOGUE[code].over_public in ("closed", "restricted")
        and is_public(subject, result)
        and is_proof(subject, result)
    ):
        if subject.intent == "enabled":
            return judged(subject, leg, "gate", "fail", code, result, variant="unintended")
        meant = CATALOGUE[code].over_public == "closed" or subject.intent == "selected_networks"
        return judged(subject, leg, "gate", "pass" if meant else "fail", code, result)
    return judged(
        subject,
        leg,
        "gate",
        "unknown",
        "gate_public_unproved",
        result,
        variant=_why_unproved(subject, result),
        reason=in_short(result),
    )


def in_short(result):
    """Return what came of a request in a few words: its code, and where and what the answer was, if there was one."""
    status = (result.get("http") or {}).get("status")
    where = result.get("proxy") or peer_address(result)
    doubt = status and is_doubtful(result)
    return ", ".join(
        [code_of(result)]
        + [f"HTTP {status}"] * bool(status)
        + [f"at {where}"] * bool(where)
        + ["in words that Azure is not known to use"] * bool(doubt)
    )


def _why_unproved(subject, result):
    """Return which variant tells why an answer, or none, does not show that the public endpoint is closed."""
    code = code_of(result)
    if by_proxy(result):
        return "proxied"
    if peer_address(result) and not is_public(subject, result):
        return "elsewhere"
    if is_doubtful(result) and not _before(CATALOGUE[code].link, "gate"):
        return "unclear"
    return CATALOGUE[code].unproved


def by_proxy(result):
    """Return whether a request went, or was meant to go, through a proxy."""
    return bool(result.get("proxy")) or CATALOGUE[code_of(result)].link == "proxy"


def links_of(result):
    """Return the links that a request is judged by: without a credential neither auth nor model."""
    links = ["proxy" if result.get("proxy") else "tcp", "tls", "gate"]
    asked = keyed(result) or (was_given(result) and _before(CATALOGUE[code_of(result)].link, "auth"))
    return links + ["auth", "model"] if asked else links


def _before(link, other):
    return _PATH.index(link) < _PATH.index(other)


def _passed(subject, leg, link, result):
    tls, http, completion = (result.get(key) or {} for key in ("tls", "http", "completion"))
    phases = result.get("phases_ms") or {}
    summary, evidence = {
        "tcp": (_peer(result), {"connect_ms": phases.get("connect"), **subject.front_ends([peer_address(result)])}),
        "proxy": (f"connected through {result.get('proxy')}", {}),
        "tls": (
            f"{', '.join(tls.get('san') or ()) or tls.get('subject')}, verified for {tls.get('server_name')}",
            {"not_after": tls.get("not_after"), "version": tls.get("version"), "sha256": tls.get("sha256")},
        ),
        "gate": (
            "Azure answered {}{}".format(http.get("status"), "" if keyed(result) else ", no credential sent"),
            {"headers": http.get("headers") or {}, "first_byte_ms": phases.get("first_byte")},
        ),
        "auth": (f"{(result.get('credential') or '').replace('_', ' ')} accepted", {}),
        "model": (
            " ".join(
                text
                for text in (result.get("operation"), "answered by", completion.get("model") or "the service")
                if text
            ),
            {"id": completion.get("id"), "usage": completion.get("usage")},
        ),
    }[link]
    code = "model_ok" if link == "model" and result.get("code") == "model_ok" else None
    return check(
        subject,
        leg,
        link,
        "pass",
        code,
        summary=summary,
        observed=summary,
        evidence=evidence,
        at=result.get("connect_to"),
    )


def judged(subject, leg, link, status, code, result, **fields):
    """Return the check of a link that a code of the catalogue is about, with all that its texts and evidence need."""
    tls, http = result.get("tls") or {}, result.get("http") or {}
    return check(
        subject,
        leg,
        link,
        status,
        code,
        confidence=result.get("confidence") or "high",
        at=result.get("connect_to"),
        summary=": ".join([f"Azure answered {http.get('status')}"] + [http["message"]] * bool(http.get("message")))
        if status == "pass"
        else None,
        observed=str(http["status"]) if http.get("status") else _peer(result),
        evidence={
            "code": result.get("code"),
            "message": http.get("message"),
            "headers": http.get("headers") or {},
            "proxy": result.get("proxy"),
            "direct": went_as_expected(subject, result),
            "phases_ms": result.get("phases_ms") or {},
            "verify_error": tls.get("verify_error"),
            "sha256": tls.get("sha256"),
            **subject.front_ends([peer_address(result)]),
        },
        **dict(
            {
                "address": peer_address(result) or (result.get("connect_to") or ""),
                "port": (result.get("peer") or {}).get("port") or 443,
                "http_status": http.get("status"),
                "proxy": result.get("proxy"),
                "san": ", ".join(tls.get("san") or ()),
                "issuer": tls.get("issuer"),
                "server_name": tls.get("server_name"),
                "not_after": tls.get("not_after"),
                "not_before": tls.get("not_before"),
            },
            **fields,
        ),
    )


def _warnings(subject, leg, result):
    tls = result.get("tls") or {}
    return [
        check(
            subject,
            leg,
            CATALOGUE[code].link,
            "pass",
            code,
            severity="warning",
            at=result.get("connect_to"),
            evidence=subject.front_ends([peer_address(result)]),
            address=peer_address(result),
            proxy=result.get("proxy"),
            not_after=tls.get("not_after"),
        )
        for code in result.get("findings") or ()
        if code in CATALOGUE and CATALOGUE[code].severity == "warning"
    ]


def _peer(result):
    peer = result.get("peer") or {}
    address = peer.get("address")
    if not address:
        return result.get("connect_to") or "no address"
    return ("[%s]:%s" if ":" in address else "%s:%s") % (address, peer.get("port") or 443)
