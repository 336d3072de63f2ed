# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One name at one real nameserver: every fault of a nameserver and of its answer has a code of its own."""

from __future__ import annotations

import re

import dns.edns
import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import Expectation
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import codes, lookup
from ansible_collections.privatelink.azure_ai.tests.unit.support import nameservers
from ansible_collections.privatelink.azure_ai.tests.unit.support.nameservers import HOP, NAME
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, in_time

PRIVATE = (NAME + " 10 CNAME " + HOP + ".", HOP + " 10 A 10.0.14.4")
PUBLIC = (NAME + " 300 CNAME " + HOP + ".", HOP + " 60 A 203.0.113.10")
SOA = "ns.example.com. host.example.com. 1 1 1 1 1"

# Of nameservers that answer one question and are silent for another: a busy machine answers within it.
SILENT_SECONDS = 2.0


def untimed(error):
    """Return an error without the seconds that a busy machine lengthens."""
    return error and re.sub(r"within [0-9.]+ s", "within N s", error)


def look_up(server, name=NAME, timeout=NEVER_SECONDS, tries=2):
    return lookup.look_up(name, server, Deadline(timeout), tries)


def code_of(seen, name=NAME, expectation=Expectation(["10.0.14.4"])):
    return codes.classify(seen, name, expectation, in_zone_table=True)


@pytest.mark.parametrize(
    ("make", "code", "rcode", "error"),
    [
        pytest.param(lambda: nameservers.Fixed(*PRIVATE), "dns_private", "NOERROR", None, id="healthy"),
        pytest.param(
            lambda: nameservers.Fixed(rcode="REFUSED"), "dns_refused", "REFUSED", "it answered REFUSED", id="refuses"
        ),
        pytest.param(
            lambda: nameservers.Fixed(rcode="SERVFAIL"), "dns_servfail", "SERVFAIL", "it answered SERVFAIL", id="fails"
        ),
        pytest.param(
            lambda: nameservers.Fixed(rcode="NOTIMP"), "dns_refused", "NOTIMP", "it answered NOTIMP", id="does not do"
        ),
        pytest.param(
            lambda: nameservers.Fixed(rcode="NOTAUTH"), "dns_refused", "NOTAUTH", "it answered NOTAUTH", id="not its"
        ),
        pytest.param(
            lambda: nameservers.Fixed(rcode="FORMERR"),
            "dns_servfail",
            "FORMERR",
            "it answered FORMERR",
            id="does not understand",
        ),
        pytest.param(
            lambda: HalfSilent("A", (*PRIVATE[:1], HOP + " 10 AAAA fd00::4")),
            "dns_timeout",
            None,
            "A: no answer within N s (2 tries)",
            id="silent for A, the chain in AAAA",
        ),
        pytest.param(
            lambda: HalfSilent("AAAA", PRIVATE[:1]),
            "dns_timeout",
            None,
            "AAAA: no answer within N s (2 tries)",
            id="silent for AAAA, the chain in A",
        ),
        pytest.param(
            lambda: HalfSilent("AAAA", PRIVATE),
            "dns_private",
            "NOERROR",
            "AAAA: no answer within N s (2 tries)",
            id="silent for AAAA, the address in A",
        ),
        pytest.param(
            nameservers.Garbage,
            "dns_malformed",
            None,
            "it sent 42 bytes that are not an answer to the question",
            id="garbage",
        ),
        pytest.param(
            nameservers.Chatter,
            "dns_malformed",
            None,
            "it sent 24 bytes that are not an answer to the question",
            id="another protocol",
        ),
        pytest.param(
            lambda: nameservers.WrongId(*PRIVATE),
            "dns_timeout",
            None,
            "no answer within N s (2 tries), 4 messages with another id ignored",
            id="wrong id",
        ),
        pytest.param(
            nameservers.WrongQuestion,
            "dns_malformed",
            None,
            "A: it sent 51 bytes that are not an answer to the question; "
            "AAAA: it sent 35 bytes that are not an answer to the question",
            id="wrong question",
        ),
        pytest.param(
            lambda: nameservers.Truncating(*PRIVATE),
            "dns_truncated",
            None,
            "its answer is truncated, and TCP failed: Connection refused",
            id="truncated, no TCP",
        ),
        pytest.param(
            lambda: nameservers.TruncatingClosingTcp(*PRIVATE),
            "dns_truncated",
            None,
            "its answer is truncated, and it closed the TCP connection",
            id="truncated, TCP closes",
        ),
        pytest.param(
            lambda: nameservers.TruncatingGarbageTcp(*PRIVATE),
            "dns_malformed",
            None,
            "what it sent over TCP is not an answer to the question",
            id="truncated, garbage over TCP",
        ),
        pytest.param(nameservers.Silent, "dns_timeout", None, "no answer within N s (2 tries)", id="silent"),
        pytest.param(nameservers.Fixed, "dns_empty", "NOERROR", None, id="NODATA"),
        pytest.param(lambda: nameservers.Fixed(rcode="NXDOMAIN"), "dns_name_unknown", "NXDOMAIN", None, id="NXDOMAIN"),
        pytest.param(
            lambda: nameservers.Fixed(PRIVATE[0], rcode="NXDOMAIN"),
            "dns_record_missing",
            "NXDOMAIN",
            None,
            id="NXDOMAIN behind the hop",
        ),
        pytest.param(
            lambda: nameservers.Fixed(PRIVATE[0], HOP + " 10 CNAME " + NAME + "."),
            "dns_cname_loop",
            "NOERROR",
            "the CNAME chain does not end within 16 names",
            id="loop",
        ),
        pytest.param(
            lambda: nameservers.Fixed(
                NAME + " 1 CNAME n0.example.com.",
                *[f"n{number}.example.com 1 CNAME n{number + 1}.example.com." for number in range(40)],
            ),
            "dns_cname_loop",
            "NOERROR",
            "the CNAME chain does not end within 16 names",
            id="endless chain",
        ),
        pytest.param(lambda: nameservers.WithoutEdns(*PRIVATE), "dns_private", "NOERROR", None, id="knows no EDNS"),
        pytest.param(
            lambda: nameservers.SpoofedFirst(*PRIVATE), "dns_private", "NOERROR", None, id="forged answers first"
        ),
        pytest.param(lambda: nameservers.Fixed(*PUBLIC), "dns_public_address", "NOERROR", None, id="zone not linked"),
    ],
)
def test_one_code_for_each_nameserver(make, code, rcode, error):
    # A busy machine may be late only where somebody is silent.
    timeout = SILENT_SECONDS if error and "within N s" in error else NEVER_SECONDS
    with make() as nameserver:
        seen = look_up(nameserver.address, timeout=timeout)
    assert (code_of(seen), seen.rcode, untimed(seen.error)) == (code, rcode, error)


def test_the_whole_healthy_answer():
    with nameservers.Fixed(*PRIVATE, HOP + " 5 AAAA fd00::4") as nameserver:
        seen = look_up(nameserver.address)
    assert seen.chain == [
        {"name": NAME, "ttl": 10, "type": "CNAME", "value": HOP},
        {"name": HOP, "ttl": 10, "type": "A", "value": "10.0.14.4"},
    ]
    assert seen.types["AAAA"]["chain"] == [
        {"name": NAME, "ttl": 10, "type": "CNAME", "value": HOP},
        {"name": HOP, "ttl": 5, "type": "AAAA", "value": "fd00::4"},
    ]
    assert seen.addresses == ["10.0.14.4", "fd00::4"]
    assert (seen.transport, seen.hop, seen.authority, seen.ede) == ("udp", None, None, None)
    assert nameserver.questions == [(NAME, "A"), (NAME, "AAAA")]


def test_refused_connection_is_told_from_silence_at_once():
    with in_time():
        seen = lookup.look_up(NAME, nameservers.closed_port(), Deadline(NEVER_SECONDS))
    assert (code_of(seen), seen.error) == ("dns_resolver_unreachable", "Connection refused")


def test_an_address_without_a_route_is_unreachable():
    # An IPv6 multicast address without a scope: the kernel refuses to send.
    seen = look_up(("ff02::1%lo", 53))
    assert code_of(seen) in ("dns_resolver_unreachable", "dns_timeout")


def test_a_truncated_answer_comes_over_tcp():
    with nameservers.TruncatingWithTcp(*PRIVATE) as nameserver:
        seen = look_up(nameserver.address)
    assert (code_of(seen), seen.transport, seen.addresses) == ("dns_private", "tcp", ["10.0.14.4"])


def test_a_denied_name_keeps_its_partial_chain_and_the_zone_that_denies_it():
    soa = "privatelink.openai.azure.com 10 SOA " + SOA
    with nameservers.Fixed(PRIVATE[0], rcode="NXDOMAIN", authority=[soa]) as nameserver:
        seen = look_up(nameserver.address)
    assert [link["value"] for link in seen.chain] == [HOP]
    assert seen.authority == "privatelink.openai.azure.com"


def test_a_privatelink_name_that_is_denied_is_a_missing_record():
    with nameservers.Fixed(rcode="NXDOMAIN") as nameserver:
        seen = look_up(nameserver.address, HOP)
    assert code_of(seen, HOP) == "dns_record_missing"


@pytest.mark.skipif(not hasattr(dns.edns, "EDEOption"), reason="this dnspython knows no extended errors")
def test_extended_errors_are_told():
    with nameservers.ExtendedError(rcode="SERVFAIL") as nameserver:
        seen = look_up(nameserver.address)
    assert seen.ede == [{"code": 22, "text": "no reachable authority"}]


class TestFlattening:
    """Some resolvers hide the CNAME record."""

    def test_the_privatelink_name_is_asked_too(self):
        records = {NAME: [NAME + " 10 A 10.0.14.4"], HOP: [HOP + " 10 A 10.0.14.4"]}
        with nameservers.ByName(records) as nameserver:
            seen = look_up(nameserver.address)
        assert (code_of(seen), seen.error) == ("dns_private", None)
        assert [(link["name"], link["type"]) for link in seen.hop.chain] == [(HOP, "A")]

    def test_a_zone_that_shadows_the_public_name_is_no_hop(self):
        with nameservers.ByName({NAME: [NAME + " 10 A 10.0.14.4"]}) as nameserver:
            seen = look_up(nameserver.address)
        assert (code_of(seen), seen.hop.rcode) == ("dns_direct_record", "NXDOMAIN")

    @pytest.mark.parametrize(
        ("response", "error"),
        [
            pytest.param(None, "no answer within N s (2 tries)", id="silent"),
            pytest.param("REFUSED", "it answered REFUSED", id="refused"),
            pytest.param("SERVFAIL", "it answered SERVFAIL", id="failed"),
        ],
    )
    @pytest.mark.parametrize(
        ("address", "code"), [("10.0.14.4", "dns_private"), ("203.0.113.10", "dns_public_address")]
    )
    def test_a_privatelink_name_without_an_answer_is_no_missing_hop(self, response, error, address, code):
        timeout = NEVER_SECONDS if response else SILENT_SECONDS
        with FailsAtTheHop(response, NAME + " 10 A " + address) as nameserver:
            seen = look_up(nameserver.address, timeout=timeout)
        assert (code_of(seen), seen.rcode) == (code, "NOERROR")
        assert untimed(seen.error) == f"{HOP}: {error}, so it is unknown whether the answer leads through that name"

    def test_a_lost_question_for_the_privatelink_name_is_sent_again(self):
        with LosesTheHopOnce(None, NAME + " 10 A 10.0.14.4") as nameserver:
            seen = look_up(nameserver.address, timeout=SILENT_SECONDS)
        assert (code_of(seen), seen.error, seen.hop.addresses) == ("dns_private", None, ["10.0.14.4"])

    def test_public_behind_a_hidden_hop_is_told_from_no_private_endpoint(self):
        records = {NAME: [NAME + " 10 A 203.0.113.10"], HOP: [HOP + " 10 A 203.0.113.10"]}
        with nameservers.ByName(records) as nameserver:
            assert code_of(look_up(nameserver.address)) == "dns_public_address"
        del records[HOP]
        with nameservers.ByName(records) as nameserver:
            assert code_of(look_up(nameserver.address)) == "dns_no_privatelink"

    def test_a_missing_record_is_told_by_the_zone_that_denies_it(self):
        soa = "privatelink.openai.azure.com 10 SOA " + SOA
        with nameservers.Fixed(rcode="NXDOMAIN", authority=[soa]) as nameserver:
            seen = look_up(nameserver.address)
        assert (code_of(seen), seen.chain) == ("dns_record_missing", [])

    @pytest.mark.parametrize(
        ("length", "is_asked"),
        [
            pytest.param(241, True, id="the longest possible privatelink name"),
            pytest.param(242, False, id="one character too long"),
            pytest.param(253, False, id="the longest possible public name"),
        ],
    )
    def test_a_privatelink_name_that_cannot_exist_is_no_hop(self, length, is_asked):
        name = ".".join(["a" * 40] * 5 + ["b" * (length - 222), "openai.azure.com"])
        assert len(name) == length
        with nameservers.Fixed(name + " 10 A 203.0.113.10") as nameserver:
            seen = look_up(nameserver.address, name)
        assert (code_of(seen, name), seen.hop is not None) == ("dns_no_privatelink", is_asked)

    def test_a_chain_that_is_shown_is_believed(self):
        records = (NAME + " 10 CNAME front.example.com.", "front.example.com 10 A 203.0.113.10")
        with nameservers.Fixed(*records) as nameserver:
            seen = look_up(nameserver.address)
        assert code_of(seen) == "dns_no_privatelink"
        assert {name for name, rdtype in nameserver.questions} == {NAME}


class FailsAtTheHop(nameservers.Fixed):
    """Answers for the public name and fails, or is silent, at the privatelink name."""

    def __init__(self, rcode, *records):
        super().__init__(*records)
        self.rcode = rcode

    def handle(self, query):
        if nameservers.asked_name(query) == NAME:
            return super().handle(query)
        return nameservers.answer(query, rcode=self.rcode) if self.rcode else None


class LosesTheHopOnce(FailsAtTheHop):
    def handle(self, query):
        if self.questions.count((HOP, "A")) > 1:
            return nameservers.answer(query, HOP + " 10 A 10.0.14.4")
        return super().handle(query)


class TestLoopsThatTheNameserverCallsItsOwnFailure:
    """As BIND and unbound do."""

    def test_the_loop_is_found(self):
        with CnameOnly({NAME: HOP, HOP: NAME}) as nameserver:
            seen = look_up(nameserver.address)
        assert (code_of(seen), seen.rcode) == ("dns_cname_loop", "SERVFAIL")
        assert [link["value"] for link in seen.chain] == [HOP, NAME]
        assert seen.error == "the CNAME chain does not end within 16 names"

    @pytest.mark.parametrize("targets", [{}, {NAME: HOP}], ids=["nothing known", "the chain ends"])
    def test_any_other_failure_stays_one(self, targets):
        with CnameOnly(targets) as nameserver:
            seen = look_up(nameserver.address)
        assert (code_of(seen), seen.error) == ("dns_servfail", "it answered SERVFAIL")


class CnameOnly(nameservers.Nameserver):
    """Fails for addresses and knows the CNAME records of some names."""

    def __init__(self, targets):
        super().__init__()
        self.targets = targets

    def handle(self, query):
        name = nameservers.asked_name(query)
        if nameservers.asked_type(query) != "CNAME" or name not in self.targets:
            return nameservers.answer(query, rcode="SERVFAIL")
        return nameservers.answer(query, f"{name} 10 CNAME {self.targets[name]}.")


class HalfServer(nameservers.Nameserver):
    """Answers one type of question as it should and fails at the other."""

    def __init__(self, failing, records):
        super().__init__()
        self.failing = failing
        self.records = records

    def handle(self, query):
        if nameservers.asked_type(query) == self.failing:
            return nameservers.answer(query, rcode="SERVFAIL")
        return nameservers.answer(query, *self.records)


class HalfSilent(HalfServer):
    """Answers one type of question as it should and none of the other."""

    def handle(self, query):
        return None if nameservers.asked_type(query) == self.failing else super().handle(query)


def test_ipv6_is_not_asked_for_where_nobody_asks_for_it():
    with HalfSilent("AAAA", PRIVATE) as nameserver:
        seen = lookup.look_up(NAME, nameserver.address, Deadline(0.3), types=("A",))
        assert nameserver.questions == [(NAME, "A")]
    assert (code_of(seen), seen.addresses, seen.error) == ("dns_private", ["10.0.14.4"], None)


@pytest.mark.parametrize(
    ("failing", "records", "code", "error"),
    [
        pytest.param("AAAA", PRIVATE, "dns_private", "AAAA: it answered SERVFAIL", id="only AAAA, programs take A"),
        pytest.param("AAAA", (), "dns_servfail", "AAAA: it answered SERVFAIL", id="AAAA, and no A to take"),
        pytest.param("A", (NAME + " 1 AAAA fd00::4",), "dns_servfail", "A: it answered SERVFAIL", id="A"),
    ],
)
def test_one_failing_type(failing, records, code, error):
    with HalfServer(failing, records) as nameserver:
        seen = look_up(nameserver.address)
    assert (code_of(seen), seen.error) == (code, error)


class SecondTry(nameservers.Fixed):
    """Loses the first datagrams."""

    def handle(self, query):
        return None if len(self.questions) <= 2 else super().handle(query)


def test_a_lost_datagram_is_sent_again():
    with SecondTry(*PRIVATE) as nameserver:
        assert code_of(look_up(nameserver.address, timeout=SILENT_SECONDS)) == "dns_private"
        assert len(nameserver.questions) == 4


def test_one_try_is_one_try():
    with nameservers.Silent() as nameserver:
        seen = look_up(nameserver.address, timeout=0.1, tries=1)
        assert seen.error == "no answer within 0.1 s (1 try)"
        assert len(nameserver.questions) == 2


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a" * 64 + ".example", id="label too long"),
        pytest.param("a..example", id="empty label"),
        pytest.param(".".join(["a" * 63] * 4), id="name too long"),
    ],
)
def test_a_name_that_no_question_can_carry(name):
    with nameservers.Fixed() as nameserver:
        seen = look_up(nameserver.address, name)
    assert (code_of(seen, name), nameserver.questions) == ("dns_malformed", [])
    assert seen.error.startswith("the name does not fit into a question: ")


class DropsEdns(nameservers.Fixed):
    """As some firewalls do."""

    def handle(self, query):
        return None if query.edns >= 0 else super().handle(query)


def test_the_last_try_goes_without_edns():
    with DropsEdns(*PRIVATE) as nameserver:
        seen = look_up(nameserver.address, timeout=0.6, tries=3)
        assert (code_of(seen), seen.addresses) == ("dns_private", ["10.0.14.4"])
        assert len(nameserver.questions) == 6


def test_the_only_try_goes_with_edns():
    with DropsEdns(*PRIVATE) as nameserver:
        assert code_of(look_up(nameserver.address, timeout=0.1, tries=1)) == "dns_timeout"


class AnswersLate(nameservers.Fixed):
    """Answers the first question of each type only when it is asked again."""

    def __init__(self, *records):
        super().__init__(*records)
        self.late = {}

    def handle(self, query):
        earlier = self.late.setdefault(nameservers.asked_type(query), query)
        return None if earlier is query else super().handle(earlier)


def test_a_late_answer_to_a_try_with_edns_counts():
    with AnswersLate(*PRIVATE) as nameserver:
        assert code_of(look_up(nameserver.address, timeout=SILENT_SECONDS)) == "dns_private"


def test_what_is_known_to_be_lost_is_not_asked_and_counts_as_lost():
    with nameservers.Fixed(*PRIVATE[:1]) as nameserver:
        seen = lookup.look_up(NAME, nameserver.address, Deadline(1), lost={"AAAA": "silent"})
        assert nameserver.questions == [(NAME, "A")]
    assert (code_of(seen), seen.error, seen.silent) == ("dns_timeout", "AAAA: silent", ["AAAA"])


class NotUtf8(nameservers.ExtendedError):
    """An extended error whose text is in another encoding."""

    def handle(self, query):
        response = nameservers.Fixed.handle(self, query)
        response.use_edns(0, options=[dns.edns.GenericOption(15, b"\x00\x16Zonentransfer unm\xf6glich")])
        return response


def test_an_extended_error_that_is_no_utf8_hides_nothing():
    with NotUtf8(rcode="SERVFAIL") as nameserver:
        seen = look_up(nameserver.address)
    assert (code_of(seen), seen.rcode, seen.error) == ("dns_servfail", "SERVFAIL", "it answered SERVFAIL")


class Flood(nameservers.Fixed):
    def handle(self, query):
        return [b"\0" * 12] * 200


@pytest.mark.parametrize("make", [nameservers.Silent, Flood, nameservers.Garbage])
def test_the_deadline_holds(make):
    with make() as nameserver, in_time():
        lookup.look_up(NAME, nameserver.address, Deadline(0.3))


class TestResolve:
    """What the probe uses."""

    def test_a_dead_nameserver_does_not_delay_a_working_one(self):
        with nameservers.Silent() as silent, nameservers.Fixed(*PRIVATE) as working:
            result = lookup.resolve(NAME, [silent.address, working.address], Deadline(5))
        assert (result["addresses"], result["code"], result["error"]) == (["10.0.14.4"], None, None)
        assert result["elapsed_ms"] < 1000

    def test_without_an_answer_the_first_nameserver_speaks(self):
        with nameservers.Fixed(rcode="REFUSED") as refusing:
            result = lookup.resolve(NAME, [nameservers.closed_port(), refusing.address], Deadline(1))
        assert (result["addresses"], result["code"], result["error"]) == (
            [],
            "dns_resolver_unreachable",
            "Connection refused",
        )

    def test_a_denied_name_has_its_code(self):
        with nameservers.Fixed(PRIVATE[0], rcode="NXDOMAIN") as nameserver:
            assert lookup.resolve(NAME, [nameserver.address], Deadline(1))["code"] == "dns_record_missing"
