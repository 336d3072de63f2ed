# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two faults at once: the earlier link is the root cause, the other fault is mentioned."""

from __future__ import annotations

import pytest

from ansible_collections.privatelink.azure_ai.plugins.plugin_utils._judge.verdict import judge
from ansible_collections.privatelink.azure_ai.tests.unit.plugins.plugin_utils._judge.test_azure_side import OTHER, azure
from ansible_collections.privatelink.azure_ai.tests.unit.support.azure_estates import (
    guarded,
    healthy,
    link,
    route,
    rule,
    zone,
)
from ansible_collections.privatelink.azure_ai.tests.unit.support.estates import (
    DENIED,
    HEALTHY,
    PRIVATE,
    PUBLIC,
    SERVED,
    STALE,
    dns,
    estate,
    inside,
    outside,
    probe,
)

TO_PUBLIC, OPEN = probe("gate_public_access_disabled", PUBLIC), probe("model_ok", PUBLIC)
NO_ANSWER = probe("tcp_timeout", connect_to=PRIVATE)
WRONG_KEY = probe("auth_key_invalid", connect_to=PRIVATE)
NOT_LINKED, LED_OUT = [zone(links=[link(OTHER)])], {"dns": dns("dns_public_address", PUBLIC)}
STALE_ZONE, LED_ASTRAY = [zone(records=[STALE])], {"dns": dns("dns_wrong_address", STALE)}
PROXIED = probe("gate_public_access_disabled", "192.168.1.1", proxy="http://proxy.example:3128")
ENABLED = {"public_network_access": "Enabled"}
FOREIGN = "https://other-tenant.openai.azure.com/"

TWO_FAULTS = [
    pytest.param(
        None,
        (inside(TO_PUBLIC, WRONG_KEY, **LED_OUT), outside(DENIED)),
        "dns_public_address",
        ["auth_key_invalid"],
        id="zone not linked + wrong key",
    ),
    pytest.param(
        healthy(zones=NOT_LINKED),
        (inside(TO_PUBLIC, WRONG_KEY, **LED_OUT), outside(DENIED)),
        "azure_zone_not_linked",
        ["dns_public_address", "auth_key_invalid"],
        id="zone not linked, says Azure + wrong key",
    ),
    pytest.param(
        None,
        (inside(probe("tcp_refused", STALE), SERVED[1], **LED_ASTRAY), outside(OPEN)),
        "dns_wrong_address",
        ["gate_public_open"],
        id="stale record + public access enabled",
    ),
    pytest.param(
        healthy(zones=STALE_ZONE, account=ENABLED),
        (inside(probe("tcp_refused", STALE), SERVED[1], **LED_ASTRAY), outside(OPEN)),
        "azure_record_stale",
        ["dns_wrong_address", "azure_public_access_enabled", "gate_public_open"],
        id="stale record + public access enabled, says Azure",
    ),
    pytest.param(
        healthy(account=ENABLED),
        (inside(TO_PUBLIC, SERVED[1], **LED_OUT), outside(OPEN)),
        "dns_public_address",
        ["azure_public_access_enabled", "gate_public_open"],
        id="Azure explains the later link only",
    ),
    pytest.param(
        guarded([rule()], zones=NOT_LINKED),
        (inside(TO_PUBLIC, NO_ANSWER, **LED_OUT), outside(DENIED)),
        "azure_zone_not_linked",
        ["dns_public_address", "azure_nsg_denies", "tcp_timeout"],
        id="zone not linked + security rule, which is a warning",
    ),
    pytest.param(
        guarded(policies="Enabled", routes=[route()]),
        (inside(TO_PUBLIC, NO_ANSWER, **LED_OUT), outside(DENIED)),
        "dns_public_address",
        ["azure_route_diverts", "tcp_timeout"],
        id="led out + route, which is a warning",
    ),
    pytest.param(
        None,
        (inside(PROXIED, WRONG_KEY, dns=dns(findings=["host_proxy_captures"])), outside(DENIED)),
        "host_proxy_captures",
        ["gate_public_access_disabled", "auth_key_invalid"],
        id="proxy variables + wrong key",
    ),
    pytest.param(
        None,
        (inside(TO_PUBLIC, NO_ANSWER, dns=dns(findings=["host_pinned"], system=PUBLIC)), outside(DENIED)),
        "host_pinned",
        ["tcp_timeout"],
        id="pinned + blocked",
    ),
    pytest.param(
        None,
        (inside(probe("tls_untrusted"), probe("tls_untrusted", connect_to=PRIVATE)), outside(OPEN)),
        "tls_untrusted",
        ["gate_public_open"],
        id="inspected + public access enabled",
    ),
    pytest.param(
        None,
        (
            inside(probe("model_deployment_not_found"), probe("model_deployment_not_found", connect_to=PRIVATE)),
            outside(OPEN),
        ),
        "gate_public_open",
        ["model_deployment_not_found"],
        id="no deployment + public access enabled: the gate comes first",
    ),
    pytest.param(
        healthy(account=ENABLED),
        (inside(WRONG_KEY), outside(OPEN)),
        "azure_public_access_enabled",
        ["gate_public_open", "auth_key_invalid"],
        id="wrong key + public access, says Azure",
    ),
    pytest.param(
        None,
        (inside(WRONG_KEY, probe("auth_missing", PUBLIC, credential="none", endpoint=FOREIGN)), outside(DENIED)),
        "auth_key_invalid",
        ["egress_open"],
        id="wrong key + way out: the path comes first",
    ),
    pytest.param(
        None,
        (inside(*SERVED, **LED_ASTRAY), inside(NO_ANSWER, host="onprem-1", vantage="onprem"), outside(DENIED)),
        "dns_wrong_address",
        ["tcp_timeout"],
        id="one fault on each of two hosts",
    ),
    pytest.param(
        None,
        (inside(NO_ANSWER), inside(*SERVED, host="onprem-1", vantage="onprem", **LED_ASTRAY), outside(DENIED)),
        "dns_wrong_address",
        ["tcp_timeout"],
        id="the other way round: links, not hosts, decide",
    ),
    pytest.param(
        None,
        (inside(TO_PUBLIC, SERVED[1], **LED_OUT), inside(host="jump-2", error="no route to host"), outside(DENIED)),
        "dns_public_address",
        [],
        id="a failure goes before what could not be looked at, although its link is earlier",
    ),
]


@pytest.mark.parametrize("observed, observations, cause, contributing", TWO_FAULTS)
def test_the_earlier_link_is_the_cause_and_the_other_fault_is_mentioned(observed, observations, cause, contributing):
    document = judge(estate(*observations, azure=observed and azure(observed)))
    account = document["accounts"][0]
    assert (account["status"], account["root_cause"], account["contributing"]) == ("fail", cause, contributing)


def test_one_host_s_warning_explains_no_other_host():
    proxied = inside(*SERVED, host="jump-2", dns=dns(findings=["host_proxy_captures"]))
    account = judge(estate(inside(PROXIED, SERVED[1]), proxied, outside(DENIED)))["accounts"][0]
    assert (account["root_cause"], account["contributing"]) == ("gate_public_access_disabled", [])


def test_a_waived_explanation_explains_nothing():
    waiver = {"account": "example", "code": "azure_zone_not_linked", "reason": "migration", "expires": "2027-01-01"}
    observed = healthy(zones=NOT_LINKED)
    given = estate(inside(TO_PUBLIC, SERVED[1], **LED_OUT), outside(DENIED), azure=azure(observed))
    account = judge(dict(given, waivers=[waiver]))["accounts"][0]
    assert (account["root_cause"], account["contributing"]) == ("dns_public_address", [])


def test_no_fault_has_no_cause():
    account = judge(estate(*HEALTHY))["accounts"][0]
    assert (account["root_cause"], account["contributing"]) == (None, [])
