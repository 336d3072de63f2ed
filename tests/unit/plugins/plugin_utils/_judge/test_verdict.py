# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import json

import pytest
import yaml

from ansible_collections.privatelink.azure_ai.plugins.module_utils._core.libraries import missing
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge import verdict as judge_verdict
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    ACCOUNT,
    DENIED,
    HEALTHY,
    KEYLESS,
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
    texts,
    wide_estate,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.growth import growth


def account_of(*observations, complete=True, **more):
    return judge(estate(*observations, **more), complete)["accounts"][0]


def forbidden(code, address=PUBLIC, **more):
    return probe(code, address, **{"credential": "none", "endpoint": "https://other-tenant.openai.azure.com/", **more})


def keyless(code, address=PUBLIC):
    return probe(code, address, credential="none")


def doubtful(code, address=PRIVATE, **more):
    return probe(code, address, confidence="low", **more)


def unverified(code, address=PRIVATE, **tls):
    return probe(
        code, address, credential="none", tls={"verified": False, "server_name": NAME, "san": ["localhost"], **tls}
    )


UNVERIFIED = unverified("auth_missing")
OTHER_NAME = unverified("model_ok", verified=True, server_name="chat.openai.azure.com")


@pytest.mark.parametrize(
    "observations, isolation",
    [
        pytest.param(HEALTHY, "isolated", id="refused outside, served inside"),
        pytest.param(
            (inside(*KEYLESS), outside(keyless("gate_public_access_disabled"))), "isolated", id="keyless on both legs"
        ),
        pytest.param(
            (inside(*KEYLESS), outside(DENIED)),
            "unknown",
            id="inside keyless, outside with a key: gate order not shown",
        ),
        pytest.param(
            (inside(probe("auth_key_invalid")), outside(DENIED)), "isolated", id="same wrong key on both legs"
        ),
        pytest.param(
            (inside(probe("auth_token_invalid", credential="token")), outside(DENIED)),
            "unknown",
            id="inside a wrong token, outside a key: gate order not shown",
        ),
        pytest.param(
            (inside(*SERVED), outside(keyless("gate_public_access_disabled"))),
            "isolated",
            id="served inside with a key, refused outside without one",
        ),
        pytest.param(
            (inside(probe("model_deployment_not_found", credential="token")), outside(DENIED)),
            "isolated",
            id="answered inside with a token, refused outside with a key",
        ),
        pytest.param(
            (inside(probe("tcp_timeout", None)), outside(DENIED)), "unknown", id="refused outside, nothing inside"
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("tcp_timeout", None))), "unknown", id="outside timeout is no refusal"
        ),
        pytest.param(
            (inside(*SERVED), outside(keyless("auth_missing"))), "unknown", id="401 over a public address is no pass"
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("gate_subdomain_unknown", PUBLIC))),
            "unknown",
            id="unknown subdomain outside",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("tls_untrusted", PUBLIC))), "unknown", id="inspecting firewall outside"
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("gate_network_rules", PUBLIC))),
            "restricted",
            id="only this source is refused",
        ),
        pytest.param((inside(*SERVED), outside(probe("model_ok", PUBLIC))), "exposed", id="served outside"),
        pytest.param(
            (inside(*SERVED), outside(probe("model_deployment_not_found", PUBLIC))),
            "exposed",
            id="model error with a key",
        ),
        pytest.param(
            (inside(*SERVED), outside(keyless("model_deployment_not_found"))), "unknown", id="model error without a key"
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("model_path_not_found", PUBLIC))),
            "unknown",
            id="path not found says nothing",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("gate_public_access_disabled", PRIVATE))),
            "unknown",
            id="outside host stands in the network",
        ),
        pytest.param(
            (inside(*SERVED), outside(dict(DENIED, proxy="http://proxy.example:3128"))), "unknown", id="proxied refusal"
        ),
        pytest.param(
            (inside(probe("gate_public_access_disabled", PUBLIC), SERVED[1], dns=dns("dns_public_address", PUBLIC)),),
            "isolated",
            id="the jumphost itself came to the public front end",
        ),
        pytest.param(
            (inside(probe("model_ok", STALE)), outside(DENIED)), "unknown", id="served over an address nobody declared"
        ),
        pytest.param((inside(UNVERIFIED), outside(DENIED)), "unknown", id="inside not verified"),
        pytest.param((inside(OTHER_NAME), outside(DENIED)), "unknown", id="inside verified for another name"),
        pytest.param(
            (inside(*SERVED), outside(dict(DENIED, tls={"verified": False}))), "unknown", id="refusal not verified"
        ),
        pytest.param(
            (inside(*SERVED), outside(unverified("model_ok", PUBLIC))), "unknown", id="served outside, not verified"
        ),
        pytest.param(
            (inside(doubtful("auth_missing", credential="none")), outside(keyless("gate_public_access_disabled"))),
            "unknown",
            id="a 401 of anybody inside",
        ),
        pytest.param(
            (inside(*SERVED), outside(doubtful("model_throttled", PUBLIC))), "unknown", id="a 429 of anybody outside"
        ),
        pytest.param(
            (inside(*SERVED), outside(doubtful("gate_network_rules", PUBLIC))),
            "unknown",
            id="a doubtful refusal of a source",
        ),
        pytest.param(
            (inside(*SERVED), outside(doubtful("gate_public_access_disabled", PUBLIC))),
            "unknown",
            id="a doubtful refusal",
        ),
        pytest.param((), "unknown", id="nothing observed"),
    ],
)
def test_isolation(observations, isolation):
    assert account_of(*observations)["verdicts"]["isolation"] == isolation


FAULTS = [
    pytest.param(HEALTHY, "pass", None, [], id="healthy"),
    pytest.param(
        (
            inside(probe("gate_public_access_disabled", PUBLIC), SERVED[1], dns=dns("dns_public_address", PUBLIC)),
            outside(DENIED),
        ),
        "fail",
        "dns_public_address",
        [],
        id="zone not linked",
    ),
    pytest.param(
        (inside(probe("tcp_refused", STALE), SERVED[1], dns=dns("dns_wrong_address", STALE)), outside(DENIED)),
        "fail",
        "dns_wrong_address",
        [],
        id="stale record",
    ),
    pytest.param(
        (inside(*SERVED), outside(probe("model_ok", PUBLIC))),
        "fail",
        "gate_public_open",
        [],
        id="public access enabled",
    ),
    pytest.param(
        (inside(*SERVED), outside(probe("gate_network_rules", PUBLIC))),
        "fail",
        "gate_network_rules",
        [],
        id="selected networks",
    ),
    pytest.param(
        (inside(probe("auth_key_invalid"), probe("auth_key_invalid", connect_to=PRIVATE)), outside(DENIED)),
        "fail",
        "auth_key_invalid",
        [],
        id="bad key",
    ),
    pytest.param(
        (
            inside(probe("model_ok", PUBLIC), SERVED[1], dns=dns("dns_public_address", PUBLIC)),
            outside(probe("model_ok", PUBLIC)),
        ),
        "fail",
        "dns_public_address",
        ["gate_public_open"],
        id="two faults at once",
    ),
    pytest.param(
        (inside(*SERVED), outside(probe("model_ok", PRIVATE))),
        "unknown",
        "host_not_outside",
        [],
        id="control node in the network",
    ),
    pytest.param((inside(*SERVED),), "unknown", "gate_public_unproved", [], id="nobody outside"),
    pytest.param((outside(DENIED),), "unknown", "host_no_inside", [], id="nobody inside"),
    pytest.param(
        (inside(error="no route to host"), outside(DENIED)), "unknown", "host_unreachable", [], id="jumphost lost"
    ),
    pytest.param(
        (inside(*SERVED, dns=dns(findings=["dns_timeout"])), outside(DENIED)),
        "pass",
        None,
        [],
        id="a dead nameserver beside a working one is a warning",
    ),
    pytest.param(
        (inside(*SERVED, dns=dns("dns_direct_record")), outside(DENIED)),
        "pass",
        None,
        [],
        id="a direct record with the expected address is a warning",
    ),
    pytest.param(
        (inside(*SERVED, dns=dns("dns_direct_record", STALE)), outside(DENIED)),
        "fail",
        "dns_direct_record",
        [],
        id="a direct record with another address",
    ),
    pytest.param(
        (
            inside(
                probe("gate_public_access_disabled", "192.168.1.1", proxy="http://proxy.example:3128"),
                SERVED[1],
                dns=dns(findings=["host_proxy_captures"]),
            ),
            outside(DENIED),
        ),
        "fail",
        "host_proxy_captures",
        ["gate_public_access_disabled"],
        id="a warning explains the refusal",
    ),
    pytest.param(
        (
            inside(
                probe("gate_public_access_disabled", PUBLIC),
                SERVED[1],
                dns=dns(findings=["host_pinned"], system=PUBLIC),
            ),
            outside(DENIED),
        ),
        "fail",
        "host_pinned",
        [],
        id="a pin that leads out is an error",
    ),
    pytest.param(
        (inside(probe("gate_public_access_disabled", PUBLIC), dns=None), outside(DENIED)),
        "fail",
        "dns_public_address",
        [],
        id="led out, without DNS facts",
    ),
    pytest.param(
        (inside(probe("gate_public_access_disabled", PUBLIC)), outside(DENIED)),
        "fail",
        "host_system_differs",
        [],
        id="led out although DNS is right",
    ),
    pytest.param(
        (inside(probe("dns_name_unknown", None), dns=None), outside(DENIED)),
        "fail",
        "dns_name_unknown",
        [],
        id="name unknown, without DNS facts",
    ),
    pytest.param(
        (inside(probe("brand_new_code")), outside(DENIED)), "fail", "http_unclassified", [], id="a code nobody knows"
    ),
    pytest.param(
        (inside(probe("model_ok", STALE), dns=None), outside(DENIED)),
        "fail",
        "dns_wrong_address",
        [],
        id="led to an address nobody declared, without DNS facts",
    ),
    pytest.param(
        (inside(probe("model_ok", STALE)), outside(DENIED)),
        "fail",
        "host_system_differs",
        [],
        id="led to an address nobody declared although DNS is right",
    ),
    pytest.param(
        (inside(probe("gate_public_access_disabled"), dns=dns(findings=["host_proxy_captures"])), outside(DENIED)),
        "fail",
        "gate_public_access_disabled",
        [],
        id="proxy variables do not explain a refusal on the direct way",
    ),
    pytest.param(
        (
            inside(probe("gate_public_access_disabled", PUBLIC), dns=dns(findings=["host_proxy_captures"])),
            outside(DENIED),
        ),
        "fail",
        "host_proxy_captures",
        ["gate_public_access_disabled"],
        id="proxy variables explain a refusal elsewhere",
    ),
    pytest.param(
        (inside(error="No module named dns", reached=True), outside(DENIED)),
        "unknown",
        "host_failed",
        [],
        id="a task failed on the jumphost",
    ),
    pytest.param(
        (inside(*SERVED), inside(host="jump-2"), outside(DENIED)),
        "unknown",
        "host_silent",
        [],
        id="a silent host beside a good one",
    ),
    pytest.param(
        (inside(*SERVED), outside(probe("model_ok", PUBLIC), dns=dns(address=PRIVATE))),
        "fail",
        "gate_public_open",
        [],
        id="open to the public, seen from a host that also resolves privately",
    ),
    pytest.param(
        (inside(*SERVED, dns=dns(findings=["host_system_differs"], system=[])), outside(DENIED)),
        "fail",
        "host_system_differs",
        [],
        id="programs get no address although DNS is right",
    ),
    pytest.param(
        (inside(probe("host_pinned")), outside(DENIED)), "fail", "http_unclassified", [], id="a code that no probe has"
    ),
    pytest.param(
        (inside(*SERVED), outside(DENIED, dns=dns("dns_timeout", None))),
        "unknown",
        "dns_timeout",
        [],
        id="outside resolver dead: could not look",
    ),
    pytest.param(
        (inside(*SERVED), outside(DENIED, dns=dns("dns_public_address", PUBLIC))),
        "pass",
        None,
        [],
        id="outside is expected to see the public address",
    ),
    pytest.param(
        (inside(UNVERIFIED), outside(keyless("gate_public_access_disabled"))),
        "unknown",
        "tls_untrusted",
        [],
        id="certificate not verified inside",
    ),
    pytest.param(
        (inside(OTHER_NAME), outside(DENIED)), "unknown", "tls_untrusted", [], id="verified for another name inside"
    ),
    pytest.param(
        (inside(*SERVED), outside(dict(DENIED, tls={"verified": False}))),
        "unknown",
        "tls_untrusted",
        [],
        id="certificate not verified outside",
    ),
    pytest.param(
        (inside(doubtful("auth_missing", credential="none")), outside(keyless("gate_public_access_disabled"))),
        "unknown",
        "http_unclassified",
        [],
        id="a 401 that anybody could have written",
    ),
    pytest.param(
        (inside(doubtful("auth_key_invalid")), outside(DENIED)),
        "unknown",
        "http_unclassified",
        [],
        id="a doubtful 401 does not blame the key",
    ),
    pytest.param(
        (inside(*SERVED), outside(doubtful("gate_public_access_disabled", PUBLIC))),
        "unknown",
        "gate_public_unproved",
        [],
        id="a refusal that anybody could have written",
    ),
    pytest.param(
        (inside(*SERVED, token_error="no azure-identity"), outside(DENIED)),
        "pass",
        None,
        [],
        id="a missing token that no account needed",
    ),
    pytest.param(
        (inside(*KEYLESS, token_error="no azure-identity"), outside(keyless("gate_public_access_disabled"))),
        "unknown",
        "host_failed",
        [],
        id="path proved, without the token that was meant",
    ),
]


@pytest.mark.parametrize("observations, status, cause, contributing", FAULTS)
def test_root_cause(observations, status, cause, contributing):
    account = account_of(*observations)
    assert (account["status"], account["root_cause"], account["contributing"]) == (status, cause, contributing)


@pytest.mark.parametrize(
    "finding, explained",
    [
        ("azure_zone_not_linked", "dns_public_address"),
        ("azure_record_stale", "dns_wrong_address"),
    ],
)
def test_azure_explains_what_the_client_saw(finding, explained):
    observations = (inside(SERVED[1], dns=dns(explained, PUBLIC)), outside(DENIED))
    account = account_of(*observations, azure={"accounts": [{"name": "example", "findings": [{"code": finding}]}]})
    assert (account["root_cause"], account["contributing"]) == (finding, [explained])


@pytest.mark.parametrize(
    "intent, code, status",
    [
        ("enabled", "model_ok", "pass"),
        ("enabled", "gate_public_access_disabled", "fail"),
        ("selected_networks", "gate_network_rules", "pass"),
        ("selected_networks", "model_ok", "fail"),
        ("disabled", "gate_network_rules", "fail"),
    ],
)
def test_intent(intent, code, status):
    observations = (inside(*SERVED), outside(probe(code, PUBLIC)))
    assert account_of(*observations, account={"public_access": intent})["status"] == status


@pytest.mark.parametrize(
    "observations, verdicts",
    [
        pytest.param(HEALTHY, ("private", "accepted", "served"), id="healthy"),
        pytest.param(
            (inside(*KEYLESS), outside(keyless("gate_public_access_disabled"))),
            ("private", "not_checked", "not_checked"),
            id="keyless",
        ),
        pytest.param(
            (inside(probe("auth_key_invalid")), outside(DENIED)), ("private", "refused", "unknown"), id="bad key"
        ),
        pytest.param(
            (inside(probe("model_deployment_not_found")), outside(DENIED)),
            ("private", "accepted", "failed"),
            id="no deployment",
        ),
        pytest.param(
            (inside(probe("gate_public_access_disabled", PUBLIC), SERVED[1]), outside(DENIED)),
            ("public", "accepted", "served"),
            id="by name public, by address served",
        ),
        pytest.param(
            (inside(probe("tcp_refused", STALE), SERVED[1]), outside(DENIED)),
            ("none", "accepted", "served"),
            id="by name refused",
        ),
        pytest.param(
            (inside(*SERVED), inside(probe("tcp_timeout", None), host="jump-2"), outside(DENIED)),
            ("none", "accepted", "served"),
            id="the worst host counts",
        ),
    ],
)
def test_other_verdicts(observations, verdicts):
    found = account_of(*observations)["verdicts"]
    assert (found["reachability"], found["auth"], found["model"]) == verdicts


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "169.254.1.1"])
@pytest.mark.parametrize("code", ["gate_public_access_disabled", "gate_network_rules", "model_ok"])
def test_only_a_public_address_shows_how_the_public_endpoint_is(code, address):
    account = account_of(outside(probe(code, address)), complete=False)
    assert (account["status"], account["root_cause"]) == ("unknown", "gate_public_unproved")
    assert f"connected to {address} for {NAME}, which is not its public endpoint" in account["checks"][-1]["summary"]


def test_a_refusal_through_a_proxy_is_no_pass_of_the_role():
    account = account_of(outside(dict(DENIED, proxy="http://proxy.example:3128")), complete=False)
    assert (account["status"], account["root_cause"]) == ("unknown", "gate_public_unproved")


def test_nothing_is_claimed_behind_a_certificate_that_was_not_verified():
    checks = account_of(inside(UNVERIFIED), outside(DENIED))["checks"]
    assert [(check["link"], check["status"]) for check in checks if check["leg"] == "by_name"] == [
        ("dns", "pass"),
        ("tcp", "pass"),
        ("tls", "unknown"),
        ("gate", "skip"),
    ]
    assert f"the certificate at {PRIVATE} was not verified for {NAME}" in [check["summary"] for check in checks]


def test_a_doubtful_answer_says_why_it_does_not_count():
    (told,) = [
        check
        for check in account_of(inside(doubtful("auth_missing", credential="none")), complete=False)["checks"]
        if check["status"] == "unknown"
    ]
    assert (told["link"], told["summary"]) == (
        "gate",
        (f"{PRIVATE} answers 401, but it is not certain that Azure wrote it"),
    )


def test_an_isolated_account_stays_so_beside_a_missing_token():
    account = account_of(
        inside(*KEYLESS, token_error="no azure-identity"), outside(keyless("gate_public_access_disabled"))
    )
    assert account["verdicts"]["isolation"] == "isolated"
    (told,) = [check for check in account["checks"] if check["status"] == "unknown"]
    assert told["summary"] == f"jump-1 checked {NAME} without a token: no azure-identity"


@pytest.mark.parametrize(
    "flattened, status",
    [
        pytest.param([None], "unknown", id="no answer for the privatelink name"),
        pytest.param([None, True], "pass", id="another nameserver shows it"),
        pytest.param([False], "pass", id="a hop in the chain shows it"),
    ],
)
def test_outside_a_public_address_alone_does_not_show_the_endpoint(flattened, status):
    facts = dns(
        "dns_public_address",
        PUBLIC,
        answers=[
            answer("dns_public_address", PUBLIC, server=f"192.0.2.{position}", chain=[], flattened=known)
            for position, known in enumerate(flattened, 53)
        ],
    )
    account = account_of(inside(*SERVED), outside(DENIED, dns=facts))
    (told,) = [check for check in account["checks"] if check["leg"] == "outside" and check["link"] == "dns"]
    assert (told["status"], account["status"]) == (status, status)
    assert (PRIVATELINK in told["summary"]) == (status == "unknown")


@pytest.mark.parametrize(
    "code, status, verdict",
    [
        pytest.param("gate_public_access_disabled", "fail", "open", id="Azure answered at all"),
        pytest.param("auth_missing", "fail", "open", id="Azure asks for a key"),
        pytest.param("tcp_timeout", "pass", "closed", id="dropped by the firewall"),
        pytest.param("tls_reset", "pass", "closed", id="cut by a firewall that reads the name"),
        pytest.param("tls_untrusted", "unknown", "unknown", id="an inspecting firewall may pass on what trusts it"),
        pytest.param("tls_expired", "unknown", "unknown", id="certificate expired"),
        pytest.param("tls_name_mismatch", "unknown", "unknown", id="certificate of another name"),
        pytest.param("http_redirected", "unknown", "unknown", id="redirected"),
        pytest.param("http_not_azure", "unknown", "unknown", id="something answers"),
    ],
)
def test_egress(code, status, verdict):
    account = account_of(inside(*SERVED, forbidden(code)), outside(DENIED))
    assert (account["status"], account["verdicts"]["egress"]) == (status, verdict)


HTML, XML = "text/html; charset=utf-8", "application/xml"


@pytest.mark.parametrize(
    "status, kind, tls, closed",
    [
        pytest.param(403, HTML, {}, True, id="refused in HTML"),
        pytest.param(451, HTML, {}, True, id="unavailable for legal reasons"),
        pytest.param(200, HTML, {}, False, id="a page with status 200"),
        pytest.param(403, XML, {}, False, id="refused in XML, as a storage account does"),
        pytest.param(403, None, {}, False, id="of no type"),
        pytest.param(403, HTML, {"verified": False}, False, id="not verified"),
        pytest.param(403, HTML, {"server_name": NAME}, False, id="verified for another name"),
    ],
)
def test_a_block_page_is_recognised_by_what_it_is(status, kind, tls, closed):
    page = forbidden("http_not_azure", http={"status": status, "message": None, "headers": {"content-type": kind}})
    page["tls"].update(tls)
    account = account_of(inside(*SERVED, page), outside(DENIED))
    assert account["verdicts"]["egress"] == ("closed" if closed else "unknown")


PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    "results, states",
    [
        pytest.param([forbidden("dns_name_unknown", None)], ["unknown"], id="a name is not a firewall"),
        pytest.param([forbidden("tcp_refused", "10.0.14.9")], ["unknown"], id="a private address is somewhere else"),
        pytest.param([forbidden("tcp_refused", "127.0.0.1")], ["unknown"], id="a sinkhole is somewhere else"),
        pytest.param(
            [forbidden("auth_missing", "10.0.14.9")], ["fail"], id="a private endpoint to somebody else's account"
        ),
        pytest.param(
            [forbidden("dns_name_unknown", None), forbidden("tcp_timeout")],
            ["pass"],
            id="the firewall shows at the public address",
        ),
        pytest.param(
            [forbidden("dns_name_unknown", None), forbidden("auth_missing")],
            ["fail"],
            id="hidden by name, open at the public address",
        ),
        pytest.param(
            [forbidden("tcp_timeout"), forbidden("tcp_timeout", connect_to=PUBLIC)], ["pass"], id="the same way twice"
        ),
        pytest.param(
            [forbidden("tcp_timeout"), forbidden("auth_missing", None, proxy=PROXY)],
            ["pass", "fail"],
            id="closed directly, open through the proxy",
        ),
        pytest.param(
            [forbidden("tcp_timeout"), forbidden("proxy_denied", None, proxy=PROXY)],
            ["pass", "pass"],
            id="closed directly and by the proxy",
        ),
        pytest.param(
            [forbidden("tcp_timeout"), forbidden("proxy_unreachable", None, confidence="low")],
            ["pass", "unknown"],
            id="a proxy of a kind that cannot be used",
        ),
        pytest.param([forbidden("http_timeout")], ["unknown"], id="no answer behind the handshake"),
        pytest.param(
            [forbidden("tcp_timeout", confidence="low")], ["unknown"], id="a refusal the probe is not sure of"
        ),
        pytest.param(
            [forbidden("proxy_denied", None, proxy=PROXY, confidence="low")],
            ["unknown"],
            id="a proxy's 5xx is no policy",
        ),
        pytest.param(
            [
                forbidden("proxy_denied", None, proxy=PROXY, confidence="low"),
                forbidden("proxy_denied", None, proxy=PROXY),
            ],
            ["unknown", "pass"],
            id="a proxy that fails now and refuses then",
        ),
        pytest.param(
            [forbidden("proxy_auth_required", None, proxy=PROXY)],
            ["unknown"],
            id="a proxy that lets pass who has the password",
        ),
        pytest.param([forbidden("proxy_unreachable", None, proxy=PROXY)], ["unknown"], id="a dead or mute proxy"),
    ],
)
def test_egress_is_closed_only_when_every_way_is(results, states):
    account = account_of(inside(*SERVED, *results), outside(DENIED))
    assert [check["status"] for check in account["checks"] if check["leg"] == "egress"] == states


def proxied_host(**proxies):
    return dns(host={"proxies": {source.replace("_", "/"): variables for source, variables in proxies.items()}})


@pytest.mark.parametrize(
    "proxies, results, states",
    [
        pytest.param(
            {"_etc_environment": {"https_proxy": PROXY}}, [], ["pass", "unknown"], id="named for logins, not asked"
        ),
        pytest.param({"systemd": {"ALL_PROXY": PROXY}}, [], ["pass", "unknown"], id="named for services, not asked"),
        pytest.param(
            {"environment": {"https_proxy": PROXY, "no_proxy": "openai.azure.com"}},
            [],
            ["pass", "unknown"],
            id="no_proxy keeps nobody from using it",
        ),
        pytest.param(
            {"_etc_environment": {"http_proxy": PROXY, "no_proxy": "localhost"}}, [], ["pass"], id="not for https"
        ),
        pytest.param(
            {"_etc_environment": {"https_proxy": PROXY}},
            [forbidden("proxy_denied", None, proxy=PROXY)],
            ["pass", "pass"],
            id="asked and refused",
        ),
        pytest.param(
            {"_etc_environment": {"https_proxy": "http://***@proxy.example:3128/"}},
            [forbidden("proxy_denied", None, proxy=PROXY)],
            ["pass", "pass"],
            id="the same with its password hidden",
        ),
        pytest.param(
            {"_etc_environment": {"https_proxy": "proxy.example:3128"}},
            [forbidden("proxy_denied", None, proxy=PROXY)],
            ["pass", "pass"],
            id="the same without a scheme",
        ),
        pytest.param(
            {"environment": {"https_proxy": PROXY}, "_etc_environment": {"https_proxy": "http://other.example:3128"}},
            [forbidden("proxy_denied", None, proxy=PROXY)],
            ["pass", "pass", "unknown"],
            id="another one beside it",
        ),
    ],
)
def test_every_proxy_that_the_host_names_is_a_way_out(proxies, results, states):
    host = inside(*SERVED, forbidden("tcp_timeout"), *results, dns=proxied_host(**proxies))
    account = account_of(host, outside(DENIED))
    assert [check["status"] for check in account["checks"] if check["leg"] == "egress"] == states
    unasked = [check for check in account["checks"] if check["status"] == "unknown"]
    assert all(
        check["code"] == "egress_unproved" and "did not try other-tenant" in check["summary"] for check in unasked
    )


def test_links_behind_a_failure_are_skipped_on_the_same_leg_only():
    account = account_of(
        inside(probe("tcp_refused", STALE), SERVED[1], dns=dns("dns_wrong_address", STALE)), outside(DENIED)
    )
    path = [(check["leg"], check["link"], check["status"]) for check in account["checks"] if check["leg"] != "outside"]
    assert path == [
        ("by_name", "dns", "fail"),
        ("by_name", "tcp", "skip"),
        ("by_name", "tls", "skip"),
        ("by_name", "gate", "skip"),
        ("by_name", "auth", "skip"),
        ("by_name", "model", "skip"),
        ("by_address", "tcp", "pass"),
        ("by_address", "tls", "pass"),
        ("by_address", "gate", "pass"),
        ("by_address", "auth", "pass"),
        ("by_address", "model", "pass"),
    ]
    assert {check["summary"] for check in account["checks"] if check["status"] == "skip"} == {"behind dns"}


def test_links_behind_a_failure_of_a_leg_have_the_address_of_the_leg():
    account = account_of(inside(SERVED[0], probe("tcp_refused", connect_to=PRIVATE)), outside(DENIED))
    skipped = [check["at"] for check in account["checks"] if check["status"] == "skip"]
    assert skipped and set(skipped) == {PRIVATE}


def test_a_credential_that_was_given_but_never_sent_is_unknown_not_unchecked():
    lost = probe("tcp_timeout", None, credential="none", credential_given="api_key")
    account = account_of(inside(lost), outside(DENIED))
    assert (account["verdicts"]["auth"], account["verdicts"]["model"]) == ("unknown", "unknown")
    assert [(check["link"], check["status"]) for check in account["checks"] if check["leg"] == "by_name"][-2:] == [
        ("auth", "skip"),
        ("model", "skip"),
    ]


def test_a_pass_carries_no_remedy():
    for check in account_of(inside(*SERVED), outside(DENIED, dns=dns("dns_public_address", PUBLIC)))["checks"]:
        assert (check["status"], check["cause"], check["remedy"]) == ("pass", None, [])


def test_accounts_that_only_one_host_declares_are_judged_and_are_no_egress():
    other_name = "other.openai.azure.com"
    other = {"name": "other", "private_addresses": {other_name: ["10.0.14.5"]}}
    endpoint = f"https://{other_name}/"
    document = judge(
        estate(
            inside(*SERVED, accounts=[ACCOUNT]),
            inside(probe("model_ok", "10.0.14.5", endpoint=endpoint), host="jump-2", dns=None, accounts=[other]),
            outside(DENIED, probe("gate_public_access_disabled", PUBLIC, endpoint=endpoint)),
        )
    )
    assert [
        (account["name"], account["status"], account["verdicts"]["egress"]) for account in document["accounts"]
    ] == [
        ("example", "pass", "not_checked"),
        ("other", "pass", "not_checked"),
    ]


def test_keyless_makes_no_auth_or_model_checks():
    refused = outside(keyless("gate_public_access_disabled"))
    account = account_of(inside(*KEYLESS), refused, account={"keyless": True})
    assert account["status"] == "pass"
    assert not {"auth", "model"} & {check["link"] for check in account["checks"]}


def test_refusal_over_a_private_address_is_told_as_a_relay():
    checks = account_of(inside(probe("gate_public_access_disabled")), outside(DENIED))["checks"]
    failed = [check for check in checks if check["status"] == "fail"]
    assert [check["code"] for check in failed] == ["gate_public_access_disabled"]
    assert "the address belongs to a relay" in failed[0]["cause"]


def gate_told(*observations, **account):
    """The unknown or failed check of the gate link."""
    checks = account_of(*observations, account=account)["checks"]
    return [check for check in checks if check["link"] == "gate" and check["status"] in ("fail", "unknown")][0]


OTHER = {"http": {"status": 404, "message": "", "headers": {}}}


@pytest.mark.parametrize(
    "observations, seen, step",
    [
        pytest.param(
            (inside(*SERVED),),
            "no host outside the network checked",
            "outside-1 privatelink_vantage=outside",
            id="nobody outside",
        ),
        pytest.param(
            (inside(*KEYLESS), outside(DENIED)),
            "cannot be compared",
            "privatelink_credentials",
            id="credentials differ",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("dns_name_unknown", None))),
            "could not resolve",
            "dig " + NAME,
            id="not resolved",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("tcp_timeout", PUBLIC))),
            (f"could not reach {NAME} (tcp_timeout, at {PUBLIC})"),
            "Allow TCP 443 from outside-1",
            id="timed out",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("tls_reset", PUBLIC))),
            "could not reach",
            "Allow TCP 443",
            id="cut by a firewall",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("http_timeout", PUBLIC))),
            "could not reach",
            "Allow TCP 443",
            id="no answer",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("tls_untrusted", PUBLIC))),
            "could not be verified as Azure",
            "openssl s_client",
            id="inspected",
        ),
        pytest.param(
            (inside(*SERVED), outside(keyless("auth_missing"))),
            f"(auth_missing, HTTP 401, at {PUBLIC})",
            "privatelink_credentials",
            id="authentication first",
        ),
        pytest.param(
            (inside(*SERVED), outside(dict(DENIED, code="auth_missing", proxy="http://proxy.example:3128"))),
            "through a proxy (auth_missing, HTTP 403, at http://proxy.example:3128)",
            "--noproxy",
            id="through a proxy",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("proxy_denied", None))),
            "through a proxy (proxy_denied)",
            "--noproxy",
            id="proxy refused",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("gate_subdomain_unknown", PUBLIC, **OTHER))),
            (f"(gate_subdomain_unknown, HTTP 404, at {PUBLIC})"),
            "curl -sv",
            id="unknown subdomain",
        ),
        pytest.param(
            (inside(*SERVED), outside(probe("http_not_azure", PUBLIC, **OTHER))),
            "neither as a closed nor as an open endpoint",
            "Find out which server has",
            id="not Azure",
        ),
    ],
)
def test_an_unproved_gate_says_what_was_seen_and_what_to_type(observations, seen, step):
    check = gate_told(*observations)
    assert (check["code"], check["status"]) == ("gate_public_unproved", "unknown")
    assert seen in check["summary"]
    assert any(step in line for line in texts(check)), check["remedy"]


@pytest.mark.parametrize("code", ["gate_public_access_disabled", "gate_network_rules"])
def test_a_gate_that_is_closed_although_declared_open(code):
    check = gate_told(inside(*SERVED), outside(probe(code, PUBLIC)), public_access="enabled")
    assert (check["code"], check["status"]) == (code, "fail")
    assert "although public access is declared as enabled" in check["summary"]


def test_a_privatelink_endpoint_belongs_to_its_public_name():
    account = account_of(
        inside(probe("model_ok", endpoint="https://example.privatelink.openai.azure.com/")), outside(DENIED)
    )
    assert account["status"] == "pass"
    assert {check["name"] for check in account["checks"]} == {NAME}


def test_a_host_may_declare_other_addresses():
    onprem = inside(
        probe("model_ok", "192.168.7.7"),
        host="onprem-1",
        vantage="onprem",
        dns=dns(address="192.168.7.7"),
        accounts=[{"name": "example", "private_addresses": {NAME: ["192.168.7.7"]}}],
    )
    assert account_of(onprem, outside(DENIED))["verdicts"]["isolation"] == "isolated"


def test_a_partial_judgement_is_about_what_was_observed():
    assert account_of(inside(*SERVED), complete=False)["status"] == "pass"
    assert account_of(complete=False)["status"] == "unknown"


def test_no_account_is_no_pass():
    assert judge({"accounts": [], "observations": []})["status"] == "unknown"


def test_order_of_observations_does_not_matter():
    both = inside(*SERVED, host="jump-2"), inside(*SERVED, host="jump-1"), outside(DENIED)
    forward, backward = judge(estate(*both)), judge(estate(*reversed(both)))
    assert forward["accounts"] == backward["accounts"]


def test_same_input_same_bytes_and_untouched():
    given = estate(*HEALTHY)
    before = copy.deepcopy(given)
    assert json.dumps(judge(given)) == json.dumps(judge(given))
    assert given == before


def test_a_document_can_be_judged_again():
    document = judge(estate(*HEALTHY))
    again = judge(
        {
            "accounts": document["declared"],
            "observations": document["observations"],
            "started": document["started"],
            "ended": document["ended"],
        }
    )
    assert again == document


def test_check_ids_are_unique():
    ids = [
        check["id"]
        for check in account_of(inside(*SERVED, probe("model_ok", connect_to="10.0.14.5")), outside(DENIED))["checks"]
    ]
    assert len(ids) == len(set(ids))


def test_a_secret_in_a_declaration_is_not_repeated():
    account = dict(ACCOUNT, api_key="planted-secret")
    document = judge(estate(inside(*SERVED, accounts=[account]), outside(DENIED), account=account))
    assert "planted-secret" not in json.dumps(document)


def test_vantage_is_refused_by_name():
    with pytest.raises(
        ValueError,
        match=r"^host jump-1, vantage: 'mars' is not a valid vantage: expected one of jumphost, onprem, outside$",
    ):
        judge(estate(inside(*SERVED, vantage="mars")))


def test_ten_times_the_accounts_take_about_ten_times_the_calls():
    assert growth(judge, wide_estate(30), wide_estate(300)) < 11


def test_a_hundred_accounts_have_the_cause_of_one():
    document = judge(wide_estate(100))
    assert {account["root_cause"] for account in document["accounts"]} == {"dns_public_address"}


def test_version_is_the_one_of_galaxy_yml(collection_root):
    galaxy = yaml.safe_load((collection_root / "galaxy.yml").read_text())
    assert galaxy["version"] == judge_verdict.COLLECTION_VERSION


NOTHING_KNOWN = "A usable result from jump-1 is missing, so what the host sees is not known."


@pytest.mark.parametrize(
    "observed, summary, why",
    [
        pytest.param(
            {"error": "no space left on device", "reached": True},
            "the checks on jump-1 failed: no space left on device",
            NOTHING_KNOWN,
            id="a task failed",
        ),
        pytest.param(
            {"error": "Ansible could not start a task", "reached": True, "dns": None},
            "the checks on jump-1 failed: Ansible could not start a task",
            NOTHING_KNOWN,
            id="a task did not start",
        ),
        pytest.param(
            {"probes": KEYLESS, "token_error": "no token"},
            f"jump-1 checked {NAME} without a token: no token",
            "What only a request with a token shows, such as roles and the model, is not known from jump-1. Its other "
            "checks are not affected.",
            id="requests without a token",
        ),
        pytest.param(
            {"token_error": "no token", "dns": dns()},
            f"jump-1 checked {NAME} without a token: no token",
            "What only a request with a token shows, such as roles and the model, is not known from jump-1. Its other "
            "checks are not affected.",
            id="its DNS alone, without a token",
        ),
        pytest.param(
            {"token_error": "no token", "dns": None},
            "the checks on jump-1 failed: no token",
            NOTHING_KNOWN,
            id="nothing, without a token",
        ),
        pytest.param(
            {"probes": [dict(probe("host_failed", None), detail="too many open files"), SERVED[1]]},
            f"a request from jump-1 to {NAME} could not be made: too many open files",
            "What that request would have shown is not known. Other checks of jump-1 are not affected.",
            id="one request",
        ),
        pytest.param(
            {"error": "the Python library requests >= 2.25.1 is missing: expected it for /x", "reached": True},
            "the checks on jump-1 failed: the Python library requests >= 2.25.1 is missing: expected it for /x",
            "Without the library the checks on jump-1 cannot run, so what the host sees is not known.",
            id="a library is missing",
        ),
    ],
)
def test_a_host_that_failed_is_said_to_lack_only_what_the_run_did_not_see(observed, summary, why):
    checks = account_of(dict(inside(), **observed), complete=False)["checks"]
    (check,) = [each for each in checks if each["code"] == "host_failed"]
    assert (check["summary"], check["cause"]) == (summary, why)
    seen = {each["link"] for each in checks} & {"dns", "tcp"}
    assert bool(seen) is (why != NOTHING_KNOWN and "library" not in why)


def test_a_host_that_could_not_ask_is_unknown_and_says_why():
    stuck = dict(probe("host_failed", None), detail="too many open files")
    account = account_of(inside(stuck), outside(DENIED))
    (check,) = [check for check in account["checks"] if check["code"] == "host_failed"]
    assert (account["status"], check["status"]) == ("unknown", "unknown")
    assert "too many open files" in check["summary"]


@pytest.mark.parametrize("detail", [None, ""], ids=["null", "empty"])
def test_a_host_that_could_not_ask_and_does_not_say_why_is_unknown(detail):
    account = account_of(inside(dict(probe("host_failed", None), detail=detail)), outside(DENIED))
    (check,) = [check for check in account["checks"] if check["code"] == "host_failed"]
    assert (account["status"], check["status"]) == ("unknown", "unknown")
    assert "None" not in check["summary"]


@pytest.mark.parametrize(
    "vantage, host, command",
    [
        ("jumphost", "jump-1", "privatelink.azure_ai.configure_jumphost --limit jump-1"),
        ("jumphost", "pod-1", "If pod-1 is a pod, add the library to its image"),
        (
            "onprem",
            "onprem-1",
            "ansible onprem-1 -i <inventory> --become -m ansible.builtin.package -a name=python3-dns,",
        ),
        ("outside", "outside-1", "ansible outside-1 -i <inventory> --become -m ansible.builtin.package"),
        ("outside", "localhost", "python3 -m pip install 'dnspython>=2.1.0' 'requests>=2.25.1'"),
    ],
)
def test_a_missing_library_is_installed_where_the_vantage_has_it_from(vantage, host, command):
    try:
        raise ImportError
    except ImportError:
        lacking = dict(inside(), vantage=vantage, host=host, error=missing("dns")["msg"], reached=True)
    (check,) = [each for each in account_of(lacking)["checks"] if each["code"] == "host_failed"]
    assert "the Python library dnspython >= 2.1.0 is missing: expected it for /" in check["summary"]
    assert any(command in step["text"] for step in check["remedy"]), check["remedy"]


@pytest.mark.parametrize("vantage, host", [("jumphost", "jump-1"), ("onprem", "onprem-1"), ("outside", "localhost")])
def test_no_command_is_given_for_a_library_that_it_would_not_install(vantage, host):
    try:
        raise ImportError
    except ImportError:
        lacking = dict(inside(), vantage=vantage, host=host, error=missing("azure.identity")["msg"], reached=True)
    (check,) = [each for each in account_of(lacking)["checks"] if each["code"] == "host_failed"]
    assert "the Python library azure-identity" in check["summary"]
    assert [step["kind"] for step in check["remedy"]] == ["note"]
