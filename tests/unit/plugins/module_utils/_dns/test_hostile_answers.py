# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hostile answers: whatever arrives is a finding, never a traceback, never past the deadline."""

from __future__ import annotations

import json

import dns.message
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import codes, controls, lookup
from ansible_collections.privatelink.azure_ai.tests.unit.support import nameservers
from ansible_collections.privatelink.azure_ai.tests.unit.support.nameservers import HOP, NAME
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import in_time

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
    with in_time():
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
    with in_time():
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


class Huge(nameservers.Nameserver):
    """As many records as a message can hold, over TCP."""

    serves_tcp = True

    def handle(self, query):
        response = dns.message.make_response(query)
        response.flags |= 0x0200
        return response

    def handle_tcp(self, query):
        return nameservers.answer(query, *[NAME + " 1 A 10.%d.%d.1" % divmod(number, 250) for number in range(3000)])


def test_a_huge_answer_is_judged_whole_and_shown_in_part():
    with Huge() as nameserver:
        seen = lookup.look_up(NAME, nameserver.address, Deadline(5), tries=1)
    assert len(seen.addresses) == 3000  # a public one may stand behind many private ones
    assert len(seen.chain) == 64
