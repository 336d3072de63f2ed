# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge what a host's nameservers say about a name."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from ...module_utils._azure.zone_table import MICROSOFT_ROWS, SUPPLEMENTARY_ROWS
from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._core.addresses import AZURE_DNS, OWN_NETWORKS, STUB_ADDRESSES, Address, is_within
from ...module_utils._core.text import some_of
from ...module_utils._dns.codes import FAILURES
from .._diagnosis.evidence import Answer, Endpoint, Lookup
from .._document.document import Check
from .check import check, expected_or_any, front_ends, in_order
from .host import resolver_fields

# Codes that an answer's rcode makes more precise.
_BY_RCODE: dict[str | None, dict[str | None, str]] = {
    "dns_servfail": {"FORMERR": "misunderstood"},
    "dns_refused": {"NOTIMP": "not_implemented", "NOTAUTH": "not_authoritative"},
}
_USUAL_RCODE: dict[str | None, str] = {"dns_servfail": "SERVFAIL", "dns_refused": "REFUSED"}
_SHOWN_ADDRESSES = 8


def inside_dns(endpoint: Endpoint, leg: str, lookup: Lookup) -> list[Check]:
    """Return the checks of the dns link for a host in the network: its code, then the warnings beside it."""
    code = lookup.code
    if code is None:
        return [check(endpoint, leg, "dns", "unknown", summary="no nameserver was asked")]
    tolerated = code == "dns_direct_record" and lookup.matches_expected
    ok = code == "dns_private" or tolerated
    warned = tolerated and not _is_meant(endpoint, lookup)
    checks = [_dns_check(endpoint, leg, lookup, code, "pass" if ok else "fail", "warning" if warned else None)]
    for other in lookup.findings:
        if other in CATALOGUE and CATALOGUE[other].link == "dns" and other != code:
            checks.append(_dns_check(endpoint, leg, lookup, other, "pass", "warning"))
    return checks


def _is_meant(endpoint: Endpoint, lookup: Lookup) -> bool:
    """Return whether the addresses are declared ones of an overlay, which never has Azure's alias (CNAME)."""
    ipv4 = [address for address in lookup.addresses if address.ip.version == 4]
    made_up = bool(ipv4) and not any(is_within(address.text, OWN_NETWORKS) for address in ipv4)
    return made_up and not endpoint.any_private


def outside_dns(endpoint: Endpoint, leg: str, lookup: Lookup) -> list[Check]:
    """Return the check of the dns link for the outside host, which is expected to be led to the public front end."""
    code = lookup.code
    if code == "dns_public_address":
        status = "unknown" if _hop_unknown(lookup) else "pass"
    else:
        # An answer that says nothing about the name is not a failure of the account.
        status = "unknown" if code is None or CATALOGUE[code].no_answer else "fail"
    return [_dns_check(endpoint, leg, lookup, code, status, None)]


def _hop_unknown(lookup: Lookup) -> bool:
    """Return whether no nameserver shows that the public answer leads over the privatelink name, or that it does
    not.
    """
    public = [answer for answer in lookup.own_answers if answer.code == "dns_public_address"]
    return bool(public) and all(answer.hop_unknown for answer in public)


def _dns_check(
    endpoint: Endpoint, leg: str, lookup: Lookup, code: str | None, status: str, severity: str | None
) -> Check:
    answer = lookup.answer_with(code)
    observed = _observed(code, answer)
    plainly_passed = status == "pass" and severity is None
    return check(
        endpoint,
        leg,
        "dns",
        status,
        code,
        severity=severity,
        variant=None if plainly_passed else _variant(endpoint, lookup, code, answer),
        summary=expected_or_any(endpoint, observed) if plainly_passed else None,
        observed=observed,
        expected=endpoint.expected,
        evidence={
            "server": answer.server,
            "ttl": answer.ttl,
            "elapsed_ms": answer.elapsed_ms,
            "rcode": answer.rcode,
            "error": answer.error,
            "ede": answer.ede,
            "chain": answer.chain,
            **front_ends(_shown_addresses(lookup, code, answer)),
        },
        **({} if plainly_passed else _fields(endpoint, lookup, code, answer)),
    )


def _observed(code: str | None, answer: Answer) -> str:
    """Return what an answer comes to. What may differ from try to try, as an error's text does, is evidence."""
    if code == "dns_cname_loop":
        end = "and so on, without end"
    elif code in FAILURES:
        end = answer.rcode if answer.rcode and answer.rcode != "NOERROR" else "no answer"
    elif answer.addresses:
        end = _listed(answer.addresses)
    else:
        end = "no address" if answer.rcode == "NOERROR" else answer.rcode or "no answer"
    return f"CNAME {answer.hop} -> {end}" if answer.hop is not None else end


def _shown_addresses(lookup: Lookup, code: str | None, answer: Answer) -> list[Address]:
    """Return the addresses that a check's texts may name: of nameservers that disagree those of all."""
    answers: Iterable[Answer] = lookup.answers if code == "dns_resolvers_disagree" else [answer]
    return [address for each in answers for address in each.addresses]


def _listed(addresses: Iterable[Address]) -> str:
    return some_of(in_order(addresses), _SHOWN_ADDRESSES)


def _variant(endpoint: Endpoint, lookup: Lookup, code: str | None, answer: Answer) -> str | None:
    """Return the name of the condition under which a code was found, None for the usual one."""
    if code == "dns_public_address":
        if endpoint.vantage == "outside":
            return "unproved"
        if endpoint.vantage == "onprem":
            return "onprem"
        return "bypassed" if answer.server != AZURE_DNS and _answering_well(lookup) else None
    if code == "dns_servfail" and answer.server in STUB_ADDRESSES:
        return "stub"
    if code == "dns_resolvers_disagree":
        return None if _own_disagree(lookup) else "compared"
    if code == "dns_direct_record":
        return None if answer.server == AZURE_DNS else "own_server"
    if code == "dns_no_privatelink":
        return None if _group_id(lookup) else "group_unknown"
    return _BY_RCODE.get(code, {}).get(answer.rcode)


def _answering_well(lookup: Lookup) -> str | None:
    """Return the first nameserver that gives the private address, None without one."""
    return next((answer.server for answer in lookup.answers if answer.code == "dns_private"), None)


def _own_disagree(lookup: Lookup) -> bool:
    """Return whether the host's own nameservers differ; public addresses change with each answer and are ignored."""
    answers = set()
    for answer in lookup.own_answers:
        if answer.code not in FAILURES:
            public = {address.scope for address in answer.addresses} == {"public"}
            answers.add((answer.code, None if public else frozenset(address.text for address in answer.addresses)))
    return len(answers) > 1


def _fields(endpoint: Endpoint, lookup: Lookup, code: str | None, answer: Answer) -> dict[str, Any]:
    of_interest = [address for address in answer.addresses if code != "dns_ipv6_public" or address.ip.version == 6]
    return dict(
        resolver_fields(endpoint, lookup, answer.server, code),
        address=_listed(of_interest),
        public_address=_first_public(answer),
        answers="; ".join(f"{other.server}: {_listed(other.addresses) or other.code}" for other in lookup.answers),
        server_address=answer.server,
        server_port=None if answer.port in (None, 0, 53) else answer.port,
        sound_server=_answering_well(lookup),
        rcode=answer.rcode or _USUAL_RCODE.get(code),
        zone=lookup.zone,
        privatelink_name=lookup.privatelink_name,
        group_id=_group_id(lookup),
        shadow_zone=_shadow_zone(endpoint, answer),
    )


def _first_public(answer: Answer) -> str | None:
    ipv4 = (address for address in answer.addresses if address.ip.version == 4)
    return next((address.text for address in ipv4 if address.scope == "public"), None)


def _shadow_zone(endpoint: Endpoint, answer: Answer) -> str | None:
    """Return the zone that answers in place of the public one: that of the SOA record, if it can hold the name."""
    zone = (answer.authority or "").rstrip(".").lower()
    return zone if zone and f".{endpoint.name}".endswith(f".{zone}") else None


def _group_id(lookup: Lookup) -> str | None:
    groups = _groups().get(lookup.zone, {})
    of_service = groups.get(lookup.service) or set().union(*groups.values())
    return next(iter(of_service)) if len(of_service) == 1 else None


@functools.cache
def _groups() -> dict[str | None, dict[str | None, set[str]]]:
    """Return the sub-resources of the zone table by zone and service."""
    groups: dict[str | None, dict[str | None, set[str]]] = {}
    for table in (MICROSOFT_ROWS, SUPPLEMENTARY_ROWS):
        for rows in table.values():
            for service, subresource, zone, _publics in rows:
                groups.setdefault(zone, {}).setdefault(service, set()).add(subresource)
    return groups
