# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same observations give the same bytes, whoever answered first."""

from __future__ import annotations

import copy
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._document.stable import stable
from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    PRIVATE,
    PUBLIC,
    dns,
    estate,
    inside,
    outside,
    probe,
)

NAMES = ("alpha", "bravo", "charlie")
FOREIGN = "https://other-tenant.openai.azure.com/"


def account(name):
    return {"name": name, "private_addresses": {fqdn(name): [PRIVATE]}}


def fqdn(name):
    return f"{name}.openai.azure.com"


def facts(code, address):
    found = dns(code, address)
    return dict(found, names=[dict(found["names"][0], name=fqdn(name), public_name=fqdn(name)) for name in NAMES])


def to_all(code, address, **more):
    return [probe(code, address, endpoint=f"https://{fqdn(name)}/", **more) for name in NAMES]


def observations():
    return [
        inside(
            *to_all("gate_public_access_disabled", PUBLIC),
            *to_all("model_ok", PRIVATE, connect_to=PRIVATE),
            probe("tcp_timeout", PUBLIC, endpoint=FOREIGN),
            dns=facts("dns_public_address", PUBLIC),
        ),
        inside(*to_all("model_ok", PRIVATE), host="jump-2", dns=facts("dns_private", PRIVATE)),
        inside(
            *to_all("auth_key_invalid", PRIVATE),
            host="onprem-1",
            vantage="onprem",
            dns=facts("dns_private", PRIVATE),
            accounts=[account(name) for name in (*NAMES, "zulu")],
        ),
        inside(
            host="onprem-2",
            vantage="onprem",
            dns=None,
            error="no route to host",
            accounts=[account(name) for name in (*NAMES, "yankee")],
        ),
        outside(*to_all("gate_network_rules", PUBLIC)),
    ]


def judged(seen):
    waivers = [
        {"account": name, "code": "gate_network_rules", "reason": "x", "expires": "2027-01-01"} for name in NAMES[:2]
    ]
    return judge(dict(estate(*seen), accounts=[account(name) for name in NAMES], waivers=waivers))


EXPECTED = judged(observations())


def mixed(entries, order, key):
    """Return entries in the order of their names, those of one name in the order they have."""
    return sorted(entries, key=lambda entry: order.index(key(entry)))


def test_the_estate_of_this_test_has_something_of_everything():
    assert [each["name"] for each in EXPECTED["accounts"]] == [*NAMES, "zulu", "yankee"]
    assert {check["status"] for each in EXPECTED["accounts"] for check in each["checks"]} == {
        "pass",
        "fail",
        "skip",
        "unknown",
    }
    assert EXPECTED["counts"]["waived"] == 2


@settings(max_examples=50, deadline=None)
@given(st.permutations(observations()))
def test_hosts_in_any_order(seen):
    assert json.dumps(judged(seen)) == json.dumps(EXPECTED)


@settings(max_examples=50, deadline=None)
@given(st.permutations([fqdn(name) for name in NAMES] + ["other-tenant.openai.azure.com"]))
def test_names_in_any_order(order):
    seen = copy.deepcopy(observations())
    for host in seen:
        host["probes"] = mixed(host["probes"], order, lambda result: result["endpoint"].split("/")[2])
        if host["dns"]:
            host["dns"]["names"] = mixed(host["dns"]["names"], order, lambda entry: entry["name"])
    assert json.dumps(stable(judged(seen))) == json.dumps(stable(EXPECTED))


def test_same_input_same_bytes():
    assert json.dumps(judged(observations())) == json.dumps(judged(observations())) == json.dumps(EXPECTED)
