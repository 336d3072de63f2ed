# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real nameservers on loopback, each with one fault: subclass handle() or handle_tcp()."""

from __future__ import annotations

import socket
import threading

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

NAME = "example.openai.azure.com"
HOP = "example.privatelink.openai.azure.com"


def answer(query, *records, rcode="NOERROR", authority=()):
    """Return the response with records like C('NAME 10 A 10.0.14.4'), of which those of another type are left out."""
    response = dns.message.make_response(query)
    response.set_rcode(dns.rcode.from_text(rcode))
    asked = query.question[0].rdtype
    for record in records:
        rrset = _rrset(record)
        if rrset.rdtype in (asked, dns.rdatatype.CNAME):
            same = [other for other in response.answer if (other.name, other.rdtype) == (rrset.name, rrset.rdtype)]
            if same:
                same[0].update(rrset)
            else:
                response.answer.append(rrset)
    response.authority = [_rrset(record) for record in authority]
    return response


def asked_name(query):
    return query.question[0].name.to_text(True)


def asked_type(query):
    return dns.rdatatype.to_text(query.question[0].rdtype)


def _rrset(record):
    name, ttl, rdtype, value = record.split(" ", 3)
    return dns.rrset.from_text(name + ".", int(ttl), "IN", rdtype, value)


class Nameserver:
    """Answers over UDP and, when serves_tcp, over TCP on the same port. C(questions) lists what was asked."""

    serves_tcp = False
    binds_to = ("127.0.0.1", 0)

    def __init__(self):
        self.questions = []
        self._udp, self._tcp = self._sockets()
        self.address = self._udp.getsockname()
        self._threads = [threading.Thread(target=self._serve_udp, daemon=True)]
        if self._tcp:
            self._threads.append(threading.Thread(target=self._serve_tcp, daemon=True))

    def _sockets(self):
        """Return sockets of one port, another one where TCP has that in use for something else."""
        while True:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.bind(self.binds_to)
            if not self.serves_tcp:
                return udp, None
            try:
                return udp, socket.create_server(udp.getsockname())
            except OSError:
                udp.close()
                if self.binds_to[1]:
                    raise

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *details):
        self._udp.close()
        if self._tcp:
            self._tcp.close()

    def handle(self, query):
        """Return a message, bytes, a list of them, or None for silence."""
        raise NotImplementedError

    def handle_tcp(self, query):
        """Return a message, bytes, or None, after which the connection is closed."""
        return self.handle(query)

    def _serve_udp(self):
        while True:
            try:
                wire, client = self._udp.recvfrom(65535)
            except OSError:
                return
            query = dns.message.from_wire(wire)
            self.questions.append((asked_name(query), asked_type(query)))
            response = self.handle(query)
            for one in response if isinstance(response, list) else [response]:
                if one is not None:
                    self._udp.sendto(_wire(one), client)

    def _serve_tcp(self):
        while True:
            try:
                client = self._tcp.accept()[0]
            except OSError:
                return
            with client:
                wire = client.recv(65535)[2:]
                response = self.handle_tcp(dns.message.from_wire(wire))
                if response is not None:
                    data = _wire(response)
                    client.sendall(len(data).to_bytes(2, "big") + data)


def _wire(response):
    return response if isinstance(response, bytes) else response.to_wire(max_size=65535)


class Fixed(Nameserver):
    """Always gives the same records, rcode and authority."""

    def __init__(self, *records, rcode="NOERROR", authority=()):
        super().__init__()
        self._answer = {"rcode": rcode, "authority": authority}
        self._records = records

    def handle(self, query):
        return answer(query, *self._records, **self._answer)


class ByName(Nameserver):
    """Gives records by the name that is asked, NXDOMAIN for others."""

    def __init__(self, records_of):
        super().__init__()
        self._records_of = records_of

    def handle(self, query):
        name = asked_name(query)
        if name not in self._records_of:
            return answer(query, rcode="NXDOMAIN")
        return answer(query, *self._records_of[name])


class Silent(Nameserver):
    def handle(self, query):
        return None


class Garbage(Nameserver):
    """The right id, and no message behind it."""

    def handle(self, query):
        return query.id.to_bytes(2, "big") + b"\xff" * 40


class Chatter(Nameserver):
    """Another protocol altogether."""

    def handle(self, query):
        return b"HTTP/1.1 400 Bad Request"


class WrongId(Fixed):
    def handle(self, query):
        response = super().handle(query)
        response.id ^= 1
        return response


class WrongQuestion(Fixed):
    def handle(self, query):
        other = dns.message.make_query("other.example.com", query.question[0].rdtype)
        response = answer(other, "other.example.com 10 A 10.0.14.4")
        response.id = query.id
        return response


class SpoofedFirst(Fixed):
    """Forged answers first, with another id, another question and no sense, then the true one."""

    def handle(self, query):
        forged = answer(query, NAME + " 10 A 203.0.113.66")
        forged.id ^= 1
        other = WrongQuestion.handle(self, query)
        return [b"", b"\0", forged, other, query.id.to_bytes(2, "big"), super().handle(query)]


class Truncating(Fixed):
    """The answer does not fit into UDP; TCP is another matter."""

    def handle(self, query):
        response = answer(query)
        response.flags |= dns.flags.TC
        return response

    def handle_tcp(self, query):
        return Fixed.handle(self, query)


class TruncatingWithTcp(Truncating):
    serves_tcp = True


class TruncatingClosingTcp(TruncatingWithTcp):
    def handle_tcp(self, query):
        return None


class TruncatingGarbageTcp(TruncatingWithTcp):
    def handle_tcp(self, query):
        return b"\xff" * 40


class WithoutEdns(Fixed):
    """An old forwarder, which knows no EDNS."""

    def handle(self, query):
        if query.edns >= 0:
            response = dns.message.make_response(query)
            response.set_rcode(dns.rcode.FORMERR)
            response.use_edns(False)
            return response
        return super().handle(query)


class ExtendedError(Fixed):
    """dnspython 2.1 neither makes nor reads extended errors."""

    def handle(self, query):
        response = super().handle(query)
        response.use_edns(0, options=[dns.edns.EDEOption(22, "no reachable authority")])
        return response


def closed_port():
    """Return an address on which nobody listens: the kernel answers with ICMP port unreachable."""
    # Not one that was free a moment ago: the kernel may give that to a server of another test.
    return "127.0.0.1", 1
