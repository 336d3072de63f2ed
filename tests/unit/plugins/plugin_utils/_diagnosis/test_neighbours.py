# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of signals, each alone: what yields it, and what is so near that only one thing keeps it away."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._diagnosis.evidence import Endpoint
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import healthy, returned
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.answers_of_dns import (
    AZURE,
    OF_PRIVATE_ZONE,
    OF_PUBLIC_ZONE,
    OTHER,
    PUBLIC_ZONE,
    SERVER,
    control,
    privately,
    publicly,
    seen_by,
    server,
    told,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.cases import case
from ansible_collections.privatelink.azure_ai.tests.unit.support.causes.requests_of_hosts import (
    CLOSED,
    JUMP_2,
    answered,
    denied,
    ended,
    page,
    served,
    through,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.collecting import collecting
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    NAME,
    PRIVATE,
    PRIVATELINK,
    PUBLIC,
    STALE,
    dns,
    inside,
    outside,
    probe,
)


@pytest.fixture(name="collected")
def collected_fixture(monkeypatch):
    return collecting(monkeypatch)


@pytest.mark.parametrize(
    "status, cause, certainty",
    [
        pytest.param(401, "gateway_login", "proven", id="401 asks for a login"),
        pytest.param(407, "gateway_login", "proven", id="407 asks for the login of a proxy"),
        pytest.param(511, "gateway_login", "proven", id="511 asks for the login of a network"),
        pytest.param(413, "gateway_limit", "proven", id="413 has a limit of size"),
        pytest.param(429, "gateway_limit", "proven", id="429 has a limit of requests"),
        pytest.param(502, "gateway_backend", "proven", id="502 does not reach its backend"),
        pytest.param(503, "gateway_backend", "proven", id="503 has no backend"),
        pytest.param(504, "gateway_backend", "proven", id="504 waits for its backend"),
        pytest.param(403, "web_application_firewall", "likely", id="403 refuses"),
        pytest.param(406, "web_application_firewall", "likely", id="406 is the refusal of mod_security"),
        pytest.param(451, "web_application_firewall", "likely", id="451 refuses for a law"),
        pytest.param(470, "web_application_firewall", "proven", id="470 is Azure Firewall's own"),
        pytest.param(400, "other_server", "likely", id="400 is anybody's"),
        pytest.param(404, "other_server", "likely", id="404 is anybody's"),
        pytest.param(500, "other_server", "likely", id="500 is anybody's"),
    ],
)
def test_who_answers_with_a_page_that_says_no_more_than_its_status(status, cause, certainty):
    diagnosis = case("http_not_azure", cause, inside(answered(**page("Something", status))), CLOSED).check["diagnosis"]
    assert (diagnosis["cause"], diagnosis["certainty"]) == (cause, certainty)


@pytest.mark.parametrize(
    "title, signal",
    [
        pytest.param("Request blocked by policy", "block_page", id="a block page"),
        pytest.param("Sign in to the network", "login_page", id="a page for a login"),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_a_title_says_who_answers_only_where_the_status_is_that_of_a_page(title, signal, status, collected):
    case("", None, inside(answered(**page(title, status))), CLOSED).document()
    assert (signal in {each.signal for each in collected}) is (status == 200)


@pytest.mark.parametrize(
    "address, on_the_internet",
    [
        pytest.param("192.0.2.53", True, id="anybody's"),
        pytest.param("172.32.0.53", True, id="beside a private network"),
        pytest.param("169.253.0.53", True, id="beside the link-local network"),
        pytest.param("100.128.0.53", True, id="beside the network of carriers and overlays"),
        pytest.param("168.63.129.17", True, id="beside Azure's own"),
        pytest.param("10.0.0.53", False, id="private: 10"),
        pytest.param("172.31.0.53", False, id="private: 172"),
        pytest.param("192.168.0.53", False, id="private: 192.168"),
        pytest.param("fd00::53", False, id="private: IPv6"),
        pytest.param("127.0.0.1", False, id="the host itself"),
        pytest.param("169.254.20.10", False, id="link-local, as a cache on the host has it"),
        pytest.param("100.100.100.100", False, id="an overlay"),
        pytest.param("168.63.129.16", False, id="Azure's own"),
    ],
)
def test_which_nameserver_is_on_the_internet(address, on_the_internet, collected):
    case("", None, seen_by(publicly(address)), CLOSED).document()
    assert ("asked_public_server" in {each.signal for each in collected}) is on_the_internet


@pytest.mark.parametrize(
    "network, invented",
    [
        pytest.param("198.18.7", True, id="the benchmark network, which overlays use"),
        pytest.param("100.64.7", True, id="the network of carriers, which overlays use"),
        pytest.param("10.0.14", False, id="private: 10"),
        pytest.param("172.16.14", False, id="private: 172"),
        pytest.param("192.168.14", False, id="private: 192.168"),
    ],
)
def test_only_outside_the_private_networks_does_a_range_show_invented_addresses(network, invented, collected):
    """A network has many private endpoints, whose addresses are near each other."""
    found, further = f"{network}.201", [(f"{name}.{PUBLIC_ZONE}", f"{network}.{name}") for name in ("202", "203")]
    others = [(name, server(SERVER, told(address), name=name)) for name, address in further]
    random = control(f"{network}.204")
    case("", None, seen_by(server(SERVER, told(found), random_label=random), others=others), CLOSED).document()
    shown = {each.signal for each in collected} & {"random_in_range", "same_range_for_others"}
    assert shown == ({"random_in_range", "same_range_for_others"} if invented else set())


def names(*addresses):
    return {"private_addresses": {NAME: list(addresses)}}


ALSO = "10.0.14.5"
DISAGREE = {"beside": ["dns_resolvers_disagree"]}


@pytest.mark.parametrize(
    "first, second, account",
    [
        pytest.param(
            privately(SERVER),
            dict(server(OTHER, told(ALSO)), code="dns_private"),
            names(PRIVATE, ALSO),
            id="two declared addresses",
        ),
        pytest.param(server(SERVER, told(STALE)), publicly(OTHER), None, id="an old address and a public one"),
    ],
)
def test_own_nameservers_that_differ_are_named_whatever_they_give(first, second, account, collected):
    seen = case(
        "dns_resolvers_disagree", "siblings_differ", seen_by(first, second, **DISAGREE), CLOSED, account=account
    )
    assert seen.check["diagnosis"]["cause"] == seen.cause
    assert [each.fields for each in collected if each.signal == "own_differ"] == [
        {"well_server": SERVER, "bad_server": OTHER}
    ]


UNKNOWN = seen_by(server(SERVER, told(rcode="NXDOMAIN")))


def denying(*soa, address=OTHER):
    """Return that another host gets NXDOMAIN, with that SOA record."""
    return seen_by(server(address, told(rcode="NXDOMAIN", soa=soa)), host="jump-2")


def reset_at(address):
    return ended("http_reset", address)


def silent(address):
    return server(address, told(rcode=None), failure="dns_timeout")


@pytest.mark.parametrize(
    "signal, there, elsewhere",
    [
        pytest.param(
            "denied_elsewhere",
            (UNKNOWN, denying(*OF_PUBLIC_ZONE)),
            (UNKNOWN, denying(*OF_PRIVATE_ZONE)),
            id="only Azure's public zone denies that there is such an account",
        ),
        pytest.param(
            "denied_elsewhere",
            (UNKNOWN, denying(*OF_PUBLIC_ZONE)),
            (UNKNOWN, denying(OF_PUBLIC_ZONE[0], "ns.corp.example")),
            id="only Azure's own zone denies that there is such an account",
        ),
        pytest.param(
            "answers_elsewhere",
            (inside(reset_at(PRIVATE)), JUMP_2),
            (inside(served()), outside(reset_at(PUBLIC)), outside(denied(), host="outside-2")),
            id="only a private address is the same place for two hosts",
        ),
        pytest.param(
            "answers_elsewhere",
            (inside(reset_at(PRIVATE)), JUMP_2),
            (inside(reset_at(PRIVATE)), inside(served(STALE), host="jump-2")),
            id="only the same address is the same place",
        ),
        pytest.param(
            "answers_elsewhere",
            (inside(reset_at(PRIVATE), network="hub"), inside(served(), host="jump-2", network="hub")),
            (inside(reset_at(PRIVATE), network="hub"), inside(served(), host="jump-2", network="spoke")),
            id="an address of another network is another place",
        ),
        pytest.param(
            "answers_other_hosts",
            (seen_by(silent(SERVER)), seen_by(privately(SERVER), host="jump-2")),
            (seen_by(silent("127.0.0.1")), seen_by(privately("127.0.0.1"), host="jump-2")),
            id="each host has a loopback of its own",
        ),
        pytest.param(
            "private_elsewhere",
            (seen_by(publicly()), seen_by(privately(), host="jump-2")),
            (seen_by(publicly()), seen_by(dict(privately(), server=None), host="jump-2", reads={"nameservers": []})),
            id="an answer of a nameserver that is not named is nobody's",
        ),
        pytest.param(
            "endpoint_answers",
            (inside(), outside(served())),
            (inside(), outside(served(STALE))),
            id="only the declared address is known to be the private endpoint's",
        ),
        pytest.param(
            "answered_otherwise",
            (inside(served()), outside(probe("model_path_not_found", PUBLIC))),
            (inside(served()), outside(probe("model_deployment_not_found", PUBLIC))),
            id="an answer that shows the public endpoint open has said enough",
        ),
    ],
)
def test_what_shows_something_and_what_does_not(signal, there, elsewhere, collected):
    for observations, expected in ((there, True), (elsewhere, False)):
        collected.clear()
        case("", None, *observations).document()
        assert (signal in {each.signal for each in collected}) is expected


SERVES = returned(healthy())
SERVES_OTHER = returned(healthy())
SERVES_OTHER["comparisons"] = [dict(each, result="different") for each in SERVES_OTHER["comparisons"]]


@pytest.mark.parametrize(
    "seen, side, expected",
    [
        pytest.param(seen_by(publicly(SERVER)), SERVES, True, id="to the jumphost, by another nameserver"),
        pytest.param(seen_by(publicly(AZURE)), SERVES, False, id="to one whose answer is that of another network"),
        pytest.param(seen_by(publicly(SERVER), vantage="onprem"), SERVES, False, id="to a host elsewhere"),
        pytest.param(seen_by(publicly(SERVER)), SERVES_OTHER, False, id="another record"),
    ],
)
def test_to_whom_a_private_zone_serves_the_name(seen, side, expected, collected):
    case("", None, seen, CLOSED, azure=side).document()
    assert ("azure_serves_name" in {each.signal for each in collected}) is expected


@pytest.mark.parametrize(
    "address, signals",
    [
        pytest.param(PRIVATE, {"azure_has_address"}, id="the endpoint's own"),
        pytest.param(STALE, {"azure_has_other_address"}, id="another"),
    ],
)
def test_whose_address_an_answer_has(address, signals, collected):
    case("", None, seen_by(server(SERVER, told(address))), CLOSED, azure=SERVES).document()
    assert {each.signal for each in collected} & {"azure_has_address", "azure_has_other_address"} == signals


@pytest.mark.parametrize(
    "there, of_azure, same",
    [
        pytest.param(told(STALE), control(STALE, name=NAME), True, id="one address"),
        pytest.param(told(STALE, PUBLIC), control(PUBLIC, STALE, name=NAME), True, id="two, in another order"),
        pytest.param(told(STALE, PUBLIC), control(STALE, name=NAME), False, id="one of two"),
        pytest.param(told(STALE), control(name=NAME), False, id="an address and none"),
        pytest.param(told(), control(STALE, name=NAME), False, id="none and an address"),
        pytest.param(told(), control(name=NAME), False, id="none and none"),
        pytest.param(told(rcode="NXDOMAIN"), control(name=NAME, rcode="NXDOMAIN"), False, id="both deny the name"),
    ],
)
def test_azure_dns_gives_the_same_only_where_it_gives_addresses(there, of_azure, same, collected):
    case("", None, seen_by(server(SERVER, there), platform=of_azure), CLOSED).document()
    found = {each.signal for each in collected} & {"platform_same", "platform_same_bare"}
    assert found == ({"platform_same", "platform_same_bare"} if same else set())


@pytest.mark.parametrize("turned", [False, True], ids=["by name first", "to an address first"])
def test_of_several_requests_that_a_proxy_changes_nothing_of_the_first_is_cited(turned, collected):
    by_name = dict(served(), proxied=through("model_ok", 200))
    to_address = dict(denied(PRIVATE, connect_to=PRIVATE), proxied=through("gate_public_access_disabled", 403))
    requests = [to_address, by_name] if turned else [by_name, to_address]
    case("", None, inside(*requests, dns=dns(findings=["host_proxy_captures"])), CLOSED).document()
    of_host, *_of_requests = [each.fields for each in collected if each.signal == "proxied_alike"]
    assert (of_host["code"], of_host["proxied_code"]) == (requests[0]["code"],) * 2


@pytest.mark.parametrize(
    "field, value",
    [
        pytest.param("name", "chat.openai.azure.com", id="what is asked"),
        pytest.param("public_name", "chat.openai.azure.com", id="the same beside the privatelink name"),
        pytest.param("name_pattern", "chat[.]openai[.]azure[.]com", id="for sed and grep, to which a dot is anything"),
        pytest.param("label", "chat", id="the record in the zone"),
        pytest.param("zone", "privatelink.openai.azure.com", id="the private DNS zone"),
        pytest.param("public_zone", "openai.azure.com", id="the zone on the Internet, to forward"),
        pytest.param("shadow_zone", "openai.azure.com", id="the zone that may stand in for it"),
        pytest.param("privatelink_name", "chat.privatelink.openai.azure.com", id="the alias"),
        pytest.param("account", "prod", id="the account, which is not called like the name"),
        pytest.param("host", "jump-1", id="the host"),
        pytest.param("expected", "10.0.14.4, 10.0.14.5", id="all addresses"),
        pytest.param("expected_address", None, id="no record gets one of several addresses"),
        pytest.param("operation", "completions", id="the operation"),
        pytest.param("deployment", "gpt", id="the deployment"),
        pytest.param("api_version", "2024-10-21", id="the version of the API"),
    ],
)
def test_what_commands_and_sentences_say_of_an_endpoint(field, value):
    endpoint = Endpoint(
        "prod",
        "chat.openai.azure.com",
        "jumphost",
        "jump-1",
        addresses=("10.0.14.4", "10.0.14.5"),
        operation="completions",
        deployment="gpt",
        api_version="2024-10-21",
    )
    assert endpoint.fields()[field] == value


@pytest.mark.parametrize(
    "declared, vantage, words",
    [
        pytest.param({"addresses": ("10.0.14.4", "10.0.14.5")}, "jumphost", "10.0.14.4, 10.0.14.5", id="addresses"),
        pytest.param({"networks": ("10.0.14.0/24", "fd00::/64")}, "jumphost", "10.0.14.0/24, fd00::/64", id="networks"),
        pytest.param(
            {"addresses": ("10.0.14.4",), "networks": ("10.0.14.0/24",)},
            "onprem",
            "10.0.14.4",
            id="an address is exact",
        ),
    ],
)
def test_a_look_up_is_expected_to_give_what_is_declared(declared, vantage, words):
    assert Endpoint("prod", NAME, vantage, "jump-1", **declared).expected == words


@pytest.mark.parametrize(
    "declared, vantage, scope",
    [
        pytest.param({}, "jumphost", "a private address", id="nothing declared"),
        pytest.param(
            {"networks": ("10.0.14.0/24",)}, "outside", "a public address", id="the Internet has no private one"
        ),
    ],
)
def test_a_look_up_is_expected_to_lead_over_the_privatelink_name(declared, vantage, scope):
    words = Endpoint("prod", NAME, vantage, "jump-1", **declared).expected
    assert words.startswith(scope) and PRIVATELINK in words
