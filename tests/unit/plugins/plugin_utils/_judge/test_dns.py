# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said about the answers of nameservers."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.catalogue import CATALOGUE
from ansible_collections.privatelink.azure_ai.plugins.module_utils._catalogue.model import fill
from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.addresses import AZURE_DNS
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._diagnosis.evidence import (
    Answer,
    Endpoint,
    Lookup,
    Resolver,
)
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.dns import inside_dns
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    NAME,
    PRIVATE,
    PRIVATELINK,
    PUBLIC,
    STALE,
    answer,
    commands,
    dns,
    estate,
    inside,
    probe,
    texts,
)

OTHER = "10.0.0.5"


def told(code, *answers, vantage="jumphost", findings=None, **entry):
    """The check with that code, of a host whose nameservers give these answers."""
    first = answers[0]["addresses"] if answers else []
    facts = dns(code, next(iter(first), None), findings=findings, answers=list(answers))
    facts["names"][0].update(entry)
    account = judge(estate(inside(dns=facts, vantage=vantage)), complete=False)["accounts"][0]
    return next(check for check in account["checks"] if check["code"] in (findings or [code]))


def drafted(given, *compared):
    """Return the check of an answer before a diagnosis; others were asked beside it."""
    lookup = Lookup(
        given.code, (given.code,), (), None, (given, *compared), (given,), False, None, None, PRIVATELINK, Resolver()
    )
    (check,) = inside_dns(Endpoint("example", NAME, "jumphost", "jump-1"), "by_name", lookup)
    return check


@pytest.mark.parametrize(
    "code, rcode, cause",
    [
        pytest.param("dns_servfail", "SERVFAIL", "DNSSEC validation", id="SERVFAIL"),
        pytest.param("dns_servfail", "FORMERR", "does not understand the query", id="FORMERR"),
        pytest.param("dns_refused", "REFUSED", "access list does not include this host", id="REFUSED"),
        pytest.param("dns_refused", "NOTIMP", "does not understand the query", id="NOTIMP"),
        pytest.param("dns_refused", "NOTAUTH", "only its own zones", id="NOTAUTH"),
    ],
)
def test_the_rcode_is_named_and_explained(code, rcode, cause):
    check = told(code, answer(code, None, server=OTHER, rcode=rcode, chain=[]))
    assert check["summary"] == f"nameserver 10.0.0.5 answered {rcode} for {NAME}"
    assert cause in check["cause"] and check["observed"] == rcode


@pytest.mark.parametrize(
    "code, rcode, text",
    [
        pytest.param("dns_servfail", "SERVFAIL", None, id="SERVFAIL"),
        pytest.param("dns_servfail", "FORMERR", "misunderstood", id="FORMERR"),
        pytest.param("dns_refused", "REFUSED", None, id="REFUSED"),
        pytest.param("dns_refused", "NOTIMP", "not_implemented", id="NOTIMP"),
        pytest.param("dns_refused", "NOTAUTH", "not_authoritative", id="NOTAUTH"),
    ],
)
def test_of_several_texts_of_a_code_the_rcode_takes_its_own(code, rcode, text):
    """A reader sees it where the diagnosis finds no cause."""
    check = drafted(Answer(server=OTHER, code=code, rcode=rcode))
    assert check["cause"] == fill(CATALOGUE[code].under(text).why, check["fields"])


@pytest.mark.parametrize(
    "server, others, text, sound",
    [
        pytest.param(OTHER, {}, None, None, id="it alone was asked"),
        pytest.param(OTHER, {AZURE_DNS: "dns_public_address"}, None, None, id="another gives a public address too"),
        pytest.param(OTHER, {AZURE_DNS: "dns_timeout"}, None, None, id="another is silent"),
        pytest.param(OTHER, {AZURE_DNS: "dns_private"}, "bypassed", AZURE_DNS, id="another gives the private one"),
        pytest.param(
            OTHER,
            {"10.0.0.6": "dns_wrong_address", "10.0.0.7": "dns_private", AZURE_DNS: "dns_private"},
            "bypassed",
            "10.0.0.7",
            id="the first of those that do",
        ),
        pytest.param(AZURE_DNS, {OTHER: "dns_private"}, None, OTHER, id="Azure's own has no zone"),
    ],
)
def test_a_nameserver_is_named_as_sound_only_where_it_gives_the_private_address(server, others, text, sound):
    compared = [Answer(server=other, code=code) for other, code in others.items()]
    check = drafted(Answer(server=server, code="dns_public_address"), *compared)
    assert check["fields"].get("sound_server") == sound
    assert check["cause"] == fill(CATALOGUE["dns_public_address"].under(text).why, check["fields"])


@pytest.mark.parametrize(
    "code, more, observed",
    [
        pytest.param("dns_timeout", {"rcode": None, "chain": []}, "no answer", id="silence"),
        pytest.param(
            "dns_timeout", {"rcode": "NOERROR"}, f"CNAME {PRIVATELINK} -> no answer", id="silence behind half a chain"
        ),
        pytest.param(
            "dns_servfail", {"rcode": "SERVFAIL"}, f"CNAME {PRIVATELINK} -> SERVFAIL", id="failure behind half a chain"
        ),
        pytest.param("dns_resolver_unreachable", {"rcode": None, "chain": []}, "no answer", id="unreachable"),
        pytest.param(
            "dns_record_missing", {"rcode": "NXDOMAIN"}, f"CNAME {PRIVATELINK} -> NXDOMAIN", id="record missing"
        ),
        pytest.param("dns_empty", {}, f"CNAME {PRIVATELINK} -> no address", id="no address"),
        pytest.param("dns_cname_loop", {}, f"CNAME {PRIVATELINK} -> and so on, without end", id="loop"),
    ],
)
def test_what_was_observed_without_an_address(code, more, observed):
    assert told(code, answer(code, None, **more))["observed"] == observed


def test_an_answer_of_many_addresses_is_cut_short():
    many = [f"10.0.0.{number}" for number in range(1, 200)]
    check = told("dns_wrong_address", answer("dns_wrong_address", addresses=many))
    assert check["observed"].endswith("10.0.0.8 and 191 more")


def test_a_stub_that_fails_is_told_from_the_nameserver_behind_it():
    upstream = answer(server=OTHER, compared=True)
    stub = answer("dns_servfail", None, server="127.0.0.53", rcode="SERVFAIL", chain=[])
    facts = dns(
        "dns_servfail",
        None,
        answers=[stub, upstream],
        host={"nameservers": ["127.0.0.53"], "resolved_nameservers": [OTHER]},
    )
    checks = judge(estate(inside(dns=facts)), complete=False)["accounts"][0]["checks"]
    check = next(check for check in checks if check["code"] == "dns_servfail")
    assert "systemd-resolved on jump-1 fails, but the nameserver behind it answers" in check["cause"]
    assert any("DNSSEC=no" in step for step in commands(check))


@pytest.mark.parametrize(
    "vantage, answers, cause",
    [
        pytest.param("jumphost", [answer("dns_public_address", PUBLIC)], "is not linked", id="asked Azure itself"),
        pytest.param(
            "jumphost", [answer("dns_public_address", PUBLIC, server=OTHER)], "is not linked", id="Azure was not asked"
        ),
        pytest.param(
            "jumphost",
            [answer("dns_public_address", PUBLIC, server=OTHER), answer(compared=True)],
            "10.0.0.5 resolves openai.azure.com on the Internet",
            id="Azure answers well beside it",
        ),
        pytest.param(
            "onprem", [answer("dns_public_address", PUBLIC, server=OTHER)], "no conditional forwarder", id="on-premises"
        ),
    ],
)
def test_why_a_name_is_public(vantage, answers, cause):
    assert cause in told("dns_public_address", *answers, vantage=vantage)["cause"]


def test_on_premises_needs_a_forwarder_even_where_no_nameserver_was_asked():
    seen = inside(probe("gate_public_access_disabled", PUBLIC), vantage="onprem", dns=None)
    account = judge(estate(seen), complete=False)["accounts"][0]
    check = next(check for check in account["checks"] if check["code"] == "dns_public_address")
    assert "no conditional forwarder" in check["cause"]


@pytest.mark.parametrize(
    "entry, group",
    [
        pytest.param({}, "account", id="of the zone"),
        pytest.param(
            {"zone": "privatelink.vaultcore.azure.net", "service": "Azure Key Vault"}, "vault", id="of another service"
        ),
        pytest.param(
            {"zone": "privatelink.azuredatabricks.net", "service": "Azure Databricks"}, "<group-id>", id="several"
        ),
        pytest.param({"zone": "privatelink.example.net"}, "<group-id>", id="unknown zone"),
    ],
)
def test_the_group_id_is_that_of_the_service(entry, group):
    chain = [{"name": NAME, "ttl": 60, "type": "CNAME", "value": "weu.prod.cog.trafficmanager.net"}]
    remedy = commands(told("dns_no_privatelink", answer("dns_no_privatelink", PUBLIC, chain=chain), **entry))
    create = next(step for step in remedy if step.startswith("az network private-endpoint create"))
    assert f"--group-id {group} " in create
    assert any("az network private-link-resource list" in step for step in remedy[: remedy.index(create)])


@pytest.mark.parametrize(
    "authority, zone",
    [
        pytest.param(None, "openai.azure.com", id="no SOA record: the public zone"),
        pytest.param("openai.azure.com", "openai.azure.com", id="named like the public zone"),
        pytest.param(NAME, NAME, id="named like the account"),
        pytest.param("azure.com", "azure.com", id="above the public zone"),
        pytest.param("privatelink.openai.azure.com", "openai.azure.com", id="a zone that cannot hold the name"),
    ],
)
def test_a_zone_that_shadows_the_public_one_is_named(authority, zone):
    check = told("dns_direct_record", answer("dns_direct_record", STALE, chain=[], authority=authority))
    assert f"The Azure private DNS zone {zone} hides" in check["cause"]
    text = "\n".join(texts(check))
    assert f"az network private-dns zone delete --resource-group <zone-resource-group> --name {zone}" in text
    create = (
        "az network private-dns zone create --resource-group <zone-resource-group> --name privatelink.openai.azure.com"
    )
    assert (
        text.index(create) < text.index("link vnet create") < text.index("link vnet delete") < text.index("zone delete")
    )


@pytest.mark.parametrize(
    ("address", "networks", "severity"),
    [
        pytest.param("100.64.12.5", ["100.64.0.0/10"], "info", id="an overlay that is declared"),
        pytest.param("100.64.12.5", None, "warning", id="any private address"),
        pytest.param("10.9.0.5", ["10.9.0.0/16"], "warning", id="a network like any other"),
    ],
)
def test_only_a_declared_overlay_may_answer_without_the_alias(address, networks, severity):
    facts = dns("dns_direct_record", address, answers=[answer("dns_direct_record", address, server=OTHER, chain=[])])
    facts["names"][0]["expected"] = True
    document = estate(inside(dns=facts))
    (account,) = document["accounts"]
    account.update(private_addresses=None, networks=networks)
    check = next(each for each in judge(document)["accounts"][0]["checks"] if each["link"] == "dns")
    assert (check["code"], check["status"], check["severity"]) == ("dns_direct_record", "pass", severity)
    assert (check["diagnosis"] is None) == (severity == "info")


def test_of_mixed_addresses_the_public_one_is_to_go():
    remedy = commands(told("dns_mixed_addresses", answer("dns_mixed_addresses", addresses=[PRIVATE, PUBLIC])))
    assert any("remove-record" in step and f"--ipv4-address {PUBLIC}" in step for step in remedy)


@pytest.mark.parametrize(
    "answers, cause",
    [
        pytest.param(
            [answer(), answer("dns_public_address", PUBLIC, server=OTHER)],
            "jump-1 may ask any of them",
            id="the host's own",
        ),
        pytest.param(
            [answer(), answer("dns_public_address", PUBLIC, server=OTHER, compared=True)],
            "itself does not ask",
            id="only one that was compared",
        ),
    ],
)
def test_who_disagrees(answers, cause):
    assert cause in told("dns_private", *answers, findings=["dns_resolvers_disagree"])["cause"]


@pytest.mark.parametrize(
    "server, told_where",
    [
        pytest.param("168.63.129.16", False, id="Azure's own"),
        pytest.param(OTHER, True, id="a nameserver of somebody else"),
    ],
)
def test_a_nameserver_may_hold_the_shadowing_zone_itself(server, told_where):
    diagnosis = told("dns_direct_record", answer("dns_direct_record", STALE, server=server, chain=[]))["diagnosis"]
    assert ("foreign_zone" in [each["cause"] for each in diagnosis["alternatives"]]) == told_where
    assert (diagnosis["cause"] == "shadow_zone") != told_where


def test_a_nameserver_that_is_not_well_is_no_cure_for_a_disagreement():
    answers = [answer("dns_public_address", PUBLIC), answer("dns_wrong_address", STALE, server=OTHER)]
    facts = dns(
        "dns_public_address",
        PUBLIC,
        findings=["dns_resolvers_disagree"],
        answers=answers,
        host={"resolver": "resolvconf"},
    )
    checks = judge(estate(inside(dns=facts)), complete=False)["accounts"][0]["checks"]
    (check,) = [check for check in checks if check["code"] == "dns_resolvers_disagree"]
    assert any("for server in <nameserver>;" in step for step in commands(check))


@pytest.mark.parametrize("code", ["dns_private", "dns_public_address"])
def test_a_fact_without_the_host_is_judged_all_the_same(code):
    facts = dns(code, PRIVATE if code == "dns_private" else PUBLIC)
    del facts["host"]
    assert judge(estate(inside(dns=facts)), complete=False)["accounts"][0]["checks"]


def test_a_request_that_met_no_address_shows_no_resolution():
    lost = probe("tcp_timeout", peer={"address": None, "port": None, "scope": None}, credential="none")
    checks = judge(estate(inside(lost, dns=None)), complete=False)["accounts"][0]["checks"]
    assert [(check["link"], check["code"], check["status"]) for check in checks][:1] == [("tcp", "tcp_timeout", "fail")]


@pytest.mark.parametrize(
    "address, code, evidence",
    [
        pytest.param(PUBLIC, "dns_public_address", {"public_addresses": [PUBLIC]}, id="a front end"),
        pytest.param("10.9.9.9", "dns_wrong_address", {}, id="a private address"),
    ],
)
def test_a_request_alone_shows_where_the_name_leads(address, code, evidence):
    check = judge(estate(inside(probe("model_ok", address), dns=None)), complete=False)["accounts"][0]["checks"][0]
    assert (check["code"], check["observed"], check["evidence"]) == (code, address, evidence)


@pytest.mark.parametrize("code", ["dns_private", "dns_public_address"])
def test_a_host_whose_own_nameservers_are_not_known_has_no_order_of_them(code):
    address = PRIVATE if code == "dns_private" else PUBLIC
    only = answer(code, address, server=OTHER, compared=True)
    check = told(code, only, findings=["dns_resolvers_disagree"])
    assert check["diagnosis"]["certainty"] == "possible" and check["diagnosis"]["because"] == []
