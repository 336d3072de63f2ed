# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Control questions: what a nameserver answers beside a name that is not well, which tells its causes apart."""

from __future__ import annotations

import secrets
import string
import threading
import time
from typing import Any

from .._azure import zones
from .._core.addresses import AZURE_DNS
from .._core.deadline import Deadline
from .._core.threads import map_threads
from . import answers as dns_answers
from . import lookup, query

# The answers to them, in the order in which the module returns them.
CONTROLS = ("privatelink", "random_label", "alive", "checking_disabled", "repeat")

# Any resolver has it in its cache, and refuses it only to a client that it refuses everything.
ROOT = query.Question(".", "NS")
_ALIVE = {"dns_servfail": query.VERSION, "dns_refused": ROOT}
# This nameserver answers nothing, or has used up the time.
_NOT_ASKED = ("dns_timeout", "dns_resolver_unreachable")

# Names that are not well must not wait long for what is only asked on their account.
MOST_SECONDS = 2
# BIND gives a SERVFAIL again for one second, by default, without trying.
PAUSE_SECONDS = 1.1
_RANDOM_CHARACTERS = 16
PLATFORM_TRIES = 2


class Controls:
    """Asks the control questions of one run, each with one datagram and without a second try.

    C(code_of) is a function of a name and its C(answers.Seen) that returns the code of it, and whether that is well.
    """

    def __init__(self, code_of):
        self._code_of = code_of
        self._lock = threading.Lock()
        self._asked_in_silence: set[tuple] = set()
        self._alive: dict[tuple, dict] = {}

    def in_silence(self, name, server):
        """Return the questions for a nameserver that has not answered until now, none when they were sent before.

        BIND is silent for a quarter of a minute where it cannot validate an answer, and gives it to who does not want
        that.
        """
        with self._lock:
            if server in self._asked_in_silence:
                return ()
            self._asked_in_silence.add(server)
        return query.VERSION, query.Question(name, "A", checking_disabled=True)

    def ask(self, name, server, seen, deadline):
        """Return the Seen of a name with its C(controls), None for one that is well.

        When a repeated question was answered after SERVFAIL, it is the Seen of that answer. Ends with the deadline.
        """
        code, is_well = self._code_of(name, seen)
        if is_well:
            return self._unless_pinned(name, server, seen, deadline, code)
        controls: dict[str, Any] = dict.fromkeys(CONTROLS)
        if code in _NOT_ASKED or seen.transport is None:
            if seen.alive is not None:
                self._alive[server] = seen.alive
                controls["checking_disabled"] = seen.unchecked
            return seen._replace(controls=controls)
        fails = seen.failure == "dns_servfail" and seen.rcode == "SERVFAIL"
        # Half of the time is for the repeated question.
        seconds = deadline.remaining() / 2 if fails else deadline.remaining()
        replies = _ask(server, _questions(name, seen, code), deadline.at_most(min(seconds, MOST_SECONDS)), seen)
        controls.update({key: _control(question, reply) for key, question, reply in replies})
        if seen.hop is not None:
            controls["privatelink"] = _of_hop(name, seen, code)
        seen = seen._replace(controls=controls)
        return _repeated(name, server, seen, deadline, replies) if fails else seen

    def shown(self, server, seen):
        """Return the controls of a Seen as the module returns them: a silent nameserver is asked once for all names."""
        if seen.controls is None or seen.failure != "dns_timeout":
            return seen.controls
        return dict(seen.controls, alive=self._alive.get(server))

    def _unless_pinned(self, name, server, seen, deadline, code):
        """A nameserver that gives one address for every name gives it for the privatelink name, too."""
        if code != "dns_private" or seen.hop is None:
            return seen
        questions = {"random_label": _random_question(name, seen.deciding)}
        ((_key, question, reply),) = _ask(server, questions, deadline.at_most(MOST_SECONDS), seen)
        controls: dict[str, Any] = dict.fromkeys(CONTROLS)
        controls.update(privatelink=_of_hop(name, seen, code), random_label=_control(question, reply))
        found = seen._replace(controls=controls)
        return seen if self._code_of(name, found)[1] else found


def ask_platform(questions, port, timeout, concurrency):
    """Return a dict from name to what Azure's own resolver answers, as a control, for C(query.Question)s by name.

    C(timeout) is in seconds, for each name. Outside Azure it never answers: then only the first name waits for it.
    """

    def ask(question):
        reply = query.ask((AZURE_DNS, port), [question], whole.at_most(timeout), PLATFORM_TRIES)[0]
        return _control(question, reply)

    first, *others = questions.values()
    whole = Deadline(timeout)
    found = [ask(first)]
    if found[0]["rcode"] is None:
        lost = query.unanswered(f"not asked, as it did not answer for other names ({found[0]['error']})")
        found += [_control(question, lost) for question in others]
    else:
        whole = Deadline.of_calls(timeout, len(others), concurrency)
        found += map_threads(ask, others, concurrency)
    return dict(zip(questions, found))


def type_in_question(seen, code):
    """Return the type of address that a code is about."""
    return "AAAA" if code == "dns_ipv6_public" else seen.deciding


def _questions(name, seen, code):
    """Return the questions to send, by control."""
    rdtype = type_in_question(seen, code)
    privatelink_name = lookup.privatelink_name(name)
    questions = {}
    if privatelink_name not in (None, name) and seen.hop is None:
        # Not from the cache, which dnsmasq has filled with the chain of the public name.
        questions["privatelink"] = query.Question(privatelink_name, rdtype, dnssec=True)
    # Of an unknown name the parent may be anybody's.
    if zones.describe(name)["public_name"]:
        questions["random_label"] = _random_question(name, rdtype)
    if code in _ALIVE:
        questions["alive"] = _ALIVE[code]
    if seen.failure and seen.rcode == "SERVFAIL":
        questions["checking_disabled"] = query.Question(name, rdtype, checking_disabled=True)
    return questions


def _random_question(name, rdtype):
    # Of letters alone, as the name of an account may be.
    label = "".join(string.ascii_lowercase[byte % 26] for byte in secrets.token_bytes(_RANDOM_CHARACTERS))
    return query.Question(f"{label}.{name.partition('.')[2]}", rdtype)


def _ask(server, questions, deadline, seen):
    """Return for each of the questions, a dict, its key, itself and its Reply."""
    # As the name's own question was answered: a nameserver that does not know EDNS would cost two datagrams.
    replies = query.ask(server, list(questions.values()), deadline, 1, edns=seen.edns is not False)
    return [(key, question, reply) for (key, question), reply in zip(questions.items(), replies)]


def _control(question, reply):
    return dns_answers.control(question.name, question.rdtype, reply)


def _of_hop(name, seen, code):
    rdtype = type_in_question(seen, code)
    of_type = seen.hop.types.get(rdtype)
    return of_type and dns_answers.as_control(lookup.privatelink_name(name), rdtype, of_type)


def _repeated(name, server, seen, deadline, replies):
    """Return the Seen of what is answered when the question is asked again, or the same one if it fails again."""
    time.sleep(min(PAUSE_SECONDS, deadline.remaining() / 2))
    if deadline.expired():
        return seen
    asked = {rdtype: query.Question(name, rdtype) for rdtype, one in seen.types.items() if one["rcode"]}
    again = {rdtype: reply for rdtype, _question, reply in _ask(server, asked, deadline, seen)}
    lost = {rdtype: query.unanswered(one["error"]) for rdtype, one in seen.types.items() if not one["rcode"]}
    found = dns_answers.read(name, {rdtype: {**again, **lost}[rdtype] for rdtype in seen.types})
    of_type = found.types[seen.deciding]
    controls = dict(seen.controls, repeat=dns_answers.as_control(name, seen.deciding, of_type))
    if found.failure:
        return seen._replace(controls=controls)
    hop = {key: (question, reply) for key, question, reply in replies}.get("privatelink")
    if hop and lookup.may_be_flattened(found, name):
        question, reply = hop
        found = lookup.with_hop(found, question.name, dns_answers.read(question.name, {question.rdtype: reply}))
    error = f"it answered {seen.rcode} when it was asked first"
    return found._replace(
        controls=controls,
        unsteady=True,
        elapsed_ms=seen.elapsed_ms,
        error=f"{error}; {found.error}" if found.error else error,
    )
