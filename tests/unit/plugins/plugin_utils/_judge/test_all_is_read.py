# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All that a module may return of a host is read: nothing keeps the value that stands for what was not returned."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.observation import estate_of
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    NAME,
    PRIVATE,
    PRIVATELINK,
    answer,
    dns,
    estate,
    inside,
    outside,
    probe,
)

ALIAS = [{"name": NAME, "ttl": 60, "type": "CNAME", "value": PRIVATELINK}]
EXTENDED = [{"code": 22, "text": "No Reachable Authority"}]
OF_TYPE = {
    "rcode": "NOERROR",
    "chain": ALIAS,
    "addresses": [PRIVATE],
    "authority": "openai.azure.com",
    "mname": "ns1-06.azure-dns.com",
    "authoritative": True,
    "authentic": True,
    "ede": EXTENDED,
    "error": "lost",
}
QUESTION = {"name": NAME, **{key: OF_TYPE[key] for key in OF_TYPE if key not in ("authoritative", "authentic")}}
QUESTIONS = ("privatelink", "random_label", "alive", "checking_disabled", "repeat")
FACTS = dns(
    host={
        "resolver": "systemd-resolved",
        "nameservers": ["10.0.0.5"],
        "resolved_nameservers": ["10.0.0.6"],
        "links": [{"link": "eth0", "nameservers": ["10.0.0.5"]}],
        "search": ["corp.example"],
        "ndots": 2,
        "hosts_entries": [{"address": PRIVATE, "names": [NAME], "line": 3}],
        "proxies": {"environment": {"https_proxy": "http://proxy.example:3128"}},
    },
    answers=[
        answer(
            server="10.0.0.5",
            compared=True,
            flattened=None,
            types={"A": OF_TYPE, "AAAA": OF_TYPE},
            controls=dict.fromkeys(QUESTIONS, QUESTION),
            elapsed_ms=1.5,
            **{key: OF_TYPE[key] for key in ("authority", "mname", "authoritative", "authentic", "error", "ede")},
        )
    ],
)
FACTS["names"][0]["controls"] = {"platform": QUESTION}
PROBE = probe(
    "model_ok",
    tls={
        "verified": True,
        "server_name": NAME,
        "verify_code": 20,
        "alert": 80,
        "issuer_organization": "Corp",
        "certificate_requested": True,
    },
    http={"status": 200, "message": "words", "headers": {}, "error_code": "403", "title": "Sign in"},
    controls={"random_name": {"server_name": "k3jx9.openai.azure.com", "code": "tls_reset", "alert": 80}},
    proxied={"proxy": "http://proxy.example:3128", "source": "environment", "code": "proxy_denied"},
)
HOST = inside(
    PROBE,
    dns=FACTS,
    network="hub",
    control_endpoints=[{"endpoint": "login.microsoftonline.com", "reached": True, "code": None}],
    reported=False,
)
OBSERVATION = next(each for each in estate_of(estate(HOST, outside(DENIED))).observations if each.host == "jump-1")
LOOKUP = OBSERVATION.lookups[NAME]
(ANSWER,) = LOOKUP.answers
(RESULT,) = OBSERVATION.endpoints["example"][0].results


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(OBSERVATION, id="host"),
        pytest.param(OBSERVATION.resolver, id="resolver"),
        pytest.param(LOOKUP, id="look-up"),
        pytest.param(ANSWER, id="answer"),
        *(pytest.param(ANSWER.types[rdtype], id=f"answer for {rdtype}") for rdtype in ("A", "AAAA")),
        *(pytest.param(ANSWER.controls[question], id=f"control question {question}") for question in QUESTIONS),
        pytest.param(LOOKUP.platform, id="answer of 168.63.129.16"),
        pytest.param(RESULT, id="request"),
        pytest.param(RESULT.tls, id="handshake"),
        pytest.param(RESULT.http, id="HTTP answer"),
    ],
)
def test_nothing_that_was_returned_is_left_out(read):
    optional = [each for each in dataclasses.fields(read) if each.default is not dataclasses.MISSING]
    assert optional and [each.name for each in optional if getattr(read, each.name) == each.default] == []


def test_what_the_parts_of_a_request_say():
    assert dataclasses.astuple(RESULT.random_name) == ("k3jx9.openai.azure.com", "tls_reset", 80)
    assert (RESULT.through_proxy.proxy, RESULT.through_proxy.source) == ("http://proxy.example:3128", "environment")
    assert (RESULT.through_proxy.code, RESULT.through_proxy.confidence) == ("proxy_denied", "high")
