# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge what a host's nameservers and its own programs say about a name."""

from __future__ import annotations

from ansible_collections.privatelink.azure_ai.plugins.module_utils._check import check
from ansible_collections.privatelink.azure_ai.plugins.module_utils._findings import CATALOGUE

# Nothing was learnt about the name: on the outside leg that is no failure of the account.
NO_ANSWER = frozenset((
    "dns_refused", "dns_servfail", "dns_malformed", "dns_truncated", "dns_timeout", "dns_resolver_unreachable",
    "dns_special_address",
))


def host_checks(subject, leg, entry):
    """Return one check for each finding about the host itself.

    They are warnings, unless the host's programs therefore reach something else than the endpoint.
    """
    system = (entry.get("system") or {}).get("addresses") or []
    lost = entry.get("code") == "dns_private" and "system" in entry and not system
    diverted = not all(subject.expects(address) for address in system)
    checks = []
    for code in _findings(entry):
        if not code.startswith("host_"):
            continue
        fails = (diverted and code in ("host_pinned", "host_system_differs")) or (lost and code == "host_system_differs")
        checks.append(check(
            subject, leg, "host", "fail" if fails else "pass", code, severity="error" if fails else "warning",
            observed=", ".join(system) or "no address", address=", ".join(system),
        ))
    return checks


def inside_dns(subject, leg, entry):
    """Return the checks of the dns link for a host in the network: its code, then the warnings beside it."""
    code = entry.get("code")
    if code is None:
        return [check(subject, leg, "dns", "unknown", summary="no nameserver was asked")]
    tolerated = code == "dns_direct_record" and entry.get("expected") is True
    ok = code == "dns_private" or tolerated
    checks = [_dns_check(subject, leg, entry, code, "pass" if ok else "fail", "warning" if tolerated else None)]
    for other in _findings(entry):
        if other.startswith("dns_") and other != code:
            checks.append(_dns_check(subject, leg, entry, other, "pass", "warning"))
    return checks


def outside_dns(subject, leg, entry):
    """Return the check of the dns link for the outside host, which is expected to be led to the public front end."""
    code = entry.get("code")
    if code == "dns_public_address":
        status = "pass"
    else:
        status = "unknown" if code is None or code in NO_ANSWER else "fail"
    return [_dns_check(subject, leg, entry, code, status, None)]


def _dns_check(subject, leg, entry, code, status, severity):
    answer = _answer_with(entry, code)
    hops = [hop["value"] for hop in answer.get("chain") or () if hop.get("type") == "CNAME"]
    addresses = answer.get("addresses") or []
    observed = " -> ".join((["CNAME " + hops[0]] if hops else []) + [", ".join(addresses) or answer.get("rcode") or "no answer"])
    return check(
        subject, leg, "dns", status, code, severity=severity,
        summary=observed if status == "pass" and severity is None else None,
        observed=observed,
        expected=", ".join(subject.addresses or subject.networks) or None,
        evidence={
            "server": answer.get("server"), "ttl": answer.get("ttl"), "elapsed_ms": answer.get("elapsed_ms"),
            "rcode": answer.get("rcode"), "error": answer.get("error"), "ede": answer.get("ede"), "chain": answer.get("chain") or [],
        },
        texts="dns_forwarder_missing" if code == "dns_public_address" and subject.vantage == "onprem" else None,
        address=", ".join(address for address in addresses if code != "dns_ipv6_public" or ":" in address),
        answers="; ".join(
            "%s: %s" % (other.get("server"), ", ".join(other.get("addresses") or ()) or other.get("code"))
            for other in entry.get("resolvers") or ()
        ),
        server=_server(answer),
        server_address=answer.get("server"),
        zone=entry.get("zone"),
        privatelink_name=entry.get("privatelink_name"),
    )


def _answer_with(entry, code):
    """Return the answer that shows the code, or the first of the host's own nameservers."""
    own = [answer for answer in entry.get("resolvers") or () if not answer.get("compared")]
    for answer in own:
        if answer.get("code") == code:
            return answer
    return own[0] if own else {}


def _server(answer):
    if not answer.get("server"):
        return None
    port = answer.get("port") or 53
    return answer["server"] if port == 53 else "%s -p %s" % (answer["server"], port)


def _findings(entry):
    return [code for code in entry.get("findings") or () if code in CATALOGUE]
