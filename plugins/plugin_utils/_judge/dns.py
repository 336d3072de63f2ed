# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Judge what a host's nameservers say about a name."""

from __future__ import annotations

import functools

from ...module_utils._azure.zone_table import MICROSOFT_ROWS, SUPPLEMENTARY_ROWS
from ...module_utils._catalogue.catalogue import CATALOGUE
from ...module_utils._core.addresses import AZURE_DNS, STUB_ADDRESSES, in_order
from ...module_utils._dns.codes import FAILURES
from .check import check
from .resolver import resolver_fields

# Codes that an answer's rcode makes more precise.
_BY_RCODE = {
    "dns_servfail": {"FORMERR": "misunderstood"},
    "dns_refused": {"NOTIMP": "not_implemented", "NOTAUTH": "not_authoritative"},
}
_USUAL_RCODE = {"dns_servfail": "SERVFAIL", "dns_refused": "REFUSED"}
_SHOWN_ADDRESSES = 8


def inside_dns(subject, leg, entry):
    """Return the checks of the dns link for a host in the network: its code, then the warnings beside it."""
    code = entry.get("code")
    if code is None:
        return [check(subject, leg, "dns", "unknown", summary="no nameserver was asked")]
    tolerated = code == "dns_direct_record" and entry.get("expected") is True
    ok = code == "dns_private" or tolerated
    checks = [_dns_check(subject, leg, entry, code, "pass" if ok else "fail", "warning" if tolerated else None)]
    for other in entry.get("findings") or ():
        if other in CATALOGUE and CATALOGUE[other].link == "dns" and other != code:
            checks.append(_dns_check(subject, leg, entry, other, "pass", "warning"))
    return checks


def outside_dns(subject, leg, entry):
    """Return the check of the dns link for the outside host, which is expected to be led to the public front end."""
    code = entry.get("code")
    if code == "dns_public_address":
        status = "unknown" if _hop_unknown(entry) else "pass"
    else:
        # An answer that says nothing about the name is not a failure of the account.
        status = "unknown" if code is None or CATALOGUE[code].no_answer else "fail"
    return [_dns_check(subject, leg, entry, code, status, None)]


def _hop_unknown(entry):
    """Return whether no nameserver told that the public answer leads over the privatelink name, or that it does not."""
    public = [answer for answer in _own(entry) if answer.get("code") == "dns_public_address"]
    return bool(public) and all(answer.get("flattened", False) is None for answer in public)


def _dns_check(subject, leg, entry, code, status, severity):
    answer = _answer_with(entry, code)
    observed = _observed(code, answer)
    plainly_passed = status == "pass" and severity is None
    return check(
        subject,
        leg,
        "dns",
        status,
        code,
        severity=severity,
        variant=None if plainly_passed else _variant(subject, entry, code, answer),
        summary=observed if plainly_passed else None,
        observed=observed,
        expected=subject.expected_answer(),
        evidence={
            "server": answer.get("server"),
            "ttl": answer.get("ttl"),
            "elapsed_ms": answer.get("elapsed_ms"),
            "rcode": answer.get("rcode"),
            "error": answer.get("error"),
            "ede": answer.get("ede"),
            "chain": answer.get("chain") or [],
            **subject.front_ends(_shown_addresses(entry, code, answer)),
        },
        **({} if plainly_passed else _fields(subject, entry, code, answer)),
    )


def _observed(code, answer):
    """Return what an answer comes to. What may differ from try to try, as an error's text does, is evidence."""
    hops = [hop["value"] for hop in answer.get("chain") or () if hop.get("type") == "CNAME"]
    rcode = answer.get("rcode")
    if code == "dns_cname_loop":
        end = "and so on, without end"
    elif code in FAILURES:
        end = rcode if rcode not in (None, "NOERROR") else "no answer"
    elif answer.get("addresses"):
        end = _listed(answer["addresses"])
    else:
        end = "no address" if rcode == "NOERROR" else rcode or "no answer"
    return " -> ".join((["CNAME " + hops[0]] if hops else []) + [end])


def _shown_addresses(entry, code, answer):
    """Return the addresses that a check's texts may name: of nameservers that disagree those of all."""
    answers = entry.get("resolvers") or () if code == "dns_resolvers_disagree" else [answer]
    return [address for each in answers for address in each.get("addresses") or ()]


def _listed(addresses):
    addresses = in_order(addresses)
    more = len(addresses) - _SHOWN_ADDRESSES
    return ", ".join(addresses[:_SHOWN_ADDRESSES]) + (f" and {more} more" if more > 0 else "")


def _variant(subject, entry, code, answer):
    """Return the name of the condition under which a code was found, None for the usual one."""
    if code == "dns_public_address":
        if subject.vantage == "outside":
            return "unproved"
        if subject.vantage == "onprem":
            return "onprem"
        return "bypassed" if answer.get("server") != AZURE_DNS and _answering_well(entry) else None
    if code == "dns_servfail" and answer.get("server") in STUB_ADDRESSES:
        return "stub"
    if code == "dns_resolvers_disagree":
        return None if _own_disagree(subject, entry) else "compared"
    if code == "dns_direct_record":
        return None if answer.get("server") == AZURE_DNS else "own_server"
    if code == "dns_no_privatelink":
        return None if _group_id(entry) else "group_unknown"
    return _BY_RCODE.get(code, {}).get(answer.get("rcode"))


def _answering_well(entry):
    """Return the first nameserver that gives the private address, None without one."""
    well = (answer.get("server") for answer in entry.get("resolvers") or () if answer.get("code") == "dns_private")
    return next(well, None)


def _own_disagree(subject, entry):
    """Public addresses change from one answer to the next; private ones are the answer itself."""
    answers = set()
    for answer in _own(entry):
        addresses = answer.get("addresses") or []
        if answer.get("code") not in FAILURES:
            public = subject.expectation.scope_of_all(addresses) == "public"
            answers.add((answer.get("code"), None if public else frozenset(addresses)))
    return len(answers) > 1


def _fields(subject, entry, code, answer):
    addresses = answer.get("addresses") or []
    of_interest = [address for address in addresses if code != "dns_ipv6_public" or ":" in address]
    return dict(
        resolver_fields(subject, entry, answer.get("server"), code),
        address=_listed(of_interest),
        public_address=_first_public(subject, addresses),
        answers="; ".join(
            f"{other.get('server')}: {_listed(other.get('addresses') or ()) or other.get('code')}"
            for other in entry.get("resolvers") or ()
        ),
        server_address=answer.get("server"),
        server_port=_other_port(answer),
        sound_server=_answering_well(entry),
        rcode=answer.get("rcode") or _USUAL_RCODE.get(code),
        zone=entry.get("zone"),
        privatelink_name=entry.get("privatelink_name"),
        group_id=_group_id(entry),
        shadow_zone=_shadow_zone(subject, answer),
    )


def _first_public(subject, addresses):
    ipv4 = (address for address in addresses if ":" not in address)
    return next((address for address in ipv4 if subject.expectation.scope(address) == "public"), None)


def _answer_with(entry, code):
    """Return the answer that shows the code, else the first of the host's own nameservers that is not well."""
    own = _own(entry)
    for answer in own:
        if answer.get("code") == code:
            return answer
    return next((answer for answer in own if answer.get("code") != "dns_private"), own[0] if own else {})


def _own(entry):
    return [answer for answer in entry.get("resolvers") or () if not answer.get("compared")]


def _other_port(answer):
    """Return the port of the nameserver, None for the usual one."""
    return None if answer.get("port") in (None, 53) else answer["port"]


def _shadow_zone(subject, answer):
    """Return the zone that answers in place of the public one: that of the SOA record, if it can hold the name."""
    zone = (answer.get("authority") or "").rstrip(".").lower()
    return zone if zone and ("." + subject.name).endswith("." + zone) else None


def _group_id(entry):
    groups = _groups().get(entry.get("zone"), {})
    of_service = groups.get(entry.get("service")) or set().union(*groups.values())
    return next(iter(of_service)) if len(of_service) == 1 else None


@functools.cache
def _groups():
    """Return the sub-resources of the zone table by zone and service."""
    groups = {}
    for table in (MICROSOFT_ROWS, SUPPLEMENTARY_ROWS):
        for rows in table.values():
            for service, subresource, zone, publics in rows:
                groups.setdefault(zone, {}).setdefault(service, set()).add(subresource)
    return groups
