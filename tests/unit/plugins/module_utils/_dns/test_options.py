# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input: one error naming option, value and what is accepted."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._dns.options import read_options, unicode_name

GOOD = {
    "names": [{"name": "example.openai.azure.com", "addresses": None, "networks": None}],
    "nameservers": None,
    "compare_nameservers": None,
    "timeout": 5.0,
    "tries": 2,
    "concurrency": 32,
}
NAME = "example.openai.azure.com"


def read(**changes):
    return read_options(dict(GOOD, **changes))


def test_defaults():
    options = read()
    assert [target.name for target in options.targets] == [NAME]
    assert (options.nameservers, options.compared) == (None, [])


def test_duplicates_stay_and_nameservers_stand_once():
    options = read(
        names=[{"name": NAME}, {"name": NAME.upper()}],
        nameservers=["192.0.2.53", "192.0.2.53:53", "[2001:db8::53]:5353"],
        compare_nameservers=["192.0.2.54"],
    )
    assert [target.name for target in options.targets] == [NAME, NAME]
    assert options.nameservers == [("192.0.2.53", 53), ("2001:db8::53", 5353)]
    assert options.compared == [("192.0.2.54", 53)]


def test_an_empty_list_of_nameservers_means_the_hosts_own():
    assert read(nameservers=[]).nameservers is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"names": []}, "names: the list is empty: expected at least one name", id="no name"),
        pytest.param(
            {"names": [{"name": NAME}, {"name": "exa mple"}]},
            "names[1].name: 'exa mple' is not a valid host name: "
            "expected a host name or URL such as example.openai.azure.com",
            id="no host name",
        ),
        pytest.param(
            {"names": [{"name": "10.0.14.4"}]},
            "names[0].name: '10.0.14.4' is not a valid host name: "
            "expected a host name or URL such as example.openai.azure.com, not an IP address",
            id="an address as name",
        ),
        pytest.param(
            {"names": [{"name": "a" * 64 + ".example"}]},
            "names[0].name: '%s' is not a valid host name: "
            "expected a host name or URL such as example.openai.azure.com, with labels of 63 characters at most"
            % ("a" * 64 + ".example"),
            id="label too long",
        ),
        pytest.param(
            {"names": [{"name": None}]},
            "names[0].name: None is not a valid host name: "
            "expected a host name or URL such as example.openai.azure.com",
            id="null as name",
        ),
        pytest.param(
            {"names": [{"name": NAME, "addresses": ["10.0.14.400"]}]},
            "names[0].addresses: '10.0.14.400' is not a valid IP address: "
            "expected an IPv4 or IPv6 address such as 10.0.14.4",
            id="bad address",
        ),
        pytest.param(
            {"names": [{"name": NAME, "networks": ["10.0.14.0/99"]}]},
            "names[0].networks: '10.0.14.0/99' is not a valid network: expected a CIDR such as 10.0.14.0/24",
            id="bad network",
        ),
        pytest.param(
            {"nameservers": ["192.0.2.53", "dns.example.com"]},
            "nameservers[1]: 'dns.example.com' is not a valid address: "
            "expected IP, IP:port or [IPv6]:port, such as 10.0.14.4:443",
            id="a name as nameserver",
        ),
        pytest.param(
            {"compare_nameservers": ["192.0.2.53:0"]},
            "compare_nameservers[0]: '192.0.2.53:0' is not a valid address: "
            "expected IP, IP:port or [IPv6]:port, such as 10.0.14.4:443",
            id="bad port",
        ),
        pytest.param(
            {"timeout": 0.0}, "timeout: 0.0 is out of range: expected a number of seconds from 0.1 to 300", id="no time"
        ),
        pytest.param({"tries": 0}, "tries: 0 is out of range: expected a number from 1 to 10", id="no try"),
        pytest.param(
            {"concurrency": 1000}, "concurrency: 1000 is out of range: expected a number from 1 to 256", id="too many"
        ),
        pytest.param(
            {"timeout": float("nan")},
            "timeout: nan is out of range: expected a number of seconds from 0.1 to 300",
            id="no number",
        ),
    ],
)
def test_refused(changes, message):
    with pytest.raises(ValueError) as caught:
        read(**changes)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("xn--bcher-kva.example", "bücher.example"),
        (NAME, NAME),
        pytest.param("xn--\N{MINUS SIGN}.example", "xn--\N{MINUS SIGN}.example", id="no ASCII"),
        pytest.param("xn--0.example", "xn--0.example", id="no IDN behind the prefix"),
    ],
)
def test_unicode_name(name, shown):
    assert unicode_name(name) == shown
