# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many names at many nameservers: order, time, and patience with the silent ones."""

from __future__ import annotations

import socket
import threading

import pytest
from ansible_collections.privatelink.azure_ai.plugins.module_utils import _dns, _dns_survey
from ansible_collections.privatelink.azure_ai.plugins.module_utils._deadline import Deadline
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns_survey import SYSTEM

from . import nameservers

NAMES = ["n%d.openai.azure.com" % number for number in range(40)]


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
    return mocker.patch.object(_dns.socket, "getaddrinfo", side_effect=_system_or_numeric(entry))


def _system_or_numeric(entry):
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **options):
        return real(host, port, *args, **options) if port is not None else [entry]

    return getaddrinfo


def survey(names, nameserver_list, timeout=0.3, concurrency=8):
    return _dns_survey.survey(names, [one.address for one in nameserver_list], timeout, 1, concurrency)


def test_every_name_at_every_place():
    with AnyName() as first, AnyName() as second:
        answers = survey(NAMES, [first, second])
    assert set(answers) == {(name, place) for name in NAMES for place in (first.address, second.address, SYSTEM)}
    assert {tuple(answer.addresses) for answer in answers.values()} == {("10.0.14.4",)}


def test_some_are_not_asked_for_ipv6():
    with AnyName() as first, AnyName() as second:
        servers = [first.address, second.address]
        _dns_survey.survey(NAMES[:2], servers, 0.3, 1, 8, ipv4_only=[first.address])
    assert {rdtype for name, rdtype in first.questions} == {"A"}
    assert {rdtype for name, rdtype in second.questions} == {"A", "AAAA"}


def test_a_dead_nameserver_costs_one_timeout_and_not_one_for_each_name():
    deadline = Deadline(60)
    with nameservers.Silent() as dead, AnyName() as alive:
        answers = survey(NAMES, [dead, alive])
    assert deadline.elapsed_ms() < 1500
    errors = {answers[name, dead.address].error for name in NAMES}
    assert errors == {
        "no answer within 0.3 s (1 try)",
        "not asked: silent for other names (no answer within 0.3 s (1 try))",
    }
    assert {answers[name, dead.address].failure for name in NAMES} == {"dns_timeout"}
    assert {answers[name, alive.address].failure for name in NAMES} == {None}


def test_a_nameserver_that_is_silent_for_one_name_is_asked_for_the_others():
    with SilentFor(NAMES[10:12]) as nameserver:
        answers = survey(NAMES, [nameserver])
    silent = [name for name in NAMES if answers[name, nameserver.address].failure]
    assert silent == NAMES[10:12]


def test_a_hanging_system_resolver_costs_one_timeout(system):
    release = threading.Event()
    real = system.side_effect
    system.side_effect = lambda host, port, *args, **options: (
        release.wait(5) if port is None else real(host, port, *args, **options)
    )
    deadline = Deadline(60)
    with AnyName() as nameserver:
        answers = survey(NAMES, [nameserver], timeout=0.2)
    release.set()
    assert deadline.elapsed_ms() < 1500
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
        answer = _dns.ask_system(NAMES[0], Deadline(1))
        assert (answer.addresses, answer.code, answer.error, answer.failed) == ([], code, text, failed)

    def test_ipv4_comes_first_and_each_address_once(self, system):
        texts = ["fd00::4", "10.0.14.4", "10.0.14.4", "10.0.14.3"]
        system.side_effect = lambda *args, **options: [(0, 0, 0, "", (text, 0)) for text in texts]
        assert _dns.system_addresses(NAMES[0], Deadline(1))["addresses"] == ["10.0.14.4", "10.0.14.3", "fd00::4"]
