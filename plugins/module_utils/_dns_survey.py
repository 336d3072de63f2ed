# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Many host names at many nameservers at once, where one dead nameserver costs one timeout and not one per name."""

from __future__ import annotations

import threading

from ansible_collections.privatelink.azure_ai.plugins.module_utils import _dns
from ansible_collections.privatelink.azure_ai.plugins.module_utils._concurrency import map_threads
from ansible_collections.privatelink.azure_ai.plugins.module_utils._deadline import Deadline

# So many names in a row may use up their time at a place that has never answered, or that has answered before.
PATIENCE_AT_FIRST = 2
PATIENCE_LATER = 8
# A wait for the deadline may end a moment before it.
NEARLY_OVER = 0.01

SYSTEM = "this host's programs"


class _Patience:
    """Whether a place, a nameserver or the system's resolver, is still worth asking."""

    def __init__(self):
        self._lock = threading.Lock()
        self._has_answered = False
        self._silences = 0
        self._last_answer = None

    def lost(self):
        """Return the last answer of a place that is asked no more, else None."""
        with self._lock:
            limit = PATIENCE_LATER if self._has_answered else PATIENCE_AT_FIRST
            return self._last_answer if self._silences >= limit else None

    def note(self, answer, was_silent):
        with self._lock:
            self._silences = self._silences + 1 if was_silent else 0
            self._has_answered = self._has_answered or not was_silent
            self._last_answer = answer


def survey(names, servers, timeout, tries, concurrency, ipv4_only=()):
    """Return a dict from C((name, server)) to C(_dns_chain.Seen) and from C((name, SYSTEM)) to C(_dns.SystemAnswer).

    C(names) and C(servers), pairs of address and port, are lists without duplicates. C(timeout) is in seconds, for
    each name at each place. Those of C(ipv4_only) are not asked for IPv6 addresses.
    """
    places = list(servers) + [SYSTEM]
    patience = {place: _Patience() for place in places}

    def look(job):
        name, place = job
        given_up = patience[place].lost()
        if given_up is not None:
            return _not_asked(given_up)
        deadline = Deadline(timeout)
        if place == SYSTEM:
            answer = _dns.ask_system(name, deadline)
            failed = answer.failed
        else:
            types = ("A",) if place in ipv4_only else ("A", "AAAA")
            answer = _dns.look_up(name, place, deadline, tries, types)
            failed = answer.failure is not None
        patience[place].note(answer, failed and deadline.remaining() < NEARLY_OVER)
        return answer

    # The first names tell which places are silent, before the others would wait there one after another.
    found = {}
    for part in (names[:PATIENCE_AT_FIRST], names[PATIENCE_AT_FIRST:]):
        jobs = [(name, place) for name in part for place in places]
        found.update(zip(jobs, map_threads(look, jobs, concurrency)))
    return found


def _not_asked(given_up):
    nothing = {"addresses": [], "elapsed_ms": 0.0, "error": "not asked: silent for other names (%s)" % given_up.error}
    if hasattr(given_up, "chain"):
        nothing.update(chain=[], authority=None, ede=None, rcode=None)
    return given_up._replace(**nothing)
