# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hostile answers: whatever arrives is a finding, never a traceback, never past the deadline."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time

import dns.flags
import dns.message
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import codes, controls, lookup, system
from ansible_collections.privatelink.azure_ai.tests.unit.support import nameservers
from ansible_collections.privatelink.azure_ai.tests.unit.support.nameservers import HOP, NAME
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_bounds

RECORDS = (NAME + " 10 CNAME " + HOP + ".", HOP + " 10 A 10.0.14.4", HOP + " 10 AAAA fd00::4")
FAST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TIMEOUT = 0.05


class Puppet(nameservers.Nameserver):
    """Says what the test makes of the true answer."""

    serves_tcp = True
    mangle = None

    def handle(self, query):
        return self.mangle(bytearray(nameservers.answer(query, *RECORDS).to_wire()))


@pytest.fixture(name="puppet", scope="module")
def fixture_puppet():
    with Puppet() as nameserver:
        yield nameserver


def check(puppet, mangle, timeout=TIMEOUT):
    puppet.mangle = mangle
    with in_bounds():
        seen = lookup.look_up(NAME, puppet.address, Deadline(timeout), tries=1)
    code = codes.classify(seen, NAME, Expectation(["10.0.14.4"]), in_zone_table=True)
    assert code in codes.FAILURES + codes.ANSWERS
    assert len(seen.chain) <= 200
    return code


@FAST
@given(data=st.binary(max_size=600))
def test_random_bytes(puppet, data):
    assert check(puppet, lambda wire: data) in ("dns_malformed", "dns_timeout")


@FAST
@given(data=st.binary(max_size=600))
def test_random_bytes_behind_the_right_header(puppet, data):
    check(puppet, lambda wire: bytes(wire[:12]) + data)


@FAST
@given(edits=st.lists(st.tuples(st.integers(2, 400), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8))
def test_mutated_answers(puppet, edits):
    def mangle(wire):
        for position, data in edits:
            wire[position : position + len(data)] = data
        return bytes(wire)

    check(puppet, mangle)


@FAST
@given(length=st.integers(0, 200))
def test_shortened_answers(puppet, length):
    check(puppet, lambda wire: bytes(wire[:length]))


@pytest.mark.parametrize("rcode", [0, 2, 3, 5])
@FAST
@given(edits=st.lists(st.tuples(st.integers(4, 400), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8))
def test_mutated_answers_to_control_questions(puppet, mocker, rcode, edits):
    def mangle(wire):
        wire[3] = rcode
        for position, data in edits:
            wire[position : position + len(data)] = data
        return bytes(wire)

    puppet.mangle = mangle
    mocker.patch.object(controls, "PAUSE_SECONDS", 0)
    asking = controls.Controls(lambda name, seen: ("dns_name_unknown", False))
    with in_bounds():
        deadline = Deadline(TIMEOUT)
        seen = lookup.look_up(NAME, puppet.address, deadline, tries=1)
        found = asking.ask(NAME, puppet.address, seen, deadline)
    assert set(found.controls) == set(controls.CONTROLS)
    json.dumps(found.controls)


def test_a_compression_loop(puppet):
    def mangle(wire):
        wire[12:14] = b"\xc0\x0c"
        return bytes(wire)

    # Time enough for a busy machine: the answer must be read, not missed.
    assert check(puppet, mangle, timeout=3) == "dns_malformed"


def record(rdtype, data):
    """Return a record of the name that was asked for, as bytes."""
    return b"\xc0\x0c" + struct.pack("!HHIH", rdtype, 1, 5, len(data)) + data


A = [record(1, struct.pack("!I", 0x0A000E00 + number)) for number in range(4000)]
AAAA = [record(28, b"\xfd" + bytes(13) + struct.pack("!H", number)) for number in range(2000)]
PUBLIC = record(1, bytes((203, 0, 113, 10)))
EMPTY_TEXT = record(16, b"\0")

# Answer, authority and additional records; how many there are said to be.
FLOODS = {
    "4000-private-addresses": (A, (), (), 4000),
    "65-private-addresses": (A[:65], (), (), 65),
    "a-public-address-behind-many-private": ([*A[:3000], PUBLIC], (), (), 3001),
    "a-public-address-before-many-private": ([PUBLIC, *A[:3000]], (), (), 3001),
    "the-expected-address-and-4000-texts": ([A[4], *[EMPTY_TEXT] * 4000], (), (), 4001),
    "4000-records-of-authority": (A[4:5], [EMPTY_TEXT] * 4000, (), 4000),
    "4000-more-records": (A[4:5], (), [EMPTY_TEXT] * 4000, 4000),
}


class Flood(nameservers.Nameserver):
    """As many records as a message can hold, over UDP or TCP; addresses of the one type are of the other too."""

    serves_tcp = True

    def __init__(self, sections, over_tcp, rdtype=1):
        super().__init__()
        self.sections, self.over_tcp, self.rdtype = sections, over_tcp, rdtype

    def handle(self, query):
        response = dns.message.make_response(query)
        if self.over_tcp:
            response.flags |= dns.flags.TC
            return response
        return self.handle_tcp(query)

    def handle_tcp(self, query):
        if query.question[0].rdtype != self.rdtype:
            return nameservers.answer(query, NAME + " 5 A 10.0.14.4")
        wire = query.to_wire()
        question = wire[12 : 12 + len(query.question[0].name.to_wire()) + 4]
        counts = struct.pack("!HHHH", 1, *map(len, self.sections))
        return wire[:2] + b"\x81\x80" + counts + question + b"".join(map(b"".join, self.sections))


@pytest.mark.parametrize("over_tcp", [False, True], ids=["udp", "tcp"])
@pytest.mark.parametrize("flood", [pytest.param(flood, id=name) for name, flood in FLOODS.items()])
def test_of_many_records_64_are_kept_and_the_answer_proves_nothing(flood, over_tcp):
    *sections, count = flood
    if not over_tcp and sum(map(len, sections)) > 3500:
        sections = [section[:3500] for section in sections]  # as many as a datagram takes
        count = min(count, 3500)
    with Flood(sections, over_tcp) as nameserver, in_bounds():
        seen = lookup.look_up(NAME, nameserver.address, Deadline(NEVER_SECONDS), tries=1)
        found = lookup.resolve(NAME, [nameserver.address], Deadline(NEVER_SECONDS), tries=1)
    assert len(seen.addresses) <= 64 and len(seen.chain) <= 64
    assert f"it answered with {count:,} records, of which 64 are kept" in seen.error
    assert codes.classify(seen, NAME, Expectation(networks=["10.0.14.0/23"]), in_zone_table=True) == "dns_malformed"
    assert (found["addresses"], found["code"]) == ([], "dns_malformed")


def test_many_addresses_of_the_other_type_count_too():
    with Flood((AAAA, (), ()), True, rdtype=28) as nameserver:
        seen = lookup.look_up(NAME, nameserver.address, Deadline(NEVER_SECONDS), tries=1)
    assert seen.failure == "dns_malformed" and len(seen.addresses) == 65
    assert seen.error == "AAAA: it answered with 2,000 records, of which 64 are kept"


def test_64_addresses_are_read():
    with Flood((A[:64], (), ()), False) as nameserver:
        seen = lookup.look_up(NAME, nameserver.address, Deadline(NEVER_SECONDS), tries=1, types=("A",))
    assert (seen.failure, seen.error, len(seen.addresses)) == (None, None, 64)


def test_many_questions_are_not_an_answer(puppet):
    def mangle(wire):
        return bytes(wire[:4]) + b"\x20\0" + bytes(6) + b"\0\0\1\0\1" * 8192

    assert check(puppet, mangle, timeout=3) == "dns_malformed"


class Dripping(Flood):
    """Sends an answer over TCP byte by byte."""

    def _serve_tcp(self):
        with contextlib.suppress(OSError):
            client = self._tcp.accept()[0]
            data = self.handle_tcp(dns.message.from_wire(client.recv(65535)[2:]))
            for byte in len(data).to_bytes(2, "big") + data:
                client.sendall(bytes([byte]))
                time.sleep(0.02)


def test_a_drip_over_tcp_ends_with_the_deadline():
    start = time.monotonic()
    with Dripping((A[:200], (), ()), True) as nameserver, in_bounds():
        seen = lookup.look_up(NAME, nameserver.address, Deadline(0.5), tries=1, types=("A",))
    assert (seen.failure, seen.transport) == ("dns_truncated", "tcp")
    assert "no answer over TCP in time" in seen.error
    assert time.monotonic() - start > 0.4


def test_of_many_addresses_of_the_system_64_are_kept(monkeypatch):
    found = [(2, 1, 6, "", (f"10.0.{number // 250}.{number % 250}", 0)) for number in range(4000)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
    answer = system.ask_system(NAME, Deadline(NEVER_SECONDS))
    assert (len(answer.addresses), answer.error) == (64, "it has 4,000 addresses, of which 64 are kept")
