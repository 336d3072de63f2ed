# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said of hosts, healthy and with one fault each."""

from __future__ import annotations

import copy

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._jumphost.preflight import preflight

NAME = "aro-azureopenai.openai.azure.com"
OTHER = "other.openai.azure.com"
NAMES = [{"name": NAME, "addresses": ["10.0.14.4"], "networks": []}]
REACHED = {"target": "10.0.14.4", "address": "10.0.14.4", "port": 443, "reached": True, "error": None}
LED = dict(REACHED, target=NAME)
SILENT = dict(REACHED, reached=False, error="10.0.14.4:443: no answer in time")
LOST = {"target": NAME, "address": None, "port": 443, "reached": False, "error": NAME + ": Name or service not known"}
PROXY = {"https_proxy": "http://***@proxy.example.com:3128"}
NOTHING = {"dns": None, "requests": None, "azure.identity": None}
LIBRARIES = {"dns": "2.7.0", "requests": "2.32.3", "azure.identity": None}
STATIC = {"manager": "static", "stub": False, "nameservers": ["168.63.129.16"], "resolved_nameservers": [], "links": []}
STUB = {
    "manager": "systemd-resolved",
    "stub": True,
    "nameservers": ["127.0.0.53"],
    "resolved_nameservers": ["168.63.129.16"],
    "links": [{"link": "eth0", "nameservers": ["192.0.2.53#dns.example.com"], "domains": []}],
}
FACTS = {
    "os": {"pretty_name": "Debian GNU/Linux 13 (trixie)"},
    "python": {"executable": "/usr/bin/python3", "version": "3.13.5"},
    "libraries": LIBRARIES,
    "venv": {"path": "/opt/privatelink/venv", "libraries": NOTHING},
    "tools": {"curl": "/usr/bin/curl", "jq": "/usr/bin/jq"},
    "package_source": {"tool": "apt", "candidates": {"python3-dnspython": "2.7.0-1"}, "reachable": True},
    "resolver": STATIC,
    "proxies": {},
    "pins": [],
    "clock": {"skew_s": 0.4, "tolerance_s": 30.0, "within_tolerance": True, "synchronized": True},
    "trust": {"store": "/etc/ssl/certs", "authorities": 144},
    "egress": [LED, REACHED],
    "sudo": {"root": True, "passwordless": None},
}
EXPECTED = {"host": "jump-1", "names": NAMES}


def judged(expectations=None, **changes):
    return preflight(dict(copy.deepcopy(FACTS), **changes), dict(EXPECTED, **(expectations or {})))


def pin(address="10.0.14.9", dns=None):
    return {"name": NAME, "address": address, "line": 3, "dns": dns}


def test_the_healthy_host():
    found = judged({"tools": True})
    assert [(each["topic"], each["status"], each["fix"]) for each in found["topics"]] == [
        (topic, "ok", None)
        for topic in ("python", "libraries", "tools", "resolver", "proxy", "clock", "egress", "sudo", "pins", "trust")
    ]
    assert found["lacking"] == []
    assert found["lines"] == [
        "jump-1, Debian GNU/Linux 13 (trixie): nothing known is missing",
        "  ok    python     /usr/bin/python3 is Python 3.13.5",
        "  ok    libraries  dnspython 2.7.0, requests 2.32.3",
        "  ok    tools      curl, jq",
        "  ok    resolver   /etc/resolv.conf asks 168.63.129.16;",
        "                   aro-azureopenai.openai.azure.com resolves to",
        "                   10.0.14.4",
        "  ok    proxy      no proxy variable is set",
        "  ok    clock      less than 30 s from the control node's,",
        "                   synchronized by a time service",
        "  ok    egress     10.0.14.4 port 443 accepts connections",
        "  ok    sudo       the facts were gathered as root",
        "  ok    pins       /etc/hosts has no account name",
        "  ok    trust      144 authorities in /etc/ssl/certs",
    ]


FAULTS = [
    (
        "an old Python",
        "python",
        {"python": {"executable": "/usr/bin/python3", "version": "3.6.8"}},
        {},
        "/usr/bin/python3 is Python 3.6.8; the modules need 3.9 or newer",
        "python3.11",
    ),
    (
        "no libraries, packages to be had",
        "libraries",
        {"libraries": NOTHING},
        {},
        "/usr/bin/python3 cannot import dnspython, requests, without which nothing can be validated from here",
        "It installs packages, with apt.",
    ),
    (
        "no libraries, no source",
        "libraries",
        {
            "libraries": NOTHING,
            "package_source": {"tool": "apt", "candidates": {"python3-dns": "1"}, "reachable": False},
        },
        {},
        "/usr/bin/python3 cannot import dnspython, requests, without",
        "No package source can be reached from here: it installs wheels",
    ),
    (
        "no libraries, no package",
        "libraries",
        {
            "libraries": NOTHING,
            "package_source": {"tool": "apt", "candidates": {"python3-dns": None, "curl": "8"}, "reachable": True},
        },
        {},
        "/usr/bin/python3 cannot import dnspython, requests, without",
        "apt has no package of them: it installs wheels",
    ),
    (
        "no libraries, nothing known",
        "libraries",
        {
            "libraries": dict(LIBRARIES, dns=None),
            "package_source": {"tool": None, "candidates": None, "reachable": None},
        },
        {},
        "/usr/bin/python3 cannot import dnspython, without",
        "jumphost_python_source: wheels",
    ),
    (
        "an old library",
        "libraries",
        {"libraries": dict(LIBRARIES, dns="1.16.0")},
        {},
        "/usr/bin/python3 cannot import dnspython >= 2.1.0 (it has 1.16.0), without",
        "Run the role.",
    ),
    (
        "no azure-identity",
        "libraries",
        {},
        {"identity": True},
        "/usr/bin/python3 cannot import azure-identity, without",
        "Run the role. It installs wheels from the control node.",
    ),
    (
        "no tools",
        "tools",
        {"tools": {"curl": "/usr/bin/curl", "jq": None, "dig": None}},
        {"tools": True},
        "jq, dig not found",
        "Run the role. It installs packages, with apt.",
    ),
    (
        "no tools, no source",
        "tools",
        {
            "tools": {"curl": None},
            "package_source": {"tool": "apt", "candidates": {"curl": "8"}, "reachable": False},
        },
        {"tools": True},
        "curl not found",
        "The role installs them where a package source can be reached. If you do not need them, set",
    ),
    (
        "a public answer",
        "resolver",
        {"egress": [dict(LED, address="203.0.113.9"), REACHED]},
        {},
        f"/etc/resolv.conf asks 168.63.129.16; {NAME} resolves to 203.0.113.9, not to its private endpoint",
        "jumphost_manage_resolver: true",
    ),
    (
        "another private address",
        "resolver",
        {"egress": [dict(LED, address="10.0.14.9"), REACHED]},
        {},
        f"/etc/resolv.conf asks 168.63.129.16; {NAME} resolves to 10.0.14.9, not",
        "jumphost_nameservers: [their addresses].",
    ),
    (
        "a public answer of the wanted nameserver",
        "resolver",
        {"egress": [dict(LED, address="203.0.113.9"), REACHED]},
        {"nameservers": ["168.63.129.16"]},
        f"/etc/resolv.conf asks 168.63.129.16; {NAME} resolves to 203.0.113.9, not to its private endpoint",
        "This host asks the nameservers of jumphost_nameservers.",
    ),
    (
        "a public answer of one of the wanted nameservers",
        "resolver",
        {"egress": [dict(LED, address="203.0.113.9"), REACHED]},
        {"nameservers": ["168.63.129.16", "10.0.0.4"]},
        f"/etc/resolv.conf asks 168.63.129.16; {NAME} resolves to 203.0.113.9, not to its private endpoint",
        "jumphost_nameservers: [168.63.129.16, 10.0.0.4].",
    ),
    (
        "no answer",
        "resolver",
        {"egress": [LOST, REACHED]},
        {"nameservers": ["10.0.0.4"]},
        f"/etc/resolv.conf asks 168.63.129.16; {NAME} cannot be resolved",
        "jumphost_nameservers: [10.0.0.4].",
    ),
    (
        "not the wanted nameservers",
        "resolver",
        {"resolver": STUB},
        {"nameservers": ["10.0.0.4", "10.0.0.5"]},
        "systemd-resolved asks 168.63.129.16, 192.0.2.53, not 10.0.0.4, 10.0.0.5",
        "jumphost_nameservers: [10.0.0.4, 10.0.0.5].",
    ),
    (
        "a proxy for logins",
        "proxy",
        {"proxies": {"/etc/environment": PROXY}},
        {},
        f"variables in /etc/environment send {NAME} to http://***@proxy.example.com:3128, for people's programs: a proxy",
        f"jumphost_proxy_bypass: [{NAME}].",
    ),
    (
        "a proxy for services",
        "proxy",
        {"proxies": {"systemd": PROXY}},
        {},
        f"variables in systemd send {NAME} to",
        "jumphost_proxy_bypass",
    ),
    (
        "a clock behind",
        "clock",
        {"clock": dict(FACTS["clock"], skew_s=-3600.0, within_tolerance=False)},
        {},
        "3600.0 s behind the control node's: certificates and tokens may",
        "timedatectl",
    ),
    (
        "a clock ahead",
        "clock",
        {"clock": dict(FACTS["clock"], skew_s=60.0, within_tolerance=False)},
        {},
        "60.0 s ahead of the control node's: certificates and tokens may",
        "timedatectl",
    ),
    (
        "a firewall",
        "egress",
        {"egress": [dict(SILENT, target=NAME), SILENT]},
        {},
        "10.0.14.4:443: no answer in time",
        "network security groups",
    ),
    (
        "no sudo",
        "sudo",
        {"sudo": {"root": False, "passwordless": False}},
        {},
        "sudo requires a password or is not installed",
        "--ask-become-pass",
    ),
    (
        "a stale pin",
        "pins",
        {"pins": [pin()], "egress": [dict(LED, address="10.0.14.9"), REACHED]},
        {},
        f"line 3 of /etc/hosts pins {NAME} to 10.0.14.9, not 10.0.14.4; it",
        "jumphost_remove_pins: true",
    ),
    (
        "a right pin",
        "pins",
        {"pins": [pin("10.0.14.4")]},
        {},
        f"line 3 of /etc/hosts pins {NAME} to 10.0.14.4; it",
        "jumphost_remove_pins: true",
    ),
    (
        "no trust store",
        "trust",
        {"trust": {"store": None, "authorities": 0}},
        {},
        "no trusted certificate",
        "ca-certificates",
    ),
]


@pytest.mark.parametrize(
    "topic, changes, expectations, text, fix", [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS]
)
def test_one_fault_is_told_and_nothing_else(topic, changes, expectations, text, fix):
    found = judged(expectations, **changes)
    assert found["lacking"] == [topic]
    (told,) = [each for each in found["topics"] if each["topic"] == topic]
    assert told["text"].startswith(text)
    assert fix in told["fix"] and told["fix"].endswith(".")
    assert f"lacks {topic}" in found["lines"][0]
    # Ansible's own output takes eleven columns.
    assert all(len(line) <= 69 for line in found["lines"])
    assert any(line.startswith(f"  LACK  {topic}") for line in found["lines"])


@pytest.mark.parametrize(
    "topic, changes, expectations, status, text",
    [
        pytest.param(
            "libraries",
            {"libraries": NOTHING, "venv": {"path": "/opt/privatelink/venv", "libraries": LIBRARIES}},
            {},
            "ok",
            "dnspython 2.7.0, requests 2.32.3 in /opt/privatelink/venv, which the modules use by themselves",
            id="in the venv",
        ),
        pytest.param(
            "resolver",
            {},
            {"names": []},
            "unknown",
            "/etc/resolv.conf asks 168.63.129.16; no account name was tried",
            id="no names",
        ),
        pytest.param(
            "resolver",
            {"pins": [pin()]},
            {},
            "unknown",
            "/etc/resolv.conf asks 168.63.129.16; it was not tried",
            id="pinned",
        ),
        pytest.param(
            "resolver",
            {"pins": [pin(dns=["10.0.14.4"])], "egress": [dict(LED, address="10.0.14.9")]},
            {},
            "ok",
            f"/etc/resolv.conf asks 168.63.129.16; {NAME} resolves to 10.0.14.4",
            id="right behind a pin",
        ),
        pytest.param(
            "resolver",
            {"pins": [pin("10.0.14.4", ["203.0.113.9"])]},
            {},
            "lacking",
            f"/etc/resolv.conf asks 168.63.129.16; {NAME} resolves to 203.0.113.9, not",
            id="wrong behind a pin",
        ),
        pytest.param(
            "resolver",
            {"resolver": dict(STATIC, nameservers=[])},
            {},
            "ok",
            "/etc/resolv.conf asks 127.0.0.1;",
            id="glibc's own",
        ),
        pytest.param(
            "resolver",
            {},
            {"names": [{"name": NAME, "addresses": [], "networks": []}]},
            "ok",
            "/etc/resolv.conf",
            id="any private address",
        ),
        pytest.param(
            "resolver",
            {"resolver": STUB},
            {"nameservers": ["168.63.129.16"]},
            "ok",
            "systemd-resolved asks",
            id="behind the stub",
        ),
        pytest.param(
            "proxy",
            {"proxies": {"systemd": PROXY}},
            {"names": []},
            "unknown",
            "proxy variables are set in systemd;",
            id="no names for the proxy",
        ),
        pytest.param(
            "proxy",
            {"proxies": {"/etc/environment": dict(PROXY, no_proxy=".openai.azure.com")}},
            {},
            "ok",
            "the proxy variables in /etc/environment do not apply",
            id="bypassed",
        ),
        pytest.param(
            "clock",
            {"clock": dict(FACTS["clock"], skew_s=None, within_tolerance=None, synchronized=None)},
            {},
            "unknown",
            "no other clock",
            id="no other clock",
        ),
        pytest.param(
            "clock",
            {"clock": dict(FACTS["clock"], synchronized=False)},
            {},
            "ok",
            "less than 30 s from the control node's, but not synchronized by a time service",
            id="by chance",
        ),
        pytest.param("egress", {"egress": []}, {}, "unknown", "no private endpoint was tried", id="nothing tried"),
        pytest.param(
            "egress",
            {"egress": [LED, dict(REACHED, reached=None, error="not tried")]},
            {},
            "unknown",
            "the time limit was reached: 1 of 2 not tried",
            id="no time",
        ),
        pytest.param(
            "egress",
            {"egress": [dict(LED, address="203.0.113.9")]},
            {},
            "unknown",
            "the names do not resolve",
            id="led elsewhere",
        ),
        pytest.param(
            "sudo", {"sudo": {"root": False, "passwordless": True}}, {}, "ok", "sudo needs no password", id="sudo"
        ),
        pytest.param(
            "sudo",
            {"sudo": {"root": False, "passwordless": None}},
            {},
            "unknown",
            "sudo did not answer in time",
            id="sudo hangs",
        ),
        pytest.param("pins", {}, {"names": []}, "unknown", "no account name was looked for", id="no names for pins"),
    ],
)
def test_what_is_no_fault(topic, changes, expectations, status, text):
    found = judged(expectations, **changes)
    (told,) = [each for each in found["topics"] if each["topic"] == topic]
    assert (told["status"], told["text"][: len(text)]) == (status, text)


def test_a_name_through_another_addresses_fault_is_not_told_twice():
    """What resolves to the wrong place is the resolver's fault, even when nothing answers there."""
    found = judged(
        egress=[dict(LED, address="203.0.113.9", reached=False, error="203.0.113.9:443: no answer in time"), REACHED]
    )
    assert found["lacking"] == ["resolver"]


def test_many_are_counted():
    names = [dict(NAMES[0], name=f"a{number}.openai.azure.com") for number in range(9)]
    found = judged(
        {"names": names},
        proxies={"/etc/environment": PROXY},
        egress=[dict(LED, target=entry["name"], address="203.0.113.9") for entry in names],
    )
    resolver = next(each for each in found["topics"] if each["topic"] == "resolver")
    assert resolver["text"].endswith(
        "a0.openai.azure.com resolves to 203.0.113.9, a1.openai.azure.com resolves to 203.0.113.9 and 7 more, not to its private endpoint"
    )


def test_what_a_host_calls_itself_cannot_write_over_a_terminal():
    assert not any("\x1b" in line for line in judged(os={"pretty_name": "\x1b[2J"})["lines"])
