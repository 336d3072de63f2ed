# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to privatelink.azure_ai: it may change in any release.

"""Questions to one nameserver: UDP through a connected socket, TCP behind a truncated answer."""

from __future__ import annotations

import socket
import sys
from collections import namedtuple
from typing import Any

from .._core.libraries import check_version, missing
from .._core.sockets import LayerError, dial

try:
    import dns.exception
    import dns.flags
    import dns.message
    import dns.rcode
    import dns.version

    check_version("dns", dns.version.version)
except ImportError:
    MISSING: Any = missing("dns")
else:
    MISSING = None

# What a resolver may send in one UDP datagram without fragments: the value of DNS flag day 2020.
UDP_PAYLOAD = 1232
# Of each section that are read, of up to 4,000: more than any chain with all its addresses has.
MAX_RECORDS = 96
# An invalid answer may be forged: the true one may still arrive within this time.
GRACE_SECONDS = 0.3
# Of the last try, after which a nameserver that has not answered anything is taken for silent.
SILENT_AFTER = 0.6
# Linux reports "host unreachable" to a UDP socket only when asked to: IP_RECVERR and IPV6_RECVERR, which Python
# names only since 3.14.
RECEIVE_ERRORS = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}

# dnssec: with the DO bit, for which dnsmasq asks again instead of answering from its cache
Question = namedtuple("Question", "name rdtype rdclass checking_disabled dnssec", defaults=("IN", False, False))

# What a nameserver answers by itself, even where it cannot resolve.
VERSION = Question("version.bind", "TXT", "CH")

# code: None when the nameserver answered the question, with any rcode except those of FAILED_RCODES; edns: whether the
# question had EDNS, None when it was not sent; records: how many the answer had where not all are in the message
Reply = namedtuple("Reply", "code error rcode transport message edns records", defaults=(None, 0))

FAILED_RCODES = {"REFUSED": "dns_refused", "NOTAUTH": "dns_refused", "NOTIMP": "dns_refused"}
ANSWERING_RCODES = ("NOERROR", "NXDOMAIN")
# An old nameserver that does not know EDNS says so with one of these.
NO_EDNS_RCODES = ("FORMERR", "NOTIMP", "BADVERS")


class _UnderWay:
    """One question under way: its message, and all that has come back for it.

    C(edns) is whether it goes with EDNS; None for with it, and without it when the nameserver does not know it.
    """

    def __init__(self, question, edns=None):
        self.question = question
        self.edns = edns
        self.message: Any = None
        self.truncated = False
        self.junk = None
        self.foreign = 0
        self.trouble = None
        self.answer = None
        self.records = 0
        self.transport = "udp"

    def write(self, taken, edns=True):
        """Write the message again, with an id that no other question of this socket has."""
        while self.message is None or self.message.id in taken:
            self.message = self._message(edns and self.edns is not False)
        taken.add(self.message.id)

    def drop_edns(self):
        """Write the message again with the same id, as a late answer to the earlier one is as good."""
        plain = self._message(edns=False)
        plain.id = self.message.id
        self.message = plain

    def _message(self, edns):
        with_edns = {"use_edns": 0, "payload": UDP_PAYLOAD, "want_dnssec": self.question.dnssec}
        extra = with_edns if edns else {"use_edns": False}
        message = dns.message.make_query(self.question.name, self.question.rdtype, self.question.rdclass, **extra)
        if edns:
            # Without it a nameserver need not tell what it has validated.
            message.flags |= dns.flags.AD
        if self.question.checking_disabled:
            message.flags |= dns.flags.CD
        return message

    def is_silent(self):
        """Return whether nothing has come back, good or bad."""
        return self.answer is None and not (self.truncated or self.junk or self.trouble)

    def asks_with_edns(self):
        return self.message.edns >= 0


def ask(server, questions, deadline, tries=2, edns=None, in_silence=None):
    """Return a list with one Reply for each of C(questions), which are C(Question)s.

    C(server) is a pair of address and port. All questions go out at once, and again with each of C(tries), which
    share the time of C(deadline) evenly. The last of several goes without EDNS: some firewalls drop what has it, and
    most programs ask without. Nothing that a network or a nameserver does raises, nor does a name that no question
    can carry.

    With C(edns), a bool, each try is one datagram, with EDNS or without. C(in_silence) is a function that is called
    when the nameserver has not answered shortly before the deadline. The questions that it returns are sent once, and
    their Replies come last.
    """
    asked = [_UnderWay(question, edns) for question in questions]
    taken: set[int] = set()
    try:
        for question in asked:
            question.write(taken)
    except dns.exception.DNSException as exc:
        return [
            Reply("dns_malformed", f"the name does not fit into a question: {exc}", None, None, None)
            for question in asked
        ]
    try:
        with _connected_socket(server) as sock:
            _ask_over_udp(sock, asked, deadline, tries, taken, in_silence)
    except OSError as exc:
        for question in asked:
            question.trouble = exc
    for question in asked:
        if question.truncated:
            _ask_over_tcp(server, question, deadline)
    return [_reply(question, deadline, tries) for question in asked]


def _connected_socket(server):
    # Connected, so that the kernel drops datagrams from elsewhere and hands us the ICMP errors of this nameserver.
    family, kind, protocol, _name, address = socket.getaddrinfo(
        server[0], server[1], type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST
    )[0]
    sock = socket.socket(family, kind, protocol)
    try:
        if sys.platform == "linux":
            sock.setsockopt(*RECEIVE_ERRORS[family], 1)
        sock.connect(address)
    except OSError:
        sock.close()
        raise
    return sock


def _ask_over_udp(sock, asked, deadline, tries, taken, in_silence):
    for left in range(tries, 0, -1):
        unanswered = {question.message.id: question for question in asked if _is_open(question)}
        if not unanswered or deadline.expired():
            return
        try:
            for question in unanswered.values():
                if left == 1 < tries and question.edns is None:
                    question.drop_edns()
                sock.send(question.message.to_wire())
            share = deadline.at_most(deadline.remaining() / left)
            if left == 1 and in_silence is not None:
                early = share.at_most(share.remaining() * SILENT_AFTER)
                if _receive(sock, unanswered, early, taken):
                    return
                _ask_in_silence(sock, asked, unanswered, taken, in_silence)
            _receive(sock, unanswered, share, taken)
        except OSError as exc:
            for question in unanswered.values():
                question.trouble = exc


def _ask_in_silence(sock, asked, unanswered, taken, in_silence):
    for question in in_silence() if all(question.is_silent() for question in asked) else ():
        late = _UnderWay(question, edns=False)
        late.write(taken)
        asked.append(late)
        unanswered[late.message.id] = late
        sock.send(late.message.to_wire())


def _is_open(question):
    return question.answer is None and not question.truncated


def _receive(sock, unanswered, deadline, taken):
    """Take datagrams until each question has its answer or the deadline has come.

    Return whether it is no use to wait longer: all are answered, or what came was no answer.
    """
    doubtful = False
    while unanswered and not deadline.expired():
        sock.settimeout(max(deadline.remaining(), 0.001))
        try:
            datagram = sock.recv(65535)
        except socket.timeout:
            return doubtful
        if not _accept(sock, datagram, unanswered, taken) and not doubtful:
            doubtful = True
            deadline = deadline.at_most(GRACE_SECONDS)
    return doubtful or not unanswered


def _accept(sock, datagram, unanswered, taken):
    """Take a datagram that answers one of the questions, which is then no longer unanswered.

    Return False for one that comes from a broken nameserver, or from somebody who makes up answers for it.
    """
    truncated, records = False, 0
    try:
        message, records = _read(datagram)
    except dns.message.Truncated as exc:
        message, truncated = exc.message(), True
    except dns.exception.DNSException:
        return _note_junk(datagram, unanswered.values())
    question = unanswered.get(message.id)
    if question is None:
        # A late answer to an earlier question, or somebody who guesses ids: no reason to wait less.
        for waiting in unanswered.values():
            waiting.foreign += 1
        return True
    if not question.message.is_response(message):
        return _note_junk(datagram, [question])
    del unanswered[message.id]
    question.truncated = truncated
    if truncated:
        return True
    if question.edns is None and question.asks_with_edns() and _rcode(message) in NO_EDNS_RCODES:
        question.message = None
        question.write(taken, edns=False)
        unanswered[question.message.id] = question
        sock.send(question.message.to_wire())
        return True
    question.answer, question.records = message, records
    return True


def _shortened(wire):
    """Return C((message, records)): bytes with no more than MAX_RECORDS in a section, and how many there were, else 0.

    Reading all of them would take longer than the deadline. Raises DNSException for more than one question.
    """
    counts = [int.from_bytes(wire[place : place + 2], "big") for place in (4, 6, 8, 10)]
    if counts[0] > 1:
        raise dns.exception.FormError
    kept, is_cut = counts[:1], False
    for count in counts[1:]:
        # What stands behind a section that is cut cannot be found.
        kept.append(0 if is_cut else min(count, MAX_RECORDS))
        is_cut = is_cut or count > MAX_RECORDS
    if not is_cut or len(wire) < 12:
        return wire, 0
    return wire[:4] + b"".join(count.to_bytes(2, "big") for count in kept) + wire[12:], max(counts[1:])


def _read(wire, may_be_truncated=True):
    """Return C((message, records)): a message, and how many records it had where not all were read, else 0.

    Raises DNSException, with Truncated for a message that is truncated where it C(may_be_truncated).
    """
    shortened, records = _shortened(wire)
    options = {"raise_on_truncation": may_be_truncated, "ignore_trailing": shortened is not wire}
    try:
        return dns.message.from_wire(shortened, **options), records
    except dns.exception.FormError as exc:
        if not isinstance(exc.__cause__, UnicodeDecodeError):
            raise
    # The text of an extended error is not UTF-8, which must not hide the error. Only a dnspython that reads these texts
    # gets here, and it can continue without them.
    message = dns.message.from_wire(shortened, **options, continue_on_error=True)
    if len(message.errors) > 1:
        raise dns.exception.FormError
    return message, records


def _note_junk(datagram, questions):
    for question in questions:
        question.junk = f"it sent {len(datagram)} bytes that are not an answer to the question"
    return False


def _ask_over_tcp(server, question, deadline):
    question.transport = "tcp"
    wire = question.message.to_wire()
    try:
        with dial([server[0]], server[1], deadline) as sock:
            sock.sendall(len(wire).to_bytes(2, "big") + wire)
            message, question.records = _read(_take(sock, int.from_bytes(_take(sock, 2), "big")), False)
        if question.message.is_response(message):
            question.answer = message
        else:
            question.junk = "what it sent over TCP is not an answer to the question"
    except dns.exception.DNSException:
        question.junk = "what it sent over TCP is not an answer to the question"
    except EOFError:
        question.trouble = "it closed the TCP connection"
    except (LayerError, OSError) as exc:
        cause = exc.__cause__ if isinstance(exc, LayerError) else exc
        late = isinstance(cause, socket.timeout)
        question.trouble = "no answer over TCP in time" if late else f"TCP failed: {_os_text(cause)}"


def _take(sock, size):
    """Return so many bytes of a TimedSocket. Raises EOFError when it ends before, OSError."""
    taken = b""
    while len(taken) < size:
        part = sock.recv(size - len(taken))
        if not part:
            raise EOFError
        taken += part
    return taken


def _rcode(message):
    return dns.rcode.to_text(message.rcode())


def _reply(question, deadline, tries):
    if question.answer is not None:
        return _answered(question)
    if question.truncated and not question.junk:
        return _failed(question, "dns_truncated", f"its answer is truncated, and {question.trouble}")
    if question.junk:
        return _failed(question, "dns_malformed", question.junk)
    if question.trouble is not None:
        return _failed(question, "dns_resolver_unreachable", _os_text(question.trouble))
    text = f"no answer within {deadline.elapsed_ms() / 1000.0:.1f} s ({tries} {'try' if tries == 1 else 'tries'})"
    if question.foreign:
        text += f", {question.foreign} messages with another id ignored"
    return _failed(question, "dns_timeout", text)


def _answered(question):
    rcode = _rcode(question.answer)
    code = None if rcode in ANSWERING_RCODES else FAILED_RCODES.get(rcode, "dns_servfail")
    error = code and f"it answered {rcode}"
    return Reply(
        code, error, rcode, question.transport, question.answer, question.asks_with_edns(), records=question.records
    )


def unanswered(error):
    """Return the Reply of a question without an answer, asked or not."""
    return Reply("dns_timeout", error, None, None, None)


def _failed(question, code, error):
    return Reply(code, error, None, question.transport, None, question.asks_with_edns())


def _os_text(exc):
    return exc.strerror or str(exc) or type(exc).__name__
