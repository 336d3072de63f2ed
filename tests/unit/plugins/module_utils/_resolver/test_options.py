# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of jumphost_resolver, and which manager a host has: each refusal names option, value and what is accepted."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver import managers
from ansible_collections.privatelink.azure_ai.plugins.module_utils._resolver.options import (
    ANYWHERE,
    Settings,
    read_options,
    read_others,
    read_removal,
)

PARAMS = {
    "manager": "auto",
    "nameservers": ["192.0.2.53"],
    "search": None,
    "routing_domains": None,
    "timeout": 5.0,
    "remove_pins": False,
    "must_resolve": [],
    "names": [{"name": "example.openai.azure.com", "addresses": None, "networks": None}],
}
WANTED = Settings(("192.0.2.53",), (), ())
ROUTED = Settings(("192.0.2.53",), (), ("openai.azure.com",))


def test_options_are_read():
    options = read_options(
        dict(
            PARAMS,
            nameservers=["192.0.2.53", "2001:db8::53", "192.0.2.53"],
            search=["Corp.Example."],
            routing_domains=["~OpenAI.azure.com", "azure.com"],
        )
    )
    assert options.settings == Settings(
        ("192.0.2.53", "2001:db8::53"), ("corp.example",), ("openai.azure.com", "azure.com")
    )
    assert [target.name for target in options.targets] == ["example.openai.azure.com"]


def test_pins_may_go_alone():
    options = read_options(dict(PARAMS, nameservers=None, remove_pins=True))
    assert (options.settings, options.unpin) == (None, ("example.openai.azure.com",))
    assert read_options(PARAMS).unpin == ()


def test_after_a_removal_any_address_will_do():
    names = [dict(PARAMS["names"][0], addresses=["10.0.14.4"])]
    (target,) = read_removal(dict(PARAMS, names=names))
    assert target == ("example.openai.azure.com", ANYWHERE)
    assert read_removal(dict(PARAMS, names=None)) == []


def test_other_names_need_only_lead_to_somewhere():
    names = ["LDAP.corp.example.", "example.openai.azure.com"]
    assert read_others(dict(PARAMS, must_resolve=names), read_options(PARAMS).targets) == [
        ("ldap.corp.example", ANYWHERE)
    ]
    with pytest.raises(ValueError, match=r"^must_resolve\[0\]: 'a b' is not a valid host name"):
        read_others(dict(PARAMS, must_resolve=["a b"]), [])


@pytest.mark.parametrize(
    ("option", "value", "text"),
    [
        (
            "nameservers",
            None,
            "nameservers: none, and remove_pins: false: expected nameservers, or remove_pins: true, or both",
        ),
        ("nameservers", [], "nameservers: 0 entries: expected 1 to 3, because programs use no more than that"),
        ("nameservers", [f"192.0.2.{n}" for n in range(4)], "nameservers: 4 entries: expected 1 to 3"),
        ("nameservers", ["dns.example"], "nameservers[0]: 'dns.example' is not a valid IP address"),
        ("nameservers", ["192.0.2.53:53"], "nameservers[0]: '192.0.2.53:53' is not a valid IP address"),
        (
            "nameservers",
            ["127.0.0.53"],
            "nameservers[0]: '127.0.0.53' is systemd-resolved's own stub, which would ask itself",
        ),
        ("nameservers", ["0.0.0.0"], "nameservers[0]: '0.0.0.0' is not a valid nameserver"),
        ("nameservers", ["224.0.0.1"], "nameservers[0]: '224.0.0.1' is not a valid nameserver"),
        ("search", ["a b"], "search[0]: 'a b' is not a valid host name"),
        ("routing_domains", ["~"], "routing_domains[0]: '' is not a valid host name"),
        ("names", [], "names: the list is empty"),
        ("timeout", 0, "timeout: 0"),
    ],
)
def test_options_are_refused(option, value, text):
    with pytest.raises(ValueError) as caught:
        read_options(dict(PARAMS, **{option: value}))
    assert str(caught.value).startswith(text)


def observed(resolver="static", path="/etc/resolv.conf", nameservers=("192.0.2.10",), resolved=()):
    return {
        "resolver": resolver,
        "resolv_conf": path,
        "nameservers": list(nameservers),
        "search": [],
        "options": [],
        "resolved_nameservers": list(resolved),
    }


STUB = observed("systemd-resolved", "/run/systemd/resolve/stub-resolv.conf", ["127.0.0.53"], ["192.0.2.10"])
UPLINK = observed("systemd-resolved", "/run/systemd/resolve/resolv.conf", resolved=["192.0.2.10"])
NM_STUB = observed("NetworkManager", nameservers=["127.0.0.53"])
NM = observed("NetworkManager")
NM_DNSMASQ = observed("NetworkManager", nameservers=["127.0.0.1"])
RESOLVCONF = observed("resolvconf", "/run/resolvconf/resolv.conf")


def runs(args, seconds):
    return "", None


def does_not_run(args, seconds):
    return "", "inactive"


@pytest.mark.parametrize(
    ("option", "seen", "run", "name"),
    [
        ("auto", observed(), runs, "static"),
        ("static", observed(), runs, "static"),
        ("auto", STUB, runs, "systemd-resolved"),
        ("auto", NM_STUB, runs, "systemd-resolved"),
        ("systemd-resolved", UPLINK, runs, "systemd-resolved"),
        ("auto", NM, runs, "NetworkManager"),
        ("static", NM, does_not_run, "static"),
        ("auto", RESOLVCONF, runs, "resolvconf"),
    ],
)
def test_manager_is_chosen(option, seen, run, name):
    assert managers.choose(option, seen, lambda path: "nameserver 192.0.2.10\n", run).name == name


@pytest.mark.parametrize(
    ("option", "seen", "text", "message"),
    [
        (
            "static",
            NM,
            "",
            "manager: static, but NetworkManager manages this host's resolver, as /etc/resolv.conf shows: expected auto or "
            "NetworkManager",
        ),
        (
            "NetworkManager",
            STUB,
            "",
            "manager: NetworkManager, but systemd-resolved manages this host's resolver, as /etc/resolv.conf shows (a link to "
            "/run/systemd/resolve/stub-resolv.conf): expected auto or systemd-resolved",
        ),
        (
            "auto",
            observed(),
            "; generated by /usr/sbin/dhclient-script\n",
            "manager: auto, but /etc/resolv.conf is not a plain file: it says that /usr/sbin/dhclient-script generated it",
        ),
    ],
)
def test_manager_is_refused(option, seen, text, message):
    with pytest.raises(ValueError) as caught:
        managers.choose(option, seen, lambda path: text, runs)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("seen", "possible"),
    [
        (STUB, True),
        (UPLINK, False),
        (NM, False),
        (NM_DNSMASQ, True),
        (RESOLVCONF, False),
        (observed(), False),
    ],
    ids=["stub", "uplink", "NetworkManager", "NetworkManager_dnsmasq", "resolvconf", "static"],
)
def test_routing_domains_where_they_can_work(seen, possible):
    manager = managers.choose("auto", seen, lambda path: "", runs)
    if possible:
        manager.refuse(ROUTED, seen, lambda path: "", runs)
        return
    with pytest.raises(ValueError) as caught:
        manager.refuse(ROUTED, seen, lambda path: "", runs)
    assert str(caught.value).startswith(
        f"routing_domains: ~openai.azure.com cannot be used: this host's resolver is managed by {manager.name}, "
    )
    assert ": expected an empty list here; " in str(caught.value)


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        (STUB, "manager: systemd-resolved manages this host's resolver but is not running: start it"),
        (NM, "manager: NetworkManager manages this host's resolver but is not running: start it"),
        (
            RESOLVCONF,
            "manager: resolvconf, but there is no /etc/resolvconf/resolv.conf.d/head: expected Debian's resolvconf",
        ),
        (
            observed(path="/run/connman/resolv.conf"),
            "manager: auto, but /etc/resolv.conf is not a plain file: it is a link to /run/connman",
        ),
    ],
)
def test_manager_that_cannot_do_it(seen, message):
    manager = managers.choose("auto", seen, lambda path: "", does_not_run)
    with pytest.raises(ValueError) as caught:
        manager.refuse(WANTED, seen, lambda path: None, does_not_run)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("zone", ["eth0\nDNS=192.0.2.99", "a b", "a,b", "$(id)"])
@pytest.mark.parametrize("address", ["2001:db8::53", "fd00::53", "::1"])
def test_a_zone_id_brings_nothing_into_a_file(address, zone):
    with pytest.raises(ValueError, match=r"nameservers\[0\]: .* is not a valid IP address"):
        read_options(dict(PARAMS, nameservers=[f"{address}%{zone}"]))
