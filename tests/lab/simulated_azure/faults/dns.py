# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a resolver does with a query: the bytes to send, or None for silence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


@dataclass(frozen=True)
class Query:
    """One question as it arrived, and the answer that a healthy resolver gives."""

    message: dns.message.Message
    answer: dns.message.Message
    tcp: bool

    def reply(self, rcode: dns.rcode.Rcode = dns.rcode.NOERROR, **options) -> dns.message.Message:
        """An answer without records."""
        response = dns.message.make_response(self.message, recursion_available=True)
        if options and self.message.edns >= 0:
            response.use_edns(0, **options)
        response.set_rcode(rcode)
        return response


def _answers(query: Query) -> bytes:
    if query.tcp:
        return query.answer.to_wire()
    return query.answer.to_wire(max_size=max(512, query.message.payload), prefer_truncation=True)


def _servfail(query: Query) -> bytes:
    why = dns.edns.EDEOption(dns.edns.EDECode.NO_REACHABLE_AUTHORITY, "the forwarder does not answer")
    return query.reply(dns.rcode.SERVFAIL, options=[why]).to_wire()


def _truncates(query: Query) -> bytes:
    if query.tcp:
        return _answers(query)
    response = query.reply()
    response.flags |= dns.flags.TC
    return response.to_wire()


def _with_records(query: Query, records: list[tuple[str, str, str]]) -> bytes:
    response = query.reply()
    for owner, record_type, value in records:
        response.answer.append(dns.rrset.from_text(owner, 60, "IN", record_type, value))
    return response.to_wire()


def _loops(query: Query) -> bytes:
    name = str(query.message.question[0].name)
    return _with_records(query, [(name, "CNAME", "a.loop.example."), ("a.loop.example.", "CNAME", name)])


def _lame(query: Query) -> bytes:
    response = query.reply()
    response.flags &= ~dns.flags.RA
    response.authority.append(dns.rrset.from_text("com.", 172800, "IN", "NS", "a.gtld-servers.net."))
    return response.to_wire()


def _sinkhole(query: Query) -> bytes:
    question = query.message.question[0]
    is_a = question.rdtype == dns.rdatatype.A
    return _with_records(query, [(str(question.name), "A", "0.0.0.0")] if is_a else [])


def _flattens(query: Query) -> bytes:
    question = query.message.question[0]
    response = query.reply(query.answer.rcode())
    for rrset in query.answer.answer:
        if rrset.rdtype == question.rdtype:
            response.answer.append(dns.rrset.from_rdata_list(question.name, rrset.ttl, rrset))
    return response.to_wire()


def _slow(query: Query) -> bytes:
    time.sleep(0.5)
    return _answers(query)


def _wrong_id(query: Query) -> bytes:
    query.answer.id ^= 1
    return _answers(query)


class _LosesFirst:
    """Every question is answered only when asked again, as on a lossy line."""

    def __init__(self) -> None:
        self._asked: set[tuple] = set()
        self._lock = threading.Lock()

    def __call__(self, query: Query) -> bytes | None:
        question = query.message.question[0]
        key = (question.name, question.rdtype)
        with self._lock:
            if key not in self._asked:
                self._asked.add(key)
                return None
            self._asked.remove(key)
        return _answers(query)


class _Recovers:
    """Questions fail, and are answered when asked again soon. A host's programs, which ask without EDNS, see none of it."""

    SOON = 5  # seconds

    def __init__(self) -> None:
        self._failed: dict[tuple, float] = {}
        self._lock = threading.Lock()

    def __call__(self, query: Query) -> bytes | None:
        question, flags = query.message.question[0], query.message.flags
        key = (question.name, question.rdtype, bool(flags & dns.flags.CD))
        with self._lock:
            if query.message.edns >= 0 and time.monotonic() - self._failed.pop(key, -self.SOON) >= self.SOON:
                self._failed[key] = time.monotonic()
                return query.reply(dns.rcode.SERVFAIL).to_wire()
        return _answers(query)


BEHAVIOURS: dict[str, Callable[[Query], bytes | None]] = {
    "answers": _answers,
    "silent": lambda query: None,
    "refuses": lambda query: query.reply(dns.rcode.REFUSED).to_wire(),
    "servfail": _servfail,
    "garbage": lambda query: query.message.to_wire()[:2] + b"\xff" * 9,
    "truncates": _truncates,
    "truncates_silent": lambda query: None if query.tcp else _truncates(query),
    "nodata": lambda query: query.reply().to_wire(),
    "loops": _loops,
    "lame": _lame,
    "denies": lambda query: query.reply(dns.rcode.NXDOMAIN).to_wire(),
    "sinkhole": _sinkhole,
    "flattens": _flattens,
    "slow": _slow,
    "loses_first": _LosesFirst(),
    "recovers": _Recovers(),
    "wrong_id": _wrong_id,
}
