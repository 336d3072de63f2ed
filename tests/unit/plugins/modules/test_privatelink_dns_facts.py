# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module as a whole: real nameservers on loopback, a host made of files, and what the documentation says of it."""

from __future__ import annotations

import json
import os
import socket

import dns.edns
import pytest
import yaml
from ansible.module_utils import basic

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core import commands
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import controls, lookup
from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns import facts as dns_facts
from ansible_collections.privatelink.azure_ai.plugins.modules import privatelink_dns_facts
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.modules.return_docs import differences
from ansible_collections.privatelink.azure_ai.tests.unit.support import nameservers
from ansible_collections.privatelink.azure_ai.tests.unit.support.nameservers import HOP, NAME

PRIVATE = (NAME + " 10 CNAME " + HOP + ".", HOP + " 10 A 10.0.14.4")
STALE = (PRIVATE[0], HOP + " 10 A 10.0.14.9")
PUBLIC = (NAME + " 300 CNAME " + HOP + ".", HOP + " 60 A 203.0.113.10")
MOST_BYTES_OF_A_QUESTION, MOST_BYTES_OF_A_NAME = 56, 3300
EXPECTED = {"name": NAME, "addresses": ["10.0.14.4"]}


class System:
    """This host's getaddrinfo, as the test wants it."""

    def __init__(self):
        self.answers = {}
        self._real = socket.getaddrinfo

    def __call__(self, host, port, *args, **options):
        if port is not None:
            return self._real(host, port, *args, **options)
        answer = self.answers.get(host, ["10.0.14.4"])
        if isinstance(answer, Exception):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in answer]


@pytest.fixture(name="system")
def fixture_system(mocker):
    system = System()
    mocker.patch.object(socket, "getaddrinfo", side_effect=system)
    return system


@pytest.fixture(name="host")
def fixture_host(mocker, tmp_path):
    """Return a directory that the module takes for the root of the host's files."""
    (tmp_path / "etc").mkdir()
    gather = dns_facts.gather

    def gather_there(options, environ):
        return gather(options, environ, str(tmp_path))

    mocker.patch.object(dns_facts, "gather", side_effect=gather_there)
    mocker.patch.dict(os.environ)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    return tmp_path


@pytest.fixture(name="platform")
def fixture_platform(mocker):
    """Return a function that makes a nameserver which the module takes for Azure's own resolver."""

    def platform(*records, kind=nameservers.Fixed, **more):
        server = type("Platform", (kind,), {"binds_to": ("127.0.0.3", 0)})(*records, **more)
        mocker.patch.object(dns_facts, "DNS_PORT", server.address[1])
        mocker.patch.object(dns_facts, "AZURE_DNS", server.address[0])
        mocker.patch.object(controls, "AZURE_DNS", server.address[0])
        return server

    mocker.patch.object(controls, "PAUSE_SECONDS", 0)
    return platform


@pytest.fixture(name="run")
def fixture_run(mocker, capsys, system, host):
    """Return a function that runs the module with some nameservers and returns its result."""

    def run(names, own=(), compared=(), **options):
        options.setdefault("timeout", 3)
        options["names"] = names
        options["nameservers"] = ["%s:%d" % address for address in own]
        options["compare_nameservers"] = ["%s:%d" % address for address in compared]
        arguments = json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode()
        mocker.patch.object(basic, "_ANSIBLE_ARGS", arguments)
        mocker.patch.object(basic, "_ANSIBLE_PROFILE", "legacy", create=True)
        with pytest.raises(SystemExit):
            privatelink_dns_facts.main()
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture(name="look")
def fixture_look(run):
    """Return a function that runs the module for one name and returns the facts of this name."""

    def look(own, compared=(), **options):
        result = run([EXPECTED], own, compared, **options)
        assert result["changed"] is False
        return result["ansible_facts"]["privatelink_dns"]["names"][0]

    return look


class Measured(nameservers.ByName):
    """Adds up the bytes of what it was asked."""

    received = 0

    def handle(self, query):
        self.received += len(query.to_wire())
        return super().handle(query)


def test_a_healthy_name_costs_each_nameserver_two_short_questions(run):
    records = {
        name: tuple(record.replace("example", name.partition(".")[0]) for record in PRIVATE)
        for name in (f"account-{number:02}.openai.azure.com" for number in range(20))
    }
    with Measured(records) as own, Measured(records) as compared:
        result = run([{**EXPECTED, "name": name} for name in [*records, *records]], [own.address], [compared.address])
    names = result["ansible_facts"]["privatelink_dns"]["names"]
    assert [name["code"] for name in names] == ["dns_private"] * 40
    for nameserver in (own, compared):
        assert sorted(nameserver.questions) == [(name, rdtype) for name in records for rdtype in ("A", "AAAA")]
        assert nameserver.received <= 2 * len(records) * MOST_BYTES_OF_A_QUESTION
    assert max(len(json.dumps(name)) for name in names) <= MOST_BYTES_OF_A_NAME


def test_the_healthy_account(look):
    with nameservers.Fixed(*PRIVATE) as nameserver:
        found = look([nameserver.address])
    resolver = found["resolvers"][0]
    assert isinstance(resolver.pop("elapsed_ms"), float)
    assert isinstance(found["system"].pop("elapsed_ms"), float)
    assert found == {
        "name": NAME,
        "unicode_name": NAME,
        "public_name": NAME,
        "privatelink_name": HOP,
        "cloud": "AzureCloud",
        "service": "Foundry Tools (Azure AI services)",
        "zone": "privatelink.openai.azure.com",
        "other_zones": [],
        "resolvers": [
            {
                "server": "127.0.0.1",
                "port": nameserver.address[1],
                "transport": "udp",
                "rcode": "NOERROR",
                "chain": [
                    {"name": NAME, "ttl": 10, "type": "CNAME", "value": HOP},
                    {"name": HOP, "ttl": 10, "type": "A", "value": "10.0.14.4"},
                ],
                "addresses": ["10.0.14.4"],
                "ttl": 10,
                "authority": None,
                "ede": None,
                "error": None,
                "code": "dns_private",
                "flattened": False,
                "compared": False,
                "mname": None,
                "authoritative": False,
                "authentic": False,
                "controls": None,
                "types": {
                    "A": {
                        "rcode": "NOERROR",
                        "chain": resolver["chain"],
                        "addresses": ["10.0.14.4"],
                        "authority": None,
                        "mname": None,
                        "authoritative": False,
                        "authentic": False,
                        "ede": None,
                        "error": None,
                    },
                    "AAAA": {
                        "rcode": "NOERROR",
                        "chain": resolver["chain"][:1],
                        "addresses": [],
                        "authority": None,
                        "mname": None,
                        "authoritative": False,
                        "authentic": False,
                        "ede": None,
                        "error": None,
                    },
                },
            }
        ],
        "system": {"addresses": ["10.0.14.4"], "source": "dns", "error": None},
        "addresses": ["10.0.14.4"],
        "scope": "private",
        "expected": True,
        "code": "dns_private",
        "proxy_captures": [],
        "controls": None,
        "findings": [],
    }


def test_return_is_documented_to_the_last_key(run, host, mocker):
    (host / "etc/resolv.conf").write_text("nameserver 127.0.0.53\n")
    (host / "etc/hosts").write_text(f"10.0.14.4 {NAME}\n")
    mocker.patch.object(commands, "output_of", return_value="Link 2 (eth0): 192.0.2.53\n")
    mocker.patch.dict(os.environ, https_proxy="http://proxy.example.com:3128")
    kind = nameservers.ExtendedError if hasattr(dns.edns, "EDEOption") else nameservers.Fixed
    with kind(*PRIVATE, authority=[HOP + " 1 SOA a. b. 1 1 1 1 1"]) as nameserver:
        result = run([EXPECTED], [nameserver.address])
    found = result["ansible_facts"]["privatelink_dns"]
    assert found["host"]["links"] and found["host"]["hosts_entries"] and found["names"][0]["proxy_captures"]
    assert bool(found["names"][0]["resolvers"][0]["ede"]) == hasattr(dns.edns, "EDEOption")
    documented = yaml.safe_load(privatelink_dns_facts.RETURN)
    assert differences(documented, {"ansible_facts": result["ansible_facts"]}) == []


def test_return_of_a_failed_name_is_documented_to_the_last_key(run, platform):
    kind = nameservers.ExtendedError if hasattr(dns.edns, "EDEOption") else nameservers.Fixed
    soa = "privatelink.openai.azure.com 1 SOA a. b. 1 1 1 1 1"
    with kind(*PRIVATE, rcode="SERVFAIL", authority=[soa]) as nameserver, platform(*PRIVATE):
        result = run([EXPECTED], [nameserver.address], platform_resolver="auto")
    found = result["ansible_facts"]["privatelink_dns"]["names"][0]
    assert all(found["resolvers"][0]["controls"].values()) and found["controls"]["platform"]["chain"]
    documented = yaml.safe_load(privatelink_dns_facts.RETURN)
    assert differences(documented, {"ansible_facts": result["ansible_facts"]}) == []


def test_examples_are_yaml_with_full_names():
    tasks = yaml.safe_load(privatelink_dns_facts.EXAMPLES)
    assert all("." in module for task in tasks for module in set(task) - {"name"})


class TestFlattening:
    """A nameserver that hides the CNAME record."""

    @pytest.mark.parametrize(
        ("records", "flattened", "chain"),
        [
            pytest.param({HOP: [HOP + " 5 A 10.0.14.4"]}, True, [NAME, HOP], id="hidden"),
            pytest.param({}, False, [NAME], id="not there"),
        ],
    )
    def test_the_chain_has_the_records_of_both_names(self, look, records, flattened, chain):
        with nameservers.ByName(dict(records, **{NAME: [NAME + " 10 A 10.0.14.4"]})) as nameserver:
            entry = look([nameserver.address])["resolvers"][0]
        assert (entry["flattened"], [link["name"] for link in entry["chain"]]) == (flattened, chain)
        assert entry["ttl"] == min(link["ttl"] for link in entry["chain"])


class TestSeveralNameservers:
    """The worst of the working ones speaks; dead ones are a nuisance."""

    def test_a_dead_one_beside_a_working_one_is_a_finding_and_not_the_code(self, look):
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look([nameservers.closed_port(), nameserver.address])
        assert (found["code"], found["findings"]) == ("dns_private", ["dns_resolver_unreachable"])
        assert found["addresses"] == ["10.0.14.4"]

    def test_when_none_works_the_error_is_the_code(self, look):
        with nameservers.Fixed(rcode="SERVFAIL") as failing:
            found = look([nameservers.closed_port(), failing.address])
        assert found["code"] == "dns_servfail"
        assert found["findings"] == ["dns_servfail", "dns_resolver_unreachable"]
        assert (found["addresses"], found["scope"], found["expected"]) == ([], "none", False)

    def test_siblings_that_disagree(self, look):
        with nameservers.Fixed(*PRIVATE) as private, nameservers.Fixed(*PUBLIC) as public:
            found = look([private.address, public.address])
        assert found["code"] == "dns_public_address"
        assert found["findings"] == ["dns_public_address", "dns_resolvers_disagree"]
        assert (found["addresses"], found["scope"]) == (["203.0.113.10"], "public")

    def test_other_public_addresses_are_no_disagreement(self, look, system):
        system.answers[NAME] = ["203.0.113.12"]
        other = (PUBLIC[0], HOP + " 60 A 203.0.113.11")
        with nameservers.Fixed(*PUBLIC) as first, nameservers.Fixed(*other) as second:
            found = look([first.address, second.address])
        assert found["findings"] == ["dns_public_address"]

    def test_compared_ones_never_change_the_code(self, look):
        with nameservers.Fixed(*PRIVATE) as own, nameservers.Fixed(*PUBLIC) as other:
            found = look([own.address], [other.address, nameservers.closed_port()])
        assert (found["code"], found["findings"]) == ("dns_private", ["dns_resolvers_disagree"])
        assert [entry["compared"] for entry in found["resolvers"]] == [False, True, True]
        assert [entry["code"] for entry in found["resolvers"]] == [
            "dns_private",
            "dns_public_address",
            "dns_resolver_unreachable",
        ]

    def test_one_that_is_asked_anyway_is_not_compared(self, look):
        with nameservers.Fixed(*PRIVATE) as own:
            found = look([own.address], [own.address])
        assert [entry["compared"] for entry in found["resolvers"]] == [False]


class FailsFirst(nameservers.Fixed):
    """Fails until it was asked for the addresses of the name again."""

    def handle(self, query):
        asked = nameservers.asked_name(query), nameservers.asked_type(query)
        if asked[0] == NAME and self.questions.count(asked) == 1:
            return nameservers.answer(query, rcode="SERVFAIL")
        return super().handle(query)


class TestUnsteady:
    """A nameserver that answers SERVFAIL, and the same question a moment later."""

    @pytest.fixture(autouse=True)
    def fixture_quick(self, mocker):
        mocker.patch.object(controls, "PAUSE_SECONDS", 0)

    @pytest.mark.parametrize(
        ("records", "codes"),
        [
            pytest.param(PRIVATE, [], id="well"),
            pytest.param(STALE, ["dns_wrong_address"], id="stale"),
        ],
    )
    def test_the_later_answer_counts(self, look, records, codes):
        # The question with CD is the second of the kind.
        with FailsFirst(*records) as nameserver:
            found = look([nameserver.address])
        assert found["code"] == (codes or ["dns_private"])[0]
        assert found["findings"] == [*codes, "dns_unsteady"]
        entry = found["resolvers"][0]
        assert (entry["rcode"], entry["error"]) == ("NOERROR", "it answered SERVFAIL when it was asked first")
        assert entry["controls"]["repeat"]["rcode"] == "NOERROR"

    def test_one_that_is_only_compared_is_no_finding(self, look):
        with nameservers.Fixed(*PRIVATE) as own, FailsFirst(*PRIVATE) as compared:
            assert look([own.address], [compared.address])["findings"] == []


class TestPlatform:
    """Azure's own resolver, beside the nameservers of a host that does not ask it."""

    def test_a_forwarder_that_bypasses_it(self, look, platform):
        with nameservers.Fixed(*PUBLIC) as nameserver, platform(*PRIVATE) as azures:
            found = look([nameserver.address], platform_resolver="auto")
            assert azures.questions == [(NAME, "A")]
        assert (found["code"], found["findings"]) == ("dns_public_address", ["dns_public_address"])
        control = found["controls"]["platform"]
        assert (control["name"], control["type"], control["rcode"]) == (NAME, "A", "NOERROR")
        assert control["addresses"] == ["10.0.14.4"]

    def test_it_is_not_asked_for_a_name_that_is_well(self, look, platform):
        with nameservers.Fixed(*PRIVATE) as nameserver, platform(*PRIVATE) as azures:
            found = look([nameserver.address], platform_resolver="auto")
            assert azures.questions == []
        assert found["controls"] is None

    @pytest.mark.parametrize("options", [{}, {"platform_resolver": "never"}], ids=["default", "never"])
    def test_it_is_not_asked_unless_it_may_be(self, look, platform, options):
        with nameservers.Fixed(*PUBLIC) as nameserver, platform(*PRIVATE) as azures:
            found = look([nameserver.address], **options)
            assert azures.questions == []
        assert found["controls"] == {"platform": None}

    @pytest.mark.parametrize("compared", [False, True], ids=["own", "compared"])
    def test_it_is_not_asked_twice(self, look, platform, compared):
        with nameservers.Fixed(*PUBLIC) as nameserver, platform(*PUBLIC) as azures:
            own, others = ([nameserver], [azures]) if compared else ([azures], [])
            addresses = [[server.address for server in servers] for servers in (own, others)]
            found = look(*addresses, platform_resolver="auto")
        assert found["controls"] == {"platform": None}

    def test_outside_azure_only_the_first_name_waits_for_it(self, run, platform):
        names = [{"name": f"n{number}.openai.azure.com"} for number in range(5)]
        with nameservers.Fixed(rcode="NXDOMAIN") as nameserver, platform(kind=nameservers.Silent) as azures:
            facts = run(names, [nameserver.address], platform_resolver="auto", timeout=0.3)["ansible_facts"]
            assert {name for name, rdtype in azures.questions} == {"n0.openai.azure.com"}
            assert len(azures.questions) <= 6
        found = [name["controls"]["platform"] for name in facts["privatelink_dns"]["names"]]
        assert {control["rcode"] for control in found} == {None}
        assert found[0]["error"].startswith("no answer within")
        assert {control["error"] for control in found[1:]} == {
            f"not asked, as it did not answer for other names ({found[0]['error']})"
        }

    def test_outside_a_public_address_is_well(self, look, platform):
        with nameservers.Fixed(*PUBLIC) as nameserver, platform(*PUBLIC) as azures:
            found = look([nameserver.address], platform_resolver="auto", expected_scope="public")
            assert (azures.questions, len(nameserver.questions)) == ([], 2)
        assert (found["controls"], found["resolvers"][0]["controls"]) == (None, None)


@pytest.fixture(name="look_as_host")
def fixture_look_as_host(look, host, mocker):
    """Return a function that runs the module for one name with the nameserver that resolv.conf names."""

    def look_as_host(nameserver, resolv_conf="", nameserver_lines="nameserver 127.0.0.1\n", compared=(), **options):
        mocker.patch.object(dns_facts, "DNS_PORT", nameserver.address[1])
        (host / "etc/resolv.conf").write_text(nameserver_lines + resolv_conf)
        return look([], compared, **options)

    return look_as_host


class TestHost:
    """What of the host's configuration stands in the way."""

    def test_the_hosts_own_nameserver_is_asked(self, look_as_host):
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver)
        assert (found["code"], found["findings"]) == ("dns_private", [])

    def test_pinned_to_the_same_address(self, look_as_host, host):
        (host / "etc/hosts").write_text(f"10.0.14.4 {NAME}\n")
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver)
        assert (found["findings"], found["system"]["source"]) == (["host_pinned"], "hosts")

    def test_the_line_of_a_pin_is_told(self, run, host):
        (host / "etc/hosts").write_text(f"127.0.0.1 localhost\n\n10.0.14.99 alias {NAME.upper()} # ours\n")
        with nameservers.Fixed(*PRIVATE) as nameserver:
            facts = run([EXPECTED], [nameserver.address])["ansible_facts"]["privatelink_dns"]
        assert facts["host"]["hosts_entries"] == [{"address": "10.0.14.99", "names": ["alias", NAME], "line": 3}]
        assert facts["names"][0]["findings"] == ["host_pinned"]

    def test_pinned_to_another_address(self, look_as_host, host, system):
        (host / "etc/hosts").write_text(f"10.0.14.99 {NAME}\n")
        system.answers[NAME] = ["10.0.14.99"]
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver)
        assert found["findings"] == ["host_pinned", "host_system_differs"]
        assert found["code"] == "dns_private"

    def test_programs_get_other_addresses(self, look_as_host, system):
        system.answers[NAME] = ["203.0.113.10"]
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver)
        assert (found["findings"], found["system"]["source"]) == (["host_system_differs"], "unknown")

    def test_other_nameservers_than_the_hosts_own_may_differ(self, look, system):
        system.answers[NAME] = ["203.0.113.10"]
        with nameservers.Fixed(*PRIVATE) as nameserver:
            assert look([nameserver.address])["findings"] == []

    def test_programs_get_nothing(self, look_as_host, system):
        system.answers[NAME] = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver)
        assert found["findings"] == ["host_system_differs"]
        assert found["system"]["error"] == "Name or service not known"

    @pytest.mark.parametrize("number", [socket.EAI_AGAIN, socket.EAI_FAIL])
    def test_no_answer_is_not_another_answer(self, look_as_host, system, number):
        system.answers[NAME] = socket.gaierror(number, "later")
        with nameservers.Fixed(*PRIVATE) as nameserver:
            assert look_as_host(nameserver)["findings"] == []

    def test_nothing_to_compare_with(self, look_as_host):
        with nameservers.Fixed(rcode="REFUSED") as nameserver:
            assert look_as_host(nameserver)["findings"] == ["dns_refused"]

    def test_programs_may_follow_any_nameserver(self, look_as_host):
        with nameservers.Fixed(*PRIVATE) as private:
            second = type("Second", (nameservers.Fixed,), {"binds_to": ("127.0.0.2", private.address[1])})
            with second(*STALE):
                found = look_as_host(private, nameserver_lines="nameserver 127.0.0.1\nnameserver 127.0.0.2\n")
        assert found["findings"] == ["dns_wrong_address", "dns_resolvers_disagree"]

    def test_a_public_ipv6_address_that_no_program_asks_for(self, look_as_host):
        with nameservers.Fixed(*PRIVATE, HOP + " 10 AAAA 2001:db8::10") as nameserver:
            assert look_as_host(nameserver)["findings"] == ["dns_ipv6_public", "host_system_differs"]
            found = look_as_host(nameserver, "options no-aaaa\n")
        assert (found["code"], found["findings"], found["addresses"]) == ("dns_private", [], ["10.0.14.4"])

    def test_other_nameservers_are_asked_for_it_all_the_same(self, look_as_host):
        with nameservers.Fixed(*PRIVATE, HOP + " 10 AAAA 2001:db8::10") as nameserver:
            compared = type("Second", (nameservers.Fixed,), {"binds_to": ("127.0.0.2", 0)})
            with compared(*PRIVATE, HOP + " 10 AAAA 2001:db8::10") as other:
                found = look_as_host(nameserver, "options no-aaaa\n", compared=[other.address])
        assert [entry["code"] for entry in found["resolvers"]] == ["dns_private", "dns_ipv6_public"]
        assert found["findings"] == []

    def test_programs_that_ask_for_it_although_they_should_not(self, look_as_host, system):
        system.answers[NAME] = ["10.0.14.4", "2001:db8::10"]
        with nameservers.Fixed(*PRIVATE, HOP + " 10 AAAA 2001:db8::10") as nameserver:
            found = look_as_host(nameserver, "options no-aaaa\n")
        assert found["findings"] == ["host_system_differs"]

    def test_a_hanging_command_costs_no_more_than_its_share(self, look_as_host, host, mocker):
        (host / "run/systemd/system").mkdir(parents=True)
        limits = []
        mocker.patch.object(commands, "output_of", side_effect=lambda args, seconds: limits.append((args[0], seconds)))
        with nameservers.Fixed(*PRIVATE) as nameserver:
            look_as_host(nameserver, "# managed by systemd-resolved\n", timeout=60)
        assert [command for command, seconds in limits] == ["resolvectl", "resolvectl", "systemctl"]
        assert all(seconds <= 2 for command, seconds in limits)

    def test_search_list_before_the_name(self, look_as_host, system):
        system.answers[NAME] = ["192.0.2.99"]
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver, "search corp.example\noptions ndots:5\n")
        assert found["findings"] == ["host_system_differs", "host_search_trap"]

    def test_a_search_list_that_answers_nothing_is_no_trap(self, look_as_host):
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver, "search default.svc.cluster.local\noptions ndots:5\n")
        assert found["findings"] == []

    def test_search_list_in_place_of_an_unknown_name(self, look_as_host):
        with nameservers.Fixed(rcode="NXDOMAIN") as nameserver:
            found = look_as_host(nameserver, "search corp.example\n")
        assert found["findings"] == ["dns_name_unknown", "host_system_differs", "host_search_trap"]

    def test_the_root_is_no_search_domain(self, look_as_host):
        with nameservers.Fixed(*PRIVATE) as nameserver:
            assert look_as_host(nameserver, "search .\noptions ndots:5\n")["findings"] == []

    def test_a_hosts_file_that_no_program_reads_pins_nothing(self, run, look_as_host, host):
        (host / "etc/hosts").write_text(f"10.0.14.99 {NAME}\n")
        (host / "etc/nsswitch.conf").write_text("hosts: dns\n")
        with nameservers.Fixed(*PRIVATE) as nameserver:
            assert look_as_host(nameserver)["findings"] == []
            facts = run([EXPECTED], [nameserver.address])["ansible_facts"]["privatelink_dns"]
        assert [entry["line"] for entry in facts["host"]["hosts_entries"]] == [1]

    def test_a_search_list_alone_is_no_trap(self, look_as_host):
        with nameservers.Fixed(*PRIVATE) as nameserver:
            assert look_as_host(nameserver, "search corp.example\n")["findings"] == []

    def test_proxy_variables(self, look_as_host, mocker):
        mocker.patch.dict(os.environ, HTTPS_PROXY="http://user:secret@proxy.example.com:3128", no_proxy="localhost")
        with nameservers.Fixed(*PRIVATE) as nameserver:
            found = look_as_host(nameserver)
        assert found["findings"] == ["host_proxy_captures"]
        assert found["proxy_captures"] == [
            {"world": "process", "proxy": "http://***@proxy.example.com:3128", "clients": ["curl", "python", "go"]}
        ]


class TestStub:
    """The stub of systemd-resolved, and the nameservers behind it."""

    @pytest.fixture(name="look_over_stub")
    def fixture_look_over_stub(self, look, host, mocker):
        """Return a function that runs the module on a host with a stub and one nameserver behind it."""
        stub_of = type("Stub", (nameservers.Fixed,), {"binds_to": ("127.0.0.53", 0)})

        def look_over_stub(stub, upstream, resolv_conf="", domain="", compared=()):
            head = "# Generated by NetworkManager\nnameserver 127.0.0.53\n"
            (host / "etc/resolv.conf").write_text(head + resolv_conf)
            with stub_of(*stub["records"], rcode=stub.get("rcode", "NOERROR")) as server, upstream as behind:
                mocker.patch.object(dns_facts, "DNS_PORT", server.address[1])
                output = {"dns": "Link 2 (eth0): %s:%d\n" % behind.address, "domain": f"Link 2 (eth0): {domain}\n"}
                mocker.patch.object(commands, "output_of", side_effect=lambda args, seconds: output.get(args[-1]))
                return look([], [behind.address] if compared else [])

        return look_over_stub

    def test_what_is_behind_a_failing_stub_is_asked_and_only_compared(self, look_over_stub):
        found = look_over_stub({"records": (), "rcode": "SERVFAIL"}, nameservers.Fixed(*PRIVATE))
        assert [(entry["server"], entry["code"], entry["compared"]) for entry in found["resolvers"]] == [
            ("127.0.0.53", "dns_servfail", False),
            ("127.0.0.1", "dns_private", True),
        ]
        assert (found["code"], found["findings"]) == ("dns_servfail", ["dns_servfail"])

    def test_a_stub_that_gives_what_is_behind_it_is_well(self, look_over_stub):
        assert look_over_stub({"records": PRIVATE}, nameservers.Fixed(*PRIVATE))["findings"] == []

    def test_what_is_behind_it_for_other_names_is_not_asked(self, look_over_stub):
        upstream = nameservers.Fixed(*PUBLIC)
        found = look_over_stub({"records": PRIVATE}, upstream, domain="~corp.example")
        assert (len(found["resolvers"]), upstream.questions) == (1, [])

    def test_no_ipv6_there_either(self, look_over_stub):
        upstream = nameservers.Fixed(*PRIVATE)
        look_over_stub({"records": PRIVATE}, upstream, resolv_conf="options no-aaaa\n")
        assert {rdtype for name, rdtype in upstream.questions} == {"A"}

    def test_unless_an_option_names_it(self, look_over_stub):
        upstream = nameservers.Fixed(*PRIVATE)
        found = look_over_stub({"records": PRIVATE}, upstream, resolv_conf="options no-aaaa\n", compared=True)
        assert {rdtype for name, rdtype in upstream.questions} == {"A", "AAAA"}
        assert len(found["resolvers"]) == 2

    def test_other_nameservers_than_the_hosts_own_have_no_stub(self, look, host, mocker):
        (host / "etc/resolv.conf").write_text("nameserver 127.0.0.53\n")
        mocker.patch.object(commands, "output_of", return_value="Link 2 (eth0): 127.0.0.1:1\n")
        with nameservers.Fixed(*PRIVATE) as nameserver:
            assert len(look([nameserver.address])["resolvers"]) == 1


def test_a_null_name_is_no_name(run):
    assert run([{"name": None}])["failed"] is True


def test_several_names_keep_their_order_and_each_its_expectation(run):
    names = [EXPECTED, {"name": NAME, "addresses": ["10.0.14.5"]}, {"name": "https://BÜCHER.example/"}, {"name": HOP}]
    records = {NAME: PRIVATE, HOP: PRIVATE[1:], "xn--bcher-kva.example": ["xn--bcher-kva.example 1 A 192.168.1.1"]}
    with nameservers.ByName(records) as nameserver:
        found = run(names, [nameserver.address])["ansible_facts"]["privatelink_dns"]["names"]
        asked = [name for name, rdtype in nameserver.questions if rdtype == "A"]
    assert [(one["name"], one["code"], one["expected"]) for one in found] == [
        (NAME, "dns_private", True),
        (NAME, "dns_wrong_address", False),
        ("xn--bcher-kva.example", "dns_private", None),
        (HOP, "dns_private", None),
    ]
    assert found[2]["unicode_name"] == "bücher.example"
    assert (asked.count(NAME), asked.count("xn--bcher-kva.example")) == (1, 1)
    # Of one look-up, of which only one expectation is not met.
    assert [bool(one["resolvers"][0]["controls"]) for one in found] == [False, True, False, False]


def test_check_mode_does_the_same(look):
    with nameservers.Fixed(*PRIVATE) as nameserver:
        found = look([nameserver.address], _ansible_check_mode=True)
    assert found["code"] == "dns_private"


def test_bad_input_fails_before_anything_is_sent(run):
    with nameservers.Fixed(*PRIVATE) as nameserver:
        result = run([EXPECTED, {"name": "10.0.14.4"}], [nameserver.address])
        assert nameserver.questions == []
    assert result["failed"] is True
    assert result["msg"] == (
        "names[1].name: '10.0.14.4' is not a valid host name: "
        "expected a host name or URL such as example.openai.azure.com, not an IP address"
    )


def test_without_dnspython_it_says_what_to_install(run, mocker):
    mocker.patch.object(lookup, "MISSING", {"msg": "Failed to import dnspython", "exception": "Traceback"})
    result = run([EXPECTED])
    assert (result["failed"], result["msg"]) == (True, "Failed to import dnspython")
