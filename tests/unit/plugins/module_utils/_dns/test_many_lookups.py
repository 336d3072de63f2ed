# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many names at many nameservers: order, time, and patience with the silent ones."""

from __future__ import annotations

import re
import socket
import threading

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import controls
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import lookup as dns_survey
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.lookup import SYSTEM
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.system import ask_system, system_addresses
from ansible_collections.privatelink.azure_ai.tests.unit.support import nameservers
from ansible_collections.privatelink.azure_ai.tests.unit.support.patience import NEVER_SECONDS, Late, in_time

CONCURRENCY = 8
NAMES = [f"n{number}.openai.azure.com" for number in range(40)]


class AnyName(nameservers.Nameserver):
    def handle(self, query):
        return nameservers.answer(query, nameservers.asked_name(query) + " 10 A 10.0.14.4")


class SilentFor(AnyName):
    """Drops the questions about some names."""

    def __init__(self, names):
        super().__init__()
        self.silent_for = names

    def handle(self, query):
        return None if nameservers.asked_name(query) in self.silent_for else super().handle(query)


@pytest.fixture(name="system", autouse=True)
def fixture_system(mocker):
    """No test of this file may ask this machine's resolver."""
    entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.14.4", 0))
    return mocker.patch.object(socket, "getaddrinfo", side_effect=_system_or_numeric(entry))


def _system_or_numeric(entry):
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **options):
        return real(host, port, *args, **options) if port is not None else [entry]

    return getaddrinfo


def survey(names, nameserver_list, timeout=3, concurrency=CONCURRENCY):
    servers = dict.fromkeys(names, [one.address for one in nameserver_list])
    return dns_survey.survey(names, servers, timeout, 1, concurrency)


def public_name(name):
    return name.replace("privatelink.", "")


def asked(nameserver, *types):
    """Return the public names that a nameserver was asked for."""
    return {public_name(name) for name, rdtype in nameserver.questions if not types or rdtype in types}


def test_every_name_at_every_place():
    with AnyName() as first, AnyName() as second:
        answers = survey(NAMES, [first, second], NEVER_SECONDS)
    assert set(answers) == {(name, place) for name in NAMES for place in (first.address, second.address, SYSTEM)}
    assert {tuple(answer.addresses) for answer in answers.values()} == {("10.0.14.4",)}


def test_some_are_not_asked_for_ipv6():
    with AnyName() as first, AnyName() as second:
        servers = dict.fromkeys(NAMES, [first.address, second.address])
        dns_survey.survey(NAMES[:2], servers, 3, 1, 8, ipv4_only=[first.address])
    assert {rdtype for name, rdtype in first.questions} == {"A"}
    assert {rdtype for name, rdtype in second.questions} == {"A", "AAAA"}


def test_a_dead_nameserver_costs_one_timeout_and_not_one_for_each_name():
    with nameservers.Silent() as dead, AnyName() as alive:
        answers = survey(NAMES, [dead, alive])
        assert len(asked(dead)) <= CONCURRENCY < len(NAMES)
    # A loaded machine waits longer than it was told to.
    errors = {re.sub(r"\d+\.\d s", "N s", answers[name, dead.address].error) for name in NAMES}
    assert errors == {
        "no answer within N s (1 try)",
        "not asked, as it did not answer for other names (no answer within N s (1 try))",
    }
    assert {answers[name, dead.address].failure for name in NAMES} == {"dns_timeout"}
    assert {answers[name, alive.address].failure for name in NAMES} == {None}


def test_a_dead_nameserver_costs_one_timeout_when_names_go_one_by_one():
    with nameservers.Silent() as dead:
        answers = survey(NAMES, [dead], concurrency=1)
        assert asked(dead) == {NAMES[0]}
    assert {answers[name, dead.address].failure for name in NAMES} == {"dns_timeout"}


def test_some_names_have_further_nameservers():
    with AnyName() as first, AnyName() as second:
        servers = {NAMES[0]: [first.address, second.address], NAMES[1]: [first.address]}
        answers = dns_survey.survey(NAMES[:2], servers, 3, 1, 8)
        assert asked(second) == {NAMES[0]}
    assert (NAMES[1], second.address) not in answers


class NowAndThen(AnyName):
    """Answers for one name in six."""

    def handle(self, query):
        number = NAMES.index(public_name(nameservers.asked_name(query)))
        return super().handle(query) if number % 6 == 0 else None


def test_a_nameserver_that_answers_now_and_then_is_given_up():
    with NowAndThen() as nameserver:
        answers = survey(NAMES, [nameserver], timeout=0.5, concurrency=1)
    codes = [answers[name, nameserver.address].failure for name in NAMES]
    assert (codes[0], codes[6]) == (None, None)
    silences = [name for name in NAMES if answers[name, nameserver.address].elapsed_ms > 490]
    assert 8 <= len(silences) <= 12
    assert answers[NAMES[-1], nameserver.address].error.startswith("not asked, as it did not answer for other names")


def test_what_comes_after_the_last_silence_is_no_reason():
    patience = dns_survey._Patience(1)
    patience.note("answer", False)
    for _number in range(9):
        patience.note("silence", True)
    patience.note("late answer", False)
    assert patience.lost() == "silence"


class WithoutIpv6(AnyName):
    """Loses every question for IPv6 addresses."""

    def handle(self, query):
        return super().handle(query) if nameservers.asked_type(query) == "A" else None


class NothingButNoIpv6(WithoutIpv6):
    """So, too, and has no IPv4 addresses either."""

    def handle(self, query):
        return nameservers.answer(query) if nameservers.asked_type(query) == "A" else None


@pytest.mark.parametrize("concurrency", [8, 1])
def test_questions_for_ipv6_that_are_lost_cost_no_timeout_for_each_name(concurrency):
    with WithoutIpv6() as nameserver:
        answers = survey(NAMES, [nameserver], concurrency=concurrency)
    assert asked(nameserver, "AAAA") == set(NAMES[:2])
    seen = [answers[name, nameserver.address] for name in NAMES]
    assert {one.failure for one in seen} == {None}
    errors = [one.error.partition(";")[0] for one in seen]
    assert {re.sub(r"\d+\.\d s", "N s", error) for error in errors[:2]} == {"AAAA: no answer within N s (1 try)"}
    assert set(errors[2:]) == {"AAAA: no answer for other names, so not asked"}


def test_a_lost_question_for_ipv6_is_no_missing_address():
    with NothingButNoIpv6() as nameserver:
        answers = survey(NAMES, [nameserver])
    assert {answers[name, nameserver.address].failure for name in NAMES} == {"dns_timeout"}
    assert asked(nameserver, "A") == set(NAMES)


def test_a_nameserver_that_is_silent_for_one_name_is_asked_for_the_others():
    with SilentFor(NAMES[10:12]) as nameserver:
        answers = survey(NAMES, [nameserver])
    silent = [name for name in NAMES if answers[name, nameserver.address].failure]
    assert silent == NAMES[10:12]


def test_a_hanging_system_resolver_costs_one_timeout(system):
    release = threading.Event()
    real = system.side_effect
    system.side_effect = lambda host, port, *args, **options: (
        release.wait(NEVER_SECONDS) if port is None else real(host, port, *args, **options)
    )
    with AnyName() as nameserver, in_time():
        answers = survey(NAMES, [nameserver], timeout=0.2)
    release.set()
    assert {answers[name, SYSTEM].code for name in NAMES} == {"dns_timeout"}


class TestSystem:
    """What getaddrinfo gives, and how it fails."""

    @pytest.mark.parametrize(
        ("error", "code", "text", "failed"),
        [
            pytest.param(socket.gaierror(socket.EAI_NONAME, "none"), "dns_name_unknown", "none", False, id="no name"),
            pytest.param(socket.gaierror(socket.EAI_NODATA, "no data"), "dns_empty", "no data", False, id="no address"),
            pytest.param(socket.gaierror(socket.EAI_AGAIN, "later"), "dns_servfail", "later", True, id="no nameserver"),
            pytest.param(OSError("broken"), "dns_servfail", "broken", True, id="anything else"),
        ],
    )
    def test_errors(self, system, error, code, text, failed):
        system.side_effect = error
        answer = ask_system(NAMES[0], Deadline(1))
        assert (answer.addresses, answer.code, answer.error, answer.failed) == ([], code, text, failed)

    def test_ipv4_comes_first_and_each_address_once(self, system):
        texts = ["fd00::4", "10.0.14.4", "10.0.14.4", "10.0.14.3"]
        system.side_effect = lambda *args, **options: [(0, 0, 0, "", (text, 0)) for text in texts]
        assert system_addresses(NAMES[0], Deadline(1))["addresses"] == ["10.0.14.4", "10.0.14.3", "fd00::4"]


def test_what_starts_late_ends_with_the_others(monkeypatch):
    servers, system = (
        Late(dns_survey.dns_answers.Seen()),
        Late(dns_survey.system.SystemAnswer([], None, None, False, 0.0)),
    )
    monkeypatch.setattr(dns_survey, "look_up", servers)
    monkeypatch.setattr(dns_survey.system, "ask_system", system)
    dns_survey.survey(NAMES[:2], dict.fromkeys(NAMES, [("192.0.2.1", 53)]), Late.SECONDS, 1, 2)
    first = [servers.began + system.began, servers.ends + system.ends]
    assert len(first[0]) == 4 and max(first[1]) <= min(first[0]) + 2 * Late.SECONDS


def test_at_the_platform_too(monkeypatch):
    late = Late([dns_survey.query.unanswered("nothing")._replace(rcode="NOERROR")])
    monkeypatch.setattr(controls.query, "ask", late)
    questions = {name: dns_survey.query.Question(name, "A") for name in NAMES[:9]}
    controls.ask_platform(questions, 53, Late.SECONDS, 2)
    assert len(late.began) == 9
    assert max(late.ends[1:]) <= late.began[1] + 4 * Late.SECONDS
