# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Host names: what nameservers and the host's own programs return for one of them, and for many at once."""

from __future__ import annotations

import queue
import threading
from functools import partial
from typing import Any

from .._azure import zones
from .._azure.zones import has_privatelink_label
from .._core.addresses import Expectation
from .._core.deadline import Deadline
from .._core.hostnames import MAX_NAME
from .._core.threads import map_threads
from . import answers as dns_answers
from . import codes, query, system

MISSING = query.MISSING

_NOTHING_EXPECTED = Expectation()


def look_up(name, server, deadline, tries=2, types=tuple(dns_answers.ADDRESS_TYPES), lost=None, in_silence=None):
    """Return the C(dns_answers.Seen) of a host name at one nameserver, a pair of address and port.

    C(types) are C(A), and C(AAAA) or not. C(lost) is a dict from a type that is not worth asking for to why it counts
    as not answered. C(in_silence) is as in C(query.ask). Never raises for what the network or the nameserver did, and
    ends with the deadline.
    """
    replies = {rdtype: query.unanswered(reason) for rdtype, reason in (lost or {}).items()}
    seen = _ask(name, server, deadline, tries, types, replies, in_silence)
    hop_name = privatelink_name(name)
    if hop_name and may_be_flattened(seen, name):
        seen = with_hop(seen, hop_name, _ask(hop_name, server, deadline, tries, types, replies))
    if seen.failure == "dns_servfail":
        seen = _unless_looped(seen, name, server, deadline, tries)
    return seen._replace(elapsed_ms=deadline.elapsed_ms())


def _ask(name, server, deadline, tries, types, known_replies, in_silence=None):
    asked = [rdtype for rdtype in types if rdtype not in known_replies]
    questions = [query.Question(name, rdtype) for rdtype in asked]
    replies = query.ask(server, questions, deadline, tries, in_silence=in_silence)
    seen = dns_answers.read(name, dict(zip(asked, replies), **known_replies))
    if len(replies) == len(asked):
        return seen
    alive, unchecked = replies[len(asked) :]
    return seen._replace(
        alive=dns_answers.control(query.VERSION.name, query.VERSION.rdtype, alive),
        unchecked=dns_answers.control(name, "A", unchecked) if unchecked.rcode else None,
    )


def privatelink_name(name):
    """Return the privatelink name of a host name, None when it is not known or cannot exist."""
    found = zones.describe(name)["privatelink_name"]
    # It is longer than the public name, which may have the greatest length already.
    return found if found and len(found) <= MAX_NAME else None


def _unless_looped(seen, name, server, deadline, tries):
    """BIND and unbound call a CNAME loop a failure of their own: asked for each record, they show it."""
    chain: list[dict] = []
    passed: set[str] = set()
    while name not in passed and len(passed) < dns_answers.MAX_CHAIN:
        passed.add(name)
        reply = query.ask(server, [query.Question(name, "CNAME")], deadline, tries)[0]
        link = dns_answers.cname(name, reply)
        if link is None:
            return seen
        chain.append(link)
        name = link["value"]
    return seen._replace(failure=None, looped=True, chain=chain, error=dns_answers.ENDLESS)


def may_be_flattened(seen, name):
    """Return whether a Seen may hide the CNAME chain, as some resolvers do, which answer with the addresses alone."""
    # One that shows another chain hides none.
    shows_chain = any(link["type"] == "CNAME" for link in seen.chain)
    return bool(seen.addresses) and not seen.failure and not shows_chain and not has_privatelink_label(name)


def with_hop(seen, hop_name, hop):
    """Return a Seen that may be flattened with that of its privatelink name."""
    error = seen.error
    if hop.failure:
        unknown = f"{hop_name}: {hop.error}, so it is unknown whether the answer leads through that name"
        error = f"{error}; {unknown}" if error else unknown
    return seen._replace(hop=hop, error=error)


def resolve(name, nameservers, deadline, tries=2):
    """Return C({addresses, code, error, elapsed_ms}) of a host name, from the first nameserver that answers.

    C(nameservers) is a non-empty list of pairs of address and port; all are asked at once. C(code) is None when there
    are addresses, IPv4 first, else a dns_ code.
    """
    answers: queue.SimpleQueue[tuple] = queue.SimpleQueue()

    def ask(position, server):
        # Each has a deadline of its own, with the same end, so that elapsed_ms is this look-up's.
        answers.put((position, look_up(name, server, deadline.at_most(deadline.remaining()), tries)))

    for position, server in enumerate(nameservers):
        threading.Thread(target=ask, args=(position, server), daemon=True).start()
    failed: dict[int, Any] = {}
    while len(failed) < len(nameservers):
        position, seen = answers.get()
        if not seen.failure:
            return _resolved(name, seen)
        failed[position] = seen
    return _resolved(name, failed[0])


def _resolved(name, seen):
    code = None
    if not seen.addresses or seen.failure:
        code = codes.classify(seen, name, _NOTHING_EXPECTED, in_zone_table=False)
    addresses = [] if code else list(seen.addresses)
    return {"addresses": addresses, "code": code, "error": seen.error, "elapsed_ms": seen.elapsed_ms}


# The names that are looked up before all others.
FIRST_NAMES = 2
# So many names may use up their time at a place that has never answered, tries and all, or for want of a type of
# address that has never come; and so many more than were answered since, where there was an answer before.
PATIENCE_AT_FIRST = 1
PATIENCE_WITH_TYPE = 2
PATIENCE_LATER = 8
# A wait for the deadline may end a moment before it.
NEARLY_OVER = 0.01

SYSTEM = "this host's programs"
NOT_ASKED_FOR_IPV6 = "no answer for other names, so not asked"


class _Patience:
    """Whether a place, a nameserver or the system's resolver, is still worth asking, at all or for a type."""

    def __init__(self, at_first):
        self._lock = threading.Lock()
        self._at_first = at_first
        self._has_answered = False
        self._silences = 0
        self._last_silence = None

    def lost(self):
        """Return the last silence of a place that is asked no more, else None."""
        with self._lock:
            limit = PATIENCE_LATER if self._has_answered else self._at_first
            return self._last_silence if self._silences >= limit else None

    def note(self, answer, was_silent):
        with self._lock:
            # An answer makes good for one silence, not for all: some places answer now and then.
            self._silences = self._silences + 1 if was_silent else max(0, self._silences - 1)
            self._has_answered = self._has_answered or not was_silent
            if was_silent:
                self._last_silence = answer


def survey(names, servers, timeout, tries, concurrency, ipv4_only=(), controls=None):
    """Return a dict from C((name, server)) to C(answers.Seen) and from C((name, SYSTEM)) to C(system.SystemAnswer).

    C(names) is a list without duplicates, C(servers) a dict from each name to the pairs of address and port to ask for
    it. C(timeout) is in seconds, for each name at each place, C(concurrency) of which are asked at once. Those of
    C(ipv4_only) are not asked for IPv6 addresses. C(controls) asks the control questions for names that are not well;
    without it there are none.
    """
    places = {place for name in names for place in servers[name]} | {SYSTEM}
    patience = {place: _Patience(PATIENCE_AT_FIRST) for place in places}
    patience_with_ipv6 = {place: _Patience(PATIENCE_WITH_TYPE) for place in places}

    def look(job):
        name, place = job
        given_up = patience[place].lost()
        if given_up is not None:
            return _not_asked(name, given_up)
        deadline = whole.at_most(timeout)
        if place == SYSTEM:
            answer = system.ask_system(name, deadline)
            failed = answer.failed
        else:
            answer = ask(name, place, deadline)
            # The place itself has answered when only the question for IPv6 was lost.
            failed = answer.failure is not None and answer.silent != ["AAAA"]
        patience[place].note(answer, failed and deadline.remaining() < NEARLY_OVER)
        return answer if place == SYSTEM or controls is None else controls.ask(name, place, answer, deadline)

    def ask(name, server, deadline):
        options = {"in_silence": None if controls is None else partial(controls.in_silence, name, server)}
        if server in ipv4_only:
            return look_up(name, server, deadline, tries, ("A",), **options)
        if patience_with_ipv6[server].lost() is not None:
            return look_up(name, server, deadline, tries, lost={"AAAA": NOT_ASKED_FOR_IPV6}, **options)
        answer = look_up(name, server, deadline, tries, **options)
        if "A" not in answer.silent:
            patience_with_ipv6[server].note(answer, answer.silent == ["AAAA"])
        return answer

    # The first names tell which places are silent, before the others would wait there one after another.
    found: dict[tuple, tuple] = {}
    for part in (names[:FIRST_NAMES], names[FIRST_NAMES:]):
        jobs = [(name, place) for name in part for place in [*servers[name], SYSTEM]]
        whole = Deadline.of_calls(timeout, len(jobs), concurrency)
        found.update(zip(jobs, map_threads(look, jobs, concurrency)))
    return found


def _not_asked(name, given_up):
    error = f"not asked, as it did not answer for other names ({given_up.error})"
    if isinstance(given_up, system.SystemAnswer):
        return given_up._replace(addresses=[], elapsed_ms=0.0, error=error)
    nothing = dns_answers.read(name, {"A": query.unanswered(error)})
    kept = {key: getattr(given_up, key) for key in ("failure", "transport", "silent")}
    return nothing._replace(elapsed_ms=0.0, **kept)
