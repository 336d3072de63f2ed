# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said about a host itself, and what to type there. The commands for /etc/hosts and resolv.conf are tried."""

from __future__ import annotations

import shlex
import subprocess

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.host import resolver_fields
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.observation import estate_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    NAME,
    PRIVATE,
    PUBLIC,
    STALE,
    answer,
    commands,
    dns,
    estate,
    inside,
    texts,
)

AZURE_DNS, DEAD, OTHER = "168.63.129.16", "10.9.9.9", "10.0.0.5"
PINS = [{"address": STALE, "names": ["other.example", NAME], "line": 7}]
LINKS = [{"link": None, "nameservers": ["192.0.2.1"]}, {"link": "eth0", "nameservers": [DEAD]}]

# Nothing that was asked there got an answer.
SILENT = {"alive": {"name": "version.bind", "rcode": None, "addresses": [], "chain": [], "error": "timed out"}}

# Words that only the commands of one manager have.
MARKS = {
    "systemd-resolved": ("resolvectl", "resolved.conf.d", "networkctl"),
    "NetworkManager": ("nmcli",),
    "resolvconf": ("resolvconf -u", "/etc/resolvconf"),
    "static": ("sed -i.bak -E '/^[[:space:]]*nameserver", "sed -i.bak -E '/^[[:space:]]*(search", "ps -C"),
}


def azures(*addresses, rcode="NOERROR"):
    """What 168.63.129.16 answers where the host does not ask it anyway."""
    return {"name": NAME, "rcode": rcode, "addresses": list(addresses), "chain": []}


def told(code, findings=None, **facts):
    """The check with that code, of a host that sees these facts."""
    account = judge(
        estate(inside(dns=dns(findings=[code] if findings is None else findings, **facts))), complete=False
    )["accounts"][0]
    return next(check for check in account["checks"] if check["code"] == code)


def dead(**host):
    """The facts of a host with a dead nameserver beside a working one."""
    return {
        "host": dict({"nameservers": [DEAD, AZURE_DNS]}, **host),
        "answers": [answer("dns_timeout", None, server=DEAD, chain=[], rcode=None, controls=SILENT), answer()],
    }


REPAIRED = {
    "dns_timeout": dead,
    "host_search_trap": lambda **host: {
        "host": dict({"nameservers": [AZURE_DNS], "search": ["trap.example"], "ndots": 5}, **host)
    },
    "host_system_differs": lambda **host: {"host": host, "system": STALE},
}


@pytest.mark.parametrize("manager", [*MARKS, None, "somebody new"])
@pytest.mark.parametrize("code", REPAIRED)
def test_commands_are_those_of_the_manager_of_the_resolver_alone(code, manager):
    text = "\n".join(texts(told(code, **REPAIRED[code](resolver=manager, links=LINKS))))
    for other, marks in MARKS.items():
        assert any(mark in text for mark in marks) == (other == manager), (other, text)
    assert ("ls -l /etc/resolv.conf" in text) == (manager not in MARKS)


@pytest.mark.parametrize(
    "code, manager, command",
    [
        pytest.param(
            "dns_timeout", "systemd-resolved", "sudo resolvectl dns eth0 168.63.129.16", id="resolved, at once"
        ),
        pytest.param(
            "dns_timeout",
            "systemd-resolved",
            "sudo mkdir -p /etc/systemd/resolved.conf.d && (echo '[Resolve]'; echo DNS=168.63.129.16; echo 'Domains=~.') | "
            "sudo tee /etc/systemd/resolved.conf.d/privatelink.conf && sudo systemctl restart systemd-resolved",
            id="resolved, to last",
        ),
        pytest.param(
            "dns_timeout",
            "NetworkManager",
            "sudo nmcli connection modify <network-connection> ipv4.dns 168.63.129.16 ipv4.ignore-auto-dns yes && "
            "sudo nmcli connection up <network-connection>",
            id="NetworkManager",
        ),
        pytest.param(
            "dns_timeout",
            "resolvconf",
            "for server in 168.63.129.16; do echo nameserver $server; done | sudo tee /etc/resolvconf/resolv.conf.d/head && sudo resolvconf -u",
            id="resolvconf",
        ),
        pytest.param(
            "dns_timeout",
            "static",
            "sudo sed -i.bak -E '/^[[:space:]]*nameserver[[:space:]]/d' /etc/resolv.conf && "
            "for server in 168.63.129.16; do echo nameserver $server; done | sudo tee -a /etc/resolv.conf",
            id="a file kept by hand",
        ),
        pytest.param(
            "host_search_trap", "systemd-resolved", "sudo resolvectl domain eth0 ''", id="search list of resolved"
        ),
        pytest.param(
            "host_search_trap",
            "NetworkManager",
            "sudo nmcli connection modify <network-connection> ipv4.dns-search '' ipv4.dns 168.63.129.16 "
            "ipv4.ignore-auto-dns yes && sudo nmcli connection up <network-connection>",
            id="search list of NetworkManager",
        ),
    ],
)
def test_commands_hold_what_is_known(code, manager, command):
    assert command in commands(told(code, **REPAIRED[code](resolver=manager, links=LINKS)))


@pytest.mark.parametrize(
    "facts, nameserver",
    [
        pytest.param(
            {"answers": [answer("dns_timeout", None, server=DEAD, controls=SILENT)]},
            "<nameserver>",
            id="nothing better seen, and not whether the host is in Azure",
        ),
        pytest.param(
            {
                "answers": [
                    answer("dns_timeout", None, server=DEAD, controls=SILENT),
                    answer(server=OTHER, compared=True),
                ]
            },
            OTHER,
            id="one that was compared and answers well",
        ),
        pytest.param(
            {
                "answers": [
                    answer("dns_timeout", None, server=DEAD, controls=SILENT),
                    answer("dns_public_address", PUBLIC, compared=True),
                ]
            },
            AZURE_DNS,
            id="Azure's own is alive, though the zone is not linked",
        ),
        pytest.param(
            {"answers": [answer("dns_timeout", None, server=AZURE_DNS, controls=SILENT)]},
            "<nameserver>",
            id="Azure's own is the silent one",
        ),
        pytest.param(
            {"answers": [answer("dns_timeout", None, server=DEAD, controls=SILENT), answer(server="127.0.0.53")]},
            "<nameserver>",
            id="a stub is no nameserver for itself",
        ),
        pytest.param(
            {"answers": [answer("dns_timeout", None, server=DEAD, controls=SILENT), answer(server=OTHER, port=5353)]},
            "<nameserver>",
            id="resolv.conf knows no ports",
        ),
    ],
)
def test_the_nameserver_to_use(facts, nameserver):
    check = told("dns_timeout", host={"resolver": "resolvconf"}, **facts)
    assert any(f"for server in {nameserver};" in step for step in commands(check)), check["remedy"]


@pytest.mark.parametrize(
    "code, platform, proposed",
    [
        pytest.param("dns_timeout", azures(PRIVATE), True, id="a dead one, Azure's own answers well"),
        pytest.param("dns_timeout", azures(PUBLIC), True, id="a dead one, Azure's own answers publicly"),
        pytest.param("dns_resolver_unreachable", azures(rcode="NXDOMAIN"), True, id="one not reached, Azure's own is"),
        pytest.param("dns_resolver_unreachable", azures(rcode=None), False, id="Azure's own does not answer here"),
        pytest.param("dns_resolver_unreachable", azures(rcode="SERVFAIL"), False, id="Azure's own fails"),
        pytest.param("dns_resolver_unreachable", None, False, id="Azure's own was not asked"),
        pytest.param("dns_public_address", azures(PRIVATE), True, id="a wrong answer, Azure's own is right"),
        pytest.param("dns_public_address", azures(PUBLIC), False, id="a wrong answer, Azure's own is no better"),
        pytest.param("dns_public_address", None, False, id="a wrong answer, Azure's own was not asked"),
    ],
)
@pytest.mark.parametrize("vantage", ["jumphost", "onprem"])
def test_azures_nameserver_is_proposed_only_where_it_answered(vantage, code, platform, proposed):
    dead_or_wrong = answer(code, PUBLIC if code == "dns_public_address" else None, server=DEAD)
    given = dns(code, PUBLIC if code == "dns_public_address" else None, answers=[dead_or_wrong])
    given["names"][0]["controls"] = {"platform": platform} if platform else None
    observation = estate_of(estate(inside(dns=given, vantage=vantage))).observations[0]
    ((each,),) = observation.endpoints.values()
    fields = resolver_fields(each.endpoint, each.lookup, DEAD, code)
    assert fields["nameserver"] == (AZURE_DNS if proposed and vantage == "jumphost" else None)


@pytest.mark.parametrize("declared", [[], [OTHER]])
def test_azures_nameserver_is_not_proposed_where_others_are_declared(declared):
    silent = [answer("dns_timeout", None, server=server, chain=[], rcode=None) for server in (DEAD, *declared)]
    given = dns("dns_timeout", None, host={"nameservers": [DEAD]}, answers=silent)
    given["names"][0]["controls"] = {"platform": azures(PRIVATE)}
    observation = estate_of(estate(inside(dns=given))).observations[0]
    ((each,),) = observation.endpoints.values()
    fields = resolver_fields(each.endpoint, each.lookup, DEAD, "dns_timeout")
    assert fields["nameserver"] == (None if declared else AZURE_DNS)


@pytest.mark.parametrize(
    "own, upstream, kept",
    [
        pytest.param([OTHER, DEAD], [], f"{OTHER} {DEAD}", id="those of resolv.conf"),
        pytest.param(["127.0.0.53"], [OTHER, DEAD], f"{OTHER} {DEAD}", id="those behind a stub, which is none"),
        pytest.param([OTHER], [DEAD, OTHER], f"{OTHER} {DEAD}", id="both, each once"),
        pytest.param(["fd00::53", OTHER], [], OTHER, id="the commands are for IPv4"),
        pytest.param(["127.0.0.53"], [], "<host-nameservers>", id="none is known"),
    ],
)
def test_a_search_list_is_emptied_without_losing_the_nameservers(own, upstream, kept):
    trap = REPAIRED["host_search_trap"](
        resolver="NetworkManager", links=LINKS, nameservers=own, resolved_nameservers=upstream
    )
    (changing,) = [each for each in commands(told("host_search_trap", **trap)) if "ipv4.dns-search" in each]
    words = shlex.split(changing)
    assert (words[words.index("ipv4.dns-search") + 1], words[words.index("ipv4.dns") + 1]) == ("", kept)


@pytest.mark.parametrize(
    "links, interface",
    [
        pytest.param(LINKS, "eth0", id="the link that has it"),
        pytest.param([{"link": "eth1", "nameservers": [OTHER]}], "eth1", id="the only link"),
        pytest.param(
            [{"link": "eth1", "nameservers": [OTHER]}, {"link": "eth2", "nameservers": [OTHER]}],
            "<interface>",
            id="either",
        ),
        pytest.param([], "<interface>", id="none seen"),
        pytest.param([{"link": "eth0;reboot", "nameservers": [DEAD]}], "<interface>", id="nothing to be typed"),
    ],
)
def test_the_link_to_change(links, interface):
    check = told("dns_timeout", **dead(resolver="systemd-resolved", links=links))
    assert f"sudo resolvectl dns {interface} 168.63.129.16" in commands(check)


def test_a_nameserver_that_an_option_names_is_no_fault_of_the_host():
    check = told(
        "dns_timeout",
        host={"resolver": "static", "nameservers": [OTHER]},
        answers=[answer("dns_timeout", None, server=DEAD, controls=SILENT)],
    )
    assert "Name a nameserver other than 10.9.9.9 in private_dns_zone_nameservers." in texts(check)
    assert not any("/etc/resolv.conf" in step for step in texts(check))


def test_a_pin_shows_its_own_address_and_line():
    check = told("host_pinned", host={"hosts_entries": PINS}, system=PUBLIC)
    assert check["summary"] == f"{NAME} is pinned to {STALE} in /etc/hosts (line 7)"
    assert (check["observed"], check["status"]) == (STALE, "fail")


OF_FRONT_END = [{"address": PUBLIC, "names": [NAME], "line": 7}]


@pytest.mark.parametrize(
    "code, pins, system, changing",
    [
        pytest.param("host_pinned", OF_FRONT_END, PUBLIC, None, id="a pin stays as it is"),
        pytest.param(
            "host_pinned", OF_FRONT_END, "203.0.113.11", ["203.0.113.11"], id="another address than the pin's"
        ),
        pytest.param("host_pinned", PINS, PUBLIC, [PUBLIC], id="a pin, and programs get what DNS gives elsewhere"),
        pytest.param("host_system_differs", [], PUBLIC, [PUBLIC], id="without a pin"),
        pytest.param("host_system_differs", [], STALE, None, id="a private address stays as it is"),
    ],
)
def test_which_addresses_change_from_run_to_run(code, pins, system, changing):
    """Those are left out where two runs are compared, and a pin that was changed must show there."""
    check = told(code, host={"hosts_entries": pins}, system=system)
    assert check["evidence"].get("public_addresses") == changing


def test_a_pin_of_two_lines_shows_both():
    pins = [*PINS, {"address": PRIVATE, "names": [NAME], "line": 9}]
    assert told("host_pinned", host={"hosts_entries": pins})["summary"].endswith(
        f"{STALE}, {PRIVATE} in /etc/hosts (line 7, 9)"
    )


def test_a_pin_whose_line_is_not_known_shows_what_programs_get():
    assert told("host_pinned", system=STALE)["summary"] == f"{NAME} is pinned to {STALE} in /etc/hosts"


def test_programs_that_get_something_else_are_shown_beside_dns():
    check = told("host_system_differs", system=STALE)
    assert check["summary"] == f"programs on jump-1 get {STALE} for {NAME}, but DNS gives {PRIVATE}"


def test_programs_that_get_nothing_are_told_so():
    check = told("host_system_differs", system=[])
    assert (check["observed"], check["status"]) == ("no address", "fail")
    assert check["summary"] == f"programs on jump-1 get no address for {NAME}, although DNS gives {PRIVATE}"


def test_the_search_list_is_shown():
    check = told("host_search_trap", **REPAIRED["host_search_trap"](resolver="static"))
    assert "(trap.example; ndots 5)" in check["summary"]


def run_on(command, path, text):
    """What a command of a remedy makes of a file, typed in a shell as it stands, but for sudo and the file's place."""
    path.write_text(text)
    script = command.replace("sudo ", "").replace("/etc/hosts", str(path)).replace("/etc/resolv.conf", str(path))
    subprocess.run(["sh", "-e", "-c", script], check=True, capture_output=True)
    return path.read_text()


@pytest.fixture(scope="module", autouse=True)
def gnu_sed():
    version = subprocess.run(["sed", "--version"], capture_output=True, text=True, check=False).stdout
    if "GNU sed" not in version:
        pytest.skip("the commands are for GNU sed, which Linux has")


@pytest.mark.parametrize(
    "before, after",
    [
        pytest.param(f"10.0.14.4 {NAME}", None, id="the only name: the line goes"),
        pytest.param(f"10.0.14.4\t{NAME}\t# pinned by hand", None, id="the only name, with a remark"),
        pytest.param(f"10.0.14.4 {NAME}#pinned", None, id="a remark without a space"),
        pytest.param(f"  fd00::4  {NAME}.  ", None, id="indented, IPv6, with a final dot"),
        pytest.param(f"10.0.14.4 {NAME.upper()}", None, id="upper case"),
        pytest.param(f"10.0.14.4 {NAME} {NAME}", None, id="twice in a line"),
        pytest.param(f"10.0.14.4 {NAME} other.example", "10.0.14.4 other.example", id="first of two names"),
        pytest.param(
            f"10.0.14.4 other.example {NAME} # ours", "10.0.14.4 other.example # ours", id="last of two names"
        ),
        pytest.param(f"10.0.14.4 a.example {NAME} b.example", "10.0.14.4 a.example b.example", id="in the middle"),
        pytest.param("10.0.14.4 exampleXopenai.azure.com", "10.0.14.4 exampleXopenai.azure.com", id="a dot is a dot"),
        pytest.param(f"10.0.14.4 my.{NAME}", f"10.0.14.4 my.{NAME}", id="a longer name"),
        pytest.param(f"10.0.14.4 my-{NAME}", f"10.0.14.4 my-{NAME}", id="the end of another name"),
        pytest.param(f"10.0.14.4 {NAME}.evil", f"10.0.14.4 {NAME}.evil", id="the beginning of another name"),
        pytest.param(f"#10.0.14.4 {NAME}", f"#10.0.14.4 {NAME}", id="a line that is a remark"),
        pytest.param(
            f"10.0.14.4 other.example # was {NAME}", f"10.0.14.4 other.example # was {NAME}", id="a name in a remark"
        ),
    ],
)
def test_the_command_takes_exactly_that_name_out_of_the_hosts_file(tmp_path, before, after):
    command = next(step for step in commands(told("host_pinned")) if "sed" in step)
    around = ["127.0.0.1 localhost", "::1 localhost ip6-localhost"]
    lines = run_on(command, tmp_path / "hosts", "\n".join([around[0], before, around[1], ""])).splitlines()
    expected = [around[0], *([after] if after else []), around[1]]
    assert [line.split() for line in lines] == [line.split() for line in expected]


def test_the_command_keeps_the_hosts_file_as_it_was(tmp_path):
    command = next(step for step in commands(told("host_pinned")) if "sed" in step)
    run_on(command, tmp_path / "hosts", f"10.0.14.4 {NAME}\n")
    assert (tmp_path / "hosts.bak").read_text() == f"10.0.14.4 {NAME}\n"


def test_the_command_for_a_static_file_changes_the_nameservers_alone(tmp_path):
    command = commands(told("dns_timeout", **dead(resolver="static")))[-1]
    found = run_on(
        command,
        tmp_path / "resolv.conf",
        "search example.org\nnameserver 10.9.9.9\n nameserver 10.9.9.8\noptions edns0\n",
    )
    assert found == "search example.org\noptions edns0\nnameserver 168.63.129.16\n"


def test_the_command_for_a_search_list_leaves_the_nameservers_alone(tmp_path):
    command = commands(told("host_search_trap", **REPAIRED["host_search_trap"](resolver="static")))[-1]
    found = run_on(
        command, tmp_path / "resolv.conf", "search trap.example\nnameserver 10.0.0.5\noptions edns0 ndots:5\n"
    )
    assert found == "nameserver 10.0.0.5\noptions edns0\n"
