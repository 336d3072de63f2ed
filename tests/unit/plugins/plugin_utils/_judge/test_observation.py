# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge's input: what it becomes, and how what is ill-shaped is refused."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.observation import estate_of
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    ACCOUNT,
    DENIED,
    NAME,
    PRIVATE,
    PRIVATELINK,
    PUBLIC,
    SERVED,
    STALE,
    answer,
    dns,
    estate,
    inside,
    outside,
    probe,
)

AN_ADDRESS = "expected an IPv4 or IPv6 address such as 10.0.14.4"
ADDRESSES = "expected a list of IPv4 or IPv6 addresses such as 10.0.14.4"


def result(**more):
    return estate(inside(*SERVED, dict(probe("model_ok"), **more)))


def entry(**more):
    facts = dns()
    facts["names"][0].update(more)
    return estate(inside(dns=facts))


def host(**more):
    return estate(inside(dns=dns(host=more)))


def azure(**more):
    return dict(estate(), azure={"accounts": [dict({"name": "example"}, **more)]})


@pytest.mark.parametrize(
    "given, message",
    [
        pytest.param([], "input: [] is not valid: expected a mapping", id="no mapping"),
        pytest.param(
            {"accounts": "example"}, "accounts: 'example' is not valid: expected a list", id="accounts: a text"
        ),
        pytest.param(
            {"accounts": ["example"]}, "accounts[0]: 'example' is not valid: expected a mapping", id="account: a text"
        ),
        pytest.param(
            estate(account={"networks": "10.0.14.0/24"}),
            "account example, networks: '10.0.14.0/24' is not valid: expected a list",
            id="networks: a text",
        ),
        pytest.param(
            estate(account={"private_addresses": [PRIVATE]}),
            "account example, private_addresses: ['10.0.14.4'] is not valid: expected a mapping",
            id="addresses without names",
        ),
        pytest.param(
            estate(account={"public_access": "none"}),
            "account example, public_access: 'none' is not valid: expected one of disabled, selected_networks, enabled",
            id="public access",
        ),
        pytest.param(
            estate(account={"deployment": ["gpt"]}),
            "account example, deployment: ['gpt'] is not valid: expected a text",
            id="deployment",
        ),
        pytest.param(
            {"accounts": [ACCOUNT], "observations": {}, "azure": 5},
            "azure: 5 is not valid: expected a mapping",
            id="azure: a number",
        ),
        pytest.param(
            {"observations": "jump-1"},
            "observations: 'jump-1' is not valid: expected a list",
            id="observations: a text",
        ),
        pytest.param(
            {"observations": ["jump-1"]},
            "observations[0]: 'jump-1' is not valid: expected a mapping",
            id="observation: a text",
        ),
        pytest.param(
            {"observations": [{}]},
            "observations[0], host: None is not valid: expected a text that is not empty",
            id="no host",
        ),
        pytest.param(
            {"observations": [{"host": 5}]},
            "observations[0], host: 5 is not valid: expected a text that is not empty",
            id="host: a number",
        ),
        pytest.param(
            estate(inside(vantage=["outside"])),
            "host jump-1, vantage: ['outside'] is not valid: expected a text",
            id="vantage: a list",
        ),
        pytest.param(
            estate(inside(vantage="mars")),
            "host jump-1, vantage: 'mars' is not a valid vantage: expected one of jumphost, onprem, outside",
            id="vantage",
        ),
        pytest.param(
            estate(inside(accounts="example")),
            "host jump-1, accounts: 'example' is not valid: expected a list",
            id="accounts of a host",
        ),
        pytest.param(
            estate(inside(accounts=[5])),
            "host jump-1, accounts[0]: 5 is not valid: expected a mapping",
            id="account of a host",
        ),
        pytest.param(
            estate(inside(dns="none")), "host jump-1, dns: 'none' is not valid: expected a mapping", id="dns: a text"
        ),
        pytest.param(
            estate(inside(dns={"names": {"a": 1}})),
            "host jump-1, dns, names: {'a': 1} is not valid: expected a list",
            id="names: a mapping",
        ),
        pytest.param(
            estate(inside(dns={"names": [{}]})),
            "host jump-1, dns, names[0], name: None is not valid: expected a text that is not empty",
            id="look-up without a name",
        ),
        pytest.param(
            entry(addresses=PRIVATE),
            (f"host jump-1, dns, names[0], addresses: '10.0.14.4' is not valid: {ADDRESSES}"),
            id="addresses: a text",
        ),
        pytest.param(
            entry(addresses=["10.0.14.400"]),
            (f"host jump-1, dns, names[0], addresses: ['10.0.14.400'] is not valid: {ADDRESSES}"),
            id="address of a look-up",
        ),
        pytest.param(
            entry(addresses=[None]),
            f"host jump-1, dns, names[0], addresses: [None] is not valid: {ADDRESSES}",
            id="no address",
        ),
        pytest.param(
            entry(addresses=[[PRIVATE]]),
            f"host jump-1, dns, names[0], addresses: [['10.0.14.4']] is not valid: {ADDRESSES}",
            id="address of a look-up: a list",
        ),
        pytest.param(
            entry(findings="dns_timeout"),
            "host jump-1, dns, names[0], findings: 'dns_timeout' is not valid: expected a list",
            id="findings: a text",
        ),
        pytest.param(
            entry(findings=[5]),
            "host jump-1, dns, names[0], findings: [5] is not valid: expected a list of texts",
            id="finding: a number",
        ),
        pytest.param(
            entry(code=5), "host jump-1, dns, names[0], code: 5 is not valid: expected a text", id="code: a number"
        ),
        pytest.param(
            entry(system=[PRIVATE]),
            "host jump-1, dns, names[0], system: ['10.0.14.4'] is not valid: expected a mapping",
            id="system: a list",
        ),
        pytest.param(
            entry(resolvers=[answer(addresses=["x"])]),
            (f"host jump-1, dns, names[0], resolvers[0], addresses: ['x'] is not valid: {ADDRESSES}"),
            id="address of an answer",
        ),
        pytest.param(
            entry(resolvers=[answer(server="dc01")]),
            (f"host jump-1, dns, names[0], resolvers[0], server: 'dc01' is not valid: {AN_ADDRESS}"),
            id="nameserver by name",
        ),
        pytest.param(
            entry(resolvers=[answer(server=["168.63.129.16"])]),
            f"host jump-1, dns, names[0], resolvers[0], server: ['168.63.129.16'] is not valid: {AN_ADDRESS}",
            id="nameserver: a list",
        ),
        pytest.param(
            entry(resolvers=[answer(port="53")]),
            "host jump-1, dns, names[0], resolvers[0], port: '53' is not valid: expected an integer",
            id="port: a text",
        ),
        pytest.param(
            entry(resolvers=[answer(chain=[NAME])]),
            "host jump-1, dns, names[0], resolvers[0], chain[0]: 'example.openai.azure.com' is not valid: expected a mapping",
            id="chain of texts",
        ),
        pytest.param(
            host(nameservers=["x"]),
            f"host jump-1, dns, host, nameservers: ['x'] is not valid: {ADDRESSES}",
            id="nameserver of a host",
        ),
        pytest.param(
            host(hosts_entries=[{"names": [NAME]}]),
            "host jump-1, dns, host, hosts_entries[0], address: None is not valid: expected a text that is not empty",
            id="pin without an address",
        ),
        pytest.param(
            host(proxies={"systemd": "http://proxy.example"}),
            "host jump-1, dns, host, proxies, systemd: 'http://proxy.example' is not valid: expected a mapping",
            id="proxies of a source: a text",
        ),
        pytest.param(
            estate(inside("served")),
            "host jump-1, probes[0]: 'served' is not valid: expected a mapping",
            id="result: a text",
        ),
        pytest.param(
            estate(inside({"code": "model_ok"})),
            "host jump-1, probes[0], endpoint: None is not valid: expected a text that is not empty",
            id="result without an endpoint",
        ),
        pytest.param(
            result(endpoint="https://[x/"),
            "host jump-1, probes[2], endpoint: 'https://[x/' is not valid: expected a URL such as https://example.openai.azure.com/",
            id="endpoint",
        ),
        pytest.param(
            result(peer=PRIVATE),
            "host jump-1, probes[2], peer: '10.0.14.4' is not valid: expected a mapping",
            id="peer: a text",
        ),
        pytest.param(
            result(peer={"address": "x"}),
            (f"host jump-1, probes[2], peer, address: 'x' is not valid: {AN_ADDRESS}"),
            id="address of a peer",
        ),
        pytest.param(
            result(peer={"address": {"ip": PRIVATE}}),
            f"host jump-1, probes[2], peer, address: {{'ip': '10.0.14.4'}} is not valid: {AN_ADDRESS}",
            id="address of a peer: a mapping",
        ),
        pytest.param(
            result(connect_to="10.0.14.4:x"),
            "host jump-1, probes[2], connect_to: '10.0.14.4:x' is not valid: expected IP, IP:port or [v6]:port, such as 10.0.14.4:443",
            id="connect_to",
        ),
        pytest.param(
            result(tls="ok"), "host jump-1, probes[2], tls: 'ok' is not valid: expected a mapping", id="tls: a text"
        ),
        pytest.param(
            result(tls={"san": "*"}),
            "host jump-1, probes[2], tls, san: '*' is not valid: expected a list",
            id="names of a certificate: a text",
        ),
        pytest.param(
            result(http={"status": "200"}),
            "host jump-1, probes[2], http, status: '200' is not valid: expected an integer",
            id="status: a text",
        ),
        pytest.param(
            result(code=["model_ok"]),
            "host jump-1, probes[2], code: ['model_ok'] is not valid: expected a text",
            id="code: a list",
        ),
        pytest.param(
            azure(name=None),
            "azure, accounts[0], name: None is not valid: expected a text that is not empty",
            id="account of Azure without a name",
        ),
        pytest.param(
            azure(findings=["azure_endpoint_missing"]),
            "azure, accounts[0], findings[0]: 'azure_endpoint_missing' is not valid: expected a mapping",
            id="finding: a text",
        ),
        pytest.param(
            azure(expected={NAME: ["x"]}),
            (f"azure, accounts[0], expected, example.openai.azure.com: ['x'] is not valid: {ADDRESSES}"),
            id="expected address",
        ),
        pytest.param(
            azure(zones=[{"name": "z", "records": {NAME: PRIVATE}}]),
            (f"azure, accounts[0], zones[0], records, example.openai.azure.com: '10.0.14.4' is not valid: {ADDRESSES}"),
            id="records: a text",
        ),
    ],
)
def test_what_is_ill_shaped_is_refused_by_its_place(given, message):
    with pytest.raises(ValueError) as caught:
        judge(given)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "address, expected",
    [
        pytest.param(PRIVATE, ("private", True), id="declared"),
        pytest.param(STALE, ("private", False), id="private, not declared"),
        pytest.param(PUBLIC, ("public", False), id="public"),
        pytest.param("127.0.0.1", ("special", False), id="sinkhole"),
    ],
)
def test_an_address_is_read_once_in_the_light_of_what_is_declared(address, expected):
    (observation,) = estate_of(estate(inside(probe("model_ok", address), dns=dns(address=address)))).observations
    (observed,) = observation.endpoints["example"]
    addresses = [observed.lookup.addresses[0], observed.lookup.answers[0].addresses[0], observed.results[0].peer]
    assert [(each.scope, each.expected) for each in addresses] == [expected] * 3


@pytest.mark.parametrize(
    "code, expected",
    [
        ("model_ok", "model_ok"),
        ("brand_new_code", "http_unclassified"),
        ("host_pinned", "http_unclassified"),
        (None, "http_unclassified"),
    ],
)
def test_a_result_has_a_code_that_a_request_can_have(code, expected):
    (observation,) = estate_of(estate(inside(dict(probe("model_ok"), code=code)))).observations
    (result,) = observation.endpoints["example"][0].results
    assert (result.code, result.reported_code) == (expected, code)


def test_names_are_public_ones_whatever_they_were_asked_as():
    facts = dns()
    facts["names"][0].update(name=PRIVATELINK, public_name=None)
    (observation,) = estate_of(
        estate(inside(probe("model_ok", endpoint=f"https://{PRIVATELINK.upper()}./"), dns=facts))
    ).observations
    (observed,) = observation.endpoints["example"]
    assert (list(observation.lookups), observed.results[0].name, observation.forbidden) == ([NAME], NAME, {})


def test_a_host_is_judged_by_its_own_declaration():
    own = {"name": "example", "private_addresses": {NAME: [STALE]}}
    first, second = estate_of(estate(inside(*SERVED, accounts=[own]), inside(*SERVED, host="jump-2"))).observations
    assert [each.endpoints["example"][0].results[0].direct for each in (first, second)] == [False, True]


def test_nothing_of_the_input_can_be_changed_afterwards():
    read = estate_of(estate(inside(*SERVED), outside(DENIED)))
    observation = read.observations[0]
    observed = observation.endpoints["example"][0]
    typed = (
        read,
        read.accounts[0],
        observation,
        observation.resolver,
        observed,
        observed.endpoint,
        observed.lookup,
        observed.results[0],
    )
    for each in typed:
        with pytest.raises(dataclasses.FrozenInstanceError):
            each.host = "another"


@pytest.mark.parametrize("types", [("A",), ("AAAA",), ("A", "AAAA")], ids="-".join)
def test_what_was_answered_for_each_type_is_read(types):
    said = {rdtype: {"rcode": "NOERROR", "addresses": [PRIVATE], "authority": f"{rdtype}.example"} for rdtype in types}
    facts = dns(answers=[answer(types=said)])
    (observation,) = estate_of(estate(inside(*SERVED, dns=facts))).observations
    (answered,) = observation.endpoints["example"][0].lookup.answers
    assert {rdtype: each.authority for rdtype, each in answered.types.items()} == {
        rdtype: f"{rdtype}.example" for rdtype in types
    }
