# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The name servers: dnspython does the messages, this file does the sockets and the misbehaviour."""

from __future__ import annotations

import socket
import struct
import threading
import time

import dns.exception
import dns.message
import dns.rcode
import dns.rdatatype

from simulated_azure.dns import zones
from simulated_azure.dns.resolvers import Resolver
from simulated_azure.faults.dns import BEHAVIOURS, Query
from simulated_azure.journal import Journal


def resolve(query: dns.message.Message, view: zones.View) -> dns.message.Message:
    """The answer of a healthy resolver: the chain as far as the view knows it."""
    response = dns.message.make_response(query, recursion_available=True, our_payload=1232)
    question = query.question[0]
    name = question.name
    seen = set()
    while name not in seen:
        seen.add(name)
        records = view.get(name)
        if records is None:
            response.set_rcode(dns.rcode.NXDOMAIN)
            break
        if question.rdtype in records:
            response.answer.append(records[question.rdtype])
            return response
        if dns.rdatatype.CNAME not in records:
            break
        response.answer.append(records[dns.rdatatype.CNAME])
        name = records[dns.rdatatype.CNAME][0].target
    else:
        return response  # a loop: as far as it goes
    response.authority.append(zones.authority(name))
    return response


class NameServer:
    """The sockets of one resolver: bound when made, so that nobody can ask too early; served by `serve`."""

    def __init__(self, resolver: Resolver, journal: Journal) -> None:
        self._resolver = resolver
        self._view = zones.view(resolver.view)
        self._journal = journal
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._udp.bind((resolver.address, 53))
        self._tcp = None
        if resolver.tcp:
            self._tcp = socket.create_server((resolver.address, 53), backlog=512)

    def serve(self) -> None:
        threading.Thread(target=self._serve_udp, daemon=True).start()
        if self._tcp:
            threading.Thread(target=self._serve_tcp, daemon=True).start()

    def _serve_udp(self) -> None:
        while True:
            wire, client = self._udp.recvfrom(65535)
            if self._resolver.behaviour == "slow":
                threading.Thread(target=self._answer_udp, args=(wire, client), daemon=True).start()
            else:
                self._answer_udp(wire, client)

    def _answer_udp(self, wire: bytes, client: tuple) -> None:
        reply = self._reply(wire, client[0], tcp=False)
        if reply is not None:
            self._udp.sendto(reply, client)

    def _serve_tcp(self) -> None:
        while True:
            connection, client = self._tcp.accept()
            threading.Thread(target=self._serve_connection, args=(connection, client[0]), daemon=True).start()

    def _serve_connection(self, connection: socket.socket, client: str) -> None:
        with connection, connection.makefile("rb") as stream:
            connection.settimeout(10)
            try:
                while len(prefix := stream.read(2)) == 2:
                    reply = self._reply(stream.read(struct.unpack("!H", prefix)[0]), client, tcp=True)
                    if reply is not None:
                        connection.sendall(struct.pack("!H", len(reply)) + reply)
            except OSError:
                pass  # the client left, which is its right

    def _reply(self, wire: bytes, client: str, tcp: bool) -> bytes | None:
        try:
            message = dns.message.from_wire(wire)
        except dns.exception.DNSException:
            return None
        if not message.question:
            return None
        question = message.question[0]
        self._journal.write(
            time=time.time(),
            resolver=self._resolver.address,
            client=client,
            transport="tcp" if tcp else "udp",
            name=question.name.to_text(omit_final_dot=True),
            type=dns.rdatatype.to_text(question.rdtype),
        )
        answer = resolve(message, self._view)
        return BEHAVIOURS[self._resolver.behaviour](Query(message, answer, tcp))
