# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Control questions: none for a name that is well, few for one that is not, and what each of them shows."""

from __future__ import annotations

import re
import socket

import dns.flags
import dns.message
import dns.opcode
import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import codes, controls, lookup
from ansible_collections.privatelink.azure_ai.tests.unit.support import nameservers
from ansible_collections.privatelink.azure_ai.tests.unit.support.nameservers import HOP, NAME

EXPECTED = Expectation(["10.0.14.4"])
TO_HOP = NAME + " 10 CNAME " + HOP + "."
PRIVATE = {NAME: [TO_HOP, HOP + " 10 A 10.0.14.4"], HOP: [HOP + " 10 A 10.0.14.4"]}
PUBLIC = {NAME: [TO_HOP, HOP + " 10 A 203.0.113.10"], HOP: [HOP + " 10 A 203.0.113.10"]}
RANDOM = re.compile(r"[a-z]{16}\.openai\.azure\.com")
MOST = 6


@pytest.fixture(name="quick", autouse=True)
def fixture_quick(mocker):
    """No test of this file may ask this machine's resolver, nor wait before it repeats a question."""
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **options):
        entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.14.4", 0))
        return real(host, port, *args, **options) if port is not None else [entry]

    mocker.patch.object(socket, "getaddrinfo", side_effect=getaddrinfo)
    mocker.patch.object(controls, "PAUSE_SECONDS", 0)


class Scripted(nameservers.Nameserver):
    """Answers by name like ByName, after what a test puts before it; and keeps the questions whole."""

    def __init__(self, records_of=None, rule=None):
        super().__init__()
        self.records_of = records_of or {}
        self.rule = rule
        self.queries = []

    def handle(self, query):
        self.queries.append(query)
        given = self.rule(query) if self.rule else NotImplemented
        if given is not NotImplemented:
            return nameservers.answer(query, rcode=given) if isinstance(given, str) else given
        name = nameservers.asked_name(query)
        if name not in self.records_of:
            return nameservers.answer(query, rcode="NXDOMAIN")
        return nameservers.answer(query, *self.records_of[name])

    def asked(self):
        """Return what was asked, in words, after the two questions that each name has anyway."""
        return [_words(query) for query in self.queries][2:]


def _words(query):
    name = re.sub(r"^[a-z]{16}\.", "RANDOM.", nameservers.asked_name(query))
    flags = " CD" if query.flags & dns.flags.CD else ""
    return f"{name} {nameservers.asked_type(query)}{flags}"


def code_of(name, seen, well="dns_private"):
    code = codes.classify(seen, name, EXPECTED, in_zone_table=True)
    return code, code == well


def survey(nameserver, names=(NAME,), timeout=3, tries=2, well="dns_private"):
    """Return what was seen of each name, as control questions leave it, and the Controls."""
    asking = controls.Controls(lambda name, seen: code_of(name, seen, well))
    servers = dict.fromkeys(names, [nameserver.address])
    found = lookup.survey(list(names), servers, timeout, tries, 8, controls=asking)
    return [found[name, nameserver.address] for name in names], asking


def look_up(nameserver, **options):
    return survey(nameserver, **options)[0][0]


class TestNamesThatAreWell:
    def test_not_one_datagram_more(self):
        with Scripted(PRIVATE) as nameserver:
            seen = look_up(nameserver)
        assert (code_of(NAME, seen), seen.controls) == (("dns_private", True), None)
        assert nameserver.questions == [(NAME, "A"), (NAME, "AAAA")]

    def test_nor_outside_where_public_is_well(self):
        with Scripted(PUBLIC) as nameserver:
            seen = look_up(nameserver, well="dns_public_address")
        assert (seen.controls, len(nameserver.questions)) == (None, 2)

    def test_nor_for_a_nameserver_that_loses_datagrams(self):
        seen_before = []

        def loses_first(query):
            seen_before.append(query)
            return None if len(seen_before) <= 2 else NotImplemented

        with Scripted(PRIVATE, loses_first) as nameserver:
            seen = look_up(nameserver, timeout=1)
        assert (seen.controls, len(nameserver.questions)) == (None, 4)

    def test_a_failed_question_for_ipv6_beside_the_right_address_is_well(self):
        def fails(query):
            return "SERVFAIL" if nameservers.asked_type(query) == "AAAA" else NotImplemented

        with Scripted(PRIVATE, fails) as nameserver:
            seen = look_up(nameserver)
        assert (seen.controls, len(nameserver.questions)) == (None, 2)

    def test_only_a_hidden_chain_costs_the_random_label(self):
        records = {NAME: [NAME + " 10 A 10.0.14.4"], HOP: PRIVATE[HOP]}
        with Scripted(records) as nameserver:
            seen = look_up(nameserver)
        assert (code_of(NAME, seen), seen.controls) == (("dns_private", True), None)
        assert nameserver.asked() == [HOP + " A", HOP + " AAAA", "RANDOM.openai.azure.com A"]


class TestPins:
    """One address for every name of a zone, as dnsmasq's address=/openai.azure.com/10.0.14.4 gives."""

    @pytest.mark.parametrize("lost", [False, True], ids=["also the hop", "the hop unknown"])
    def test_a_wildcard_is_no_private_zone(self, lost):
        def pinned(query):
            name = nameservers.asked_name(query)
            if lost and name == HOP:
                return "SERVFAIL"
            return nameservers.answer(query, name + " 0 A 10.0.14.4")

        with Scripted(rule=pinned) as nameserver:
            seen = look_up(nameserver)
        assert code_of(NAME, seen) == ("dns_direct_record", False)
        assert codes.is_flattened(seen, EXPECTED) is False
        assert RANDOM.fullmatch(seen.controls["random_label"]["name"])
        assert seen.controls["random_label"]["addresses"] == ["10.0.14.4"]
        assert seen.controls["privatelink"]["name"] == HOP
        assert len(nameserver.asked()) == 3

    def test_another_address_for_other_names_is_none(self):
        def other(query):
            return nameservers.answer(query, nameservers.asked_name(query) + " 0 A 10.0.14.9")

        records = {NAME: [NAME + " 10 A 10.0.14.4"], HOP: PRIVATE[HOP]}
        with Scripted(
            records, lambda q: NotImplemented if nameservers.asked_name(q) in records else other(q)
        ) as server:
            assert code_of(NAME, look_up(server)) == ("dns_private", True)


class TestAnswers:
    """Names that are answered, and not well."""

    def test_a_nameserver_that_forwards_only_the_privatelink_zone(self):
        records = dict(PUBLIC, **{HOP: PRIVATE[HOP]})
        with Scripted(records) as nameserver:
            seen = look_up(nameserver)
        assert code_of(NAME, seen) == ("dns_public_address", False)
        assert nameserver.asked() == [HOP + " A", "RANDOM.openai.azure.com A"]
        assert seen.controls["privatelink"] == {
            "name": HOP,
            "type": "A",
            "rcode": "NOERROR",
            "addresses": ["10.0.14.4"],
            "chain": [{"name": HOP, "ttl": 10, "type": "A", "value": "10.0.14.4"}],
            "authority": None,
            "mname": None,
            "ede": None,
            "error": None,
        }
        assert seen.controls["random_label"]["rcode"] == "NXDOMAIN"
        assert [key for key in controls.CONTROLS if seen.controls[key] is None] == [
            "alive",
            "checking_disabled",
            "repeat",
        ]

    def test_what_the_nameserver_keeps_of_the_public_name_is_no_answer_for_the_privatelink_name(self):
        def from_cache(query):
            # As dnsmasq does, which keeps the whole chain of an answer, except for a question with the DO bit.
            fresh = nameservers.asked_name(query) == HOP and query.ednsflags & dns.flags.DO
            return nameservers.answer(query, *PRIVATE[HOP]) if fresh else NotImplemented

        with Scripted(PUBLIC, from_cache) as nameserver:
            seen = look_up(nameserver)
        assert seen.controls["privatelink"]["addresses"] == ["10.0.14.4"]

    def test_the_privatelink_name_that_was_asked_anyway_is_not_asked_again(self):
        records = {NAME: [NAME + " 10 A 203.0.113.10"], HOP: PRIVATE[HOP]}
        with Scripted(records) as nameserver:
            seen = look_up(nameserver)
        assert nameserver.asked() == [HOP + " A", HOP + " AAAA", "RANDOM.openai.azure.com A"]
        assert seen.controls["privatelink"]["addresses"] == ["10.0.14.4"]

    def test_the_type_that_is_wrong_is_asked_for(self):
        ipv6 = {NAME: [*PRIVATE[NAME], HOP + " 10 AAAA 2001:db8::10"], HOP: [HOP + " 10 AAAA 2001:db8::10"]}
        with Scripted(ipv6) as nameserver:
            seen = look_up(nameserver)
        assert code_of(NAME, seen)[0] == "dns_ipv6_public"
        assert nameserver.asked() == [HOP + " AAAA", "RANDOM.openai.azure.com AAAA"]
        assert seen.controls["privatelink"]["addresses"] == ["2001:db8::10"]

    def test_a_privatelink_name_has_only_the_random_label(self):
        with Scripted() as nameserver:
            look_up(nameserver, names=(HOP,))
        assert nameserver.asked() == ["RANDOM.privatelink.openai.azure.com A"]

    def test_nothing_is_asked_in_zones_of_unknown_owners(self):
        with Scripted() as nameserver:
            look_up(nameserver, names=("www.example.com",))
        assert nameserver.asked() == []


class TestFailures:
    """Nameservers without a usable answer."""

    def test_servfail(self):
        def fails(query):
            return NotImplemented if query.flags & dns.flags.CD else "SERVFAIL"

        with Scripted(PRIVATE, fails) as nameserver:
            seen = look_up(nameserver)
        # The search for a loop of CNAME records asks for the first.
        assert sorted(nameserver.asked()) == sorted(
            [
                NAME + " CNAME",
                HOP + " A",
                "RANDOM.openai.azure.com A",
                "version.bind TXT",
                NAME + " A CD",
                NAME + " A",
                NAME + " AAAA",
            ]
        )
        assert (code_of(NAME, seen)[0], seen.unsteady) == ("dns_servfail", False)
        assert seen.controls["checking_disabled"]["addresses"] == ["10.0.14.4"]
        assert (seen.controls["alive"]["rcode"], seen.controls["repeat"]["rcode"]) == ("SERVFAIL", "SERVFAIL")

    @pytest.mark.parametrize("hidden", [False, True], ids=["chain shown", "chain hidden"])
    def test_an_answer_to_the_repeated_question_is_the_answer(self, hidden):
        failures = []

        def unsteady(query):
            if nameservers.asked_name(query) == NAME and not query.flags & dns.flags.CD and len(failures) < 3:
                failures.append(query)
                return "SERVFAIL"
            return NotImplemented

        records = {NAME: [NAME + " 10 A 10.0.14.4"], HOP: PRIVATE[HOP]} if hidden else PRIVATE
        with Scripted(records, unsteady) as nameserver:
            seen = look_up(nameserver)
        assert (code_of(NAME, seen), seen.unsteady, seen.rcode) == (("dns_private", True), True, "NOERROR")
        assert seen.error == "it answered SERVFAIL when it was asked first"
        assert seen.controls["repeat"]["addresses"] == ["10.0.14.4"]
        assert len(nameserver.asked()) == 1 + MOST

    def test_a_nameserver_that_refuses_is_asked_for_the_root(self):
        def refuses(query):
            return NotImplemented if nameservers.asked_type(query) == "NS" else "REFUSED"

        with Scripted(PRIVATE, refuses) as nameserver:
            seen = look_up(nameserver)
        assert nameserver.asked() == [HOP + " A", "RANDOM.openai.azure.com A", ". NS"]
        assert [seen.controls[key]["rcode"] for key in controls.CONTROLS[:3]] == ["REFUSED", "REFUSED", "NXDOMAIN"]

    def test_nobody_is_asked_where_nobody_listens(self):
        asking = controls.Controls(code_of)
        server = nameservers.closed_port()
        found = lookup.survey([NAME], {NAME: [server]}, 1, 2, 8, controls=asking)
        assert found[NAME, server].controls == dict.fromkeys(controls.CONTROLS)


class TestSilence:
    # The first two are asked for at the same time, the third when the nameserver has been given up.
    NAMES = ("first.openai.azure.com", "second.openai.azure.com", "third.openai.azure.com")

    @pytest.mark.parametrize("alive", [True, False], ids=["running", "dead"])
    def test_it_is_asked_once_whether_it_is_running(self, alive):
        def silent(query):
            return "REFUSED" if alive and nameservers.asked_name(query) == "version.bind" else None

        with Scripted(rule=silent) as nameserver:
            seen, asking = survey(nameserver, self.NAMES, timeout=1)
        asked = [query.question[0] for query in nameserver.queries]
        assert [name for name, rdtype in nameserver.questions].count("version.bind") == 1
        assert [int(one.rdclass) for one in asked if "version.bind" in one.name.to_text()] == [3]
        *shown, not_asked = [asking.shown(nameserver.address, one) for one in seen]
        assert not_asked is None
        assert [one["alive"]["rcode"] for one in shown] == ["REFUSED" if alive else None] * 2
        assert {one[key] for one in shown for key in controls.CONTROLS if key != "alive"} == {None}

    def test_one_type_that_is_lost_is_no_silence(self):
        def loses_ipv4(query):
            return None if nameservers.asked_type(query) == "A" else NotImplemented

        with Scripted(PRIVATE, loses_ipv4) as nameserver:
            seen = look_up(nameserver, timeout=0.5)
        assert code_of(NAME, seen)[0] == "dns_timeout"
        assert "version.bind" not in [name for name, rdtype in nameserver.questions]


def _without_edns(query):
    """As an old nameserver does that knows no EDNS, and fails besides."""
    return "FORMERR" if query.edns >= 0 else "SERVFAIL"


def _garbage(query):
    return query.id.to_bytes(2, "big") + b"\xff" * 40


def _truncates(query):
    response = nameservers.answer(query)
    response.flags |= dns.flags.TC
    return response


def _loses_what_is_not_the_name(query):
    return "SERVFAIL" if nameservers.asked_name(query) == NAME else None


RULES = {
    **{rcode: lambda query, rcode=rcode: rcode for rcode in ("SERVFAIL", "REFUSED", "NOTIMP", "NOTAUTH", "FORMERR")},
    "NXDOMAIN": lambda query: "NXDOMAIN",
    "NODATA": lambda query: nameservers.answer(query),
    "sinkhole": lambda query: nameservers.answer(query, nameservers.asked_name(query) + " 0 A 0.0.0.0"),
    "without EDNS": _without_edns,
    "garbage": _garbage,
    "truncates": _truncates,
    "silent": lambda query: None,
    "loses the controls": _loses_what_is_not_the_name,
}


@pytest.mark.parametrize("rule", RULES)
def test_few_datagrams_more(rule):
    """As many as without control questions, and six at most."""
    with Scripted(rule=RULES[rule]) as nameserver:
        plain = lookup.survey([NAME], {NAME: [nameserver.address]}, 1, 2, 8)[NAME, nameserver.address]
        needed = len(nameserver.questions)
        with_controls = look_up(nameserver, timeout=1)
        assert len(nameserver.questions) - needed <= needed + MOST
    assert code_of(NAME, with_controls) == code_of(NAME, plain)
    assert with_controls.controls is not None
