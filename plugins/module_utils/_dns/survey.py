# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Many host names at many nameservers at once, where one dead nameserver costs one timeout and not one per name."""

from __future__ import annotations

import threading

from .._core.deadline import Deadline
from .._core.threads import map_threads
from . import lookup

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


def survey(names, servers, timeout, tries, concurrency, ipv4_only=()):
    """Return a dict from C((name, server)) to C(_dns_chain.Seen) and from C((name, SYSTEM)) to C(lookup.SystemAnswer).

    C(names) is a list without duplicates, C(servers) a dict from each name to the pairs of address and port to ask for
    it. C(timeout) is in seconds, for each name at each place. Those of C(ipv4_only) are not asked for IPv6 addresses.
    """
    places = {place for name in names for place in servers[name]} | {SYSTEM}
    patience = {place: _Patience(PATIENCE_AT_FIRST) for place in places}
    patience_with_ipv6 = {place: _Patience(PATIENCE_WITH_TYPE) for place in places}

    def look(job):
        name, place = job
        given_up = patience[place].lost()
        if given_up is not None:
            return _not_asked(given_up)
        deadline = Deadline(timeout)
        if place == SYSTEM:
            answer = lookup.ask_system(name, deadline)
            failed = answer.failed
        else:
            answer = ask(name, place, deadline)
            # The place itself has answered when only the question for IPv6 was lost.
            failed = answer.failure is not None and answer.silent != ["AAAA"]
        patience[place].note(answer, failed and deadline.remaining() < NEARLY_OVER)
        return answer

    def ask(name, server, deadline):
        if server in ipv4_only:
            return lookup.look_up(name, server, deadline, tries, ("A",))
        if patience_with_ipv6[server].lost() is not None:
            return lookup.look_up(name, server, deadline, tries, lost={"AAAA": NOT_ASKED_FOR_IPV6})
        answer = lookup.look_up(name, server, deadline, tries)
        if "A" not in answer.silent:
            patience_with_ipv6[server].note(answer, answer.silent == ["AAAA"])
        return answer

    # The first names tell which places are silent, before the others would wait there one after another.
    found: dict[tuple, tuple] = {}
    for part in (names[:FIRST_NAMES], names[FIRST_NAMES:]):
        jobs = [(name, place) for name in part for place in [*servers[name], SYSTEM]]
        found.update(zip(jobs, map_threads(look, jobs, concurrency)))
    return found


def _not_asked(given_up):
    error = f"not asked, as it did not answer for other names ({given_up.error})"
    nothing = {"addresses": [], "elapsed_ms": 0.0, "error": error}
    if hasattr(given_up, "chain"):
        nothing.update(chain=[], authority=None, ede=None, rcode=None)
    return given_up._replace(**nothing)
